"""The rules that join addresses and names, strongest first; each says what it saw."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Final

import numpy as np
import pandas as pd

from netanalysis.identity.agreement import MISSPELT, SAME, SCORES
from netanalysis.identity.blocking import agreeing_names
from netanalysis.identity.canonical import Canonical
from netanalysis.identity.clusters import MOST_KEPT, Clusters, Join
from netanalysis.identity.names import LEAST_LAST, Name
from netanalysis.identity.nicknames import are_forms_of_one_name, is_known
from netanalysis.identity.spelling import (
    LAST,
    PATTERN,
    SPELLS,
    TOGETHER,
    begins_with_initial,
    forms,
    squeezed,
)
from netanalysis.identity.traits import NONE, Traits

MAILBOX: Final = "same mailbox"
SPELLS_SCORE: Final = 0.95
PATTERN_SCORE: Final = 0.8
# One letter apart, but written so on purpose on both sides: as likely two people.
CONFIRMED_SCORE: Final = 0.7


@dataclass
class Evidence:
    """The names of an archive, which of them agree, and which are borne by several people."""

    clusters: Clusters
    rows: dict[int, list[int]]
    agreeing: pd.DataFrame
    homonyms: set[int] = field(default_factory=set)
    fits: dict[int, dict[str, list[int]]] = field(default_factory=dict)
    proposed: list[tuple[int, int, Join]] = field(default_factory=list)

    @property
    def found(self) -> Traits:
        """The traits of the aliases."""
        return self.clusters.found

    def text(self, row: int) -> str:
        """Return an alias in words: "Ana Berg <ana@x.example>"."""
        found = self.found
        kind, _, value = found.keys[row].partition(":")
        if kind != "address" or found.named[row] == NONE:
            return value
        return f"{found.book.shown(int(found.named[row]))} <{value}>"

    def propose(self, row: int, other: int, why: Join) -> None:
        """Keep a pair for the user to decide."""
        self.proposed.append((row, other, why))

    def has_namesakes(self, rows: list[int]) -> bool:
        """Whether addresses of one domain show that they are several people's."""
        pairs = combinations(rows[:MOST_KEPT], 2)
        return len(rows) > MOST_KEPT or any(self.clusters.are_namesakes(a, b) for a, b in pairs)

    def is_on_purpose(self, a: int, b: int) -> bool:
        """Whether two names one letter apart are each spelled so on purpose.

        Either an address spells it as the display name does, or somebody else bears the
        part that differs: then it is a name of its own.
        """
        if self.is_confirmed(a) and self.is_confirmed(b):
            return True
        one, other = self.found.book.names[a], self.found.book.names[b]
        if one.last != other.last:
            return min(len(self.bearers[0][n.last]) for n in (one, other)) > 1
        return min(len(self.bearers[1][n.given]) for n in (one, other)) > 1

    @cached_property
    def bearers(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        """The first names that go with each last name, and the last names with each first."""
        by_last: defaultdict[str, set[str]] = defaultdict(set)
        by_given: defaultdict[str, set[str]] = defaultdict(set)
        for name in map(self.found.book.names.__getitem__, self.rows):
            by_last[name.last].add(name.given)
            by_given[name.given].add(name.last)
        return by_last, by_given

    def is_confirmed(self, number: int) -> bool:
        """Whether an address spells the name as its display name does: no slip of the pen."""
        named, spelled = self.found.named, self.found.spelled
        return any(named[row] == spelled[row] for row in self.rows[number])

    def first_address(self, number: int) -> int | None:
        """Return the first address under a name, None if there is none."""
        kinds = self.found.kinds
        return next((row for row in self.rows[number] if kinds[row] == "address"), None)

    def domains(self, number: int) -> set[int]:
        """Return the employers' domains of the addresses under a name."""
        return {int(self.found.domain[row]) for row in self.rows[number]} - {NONE}

    def in_reach(self, row: int, numbers: list[int]) -> list[int]:
        """Return those of the names whom a pattern of the address may abbreviate.

        At an employer those with an address there. An account at a code host stands beside
        the names of the same work: the one name it fits, if it holds the whole last name and
        nobody else is called so. At free mail it may be anybody's of the family.
        """
        found = self.found
        address = found.addresses[row]
        if address is None or not address.handle or not numbers:
            return [n for n in numbers if found.domain[row] in self.domains(n)]
        text = _text_of(address, is_free=True)
        is_own = (
            len({found.book.names[n].last for n in numbers}) == 1
            and len(self.bearers[0][found.book.names[numbers[0]].last]) == 1
            and begins_with_initial(text, found.book.names[numbers[0]])
        )
        return numbers if is_own else []

    def only_person(self, numbers: Iterable[int]) -> int | None:
        """Return an address of the one person with these names, None for none or several."""
        several = [] if not self.homonyms.isdisjoint(numbers) else list(numbers)
        rows = [row for row in map(self.first_address, several) if row is not None]
        return rows[0] if len({self.clusters.find(row) for row in rows}) == 1 else None


def gather(clusters: Clusters) -> Evidence:
    """Return the names of all aliases that tell, which agree, and which have namesakes."""
    found = clusters.found
    rows: defaultdict[int, list[int]] = defaultdict(list)
    number = np.where(found.named != NONE, found.named, found.spelled)
    order = np.lexsort((np.arange(len(number)), found.named == NONE))
    for row in order[number[order] != NONE].tolist():
        rows[int(number[row])].append(row)
    book = found.book
    agreeing = agreeing_names([book.spellings(i) for i in range(len(book.names))])
    is_borne = agreeing["a"].isin(rows.keys()) & agreeing["b"].isin(rows.keys())
    agreeing = agreeing[is_borne]
    agreeing = agreeing.assign(
        text_a=[book.names[a] for a in agreeing["a"]],
        text_b=[book.names[b] for b in agreeing["b"]],
    )
    return Evidence(clusters, dict(rows), agreeing)


def join_mailboxes(evidence: Evidence) -> None:
    """Join addresses that are one mailbox written in several ways (score 1)."""
    boxes: defaultdict[str, list[int]] = defaultdict(list)
    for row, address in enumerate(evidence.found.addresses):
        if address is not None and evidence.found.tells[row] and address.has_host:
            boxes[address.box].append(row)
    for box, rows in boxes.items():
        for row in rows[1:]:
            why = Join(MAILBOX, f"both are the mailbox {box}", 1.0)
            evidence.clusters.join(rows[0], row, why)


def find_homonyms(evidence: Evidence) -> None:
    """Mark the names of several people: two profiles, or two addresses at one domain."""
    clusters, found = evidence.clusters, evidence.found
    for number, rows in evidence.rows.items():
        if len(rows) < 2:
            continue
        profiles = {clusters.find(row) for row in rows if clusters.has_profile(row)}
        near: defaultdict[int, list[int]] = defaultdict(list)
        for row in rows:
            if found.domain[row] != NONE:
                near[int(found.domain[row])].append(row)
        if len(profiles) > 1 or any(map(evidence.has_namesakes, near.values())):
            evidence.homonyms.add(number)


def join_same_names(evidence: Evidence) -> None:
    """Join addresses under one full name that nobody else bears (1), or that spell it (.95)."""
    clusters, found = evidence.clusters, evidence.found
    for number, rows in evidence.rows.items():
        mail = [row for row in rows if found.kinds[row] == "address"]
        if number in evidence.homonyms or len(mail) < 2:
            continue
        name = found.book.shown(number)
        # Rows with the display name come first; those that only spell it in the address follow.
        for row in mail[1:]:
            if found.named[row] != NONE:
                evidence_words = f"both are called {name}, and nobody else is"
                clusters.join(mail[0], row, Join(SAME, evidence_words, SCORES[SAME]))
            else:
                words = f"{evidence.text(row)} spells the name of {evidence.text(mail[0])}"
                clusters.join(mail[0], row, Join(SPELLS, words, SPELLS_SCORE))


def join_agreeing_names(evidence: Evidence, rule: str) -> None:
    """Join people whose names agree by ``rule``, where each fits one other person only."""
    frame = evidence.agreeing
    frame = frame[(frame["rule"] == rule) & ~frame["is_unclear"]]
    for a, b in frame.sort_values(["text_a", "text_b"])[["a", "b"]].itertuples(index=False):
        if a in evidence.homonyms or b in evidence.homonyms:
            continue
        one, other = evidence.first_address(a), evidence.first_address(b)
        if one is None or other is None:
            continue
        words = f"{evidence.text(one)} and {evidence.text(other)}: {rule}"
        if rule == MISSPELT and evidence.is_on_purpose(a, b):
            words += ", but both spellings are in use"
            evidence.propose(one, other, Join(rule, words, CONFIRMED_SCORE))
        else:
            evidence.clusters.join(one, other, Join(rule, words, SCORES[rule]))


def fitting_names(evidence: Evidence) -> dict[int, dict[str, list[int]]]:
    """Return per address without a name the names its local part may stand for, by rule."""
    found = evidence.found
    nameless = (found.named == NONE) & (found.spelled == NONE) & found.tells
    wanted: defaultdict[str, list[int]] = defaultdict(list)
    together: defaultdict[str, list[int]] = defaultdict(list)
    for row in np.flatnonzero(nameless).tolist():
        address = found.addresses[row]
        text = _text_of(address, found.domain[row] == NONE) if address is not None else ""
        if len(text) >= LEAST_LAST:
            wanted[text].append(row)
        for word in found.words[row]:
            together[squeezed(word)].append(row)
    fits: defaultdict[int, dict[str, list[int]]] = defaultdict(dict)
    for number in evidence.rows:
        name = found.book.names[number]
        for rule, text in forms(name):
            if rule == LAST and is_known(name.last):
                continue
            for row in wanted.get(text, ()):
                if may_be(found.words[row], name):
                    fits[row].setdefault(rule, []).append(number)
            if rule == SPELLS:
                for row in together.get(text, ()):
                    fits[row].setdefault(TOGETHER, []).append(number)
    return fits


def _text_of(address: Canonical, is_free: bool) -> str:
    """Return the letters of a local part, "" if they tell nothing.

    Where everybody may choose an address a number behind the name is chosen too; at an
    employer's domain it tells namesakes apart.
    """
    if not address.has_host:
        return ""
    return squeezed(address.local.rstrip("0123456789") if is_free else address.local)


def may_be(words: frozenset[str], name: Name) -> bool:
    """Whether display names of one word allow the name: "Jennifer" is not John Arnold."""
    return not any(
        is_known(word)
        and word not in (name.given, name.last, *name.middles)
        and not are_forms_of_one_name(word, name.given)
        for word in words
    )


def join_by_address(evidence: Evidence, rule: str, score: float) -> None:
    """Join addresses whose local part spells, or abbreviates as its domain does, one name.

    Exactly one person may fit: with a pattern, among those in reach.
    """
    clusters = evidence.clusters
    for row, by_rule in sorted(evidence.fits.items()):
        numbers = by_rule.get(rule, [])
        if rule in (PATTERN, LAST):
            numbers = evidence.in_reach(row, numbers)
        person = evidence.only_person(numbers)
        if person is not None:
            words = f"{evidence.text(row)} can only be {evidence.text(person)}: {rule}"
            clusters.join(person, row, Join(rule, words, score))
