"""Findings as files other programs read: CSV for spreadsheets, JSON for scripts, Parquet exact."""

from __future__ import annotations

import io
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Final

import pandas as pd

from netanalysis.errors import OutputError

FORMATS: Final = ("csv", "json", "parquet")
# A cell that starts like this is a formula to a spreadsheet.
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\x00")
DIGITS: Final = 15
"""Digits after the point in JSON: as many as pandas can write."""


def write_tables(tables: Mapping[str, pd.DataFrame], folder: str | PathLike[str]) -> list[Path]:
    """Write every table as CSV, JSON and Parquet and return the paths.

    In the CSV (UTF-8) a text that a spreadsheet would run as a formula gets a leading
    apostrophe. The JSON is a list with an object a row; dates are ISO 8601, what is missing
    is null. Parquet keeps the types.

    Raises
    ------
    OutputError
        If the folder cannot be written.
    """
    path = Path(folder)
    written = []
    try:
        path.mkdir(parents=True, exist_ok=True)
        for name, table in tables.items():
            for ending in FORMATS:
                file = path / f"{name}.{ending}"
                file.write_bytes(encoded(table, ending))
                written.append(file)
    except OSError as error:
        raise OutputError(f"{path} could not be written: {error.strerror or error}.") from error
    return written


def write_file(content: bytes, file: str | PathLike[str]) -> Path:
    """Write an encoded table into a file and return its path.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    path = Path(file)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise OutputError(f"{path} could not be written: {error.strerror or error}.") from error
    return path


def encoded(table: pd.DataFrame, ending: str) -> bytes:
    """Return a table as the bytes of one of :data:`FORMATS`, its index as first columns."""
    frame = table.copy()
    frame.attrs = {}
    if ending == "parquet":
        stream = io.BytesIO()
        frame.to_parquet(stream)
        return stream.getvalue()
    is_ranked = len(frame.index.names) == 1 and frame.index.name is None
    flat = frame if is_ranked else frame.reset_index()
    if ending == "csv":
        return flat.map(_spreadsheet_safe).to_csv(index=False).encode("utf-8")
    text = flat.to_json(
        orient="records",
        date_format="iso",
        date_unit="s",
        force_ascii=False,
        double_precision=DIGITS,
    )
    return f"{text}\n".encode()


def _spreadsheet_safe(value: object) -> object:
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value
