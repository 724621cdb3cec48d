"""Zip files that may be broken or hostile: checked first, read as streams, never extracted.

A zip is only ever asked for the bytes of one named member at a time; nothing is written.
Python's ``zipfile`` takes the last of two members with one name and believes the sizes a
zip declares; the checks here do neither.
"""

from __future__ import annotations

import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from lzma import LZMAError
from pathlib import Path
from typing import Final

from netanalysis.errors import UnreadableExportError
from netanalysis.filenames import base_name, is_clutter

MAX_ENTRIES: Final = 10_000
"""Real LinkedIn exports hold under 200 entries; more than this is no export."""

MAX_MAIL_ENTRIES: Final = 100_000
"""A zipped Maildir holds an entry a message; the list alone takes 60 MB of memory at this."""

MIN_TOTAL_CAP: Final = 2 * 1024**3
"""Uncompressed bytes always allowed, whatever the size of the zip."""

TOTAL_RATIO: Final = 100
"""Above the floor, uncompressed bytes allowed per byte of the zip."""

MEMBER_RATIO: Final = 200
"""Uncompressed bytes allowed per compressed byte of one member; CSV text reaches about 20."""

MEMBER_FLOOR: Final = 10 * 1024**2
"""Bytes one member may hold before its ratio is looked at."""

_ZIP_MAGICS: Final = (b"PK\x03\x04", b"PK\x05\x06")
_CHUNK: Final = 1024**2
_LOCAL_HEADER: Final = 30
_DIRECTORY_ERRORS: Final = (
    zipfile.BadZipFile,
    ValueError,
    struct.error,
    NotImplementedError,
    OverflowError,
    EOFError,
)
_MEMBER_ERRORS: Final = (*_DIRECTORY_ERRORS, zlib.error, LZMAError, RuntimeError, OSError)
DOWNLOAD_AGAIN: Final = "download the export again"


def is_zip(path: Path) -> bool:
    """Whether a regular file begins as a zip does."""
    try:
        with path.open("rb") as stream:
            return stream.read(4) in _ZIP_MAGICS
    except OSError:
        return False


@dataclass
class Budget:
    """Uncompressed bytes that may still be read from one zip."""

    left: int


@dataclass
class Listing:
    """The members of a zip that may be read, and what was refused with the reason."""

    members: list[zipfile.ZipInfo] = field(default_factory=list)
    refused: list[tuple[str, str, str]] = field(default_factory=list)
    cap: int = MIN_TOTAL_CAP


def list_zip(
    path: Path,
    *,
    max_entries: int | None = None,
    is_dropped: Callable[[str], bool] = is_clutter,
) -> Listing:
    """Return the readable members of a zip after the checks that need no inflating.

    ``is_dropped`` tells by its path which member is left out without a word.

    Raises
    ------
    UnreadableExportError
        If the zip is empty, truncated, damaged in its directory, has overlapping
        entries, or declares more entries or bytes than an export can have.
    """
    archive = open_zip(path)
    with archive:
        infos, start_dir = archive.infolist(), archive.start_dir
    if not infos:
        raise UnreadableExportError(f"{path.name} is an empty zip; {DOWNLOAD_AGAIN}")
    listing = Listing(cap=max(MIN_TOTAL_CAP, TOTAL_RATIO * path.stat().st_size))
    limits = (MAX_ENTRIES if max_entries is None else max_entries, listing.cap)
    _refuse_bombs(path.name, infos, start_dir, limits)
    _sort_members([info for info in infos if info.filename[-1:] != "/"], listing, is_dropped)
    return listing


def open_zip(path: Path) -> zipfile.ZipFile:
    """Return an open zip whose directory could be read.

    Raises
    ------
    UnreadableExportError
        If it cannot be opened, or is truncated or damaged in its directory.
    """
    try:
        return zipfile.ZipFile(path)
    except _DIRECTORY_ERRORS as error:
        raise UnreadableExportError(
            f"{path.name} is a truncated or damaged zip (no readable list of contents was found); "
            f"{DOWNLOAD_AGAIN}"
        ) from error
    except OSError as error:
        raise UnreadableExportError(
            f"{path.name} could not be opened ({error.strerror}); check its permissions"
        ) from error


def member_names(path: Path) -> list[str]:
    """Return the names of the files in a zip, none where it cannot be opened."""
    try:
        with open_zip(path) as archive:
            return [name.replace("\\", "/") for name in archive.namelist() if name[-1:] != "/"]
    except UnreadableExportError:
        return []


class MemberError(UnreadableExportError):
    """A member cannot be read, or not further; ``what`` says why in a few words."""

    def __init__(self, member: str, zip_name: str, what: str, advice: str = "") -> None:
        super().__init__(f"{member} in {zip_name} {what}; {advice or DOWNLOAD_AGAIN}")
        self.what = what


