"""Which addresses are mailing lists or robots, and what says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from netanalysis.addresses import spells_name
from netanalysis.loaders.mail.groups import first_of_each
from netanalysis.loaders.mail.kinds import OPEN_REASONS
from netanalysis.loaders.mail.marks import REPLY_TO, is_robot
from netanalysis.loaders.mail.messages import IS_LIST_LIKE, IS_WEAK, NOTHING, Messages
from netanalysis.loaders.mail.people import Mentions
from netanalysis.loaders.mail.threads import is_reply
from netanalysis.schema import BULK_KINDS

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


MACHINE_KINDS: Final = ("newsletter", "receipt", "robot")
"""Kinds of mail that nobody but a program sends. People send through lists, invite, and have
automatic replies sent for them."""

SHARED_NAMES: Final = 3
"""Display names from which an address that sends bulk mail only is not one person's."""


class ListAddress(NamedTuple):
    """One row of the list addresses."""

    address: str
    kind: str
    reason: str


def settled_kinds(messages: Messages, mentions: Mentions, listed: Sequence[ListAddress]) -> Ints:
    """Return the kind of bulk mail of each message, once all messages and lists are known.

    Weak marks fall where somebody writes a letter to the sender, and where the address is
    spelled from the name beside it: people are not lost for what a gateway adds to their
    mail. What only "Precedence: bulk" or a List-Id marks is list mail where a known list is
    among the recipients.
    """
    kinds = messages.column("kind").copy()
    is_weak = (messages.column("flags") & IS_WEAK) > 0
    numbers = np.array(mentions.address_numbers, dtype=np.int64)
    senders = numbers[messages.column("sender")]
    at, people = messages.flat("to")
    is_letter = (kinds[at] == NOTHING) | is_weak[at]
    other = numbers[people] != senders[at]
    is_person = np.isin(senders, numbers[people[is_letter & other]])
    for weak in np.flatnonzero(is_weak & ~is_person).tolist():
        mention = messages.column("sender")[weak]
        is_person[weak] = spells_name(mentions.address_of(mention), mentions.names[mention])
    kinds[is_weak & is_person] = NOTHING
    names = {row.address for row in listed if row.kind == "list"}
    is_list = np.array([address in names for address in mentions.addresses], dtype=bool)
    goes = np.zeros(len(messages), dtype=bool)
    for name in ("to", "cc"):
        at, people = messages.flat(name)
        goes[at[is_list[numbers[people]]]] = True
    kinds[_is_open(messages) & goes] = BULK_KINDS.index("list")
    return kinds


def _is_open(messages: Messages) -> NDArray[np.bool_]:
    """Return which messages bear a mark that newsletters share with lists."""
    known = messages.tables["reasons"]
    numbers = [known[reason] for reason in OPEN_REASONS if reason in known]
    is_news = np.equal(messages.column("kind"), BULK_KINDS.index("newsletter"))
    return np.isin(messages.column("bulk"), numbers) & is_news


def list_addresses(
    messages: Messages,
    mentions: Mentions,
    signs: dict[tuple[str, str], int],
    is_kept: NDArray[np.bool_],
) -> list[ListAddress]:
    """Return the addresses of lists and robots among all addresses met, each with a reason."""
    numbers = np.array(mentions.address_numbers, dtype=np.int64)
    recipients = np.concatenate([messages.flat("to")[1], messages.flat("cc")[1]])
    written_to = {mentions.addresses[at] for at in np.unique(numbers[recipients])}
    reasons: dict[str, tuple[str, str]] = {}
    for address, reason in _stated_lists(mentions, signs, written_to, _write(messages, mentions)):
        reasons.setdefault(address, ("list", reason))
    for address in sorted(mentions.addresses):
        if is_robot(address):
            reasons[address] = ("robot", "its name is that of a program")
    for at, problem in _senders_of_bulk(messages, mentions, is_kept).items():
        reasons.setdefault(mentions.addresses[at], ("robot", problem))
    for at in _recurring(messages, numbers):
        problem = "on nearly all mail marked Precedence: bulk or list"
        reasons.setdefault(mentions.addresses[at], ("list", problem))
    known = set(mentions.addresses)
    return [
        ListAddress(address, kind, reason)
        for address, (kind, reason) in sorted(reasons.items())
        if address in known
    ]


def _write(messages: Messages, mentions: Mentions) -> set[str]:
    """Return the addresses that send."""
    return {mentions.address_of(one) for one in np.unique(messages.column("sender")).tolist()}


def _stated_lists(
    mentions: Mentions, signs: dict[tuple[str, str], int], written_to: set[str], write: set[str]
) -> Iterator[tuple[str, str]]:
    """Yield the addresses that headers state to be lists, those stated most often first.

    People set a Reply-To on what they send to a list as well, and are among its recipients:
    that header counts for an address that never writes and is stated often.
    """
    for (address, reason), n in sorted(signs.items(), key=lambda sign: (-sign[1], sign[0])):
        if not reason.endswith("?"):
            yield address, reason
        elif address not in written_to:
            continue
        elif reason != REPLY_TO or (n >= MIN_LIST_MESSAGES and address not in write):
            yield address, reason.rstrip("?")


def _senders_of_bulk(
    messages: Messages, mentions: Mentions, is_kept: NDArray[np.bool_]
) -> dict[int, str]:
    """Return the addresses that send nothing but bulk mail by header and are never written to.

    That is the mail of programs, or any bulk mail under several names (a forum).
    """
    kept = np.flatnonzero(is_kept)
    numbers = np.array(mentions.address_numbers, dtype=np.int64)
    mention = messages.column("sender")[kept]
    sender = numbers[mention]
    is_strong = (messages.column("flags")[kept] & IS_WEAK) == 0
    is_strong &= ~_is_open(messages)[kept]
    kind = messages.column("kind")[kept]
    is_machine = np.isin(kind, [BULK_KINDS.index(one) for one in MACHINE_KINDS]) & is_strong
    is_listed = kind == BULK_KINDS.index("list")
    n = len(mentions.addresses)
    n_sent = np.bincount(sender, minlength=n)
    n_machine = np.bincount(sender[is_machine], minlength=n)
    n_bulk = np.bincount(sender[is_machine | is_listed], minlength=n)
    n_names = np.bincount(numbers[np.unique(mention)], minlength=n)
    is_written_to = np.zeros(n, dtype=bool)
    for name in ("to", "cc", "bcc"):
        is_written_to[numbers[messages.flat(name)[1]]] = True
    is_open = (n_sent > 0) & ~is_written_to
    found = {}
    for at in np.flatnonzero(is_open & (n_machine == n_sent)).tolist():
        found[at] = "all it sent is bulk by header, nobody wrote to it"
    for at in np.flatnonzero(is_open & (n_bulk == n_sent) & (n_names >= SHARED_NAMES)).tolist():
        found.setdefault(at, "bulk by header under several names, nobody wrote to it")
    return found


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
