"""Stray dates: a handful of mails dated long after all others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from netanalysis.attendance import Attendance, Stretch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[Any]

# A handful of dates far after all others are clocks gone wrong, not the present.
STRAY_GAP_DAYS: Final = 365
STRAY_SHARE: Final = 0.001
STRAY_AT_MOST: Final = 3
DATES_NEEDED: Final = 50


def stray_rows(attendance: Attendance) -> Ints:
    """Return the few mails dated over a year after all others.

    One message from a machine whose clock ran ahead would otherwise make everybody look
    silent for years, because the latest interaction is the day of judgement.
    """
    sure: list[Ints] = []
    times: list[NDArray[np.datetime64]] = []
    for stretch in attendance.stretches():
        is_sure = stretch.is_mail & stretch.is_sure & ~np.isnat(stretch.occurred_at)
        sure.append(is_sure)
        times.append(stretch.occurred_at[is_sure])
    n = sum(map(len, times))
    if n < DATES_NEEDED:
        return np.zeros(0, dtype=np.int64)
    when = np.concatenate(times)
    times.clear()
    n_most = max(STRAY_AT_MOST, int(n * STRAY_SHARE))
    # The latest ones are found by their time: to sort all by place takes as much memory again.
    last = np.flatnonzero(when >= np.partition(when, -n_most - 1)[-n_most - 1])
    last = last[np.argsort(when[last], kind="stable")][-n_most - 1 :]
    jumps = np.flatnonzero(np.diff(when[last]) // np.timedelta64(1, "D") > STRAY_GAP_DAYS)
    if not len(jumps):
        return np.zeros(0, dtype=np.int64)
    rows: Ints = np.flatnonzero(np.concatenate(sure))[np.sort(last[jumps[0] + 1 :])]
    return rows


def without_trust(attendance: Attendance, strays: Ints) -> Attendance:
    """Return the attendance in which the dates of these rows are not trusted."""
    if not len(strays):
        return attendance

    def stretches() -> Iterator[Stretch]:
        begin = 0
        for stretch in attendance.stretches():
            at = within(strays, begin, len(stretch))
            begin += len(stretch)
            if len(at):
                is_sure, is_trusted = stretch.is_sure.copy(), stretch.is_trusted.copy()
                is_sure[at] = is_trusted[at] = False
                stretch = replace(stretch, is_sure=is_sure, is_trusted=is_trusted)
            yield stretch

    return Attendance(attendance.keys, stretches)


def within(rows: Ints, begin: int, n: int) -> Ints:
    """Return the rows that lie in a stretch of ``n`` rows, counted from its first."""
    return rows[(rows >= begin) & (rows < begin + n)] - begin