class MemberStream:
    """The bytes of one member, counted while reading; the declared size is not believed.

    Opening and reading raise :class:`MemberError` where the member is encrypted, damaged,
    cut short, or unpacks to more than the caps allow.
    """

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> None:
        self._info, self._budget = info, budget
        self._names = (base_name(info.filename), Path(archive.filename or "").name)
        self.n_read = 0
        if info.flag_bits & 0x1:
            advice = "unpack the zip with its password and load the folder"
            raise MemberError(*self._names, "is encrypted", advice)
        self._cap = min(budget.left, max(MEMBER_FLOOR, MEMBER_RATIO * info.compress_size))
        if info.file_size > self._cap:
            raise self._too_large()
        try:
            self._stream = archive.open(info)
        except _MEMBER_ERRORS as error:
            raise MemberError(*self._names, "is damaged") from error

    def read(self, size: int) -> bytes:
        """Return the next bytes, at most ``size``; empty at the end."""
        try:
            chunk = self._stream.read(size)
        except _MEMBER_ERRORS as error:
            raise MemberError(*self._names, "is damaged") from error
        self.n_read += len(chunk)
        self._budget.left -= len(chunk)
        if self.n_read > self._cap:
            raise self._too_large()
        if not chunk and size and self.n_read != self._info.file_size:
            what = f"is cut short ({self.n_read} of {self._info.file_size} bytes)"
            raise MemberError(*self._names, what)
        return chunk

    def close(self) -> None:
        """Let the member go; the zip stays open."""
        self._stream.close()

    def _too_large(self) -> MemberError:
        what = f"unpacks to more than {self._cap // 1024**2} MB, which no export does"
        return MemberError(*self._names, what, "it was refused as a zip bomb")


def read_member(path: Path, info: zipfile.ZipInfo, budget: Budget) -> bytes:
    """Return the bytes of one member, counting while reading.

    Raises
    ------
    UnreadableExportError
        If the member is encrypted, damaged, or larger than the caps allow.
    """
    chunks: list[bytes] = []
    with open_zip(path) as archive, closing(MemberStream(archive, info, budget)) as stream:
        while chunk := stream.read(_CHUNK):
            chunks.append(chunk)
    return b"".join(chunks)


def _refuse_bombs(
    name: str, infos: list[zipfile.ZipInfo], start_dir: int, limits: tuple[int, int]
) -> None:
    max_entries, cap = limits
    if len(infos) > max_entries:
        raise UnreadableExportError(
            f"{name} has {len(infos)} entries, more than the {max_entries} an export could have; "
            "it was refused"
        )
    declared = sum(info.file_size for info in infos)
    if declared > cap:
        raise UnreadableExportError(
            f"{name} would unpack to {declared // 1024**2} MB, more than the {cap // 1024**2} MB "
            "allowed for its size; it was refused as a zip bomb"
        )
    ordered = sorted(infos, key=lambda info: info.header_offset)
    ends = [info.header_offset + _LOCAL_HEADER + info.compress_size for info in ordered]
    starts = [info.header_offset for info in ordered[1:]] + [start_dir]
    if ordered[0].header_offset < 0 or any(
        end > start for end, start in zip(ends, starts, strict=True)
    ):
        raise UnreadableExportError(
            f"{name} has overlapping or impossible entries, as zip bombs do; it was refused"
        )


def _sort_members(
    infos: list[zipfile.ZipInfo], listing: Listing, is_dropped: Callable[[str], bool]
) -> None:
    """Split the members into readable ones and refused ones; clutter is dropped silently."""
    by_name: dict[str, list[zipfile.ZipInfo]] = {}
    for info in infos:
        unsafe = _unsafe(info)
        if unsafe:
            listing.refused.append((base_name(info.filename), "unsafe entry", unsafe))
        elif not is_dropped(info.filename):
            folded = unicodedata.normalize("NFC", info.filename.replace("\\", "/")).casefold()
            by_name.setdefault(folded, []).append(info)
    for same in by_name.values():
        if len(same) == 1:
            listing.members.append(same[0])
        else:
            listing.refused.append(
                (
                    same[0].filename.replace("\\", "/"),
                    "member twice in the zip",
                    f"the zip holds {len(same)} members of this name and none says which is right; "
                    f"none was read, {DOWNLOAD_AGAIN}",
                )
            )


def _unsafe(info: zipfile.ZipInfo) -> str:
    """Return why an entry cannot belong to an export, or an empty string."""
    name = info.filename.replace("\\", "/")
    if not name:
        return "it has no name; it was not read"
    if "\x00" in info.orig_filename:
        return "its name holds a NUL character; it was not read"
    if name.startswith("/") or ".." in name.split("/") or name[1:2] == ":":
        return "its path leaves the folder of the export; it was not read"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "it is a symbolic link; it was not read"
    return ""
