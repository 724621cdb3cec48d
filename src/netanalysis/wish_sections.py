"""What the sections of the wishes file may hold, and what each value must be.

A check returns nothing for a good value, else the words for what it should have been.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final


@dataclass(frozen=True)
class Section:
    """What a section may hold: keys with what they must be; ``is_list`` for ``[[name]]``.

    Of the keys in ``one_of`` just one must be there.
    """

    keys: Mapping[str, Callable[[Any], str]]
    required: tuple[str, ...]
    is_list: bool = True
    one_of: tuple[str, ...] = ()


def _aliases(value: Any) -> str:
    is_good = isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value)
    return "" if is_good else 'a list of addresses, profiles or names, as ["ana@example.org"]'


def _pair(value: Any) -> str:
    is_good = not _aliases(value) and len({text.strip() for text in value}) == 2 == len(value)
    return "" if is_good else 'two different aliases, as ["ana@example.org", "ana@example.net"]'


def _day(value: Any) -> str:
    is_good = isinstance(value, date) and not isinstance(value, datetime)
    return "" if is_good else "a day without quotes, as 2026-01-31"


def _text(value: Any) -> str:
    is_good = isinstance(value, str) and bool(value.strip())
    return "" if is_good else 'a text in quotes, as "ana@example.org"'


def _number(value: Any) -> str:
    is_good = isinstance(value, int) and not isinstance(value, bool) and value > 0
    return "" if is_good else "a whole number above 0, without quotes"


WANTED_OF: Final = ("person", "tag", "company", "closest")
"""Whom a wanted cadence can be about; the more particular one comes first."""


def _level(value: Any) -> str:
    is_good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 7
    return "" if is_good else "a whole number from 0 (intern) to 7 (C-suite)"


def _guidance(value: Any) -> str:
    known = ", ".join(f'"{each}"' for each in GUIDANCE)
    return "" if isinstance(value, str) and value in GUIDANCE else f"one of {known}"


def yearly(value: Any) -> tuple[int, int, int | None] | None:
    """Return month, day and first year (None if not known) of a day of the year; None if bad.

    A day as TOML writes it, 1990-03-14, or a text without a year, "03-14".
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.month, value.day, value.year
    found = _MONTH_AND_DAY.fullmatch(value) if isinstance(value, str) else None
    if not found:
        return None
    month, day = int(found[1]), int(found[2])
    is_day = 1 <= month <= 12 and 1 <= day <= monthrange(_LEAP_YEAR, month)[1]
    return (month, day, None) if is_day else None


def _yearly(value: Any) -> str:
    return "" if yearly(value) else 'a day of the year, as "03-14" or 1990-03-14'


_MONTH_AND_DAY: Final = re.compile(r"([0-9]{2})-([0-9]{2})")
_LEAP_YEAR: Final = 2000

GUIDANCE: Final = ("mentor", "mentee", "neither")
"""What somebody can be to the owner, by the owner's word."""

_PAIRS: Final = Section({"aliases": _pair, "on": _day}, ("aliases",))
SECTIONS: Final[Mapping[str, Section]] = {
    "me": Section({"aliases": _aliases}, ("aliases",), is_list=False),
    "same": _PAIRS,
    "different": _PAIRS,
    "want": Section(
        {"person": _text, "tag": _text, "company": _text, "closest": _number, "days": _number},
        ("days",),
        one_of=WANTED_OF,
    ),
    "tag": Section({"name": _text, "people": _aliases}, ("name", "people")),
    "snooze": Section({"person": _text, "until": _day}, ("person", "until")),
    "never": Section({"person": _text}, ("person",)),
    "done": Section({"person": _text, "on": _day, "how": _text}, ("person", "on")),
    "date": Section({"person": _text, "what": _text, "on": _yearly}, ("person", "what", "on")),
    "level": Section({"person": _text, "level": _level}, ("person", "level")),
    "guidance": Section({"person": _text, "is": _guidance}, ("person", "is")),
}
