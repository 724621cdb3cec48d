"""Days of the year on a card: birthdays and anniversaries, with or without a year.

Of a birthday the year is never kept: one congratulates on a day, and how old somebody is is
theirs to tell. What gives no month and day, or leaves doubt which is which, is no day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

BIRTHDAY: Final = "birthday"
ANNIVERSARY: Final = "anniversary"

NO_YEARS: Final = (0, 1604)
"""Years that mean none: 1604 is Apple's, a leap year before any of today's people."""

_ISO: Final = re.compile(
    r"(?:(\d{4})|--)-?(\d{2})-?(\d{2})(?:[T ][\d:.,]*(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_NATIONAL: Final = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{2}|\d{4})?")
_NOTHING: Final = re.compile(r"[0./-]*")
_CENTURY_BREAK: Final = 30
"""Two-digit years up to this are of this century; nothing before 1930 has two digits here."""


class Yearly(NamedTuple):
    """A day that comes every year; ``year`` is the first, None where it is not kept or known."""

    kind: str
    month: int
    day: int
    year: int | None = None


def day_of(kind: str, text: str) -> Yearly | None:
    """Return what a vCard or a sheet says in the ISO way, in full or without a year."""
    found = _ISO.fullmatch(text.strip())
    return _valid(kind, int(found[2]), int(found[3]), found[1]) if found else None


def days_of(kind: str, texts: Sequence[str]) -> list[Yearly | None]:
    """Return the days in one column, whose national form must fit all of it.

    "3/4/1980" is told from "4/3/1980" by another row that leaves no doubt; where no row does,
    it is None unless both read alike. Dots stand in dates that begin with the day.
    """
    split = [_NATIONAL.fullmatch(text.strip()) for text in texts]
    pairs = [(int(found[1]), int(found[3])) for found in split if found and found[2] != "."]
    day_first = any(first > 12 for first, _ in pairs)
    month_first = any(second > 12 for _, second in pairs)
    days = []
    for text, found in zip(texts, split, strict=True):
        if found is None:
            days.append(day_of(kind, text))
            continue
        first, second = int(found[1]), int(found[3])
        if found[2] != "." and day_first == month_first and first != second:
            days.append(None)
        elif found[2] == "." or day_first:
            days.append(_valid(kind, second, first, found[4]))
        else:
            days.append(_valid(kind, first, second, found[4]))
    return days


def is_blank(text: str) -> bool:
    """Whether a cell says nothing; "0/0/00" is Outlook's way to say so."""
    return _NOTHING.fullmatch(text.strip()) is not None


def _valid(kind: str, month: int, day: int, year: str | None) -> Yearly | None:
    """Return the day if a calendar has it, without the year of a birthday."""
    number = int(year or 0)
    if year is not None and len(year) == 2:
        number += 2000 if number <= _CENTURY_BREAK else 1900
    known = None if number in NO_YEARS else number
    try:
        date(known or 2000, month, day)
    except ValueError:
        return None
    return Yearly(kind, month, day, None if kind == BIRTHDAY else known)
