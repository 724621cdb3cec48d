"""What a loader may find again of an earlier reading, and how it hands over a new one.

A loader reads *units*: a mailbox file, the messages of a folder, or all LinkedIn exports
together. What a unit gave is kept in *pieces*. A file that only grows at its end, as
mailboxes do, is kept in several, so that reading can go on where an earlier one stopped.
The shelf itself lies in the store; loaders see only this contract.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from netanalysis.harvest import HARVEST_TABLES, Harvest

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Piece:
    """Part of what a unit gave.

    ``tables`` are Arrow tables by name, ``facts`` a few numbers and words. ``stop`` is the
    byte of the file at which this piece ends and reading can go on; it is None where it
    cannot, as in the last piece of every unit.
    """

    tables: Mapping[str, pa.Table]
    facts: Mapping[str, int | str | bool | None] = field(default_factory=dict)
    stop: int | None = None


@dataclass(frozen=True)
class Recalled:
    """What the shelf still holds of a unit: all of it, or the pieces it begins with.

    ``pieces`` gives them one by one; each is read when its turn comes.
    """

    pieces: Iterable[Piece] = ()
    is_whole: bool = False


class Shelf(Protocol):
    """Where pieces are kept between two readings."""

    def recall(self, unit: str, files: Sequence[Path]) -> Recalled:
        """Return the pieces of ``unit`` that its ``files`` still bear out."""

    def keep(self, unit: str, piece: Piece, *, is_last: bool = False) -> None:
        """Keep the next piece of a unit that was asked for by ``recall``."""

    def scratch(self) -> BinaryIO:
        """Return a file without a name, for what a reading needs again before it ends."""


def read_or_recall(
    shelf: Shelf | None, unit: str, files: Sequence[Path], read: Callable[[], Harvest]
) -> Harvest:
    """Return the harvest of a unit that is read as a whole, from the shelf if nothing changed."""
    if shelf is None:
        return read()
    import pyarrow as pa

    recalled = shelf.recall(unit, files)
    if recalled.is_whole:
        tables = next(iter(recalled.pieces)).tables
        return Harvest(**{name: table.to_pandas() for name, table in tables.items()})
    harvest = read()
    frames = {table.name: getattr(harvest, table.name) for table in HARVEST_TABLES}
    tables = {
        name: pa.Table.from_pandas(frame, preserve_index=False) for name, frame in frames.items()
    }
    shelf.keep(unit, Piece(tables), is_last=True)
    return harvest
