"""Repetition rules against dateutil's, and in bounded time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from icalendar import vRecur

from netanalysis.loaders.calendar.repeats import (
    FREQUENCIES,
    WEEKDAYS,
    RuleError,
    days_of,
    rule_of,
)

LAST = date(2026, 12, 31)


@st.composite
def rules(draw) -> str:
    """Rules that match somewhere: dateutil looks for ever for days that never come."""
    frequency = draw(st.sampled_from(FREQUENCIES))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 4))}"]
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 30))}")
    if draw(st.booleans()):
        parts.append(f"WKST={draw(st.sampled_from(WEEKDAYS))}")
    kind = draw(st.sampled_from(["plain", "weekdays", "month days", "year days"]))
    if kind == "weekdays":
        names = draw(st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=3, unique=True))
        has_ordinals = frequency in ("MONTHLY", "YEARLY") and draw(st.booleans())
        ordinal = draw(st.sampled_from(["1", "2", "-1", "-2"])) if has_ordinals else ""
        parts.append("BYDAY=" + ",".join(ordinal + name for name in names))
        if frequency != "DAILY" and draw(st.booleans()):
            parts.append(f"BYSETPOS={draw(st.sampled_from(['1', '-1', '1,-1']))}")
    elif kind == "month days" and frequency != "WEEKLY":
        days = draw(st.lists(st.sampled_from([1, 10, 28, -1, -5]), min_size=1, unique=True))
        parts.append("BYMONTHDAY=" + ",".join(map(str, days)))
    elif kind == "year days" and frequency == "YEARLY":
        parts.append("BYYEARDAY=1,100,-1")
    return ";".join(parts)


@settings(max_examples=300, deadline=None)
@given(rule=rules(), offset=st.integers(0, 800))
def test_the_days_are_those_of_dateutil(rule, offset):
    start = datetime(2020, 1, 1) + timedelta(days=offset)
    expected = []
    for when in rrulestr(rule, dtstart=start):
        if when.date() > LAST:
            break
        expected.append(when.date())
    # Where the first day does not fit the rule the standard leaves open what happens.
    assume(expected and expected[0] == start.date())
    found = days_of(rule_of(vRecur.from_ical(rule)), start.date(), LAST)
    assert found.tolist() == expected


def test_the_first_day_belongs_to_the_series_even_where_it_does_not_fit():
    rule = rule_of({"FREQ": ["WEEKLY"], "BYDAY": ["FR"], "COUNT": [3]})
    found = days_of(rule, date(2026, 1, 5), LAST).tolist()
    assert found == [date(2026, 1, 5), date(2026, 1, 9), date(2026, 1, 16)]


@pytest.mark.parametrize(
    "parts",
    [
        {"FREQ": ["DAILY"], "BYMONTH": [2], "BYMONTHDAY": [30]},
        {"FREQ": ["MONTHLY"], "BYSETPOS": [300]},
        {"FREQ": ["YEARLY"], "BYYEARDAY": [999]},
    ],
)
def test_a_rule_that_never_comes_true_ends(parts):
    assert len(days_of(rule_of(parts), date(1970, 1, 1), date(2037, 12, 31))) == 1


def test_an_end_before_the_beginning_leaves_the_first_day():
    assert len(days_of(rule_of({"FREQ": ["DAILY"]}), LAST, date(2020, 1, 1))) == 1


@pytest.mark.parametrize("day", ["", "M", "XX", "²MO", "9999MO", "1-MO"])
def test_a_strange_weekday_is_not_understood(day):
    with pytest.raises(RuleError):
        rule_of({"FREQ": ["WEEKLY"], "BYDAY": [day]})
