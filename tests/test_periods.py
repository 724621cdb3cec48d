"""Periods that are known in part: what can be said of two people, and what cannot."""

from __future__ import annotations

import pytest

from netanalysis.periods import Period, period, together, years_in_words


def job(first: str | None, last: str | None, **how: bool) -> Period:
    made = period(first, last, **({"is_whole": True} | how))
    assert made is not None
    return made


OLD, LATER = job("2008-03-01", "2011-06-01"), job("2013-01-01", "2016-05-01")
NOW = job("2013-04-01", "2026-11-20", is_lasting=True)
SEEN = job(None, "2026-11-20", is_lasting=True)
STATED_IN_2020 = job("2013-01-01", "2020-01-01", is_lasting=True)
BY_MAIL = job("2014-02-03", "2015-09-09", is_whole=False)


@pytest.mark.parametrize(
    ("mine", "theirs", "words"),
    [
        ([OLD], [job("2010-01-01", "2014-01-01")], "2010 to 2011"),
        ([OLD], [job("2011-06-01", "2014-01-01")], "2011"),
        ([OLD], [job("2011-07-01", "2014-01-01")], ""),
        ([OLD], [NOW], ""),
        ([OLD, LATER], [NOW], "2013 to 2016"),
        ([NOW], [job("2020-01-01", "2026-11-20", is_lasting=True)], "since 2020"),
        ([NOW], [BY_MAIL], "at least 2014 to 2015"),
        ([OLD], [BY_MAIL], None),  # they may have been there before the first mail
        ([LATER], [SEEN], None),
        ([NOW], [SEEN], "at least 2026"),
        ([OLD], [], None),
        ([], [], None),
        # Known up to the export only: the job may have gone on.
        (
            [job("2013-01-01", "2020-01-01", is_lasting=True)],
            [job("2022-01-01", "2023-01-01")],
            None,
        ),
    ],
)
def test_what_can_be_said_of_two_people_at_one_place(mine, theirs, words):
    assert together(mine, theirs) == words
    assert together(theirs, mine) == words


@pytest.mark.parametrize(
    ("periods", "words"),
    [
        ([OLD], "2008 to 2011"),
        ([NOW], "since 2013"),
        ([SEEN], "at least 2026"),
        ([BY_MAIL], "at least 2014 to 2015"),
        ([LATER, OLD], "2008 to 2011, 2013 to 2016"),
        ([BY_MAIL, job("2015-08-01", "2018-01-01", is_whole=False)], "at least 2014 to 2018"),
        ([job("2023-01-01", "2026-10-01", is_whole=False), SEEN], "at least 2023 to 2026"),
        ([BY_MAIL, SEEN], "at least 2014 to 2015, at least 2026"),
        ([OLD, OLD], "2008 to 2011"),
        ([], None),
    ],
)
def test_years_in_words(periods, words):
    assert years_in_words(periods) == words


def test_a_school_year_is_twelve_months_and_no_day_no_period():
    school = job("2004-01-01", "2008-01-01", in_years=True)
    other = job("2008-01-01", "2012-01-01", in_years=True)
    assert together([school], [other]) == "2008"
    assert period(None, None, is_whole=True) is None
