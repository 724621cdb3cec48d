"""Files of one kind under the paths given: in folders, in zips and Takeouts, or alone.

A loader says what its files end in and how they begin. Nothing is unpacked to disk, links
are not followed, and a zip is checked before any of it is inflated.
"""

from __future__ import annotations

import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from netanalysis.errors import ExportNotFoundError, UnreadableExportError
from netanalysis.filenames import base_name, is_clutter
from netanalysis.takeout import GZIP, open_small, small_members
from netanalysis.zips import Budget, list_zip, read_member

HEAD_BYTES: Final = 8 * 1024
"""Bytes that are looked at to tell what a file is."""

MAX_FILES: Final = 1_000_000
"""Entries of a folder that are looked at."""

_ARCHIVES: Final = (".zip", ".tgz", ".tar.gz", ".tar")
_TAR_MAGIC: Final = b"ustar"
_ZIP_MAGICS: Final = (b"PK\x03\x04", b"PK\x05\x06")
_ZIP_ERRORS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
)


@dataclass(frozen=True)
class FoundFile:
    """A file to read: what it is called, where it lies, and how to open it."""

    label: str
    path: Path
    size: int
    open: Callable[[], BinaryIO]


@dataclass(frozen=True)
class Kind:
    """What a loader reads: endings (looked for in folders and zips) and how files begin."""

    endings: tuple[str, ...]
    is_mine: Callable[[str, bytes], bool]


@dataclass
class Finds:
    """The files found, and the zips and members that could not be looked into."""

    files: list[FoundFile] = field(default_factory=list)
    damaged: list[tuple[str, str]] = field(default_factory=list)
    _labels: set[str] = field(default_factory=set)
    _seen: set[Path] = field(default_factory=set)

    def add(self, label: str, path: Path, size: int, opener: Callable[[], BinaryIO]) -> None:
        """Add a file under a label that no other has."""
        number, unique = 2, label
        while unique in self._labels:
            unique, number = f"{label} [{number}]", number + 1
        self._labels.add(unique)
        self.files.append(FoundFile(unique, path, size, opener))

    def is_new(self, path: Path) -> bool:
        """Whether this file was not met before, under whatever path."""
        real = path.resolve()
        is_new = real not in self._seen
        self._seen.add(real)
        return is_new


def find(paths: Sequence[Path], kind: Kind, *, exclude: Collection[Path] = ()) -> Finds:
    """Return the files of a kind under the paths, each once, in a fixed order.

    A file given by itself is judged by how it begins, whatever it is called; in folders
    and zips only files with a known ending are looked at.

    Raises
    ------
    ExportNotFoundError
        If a path is not there, or is neither a folder nor a regular file.
    """
    finds = Finds()
    for path in paths:
        if path.is_dir():
            for child in _walk(path, exclude):
                if child.name.lower().endswith(_ARCHIVES) or child.name.lower().endswith(
                    kind.endings
                ):
                    name = child.relative_to(path).as_posix()
                    _look_at(child, f"{path.resolve().name}/{name}", kind, finds)
        elif path.is_file():
            _look_at(path, path.name, kind, finds)
        else:
            raise ExportNotFoundError(f"{path.name!r} is neither a file nor a folder; check it")
    return finds


def holding(path: Path, kind: Kind, *, exclude: Collection[Path] = ()) -> list[Path]:
    """Return the files of a kind at or below a path, and the zips that hold some.

    ``exclude`` names files and folders that another loader takes. Never raises.
    """
    try:
        found = find([path], kind, exclude=exclude).files
    except (OSError, ValueError):
        return []
    return list(dict.fromkeys(file.path for file in found))


def _look_at(path: Path, label: str, kind: Kind, finds: Finds) -> None:
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
        if not finds.is_new(path):
            return
        if head.startswith(_ZIP_MAGICS):
            _look_into(path, label, kind, finds)
        elif head.startswith(GZIP) or head[257:262] == _TAR_MAGIC:
            _look_through(path, label, kind, finds)
        elif kind.is_mine(path.name, head):
            finds.add(label, path, path.stat().st_size, lambda: path.open("rb"))
    except OSError as error:
        finds.damaged.append((label, f"the file could not be opened ({error.strerror})"))


def _look_into(path: Path, label: str, kind: Kind, finds: Finds) -> None:
    """Add the members of a zip that are of the kind."""
    try:
        listing = list_zip(path)
    except UnreadableExportError as error:
        finds.damaged.append((label, str(error)))
        return
    budget = Budget(listing.cap)
    for info in listing.members:
        name = info.filename.replace("\\", "/")
        if not name.lower().endswith(kind.endings):
            continue
        try:
            with zipfile.ZipFile(path) as archive, archive.open(info) as stream:
                head = stream.read(HEAD_BYTES)
        except _ZIP_ERRORS:
            finds.damaged.append((f"{label}/{name}", "the member of the zip is damaged"))
            continue
        if kind.is_mine(base_name(name), head):
            opener = _member_opener(path, info, budget)
            finds.add(f"{label}/{name}", path, info.file_size, opener)


def _look_through(path: Path, label: str, kind: Kind, finds: Finds) -> None:
    """Add the members of a Takeout in a tar that are of the kind."""
    for found in small_members(path):
        is_called_so = found.name.lower().endswith(kind.endings)
        if is_called_so and kind.is_mine(base_name(found.name), found.head):
            opener = partial(open_small, path, found)
            finds.add(f"{label}/{found.name}", path, found.size, opener)


def _member_opener(path: Path, info: zipfile.ZipInfo, budget: Budget) -> Callable[[], BinaryIO]:
    return lambda: BytesIO(read_member(path, info, budget))


def _walk(root: Path, exclude: Collection[Path]) -> Iterator[Path]:
    """Yield the regular files below a folder in sorted order; links are not followed."""
    n_seen = 0
    for here, folders, names in os.walk(root):
        folders[:] = sorted(
            name for name in folders if not is_clutter(name) and Path(here) / name not in exclude
        )
        for name in sorted(names):
            path = Path(here) / name
            n_seen += 1
            if n_seen > MAX_FILES:
                return
            if path not in exclude and not is_clutter(name) and _is_regular(path):
                yield path


def _is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except (OSError, ValueError):
        return False
