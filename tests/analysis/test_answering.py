"""Response times each way, on the clock and in the owner's working time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from netanalysis.analysis.answering import COLUMNS, response_times
from netanalysis.errors import OwnerUnknownError
from netanalysis.workday import Workday

HOUR = 1 / 24
NINE_TO_FIVE = Workday(9, 17, (0, 1, 2, 3, 4), 0, 0)


def instants(*times: str) -> np.ndarray:
    return np.array([pd.Timestamp(time).value // 1000 for time in times])


@pytest.mark.parametrize(
    ("begin", "end", "hours"),
    [
        ("2024-01-01 10:00", "2024-01-01 12:30", 2.5),  # a Monday
        ("2024-01-01 16:00", "2024-01-02 10:00", 2.0),  # over night
        ("2024-01-05 20:00", "2024-01-08 10:00", 1.0),  # from Friday evening to Monday
        ("2024-01-06 10:00", "2024-01-07 10:00", 0.0),  # within a weekend
        ("2024-01-01 09:00", "2024-01-15 09:00", 80.0),  # two weeks
        ("1969-12-29 09:00", "1969-12-30 09:00", 8.0),  # before 1970, a Monday
    ],
)
def test_working_hours_between(begin, end, hours):
    assert NINE_TO_FIVE.hours_between(instants(begin), instants(end)) == pytest.approx(hours)


def test_the_clock_is_the_owners(archive_of):
    there = replace(NINE_TO_FIVE, offset_minutes=-300)
    # 20:00 to 22:00 UTC are 15:00 to 17:00 there.
    got = there.hours_between(instants("2024-01-01 20:00"), instants("2024-01-01 23:00"))
    assert got == pytest.approx(2.0)


def test_each_side_answers_on_its_own_row(archive_of):
    events = [(0, "ana", ["me"]), (2 * HOUR, "me", ["ana"]), (1, "ana", ["me"])]  # Monday 9:00
    row = response_times(archive_of(events)).loc["ana"]
    assert (row["your_hours"], row["your_working_hours"], row["n_your_replies"]) == (2, 2, 1)
    # 11:00 to 9:00 the next day: 22 hours, 6 of them before 17:00.
    assert row["their_hours"] == pytest.approx(22)
    assert row["their_working_hours"] == pytest.approx(6)
    assert row["reason"].startswith("Ana: you answer within 2 hours of your working time")


def test_one_sided_answers_leave_the_other_missing(archive_of):
    row = response_times(archive_of([(0, "ana", ["me"]), (HOUR, "me", ["ana"])])).loc["ana"]
    assert row["n_their_replies"] == 0
    assert pd.isna(row["their_hours"])
    assert "no answer that they gave is in this archive" in row["reason"]


def test_working_time_is_read_from_own_mail(archive_of):
    """Sixty mails at 20:00 UTC on Tuesdays, on a clock four hours behind."""
    events = [(1 + 7 * week + 11 * HOUR, "me", ["ana"]) for week in range(60)]
    archive = archive_of(events)
    stated = archive.interactions.assign(utc_offset_minutes=-240)
    said = response_times(replace(archive, interactions=stated)).attrs
    assert (said["begin_hour"], said["end_hour"], said["days"]) == (16, 17, (1,))
    assert (said["offset_minutes"], said["n_sent"]) == (-240, 60)


def test_too_little_own_mail_means_nine_to_five(archive_of):
    said = response_times(archive_of([(0, "me", ["ana"])])).attrs
    assert (said["begin_hour"], said["end_hour"], said["days"]) == (9, 17, (0, 1, 2, 3, 4))


def test_most_answers_first_and_nobody_without(archive_of):
    events = [(0, "bo", ["me"]), (HOUR, "me", ["bo"]), (3, "cy", ["me"])]
    for day in range(0, 10, 2):
        events += [(day, "ana", ["me"]), (day + HOUR, "me", ["ana"])]
    assert response_times(archive_of(events)).index.tolist() == ["ana", "bo"]


def test_no_answers_no_rows(archive_of):
    table = response_times(archive_of([(0, "ana", ["me"])]))
    assert table.empty
    assert list(table.columns) == COLUMNS


def test_without_owner_it_is_said(archive_of):
    with pytest.raises(OwnerUnknownError):
        response_times(archive_of([(0, "ana", ["bo"])], me=None))
