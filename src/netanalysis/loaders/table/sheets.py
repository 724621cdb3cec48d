"""A table on disk to a frame of the columns asked for: CSV of any dialect, or Parquet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from netanalysis.decoding import decode
from netanalysis.errors import SchemaError, UnreadableExportError
from netanalysis.rows import Row, read_rows, sniff_delimiter
from netanalysis.tally import Tally

MAX_CSV_BYTES: Final = 2 * 1024**3
"""A CSV is held in memory whole; what is larger belongs into Parquet."""

HEAD_BYTES: Final = 1024**2
"""Bytes in which the header is looked for."""

FIRST_RECORD: Final = 2
"""Line of the first record where the header is the first."""

_PARQUET: Final = b"PAR1"


def read_sheet(
    path: Path, wanted: Sequence[str], tally: Tally, *, optional: Sequence[str] = ()
) -> tuple[pd.DataFrame, pd.Series]:
    """Return the wanted columns of a file, and the line or row each record stands on.

    Columns under ``optional`` are taken where they are there.
    Records with a wrong number of cells are left out and counted in ``tally``. The cells of
    a CSV stay text: 0012 is not 12, and a person called Null stays.

    Raises
    ------
    SchemaError
        If a column is not there.
    UnreadableExportError
        If the file is damaged, empty, or no table.
    """
    try:
        with path.open("rb") as stream:
            if stream.read(4) == _PARQUET:
                return _read_parquet(path, wanted, optional, tally)
            stream.seek(0)
            data = stream.read(MAX_CSV_BYTES + 1)
    except OSError as error:
        raise UnreadableExportError(
            f"{path.name} could not be opened ({error.strerror}); check its permissions"
        ) from error
    if len(data) > MAX_CSV_BYTES:
        raise UnreadableExportError(f"{path.name} is larger than 2 GB; write it as Parquet")
    data = decode(data, path.name).data
    head = data[:HEAD_BYTES].decode("utf-8", "ignore")
    delimiter = sniff_delimiter(head)
    header = next(read_rows(head, delimiter), None)
    if header is None or header.problem:
        raise UnreadableExportError(f"{path.name} has no header line; give the columns names")
    names = [cell.strip() for cell in header.cells]
    pick(pd.DataFrame(columns=names), wanted, path.name)
    columns = list(dict.fromkeys([*wanted, *(name for name in optional if name in names)]))
    fast = _fast(data, delimiter, names, columns) if header.line == 1 else None
    if fast is None:
        rows = read_rows(data.decode("utf-8", "replace"), delimiter)
        next(rows)
        return _slow(rows, [names.index(column) for column in columns], columns, tally)
    tally.n_read = len(fast)
    return fast, pd.Series(fast.index + FIRST_RECORD)


def pick(frame: pd.DataFrame, wanted: Sequence[str], name: str) -> pd.DataFrame:
    """Return the wanted columns of a frame.

    Raises
    ------
    SchemaError
        If one is not there, or is there twice.
    """
    missing = [column for column in wanted if column not in frame.columns]
    if missing:
        there = ", ".join(map(str, frame.columns[:12]))
        raise SchemaError(
            f"{name} has no column {', '.join(map(repr, missing))}; it has: {there}. Say which "
            "column is which with columns={'when': ..., 'source': ..., 'target': ...}."
        )
    picked = frame.loc[:, list(dict.fromkeys(wanted))]
    if picked.columns.has_duplicates:
        raise SchemaError(f"{name} has two columns of one name; rename one of them")
    return picked


def _read_parquet(
    path: Path, wanted: Sequence[str], optional: Sequence[str], tally: Tally
) -> tuple[pd.DataFrame, pd.Series]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        names = pq.read_schema(path).names
        pick(pd.DataFrame(columns=names), wanted, path.name)
        columns = [*wanted, *(name for name in optional if name in names)]
        frame = pd.read_parquet(path, columns=list(dict.fromkeys(columns)))
    except (pa.ArrowException, OSError) as error:
        raise UnreadableExportError(
            f"{path.name} is a damaged Parquet file; write it again"
        ) from error
    frame = frame.reset_index(drop=True)
    tally.n_read = len(frame)
    return frame, pd.Series(frame.index + 1)


def _slow(
    rows: Iterator[Row], at: Sequence[int], columns: Sequence[str], tally: Tally
) -> tuple[pd.DataFrame, pd.Series]:
    """Return the frame and the line of each record; each bad record is an issue."""
    kept: list[list[str]] = []
    lines: list[int] = []
    for line, cells, problem in rows:
        tally.n_read += 1
        if problem:
            tally.leave_out(line, "unreadable row", problem)
        else:
            kept.append([cells[i] for i in at])
            lines.append(line)
    frame = pd.DataFrame(kept, columns=list(columns), dtype="string")
    return frame, pd.Series(lines, dtype="int64")


def _fast(
    data: bytes, delimiter: str, names: list[str], columns: Sequence[str]
) -> pd.DataFrame | None:
    """Return the frame of a plain CSV; None where it is not: quotes, odd or blank rows.

    Without a quote a line is a record, so numbering by line holds.
    """
    if b'"' in data or len(set(names)) < len(names):
        return None
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    n_lines = data.count(b"\n") + (not data.endswith(b"\n"))
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(data),
            read_options=arrow_csv.ReadOptions(column_names=names, skip_rows=1),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter, quote_char=False, ignore_empty_lines=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(columns, pa.string()),
                include_columns=list(columns),
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowException:
        return None
    if table.num_rows != n_lines - 1:
        return None
    return pd.DataFrame({name: pd.Series(table[name], dtype="string") for name in columns})
