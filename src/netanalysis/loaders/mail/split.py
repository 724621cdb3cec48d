"""Cut a stream of bytes into messages: the mbox separator rule, in bounded memory.

A separator is a line that begins with ``From `` and whose *next* line shows that a message
starts: a header (``Name:``). A dated separator may also be followed by an empty line, by a
quoted ``>From `` (which relays of old left), or by the end of the file. A line of prose ("From
here on ...") counts only when the header after it is one of the names every mail has. Lengths
promised by a ``Content-Length`` header are not believed: senders write that header too, and
one that ends exactly where a later message begins would hide the messages between.

The body is not kept. It is hashed in a form that all mbox dialects share, so that the same
message gives the same key from every container.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import numpy as np

from netanalysis.loaders.mail.headers import HEAD_LIMIT
from netanalysis.loaders.mail.invitations import has_calendar_part

MESSAGE_IN_MEMORY: Final = 4 * 1024 * 1024
"""Bytes of one message held at once; a longer one is hashed piece by piece."""

SEPARATOR_LIMIT: Final = 1024
"""Bytes of a separator line; an envelope address and a date need fewer."""

_LINE_IN_MEMORY: Final = 1024 * 1024
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
_QUOTED_FROM: Final = re.compile(rb"\n>+From ")

# A search for a literal newline first is many times faster than one anchored at line starts.
_FROM_LINE: Final = re.compile(rb"\nFrom ")
_USUAL_SEPARATOR: Final = re.compile(
    rb"From [^\s]{1,200} [A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d[^\n]{0,40}\n"
    rb"[A-Za-z][A-Za-z0-9_-]{0,99}:(?!//)[^\n]{2}"
)
_COPY_LIMIT: Final = 64 * 1024
"""Bytes of a body up to which a copy costs less than a view."""

_NO_BODY: Final = hashlib.blake2b(digest_size=16).digest()
_BODY_START: Final = hashlib.blake2b(b"\n", digest_size=16)


class RawMessage(NamedTuple):
    """One message as cut from its container."""

    separator: bytes
    """The separator line without its end; empty where the container has none."""

    head: bytes
    """Header block, each line preceded by a newline."""

    body_key: bytes
    """Hash of the body in its common form."""

    is_cut: bool
    """The header block was longer than what is held."""

    is_open: bool
    """The file ended inside the header block."""

    body: bytes = b""
    """The beginning of the body where word counts are asked for; forgotten after counting."""

    is_calendar: bool = False
    """A part of the body is an invitation or the answer to one."""


_new: Final = tuple.__new__  # half the time of the constructor in Python


class BodyHash:
    """Hash a body given in pieces: quoting undone, trailing empty lines ignored."""

    def __init__(self) -> None:
        self._hash = hashlib.blake2b(digest_size=16)
        self._carry = b"\n"
        self._n_newlines = 0

    def feed(self, piece: bytes) -> None:
        """Take in the next piece; pieces may end anywhere."""
        data = self._carry + piece
        cut = data.rfind(b"\n")
        if cut <= 0 and len(data) > _LINE_IN_MEMORY:
            cut = len(data)  # one endless line: its start has been seen
        if cut > 0:
            self._take(data[:cut])
            data = data[cut:]
        self._carry = data

    def _take(self, lines: bytes) -> None:
        lines = _QUOTED_FROM.sub(b"\nFrom ", lines) if b">From " in lines else lines
        core = lines.rstrip(b"\n")
        if core:
            while self._n_newlines:
                step = min(self._n_newlines, _LINE_IN_MEMORY)
                self._hash.update(b"\n" * step)
                self._n_newlines -= step
            self._hash.update(core)
        self._n_newlines += len(lines) - len(core)

    def key(self) -> bytes:
        """Return the hash of all that was fed."""
        self._take(self._carry)
        self._carry = b""
        return self._hash.digest()


def body_key(body: bytes) -> bytes:
    """Return the hash of a whole body; equal to :class:`BodyHash` fed with its pieces."""
    lines = b"\n" + body
    if b">From " in lines:
        lines = _QUOTED_FROM.sub(b"\nFrom ", lines)
    return hashlib.blake2b(lines.rstrip(b"\n"), digest_size=16).digest()


def body_key_between(buffer: bytes, begin: int, end: int) -> bytes:
    """Return the hash of the body that stands between two places of a buffer."""
    if end - begin < _COPY_LIMIT:
        body = buffer[begin:end]
        if b">From " in body:
            return body_key(body)
        body = body.rstrip(b"\n")
        if not body:
            return _NO_BODY
        hashing = _BODY_START.copy()
        hashing.update(body)
        return hashing.digest()
    if buffer.find(b">From ", begin, end) >= 0:
        return body_key(buffer[begin:end])
    while end > begin and buffer[end - 1] == 10:
        end -= 1
    if end == begin:
        return _NO_BODY
    hashing = _BODY_START.copy()
    hashing.update(memoryview(buffer)[begin:end])
    return hashing.digest()


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


def _breaks(buffer: bytes) -> tuple[list[int], list[int]]:
    """Return where empty lines begin, and lines that begin with ``From ``: at the newline before.

    One pass over all bytes at once takes a third of the time of a search line by line.
    """
    letters = np.frombuffer(buffer, dtype=np.uint8)
    newlines = np.flatnonzero(letters[:-1] == ord("\n"))
    following = letters[newlines + 1]
    blanks = newlines[following == ord("\n")]
    froms = newlines[following == ord("F")].tolist()
    return blanks.tolist(), [at for at in froms if buffer.startswith(b"From ", at + 1)]


def _first_line(buffer: bytes, begin: int) -> bytes:
    """Return the line that begins here, as far as it is always in view."""
    return buffer[begin : begin + _FIRST_LINE_LIMIT].partition(b"\n")[0]


def begins_mbox(head: bytes) -> bool:
    """Return whether a file that begins with these bytes, and ``From ``, is an mbox.

    At the very beginning a full date is enough, whatever became of the first message.
    """
    line = head[:SEPARATOR_LIMIT].partition(b"\n")[0]
    return is_separator(head, 0, is_end=True) is True or _FULL_DATE.search(line) is not None


class Splitter:
    r"""Iterate over the messages of one file.

    Parameters
    ----------
    read_block
        Gives the next block of bytes with ``\n`` line ends, ``b""`` at the end.
    is_mbox
        False for a file that is one single message without separators.
    body_kept
        Bytes of each body to hand out; none by default.
    after
        Gives, at the end, the bytes that follow what is read here and begin with a separator.
        They decide what the last lines are, and belong to no message.
    """

    def __init__(
        self,
        read_block: Callable[[], bytes],
        *,
        is_mbox: bool,
        body_kept: int = 0,
        after: Callable[[], bytes] | None = None,
    ) -> None:
        self._read_block = read_block
        self._is_mbox = is_mbox
        self._body_kept = body_kept
        self._after = after
        self._n_after = 0
        self._buffer = b""
        self._is_end = False

    def _fill(self, keep_from: int) -> None:
        block = self._read_block()
        self._is_end = not block
        if self._is_end and self._after is not None and not self._n_after:
            block = self._after()
            self._n_after = len(block)
        self._buffer = self._buffer[keep_from:] + block

    def __iter__(self) -> Iterator[RawMessage]:
        self._fill(0)
        if not self._is_mbox:
            self._buffer = b"\n" + self._buffer  # every header line after a newline
            yield self._message(b"", 0)[0]
            return
        start = 0  # index of the "F" of the open separator
        while self._buffer.startswith(b"\n", start):
            start += 1
        while start < len(self._buffer) - self._n_after:
            quick, start = self._whole_messages(start)
            yield from quick
            if quick and start >= len(self._buffer) - self._n_after:
                return
            end = self._buffer.find(b"\n", start)
            while end < 0 and not self._is_end:
                self._fill(start)
                start = 0
                end = self._buffer.find(b"\n")
            end = len(self._buffer) if end < 0 else end
            message, start = self._message(self._buffer[start:end], end)
            yield message

    def _whole_messages(self, start: int) -> tuple[list[RawMessage], int]:
        """Return the messages that stand whole in the buffer, and where the next one starts.

        Stops early at a message that is not plain: without a body, or with a line that looks
        like a separator among its headers.
        """
        buffer, n_kept = self._buffer, self._body_kept
        blanks, froms = _breaks(buffer)
        out: list[RawMessage] = []
        limit = len(buffer) - self._n_after
        while start < limit:
            end = buffer.find(b"\n", start)
            at = bisect_left(blanks, end) if end >= 0 else len(blanks)
            n_from = bisect_left(froms, end)
            if at == len(blanks) or (n_from < len(froms) and froms[n_from] < blanks[at]):
                return out, start
            empty_at = blanks[at]
            verdict: bool | None = False
            while n_from < len(froms) and verdict is False:
                boundary = froms[n_from]
                verdict = is_separator(buffer, boundary + 1, is_end=self._is_end)
                n_from += 1
            if not verdict:
                return out, start
            key = body_key_between(buffer, empty_at + 2, boundary)
            kept = buffer[empty_at + 2 : boundary][:n_kept] if n_kept else b""
            asks = has_calendar_part(buffer, empty_at + 1, boundary)
            found_one = (buffer[start:end], buffer[end:empty_at], key, False, False, kept, asks)
            out.append(_new(RawMessage, found_one))
            start = boundary + 1
        return out, start

    def _boundary(self, search: int) -> tuple[int, int]:
        """Return the index of the next boundary's newline, and how far the search went.

        The boundary is -1 when the buffer holds none.
        """
        if not self._is_mbox:
            return -1, len(self._buffer)
        while True:
            found = _FROM_LINE.search(self._buffer, search)
            if found is None:
                return -1, max(search, len(self._buffer) - 5)
            at = found.start()
            verdict = is_separator(self._buffer, at + 1, is_end=self._is_end)
            if verdict:
                return at, at
            if verdict is None:
                return -1, at
            search = at + 1

    def _message(self, separator: bytes, start: int) -> tuple[RawMessage, int]:
        """Return the message whose header block begins at ``start``, and where the next is."""
        search = start
        while True:
            boundary, search = self._boundary(search)
            if boundary >= 0 or self._is_end:
                break
            if len(self._buffer) - start > MESSAGE_IN_MEMORY:
                return self._long_message(separator, start, search)
            search -= start
            self._fill(start)
            start = 0
        buffer = self._buffer
        stop = boundary if boundary >= 0 else len(buffer)
        empty_at = buffer.find(b"\n\n", start, stop + 1)
        if empty_at >= 0:
            key = body_key_between(buffer, empty_at + 2, stop)
            kept = buffer[empty_at + 2 : min(stop, empty_at + 2 + self._body_kept)]
            head = buffer[start:empty_at]
            asks = has_calendar_part(buffer, empty_at + 1, stop)
            return RawMessage(separator, head, key, False, False, kept, asks), stop + 1
        is_open = boundary < 0 and not buffer.endswith(b"\n", start)
        return RawMessage(separator, buffer[start:stop], body_key(b""), False, is_open), stop + 1

    def _long_message(self, separator: bytes, start: int, search: int) -> tuple[RawMessage, int]:
        """Read a message that is held only in part: its head, and the hash of its body."""
        head, is_cut, is_whole = b"", False, False
        while not is_whole:
            boundary, search = self._boundary(search)
            is_last = boundary >= 0 or self._is_end
            stop = boundary if boundary >= 0 else len(self._buffer) if is_last else search
            empty_at = self._buffer.find(b"\n\n", start, stop + 1)
            end = min(empty_at, stop) if empty_at >= 0 else stop
            is_whole = empty_at >= 0 or is_last
            if not is_cut and (is_whole or end - start > HEAD_LIMIT):
                is_cut = end - start > HEAD_LIMIT
                head = self._buffer[start : min(end, start + HEAD_LIMIT)]
            if not is_whole:
                keep = max(start, end - 1) if is_cut else start
                self._fill(keep)
                start, search = 0, max(search - keep, 0)
        hashing, begin = BodyHash(), end + 2
        kept = b""
        asks = has_calendar_part(self._buffer, begin - 1, stop)
        while True:
            boundary, search = self._boundary(search)
            is_last = boundary >= 0 or self._is_end
            stop = boundary if boundary >= 0 else len(self._buffer) if is_last else search
            if stop > begin:
                hashing.feed(self._buffer[begin:stop])
                if len(kept) < self._body_kept:
                    kept = (kept + self._buffer[begin:stop])[: self._body_kept]
                begin = stop
            if is_last:
                is_open = empty_at < 0 and boundary < 0
                message = RawMessage(separator, head, hashing.key(), is_cut, is_open, kept, asks)
                return message, stop + 1
            keep = min(begin, search)
            self._fill(keep)
            begin, search = begin - keep, search - keep
