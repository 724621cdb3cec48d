"""CSV text to rows, whatever its dialect: no row is lost, shifted or swallowed in silence."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Final, NamedTuple

CELL_CAP: Final = 16 * 1024**2
"""Characters one cell may hold; a longer one is a stray quote, not a text."""

MOST_REREAD: Final = 1_000_000
"""Lines read again after stray quotes; at least ten times the file's own are allowed."""

DELIMITERS: Final = ",;\t|"
_SHOWN_LINES: Final = 20
_END: Final = "\x00"


class Row(NamedTuple):
    """A record: the line it begins on, its cells, and what is wrong with it, or ""."""

    line: int
    cells: list[str]
    problem: str


def sniff_delimiter(text: str) -> str:
    """Return the delimiter of a CSV text: the one that cuts its first lines most evenly."""
    lines = [line for line in text[:65536].splitlines()[:_SHOWN_LINES] if line.strip()]
    best, best_score = ",", (0, 0)
    for delimiter in DELIMITERS:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)] if lines else [0]
        score = (sum(width == widths[0] for width in widths), widths[0])
        if widths[0] > 1 and (score[0] * score[1], score[1]) > best_score:
            best, best_score = delimiter, (score[0] * score[1], score[1])
    return best


def read_rows(text: str, delimiter: str) -> Iterator[Row]:
    """Yield the records of a CSV text, the header first; blank lines are none.

    A record whose number of cells is not that of the header comes with a problem, unless
    only blank cells are too many at its end. A quote that is never closed, or
    that swallowed lines and so made a record too wide or too narrow, costs its own line.
    """
    lines = list(io.StringIO(text.replace(_END, ""), newline=""))
    width = start = n_reread = 0
    with _wide_cells():
        while start < len(lines):
            for row, end in _run(lines, start, delimiter):
                n_lines = end - start
                is_broken = row is None or (width and n_lines > 1 and not _fit(row, width))
                if is_broken:
                    n_reread += n_lines
                    if n_reread > max(MOST_REREAD, 10 * len(lines)):
                        problem = "too many quotes are never closed; the file was given up here"
                        yield Row(start + 1, [], problem)
                        return
                    yield Row(start + 1, [], "a quote in this row is never closed")
                    start += 1
                    break
                cells = row or []
                if any(map(str.strip, cells)):
                    if not width:
                        width = len(cells)
                    problem = (
                        ""
                        if _fit(cells, width)
                        else f"the row has {len(cells)} cells where the header has {width}"
                    )
                    yield Row(start + 1, cells, problem)
                start = end
            else:
                return


def _run(lines: list[str], start: int, delimiter: str) -> Iterator[tuple[list[str] | None, int]]:
    """Yield rows with the index of the line after each; None where a quote has no end."""
    feed = chain(map(lines.__getitem__, range(start, len(lines))), [_END])
    reader = csv.reader(feed, delimiter=delimiter)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield None, start + reader.line_num
            return
        end = start + reader.line_num
        if end > len(lines):
            if row != [_END]:
                yield None, end
            return
        yield row, end


def _fit(cells: list[str] | None, width: int) -> bool:
    """Cut blank cells beyond the header, as spreadsheets add them; return whether it fits."""
    if cells is None:
        return False
    if len(cells) > width and not any(map(str.strip, cells[width:])):
        del cells[width:]
    return len(cells) == width


@contextmanager
def _wide_cells() -> Iterator[None]:
    """Raise the cell size limit of :mod:`csv` for a while, and put it back."""
    before = csv.field_size_limit(CELL_CAP)
    try:
        yield
    finally:
        csv.field_size_limit(before)
