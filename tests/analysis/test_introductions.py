"""Introductions on a small world: who could introduce, and whom to introduce."""

from __future__ import annotations

import pytest

from netanalysis.analysis.introducing import introducers
from netanalysis.analysis.introductions import introductions_to_make
from netanalysis.errors import OwnerUnknownError, PersonUnknownError

PEOPLE = {
    "ana": {"organisation": "Kolm", "company": "Kolm GmbH", "title": "Sales Manager"},
    "bo": {"organisation": "Halden Robotics", "company": "Halden Robotics Inc"},
    "cy": {"organisation": "Halden Robotics", "company": "Halden Robotics Inc"},
    "dee": {"organisation": "Delta Air Lines", "title": "Software Engineer"},
}


def world():
    """In touch with ana and dee; ana copies bo and cy, who never write to me alone."""
    events = []
    for week in range(12):
        day = 7 * week
        events += [(day, "me", ["ana"]), (day, "dee", ["me"])]
        events += [(day + 1, "ana", ["me", "bo"])]
        events += [(day + 2, "ana", ["me", "dee", "zed"])] if week < 3 else []
    events += [(3, "dee", ["me", "bo"]), (4, "dee", ["me", "bo"])]
    events += [(5, "ana", ["me", "cy"]), (6, "ana", ["me", "cy"])]
    return events


@pytest.fixture
def archive(archive_of):
    return archive_of(world(), people=PEOPLE)


def test_the_stronger_path_to_a_person_comes_first(archive):
    found = introducers(archive, "bo")
    assert found["person_id"].to_list() == ["ana", "dee"]
    assert found["path"].iloc[0] == "you → Ana → Bo"
    product = found["your_strength"] * found["their_strength"]
    assert found["strength"].to_list() == pytest.approx(product.to_list())
    assert set(found["tier"]) == {"knows them"}
    assert found[["n_together", "n_contact_days"]].iloc[0].to_list() == [12, 29]
    assert "seen together with Bo on 12 messages" in found["reason"].iloc[0]


@pytest.mark.parametrize("company", ["halden robotics", "Halden Robotics Ltd", "Robotics Halden"])
def test_a_company_is_found_by_its_words_in_any_form(archive, company):
    found = introducers(archive, company)
    assert found["tier"].iloc[0] == "one introduction away"
    assert set(found["to_id"]) == {"bo", "cy"}


@pytest.mark.parametrize("company", ["Halden", "Delta", "Robotics"])
def test_a_name_within_another_fits_nothing(archive, company):
    with pytest.raises(PersonUnknownError, match="company"):
        introducers(archive, company)


def test_somebody_inside_needs_no_introduction(archive):
    found = introducers(archive, "Kolm")
    assert found.iloc[0][["person_id", "to_id", "tier"]].to_list() == ["ana", "ana", "works there"]


def test_nobody_seen_with_them_gives_no_rows(archive):
    found = introducers(archive, "zed")
    assert set(found["person_id"]) <= {"ana", "dee"}
    assert introducers(archive, "me").empty


def test_without_an_owner_nobody_can_be_introduced(archive_of):
    with pytest.raises(OwnerUnknownError):
        introducers(archive_of(world(), people=PEOPLE, me=None), "bo")


def test_only_live_people_without_contact_are_introduced(archive_of):
    events = world()
    for week in range(12):
        events += [(7 * week + 3, "eve", ["me", "bo"]), (7 * week + 4, "me", ["eve"])]
    people = {**PEOPLE, "eve": {"organisation": "Kolm", "title": "HR Manager"}}
    pairs = introductions_to_make(archive_of(events, people=people))
    found = {(row.a, row.b) for row in pairs.itertuples()}
    # ana wrote to dee; cy and zed are no live ties.
    assert found == {("ana", "eve"), ("dee", "eve")}
    assert pairs[["a", "b"]].iloc[0].to_list() == ["dee", "eve"]  # colleagues come last
    assert pairs["complement"].iloc[0] == "engineering; people"
    assert pairs["reason"].str.endswith("no tie seen between them.").all()
    assert "do not know" not in " ".join(pairs["reason"])


def test_who_wrote_to_the_person_is_told_from_who_only_stood_beside_them(archive):
    found = introducers(archive, "bo").set_index("person_id")
    # Both wrote to me with bo as the other recipient.
    assert found["has_written"].to_dict() == {"ana": True, "dee": True}
    assert "and they wrote to each other" in found.loc["ana", "reason"]


def test_standing_beside_somebody_is_not_writing_to_them(archive_of):
    events = [*world(), (90, "zed", ["me", "ana", "gus"]), (91, "zed", ["me", "ana", "gus"])]
    found = introducers(archive_of(events, people=PEOPLE), "gus").set_index("person_id")
    assert not found.loc["ana", "has_written"]
    assert "wrote to each other" not in found.loc["ana", "reason"]


def test_a_person_the_owner_is_in_touch_with_needs_no_introduction(archive):
    found = introducers(archive, "dee")
    assert (found["n_own_days"] > 2).all()
    assert found["reason"].str.endswith("yourself (14 days): just write.").all()
    assert set(introducers(archive, "cy")["n_own_days"]) == {0}


def test_the_pairs_are_cut_after_the_order_is_made_and_how_many_there_are_is_said(archive_of):
    events = [(day, f"p{i}", ["me", "hub"]) for i in range(20) for day in range(60, 80)]
    events += [(day, "me", [f"p{i}"]) for i in range(20) for day in range(60, 80)]
    archive = archive_of(events)
    whole, cut = introductions_to_make(archive, n=1000), introductions_to_make(archive)
    assert len(whole) == whole.attrs["n_found"] == cut.attrs["n_found"] == 190
    assert len(cut) == 100
    assert cut.equals(whole.head(100))
    assert introductions_to_make(archive, n=0).empty
    with pytest.raises(ValueError, match="n=-1"):
        introductions_to_make(archive, n=-1)
