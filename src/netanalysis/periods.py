"""Stretches of time that are known in part: when somebody was somewhere, and two people at once.

Counted in whole months, because that is how sources state jobs; a school year is twelve of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

AT_LEAST: Final = "at least "


@dataclass(frozen=True)
class Period:
    """Months from ``first`` to ``last`` in which somebody is known to have been there.

    Months count from year 0. ``is_whole`` says that it began and ended then, so that they
    were not there before and after; ``is_lasting`` that it goes on after ``last``, as far as known.
    """

    first: int
    last: int
    is_whole: bool = False
    is_lasting: bool = False


def period(
    first: Any, last: Any, *, is_whole: bool, is_lasting: bool = False, in_years: bool = False
) -> Period | None:
    """Return the period between two days, None where neither is known.

    Of one that lacks a day only the other is known, and it is not whole. With ``in_years``
    days say no more than their year.
    """
    days = [pd.Timestamp(day) for day in (first, last) if pd.notna(day)]
    if not days:
        return None
    begin, end = min(days), max(days)
    months = (begin.year * 12, end.year * 12 + 11) if in_years else (_month(begin), _month(end))
    return Period(*months, is_whole and len(days) == 2, is_lasting)


def years_in_words(periods: Iterable[Period]) -> str | None:
    """Return "2008 to 2011", "since 2013", "at least 2012", or several of them; None for none."""
    words = [
        f"since {one.first // 12}"
        if one.is_lasting and one.is_whole
        else ("" if one.is_whole else AT_LEAST) + _years(one.first, one.last)
        for one in _merged(periods)
    ]
    return ", ".join(dict.fromkeys(words)) or None


def together(mine: list[Period], theirs: list[Period]) -> str | None:
    """Return the years in which two people were there at once: "2008 to 2011", "since 2013".

    "at least" stands before them where one of the periods is not whole. "" where the two
    certainly were not there at once; None where that is not known.
    """
    pairs = [(a, b) for a in mine for b in theirs]
    shared = [(a, b) for a, b in pairs if max(a.first, b.first) <= min(a.last, b.last)]
    if shared:
        first = min(max(a.first, b.first) for a, b in shared)
        last = max(min(a.last, b.last) for a, b in shared)
        if not all(a.is_whole and b.is_whole for a, b in shared):
            return AT_LEAST + _years(first, last)
        goes_on = any(a.is_lasting and b.is_lasting for a, b in shared)
        return f"since {first // 12}" if goes_on else _years(first, last)
    is_known = bool(pairs) and all(one.is_whole for one in [*mine, *theirs])
    could = any(a.first <= _end(b) and b.first <= _end(a) for a, b in pairs)
    return "" if is_known and not could else None


def _merged(periods: Iterable[Period]) -> list[Period]:
    """Return the periods in order, those known in part joined where their years touch."""
    merged: list[Period] = []
    for one in sorted(set(periods), key=lambda each: (each.first, each.last)):
        before = merged[-1] if merged else None
        if (
            before
            and not (before.is_whole or one.is_whole)
            and one.first // 12 <= (before.last + 1) // 12
        ):
            merged[-1] = Period(before.first, max(before.last, one.last))
        else:
            merged.append(one)
    return merged


def _end(one: Period) -> float:
    return float("inf") if one.is_lasting else one.last


def _month(day: pd.Timestamp) -> int:
    return int(day.year * 12 + day.month - 1)


def _years(first: int, last: int) -> str:
    return f"{first // 12}" if first // 12 == last // 12 else f"{first // 12} to {last // 12}"
