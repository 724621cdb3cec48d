"""From a path to batches of raw messages: files of every kind, Maildirs, folders.

:func:`find_batches` walks a root in sorted order and gives one
:class:`~netanalysis.loaders.mail.batch.Batch` for every row of the ledger: an mbox file, or
the single-message files of one folder. Links are not followed, only regular files are
opened, and only for reading.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from netanalysis.errors import UnknownExportError, UnreadableExportError
from netanalysis.loaders.mail import outlook, pst, sniff, tarred, zipped
from netanalysis.loaders.mail.batch import Batch as Batch
from netanalysis.loaders.mail.batch import Issue as Issue
from netanalysis.loaders.mail.batch import Item as Item
from netanalysis.loaders.mail.batch import Place
from netanalysis.loaders.mail.naming import apple_folder, mbox_folder, shown_name

DEPTH_LIMIT: Final = 100
"""Folders within folders that are entered; mail programs nest a handful."""

WHY_NOT: Final = {
    sniff.EMPTY: "the file is empty",
    sniff.DAMAGED: "the compressed file is damaged from its start",
    sniff.LOCKED: "the file is packed by Zstandard; pip install zstandard, and load it again",
}
_MAILDIR_PARTS: Final = ("cur", "new")  # tmp holds deliveries that never finished
_THUNDERBIRD_FOLDERS: Final = ("Mail", "ImapMail")
_THUNDERBIRD_SIGN: Final = "prefs.js"


class Inside(NamedTuple):
    """A file in a folder that holds many messages by itself: an archive or Outlook's store."""

    path: Path
    name: str
    batches: Callable[[], Iterator[Batch | Issue]]


def find_batches(
    root: Path, name: str, exclude: Collection[Path]
) -> Iterator[Batch | Issue | Inside]:
    """Yield the batches of a folder in sorted order, and an issue for each file not mail.

    Parameters
    ----------
    root
        A folder.
    name
        What the folder is called in the tables.
    exclude
        Absolute paths that are not entered and not read.
    """
    if sniff.is_maildir(root):
        yield from _maildir_batches(root, name, shown_folder(root, root), exclude)
        return
    if (root / _THUNDERBIRD_SIGN).is_file():
        inside = [part for part in _THUNDERBIRD_FOLDERS if sniff.is_folder(root / part)]
        for part in inside:
            yield from _walk(root / part, root, f"{name}/{part}", exclude, 1)
        if inside:
            return
    yield from _walk(root, root, name, exclude, 0)


def file_batches(path: Path, name: str, kind: str) -> Iterator[Batch | Issue]:
    """Yield the batches of a file that was given directly.

    Raises
    ------
    UnreadableExportError
        If the file as a whole cannot be read: a damaged zip, a missing extra package.
    """
    if kind == sniff.ZIP:
        yield from zipped.zip_batches(path, name)
    elif kind == sniff.TAR:
        yield from tarred.tar_batches(path, name)
    elif kind == sniff.PST:
        yield from pst.pst_batches(path, name)
    elif kind == sniff.CSV:
        yield outlook.csv_batch(path, name, mbox_folder(path.name))
    elif kind == sniff.MBOX:
        yield Batch(name, mbox_folder(path.name), kind, [(path, name)])
    else:
        yield Batch(name, "", sniff.MESSAGE, [(path, name)])


def shown_folder(path: Path, root: Path) -> str:
    """Return what a folder is called as a mail folder: its path below the root."""
    relative = path.relative_to(root).as_posix() if path != root else root.name
    if relative.endswith((".mbox", ".sbd")):
        relative = relative.rpartition(".")[0]
    return shown_name(relative.replace(".sbd/", "/").replace(".mbox/", "/"))


