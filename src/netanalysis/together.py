"""Who appears together: ties between others, seen in the owner's archive.

Two people who stand on one message to at most ten recipients, or write in one group
conversation, have appeared together. Once may be chance; a tie needs two appearances.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from netanalysis.counting import MAX_RECIPIENTS, Counted, counted, instant_or_none
from netanalysis.dataset import Dataset
from netanalysis.numbering import distinct, pack, unpack
from netanalysis.rhythms import STRENGTH_HALF_LIFE_DAYS, day_number

LEAST_APPEARANCES: Final = 2
_DAY: Final = 86_400_000_000  # microseconds

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.signedinteger[Any]]


def co_appearances(
    archive: Dataset,
    *,
    as_of: str | pd.Timestamp | None = None,
    max_recipients: int = MAX_RECIPIENTS,
    include_bulk: bool = False,
) -> pd.DataFrame:
    """Return the pairs of people who appeared together at least twice, without the owner.

    Options are those of :func:`netanalysis.pairs.contacts`.

    Returns
    -------
    DataFrame
        Indexed by (``a``, ``b``), ``a`` before ``b``: ``n_together`` (messages on which
        both stand) and ``together_strength``: over the days they appeared, half-life 60
        days, the largest 1 / (people on the message - 1) of the day. So a message to ten
        people counts a ninth of a private one.
    """
    instant = instant_or_none(archive, as_of)
    found = counted(archive, instant, max_recipients=max_recipients, include_bulk=include_bulk)
    one, other, event, n_on_it = _met(found)
    n_people = max(len(found.people), 1)
    key = pack(one, other, n_people)
    order = np.argsort(key, kind="stable")
    key, event, n_on_it = key[order], event[order], n_on_it[order]
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    n_together = np.diff(np.append(starts, len(key)))
    strength = _strengths(key, starts, found.microseconds[event] // _DAY, n_on_it, instant)
    is_tie = n_together >= LEAST_APPEARANCES
    ends = unpack(key[starts[is_tie]], n_people)
    names = [found.people.iloc[end].reset_index(drop=True) for end in ends]
    return pd.DataFrame(
        {
            "n_together": pd.array(n_together[is_tie], dtype="Int64"),
            "together_strength": pd.array(strength[is_tie], dtype="Float64"),
        },
        index=pd.MultiIndex.from_arrays(names, names=["a", "b"]),
    )


def _met(found: Counted) -> tuple[Integers, Integers, Integers, Integers]:
    """Return both people (smaller number first), interaction and crowd of every meeting."""
    n_people = max(len(found.people), 1)
    key = distinct(pack(found.role_event, found.role_person, n_people))
    event, person = unpack(key, n_people)
    n_on_it = np.bincount(event, minlength=len(found.row))
    others = person != found.me
    event, person = event[others], person[others]
    ones, seconds, events = [], [], []
    step = 1
    # Each person with the one so many places on, for as long as anybody is that far on.
    while (near := np.flatnonzero(event[:-step] == event[step:])).size:
        ones.append(person[near])
        seconds.append(person[near + step])
        events.append(event[near])
        step += 1
    if not events:
        nobody = np.empty(0, dtype=np.int64)
        return nobody, nobody, nobody, nobody
    event = np.concatenate(events)
    order = np.argsort(event, kind="stable")
    event = event[order]
    return np.concatenate(ones)[order], np.concatenate(seconds)[order], event, n_on_it[event]


def _strengths(
    key: Integers, starts: Integers, day: Integers, n_on_it: Integers, instant: pd.Timestamp | None
) -> Floats:
    """Return the strength of each pair: the best message of each day, fading with age."""
    if not len(key):
        return np.empty(0)
    is_day = (np.diff(key, prepend=-1) != 0) | (np.diff(day, prepend=day[0]) != 0)
    day_starts = np.flatnonzero(is_day)
    best = np.maximum.reduceat(1.0 / (n_on_it - 1), day_starts)
    age = (day_number(instant) - day[day_starts]).astype(np.float64)
    faded = best * 0.5 ** (age / STRENGTH_HALF_LIFE_DAYS)
    strength: Floats = np.add.reduceat(faded, np.searchsorted(day_starts, starts))
    return strength
