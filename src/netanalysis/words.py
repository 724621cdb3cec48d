"""Spans and counts in the words of findings: "five weeks", "three years", "once"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

OF_COMPANY: Final = " – "
"""Stands between a circle of people and the company it is part of."""

_PEOPLE: Final = {
    "person": ("person", "people"),
    "robot": ("robot",),
    "list": ("mailing list",),
    "shared": ("shared mailbox", "shared mailboxes"),
    "anonymous": ("deleted or hidden member",),
}
_BULK: Final = {
    "list": ("list message", "list messages"),
    "newsletter": ("newsletter", "newsletters"),
    "receipt": ("receipt", "receipts"),
    "calendar": ("calendar notice", "calendar notices"),
    "auto_reply": ("automatic reply", "automatic replies"),
    "robot": ("notice by a program", "notices by programs"),
    "advertisement": ("advertisement", "advertisements"),
}
_DAYS_OF: Final = ((700, 365.25, "year"), (60, 30.44, "month"), (21, 7, "week"))


def span(days: float) -> str:
    """Return a span of days as people say it: "9 days", "5 weeks", "3 months", "2 years"."""
    for at_least, length, unit in _DAYS_OF:
        if days >= at_least:
            return count(round(days / length), unit)
    return count(round(days), "day")


def count(n: int, noun: str, plural: str | None = None) -> str:
    """Return "1 day", "2 days", "1,200 people"."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {plural or noun + 's'}"


def percent(share: float) -> str:
    """Return a share of 0 to 1 as "22 %", never rounding a doubt into certainty."""
    if 0 < share < 0.01:
        return "under 1 %"
    if 0.99 < share < 1:
        return "over 99 %"
    return f"{share * 100:.0f} %"


def listing(items: list[str], n: int = 3) -> str:
    """Return "Ana", "Ana and Bo", "Ana, Bo and 4 more"."""
    if len(items) > n:
        return ", ".join(items[: n - 1]) + f" and {len(items) - n + 1} more"
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def people_kinds(kinds: Iterable[str]) -> str:
    """Return "470 people, 13 robots": people first, and nothing of what there is none of."""
    n = Counter(kinds)
    named = [count(n[kind], *nouns) for kind, nouns in _PEOPLE.items() if n[kind]]
    return ", ".join(named if n["person"] else ["0 people", *named])


def bulk_kinds(kinds: Iterable[str]) -> str:
    """Return "1,204 newsletters, 311 receipts": how many there are of each kind, most first."""
    known = sorted(Counter(kinds).items(), key=lambda one: (-one[1], one[0]))
    return ", ".join(count(n, *_BULK[kind]) for kind, n in known)
