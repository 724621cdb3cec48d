"""Dates as LinkedIn files write them, and as spreadsheets rewrite them.

A whole column is read at once, because ``03/04/2024`` alone does not say which number is
the month: if no row of the column tells, the dates are refused rather than guessed.
Months come from a table; ``strptime('%b')`` would depend on the computer's language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, tzinfo
from functools import cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import pandas as pd

from netanalysis.frames import INSTANT

PACIFIC: Final = "America/Los_Angeles"
"""Zone of times written ``5/7/23, 9:08 PM``, which no file states.

Accounts whose creation stands in one file in UTC and in another in this form differ by
exactly 8 h in winter and 7 h in summer, whatever the member's country; notes of
invitations re-appear in messages (UTC) never before the time read so.
"""

AMBIGUOUS: Final = "day and month cannot be told apart anywhere in the column"
UNREADABLE: Final = "the date is in no known form"

_MONTHS: Final = (
    "jan january ene enero janv janvier januar januari gen gennaio janeiro januar",
    "feb february febrero fev fevr fevrier februar februari febr febbraio fevereiro",
    "mar march marzo mars marz mrz maerz maart mrt marco marc",
    "apr april abr abril avr avril aprile",
    "may mayo mai maj mei maggio mag maio",
    "jun june junio juin juni giugno giu junho",
    "jul july julio juil juillet juli luglio lug julho",
    "aug august ago agosto aou aout augusti augustus",
    "sep sept september septiembre septembre set setembro sett settembre szept",
    "oct october octubre octobre okt oktober ott ottobre out outubro",
    "nov november noviembre novembre novembro",
    "dec december dic diciembre decembre dez dezember desember dicembre dezembro",
)
"""Month names without accents: English as LinkedIn writes them, then what spreadsheets in
Spanish, French, German, Portuguese, Italian, Dutch and the Nordic languages put there."""

_MONTH_OF: Final = {
    word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()
}

_CLOCK: Final = r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?"
_HALF: Final = r"(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?"
_SOME_CLOCK: Final = rf"(?:(?:,? |T){_CLOCK}{_HALF} ?(?P<zone>UTC|GMT|Z)?)?"
_YEAR: Final = r"(?P<year>\d{4}|\d\d)"
_WORD: Final = r"(?P<month>[^\W\d_]+)\.?"

_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        rf"(?P<year>\d{{4}})[-/](?P<month>\d\d?)[-/](?P<day>\d\d?){_SOME_CLOCK}",
        rf"(?P<day>\d\d?)\.?[ \-/]{_WORD}[ \-/]{_YEAR}{_SOME_CLOCK}",
        rf"{_WORD} (?P<day>\d\d?),? (?P<year>\d{{4}}){_SOME_CLOCK}",
        rf"[^\W\d_]+ {_WORD} (?P<day>\d\d?) {_CLOCK} (?P<zone>UTC|GMT) (?P<year>\d{{4}})",
        rf"{_WORD}[ \-]{_YEAR}",
        r"(?P<year>\d{4})",
    )
)
_LINKEDIN_CLOCK: Final = re.compile(
    r"(?P<month>\d\d?)/(?P<day>\d\d?)/(?P<year>\d\d|\d{4}), "
    r"(?P<hour>\d\d?):(?P<minute>\d\d) ?(?P<half>[AP])M"
)
_NUMBERS: Final = re.compile(
    rf"(?P<first>\d\d?)(?P<sep>[/.\-])(?P<second_part>\d\d?)(?P=sep){_YEAR}{_SOME_CLOCK}"
)


class Stamp(NamedTuple):
    """One date: the value, how far to trust it, and what is wrong with it if anything."""

    at: datetime | None
    quality: str
    problem: str = ""


class InstantColumns(NamedTuple):
    """A long column of instants: values, qualities, and problems by position."""

    at: pd.Series
    quality: list[str]
    problems: dict[int, str]


@cache
def pacific() -> ZoneInfo:
    """Return the zone of LinkedIn's wall clock, loaded when first needed."""
    return ZoneInfo(PACIFIC)


def instants(values: Sequence[str], *, zone: tzinfo = UTC) -> list[Stamp]:
    """Return the instants (UTC) that a column of texts states.

    Parameters
    ----------
    values
        The cells of the column, all of them: numeric dates are read by what the column
        as a whole allows.
    zone
        Zone of times that name none and are not in LinkedIn's own AM/PM form (that form
        is Pacific wall clock wherever it stands).

    Notes
    -----
    Quality is ``ok``, ``day`` (no time of day was given), ``missing`` or ``unreadable``.
    """
    order = _day_order(values)
    return [_instant(value, order, zone) for value in values]


