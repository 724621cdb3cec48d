"""The plain records the story is told in, and the calendar they live on.

Days are whole numbers counted from the last day of the archive: 0 is 2026-11-20, -365 is
a year earlier. Every instant is in UTC; a sender's own zone only shapes the Date header.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Final

AS_OF: Final = dt.date(2026, 11, 20)
FIRST_DAY: Final = -1824  # 2021-11-22
JOINED_QUILLMERE: Final = -1693  # 2022-04-01, the owner's present job
SEED: Final = "a small invented network"


def date_of(day: int) -> dt.date:
    return AS_OF + dt.timedelta(days=day)


def instant(day: int, minute: int, second: int = 0) -> dt.datetime:
    start = dt.datetime.combine(date_of(day), dt.time(), tzinfo=dt.UTC)
    return start + dt.timedelta(minutes=minute, seconds=second)


def day_of(when: dt.datetime) -> int:
    return (when.date() - AS_OF).days


def _sunday(year: int, month: int, number: int) -> dt.date:
    """The first (1), second (2) or last (-1) Sunday of a month."""
    if number == -1:
        after = dt.date(year + month // 12, month % 12 + 1, 1)
        last = after - dt.timedelta(days=1)
        return last - dt.timedelta(days=(last.weekday() + 1) % 7)
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(6 - first.weekday()) % 7 + 7 * (number - 1))


def is_eu_summer(when: dt.datetime) -> bool:
    start, end = _sunday(when.year, 3, -1), _sunday(when.year, 10, -1)
    one = dt.time(1, tzinfo=dt.UTC)
    return dt.datetime.combine(start, one) <= when < dt.datetime.combine(end, one)


def is_us_summer(when: dt.datetime, standard_minutes: int) -> bool:
    start, end = _sunday(when.year, 3, 2), _sunday(when.year, 11, 1)
    local = when.replace(tzinfo=None) + dt.timedelta(minutes=standard_minutes)
    begins = dt.datetime.combine(start, dt.time(2))
    ends = dt.datetime.combine(end, dt.time(1))  # two o'clock summer time, in standard time
    return begins <= local < ends


ZONES: Final = {"cet": 60, "gmt": 0, "ist": 330, "est": -300, "jst": 540, "eat": 180}


def offset_minutes(zone: str, when: dt.datetime) -> int:
    base = ZONES[zone]
    if zone in ("cet", "gmt") and is_eu_summer(when):
        return base + 60
    if zone == "est" and is_us_summer(when, base):
        return base + 60
    return base


def pacific(when: dt.datetime) -> dt.datetime:
    """The wall clock LinkedIn writes into Invitations.csv."""
    minutes = -420 if is_us_summer(when, -480) else -480
    return when.replace(tzinfo=None) + dt.timedelta(minutes=minutes)


@dataclass(frozen=True)
class Address:
    """A mail address as it stands in a header: style says how the name is written."""

    addr: str
    display: str = ""
    style: str = "plain"  # plain, raw (UTF-8), b64 or q (encoded words)


@dataclass
class Person:
    """One invented person; addresses come with the first day on which they are used."""

    key: str
    first: str
    last: str
    org: str = ""
    company: str = ""
    title: str = ""
    function: str = ""
    level: int | None = None
    addresses: list[tuple[int, Address]] = field(default_factory=list)
    private: Address | None = None
    others: list[Address] = field(default_factory=list)
    slug: str = ""
    li_first: str = ""
    li_last: str = ""
    li_email: str = ""
    connected: int | None = None
    zone: str = "cet"
    tier: str = ""

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}".strip()

    def address_on(self, day: int) -> Address:
        known = [address for start, address in self.addresses if start <= day]
        return known[-1] if known else self.addresses[0][1]

    def all_addresses(self) -> list[str]:
        found = [address.addr for _, address in self.addresses]
        if self.private:
            found.append(self.private.addr)
        found += [address.addr for address in self.others]
        return list(dict.fromkeys(found))


@dataclass
class Mail:
    """One mail; kind is personal, group, intro, mass, list, newsletter, robot, junk, ..."""

    when: dt.datetime
    sender: Address
    to: list[Address]
    cc: list[Address]
    subject: str
    body: str
    kind: str = "personal"
    zone: str = "cet"
    thread: str = ""
    mid: str = ""
    parents: list[str] = field(default_factory=list)
    is_sent: bool = False
    labels: str = ""
    extra: list[str] = field(default_factory=list)
    html: str = ""
    bad_date: str = ""
    is_twice: bool = False


@dataclass
class Note:
    """One LinkedIn message; sender None is a hidden member or an advertiser."""

    when: dt.datetime
    sender: Person | None
    to: list[Person]
    conversation: str
    content: str
    title: str = ""
    sender_name: str = ""
    subject: str = ""
    folder: str = "INBOX"
    attachment: str = ""
    is_draft: bool = False


@dataclass
class Diary:
    """Everything that happened, in the order it was made up."""

    mails: list[Mail] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    introductions: list[dict[str, str]] = field(default_factory=list)
