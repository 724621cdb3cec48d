"""Conversations: which messages belong together?

Messages are joined by Message-ID, In-Reply-To and References, whether or not the message
referred to is in the archive. Replies without any of these (Notes and early Outlook wrote
none) are joined to the latest earlier message with the same subject, but only when whoever
wrote one took part in the other, at least two people took part in both, and no more than 30
days lie between. A subject without words ("Re:") joins nothing. Time is near linear.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from netanalysis.loaders.mail.groups import chained, components, first_of_each
from netanalysis.loaders.mail.messages import NO_DATE, Numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[Any]

SUBJECT_DAYS: Final = 30
"""Days over which an equal subject still means the same conversation."""

SHARED_PEOPLE: Final = 2
"""People two messages must share: the one who asks and the one who answers."""

LOOK_BACK: Final = 50
"""Earlier messages of one subject looked at; bounds "Re: hello" in large archives."""

COMMON_ID: Final = 5
"""Distinct messages with one Message-ID from which the identifier means nothing."""

_PREFIX: Final = re.compile(
    r"\s*(?:re|fwd?|aw|wg|sv|vs|vb|res|enc|tr|rv|antw|antwort|r|i|rif)\s*(?:\[\d{1,3}\])?\s*:\s*"
    r"|\s*\[[^\[\]]{1,40}\]\s*",
    re.IGNORECASE,
)
_REPLY: Final = re.compile(
    r"\s*(?:\[[^\[\]]{1,40}\]\s*)?(?:re|aw|sv|vs|res|antw|antwort|rif|fwd?|wg|tr|rv|enc|vb)"
    r"\s*(?:\[\d{1,3}\])?\s*:",
    re.IGNORECASE,
)


class Letter(NamedTuple):
    """What threading needs of a message; :func:`threads` takes many of them as columns."""

    key: str
    """Its identifier in the tables; settles which of two equally early letters is first."""

    ids: tuple[str, ...]
    parents: tuple[str, ...]
    subject: str
    seconds: int | None
    people: frozenset[int]
    is_bulk: bool
    sender: int
    """Who wrote it, one of the people."""


@dataclass
class Letters:
    """Letters as columns: flat lists come as letter numbers and values, in step."""

    keys: NDArray[Any]
    ids: tuple[Ints, Ints]
    parents: tuple[Ints, Ints]
    names: Sequence[str | bytes]
    """Identifiers by number."""

    subject: Ints
    subjects: Sequence[str]
    seconds: Ints
    people: tuple[Ints, Ints]
    is_bulk: NDArray[np.bool_]
    senders: Ints

    def __len__(self) -> int:
        return len(self.keys)

    def order(self) -> Ints:
        """Return the letters by time; then those who do not answer; then by the key."""
        has_parents = np.bincount(self.parents[0], minlength=len(self)) > 0
        is_undated = self.seconds == NO_DATE
        seconds = np.where(is_undated, 0, self.seconds)
        return np.lexsort((self.keys, has_parents, seconds, is_undated))

    @classmethod
    def of(cls, letters: Sequence[Letter]) -> Letters:
        """Return letters as columns."""
        names, subjects = Numbers(), Numbers()
        flat: dict[str, tuple[list[int], list[int]]] = {}
        for name in ("ids", "parents", "people"):
            at, values = flat.setdefault(name, ([], []))
            for number, letter in enumerate(letters):
                for value in getattr(letter, name):
                    at.append(number)
                    values.append(value if name == "people" else names[value])
        columns = {
            name: (np.array(at, dtype=np.int64), np.array(values, dtype=np.int64))
            for name, (at, values) in flat.items()
        }
        return cls(
            keys=np.array([letter.key for letter in letters]),
            ids=columns["ids"],
            parents=columns["parents"],
            names=[*names],
            subject=np.array([subjects[one.subject] for one in letters], dtype=np.int64),
            subjects=[str(subject) for subject in subjects],
            seconds=np.array(
                [NO_DATE if one.seconds is None else one.seconds for one in letters],
                dtype=np.int64,
            ),
            people=columns["people"],
            is_bulk=np.array([one.is_bulk for one in letters], dtype=bool),
            senders=np.array([one.sender for one in letters], dtype=np.int64),
        )


def base_subject(subject: str) -> str:
    """Return a subject without reply and list prefixes, in one case, for comparison."""
    at = 0
    for _ in range(20):  # no honest subject has more prefixes
        found = _PREFIX.match(subject, at)
        if found is None or found.end() == len(subject):
            break
        at = found.end()
    return " ".join(subject[at:].casefold().split())


def is_reply(subject: str) -> bool:
    """Return whether a subject begins as replies and forwards do."""
    return _REPLY.match(subject) is not None


def threads(letters: Letters | Sequence[Letter], addresses: frozenset[str]) -> Ints:
    """Return for each letter the number of the letter its thread begins with.

    Parameters
    ----------
    letters
        Messages in any order.
    addresses
        Mail addresses known in the archive, in lower case: some programs put them where
        identifiers belong, and they would join everything that person wrote.
    """
    if not isinstance(letters, Letters):
        letters = Letters.of(letters)
    n = len(letters)
    one, other, has_parent = _joined_by_identifier(letters, addresses)
    order = letters.order()
    more = _joined_by_subject(letters, has_parent, order)
    pairs = np.array(more, dtype=np.int64).reshape(-1, 2)
    one, other = np.concatenate([one, pairs[:, 0]]), np.concatenate([other, pairs[:, 1]])
    groups = components(n, one, other)
    rank = np.empty(n, dtype=np.int64)
    rank[order] = np.arange(n)
    first = np.full(n, n, dtype=np.int64)
    np.minimum.at(first, groups, rank)
    return order[first[groups]] if n else order


def _joined_by_identifier(
    letters: Letters, addresses: frozenset[str]
) -> tuple[Ints, Ints, NDArray[np.bool_]]:
    """Return the pairs of letters that share an identifier, and which named a known one."""
    n_names = len(letters.names)
    known = {*addresses, *(one.encode() for one in addresses)}
    is_address = np.fromiter(
        (name.lower() in known for name in letters.names), dtype=bool, count=n_names
    )
    is_good = ~is_address & (np.bincount(letters.ids[1], minlength=n_names) < COMMON_ID)
    at = np.concatenate([letters.ids[0], letters.parents[0]])
    name = np.concatenate([letters.ids[1], letters.parents[1]])
    kept = is_good[name]
    at, name = at[kept], name[kept]
    distinct = first_of_each(at, name)
    at, name = at[distinct], name[distinct]
    is_shared = np.bincount(name, minlength=n_names) > 1
    kept = is_shared[name]
    one, other = chained(name[kept], at[kept])
    has_parent = np.zeros(len(letters), dtype=bool)
    has_parent[letters.parents[0][is_shared[letters.parents[1]]]] = True
    return one, other, has_parent


def _joined_by_subject(
    letters: Letters, has_parent: NDArray[np.bool_], order: Ints
) -> list[tuple[int, int]]:
    """Return pairs: replies that name no known message, and the latest one they can answer."""
    is_dated = (letters.seconds != NO_DATE) & ~letters.is_bulk
    asking = is_dated & ~has_parent
    replies = {at for at in np.unique(letters.subject[asking]) if is_reply(letters.subjects[at])}
    is_asking = asking & np.isin(letters.subject, [*replies])
    wanted = {
        base
        for base in (base_subject(letters.subjects[at]) for at in replies)
        if base and _REPLY.fullmatch(base) is None
    }
    if not wanted:
        return []
    bases = [base_subject(subject) for subject in letters.subjects]
    is_wanted = np.array([base in wanted for base in bases])[letters.subject] & is_dated
    starts = np.searchsorted(letters.people[0], np.arange(len(letters) + 1)).tolist()
    people, senders = letters.people[1], letters.senders.tolist()
    pairs: list[tuple[int, int]] = []
    by_subject: dict[str, list[int]] = {}
    for at in order[is_wanted[order]].tolist():
        earlier = by_subject.setdefault(bases[letters.subject[at]], [])
        if earlier and is_asking[at]:
            own = {*people[starts[at] : starts[at + 1]].tolist()}
            for other in reversed(earlier[-LOOK_BACK:]):
                if letters.seconds[at] - letters.seconds[other] > SUBJECT_DAYS * 86_400:
                    break
                theirs = people[starts[other] : starts[other + 1]].tolist()
                if senders[other] not in own or senders[at] not in theirs:
                    continue
                if len(own.intersection(theirs)) >= SHARED_PEOPLE:
                    pairs.append((other, at))
                    break
        earlier.append(at)
    return pairs
