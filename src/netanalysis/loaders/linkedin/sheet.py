"""One CSV file of an export, opened: its header found by content, its rows counted.

The rows come from :mod:`csv`, with two safeguards that the module lacks: a stray quote
does not swallow the rows after it, and a row with too many or too few cells is left out
and counted instead of being shifted into the wrong columns.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import Final

from netanalysis.decoding import NOT_UTF8, Decoded
from netanalysis.errors import UnreadableExportError
from netanalysis.harvest import Progress
from netanalysis.tally import Tally

HEADER_WINDOW: Final = 50
"""Lines searched for the header; the preamble of Connections.csv has three."""

FIELD_LIMIT: Final = 16 * 1024**2
"""Characters one cell may hold; a longer one is a stray quote, not a text."""

MAX_REREAD: Final = 1_000_000
"""Lines that may be looked at again because a stray quote swallowed them; at least ten
times the file's own lines are always allowed."""

_END: Final = "\x00"
"""Last line fed to the parser; text has no NUL, so a row that holds one ran past the end."""

_PROGRESS_STEP: Final = 20_000
_BLANKS: Final = " \t_-\ufeff\xa0"
_SEPARATORS: Final = str.maketrans("", "", " _-\ufeff\xa0")


@contextmanager
def wide_fields() -> Iterator[None]:
    """Raise the cell size limit of :mod:`csv` for a while, and put it back."""
    before = csv.field_size_limit(FIELD_LIMIT)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def fold(cell: str) -> str:
    """Return a header cell without case, spaces, ``_`` and ``-``."""
    return cell.strip().casefold().translate(_SEPARATORS)


