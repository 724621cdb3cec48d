"""Who took part in what, in stretches: an archive need not fit in memory to be counted over.

Interactions and their participants are the two tables that grow with the archive. They are
handed on as numbers, some thousand interactions at a time; texts are made for one stretch,
when they are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd

from netanalysis.dataset import TRUSTED_DATES
from netanalysis.harvest import Harvest
from netanalysis.numbering import positions
from netanalysis.schema import ROLES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[Any]
    Flags = NDArray[np.bool_]

FROM: Final = ROLES.index("from")

MACHINE_KINDS: Final = ("newsletter", "receipt", "robot")
"""Kinds of bulk mail that nobody but a program sends. People send through lists, invite by
calendar, and have automatic replies sent for them."""

_ANSWER: Final = re.compile(r"\s*(?:re|aw|sv|vs|antw|rif|fwd?|wg|tr|rv)\s*(?:\[\d+\])?:", re.I)
_NO_TIME: Final = np.iinfo(np.int64).min
"""What numpy takes for a missing instant; less than every other."""


def is_answer(subject: str) -> bool:
    """Return whether a subject begins as answers of people do."""
    return ":" in subject and _ANSWER.match(subject) is not None


@dataclass(frozen=True)
class Stretch:
    """Some interactions in a row, and who took part in them."""

    occurred_at: NDArray[np.datetime64]
    """Microseconds, UTC; NaT where unknown."""

    is_bulk: Flags
    is_machine: Flags
    """Whether it is bulk that only programs send, see :data:`MACHINE_KINDS`."""

    is_answer: Flags
    """Whether it is mail whose subject begins as answers do."""

    is_mail: Flags
    is_sure: Flags
    """Whether the date can be trusted to the second."""

    is_trusted: Flags
    """Whether results may build on the date, at least on its day."""

    row: Ints
    """For each participation, the place of the interaction within the stretch."""

    alias: Ints
    """For each participation, the alias as a number in :attr:`Attendance.keys`."""

    role: Ints
    """For each participation, the role as a number in ``ROLES``."""

    ids: Callable[[], pd.Series]
    threads: Callable[[], pd.Series]
    interactions: Callable[[], pd.DataFrame]
    """The identifiers, conversations, and the whole rows of the interactions table."""

    def __len__(self) -> int:
        return len(self.occurred_at)

    @property
    def days(self) -> NDArray[np.datetime64]:
        """The UTC day of each interaction; NaT where the date is unknown or not trusted."""
        found = self.occurred_at.astype("datetime64[D]")
        found[~self.is_trusted] = np.datetime64("NaT", "D")
        return found


@dataclass(frozen=True)
class Attendance:
    """All stretches of an archive. ``keys`` are alias keys by number, each once."""

    keys: Sequence[str]
    stretches: Callable[[], Iterator[Stretch]]

    @cached_property
    def index(self) -> pd.Index:
        """The alias keys."""
        return pd.Index([*self.keys], dtype="string", name="alias_key")

    @cached_property
    def counts(self) -> Counts:
        """What is counted over all participations."""
        return _counted(self)

    def since(self, begin: pd.Series) -> pd.Series:
        """Return how often each alias took part at or after its time in ``begin``.

        ``begin`` gives a time for some alias keys; those that never did are left out.
        """
        wanted = begin.reindex(self.index).dt.tz_localize(None).to_numpy("datetime64[us]")
        total = np.zeros(len(self.keys), dtype=np.int64)
        for stretch in self.stretches():
            is_in = stretch.occurred_at[stretch.row] >= wanted[stretch.alias]
            total += np.bincount(stretch.alias[is_in], minlength=len(total))
        return pd.Series(total, index=self.index)[total > 0]

    def use(self) -> pd.DataFrame:
        """Return ``first_on``, ``last_on`` and ``n_interactions`` of every alias that took part.

        Days are UTC days with a trusted date; interactions without one count, but give no day.
        """
        n = len(self.keys)
        total = np.zeros(n, dtype=np.int64)
        first, last = np.full(n, np.iinfo(np.int64).max), np.full(n, _NO_TIME)
        for stretch in self.stretches():
            row, alias = _pairs(stretch.row, stretch.alias, n)
            total += np.bincount(alias, minlength=n)
            days = stretch.days.view(np.int64)[row]
            is_dated = days != _NO_TIME
            np.minimum.at(first, alias[is_dated], days[is_dated])
            np.maximum.at(last, alias[is_dated], days[is_dated])
        first[last == _NO_TIME] = _NO_TIME
        days_of = {
            name: pd.Series(values.view("datetime64[D]").astype("datetime64[us]"))
            for name, values in (("first_on", first), ("last_on", last))
        }
        frame = pd.DataFrame({**days_of, "n_interactions": total}).set_axis(self.index)
        return frame[total > 0].sort_index().reset_index()

    def n_interactions(self, group_of: pd.Series) -> pd.Series:
        """Return in how many interactions each group took part; ``group_of`` is by alias key."""
        groups, labels = pd.factorize(group_of.reindex(self.index))
        total = np.zeros(len(labels), dtype=np.int64)
        for stretch in self.stretches():
            group = groups[stretch.alias]
            is_in = group >= 0
            _, group = _pairs(stretch.row[is_in], group[is_in], len(labels))
            total += np.bincount(group, minlength=len(labels))
        return pd.Series(total, index=pd.Index(labels))

    def contact_days(self, keys: Sequence[str]) -> pd.DataFrame:
        """Return ``alias_key`` and ``day`` of contact of some aliases, without bulk mail."""
        is_wanted = self.index.isin(keys)
        n, found = len(self.keys), [np.zeros((2, 0), dtype=np.int64)]
        for stretch in self.stretches():
            days = stretch.days.view(np.int64)
            days[stretch.is_bulk] = _NO_TIME
            is_in = is_wanted[stretch.alias] & (days[stretch.row] != _NO_TIME)
            packed = np.unique(days[stretch.row[is_in]] * n + stretch.alias[is_in])
            found.append(np.stack([packed % n, packed // n]))
        alias, day = np.concatenate(found, axis=1) if n else found[0]
        return pd.DataFrame({"alias_key": self.index.take(alias), "day": day}).drop_duplicates()

    def wrote_between(self, keys: Sequence[str]) -> tuple[pd.Series, pd.Series]:
        """Return when some aliases wrote first and last, by dates that are trusted."""
        n, is_wanted = len(self.keys), self.index.isin(keys)
        first, last = np.full(n, np.iinfo(np.int64).max), np.full(n, _NO_TIME)
        for stretch in self.stretches():
            times = stretch.occurred_at.view(np.int64)[stretch.row]
            is_in = (stretch.role == FROM) & is_wanted[stretch.alias] & (times != _NO_TIME)
            is_in &= stretch.is_trusted[stretch.row]
            np.minimum.at(first, stretch.alias[is_in], times[is_in])
            np.maximum.at(last, stretch.alias[is_in], times[is_in])
        did = last != _NO_TIME
        index = self.index[did]
        return _instants(first[did], index), _instants(last[did], index)

    def beside(self, keys: Sequence[str], *, most: int) -> pd.DataFrame:
        """Return ``alias_key`` and ``other``: who stood on one interaction with some aliases.

        Interactions with more than ``most`` participations are left out.
        """
        n, is_wanted = len(self.keys), self.index.isin(keys)
        found = [np.zeros(0, dtype=np.int64)]
        for stretch in self.stretches():
            is_small = np.bincount(stretch.row, minlength=len(stretch)) <= most
            is_own = is_wanted[stretch.alias] & is_small[stretch.row]
            is_met = np.zeros(len(stretch), dtype=bool)
            is_met[stretch.row[is_own]] = True
            is_near = is_met[stretch.row]
            own = pd.DataFrame({"row": stretch.row[is_own], "one": stretch.alias[is_own]})
            near = pd.DataFrame({"row": stretch.row[is_near], "other": stretch.alias[is_near]})
            pairs = own.merge(near, on="row")
            one = pairs["one"].to_numpy(dtype=np.int64)
            found.append(np.unique(one * n + pairs["other"].to_numpy(dtype=np.int64)))
        packed = np.unique(np.concatenate(found))
        one, other = packed // max(n, 1), packed % max(n, 1)
        return pd.DataFrame({"alias_key": self.index.take(one), "other": self.index.take(other)})


def _pairs(row: Ints, number: Ints, n: int) -> tuple[Ints, Ints]:
    """Return the different pairs of two columns, the second of which is below ``n``."""
    packed = np.unique(row.astype(np.int64) * max(n, 1) + number)
    return packed // max(n, 1), packed % max(n, 1)


@dataclass(frozen=True)
class Counts:
    """What is counted over all participations, by alias key; each has its own index."""

    present: pd.Index
    """The aliases that took part in anything."""

    first: pd.Series
    last: pd.Series
    """The first and the last time, UTC; missing where no time is known."""

    sent: pd.DataFrame
    """``size``: mail an alias sent; ``mean``: share of it that only programs send; ``answers``:
    whether any of it answers."""

    writers: pd.Index
    """The aliases that something came from, in any channel."""

    addressed: pd.Index
    """The aliases that something went to."""


def _counted(attendance: Attendance) -> Counts:
    n = len(attendance.keys)
    n_all, n_from, n_to, n_sent, n_machine, n_answers = np.zeros((6, n), dtype=np.int64)
    first, last = np.full(n, np.iinfo(np.int64).max), np.full(n, _NO_TIME)
    for stretch in attendance.stretches():
        alias, is_from = stretch.alias, stretch.role == FROM
        n_all += np.bincount(alias, minlength=n)
        n_to += np.bincount(alias[~is_from], minlength=n)
        n_from += np.bincount(alias[is_from], minlength=n)
        is_sent = is_from & stretch.is_mail[stretch.row]
        n_sent += np.bincount(alias[is_sent], minlength=n)
        for total, flags in ((n_machine, stretch.is_machine), (n_answers, stretch.is_answer)):
            total += np.bincount(alias[is_sent & flags[stretch.row]], minlength=n)
        times = stretch.occurred_at.view(np.int64)[stretch.row]
        is_dated = times != _NO_TIME
        np.minimum.at(first, alias[is_dated], times[is_dated])
        np.maximum.at(last, alias[is_dated], times[is_dated])
    index, is_known = attendance.index, last != _NO_TIME
    first[~is_known] = _NO_TIME
    share = n_machine / np.maximum(n_sent, 1)
    sent = pd.DataFrame({"size": n_sent, "mean": share, "answers": n_answers > 0}, index=index)
    return Counts(
        present=index[n_all > 0],
        first=_instants(first, index)[n_all > 0],
        last=_instants(last, index)[n_all > 0],
        sent=sent[n_sent > 0],
        writers=index[n_from > 0],
        addressed=index[n_to > 0],
    )


def _instants(times: Ints, index: pd.Index) -> pd.Series:
    return pd.Series(pd.DatetimeIndex(times.view("datetime64[us]"), tz="UTC"), index=index)


class Attended(NamedTuple):
    """A harvest whose interactions and participations stand beside it."""

    harvest: Harvest
    attendance: Attendance


def attendance_of(harvest: Harvest) -> Attendance:
    """Return the interactions and participations of a harvest, in one stretch."""
    events, roles = harvest.interactions, harvest.participations
    numbers, keys = pd.factorize(roles["alias_key"])
    row = positions(roles["interaction_id"], events["interaction_id"])
    times = events["occurred_at"].dt.tz_localize(None).to_numpy("datetime64[us]")
    is_mail = events["channel"].eq("mail").to_numpy(dtype=bool, na_value=False)
    subjects = events["subject"].where(is_mail).fillna("").astype(object)
    only = Stretch(
        occurred_at=times,
        is_bulk=events["is_bulk"].fillna(False).to_numpy(dtype=bool),
        is_machine=events["bulk_kind"].isin(MACHINE_KINDS).to_numpy(dtype=bool),
        is_answer=np.array([is_answer(one) for one in subjects], dtype=bool),
        is_mail=is_mail,
        is_sure=events["date_quality"].eq("ok").to_numpy(dtype=bool, na_value=False),
        is_trusted=events["date_quality"].isin(TRUSTED_DATES).to_numpy(dtype=bool),
        row=row,
        alias=numbers,
        role=pd.Categorical(roles["role"], categories=list(ROLES)).codes.astype(np.int8),
        ids=lambda: events["interaction_id"],
        threads=lambda: events["thread_id"],
        interactions=lambda: events,
    )
    return Attendance([*keys], lambda: iter((only,)))


def joined(attendances: Sequence[Attendance]) -> Attendance:
    """Return one attendance with the stretches of all, in the order given."""
    number_of: dict[str, int] = {}
    numbers = [
        np.array([number_of.setdefault(key, len(number_of)) for key in one.keys], dtype=np.int32)
        for one in attendances
    ]

    def stretches() -> Iterator[Stretch]:
        for one, new in zip(attendances, numbers, strict=True):
            for stretch in one.stretches():
                yield replace(stretch, alias=new[stretch.alias])

    return Attendance([*number_of], stretches)
