"""Mail inside a tar, packed or not (Google Takeout's ``.tgz``): one pass, nothing unpacked to disk.

Only what is needed of tar is read here, forwards and with caps; Python's ``tarfile`` trusts
the sizes that extended headers declare.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from netanalysis.loaders.mail import sniff
from netanalysis.loaders.mail.batch import CHANGED, Batch, Issue, Place, fingerprint
from netanalysis.loaders.mail.inside import Found, not_opened, sort_member
from netanalysis.loaders.mail.naming import is_half_delivered, is_worth_a_look
from netanalysis.loaders.mail.stream import Reader, Stream

BLOCK: Final = 512
NAME_LIMIT: Final = 64 * 1024
"""Bytes of an extended header; a path is shorter on every system."""

WHOLE_LIMIT: Final = 16 * 1024 * 1024
"""Members up to this size are held in memory while they are read."""

HEAD_KEPT: Final = 128 * 1024
"""Bytes of a larger member that can be read twice: to tell what it is, and to read it."""

MAX_ENTRIES: Final = 1_000_000
LOOK_LIMIT: Final = 2000
LOOK_BYTES: Final = 1024**3
"""Members, and bytes of them, looked at before a tar is held to be without mail."""

TAKEOUT: Final = "Takeout/"

_PAX_PATH: Final = re.compile(rb"(?:\A|\n)\d{1,9} path=([^\n]{1,65536})\n")
_REGULAR: Final = (b"0", b"\0", b"7")


class _Entry(NamedTuple):
    name: str
    size: int
    is_regular: bool


class TarMember:
    """One member, while the tar stands at it."""

    def __init__(self, tar: _Tar, entry: _Entry) -> None:
        self.name, self.size = entry.name, entry.size
        self._tar = tar
        self._head = tar.take(entry.size if entry.size <= WHOLE_LIMIT else HEAD_KEPT)

    def open(self) -> Reader:
        """Return the bytes from the first on; a large member can be read to its end once."""
        return _TarReader(self._head, self._tar)


class _TarReader:
    def __init__(self, head: bytes, tar: _Tar) -> None:
        self._head, self._tar = head, tar

    def read(self, size: int, /) -> bytes:
        """Return the next bytes of the member."""
        if self._head:
            data, self._head = self._head[:size], self._head[size:]
            return data
        return self._tar.take(size)

    def close(self) -> None:
        """Leave the tar open."""


class _Tar:
    """The entries of a tar, in order; ``take`` reads from the one it stands at."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
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
            block = self._stream.read_unpacked()
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

    def __iter__(self) -> Iterator[_Entry]:
        long_name = ""
        for _ in range(MAX_ENTRIES):
            self._skip()
            header = self._read(BLOCK)
            if len(header) < BLOCK or not header.strip(b"\0"):
                cut = "" if not header or len(header) == BLOCK else "the archive stops in a header"
                self.damage = self.damage or self._stream.damage or cut
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
            yield _Entry(name, size, kind in _REGULAR and not name.endswith("/"))
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


def is_takeout(path: Path) -> bool:
    """Return whether a tar is a part of a Google Takeout, with or without mail."""
    with Stream(path) as stream:
        return any(entry.name.startswith(TAKEOUT) for entry in islice(_Tar(stream), 3))


def holds_mail(path: Path) -> bool:
    """Return whether one of the first members of a tar is mail, or it is a Takeout.

    A Takeout may hold many gigabytes of photos before the mail: its name has to do.
    """
    with Stream(path) as stream:
        tar = _Tar(stream)
        n_bytes = 0
        for entry in islice(tar, LOOK_LIMIT):
            if entry.name.startswith(TAKEOUT):
                return True
            n_bytes += entry.size
            if n_bytes > LOOK_BYTES:
                return False
            if entry.is_regular and is_worth_a_look(entry.name):
                kind = sniff.kind_of_file(TarMember(tar, entry))
                if kind in sniff.SINGLES or kind in (sniff.MBOX, sniff.CSV):
                    return True
    return False


def tar_batches(path: Path, name: str) -> Iterator[Batch | Issue]:
    """Yield the batches of a tar in its own order; each must be read before the next is asked.

    Single messages that follow each other in one folder make one batch.
    """
    before = fingerprint(path)
    with Stream(path) as stream:
        walk = _Walk(_Tar(stream), name)
        yield from walk.batches()
        if walk.damage:
            problem = f"{walk.damage}; what stands before was read, get the file again"
            yield Issue(name, None, "damaged", problem, False)
    yield from not_opened(name, walk.n_closed)
    if fingerprint(path) != before:
        yield Issue(name, None, "changed", CHANGED, False)


class _Walk:
    """The members of a tar, sorted into batches while they go by."""

    def __init__(self, tar: _Tar, name: str) -> None:
        self._tar, self._name = tar, name
        self._entries = iter(tar)
        self._next: tuple[TarMember, Batch | Issue | Found] | None = None
        self._rows: dict[str, int] = {}
        self.n_closed = 0

    @property
    def damage(self) -> str:
        return self._tar.damage

    def batches(self) -> Iterator[Batch | Issue]:
        """Yield batches and issues until the end."""
        self._advance()
        while self._next is not None:
            _, found = self._next
            if isinstance(found, Found):
                row = f"{self._name}/{found.folder}" if found.folder else self._name
                n = self._rows[row] = self._rows.get(row, 0) + 1
                row = f"{row} ({n})" if n > 1 else row
                yield Batch(row, found.folder, sniff.MESSAGE, self._run(found.folder))
            else:
                yield found
                self._advance()

    def _run(self, folder: str) -> Iterator[tuple[Place, str]]:
        """Yield the single messages from here on that lie in one folder."""
        while self._next is not None:
            member, found = self._next
            if not isinstance(found, Found) or found.folder != folder:
                return
            yield member, found.shown
            self._advance()

    def _advance(self) -> None:
        self._next = None
        for entry in self._entries:
            name = entry.name.removeprefix("./").lstrip("/")
            last = name.rpartition("/")[2]
            if not entry.is_regular or is_half_delivered(name) or sniff.is_companion(last):
                continue
            if not is_worth_a_look(name):
                self.n_closed += 1
                continue
            member = TarMember(self._tar, entry._replace(name=name))
            self._next = member, sort_member(member, self._name)
            return
