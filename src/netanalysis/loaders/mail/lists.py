"""Which addresses are mailing lists or robots, and what says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from netanalysis.loaders.mail.groups import first_of_each
from netanalysis.loaders.mail.marks import is_robot
from netanalysis.loaders.mail.messages import IS_LIST_LIKE, Messages
from netanalysis.loaders.mail.people import Mentions
from netanalysis.loaders.mail.threads import is_reply

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[Any]

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
    messages: Messages, mentions: Mentions, signs: dict[tuple[str, str], int]
) -> list[ListAddress]:
    """Return the addresses of lists and robots among all addresses met, each with a reason."""
    numbers = np.array(mentions.address_numbers, dtype=np.int64)
    recipients = np.concatenate([messages.flat("to")[1], messages.flat("cc")[1]])
    written_to = {mentions.addresses[at] for at in np.unique(numbers[recipients])}
    reasons: dict[str, tuple[str, str]] = {}
    for (address, reason), _ in sorted(signs.items(), key=lambda sign: (-sign[1], sign[0])):
        if not reason.endswith("?"):
            reasons.setdefault(address, ("list", reason))
        elif address in written_to:
            reasons.setdefault(address, ("list", reason.rstrip("?")))
    for address in sorted(mentions.addresses):
        if is_robot(address):
            reasons[address] = ("robot", "its name is that of a program")
    for at in _recurring(messages, numbers):
        problem = "on nearly all mail marked Precedence: bulk or list"
        reasons.setdefault(mentions.addresses[at], ("list", problem))
    known = set(mentions.addresses)
    return [
        ListAddress(address, kind, reason)
        for address, (kind, reason) in sorted(reasons.items())
        if address in known
    ]


def _recurring(messages: Messages, numbers: Ints) -> list[int]:
    """Return the address that list-like mail goes to, where it behaves like a list."""
    is_listed = (messages.column("flags") & IS_LIST_LIKE) > 0
    n_listed = int(is_listed.sum())
    if n_listed < MIN_LIST_MESSAGES:
        return []
    subject = messages.column("subject")
    answers = np.zeros(len(messages), dtype=bool)
    answers[messages.flat("parents")[0]] = True
    replies = [is_reply(one) for one in messages.words("subjects")]
    answers |= np.array(replies, dtype=bool)[subject]
    senders = numbers[messages.column("sender")]
    at, people = messages.flat("to")
    at, people = at[is_listed[at]], numbers[people[is_listed[at]]]
    distinct = first_of_each(at, people)
    at, people = at[distinct], people[distinct]
    pairs = first_of_each(people, senders[at])
    n = int(numbers.max()) + 1
    n_on = np.bincount(people, minlength=n)
    n_senders = np.bincount(people[pairs], minlength=n)
    n_answers = np.bincount(people[answers[at]], minlength=n)
    is_list = (
        (n_on > 0)
        & (n_on >= RECURRING_SHARE * n_listed)
        & (n_senders >= MIN_LIST_SENDERS)
        & (n_answers >= MIN_REPLY_SHARE * n_on)
    )
    is_list[senders] = False
    is_list[numbers[messages.flat("delivered")[1]]] = False
    return np.flatnonzero(is_list).tolist()
