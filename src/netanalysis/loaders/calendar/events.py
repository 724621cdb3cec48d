"""One VEVENT to what it says: when, who, how often, and whether it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from netanalysis.addresses import plain_name, valid_address
from netanalysis.content_lines import Block
from netanalysis.harvest import address_key, digest, name_key
from netanalysis.loaders.calendar.repeats import Rule, RuleError, rule_of
from netanalysis.loaders.calendar.zones import NO_ZONE, UTC_ZONE, Zone, named_zone, offset_zone

if TYPE_CHECKING:
    from icalendar import Event

WANTED: Final = {
    "VEVENT": frozenset(
        "UID DTSTART RRULE RDATE EXDATE RECURRENCE-ID STATUS SUMMARY ORGANIZER ATTENDEE DTSTAMP "
        "CREATED LAST-MODIFIED SEQUENCE".split()
    ),
    "VTIMEZONE": frozenset(["TZID", "STANDARD/TZOFFSETTO"]),
    "": frozenset(["X-WR-CALNAME", "X-WR-TIMEZONE", "METHOD"]),
}
"""What is read of a calendar. DESCRIPTION and LOCATION are not among it, nor are alarms."""

ATTENDEE_CAP: Final = 2000
"""Attendees of one event that are read; what has more is no meeting of people."""

LONGEST_SUBJECT: Final = 1000
FIRST_YEAR, LAST_YEAR = 1970, 2037
"""Years of plausible meetings; outside them lie machines' ideas of never and for ever."""

PARSER_ERRORS: Final = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
)
_TZID: Final = re.compile(r';TZID=("[^"]*"|[^;:"]*)', re.IGNORECASE)
_ZONED: Final = frozenset(["DTSTART", "RECURRENCE-ID", "EXDATE", "RDATE"])
_CALENDAR_ADDRESS: Final = re.compile(
    r".*@(?:[\w-]+\.)*calendar\.google\.com|unknownorganizer@.*", re.IGNORECASE
)
_ROOMS: Final = frozenset(["ROOM", "RESOURCE"])


class Moment(NamedTuple):
    """A date as a calendar writes it: wall clock in a zone, or a day."""

    wall: datetime
    zone: Zone
    is_day: bool

    @property
    def instant(self) -> int:
        """Seconds since 1970 in UTC."""
        return int(self.wall.replace(tzinfo=self.zone.tz).astimezone(UTC).timestamp())

    @property
    def is_plausible(self) -> bool:
        """Whether a meeting can have been on this date."""
        return FIRST_YEAR <= self.wall.year <= LAST_YEAR


class Guest(NamedTuple):
    """Somebody on an event: alias, name, role, and what stands behind the alias."""

    key: str
    name: str
    role: str
    kind: str
    """"" for a person, else "robot" or "list"."""


@dataclass(eq=False)
class Meeting:
    """What one VEVENT says."""

    file: str
    line: int
    uid: str
    start: Moment
    subject: str = ""
    status: str = ""
    organizer: Guest | None = None
    guests: list[Guest] = field(default_factory=list)
    n_declined: int = 0
    replaces: Moment | None = None
    is_for_all_later: bool = False
    rule: Rule | None = None
    until: Moment | None = None
    extra: list[Moment] = field(default_factory=list)
    skipped: list[Moment] = field(default_factory=list)
    changed_at: int = 0
    sequence: int = 0
    doubts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def version(self) -> tuple[int, int]:
        """Which of two copies of an event is the later one."""
        return self.sequence, self.changed_at


@dataclass
class Setting:
    """What holds for the events of a file: its own zones, default zone, name and method."""

    zones: dict[str, Zone] = field(default_factory=dict)
    default: Zone = NO_ZONE
    name: str = ""
    method: str = ""

    def learn(self, block: Block) -> None:
        """Take in a line outside the events, or a VTIMEZONE."""
        values = {name: text.partition(":")[2].strip() for name, text in block.lines}
        if block.kind == "VTIMEZONE":
            zone = offset_zone(values.get("STANDARD/TZOFFSETTO", ""), is_known=False)
            if zone is not None:
                self.zones[values.get("TZID", "").strip('"')] = zone
        if "X-WR-TIMEZONE" in values:
            self.default = named_zone(values["X-WR-TIMEZONE"]) or NO_ZONE
        self.name = values.get("X-WR-CALNAME", self.name)
        self.method = values.get("METHOD", self.method).upper()

    def zone(self, tzid: str) -> Zone:
        """Return the zone of a TZID: by name, else by what the file says of it."""
        bare = tzid.strip().strip('"')
        return named_zone(bare) or self.zones.get(bare, NO_ZONE)


