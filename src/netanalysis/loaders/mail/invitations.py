"""Calendar mail: invitations, their answers and reminders, as programs write them.

By RFC 6047 an invitation or answer is a part of type ``text/calendar`` with a ``method``; a
calendar file that somebody attaches has none. Exchange and Google name such mail in headers
as well, Google also where there is no such part (reminders).
"""

from __future__ import annotations

import re
from typing import Final

from netanalysis.loaders.mail.headers import Fields

CALENDAR_WITHIN: Final = 64 * 1024
"""Bytes of a body in which a calendar part is looked for; it follows the text."""

CALENDAR: Final = b"text/calendar"
_PART: Final = re.compile(
    rb"(?i)\ncontent-type:[ \t]*(?:\n[ \t]+)?text/calendar[^\n]*(?:\n[ \t][^\n]*)*"
)
NOTIFIER: Final = "calendar-notification@"
"""Where Google's calendar writes from, and others after it."""

_ORIGINATOR: Final = b"x-ms-exchange-calendar-originator-id"
SIGNS: Final = frozenset((b"content-type", b"content-class", _ORIGINATOR, b"sender"))
"""Headers that can say so."""


def has_calendar_part(buffer: bytes, begin: int, end: int) -> bool:
    """Return whether a body between two places has a part that asks or answers by calendar.

    ``begin`` is the newline before its first line.
    """
    end = min(end, begin + CALENDAR_WITHIN)
    if buffer.find(CALENDAR, begin, end) < 0:
        return False
    return any(b"method=" in found[0].lower() for found in _PART.finditer(buffer, begin, end))


def has_calendar_header(fields: Fields) -> bool:
    """Return whether a header says that the message is calendar mail."""
    kind = fields.get(b"content-type", b"").strip().lower()
    return (
        (kind.startswith(CALENDAR) and b"method=" in kind)
        or b"calendarmessage" in fields.get(b"content-class", b"").lower()
        or _ORIGINATOR in fields
        or NOTIFIER.encode() in fields.get(b"sender", b"").lower()
    )
