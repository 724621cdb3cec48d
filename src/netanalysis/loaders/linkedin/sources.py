"""Where the files of an export lie: in a folder, in a zip, or alone.

A :class:`Source` is one file with the bytes still unread. Finding sources opens no file
but the list of contents of a zip.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final
from zipfile import ZipInfo

from netanalysis.errors import ExportNotFoundError, NetAnalysisError, UnreadableExportError
from netanalysis.filenames import base_name, is_clutter
from netanalysis.loaders.linkedin.naming import (
    canonical_name,
    export_day,
    is_complete,
    is_copy,
    is_export_name,
)
from netanalysis.tally import Issue
from netanalysis.zips import Budget, is_zip, list_zip, read_member

MAX_FILES: Final = 10_000
"""Files looked at in a folder; an export has under 200."""

MAX_FILE_BYTES: Final = 2 * 1024**3
"""Larger than any CSV of an export by a factor of ten."""


@dataclass(frozen=True)
class Source:
    """One file of an export: its label, what its name tells, and how to get its bytes."""

    label: str
    name: str
    export_name: str
    size: int
    load: Callable[[], bytes]
    is_alone: bool = False

    @property
    def canonical(self) -> str:
        """The canonical file name."""
        return canonical_name(self.name)

    @property
    def seen_on(self) -> datetime | None:
        """The day of the export, where its name gives one."""
        return export_day(self.export_name)

    @property
    def rank(self) -> tuple[bool, datetime, bool, int, str]:
        """Order of preference among copies of one file; the greatest is read.

        Complete before Basic, then the later export, then the spelling without a copy
        number or spaces, then the larger file.
        """
        day = self.seen_on or datetime.min
        return is_complete(self.export_name), day, not is_copy(self.name), self.size, self.label


@dataclass
class Found:
    """All sources of the paths given, and what was refused on the way."""

    sources: list[Source] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    failures: list[tuple[str, NetAnalysisError]] = field(default_factory=list)
    _seen: set[Path] = field(default_factory=set)
    _labels: set[str] = field(default_factory=set)

    def look_at(self, path: Path) -> None:
        """Add the sources under a path: a folder (whatever its name), a zip or a file.

        Raises
        ------
        ExportNotFoundError
            If there is nothing at the path, or neither a folder nor a regular file.
        """
        if not path.exists():
            raise ExportNotFoundError(f"there is no file or folder {path.name!r}")
        if path.resolve() in self._seen:
            return
        self._seen.add(path.resolve())
        if path.is_dir():
            self._add_folder(path, self._label(path.resolve().name))
        elif not path.is_file():
            raise ExportNotFoundError(f"{path.name!r} is neither a folder nor a regular file")
        elif is_zip(path) and path.suffix.casefold() != ".csv":
            self._try_zip(path)
        elif path.suffix.casefold() == ".zip":
            self.failures.append((path.name, _no_zip(path)))
        else:
            folder = path.resolve().parent.name
            export = folder if is_export_name(folder) else ""
            label = f"{export}/{path.name}" if export else path.name
            self._add_file(path, self._label(label), export, is_alone=True)

    def _label(self, label: str) -> str:
        """Return a label that no other export of this load bears."""
        number, unique = 2, label
        while unique in self._labels:
            unique, number = f"{label} [{number}]", number + 1
        self._labels.add(unique)
        return unique

    def _add_folder(self, root: Path, label: str) -> None:
        for count, path in enumerate(_walk(root)):
            if count >= MAX_FILES:
                problem = f"only the first {MAX_FILES} files of the folder were looked at"
                self.issues.append(Issue(label, None, "too many files", problem, False))
                return
            if path.resolve() in self._seen:
                continue
            relative = path.relative_to(root).as_posix()
            if is_export_name(path.name) and is_zip(path):
                self._seen.add(path.resolve())
                self._try_zip(path)
            elif not is_clutter(relative):
                self._seen.add(path.resolve())
                self._add_file(path, f"{label}/{relative}", _export_of(f"{label}/{relative}"))

    def _add_file(self, path: Path, label: str, export: str, *, is_alone: bool = False) -> None:
        size = path.stat().st_size
        self.sources.append(
            Source(label, path.name, export, size, partial(_read_file, path), is_alone=is_alone)
        )

    def _try_zip(self, path: Path) -> None:
        try:
            self._add_zip(path)
        except UnreadableExportError as error:
            self.failures.append((path.name, error))

    def _add_zip(self, path: Path) -> None:
        listing = list_zip(path)
        label, budget = self._label(path.name), Budget(listing.cap)
        for name, reason, problem in listing.refused:
            self.issues.append(Issue(f"{label}/{name}", None, reason, problem, False))
        before = _fingerprint(path)
        for info in listing.members:
            member = f"{label}/" + info.filename.replace("\\", "/")
            load = partial(_read_zipped, path, info, budget, before)
            self.sources.append(
                Source(member, base_name(member), _export_of(member), info.file_size, load)
            )


def find_sources(paths: Sequence[Path]) -> Found:
    """Return every file under the paths, each once, in a fixed order."""
    found = Found()
    for path in paths:
        found.look_at(path)
    return found


def _walk(root: Path) -> Iterator[Path]:
    """Yield the regular files below a folder in sorted order; links to folders stay out."""
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = sorted(n for n in subfolders if not is_clutter(n))
        for name in sorted(names):
            path = Path(folder) / name
            try:
                is_regular = stat.S_ISREG(path.stat().st_mode)
            except OSError:
                continue
            if is_regular:
                yield path


def _export_of(label: str) -> str:
    """Return the innermost folder or zip in a label that is named like an export."""
    folders = label.split("/")[:-1]
    return next((name for name in reversed(folders) if is_export_name(name)), folders[0])


def _no_zip(path: Path) -> UnreadableExportError:
    what = "is empty" if path.stat().st_size == 0 else "is not a zip inside"
    return UnreadableExportError(
        f"{path.name} {what} (the download may have stopped); download the export again"
    )


def _fingerprint(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def _check_unchanged(path: Path, before: tuple[int, int]) -> None:
    if _fingerprint(path) != before:
        raise UnreadableExportError(
            f"{path.name} changed while it was read; load it again when it is complete"
        )


def _read_zipped(path: Path, info: ZipInfo, budget: Budget, before: tuple[int, int]) -> bytes:
    data = read_member(path, info, budget)
    _check_unchanged(path, before)
    return data


def _read_file(path: Path) -> bytes:
    name = base_name(path.name)
    try:
        before = _fingerprint(path)
        if before[0] > MAX_FILE_BYTES:
            raise UnreadableExportError(
                f"{name} is larger than 2 GB, which no file of an export is"
            )
        data = path.read_bytes()
        _check_unchanged(path, before)
    except OSError as error:
        raise UnreadableExportError(
            f"{name} could not be opened ({error.strerror}); check its permissions"
        ) from error
    return data
