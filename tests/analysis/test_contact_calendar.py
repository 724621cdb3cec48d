"""The calendar of contact: days, circles and channels."""

from __future__ import annotations

import pandas as pd
import pytest

from netanalysis.analysis.contact_calendar import COLUMNS, contact_days
from netanalysis.errors import OwnerUnknownError


def test_a_day_counts_people_once_and_messages_each(archive_of):
    events = [(0, "me", ["ana"]), (0.1, "me", ["ana"]), (0.2, "bo", ["me"]), (3, "ana", ["me"])]
    table = contact_days(archive_of(events))
    assert table[["n_people", "n_from_me", "n_from_them"]].to_numpy().tolist() == [
        [2, 2, 1],
        [1, 0, 1],
    ]
    assert table["on"].tolist() == [pd.Timestamp("2024-01-01"), pd.Timestamp("2024-01-04")]
    assert table["channel"].eq("mail").all()


def test_circles_cut_the_list_by_closeness_at_its_best(archive_of):
    events = [(day, "me", [f"p{person:02d}"]) for person in range(60) for day in range(60 - person)]
    table = contact_days(archive_of(events))
    first = table[table["on"] == "2024-01-01"].set_index("circle")["n_people"]
    assert first.to_dict() == {
        "closest 5": 5,
        "next 10": 10,
        "next 35": 35,
        "everybody else": 10,
    }


def test_what_came_after_the_day_of_judgement_does_not_count(archive_of):
    archive = archive_of([(0, "me", ["ana"]), (5, "me", ["ana"])])
    table = contact_days(archive, as_of="2024-01-03")
    assert len(table) == 1
    assert table.attrs["as_of"].date().isoformat() == "2024-01-03"


def test_no_contact_no_rows_and_the_same_columns(archive_of):
    table = contact_days(archive_of([(0, "me", ["me"])]))
    assert table.empty
    assert list(table.columns) == list(COLUMNS)


def test_an_archive_without_owner_says_so(archive_of):
    with pytest.raises(OwnerUnknownError):
        contact_days(archive_of([(0, "ana", ["bo"])], me=None))
