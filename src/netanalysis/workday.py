"""Working time: the hours and days on which the owner writes, and the time between instants.

A mail of Friday evening that is answered on Monday morning took an hour of work, not three
days. The clock is the owner's own, as their mail states it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from netanalysis.counting import Counted
from netanalysis.dataset import Dataset

USUAL_HOURS: Final = (9, 17)  # where too little own mail says when the owner works
USUAL_DAYS: Final = (0, 1, 2, 3, 4)  # Monday to Friday
LEAST_SENT: Final = 50  # fewer own messages do not show hours of work
HELD_SHARE: Final = 0.8  # working hours are the shortest run of hours with so much of the mail
LEAST_DAY_SHARE: Final = 0.05  # a weekday with less of the mail is none of work
_DAY_MINUTES: Final = 1440
_MONDAY: Final = 3  # days from a Monday to 1 January 1970

Integers = npt.NDArray[np.signedinteger[Any]]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Workday:
    """When the owner works, on the owner's own clock."""

    begin_hour: int
    end_hour: int
    days: tuple[int, ...]
    """Weekdays, Monday is 0."""

    offset_minutes: int
    """The owner's clock ahead of UTC, as most of their mail states it; 0 where none does."""

    n_sent: int
    """Own messages with a stated clock, from which this was read."""

    def hours_between(self, begin: Integers, end: Integers) -> Floats:
        """Return the working hours between instants in microseconds since 1970."""
        hours: Floats = (self._worked(end) - self._worked(begin)) / 60
        return hours

    def _worked(self, instants: Integers) -> Floats:
        """Return the working minutes from a Monday before 1970 to each instant."""
        minutes = instants / 60_000_000 + self.offset_minutes + _MONDAY * _DAY_MINUTES
        day = np.floor(minutes / _DAY_MINUTES).astype(np.int64)
        is_day = np.isin(np.arange(7), self.days)
        before = np.concatenate([[0], np.cumsum(is_day)])
        n_days = day // 7 * before[-1] + before[day % 7]
        length = (self.end_hour - self.begin_hour) * 60
        today = np.clip(minutes - day * _DAY_MINUTES - self.begin_hour * 60, 0, length)
        worked: Floats = n_days * length + np.where(is_day[day % 7], today, 0)
        return worked


def working_time(archive: Dataset, found: Counted) -> Workday:
    """Return when the owner works: the shortest run of hours with 80 % of their own mail.

    Only mail that states the sender's clock tells; with under 50 of them it is taken to be
    9 to 17 from Monday to Friday. Weekdays with under 5 % of the mail are free.
    """
    own = np.unique(found.role_event[found.role_is_sender & (found.role_person == found.me)])
    stated = archive.columns("interactions", ("utc_offset_minutes",))["utc_offset_minutes"]
    offset = stated.iloc[found.row[own]].to_numpy(dtype=np.float64, na_value=np.nan)
    is_stated = ~np.isnan(offset)
    if not is_stated.any():
        return Workday(*USUAL_HOURS, USUAL_DAYS, 0, 0)
    usual = int(pd.Series(offset[is_stated]).mode().iloc[0])
    n_sent = int(is_stated.sum())
    if n_sent < LEAST_SENT:
        return Workday(*USUAL_HOURS, USUAL_DAYS, usual, n_sent)
    local = found.events.microseconds[own][is_stated] / 60_000_000 + offset[is_stated]
    day = np.floor(local / _DAY_MINUTES).astype(np.int64)
    hour = ((local - day * _DAY_MINUTES) // 60).astype(np.int64)
    weekday = (day + _MONDAY) % 7
    share = np.bincount(weekday, minlength=7) / n_sent
    days = tuple(np.flatnonzero(share >= LEAST_DAY_SHARE).tolist())
    return Workday(*_shortest_run(np.bincount(hour, minlength=24)), days, usual, n_sent)


def _shortest_run(n_by_hour: Integers) -> tuple[int, int]:
    """Return begin and end of the shortest run of hours that holds 80 %, the fullest of them."""
    total = np.concatenate([[0], np.cumsum(n_by_hour)])
    runs = [
        (end - begin, -(total[end] - total[begin]), begin, end)
        for begin in range(24)
        for end in range(begin + 1, 25)
        if total[end] - total[begin] >= HELD_SHARE * total[-1]
    ]
    _, _, begin, end = min(runs)
    return int(begin), int(end)
