"""Who waits for whom: the last message between two people, if nobody has answered it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from netanalysis.analysis.unanswered import COLUMNS, waiting
from netanalysis.errors import OwnerUnknownError

TODAY = [(100.0, "zed", ["other"])]  # sets the day of judgement, is nobody's contact


def with_questions(archive, asks: dict[int, bool]):
    """Say of some messages, by their place, whether they ask something."""
    events = archive.interactions.copy()
    for place, is_question in asks.items():
        events.loc[place, "is_question"] = is_question
    return replace(archive, interactions=events)


def test_both_ways(archive_of):
    events = [(0, "me", ["ana"]), (90, "ana", ["me"]), (1, "bo", ["me"]), (80, "me", ["bo"])]
    table = waiting(archive_of(events + TODAY))
    assert table["waiting"].to_dict() == {"ana": "for you", "bo": "for them"}
    assert table["days_waiting"].to_dict() == {"ana": 10, "bo": 20}


def test_messages_in_a_row_are_one_waiting(archive_of):
    events = [(0, "me", ["ana"]), (80, "ana", ["me"]), (85, "ana", ["me"]), (90, "ana", ["me"])]
    row = waiting(archive_of(events + TODAY)).loc["ana"]
    assert (row["n_messages"], row["days_waiting"]) == (3, 10)
    assert "3 messages in a row" in row["reason"]


def test_a_question_anywhere_in_the_row_counts(archive_of):
    events = [(0, "me", ["ana"]), (80, "ana", ["me"]), (90, "ana", ["me"])]
    archive = with_questions(archive_of(events + TODAY), {1: True, 2: False})
    row = waiting(archive).loc["ana"]
    assert bool(row["is_question"])
    assert "asked something" in row["reason"]


def test_what_asks_nothing_waits_for_nothing(archive_of):
    events = [(0, "me", ["ana"]), (90, "ana", ["me"]), (91, "bo", ["me"])]
    table = waiting(with_questions(archive_of(events + TODAY), {1: False}))
    assert table.index.tolist() == ["bo"]
    assert table.attrs["n_without_question"] == 1
    assert pd.isna(table.loc["bo", "is_question"])


def test_an_old_question_before_their_answer_is_settled(archive_of):
    events = [(70, "ana", ["me"]), (80, "me", ["ana"]), (90, "ana", ["me"])]
    archive = with_questions(archive_of(events + TODAY), {0: True, 1: True, 2: False})
    assert waiting(archive).empty


def test_questions_lead_then_mutual_then_strong_ties(archive_of):
    events = [(90, "cold", ["me"])]
    events += [(0, "me", ["weak"]), (90, "weak", ["me"])]
    events += [(day, "strong", ["me"]) if day % 2 else (day, "me", ["strong"]) for day in range(90)]
    events += [(91, "asks", ["me"])]
    archive = with_questions(archive_of(events + TODAY), {len(events) - 1: True})
    assert waiting(archive).index.tolist() == ["asks", "strong", "weak", "cold"]


def test_young_old_and_group_messages_do_not_wait(archive_of):
    events = [(99, "young", ["me"]), (5, "old", ["me"]), (90, "group", ["me", "a", "b", "c"])]
    assert waiting(archive_of(events + TODAY)).empty
    assert waiting(archive_of(events + TODAY), least_days=1).index.tolist() == ["young"]
    assert waiting(archive_of(events + TODAY), most_days=95).index.tolist() == ["old"]


def test_any_later_contact_ends_the_waiting(archive_of):
    events = [(90, "ana", ["me"]), (95, "me", ["ana"])]
    archive = archive_of(events + TODAY)
    met = archive.interactions.assign(
        channel=archive.interactions["channel"].mask(archive.interactions.index == 1, "meeting")
    )
    assert waiting(replace(archive, interactions=met)).empty


def test_usual_answers_are_those_of_who_is_waited_for(archive_of):
    events = [(90.0, "ana", ["me"])]
    for day in (0, 40, 60):
        events += [(day, "ana", ["me"]), (day + 0.5, "me", ["ana"])]
    row = waiting(archive_of(events + TODAY)).loc["ana"]
    assert (row["usual_reply_hours"], row["n_replies"]) == (12.0, 3)
    assert row["reason"].endswith("You usually answer within 12 hours (median of 3).")


def test_one_answer_is_no_habit(archive_of):
    events = [(0, "ana", ["me"]), (0.5, "me", ["ana"]), (90, "ana", ["me"])]
    assert "usually" not in waiting(archive_of(events + TODAY)).loc["ana", "reason"]


def test_nobody_waiting_no_rows(archive_of):
    table = waiting(archive_of([(0, "ana", ["bo"])]))
    assert table.empty
    assert list(table.columns) == COLUMNS


def test_without_owner_it_is_said(archive_of):
    with pytest.raises(OwnerUnknownError):
        waiting(archive_of([(0, "ana", ["bo"])], me=None))
