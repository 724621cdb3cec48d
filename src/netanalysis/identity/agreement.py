"""Two full names: equal, two forms of one, or contradictory."""

from __future__ import annotations

from typing import Final, NamedTuple

from netanalysis.identity.names import Name
from netanalysis.identity.nicknames import are_forms_of_one_name, are_two_names

SAME: Final = "same full name"
FAMILIAR: Final = "nickname or middle name"
MISSPELT: Final = "one letter apart"
GENERATION: Final = "one of two generations"
SECOND: Final = "second family name"
# Rules of this score or more join; others are proposed.
JOINS_AT: Final = 0.8
ASKS_AT: Final = 0.6
SCORES: Final = {SAME: 1.0, FAMILIAR: 0.9, MISSPELT: 0.85, GENERATION: 0.75, SECOND: 0.75}
# Shorter names one letter apart are two names too often.
LEAST_LETTERS: Final = 6
# Letters that look alike: a difference in them is an imitation rather than a slip.
_ALIKE: Final = frozenset(frozenset(pair) for pair in ("il", "ij", "lj", "vu", "vw", "uv", "nm"))


class Spellings(NamedTuple):
    """A full name with its other spellings: umlauts written out, last name without particle."""

    name: Name
    givens: frozenset[str]
    lasts: frozenset[str]
    bare: str


def agreement(one: Spellings, other: Spellings) -> str:
    """Return the rule by which two names can be one person's, "" if they contradict."""
    a, b = one.name, other.name
    last = _last(one, other)
    if not last:
        return ""
    given = _given(one, other)
    if not given or (MISSPELT in (given, last) and SAME not in (given, last)):
        return ""
    rule = max((last, given), key=lambda r: -SCORES[r])
    if last == SAME and a.given not in b.middles and b.given not in a.middles:
        middle = _middles(a.middles, b.middles)
        if not middle:
            return ""
        rule = max((rule, middle), key=lambda r: -SCORES[r])
    if a.generation != b.generation:
        return "" if a.generation and b.generation else GENERATION
    return rule


def _last(one: Spellings, other: Spellings) -> str:
    a, b = one.name, other.name
    if not one.lasts.isdisjoint(other.lasts):
        return SAME
    if one.bare == other.bare and (a.last == one.bare or b.last == other.bare):
        return FAMILIAR
    # "Oscar Lazo" and "Oscar Lazo Arjona": a second family name that is not always used. Where
    # last names are common, as in India, it is another person as often.
    if a.given == b.given and (_is_inner(a.last, b) or _is_inner(b.last, a)):
        return SECOND
    return MISSPELT if is_slip(a.last, b.last) else ""


def _is_inner(last: str, name: Name) -> bool:
    return len(last) > 2 and last in name.middles


def _given(one: Spellings, other: Spellings) -> str:
    a, b = one.name, other.name
    if not one.givens.isdisjoint(other.givens):
        return SAME
    if a.given in b.middles or b.given in a.middles or are_forms_of_one_name(a.given, b.given):
        return FAMILIAR
    is_misspelt = is_slip(a.given, b.given) and a.given[-1] == b.given[-1]
    return MISSPELT if is_misspelt and not are_two_names(a.given, b.given) else ""


def _middles(some: tuple[str, ...], others: tuple[str, ...]) -> str:
    """Return how middle names agree: as far as both state them, letter for letter."""
    for a, b in zip(some, others, strict=False):
        if a != b and not (min(len(a), len(b)) == 1 and a[0] == b[0]):
            return ""
    longer = max(some, others, key=len)[min(len(some), len(others)) :]
    return FAMILIAR if any(len(m) > 1 for m in longer) else SAME


def is_slip(one: str, other: str) -> bool:
    """Whether two words of six letters or more differ by one letter, or two changed places.

    Letters outside a to z and letters that look alike do not count as slips.
    """
    if min(len(one), len(other)) < LEAST_LETTERS or abs(len(one) - len(other)) > 1:
        return False
    if one == other or not (one.isascii() and other.isascii()):
        return False
    if len(one) > len(other):
        one, other = other, one
    at = 0
    while at < len(one) and one[at] == other[at]:
        at += 1
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    if one[at + 1 :] == other[at + 1 :]:
        return frozenset((one[at], other[at])) not in _ALIKE
    is_swap = one[at : at + 2] == other[at : at + 2][::-1]
    return is_swap and one[at + 2 :] == other[at + 2 :]
