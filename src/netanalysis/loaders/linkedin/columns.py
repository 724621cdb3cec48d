"""A well-formed CSV read by columns: the fast way, taken only where it is exact.

Large files are nearly always written by LinkedIn itself and nobody else touched them. For
those the records come from Arrow. Whatever is odd (a stray quote, a row of another width,
a blank line, a carriage return, a header in the middle) is left to
:meth:`~netanalysis.loaders.linkedin.sheet.Sheet.records`, which looks at every row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from netanalysis.loaders.linkedin.sheet import FIELD_LIMIT, Sheet

if TYPE_CHECKING:
    import pyarrow as pa

BLOCK_BYTES: Final = 4 * 1024**2
"""Bytes Arrow parses at a time; a record longer than this is left to the careful way."""

SCAN_BYTES: Final = 256 * 1024
"""Bytes looked through at a time for quotes and line ends; less than a processor's cache."""

_QUOTE, _NEWLINE = ord('"'), ord("\n")


@dataclass(frozen=True)
class Layout:
    """Where the records of a body of bytes begin and end; newlines inside cells apart."""

    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]
    lines: npt.NDArray[np.int64]
    n_lines: npt.NDArray[np.int64]


@dataclass(frozen=True)
class Columns:
    """Some columns of a file as Arrow arrays, and where each record stands in the bytes."""

    arrays: Mapping[int, pa.Array]
    layout: Layout
    data: memoryview
    delimiter: str

    def __len__(self) -> int:
        return len(self.layout.starts)

    def column(self, at: int) -> pa.Array:
        """Return a column by its index; where the file lacks it (-1), blank cells."""
        import pyarrow as pa

        return self.arrays[at] if at >= 0 else pa.repeat(pa.scalar("", pa.string()), len(self))

    def text(self, at: int, rows: npt.NDArray[np.int64]) -> list[str]:
        """Return the cells of a column in some rows."""
        import pyarrow as pa

        cells: list[str] = self.column(at).take(pa.array(rows)).to_pylist()
        return cells

    def series(self, at: int, rows: npt.NDArray[np.int64]) -> pd.Series:
        """Return the cells of a column in some rows as a column of text."""
        import pyarrow as pa

        return strings(self.column(at).take(pa.array(rows)))

    def record(self, row: int) -> tuple[str, ...]:
        """Return all cells of one record, those of columns not read too."""
        text = bytes(self.data[self.layout.starts[row] : self.layout.ends[row]]).decode()
        return tuple(next(csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter)))


def strings(cells: pa.Array) -> pd.Series:
    """Return an Arrow array as a column of text, without copying cell by cell."""
    dtype: Any = pd.StringDtype("pyarrow")
    return pd.Series(dtype.__from_arrow__(cells))


def columns_of(sheet: Sheet, wanted: Iterable[int]) -> Columns | None:
    """Return the records of a sheet by columns, or nothing where a closer look is needed.

    Where there is an answer, the records are those that ``sheet.records()`` yields, and
    they are counted in the tally as it would count them. ``wanted`` are the indices of
    the columns to keep; -1 stands for one that the file lacks.
    """
    places = sorted({at for at in wanted if at >= 0})
    data = memoryview(sheet.data)[sheet.offset :]
    if not len(data) or sheet.data.find(b"\r", sheet.offset) >= 0:
        return None
    layout = _layout(data, ord(sheet.delimiter), sheet.start)
    if layout is None or int((layout.ends - layout.starts).max()) >= min(FIELD_LIMIT, BLOCK_BYTES):
        return None
    if _any_swallowed(data, layout, sheet):
        return None
    arrays = _parsed(data, sheet, places, has_lines=bool((layout.n_lines > 1).any()))
    if not arrays or len(arrays[places[0]]) != len(layout.starts) or _any_odd_row(arrays, sheet):
        return None
    sheet.tally.n_read += len(layout.starts)
    return Columns(arrays, layout, data, sheet.delimiter)


def cells_of(sheet: Sheet, places: Sequence[int]) -> tuple[list[int], list[list[str]]]:
    """Return line numbers and, column by column, the cells of all records, the fast way or not."""
    columns = columns_of(sheet, places)
    if columns is not None:
        every = np.arange(len(columns))
        return columns.layout.lines.tolist(), [columns.text(at, every) for at in places]
    lines: list[int] = []
    cells: list[list[str]] = [[] for _ in places]
    for line, row in sheet.records():
        lines.append(line)
        for column, at in zip(cells, places, strict=True):
            column.append(row[at])
    return lines, cells


