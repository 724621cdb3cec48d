"""Who appears together: ties between others, seen in the owner's archive.

Two people who stand on one message to at most ten recipients, or write in one group
conversation, have appeared together. Once may be chance; a tie needs two appearances.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from netanalysis.counting import MAX_RECIPIENTS, Counted, counted, instant_or_none
from netanalysis.dataset import Dataset
from netanalysis.numbering import (
    changes,
    distinct,
    pack,
    positions,
    sorted_rows,
    unpack,
    whole_slices,
)
from netanalysis.rhythms import STRENGTH_HALF_LIFE_DAYS, day_number, faded

LEAST_APPEARANCES: Final = 2
# Whatever the caller counts as contact: on an announcement nobody appears together with
# anybody, and 20,000 recipients are 200 million pairs.
MOST_TOGETHER: Final = 100
PAIRS_AT_A_TIME: Final = 1 << 23  # about 300 MB; more are worked out in shares

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
    instant = instant_or_none(archive, as_of)
    found = counted(archive, instant, max_recipients=max_recipients, include_bulk=include_bulk)
    how = instant, max_recipients, include_bulk
    one, other = archive.remembered("acquaintances", how, lambda: _acquaintances(found))
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
    return sum(int((size > MOST_TOGETHER).sum()) for _, _, size in _others(found))


def meetings(found: Counted) -> tuple[Integers, Integers, Integers]:
    """Return both people (smaller number first) and the interaction of meetings that make ties.

    Only of pairs that met at least twice.
    """
    parts = [np.empty((3, 0), dtype=np.int32)]
    for one, other, of in _meetings(found, _present(found)):
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
    present = _present(found)
    n_on_it = np.bincount(present[0], minlength=len(found.row)).astype(np.int8)
    n_on_it[found.role_event[found.role_person == found.me]] += 1
    parts = [_tied(np.empty((3, 0), dtype=np.int32), found, n_on_it, instant)]
    parts += [_tied(met, found, n_on_it, instant) for met in _meetings(found, present)]
    one, other, n_together, strength = (
        np.concatenate(columns) for columns in zip(*parts, strict=True)
    )
    return one, other, n_together, strength


def _acquaintances(found: Counted) -> tuple[Integers, Integers]:
    """Return the pairs that met at least twice, by both people, smaller number first."""
    event, person = _present(found)
    n_people = max(len(found.people), 1)
    ties = [np.empty(0, dtype=np.int64)]
    for begin, end in _shares(event, person, n_people):
        met = [pack(one, other, n_people) for one, other, _ in _met(event, person, begin, end)]
        key = np.concatenate(met)
        key.sort()
        # Nobody meets the same person twice in an interaction: a second meeting makes the tie.
        is_second = ~changes(key)
        is_second[2:] &= key[2:] != key[:-2]
        ties.append(key[is_second])
    return unpack(np.concatenate(ties), n_people)


def _meetings(found: Counted, present: tuple[Integers, Integers]) -> Iterator[list[Integers]]:
    """Yield both people (smaller number first) and the interaction of all meetings, in order."""
    event, person = present
    n_people = max(len(found.people), 1)
    for begin, end in _shares(event, person, n_people):
        one, other, of = (
            np.concatenate(columns)
            for columns in zip(*_met(event, person, begin, end), strict=True)
        )
        yield sorted_rows((one, n_people), (other, n_people), (of, len(found.row)))


def _present(found: Counted) -> tuple[Integers, Integers]:
    """Return who of the others took part in what, in order of interaction and person.

    Each person once, and only where two others and more, but no more than 100, took part.
    """
    parts = [(found.role_event[:0], found.role_person[:0])]
    for event, person, size in _others(found):
        is_kept = np.repeat((size > 1) & (size <= MOST_TOGETHER), size)
        parts.append((event[is_kept].astype(np.int32), person[is_kept].astype(np.int32)))
    event, person = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return event, person


def _others(found: Counted) -> Iterator[tuple[Integers, Integers, Integers]]:
    """Yield who of the others took part in what, each person once, and how many did, by event."""
    n_people = max(len(found.people), 1)
    for rows in whole_slices(found.role_event):
        is_other = found.role_person[rows] != found.me
        parts = pack(found.role_event[rows][is_other], found.role_person[rows][is_other], n_people)
        event, person = unpack(distinct(parts), n_people)
        starts = np.flatnonzero(changes(event))
        yield event, person, np.diff(np.append(starts, len(event)))


def _shares(event: Integers, person: Integers, n_people: int) -> list[tuple[int, int]]:
    """Return ranges of people who begin about as many pairs as fit into memory at a time."""
    n_pairs = np.zeros(n_people)
    for rows in whole_slices(event):
        ends = np.append(np.flatnonzero(changes(event[rows]))[1:], rows.stop - rows.start)
        n_after = np.repeat(ends, np.diff(ends, prepend=0)) - np.arange(len(event[rows])) - 1
        n_pairs += np.bincount(person[rows], weights=n_after, minlength=n_people)
    share = np.cumsum(n_pairs) // PAIRS_AT_A_TIME
    begins = np.flatnonzero(changes(share)).tolist()
    return list(pairwise([*begins, n_people]))


def _met(
    event: Integers, person: Integers, begin: int, end: int
) -> Iterator[tuple[Integers, Integers, Integers]]:
    """Yield both people (smaller number first) and the interaction of every meeting.

    Only of pairs whose first is numbered from ``begin`` to ``end``.
    """
    yield person[:0], person[:0], event[:0]
    for rows in whole_slices(event):
        of, who = event[rows], person[rows]
        first = np.flatnonzero((who >= begin) & (who < end))
        step = 1
        # Each person with the one so many places on, for as long as anybody is that far on.
        while len(first):
            first = first[first + step < len(of)]
            first = first[of[first] == of[first + step]]
            yield who[first], who[first + step], of[first]
            step += 1


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
    strength = _strengths(begins, found.events.day[event], n_on_it[event], instant)
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
