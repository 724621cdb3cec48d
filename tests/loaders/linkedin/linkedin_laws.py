"""Laws that hold for every harvest of a LinkedIn export."""

from netanalysis.harvest import Harvest


def check_ledger(harvest: Harvest) -> None:
    """Every record has one fate, and each one left out has its row in the issues."""
    ledger = harvest.ledger
    fates = ledger[["n_kept", "n_anonymous", "n_duplicate", "n_left_out"]].sum(axis=1)
    assert (ledger["n_read"] == fates).all(), ledger.to_string()
    rows = harvest.issues[harvest.issues["is_left_out"]]
    per_file = rows.groupby("file").size()
    for file, n in zip(ledger["file"], ledger["n_left_out"], strict=True):
        assert per_file.get(file, 0) == n, harvest.issues.to_string()
