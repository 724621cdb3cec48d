"""The self-check: what the chances would have said 90 days ago, and what then came."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import pandas as pd

from netanalysis.dataset import Dataset
from netanalysis.ego import ego_pairs
from netanalysis.rhythms import LONGEST_HORIZON_DAYS, day_number
from netanalysis.scoring import Correction, correction
from netanalysis.trials import outcome, ties_at
from netanalysis.words import count, percent

CHANCES: Final = ("p_30", "p_60", "p_90")


def self_check(
    archive: Dataset, instant: pd.Timestamp, max_recipients: int, include_bulk: bool
) -> Correction:
    """Return what the owner's own ties say about the chances, judged 90 days before ``instant``.

    Without 30 ties that can be judged, or with said and was within .08 of each other, the
    correction changes nothing. Nothing after ``instant`` is looked at.
    """
    how = instant, max_recipients, include_bulk
    return archive.remembered("self-check", how, lambda: _self_check(archive, *how))


def _self_check(
    archive: Dataset, instant: pd.Timestamp, max_recipients: int, include_bulk: bool
) -> Correction:
    pairs = ego_pairs(archive, instant, max_recipients, include_bulk)[1]
    cut = day_number(instant) + 1 - LONGEST_HORIZON_DAYS
    judged = outcome(pairs, ties_at(pairs, cut), cut, LONGEST_HORIZON_DAYS)
    chance = judged["chance"].to_numpy(dtype=np.float64)
    return correction(chance, judged["is_alive"].to_numpy(dtype=bool))


def corrected(
    table: pd.DataFrame, own: Correction, columns: Iterable[str] = CHANCES
) -> pd.DataFrame:
    """Return the table with its chances corrected, where the self-check calls for it."""
    values = {
        name: pd.Series(
            own.applied(table[name].to_numpy(dtype=np.float64)), index=table.index, dtype="Float64"
        )
        for name in columns
    }
    return table.assign(**values)


def self_check_words(own: Correction) -> str:
    """Return the self-check as a sentence."""
    if not own.n_ties:
        return "The chances could not be checked against your own past: too little of it is here."
    told = (
        f"Checked against your own past: 90 days ago they said {percent(own.said)}, "
        f"it was {percent(own.was)} ({count(own.n_ties, 'tie')})"
    )
    if own.is_applied:
        return f"{told}; the chances are corrected by that."
    return f"{told}; nothing is corrected."
