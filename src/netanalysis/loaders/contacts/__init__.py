"""The address book door: vCards (2.1, 3.0, 4.0) and the contacts CSV of mail programs.

A card ties names to mail addresses, says which addresses are one person's, and may state
a job, and days to congratulate on. Photos, telephone numbers, postal addresses and notes are
never read, nor is the year of a birthday kept: they are the private data of others.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

from netanalysis.content_lines import begins_with, blocks
from netanalysis.errors import NetAnalysisError, UnknownExportError, UnreadableExportError
from netanalysis.files import FoundFile, Kind, find, holding
from netanalysis.harvest import Harvest, Progress
from netanalysis.loaders.contacts.book import Book, build_harvest
from netanalysis.loaders.contacts.cards import WANTED, Card, card_of
from netanalysis.loaders.contacts.sheets import cards_in, is_book
from netanalysis.tally import Tally

__all__ = ["files", "read"]

MAX_SHEET_BYTES: Final = 256 * 1024**2
"""Larger than any address book; a CSV is held in memory whole."""


def _is_mine(name: str, head: bytes) -> bool:
    return begins_with(head, "VCARD") or (name.lower().endswith(".csv") and is_book(name, head))


BOOKS: Final = Kind(endings=(".vcf", ".vcard", ".csv"), is_mine=_is_mine)


def files(path: Path, *, exclude: Collection[Path] = ()) -> list[Path]:
    """Return the address books at or below a path, and the zips that hold some.

    ``exclude`` names files and folders that another loader takes. Never raises.
    """
    return holding(path, BOOKS, exclude=exclude)


def read(
    paths: Sequence[Path],
    *,
    exclude: Collection[Path] = (),
    progress: Progress | None = None,
) -> Harvest:
    """Return what the address books under ``paths`` say about people.

    Mentions (address and name), links between the addresses of one card, jobs as the card
    states them (without a day: nothing says how old a card is), birthdays and anniversaries,
    and the relation ``address_book``. A card that is there twice counts once.

    Parameters
    ----------
    paths
        Address books, or folders and zips that hold some.
    exclude
        Paths below them that are not read.
    progress
        Called with file, bytes done and bytes in all.

    Raises
    ------
    ExportNotFoundError
        If a path does not exist or is neither a folder nor a regular file.
    UnknownExportError
        If nothing under the paths is an address book.
    UnreadableExportError
        If there are address books but none can be read.
    """
    finds = find(paths, BOOKS, exclude=exclude)
    if not finds.files:
        why = "; ".join(f"{label}: {problem}" for label, problem in finds.damaged[:3])
        names = ", ".join(path.name for path in paths)
        raise UnknownExportError(
            f"{names}: no address book was found ({why or 'no vCard and no contacts CSV'})"
        )
    book = Book()
    failures: list[NetAnalysisError] = []
    for file in finds.files:
        tally = book.tallies[file.label] = Tally(file.label, "address book")
        if progress is not None:
            progress(file.label, 0, file.size)
        try:
            _read_file(file, book, tally)
        except UnreadableExportError as error:
            failures.append(error)
            tally.note(str(error))
        if progress is not None:
            progress(file.label, file.size, file.size)
    if len(failures) == len(finds.files):
        raise failures[0]
    first = book.tallies[finds.files[0].label]
    for label, problem in finds.damaged:
        first.issues.append(Tally(label, "").issue("not read", problem))
    return build_harvest(book)


def _read_file(file: FoundFile, book: Book, tally: Tally) -> None:
    try:
        with file.open() as stream:
            if begins_with(stream.read(256), "VCARD"):
                stream.seek(0)
                for block in blocks(stream, WANTED, soft_breaks=True):
                    tally.n_read += 1
                    if not block.is_closed:
                        problem = "the card has no end; the file may be cut short"
                        tally.leave_out(block.line, "unclosed card", problem)
                        continue
                    book.add(card_of(block), tally)
                return
            stream.seek(0)
            data = stream.read(MAX_SHEET_BYTES + 1)
    except OSError as error:
        raise UnreadableExportError(
            f"{file.label} could not be read ({error.strerror}); check it"
        ) from error
    if len(data) > MAX_SHEET_BYTES:
        raise UnreadableExportError(f"{file.label} is larger than any address book; check it")
    for found in cards_in(data, file.label):
        tally.n_read += 1
        if isinstance(found, Card):
            book.add(found, tally)
        else:
            tally.leave_out(found[0], "unreadable row", found[1])
