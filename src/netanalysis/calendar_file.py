"""A list of people to write to as a calendar: one check-in a person, in working hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import pandas as pd

from netanalysis.errors import OutputError
from netanalysis.harvest import digest
from netanalysis.store.parts import write_file
from netanalysis.workday import USUAL_DAYS, USUAL_HOURS, Workday

if TYPE_CHECKING:
    from icalendar import Calendar, Event

PRODUCT: Final = "-//netanalysis//check-ins//EN"
MINUTES: Final = 15  # enough to write a few lines, short enough to be kept
SAID: Final = ("SUMMARY", "DESCRIPTION", "DTSTART", "DTEND", "STATUS")
"""What makes a check-in another one than before; without a change its version stays."""

USUAL: Final = Workday(*USUAL_HOURS, USUAL_DAYS, 0, 0)


def write_calendar(finding: pd.DataFrame, path: str | PathLike[str]) -> Path:
    """Write a check-in for every person of :func:`reach_out` as an iCalendar file.

    One person a working day from the day after ``as_of`` on, for a quarter of an hour in
    the middle of the owner's working time; times are in UTC. A person keeps the same UID for
    good. Written again to the same place, check-ins that say something else get the next
    SEQUENCE, so that calendars move them instead of doubling them; those ahead with people
    who are no longer on the list are cancelled.

    Parameters
    ----------
    finding
        What :func:`reach_out` returned.
    path
        The ``.ics`` file; replaced at once, readable by the owner only.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    OutputError
        If the file is there and is no calendar of check-ins, or cannot be written.

    Examples
    --------
    >>> import netanalysis as na
    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> week = na.reach_out(na.load(na.sample_path()))
    >>> with TemporaryDirectory() as folder:
    ...     file = na.write_calendar(week, Path(folder) / "week.ics")
    ...     file.read_text().count("BEGIN:VEVENT") == len(week)
    True
    """
    from icalendar import Calendar

    file = Path(path)
    before = _read(file)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    stamp = finding.attrs["as_of"].floor("s").to_pydatetime()
    fresh = {str(event["UID"]): event for event in _check_ins(finding, stamp)}
    for uid, event in fresh.items():
        calendar.add_component(_versioned(event, before.get(uid)))
    for uid in sorted(set(before) - set(fresh)):
        calendar.add_component(_cancelled(before[uid], stamp))
    _write(file, calendar)
    return file


def _check_ins(finding: pd.DataFrame, stamp: datetime) -> Iterator[Event]:
    from icalendar import Event

    times = _times(finding.attrs.get("workday", USUAL), stamp)
    for person, row in finding.to_dict("index").items():
        begin = next(times)
        event = Event()
        event.add("uid", f"{digest('check-in', str(person))}@netanalysis")
        event.add("dtstamp", stamp)
        event.add("dtstart", begin)
        event.add("dtend", begin + timedelta(minutes=MINUTES))
        name = row["name"] if pd.notna(row["name"]) else row["address"]
        event.add("summary", f"Write to {_line(name)}")
        reason = row["reason"].removeprefix(f"{row['name']}: ")
        lines = [reason, row["talking_point"], row["address"]]
        event.add("description", "\n".join(_line(text) for text in lines if pd.notna(text)))
        event.add("status", "CONFIRMED")
        event.add("transp", "TRANSPARENT")
        yield event


def _times(workday: Workday, after: datetime) -> Iterator[datetime]:
    """Yield the middle of the owner's working time on the working days that follow."""
    offset = timedelta(minutes=workday.offset_minutes)
    day = (after + offset).date()
    hour = (workday.begin_hour + workday.end_hour) // 2
    while True:
        day += timedelta(days=1)
        if day.weekday() in workday.days:
            yield datetime(day.year, day.month, day.day, hour, tzinfo=UTC) - offset


def _line(text: Any) -> str:
    """Return a text without line ends and control signs."""
    return " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())


def _versioned(event: Event, before: Event | None) -> Event:
    """Return the check-in with its version: that of before, the next one if it was changed."""
    if before is None:
        event.add("sequence", 0)
        return event
    if all(_said(event, key) == _said(before, key) for key in SAID):
        return before
    event.add("sequence", int(before.get("SEQUENCE", 0)) + 1)
    return event


def _cancelled(event: Event, stamp: datetime) -> Event:
    """Return the check-in cancelled; as it is if that was done, or its time is past."""
    is_past = _said(event, "DTSTART") <= f"{stamp:%Y%m%dT%H%M%SZ}"
    if is_past or _said(event, "STATUS") == "CANCELLED":
        return event
    for key in ("STATUS", "SEQUENCE", "DTSTAMP"):
        version = int(event.get("SEQUENCE", 0))
        event.pop(key, None)
        if key == "SEQUENCE":
            event.add("sequence", version + 1)
    event.add("status", "CANCELLED")
    event.add("dtstamp", stamp)
    return event


def _said(event: Event, key: str) -> str:
    value = event.get(key)
    text = "" if value is None else value.to_ical()
    return text.decode("utf-8") if isinstance(text, bytes) else str(text)


def _read(file: Path) -> dict[str, Event]:
    """Return the check-ins that the file holds, by UID."""
    from icalendar import Calendar, Event

    try:
        calendar = Calendar.from_ical(file.read_bytes())
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise OutputError(f"{file} is there and is no calendar; choose another name.") from error
    except OSError as error:
        raise OutputError(f"{file} could not be read ({error.strerror or error}).") from error
    if str(calendar.get("PRODID", "")) != PRODUCT:
        raise OutputError(f"{file} is a calendar of something else; choose another name.")
    events = [part for part in calendar.walk("VEVENT") if isinstance(part, Event)]
    return {str(event["UID"]): event for event in events}


def _write(file: Path, calendar: Calendar) -> None:
    target = file.resolve()

    def fill(stream: BinaryIO) -> str:
        stream.write(calendar.to_ical())
        return target.name

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_file(target.parent, fill, unfinished=f".{target.name}.unfinished")
    except OSError as error:
        raise OutputError(f"{file} could not be written ({error.strerror or error}).") from error
