"""Meetings from calendars: who, when, how often, and what is no meeting."""

from __future__ import annotations

import zipfile

import pandas as pd
import pytest
from calendar_makers import GUESTS, calendar, event, write
from harvest_laws import check_laws

import netanalysis as na
from netanalysis.errors import ExportNotFoundError, UnknownExportError
from netanalysis.loaders import calendar as door

START = "DTSTART:20260105T090000Z"


def read(*paths):
    harvest = door.read(paths)
    check_laws(harvest)
    return harvest


def starts(harvest) -> list[str]:
    return sorted(harvest.interactions["occurred_at"].dt.strftime("%Y-%m-%d %H:%M"))


def reasons(harvest) -> list[str]:
    return harvest.issues["reason"].tolist()


def test_a_meeting_goes_from_its_organizer_to_those_invited(tmp_path):
    harvest = read(write(tmp_path, event(START, "SUMMARY:Plans")))
    row = harvest.interactions.iloc[0]
    assert row["occurred_at"] == pd.Timestamp("2026-01-05 09:00", tz="UTC")
    assert (row["channel"], row["date_quality"], row["n_recipients"]) == ("meeting", "ok", 1)
    assert row["subject"] == "Plans"
    roles = set(harvest.participations[["alias_key", "role"]].itertuples(index=False, name=None))
    assert roles == {("address:mira@example.org", "from"), ("address:ana@halden.example", "to")}
    assert set(harvest.mentions["name"]) == {"Mira Halvane", "Ana Berg"}


def test_description_and_place_are_never_kept(tmp_path):
    path = write(tmp_path, event(START, "DESCRIPTION:zyglavia", "LOCATION:quorblatt", "SUMMARY:x"))
    harvest = read(path)
    for name in vars(harvest):
        text = getattr(harvest, name).to_csv()
        assert "zyglavia" not in text
        assert "quorblatt" not in text


def test_the_organizer_among_the_attendees_is_not_a_recipient(tmp_path):
    guests = (*GUESTS, "ATTENDEE;CN=Mira:mailto:MIRA@example.org")
    harvest = read(write(tmp_path, event(START, guests=guests)))
    assert harvest.interactions["n_recipients"].tolist() == [1]
    assert len(harvest.participations) == 2


def test_who_declined_took_no_part_and_is_counted(tmp_path):
    guests = (*GUESTS, "ATTENDEE;PARTSTAT=DECLINED:mailto:bo@x.example")
    harvest = read(write(tmp_path, event(START, guests=guests)))
    assert "address:bo@x.example" not in set(harvest.participations["alias_key"])
    assert "1 declined" in harvest.ledger["note"].iloc[0]


def test_a_meeting_that_all_others_declined_is_left_out(tmp_path):
    guests = (GUESTS[0], "ATTENDEE;PARTSTAT=DECLINED:mailto:bo@x.example")
    harvest = read(write(tmp_path, event(START, guests=guests)))
    assert reasons(harvest) == ["everybody else declined"]


@pytest.mark.parametrize("sort", ["ROOM", "RESOURCE"])
def test_rooms_are_robots_and_no_recipients(tmp_path, sort):
    guests = (*GUESTS, f"ATTENDEE;CUTYPE={sort};CN=Room 4:mailto:room4@x.example")
    harvest = read(write(tmp_path, event(START, guests=guests)))
    assert harvest.interactions["n_recipients"].tolist() == [1]
    kinds = harvest.list_addresses.set_index("alias_key")["kind"].to_dict()
    assert kinds == {"address:room4@x.example": "robot"}


def test_a_room_and_oneself_are_no_contact(tmp_path):
    guests = (GUESTS[0], "ATTENDEE;CUTYPE=ROOM:mailto:room4@x.example")
    assert reasons(read(write(tmp_path, event(START, guests=guests)))) == ["nobody else invited"]


def test_a_group_is_a_list_and_a_shared_calendar_a_robot(tmp_path):
    guests = (
        "ORGANIZER:mailto:abc123@group.calendar.google.com",
        "ATTENDEE;CUTYPE=GROUP:mailto:team@x.example",
        GUESTS[1],
    )
    harvest = read(write(tmp_path, event(START, guests=guests)))
    kinds = harvest.list_addresses.set_index("alias_key")["kind"].to_dict()
    assert kinds == {
        "address:abc123@group.calendar.google.com": "robot",
        "address:team@x.example": "list",
    }


