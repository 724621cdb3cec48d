"""Mail archives: mbox files, Maildirs, bundles and folders of single messages.

Three functions are public. :func:`recognises` tells, by content, whether a path holds mail;
:func:`read` turns paths into a :class:`~netanalysis.harvest.Harvest`, :func:`gather` into one
whose largest tables need not be in memory. Files are opened for
reading only, in bounded memory, and message bodies are hashed, never kept.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from netanalysis.loaders.mail import sniff, tarred, zipped
from netanalysis.loaders.mail.cycles import rarely_searched
from netanalysis.loaders.mail.exports import is_takeout

if TYPE_CHECKING:
    from netanalysis.harvest import Harvest, Progress
    from netanalysis.loaders.mail.records import Gathered
    from netanalysis.shelf import Shelf

__all__ = ["gather", "is_takeout", "read", "recognises"]

LOOK_LIMIT: Final = 5000
"""Files looked into before a folder is held to be without mail."""


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
            return _is_mail(path)
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
                if _is_mail(path):
                    return True
            except (OSError, ValueError):
                continue
    return False


def _is_mail(path: Path) -> bool:
    """Return whether a regular file holds mail, or could if an extra were installed."""
    kind = sniff.kind_of_file(path)
    if kind == sniff.ZIP:
        return zipped.holds_mail(path)
    if kind == sniff.TAR:
        return tarred.holds_mail(path)
    return kind in sniff.SINGLES or kind in (sniff.MBOX, sniff.PST, sniff.CSV, sniff.LOCKED)


def read(
    roots: Sequence[Path],
    *,
    exclude: Collection[Path] = (),
    progress: Progress | None = None,
    body: str | None = None,
    workers: int | None = None,
) -> Harvest:
    """Read mail from files and folders into one harvest; see :func:`gather`."""
    found = gather(roots, exclude=exclude, progress=progress, body=body, workers=workers)
    return found.whole()


def gather(
    roots: Sequence[Path],
    *,
    exclude: Collection[Path] = (),
    progress: Progress | None = None,
    body: str | None = None,
    workers: int | None = None,
    shelf: Shelf | None = None,
) -> Gathered:
    """Read mail from files and folders; give the interactions in stretches.

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
    body
        ``"light"`` counts the words a person wrote, and notes questions, thanks and
        attachments; by default bodies are only hashed. See
        :mod:`netanalysis.loaders.mail.body`.
    workers
        Processes that read one mbox together; the result is the same for any number. With 0,
        one for each processor where a plain mbox has 512 MB or more, else one: below that,
        starting them costs more than it saves. New processes run the caller's script again
        up to its ``if __name__ == "__main__":``, so by default scripts use one, and
        notebooks do as with 0.
    shelf
        Where what was read is kept; files that are still as they were are not read again.
        What was read then leaves the memory while reading goes on.

    Raises
    ------
    ExportNotFoundError
        If a root does not exist or is neither a regular file nor a folder.
    UnreadableExportError
        If a root is an empty or wholly damaged file.
    UnknownExportError
        If a root holds no mail.
    """
    # a process that reads a part of a file needs nothing of this, and starts in half the time
    from netanalysis.loaders.mail.reading import Reading, root_names

    reading = Reading(progress, shelf, with_body=body is not None, workers=workers)
    left_aside = frozenset(path.absolute() for path in exclude)
    with rarely_searched():
        for root, name in zip(roots, root_names(roots), strict=True):
            reading.take(root.absolute(), name, left_aside)
        return reading.gathered()
