"""Coverage of an organisation whose every title, team and message is set by hand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

import netanalysis as na
from netanalysis.analysis.coverage import COLUMNS, SMALL_TEAMS, TEAM_COLUMNS


def exchange(one: str, other: str, *, end: int = 1000):
    days = range(0, end, 10)
    return [(d, one, [other]) if i % 2 else (d, other, [one]) for i, d in enumerate(days)]


PEOPLE = {
    "boss": {"title": "Sales Director", "organisation": "north"},
    "lead": {"title": "Sales Manager", "organisation": "north"},
    "rep1": {"title": "Sales Representative", "organisation": "north"},
    "rep2": {"title": "Sales Representative", "organisation": "south"},
    "dev": {"title": "Software Engineer", "organisation": "south"},
    "chief": {"title": "CEO", "organisation": "top"},
    "riddle": {"title": "Ninja", "organisation": "north"},
}


@pytest.fixture
def firm(archive_of):
    events = exchange("rep1", "lead") + exchange("rep1", "boss") + exchange("lead", "boss")
    events += exchange("rep2", "boss") + exchange("dev", "boss") + exchange("chief", "boss")
    events += exchange("rep2", "lead", end=300) + exchange("riddle", "rep1")  # end: 700 days ago
    return archive_of(events, people=PEOPLE, me=None)


def test_live_seniors_of_the_same_line_of_work_are_counted(firm):
    found = na.mentorship_coverage(firm)
    assert found["status"].to_dict() == {
        "boss": "gap", "dev": "gap", "lead": "thin", "rep2": "thin", "rep1": "covered",
        "chief": "at the top", "riddle": "cannot tell",
    }  # fmt: skip
    assert found.loc["boss", "n_live_juniors"] == 3
    assert found.loc["boss", "n_lean_on_them_alone"] == 2  # lead and rep2, not rep1
    assert found.loc["rep1", "n_title_unknown"] == 1
    assert "in touch with no senior colleague" in found.loc["dev", "reason"]


def test_one_person_s_archive_cannot_tell_of_others(firm, archive_of):
    """Most of what others write is not in it: their gaps would be gaps of the data."""
    events = [event for who in ("boss", "dev", "rep1") for event in exchange("lead", who)]
    mailbox = na.mentorship_coverage(archive_of(events, people=PEOPLE, me="lead"))
    assert mailbox["status"].to_dict() == {
        "lead": "thin", "boss": "cannot tell", "dev": "cannot tell", "rep1": "cannot tell"
    }  # fmt: skip
    assert mailbox.loc["rep1", "n_live_seniors"] == 1
    assert "archive of one person" in mailbox.loc["rep1", "reason"]
    assert "archive of one person" not in mailbox.loc["lead", "reason"]
    people = firm.people.assign(is_me=firm.people["person_id"] == "dev")
    owned = replace(firm, people=people)
    assert owned.me == "dev"
    pd.testing.assert_frame_equal(na.mentorship_coverage(owned), na.mentorship_coverage(firm))


def test_line_managers_are_counted_apart(firm):
    found = na.mentorship_coverage(firm, managers={"rep1": "lead", "lead": "boss", "rep2": "lead"})
    assert found.loc[["rep1", "lead"], "status"].tolist() == ["thin", "gap"]
    known = found["is_manager_in_touch"].dropna()
    assert known.to_dict() == {"rep1": True, "lead": True, "rep2": False}
    assert "besides the line manager" in found.loc["lead", "reason"]
    assert found.loc["lead", "n_live_juniors"] == 0


def test_people_of_one_team_share_a_line_of_work(firm):
    teams = dict.fromkeys(PEOPLE, "all")
    found = na.mentorship_coverage(firm, teams=teams)
    assert found.loc["dev", "status"] == "thin"
    assert set(found["team"]) == {"all"}


def test_teams_of_fewer_than_five_are_counted_together_or_left_out():
    coverage = pd.DataFrame(
        {
            "team": ["a"] * 6 + ["b"] * 3 + ["c"] * 2 + [None],
            "status": ["gap"] * 2 + ["covered"] * 4 + ["gap"] * 3 + ["thin"] * 2 + ["gap"],
        }
    )
    table = na.coverage_by_team(coverage)
    assert table.index.tolist() == ["a", SMALL_TEAMS]
    assert table.loc["a", "gap_share"] == pytest.approx(2 / 6)
    assert table.loc[SMALL_TEAMS, ["n_people", "n_gap", "n_thin"]].tolist() == [6, 4, 2]
    few = na.coverage_by_team(coverage.iloc[:9])
    assert few.index.tolist() == ["a"]
    assert few.attrs["n_left_out"] == 3


def test_a_share_of_fewer_than_five_known_people_is_not_shown():
    coverage = pd.DataFrame({"team": ["a"] * 7, "status": ["gap"] * 4 + ["cannot tell"] * 3})
    assert na.coverage_by_team(coverage)["gap_share"].isna().all()


def test_no_contact_gives_the_same_columns_and_no_rows(archive_of):
    archive = archive_of([], people=PEOPLE, me=None)
    found = na.mentorship_coverage(archive, as_of="2026-01-31")
    assert (list(found.columns), len(found)) == (list(COLUMNS), 0)
    teams = na.coverage_by_team(found)
    assert (list(teams.columns), len(teams)) == (list(TEAM_COLUMNS), 0)


def test_the_order_of_records_never_matters(firm):
    turned = replace(
        firm, people=firm.people.iloc[::-1], interactions=firm.interactions.iloc[::-1],
        participants=firm.participants.iloc[::-1],
    )  # fmt: skip
    pd.testing.assert_frame_equal(na.mentorship_coverage(firm), na.mentorship_coverage(turned))
