"""Rows as CSV text, quoted the way the export quotes: only where a cell needs it."""

from __future__ import annotations


def cell_text(cell: str) -> str:
    if any(mark in cell for mark in ',"\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def rows_text(header: str, rows: list[list[str]]) -> str:
    """The header as given, and one line for each row."""
    lines = [header, *(",".join(cell_text(cell) for cell in row) for row in rows)]
    return "\n".join(lines) + "\n"
