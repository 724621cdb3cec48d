"""Parts: Parquet files under the name of their own content, whole or not there at all.

A part is written under one temporary name, flushed to the disk, and only then given its
own name. It never changes afterwards, so a reader that has opened it keeps it, and equal
content is one file. Every page carries a checksum that is verified on reading.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from netanalysis.errors import UnreadableExportError
from netanalysis.memory import give_back

if TYPE_CHECKING:
    import pyarrow as pa

UNFINISHED: Final = "unfinished.tmp"
"""The one temporary name: whatever happens, at most one unfinished file is left."""

PART_NAME: Final = re.compile(r"[a-z_]{1,40}-[0-9a-f]{16}\.parquet")
HASHED_WHOLE: Final = 32 * 1024 * 1024
"""Parts up to this size are hashed whole when opened (0.03 s); of larger ones only the end,
which describes the rest, because their pages are checked as they are read."""

ROW_GROUP: Final = 256 * 1024
LEAST_GROUP: Final = 16 * 1024
"""Rows written in one go, where they come a few at a time: readers take a group at once. More
take more memory until they are written, and are read no faster."""

_FOOTER_LIMIT: Final = 64 * 1024 * 1024


@dataclass(frozen=True)
class Part:
    """One file of the store as the manifest knows it."""

    file: str
    n_rows: int
    n_bytes: int
    sha256: str
    footer: str


class _Hashing:
    """A file that hashes what is written to it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.hash = hashlib.sha256()
        self.n_bytes = 0
        self.closed = False

    def write(self, data: Any) -> int:
        view = memoryview(data)
        self.hash.update(view)
        self._stream.write(view)
        self.n_bytes += view.nbytes
        return view.nbytes

    def tell(self) -> int:
        return self.n_bytes

    def flush(self) -> None:
        self._stream.flush()

    def close(self) -> None:
        self.closed = True

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False


def write_file(
    folder: Path, fill: Callable[[BinaryIO], str], *, unfinished: str = UNFINISHED
) -> None:
    """Write a file that is whole or not there: ``fill`` writes it and returns its name.

    A file of that name is replaced at once. What failed is removed. ``unfinished`` is the
    name it has until then.
    """
    started = folder / unfinished
    is_done = False
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(started, flags, 0o600), "wb") as stream:
            name = fill(stream)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(started, folder / name)  # noqa: PTH105  (the call that fault tests watch)
        is_done = True
    finally:
        if not is_done:
            started.unlink(missing_ok=True)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make the names in ``folder`` survive a power cut, where the system can promise it."""
    if os.name == "nt":  # pragma: no cover
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_part(folder: Path, name: str, tables: Iterable[pa.Table]) -> Part:
    """Write ``tables``, of equal columns, one after another as a part.

    The part is called after ``name`` and its content. There has to be at least one table.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    made: list[Part] = []

    def fill(stream: BinaryIO) -> str:
        hashing = _Hashing(stream)
        coming = _in_groups(tables)
        table = next(coming)
        n_rows, schema = table.num_rows, table.schema
        with pq.ParquetWriter(
            pa.PythonFile(hashing, mode="w"), schema, compression="zstd", write_page_checksum=True
        ) as writer:
            writer.write_table(table, row_group_size=ROW_GROUP)
            for table in coming:
                n_rows += table.num_rows
                writer.write_table(table, row_group_size=ROW_GROUP)
                give_back()
        sha256 = hashing.hash.hexdigest()
        file = f"{name}-{sha256[:16]}.parquet"
        made.append(Part(file, n_rows, hashing.n_bytes, sha256, ""))
        return file

    write_file(folder, fill)
    with (folder / made[0].file).open("rb") as stream:
        footer = _footer(stream, made[0].n_bytes)
    return Part(made[0].file, made[0].n_rows, made[0].n_bytes, made[0].sha256, footer)


def _in_groups(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Yield the tables, put together until they are worth a group of rows, in one schema."""
    import pyarrow as pa

    waiting: list[pa.Table] = []
    schema, n_waiting, is_first = None, 0, True
    for table in tables:
        schema = table.schema if schema is None else schema
        waiting.append(table.cast(schema))
        n_waiting += table.num_rows
        if n_waiting >= LEAST_GROUP:
            yield pa.concat_tables(waiting)
            waiting, n_waiting, is_first = [], 0, False
    if waiting or is_first:
        yield pa.concat_tables(waiting)


def check_whole(folder: Path, part: Part) -> None:
    """Read a part from end to end.

    Raises
    ------
    UnreadableExportError
        If it is not what was written.
    """
    path = folder / part.file
    try:
        with path.open("rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() == part.sha256:
                return
    except OSError as error:
        raise damaged(path) from error
    raise damaged(path)


class OpenPart:
    """A part held open: what is read later is what the manifest promised, or an error."""

    def __init__(self, folder: Path, part: Part) -> None:
        import pyarrow as pa

        self._path = folder / part.file
        self._part = part
        try:
            with self._path.open("rb") as stream:
                if not _is_sound(stream, part):
                    raise damaged(self._path)
            self._file = pa.OSFile(str(self._path))
        except OSError as error:
            raise damaged(self._path) from error

    @property
    def n_rows(self) -> int:
        """The number of rows."""
        return self._part.n_rows

    def table(self, columns: Sequence[str] | None = None) -> pa.Table:
        """Return the columns asked for, in the order of the file; all by default."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            self._file.seek(0)
            parquet = pq.ParquetFile(self._file, page_checksum_verification=True)
            table = parquet.read(columns=None if columns is None else list(columns))
        except (OSError, pa.ArrowException) as error:
            raise damaged(self._path) from error
        if table.num_rows != self._part.n_rows:
            raise damaged(self._path)
        return table

    def blocks(self, columns: Sequence[str]) -> Iterator[pa.Table]:
        """Yield the columns asked for, some hundred thousand rows at a time.

        Texts come as numbers with a list of the different ones.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        n_rows = 0
        try:
            self._file.seek(0)
            parquet = pq.ParquetFile(
                self._file, page_checksum_verification=True, read_dictionary=list(columns)
            )
            for i in range(parquet.num_row_groups):
                table = parquet.read_row_group(i, columns=list(columns))
                n_rows += table.num_rows
                yield table
        except (OSError, pa.ArrowException) as error:
            raise damaged(self._path) from error
        if n_rows != self._part.n_rows:
            raise damaged(self._path)


def damaged(file: Path) -> UnreadableExportError:
    """Return the error for a file of a store that is not what was written."""
    return UnreadableExportError(
        f"{file} is damaged or missing; remove the store and load the exports again."
    )


def _is_sound(stream: BufferedReader, part: Part) -> bool:
    if os.fstat(stream.fileno()).st_size != part.n_bytes:
        return False
    if part.n_bytes > HASHED_WHOLE:
        return _footer(stream, part.n_bytes) == part.footer
    return hashlib.file_digest(stream, "sha256").hexdigest() == part.sha256


def _footer(stream: BinaryIO, n_bytes: int) -> str:
    """Return the hash of the end of a Parquet file, which describes all the rest."""
    stream.seek(max(n_bytes - 8, 0))
    length = int.from_bytes(stream.read(8)[:4], "little") + 8
    if length > min(n_bytes, _FOOTER_LIMIT):
        return "none"
    stream.seek(n_bytes - length)
    return hashlib.sha256(stream.read(length)).hexdigest()
