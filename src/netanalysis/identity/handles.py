"""Handles: the word a person goes by on several hosts, in addresses or in place of a name.

A shared handle alone is a question for the user; with the same first name it is an answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Final, NamedTuple

import numpy as np

from netanalysis.addresses import is_office, local_kind
from netanalysis.attendance import Attendance
from netanalysis.identity.clusters import Join
from netanalysis.identity.evidence import Evidence
from netanalysis.identity.names import ROLE_WORDS
from netanalysis.identity.nicknames import is_known
from netanalysis.identity.traits import NONE, Flags

LOCAL: Final = "same local part"
LOCAL_SCORE: Final = 0.65
HANDLE: Final = "same handle"
HANDLE_SCORE: Final = 0.6
# Two signs that have nothing to do with each other: 1 - (1 - .65)(1 - .6).
BOTH: Final = "same handle and first name"
BOTH_SCORE: Final = 0.86
# A member of a code host who gives no name shows the account instead, and accounts are unique.
ACCOUNT_SHOWN: Final = "account in place of a name"
ACCOUNT_SCORE: Final = 0.8
LOCAL_PART, ACCOUNT, SHOWN = "local part", "account", "shown"
OFFICES: Final = ROLE_WORDS | {"editor", "kernel", "webmaster"}
LEAST_LETTERS: Final = 5
# More people with one word than this share a word, not an owner.
MOST_SHARING: Final = 4


class _Sight(NamedTuple):
    """One alias under which a word was seen: as local part, as account, or in place of a name."""

    row: int
    place: str


def compare_handles(evidence: Evidence, met: Attendance) -> None:
    """Join or propose people who share a word that is no name.

    Addresses that were never seen to write may be lists ("GNU C Library" looks like a name):
    about two of them nobody is asked.
    """
    clusters, book = evidence.clusters, evidence.found.book
    is_silent = _silent(evidence, met)
    # The name of somebody in the archive is no handle, however unusual.
    names = {part for name in book.names for part in (name.given, name.last)}
    sights: defaultdict[str, list[_Sight]] = defaultdict(list)
    firsts = {name.given for name in book.names}
    for word, sight in _sights(evidence):
        if word not in firsts:
            sights[word].append(sight)
    for word, seen in sights.items():
        roots = {clusters.find(sight.row) for sight in seen}
        if not 2 <= len(roots) <= MOST_SHARING:
            continue
        for one, other in combinations(seen, 2):
            if not clusters.may_join(one.row, other.row):
                continue
            why = _why(word, one, other)
            first = _first_names(evidence, one.row, word) & _first_names(evidence, other.row, word)
            if first:
                words = f"{why.evidence}, and both are called {min(first)!r}"
                clusters.join(one.row, other.row, Join(BOTH, words, BOTH_SCORE))
            elif {one.place, other.place} == {ACCOUNT, SHOWN} and _is_own(word, names, roots):
                words = f"{word!r} is the account of the one and stands for the name of the other"
                clusters.join(one.row, other.row, Join(ACCOUNT_SHOWN, words, ACCOUNT_SCORE))
            elif not (is_silent[one.row] and is_silent[other.row]):
                evidence.propose(one.row, other.row, why)


def _silent(evidence: Evidence, met: Attendance) -> Flags:
    """Tell of each alias whether it is an address that never wrote, though others did."""
    found = evidence.found
    if met.counts.present.empty:
        return np.zeros(len(found.keys), dtype=bool)
    writers = set(met.counts.writers)
    has_written = np.array([key in writers for key in found.keys], dtype=bool)
    silent: Flags = ~has_written & (found.kinds == "address")
    return silent


def _is_own(word: str, names: set[str], roots: set[int]) -> bool:
    """Whether a word is one person's own: long, nobody's name, and seen with two aliases only."""
    return len(word) > LEAST_LETTERS and word not in names and len(roots) == 2


def _why(word: str, one: _Sight, other: _Sight) -> Join:
    if one.place == other.place == LOCAL_PART:
        return Join(LOCAL, f"both addresses begin with {word!r}", LOCAL_SCORE)
    return Join(HANDLE, f"both go by {word!r}", HANDLE_SCORE)


def _sights(evidence: Evidence) -> Iterator[tuple[str, _Sight]]:
    """Yield each word an alias goes by that is long enough and no name, and where it stands."""
    found = evidence.found
    for row in range(len(found.keys)):
        if not found.tells[row]:
            continue
        address = found.addresses[row]
        local = ""
        if address is not None and address.has_host and found.spelled[row] == NONE:
            local = address.box.partition("@")[0]
            if _tells(local):
                yield local, _Sight(row, ACCOUNT if address.handle else LOCAL_PART)
        for word in sorted(found.words[row]):
            if word != local and _tells(word):
                yield word, _Sight(row, SHOWN)


def _tells(word: str) -> bool:
    letters = word.strip("0123456789")
    is_word = is_known(letters) or letters in OFFICES or is_office(word) or local_kind(word)
    return len(word) >= LEAST_LETTERS and not is_word


def _first_names(evidence: Evidence, row: int, word: str) -> set[str]:
    """Return the first names an alias is called by, other than ``word``."""
    found = evidence.found
    names = set(found.words[row])
    if found.named[row] != NONE:
        names.add(found.book.names[found.named[row]].given)
    return names - {word}
