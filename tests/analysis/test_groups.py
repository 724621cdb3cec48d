"""Access on a small world: how many live contacts hold the door to each group open."""

from __future__ import annotations

import pytest

from netanalysis.analysis.groups import access
from netanalysis.errors import NothingToAnalyseError, OwnerUnknownError

PEOPLE = {
    **{f"hal{i}": {"organisation": "Halden"} for i in range(3)},
    **{f"kol{i}": {"organisation": "Kolm"} for i in range(3)},
    "solo": {"organisation": "Alone"},
}


def world():
    """hal0 and solo are live; Kolm has two live contacts; hal1 wrote once, long ago."""
    events = [(0, "hal1", ["me"])]
    for week in range(20):
        day = 7 * week
        events += [(day, "me", [who]) for who in ("hal0", "kol0", "kol1", "solo")]
    return events


def groups(archive_of, **options):
    table = access(archive_of(world(), people=PEOPLE, connected=["hal2", "kol2"]), **options)
    return table.set_index("group")


def test_the_only_live_contact_is_single_access_and_a_second_is_named(archive_of):
    row = groups(archive_of).loc["Halden"]
    assert row[["n_people", "n_contacts", "n_live"]].to_list() == [3, 2, 1]
    assert (row["single_access"], row["second"]) == ("Hal0", "Hal1")
    assert row["reason"] == (
        "Halden: Hal0 is your only live contact there (3 people seen). What to do: write to Hal1 "
        "too, whom you already know, while Hal0 can put in a word."
    )


def test_a_second_who_is_no_contact_is_reached_through_the_first(archive_of):
    events = [event for event in world() if event[1] != "hal1"]
    alone = access(archive_of(events, people=PEOPLE, connected=["hal2"])).set_index("group")
    assert alone.loc["Halden", "reason"].endswith("ask Hal0 who else there you should know.")
    events += [(day, "hal0", ["me", "hal2"]) for day in (100, 110)]
    seen = access(archive_of(events, people=PEOPLE)).set_index("group")
    assert seen.loc["Halden", "reason"].endswith(
        "What to do: ask Hal0 to introduce you to Hal2, who was seen with them."
    )


def test_two_live_contacts_are_no_single_access(archive_of):
    row = groups(archive_of).loc["Kolm"]
    assert (row["n_live"], row["single_access"], row["second"]) == (2, "", "")
    assert row["lost"] < groups(archive_of).loc["Halden", "lost"]


def test_chance_is_that_of_contact_with_anybody(archive_of):
    table = groups(archive_of)
    contacts = table.attrs["contacts"]
    p = contacts.loc[contacts["group"] == "Halden", "p_90"].to_list()
    row = table.loc["Halden"]
    assert row["chance"] == pytest.approx(1 - (1 - p[0]) * (1 - p[1]))
    assert row["chance_without"] == pytest.approx(min(p))


def test_one_person_is_no_group(archive_of):
    assert "Alone" not in groups(archive_of).index


def test_years_later_nobody_is_live(archive_of):
    table = groups(archive_of, as_of="2027-01-01")
    assert (table["n_live"] == 0).all()
    assert (table["single_access"] == "").all()
    assert "no live contact" in table.loc["Kolm", "reason"]


def test_people_who_appear_together_are_a_community(archive_of):
    circle = [f"c{i}" for i in range(6)]
    events = world() + [(day, "c0", ["me", *circle[1:]]) for day in (100, 110, 120)]
    table = access(archive_of(events, people=PEOPLE))
    (row,) = table[table["kind"] == "community"].to_dict("records")
    assert (row["n_people"], row["n_contacts"]) == (6, 1)


def test_an_archive_without_owner_or_dates_says_what_is_missing(archive_of):
    with pytest.raises(OwnerUnknownError):
        access(archive_of(world(), me=None))
    with pytest.raises(NothingToAnalyseError):
        access(archive_of([], connected=["ana"]))
