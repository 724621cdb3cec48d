"""Calendar mail: invitations, their answers and reminders, as programs write them.

By RFC 6047 an invitation or answer is a part of type ``text/calendar`` with a ``method``; a
calendar file that somebody attaches has none. Exchange and Google name such mail in headers
as well, Google also where there is no such part (reminders).
"""

from __future__ import annotations

import re
from typing import Final

CALENDAR_WITHIN: Final = 64 * 1024
"""Bytes of a body in which a calendar part is looked for; it follows the text."""

_TYPE: Final = b"text/calendar"
_PART: Final = re.compile(
    rb"(?i)\ncontent-type:[ \t]*(?:\n[ \t]+)?text/calendar[^\n]*(?:\n[ \t][^\n]*)*"
)
_HEADER: Final = re.compile(
    rb"(?i)\n(?:content-class:[ \t]*urn:content-classes:calendarmessage"
    rb"|(?:sender|from):[^\n]*(?:\n[ \t][^\n]*)*calendar-notification@google\.com"
    rb"|x-ms-exchange-calendar-originator-id:)"
)


def has_calendar_part(buffer: bytes, begin: int, end: int) -> bool:
    """Return whether a body between two places has a part that asks or answers by calendar.

    ``begin`` is the newline before its first line.
    """
    end = min(end, begin + CALENDAR_WITHIN)
    if buffer.find(_TYPE, begin, end) < 0:
        return False
    return any(b"method=" in found[0].lower() for found in _PART.finditer(buffer, begin, end))


def is_calendar_head(head: bytes) -> bool:
    """Return whether a header block says that the message is calendar mail."""
    if b"alendar" not in head:
        return False
    return _HEADER.search(head) is not None or has_calendar_part(head, 0, len(head))
