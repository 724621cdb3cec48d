"""Words and numbers for eyes: text made safe, counts, shares and dates spelled one way.

Names come out of mail headers and exports, so they may hold anything. Every string that
leaves this room, drawn or tabulated, has passed :func:`clean`.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from netanalysis import words

NAME_LIMIT: Final = 26
"""Characters of a name that fit beside a mark; most full names have fewer than 22."""

MISSING: Final = "–"

STATUSES: Final = ("gap", "thin", "cannot tell", "covered")
"""How well a field is covered, the most pressing first."""

_DROPPED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Controls, bidi marks and joiners, lone surrogates, private and unassigned characters."""

_MAX_MARKS: Final = 2
"""Accents kept on one letter: real writing needs two, stacked ones cover the next line."""


def clean(value: object, limit: int | None = None) -> str:
    """Return ``value`` as one line of harmless text, shortened to ``limit`` characters.

    Control, bidi and invisible characters are dropped, white space of any kind becomes one
    space, stacked accents are cut at two. A missing value gives an empty string. Text that
    is too long ends in an ellipsis, cut between words where that costs few letters.
    """
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, float) and math.isnan(value):
        return ""
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", str(value)):
        kind = unicodedata.category(character)
        if character.isspace() or kind in {"Zl", "Zp"}:
            character = " "
        elif kind in _DROPPED or "\ufe00" <= character <= "\ufe0f":
            continue
        marks = marks + 1 if kind in {"Mn", "Me"} else 0
        if marks <= _MAX_MARKS:
            kept.append(character)
    return shorten(" ".join("".join(kept).split()), limit)


def plain(value: object, limit: int | None = None) -> str:
    """Return :func:`clean` text that a notebook will not read as mathematics."""
    return clean(value, limit).replace("$", "＄").replace("\\", "＼")


def shorten(text: str, limit: int | None) -> str:
    """Return ``text`` cut to ``limit`` characters, the last one an ellipsis if it was cut."""
    if limit is None or len(text) <= limit:
        return text
    cut = text[: max(limit - 1, 1)].rstrip()
    space = cut.rfind(" ")
    if space > 0.7 * len(cut):
        cut = cut[:space]
    return cut.rstrip(" ,;.-") + "…"


def _is_picture(character: str) -> bool:
    return unicodedata.category(character) == "So" or "\U0001f3fb" <= character <= "\U0001f3ff"


def person(value: object) -> str:
    """Return a person's name fit to stand beside a mark; ``(no name)`` where there is none.

    Emoji and other pictures are left out: they are no part of a name.
    """
    name = "".join(" " if _is_picture(c) else c for c in clean(value))
    return shorten(" ".join(name.split()), NAME_LIMIT) or "(no name)"


def is_known(value: Any) -> bool:
    """Return whether ``value`` is a real number or date: neither missing nor infinite."""
    if value is None or pd.isna(value):
        return False
    return not isinstance(value, float) or math.isfinite(value)


def percent(share: Any) -> str:
    """Return a share of 0..1 as ``22 %``, or a dash where it is not known."""
    return words.percent(float(share)) if is_known(share) else MISSING


def number(value: Any) -> str:
    """Return a count as ``1,234``, or another number to 2 digits after the point."""
    return numbers([value])[0]


def numbers(values: Iterable[Any]) -> list[str]:
    """Return numbers that stand in one column: if one needs digits after the point, all have 2."""
    rounded = [round(float(value), 2) if is_known(value) else None for value in values]
    digits = 0 if all(value is None or value.is_integer() for value in rounded) else 2
    return [MISSING if value is None else f"{value:,.{digits}f}" for value in rounded]


def day(value: Any) -> str:
    """Return a date as ``2026-03-04``."""
    return f"{pd.Timestamp(value):%Y-%m-%d}" if is_known(value) else MISSING


def counted(n: int, one: str, many: str | None = None) -> str:
    """Return ``1 person`` or ``3 people``; the plural defaults to the singular plus s."""
    return words.count(int(n), one, many)


def duration(days: Any) -> str:
    """Return a number of days in the unit people would use: days, weeks, months or years."""
    if not is_known(days):
        return MISSING
    return words.span(float(days)) if float(days) >= 1 else "less than a day"


def listing(names: Iterable[str], most: int = 3) -> str:
    """Return ``A, B and C``, or ``A, B and 4 more`` when there are more than ``most``."""
    return words.listing(list(names), most)


def split_names(value: object, separator: str) -> list[str]:
    """Return the cleaned, non-empty parts of a joined cell such as ``"A; B"``."""
    parts: Sequence[str] = clean(value).split(separator)
    return [part.strip() for part in parts if part.strip()]


def pressing_first(gaps: pd.DataFrame) -> pd.DataFrame:
    """Return fields with gaps first, otherwise in the order of the finding."""
    rank = gaps["status"].map({status: i for i, status in enumerate(STATUSES)})
    order = rank.fillna(len(STATUSES)).reset_index(drop=True).sort_values(kind="stable").index
    return gaps.iloc[order.to_numpy()]


def as_of_words(attrs: Mapping[Any, Any], lead: str = "As of ") -> str:
    """Return ``As of 2026-03-04`` for a finding's ``attrs``, or nothing if it has no date."""
    as_of = attrs.get("as_of")
    return f"{lead}{day(as_of)}" if is_known(as_of) else ""


def joined(*parts: str) -> str:
    """Return the non-empty parts with a middle dot between them, for a subtitle."""
    return "  ·  ".join(part for part in parts if part)