def test_entries_of_ones_own_and_cancelled_events_are_left_out_with_a_reason(tmp_path):
    path = write(
        tmp_path,
        event(START, uid="dentist", guests=()),
        event(START, "STATUS:CANCELLED", uid="off"),
        event("SUMMARY:when?", uid="no start"),
        event("DTSTART:20269905T000000", uid="bad start"),
    )
    harvest = read(path)
    assert harvest.interactions.empty
    assert sorted(reasons(harvest)) == [
        "cancelled",
        "no readable beginning",
        "no readable beginning",
        "nobody else invited",
    ]
    assert harvest.issues["line"].notna().all()


def test_a_calendar_sent_to_cancel_cancels(tmp_path):
    assert reasons(read(write(tmp_path, event(START), head=["METHOD:CANCEL"]))) == ["cancelled"]


def test_attendees_without_a_mail_address_go_by_name_or_not_at_all(tmp_path):
    guests = (
        GUESTS[0],
        "ATTENDEE;CN=Ana Berg:invalid:nomail",
        "ATTENDEE;CN=Bo;EMAIL=bo@x.example:/principals/bo",
        "ATTENDEE:urn:uuid:0",
    )
    harvest = read(write(tmp_path, event(START, guests=guests)))
    keys = set(harvest.participations["alias_key"])
    assert keys == {"address:mira@example.org", "name:ana berg", "address:bo@x.example"}


def test_an_all_day_event_is_good_to_a_day(tmp_path):
    harvest = read(write(tmp_path, event("DTSTART;VALUE=DATE:20260105")))
    assert harvest.interactions["date_quality"].tolist() == ["day"]
    assert starts(harvest) == ["2026-01-05 00:00"]


@pytest.mark.parametrize(
    ("line", "utc"),
    [
        ("DTSTART;TZID=Europe/Berlin:20260105T090000", "2026-01-05 08:00"),
        ("DTSTART;TZID=W. Europe Standard Time:20260705T090000", "2026-07-05 07:00"),
        (
            'DTSTART;TZID="/mozilla.org/20050126_1/Europe/Berlin":20260105T090000',
            "2026-01-05 08:00",
        ),
        (
            "DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Paris:20260105T090000",
            "2026-01-05 08:00",
        ),
        ("DTSTART;TZID=GMT-0500:20260105T090000", "2026-01-05 14:00"),
    ],
)
def test_zones_are_known_by_many_names(tmp_path, line, utc):
    harvest = read(write(tmp_path, event(line)))
    assert starts(harvest) == [utc]
    assert harvest.interactions["date_quality"].tolist() == ["ok"]


@pytest.mark.parametrize(
    "zone", ["Nowhere/Bogus", "../../etc/passwd", "X" * 300, "Customized Time Zone", "Europe"]
)
def test_a_zone_nobody_knows_makes_the_date_good_to_a_day_and_is_said(tmp_path, zone):
    harvest = read(write(tmp_path, event(f"DTSTART;TZID={zone}:20260105T090000")))
    assert harvest.interactions["date_quality"].tolist() == ["day"]
    assert reasons(harvest) == ["time zone not known"]


def test_a_zone_of_the_file_is_taken_by_its_offset(tmp_path):
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Custom\r\nBEGIN:STANDARD\r\nTZOFFSETTO:+0300\r\n"
        "END:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    harvest = read(write(tmp_path, event("DTSTART;TZID=Custom:20260105T090000"), zone))
    assert starts(harvest) == ["2026-01-05 06:00"]
    assert harvest.interactions["date_quality"].tolist() == ["day"]


def test_a_floating_time_takes_the_zone_of_the_calendar_where_it_states_one(tmp_path):
    floating = event("DTSTART:20260105T090000")
    assert reasons(read(write(tmp_path, floating))) == ["time zone not known"]
    stated = read(write(tmp_path, floating, head=["X-WR-TIMEZONE:Asia/Tokyo"]))
    assert starts(stated) == ["2026-01-05 00:00"]
    assert reasons(stated) == []


def test_an_implausible_year_is_kept_but_does_not_count(tmp_path):
    harvest = read(write(tmp_path, event("DTSTART:99981231T000000Z", "RRULE:FREQ=DAILY")))
    assert harvest.interactions["date_quality"].tolist() == ["implausible"]


def test_a_series_keeps_its_wall_clock_time_over_the_change_of_summer_time(tmp_path):
    series = event("DTSTART;TZID=Europe/Berlin:20260323T090000", "RRULE:FREQ=WEEKLY;COUNT=2")
    later = event("DTSTART:20260501T090000Z", uid="later")
    assert starts(read(write(tmp_path, series, later)))[:2] == [
        "2026-03-23 08:00",
        "2026-03-30 07:00",
    ]


