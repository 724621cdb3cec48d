"""What passed between two people: counts, openings and answers per pair, in plain arrays.

Every function takes contacts that are sorted by pair and, within a pair, by time. The names of
the results are those of :func:`netanalysis.pairs.dyads`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from netanalysis.numbering import changes, pack, slices, sorted_rows, unpack
from netanalysis.rhythms import rhythm_numbers

QUIET_DAYS: Final = 7  # the first message after a week of quiet opens a conversation
REPLY_WITHIN_DAYS: Final = 30  # a later answer in the same thread is a new start
_DAY: Final = 86_400_000_000  # microseconds
_HOUR: Final = 3_600_000_000
MOST_CHANNELS: Final = 31  # channels are bits of a number

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.signedinteger[Any]]
Flags = npt.NDArray[np.bool_]
Columns = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True)
class Events:
    """What is known of the interactions that count, in time order."""

    microseconds: Integers
    """The instant, since 1970."""

    channel: Integers
    is_direct: Flags
    thread: Integers
    """Number of the conversation, -1 where it is not known."""

    def __len__(self) -> int:
        return len(self.microseconds)

    @cached_property
    def day(self) -> Integers:
        """Day (UTC) of each interaction, counted from 1970."""
        days: Integers = (self.microseconds // _DAY).astype(np.int32)
        return days


@dataclass(frozen=True)
class Paired:
    """Contacts sorted by pair, then time: one entry per sender, recipient and interaction.

    ``a`` and ``b`` are the ends of each pair, ``event`` is the place of the interaction
    among ``events``.
    """

    a: Integers
    b: Integers
    event: Integers
    by_a: Flags
    events: Events

    def __len__(self) -> int:
        return len(self.event)

    @cached_property
    def is_first(self) -> Flags:
        """Whether a pair begins here."""
        return changes(self.a) | changes(self.b)

    @cached_property
    def starts(self) -> Integers:
        """Where each pair begins."""
        return np.flatnonzero(self.is_first)

    @cached_property
    def sizes(self) -> Integers:
        """Contacts of each pair."""
        return np.diff(np.append(self.starts, len(self)))

    @cached_property
    def microseconds(self) -> Integers:
        """Instant of each contact, since 1970."""
        return self.events.microseconds[self.event]

    @cached_property
    def day(self) -> Integers:
        """Day (UTC) of each contact, counted from 1970."""
        return self.events.day[self.event]

    @cached_property
    def day_starts(self) -> Integers:
        """Where each contact day of a pair begins."""
        return np.flatnonzero(self.is_first | changes(self.day))

    @cached_property
    def contact_days(self) -> Integers:
        """The contact days of every pair, in order, counted from 1970."""
        return self.day[self.day_starts]

    @cached_property
    def tie_of_days(self) -> Integers:
        """Number of the pair, from 0, of each of the contact days."""
        n_days = np.diff(np.append(self.first_days, len(self.day_starts)))
        return np.repeat(np.arange(len(n_days), dtype=np.int32), n_days)

    @cached_property
    def channels_of_days(self) -> Integers:
        """Through which channels (bits) the two were in touch on each of the contact days."""
        bits = (1 << np.arange(MOST_CHANNELS)).astype(np.int32)[self.events.channel]
        return np.bitwise_or.reduceat(bits[self.event], self.day_starts)

    @cached_property
    def first_days(self) -> Integers:
        """Where, among the contact days, those of each pair begin."""
        return np.flatnonzero(self.is_first[self.day_starts])


def paired(ends: tuple[Integers, Integers], event: Integers, by_a: Flags, events: Events) -> Paired:
    """Sort contacts by the two ends of their pair, then by interaction, those by ``a`` first."""
    n_people = int(max(ends[0].max(initial=0), ends[1].max(initial=0))) + 1
    columns = sorted_rows(
        (ends[0], n_people), (ends[1], n_people), (event, len(events)), (~by_a, 2)
    )
    return Paired(columns[0], columns[1], columns[2], ~columns[3], events)


def summary(pairs: Paired, today: int) -> Columns:
    """Return counts, rhythm, and how and through which channels (bits) they were in touch."""
    starts, event = pairs.starts, pairs.event
    return {
        "n_interactions": sums(pairs.is_first | changes(event), starts),
        **rhythm_numbers(pairs.contact_days, pairs.first_days, today),
        "direct_share": sums(pairs.events.is_direct[event], starts) / pairs.sizes,
        "channels": np.bitwise_or.reduceat(pairs.channels_of_days, pairs.first_days),
    }


def directions(pairs: Paired) -> Columns:
    """Return messages each way, reciprocity and who wrote last."""
    starts, sizes = pairs.starts, pairs.sizes
    n_by_a = sums(pairs.by_a, starts)
    n_by_b = sizes - n_by_a
    last = starts + sizes - 1
    return {
        "n_a_to_b": n_by_a,
        "n_b_to_a": n_by_b,
        "reciprocity": np.minimum(n_by_a, n_by_b) / np.maximum(n_by_a, n_by_b),
        "last_by": np.where(pairs.by_a[last], pairs.a[last], pairs.b[last]),
    }


def openings(pairs: Paired) -> Columns:
    """Return how many conversations each pair had and the share that ``a`` opened."""
    instant = pairs.events.microseconds
    n_days = np.diff(pairs.contact_days, prepend=pairs.contact_days[0])
    n_days[pairs.first_days] = 0
    # Seven days apart may be less than a week of time, more are not.
    nth = np.flatnonzero(n_days == QUIET_DAYS)
    place = pairs.day_starts[nth]
    waited = instant[pairs.event[place]] - instant[pairs.event[place - 1]]
    n_days[nth[waited < QUIET_DAYS * _DAY]] = 0
    nth = np.flatnonzero(n_days >= QUIET_DAYS)
    place, tie = pairs.day_starts[nth], pairs.tie_of_days[nth]
    n_ties = len(pairs.starts)
    n_opened = 1 + np.bincount(tie, minlength=n_ties)
    n_by_a = pairs.by_a[pairs.starts] + np.bincount(tie[pairs.by_a[place]], minlength=n_ties)
    return {"n_conversations": n_opened, "opened_by_a_share": n_by_a / n_opened}


def replies(pairs: Paired) -> Columns:
    """Return the median hours each side takes to answer within a thread, and from how many."""
    asked, answered = answers(pairs)
    pair = np.repeat(np.arange(len(pairs.starts), dtype=np.int32), pairs.sizes)[answered]
    by_a = pairs.by_a[answered]
    instant = pairs.events.microseconds
    waited = instant[pairs.event[answered]] - instant[pairs.event[asked]]
    columns: Columns = {}
    for side in ("a", "b"):
        is_side = by_a == (side == "a")
        hours, counts = _median_hours(pair[is_side], waited[is_side], len(pairs.starts))
        columns[f"reply_hours_{side}"] = hours
        columns[f"n_replies_{side}"] = counts
    return columns


def answers(pairs: Paired) -> tuple[Integers, Integers]:
    """Return which contact was answered by which: the places of both, one entry per answer.

    An answer is the next message of the pair in the thread, by the other side, within 30 days.
    """
    asked, answered = _alternations(pairs)
    is_theirs = (pairs.a[asked] == pairs.a[answered]) & (pairs.b[asked] == pairs.b[answered])
    asked, answered = asked[is_theirs], answered[is_theirs]
    instant = pairs.events.microseconds
    waited = instant[pairs.event[answered]] - instant[pairs.event[asked]]
    is_soon = waited <= REPLY_WITHIN_DAYS * _DAY
    return asked[is_soon], answered[is_soon]


def _alternations(pairs: Paired) -> tuple[Integers, Integers]:
    """Return neighbours in a thread of which one is by ``a`` and the other is not: their places.

    Places are in order of pairs, so that within a thread the contacts of a pair lie together.
    """
    n_places = 2 * max(len(pairs), 1)
    keys, n = np.empty(len(pairs), dtype=np.int64), 0
    for rows in slices(len(pairs)):
        thread = pairs.events.thread[pairs.event[rows]]
        known = np.flatnonzero(thread >= 0)
        place_and_side = 2 * (known + rows.start) + pairs.by_a[rows][known]
        keys[n : n + len(known)] = pack(thread[known], place_and_side, n_places)
        n += len(known)
    keys = keys[:n]
    keys.sort()
    asked, answered = [keys[:0]], [keys[:0]]
    for rows in slices(n):
        thread, place = unpack(keys[max(rows.start - 1, 0) : rows.stop], n_places)
        nth = np.flatnonzero(~changes(thread) & changes(place & 1))
        asked.append(place[nth - 1] >> 1)
        answered.append(place[nth] >> 1)
    return np.concatenate(asked), np.concatenate(answered)


def steadiness(pairs: Paired) -> Columns:
    """Return on how many days ``a`` wrote, on how many they wrote directly, in how many months."""
    starts, first_days = pairs.day_starts, pairs.first_days
    direct = pairs.events.is_direct[pairs.event]
    day = pairs.contact_days
    origin = int(day.min(initial=0))
    calendar = np.arange(origin, int(day.max(initial=0)) + 1).astype("datetime64[D]")
    month = calendar.astype("datetime64[M]").astype(np.int32)[day - origin]
    is_month = changes(month)
    is_month[first_days] = True
    if not len(pairs):
        return dict.fromkeys(("n_days_sent", "n_direct_days", "n_months"), starts)
    return {
        "n_days_sent": sums(np.logical_or.reduceat(pairs.by_a, starts), first_days),
        "n_direct_days": sums(np.logical_or.reduceat(direct, starts), first_days),
        "n_months": sums(is_month, first_days),
    }


def _median_hours(group: Integers, waited: Integers, n_groups: int) -> tuple[Floats, Integers]:
    """Return the median of each group in hours, NaN for none, and how many values it is of."""
    most = int(waited.max(initial=0)) + 1
    ordered = sorted_rows((group, n_groups), (waited, most))[1]
    counts = np.bincount(group, minlength=n_groups)
    ends = np.cumsum(counts)
    has_any = counts > 0
    medians = np.full(n_groups, np.nan)
    begin, n = (ends - counts)[has_any], counts[has_any]
    lower, upper = ordered[begin + (n - 1) // 2], ordered[begin + n // 2]
    medians[has_any] = (lower / _HOUR + upper / _HOUR) / 2
    return medians, counts


def sums(flags: Flags, starts: Integers) -> Integers:
    """Return how many flags are set from each start to the next."""
    counts: Integers = np.add.reduceat(flags, starts, dtype=np.int64)
    return counts
