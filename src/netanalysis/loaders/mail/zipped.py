"""Mail inside a zip: Google Takeout, or any other program's mailboxes and messages.

The zip is never unpacked. Members are read one after the other as streams, in the order of
their names, under the limits of :mod:`netanalysis.zips`.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from netanalysis.errors import UnreadableExportError
from netanalysis.loaders.mail import sniff
from netanalysis.loaders.mail.batch import CHANGED, Batch, Issue, Place, fingerprint
from netanalysis.loaders.mail.inside import Found, not_opened, sort_member
from netanalysis.loaders.mail.naming import (
    is_half_delivered,
    is_system_file,
    is_worth_a_look,
    shown_name,
)
from netanalysis.loaders.mail.stream import Reader
from netanalysis.zips import MAX_MAIL_ENTRIES, Budget, Listing, MemberStream, list_zip, open_zip

LOOK_LIMIT: Final = 200
"""Members without a telling name that are looked into before a zip is held to be no mail."""

_MAIL_ENDINGS: Final = (".mbox", ".eml", ".emlx", ".msg", ".mbox.gz", ".mbx", ".mboxrd")


class ZipMember:
    """One member of an open zip."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> None:
        self._archive, self._info, self._budget = archive, info, budget
        self.name = info.filename.replace("\\", "/")
        self.size = info.file_size

    def open(self) -> Reader:
        """Return the bytes of the member, guarded."""
        return MemberStream(self._archive, self._info, self._budget)


def holds_mail(path: Path) -> bool:
    """Return whether a zip holds mail: by the names of members, else by their content.

    Raises
    ------
    UnreadableExportError
        If the zip is damaged or a bomb.
    """
    listing = list_zip(path, max_entries=MAX_MAIL_ENTRIES, is_dropped=is_system_file)
    names = [info.filename.replace("\\", "/") for info in listing.members]
    if any(name.casefold().endswith(_MAIL_ENDINGS) for name in names):
        return True
    with closing(open_zip(path)) as archive:
        n_looked = 0
        for member in _members(archive, listing):
            if not is_worth_a_look(member.name) or n_looked >= LOOK_LIMIT:
                continue
            n_looked += 1
            try:
                kind = sniff.kind_of_file(member)
            except (OSError, UnreadableExportError):
                continue
            if kind in sniff.SINGLES or kind in (sniff.MBOX, sniff.CSV):
                return True
    return False


def is_takeout(path: Path) -> bool:
    """Return whether a zip is a part of a Google Takeout, with or without mail."""
    try:
        with closing(open_zip(path)) as archive:
            return any(name.startswith("Takeout/") for name in archive.namelist()[:LOOK_LIMIT])
    except UnreadableExportError:
        return False


def zip_batches(path: Path, name: str) -> Iterator[Batch | Issue]:
    """Yield the batches of a zip: each mbox, and the single messages of each folder.

    Raises
    ------
    UnreadableExportError
        If the zip is damaged, or a bomb by what it declares.
    """
    before = fingerprint(path)
    listing = list_zip(path, max_entries=MAX_MAIL_ENTRIES, is_dropped=is_system_file)
    for member, reason, problem in listing.refused:
        yield Issue(f"{name}/{shown_name(member)}", None, reason, problem, False)
    with closing(open_zip(path)) as archive:
        yield from _batches(archive, listing, name)
    if fingerprint(path) != before:
        yield Issue(name, None, "changed", CHANGED, False)


def _members(archive: zipfile.ZipFile, listing: Listing) -> Iterator[ZipMember]:
    budget = Budget(listing.cap)
    for info in sorted(listing.members, key=lambda info: info.filename):
        yield ZipMember(archive, info, budget)


def _batches(archive: zipfile.ZipFile, listing: Listing, name: str) -> Iterator[Batch | Issue]:
    singles: dict[str, list[tuple[Place, str]]] = {}
    n_closed = 0
    for member in _members(archive, listing):
        if is_half_delivered(member.name) or sniff.is_companion(member.name.rpartition("/")[2]):
            continue
        if not is_worth_a_look(member.name):
            n_closed += 1
            continue
        found = sort_member(member, name)
        if isinstance(found, Found):
            singles.setdefault(found.folder, []).append((member, found.shown))
        else:
            yield found
    for folder, paths in singles.items():
        row = f"{name}/{folder}" if folder else name
        yield Batch(row, folder, sniff.MESSAGE, paths)
    yield from not_opened(name, n_closed)