def test_exceptions_and_additions_of_a_series(tmp_path):
    series = event(
        START,
        "RRULE:FREQ=DAILY;COUNT=4",
        "EXDATE:20260106T090000Z",
        "EXDATE;VALUE=DATE:20260107",
        "RDATE:20260110T150000Z",
    )
    other = event("DTSTART:20260201T090000Z", uid="other")
    assert starts(read(write(tmp_path, series, other)))[:-1] == [
        "2026-01-05 09:00",
        "2026-01-08 09:00",
        "2026-01-10 15:00",
    ]


def test_one_meeting_of_a_series_moved_or_cancelled(tmp_path):
    series = event(START, "RRULE:FREQ=DAILY;COUNT=3")
    moved = event("DTSTART:20260106T140000Z", "RECURRENCE-ID:20260106T090000Z")
    gone = event("DTSTART:20260107T090000Z", "RECURRENCE-ID:20260107T090000Z", "STATUS:CANCELLED")
    harvest = read(write(tmp_path, series, moved, gone))
    assert starts(harvest) == ["2026-01-05 09:00", "2026-01-06 14:00"]
    assert reasons(harvest) == ["cancelled"]
    assert len(set(harvest.interactions["thread_id"])) == 1


def test_a_series_without_end_stops_where_the_data_stop(tmp_path):
    series = event(START, "RRULE:FREQ=WEEKLY", "DTSTAMP:20260120T000000Z")
    assert len(read(write(tmp_path, series)).interactions) == 3
    later = event("DTSTART:20260202T090000Z", uid="later")
    assert len(read(write(tmp_path, series, later)).interactions) == 5 + 1


def test_without_any_change_dates_a_stated_end_is_the_window(tmp_path):
    series = event(START, "RRULE:FREQ=WEEKLY;UNTIL=20260126T090000Z")
    assert len(read(write(tmp_path, series)).interactions) == 4


def test_the_latest_thousand_of_a_series_count(tmp_path):
    series = event("DTSTART:20150105T090000Z", "RRULE:FREQ=DAILY", "DTSTAMP:20260120T000000Z")
    harvest = read(write(tmp_path, series))
    assert len(harvest.interactions) == 1000
    assert starts(harvest)[-1] == "2026-01-19 09:00" or starts(harvest)[-1] == "2026-01-20 09:00"
    assert reasons(harvest) == ["too many repetitions"]


def test_ten_thousand_repetitions_in_all_and_singular_meetings_beside(tmp_path):
    many = [
        event("DTSTART:20200101T090000Z", "RRULE:FREQ=DAILY;COUNT=900", uid=f"s{i}")
        for i in range(12)
    ]
    single = event("DTSTART:20190101T090000Z", uid="single")
    stamp = event("DTSTART:20260101T090000Z", uid="late")
    harvest = read(write(tmp_path, *many, single, stamp))
    assert len(harvest.interactions) == 10_000 + 2
    assert "too many repetitions" in reasons(harvest)
    # The oldest of each series fell out, not whole series.
    assert len(set(harvest.interactions["thread_id"])) == 14


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=9,10,11",
        "FREQ=YEARLY;BYWEEKNO=20",
        "FREQ=DAILY;INTERVAL=0",
        "",
    ],
)
def test_a_rule_that_is_not_followed_leaves_the_first_meeting(tmp_path, rule):
    stamp = "DTSTAMP:20261231T000000Z"
    harvest = read(write(tmp_path, event(START, f"RRULE:{rule}", stamp)))
    assert starts(harvest) == ["2026-01-05 09:00"]
    assert reasons(harvest) == ["repetition not followed"]


def test_the_latest_state_of_an_event_counts_once(tmp_path):
    old = write(tmp_path, event(START, "SEQUENCE:1", "SUMMARY:old"), name="a.ics")
    new = write(
        tmp_path, event("DTSTART:20260106T090000Z", "SEQUENCE:2", "SUMMARY:new"), name="b.ics"
    )
    harvest = read(old, new)
    assert harvest.interactions["subject"].tolist() == ["new"]
    assert harvest.ledger["n_duplicate"].tolist() == [1, 0]
    assert read(old, old, tmp_path).ledger["n_read"].sum() == 2


def test_ids_do_not_depend_on_the_file_or_the_order(tmp_path):
    one, two = event(START, uid="1"), event("DTSTART:20260107T090000Z", "RRULE:FREQ=DAILY;COUNT=2")
    there = read(write(tmp_path, one, two, name="a.ics"))
    back = read(write(tmp_path, two, one, name="b.ics"))
    assert set(there.interactions["interaction_id"]) == set(back.interactions["interaction_id"])


