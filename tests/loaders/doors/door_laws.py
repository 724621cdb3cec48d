"""What every loader promises, whatever the bytes."""

from __future__ import annotations

from netanalysis.harvest import Harvest


def check_laws(harvest: Harvest) -> None:
    ledger = harvest.ledger
    parts = ledger[["n_kept", "n_anonymous", "n_duplicate", "n_left_out"]].sum(axis=1)
    assert (ledger["n_read"] == parts).all()
    assert harvest.issues["is_left_out"].sum() == ledger["n_left_out"].sum()
    known = set(harvest.interactions["interaction_id"])
    assert set(harvest.participations["interaction_id"]) <= known
    assert harvest.interactions["interaction_id"].is_unique
    for table in (harvest.mentions, harvest.issues, harvest.interactions):
        for column in table.select_dtypes("string"):
            table[column].dropna().map(lambda text: text.encode("utf-8"))
