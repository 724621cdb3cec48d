"""From a path to a stream of raw messages: mbox files, Maildirs, bundles, folders of files.

:func:`find_batches` walks a root in sorted order and gives one :class:`Batch` for every row
of the ledger: an mbox file, or the single-message files of one folder. Links are not
followed, only regular files are opened, and only for reading.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from netanalysis.harvest import Progress
from netanalysis.loaders.mail import sniff
from netanalysis.loaders.mail.split import RawMessage, Splitter
from netanalysis.loaders.mail.stream import Stream
from netanalysis.loaders.mail.text import clean

DEPTH_LIMIT: Final = 100
"""Folders within folders that are entered; mail programs nest a handful."""

FILE_BLOCK: Final = 64 * 1024
"""Bytes read at a time of a single message; most are smaller."""

_WHY_NOT: Final = {
    sniff.EMPTY: "the file is empty",
    sniff.DAMAGED: "the compressed file is damaged from its start",
}
_MAILDIR_PARTS: Final = ("cur", "new")  # tmp holds deliveries that never finished


class Issue(NamedTuple):
    """One row of the issues table."""

    file: str
    line: int | None
    reason: str
    problem: str
    is_left_out: bool


class Item(NamedTuple):
    """One raw message with the place where it stands."""

    file: str
    number: int | None
    flags: str
    raw: RawMessage


@dataclass
class Batch:
    """What one row of the ledger is about."""

    file: str
    folder: str
    kind: str
    paths: list[tuple[Path, str]]
    """Files to read, each with the name it is known by."""

    issues: list[Issue] = field(default_factory=list)
    n_not_mail: int = 0

    @property
    def note(self) -> str | None:
        """A remark for the ledger: how many files stand behind the row."""
        if self.kind == sniff.MBOX:
            return None
        n_files = len(self.paths) - self.n_not_mail
        return f"{n_files:,} files, one message each" if n_files != 1 else "1 file, one message"

    def items(self, progress: Progress | None) -> Iterator[Item]:
        """Yield the messages of the batch; what cannot be read becomes an issue."""
        if self.kind == sniff.MBOX:
            yield from self._mbox_items(progress)
        else:
            yield from self._file_items(progress)

    def _mbox_items(self, progress: Progress | None) -> Iterator[Item]:
        path, name = self.paths[0]
        number = 0
        is_open = False
        with Stream(path) as stream:

            def read_block() -> bytes:
                block = stream.read_block()
                if progress is not None:
                    progress(name, stream.n_done, stream.n_bytes)
                return block

            for raw in Splitter(read_block, is_mbox=True):
                number += 1
                is_open = raw.is_open
                yield Item(name, number, "", raw)
        if stream.damage:
            problem = f"{stream.damage}; what stands before was read, get the file again"
            self.issues.append(Issue(name, number or None, "damaged", problem, False))
        if number and (is_open or stream.damage):
            problem = "the last message breaks off; what is there was read"
            self.issues.append(Issue(name, number, "truncated", problem, False))

    def _file_items(self, progress: Progress | None) -> Iterator[Item]:
        n_bytes = n_done = 0
        if progress is not None:
            n_bytes = sum(_size(path) for path, _ in self.paths)
        for path, name in self.paths:
            try:
                with Stream(path, block=FILE_BLOCK) as stream:
                    first = stream.read_block()
                    if sniff.kind_of_bytes(first[: sniff.SNIFF_BYTES]) != sniff.MESSAGE:
                        self._not_mail(name)
                        continue
                    raw = next(iter(Splitter(_Blocks(first, stream), is_mbox=False)))
                    damage = stream.damage
                    n_done += stream.n_bytes
            except OSError as error:
                self._not_mail(name, f"the file could not be opened ({error.strerror})")
                continue
            if damage or raw.is_open:
                problem = f"{damage or 'the file ends inside its headers'}; it was read as it is"
                self.issues.append(Issue(name, None, "truncated", problem, False))
            yield Item(name, None, maildir_flags(path.name), raw)
            if progress is not None:
                progress(self.file, n_done, n_bytes)

    def _not_mail(self, name: str, problem: str = "the file holds no mail headers") -> None:
        self.n_not_mail += 1
        self.issues.append(Issue(name, None, "not mail", f"{problem}; it was not read", False))


class _Blocks:
    """The blocks of a stream, beginning with one that was read already."""

    def __init__(self, first: bytes, stream: Stream) -> None:
        self._first = first
        self._stream = stream

    def __call__(self) -> bytes:
        first, self._first = self._first, b""
        return first or self._stream.read_block()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def maildir_flags(name: str) -> str:
    """Return the flag letters of a Maildir file name: after ``:2,`` (``;2,`` on Windows)."""
    for mark in (":2,", ";2,", "!2,"):
        _, found, flags = name.rpartition(mark)
        if found:
            return flags
    return ""


def shown_name(path: str) -> str:
    """Return a path part as valid text, without characters that could fool a reader."""
    return clean(os.fsencode(path).decode("utf-8", "replace")) or "?"


def find_batches(root: Path, name: str, exclude: Collection[Path]) -> Iterator[Batch | Issue]:
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
    yield from _walk(root, root, name, exclude, 0)


def shown_folder(path: Path, root: Path) -> str:
    """Return what a folder is called as a mail folder: its path below the root."""
    relative = path.relative_to(root).as_posix() if path != root else root.name
    if relative.endswith((".mbox", ".sbd")):
        relative = relative.rpartition(".")[0]
    return shown_name(relative.replace(".sbd/", "/").replace(".mbox/", "/"))


def _walk(
    path: Path, root: Path, name: str, exclude: Collection[Path], depth: int
) -> Iterator[Batch | Issue]:
    try:
        entries = sorted(os.scandir(path), key=lambda entry: entry.name)
    except OSError as error:
        problem = f"the folder could not be opened ({error.strerror})"
        yield Issue(name, None, "not mail", problem, False)
        return
    folder = shown_folder(path, root)
    single = Batch(name, folder, sniff.MESSAGE, [])
    later: list[Batch | tuple[Path, str]] = []
    for entry in entries:
        child, shown = path / entry.name, f"{name}/{shown_name(entry.name)}"
        if child in exclude or entry.is_symlink():
            continue
        if entry.is_dir(follow_symlinks=False):
            later.append((child, shown))
        elif not sniff.is_companion(entry.name) and entry.is_file(follow_symlinks=False):
            found = _sort_file(child, shown, path, folder if path != root else "")
            if isinstance(found, Issue):
                yield found
            elif found is not None:
                later.append(found)
            else:
                single.paths.append((child, shown))
    if single.paths:
        yield single
    for follower in later:
        if isinstance(follower, Batch):
            yield follower
            continue
        child, shown = follower
        if sniff.is_maildir(child):
            yield from _maildir_batches(child, shown, shown_folder(child, root), exclude)
        elif depth < DEPTH_LIMIT and not child.name.startswith("."):
            yield from _walk(child, root, shown, exclude, depth + 1)


def _sort_file(path: Path, shown: str, parent: Path, folder: str) -> Batch | Issue | None:
    """Return the batch of an mbox, an issue for what is no mail, None for a single message."""
    try:
        kind = sniff.kind_of_file(path)
    except OSError as error:
        problem = f"the file could not be opened ({error.strerror}); it was not read"
        return Issue(shown, None, "not mail", problem, False)
    if kind == sniff.MBOX:
        is_bundle = parent.name.endswith(".mbox") and path.name == "mbox"
        own = mbox_folder(parent.name if is_bundle else path.name)
        if folder:
            own = folder if is_bundle else f"{folder}/{own}"
        return Batch(shown, own, sniff.MBOX, [(path, shown)])
    if kind == sniff.MESSAGE:
        return None
    problem = _WHY_NOT.get(kind, "the file holds no mail headers")
    return Issue(shown, None, "not mail", f"{problem}; it was not read", False)


def mbox_folder(file_name: str) -> str:
    """Return the mail folder that an mbox file stands for: its name without endings."""
    for ending in (".gz", ".mbox", ".mbx", ".mboxrd", ".eml"):
        if file_name.lower().endswith(ending) and len(file_name) > len(ending):
            file_name = file_name[: -len(ending)]
    return shown_name(file_name)


def _maildir_batches(
    path: Path, name: str, folder: str, exclude: Collection[Path]
) -> Iterator[Batch | Issue]:
    """Yield the batches of a Maildir and of the Maildir++ folders inside it."""
    batch = Batch(name, folder, sniff.MESSAGE, [])
    for part in _MAILDIR_PARTS:
        files = _names(path / part)
        batch.paths += [
            (path / part / file, f"{name}/{part}/{shown_name(file)}")
            for file in files
            if not file.startswith(".")
            and path / part / file not in exclude
            and sniff.is_regular(path / part / file)
        ]
    if batch.paths:
        yield batch
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


def one_file_batch(path: Path, name: str, kind: str) -> Batch:
    """Return the batch of a file that was given directly."""
    folder = mbox_folder(path.name) if kind == sniff.MBOX else ""
    return Batch(name, folder, kind, [(path, name)])
