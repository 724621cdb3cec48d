"""Mentorship ties and candidates on archives in which every title and message is set by hand."""

from __future__ import annotations

import math
import runpy
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import netanalysis as na
from netanalysis.analysis.guidance import TIE_COLUMNS
from netanalysis.analysis.mentors import CANDIDATE_COLUMNS
from netanalysis.errors import OwnerUnknownError
from netanalysis.mentor_score import mentor_scores

ROOT = Path(__file__).resolve().parents[2]

PEOPLE = {
    "me": {"title": "Software Engineer", "organisation": "Halden"},
    "vera": {"title": "VP Engineering", "organisation": "Halden"},
    "dirk": {"title": "Director of Engineering", "organisation": "Orrin"},
    "june": {"title": "Engineering Intern", "organisation": "Halden"},
    "peer": {"title": "Software Engineer", "organisation": "Halden"},
    "mona": {"title": "Head of Marketing", "organisation": "Pell"},
    "stella": {"title": "Engineering Manager", "organisation": "Halden"},
    "riddle": {"title": "Ninja"},
}


def exchange(person: str, start: int, end: int, step: int):
    days = list(range(start, end, step))
    return [(d, "me", [person]) if i % 2 else (d, person, ["me"]) for i, d in enumerate(days)]


def together(a: str, b: str, days):
    return [(day, a, ["me", b]) for day in days]


@pytest.fixture
def story(archive_of):
    events = exchange("vera", 0, 1000, 10) + exchange("june", 0, 1000, 11)
    events += exchange("peer", 0, 1000, 9) + exchange("riddle", 0, 1000, 20)
    events += exchange("dirk", 0, 200, 10)  # silent for 800 days
    # Stella wrote to the peer, with the owner in copy, and never to the owner alone.
    events += [(day, "peer", ["me", "stella"]) for day in (400, 500, 600)]
    events += [(1000, "riddle", ["me"])]
    return archive_of(events, people=PEOPLE, connected=["mona", "dirk"])


def test_a_lasting_two_way_exchange_up_or_down_is_a_mentorship_tie(story):
    ties = na.mentorship_ties(story)
    assert ties["role"].to_dict() == {"vera": "possible mentor", "june": "possible mentee"}
    assert ties["level_gap"].to_dict() == {"vera": 4, "june": -2}
    assert ties.loc["vera", "kind"] == "strong, same organisation"


@pytest.mark.parametrize(
    ("title", "events"),
    [
        ("VP", exchange("x", 950, 1000, 4)),  # 50 days are no span of 90
        ("VP", [(d, "x", ["me"]) for d in range(0, 1000, 9)]),  # the owner never wrote
        ("VP", exchange("x", 0, 400, 9)),  # silent for 600 days
        ("Software Engineer", exchange("x", 0, 1000, 9)),  # the same level
        ("Ninja", exchange("x", 0, 1000, 9)),  # no level known
        ("VP", [(d, "me", ["x", "a", "b", "c"]) for d in range(0, 1000, 9)]
         + [(d, "x", ["me", "a", "b", "c"]) for d in range(4, 1000, 9)]),  # never direct
    ],
)  # fmt: skip
def test_what_is_short_one_sided_over_level_or_never_direct_is_no_tie(archive_of, title, events):
    people = {"me": {"title": "Software Engineer"}, "x": {"title": title}}
    events = [*events, (1000, "me", ["clock"])]
    assert na.mentorship_ties(archive_of(events, people=people)).empty


def test_a_line_manager_is_shown_apart(story):
    rows = [
        {"source": "me", "target": "vera", "kind": "reports_to", "origin": "hand-made"},
        {"source": "me", "target": "june", "kind": "manages", "origin": "hand-made"},
    ]
    archive = replace(story, relations=pd.concat([story.relations, pd.DataFrame(rows)]))
    ties = na.mentorship_ties(archive)
    assert ties["role"].to_dict() == {"vera": "line manager", "june": "direct report"}
    assert ties.attrs["network"] is None
    assert "your line manager, as stated in the data" in ties.loc["vera", "reason"]
    assert "vera" not in na.mentor_candidates(archive).index