def _walk(
    path: Path, root: Path, name: str, exclude: Collection[Path], depth: int
) -> Iterator[Batch | Issue | Inside]:
    try:
        entries = sorted(os.scandir(path), key=lambda entry: entry.name)
    except OSError as error:
        problem = f"the folder could not be opened ({error.strerror})"
        yield Issue(name, None, "not mail", problem, False)
        return
    folder = apple_folder(path.relative_to(root).as_posix()) or shown_folder(path, root)
    paths: list[tuple[Place, str]] = []
    later: list[tuple[Path, str, str]] = []
    for entry in entries:
        child, shown = path / entry.name, f"{name}/{shown_name(entry.name)}"
        if child in exclude or entry.is_symlink():
            continue
        if entry.is_dir(follow_symlinks=False):
            later.append((child, shown, ""))
        elif not sniff.is_companion(entry.name) and entry.is_file(follow_symlinks=False):
            kind = _kind(child, shown)
            if isinstance(kind, Issue):
                yield kind
            elif kind in sniff.SINGLES:
                paths.append((child, shown))
            else:
                later.append((child, shown, kind))
    if paths:
        yield Batch(name, folder, sniff.MESSAGE, paths)
    for child, shown, kind in later:
        if kind:
            yield from _file_inside(child, shown, kind, folder if path != root else "")
        elif sniff.is_maildir(child):
            yield from _maildir_batches(child, shown, shown_folder(child, root), exclude)
        elif depth < DEPTH_LIMIT and not child.name.startswith("."):
            yield from _walk(child, root, shown, exclude, depth + 1)


def _kind(path: Path, shown: str) -> str | Issue:
    """Return the kind of a file with mail in it, or an issue for another."""
    try:
        kind = sniff.kind_of_file(path)
    except OSError as error:
        problem = f"the file could not be opened ({error.strerror}); it was not read"
        return Issue(shown, None, "not mail", problem, False)
    if kind in WHY_NOT or kind == sniff.OTHER:
        problem = WHY_NOT.get(kind, "the file holds no mail headers")
        return Issue(shown, None, "not mail", f"{problem}; it was not read", False)
    return kind


def _file_inside(
    path: Path, shown: str, kind: str, folder: str
) -> Iterator[Batch | Issue | Inside]:
    """Yield the batches of a file met in a folder; what is wrong with it becomes an issue."""
    if kind == sniff.MBOX:
        is_bundle = path.parent.name.endswith(".mbox") and path.name == "mbox"
        own = mbox_folder(path.parent.name if is_bundle else path.name)
        if folder:
            own = folder if is_bundle else f"{folder}/{own}"
        yield Batch(shown, own, sniff.MBOX, [(path, shown)])
        return
    found = Inside(path, shown, lambda: _or_issue(path, shown, kind))
    if kind in (sniff.ZIP, sniff.TAR, sniff.PST):
        yield found
    else:
        yield from found.batches()


def _or_issue(path: Path, shown: str, kind: str) -> Iterator[Batch | Issue]:
    try:
        yield from file_batches(path, shown, kind)
    except (UnreadableExportError, UnknownExportError) as error:
        yield Issue(shown, None, "not mail", f"{error}; it was not read", False)


def _maildir_batches(
    path: Path, name: str, folder: str, exclude: Collection[Path]
) -> Iterator[Batch | Issue]:
    """Yield the batches of a Maildir and of the Maildir++ folders inside it."""
    paths: list[tuple[Place, str]] = []
    for part in _MAILDIR_PARTS:
        files = _names(path / part)
        paths += [
            (path / part / file, f"{name}/{part}/{shown_name(file)}")
            for file in files
            if not file.startswith(".")
            and path / part / file not in exclude
            and sniff.is_regular(path / part / file)
        ]
    if paths:
        yield Batch(name, folder, sniff.MESSAGE, paths)
    for child in _names(path):
        if child in ("cur", "new", "tmp") or path / child in exclude:
            continue
        if sniff.is_maildir(path / child):
            inner = shown_name(child).lstrip(".").replace(".", "/") if child[0] == "." else child
            yield from _maildir_batches(path / child, f"{name}/{shown_name(child)}", inner, exclude)


def _names(path: Path) -> list[str]:
    try:
        return sorted(child.name for child in path.iterdir())
    except OSError:
        return []
