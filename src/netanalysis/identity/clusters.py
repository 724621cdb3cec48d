"""Aliases joined to people, never against what is known to contradict.

Two sets of aliases do not join if the user said so, if each holds a LinkedIn profile (or
another alias that its source gives to one person only), if they bear full names that
contradict each other, or if each holds an address of one domain that spells another name
there. What the user or a source states overrides all but the first.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from netanalysis.identity.agreement import ASKS_AT, JOINS_AT, SCORES, agreement
from netanalysis.identity.traits import NONE, Traits

# Names or addresses of one domain in one set, beyond which nothing joins it any more.
MOST_KEPT: Final = 30


class Join(NamedTuple):
    """Why an alias was joined."""

    rule: str
    evidence: str
    score: float


class Clusters:
    """Sets of aliases, by row of the traits; the lowest row stands for its set."""

    def __init__(self, found: Traits, distinct: frozenset[str] = frozenset()) -> None:
        self.found = found
        self.joins: dict[int, Join] = {}
        self._parent = list(range(len(found.keys)))
        self._apart: dict[int, set[int]] = {}
        self._names: dict[int, frozenset[int]] = {}
        self._locals: dict[int, frozenset[int]] = {}
        self._has_profile: set[int] = {
            row for row, kind in enumerate(found.kinds) if kind == "profile"
        }
        self._is_distinct = self._has_profile | {
            row for row, key in enumerate(found.keys) if key in distinct
        }
        self._agree: dict[tuple[int, int], float] = {}

    def find(self, row: int) -> int:
        """Return the row that stands for the set of ``row``."""
        parent = self._parent
        root = row
        while parent[root] != root:
            root = parent[root]
        while parent[row] != root:
            parent[row], row = root, parent[row]
        return root

    def keep_apart(self, row: int, other: int) -> bool:
        """Forbid that two sets ever join; return whether they are apart now."""
        a, b = self.find(row), self.find(other)
        if a == b:
            return False
        self._apart.setdefault(a, set()).add(b)
        self._apart.setdefault(b, set()).add(a)
        return True

    def join(self, row: int, other: int, why: Join, *, is_stated: bool = False) -> bool:
        """Join two sets unless that is forbidden; return whether they are one now."""
        a, b = self.find(row), self.find(other)
        if a == b:
            return True
        if b in self._apart.get(a, ()) or not (is_stated or self._fit(a, b)):
            return False
        self._merge(min(a, b), max(a, b))
        self.joins.setdefault(row, why)
        self.joins.setdefault(other, why)
        return True

    def may_join(self, row: int, other: int) -> bool:
        """Whether two sets are apart and nothing forbids to join them."""
        a, b = self.find(row), self.find(other)
        return a != b and b not in self._apart.get(a, ()) and self._fit(a, b)

    def may_ask(self, row: int, other: int) -> bool:
        """Whether two sets are apart and it makes sense to ask whether they are one."""
        a, b = self.find(row), self.find(other)
        return a != b and b not in self._apart.get(a, ()) and self._fit(a, b, ASKS_AT)

    def has_profile(self, row: int) -> bool:
        """Whether the set of an alias holds a LinkedIn profile."""
        return self.find(row) in self._has_profile

    def names(self, root: int) -> frozenset[int]:
        """Return the numbers of the full names of a set."""
        kept = self._names.get(root)
        if kept is not None:
            return kept
        found = self.found
        number = found.named[root] if found.named[root] != NONE else found.spelled[root]
        return frozenset() if number == NONE else frozenset((int(number),))

    def _addresses(self, root: int) -> frozenset[int]:
        kept = self._locals.get(root)
        if kept is not None:
            return kept
        return frozenset((root,)) if self.found.domain[root] != NONE else frozenset()

    def _merge(self, a: int, b: int) -> None:
        names, rows = self.names(a) | self.names(b), self._addresses(a) | self._addresses(b)
        self._names.pop(b, None)
        self._locals.pop(b, None)
        self._names[a], self._locals[a] = names, rows
        self._parent[b] = a
        for marked in (self._has_profile, self._is_distinct):
            if b in marked:
                marked.add(a)
        for enemy in self._apart.pop(b, ()):
            self._apart[enemy].discard(b)
            self._apart[enemy].add(a)
            self._apart.setdefault(a, set()).add(enemy)

    def _fit(self, a: int, b: int, least: float = JOINS_AT) -> bool:
        if a in self._is_distinct and b in self._is_distinct:
            return False
        some, others = self.names(a), self.names(b)
        if max(len(some), len(others)) > MOST_KEPT:
            return False
        if not all(self.agree(i, j, least) for i in some for j in others):
            return False
        rows, more = self._addresses(a), self._addresses(b)
        if max(len(rows), len(more)) > MOST_KEPT:
            return False
        domain = self.found.domain
        return not any(
            domain[i] == domain[j] and self.are_namesakes(i, j) for i in rows for j in more
        )

    def agree(self, number: int, other: int, least: float = JOINS_AT) -> bool:
        """Whether two full names may be one person's, by a rule of at least this score."""
        if number == other:
            return True
        pair = (number, other) if number < other else (other, number)
        known = self._agree.get(pair)
        if known is None:
            book = self.found.book
            rule = agreement(book.spellings(number), book.spellings(other))
            known = self._agree[pair] = SCORES.get(rule, 0.0)
        return known >= least

    def are_namesakes(self, row: int, other: int) -> bool:
        """Whether two addresses of one domain show by their local parts that they are two people.

        They spell contradictory names, or differ in a number alone ("ana" and "ana2").
        """
        spelled = self.found.spelled
        if spelled[row] != NONE and spelled[other] != NONE:
            return not self.agree(int(spelled[row]), int(spelled[other]))
        one, two = (self.found.addresses[r] for r in (row, other))
        if one is None or two is None or one.box == two.box:
            return False
        a, b = one.local, two.local
        return a != b and re.sub(r"\d+", "", a) == re.sub(r"\d+", "", b)
