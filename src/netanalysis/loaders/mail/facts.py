"""One pass over the runs: what has to be known of every row at once, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from netanalysis.loaders.mail.groups import added, first_of_each
from netanalysis.loaders.mail.hashes import NO_HASH, Hashes, hashed
from netanalysis.loaders.mail.lists import Kinds
from netanalysis.loaders.mail.messages import IS_RECEIVED, IS_SENT, NOTHING, QUALITIES
from netanalysis.loaders.mail.owner import everybody
from netanalysis.loaders.mail.pile import Families, Pile
from netanalysis.loaders.mail.runs import Run
from netanalysis.loaders.mail.threads import Letters, Names, threads

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[Any]

NAMES_AT_ONCE: Final = 250_000
"""Identifiers compared in one go, some ten megabytes; of very large archives more."""

MOST_PARTS: Final = 32

DOUBTS: Final = {
    "disputed": "over 7 days from when it arrived; kept, but left out of all dated results",
    "implausible": "no mail is of that time; kept, but left out of all dated results",
}
"""What is said of messages whose dates are of these qualities."""


class Facts:
    """What the runs say of each row, and of each mention."""

    def __init__(self, pile: Pile, families: Families, kinds: Kinds) -> None:
        self._pile, self._families, self._kinds = pile, families, kinds
        n = len(families.at)
        self.folder = np.empty(n, dtype=np.int32)
        self.direction = np.zeros(n, dtype=np.int8)
        """IS_SENT and IS_RECEIVED, as any copy shows them."""

        self.n_uses: Ints = np.zeros(len(pile.collector.mentions.names), dtype=np.int64)
        """Rows on which each mention stands."""

        self.first_file: Ints = np.full(len(self.n_uses), NOTHING, dtype=np.int32)
        self.n_kept: Ints = np.zeros(0, dtype=np.int64)
        """Rows of each batch."""

        self.doubtful: dict[str, list[Ints]] = {name: [] for name in DOUBTS}
        """Files of the rows whose dates are in doubt."""

        self._seconds = np.empty(n, dtype=np.int64)
        self._senders = np.empty(n, dtype=np.int32)
        self._bases: Hashes = np.empty(n, dtype=np.uint64)
        self._is_reply, self._is_bulk, self._has_parents = np.zeros((3, n), dtype=bool)
        self._copies: list[Ints] = []
        self._has_copies = np.bincount(families.row, minlength=n) > 1
        for run in pile.runs:
            self._take(run)
        self._choose_folders()

    def _take(self, run: Run) -> None:
        rows, kept = self._families.rows(run), self._families.kept(run)
        at = self._families.of(run)
        self.folder[at] = run.column("folder")[kept]
        self._seconds[at] = run.column("seconds")[kept]
        self._bases[at] = run.column("base")[kept]
        self._is_reply[at] = run.column("is_reply")[kept]
        self._is_bulk[at] = self._kinds.of(run)[kept] != NOTHING
        self._senders[at] = self._pile.numbers[run.column("sender")[kept]]
        quality = run.column("quality")[kept]
        for name, files in self.doubtful.items():
            files.append(run.column("file")[kept][quality == QUALITIES.index(name)])
        self._has_parents[rows[run.flat("parents")[0]]] = True
        flags = run.column("flags")
        for flag in (IS_SENT, IS_RECEIVED):
            self.direction[rows[(flags & flag) > 0]] |= flag
        several = np.flatnonzero(self._has_copies[rows])
        columns = (rows, -run.column("telling").astype(np.int32), run.column("folder"))
        self._copies.append(np.stack([column[several] for column in columns]))
        self.n_kept = added(self.n_kept, np.bincount(run.column("batch")[kept]))
        self._count_mentions(run, kept)

    def _count_mentions(self, run: Run, kept: NDArray[np.bool_]) -> None:
        columns = [run.flat(name) for name in ("to", "cc", "bcc")]
        own = np.arange(run.n, dtype=np.int32)
        at = np.concatenate([own, *(column[0] for column in columns)])
        one = np.concatenate([run.column("sender"), *(column[1] for column in columns)])
        is_kept = kept[at]
        at, one = at[is_kept], one[is_kept]
        distinct = first_of_each(at, one)
        at, one = at[distinct], one[distinct]
        self.n_uses += np.bincount(one, minlength=len(self.n_uses))
        order = np.argsort(at, kind="stable")[::-1]  # the first message is written last
        files = np.full(len(self.n_uses), NOTHING, dtype=np.int32)
        files[one[order]] = run.column("file")[at[order]]
        is_new = (self.first_file == NOTHING) & (files != NOTHING)
        self.first_file[is_new] = files[is_new]

    def _choose_folders(self) -> None:
        """Take for each row the folder among its copies that tells most, the first of them."""
        row, less, folder = np.concatenate(self._copies, axis=1)
        order = np.lexsort((np.arange(len(row)), less, row))
        named, first = np.unique(row[order], return_index=True)
        self.folder[named] = folder[order[first]]
        self._copies = []

    def threads(self) -> Ints:
        """Return for each row the row its thread begins with; may be asked once."""
        letters = Letters(
            keys=self._families.digests,
            seconds=self._seconds,
            bases=self._bases,
            is_answer=self._is_reply,
            has_parents=self._has_parents,
            is_bulk=self._is_bulk,
            senders=self._senders,
            names=self._names,
            people=self._people,
        )
        del self._senders, self._seconds, self._bases, self._is_reply
        del self._has_parents, self._is_bulk
        return threads(letters)

    def _names(self) -> Iterator[Names]:
        """Yield the identifiers of all messages, copies too, without those that are addresses."""
        addresses = hashed([one.lower() for one in self._pile.collector.mentions.addresses])
        n_parts = min(max(1, -(-self._pile.n_names // NAMES_AT_ONCE)), MOST_PARTS)
        for part in range(n_parts):
            found: list[list[Any]] = [[], [], [], []]
            for run in self._pile.runs:
                rows = self._families.rows(run)
                ids = run.column("ids").copy()
                ids[np.isin(run.column("lower ids"), addresses)] = NO_HASH
                at, parents = run.flat("parents")
                number = run.column("message_id")
                own = np.append(ids, np.uint64(NO_HASH))[number]
                for place, (where, names) in enumerate(((rows, own), (rows[at], ids[parents]))):
                    is_in = (names != NO_HASH) & (names % np.uint64(n_parts) == part)
                    found[2 * place].append(where[is_in])
                    found[2 * place + 1].append(names[is_in])
            own_at, own, parents_at, parents = map(np.concatenate, found)
            yield own_at, own, parents_at, parents

    def _people(self, is_wanted: NDArray[np.bool_]) -> tuple[Ints, Ints]:
        """Return who is on the rows marked."""
        numbers = self._pile.numbers
        found: list[tuple[Ints, Ints]] = []
        for run in self._pile.runs:
            at, people = everybody(run, numbers)
            row = self._families.rows(run)[at]
            is_in = self._families.kept(run)[at] & is_wanted[row]
            found.append((row[is_in], people[is_in]))
        rows, everyone = (np.concatenate(columns) for columns in zip(*found, strict=True))
        return rows, everyone
