"""A trial: what the past of ties would have said on some day, and what then came."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from netanalysis.alive import bg_nbd
from netanalysis.exchange import Integers, Paired, sums
from netanalysis.rhythms import (
    ACTIVITY_HALF_LIFE_DAYS,
    STRENGTH_HALF_LIFE_DAYS,
    chance_of_contact,
    faded,
    peaks,
)

ACTIVE_DAYS: Final = 30  # an ego that sent nothing for so long may have left: not judged
LEAST_CONTACT_DAYS: Final = 3
FASTER_HALF_LIFE_DAYS: Final = 30

RULES: Final = {
    "chance": "chance of contact",
    "recency": "plain silence",
    "frequency": "number of contact days",
    "ratio": "silence over mean gap",
    "decay_30": "decaying strength, 30 days",
    "decay_60": "decaying strength, 60 days",
    "bg_nbd": "BG/NBD, chance of being alive",
}
"""The score first, then what it is measured against; each is higher for likelier contact."""

BASELINES: Final = [rule for rule in RULES if rule != "chance"]
_COLUMNS: Final = ["ego", "alter", "days_silent", "activity"]
_MESSAGES: Final = ["n", "n_sent", "peak"]


def ties_at(pairs: Paired, cut: int) -> pd.DataFrame:
    """Return the ties of three contact days and more as they were before the day ``cut``.

    ``ego`` and ``alter`` (the ends "a" and "b"), ``days_silent`` and ``activity`` (fading
    contact days).
    """
    tie, day, starts, n_days = _days_before(pairs, cut)
    if not len(day):
        return pd.DataFrame(columns=_COLUMNS, dtype="float64")
    place = pairs.starts[tie]
    table = pd.DataFrame(
        {
            "ego": pairs.a[place].astype(np.int64),
            "alter": pairs.b[place].astype(np.int64),
            "days_silent": np.maximum(cut - day[starts + n_days - 1], 1).astype(np.int64),
            "activity": np.add.reduceat(faded(day, cut, ACTIVITY_HALF_LIFE_DAYS), starts),
        }
    )
    return table[n_days >= LEAST_CONTACT_DAYS]


def rules_at(pairs: Paired, cut: int) -> pd.DataFrame:
    """Return what the rules beside the score say, one row per row of :func:`ties_at`.

    With ``n`` and ``n_sent`` (messages) and ``peak`` (contact days of the best 90). BG/NBD
    is fitted on all ties there were before the cut, those of one contact as well.
    """
    tie, day, starts, n_days = _days_before(pairs, cut)
    if not len(day):
        return pd.DataFrame(columns=[*BASELINES, *_MESSAGES], dtype="float64")
    is_past = pairs.day < cut
    first, last = day[starts], day[starts + n_days - 1]
    silent = np.maximum(cut - last, 1).astype(np.float64)
    repeats, span = (n_days - 1).astype(np.float64), (last - first).astype(np.float64)
    mean_gap = np.divide(span, repeats, out=np.full(len(span), np.nan), where=repeats > 0)
    seen = (cut - first).astype(np.float64)
    table = pd.DataFrame(
        {
            "recency": -silent,
            "frequency": n_days.astype(np.float64),
            "ratio": -silent / mean_gap,
            "decay_30": np.add.reduceat(faded(day, cut, FASTER_HALF_LIFE_DAYS), starts),
            "decay_60": np.add.reduceat(faded(day, cut, STRENGTH_HALF_LIFE_DAYS), starts),
            "bg_nbd": bg_nbd(repeats, span, seen).alive(repeats, span, seen),
            "n": sums(is_past, pairs.starts)[tie],
            "n_sent": sums(is_past & pairs.by_a, pairs.starts)[tie],
            "peak": peaks(day, starts),
        }
    )
    return table[n_days >= LEAST_CONTACT_DAYS]


def outcome(pairs: Paired, ties: pd.DataFrame, cut: int, horizon_days: int) -> pd.DataFrame:
    """Return the ties whose end can be judged, with ``chance`` and what came: ``is_alive``.

    Judged are egos that sent something in the 30 days before the cut and within the horizon
    from it on. ``ties`` is :func:`ties_at` with any columns added.
    """
    day = pairs.day
    is_next = (day >= cut) & (day < cut + horizon_days)
    is_recent = (day < cut) & (day >= cut - ACTIVE_DAYS)
    wrote = np.intersect1d(pairs.a[pairs.by_a & is_recent], pairs.a[pairs.by_a & is_next])
    judged = ties[ties["ego"].isin(wrote)]
    n_people = int(pairs.b.max(initial=0)) + 1
    came = np.unique(pairs.a[is_next].astype(np.int64) * n_people + pairs.b[is_next])
    key = judged["ego"].to_numpy(dtype=np.int64) * n_people + judged["alter"].to_numpy(np.int64)
    silent, activity = judged["days_silent"].to_numpy(float), judged["activity"].to_numpy(float)
    return judged.assign(
        chance=chance_of_contact(silent, activity, horizon_days), is_alive=np.isin(key, came)
    )


def _days_before(pairs: Paired, cut: int) -> tuple[Integers, Integers, Integers, Integers]:
    """Return the ties there were before a day, their days, where each tie's begin and how many."""
    is_past = pairs.contact_days < cut
    if not is_past.any():
        return (np.empty(0, dtype=np.int64),) * 4
    n_days = sums(is_past, pairs.first_days)
    tie = np.flatnonzero(n_days)
    n_days = n_days[tie]
    day = pairs.contact_days[is_past].astype(np.int64)
    return tie, day, np.cumsum(n_days) - n_days, n_days
