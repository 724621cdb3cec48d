"""What every loader promises, whatever the bytes."""

from __future__ import annotations

from typing import Final

from netanalysis.harvest import Harvest

FATES: Final = ["n_kept", "n_anonymous", "n_duplicate", "n_left_out"]
TABLES: Final = ("mentions", "interactions", "participations", "owner_hints", "issues", "ledger")


def check_laws(harvest: Harvest) -> None:
    """Every record has one fate, every key points somewhere, every text is valid."""
    ledger = harvest.ledger
    assert (ledger["n_read"] == ledger[FATES].sum(axis=1)).all(), ledger.to_string()
    n_rows = int(harvest.issues["is_left_out"].sum())
    assert n_rows == int(ledger["n_left_out"].sum()), harvest.issues.to_string()
    assert harvest.interactions["interaction_id"].is_unique
    known = set(harvest.interactions["interaction_id"])
    assert set(harvest.participations["interaction_id"]) <= known
    for name in TABLES:
        for _, column in getattr(harvest, name).select_dtypes("string").items():
            column.str.cat().encode("utf-8")
