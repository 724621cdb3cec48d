"""Ties and dyads on archives of three to five people, with the arithmetic written out."""

from __future__ import annotations

import pandas as pd
import pytest

from netanalysis.counting import as_of_instant
from netanalysis.dataset import Dataset
from netanalysis.ego import ego_ties
from netanalysis.errors import NothingToAnalyseError, OwnerUnknownError
from netanalysis.pairs import contacts, dyads, ties

ANA_AND_ME = [
    (0, "me", ["ana"]),
    (0.5, "ana", ["me"]),  # answered after 12 hours
    (1, "me", ["ana"]),
    (20, "ana", ["me", "bo"]),  # a new conversation, opened by ana
    (21, "bo", ["ana"]),
]


def test_ties_are_ordered_pairs_with_counts(archive_of):
    table = ties(archive_of(ANA_AND_ME))
    assert table.index.tolist() == [
        ("ana", "bo"),
        ("ana", "me"),
        ("bo", "ana"),
        ("me", "ana"),
    ]
    row = table.loc[("me", "ana")]
    assert row["n_interactions"] == 2
    assert row["n_contact_days"] == 2
    assert row["days_silent"] == 20
    assert row["direct_share"] == 1.0
    assert row["channels"] == "mail"


def test_dyads_hold_both_directions(archive_of):
    row = dyads(archive_of(ANA_AND_ME)).loc[("ana", "me")]
    assert (row["n_a_to_b"], row["n_b_to_a"]) == (2, 2)
    assert row["reciprocity"] == 1.0
    assert row["n_contact_days"] == 3
    assert row["last_by"] == "ana"
    assert row["n_conversations"] == 2
    assert row["opened_by_a_share"] == 0.5
    assert row["reply_hours_a"] == 12.0
    assert row["n_replies_a"] == 1


def test_give_share_and_interval_follow_the_beta_prior(archive_of):
    events = [(d, "me", ["ana"]) for d in range(9)] + [(9, "ana", ["me"])]
    row = dyads(archive_of(events)).loc[("ana", "me")]
    # a = ana gave 1 of 10: (1 + 2) / (10 + 4)
    assert row["give_share_a"] == pytest.approx(3 / 14)
    assert row["give_low_a"] < 3 / 14 < row["give_high_a"]
    assert row["balance"] == "even"  # the interval, .07 to .41, holds one third


def test_balance_is_not_said_under_eight_messages(archive_of):
    events = [(d, "me", ["ana"]) for d in range(7)]
    assert pd.isna(dyads(archive_of(events)).loc[("ana", "me"), "balance"])


def test_balance_is_said_when_the_interval_leaves_the_fair_share(archive_of):
    events = [(d, "me", ["ana"]) for d in range(30)]
    table = ego_ties(archive_of(events))
    assert table.loc["ana", "balance"] == "you give more"


def test_ego_ties_look_from_the_owner(archive_of):
    table = ego_ties(archive_of(ANA_AND_ME))
    assert table.index.tolist() == ["ana"]
    row = table.loc["ana"]
    assert (row["n_sent"], row["n_received"], row["n_days_sent"]) == (2, 2, 2)
    assert row["last_by"] == "them"
    assert row["their_reply_hours"] == 12.0


def test_many_recipients_are_no_contact(archive_of):
    crowd = [f"p{i:02d}" for i in range(11)]
    assert ties(archive_of([(0, "me", crowd)])).empty
    assert len(ties(archive_of([(0, "me", crowd[:10])]))) == 10


def test_messages_to_oneself_are_no_tie(archive_of):
    assert ties(archive_of([(0, "me", ["me"])])).empty


def test_bulk_robots_and_doubtful_dates_do_not_count(archive_of):
    archive = archive_of([(0, "me", ["ana"]), (1, "news", ["me"]), (2, "bo", ["me"])])
    events = archive.interactions.copy()
    events.loc[2, "date_quality"] = "implausible"
    people = archive.people.copy()
    people.loc[people["person_id"] == "news", "kind"] = "robot"
    doubted = Dataset(people=people, interactions=events, participants=archive.participants)
    assert contacts(doubted)["target"].tolist() == ["ana"]
    assert contacts(doubted, include_bulk=True)["target"].tolist() == ["ana"]


def test_mail_over_a_list_counts_only_when_asked_for(archive_of):
    archive = archive_of([(0, "me", ["ana"]), (1, "ana", ["me", "list"])])
    people, events = archive.people.copy(), archive.interactions.copy()
    people.loc[people["person_id"] == "list", "kind"] = "list"
    events.loc[1, "is_bulk"] = True
    listed = Dataset(people=people, interactions=events, participants=archive.participants)
    assert len(ties(listed)) == 1
    assert ties(listed, include_bulk=True).index.tolist() == [("ana", "me"), ("me", "ana")]


def test_as_of_cuts_and_defaults_to_the_latest_interaction(archive_of):
    archive = archive_of(ANA_AND_ME)
    assert as_of_instant(archive, None) == pd.Timestamp("2024-01-22 09:00", tz="UTC")
    assert len(contacts(archive, as_of="2024-01-10")) == 3


def test_no_date_to_judge_from_is_said(archive_of):
    with pytest.raises(NothingToAnalyseError, match="date"):
        as_of_instant(archive_of([]), None)


@pytest.mark.parametrize("function", [contacts, ties, dyads])
def test_empty_archive_gives_the_same_columns_and_no_rows(archive_of, function):
    full, empty = function(archive_of(ANA_AND_ME)), function(archive_of([]))
    assert empty.empty
    assert list(empty.columns) == list(full.columns)


def test_ego_ties_need_an_owner(archive_of):
    with pytest.raises(OwnerUnknownError, match="me="):
        ego_ties(archive_of(ANA_AND_ME, me=None))


def test_row_order_never_matters(archive_of):
    archive = archive_of(ANA_AND_ME)
    shuffled = Dataset(
        people=archive.people.sample(frac=1, random_state=1),
        interactions=archive.interactions.sample(frac=1, random_state=2),
        participants=archive.participants.sample(frac=1, random_state=3),
    )
    pd.testing.assert_frame_equal(dyads(archive), dyads(shuffled))
    pd.testing.assert_frame_equal(ties(archive), ties(shuffled))
