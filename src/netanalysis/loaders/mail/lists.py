"""Which addresses are mailing lists or robots, and what says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from netanalysis.loaders.mail.collect import Message
from netanalysis.loaders.mail.marks import is_robot
from netanalysis.loaders.mail.people import Mentions
from netanalysis.loaders.mail.threads import is_reply

RECURRING_SHARE: Final = 0.8
"""Share of the list-like messages an address must be on to be taken for the list."""

MIN_LIST_MESSAGES: Final = 20
MIN_LIST_SENDERS: Final = 5
MIN_REPLY_SHARE: Final = 0.2
"""A list is written to by several people who answer each other. Without these three the
subscriber of twenty newsletters, who is on every one of them, would be taken for a list."""


class ListAddress(NamedTuple):
    """One row of the list addresses."""

    address: str
    kind: str
    reason: str


def list_addresses(
    messages: Sequence[Message], mentions: Mentions, signs: dict[tuple[str, str], int]
) -> list[ListAddress]:
    """Return the addresses of lists and robots among all addresses met, each with a reason."""
    numbers = mentions.address_numbers
    recipients: set[int] = set()
    for message in messages:
        recipients.update(numbers[one] for one in (*message.to, *message.cc))
    written_to = {mentions.addresses[at] for at in recipients}
    reasons: dict[str, tuple[str, str]] = {}
    for (address, reason), _ in sorted(signs.items(), key=lambda sign: (-sign[1], sign[0])):
        if not reason.endswith("?"):
            reasons.setdefault(address, ("list", reason))
        elif address in written_to:
            reasons.setdefault(address, ("list", reason.rstrip("?")))
    for address in sorted(mentions.addresses):
        if is_robot(address):
            reasons[address] = ("robot", "its name is that of a program")
    for address in _recurring(messages, mentions):
        reasons.setdefault(address, ("list", "on nearly all mail marked Precedence: bulk or list"))
    known = set(mentions.addresses)
    return [
        ListAddress(address, kind, reason)
        for address, (kind, reason) in sorted(reasons.items())
        if address in known
    ]


def _recurring(messages: Sequence[Message], mentions: Mentions) -> list[str]:
    """Return the address that list-like mail goes to, where it behaves like a list."""
    numbers = mentions.address_numbers
    listed = [message for message in messages if message.is_list_like]
    if len(listed) < MIN_LIST_MESSAGES:
        return []
    counts: Counter[int] = Counter()
    replies: Counter[int] = Counter()
    senders: dict[int, set[int]] = {}
    for message in listed:
        answers = bool(message.parents) or is_reply(message.subject)
        for at in {numbers[one] for one in message.to}:
            counts[at] += 1
            replies[at] += answers
            senders.setdefault(at, set()).add(numbers[message.sender])
    not_lists = {numbers[message.sender] for message in messages}
    not_lists.update(numbers[one] for message in messages for one in message.delivered)
    return [
        mentions.addresses[at]
        for at, n in counts.items()
        if n >= RECURRING_SHARE * len(listed)
        and at not in not_lists
        and len(senders[at]) >= MIN_LIST_SENDERS
        and replies[at] >= MIN_REPLY_SHARE * n
    ]
