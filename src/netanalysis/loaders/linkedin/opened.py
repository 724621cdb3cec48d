"""Which files of an export are opened, told by their names alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from netanalysis.loaders.linkedin.catalogue import Read, entry_of
from netanalysis.loaders.linkedin.naming import canonical_name


def opened(exports: Sequence[Path]) -> list[Path]:
    """Return the exports that are files, and of those that are folders the files read."""
    files: list[Path] = []
    for export in exports:
        if export.is_dir():
            files += [file.absolute() for file in sorted(export.rglob("*")) if _is_read(file)]
        else:
            files.append(export.absolute())
    return files


def unopened(exports: Sequence[Path], *, exclude: Collection[Path] = ()) -> list[str]:
    """Return the files in export folders that are never opened: their content is private.

    ``exclude`` names files and folders in them that another loader takes.
    """
    taken = {path.absolute() for path in exclude}
    inside = [file.absolute() for export in exports for file in export.rglob("*")]
    return [
        str(file) for file in inside if not _is_read(file) and not taken & {file, *file.parents}
    ]


def _is_read(file: Path) -> bool:
    return isinstance(entry_of(canonical_name(file.name)), Read)