def test_a_teammate_counts_as_of_the_same_organisation_and_stays_a_candidate(story):
    row = {"source": "me", "target": "dirk", "kind": "teammate", "origin": "hand-made"}
    archive = replace(story, relations=pd.concat([story.relations, pd.DataFrame([row])]))
    dirk = na.mentor_candidates(archive).loc["dirk"]
    assert dirk["is_same_organisation"]
    assert dirk["score"] == pytest.approx(4.5 + 1.5)


@pytest.mark.parametrize(
    ("organisations", "step", "network"),
    [
        (("A", "B"), 7, "entrepreneurial"),
        (("A", "B"), 60, "opportunistic"),
        (("A", "A"), 7, "traditional"),
        (("A", "A"), 60, "receptive"),
    ],
)
def test_the_network_is_named_by_range_and_strength(archive_of, organisations, step, network):
    people = {"me": {"title": "Software Engineer"}}
    events = [(1000, "clock", ["me"])]
    for name, organisation in zip(("x", "y"), organisations, strict=True):
        people[name] = {"title": "VP", "organisation": organisation}
        events += exchange(name, 1000 - 16 * step, 1000, step)
    ties = na.mentorship_ties(archive_of(events, people=people))
    assert len(ties) == 2
    assert ties.attrs["network"].startswith(network)


def test_recommendations_are_counted_by_direction_and_no_contact_by_themselves(story):
    events = [
        {
            "interaction_id": key, "occurred_at": pd.Timestamp(f"2024-06-0{day}", tz="UTC"),
            "date_quality": "ok", "channel": channel, "is_bulk": False, "origin": "x",
        }
        for key, channel, day in (
            ("r1", "recommendation", 1), ("e1", "endorsement", 2),
            ("e2", "endorsement", 2), ("e3", "endorsement", 4),
        )
    ]  # fmt: skip
    parts = [
        {"interaction_id": event["interaction_id"], "person_id": person, "role": role}
        for event in events
        for person, role in (("vera", "from"), ("me", "to"))
    ]
    archive = replace(
        story,
        interactions=pd.concat([story.interactions, pd.DataFrame(events)]),
        participants=pd.concat([story.participants, pd.DataFrame(parts)]),
    )
    row = na.mentorship_ties(archive).loc["vera"]
    assert (row["n_recommended_you"], row["n_recommended_by_you"]) == (1, 0)
    assert (row["n_endorsed_you"], row["n_endorsed_by_you"]) == (2, 0)  # two skills on one day
    assert "recommended you on LinkedIn; endorsed your skills" in row["reason"]


def test_candidates_are_seniors_who_are_no_tie_yet_likeliest_first(story):
    found = na.mentor_candidates(story)
    assert found.index.tolist() == ["dirk", "stella", "mona"]
    dirk = found.loc["dirk"]
    # 2 contact + 1 both wrote + 1.5 same function; no contact in common.
    assert dirk["score"] == pytest.approx(4.5)
    assert (dirk["reach"], dirk["n_shared_contacts"]) == ("write directly", 0)
    # 1.5 same function + 1.5 same organisation + half of 1 / ln 2: the peer has two ties.
    assert found.loc["stella", "score"] == pytest.approx(3 + 0.5 / math.log(2))
    assert found.loc["stella", "reach"] == "ask Peer"
    assert found.loc["mona", "score"] == 0
    assert found.loc["mona", "reach"] == "connected on LinkedIn"
    assert found.attrs["n_title_unknown"] == 1


def test_who_was_only_seen_with_contacts_is_reached_through_one_of_them(archive_of):
    people = {"me": {"title": "Engineer"}, "s": {"title": "VP Engineering"}}
    # "a" and "b" write to "s" with the owner among others, "b" the later of the two.
    events = exchange("a", 0, 400, 5) + exchange("b", 0, 400, 5)
    events += [(d, "a", ["me", "s"]) for d in (300, 350)] + [
        (d, "b", ["me", "s"]) for d in (310, 360)
    ]
    events += [(d, "b", ["me", other]) for other in ("c", "d", "e") for d in (100, 200)]
    archive = archive_of(events, people=people)
    found = na.mentor_candidates(archive)
    assert found.loc["s", "introducer"] == "b" == na.introducers(archive, "s")["person_id"].iloc[0]
    assert found.loc["s", "reach"] == "ask B"
    assert not found.loc["s", "has_contact"]
    assert found.loc["s", "n_shared_contacts"] == 2


