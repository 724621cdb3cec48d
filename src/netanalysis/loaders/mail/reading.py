"""Reading: root after root, batch after batch, onto the pile and the shelf."""

from __future__ import annotations

import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, Protocol

from netanalysis.errors import (
    ExportNotFoundError,
    NetAnalysisError,
    UnknownExportError,
    UnreadableExportError,
)
from netanalysis.harvest import Progress
from netanalysis.loaders.mail import pieces, ranges, sniff
from netanalysis.loaders.mail.batch import size_of
from netanalysis.loaders.mail.collect import Collector
from netanalysis.loaders.mail.containers import (
    WHY_NOT,
    Batch,
    Inside,
    Issue,
    file_batches,
    find_batches,
)
from netanalysis.loaders.mail.exports import is_takeout
from netanalysis.loaders.mail.naming import shown_name
from netanalysis.loaders.mail.pile import Pile
from netanalysis.loaders.mail.records import Gathered, gathered
from netanalysis.memory import give_back
from netanalysis.progress import Bar, say
from netanalysis.shelf import Piece, Shelf

_WHAT_WOULD_DO: Final = (
    "give an mbox file (also packed), a Maildir, a folder of messages, one message file, a Google "
    "Takeout zip or tgz, or Outlook's .pst, .msg or CSV"
)


class Keep(Protocol):
    """What takes the pieces of a unit."""

    def __call__(self, piece: Piece, *, is_last: bool = False) -> None:
        """Take the next piece."""


class Reading:
    """What has been read so far of all roots."""

    def __init__(
        self,
        progress: Progress | None,
        shelf: Shelf | None,
        *,
        with_body: bool,
        workers: int | None,
    ) -> None:
        self._workers = workers
        self._shelf = shelf
        self._progress = progress
        self._with_body = with_body
        self._collector = Collector()
        self._pile = Pile(self._collector, None if shelf is None else shelf.scratch)
        self._batches: list[Batch] = []
        self._empty: list[NetAnalysisError] = []
        if isinstance(progress, Bar):
            progress.count = lambda: self._pile.n_read

    def take(self, root: Path, name: str, exclude: Collection[Path]) -> None:
        """Read one root, or find it on the shelf; raise what is wrong with it as a whole."""
        if not _is_container(root):
            self._take(root, name, exclude, None)
            return

        def read(keep: Keep | None) -> None:
            self._take(root, name, exclude, keep)

        self._take_container(root, name, read)

    def _take_container(self, path: Path, name: str, read: Callable[[Keep | None], None]) -> None:
        """Read a file that holds many, or find it on the shelf."""
        shelf = self._shelf
        if shelf is None:
            read(None)
            return
        unit = f"{name} (container{', with bodies' if self._with_body else ''})"
        recalled = shelf.recall(unit, [path])
        if recalled.is_whole:
            is_first = True
            for piece in recalled.pieces:
                self._put_back(piece, is_first=is_first)
                is_first = pieces.is_closed(piece)
            return

        def keep(piece: Piece, *, is_last: bool = False) -> None:
            shelf.keep(unit, piece, is_last=is_last)

        read(keep)

    def _put_back(self, piece: Piece, *, is_first: bool) -> None:
        """Add a piece of a container: messages of one of its batches, or loose issues."""
        if "kind" not in piece.facts:
            for issue in pieces.collected(piece).issues:
                self._collector.note(issue)
            return
        if is_first:
            about = [str(piece.facts[name]) for name in ("file", "folder", "kind")]
            self._batches.append(Batch(about[0], about[1], about[2], []))
            self._collector.add_batch()
        if pieces.is_closed(piece):
            pieces.restore_remarks(piece, self._batches[-1])
        self._collector.absorb(pieces.collected(piece), len(self._batches) - 1, 0)
        self._pile.settle()

    def _take(self, root: Path, name: str, exclude: Collection[Path], keep: Keep | None) -> None:
        """Read one root; ``keep``, if it is given, gets pieces of it."""
        n_batches, first = len(self._batches), len(self._collector.issues)
        n_items = self._take_all(_batches_of(root, name, exclude), keep)
        if n_items or (root.is_dir() and len(self._batches) > n_batches):
            return
        issues = self._collector.issues[first:]
        issues += [issue for batch in self._batches[n_batches:] for issue in batch.issues]
        is_one = root.is_file() and len(self._batches) == n_batches + 1
        error = _nothing(name, issues, is_folder=root.is_dir(), is_one=is_one)
        if not (root.is_file() and is_takeout(root)):
            raise error
        self._empty.append(error)  # a part of a Takeout may hold photos only

    def _take_all(self, found: Iterable[Batch | Issue | Inside], keep: Keep | None) -> int:
        """Read batches, and note issues; return the number of messages."""
        n_items = 0
        loose: list[Issue] = []
        for one in found:
            if isinstance(one, Inside):
                n_items += self._take_inside(one)
            elif isinstance(one, Issue):
                loose.append(one)
                self._collector.note(one)
            else:
                self._batches.append(one)
                one.with_body = self._with_body
                n_items += self._read(one, keep)
        self._collector.settle()
        if keep is not None:
            keep(pieces.loose_issues(loose), is_last=True)
        return n_items

    def _take_inside(self, archive: Inside) -> int:
        self._collector.settle()
        before = self._pile.n_read

        def read(keep: Keep | None) -> None:
            self._take_all(archive.batches(), keep)

        self._take_container(archive.path, archive.name, read)
        return self._pile.n_read - before

    def _read(self, batch: Batch, keep: Keep | None) -> int:
        """Read one batch into the collector; return the number of its messages."""
        if keep is not None:
            return self._read_and_keep(batch, keep)
        files = pieces.files_of(batch)
        is_mbox = batch.kind == sniff.MBOX and batch.source is None and bool(files)
        n_workers = ranges.n_workers_for(size_of(files[0]), self._workers) if is_mbox else 1
        if self._shelf is not None and files:
            taking = pieces.Taking(self._pile, batch, self._shelf)
            return taking.take_in(n_workers, self._progress)
        parts = ranges.parts_of(files[0], ranges.PART) if n_workers > 1 else []
        number = self._collector.add_batch()
        n_messages = 0
        if len(parts) > 1:

            def take(_: ranges.Part, read: ranges.PartRead) -> int:
                nonlocal n_messages
                self._collector.absorb(read.collector, number, n_messages)
                n_messages += read.n_messages
                self._pile.settle()
                return n_messages

            return ranges.read_in_parts(batch, parts, n_workers, self._progress, take)
        for items in batch.sheaves(self._progress):
            n_messages += len(items)
            self._collector.add(number, batch, items)
            self._pile.settle()
        return n_messages

    def _read_and_keep(self, batch: Batch, keep: Keep) -> int:
        number, n_messages = self._collector.add_batch(), 0
        last: Piece | None = None
        for read in pieces.read_alone(batch, self._progress):
            if last is not None:
                keep(last)
            last = pieces.within(pieces.piece_of(read, stop=None), batch)
            n_messages += read.n_messages
            self._collector.absorb(read.collector, number, 0)
            self._pile.settle()
        if last is not None:
            keep(pieces.closed(last, batch))
        return n_messages

    def gathered(self) -> Gathered:
        """Return everything, or raise if no part of a Takeout held mail."""
        say(self._progress, "Finding copies and conversations")
        give_back()
        found = gathered(self._pile, self._batches)
        give_back()
        if self._empty and not self._pile.n:
            raise self._empty[0]
        return found


