"""The store as loaders and ``load`` use it: find again, keep, commit, clean up."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol

from netanalysis.dataset import Dataset
from netanalysis.errors import (
    ExportNotFoundError,
    OutputError,
    StoreWarning,
    UnreadableExportError,
)
from netanalysis.numbering import Integers
from netanalysis.schema import TABLES
from netanalysis.shelf import Piece, Recalled
from netanalysis.store.fingerprint import Fingerprints, checksum
from netanalysis.store.lock import LOCK, single_writer
from netanalysis.store.manifest import (
    MANIFEST,
    KeptPiece,
    KeptUnit,
    Manifest,
    read_manifest,
    write_manifest,
)
from netanalysis.store.parts import (
    PART_NAME,
    UNFINISHED,
    OpenPart,
    Part,
    check_whole,
    write_file,
    write_part,
)

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

IGNORE: Final = ".gitignore"
SCRATCH: Final = "scratch.tmp"
"""Name of what a reading puts aside, for the moment between its making and its removal."""

_OURS: Final = frozenset((IGNORE, LOCK, MANIFEST, UNFINISHED, SCRATCH))
LOOK_AHEAD: Final = 16 * 1024
"""Bytes beyond a stop that have to be the same; loaders look no further to find one."""

_TRIES: Final = 5


def is_ours(name: str) -> bool:
    """Whether a file of this name may stand in a store."""
    return name in _OURS or PART_NAME.fullmatch(name) is not None


@contextmanager
def writing(folder: Path, *, wait_seconds: float | None = None) -> Iterator[Writer]:
    """Open the store in ``folder`` for writing, making it if there is none.

    Raises
    ------
    OutputError
        If the folder holds something else, cannot be written, or is being written.
    UnreadableExportError
        If the manifest in it is damaged or of another format.
    """
    _expect_own(folder)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        with single_writer(folder, wait_seconds=wait_seconds):
            writer = Writer(folder)
            with writer.put_aside:
                yield writer
            writer.clean_up()
    except OutputError:
        raise
    except OSError as error:
        if isinstance(error, (ExportNotFoundError, UnreadableExportError)):
            raise
        raise OutputError(
            f"{folder} could not be written: {error.strerror or error}; what was complete "
            "before is still there."
        ) from error


def _expect_own(folder: Path) -> None:
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except FileNotFoundError:
        return
    except OSError as error:
        raise OutputError(f"{folder} could not be written: {error.strerror}.") from error
    strange = [name for name in names if not is_ours(name)]
    if strange:
        raise OutputError(
            f"{folder} could not be written: it holds other files ({strange[0]}); give the "
            "store a folder of its own."
        )


class Storable(Protocol):
    """What can be stored: tables as frames, some rows at a time, with numbers beside them."""

    @property
    def owner_reason(self) -> str:
        """How the owner was found, in a sentence."""

    def parts(
        self,
    ) -> Iterator[tuple[str, Iterable[tuple[pd.DataFrame, Mapping[str, Integers]]]]]:
        """Yield every table by name."""


class Writer:
    """The one writer of a store. As a :class:`~netanalysis.shelf.Shelf` it serves loaders."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.fingerprints = Fingerprints()
        self.put_aside = ExitStack()
        """Closes the scratch files when the writing ends."""

        self._used: set[str] = set()
        self._files: dict[str, list[Path]] = {}
        self._prints: dict[str, str] = {}
        try:
            self.manifest = read_manifest(folder)
        except ExportNotFoundError:
            self.manifest = Manifest()
            write_file(folder, _ignore_all)
            write_manifest(folder, self.manifest)
        self.clean_up()

    def start(self, code: str) -> None:
        """Begin a reading by the given version of the code; pieces of another do not count."""
        if self.manifest.code != code:
            self.manifest.units = {}
            self.manifest.code = code

    def recall(self, unit: str, files: Sequence[Path]) -> Recalled:
        """Return the pieces of ``unit`` that its ``files`` still bear out."""
        self._used.add(unit)
        self._files[unit] = list(files)
        names = [str(file) for file in files]
        self._prints[unit] = now = self.fingerprints.of_paths(files)
        kept = self.manifest.units.get(unit)
        if kept is None or kept.files != names:
            kept = self.manifest.units[unit] = KeptUnit(names)
        is_whole = kept.fingerprint == now
        if not is_whole:
            kept.pieces = _borne_out(kept.pieces, files)
        n_sound = self._n_sound(kept.pieces)
        if n_sound < len(kept.pieces):
            kept.pieces, is_whole = kept.pieces[:n_sound], False
        if not is_whole:
            kept.fingerprint = None
            while kept.pieces and kept.pieces[-1].stop is None:
                kept.pieces.pop()
        return Recalled(map(self._open, [*kept.pieces]), is_whole)

    def _n_sound(self, pieces: Sequence[KeptPiece]) -> int:
        """Return how many pieces from the first on are what was written; say if not all are."""
        for number, piece in enumerate(pieces):
            try:
                for part in piece.parts.values():
                    check_whole(self.folder, part)
            except UnreadableExportError as error:
                say(f"{error.args[0].partition(';')[0]}; its source is read anew.")
                return number
        return len(pieces)

    def _open(self, piece: KeptPiece) -> Piece:
        tables = {name: OpenPart(self.folder, part).table() for name, part in piece.parts.items()}
        return Piece(tables, piece.facts, piece.stop)

    def keep(self, unit: str, piece: Piece, *, is_last: bool = False) -> None:
        """Write the next piece of a unit and commit it; the last one makes the unit whole."""
        kept = self.manifest.units[unit]
        value = seen = None
        if piece.stop is not None:
            begin = kept.pieces[-1].stop or 0 if kept.pieces else 0
            file = self._files[unit][0]
            seen = min(piece.stop + LOOK_AHEAD, file.stat().st_size)
            value = checksum(file, begin, seen)
        parts = {
            name: write_part(self.folder, name, [table])
            for name, table in piece.tables.items()
            if table.num_rows
        }
        kept.pieces.append(KeptPiece(parts, dict(piece.facts), piece.stop, seen, value))
        # As the files were when they were asked for: what changed since is seen next time.
        kept.fingerprint = self._prints[unit] if is_last else None
        write_manifest(self.folder, self.manifest)

    def scratch(self) -> BinaryIO:
        """Return a file without a name; what it holds goes with the process."""
        path = self.folder / SCRATCH
        flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC
        # Windows removes a file when it is closed, others while it is open.
        flags |= getattr(os, "O_BINARY", 0) | getattr(os, "O_TEMPORARY", 0)
        stream = os.fdopen(os.open(path, flags, 0o600), "w+b")
        if os.name != "nt":
            path.unlink()
        self.put_aside.push(stream)
        return stream

    def commit(self, archive: Storable, request: str, listing: str, unopened: list[str]) -> None:
        """Make ``archive`` the Dataset of the store; units not asked for leave it."""
        gone = sorted(
            name.partition(" (")[0]
            for name, unit in self.manifest.units.items()
            if name not in self._used and not any(Path(file).exists() for file in unit.files)
        )
        self.manifest.units = {
            name: unit for name, unit in self.manifest.units.items() if name in self._used
        }
        self.put(archive)
        self.manifest.request, self.manifest.listing = request, listing
        self.manifest.unopened = unopened
        write_manifest(self.folder, self.manifest)
        if gone:
            more = f" (and {len(gone) - 1} more)" if len(gone) > 1 else ""
            say(f"{gone[0]}{more} is no longer there; what came from it has left the store.")

    def put(self, archive: Storable) -> None:
        """Write the tables of ``archive``; the manifest is the caller's to write."""
        self.manifest.tables = {
            name: write_part(self.folder, name, map(_with_numbers, chunks))
            for name, chunks in archive.parts()
        }
        self.manifest.owner_reason = archive.owner_reason

    def clean_up(self) -> None:
        """Remove files of ours that the manifest does not speak of."""
        for entry in _litter(self.folder, self.manifest):
            # On Windows a reader may have it open; then it goes the next time.
            with suppress(PermissionError):
                entry.unlink(missing_ok=True)


