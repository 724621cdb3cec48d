"""On which days does a repeating meeting take place?

The days are picked from an array of all days between the first meeting and the end of the
window, so the cost of a rule is bounded whatever it says: a rule that never matches, or one
that repeats for ever, takes as long as any other. Checked against dateutil's rules in the
tests.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.datetime64]
Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]

FREQUENCIES: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEK: Final = np.timedelta64(7, "D")
_ORDINAL: Final = re.compile(r"[+-]?\d{1,3}", re.ASCII)
_CLOCK_PARTS: Final = ("BYHOUR", "BYMINUTE", "BYSECOND")
_THURSDAY: Final = 3  # weekday of day 0, 1 January 1970, counted from Monday


class RuleError(ValueError):
    """A rule that is not followed; the text says why."""


@dataclass(frozen=True)
class Rule:
    """A repetition rule; the parts have the meaning of the iCalendar standard."""

    frequency: str
    interval: int = 1
    count: int | None = None
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    weekdays: tuple[tuple[int, int], ...] = ()
    """Pairs of ordinal (0: every) and weekday (0: Monday)."""

    positions: tuple[int, ...] = ()
    week_start: int = 0


def rule_of(parts: Mapping[str, Sequence[Any]]) -> Rule:
    """Return the rule that the parts of an RRULE state.

    Raises
    ------
    RuleError
        If it repeats more often than daily, or is not understood.
    """
    frequency = str(next(iter(parts.get("FREQ", ())), "")).upper()
    if frequency in ("SECONDLY", "MINUTELY", "HOURLY"):
        raise RuleError(f"it repeats {frequency.lower()}, more often than meetings do")
    if any(len(parts.get(part, ())) > 1 for part in _CLOCK_PARTS):
        raise RuleError("it repeats several times a day")
    if frequency not in FREQUENCIES or "BYWEEKNO" in parts:
        raise RuleError("its rule is not understood")
    interval = _numbers(parts, "INTERVAL") or (1,)
    count = _numbers(parts, "COUNT")
    if interval[0] < 1 or (count and count[0] < 1):
        raise RuleError("its rule is not understood")
    week_start = str(next(iter(parts.get("WKST", ())), "MO")).upper()
    return Rule(
        frequency=frequency,
        interval=interval[0],
        count=count[0] if count else None,
        months=_numbers(parts, "BYMONTH"),
        month_days=_numbers(parts, "BYMONTHDAY"),
        year_days=_numbers(parts, "BYYEARDAY"),
        weekdays=tuple(_weekday(str(text)) for text in parts.get("BYDAY", ())),
        positions=_numbers(parts, "BYSETPOS"),
        week_start=WEEKDAYS.index(week_start) if week_start in WEEKDAYS else 0,
    )


def _numbers(parts: Mapping[str, Sequence[Any]], name: str) -> tuple[int, ...]:
    try:
        return tuple(int(value) for value in parts.get(name, ()))
    except (TypeError, ValueError) as error:
        raise RuleError("its rule is not understood") from error


def _weekday(text: str) -> tuple[int, int]:
    day, ordinal = text[-2:].upper(), text[:-2]
    if day not in WEEKDAYS or (ordinal and not _ORDINAL.fullmatch(ordinal)):
        raise RuleError("its rule is not understood")
    return int(ordinal or 0), WEEKDAYS.index(day)


def days_of(rule: Rule, start: date, last: date) -> Days:
    """Return the days of a rule from ``start`` to ``last``, both included, in order.

    The first day always belongs to them, whether it fits the rule or not, and is the first
    of a stated count.
    """
    first, end = np.datetime64(start, "D"), np.datetime64(last, "D")
    if end < first:
        return np.array([first])
    year_begins = first.astype("datetime64[Y]").astype("datetime64[D]")
    year_ends = (end.astype("datetime64[Y]") + np.timedelta64(1, "Y")).astype("datetime64[D]")
    # Whole weeks and years at both ends, so that positions count from the right place.
    days = np.arange(year_begins - _WEEK, year_ends + _WEEK)
    period = _periods(rule, days)
    at_start = period[int((first - days[0]).astype(np.int64))]
    picked = _fits(rule, days, start) & ((period - at_start) % rule.interval == 0)
    chosen, period = days[picked], period[picked]
    if rule.positions:
        chosen = chosen[_at_positions(period, rule.positions)]
    chosen = chosen[chosen > first]
    chosen = np.concatenate([np.array([first]), chosen])[: rule.count]
    return chosen[chosen <= end]


def _periods(rule: Rule, days: Days) -> Integers:
    """Return the number of the day, week, month or year that each day lies in."""
    if rule.frequency == "DAILY":
        return days.astype(np.int64)
    if rule.frequency == "WEEKLY":
        weeks: Integers = (days.astype(np.int64) + _THURSDAY - rule.week_start) // 7
        return weeks
    unit = "datetime64[M]" if rule.frequency == "MONTHLY" else "datetime64[Y]"
    return days.astype(unit).astype(np.int64)


def _fits(rule: Rule, days: Days, start: date) -> Flags:
    """Return which days fit the parts of the rule, with what it leaves unsaid filled in."""
    months, month_days, weekdays = rule.months, rule.month_days, rule.weekdays
    if not (month_days or weekdays or rule.year_days):
        if rule.frequency == "WEEKLY":
            weekdays = ((0, start.weekday()),)
        elif rule.frequency in ("MONTHLY", "YEARLY"):
            month_days = (start.day,)
            months = months or ((start.month,) if rule.frequency == "YEARLY" else ())
    month = days.astype("datetime64[M]")
    fits: Flags = np.ones(len(days), dtype=np.bool_)
    if months:
        fits &= np.isin(month.astype(np.int64) % 12 + 1, months)
    if month_days:
        fits &= _counted_from_both_ends(days, month, month_days)
    if rule.year_days:
        fits &= _counted_from_both_ends(days, days.astype("datetime64[Y]"), rule.year_days)
    if weekdays:
        is_by_year = rule.frequency == "YEARLY" and not rule.months
        unit = days.astype("datetime64[Y]") if is_by_year else month
        has_ordinals = rule.frequency in ("MONTHLY", "YEARLY")
        fits &= _on_weekdays(days, unit, weekdays, has_ordinals=has_ordinals)
    return fits


def _from_both_ends(days: Days, unit: Days) -> tuple[Integers, Integers]:
    """Return the number of each day in its unit, from the start (1) and from the end (-1)."""
    begins = unit.astype("datetime64[D]")
    one = np.ones(1, unit.dtype.str.replace("M8", "m8"))  # a month or a year, as the unit is
    ends = (unit + one).astype("datetime64[D]")
    return (days - begins).astype(np.int64) + 1, (days - ends).astype(np.int64)


def _counted_from_both_ends(days: Days, unit: Days, numbers: tuple[int, ...]) -> Flags:
    from_start, from_end = _from_both_ends(days, unit)
    return np.isin(from_start, numbers) | np.isin(from_end, numbers)


def _on_weekdays(
    days: Days, unit: Days, weekdays: tuple[tuple[int, int], ...], *, has_ordinals: bool
) -> Flags:
    weekday = (days.astype(np.int64) + _THURSDAY) % 7
    from_start, from_end = _from_both_ends(days, unit)
    nth = (from_start - 1) // 7 + 1
    nth_last = -((-from_end - 1) // 7 + 1)
    fits: Flags = np.zeros(len(days), dtype=np.bool_)
    for ordinal, day in weekdays:
        is_day = weekday == day
        if ordinal and has_ordinals:
            is_day &= nth == ordinal if ordinal > 0 else nth_last == ordinal
        fits |= is_day
    return fits


def _at_positions(period: Integers, positions: tuple[int, ...]) -> Flags:
    """Return which of the days, in order, stand at the positions within their period."""
    _, begins, sizes = np.unique(period, return_index=True, return_counts=True)
    number = np.arange(len(period)) - np.repeat(begins, sizes) + 1
    from_end = number - np.repeat(sizes, sizes) - 1
    return np.isin(number, positions) | np.isin(from_end, positions)