def _layout(data: memoryview, delimiter: int, start: int) -> Layout | None:
    """Find the records, or return nothing where quotes or blank lines are out of order.

    Runs of quotes tell: an odd run opens or closes a cell, an even one is quotes doubled
    inside a cell or, outside of one, an empty quoted cell. In order means that cells open
    behind a delimiter and close before one.
    """
    text = np.frombuffer(data, dtype=np.uint8)
    quotes, newlines = _positions(text, _QUOTE), _positions(text, _NEWLINE)
    is_first = np.diff(quotes, prepend=-2) > 1
    first = quotes[is_first]
    sizes = np.diff(np.append(np.flatnonzero(is_first), len(quotes)))
    is_inside = (np.cumsum(sizes % 2) - sizes % 2) % 2 == 1
    before = np.where(first > 0, text[first - 1], _NEWLINE)
    after_at = first + sizes
    after = np.where(after_at < len(text), text[np.minimum(after_at, len(text) - 1)], _NEWLINE)
    opens, closes = ~is_inside, is_inside == (sizes % 2 == 1)
    is_edge = np.zeros(256, dtype=bool)
    is_edge[[delimiter, _NEWLINE]] = True
    if not is_edge[before[opens]].all() or not is_edge[after[closes]].all():
        return None
    if int(sizes.sum()) % 2:
        return None
    toggles = first[sizes % 2 == 1]
    is_end = np.searchsorted(toggles, newlines) % 2 == 0
    ends = newlines[is_end]
    if not len(ends) or ends[-1] != len(text) - 1:
        ends = np.append(ends, len(text))
    starts = np.append(0, ends[:-1] + 1)
    if (ends == starts).any():
        return None
    n_before = np.searchsorted(newlines, starts)
    n_lines = np.searchsorted(newlines, ends) - n_before + 1
    return Layout(starts, ends, n_before + start + 1, n_lines)


def _positions(text: npt.NDArray[np.uint8], byte: int) -> npt.NDArray[np.int64]:
    """Return where a byte stands, piece by piece so that the work stays in the cache."""
    pieces = [
        np.flatnonzero(text[start : start + SCAN_BYTES] == byte) + start
        for start in range(0, len(text), SCAN_BYTES)
    ]
    return np.concatenate(pieces)


def _any_swallowed(data: memoryview, layout: Layout, sheet: Sheet) -> bool:
    """Whether a cell of several lines holds a line that is a record itself."""
    for index in np.flatnonzero(layout.n_lines > 1):
        record = bytes(data[layout.starts[index] : layout.ends[index]]).decode()
        if sheet.holds_record([f"{line}\n" for line in record.split("\n")[1:]]):
            return True
    return False


def _parsed(
    data: memoryview, sheet: Sheet, places: list[int], *, has_lines: bool
) -> dict[int, pa.Array]:
    """Return the columns wanted and the first one; none where Arrow finds a row of odd width."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    names = [str(number) for number in range(sheet.width)]
    kept = [names[at] for at in sorted({0, *places})]
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(pa.py_buffer(data)),
            read_options=arrow_csv.ReadOptions(
                column_names=names, block_size=BLOCK_BYTES, use_threads=False
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=sheet.delimiter, newlines_in_values=has_lines, ignore_empty_lines=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(kept, pa.string()),
                include_columns=kept,
                strings_can_be_null=False,
                check_utf8=False,
            ),
        )
    except pa.ArrowInvalid:
        return {}
    return {int(name): table.column(name).combine_chunks() for name in kept}


def _any_odd_row(arrays: Mapping[int, pa.Array], sheet: Sheet) -> bool:
    """Whether a row may be blank in all cells, or is the header once more."""
    import pyarrow.compute as pc

    if any(sheet.may_be_header(value) for value in pc.unique(arrays[0]).to_pylist()):
        return True
    blank = None
    for array in arrays.values():
        here = pc.equal(pc.utf8_trim_whitespace(array), "")
        blank = here if blank is None else pc.and_(blank, here)
        if not pc.any(blank).as_py():
            return False
    return True
