"""What was read of mail as tables that can be kept, and back.

A piece holds the facts of messages before copies are looked for, because which message is
a copy, and which thread it belongs to, depends on all others. A mailbox file is kept in
several pieces, each a run of whole messages, so that a grown one is read on from the last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from netanalysis.harvest import Progress
from netanalysis.loaders.mail import ranges, sniff
from netanalysis.loaders.mail.batch import Batch, Issue, size_of
from netanalysis.loaders.mail.collect import Collector
from netanalysis.loaders.mail.messages import Messages
from netanalysis.loaders.mail.pile import Pile
from netanalysis.loaders.mail.ranges import Part, PartRead
from netanalysis.loaders.mail.runs import RUN
from netanalysis.shelf import Piece, Shelf

if TYPE_CHECKING:
    import pyarrow as pa

PIECE_BYTES: Final = ranges.PART
"""Bytes of a mailbox in one piece: half a second of reading is lost by a kill."""

TAIL_BYTES: Final = 64 * 1024
"""Bytes of the end of a mailbox that are a piece of their own: read again when it has grown."""


def unit_of(batch: Batch) -> str:
    """Return the name under which a batch is kept: all that decides what is read of its files."""
    bodies = ", with bodies" if batch.with_body else ""
    return f"{batch.file} ({batch.kind}, {batch.folder}{bodies})"


def files_of(batch: Batch) -> list[Path]:
    """Return the files behind a batch; none if it is not made of files."""
    if not isinstance(batch.paths, list):
        return []
    places = [place for place, _ in batch.paths if isinstance(place, Path)]
    return places if len(places) == len(batch.paths) else []


class Taking:
    """A batch on its way onto the pile and the shelf."""

    def __init__(self, pile: Pile, batch: Batch, shelf: Shelf) -> None:
        self._pile = pile
        self._collector = pile.collector
        self._number = pile.collector.add_batch()
        self._batch = batch
        self._shelf = shelf
        self._unit = unit_of(batch)
        self._last: Piece | None = None
        self._n_messages = 0

    def take_in(self, n_workers: int, progress: Progress | None) -> int:
        """Collect the batch: kept pieces from the shelf, the rest from its files.

        Returns the number of messages, those left out included.
        """
        batch, files = self._batch, files_of(self._batch)
        recalled = self._shelf.recall(self._unit, files)
        start = 0
        for piece in recalled.pieces:
            self._recall(piece)
            start = piece.stop or 0
        if progress is not None:
            size = sum(map(size_of, files))
            name = next(iter(batch.paths))[1] if batch.kind == sniff.MBOX else batch.file
            progress(name, size if recalled.is_whole else start, size)
        if recalled.is_whole:
            return self._n_messages
        parts: list[Part] = []
        if batch.kind == sniff.MBOX and batch.source is None:
            parts = ranges.parts_of(files[0], PIECE_BYTES, start=start, tail=TAIL_BYTES)
        if parts:
            ranges.read_in_parts(batch, parts, n_workers, progress, self._take)
        else:
            for read in read_alone(batch, progress):
                self._take(None, read)
        last = self._last or piece_of(PartRead(Collector(), 0, False, ""), stop=None)
        self._shelf.keep(self._unit, closed(last, batch), is_last=True)
        return self._n_messages

    def _recall(self, piece: Piece) -> None:
        """Add a piece that was kept."""
        self._add(collected(piece), int(piece.facts["n_before"] or 0))
        self._n_messages += int(piece.facts["n_messages"] or 0)
        if is_closed(piece):
            restore_remarks(piece, self._batch)

    def _take(self, part: Part | None, read: PartRead) -> int:
        """Add what was read; keep it when the next part shows that it was not the last."""
        if self._last is not None:
            self._shelf.keep(self._unit, self._last)
        n_before = 0 if part is None else self._n_messages
        self._last = piece_of(read, stop=None if part is None else part.stop, n_before=n_before)
        self._n_messages += read.n_messages
        self._add(read.collector, n_before)
        return self._n_messages

    def _add(self, collector: Collector, n_before: int) -> None:
        self._collector.absorb(collector, self._number, n_before)
        self._pile.settle()


def read_alone(batch: Batch, progress: Progress | None) -> Iterator[PartRead]:
    """Yield the messages of a batch, some thousand at a time, each lot in its own collector.

    The last lot comes when the batch has been read to its end; it may be empty.
    """
    collector, n_messages = Collector(), 0
    collector.add_batch()
    for items in batch.sheaves(progress):
        if n_messages >= RUN:
            collector.settle()
            yield PartRead(collector, n_messages, False, "")
            collector, n_messages = Collector(), 0
            collector.add_batch()
        n_messages += len(items)
        collector.add(0, batch, items)
    collector.settle()
    yield PartRead(collector, n_messages, False, "")


def piece_of(read: PartRead, *, stop: int | None, n_before: int = 0) -> Piece:
    """Return what was read as a piece; its messages are counted from ``n_before``."""
    collector, mentions = read.collector, read.collector.mentions
    collector.settle()
    people = {
        "address": _texts([mentions.addresses[at] for at in mentions.address_numbers]),
        "name": _texts(mentions.names),
    }
    signs = {
        "address": _texts([address for address, _ in collector.list_signs]),
        "sign": _texts([sign for _, sign in collector.list_signs]),
        "n": list(collector.list_signs.values()),
    }
    tables = {
        **collector.messages.to_arrow(),
        "people": _table(people),
        "signs": _table(signs),
        "issues": _issue_table(collector.issues),
    }
    facts = {
        "n_messages": read.n_messages,
        "n_before": n_before,
        "n_left_out": sum(collector.n_left_out),
    }
    return Piece(tables, facts, stop)


def within(piece: Piece, batch: Batch) -> Piece:
    """Return a piece with what is needed to name its batch."""
    about = {"file": batch.file, "folder": batch.folder, "kind": batch.kind}
    return Piece(piece.tables, {**piece.facts, **about}, piece.stop)


def closed(piece: Piece, batch: Batch) -> Piece:
    """Return the last piece of a batch: with its remarks."""
    tables = {**piece.tables, "remarks": _issue_table(batch.issues)}
    return Piece(tables, {**piece.facts, "note": batch.note}, None)


def is_closed(piece: Piece) -> bool:
    """Return whether a piece is the last one of its batch."""
    return "note" in piece.facts


def restore_remarks(piece: Piece, batch: Batch) -> None:
    """Give a batch the remarks and the note of its last piece."""
    note = piece.facts["note"]
    batch.remark = None if note is None else str(note)
    batch.issues.extend(_issues(piece, "remarks"))


def collected(piece: Piece) -> Collector:
    """Return the collector a piece was made of."""
    collector = Collector()
    collector.add_batch()
    tables = piece.tables
    if "people" in tables:
        people = tables["people"].to_pydict()
        collector.mentions.absorb(people["address"], people["name"])
    if "messages" in tables:
        collector.messages = Messages.from_arrow(tables["messages"], tables.get("words"))
    if "signs" in tables:
        signs = tables["signs"].to_pydict()
        keys = zip(signs["address"], signs["sign"], strict=True)
        collector.list_signs = dict(zip(keys, signs["n"], strict=True))
    collector.issues += _issues(piece, "issues")
    collector.n_left_out[0] = int(piece.facts["n_left_out"] or 0)
    return collector


def loose_issues(issues: Sequence[Issue]) -> Piece:
    """Return issues that belong to no batch, as a piece of their own."""
    return Piece({"issues": _issue_table(issues)}, {"n_messages": 0, "n_left_out": 0})


def _issues(piece: Piece, name: str) -> list[Issue]:
    if name not in piece.tables:
        return []
    columns = piece.tables[name].to_pydict()
    return [Issue(*row) for row in zip(*(columns[field] for field in Issue._fields), strict=True)]


def _texts(values: Sequence[str | None]) -> pa.Array:
    import pyarrow as pa

    return pa.array(values, pa.string())


def _table(columns: dict[str, object]) -> pa.Table:
    import pyarrow as pa

    return pa.table(columns)


def _issue_table(issues: Sequence[Issue]) -> pa.Table:
    import pyarrow as pa

    types = (pa.string(), pa.int64(), pa.string(), pa.string(), pa.bool_())
    columns = zip(*issues, strict=True) if issues else [()] * len(types)
    arrays = [pa.array(values, kind) for values, kind in zip(columns, types, strict=True)]
    return pa.table(dict(zip(Issue._fields, arrays, strict=True)))
