"""A Dataset on disk: one Parquet file per table and a small manifest, private to its owner."""

from __future__ import annotations

import hashlib
import json
from os import PathLike
from pathlib import Path
from typing import Any, Final

import pandas as pd

from netanalysis.dataset import Dataset
from netanalysis.errors import ExportNotFoundError, OutputError, UnreadableExportError
from netanalysis.schema import TABLES

MANIFEST: Final = "netanalysis.json"
FORMAT: Final = 2


def write_store(archive: Dataset, folder: str | PathLike[str]) -> Path:
    """Write ``archive`` into ``folder``, which only its owner may enter, and return it.

    The manifest holds a checksum of every part and of itself, so that damage is noticed when
    the store is opened. It is written last: a folder without it is no store.

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
        parts = {}
        for name, frame in archive.tables():
            file = path / f"{name}.parquet"
            frame.to_parquet(file, write_page_checksum=True)
            file.chmod(0o600)
            parts[name] = _checksum(file)
        manifest = {"format": FORMAT, "owner_reason": archive.owner_reason, "parts": parts}
        sealed = {**manifest, "seal": _seal(manifest)}
        (path / MANIFEST).write_text(json.dumps(sealed), encoding="utf-8")
        (path / MANIFEST).chmod(0o600)
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
    manifest = _manifest(path)
    tables = {}
    for table in TABLES:
        file = path / f"{table.name}.parquet"
        try:
            if _checksum(file) != manifest["parts"].get(table.name):
                raise _damaged(file)
            tables[table.name] = pd.read_parquet(file, page_checksum_verification=True)
        except (OSError, pa.ArrowException) as error:
            raise _damaged(file) from error
    return Dataset(**tables, owner_reason=str(manifest["owner_reason"]))


def _manifest(path: Path) -> dict[str, Any]:
    """Return the manifest of the store in ``path``, if it is whole and of this format."""
    file = path / MANIFEST
    try:
        manifest = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ExportNotFoundError(f"{path} holds no stored archive (no {MANIFEST}).") from error
    except (OSError, ValueError) as error:
        raise _damaged(file) from error
    if not isinstance(manifest, dict):
        raise _damaged(file)
    if manifest.get("format") != FORMAT:
        raise UnreadableExportError(
            f"{path} was stored in format {manifest.get('format')!r}, this version reads {FORMAT}; "
            "load the exports again."
        )
    if manifest.pop("seal", None) != _seal(manifest):
        raise _damaged(file)
    return manifest


def _damaged(file: Path) -> UnreadableExportError:
    return UnreadableExportError(f"{file} is damaged or missing; load the exports again.")


def _checksum(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _seal(manifest: dict[str, Any]) -> str:
    """Return the checksum of a manifest, whatever the order and spacing of its text."""
    text = json.dumps(manifest, sort_keys=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
