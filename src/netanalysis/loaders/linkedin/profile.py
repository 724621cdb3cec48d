"""Profile.csv, Positions.csv, Education.csv and Skills.csv: what the owner says of themselves."""

from __future__ import annotations

from netanalysis.harvest import OWNER_KEY
from netanalysis.loaders.linkedin.dates import Stamp, days
from netanalysis.loaders.linkedin.gathering import Gathering, Position
from netanalysis.loaders.linkedin.persons import display_name
from netanalysis.loaders.linkedin.sheet import Sheet


def read_profile(sheet: Sheet, gathering: Gathering) -> None:
    """Gather the owner's name; birth date, postal address and the rest are not kept."""
    first, last = sheet.at("firstname"), sheet.at("lastname")
    for line, row in sheet.records():
        name = display_name(row[first], row[last])
        if not name:
            sheet.tally.leave_out(line, "no name", "the row gives no name of the owner")
        elif gathering.owner_name:
            sheet.tally.n_duplicate += 1
        else:
            gathering.owner_name = name
            gathering.mention(OWNER_KEY, name, sheet.file)
            sheet.tally.n_kept += 1


def read_positions(sheet: Sheet, gathering: Gathering) -> None:
    """Gather the owner's jobs; one without an end was current on the day of the export."""
    company, title = sheet.at("companyname"), sheet.at("title")
    rows = list(sheet.records())
    started, finished = _span(sheet, rows, "startedon", "finishedon")
    seen: set[tuple[str, ...]] = set()
    for (line, row), start, finish in zip(rows, started, finished, strict=True):
        if not _is_new(sheet, seen, row):
            continue
        if not row[company].strip() and not row[title].strip():
            sheet.tally.leave_out(line, "no company and no title", "the row names no job")
            continue
        _doubt(sheet, line, start, finish)
        gathering.positions.append(
            Position(
                alias_key=OWNER_KEY,
                company=row[company].strip() or None,
                title=row[title].strip() or None,
                started_on=start.at,
                finished_on=finish.at,
                seen_on=sheet.seen_on if finish.quality == "missing" else None,
                origin=sheet.file,
            )
        )
        sheet.tally.n_kept += 1


def read_education(sheet: Sheet, gathering: Gathering) -> None:
    """Gather the owner's schools; notes and activities are not kept."""
    school, degree = sheet.at("schoolname"), sheet.at("degreename")
    rows = list(sheet.records())
    started, finished = _span(sheet, rows, "startdate", "enddate")
    seen: set[tuple[str, ...]] = set()
    for (line, row), start, finish in zip(rows, started, finished, strict=True):
        if not _is_new(sheet, seen, row):
            continue
        if not row[school].strip():
            sheet.tally.leave_out(line, "no school", "the row names no school")
            continue
        _doubt(sheet, line, start, finish)
        gathering.education.append(
            (
                OWNER_KEY,
                row[school].strip(),
                row[degree].strip() or None,
                start.at,
                finish.at,
                sheet.file,
            )
        )
        sheet.tally.n_kept += 1


def read_skills(sheet: Sheet, gathering: Gathering) -> None:
    """Gather the skills the owner lists."""
    name = sheet.at("name")
    seen: set[str] = set()
    for line, row in sheet.records():
        skill = row[name].strip()
        if not skill:
            sheet.tally.leave_out(line, "no skill", "the row names no skill")
        elif skill in seen:
            sheet.tally.n_duplicate += 1
        else:
            seen.add(skill)
            gathering.skills.append((OWNER_KEY, skill, sheet.file))
            sheet.tally.n_kept += 1


def _span(
    sheet: Sheet, rows: list[tuple[int, list[str]]], first: str, last: str
) -> tuple[list[Stamp], list[Stamp]]:
    start, end = sheet.at(first), sheet.at(last)
    return days([row[start] for _, row in rows]), days([row[end] for _, row in rows])


def _is_new(sheet: Sheet, seen: set[tuple[str, ...]], row: list[str]) -> bool:
    if tuple(row) in seen:
        sheet.tally.n_duplicate += 1
        return False
    seen.add(tuple(row))
    return True


def _doubt(sheet: Sheet, line: int, *stamps: Stamp) -> None:
    for stamp in stamps:
        if stamp.quality == "unreadable":
            sheet.tally.doubt_date(line, stamp.problem)
