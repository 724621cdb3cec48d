"""Who appears together: ties between others, seen in the owner's archive.

Two people who stand on one message to at most ten recipients, or write in one group
conversation, have appeared together. Once may be chance; a tie needs two appearances.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from netanalysis.counting import MAX_RECIPIENTS, Counted, counted, instant_or_none
from netanalysis.dataset import Dataset
from netanalysis.numbering import changes, distinct, pack, positions, sorted_rows, unpack
from netanalysis.rhythms import STRENGTH_HALF_LIFE_DAYS, day_number, faded

LEAST_APPEARANCES: Final = 2
# Whatever the caller counts as contact: on an announcement nobody appears together with
# anybody, and 20,000 recipients are 200 million pairs.
MOST_TOGETHER: Final = 100
PAIRS_AT_A_TIME: Final = 1 << 23  # about 300 MB; more are worked out in shares
_DAY: Final = 86_400_000_000  # microseconds

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.signedinteger[Any]]
Pairs = tuple[Integers, Integers, Integers, Floats]


def co_appearances(
    archive: Dataset,
    *,
    as_of: str | pd.Timestamp | None = None,
    max_recipients: int = MAX_RECIPIENTS,
    include_bulk: bool = False,
) -> pd.DataFrame:
    """Return the pairs of people who appeared together at least twice, without the owner.

    Options are those of :func:`netanalysis.pairs.contacts`. Messages with more than 100 others on
    them make nobody appear together, however large ``max_recipients`` is.

    Returns
    -------
    DataFrame
        Indexed by (``a``, ``b``), ``a`` before ``b``: ``n_together`` (messages on which
        both stand) and ``together_strength``: over the days they appeared, half-life 60
        days, the largest 1 / (people on the message - 1) of the day. So a message to ten
        people counts a ninth of a private one.
    """
    found, one, other, n_together, strength = _pairs_together(
        archive, as_of, max_recipients, include_bulk
    )
    names = [found.people.iloc[end].reset_index(drop=True) for end in (one, other)]
    return pd.DataFrame(
        {
            "n_together": pd.array(n_together, dtype="Int64"),
            "together_strength": pd.array(strength, dtype="Float64"),
        },
        index=pd.MultiIndex.from_arrays(names, names=["a", "b"]),
    )


def n_acquainted(
    archive: Dataset,
    people: pd.Index,
    *,
    as_of: str | pd.Timestamp | None = None,
    max_recipients: int = MAX_RECIPIENTS,
    include_bulk: bool = False,
) -> pd.Series:
    """Return with how many others of ``people`` each of them appeared at least twice.

    Options are those of :func:`netanalysis.pairs.contacts`.
    """
    found, one, other, _, _ = _pairs_together(archive, as_of, max_recipients, include_bulk)
    place = positions(found.people, people.to_series())
    one, other = place[one], place[other]
    known = (one >= 0) & (other >= 0)
    n_people = len(people)
    counts = np.bincount(one[known], minlength=n_people)
    return pd.Series(counts + np.bincount(other[known], minlength=n_people), index=people)


def n_unexpanded(
    archive: Dataset,
    *,
    as_of: str | pd.Timestamp | None = None,
    max_recipients: int = MAX_RECIPIENTS,
    include_bulk: bool = False,
) -> int:
    """Return how many interactions that count have too many people on them to tie any of them.

    Options are those of :func:`netanalysis.pairs.contacts`; by their defaults there are none.
    """
    instant = instant_or_none(archive, as_of)
    found = counted(archive, instant, max_recipients=max_recipients, include_bulk=include_bulk)
    is_other = found.role_person != found.me
    n_people = max(len(found.people), 1)
    parts = pack(found.role_event[is_other], found.role_person[is_other], n_people)
    event, _ = unpack(distinct(parts), n_people)
    return int((np.bincount(event, minlength=1) > MOST_TOGETHER).sum())


def meetings(found: Counted) -> tuple[Integers, Integers, Integers]:
    """Return both people (smaller number first) and the interaction of meetings that make ties.

    Only of pairs that met at least twice.
    """
    event, person, _ = _present(found)
    n_people = max(len(found.people), 1)
    parts = [np.empty((3, 0), dtype=np.int32)]
    for begin, end in _shares(event, person, n_people):
        met = _met(event, person, begin, end)
        one, other, of = sorted_rows(
            (met[0], n_people), (met[1], n_people), (met[2], len(found.row))
        )
        starts = np.flatnonzero(changes(one) | changes(other))
        n_together = np.diff(np.append(starts, len(one)))
        is_tie = np.repeat(n_together >= LEAST_APPEARANCES, n_together)
        parts.append(np.stack([one[is_tie], other[is_tie], of[is_tie]]))
    one, other, of = np.concatenate(parts, axis=1)
    return one, other, of


def _pairs_together(
    archive: Dataset, as_of: str | pd.Timestamp | None, max_recipients: int, include_bulk: bool
) -> tuple[Counted, Integers, Integers, Integers, Floats]:
    """Return the pairs of :func:`co_appearances` as numbers, with what people are counted."""
    instant = instant_or_none(archive, as_of)
    found = counted(archive, instant, max_recipients=max_recipients, include_bulk=include_bulk)
    how = instant, max_recipients, include_bulk
    return found, *archive.remembered("together", how, lambda: _paired_up(found, instant))


def _paired_up(found: Counted, instant: pd.Timestamp | None) -> Pairs:
    event, person, n_on_it = _present(found)
    n_people = max(len(found.people), 1)
    parts = [_tied(np.empty((3, 0), dtype=np.int32), found, n_on_it, instant)]
    for begin, end in _shares(event, person, n_people):
        met = _met(event, person, begin, end)
        met = sorted_rows((met[0], n_people), (met[1], n_people), (met[2], len(found.row)))
        parts.append(_tied(met, found, n_on_it, instant))
    one, other, n_together, strength = (
        np.concatenate(columns) for columns in zip(*parts, strict=True)
    )
    return one, other, n_together, strength


def _present(found: Counted) -> tuple[Integers, Integers, Integers]:
    """Return who of the others took part in what, by interaction, and how many with the owner.

    Only where two roles and more are those of others, each person once, and no more than 100
    people in all.
    """
    is_other = found.role_person != found.me
    with_me = np.zeros(len(found.row), dtype=bool)
    with_me[found.role_event[~is_other]] = True
    event = found.role_event[is_other]
    is_same = event[1:] == event[:-1]
    several = np.zeros(len(event), dtype=bool)
    several[1:] = is_same
    several[:-1] |= is_same
    event, person = sorted_rows(
        (event[several], len(found.row)),
        (found.role_person[is_other][several], len(found.people)),
    )
    once = changes(event) | changes(person)
    event, person = event[once], person[once]
    n_others = np.bincount(event, minlength=len(found.row))
    is_small = n_others[event] <= MOST_TOGETHER
    event, person = event[is_small], person[is_small]
    n_on_it = np.bincount(event, minlength=len(found.row)) + with_me
    return event, person, n_on_it.astype(np.int32)


def _shares(event: Integers, person: Integers, n_people: int) -> list[tuple[int, int]]:
    """Return ranges of people who begin about as many pairs as fit into memory at a time."""
    ends = np.append(np.flatnonzero(changes(event))[1:], len(event))
    n_after = np.repeat(ends, np.diff(ends, prepend=0)) - np.arange(len(event)) - 1
    n_pairs = np.bincount(person, weights=n_after, minlength=n_people)
    share = np.cumsum(n_pairs) // PAIRS_AT_A_TIME
    begins = np.flatnonzero(changes(share)).tolist()
    return list(pairwise([*begins, n_people]))


def _met(event: Integers, person: Integers, begin: int, end: int) -> list[Integers]:
    """Return both people (smaller number first) and the interaction of every meeting.

    Only of pairs whose first is numbered from ``begin`` to ``end``.
    """
    first = np.flatnonzero((person >= begin) & (person < end)).astype(np.int32)
    found: list[list[Integers]] = [[first[:0]] * 3]
    step = 1
    # Each person with the one so many places on, for as long as anybody is that far on.
    while len(first):
        first = first[first + step < len(event)]
        first = first[event[first] == event[first + step]]
        found.append([person[first], person[first + step], event[first]])
        step += 1
    return [np.concatenate(columns) for columns in zip(*found, strict=True)]


def _tied(
    met: Sequence[Integers] | Integers,
    found: Counted,
    n_on_it: Integers,
    instant: pd.Timestamp | None,
) -> Pairs:
    """Return pairs with two meetings and more, their number and strength, from sorted meetings."""
    one, other, event = met
    starts = np.flatnonzero(changes(one) | changes(other))
    n_together = np.diff(np.append(starts, len(one)))
    is_tie = n_together >= LEAST_APPEARANCES
    of_tie = np.repeat(is_tie, n_together)
    event, starts, n_together = event[of_tie], starts[is_tie], n_together[is_tie]
    begins = np.cumsum(n_together) - n_together
    day = (found.events.microseconds // _DAY).astype(np.int32)[event]
    strength = _strengths(begins, day, n_on_it[event], instant)
    return one[starts], other[starts], n_together, strength


def _strengths(
    starts: Integers, day: Integers, n_on_it: Integers, instant: pd.Timestamp | None
) -> Floats:
    """Return the strength of each pair: the best message of each day, fading with age."""
    if not len(starts):
        return np.empty(0)
    is_day = changes(day)
    is_day[starts] = True
    day_starts = np.flatnonzero(is_day)
    best = 1.0 / (np.minimum.reduceat(n_on_it, day_starts) - 1)
    strength: Floats = np.add.reduceat(
        best * faded(day[day_starts], day_number(instant), STRENGTH_HALF_LIFE_DAYS),
        np.searchsorted(day_starts, starts),
    )
    return strength
