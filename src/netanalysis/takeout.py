"""Small files inside a Google Takeout that is a tar: address books and calendars beside the mail.

Such a tar can be read only from the front, and may hold many gigabytes. So it is gone through
once for the names and first bytes of what may be wanted, and once for what is.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from netanalysis.errors import UnreadableExportError
from netanalysis.tars import TAKEOUT, Tar

WANTED: Final = (".ics", ".ical", ".icalendar", ".ifb", ".vcf", ".vcard", ".csv")
"""Endings of address books and calendars."""

MAILBOX: Final = ".mbox"

HEAD_BYTES: Final = 8 * 1024
MEMBER_LIMIT: Final = 64 * 1024 * 1024
"""Bytes of a member that is read; an address book with photographs stays below."""

MOST_MEMBERS: Final = 1000
MOST_BYTES: Final = 200 * 1024**3
"""Unpacked bytes gone through; Takeout makes no parts above 50 GB."""

_FIRST: Final = 2
"""Entries after which a tar has to have shown that it is a Takeout."""

_BLOCK_BYTES: Final = 1024 * 1024
GZIP: Final = b"\x1f\x8b"
_ERRORS: Final = (OSError, EOFError, zlib.error)


class Small(NamedTuple):
    """A member: its place among the members wanted, its name, bytes, and how it begins."""

    number: int
    name: str
    size: int
    head: bytes


class _Found(NamedTuple):
    members: tuple[Small, ...] = ()
    has_mailbox: bool = False


def small_members(path: Path) -> tuple[Small, ...]:
    """Return the members of a Takeout in a tar that may be wanted; none of any other file."""
    return _found(path).members


def has_mailbox(path: Path) -> bool:
    """Return whether a file is a Takeout in a tar with a mailbox in it."""
    return _found(path).has_mailbox


def _found(path: Path) -> _Found:
    try:
        status = path.stat()
        return _gone_through(path, status.st_size, status.st_mtime_ns)
    except OSError:
        return _Found()


@lru_cache(maxsize=64)
def _gone_through(path: Path, size: int, changed: int) -> _Found:
    found: list[Small] = []
    is_mailbox = False
    with _wanted(path) as members:
        for tar, name, n_bytes in members:
            if name.lower().endswith(MAILBOX):
                is_mailbox = True
            elif len(found) < MOST_MEMBERS:
                found.append(Small(len(found), name, n_bytes, tar.take(HEAD_BYTES)))
    return _Found(tuple(found), is_mailbox)


def open_small(path: Path, wanted: Small) -> BinaryIO:
    """Return a member that :func:`small_members` found.

    Raises
    ------
    UnreadableExportError
        If it is not there any more, or larger than is read.
    """
    if wanted.size <= MEMBER_LIMIT:
        with _wanted(path) as members:
            small = (one for one in members if not one[1].lower().endswith(MAILBOX))
            for number, (tar, name, size) in enumerate(small):
                if (number, name, size) == (wanted.number, wanted.name, wanted.size):
                    return BytesIO(tar.take(size))
    problem = "is too large" if wanted.size > MEMBER_LIMIT else "could not be read"
    raise UnreadableExportError(f"the member {wanted.name.rsplit('/', 1)[-1]} {problem}")


@contextmanager
def _wanted(path: Path) -> Iterator[Iterator[tuple[Tar, str, int]]]:
    """Give the members with an ending that is wanted, while the tar stands at each."""
    with path.open("rb") as raw:
        is_packed = raw.read(len(GZIP)) == GZIP
        raw.seek(0)
        if not is_packed:
            yield _members(Tar(_Source(raw).read, str))
            return
        with gzip.GzipFile(fileobj=raw) as unpacked:
            yield _members(Tar(_Source(unpacked).read, str))


class _Source:
    """Blocks of a stream; damage and too much of it end it."""

    def __init__(self, stream: BufferedReader | gzip.GzipFile) -> None:
        self._stream = stream
        self._n_left = MOST_BYTES

    def read(self) -> bytes:
        """Return the next bytes, none at the end."""
        try:
            block = self._stream.read1(_BLOCK_BYTES) if self._n_left > 0 else b""
        except _ERRORS:
            block = b""
        self._n_left = self._n_left - len(block) if block else 0
        return block


def _members(tar: Tar) -> Iterator[tuple[Tar, str, int]]:
    """Yield tar, name and size at each member wanted, if the first entries are a Takeout's."""
    is_takeout = False
    for number, entry in enumerate(tar):
        name = entry.name.removeprefix("./")
        is_takeout = is_takeout or name.startswith(TAKEOUT)
        if number >= _FIRST and not is_takeout:
            return
        if is_takeout and entry.is_regular and name.lower().endswith((*WANTED, MAILBOX)):
            yield tar, name, entry.size