def instant_columns(values: Sequence[str] | pd.Series) -> InstantColumns:
    """Return what :func:`instants` returns, faster where most cells end in ``UTC``."""
    texts = pd.Series(values, dtype="string")
    plain = texts.where(texts.str.len().eq(23) & texts.str.endswith(" UTC")).str.slice(0, 19)
    at = pd.to_datetime(plain, format="%Y-%m-%d %H:%M:%S", errors="coerce", utc=True)
    at = at.astype(INSTANT)
    quality, problems = ["ok"] * len(values), {}
    left = [int(i) for i in at.isna().to_numpy().nonzero()[0]]
    if left:
        stamps = instants(texts.iloc[left].tolist())
        at.iloc[left] = pd.Series([stamp.at for stamp in stamps], dtype=INSTANT)
        for i, stamp in zip(left, stamps, strict=True):
            quality[i] = stamp.quality
            if stamp.problem:
                problems[i] = stamp.problem
    return InstantColumns(at, quality, problems)


def days(values: Sequence[str], *, zone: tzinfo = UTC) -> list[Stamp]:
    """Return the calendar days that a column states; a month or year is its first day.

    A cell with a time of day is turned into the UTC day of that instant.
    """
    order = _day_order(values)
    stamps = {value: _day(value, order, zone) for value in set(values)}
    return [stamps[value] for value in values]


def _instant(value: str, order: str, zone: tzinfo) -> Stamp:
    text = _clean(value)
    if not text:
        return Stamp(None, "missing")
    at, precision = _parse(text, order, zone)
    if at is None or precision in ("month", "year"):
        return Stamp(None, "unreadable", _problem(text, order))
    if precision == "day":
        return Stamp(at.replace(tzinfo=UTC), "day")
    return Stamp(at, "ok")


def _day(value: str, order: str, zone: tzinfo) -> Stamp:
    text = _clean(value)
    if not text:
        return Stamp(None, "missing")
    at, precision = _parse(text, order, zone)
    if at is None:
        return Stamp(None, "unreadable", _problem(text, order))
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return Stamp(midnight, "ok" if precision in ("instant", "day") else "day")


def _clean(value: str) -> str:
    """Fold the no-break spaces that newer software puts before AM and PM."""
    return " ".join(value.split())


def _problem(text: str, order: str) -> str:
    return AMBIGUOUS if order == "unknown" and _NUMBERS.fullmatch(text) else UNREADABLE


def _day_order(values: Iterable[str]) -> str:
    """Tell whether all-number dates of a column put the day or the month first.

    Returns ``day``, ``month``, or ``unknown`` where no row tells or rows contradict.
    """
    first = second = 0
    for value in values:
        if len(value) > 2 and (value[1] in "/.-" or value[2] in "/.-"):
            text = _clean(value)
            found = None if _LINKEDIN_CLOCK.fullmatch(text) else _NUMBERS.fullmatch(text)
            if found is not None:
                first = max(first, int(found["first"]))
                second = max(second, int(found["second_part"]))
    if first > 12 >= second:
        return "day"
    if second > 12 >= first:
        return "month"
    return "unknown"


def _parse(text: str, order: str, zone: tzinfo) -> tuple[datetime | None, str]:
    """Return the moment a text states and its precision; ``None`` where it states none."""
    found = _LINKEDIN_CLOCK.fullmatch(text)
    if found is not None:
        return _build(found.groupdict(), pacific())
    found = _NUMBERS.fullmatch(text)
    if found is not None:
        if order == "unknown":
            return None, ""
        parts = found.groupdict()
        names = ("day", "month") if order == "day" else ("month", "day")
        parts |= {names[0]: parts["first"], names[1]: parts["second_part"]}
        return _build(parts, zone)
    for form in _FORMS:
        found = form.fullmatch(text)
        if found is not None:
            return _build(found.groupdict(), zone)
    return None, ""


def _build(parts: dict[str, str | None], zone: tzinfo) -> tuple[datetime | None, str]:
    month = _month(parts.get("month"))
    year = int(parts["year"] or 0)
    year += 2000 if year < 100 else 0  # LinkedIn opened in 2003
    day, hour = parts.get("day"), parts.get("hour")
    precision = "instant" if hour else "day" if day else "month" if parts.get("month") else "year"
    clock = _hour(int(hour or 0), parts.get("half"))
    if month is None or clock is None:
        return None, ""
    minute, second = int(parts.get("minute") or 0), int(parts.get("second") or 0)
    try:
        at = datetime(year, month, int(day or 1), clock, minute, second)
        if precision == "instant":
            at = at.replace(tzinfo=UTC if parts.get("zone") else zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None, ""
    return at, precision


def _month(text: str | None) -> int | None:
    if text is None:
        return 1
    if text.isdecimal():
        return int(text)
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _MONTH_OF.get("".join(c for c in plain if not unicodedata.combining(c)))


def _hour(hour: int, half: str | None) -> int | None:
    if not half:
        return hour
    if not 1 <= hour <= 12:
        return None
    return hour % 12 + (12 if half.upper() == "P" else 0)