def meeting_of(block: Block, setting: Setting, file: str) -> Meeting | None:
    """Return what an event says, or None where it has no readable beginning."""
    from icalendar import Event

    lines, zones = [], []
    for name, text in block.lines:
        tzid = _TZID.search(text.partition(":")[0]) if name in _ZONED else None
        if name in _ZONED:
            zones.append((name, setting.zone(tzid[1]) if tzid else None))
            text = _TZID.sub("", text, count=1) if tzid else text
        lines.append(text)
    event = Event.from_ical("\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""]))
    if not isinstance(event, Event):
        return None
    reader = _Reader(event, zones, setting)
    start = next(reader.moments("DTSTART"), None)
    if start is None:
        return None
    meeting = Meeting(file, block.line, reader.text("UID"), start)
    _fill(meeting, reader, setting)
    if not meeting.uid:
        organizer = meeting.organizer.key if meeting.organizer else ""
        meeting.uid = digest(str(start.instant), meeting.subject, organizer)
    if block.is_cut:
        meeting.doubts.append(("very large event", "only its first lines were read"))
    return meeting


@dataclass
class _Reader:
    """Reads the properties of a parsed event; what is broken is absent."""

    event: Event
    zones: list[tuple[str, Zone | None]]
    setting: Setting

    def values(self, name: str) -> list[Any]:
        """Return the values of a property, however often it stands there."""
        found = self.event.get(name)
        return found if isinstance(found, list) else [] if found is None else [found]

    def text(self, name: str) -> str:
        """Return the first value of a property as text."""
        return plain_name(str(next(iter(self.values(name)), "")))

    def moments(self, name: str, default: Zone | None = None) -> Iterator[Moment]:
        """Yield the dates of a property, with the zones its lines named, or the default."""
        zones = [zone for at, zone in self.zones if at == name]
        values = self.values(name)
        for at, value in enumerate(values):
            named = zones[at] if len(zones) == len(values) else next(iter(zones), None)
            zone = named or default
            try:
                inner = [one.dt for one in value.dts] if hasattr(value, "dts") else [value.dt]
            except PARSER_ERRORS:
                continue
            for when in inner:
                moment = self.moment(when[0] if isinstance(when, tuple) else when, zone)
                if moment is not None:
                    yield moment

    def moment(self, when: object, zone: Zone | None) -> Moment | None:
        """Return a date as a moment; None where it is none that can be placed."""
        if isinstance(when, datetime):
            if not 1 < when.year < 9999:
                return None
            known = zone or self.setting.default
            if when.tzinfo is not None:
                known = UTC_ZONE
                when = when.astimezone(UTC)
            return Moment(when.replace(tzinfo=None), known, False)
        if isinstance(when, date) and 1 < when.year < 9999:
            return Moment(datetime(when.year, when.month, when.day), UTC_ZONE, True)
        return None


def _fill(meeting: Meeting, reader: _Reader, setting: Setting) -> None:
    """Read everything but the beginning."""
    meeting.subject = reader.text("SUMMARY")[:LONGEST_SUBJECT]
    is_cancelled = setting.method == "CANCEL"
    meeting.status = "CANCELLED" if is_cancelled else reader.text("STATUS").upper()
    meeting.replaces = next(reader.moments("RECURRENCE-ID", meeting.start.zone), None)
    for value in reader.values("RECURRENCE-ID"):
        meeting.is_for_all_later = "RANGE" in getattr(value, "params", {})
    sequence = reader.text("SEQUENCE")
    meeting.sequence = int(sequence) if sequence.isdecimal() and len(sequence) < 10 else 0
    stamps = [
        moment.instant
        for name in ("DTSTAMP", "CREATED", "LAST-MODIFIED")
        for moment in reader.moments(name)
        if moment.is_plausible
    ]
    meeting.changed_at = max(stamps, default=0)
    meeting.extra = list(reader.moments("RDATE", meeting.start.zone))
    meeting.skipped = list(reader.moments("EXDATE", meeting.start.zone))
    _read_rule(meeting, reader)
    _read_guests(meeting, reader)


def _read_rule(meeting: Meeting, reader: _Reader) -> None:
    """Read the repetition; of one that is not followed the first meeting stays."""
    rules = reader.values("RRULE")
    if not rules:
        return
    try:
        parts = rules[0] if isinstance(rules[0], Mapping) else {}
        meeting.rule = rule_of(parts)
        until = next(iter(parts.get("UNTIL", ())), None)
        meeting.until = None if until is None else reader.moment(until, meeting.start.zone)
    except RuleError as error:
        meeting.doubts.append(
            ("repetition not followed", f"{error}; the first meeting alone was kept")
        )


def _read_guests(meeting: Meeting, reader: _Reader) -> None:
    for value in reader.values("ORGANIZER")[:1]:
        meeting.organizer = _guest(value, "from")
    seen = {meeting.organizer.key} if meeting.organizer else set()
    values = reader.values("ATTENDEE")
    if len(values) > ATTENDEE_CAP:
        problem = f"only the first {ATTENDEE_CAP:,} of {len(values):,} attendees were read"
        meeting.doubts.append(("very large event", problem))
    for value in values[:ATTENDEE_CAP]:
        guest = _guest(value, "to")
        if guest is None or guest.key in seen:
            continue
        seen.add(guest.key)
        if str(_param(value, "PARTSTAT")).upper() == "DECLINED":
            meeting.n_declined += 1
        else:
            meeting.guests.append(guest)


def _param(value: object, name: str) -> str:
    found = getattr(value, "params", {}).get(name, "")
    return str(found[0] if isinstance(found, list) and found else found)


def _guest(value: object, role: str) -> Guest | None:
    """Return who an ORGANIZER or ATTENDEE line names; None where it names nobody."""
    name = plain_name(_param(value, "CN"))
    address = valid_address(str(value)) or valid_address(_param(value, "EMAIL"))
    address = address or valid_address(name)
    if valid_address(name):
        name = ""
    if not address and not name:
        return None
    sort = _param(value, "CUTYPE").upper()
    kind = "robot" if sort in _ROOMS else "list" if sort == "GROUP" else ""
    if address and _CALENDAR_ADDRESS.fullmatch(address):
        kind = "robot"
    if role == "to" and _param(value, "ROLE").upper() == "NON-PARTICIPANT":
        role = "cc"
    return Guest(address_key(address) if address else name_key(name), name, role, kind)