def _litter(folder: Path, manifest: Manifest) -> list[Path]:
    wanted = {IGNORE, LOCK, MANIFEST} | manifest.part_files()
    return [file for file in folder.iterdir() if file.name not in wanted and is_ours(file.name)]


def has_litter(folder: Path) -> bool:
    """Whether a store holds files of ours that its manifest does not speak of."""
    return bool(_litter(folder, read_manifest(folder)))


def _with_numbers(chunk: tuple[pd.DataFrame, Mapping[str, Integers]]) -> pa.Table:
    import pyarrow as pa

    frame, numbers = chunk
    table = pa.Table.from_pandas(frame, preserve_index=False)
    for name, values in numbers.items():
        table = table.append_column(name, pa.array(values, pa.int32()))
    return table


def _ignore_all(stream: object) -> str:
    stream.write(b"*\n")  # type: ignore[attr-defined]
    return IGNORE


def say(words: str) -> None:
    """Tell the user that a store had to be mended, and how."""
    warnings.warn(words, StoreWarning, stacklevel=4)


def _borne_out(pieces: list[KeptPiece], files: Sequence[Path]) -> list[KeptPiece]:
    """Return the first pieces whose bytes still stand in the file as they were read."""
    good: list[KeptPiece] = []
    begin = 0
    for piece in pieces:
        if piece.stop is None or piece.seen is None or piece.checksum is None or len(files) != 1:
            break
        if checksum(files[0], begin, piece.seen) != piece.checksum:
            break
        good.append(piece)
        begin = piece.stop
    return good


