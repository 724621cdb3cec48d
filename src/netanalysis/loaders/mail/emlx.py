"""Apple Mail's single messages: a byte count, the message, and a property list behind it.

``.partial.emlx`` files have the same form, with the attachments taken out.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from netanalysis.loaders.mail.stream import Member, Reader

COUNT_LINE: Final = re.compile(rb"[ \t]{0,20}(\d{1,12})[ \t]{0,20}\r?\n")

TAIL_LIMIT: Final = 64 * 1024
"""Bytes read of the property list; real ones are below two kilobytes."""

_FLAGS: Final = re.compile(rb"<key>flags</key>\s{0,99}<integer>(\d{1,19})</integer>")
_DELETED, _DRAFT, _JUNK = 1 << 1, 1 << 6, 1 << 24


class Emlx:
    """The message inside an ``.emlx`` file, as a member of it.

    Once the message has been read to its end, ``flags`` holds what the property list says
    (T deleted, D draft, J junk), and ``problem`` whether the byte count was wrong.
    """

    def __init__(self, place: Path | Member) -> None:
        self._place = place
        self.name = place.name
        self.size = place.stat().st_size if isinstance(place, Path) else place.size
        self.flags = ""
        self.problem = ""

    def open(self) -> Reader:
        """Return the bytes of the message alone."""
        place = self._place
        file: Reader = place.open("rb") if isinstance(place, Path) else place.open()
        return _Message(file, self)

    def close_with(self, tail: bytes, n_missing: int) -> None:
        """Take in what follows the message."""
        if n_missing:
            self.problem = "the file ends before the message does; it was read as it is"
            return
        if tail.strip() and not tail.lstrip().startswith((b"<?xml", b"<!DOCTYPE", b"<plist")):
            self.problem = "its byte count is not that of the message; it was read as counted"
        found = _FLAGS.search(tail)
        if found is not None:
            bits = int(found[1])
            signs = ((_DELETED, "T"), (_DRAFT, "D"), (_JUNK, "J"))
            self.flags = "".join(letter for bit, letter in signs if bits & bit)


class _Message:
    """Reads as many bytes as the count says, then the tail."""

    def __init__(self, file: Reader, whole: Emlx) -> None:
        self._file, self._whole = file, whole
        start = file.read(4096)
        found = COUNT_LINE.match(start)
        self._left = int(found[1]) if found is not None else 0
        self._start = start[found.end() :] if found is not None else start
        self._is_over = False

    def read(self, size: int, /) -> bytes:
        """Return the next bytes of the message."""
        if self._is_over:
            return b""
        wanted = min(size, self._left)
        data, self._start = self._start[:wanted], self._start[wanted:]
        if not data and wanted:
            data = self._file.read(wanted)
        self._left -= len(data)
        if not data:
            self._is_over = True
            tail = self._start + self._file.read(TAIL_LIMIT) if not self._left else b""
            self._whole.close_with(tail, self._left)
        return data

    def close(self) -> None:
        """Close the file."""
        self._file.close()