def _is_container(root: Path) -> bool:
    """Whether a root is one file that holds many: it is kept as a whole, or not at all."""
    try:
        return root.is_file() and sniff.kind_of_file(root) in (sniff.ZIP, sniff.TAR, sniff.PST)
    except OSError:
        return False


def _nothing(
    name: str, issues: Sequence[Issue], *, is_folder: bool, is_one: bool
) -> NetAnalysisError:
    """Return the error for a root that gave no message at all."""
    damage = [issue for issue in issues if issue.reason in ("damaged", "unsafe entry")]
    if damage or (is_one and issues):
        issue = (damage or issues)[0]
        inner = issue.file.removeprefix(name).strip("/")
        where = f"{inner} in {name}" if inner else name
        return UnreadableExportError(f"{where}: {issue.problem}")
    what = "in this folder" if is_folder else "in it"
    return UnknownExportError(f"{name}: no mail was found {what}; {_WHAT_WOULD_DO}")


def root_names(roots: Sequence[Path]) -> list[str]:
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


def _batches_of(
    root: Path, name: str, exclude: Collection[Path]
) -> Iterator[Batch | Issue | Inside]:
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
    if kind == sniff.LOCKED:
        raise UnreadableExportError(f"{name}: {WHY_NOT[kind]}")
    if kind == sniff.OTHER:
        raise UnknownExportError(
            f"{name}: the file holds neither an mbox nor mail headers; {_WHAT_WOULD_DO}"
        )
    return file_batches(root, name, kind)
