"""Check-ins as a calendar: in working hours, one a person, moved and not doubled."""

from __future__ import annotations

import stat
from datetime import UTC, datetime

import pandas as pd
import pytest
from icalendar import Calendar

import netanalysis as na
from netanalysis.calendar_file import write_calendar
from netanalysis.workday import Workday

FRIDAY = pd.Timestamp("2026-11-20 08:12", tz="UTC")
# From 8 to 16 on a clock two hours ahead of UTC, Monday to Thursday.
WORKDAY = Workday(8, 16, (0, 1, 2, 3), 120, 500)


def finding(*people: str, as_of: pd.Timestamp = FRIDAY, **changes: str) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "name": [person.title() for person in people],
            "reason": [f"{person.title()}: It has been long." for person in people],
            "talking_point": "Your last subject was “Käse; Brot, Wein”.",
            "address": [f"{person}@example.org" for person in people],
        },
        index=pd.Index(people, name="person_id"),
    ).assign(**changes)
    frame.attrs = {"as_of": as_of, "workday": WORKDAY}
    return frame


def events(file) -> dict[str, dict[str, object]]:
    """Return what a calendar program would read, by name."""
    read = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    return {
        str(event["SUMMARY"]).removeprefix("Write to "): {
            "uid": str(event["UID"]),
            "sequence": int(event["SEQUENCE"]),
            "begin": event["DTSTART"].dt,
            "minutes": (event["DTEND"].dt - event["DTSTART"].dt).total_seconds() / 60,
            "status": str(event["STATUS"]),
            "description": str(event["DESCRIPTION"]),
        }
        for event in read
    }


@pytest.fixture
def file(tmp_path):
    return tmp_path / "week.ics"


def test_one_check_in_a_working_day_in_the_middle_of_the_working_time(file):
    write_calendar(finding("ana", "bo", "cy", "dee", "eve"), file)
    begins = [event["begin"] for event in events(file).values()]
    # Noon on the owner's clock is ten in UTC; Friday, Saturday and Sunday are free.
    days = [23, 24, 25, 26, 30]
    assert begins == [datetime(2026, 11, day, 10, tzinfo=UTC) for day in days]
    assert {event["minutes"] for event in events(file).values()} == {15}


def test_reason_talking_point_and_address_are_told_whole(file):
    write_calendar(finding("ana"), file)
    assert events(file)["Ana"]["description"] == (
        "It has been long.\nYour last subject was “Käse; Brot, Wein”.\nana@example.org"
    )


def test_written_again_nothing_changes(file):
    write_calendar(finding("ana", "bo"), file)
    before = file.read_bytes()
    write_calendar(finding("ana", "bo"), file)
    assert file.read_bytes() == before


def test_what_is_said_otherwise_keeps_its_uid_and_gets_the_next_version(file):
    write_calendar(finding("ana", "bo"), file)
    before = events(file)
    write_calendar(finding("bo", "ana"), file)
    write_calendar(finding("bo", "ana", reason="It has been longer."), file)
    after = events(file)
    assert {name: e["uid"] for name, e in after.items()} == {n: e["uid"] for n, e in before.items()}
    assert [after[name]["sequence"] for name in ("Ana", "Bo")] == [2, 2]
    assert before["Ana"]["sequence"] == 0


def test_who_is_off_the_list_is_cancelled_and_comes_back_with_a_later_version(file):
    write_calendar(finding("ana", "bo"), file)
    write_calendar(finding("ana"), file)
    gone = events(file)["Bo"]
    assert (gone["status"], gone["sequence"]) == ("CANCELLED", 1)
    write_calendar(finding("ana"), file)
    assert events(file)["Bo"]["sequence"] == 1
    write_calendar(finding("ana", "bo"), file)
    back = events(file)["Bo"]
    assert (back["status"], back["sequence"]) == ("CONFIRMED", 2)


def test_a_check_in_whose_time_is_past_is_not_cancelled(file):
    write_calendar(finding("ana", "bo"), file)
    later = FRIDAY + pd.Timedelta(days=7)
    write_calendar(finding("ana", as_of=later), file)
    assert (events(file)["Bo"]["status"], events(file)["Bo"]["sequence"]) == ("CONFIRMED", 0)
    assert events(file)["Ana"]["begin"] > later


def test_a_name_cannot_write_lines_of_the_calendar(file):
    named = finding("ana", name="Ana\r\nATTENDEE:mailto:x@example.org")
    write_calendar(named, file)
    assert b"\r\nATTENDEE" not in file.read_bytes()


def test_a_name_that_is_missing_is_replaced_by_the_address(file):
    write_calendar(finding("ana").assign(name=pd.NA), file)
    assert list(events(file)) == ["ana@example.org"]


def test_a_calendar_of_something_else_is_never_overwritten(file):
    file.write_text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//mine//\r\nEND:VCALENDAR\r\n")
    before = file.read_bytes()
    with pytest.raises(na.OutputError, match="a calendar of something else"):
        write_calendar(finding("ana"), file)
    assert file.read_bytes() == before


def test_a_file_that_is_no_calendar_is_never_overwritten(file):
    file.write_text("dear diary")
    with pytest.raises(na.OutputError, match="no calendar"):
        write_calendar(finding("ana"), file)
    assert file.read_text() == "dear diary"


def test_only_the_owner_may_read_it(file):
    write_calendar(finding("ana"), file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_nobody_on_the_list_is_an_empty_calendar(file):
    write_calendar(finding("ana").iloc[:0], file)
    assert events(file) == {}
