"""Signs of whose mailbox this is: one table of counts, no verdict.

Every copy of a message counts here, duplicates too: a sent folder says who the owner is even
where the same mail was read from another folder first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from netanalysis.loaders.mail.groups import added, first_of_each
from netanalysis.loaders.mail.messages import IS_SENT, NOTHING
from netanalysis.loaders.mail.people import Mentions
from netanalysis.loaders.mail.runs import Run

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[Any]

HINTS_SHOWN: Final = 5
"""Addresses shown per sign; the owner of a mailbox is among the first or not at all."""

SENT_HINT: Final = "sender of sent mail"
DELIVERED_HINT: Final = "Delivered-To"
ORIGIN_HINT: Final = "X-Origin"
PRESENT_HINT: Final = "on every message"
_HINTS: Final = (SENT_HINT, DELIVERED_HINT, ORIGIN_HINT, PRESENT_HINT)


class Hint(NamedTuple):
    """One row of the owner hints."""

    address: str
    hint: str
    n: int
    n_of: int


class OwnerSigns:
    """The signs of ownership, counted run by run."""

    def __init__(self) -> None:
        self._counts = {hint: np.zeros(0, dtype=np.int64) for hint in _HINTS}
        self._n_of = dict.fromkeys(_HINTS, 0)
        self._origins: Counter[tuple[int, int]] = Counter()

    def take(self, run: Run, numbers: Ints, on_messages: tuple[Ints, Ints]) -> None:
        """Count a run. ``numbers`` are the addresses of mentions; see :func:`everybody`."""
        senders = numbers[run.column("sender")]
        at, people = on_messages
        delivered_at, delivered = run.flat("delivered")
        delivered = numbers[delivered]
        distinct = first_of_each(delivered_at, delivered)
        is_sent = (run.column("flags") & IS_SENT) > 0
        origin = run.column("origin")
        self._add(SENT_HINT, senders[is_sent], int(is_sent.sum()))
        self._add(DELIVERED_HINT, delivered[distinct], len(np.unique(delivered_at)))
        self._add(PRESENT_HINT, people, run.n)
        self._n_of[ORIGIN_HINT] += int((origin != NOTHING).sum())
        known = origin[at] != NOTHING
        pairs = np.stack([origin[at][known], people[known]], axis=1)
        pairs, n_pairs = np.unique(pairs, axis=0, return_counts=True)
        for (word, who), n in zip(pairs.tolist(), n_pairs.tolist(), strict=True):
            self._origins[word, who] += n

    def _add(self, hint: str, people: Ints, n_of: int) -> None:
        self._counts[hint] = added(self._counts[hint], np.bincount(people))
        self._n_of[hint] += n_of

    def hints(
        self, mentions: Mentions, origins: Sequence[str], not_people: frozenset[str]
    ) -> list[Hint]:
        """Return the signs, the strongest first within each kind.

        ``not_people`` are the addresses of lists and robots: on every message of a list
        archive stands the list, and it owns nothing.
        """
        named = np.zeros(len(mentions.addresses), dtype=np.int64)
        for (word, who), n in self._origins.items():
            if spells(origins[word], mentions.addresses[who]):
                named[who] += n
        self._counts[ORIGIN_HINT] = named
        hints: list[Hint] = []
        for hint in _HINTS:
            counts = self._counts[hint]
            rows = [
                Hint(mentions.addresses[one], hint, int(counts[one]), self._n_of[hint])
                for one in np.flatnonzero(counts).tolist()
            ]
            rows = [row for row in rows if row.address not in not_people]
            hints += sorted(rows, key=lambda row: (-row.n, row.address))[:HINTS_SHOWN]
        return hints


def everybody(run: Run, numbers: Ints) -> tuple[Ints, Ints]:
    """Return who is on which message: numbers of messages, in order, and addresses, once each."""
    columns = [run.flat(name) for name in ("to", "cc", "bcc")]
    own = np.arange(run.n, dtype=np.int32)
    at = np.concatenate([own, *(column[0] for column in columns)])
    people = np.concatenate([run.column("sender"), *(column[1] for column in columns)])
    people = numbers[people]
    distinct = first_of_each(at, people)
    at, people = at[distinct], people[distinct]
    order = np.argsort(at, kind="stable")
    return at[order], people[order]


def spells(origin: str, address: str) -> bool:
    """Return whether a mailbox name such as ``ARNOLD-J`` spells the local part of an address.

    A last name and an initial fit ``john.arnold``, ``j.arnold``, ``jarnold`` and
    ``arnold.john``; a name without an initial has to be the local part itself.
    """
    words = re.findall(r"[^\W\d_]+", origin.casefold())
    local = address.partition("@")[0]
    parts = re.findall(r"[^\W\d_]+", local)
    if not words or not parts:
        return False
    if len(words) == 1:
        return parts == words
    last, first = words[0], words[1]
    if len(last) < 2:
        last, first = first, last
    if parts in ([first + last], [last + first], [first[0] + last]):
        return True
    return last in parts and any(p != last and p.startswith(first) for p in parts)
