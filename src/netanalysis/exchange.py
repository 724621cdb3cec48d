"""What passed between two people: counts, openings and answers per pair, in plain arrays.

Every function takes contacts that are sorted by pair and, within a pair, by time; ``starts``
are the positions at which a pair begins. The names of the results are those of
:func:`netanalysis.pairs.dyads`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from netanalysis.rhythms import rhythm_numbers

QUIET_DAYS: Final = 7  # the first message after a week of quiet opens a conversation
REPLY_WITHIN_DAYS: Final = 30  # a later answer in the same thread is a new start
_DAY: Final = 86_400_000_000  # microseconds
_HOUR: Final = 3_600_000_000

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.signedinteger[Any]]
Flags = npt.NDArray[np.bool_]
Columns = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True)
class Contacts:
    """Contacts as arrays, one entry per sender, recipient and interaction, in time order."""

    source: Integers
    target: Integers
    event: Integers
    microseconds: Integers
    channel: Integers
    is_direct: Flags
    thread: Integers
    """Number of the conversation, -1 where it is not known."""

    def __len__(self) -> int:
        return len(self.source)

    def take(self, order: npt.NDArray[Any]) -> Contacts:
        """Return the contacts at these positions."""
        return Contacts(**{name: values[order] for name, values in vars(self).items()})


@dataclass(frozen=True)
class Paired:
    """Contacts sorted by pair, then time. ``a`` and ``b`` are the ends of each pair."""

    contacts: Contacts
    key: Integers
    by_a: Flags

    @cached_property
    def starts(self) -> Integers:
        """Where each pair begins."""
        return np.flatnonzero(_changes(self.key))

    @cached_property
    def sizes(self) -> Integers:
        """Contacts of each pair."""
        return np.diff(np.append(self.starts, len(self.key)))


def paired(contacts: Contacts, n_people: int, *, is_ordered: bool) -> Paired:
    """Sort contacts by pair: (source, target), or the smaller and the greater of the two."""
    by_a = np.ones(len(contacts), dtype=bool)
    if not is_ordered:
        by_a = contacts.source < contacts.target
    a = np.where(by_a, contacts.source, contacts.target)
    b = np.where(by_a, contacts.target, contacts.source)
    key = a.astype(np.int64) * n_people + b
    order = np.argsort(key, kind="stable")
    return Paired(contacts.take(order), key[order], by_a[order])


def summary(pairs: Paired, today: int) -> Columns:
    """Return counts, rhythm, and how and through which channels (bits) they were in touch."""
    contacts, starts = pairs.contacts, pairs.starts
    is_new = _changes(pairs.key) | _changes(contacts.event)
    day = contacts.microseconds // _DAY
    is_day = _changes(pairs.key) | _changes(day)
    days, day_starts = day[is_day], np.flatnonzero(_changes(pairs.key[is_day]))
    return {
        "n_interactions": np.add.reduceat(is_new, starts, dtype=np.int64),
        **rhythm_numbers(days, day_starts, today),
        "direct_share": _sums(contacts.is_direct, starts) / pairs.sizes,
        "channels": np.bitwise_or.reduceat(1 << contacts.channel.astype(np.int64), starts),
    }


def directions(pairs: Paired) -> Columns:
    """Return messages each way, reciprocity and who wrote last."""
    contacts, starts, sizes = pairs.contacts, pairs.starts, pairs.sizes
    n_by_a = _sums(pairs.by_a, starts)
    n_by_b = sizes - n_by_a
    return {
        "n_a_to_b": n_by_a,
        "n_b_to_a": n_by_b,
        "reciprocity": np.minimum(n_by_a, n_by_b) / np.maximum(n_by_a, n_by_b),
        "last_by": contacts.source[starts + sizes - 1],
    }


def openings(pairs: Paired) -> Columns:
    """Return how many conversations each pair had and the share that ``a`` opened."""
    quiet = np.diff(pairs.contacts.microseconds, prepend=0) >= QUIET_DAYS * _DAY
    is_opening = quiet | _changes(pairs.key)
    n_opened = _sums(is_opening, pairs.starts)
    return {
        "n_conversations": n_opened,
        "opened_by_a_share": _sums(is_opening & pairs.by_a, pairs.starts) / n_opened,
    }


def replies(pairs: Paired) -> Columns:
    """Return the median hours each side takes to answer within a thread, and from how many."""
    pair = np.repeat(np.arange(len(pairs.starts)), pairs.sizes)
    threaded = np.flatnonzero(pairs.contacts.thread >= 0)
    threaded = threaded[np.lexsort((pairs.contacts.thread[threaded], pair[threaded]))]
    pair, by_a = pair[threaded], pairs.by_a[threaded]
    goes_on = ~(_changes(pair) | _changes(pairs.contacts.thread[threaded]))
    waited = np.diff(pairs.contacts.microseconds[threaded], prepend=0)
    is_reply = goes_on & _changes(by_a) & (waited <= REPLY_WITHIN_DAYS * _DAY)
    hours = waited / _HOUR
    columns: Columns = {}
    for side, is_side in (("a", by_a), ("b", ~by_a)):
        wanted = is_reply & is_side
        medians, counts = _medians(pair[wanted], hours[wanted], len(pairs.starts))
        columns[f"reply_hours_{side}"] = medians
        columns[f"n_replies_{side}"] = counts
    return columns


def _medians(group: Integers, values: Floats, n_groups: int) -> tuple[Floats, Integers]:
    """Return the median of each group, NaN for none, and how many values it is of."""
    ordered = values[np.lexsort((values, group))]
    counts = np.bincount(group, minlength=n_groups)
    ends = np.cumsum(counts)
    has_any = counts > 0
    medians = np.full(n_groups, np.nan)
    begin, n = (ends - counts)[has_any], counts[has_any]
    medians[has_any] = (ordered[begin + (n - 1) // 2] + ordered[begin + n // 2]) / 2
    return medians, counts


def _changes(values: npt.NDArray[Any]) -> Flags:
    """Return where a value differs from the one before; the first always does."""
    flags = np.ones(len(values), dtype=bool)
    flags[1:] = values[1:] != values[:-1]
    return flags


def _sums(flags: Flags, starts: Integers) -> Integers:
    sums: Integers = np.add.reduceat(flags, starts, dtype=np.int64)
    return sums
