"""Mentorship gaps on an archive in which every title is set by hand."""

from __future__ import annotations

import pytest

from netanalysis.analysis.mentorship import COLUMNS, GIVING, mentorship_gaps
from netanalysis.dataset import Dataset

PEOPLE = {
    "me": {"title": "Engineering Manager"},
    "vera": {"title": "VP Engineering", "company": "Halden"},
    "dirk": {"title": "Director of Engineering"},
    "paul": {"title": "Chief Product Officer"},
    "mona": {"title": "Head of Marketing"},
    "june": {"title": "Junior Software Engineer"},
    "riddle": {"title": "Ninja"},
    "blank": {},
}


def exchange(person: str, start: int, end: int, step: int):
    days = list(range(start, end, step))
    return [(d, "me", [person]) if i % 2 else (d, person, ["me"]) for i, d in enumerate(days)]


@pytest.fixture
def story(archive_of) -> Dataset:
    events = exchange("vera", 0, 1000, 10) + exchange("dirk", 0, 1000, 12)
    events += exchange("paul", 0, 200, 10)  # silent for 800 days
    events += exchange("june", 500, 1000, 9)
    events += [*exchange("riddle", 0, 1000, 20), (1000, "blank", ["me"])]
    return archive_of(
        events, people=PEOPLE, connected=["mona", "paul"], skills=["Product Management", "Java"]
    )


def test_covered_in_the_own_function(story):
    row = mentorship_gaps(story).loc["engineering"]
    assert (row["kind"], row["status"], row["n_live_seniors"]) == ("function", "covered", 2)
    assert row["live_seniors"] == "Dirk; Vera" or row["live_seniors"] == "Vera; Dirk"


def test_a_silent_senior_is_a_candidate_not_a_mentor(story):
    row = mentorship_gaps(story).loc["product"]
    assert (row["kind"], row["status"], row["n_live_seniors"]) == ("skill", "gap", 0)
    assert row["candidates"] == "Paul"
    assert "Chief Product Officer" in row["reason"]


def test_each_candidate_comes_with_a_way_to_reach_them(story):
    table = mentorship_gaps(story, fields=["product", "marketing"])
    assert table.loc["product", "ways"] == "write directly"
    assert table.loc["marketing", "ways"] == "connected on LinkedIn"
    assert table.loc[GIVING, "ways"] == ""


def test_a_connection_never_written_to_is_reached_through_a_common_contact(archive_of):
    events = exchange("vera", 0, 1000, 10)
    events += [(d, "vera", ["me", "mona"]) for d in (500, 600)]
    events += [(d, "june", ["me", "mona"]) for d in (100, 200)]
    archive = archive_of(events, people=PEOPLE, connected=["mona"])
    row = mentorship_gaps(archive, fields=["marketing"]).loc["marketing"]
    assert (row["candidates"], row["ways"]) == ("Mona", "ask Vera")


def test_unknown_titles_are_counted_and_said(story):
    row = mentorship_gaps(story).loc["product"]
    assert (row["n_contacts"], row["n_title_unknown"]) == (7, 2)
    assert "2 of 7 contacts have no title that tells a level" in row["reason"]


def test_a_connection_never_written_to_can_be_a_candidate(story):
    row = mentorship_gaps(story, fields=["marketing"]).loc["marketing"]
    assert (row["kind"], row["status"], row["candidates"]) == ("named", "gap", "Mona")
    assert "never in touch here" in row["reason"]


def test_people_guided_come_last(story):
    table = mentorship_gaps(story)
    assert table.index[-1] == GIVING
    assert table.loc[GIVING, "live_seniors"] == "June"
    assert table.loc[GIVING, "status"] == "thin"


def test_without_titles_it_cannot_tell(archive_of):
    table = mentorship_gaps(archive_of(exchange("ana", 0, 100, 9)), fields=["engineering"])
    assert table["status"].tolist() == ["cannot tell", "cannot tell"]
    assert "Positions.csv" in table.loc["engineering", "reason"]


def test_own_level_known_but_no_contact_title(archive_of):
    archive = archive_of(exchange("ana", 0, 100, 9), people={"me": {"title": "Engineer"}})
    table = mentorship_gaps(archive)
    assert table.loc["engineering", "status"] == "cannot tell"
    assert "Connections.csv" in table.loc["engineering", "reason"]


def test_columns_and_attrs(story):
    table = mentorship_gaps(story)
    assert list(table.columns) == list(COLUMNS)
    assert table.attrs["own_title"] == "Engineering Manager"
    assert table.attrs["own_level"] == 4


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_blank_field_is_passed_over_for_it_would_fit_everybody(story, blank):
    found = mentorship_gaps(story, fields=["marketing", blank])
    assert found.index.tolist() == ["marketing", GIVING]
