"""Two people of one common name at two employers, told from one person who changed jobs.

Whoever changes jobs stops writing from the old address when the new one begins. Two addresses
of one name at two organisations that both write for months are doubtful, unless they share
people besides the owner: then it is one person in two roles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import Final, NamedTuple

import pandas as pd

from netanalysis.attendance import Attendance
from netanalysis.identity.agreement import SAME, SCORES
from netanalysis.identity.clusters import Join
from netanalysis.identity.evidence import Evidence
from netanalysis.identity.traits import NONE

DOUBTFUL: Final = "same full name at two organisations at one time"
DOUBTFUL_SCORE: Final = 0.75
# Handing over and mail that is still passed on take a quarter at most.
OVERLAP: Final = pd.Timedelta(days=90)
# A domain under which only one person writes is that person's own, whoever registered it.
LEAST_PEOPLE: Final = 2
# One common correspondent may be chance or a newsletter written by hand; two are a circle.
LEAST_SHARED: Final = 2
# More recipients than this are an audience, as everywhere in the package.
MOST_RECIPIENTS: Final = 10


class _Pair(NamedTuple):
    number: int
    row: int
    other: int


def doubt_namesakes(evidence: Evidence, met: Attendance, mine: Iterable[str]) -> None:
    """Keep apart, and propose, addresses of one name that two people seem to write from.

    The name counts as one of several people from then on. Without dates nothing speaks
    against one person, and nothing is doubted.
    """
    pairs = _at_one_time(_candidates(evidence), evidence, met)
    if not pairs:
        return
    circles = _circles({row for pair in pairs for row in pair[1:]}, evidence, met, set(mine))
    doubtful = [p for p in pairs if len(circles[p.row] & circles[p.other]) < LEAST_SHARED]
    for number in sorted({pair.number for pair in doubtful}):
        evidence.homonyms.add(number)
        _join_at_home(evidence, number)
    for _, row, other in doubtful:
        words = (
            f"{evidence.text(row)} and {evidence.text(other)} bear one name, but both wrote for "
            "months at two organisations, to nobody in common"
        )
        evidence.propose(row, other, Join(DOUBTFUL, words, DOUBTFUL_SCORE))


def _join_at_home(evidence: Evidence, number: int) -> None:
    """Join the addresses under a doubtful name that are at one organisation."""
    found = evidence.found
    first: dict[int, int] = {}
    for row in evidence.rows[number]:
        domain = int(found.domain[row])
        if domain == NONE or found.named[row] == NONE:
            continue
        home = first.setdefault(domain, row)
        if home != row:
            words = f"both are called {found.book.shown(number)} at {found.domains[domain]}"
            evidence.clusters.join(home, row, Join(SAME, words, SCORES[SAME]))


def _candidates(evidence: Evidence) -> list[_Pair]:
    """Return the addresses of one full name at two organisations that nothing has joined."""
    found, clusters = evidence.found, evidence.clusters
    n_people: defaultdict[int, set[int]] = defaultdict(set)
    for number, rows in evidence.rows.items():
        for row in rows:
            n_people[int(found.domain[row])].add(number)
    pairs = []
    for number, rows in evidence.rows.items():
        if len(rows) < 2 or number in evidence.homonyms:
            continue
        near = [
            row
            for row in rows
            if found.domain[row] != NONE and len(n_people[int(found.domain[row])]) >= LEAST_PEOPLE
        ]
        for one, other in combinations(near, 2):
            is_two = _label(evidence, one) != _label(evidence, other)
            if is_two and clusters.find(one) != clusters.find(other):
                pairs.append(_Pair(number, one, other))
    return pairs


def _label(evidence: Evidence, row: int) -> str:
    """Return what a domain is called: "halden" of halden.example and of halden.co.uk."""
    domain: str = evidence.found.domains[evidence.found.domain[row]]
    return domain.partition(".")[0]


def _at_one_time(pairs: list[_Pair], evidence: Evidence, met: Attendance) -> list[_Pair]:
    """Return the pairs of which both wrote over the same months."""
    keys = evidence.found.keys
    wanted = {keys[row] for pair in pairs for row in pair[1:]}
    first, last = met.wrote_between(sorted(wanted))
    return [
        pair
        for pair in pairs
        if all(keys[row] in first for row in pair[1:])
        and min(last[keys[row]] for row in pair[1:]) - max(first[keys[row]] for row in pair[1:])
        >= OVERLAP
    ]


def _circles(
    rows: set[int], evidence: Evidence, met: Attendance, mine: set[str]
) -> defaultdict[int, set[str]]:
    """Return the aliases on the messages of each row that wrote themselves, but for the owner's.

    Lists write to nobody, so they are in no circle.
    """
    keys = evidence.found.keys
    row_of = {keys[row]: row for row in rows}
    circle = met.beside(sorted(row_of), most=MOST_RECIPIENTS + 1)
    writers = set(met.counts.writers)
    circle = circle[circle["other"].isin(writers) & ~circle["other"].isin([*mine, *row_of])]
    # Each alias is one text, however many circles it is in: there may be a hundred thousand pairs.
    one, ones = pd.factorize(circle["alias_key"])
    other, others = pd.factorize(circle["other"])
    rows_of, texts = [row_of[key] for key in ones], [*others]
    found: defaultdict[int, set[str]] = defaultdict(set)
    for at, to in zip(one.tolist(), other.tolist(), strict=True):
        found[rows_of[at]].add(texts[to])
    return found
