"""Conversations: which messages belong together?

Messages are joined by Message-ID, In-Reply-To and References, whether or not the message
referred to is in the archive. Replies without any of these (Notes and early Outlook wrote
none) are joined to the latest earlier message with the same subject, but only when whoever
wrote one took part in the other, at least two people took part in both, and no more than 30
days lie between. A subject without words ("Re:") joins nothing. Time is near linear.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netanalysis.loaders.mail.groups import chained, components, first_of_each
from netanalysis.loaders.mail.hashes import NO_HASH, Hashes, hashed
from netanalysis.loaders.mail.messages import NO_DATE

Ints = NDArray[Any]

SUBJECT_DAYS: Final = 30
"""Days over which an equal subject still means the same conversation."""

SHARED_PEOPLE: Final = 2
"""People two messages must share: the one who asks and the one who answers."""

LOOK_BACK: Final = 50
"""Earlier messages of one subject looked at; bounds "Re: hello" in large archives."""

COMMON_ID: Final = 5
"""Distinct messages with one Message-ID from which the identifier means nothing."""

_MOST_PREFIXES: Final = 20
"""No honest subject has more."""

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
    """What threading needs of a message; :class:`Letters` has many of them as columns."""

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


Names = tuple[Ints, Hashes, Ints, Hashes]
"""Letters and the identifiers they bear, letters and the identifiers they refer to; in step."""


@dataclass
class Letters:
    """Letters as columns: identifiers and subjects as hashes."""

    keys: NDArray[Any]
    seconds: Ints
    bases: Hashes
    """Subjects without prefixes, see :func:`base_hashes`."""

    is_answer: NDArray[np.bool_]
    """Whether the subject begins as replies do."""

    has_parents: NDArray[np.bool_]
    is_bulk: NDArray[np.bool_]
    senders: Ints
    names: Callable[[], Iterable[Names]]
    """Gives the identifiers in parts; all letters with one identifier are in one part."""

    people: Callable[[NDArray[np.bool_]], tuple[Ints, Ints]]
    """Gives who is on the letters marked: letters, in order, and people."""

    def __len__(self) -> int:
        return len(self.keys)

    def order(self) -> Ints:
        """Return the letters by time; then those who do not answer; then by the key."""
        last = np.iinfo(np.int64).max
        when = np.where(self.seconds == NO_DATE, last, self.seconds)
        return np.lexsort((self.keys, self.has_parents, when)).astype(np.int32)

    @classmethod
    def of(cls, letters: Sequence[Letter], addresses: frozenset[str]) -> Letters:
        """Return letters as columns, without the identifiers that are ``addresses``."""
        n = len(letters)

        def flat(name: str) -> tuple[list[int], list[Any]]:
            pairs = [
                (at, value) for at, letter in enumerate(letters) for value in getattr(letter, name)
            ]
            return [at for at, _ in pairs], [value for _, value in pairs]

        def names() -> Iterable[Names]:
            found: list[Any] = []
            for name in ("ids", "parents"):
                at, values = flat(name)
                kept = np.array([value.lower() not in addresses for value in values], dtype=bool)
                found += [np.array(at, dtype=np.int64)[kept], hashed(values)[kept]]
            yield found[0], found[1], found[2], found[3]

        def people(_: NDArray[np.bool_]) -> tuple[Ints, Ints]:
            at, values = flat("people")
            return np.array(at, dtype=np.int64), np.array(values, dtype=np.int64)

        seconds = [NO_DATE if one.seconds is None else one.seconds for one in letters]
        return cls(
            keys=np.array([letter.key for letter in letters]),
            seconds=np.array(seconds, dtype=np.int64),
            bases=base_hashes([letter.subject for letter in letters]),
            is_answer=np.array([is_reply(one.subject) for one in letters], dtype=bool),
            has_parents=np.bincount(flat("parents")[0], minlength=n) > 0,
            is_bulk=np.array([one.is_bulk for one in letters], dtype=bool),
            senders=np.array([one.sender for one in letters], dtype=np.int64),
            names=names,
            people=people,
        )


def base_subject(subject: str) -> str:
    """Return a subject without reply and list prefixes, in one case, for comparison."""
    at = 0
    n_most = 0
    if ":" in subject or "[" in subject:
        n_most = min(subject.count(":") + subject.count("["), _MOST_PREFIXES)
    for _ in range(n_most):
        found = _PREFIX.match(subject, at)
        if found is None or found.end() == len(subject):
            break
        at = found.end()
    rest = subject[at:].casefold()
    if rest.isprintable() and "  " not in rest:  # no white space but single spaces
        return rest.strip(" ")
    return " ".join(rest.split())


def base_hashes(subjects: Sequence[str]) -> Hashes:
    """Return a hash of each subject without prefixes; 0 where no word is left."""
    bases = [base_subject(subject) for subject in subjects]
    found = hashed(bases)
    found[[not base or (base[-1] == ":" and _is_bare_reply(base)) for base in bases]] = NO_HASH
    return found


def _is_bare_reply(subject: str) -> bool:
    return _REPLY.fullmatch(subject) is not None


def is_reply(subject: str) -> bool:
    """Return whether a subject begins as replies and forwards do."""
    return ":" in subject and _REPLY.match(subject) is not None


def threads(letters: Letters) -> Ints:
    """Return for each letter the number of the letter its thread begins with.

    Some programs put mail addresses where identifiers belong; those have to be left out of the
    names of ``letters``, for they would join everything that person wrote.
    """
    n = len(letters)
    groups = np.arange(n, dtype=np.int32)
    has_parent = np.zeros(n, dtype=bool)
    for names in letters.names():
        one, other, answering = _joined_by_identifier(*names)
        groups = components(n, one, other, groups)
        has_parent[answering] = True
    order = letters.order()
    pairs = np.array(_joined_by_subject(letters, has_parent, order), dtype=np.int32).reshape(-1, 2)
    groups = components(n, pairs[:, 0], pairs[:, 1], groups)
    rank = np.empty(n, dtype=np.int32)
    rank[order] = np.arange(n, dtype=np.int32)
    first = np.full(n, n, dtype=np.int32)
    np.minimum.at(first, groups, rank)
    return order[first[groups]] if n else order


def _joined_by_identifier(
    bearers: Ints, borne: Hashes, answers: Ints, parents: Hashes
) -> tuple[Ints, Ints, Ints]:
    """Return the pairs of letters that share an identifier, and those that name a known one."""
    names, name = np.unique(np.concatenate([borne, parents]), return_inverse=True)
    once = first_of_each(bearers, name[: len(borne)])  # copies have one identifier
    n_borne = np.bincount(name[once], minlength=len(names))
    referred = name[len(borne) :]
    kept = (n_borne < COMMON_ID)[name]
    at, name = np.concatenate([bearers, answers])[kept], name[kept]
    distinct = first_of_each(at, name)
    at, name = at[distinct], name[distinct]
    is_shared = np.bincount(name, minlength=len(names)) > 1
    kept = is_shared[name]
    one, other = chained(name[kept], at[kept])
    return one, other, answers[is_shared[referred]]


def _joined_by_subject(
    letters: Letters, has_parent: NDArray[np.bool_], order: Ints
) -> list[tuple[int, int]]:
    """Return pairs: replies that name no known message, and the latest one they can answer."""
    is_dated = (letters.seconds != NO_DATE) & ~letters.is_bulk
    is_asking = is_dated & ~has_parent & letters.is_answer & (letters.bases != NO_HASH)
    is_wanted = is_dated & np.isin(letters.bases, letters.bases[is_asking])
    if not is_asking.any():
        return []
    on, people = letters.people(is_wanted)
    ends = np.cumsum(np.bincount(on, minlength=len(letters)))
    pairs: list[tuple[int, int]] = []
    by_subject: dict[int, deque[int]] = {}
    for at in order[is_wanted[order]]:
        earlier = by_subject.setdefault(int(letters.bases[at]), deque(maxlen=LOOK_BACK))
        if earlier and is_asking[at]:
            own = {*people[ends[at - 1] if at else 0 : ends[at]].tolist()}
            for other in reversed(earlier):
                if letters.seconds[at] - letters.seconds[other] > SUBJECT_DAYS * 86_400:
                    break
                theirs = people[ends[other - 1] if other else 0 : ends[other]].tolist()
                if letters.senders[other] not in own or letters.senders[at] not in theirs:
                    continue
                if len(own.intersection(theirs)) >= SHARED_PEOPLE:
                    pairs.append((other, int(at)))
                    break
        earlier.append(int(at))
    return pairs
