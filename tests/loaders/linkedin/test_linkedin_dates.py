"""Dates in every form LinkedIn and spreadsheets write them."""

from datetime import UTC, datetime

import pytest

from netanalysis.loaders.linkedin.dates import (
    AMBIGUOUS,
    days,
    instant_columns,
    instants,
    pacific,
)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-03 09:15:42 UTC", utc(2024, 5, 3, 9, 15, 42)),
        ("2024-05-03 09:15:42", utc(2024, 5, 3, 9, 15, 42)),
        ("2019-12-01T01:02:03", utc(2019, 12, 1, 1, 2, 3)),
        ("2022/03/14 07:08:09 UTC", utc(2022, 3, 14, 7, 8, 9)),
        ("2024-05-03 09:15 UTC", utc(2024, 5, 3, 9, 15)),
        ("Wed Jan 01 01:02:03 UTC 2020", utc(2020, 1, 1, 1, 2, 3)),
        ("1/7/23, 9:08 PM", utc(2023, 1, 8, 5, 8)),  # winter: 8 h behind UTC
        ("5/7/23, 9:08 PM", utc(2023, 5, 8, 4, 8)),  # summer: 7 h behind
        ("03/07/24, 08:05 PM", utc(2024, 3, 8, 4, 5)),
        ("11/4/18, 12:31 AM", utc(2018, 11, 4, 7, 31)),  # still summer time that night
        ("5/7/23, 9:08\u202fPM", utc(2023, 5, 8, 4, 8)),  # narrow no-break space
        ("Jan 02 2020 10:20 AM", utc(2020, 1, 2, 10, 20)),
    ],
)
def test_instants_are_read_in_utc(text: str, expected: datetime) -> None:
    assert instants([text])[0] == (expected, "ok", "")
    columns = instant_columns([text])
    assert columns.at[0] == expected
    assert columns.quality == ["ok"]


def test_times_of_a_resaved_file_are_in_the_zone_of_the_file() -> None:
    stamps = instants(["5/30/2023 21:08", "5/7/2023 9:08"], zone=pacific())
    assert [stamp.at for stamp in stamps] == [utc(2023, 5, 31, 4, 8), utc(2023, 5, 7, 16, 8)]
    assert instants(["2023-05-30 21:08"], zone=pacific())[0].at == utc(2023, 5, 31, 4, 8)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("04 Nov 2018", datetime(2018, 11, 4)),
        ("9-Sep-22", datetime(2022, 9, 9)),
        ("30-oct-09", datetime(2009, 10, 30)),
        ("30-oct.-09", datetime(2009, 10, 30)),
        ("1-ene-21", datetime(2021, 1, 1)),
        ("3-févr-20", datetime(2020, 2, 3)),
        ("3. Mär 2020", datetime(2020, 3, 3)),
        ("5-maj-19", datetime(2019, 5, 5)),
        ("7-dez-17", datetime(2017, 12, 7)),
        ("11/4/18, 10:31 PM", datetime(2018, 11, 5)),  # Pacific evening, next UTC day
        ("Mar 2021", datetime(2021, 3, 1)),
        ("Mar-21", datetime(2021, 3, 1)),
        ("2021", datetime(2021, 1, 1)),
        ("Mar 4, 2020", datetime(2020, 3, 4)),
        ("2018-11-04", datetime(2018, 11, 4)),
    ],
)
def test_days_are_read(text: str, expected: datetime) -> None:
    assert days([text], zone=pacific())[0].at == expected


def test_one_row_above_twelve_settles_the_order_of_a_column() -> None:
    assert [s.at for s in days(["3/4/2020", "14/4/2020"])] == [
        datetime(2020, 4, 3),
        datetime(2020, 4, 14),
    ]
    assert [s.at for s in days(["3/4/2020", "4/14/2020"])] == [
        datetime(2020, 3, 4),
        datetime(2020, 4, 14),
    ]


@pytest.mark.parametrize("column", [["3/4/2020", "5/6/2020"], ["13/4/2020", "4/13/2020"]])
def test_an_ambiguous_column_is_refused(column: list[str]) -> None:
    assert [(s.at, s.quality, s.problem) for s in days(column)] == [
        (None, "unreadable", AMBIGUOUS)
    ] * 2


@pytest.mark.parametrize(
    "text", ["soon", "2024-13-40 00:00:00 UTC", "31 Feb 2020", "5/7/23, 19:08 PM", "####", "45000"]
)
def test_nonsense_is_unreadable(text: str) -> None:
    assert instants([text])[0][:2] == (None, "unreadable")
    columns = instant_columns([text])
    assert columns.quality == ["unreadable"]
    assert columns.at.isna().all()
    assert list(columns.problems) == [0]


def test_blank_is_missing_and_a_day_alone_says_so() -> None:
    assert instants([" "])[0] == (None, "missing", "")
    assert instants(["2020-02-03"])[0] == (utc(2020, 2, 3), "day", "")
    assert instants(["Mar 2020"])[0].quality == "unreadable"


def test_the_end_of_time_is_no_crash() -> None:
    assert instants(["12/31/9999 23:30", "12/31/9999 22:30"], zone=pacific())[0].at is None
