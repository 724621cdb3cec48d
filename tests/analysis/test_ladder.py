"""The ladder of the people the owner knows, with years of work from dated positions."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

import netanalysis as na
from netanalysis.analysis.ladder import COLUMNS

PEOPLE = {
    "me": {"title": "Engineering Manager"},
    "vera": {"title": "VP Engineering"},
    "paul": {"title": "Head of Product"},
    "riddle": {"title": "Ninja"},
}


@pytest.fixture
def story(archive_of):
    events = [(d, "me" if i % 2 else "vera", ["vera" if i % 2 else "me"])
              for i, d in enumerate(range(0, 800, 10))]  # fmt: skip
    return archive_of([*events, (790, "riddle", ["me"])], people=PEOPLE, connected=["paul"])


def test_people_with_a_level_and_the_owner_highest_first(story):
    ladder = na.seniority_ladder(story)
    assert ladder["level"].to_dict() == {"vera": 6, "paul": 5, "me": 4}
    assert ladder["field"].tolist() == ["engineering", "product", "engineering"]
    assert ladder["is_live"].tolist() == [True, False, pd.NA]
    assert ladder.index[ladder["is_me"]].tolist() == ["me"]
    assert (ladder.attrs["n_contacts"], ladder.attrs["n_title_unknown"]) == (3, 1)


def test_years_of_work_count_each_day_once(story):
    rows = [
        ("2010-01-01", "2011-12-01"),  # two years to the end of December 2011
        ("2011-01-01", "2012-12-01"),  # one more, the first year overlaps
        ("2011-03-01", "2011-05-01"),  # within the others
        ("2030-01-01", None),  # not begun yet
    ]
    positions = pd.DataFrame(
        [
            {"person_id": "me", "started_on": a, "finished_on": b, "origin": "hand-made"}
            for a, b in rows
        ]
    ).assign(
        started_on=lambda t: pd.to_datetime(t["started_on"]),
        finished_on=lambda t: pd.to_datetime(t["finished_on"]),
    )
    ladder = na.seniority_ladder(replace(story, positions=positions))
    assert ladder.loc["me", "years_of_work"] == pytest.approx(3.0, abs=0.01)
    assert pd.isna(ladder.loc["vera", "years_of_work"])


def test_nobody_with_a_level_gives_the_same_columns(archive_of):
    ladder = na.seniority_ladder(archive_of([(0, "ana", ["me"])]))
    assert (list(ladder.columns), len(ladder)) == (list(COLUMNS), 0)
    assert ladder.attrs["own_level"] is None
