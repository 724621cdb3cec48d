"""Which addresses are mailing lists or robots, and what says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from netanalysis.addresses import spells_name
from netanalysis.attendance import MACHINE_KINDS
from netanalysis.loaders.mail.groups import added, first_of_each
from netanalysis.loaders.mail.kinds import OPEN_REASONS
from netanalysis.loaders.mail.marks import REPLY_TO, is_robot
from netanalysis.loaders.mail.messages import IS_LIST_LIKE, IS_WEAK, NOTHING, Numbers
from netanalysis.loaders.mail.people import Mentions
from netanalysis.loaders.mail.runs import Run
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


SHARED_NAMES: Final = 3
"""Display names from which an address that sends bulk mail only is not one person's."""

_MACHINE: Final = [BULK_KINDS.index(kind) for kind in MACHINE_KINDS]
_LIST: Final = BULK_KINDS.index("list")
_NEWSLETTER: Final = BULK_KINDS.index("newsletter")


class ListAddress(NamedTuple):
    """One row of the list addresses."""

    address: str
    kind: str
    reason: str


class ListSigns:
    """What tells lists from people, counted run by run."""

    def __init__(self) -> None:
        self._n_listed = 0
        self._n_on = self._n_answers = np.zeros(0, dtype=np.int64)
        self._n_written_to = self._n_sent = self._n_delivered = np.zeros(0, dtype=np.int64)
        self._n_bcc = self._n_letters = np.zeros(0, dtype=np.int64)
        self._pairs = np.zeros(0, dtype=np.int64)

    def take(self, run: Run, numbers: Ints) -> None:
        """Count a run. ``numbers`` are the addresses of mentions."""
        senders = numbers[run.column("sender")]
        at, people = run.flat("to")
        people = numbers[people]
        for name, found in (
            ("_n_written_to", people),
            ("_n_written_to", numbers[run.flat("cc")[1]]),
            ("_n_bcc", numbers[run.flat("bcc")[1]]),
            ("_n_letters", people[_is_letter(run)[at] & (people != senders[at])]),
            ("_n_sent", senders),
            ("_n_delivered", numbers[run.flat("delivered")[1]]),
        ):
            setattr(self, name, added(getattr(self, name), np.bincount(found)))
        is_listed = (run.column("flags") & IS_LIST_LIKE) > 0
        self._n_listed += int(is_listed.sum())
        answers = run.column("is_reply").copy()
        answers[run.flat("parents")[0]] = True
        at, people = at[is_listed[at]], people[is_listed[at]]
        distinct = first_of_each(at, people)
        at, people = at[distinct], people[distinct]
        self._n_on = added(self._n_on, np.bincount(people))
        self._n_answers = added(self._n_answers, np.bincount(people[answers[at]]))
        pairs = (people.astype(np.int64) << 32) | senders[at]
        self._pairs = np.union1d(self._pairs, pairs)

    def addresses(
        self, mentions: Mentions, signs: dict[tuple[str, str], int], bulk: BulkSenders
    ) -> list[ListAddress]:
        """Return the addresses of lists and robots among all met, each with a reason."""
        reasons: dict[str, tuple[str, str]] = {}
        for address, reason in self._stated(mentions, signs):
            reasons.setdefault(address, ("list", reason))
        for address in sorted(mentions.addresses):
            if is_robot(address):
                reasons[address] = ("robot", "its name is that of a program")
        is_written_to = added(self._n_written_to, self._n_bcc)
        for at, problem in bulk.found(mentions, is_written_to).items():
            reasons.setdefault(mentions.addresses[at], ("robot", problem))
        for at in self._recurring(len(mentions.addresses)):
            problem = "on nearly all mail marked Precedence: bulk or list"
            reasons.setdefault(mentions.addresses[at], ("list", problem))
        known = set(mentions.addresses)
        return [
            ListAddress(address, kind, reason)
            for address, (kind, reason) in sorted(reasons.items())
            if address in known
        ]

    def _stated(
        self, mentions: Mentions, signs: dict[tuple[str, str], int]
    ) -> Iterator[tuple[str, str]]:
        """Yield the addresses that headers state to be lists, those stated most often first.

        People set a Reply-To on what they send to a list as well, and are among its
        recipients: that header counts for an address that never writes and is stated often.
        """
        written_to = {mentions.addresses[at] for at in np.flatnonzero(self._n_written_to)}
        write = {mentions.addresses[at] for at in np.flatnonzero(self._n_sent)}
        for (address, reason), n in sorted(signs.items(), key=lambda sign: (-sign[1], sign[0])):
            if not reason.endswith("?"):
                yield address, reason
            elif address not in written_to:
                continue
            elif reason != REPLY_TO or (n >= MIN_LIST_MESSAGES and address not in write):
                yield address, reason.rstrip("?")

    def written_to_by_letter(self, n: int) -> NDArray[np.bool_]:
        """Return to which of ``n`` addresses somebody else wrote a letter."""
        return np.greater(added(np.zeros(n, dtype=np.int64), self._n_letters), 0)

    def _recurring(self, n: int) -> list[int]:
        """Return the address that list-like mail goes to, where it behaves like a list."""
        if self._n_listed < MIN_LIST_MESSAGES:
            return []
        none = np.zeros(n, dtype=np.int64)
        n_on, n_answers = added(none, self._n_on), added(none, self._n_answers)
        n_senders = np.bincount(self._pairs >> 32, minlength=n)
        is_list = (
            (n_on > 0)
            & (n_on >= RECURRING_SHARE * self._n_listed)
            & (n_senders >= MIN_LIST_SENDERS)
            & (n_answers >= MIN_REPLY_SHARE * n_on)
        )
        is_list[np.flatnonzero(self._n_sent)] = False
        is_list[np.flatnonzero(self._n_delivered)] = False
        return np.flatnonzero(is_list).tolist()


