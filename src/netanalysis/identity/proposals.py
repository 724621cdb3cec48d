"""Pairs of people who may be one: what the weaker rules saw, for the user to decide."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Final

import pandas as pd

from netanalysis.attendance import Attendance
from netanalysis.identity.agreement import GENERATION, JOINS_AT, SCORES
from netanalysis.identity.clusters import Join
from netanalysis.identity.evidence import Evidence
from netanalysis.identity.names import LEAST_LAST
from netanalysis.identity.spelling import PATTERN
from netanalysis.identity.traits import NONE
from netanalysis.schema import PROPOSALS

UNCLEAR: Final = "name fits several people"
UNCLEAR_SCORE: Final = 0.7
INITIAL: Final = "initial and last name"
INITIAL_SCORE: Final = 0.75
# A last name of more names than this is common: an initial before it says little.
MOST_BEARING: Final = 3


def proposals(evidence: Evidence, met: Attendance, person_of: pd.Series) -> pd.DataFrame:
    """Return the table of proposals: one row per pair of people, under its strongest rule."""
    _unclear_names(evidence)
    _patterns_elsewhere(evidence)
    _initials(evidence)
    clusters, keys = evidence.clusters, evidence.found.keys
    best: dict[tuple[int, int], tuple[int, int, Join]] = {}
    for row, other, why in sorted(evidence.proposed, key=lambda p: (-p[2].score, p[0], p[1])):
        a, b = clusters.find(row), clusters.find(other)
        if clusters.may_ask(row, other):
            best.setdefault((min(a, b), max(a, b)), (min(row, other), max(row, other), why))
    frame = pd.DataFrame(
        [(keys[row], keys[other], *why) for row, other, why in best.values()],
        columns=["alias_key", "other_key", "rule", "evidence", "score"],
    )
    frame["person_id"] = frame["alias_key"].map(person_of)
    frame["other_person_id"] = frame["other_key"].map(person_of)
    frame["n_interactions"] = _what_would_move(frame, met, person_of)
    frame = frame[PROPOSALS.column_names].sort_values(
        ["score", "n_interactions", "alias_key", "other_key"], ascending=[False, False, True, True]
    )
    return frame.reset_index(drop=True)


def _unclear_names(evidence: Evidence) -> None:
    """Propose pairs of names that agree but fit others too, or differ in the generation."""
    frame = evidence.agreeing
    frame = frame[frame["is_unclear"] | (frame["rule"] == GENERATION) | (frame["score"] < JOINS_AT)]
    for a, b, rule, is_unclear in zip(
        frame["a"], frame["b"], frame["rule"], frame["is_unclear"], strict=True
    ):
        one, other = evidence.first_address(a), evidence.first_address(b)
        if one is None or other is None:
            continue
        words = f"{evidence.text(one)} and {evidence.text(other)}: {rule}"
        score = min(UNCLEAR_SCORE, SCORES[rule]) if is_unclear else SCORES[rule]
        evidence.propose(one, other, Join(UNCLEAR if is_unclear else rule, words, score))


def _patterns_elsewhere(evidence: Evidence) -> None:
    """Propose addresses that abbreviate the name of one person who writes from elsewhere."""
    found = evidence.found
    n_bearing = Counter(found.book.names[number].last for number in evidence.rows)
    for row, by_rule in sorted(evidence.fits.items()):
        person = evidence.only_person(by_rule.get(PATTERN, []))
        if person is None:
            continue
        last = found.book.names[by_rule[PATTERN][0]].last
        if n_bearing[last] > MOST_BEARING or len(last) < LEAST_LAST:
            continue
        words = f"{evidence.text(row)} abbreviates the name of {evidence.text(person)} alone"
        evidence.propose(person, row, Join(INITIAL, words, INITIAL_SCORE))


def _initials(evidence: Evidence) -> None:
    """Propose display names of an initial and a last name for the one person they fit."""
    found = evidence.found
    by_last: defaultdict[str, list[int]] = defaultdict(list)
    for number in evidence.rows:
        by_last[found.book.names[number].last].append(number)
    for row, shown in sorted(found.initials.items()):
        if not found.tells[row] or found.named[row] != NONE:
            continue
        for letter, last in sorted(shown):
            fitting = [
                number
                for number in by_last.get(last, ())
                if letter
                in {
                    part[0]
                    for part in (found.book.names[number].given, *found.book.names[number].middles)
                }
            ]
            person = evidence.only_person(fitting)
            if person is not None:
                shown_as = f"{letter.upper()}. {last.title()}"
                words = f"{shown_as} <{evidence.text(row)}> can only be {evidence.text(person)}"
                evidence.propose(person, row, Join(INITIAL, words, INITIAL_SCORE))


def _what_would_move(frame: pd.DataFrame, met: Attendance, person_of: pd.Series) -> pd.Series:
    """Return the number of interactions of the less seen person of each pair."""
    people = pd.unique(pd.concat([frame["person_id"], frame["other_person_id"]]))
    counts = met.n_interactions(person_of[person_of.isin(people)])
    both = [frame[c].map(counts).fillna(0) for c in ("person_id", "other_person_id")]
    return both[0].combine(both[1], min).astype("int64")
