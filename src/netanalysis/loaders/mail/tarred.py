"""Mail inside a tar, packed or not, as Takeout's ``.tgz``: one pass, nothing unpacked to disk."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from netanalysis.loaders.mail import sniff
from netanalysis.loaders.mail.batch import CHANGED, Batch, Issue, Place, fingerprint
from netanalysis.loaders.mail.inside import Found, not_opened, sort_member
from netanalysis.loaders.mail.naming import is_half_delivered, is_worth_a_look
from netanalysis.loaders.mail.stream import Reader, Stream
from netanalysis.tars import TAKEOUT, Entry, Tar

WHOLE_LIMIT: Final = 16 * 1024 * 1024
"""Members up to this size are held in memory while they are read."""

HEAD_KEPT: Final = 128 * 1024
"""Bytes of a larger member that can be read twice: to tell what it is, and to read it."""

LOOK_LIMIT: Final = 2000
LOOK_BYTES: Final = 1024**3
"""Members, and bytes of them, looked at before a tar is held to be without mail."""


class TarMember:
    """One member, while the tar stands at it."""

    def __init__(self, tar: Tar, entry: Entry) -> None:
        self.name, self.size = entry.name, entry.size
        self._tar = tar
        self._head = tar.take(entry.size if entry.size <= WHOLE_LIMIT else HEAD_KEPT)

    def open(self) -> Reader:
        """Return the bytes from the first on; a large member can be read to its end once."""
        return _TarReader(self._head, self._tar)


class _TarReader:
    def __init__(self, head: bytes, tar: Tar) -> None:
        self._head, self._tar = head, tar

    def read(self, size: int, /) -> bytes:
        """Return the next bytes of the member."""
        if self._head:
            data, self._head = self._head[:size], self._head[size:]
            return data
        return self._tar.take(size)

    def close(self) -> None:
        """Leave the tar open."""


def _tar(stream: Stream) -> Tar:
    return Tar(stream.read_unpacked, lambda: stream.damage)


def is_takeout(path: Path) -> bool:
    """Return whether a tar is a part of a Google Takeout, with or without mail."""
    with Stream(path) as stream:
        return any(entry.name.startswith(TAKEOUT) for entry in islice(_tar(stream), 3))


def holds_mail(path: Path) -> bool:
    """Return whether one of the first members of a tar is mail, or it is a Takeout.

    A Takeout may hold many gigabytes of photos before the mail: its name has to do.
    """
    with Stream(path) as stream:
        tar = _tar(stream)
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
        walk = _Walk(_tar(stream), name)
        yield from walk.batches()
        if walk.damage:
            problem = f"{walk.damage}; what stands before was read, get the file again"
            yield Issue(name, None, "damaged", problem, False)
    yield from not_opened(name, walk.n_closed)
    if fingerprint(path) != before:
        yield Issue(name, None, "changed", CHANGED, False)


class _Walk:
    """The members of a tar, sorted into batches while they go by."""

    def __init__(self, tar: Tar, name: str) -> None:
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