def stored_dataset(folder: Path, manifest: Manifest) -> Dataset:
    """Return the Dataset the manifest speaks of, its tables read when they are asked for."""
    parts = {
        table.name: OpenPart(folder, _part_of(folder, manifest, table.name)) for table in TABLES
    }
    return Dataset.lazy(parts, owner_reason=manifest.owner_reason)


def _part_of(folder: Path, manifest: Manifest, name: str) -> Part:
    part = manifest.tables.get(name)
    if part is None and manifest.has_dataset:
        raise UnreadableExportError(
            f"{folder} was stored by a version that had no table {name!r}; load the exports into "
            "it again."
        )
    if part is None:
        raise ExportNotFoundError(
            f"{folder} holds no complete archive yet; load the exports into it again."
        )
    return part


def open_current(folder: Path) -> Dataset:
    """Return the Dataset of the store, also while a writer replaces it."""
    for _ in range(_TRIES):
        manifest = read_manifest(folder)
        try:
            return stored_dataset(folder, manifest)
        except UnreadableExportError:
            if read_manifest(folder).tables == manifest.tables:
                raise
    return stored_dataset(folder, read_manifest(folder))


def remove(folder: Path) -> tuple[int, int]:
    """Remove a store; return the number of files and bytes that went."""
    names = sorted(entry.name for entry in folder.iterdir())
    ours = [name for name in names if is_ours(name)]
    n_bytes = sum((folder / name).stat().st_size for name in ours)
    with single_writer(folder):
        # The manifest goes first: what is left after a kill is no store any more.
        for name in sorted(ours, key=lambda name: (name == LOCK, name != MANIFEST)):
            if name != LOCK:
                (folder / name).unlink(missing_ok=True)
    (folder / LOCK).unlink(missing_ok=True)
    if len(ours) == len(names):
        os.rmdir(folder)  # noqa: PTH106
    return len(ours), n_bytes
