"""Mail dates: the instant in UTC that a Date header stands for, and how far to trust it.

A date that is missing stays missing and one that cannot be read stays unread: nothing is
ever filled in from the clock. Years of two digits are read as the standard says (00 to 49
are 2000 to 2049), and years of three digits count from 1900, the trace of programs that
wrote 102 for 2002. A year of four digits is taken at its word, so 0002 is the year 2.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final

from netanalysis.loaders.mail.text import decode_bytes

EARLIEST: Final = 378_691_200
"""1 January 1982 in Unix seconds: mail with a Date header is no older (RFC 822 is of 1982);
Notes archives write 1979 and 1980 for "unknown"."""

LATEST: Final = 2_145_916_800
"""1 January 2038 in Unix seconds: dates from there on are clocks that overflowed."""

DISPUTE_SECONDS: Final = 7 * 86_400
"""Seconds by which Date and the receiving machine may differ: queues hold mail five days."""

MAX_OFFSET: Final = 14 * 3600
"""Seconds east or west of Greenwich that a real clock can be (Kiribati is at +14)."""

_DATE_LIMIT: Final = 200
_UNIX_EPOCH: Final = date(1970, 1, 1).toordinal()

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan ene gen",
            "feb fév fev",
            "mar mär maa mrz",
            "apr avr abr",
            "may mai maj mag mei",
            "jun juin giu",
            "jul juil lug",
            "aug aoû aou ago",
            "sep set",
            "oct okt out ott",
            "nov",
            "dec dez déc dic",
        ),
        start=1,
    )
    for name in names.split()
}

_ZONE_HOURS: Final = {
    name: float(hours)
    for hours, names in (
        ("0", "gmt ut utc z wet"),
        ("1", "cet met mez bst west"),
        ("2", "cest mest mesz eet sast"),
        ("3", "eest msk"),
        ("4", "msd"),
        ("8", "hkt sgt awst"),
        ("9", "jst kst"),
        ("9.5", "acst"),
        ("10", "aest"),
        ("10.5", "acdt"),
        ("11", "aedt"),
        ("12", "nzt nzst"),
        ("13", "nzdt"),
        ("-3", "adt brt"),
        ("-3.5", "nst"),
        ("-4", "edt ast"),
        ("-5", "est cdt"),
        ("-6", "cst mdt"),
        ("-7", "mst pdt"),
        ("-8", "pst"),
        ("-9", "akst"),
        ("-10", "hst"),
    )
    for name in names.split()
}

_USUAL: Final = re.compile(
    r"\s*(?:[^\W\d_]+\.?,?\s*)?(\d{1,2})[\s.\-/]{1,4}([^\W\d_]{3,})[\s.,\-/]{1,4}(\d{2,6})[\s,]+"
    r"(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d+)?)?(.*)",
    re.DOTALL,
)
_ASCTIME: Final = re.compile(
    r"\s*(?:[^\W\d_]+\.?,?\s+)?([^\W\d_]{3,})\.?\s+(\d{1,2}),?\s+"
    r"(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?\s+(?:([^\d\s]\S*)\s+){0,2}(\d{4})\b(.*)",
    re.DOTALL,
)
_MONTH_FIRST: Final = re.compile(
    r"\s*(?:[^\W\d_]+\.?,?\s+)?([^\W\d_]{3,})\.?\s+(\d{1,2}),?\s+(\d{4}),?\s+"
    r"(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?(.*)",
    re.DOTALL,
)
_ISO: Final = re.compile(
    r"\s*(\d{4})-(\d\d)-(\d\d)[T\s]\s*(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?(.*)", re.DOTALL
)
_OFFSET: Final = re.compile(r"(?:gmt|utc|ut)?\s*([+-])\s*(\d{1,2}):?(\d\d)?(?!\d)", re.IGNORECASE)
_BARE_OFFSET: Final = re.compile(r"\s*(\d\d)(\d\d)(?!\d)")
_ZONE_NAME: Final = re.compile(r"\(?\s*([A-Za-z]{1,5})\b(\s+DST\b)?")
_USUAL_OFFSET: Final = re.compile(rb":\d\d ([+-])(\d\d)([0-5]\d)(?: \([A-Z]{1,5}\))?\Z")
_OFFSET_TAIL: Final = 24
_HALF_DAY: Final = re.compile(r"\s*([ap])\.?m\b\.?", re.IGNORECASE)

Instant = tuple[int | None, str]
"""Unix seconds or None, and a date quality of the schema."""


def parse_date(raw: bytes) -> Instant:
    """Return the instant of a date header and its quality.

    The quality is ``ok``; ``day`` where no usable zone is given, so that the instant is
    known to about a day (read as UTC); ``implausible`` before 1982 or from 2038 on;
    ``missing`` for empty text; ``unreadable`` for text that is no date.
    """
    text = raw[:_DATE_LIMIT].decode("ascii") if raw.isascii() else decode_bytes(raw[:_DATE_LIMIT])
    parts = _parts(text)
    if parts is None:
        return (None, "unreadable") if text.strip() else (None, "missing")
    day, second, zone_text = parts
    offset = _offset(zone_text)
    seconds = (day - _UNIX_EPOCH) * 86_400 + second - (offset or 0)
    if not EARLIEST <= seconds < LATEST:
        return seconds, "implausible"
    return seconds, "day" if offset is None else "ok"


def utc_offset(raw: bytes) -> int | None:
    """Return the minutes east of Greenwich of the sender's clock, None where none is stated.

    ``-0000`` states that the zone of the sender is not known.
    """
    usual = _USUAL_OFFSET.search(raw[-_OFFSET_TAIL:])
    if usual is not None:
        minutes = int(usual[2]) * 60 + int(usual[3])
        if minutes * 60 <= MAX_OFFSET:
            return (-minutes or None) if usual[1] == b"-" else minutes
    text = raw[:_DATE_LIMIT].decode("ascii") if raw.isascii() else decode_bytes(raw[:_DATE_LIMIT])
    parts = _parts(text)
    if parts is None or parts[2].strip().startswith("-0000"):
        return None
    offset = _offset(parts[2])
    return None if offset is None else offset // 60


@lru_cache(maxsize=256)
def separator_date(separator: bytes) -> int | None:
    """Return the instant in an mbox separator line, or None if it bears no witness.

    Thunderbird's ``From - `` carries the moment of the download, and writers of archives
    put 1970 where they know nothing; neither says when the mail arrived.
    """
    if separator.startswith(b"From - "):
        return None
    words = separator[5:].split(None, 1)
    if len(words) < 2:
        return None
    seconds, quality = parse_date(words[1])
    return seconds if quality in ("ok", "day") else None


def is_disputed(seconds: int, witness: int | None) -> bool:
    """Return whether a date and the witness of its arrival lie more than a week apart."""
    return witness is not None and abs(seconds - witness) > DISPUTE_SECONDS


def _parts(text: str) -> tuple[int, int, str] | None:
    """Return day ordinal, second of the day and the zone text, or None for no date."""
    found = _USUAL.match(text)
    if found is not None:
        day, month, year, hour, minute, second, rest = found.groups()
        return _build(year, _month(month), day, (hour, minute, second), rest)
    found = _ISO.match(text)
    if found is not None:
        year, number, day, hour, minute, second, rest = found.groups()
        return _build(year, int(number), day, (hour, minute, second), rest)
    found = _ASCTIME.match(text)
    if found is not None:
        month, day, hour, minute, second, zone, year, rest = found.groups()
        return _build(year, _month(month), day, (hour, minute, second), zone or rest)
    found = _MONTH_FIRST.match(text)
    if found is not None:
        month, day, year, hour, minute, second, rest = found.groups()
        return _build(year, _month(month), day, (hour, minute, second), rest)
    return None


def _month(name: str) -> int:
    name = name.casefold()
    return _MONTHS.get(name[:4]) or _MONTHS.get(name[:3]) or 0


def _build(
    year: str, month: int, day: str, clock: tuple[str, str, str | None], rest: str
) -> tuple[int, int, str] | None:
    """Put the parts of a date together; None where the calendar has no such day."""
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < 50 else 1900
    elif len(year) == 3:
        number += 1900
    hour, minute, second = int(clock[0]), int(clock[1]), int(clock[2] or 0)
    half = _HALF_DAY.match(rest)
    if half is not None:
        rest = rest[half.end() :]
        if hour <= 12:
            hour = hour % 12 + (12 if half[1] in "pP" else 0)
    if len(year) > 4 or hour > 23 or minute > 59 or second > 60:
        return None
    try:
        ordinal = date(number, month, int(day)).toordinal()
    except ValueError:
        return None
    return ordinal, hour * 3600 + minute * 60 + second, rest


def _offset(text: str) -> int | None:
    """Return the seconds east of Greenwich that a zone text means, None where it means none."""
    text = text.strip()
    if not text:
        return None
    found = _OFFSET.match(text)
    if found is not None:
        offset = int(found[2]) * 3600 + int(found[3] or 0) * 60
        is_real = offset <= MAX_OFFSET and int(found[3] or 0) < 60
        return (-offset if found[1] == "-" else offset) if is_real else None
    found = _BARE_OFFSET.match(text)
    if found is not None:
        offset = int(found[1]) * 3600 + int(found[2]) * 60
        return offset if offset <= MAX_OFFSET and int(found[2]) < 60 else None
    found = _ZONE_NAME.match(text)
    hours = _ZONE_HOURS.get(found[1].lower()) if found is not None else None
    if found is None or hours is None:
        return None
    return int((hours + (1 if found[2] else 0)) * 3600)
