"""Neglected ties: labels, order, value and words on archives made by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from netanalysis.analysis.neglect import COLUMNS, neglected_ties, rhythm
from netanalysis.dataset import Dataset
from netanalysis.errors import OwnerUnknownError, PersonUnknownError

Events = list[tuple[float, str, list[str]]]


def exchange(person: str, days: list[int]) -> Events:
    """Both sides write in turn."""
    return [(day, "me", [person]) if i % 2 else (day, person, ["me"]) for i, day in enumerate(days)]


@pytest.fixture
def story(archive_of) -> Dataset:
    """Ana was weekly for two years and fell silent over 500 days ago; others go on."""
    events = exchange("ana", list(range(0, 730, 7)))
    events += exchange("bo", list(range(0, 1240, 14)))
    for i, name in enumerate(["cy", "dee", "eve", "flo", "gus", "hal"]):
        events += exchange(name, list(range(i, 1240, 45 + i)))
    events += [(day, "news", ["me"]) for day in range(0, 1230, 30)]
    events += [(day, "me", ["wall"]) for day in range(0, 1230, 30)]
    events += [(100, "me", ["once"])]
    events += [(1240, "bo", ["me"])]
    return archive_of(events)


def test_the_silent_friend_leads_the_list(story):
    table = neglected_ties(story)
    assert table.index[0] == "ana"
    assert table.loc["ana", "label"] == "gone quiet"
    assert table.loc["bo", "label"] == "in touch"


def test_one_way_and_short_ties_are_named_so(story):
    labels = neglected_ties(story)["label"]
    assert labels["news"] == "you only receive"
    assert labels["wall"] == "you only send"
    assert labels["once"] == "too little history"
    assert labels.index[-1] == "once"


def test_neglect_is_value_times_the_chance_of_silence(story):
    table = neglected_ties(story)
    expected = table["value"] * (1 - table["p_90"])
    pd.testing.assert_series_equal(table["neglect"], expected, check_names=False)


def test_value_is_the_mean_of_its_known_parts(story):
    row = neglected_ties(story).loc["ana"]
    # No titles, one channel, nobody seen together: only peak (.4) and direct (.2) are known.
    assert row[["value_seniority", "value_multiplex", "value_non_redundant"]].isna().all()
    assert row["value"] == pytest.approx(
        (0.4 * row["value_peak"] + 0.2 * row["value_direct"]) / 0.6
    )


def test_value_weights_are_the_callers_choice(story):
    table = neglected_ties(story, value_weights={"direct": 1.0})
    assert table["value"].eq(table["value_direct"]).all()
    with pytest.raises(ValueError, match="charm"):
        neglected_ties(story, value_weights={"charm": 1.0})


def test_the_reason_says_evidence_in_words(story):
    reason = neglected_ties(story).loc["ana", "reason"]
    assert reason.startswith("Ana: 105 contact days over 2 years, usually every 7 days")
    assert "chance of contact by itself in 90 days" in reason
    assert " she " not in reason


def test_as_of_moves_the_judgement(story):
    early = neglected_ties(story, as_of="2025-12-20")
    assert early.loc["ana", "label"] == "in touch"
    assert early.attrs["as_of"] == pd.Timestamp("2025-12-20 23:59:59.999999", tz="UTC")


def test_seniority_counts_where_titles_are_known(archive_of):
    events = exchange("ana", [0, 10, 20]) + exchange("bo", [0, 10, 20])
    people = {"ana": {"title": "CEO"}, "bo": {"title": "Intern"}}
    table = neglected_ties(archive_of(events, people=people))
    assert table.loc["ana", "value_seniority"] == 1.0
    assert table.loc["bo", "value_seniority"] == 0.0


def test_people_who_know_everybody_are_redundant(archive_of):
    events = exchange("ana", [0, 10, 20]) + exchange("bo", [0, 10]) + exchange("cy", [0, 10])
    events += [(30, "me", ["ana", "bo"]), (31, "me", ["ana", "bo"])]
    table = neglected_ties(archive_of(events))
    assert table["value_non_redundant"].to_dict() == {"ana": 0.5, "bo": 0.5, "cy": 1.0}


def test_relabelling_people_changes_nothing_but_names(archive_of):
    events = exchange("ana", list(range(0, 300, 9))) + exchange("bo", list(range(0, 420, 20)))
    table = neglected_ties(archive_of(events))
    swap = {"ana": "zoe", "bo": "abe", "me": "me"}
    renamed = [(day, swap[sender], [swap[to] for to in tos]) for day, sender, tos in events]
    again = neglected_ties(archive_of(renamed))
    assert [swap[person] for person in table.index] == again.index.tolist()
    numbers = ["neglect", "p_90", "value", "strength"]
    assert (table[numbers].to_numpy() == again[numbers].to_numpy()).all()


def test_empty_and_single(archive_of):
    events = [(0.0, "ana", ["bo"])]
    empty = neglected_ties(archive_of(events))
    assert empty.empty
    assert list(empty.columns) == COLUMNS
    assert len(neglected_ties(archive_of([(0, "me", ["ana"])]))) == 1


def test_without_owner_it_is_said(archive_of):
    with pytest.raises(OwnerUnknownError):
        neglected_ties(archive_of([(0, "ana", ["bo"])], me=None))


def test_rhythm_of_one_tie(story):
    table = rhythm(story, "Ana")
    assert len(table) == 105
    assert table["n_from_me"].sum() == 52
    assert table["n_from_them"].sum() == 53
    assert table.attrs["days_silent"] == 512
    assert table.attrs["name"] == "Ana"


def test_rhythm_of_a_stranger(story):
    with pytest.raises(PersonUnknownError, match="nobody"):
        rhythm(story, "Zaphod Beeblebrox")
