"""A Dataset on disk: one Parquet file per table and a small manifest, private to its owner."""

from __future__ import annotations

import json
from os import PathLike
from pathlib import Path
from typing import Final

import pandas as pd

from netanalysis.dataset import Dataset
from netanalysis.errors import ExportNotFoundError, OutputError, UnreadableExportError
from netanalysis.schema import TABLES

MANIFEST: Final = "netanalysis.json"
FORMAT: Final = 1


def write_store(archive: Dataset, folder: str | PathLike[str]) -> Path:
    """Write ``archive`` into ``folder``, which only its owner may enter, and return it.

    Page checksums are written, so that a damaged file is noticed when it is read. The
    manifest is written last: a folder without it is no store.

    Raises
    ------
    OutputError
        If the folder cannot be written.
    """
    path = Path(folder)
    try:
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o700)
        (path / MANIFEST).unlink(missing_ok=True)
        for name, frame in archive.tables():
            frame.to_parquet(path / f"{name}.parquet", write_page_checksum=True)
        manifest = {"format": FORMAT, "owner_reason": archive.owner_reason}
        (path / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path} could not be written: {error.strerror or error}.") from error
    return path


def open_store(folder: str | PathLike[str]) -> Dataset:
    """Return the Dataset that :func:`write_store` wrote into ``folder``.

    Raises
    ------
    ExportNotFoundError
        If the folder holds no store.
    UnreadableExportError
        If a part of it is damaged or of another version.
    """
    import pyarrow as pa

    path = Path(folder)
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ExportNotFoundError(f"{path} holds no stored archive (no {MANIFEST}).") from error
    except ValueError as error:
        raise UnreadableExportError(
            f"{path / MANIFEST} is damaged; load the exports again."
        ) from error
    if manifest.get("format") != FORMAT:
        raise UnreadableExportError(
            f"{path} was stored in format {manifest.get('format')!r}, this version reads {FORMAT}; "
            "load the exports again."
        )
    tables = {}
    for table in TABLES:
        file = path / f"{table.name}.parquet"
        try:
            tables[table.name] = pd.read_parquet(file, page_checksum_verification=True)
        except (OSError, pa.ArrowException) as error:
            raise UnreadableExportError(
                f"{file} is damaged or missing; load the exports again."
            ) from error
    return Dataset(**tables, owner_reason=str(manifest["owner_reason"]))