def test_one_broken_event_costs_itself_alone(tmp_path):
    path = write(
        tmp_path,
        "BEGIN:VEVENT\r\nUID:open\r\nDTSTART:20260101T000000Z\r\n",
        event(START, "BEGIN:VALARM", "TRIGGER:-PT5M", "DESCRIPTION:x", "END:VALARM"),
        "BEGIN:VEVENT\r\nGARBAGE\r\n;;;:::\r\nEND:VEVENT\r\n",
        event("DTSTART:20260106T090000Z", uid="two"),
    )
    harvest = read(path)
    assert len(harvest.interactions) == 2
    assert sorted(reasons(harvest)) == ["no readable beginning", "unclosed event"]


def test_a_truncated_file_keeps_what_came_before(tmp_path):
    text = calendar(event(START), event("DTSTART:20260106T090000Z", uid="two"))
    path = tmp_path / "cut.ics"
    path.write_bytes(text.encode()[: text.index("UID:two") + 10])
    harvest = read(path)
    assert len(harvest.interactions) == 1
    assert reasons(harvest) == ["unclosed event"]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_line_ends_encodings_and_folds(tmp_path, end, codec):
    text = calendar(event(START, "SUMMARY:Caf", " é"))
    path = tmp_path / "a.ics"
    path.write_bytes(text.replace("\r\n", end).encode(codec))
    assert door.files(path)
    assert read(path).interactions["subject"].tolist() == ["Café"]


def test_a_letter_split_by_a_fold_is_whole_again(tmp_path):
    path = tmp_path / "a.ics"
    data = calendar(event(START, "SUMMARY:Café")).encode()
    path.write_bytes(data.replace(b"\xc3\xa9", b"\xc3\r\n \xa9"))
    assert read(path).interactions["subject"].tolist() == ["Café"]


def test_folders_zips_and_zips_in_folders(tmp_path):
    (tmp_path / "in").mkdir()
    write(tmp_path / "in", event(START, uid="1"), name="one.ics")
    (tmp_path / "in" / "notes.ics").write_text("not a calendar")
    with zipfile.ZipFile(tmp_path / "in" / "export.zip", "w") as archive:
        archive.writestr("Takeout/Calendar/work.ics", calendar(event(START, uid="2")))
        archive.writestr("__MACOSX/x.ics", calendar(event(START, uid="3")))
    assert door.files(tmp_path)
    harvest = read(tmp_path / "in")
    assert len(harvest.interactions) == 2
    assert harvest.ledger["file"].tolist() == [
        "in/export.zip/Takeout/Calendar/work.ics",
        "in/one.ics",
    ]


def test_what_is_no_calendar_is_said(tmp_path):
    (tmp_path / "x.ics").write_text("hello")
    assert not door.files(tmp_path)
    with pytest.raises(UnknownExportError, match="no calendar"):
        door.read([tmp_path])
    with pytest.raises(ExportNotFoundError):
        door.read([tmp_path / "nowhere"])


def test_the_owner_is_found_by_the_name_of_the_calendar(tmp_path):
    events = [event(START, uid=str(i)) for i in range(3)]
    archive = na.load(write(tmp_path, *events, head=["X-WR-CALNAME:mira@example.org"]))
    assert archive.me == "mira@example.org"
    assert archive.owner_reason.startswith("calendar: mira@example.org is the name")


def test_the_owner_is_found_by_being_on_every_event(tmp_path):
    others = [f"ATTENDEE:mailto:p{i}@x.example" for i in range(4)]
    events = [event(START, uid=str(i), guests=(GUESTS[0], guest)) for i, guest in enumerate(others)]
    assert na.load(write(tmp_path, *events)).me == "mira@example.org"


def test_meetings_make_ties(tmp_path):
    events = [event(f"DTSTART:202601{day:02}T090000Z", uid=str(day)) for day in range(5, 12)]
    archive = na.load(write(tmp_path, *events), me="mira@example.org")
    ties = na.ties(archive)
    assert ties["n_interactions"].tolist() == [7]
    assert ties["channels"].tolist() == ["meeting"]


def test_planned_meetings_do_not_move_now(tmp_path):
    mail = tmp_path / "a.mbox"
    mail.write_text(
        "From - Tue Mar 03 10:00:00 2026\nFrom: Ana Berg <ana@halden.example>\n"
        "To: mira@example.org\nSubject: x\nDate: Tue, 3 Mar 2026 10:00:00 +0000\n"
        "Message-ID: <1@x>\n\nHello.\n\n"
    )
    planned = event("DTSTART:20270101T090000Z", uid="planned")
    archive = na.load(mail, write(tmp_path, event(START), planned), me="mira@example.org")
    assert archive.as_of == pd.Timestamp("2026-03-03 10:00", tz="UTC")
    assert na.ties(archive)["n_interactions"].sum() == 2
    assert na.load(write(tmp_path, event(START), planned)).as_of.year == 2027
