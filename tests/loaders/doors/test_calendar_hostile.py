"""Calendars made to break: no exception, no lost record, bounded time and memory."""

from __future__ import annotations

import time
import tracemalloc

from calendar_makers import GUESTS, calendar, event
from harvest_laws import check_laws
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netanalysis.errors import NetAnalysisError
from netanalysis.loaders import calendar as door

LINES = st.sampled_from(
    [
        "BEGIN:VEVENT",
        "END:VEVENT",
        "BEGIN:VALARM",
        "END:VALARM",
        "BEGIN:VTIMEZONE",
        "END:VTIMEZONE",
        "END:VCALENDAR",
        "BEGIN:VCALENDAR",
        "BEGIN:STANDARD",
        "TZOFFSETTO:+9999",
        "TZID:X",
        "DTSTART:20260101T000000Z",
        "DTSTART;TZID=X:20260101T000000",
        "DTSTART;VALUE=DATE:00010101",
        "DTSTART:99991231T235959Z",
        "DTSTART;TZID=Europe/Berlin:00010101T000000",
        "RRULE:FREQ=DAILY;UNTIL=99991231",
        "RRULE:FREQ=DAILY;UNTIL=20260201T000000;BYSETPOS=-1,99",
        "RRULE:FREQ=MONTHLY;BYDAY=5FR;COUNT=2147483647",
        "RRULE:FREQ=YEARLY;INTERVAL=2147483647",
        "RDATE;VALUE=PERIOD:20260101T000000Z/PT1H,20260102T000000Z/P1D",
        "EXDATE:20260101T000000Z,bad",
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20260101T000000Z",
        'ATTENDEE;CN="a;b:c";CUTYPE=ROOM:mailto:',
        "ATTENDEE:mailto:a@b",
        "ORGANIZER;CN=\x07\u202e:MAILTO:c@d",
        "SEQUENCE:99999999999999999999",
        "DTSTAMP:20269999",
        " folded",
        "UID:" + "u" * 500,
        "STATUS:CANCELLED",
        ";;;",
        "X-WR-TIMEZONE:../../etc",
        "X-WR-CALNAME:a@b",
    ]
)


def survives(data: bytes, folder) -> None:
    path = folder / "x.ics"
    path.write_bytes(data)
    try:
        check_laws(door.read([path]))
    except NetAnalysisError:
        assert not door.files(path)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lines=st.lists(LINES, max_size=40))
def test_any_order_of_lines(lines, tmp_path):
    survives("\r\n".join(["BEGIN:VCALENDAR", *lines]).encode(), tmp_path)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    junk=st.binary(max_size=200),
    at=st.integers(0, 700),
    name=st.sampled_from(["DTSTART", "RRULE", "ATTENDEE", "EXDATE", "RECURRENCE-ID", "SUMMARY"]),
)
def test_any_bytes_anywhere(junk, at, name, tmp_path):
    text = calendar(
        event(f"{name}:@@", "DTSTART:20260101T000000Z", "RRULE:FREQ=DAILY;COUNT=3"),
        event("DTSTART:20260105T000000Z", uid="two"),
    ).encode()
    survives(text.replace(b"@@", junk), tmp_path)
    survives(text[:at] + junk + text[at:], tmp_path)


def spent(data: bytes, folder) -> tuple[float, float]:
    """Return processor seconds and peak megabytes of Python objects of a read."""
    path = folder / "x.ics"
    path.write_bytes(data)
    begin = time.process_time()
    check_laws(door.read([path]))
    seconds = time.process_time() - begin
    tracemalloc.start()
    door.read([path])
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return seconds, peak


def test_a_line_of_fifty_megabytes_is_not_held(tmp_path):
    big = event("DTSTART:20260101T000000Z", "SUMMARY:" + "x" * 50_000_000)
    _, megabytes = spent(calendar(big).encode(), tmp_path)
    assert megabytes < 20


def test_a_folded_description_of_fifty_megabytes_is_not_held(tmp_path):
    fold = "\r\n " + "x" * 73
    big = event("DTSTART:20260101T000000Z", "DESCRIPTION:" + fold * 200_000)
    _, megabytes = spent(calendar(big).encode(), tmp_path)
    assert megabytes < 20


def test_cost_grows_with_the_size_of_the_file_whatever_the_rules(tmp_path):
    """Rules that never come true or never end cost no more than harmless ones, in order."""
    stamp = "DTSTAMP:20371231T000000Z"
    rules = [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYSETPOS=366;BYDAY=MO",
        "FREQ=SECONDLY",
        "FREQ=DAILY",
    ]
    events = [
        event("DTSTART:19700101T000000Z", f"RRULE:{rules[i % 5]}", stamp, uid=str(i))
        for i in range(80)
    ]
    plain = [event("DTSTART:19700101T000000Z", stamp, uid=str(i)) for i in range(80)]
    hostile, _ = spent(calendar(*events).encode(), tmp_path)
    harmless, _ = spent(calendar(*plain).encode(), tmp_path)
    assert hostile < 40 * max(harmless, 0.05)


def test_deep_nesting_and_many_attendees(tmp_path):
    nested = "BEGIN:X\r\n" * 20_000 + "END:Y\r\n" * 20_000
    survives(f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{nested}END:VEVENT\r\n".encode(), tmp_path)
    guests = [GUESTS[0], *(f"ATTENDEE:mailto:p{i}@x.example" for i in range(5000))]
    path = tmp_path / "crowd.ics"
    path.write_bytes(calendar(event("DTSTART:20260101T000000Z", guests=guests)).encode())
    harvest = door.read([path])
    assert harvest.interactions["n_recipients"].tolist() == [2000]
    assert "very large event" in set(harvest.issues["reason"])
