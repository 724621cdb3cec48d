"""Repeating meetings, one by one: inside the data's own window and under two caps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from netanalysis.loaders.calendar.events import FIRST_YEAR, LAST_YEAR, Meeting, Moment
from netanalysis.loaders.calendar.repeats import days_of

MOST_OF_ONE_SERIES: Final = 1_000
"""Meetings of one series that are counted, the latest ones: four years of working days."""

MOST_IN_ALL: Final = 10_000
"""Meetings of all series together, the latest ones; singular meetings have no cap."""

_DAY: Final = 86_400
_PRUNE_AT: Final = 10 * MOST_IN_ALL

Instants = npt.NDArray[np.int64]


@dataclass
class Held:
    """When each meeting took place, and what the caps cut off."""

    meetings: list[Meeting] = field(default_factory=list)
    instants: list[Instants] = field(default_factory=list)
    n_cut: dict[Meeting, int] = field(default_factory=dict)
    n_cut_in_all: int = 0


def window_end(meetings: Sequence[Meeting]) -> date:
    """Return the last day on which the data can know of a meeting.

    The latest beginning of any event or the latest change to one, whichever is later; where
    no event says when it was changed, the latest stated end of a series counts too.
    """
    starts = [m.start.instant for m in meetings if m.start.is_plausible]
    changes = [m.changed_at for m in meetings if m.changed_at]
    if not changes:
        changes = [
            m.until.instant for m in meetings if m.until is not None and m.until.is_plausible
        ]
    latest = max([*starts, *changes], default=0)
    return datetime.fromtimestamp(latest, tz=UTC).date()


def hold(meetings: Sequence[Meeting], replaced: dict[str, list[Moment]]) -> Held:
    """Return when the meetings took place.

    Parameters
    ----------
    meetings
        One per series or single event.
    replaced
        By UID, the beginnings that events of their own stand in for.
    """
    last = window_end(meetings)
    held = Held()
    series: list[tuple[Meeting, Instants]] = []
    n_pending = 0
    for meeting in meetings:
        if meeting.replaces is not None:
            held.meetings.append(meeting)
            held.instants.append(np.array([meeting.start.instant]))
            continue
        gone = [*meeting.skipped, *replaced.get(meeting.uid, [])]
        instants = _instants(meeting, last, gone)
        is_series = len(instants) > 1
        if len(instants) > MOST_OF_ONE_SERIES:
            held.n_cut[meeting] = len(instants) - MOST_OF_ONE_SERIES
            instants = instants[-MOST_OF_ONE_SERIES:]
        if is_series:
            series.append((meeting, instants))
            n_pending += len(instants)
            if n_pending > _PRUNE_AT:
                series, n_pending = _prune(series, held)
        elif len(instants):
            held.meetings.append(meeting)
            held.instants.append(instants)
    series, _ = _prune(series, held)
    held.meetings += [meeting for meeting, _ in series]
    held.instants += [instants for _, instants in series]
    return held


def _prune(
    series: list[tuple[Meeting, Instants]], held: Held
) -> tuple[list[tuple[Meeting, Instants]], int]:
    """Return the latest meetings of all series that the cap allows."""
    n_all = sum(len(instants) for _, instants in series)
    if n_all <= MOST_IN_ALL:
        return series, n_all
    every = np.concatenate([instants for _, instants in series])
    oldest = np.partition(every, n_all - MOST_IN_ALL)[n_all - MOST_IN_ALL]
    room = MOST_IN_ALL - int((every > oldest).sum())
    kept = []
    for meeting, instants in series:
        n_at = int((instants == oldest).sum())
        take = min(room, n_at)
        room -= take
        inside = np.concatenate([instants[instants == oldest][:take], instants[instants > oldest]])
        if len(inside):
            kept.append((meeting, inside))
    held.n_cut_in_all += n_all - MOST_IN_ALL
    return kept, MOST_IN_ALL


def _instants(meeting: Meeting, last: date, gone: Sequence[Moment]) -> Instants:
    """Return the beginnings of a meeting in UTC seconds, in order."""
    start = meeting.start
    if not start.is_plausible:
        return np.array([start.instant])
    instants = np.array([start.instant])
    if meeting.rule is not None:
        first = start.wall.date()
        days = days_of(meeting.rule, first, min(max(first, last), date(LAST_YEAR, 12, 31)))
        if meeting.until is not None and (meeting.until.is_day or start.is_day):
            days = days[days <= np.datetime64(meeting.until.wall.date())]
        instants = _in_utc(days, start)
        if meeting.until is not None and not (meeting.until.is_day or start.is_day):
            instants = instants[instants <= meeting.until.instant]
    # Dates added one by one are singular and stated, so the window does not cut them.
    extra = [m.instant for m in meeting.extra if m.is_plausible and m.wall.year >= FIRST_YEAR]
    instants = np.unique(np.concatenate([instants, np.array(extra, dtype=np.int64)]))
    off_days = [m.instant // _DAY for m in gone if m.is_day]
    if off_days:
        offset = int(start.wall.replace(tzinfo=UTC).timestamp()) - start.instant
        instants = instants[~np.isin((instants + offset) // _DAY, off_days)]
    off = [m.instant for m in gone if not m.is_day]
    return instants[~np.isin(instants, off)] if off else instants


def _in_utc(days: npt.NDArray[np.datetime64], start: Moment) -> Instants:
    """Return the wall clock time of ``start`` on each day, in UTC seconds."""
    clock = np.timedelta64(start.wall.hour * 3600 + start.wall.minute * 60 + start.wall.second, "s")
    wall = pd.DatetimeIndex(days.astype("datetime64[s]") + clock)
    ambiguous = np.ones(len(wall), dtype=np.bool_)
    local = wall.tz_localize(start.zone.tz, ambiguous=ambiguous, nonexistent="shift_forward")
    return (
        local.tz_convert("UTC")
        .tz_localize(None)
        .to_numpy()
        .astype("datetime64[s]")
        .astype(np.int64)
    )
