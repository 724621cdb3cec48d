"""The small files of the owner's profile: languages, certificates, honours, projects ..."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from netanalysis.harvest import OWNER_KEY
from netanalysis.loaders.linkedin.dates import Stamp, days, instants
from netanalysis.loaders.linkedin.gathering import Gathering, ProfileEntry
from netanalysis.loaders.linkedin.sheet import Sheet

EVENT_ZONE_NOTE: Final = "the file states no zone for its times; they are taken as UTC"
"""Zone of ``Event Time`` in Events.csv: unproven, no second source shows the same moment."""


@dataclass(frozen=True)
class Columns:
    """Where a file keeps the parts of an entry; several names are tried in turn."""

    name: tuple[str, ...]
    organisation: tuple[str, ...] = ()
    started: tuple[str, ...] = ()
    finished: tuple[str, ...] = ()


COLUMNS: Final = {
    "company_followed": Columns(("organization",), ("organization",), ("followedon",)),
    "language": Columns(("name",)),
    "certification": Columns(("name",), ("authority",), ("startedon",), ("finishedon",)),
    "course": Columns(("name",)),
    "honor": Columns(("title",), ("issuer",), ("issuedate", "issuedon")),
    "project": Columns(
        ("title",), started=("startedon", "startdate"), finished=("finishedon", "enddate")
    ),
    "organisation": Columns(("name",), ("name",), ("startedon",), ("finishedon",)),
    "volunteering": Columns(
        ("role", "companyname"), ("companyname",), ("startedon",), ("finishedon",)
    ),
    "publication": Columns(("name",), ("publisher",), ("publishedon",)),
}


def reader_of(kind: str) -> Callable[[Sheet, Gathering], None]:
    """Return the reader of the file that holds entries of one kind."""
    return partial(_read_entries, kind)


def _read_entries(kind: str, sheet: Sheet, gathering: Gathering) -> None:
    """Gather name, organisation and span of every entry; nothing else of it is kept."""
    columns = COLUMNS[kind]
    name, organisation = sheet.at(*columns.name), sheet.at(*columns.organisation)
    started, finished = sheet.at(*columns.started), sheet.at(*columns.finished)
    rows = list(sheet.records())
    starts = days([row[started] for _, row in rows])
    ends = days([row[finished] for _, row in rows])
    seen: set[tuple[str, ...]] = set()
    for (line, row), start, end in zip(rows, starts, ends, strict=True):
        called = row[name].strip() or row[organisation].strip()
        if tuple(row) in seen:
            sheet.tally.n_duplicate += 1
            continue
        seen.add(tuple(row))
        if not called:
            sheet.tally.leave_out(line, "no name", "the row does not say what it is about")
            continue
        _doubt(sheet, line, start, end)
        gathering.profile_entries.append(
            ProfileEntry(
                alias_key=OWNER_KEY,
                kind=kind,
                name=called,
                organisation=row[organisation].strip() or None,
                started_on=start.at,
                finished_on=end.at,
                origin=sheet.file,
            )
        )
        sheet.tally.n_kept += 1


def read_events(sheet: Sheet, gathering: Gathering) -> None:
    """Gather the events the owner answered, with the answer as written.

    ``Event Time`` is ``Feb 03, 2022 02:00 PM - Feb 03, 2022 03:00 PM``.
    """
    name, time, status = sheet.at("eventname"), sheet.at("eventtime"), sheet.at("status")
    rows = [(line, row[name].strip(), row[time], row[status].strip(), hash(tuple(row)))
            for line, row in sheet.records()]  # fmt: skip
    starts = instants([when.partition(" - ")[0] for _, _, when, _, _ in rows])
    ends = instants([when.partition(" - ")[2] for _, _, when, _, _ in rows])
    seen: set[int] = set()
    for (line, called, when, answer, whole), start, end in zip(rows, starts, ends, strict=True):
        if whole in seen or (called and gathering.known.gave("event", called, when)):
            sheet.tally.n_duplicate += 1
            continue
        seen.add(whole)
        if not called:
            sheet.tally.leave_out(line, "no name", "the row does not say which event it is")
            continue
        _doubt(sheet, line, start, end)
        gathering.answered_events.append((called, start.at, end.at, answer or None, sheet.file))
        sheet.tally.n_kept += 1
    if rows:
        sheet.tally.note(EVENT_ZONE_NOTE)


def _doubt(sheet: Sheet, line: int, *stamps: Stamp) -> None:
    for stamp in stamps:
        if stamp.quality == "unreadable":
            sheet.tally.doubt_date(line, stamp.problem)
