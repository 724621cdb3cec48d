"""The calendar door: meetings from ``.ics`` files, alone, in a folder or in a zip.

A meeting is an interaction of channel ``meeting`` at its beginning, from the organizer to
those invited who did not decline. Descriptions and places are never read; the title of a
meeting is its subject.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

from netanalysis.content_lines import begins_with, blocks
from netanalysis.errors import NetAnalysisError, UnknownExportError, UnreadableExportError
from netanalysis.files import Finds, FoundFile, Kind, find, holding
from netanalysis.harvest import Harvest, Progress
from netanalysis.loaders.calendar.events import PARSER_ERRORS, WANTED, Setting, meeting_of
from netanalysis.loaders.calendar.gathering import Gathering, build_harvest
from netanalysis.tally import Tally

__all__ = ["files", "read"]

CALENDARS: Final = Kind(
    endings=(".ics", ".ical", ".icalendar", ".ifb"),
    is_mine=lambda _, head: begins_with(head, "VCALENDAR"),
)


def files(path: Path, *, exclude: Collection[Path] = ()) -> list[Path]:
    """Return the calendar files at or below a path, and the zips that hold some.

    ``exclude`` names files and folders that another loader takes. Never raises.
    """
    return holding(path, CALENDARS, exclude=exclude)


def read(
    paths: Sequence[Path],
    *,
    exclude: Collection[Path] = (),
    progress: Progress | None = None,
) -> Harvest:
    """Return the meetings of all calendars under ``paths``.

    Of an event that stands in several files the latest state counts. A record is one
    ``VEVENT``; the meetings of a series come from one record, inside the window that the
    data know of, and at most 1,000 of a series and 10,000 in all (the latest ones).

    Parameters
    ----------
    paths
        Calendar files, or folders and zips that hold some.
    exclude
        Paths below them that are not read.
    progress
        Called with file, bytes done and bytes in all.

    Raises
    ------
    ExportNotFoundError
        If a path does not exist or is neither a folder nor a regular file.
    UnknownExportError
        If nothing under the paths is a calendar.
    UnreadableExportError
        If there are calendars but none can be read.
    """
    finds = find(paths, CALENDARS, exclude=exclude)
    if not finds.files:
        raise UnknownExportError(_nothing(paths, finds))
    gathering = Gathering()
    failures: list[NetAnalysisError] = []
    for file in finds.files:
        tally = gathering.tallies[file.label] = Tally(file.label, "meetings")
        if progress is not None:
            progress(file.label, 0, file.size)
        try:
            _read_file(file, gathering, tally)
        except UnreadableExportError as error:
            failures.append(error)
            tally.note(str(error))
        if progress is not None:
            progress(file.label, file.size, file.size)
    if len(failures) == len(finds.files):
        raise failures[0]
    for label, problem in finds.damaged:
        gathering.tallies[finds.files[0].label].issues.append(
            Tally(label, "").issue("not read", problem)
        )
    return build_harvest(gathering)


def _read_file(file: FoundFile, gathering: Gathering, tally: Tally) -> None:
    """Read the events of one file; each that cannot be read costs itself alone."""
    setting = Setting()
    events = []
    try:
        with file.open() as stream:
            for block in blocks(stream, WANTED):
                if block.kind == "VEVENT":
                    events.append(block)
                else:
                    setting.learn(block)
    except OSError as error:
        raise UnreadableExportError(
            f"{file.label} could not be read ({error.strerror}); check it"
        ) from error
    gathering.names[file.label] = setting.name
    for block in events:
        tally.n_read += 1
        if not block.is_closed:
            problem = "the event has no end; the file may be cut short"
            tally.leave_out(block.line, "unclosed event", problem)
            continue
        try:
            meeting = meeting_of(block, setting, file.label)
        except PARSER_ERRORS:
            tally.leave_out(block.line, "unreadable event", "the event is not as events are")
            continue
        if meeting is None:
            tally.leave_out(block.line, "no readable beginning", "it does not say when it begins")
        else:
            gathering.meetings.append(meeting)


def _nothing(paths: Sequence[Path], finds: Finds) -> str:
    why = "; ".join(f"{label}: {problem}" for label, problem in finds.damaged[:3])
    names = ", ".join(path.name for path in paths)
    return f"{names}: no calendar was found ({why or 'no file begins with BEGIN:VCALENDAR'})"