def _is_letter(run: Run) -> NDArray[np.bool_]:
    """Return which messages no header is sure to be bulk of."""
    return np.equal(run.column("kind"), NOTHING) | ((run.column("flags") & IS_WEAK) > 0)


def _is_open(run: Run, reasons: Numbers) -> NDArray[np.bool_]:
    """Return which messages bear a mark that newsletters share with lists."""
    numbers = [reasons[reason] for reason in OPEN_REASONS if reason in reasons]
    return np.isin(run.column("bulk"), numbers) & np.equal(run.column("kind"), _NEWSLETTER)


class BulkSenders:
    """Addresses that send nothing but bulk mail by header, counted run by run over what is kept.

    That is the mail of programs, or any bulk mail under several names (a forum).
    """

    def __init__(self, reasons: Numbers) -> None:
        self._reasons = reasons
        self._n_sent = self._n_machine = self._n_bulk = np.zeros(0, dtype=np.int64)
        self._n_as = np.zeros(0, dtype=np.int64)

    def take(self, run: Run, numbers: Ints, kept: NDArray[np.bool_]) -> None:
        """Count a run. ``numbers`` are the addresses of mentions; ``kept`` are no copies."""
        mention = run.column("sender")[kept]
        sender = numbers[mention]
        is_strong = ((run.column("flags") & IS_WEAK) == 0) & ~_is_open(run, self._reasons)
        kind = run.column("kind")[kept]
        is_machine = np.isin(kind, _MACHINE) & is_strong[kept]
        is_bulk = is_machine | (kind == _LIST)
        for name, found in (
            ("_n_sent", sender),
            ("_n_machine", sender[is_machine]),
            ("_n_bulk", sender[is_bulk]),
            ("_n_as", mention),
        ):
            setattr(self, name, added(getattr(self, name), np.bincount(found)))

    def found(self, mentions: Mentions, n_written_to: Ints) -> dict[int, str]:
        """Return those that are never written to, each with a reason."""
        none = np.zeros(len(mentions.addresses), dtype=np.int64)
        counts = (self._n_sent, self._n_machine, self._n_bulk, n_written_to)
        n_sent, n_machine, n_bulk, n_to = (added(none, count) for count in counts)
        numbers = np.array(mentions.address_numbers, dtype=np.int64)
        n_names = np.bincount(numbers[np.flatnonzero(self._n_as)], minlength=len(none))
        is_open = (n_sent > 0) & (n_to == 0)
        found = {}
        for at in np.flatnonzero(is_open & (n_machine == n_sent)).tolist():
            found[at] = "all it sent is bulk by header, nobody wrote to it"
        is_shared = is_open & (n_bulk == n_sent) & (n_names >= SHARED_NAMES)
        for at in np.flatnonzero(is_shared).tolist():
            found.setdefault(at, "bulk by header under several names, nobody wrote to it")
        return found


class Kinds:
    """The kind of bulk mail of each message, once all messages and lists are known.

    Weak marks fall where somebody writes a letter to the sender, and where the address is
    spelled from the name beside it: people are not lost for what a gateway adds to their
    mail. What only "Precedence: bulk" or a List-Id marks is list mail where a known list is
    among the recipients.
    """

    def __init__(
        self, signs: ListSigns, mentions: Mentions, reasons: Numbers, listed: Sequence[ListAddress]
    ) -> None:
        self._mentions, self._reasons = mentions, reasons
        self._numbers = np.array(mentions.address_numbers, dtype=np.int32)
        self._is_written_to = signs.written_to_by_letter(len(mentions.addresses))
        names = {row.address for row in listed if row.kind == "list"}
        self._is_list = np.array([one in names for one in mentions.addresses], dtype=bool)
        self._spelled: dict[int, bool] = {}

    def of(self, run: Run) -> Ints:
        """Return the kinds of a run, copies too; -1 for letters."""
        kinds = run.column("kind").copy()
        senders = run.column("sender")
        is_weak = (run.column("flags") & IS_WEAK) > 0
        is_person = self._is_written_to[self._numbers[senders]]
        for weak in np.flatnonzero(is_weak & ~is_person).tolist():
            is_person[weak] = self._is_spelled(int(senders[weak]))
        kinds[is_weak & is_person] = NOTHING
        goes = np.zeros(run.n, dtype=bool)
        for name in ("to", "cc"):
            at, people = run.flat(name)
            goes[at[self._is_list[self._numbers[people]]]] = True
        kinds[_is_open(run, self._reasons) & goes] = _LIST
        return kinds

    def _is_spelled(self, mention: int) -> bool:
        """Whether an address is spelled from the name beside it."""
        if mention not in self._spelled:
            address, name = self._mentions.address_of(mention), self._mentions.names[mention]
            self._spelled[mention] = spells_name(address, name)
        return self._spelled[mention]