def test_mentees_are_the_mirror_image(story):
    archive = replace(story, people=story.people.assign(
        title=story.people["title"].mask(story.people["person_id"] == "me", "VP Engineering")
    ))  # fmt: skip
    found = na.mentee_candidates(archive)
    assert set(found.index) >= {"dirk", "mona", "stella"}
    assert "june" not in found.index
    assert (found["level_gap"] <= -1).all()


def test_history_says_who_is_new_kept_and_faded(archive_of):
    people = {"me": {"title": "Engineer"}, "old": {"title": "VP"}, "now": {"title": "VP"}}
    events = exchange("old", 0, 360, 10) + exchange("now", 700, 1090, 10)  # from 2024-01-01
    history = na.mentorship_history(archive_of(events, people=people))
    assert history["change"].to_dict() == {
        (pd.Timestamp("2024-12-31"), "old"): "new",
        (pd.Timestamp("2025-12-31"), "old"): "faded",
        (pd.Timestamp("2026-12-16"), "now"): "new",
    }


@pytest.mark.parametrize(
    ("function", "columns"),
    [
        (na.mentorship_ties, TIE_COLUMNS),
        (na.mentor_candidates, CANDIDATE_COLUMNS),
        (na.mentee_candidates, CANDIDATE_COLUMNS),
    ],
)
def test_without_own_title_the_same_columns_and_no_rows(archive_of, function, columns):
    archive = archive_of(exchange("x", 0, 1000, 9), people={"x": {"title": "VP"}})
    found = function(archive)
    assert found.empty
    assert found.dtypes.astype(str).str.lower().to_dict() == {
        name: str(pd.Series(dtype=dtype).dtype).lower() for name, dtype in columns.items()
    }
    assert found.attrs["own_level"] is None
    with pytest.raises(OwnerUnknownError):
        function(archive_of(exchange("x", 0, 100, 9), me=None))


def test_the_order_of_records_never_matters(story):
    turned = replace(
        story,
        people=story.people.iloc[::-1],
        interactions=story.interactions.iloc[::-1],
        participants=story.participants.iloc[::-1],
    )
    for function in (na.mentorship_ties, na.mentor_candidates, na.mentorship_history):
        pd.testing.assert_frame_equal(function(story), function(turned))


def test_the_score_is_the_documented_sum_and_shared_contacts_are_capped():
    scores = mentor_scores(
        contact=[1, 0, 1], mutual=[1, 0, 0], same_function=[1, 0, 0],
        same_organisation=[1, 1, 0], shared=[100, 2, 0],
    )  # fmt: skip
    assert scores.tolist() == [8.0, 2.5, 2.0]


@pytest.mark.real
def test_advice_in_a_law_firm_is_found_as_well_as_promised(real):
    bench = runpy.run_path(str(ROOT / "benchmarks" / "mentors.py"))
    found = bench["measured"]()
    for name, bar in bench["BARS"].items():
        assert found[name]["score"] >= bar
        assert found[name]["score"] > found[name]["popularity"] > found[name]["chance"]


def test_a_mentor_by_the_owners_word_before_any_message_is_a_weak_tie(archive_of, tmp_path):
    people = {"me": {"title": "Software Engineer"}, "vera": {"title": "VP"}}
    events = [(0, "me", ["bo"]), (500, "vera", ["me"]), (1000, "bo", ["me"])]
    archive = archive_of(events, people=people)
    file = na.note_guidance(archive, "vera", "mentor", wishes=tmp_path / "my.toml")
    ties = na.mentorship_ties(archive, as_of="2024-02-01", wishes=file)
    assert ties["role"].to_dict() == {"vera": "mentor, as you say"}
    assert ties.attrs["network"] == "receptive: weak ties within one organisation"
    assert na.mentorship_history(archive, wishes=file)["change"].tolist() == ["new", "kept", "kept"]
