"""LinkedIn exports, address books, calendars, tables, and the guard round zips."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Final

from format_makers import takeout_members
from harvest_laws import check_laws

from fuzzing import linkedin_seeds, seeds
from fuzzing.target import Target
from netanalysis import zips
from netanalysis.errors import NetAnalysisError, UnreadableExportError
from netanalysis.harvest import Harvest
from netanalysis.loaders import calendar, contacts, linkedin, mail, table


def _hold(read: Callable[[], Harvest]) -> None:
    try:
        harvest = read()
    except NetAnalysisError:
        return
    check_laws(harvest)


def _door(module: ModuleType, name: str) -> Callable[[bytes, Path], None]:
    """Return the check of a loader on a file of one name."""

    def check(data: bytes, folder: Path) -> None:
        path = folder / name
        path.write_bytes(data)
        _hold(lambda: module.read([path]))

    return check


def check_linkedin_csv(data: bytes, folder: Path) -> None:
    """An export in which one file, chosen by the bytes, is broken."""
    root = folder / linkedin_seeds.FOLDER
    root.mkdir(exist_ok=True)
    names = sorted(linkedin_seeds.SHEETS)
    own = max(names, key=lambda name: _likeness(data, linkedin_seeds.SHEETS[name]))
    for name, sound in linkedin_seeds.SHEETS.items():
        (root / name).write_bytes(data if name == own else sound)
    _hold(lambda: linkedin.read([root]))


def _likeness(data: bytes, sheet: bytes) -> int:
    """Return how many of the first columns of a sheet stand in the data."""
    return sum(name in data for name in sheet.split(b"\n", 5)[0].split(b",")[:4])


def check_table(data: bytes, folder: Path) -> None:
    """A table of interactions of any bytes."""
    path = folder / "calls.csv"
    path.write_bytes(data)
    _hold(lambda: table.read(path, None, channel="message", zone="Europe/Berlin"))


def check_zip_guard(data: bytes, folder: Path) -> None:
    """What a member gives is what its checksum promises, within the caps, or an error."""
    path = folder / "x.zip"
    path.write_bytes(data)
    try:
        listing = zips.list_zip(path)
        budget = zips.Budget(listing.cap)
        names = [info.filename for info in listing.members]
        assert len(names) == len({name.casefold() for name in names})
        for info in listing.members:
            try:
                content = zips.read_member(path, info, budget)
            except UnreadableExportError:
                continue
            assert zlib.crc32(content) == info.CRC
            assert len(content) == info.file_size
            assert ".." not in info.filename.replace("\\", "/").split("/")
    except UnreadableExportError:
        return


_CELLS: Final = (*seeds.TOKENS, *seeds.CELL_TOKENS)
_ZIP_TOKENS: Final = (
    *(b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07", b"\0\0\0\0"),
    *(
        b"\xff\xff\xff\xff",
        b"\xff\xff",
        b"\x08\0",
        b"\x01\0",
        b"../",
        b"/",
        b"C:",
        b"\0",
        b"\x63\0",
    ),
)
_TAKEOUT: Final = linkedin_seeds.zipped(takeout_members())
TARGETS: Final = (
    Target("linkedin_csv", check_linkedin_csv, tuple(linkedin_seeds.SHEETS.values()), _CELLS),
    Target("linkedin_zip", _door(linkedin, "export.zip"), linkedin_seeds.ZIPS, _ZIP_TOKENS),
    Target("vcard", _door(contacts, "book.vcf"), seeds.CARDS, (*seeds.TOKENS, *seeds.CARD_TOKENS)),
    Target(
        "ics", _door(calendar, "a.ics"), seeds.CALENDARS, (*seeds.TOKENS, *seeds.CALENDAR_TOKENS)
    ),
    Target("contacts_csv", _door(contacts, "book.csv"), seeds.BOOKS, _CELLS),
    Target("table", check_table, seeds.SHEETS, _CELLS),
    Target("zip_guard", check_zip_guard, (*linkedin_seeds.ZIPS, _TAKEOUT), _ZIP_TOKENS),
    Target("mail_zip", _door(mail, "takeout.zip"), (_TAKEOUT,), _ZIP_TOKENS),
)
