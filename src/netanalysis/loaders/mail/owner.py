"""Signs of whose mailbox this is: one table of counts, no verdict.

Every copy of a message counts here, duplicates too: a sent folder says who the owner is even
where the same mail was read from another folder first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from netanalysis.loaders.mail.groups import first_of_each
from netanalysis.loaders.mail.messages import IS_SENT, NOTHING, Messages
from netanalysis.loaders.mail.people import Mentions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[Any]

HINTS_SHOWN: Final = 5
"""Addresses shown per sign; the owner of a mailbox is among the first or not at all."""

SENT_HINT: Final = "sender of sent mail"
DELIVERED_HINT: Final = "Delivered-To"
ORIGIN_HINT: Final = "X-Origin"
PRESENT_HINT: Final = "on every message"


class Hint(NamedTuple):
    """One row of the owner hints."""

    address: str
    hint: str
    n: int
    n_of: int


def owner_hints(
    messages: Messages,
    mentions: Mentions,
    on_messages: tuple[Ints, Ints],
    not_people: frozenset[str],
) -> list[Hint]:
    """Return the signs of ownership, the strongest first within each kind.

    ``on_messages`` is what :func:`everybody` says; ``not_people`` are the addresses of lists
    and robots: on every message of a list archive stands the list, and it owns nothing.
    """
    numbers = np.array(mentions.address_numbers, dtype=np.int32)
    senders = numbers[messages.column("sender")]
    at, people = on_messages
    delivered_at, delivered = messages.flat("delivered")
    delivered = numbers[delivered]
    distinct = first_of_each(delivered_at, delivered)
    is_sent = (messages.column("flags") & IS_SENT) > 0
    origin = messages.column("origin")
    hints: list[Hint] = []
    for hint, counts, n_of in (
        (SENT_HINT, np.bincount(senders[is_sent]), int(is_sent.sum())),
        (DELIVERED_HINT, np.bincount(delivered[distinct]), len(np.unique(delivered_at))),
        (
            ORIGIN_HINT,
            _named_by_origin(messages, mentions, origin[at], people),
            int((origin != NOTHING).sum()),
        ),
        (PRESENT_HINT, np.bincount(people), len(messages)),
    ):
        rows = [
            Hint(mentions.addresses[one], hint, int(counts[one]), n_of)
            for one in np.flatnonzero(counts).tolist()
        ]
        rows = [row for row in rows if row.address not in not_people]
        hints += sorted(rows, key=lambda row: (-row.n, row.address))[:HINTS_SHOWN]
    return hints


def everybody(messages: Messages, mentions: Mentions) -> tuple[Ints, Ints]:
    """Return who is on which message: numbers of messages, in order, and addresses, once each."""
    columns = [messages.flat(name) for name in ("to", "cc", "bcc")]
    own = np.arange(len(messages), dtype=np.int32)
    at = np.concatenate([own, *(column[0] for column in columns)])
    people = np.concatenate([messages.column("sender"), *(column[1] for column in columns)])
    people = np.array(mentions.address_numbers, dtype=np.int32)[people]
    distinct = first_of_each(at, people)
    at, people = at[distinct], people[distinct]
    order = np.argsort(at, kind="stable")
    return at[order], people[order]


def _named_by_origin(messages: Messages, mentions: Mentions, origin: Ints, people: Ints) -> Ints:
    """Return how often an address is on mail whose X-Origin spells it."""
    words = messages.words("origins")
    known = origin != NOTHING
    pairs, n_pairs = np.unique(
        np.stack([origin[known], people[known]], axis=1), axis=0, return_counts=True
    )
    named = np.zeros(len(mentions.addresses), dtype=np.int64)
    for (at, who), n in zip(pairs.tolist(), n_pairs.tolist(), strict=True):
        if spells(words[at], mentions.addresses[who]):
            named[who] += n
    return named


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
