"""Everything read so far: messages in runs, and what is counted over all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from netanalysis.loaders.mail.collect import Collector
from netanalysis.loaders.mail.duplicates import copies
from netanalysis.loaders.mail.groups import added
from netanalysis.loaders.mail.hashes import Hashes
from netanalysis.loaders.mail.lists import ListSigns
from netanalysis.loaders.mail.owner import OwnerSigns, everybody
from netanalysis.loaders.mail.runs import RUN, Run

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[Any]


class Pile:
    """The runs of a reading. With ``scratch`` they leave the memory as soon as they are full."""

    def __init__(self, collector: Collector, scratch: Callable[[], BinaryIO] | None) -> None:
        self.collector = collector
        self.runs: list[Run] = []
        self.n = 0
        self.owner = OwnerSigns()
        self.lists = ListSigns()
        self.n_found: Ints = np.zeros(0, dtype=np.int64)
        """Messages in each batch."""

        self.n_names = 0
        """Identifiers, borne or referred to."""

        self._make_scratch = scratch
        self._scratch: BinaryIO | None = None
        self._digests: list[Hashes] = []
        self._same: list[Hashes] = []
        self._bcc: list[tuple[Ints, Ints]] = []

    @property
    def n_read(self) -> int:
        """Messages read so far, those left out too."""
        return self.n + len(self.collector.messages) + sum(self.collector.n_left_out)

    @property
    def numbers(self) -> Ints:
        """The address of each mention, as a number."""
        return np.array(self.collector.mentions.address_numbers, dtype=np.int32)

    @property
    def is_in_memory(self) -> bool:
        """Whether no run was written to scratch."""
        return self._scratch is None

    def settle(self) -> None:
        """Close the run if it is full: hashes take the place of texts, which need far more room."""
        if len(self.collector.messages) < RUN:
            return
        run = self._closed()
        if self._make_scratch is not None:
            self._scratch = self._scratch or self._make_scratch()
            run.write(self._scratch)

    def finish(self) -> None:
        """Close the last run."""
        self.collector.settle()
        self.collector.mentions.forget()
        if len(self.collector.messages) or not self.runs:
            self._closed()

    def _closed(self) -> Run:
        run = Run(self.n, self.collector.hand_over(), self.collector.mentions)
        numbers = self.numbers
        self.owner.take(run, numbers, everybody(run, numbers))
        self.lists.take(run, numbers)
        self.n_found = added(self.n_found, np.bincount(run.column("batch")))
        self._digests.append(run.column("digest"))
        self._same.append(run.column("same"))
        at, people = run.flat("bcc")
        self._bcc.append((at + run.begin, numbers[people]))
        self.runs.append(run)
        self.n += run.n
        self.n_names += run.n + len(run.flat("parents")[0])
        return run

    def families(self) -> Families:
        """Return which messages are copies of which; may be asked once."""
        digests, same = np.concatenate(self._digests), np.concatenate(self._same)
        self._digests, self._same = [], []
        first = copies(digests, same)
        is_kept = first == np.arange(len(first), dtype=np.int32)
        at = np.flatnonzero(is_kept).astype(np.int32)
        row = (np.cumsum(is_kept, dtype=np.int32) - 1)[first]
        least = digests[at]
        np.minimum.at(least, row, digests)
        bcc_at, bcc = (np.concatenate(columns) for columns in zip(*self._bcc, strict=True))
        self._bcc = []
        return Families(at, row, is_kept, least, _shown_first(at, row, bcc_at, bcc))


@dataclass
class Families:
    """The messages that enter the tables, one of each family of copies."""

    at: Ints
    """Message numbers, in order."""

    row: Ints
    """For every message, copies too: the row of the one that was kept."""

    is_kept: NDArray[np.bool_]
    """For every message, whether it is the one that was kept."""

    digests: Hashes
    """Per row, the least digest of the family: the same whichever copy came first."""

    bcc: tuple[Ints, Ints]
    """Rows, in order, and the addresses in their Bcc."""

    def of(self, run: Run) -> slice:
        """Return the rows of a run: those whose kept message lies in it."""
        begin, end = np.searchsorted(self.at, [run.begin, run.begin + run.n])
        return slice(int(begin), int(end))

    def kept(self, run: Run) -> NDArray[np.bool_]:
        """Return which messages of a run were kept."""
        return self.is_kept[run.begin : run.begin + run.n]

    def rows(self, run: Run) -> Ints:
        """Return the row of each message of a run."""
        return self.row[run.begin : run.begin + run.n]


def _shown_first(kept: Ints, row: Ints, at: Ints, people: Ints) -> tuple[Ints, Ints]:
    """Return the Bcc of each row: its own, else that of the first copy that shows any."""
    if not len(at):
        return at, people
    shows = np.full(len(kept), len(row), dtype=np.int32)
    np.minimum.at(shows, row[at], at)
    has_own = np.isin(kept, at)
    shows[has_own] = kept[has_own]
    is_wanted = shows[row[at]] == at
    row, people = row[at[is_wanted]], people[is_wanted]
    order = np.argsort(row, kind="stable")
    return row[order], people[order]
