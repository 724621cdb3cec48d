"""One row of the ledger: an mbox, the single messages of a folder, or what a reader gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from netanalysis.errors import UnreadableExportError
from netanalysis.harvest import Progress
from netanalysis.loaders.mail import emlx, msg, sniff
from netanalysis.loaders.mail.parties import Parties
from netanalysis.loaders.mail.split import RawMessage, Splitter
from netanalysis.loaders.mail.stream import Member, Stream
from netanalysis.zips import MemberError

FILE_BLOCK: Final = 64 * 1024
"""Bytes read at a time of a single message; most are smaller."""

BODY_KEPT: Final = 4 * 1024 * 1024
"""Bytes of a body that are looked at when word counts are asked for."""

CHANGED: Final = "it changed while it was read; load it again when it is complete"

Place = Path | Member
"""Where bytes lie: a file, or a member of another file."""


class Issue(NamedTuple):
    """One row of the issues table."""

    file: str
    line: int | None
    reason: str
    problem: str
    is_left_out: bool


class Item(NamedTuple):
    """One raw message with the place where it stands."""

    file: str
    number: int | None
    flags: str
    """Letters as in a Maildir name: T for deleted, D for draft; J for junk."""

    raw: RawMessage
    parties: Parties | None = None
    """Who takes part, where the source says so itself; headers are not asked then."""


def numbered(file: str, n_before: int, sheaf: Iterable[RawMessage]) -> list[Item]:
    """Return messages of an mbox as items, counted on from those that came before."""
    new = tuple.__new__  # half the time of the constructor in Python
    return [new(Item, (file, at, "", raw, None)) for at, raw in enumerate(sheaf, n_before + 1)]


@dataclass
class Batch:
    """What one row of the ledger is about."""

    file: str
    folder: str
    kind: str
    paths: Iterable[tuple[Place, str]]
    """Files to read, each with the name it is known by."""

    issues: list[Issue] = field(default_factory=list)
    n_not_mail: int = 0
    source: Callable[[Batch, Progress | None], Iterator[Item]] | None = None
    """Gives the messages of a kind of file that is neither mbox nor single messages."""

    with_body: bool = False
    """Whether items carry the beginning of their body, for word counts."""

    remark: str | None = None
    _n_files: int = 0

    @property
    def note(self) -> str | None:
        """A remark for the ledger: how many files stand behind the row."""
        if self.remark or self.source is not None or self.kind == sniff.MBOX:
            return self.remark
        n_files = self._n_files - self.n_not_mail
        return f"{n_files:,} files, one message each" if n_files != 1 else "1 file, one message"

    def sheaves(self, progress: Progress | None) -> Iterator[list[Item]]:
        """Yield the messages of the batch, some at a time; what cannot be read is an issue."""
        if self.source is not None:
            yield from ([item] for item in self.source(self, progress))
        elif self.kind == sniff.MBOX:
            yield from self._mbox_sheaves(progress)
        else:
            yield from ([item] for item in self._file_items(progress))

    def remember(self, name: str, line: int | None, reason: str, problem: str) -> None:
        """Add a remark to the issues; nothing was left out for it."""
        self.issues.append(Issue(name, line, reason, problem, False))

    def _splitter(self, read_block: Callable[[], bytes], *, is_mbox: bool) -> Splitter:
        kept = BODY_KEPT if self.with_body else 0
        return Splitter(read_block, is_mbox=is_mbox, body_kept=kept)

    def _mbox_sheaves(self, progress: Progress | None) -> Iterator[list[Item]]:
        place, name = next(iter(self.paths))
        number = 0
        is_open = False
        before = fingerprint(place)
        with Stream(place) as stream:

            def read_block() -> bytes:
                block = stream.read_block()
                if progress is not None:
                    progress(name, min(stream.n_done, stream.n_bytes), stream.n_bytes)
                return block

            for sheaf in self._splitter(read_block, is_mbox=True).sheaves():
                yield numbered(name, number, sheaf)
                number += len(sheaf)
                is_open = sheaf[-1].is_open
        if stream.damage:
            problem = f"{stream.damage}; what stands before was read, get the file again"
            self.remember(name, number or None, "damaged", problem)
        if number and (is_open or stream.damage):
            problem = "the last message breaks off; what is there was read"
            self.remember(name, number, "truncated", problem)
        if fingerprint(place) != before:
            self.remember(name, None, "changed", CHANGED)

    def _file_items(self, progress: Progress | None) -> Iterator[Item]:
        n_bytes = n_done = 0
        if progress is not None and isinstance(self.paths, list):
            n_bytes = sum(size_of(place) for place, _ in self.paths)
        for place, name in self.paths:
            self._n_files += 1
            before = fingerprint(place)
            try:
                item = self._one(place, name)
            except MemberError as error:
                self._not_mail(name, f"the file {error.what}")
                continue
            except UnreadableExportError as error:
                self._not_mail(name, str(error))
                continue
            except OSError as error:
                self._not_mail(name, f"the file could not be opened ({error.strerror})")
                continue
            if fingerprint(place) != before:
                self.remember(name, None, "changed", CHANGED)
            if item is None:
                continue
            yield item
            n_done += size_of(place)
            if progress is not None:
                progress(self.file, min(n_done, n_bytes), n_bytes)

    def _one(self, place: Place, name: str) -> Item | None:
        """Return the message of a file, or None where it holds none."""
        with Stream(place, block=FILE_BLOCK) as stream:
            first = stream.read_block()
            kind = sniff.kind_of_opening(stream.opening, first[: sniff.SNIFF_BYTES])
            if kind == sniff.MESSAGE:
                blocks = _Blocks(first, stream)
                raw = next(iter(self._splitter(blocks, is_mbox=False)))
                self._check_end(name, raw, stream)
                return Item(name, None, maildir_flags(place.name), raw)
        if kind == sniff.EMLX:
            return self._emlx(place, name)
        if kind == sniff.OLE:
            raw, parties = msg.read_msg(place)
            if parties is not None and parties.n_nameless:
                self.remember(name, None, "no mail address", parties.problem)
            return Item(name, None, "", raw, parties)
        self._not_mail(name)
        return None

    def _emlx(self, place: Place, name: str) -> Item:
        member = emlx.Emlx(place)
        with Stream(member, block=FILE_BLOCK) as stream:
            raw = next(iter(self._splitter(stream.read_block, is_mbox=False)))
        self._check_end(name, raw, stream)
        if member.problem:
            self.remember(name, None, "truncated", member.problem)
        return Item(name, None, member.flags, raw)

    def _check_end(self, name: str, raw: RawMessage, stream: Stream) -> None:
        if stream.damage or raw.is_open:
            problem = f"{stream.damage or 'the file ends inside its headers'}; read as it is"
            self.remember(name, None, "truncated", problem)

    def _not_mail(self, name: str, problem: str = "the file holds no mail headers") -> None:
        self.n_not_mail += 1
        self.remember(name, None, "not mail", f"{problem}; it was not read")


class _Blocks:
    """The blocks of a stream, beginning with one that was read already."""

    def __init__(self, first: bytes, stream: Stream) -> None:
        self._first = first
        self._stream = stream

    def __call__(self) -> bytes:
        first, self._first = self._first, b""
        return first or self._stream.read_block()


def size_of(place: Place) -> int:
    """Return the bytes of a place, 0 where they cannot be told."""
    if not isinstance(place, Path):
        return place.size
    try:
        return place.stat().st_size
    except OSError:
        return 0


def fingerprint(place: Place) -> tuple[int, int] | None:
    """Return size and time of the last change of a file; None for a member or no file."""
    if not isinstance(place, Path):
        return None
    try:
        status = place.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def maildir_flags(name: str) -> str:
    """Return the flag letters of a Maildir file name: after ``:2,`` (``;2,`` on Windows)."""
    for mark in (":2,", ";2,", "!2,"):
        _, found, flags = name.rpartition(mark)
        if found:
            return flags
    return ""
