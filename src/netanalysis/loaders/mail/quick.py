"""Quick readings of well-formed values; whatever is odd goes to the careful code.

Each function here answers as its careful twin does (:func:`pick_headers`,
:func:`parse_date` ...), for every input: it either knows the form it looks at, or hands over.
"""

from __future__ import annotations

import re
from typing import Final

from netanalysis.loaders.mail.dates import DISPUTE_SECONDS, EARLIEST, LATEST, parse_date
from netanalysis.loaders.mail.headers import (
    BLOCK_CAP,
    HEADER_CAP,
    WANTED,
    Fields,
    pick_headers,
)

CACHE_LIMIT: Final = 20_000
"""Entries of a cache before it starts anew; an archive of fifty years has as many days."""


def _by_first_letter(names: list[str]) -> str:
    """Return a pattern for names that decides at the first letter."""
    groups: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        groups.setdefault(name[0], []).append(re.escape(name[1:]))
    return "|".join(
        f"[{letter.upper()}{letter}](?i:{'|'.join(rest)})" for letter, rest in groups.items()
    )


def _names_pattern() -> bytes:
    passed_over = ("x-", "content-transfer")
    plain = _by_first_letter([name for name in WANTED if not name.startswith(passed_over)])
    private = _by_first_letter([name[2:] for name in WANTED if name.startswith("x-")])
    return f"{plain}|[Xx]-(?:{private})".encode()


_FIELDS: Final = re.compile(
    rb"\n(?=[adfilmprstxbcADFILMPRSTXBC])"
    # the bulk of a modern header block, none of it wanted, is passed over by its plain spelling
    rb"(?!Received|ARC-|DKIM|Authentication|MIME|X-(?:Received|Google|Gm-M)"
    rb"|Content-T(?:ransfer|ype: (?:multipart|text/(?:plain|html))))"
    rb"(" + _names_pattern() + rb")[ \t]*+:([^\n]*+(?:\n[ \t][^\n]*+)*+)"
)
_CLOCK: Final = (
    rb"(\d{1,2} [A-Z][a-z]{2} \d{4}) ([01]\d|2[0-3]):([0-5]\d):([0-5]\d) "
    rb"([+-])(0\d|1[0-3])([0-5]\d)(?: \([A-Z]{2,5}\))?"
)
_DATE: Final = re.compile(rb" ?(?:[A-Z][a-z]{2}, )?" + _CLOCK)
_RECEIVED: Final = re.compile(
    rb"\nReceived:[^\n;]*+(?:\n[ \t][^\n;]*+)*+;[ \t]*+(?:\n[ \t]++)?+(?:[A-Z][a-z]{2}, )?"
    + _CLOCK
    + rb"(?:\n(?![ \t])|\Z)"
)

_RECEIVED_LIMIT: Final = 2000
"""Bytes of a Received header that is read the quick way."""

_SLACK: Final = 2 * 86_400
"""Seconds by which an instant and the start of its day, zones disregarded, surely differ less."""

_lower: dict[bytes, bytes] = {}
_days: dict[bytes, int | None] = {}


def quick_headers(head: bytes) -> tuple[Fields, bool]:
    """Return what :func:`pick_headers` returns, but for Content headers of usual mail."""
    if len(head) > HEADER_CAP:
        return pick_headers(head)
    found = _FIELDS.findall(head)
    try:
        fields = {_lower[name]: value for name, value in found}
    except KeyError:
        if len(_lower) > CACHE_LIMIT:
            _lower.clear()
        for name, _ in found:
            _lower[name] = name.lower()
        return quick_headers(head)
    return (fields, False) if len(fields) == len(found) else pick_headers(head)


def _learn_day(day: bytes) -> int | None:
    """Return when a day starts, by the careful code; None where the calendar lacks it."""
    if len(_days) >= CACHE_LIMIT:
        _days.clear()
    _days[day] = start = parse_date(day + b" 00:00:00 +0000")[0]
    return start


def quick_date(raw: bytes) -> tuple[int, int | None] | None:
    """Return what :func:`parse_date` and :func:`utc_offset` say of a well-formed date.

    Its quality is ``ok``. None says nothing: then the careful code has to look.
    """
    found = _DATE.fullmatch(raw)
    if found is None:
        return None
    day, hour, minute, second, sign, east, more = found.groups()
    start = _days[day] if day in _days else _learn_day(day)
    if start is None:
        return None
    offset = int(east) * 60 + int(more)
    if sign == b"-":
        offset = -offset
    start += int(hour) * 3600 + (int(minute) - offset) * 60 + int(second)
    if not EARLIEST <= start < LATEST:
        return None
    return start, None if sign == b"-" and not offset else offset


def agrees_with_received(seconds: int, head: bytes) -> bool:
    """Return whether the topmost Received header surely confirms a date.

    False says nothing: then the careful code has to look.
    """
    at = head.find(b"\nReceived:", 0, BLOCK_CAP)
    found = _RECEIVED.match(head, at, at + _RECEIVED_LIMIT) if at >= 0 else None
    if found is None or (found.end() == at + _RECEIVED_LIMIT < len(head)):
        return False
    day = found[1]
    start = _days[day] if day in _days else _learn_day(day)
    return (
        start is not None
        and EARLIEST + _SLACK <= start < LATEST - _SLACK
        and abs(seconds - start) <= DISPUTE_SECONDS - _SLACK
    )
