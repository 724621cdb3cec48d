"""A trial: what the past of ties would have said on some day, and what then came."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from netanalysis.alive import bg_nbd
from netanalysis.exchange import Paired, directions
from netanalysis.rhythms import (
    ACTIVITY_HALF_LIFE_DAYS,
    STRENGTH_HALF_LIFE_DAYS,
    chance_of_contact,
    faded,
    rhythm_numbers,
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
_COLUMNS: Final = ["ego", "alter", "days_silent", "activity", "n", "n_sent", "peak"]


def ties_at(pairs: Paired, cut: int) -> pd.DataFrame:
    """Return the ties of three contact days and more as they were before the day ``cut``.

    ``ego`` and ``alter`` (the ends "a" and "b"), ``days_silent``, ``activity`` (fading
    contact days), ``n`` and ``n_sent`` (messages), ``peak`` (contact days of the best 90).
    """
    past = _before(pairs, cut)
    if not len(past):
        return pd.DataFrame(columns=_COLUMNS, dtype="float64")
    day, starts = past.day[past.day_starts].astype(np.int64), past.first_days
    rhythm = rhythm_numbers(day, starts, cut)
    table = pd.DataFrame(
        {
            "ego": past.a[past.starts].astype(np.int64),
            "alter": past.b[past.starts].astype(np.int64),
            "days_silent": rhythm["days_silent"],
            "activity": np.add.reduceat(faded(day, cut, ACTIVITY_HALF_LIFE_DAYS), starts),
            "n": past.sizes,
            "n_sent": directions(past)["n_a_to_b"],
            "peak": rhythm["peak_contact_days"],
        }
    )
    n_days = np.diff(np.append(starts, len(day)))
    return table[n_days >= LEAST_CONTACT_DAYS]


def rules_at(pairs: Paired, cut: int) -> pd.DataFrame:
    """Return what the rules beside the score say, one row per row of :func:`ties_at`.

    BG/NBD is fitted on all ties there were before the cut, those of one contact as well.
    """
    past = _before(pairs, cut)
    if not len(past):
        return pd.DataFrame(columns=BASELINES, dtype="float64")
    day, starts = past.day[past.day_starts].astype(np.int64), past.first_days
    n_days = np.diff(np.append(starts, len(day)))
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


def _before(pairs: Paired, cut: int) -> Paired:
    kept = pairs.day < cut
    columns = (pairs.a[kept], pairs.b[kept], pairs.event[kept], pairs.by_a[kept])
    return Paired(*columns, pairs.events)
