"""Circles inside a large organisation: who appears together, and what to call them.

Found by the Leiden method (Traag, Waltman and van Eck, From Louvain to Leiden: guaranteeing
well-connected communities, Scientific Reports 9, 2019) with a fixed seed; named after the company
of their people and the words that stand in the subjects of their mail and in no others'.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from netanalysis.counting import MAX_RECIPIENTS, counted
from netanalysis.dataset import Dataset
from netanalysis.words import OF_COMPANY

LEAST_COMMUNITY: Final = 5
SEED: Final = 20011202
# Measured on networks of 300 to 5,000 people: three rounds raise the modularity by .01 to .05, the
# best of three runs by another .001 to .004, and more runs by nothing.
ROUNDS: Final = 3
TRIALS: Final = 3
# A word names a circle if it stands in several of its subjects, in mail of several of its
# people, and far more often than elsewhere (a one in a thousand chance if it were no sign).
LEAST_SUBJECTS: Final = 3
LEAST_PEOPLE: Final = 3
LEAST_EVIDENCE: Final = 10.83
N_WORDS: Final = 2

_WORD: Final = re.compile(r"[^\W\d_]{3,}")
# Marks of replies and small words of four languages: they tell no circle from another.
SMALL_WORDS: Final = frozenset(
    "fwd antw antwort tre and the for from with you your our new all are this that have will not "
    "can about out per was has its what when where which who how been were more than then they "
    "them their there some just und der die das den dem mit von für ein eine einen zum zur bei "
    "ist nicht auf les des une aux avec pour par sur est dans vos nos los las una con por para del "
    "sin que sus update updated please urgent important attached information info meeting call "
    "message mail email today tomorrow monday tuesday wednesday thursday friday saturday sunday "
    "january february march april may june july august september october november december".split()
)

Integers = npt.NDArray[np.signedinteger[Any]]


def communities(n_people: int, ties: Iterable[tuple[int, int, float]]) -> list[list[int]]:
    """Return the communities of five people or more, largest first, each in order.

    People are numbered from 0; ``ties`` holds each pair once with its weight. The same ties
    give the same communities, in whatever order they come.
    """
    import scipy.sparse as sp
    from graspologic_native import leiden_csr

    ends = sorted((min(a, b), max(a, b), weight) for a, b, weight in ties if a != b)
    if not ends:
        return []
    one, other, weight = (np.array(column) for column in zip(*ends, strict=True))
    half = sp.csr_array((weight.astype(np.float64), (one, other)), shape=(n_people, n_people))
    W = sp.csr_array(half + half.T)
    W.sort_indices()
    starts, near = W.indptr.astype(np.int64), W.indices.astype(np.int32)
    _, found = leiden_csr(
        starts, near, W.data, n_people, seed=SEED, trials=TRIALS, iterations=ROUNDS
    )
    members: dict[int, list[int]] = {}
    for person in range(n_people):
        members.setdefault(found[person], []).append(person)
    large = [people for people in members.values() if len(people) >= LEAST_COMMUNITY]
    return sorted(large, key=lambda people: (-len(people), people[0]))


def community_names(
    archive: Dataset, found: Sequence[Sequence[str]], busiest: Sequence[str]
) -> list[str]:
    """Return a name for each community of person ids; no two are the same.

    "gas & storage – Halden": up to two words of the subjects of its mail, and the company (or
    organisation) of most of its people. What tells circles apart comes first, because pictures
    cut long names. Where no word does, the person with the most appearances together stands
    for it: "Ana Ruiz's circle – Halden".
    """
    people = archive.people.set_index("person_id")[["name", "company", "organisation"]].fillna("")
    words = _telling_words(archive, found)
    taken: set[str] = set()
    names = []
    for members, centre, candidates in zip(found, busiest, words, strict=True):
        company = _shared(people.loc[list(members)])
        circle = f"{people['name'].get(centre) or centre}'s circle"
        choices = [" & ".join(candidates[:N_WORDS])] if candidates else []
        for topic in (*choices, circle, f"{centre}'s circle"):
            name = f"{topic}{OF_COMPANY}{company}" if company else topic
            if name not in taken:
                break
        taken.add(name)
        names.append(name)
    return names


def _shared(people: pd.DataFrame) -> str:
    """Return the company, or else the organisation, that half of the people or more have."""
    for column in ("company", "organisation"):
        counts = people.loc[people[column] != "", column].value_counts()
        most = counts[counts * 2 >= len(people)]
        if len(most):
            return str(min(most[most == most.max()].index))
    return ""


def _telling_words(archive: Dataset, found: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return for each community the words of its subjects that tell it from the others, best first.

    The evidence is the log-likelihood ratio of the word's share of subjects inside and outside.
    """
    home = {person: number for number, members in enumerate(found) for person in members}
    subjects, owners = _subjects(archive, home)
    size = Counter(number for number, _ in subjects)
    inside: Counter[tuple[int, str]] = Counter()
    for number, subject in subjects:
        inside.update((number, word) for word in subject)
    overall: Counter[str] = Counter()
    for (_, word), n in inside.items():
        overall[word] += n
    names = archive.people.set_index("person_id")["name"].reindex(list(home)).dropna()
    known = SMALL_WORDS | {word for name in names for word in _words(name)}
    scored: list[list[tuple[float, str]]] = [[] for _ in found]
    n_all = sum(size.values())
    for (number, word), n in inside.items():
        enough = n >= LEAST_SUBJECTS and len(owners[number, word]) >= LEAST_PEOPLE
        if word in known or not enough:
            continue
        evidence = _evidence(n, size[number], overall[word] - n, n_all - size[number])
        if evidence >= LEAST_EVIDENCE:
            scored[number].append((-evidence, word))
    return [_unlike(word for _, word in sorted(pairs)) for pairs in scored]


