"""The entries of a tar, read forwards and with caps.

Only what is needed of tar is read here; Python's ``tarfile`` trusts the sizes that extended
headers declare.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

BLOCK: Final = 512
NAME_LIMIT: Final = 64 * 1024
"""Bytes of an extended header; a path is shorter on every system."""

MAX_ENTRIES: Final = 1_000_000
TAKEOUT: Final = "Takeout/"
"""How the names in every part of a Google Takeout begin."""

_PAX_PATH: Final = re.compile(rb"(?:\A|\n)\d{1,9} path=([^\n]{1,65536})\n")
_REGULAR: Final = (b"0", b"\0", b"7")


class Entry(NamedTuple):
    """One member: what it is called, its bytes, and whether it is a file."""

    name: str
    size: int
    is_regular: bool


class Tar:
    """The entries of a tar, in order; ``take`` reads from the one it stands at.

    ``read`` gives the next bytes, none at the end; ``damage`` says what was wrong with them.
    """

    def __init__(self, read: Callable[[], bytes], damage: Callable[[], str]) -> None:
        self._read_block, self._damage = read, damage
        self._buffer = b""
        self._left = self._padding = 0
        self.damage = ""

    def take(self, size: int) -> bytes:
        """Return up to ``size`` bytes of the current member."""
        data = self._read(min(size, self._left))
        self._left -= len(data)
        return data

    def _read(self, size: int) -> bytes:
        parts = [self._buffer[:size]]
        self._buffer = self._buffer[size:]
        n_missing = size - len(parts[0])
        while n_missing > 0:
            block = self._read_block()
            if not block:
                break
            parts.append(block[:n_missing])
            self._buffer = block[n_missing:]
            n_missing -= len(parts[-1])
        return b"".join(parts)

    def _skip(self) -> None:
        left = self._left + self._padding
        while left > 0:
            n = len(self._read(min(left, 1 << 20)))
            if not n:
                self.damage = "the archive stops before its end"
                break
            left -= n
        self._left = self._padding = 0

    def __iter__(self) -> Iterator[Entry]:
        long_name = ""
        for _ in range(MAX_ENTRIES):
            self._skip()
            header = self._read(BLOCK)
            if len(header) < BLOCK or not header.strip(b"\0"):
                cut = "" if not header or len(header) == BLOCK else "the archive stops in a header"
                self.damage = self.damage or self._damage() or cut
                return
            size = _number(header[124:136])
            if size is None or _checksum(header) != _number(header[148:156]):
                self.damage = "a header of the archive is damaged"
                return
            kind = header[156:157]
            self._left, self._padding = size, -size % BLOCK
            if kind in (b"L", b"x"):
                data = self.take(min(size, NAME_LIMIT))
                found = _PAX_PATH.search(data) if kind == b"x" else None
                raw = data.rstrip(b"\0") if kind == b"L" else found[1] if found else b""
                long_name = raw.decode("utf-8", "replace") or long_name
                continue
            if kind in (b"g", b"K"):
                continue
            name = long_name or _name(header)
            long_name = ""
            yield Entry(name, size, kind in _REGULAR and not name.endswith("/"))
        self.damage = "the archive has more entries than are read"


def _number(field: bytes) -> int | None:
    """Return a number of a tar header: octal digits, or binary where the first bit is set."""
    if field[:1] == b"\x80":
        return int.from_bytes(field[1:], "big")
    digits = field.strip(b" \0")
    if not digits:
        return 0
    return int(digits, 8) if re.fullmatch(rb"[0-7]{1,12}", digits) else None


def _checksum(header: bytes) -> int:
    return sum(header[:148]) + 8 * 32 + sum(header[156:])


def _name(header: bytes) -> str:
    name = header[:100].split(b"\0")[0]
    if header[257:263] == b"ustar\0" and header[345]:
        name = header[345:500].split(b"\0")[0] + b"/" + name
    return name.decode("utf-8", "replace")
