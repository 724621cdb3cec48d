"""A large mbox read by several processes, with the result that one process gives.

The file is cut at separators, found by the same rule that cuts messages, so that every part
is a run of whole messages. Each process reads its part as a file of its own; the last lines
are judged with the bytes that follow in view. Parts are put together in the order of the
file: people get the numbers they would have got, and messages keep their places.
"""

from __future__ import annotations

import codecs
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from netanalysis.harvest import Progress
from netanalysis.loaders.mail import crew
from netanalysis.loaders.mail.batch import BODY_KEPT, CHANGED, Batch, fingerprint, numbered
from netanalysis.loaders.mail.collect import Collector
from netanalysis.loaders.mail.cycles import rarely_searched
from netanalysis.loaders.mail.packed import packing
from netanalysis.loaders.mail.separators import SEPARATOR_LIMIT, is_separator
from netanalysis.loaders.mail.split import Splitter
from netanalysis.loaders.mail.stream import BLOCK, GZIP_MAGIC, Stream

PART: Final = 64 * 1024 * 1024
"""Bytes of a part: some ten thousand messages, whose facts are a few megabytes."""

WORTH_IT: Final = 512 * 1024 * 1024
"""Bytes from which several processes are used unasked. Each needs a third of a second of
processor time to start, and what it found has to be handed over and put together."""

MOST_WORKERS: Final = 8

_WINDOW: Final = 256 * 1024
_AFTER: Final = 2 * SEPARATOR_LIMIT
"""Bytes that must follow a cut: a separator line and the line after it."""


class Part(NamedTuple):
    """A run of whole messages: bytes from ``start`` to ``stop``, and what follows them."""

    start: int
    stop: int
    after: bytes


class PartRead(NamedTuple):
    """What was found in a part."""

    collector: Collector
    n_messages: int
    is_open: bool
    damage: str


def n_workers_for(n_bytes: int, wanted: int | None) -> int:
    """Return the number of processes for a file; ``wanted`` is what the caller asks for.

    With 0, several are used for a large file. So they are if nothing is asked for, but only
    where starting them cannot run the caller's own program again: in a notebook, at a prompt.
    """
    if wanted:
        return wanted
    if n_bytes < WORTH_IT or multiprocessing.parent_process() is not None:
        return 1
    is_safe = wanted == 0 or not hasattr(sys.modules.get("__main__"), "__file__")
    return min(os.cpu_count() or 1, MOST_WORKERS) if is_safe else 1


