"""A Dataset on disk: private to its owner, quick to open, whole or not there at all.

A store is a folder with Parquet parts and one manifest. Parts never change; replacing the
manifest is the only commit, so readers see the last complete state and a killed writer
leaves that state behind. Beside the Dataset a store that ``load`` fills keeps what each
source gave, so that the next load reads only what is new.
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from netanalysis.dataset import Dataset
from netanalysis.errors import ExportNotFoundError, OutputError
from netanalysis.store.keeping import Writer, open_current, remove, writing
from netanalysis.store.manifest import MANIFEST, write_manifest
from netanalysis.store.request import Request

__all__ = ["Request", "Writer", "forget_store", "open_store", "write_store", "writing"]


def write_store(archive: Dataset, folder: str | PathLike[str]) -> Path:
    """Write ``archive`` into ``folder``, which only its owner may enter, and return it.

    What the store held before is replaced in one step; until then, and if anything fails,
    it can still be read.

    Raises
    ------
    OutputError
        If the folder cannot be written or holds something else than a store.
    """
    path = Path(folder)
    with writing(path) as writer:
        writer.manifest.units = {}
        writer.manifest.request = writer.manifest.listing = ""
        writer.put(archive)
        write_manifest(path, writer.manifest)
    return path


def open_store(folder: str | PathLike[str]) -> Dataset:
    """Return the Dataset stored in ``folder``; its tables are read when they are used.

    Raises
    ------
    ExportNotFoundError
        If the folder holds no store, or none that was ever finished.
    UnreadableExportError
        If a part of it is damaged or of another version. In a part over 32 MB damage may
        only show when its table is used.
    """
    return open_current(Path(folder))


def forget_store(folder: str | PathLike[str]) -> str:
    """Remove the store in ``folder`` and say in a sentence what was removed.

    Files in the folder that are not the store's stay, and so does then the folder.

    Raises
    ------
    ExportNotFoundError
        If the folder holds no store.
    OutputError
        If it is being written, or cannot be removed.
    """
    path = Path(folder)
    if not path.exists():
        raise ExportNotFoundError(f"{path} does not exist; check the path.")
    if not (path / MANIFEST).is_file():
        raise ExportNotFoundError(f"{path} holds no stored archive (no {MANIFEST}).")
    try:
        n_files, n_bytes = remove(path)
    except OutputError:
        raise
    except OSError as error:
        raise OutputError(f"{path} could not be removed: {error.strerror or error}.") from error
    left = "" if not path.exists() else "; other files in the folder were left alone"
    return f"Removed the store {path}: {n_files} files, {n_bytes:,} bytes{left}."
