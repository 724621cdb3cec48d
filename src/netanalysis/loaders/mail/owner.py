"""Signs of whose mailbox this is: one table of counts, no verdict.

Every copy of a message counts here, duplicates too: a sent folder says who the owner is even
where the same mail was read from another folder first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from netanalysis.loaders.mail.collect import Message
from netanalysis.loaders.mail.people import Mentions

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
    messages: Sequence[Message], mentions: Mentions, not_people: frozenset[str]
) -> list[Hint]:
    """Return the signs of ownership, the strongest first within each kind.

    ``not_people`` are the addresses of lists and robots: on every message of a list archive
    stands the list, and it owns nothing.
    """
    numbers = mentions.address_numbers
    sent: Counter[int] = Counter()
    delivered: Counter[int] = Counter()
    present: Counter[int] = Counter()
    by_origin: dict[bytes, Counter[int]] = {}
    n_delivered = 0
    for message in messages:
        sender = numbers[message.sender]
        people = {numbers[one] for one in (*message.to, *message.cc, *message.bcc)}
        people.add(sender)
        present.update(people)
        if message.is_sent:
            sent[sender] += 1
        if message.delivered:
            n_delivered += 1
            delivered.update({numbers[one] for one in message.delivered})
        if message.origin:
            by_origin.setdefault(message.origin, Counter()).update(people)
    origin, n_origin = _named_by_origin(messages, by_origin, mentions)
    hints: list[Hint] = []
    for hint, counts, n_of in (
        (SENT_HINT, sent, sum(sent.values())),
        (DELIVERED_HINT, delivered, n_delivered),
        (ORIGIN_HINT, origin, n_origin),
        (PRESENT_HINT, present, len(messages)),
    ):
        rows = [Hint(mentions.addresses[at], hint, n, n_of) for at, n in counts.items()]
        rows = [row for row in rows if row.address not in not_people]
        hints += sorted(rows, key=lambda row: (-row.n, row.address))[:HINTS_SHOWN]
    return hints


def _named_by_origin(
    messages: Sequence[Message], by_origin: dict[bytes, Counter[int]], mentions: Mentions
) -> tuple[Counter[int], int]:
    """Return how often an address is on mail whose X-Origin spells it."""
    named: Counter[int] = Counter()
    for origin, counts in by_origin.items():
        for at, n in counts.items():
            if spells(origin.decode("ascii", "replace"), mentions.addresses[at]):
                named[at] += n
    return named, sum(1 for message in messages if message.origin)


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
