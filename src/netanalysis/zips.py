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
from dataclasses import dataclass, field
from lzma import LZMAError
from pathlib import Path
from typing import Final

from netanalysis.errors import UnreadableExportError
from netanalysis.filenames import base_name, is_clutter

MAX_ENTRIES: Final = 10_000
"""Real exports hold under 200 entries; more than this is no export."""

MIN_TOTAL_CAP: Final = 2 * 1024**3
"""Uncompressed bytes always allowed, whatever the size of the zip."""

TOTAL_RATIO: Final = 100
"""Above the floor, uncompressed bytes allowed per byte of the zip."""

MEMBER_RATIO: Final = 200
"""Uncompressed bytes allowed per compressed byte of one member; CSV text reaches about 20."""

MEMBER_FLOOR: Final = 10 * 1024**2
"""Bytes one member may hold before its ratio is looked at."""

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


def list_zip(path: Path) -> Listing:
    """Return the readable members of a zip after the checks that need no inflating.

    Raises
    ------
    UnreadableExportError
        If the zip is empty, truncated, damaged in its directory, has overlapping
        entries, or declares more entries or bytes than an export can have.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            start_dir = archive.start_dir
    except _DIRECTORY_ERRORS as error:
        raise UnreadableExportError(
            f"{path.name} is a truncated or damaged zip (no readable list of contents was found); "
            f"{DOWNLOAD_AGAIN}"
        ) from error
    except OSError as error:
        raise UnreadableExportError(
            f"{path.name} could not be opened ({error.strerror}); check its permissions"
        ) from error
    if not infos:
        raise UnreadableExportError(f"{path.name} is an empty zip; {DOWNLOAD_AGAIN}")
    listing = Listing(cap=max(MIN_TOTAL_CAP, TOTAL_RATIO * path.stat().st_size))
    _refuse_bombs(path.name, infos, start_dir, listing.cap)
    _sort_members([info for info in infos if not info.is_dir()], listing)
    return listing


def read_member(path: Path, info: zipfile.ZipInfo, budget: Budget) -> bytes:
    """Return the bytes of one member, counting while reading.

    Raises
    ------
    UnreadableExportError
        If the member is encrypted, damaged, or larger than the caps allow.
    """
    name = base_name(info.filename)
    if info.flag_bits & 0x1:
        raise UnreadableExportError(
            f"{name} in {path.name} is encrypted; unpack the zip with its password and load "
            "the folder"
        )
    cap = min(budget.left, max(MEMBER_FLOOR, MEMBER_RATIO * info.compress_size))
    if info.file_size > cap:
        raise UnreadableExportError(_too_large(name, path.name, cap))
    chunks: list[bytes] = []
    total = 0
    try:
        with zipfile.ZipFile(path) as archive, archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                total += len(chunk)
                if total > cap:
                    raise UnreadableExportError(_too_large(name, path.name, cap))
                chunks.append(chunk)
    except UnreadableExportError:
        raise
    except _MEMBER_ERRORS as error:
        raise UnreadableExportError(
            f"{name} in {path.name} is damaged and was not used; {DOWNLOAD_AGAIN}"
        ) from error
    if total != info.file_size:
        raise UnreadableExportError(
            f"{name} in {path.name} is cut short ({total} of {info.file_size} bytes); "
            f"{DOWNLOAD_AGAIN}"
        )
    budget.left -= total
    return b"".join(chunks)


def _too_large(name: str, zip_name: str, cap: int) -> str:
    return (
        f"{name} in {zip_name} unpacks to more than {cap // 1024**2} MB, which no export does; "
        "it was refused as a zip bomb"
    )


def _refuse_bombs(name: str, infos: list[zipfile.ZipInfo], start_dir: int, cap: int) -> None:
    if len(infos) > MAX_ENTRIES:
        raise UnreadableExportError(
            f"{name} has {len(infos)} entries, more than the {MAX_ENTRIES} an export could have; "
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


def _sort_members(infos: list[zipfile.ZipInfo], listing: Listing) -> None:
    """Split the members into readable ones and refused ones; clutter is dropped silently."""
    by_name: dict[str, list[zipfile.ZipInfo]] = {}
    for info in infos:
        unsafe = _unsafe(info)
        if unsafe:
            listing.refused.append((base_name(info.filename), "unsafe entry", unsafe))
        elif not is_clutter(info.filename):
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
    if "\x00" in info.orig_filename:
        return "its name holds a NUL character; it was not read"
    if name.startswith("/") or ".." in name.split("/") or name[1:2] == ":":
        return "its path leaves the folder of the export; it was not read"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "it is a symbolic link; it was not read"
    return ""
