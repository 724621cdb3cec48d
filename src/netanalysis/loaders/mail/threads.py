"""Conversations: which messages belong together?

Messages are joined by Message-ID, In-Reply-To and References, whether or not the message
referred to is in the archive. Replies without any of these (Notes and early Outlook wrote
none) are joined to the latest earlier message with the same subject, but only when at least
two people took part in both and no more than 30 days lie between. Time is near linear.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

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
    """What threading needs of a message."""

    key: str
    """Its identifier in the tables; settles which of two equally early letters is first."""

    ids: tuple[str, ...]
    parents: tuple[str, ...]
    subject: str
    seconds: int | None
    people: frozenset[int]
    is_bulk: bool


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


class Groups:
    """Disjoint sets over 0 .. n-1, joined pair by pair."""

    def __init__(self, size: int) -> None:
        self._up = list(range(size))

    def root(self, at: int) -> int:
        """Return the number that stands for the set of ``at``: its smallest member."""
        up = self._up
        while up[at] != at:
            up[at] = up[up[at]]
            at = up[at]
        return at

    def join(self, one: int, other: int) -> None:
        """Put two sets together."""
        one, other = self.root(one), self.root(other)
        if one < other:
            self._up[other] = one
        elif other < one:
            self._up[one] = other


def threads(letters: Sequence[Letter], addresses: frozenset[str]) -> list[int]:
    """Return for each letter the number of the letter its thread begins with.

    Parameters
    ----------
    letters
        Messages in any order.
    addresses
        Mail addresses known in the archive, in lower case: some programs put them where
        identifiers belong, and they would join everything that person wrote.
    """
    groups = Groups(len(letters))
    has_parent = _join_by_identifier(letters, addresses, groups)
    _join_by_subject(letters, has_parent, groups)
    first: dict[int, int] = {}
    for at, letter in enumerate(letters):
        root = groups.root(at)
        best = first.get(root)
        if best is None or _order(letter) < _order(letters[best]):
            first[root] = at
    return [first[groups.root(at)] for at in range(len(letters))]


def _order(letter: Letter) -> tuple[bool, int, bool, str]:
    """Return what letters are sorted by: time, then who does not answer, then the key."""
    return (letter.seconds is None, letter.seconds or 0, bool(letter.parents), letter.key)


def _join_by_identifier(
    letters: Sequence[Letter], addresses: frozenset[str], groups: Groups
) -> list[bool]:
    """Join letters that share an identifier; return which ones named a known one."""
    n_owners: dict[str, int] = {}
    for letter in letters:
        for own in letter.ids:
            n_owners[own] = n_owners.get(own, 0) + 1
    seen: dict[str, int] = {}
    n_users: dict[str, int] = {}
    for at, letter in enumerate(letters):
        for name in {*letter.ids, *letter.parents}:
            if n_owners.get(name, 0) >= COMMON_ID or name.lower() in addresses:
                continue
            n_users[name] = n_users.get(name, 0) + 1
            other = seen.setdefault(name, at)
            if other != at:
                groups.join(other, at)
    return [any(n_users.get(name, 0) > 1 for name in letter.parents) for letter in letters]


def _join_by_subject(letters: Sequence[Letter], has_parent: Sequence[bool], groups: Groups) -> None:
    """Join replies that name no known message to the latest one they can answer."""
    by_subject: dict[str, list[int]] = {}
    order = sorted(range(len(letters)), key=lambda at: _order(letters[at]))
    for at in order:
        letter = letters[at]
        if letter.seconds is None or letter.is_bulk:
            continue
        base = base_subject(letter.subject)
        if not base:
            continue
        earlier = by_subject.setdefault(base, [])
        if earlier and not has_parent[at] and is_reply(letter.subject):
            for other in reversed(earlier[-LOOK_BACK:]):
                gap = letter.seconds - (letters[other].seconds or 0)
                if gap > SUBJECT_DAYS * 86_400:
                    break
                if len(letter.people & letters[other].people) >= SHARED_PEOPLE:
                    groups.join(other, at)
                    break
        earlier.append(at)
