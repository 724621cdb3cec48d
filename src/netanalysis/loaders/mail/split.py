"""Cut a stream of bytes into messages, in bounded memory.

Where one ends is the rule of :mod:`netanalysis.loaders.mail.separators`. The body is not kept, only
its key, see :mod:`netanalysis.loaders.mail.body_keys`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import numpy as np

from netanalysis.loaders.mail.body_keys import NO_BODY, BodyHash, body_key_between
from netanalysis.loaders.mail.headers import HEAD_LIMIT
from netanalysis.loaders.mail.invitations import has_calendar_part
from netanalysis.loaders.mail.separators import is_separator

MESSAGE_IN_MEMORY: Final = 512 * 1024
"""Bytes of one message held at once; a longer one is hashed piece by piece."""

# A search for a literal newline first is many times faster than one anchored at line starts.
_FROM_LINE: Final = re.compile(rb"\nFrom ")
_SHORT_REST: Final = 64 * 1024
"""Bytes at the end of a block that are looked at again together with the next one."""

LINES: Final = np.dtype("<i4")
"""How :func:`lines_of` writes its numbers."""

_new: Final = tuple.__new__  # half the time of the constructor in Python


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

    lines: bytes = b""
    """Where the headers of the block begin, see :func:`lines_of`; empty where nobody looked."""


class _Breaks:
    """Where lines of a buffer begin from ``start`` on, each at the newline before it.

    One pass over all bytes at once takes a third of the time of a search line by line.
    """

    def __init__(self, buffer: bytes, start: int) -> None:
        letters = np.frombuffer(buffer, dtype=np.uint8)
        newlines = np.flatnonzero(letters[start:-1] == ord("\n")) + start
        following = letters[newlines + 1]
        is_unfolded = (following != ord(" ")) & (following != ord("\t"))
        self._unfolded = newlines[is_unfolded]
        self.blanks: list[int] = newlines[following == ord("\n")].tolist()
        """Empty lines."""

        froms = newlines[following == ord("F")]
        fifth = letters[np.minimum(froms + len("From "), len(letters) - 1)]
        froms = froms[fifth == ord(" ")]
        ends = np.append(newlines, -1)[np.searchsorted(newlines, froms, side="right")]
        self.froms: list[tuple[int, int]] = [
            (at, end)
            for at, end in zip(froms.tolist(), ends.tolist(), strict=True)
            if buffer.startswith(b"From ", at + 1)
        ]
        """Lines that begin with "From ", and the newline after each; -1 where it is not there."""

    def of_heads(self, places: list[tuple[int, int]]) -> list[bytes]:
        """Return what :func:`lines_of` says of the header blocks between these places."""
        if not places:
            return []
        spots = np.add(places, (0, 1))  # the newline at the end is one of the lines
        edges = np.searchsorted(self._unfolded, spots.ravel())
        origins = np.repeat(np.repeat(spots[:, 0], 2)[:-1], np.diff(edges))
        lines = (self._unfolded[edges[0] : edges[-1]] - origins).astype(LINES).tobytes()
        ends = (LINES.itemsize * (edges - edges[0])).tolist()
        return [lines[begin:end] for begin, end in zip(ends[::2], ends[1::2], strict=True)]


def lines_of(head: bytes) -> bytes:
    """Return the newlines of a block that begin a header, not a fold, and the one after it.

    As numbers of 32 bits, counted from the beginning of the block.
    """
    letters = np.frombuffer(head + b"\n\n", dtype=np.uint8)
    newlines = np.flatnonzero(letters[:-1] == ord("\n"))
    first = letters[newlines + 1]
    lines: bytes = newlines[(first != ord(" ")) & (first != ord("\t"))].astype(LINES).tobytes()
    return lines


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
        self._breaks: _Breaks | None = None  # of the buffer, once it was looked at
        self._is_end = False

    def _fill(self, keep_from: int) -> None:
        block = self._read_block()
        self._is_end = not block
        if self._is_end and self._after is not None and not self._n_after:
            block = self._after()
            self._n_after = len(block)
        self._buffer = self._buffer[keep_from:] + block
        self._breaks = None

    def __iter__(self) -> Iterator[RawMessage]:
        for sheaf in self.sheaves():
            yield from sheaf

    def sheaves(self) -> Iterator[list[RawMessage]]:
        """Yield the messages, as many at a time as stand in the bytes at hand."""
        self._fill(0)
        if not self._is_mbox:
            self._buffer = b"\n" + self._buffer  # every header line after a newline
            yield [self._message(b"", 0)[0]]
            return
        start = 0  # index of the "F" of the open separator
        while self._buffer.startswith(b"\n", start):
            start += 1
        while start < len(self._buffer) - self._n_after:
            sheaf, start = self._whole_messages(start)
            if sheaf:
                yield sheaf
                if start >= len(self._buffer) - self._n_after:
                    return
                if len(self._buffer) - start < _SHORT_REST and not self._is_end:
                    self._fill(start)
                    start = 0
                    continue
            end = self._buffer.find(b"\n", start)
            while end < 0 and not self._is_end:
                self._fill(start)
                start = 0
                end = self._buffer.find(b"\n")
            end = len(self._buffer) if end < 0 else end
            message, start = self._message(self._buffer[start:end], end)
            yield [message]

    def _whole_messages(self, start: int) -> tuple[list[RawMessage], int]:
        """Return the messages that stand whole in the buffer, and where the next one starts.

        Stops early at a message that is not plain: without a body, or with a line that looks
        like a separator among its headers.
        """
        breaks = self._breaks = self._breaks or _Breaks(self._buffer, start)
        places = self._whole(start, breaks)
        buffer, find, n_kept = self._buffer, self._buffer.find, self._body_kept
        out: list[RawMessage] = []
        lines_of_heads = breaks.of_heads([place[:2] for place in places])
        for (begin, end, boundary), lines in zip(places, lines_of_heads, strict=True):
            key = body_key_between(buffer, end + 2, boundary)
            kept = buffer[end + 2 : boundary][:n_kept] if n_kept else b""
            asks = find(b"/", end, boundary) >= 0 and has_calendar_part(buffer, end + 1, boundary)
            head = buffer[begin:end]
            found = (buffer[start:begin], head, key, False, False, kept, asks, lines)
            out.append(_new(RawMessage, found))
            start = boundary + 1
        return out, start

    def _whole(self, start: int, breaks: _Breaks) -> list[tuple[int, int, int]]:
        """Return where the header blocks of whole messages begin and end, and their bodies end."""
        buffer, is_end = self._buffer, self._is_end
        blanks, froms = breaks.blanks, breaks.froms
        found: list[tuple[int, int, int]] = []
        limit = len(buffer) - self._n_after
        begin = buffer.find(b"\n", start)
        if begin < 0 or start >= limit:
            return found
        at = 0
        for n_from in range(bisect_left(froms, (begin, -1)), len(froms)):
            boundary, end = froms[n_from]
            at = bisect_left(blanks, begin, at)
            if at == len(blanks) or boundary < blanks[at]:
                break
            verdict = is_separator(buffer, boundary + 1, is_end=is_end)
            if verdict:
                found.append((begin, blanks[at], boundary))
                begin = end
                if end < 0 or boundary + 1 >= limit:
                    break
            elif verdict is None:
                break
        return found

    def _boundary(self, search: int) -> tuple[int, int]:
        """Return the index of the next boundary's newline, and how far the search went.

        The boundary is -1 when the buffer holds none.
        """
        if not self._is_mbox:
            return -1, len(self._buffer)
        while True:
            # attachments have no spaces, and one byte is found ten times as fast as six
            space = self._buffer.find(b" ", search)
            from_here = max(search, space - len("\nFrom"))
            found = _FROM_LINE.search(self._buffer, from_here) if space >= 0 else None
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
            found = (separator, head, key, False, False, kept, asks, lines_of(head))
            return _new(RawMessage, found), stop + 1
        is_open = boundary < 0 and not buffer.endswith(b"\n", start)
        head = buffer[start:stop]
        lines = lines_of(head)
        return RawMessage(separator, head, NO_BODY, False, is_open, lines=lines), stop + 1

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
                hashing.feed(self._buffer, begin, stop)
                if len(kept) < self._body_kept:
                    kept = (kept + self._buffer[begin:stop])[: self._body_kept]
                begin = stop
            if is_last:
                is_open = empty_at < 0 and boundary < 0
                key, lines = hashing.key(), lines_of(head)
                found = (separator, head, key, is_cut, is_open, kept, asks, lines)
                return _new(RawMessage, found), stop + 1
            keep = min(begin, search)
            self._fill(keep)
            begin, search = begin - keep, search - keep
