"""How senior is somebody with this job title? Levels 0 to 7 by one ordered lexicon.

What is answered is what the title *says*. A title tells little about pay or skill, large
and small firms use the same words differently, and some titles say nothing of rank: those
are unknown, which is not the same as "middle". Nothing is inferred about gender or age.

How a title is read:

1. :func:`~netanalysis.titles.folding.fold` brings it into plain words and marks its parts.
2. From left to right, the first entry of the lexicon that fits at a word takes its words.
3. In each part, a word such as "assistant" or "intern" brings the part down to its level.
4. The highest role that is left counts, so that "SVP & Director" is a vice president; roles
   of other people ("Assistant to the CEO") and of other times ("ex-CEO") do not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

import pandas as pd

from netanalysis.titles.folding import fold
from netanalysis.titles.level_lexicon import BELOW_VICE_PRESIDENT, ENTRIES, JOKES
from netanalysis.titles.lexicon import Entry, reader

LEVEL_NAMES: Final[Mapping[int, str]] = MappingProxyType(
    {
        0: "intern or student",
        1: "junior or assistant",
        2: "professional",
        3: "senior professional",
        4: "lead or manager",
        5: "director or head",
        6: "vice president, managing director or partner",
        7: "C-suite, founder, owner",
    }
)
"""What each level of :func:`seniority` means, lowest first."""

_JOKE_CONFIDENCE: Final = 0.3
"""The trust left in a level when the title plays on a rank ("Chief Happiness Officer")."""

_SEVERAL_ROLES: Final = 0.9
"""Trust is multiplied by this where a title names roles of different levels."""

_JUNIOR_FAMILY_LEVEL: Final = 6
"""From this level on "Junior" is a son or daughter in the firm ("Geschäftsführer Junior")."""

_JUNIOR_MANAGER_LEVEL: Final = 3
"""What "junior" makes of a manager or director named in the same part of the title."""


@dataclass(frozen=True)
class Seniority:
    """What a title says about rank: the level, how far to trust it, and why.

    ``level`` is 0 to 7 (see :data:`LEVEL_NAMES`) or None for unknown. ``confidence`` is
    between 0 and 1, set by hand in the lexicon: an order of trust, not a probability; it is
    0 where the level is unknown. ``rule`` is the entry of the lexicon that decided, in words.
    """

    level: int | None
    confidence: float
    rule: str


@dataclass(frozen=True)
class _Find:
    """One entry that fitted, and in which part of the title."""

    entry: Entry
    part: int


_NO_LETTERS: Final = Seniority(None, 0.0, "no words to read")
_NO_ENTRY: Final = Seniority(None, 0.0, "no word of rank or profession known")


def seniority(title: str | None) -> Seniority:
    """Return how senior a job title says its holder is.

    ``None``, an empty title, digits, emoji or another script give level None with rule
    "no words to read"; a title in which no entry fits ("Ninja", "Finance") gives None
    too, never a middle level. No text raises an error. English, German, French, Spanish.

    Examples
    --------
    >>> seniority("SVP & Director, Sales")
    Seniority(level=6, confidence=0.81, rule='vice president')
    >>> seniority("Assistant to the CEO").level
    1
    >>> seniority("ex-CEO")
    Seniority(level=None, confidence=0.0, rule='a former role')
    """
    text = fold(title)
    if not re.search("[a-z]", text):
        return _NO_LETTERS
    found = _finds(text)
    roles = _weigh(found)
    if not roles:
        return Seniority(None, 0.0, found[0].entry.rule) if found else _NO_ENTRY
    level, confidence, rule = max(roles, key=lambda role: role[:2])
    if len({each for each, _, said in roles if said != "senior"}) > 1:
        confidence *= _SEVERAL_ROLES
    if not JOKES.isdisjoint(text.split()):
        confidence = min(confidence, _JOKE_CONFIDENCE)
    return Seniority(level, round(confidence, 2), rule)


def seniorities(titles: pd.Series) -> pd.DataFrame:
    """Return the seniority of each title of a column; see :func:`seniority`.

    Each distinct title is read once. The frame keeps the index of ``titles`` and has the
    columns ``level`` (Int64, 0 to 7, missing where unknown), ``confidence`` (Float64, 0 to
    1) and ``rule`` (string). A missing title is unknown.
    """
    texts = titles.astype("string")
    distinct = {text: seniority(text) for text in texts.dropna().unique()}
    read = [_NO_LETTERS if pd.isna(text) else distinct[text] for text in texts]
    return pd.DataFrame(
        {
            "level": pd.array([each.level for each in read], dtype="Int64"),
            "confidence": pd.array([each.confidence for each in read], dtype="Float64"),
            "rule": pd.array([each.rule for each in read], dtype="string"),
        },
        index=titles.index,
    )


@cache
def _reader() -> re.Pattern[str]:
    """Return the lexicon of rank as one pattern; its n-th group is its n-th entry."""
    return reader([(entry.words, entry.endings) for entry in ENTRIES], marks="|+")


def _finds(text: str) -> list[_Find]:
    """Return the entries that fit ``text``, from left to right, with the part they are in."""
    found = []
    part = 0
    for match in _reader().finditer(text):
        if match.lastindex is None:
            part += 1
            continue
        found.append(_Find(ENTRIES[match.lastindex - 1], part))
        part += match[0].count("|")
    return found


def _weigh(found: list[_Find]) -> list[tuple[int, float, str]]:
    """Return level, confidence and rule of the roles that count, in order of appearance."""
    has_vice_president = any(find.entry.rule == "vice president" for find in found)
    lowered: dict[int, Entry] = {}
    for find in found:
        if find.entry.effect == "lowers":
            known = lowered.get(find.part)
            if known is None or (find.entry.level or 0) < (known.level or 0):
                lowered[find.part] = find.entry
    roles = []
    for find in found:
        entry = find.entry
        if entry.level is None or (has_vice_president and entry.rule in BELOW_VICE_PRESIDENT):
            continue
        roles.append(_in_its_part(entry, lowered.get(find.part)))
    return roles


def _in_its_part(entry: Entry, lowering: Entry | None) -> tuple[int, float, str]:
    """Return what ``entry`` counts for when ``lowering`` stands in the same part."""
    level = entry.level or 0
    if lowering is None or lowering is entry or entry.effect == "void":
        return level, entry.confidence, entry.rule
    if lowering.rule == "junior":
        if level >= _JUNIOR_FAMILY_LEVEL:
            return level, entry.confidence, entry.rule
        if level > _JUNIOR_MANAGER_LEVEL:
            return _JUNIOR_MANAGER_LEVEL, lowering.confidence, "junior or assistant manager"
    return lowering.level or 0, lowering.confidence, lowering.rule