def parts_of(
    path: Path, size: int = PART, *, start: int = 0, tail: int | None = None
) -> list[Part]:
    """Return the parts of an mbox, about ``size`` bytes each; one or none if it has no cuts.

    ``start`` is where the first part begins: at a message. With ``tail``, what begins at most
    so many bytes before the end is a part of its own, if a message begins there.

    Compressed files, UTF-16 and files whose lines end in CR alone are not cut.
    """
    with path.open("rb") as file:
        n_bytes = os.fstat(file.fileno()).st_size
        first = file.read(BLOCK)
        is_odd = first.startswith((GZIP_MAGIC, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        if is_odd or packing(first) or b"\n" not in first:
            return []
        cuts: list[tuple[int, bytes]] = []
        at = start + size
        while at < n_bytes:
            found = _next_cut(file, at)
            if found is None:
                break
            cuts.append(found)
            at = max(found[0] + 1, found[0] + size)
        if tail is not None:
            cuts += _tail_cut(file, max(n_bytes - tail, cuts[-1][0] if cuts else start))
    starts = [start, *(cut for cut, _ in cuts)]
    stops = [*(cut for cut, _ in cuts), n_bytes]
    after = [*(text for _, text in cuts), b""]
    return [Part(*one) for one in zip(starts, stops, after, strict=True)]


def _tail_cut(file: BinaryIO, at: int) -> list[tuple[int, bytes]]:
    """Return the last cut after ``at``, if there is one."""
    last: list[tuple[int, bytes]] = []
    while (found := _next_cut(file, at)) is not None:
        last, at = [found], found[0] + 1
    return last


def _next_cut(file: BinaryIO, at: int) -> tuple[int, bytes] | None:
    """Return where the next message after ``at`` starts, and what stands there."""
    while True:
        window = _read_at(file, at, _WINDOW)
        found = window.find(b"\nFrom ")
        while found >= 0:
            after = _plain(_read_at(file, at + found + 1, 4 * _AFTER))
            if len(after) >= _AFTER and is_separator(after, 0, is_end=False):
                return at + found + 1, after
            found = window.find(b"\nFrom ", found + 1)
        if len(window) < _WINDOW:
            return None
        at += len(window) - len(b"\nFrom")


def _read_at(file: BinaryIO, at: int, size: int) -> bytes:
    file.seek(at)
    return file.read(size)


def _plain(raw: bytes) -> bytes:
    """Return bytes as :class:`Stream` gives them; a CR at the end may belong to what follows."""
    return raw.replace(b"\0", b"").rstrip(b"\r").replace(b"\r\n", b"\n")


class _PartStream(Stream):
    """The bytes of one part of a file."""

    def __init__(self, path: Path, part: Part, tell: Callable[[int], None] | None = None) -> None:
        self._n_left, self._tell, self._stop = BLOCK, None, part.stop
        super().__init__(path)
        file = path.open("rb", buffering=0)
        file.seek(part.start)
        self._file.close()
        self._file, self._pushed = file, b""
        self._n_left, self._tell = part.stop - part.start, tell
        self._is_first = part.start == 0

    def read_raw(self, size: int) -> bytes:
        """Return up to ``size`` bytes, none beyond the part."""
        block = super().read_raw(min(size, self._n_left)) if self._n_left else b""
        self._n_left -= len(block)
        if self._tell is not None:
            self._tell(self._stop - self._n_left)
        return block


@rarely_searched()
def read_part(batch: Batch, part: Part, *, tell: Callable[[int], None] | None = None) -> PartRead:
    """Return what stands in one part of an mbox; ``tell`` is told which byte of it is reached."""
    path, name = _place(batch)
    collector = Collector()
    number, is_open = collector.add_batch(), False
    n_messages = 0
    kept = BODY_KEPT if batch.with_body else 0
    with _PartStream(path, part, tell) as stream:

        def after() -> bytes:
            return b"" if stream.damage else part.after

        splitter = Splitter(stream.read_block, is_mbox=True, body_kept=kept, after=after)
        for sheaf in splitter.sheaves():
            collector.add(number, batch, numbered(name, n_messages, sheaf))
            n_messages += len(sheaf)
            is_open = sheaf[-1].is_open
    collector.settle()
    collector.mentions.forget()
    return PartRead(collector, n_messages, is_open, stream.damage)


def _place(batch: Batch) -> tuple[Path, str]:
    """Return the file of an mbox and the name it is known by."""
    place, name = next(iter(batch.paths))
    return Path(str(place)), name


def read_in_parts(
    batch: Batch,
    parts: list[Part],
    n_workers: int,
    progress: Progress | None,
    take: Callable[[Part, PartRead], int],
) -> int:
    """Read an mbox part by part in several processes; ends as reading it whole ends.

    ``take`` gets every part with what was found in it, in order, and returns the number of
    messages of the file so far. Returns the number of messages.
    """
    path, name = _place(batch)
    before = fingerprint(path)
    n_messages, is_open, damage = 0, False, ""
    if progress is not None:
        progress(name, parts[0].start, parts[-1].stop)
    coming = _in_order(batch, parts, n_workers, progress)
    for part, read in zip(parts, coming, strict=False):
        n_messages = take(part, read)
        is_open, damage = read.is_open, read.damage
        if progress is not None:
            progress(name, part.stop, parts[-1].stop)
        if damage:
            problem = f"{damage}; what stands before was read, get the file again"
            batch.remember(name, n_messages or None, "damaged", problem)
            break
    if n_messages and (is_open or damage):
        problem = "the last message breaks off; what is there was read"
        batch.remember(name, n_messages, "truncated", problem)
    if fingerprint(path) != before:
        batch.remember(name, None, "changed", CHANGED)
    return n_messages


def _in_order(
    batch: Batch, parts: list[Part], n_workers: int, progress: Progress | None
) -> Iterator[PartRead]:
    """Yield what stands in each part, in order."""
    path, name = _place(batch)
    bare = Batch(name, batch.folder, batch.kind, [(path, name)], with_body=batch.with_body)
    if n_workers > 1:
        return crew.in_order(partial(read_part, bare), parts, n_workers)
    stop = parts[-1].stop
    tell = None if progress is None else lambda at: progress(name, at, stop)
    return (read_part(bare, part, tell=tell) for part in parts)
