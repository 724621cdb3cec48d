"""The LinkedIn door: a data export as folder, zip or single CSV, of any year since 2018.

Reads Connections, messages, Invitations, Endorsements, Recommendations, Positions,
Education, Skills and the name in Profile. Texts of messages, notes and recommendations are
never kept; files with private data that say nothing about ties are never opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from netanalysis.errors import UnreadableExportError
from netanalysis.filenames import is_clutter
from netanalysis.harvest import Harvest, Progress
from netanalysis.loaders.linkedin.catalogue import CATALOGUE
from netanalysis.loaders.linkedin.naming import STRONG_NAMES, canonical_name, is_export_name
from netanalysis.loaders.linkedin.opened import opened, unopened
from netanalysis.loaders.linkedin.reading import read_export
from netanalysis.zips import is_zip, list_zip

__all__ = ["holds_export", "names_an_export", "opened", "read", "recognises", "unopened"]


def recognises(path: Path) -> bool:
    """Whether a path looks like a LinkedIn export, or could only be one.

    A folder, also one named ``.zip``, must directly hold a file such as Connections.csv,
    messages.csv or Profile.csv. A regular file must be a zip by its first bytes or be
    named ``.csv`` or ``.zip``; :func:`read` then says precisely what is wrong with it.
    Never raises: what cannot be looked at is not recognised.
    """
    try:
        if path.is_dir():
            return any(
                entry.name.casefold().endswith(".csv") and entry.is_file()
                for entry in path.iterdir()
                if canonical_name(entry.name) in STRONG_NAMES and not is_clutter(entry.name)
            )
        if not path.is_file():
            return False
        return path.suffix.casefold() in (".csv", ".zip") or is_zip(path)
    except (OSError, ValueError):
        return False


def names_an_export(zip_name: str, members: Sequence[str], *, is_strict: bool) -> bool:
    """Whether a zip is a LinkedIn export, by its own name and those of its members.

    Strictly: it is called as LinkedIn calls exports, or holds a file such as
    Connections.csv. Otherwise any file that LinkedIn writes will do, as ``Skills.csv``.
    """
    if any(is_export_name(part) for name in (zip_name, *members) for part in name.split("/")):
        return True
    telling = STRONG_NAMES if is_strict else CATALOGUE
    return any(
        name.casefold().endswith(".csv") and canonical_name(name) in telling
        for name in members
        if not is_clutter(name)
    )


def holds_export(path: Path) -> bool:
    """Whether a folder, or a zip by its list of contents, holds files of a LinkedIn export.

    A zip whose list of contents cannot be read counts too: :func:`read` says what is
    wrong with it. Never raises, and opens no file of the export.
    """
    try:
        if not path.is_file() or not is_zip(path):
            return path.is_dir() and recognises(path)
        names = [info.filename for info in list_zip(path).members]
    except UnreadableExportError:
        return True
    except (OSError, ValueError):
        return False
    return names_an_export(path.name, names, is_strict=True)


def read(paths: Sequence[Path], *, progress: Progress | None = None) -> Harvest:
    """Return everything the LinkedIn files under ``paths`` say about people and ties.

    Parameters
    ----------
    paths
        Folders, zips or single CSV files. Of several copies of one file (a Basic and a
        Complete export side by side, say) one is read: Complete before Basic, then the
        later export, then the larger file. The issues and the ledger name the choice.
    progress
        Called with file, bytes done and bytes in all while files are read.

    Returns
    -------
    Harvest
        In the ledger, each file that was read has one row whose counts add up; each
        record left out, each file not opened and each doubt has a row in the issues.
        Files are named relative to the folder or zip given.

    Raises
    ------
    ExportNotFoundError
        If a path does not exist or is neither a folder nor a regular file.
    UnknownExportError
        If nothing under the paths is a LinkedIn file that is read.
    UnreadableExportError
        If there are such files but none can be read: damaged, encrypted, a workbook
        named ``.csv``, a table without its header, a zip bomb.
    """
    return read_export(paths, progress)
