"""Mail archives: mbox files, Maildirs, bundles and folders of single messages.

Two functions are public. :func:`recognises` tells, by content, whether a path holds mail;
:func:`read` turns paths into a :class:`~netanalysis.harvest.Harvest`. Files are opened for
reading only, in bounded memory, and message bodies are hashed, never kept.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Final

from netanalysis.errors import ExportNotFoundError, UnknownExportError, UnreadableExportError
from netanalysis.harvest import Harvest, Progress
from netanalysis.loaders.mail import sniff
from netanalysis.loaders.mail.collect import Collector
from netanalysis.loaders.mail.containers import (
    Batch,
    Issue,
    find_batches,
    one_file_batch,
    shown_name,
)
from netanalysis.loaders.mail.records import build_harvest

__all__ = ["read", "recognises"]

LOOK_LIMIT: Final = 5000
"""Files looked into before a folder is held to be without mail."""

_WHAT_WOULD_DO: Final = (
    "give an mbox file (also gzipped), a Maildir, a folder of messages, or one message file"
)


def recognises(path: Path, *, exclude: Collection[Path] = ()) -> bool:
    """Return whether ``path`` holds mail this package can read, judged by content.

    True for an mbox file (plain or gzipped), a Maildir, an Apple ``.mbox`` bundle, a single
    message under any name, and a folder with at least one of these somewhere below.
    ``exclude`` names files and folders that another loader takes; they are not opened.
    Never raises: what cannot be opened is not recognised.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):
            return sniff.kind_of_file(path) in (sniff.MBOX, sniff.MESSAGE)
        return stat.S_ISDIR(mode) and _has_mail(path, exclude)
    except (OSError, ValueError):
        return False


def _has_mail(folder: Path, exclude: Collection[Path]) -> bool:
    """Return whether a mail file is found below a folder, within the look limit."""
    n_looked = 0
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if Path(here) / name not in exclude)
        for name in sorted(files):
            path = Path(here) / name
            if path in exclude or sniff.is_companion(name) or not sniff.is_regular(path):
                continue
            n_looked += 1
            if n_looked > LOOK_LIMIT:
                return False
            try:
                if sniff.kind_of_file(path) in (sniff.MBOX, sniff.MESSAGE):
                    return True
            except OSError:
                continue
    return False


def read(
    roots: Sequence[Path],
    *,
    exclude: Collection[Path] = (),
    progress: Progress | None = None,
) -> Harvest:
    """Read mail from files and folders into one harvest.

    The same message met twice, in whatever container, is kept once; the ledger counts the
    other copies. Deleted mail, drafts, spam, trash and chats are left out, each with a row
    in ``issues``.

    Parameters
    ----------
    roots
        Files and folders, read in this order; folders are walked in sorted order.
    exclude
        Paths below the roots that are not read.
    progress
        Called with file, bytes done and bytes in all.

    Raises
    ------
    ExportNotFoundError
        If a root does not exist or is neither a regular file nor a folder.
    UnreadableExportError
        If a root is an empty or wholly damaged file.
    UnknownExportError
        If a root holds no mail.
    """
    collector = Collector()
    batches: list[Batch] = []
    left_aside = frozenset(path.absolute() for path in exclude)
    for root, name in zip(roots, _root_names(roots), strict=True):
        n_before = len(batches)
        for found in _batches_of(root.absolute(), name, left_aside):
            if isinstance(found, Issue):
                collector.issues.append(found)
                continue
            number = collector.add_batch()
            batches.append(found)
            for item in found.items(progress):
                collector.add(number, found, item)
        if len(batches) == n_before:
            raise UnknownExportError(f"{name}: no mail was found in this folder; {_WHAT_WOULD_DO}")
    return build_harvest(collector, batches)


def _root_names(roots: Sequence[Path]) -> list[str]:
    """Return a name for each root, unique also where two roots are called the same."""
    names: list[str] = []
    for root in roots:
        path = root if root.name not in ("", "..") else root.resolve()
        base = shown_name(path.name or "root")
        name, n = base, 1
        while name in names:
            n += 1
            name = f"{base} ({n})"
        names.append(name)
    return names


def _batches_of(root: Path, name: str, exclude: Collection[Path]) -> Iterator[Batch | Issue]:
    """Return the batches of one root, or raise what is wrong with it."""
    try:
        mode = root.stat().st_mode
    except (OSError, ValueError) as error:
        raise ExportNotFoundError(
            f"{name}: there is no such file or folder; check the path"
        ) from error
    if stat.S_ISDIR(mode):
        return find_batches(root, name, exclude)
    if not stat.S_ISREG(mode):
        raise ExportNotFoundError(f"{name}: neither a regular file nor a folder; {_WHAT_WOULD_DO}")
    try:
        kind = sniff.kind_of_file(root)
    except OSError as error:
        raise UnreadableExportError(
            f"{name}: the file could not be opened ({error.strerror}); check its permissions"
        ) from error
    if kind == sniff.EMPTY:
        raise UnreadableExportError(f"{name}: the file is empty; export the mail again")
    if kind == sniff.DAMAGED:
        raise UnreadableExportError(
            f"{name}: the compressed data are damaged from the start; get the file again"
        )
    if kind == sniff.OTHER:
        raise UnknownExportError(
            f"{name}: the file holds neither an mbox nor mail headers; {_WHAT_WOULD_DO}"
        )
    return iter([one_file_batch(root, name, kind)])
