"""Has a source changed? Told by names, sizes, times and the edges of its files.

A file counts as unchanged when path, size, time of change of its content (``mtime``) and of
its entry (``ctime``) are the same, and so are its first and last 4 kB; a file of up to
64 kB is hashed whole. On systems that keep a true ``ctime`` no program can change a file
and leave all of these as they were. Where more than the end of a file may have changed,
:func:`checksum` reads every byte.
"""

from __future__ import annotations

import hashlib
import os
import stat
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

EDGE: Final = 4096
WHOLE: Final = 64 * 1024
_BLOCK: Final = 1024 * 1024

Seen = tuple[str, int, int, int]
"""Path, size, and the two times of a file, in nanoseconds."""


def files_below(paths: Iterable[Path], exclude: Collection[Path]) -> Iterator[Seen]:
    """Yield every regular file at or below ``paths``, in a fixed order, not following links.

    ``exclude`` are absolute paths that are not entered.
    """
    for path in paths:
        if path.is_dir():
            yield from _walk(path, exclude)
        else:
            found = look(path)
            if found is not None:
                yield found


def _walk(folder: Path, exclude: Collection[Path]) -> Iterator[Seen]:
    pending = [folder]
    while pending:
        here = pending.pop()
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError:
            yield (str(here), -1, 0, 0)
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if Path(entry.path) not in exclude:
                    pending.append(Path(entry.path))
            elif entry.is_file(follow_symlinks=False):
                try:
                    yield _seen(entry.path, entry.stat(follow_symlinks=False))
                except OSError:
                    yield (entry.path, -1, 0, 0)


def look(path: Path) -> Seen | None:
    """Return what the system says of a file, None where there is no regular file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return _seen(str(path), status) if stat.S_ISREG(status.st_mode) else None


def _seen(path: str, status: os.stat_result) -> Seen:
    return (path, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


class Fingerprints:
    """Fingerprints of files, each file's edges read once."""

    def __init__(self) -> None:
        self._edges: dict[Seen, str] = {}

    def of(self, files: Iterable[Seen], *, unopened: Collection[str] = ()) -> str:
        """Return one digest of all ``files``; those ``unopened`` count by what is seen."""
        total = hashlib.sha256()
        for file in files:
            edges = "" if file[0] in unopened else self._edge_hash(file)
            total.update(f"{file!r}{edges}\n".encode("utf-8", "surrogatepass"))
        return total.hexdigest()

    def of_paths(self, paths: Sequence[Path]) -> str:
        """Return one digest of the files at ``paths``."""
        return self.of(look(path) or (str(path), -1, 0, 0) for path in paths)

    def _edge_hash(self, file: Seen) -> str:
        known = self._edges.get(file)
        if known is None:
            known = self._edges[file] = _read_edges(Path(file[0]))
        return known


def _read_edges(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb", buffering=0) as stream:
            size = os.fstat(stream.fileno()).st_size
            if size <= WHOLE:
                digest.update(stream.read(WHOLE))
            else:
                digest.update(stream.read(EDGE))
                stream.seek(size - EDGE)
                digest.update(stream.read(EDGE))
    except OSError:
        return "unreadable"
    return digest.hexdigest()


def checksum(path: Path, start: int, stop: int) -> int | None:
    """Return the CRC-32 of the bytes from ``start`` to ``stop``; None if they are not there."""
    value = 0
    try:
        with path.open("rb", buffering=0) as stream:
            stream.seek(start)
            left = stop - start
            while left:
                block = stream.read(min(left, _BLOCK))
                if not block:
                    return None
                value = zlib.crc32(block, value)
                left -= len(block)
    except OSError:
        return None
    return value