@dataclass
class Sheet:
    """An opened file: where columns stand, the bytes below the header, and the counts.

    ``data`` is UTF-8. ``start`` counts the lines and ``offset`` the bytes before the first
    record.
    ``least`` is the number of header cells without blank ones at the end. ``seen_on`` is
    the day of the export, where its name gives one.
    """

    file: str
    tally: Tally
    columns: dict[str, int]
    data: bytes
    start: int
    offset: int
    delimiter: str
    header: list[str]
    least: int
    stamp: str = ""
    seen_on: datetime | None = None
    progress: Progress | None = None
    size: int = 0
    _n_reread: int = field(default=0, init=False)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the file with their ends, those before the header too."""
        return list(io.StringIO(self.data.decode(), newline=""))

    def at(self, *names: str) -> int:
        """Return the index of the first of these columns, or -1, where rows end in ``""``."""
        return next((self.columns[name] for name in names if name in self.columns), -1)

    def has(self, name: str) -> bool:
        """Whether the file has this column."""
        return name in self.columns

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Yield line number and cells of every record, with one blank cell more at the end.

        Blank lines are no records. A record with a wrong number of cells is left out with
        an issue. A quote that swallowed following records costs its own record only.
        """
        start = self.start
        while start < len(self.lines):
            start = yield from self._run(start)

    def _run(self, start: int) -> Generator[tuple[int, list[str]], None, int]:
        """Yield records from line index ``start`` until the end or a stray quote.

        Returns the index from which to go on.
        """
        n_lines = len(self.lines)
        reader = csv.reader(
            chain(map(self.lines.__getitem__, range(start, n_lines)), [_END]),
            delimiter=self.delimiter,
        )
        begin, end, shown = start, start, start
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return n_lines
            except csv.Error:
                return self._restart(begin, start + reader.line_num)
            end = start + reader.line_num
            if end > n_lines:
                return n_lines if row == [_END] else self._restart(begin, end)
            if len(row) != self.width and not self._fits(row):
                if end - begin > 1:
                    return self._restart(begin, end)
                if any(map(str.strip, row)):
                    self._wrong_width(begin, row)
            elif end - begin > 1 and self.holds_record(self.lines[begin + 1 : end]):
                return self._restart(begin, end)
            elif self._holds_data(begin, row):
                self.tally.n_read += 1
                row.append("")
                yield begin + 1, row
            if self.progress is not None and end - shown >= _PROGRESS_STEP:
                shown = end
                self.progress(self.file, self.size * end // n_lines, self.size)
            begin = end

    @property
    def width(self) -> int:
        """The number of cells in the header."""
        return len(self.header)

    def _holds_data(self, begin: int, row: list[str]) -> bool:
        """Whether a row is neither blank nor the header once more, as in files joined by hand."""
        if self.may_be_header(row[0]) and [fold(cell) for cell in row] == self.header:
            if any(self.header):
                self.tally.n_read += 1
                self.tally.leave_out(begin + 1, "header repeated", "the row repeats the header")
            return False
        return any(map(str.strip, row))

    def may_be_header(self, first: str) -> bool:
        """Whether a first cell is that of the header; most cells differ in the first letter."""
        begins_alike = first.lstrip(_BLANKS)[:1].casefold() == self.header[0][:1]
        return begins_alike and fold(first) == self.header[0]

    def _fits(self, row: list[str]) -> bool:
        """Cut or add blank cells beyond the last named column, as spreadsheets do."""
        if len(row) > self.width and not any(map(str.strip, row[self.width :])):
            del row[self.width :]
        if self.least <= len(row) < self.width:
            row.extend([""] * (self.width - len(row)))
        return len(row) == self.width

    def _wrong_width(self, begin: int, row: list[str]) -> None:
        self.tally.n_read += 1
        self.tally.leave_out(
            begin + 1,
            "wrong number of cells",
            f"the row has {len(row)} cells where the header has {self.width}; a comma or quote is "
            "probably missing",
        )

    def _restart(self, begin: int, end: int) -> int:
        """Leave out the record at ``begin``, whose quote is never closed; go on after it."""
        self._n_reread += end - begin
        self.tally.n_read += 1
        if self._n_reread > max(MAX_REREAD, 10 * len(self.lines)):
            self.tally.note(f"not read from line {begin + 1} on: too many quotes are never closed")
            self.tally.leave_out(
                begin + 1,
                "unclosed quote",
                "too many quotes are never closed; the file was given up here",
            )
            return len(self.lines)
        self.tally.leave_out(
            begin + 1,
            "unclosed quote",
            "a quote in this row is never closed; the next rows were read",
        )
        return begin + 1

    def holds_record(self, lines: list[str]) -> bool:
        """Whether one of the lines inside a cell is itself a record: full width and dated."""
        stamp = self.columns.get(self.stamp, -1)
        if stamp < 0 or sum(line.count(self.delimiter) for line in lines) < self.width - 1:
            return False
        for row in csv.reader(lines, delimiter=self.delimiter):
            if (
                len(row) == self.width
                and any(c.isdigit() for c in row[stamp])
                and len(row[stamp]) <= 30
            ):
                return True
        return False


def open_sheet(decoded: Decoded, tally: Tally, needs: frozenset[str], shown: str) -> Sheet:
    """Find the header of a file by the columns it must have, and return the sheet.

    The delimiter is the one among comma, semicolon and tab under which a line within the
    first 50 names all of ``needs``. ``shown`` are the same columns as a reader knows them.

    Raises
    ------
    UnreadableExportError
        If no line is such a header: a file without one is an error, not an empty file.
    """
    lines = _first_lines(decoded)
    for index, line in enumerate(lines):
        for delimiter in "\t,;" if decoded.is_utf16 else ",;\t":
            cells = [fold(cell) for cell in next(csv.reader([line], delimiter=delimiter), [])]
            if needs <= set(cells):
                if decoded.doubt:
                    tally.doubt(None, NOT_UTF8, decoded.doubt)
                return Sheet(
                    file=tally.file,
                    tally=tally,
                    columns={name: at for at, name in reversed(list(enumerate(cells)))},
                    data=decoded.data,
                    start=index + 1,
                    offset=len("".join(lines[: index + 1]).encode()),
                    delimiter=delimiter,
                    header=cells,
                    least=max(at for at, name in enumerate(cells) if name) + 1,
                )
    if _says_nothing_found(decoded.head(1000)):
        tally.note("the file says in a sentence that there is no data")
        columns = dict.fromkeys(needs, 0)
        return Sheet(tally.file, tally, columns, b"", 0, 0, ",", header=[""], least=1)
    raise UnreadableExportError(
        f"{tally.file} has no header line with {shown} in its first {HEADER_WINDOW} lines; put "
        "the header back, or download the export again"
    )


def _first_lines(decoded: Decoded) -> list[str]:
    """Return the lines in which a header is looked for, without cutting up a long text."""
    size = 65_536
    while True:
        lines = list(io.StringIO(decoded.head(size), newline=""))
        if len(lines) > HEADER_WINDOW or size >= len(decoded.data):
            return lines[:HEADER_WINDOW]
        size *= 4


def _says_nothing_found(text: str) -> bool:
    """Whether the file is one sentence like ``No conversations found``."""
    filled = [line.strip().casefold() for line in text.splitlines() if line.strip()]
    return len(filled) == 1 and filled[0].startswith("no ") and "found" in filled[0]