def _unlike(words: Iterable[str]) -> list[str]:
    """Return the words without those that begin like an earlier one: option, not options."""
    kept: list[str] = []
    for word in words:
        if not any(word.startswith(one) or one.startswith(word) for one in kept):
            kept.append(word)
    return kept


def _subjects(
    archive: Dataset, home: dict[str, int]
) -> tuple[set[tuple[int, frozenset[str]]], dict[tuple[int, str], set[int]]]:
    """Return the distinct subjects of each community, and who took part in those with a word."""
    events = counted(archive, archive.as_of, max_recipients=MAX_RECIPIENTS, include_bulk=False)
    number = events.people.map(home).to_numpy(dtype=np.float64, na_value=np.nan)
    is_member = np.isfinite(number[events.role_person])
    event, person = events.role_event[is_member], events.role_person[is_member]
    texts = archive.columns("interactions", ("subject",))["subject"]
    texts = texts.iloc[events.row].reset_index(drop=True)
    words = {
        i: frozenset(_words(texts.iloc[i])) for i in np.unique(event) if pd.notna(texts.iloc[i])
    }
    subjects: set[tuple[int, frozenset[str]]] = set()
    owners: dict[tuple[int, str], set[int]] = {}
    for i, who in zip(event.tolist(), person.tolist(), strict=True):
        community = int(number[who])
        if found := words.get(i):
            subjects.add((community, found))
            for word in found:
                owners.setdefault((community, word), set()).add(who)
    return subjects, owners


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _evidence(n: int, size: int, n_elsewhere: int, size_elsewhere: int) -> float:
    """Return the log-likelihood ratio of two shares, 0 where the word is no commoner inside."""
    if n * size_elsewhere <= n_elsewhere * size:
        return 0.0
    share = (n + n_elsewhere) / (size + size_elsewhere)
    total = 0.0
    for hits, of in ((n, size), (n_elsewhere, size_elsewhere)):
        for seen, expected in ((hits, of * share), (of - hits, of * (1 - share))):
            if seen:
                total += seen * float(np.log(seen / expected))
    return 2 * total
