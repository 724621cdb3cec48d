"""Where one message of an mbox ends and the next begins.

A separator is a line that begins with ``From `` and whose *next* line shows that a message
starts: a header (``Name:``). A dated separator may also be followed by an empty line, by a
quoted ``>From `` (which relays of old left), or by the end of the file. A line of prose ("From
here on ...") counts only when the header after it is one of the names every mail has. Lengths
promised by a ``Content-Length`` header are not believed: senders write that header too, and
one that ends exactly where a later message begins would hide the messages between.
"""

from __future__ import annotations

import re
from typing import Final

SEPARATOR_LIMIT: Final = 1024
"""Bytes of a separator line; an envelope address and a date need fewer."""

_FIRST_LINE_LIMIT: Final = 256
_HEADERISH: Final = re.compile(rb"[A-Za-z][A-Za-z0-9_-]{0,99}[ \t]{0,9}:(?!//)")
_KNOWN_HEADER: Final = re.compile(
    rb"(?i)(?:received|return-path|delivered-to|message-id|date|from|to|cc|bcc|subject|sender|"
    rb"reply-to|mime-version|content-[a-z-]{1,40}|status|envelope-to|precedence|errors-to|"
    rb"in-reply-to|references|list-[a-z-]{1,40}|dkim-signature|x-[a-z0-9-]{1,80})[ \t]{0,9}:"
)
_CLOCK: Final = re.compile(rb"\b\d{1,2}:\d\d\b")
_FULL_DATE: Final = re.compile(
    rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? {1,3}(?:[A-Z][a-z]{2} {1,3}\d{1,2}|"
    rb"\d{1,2} {1,3}[A-Z][a-z]{2}).{0,8} \d{1,2}:\d\d"
)
_USUAL_SEPARATOR: Final = re.compile(
    rb"From [^\s]{1,200} [A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d[^\n]{0,40}\n"
    rb"[A-Za-z][A-Za-z0-9_-]{0,99}:(?!//)[^\n]{2}"
)


def is_separator(buffer: bytes, at: int, *, is_end: bool) -> bool | None:
    """Return whether a line starting with ``From `` at ``at`` starts a message.

    None means that more bytes are needed to tell.
    """
    if _USUAL_SEPARATOR.match(buffer, at) is not None:
        return True
    end = buffer.find(b"\n", at, at + SEPARATOR_LIMIT)
    if end < 0:
        if len(buffer) - at >= SEPARATOR_LIMIT:
            return False
        return _FULL_DATE.search(buffer, at) is not None if is_end else None
    begin = end + 1
    if not is_end and len(buffer) - begin < _FIRST_LINE_LIMIT:
        return None
    if buffer.startswith(b">From ", begin):  # a relay quoted the separator it received
        return _FULL_DATE.search(buffer, at, end) is not None or (
            b" " not in buffer[at + 5 : end].strip()
            and _FULL_DATE.search(_first_line(buffer, begin)) is not None
        )
    if _HEADERISH.match(buffer, begin):
        return (
            _CLOCK.search(buffer, at, end) is not None
            or b" " not in buffer[at + 5 : end].strip()  # bare: an envelope name, no date
            or _KNOWN_HEADER.match(buffer, begin) is not None
        )
    if begin == len(buffer) or buffer[begin] == 10:  # the end, or an empty line
        return _FULL_DATE.search(buffer, at, end) is not None
    return False


def _first_line(buffer: bytes, begin: int) -> bytes:
    """Return the line that begins here, as far as it is always in view."""
    return buffer[begin : begin + _FIRST_LINE_LIMIT].partition(b"\n")[0]


def begins_mbox(head: bytes) -> bool:
    """Return whether a file that begins with these bytes, and ``From ``, is an mbox.

    At the very beginning a full date is enough, whatever became of the first message.
    """
    line = head[:SEPARATOR_LIMIT].partition(b"\n")[0]
    return is_separator(head, 0, is_end=True) is True or _FULL_DATE.search(line) is not None
