"""The words of the weekly list: true to what is known, kind, and no more certain than it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from netanalysis.advice import (
    dormant_words,
    milestone_words,
    no_answer_words,
    open_answer_words,
    quiet_words,
)


def tie(**known: Any) -> dict[str, Any]:
    row = {
        "days_silent": 120,
        "usual_gap_days": 9.0,
        "n_contact_days": 20,
        "first_on": pd.Timestamp("2025-01-01"),
        "last_on": pd.Timestamp("2025-07-01"),
        "p_90": 0.3,
        "circumstances": pd.NA,
    }
    return row | known


def test_a_rhythm_is_said_with_its_evidence_and_the_chance():
    assert quiet_words(tie()) == (
        "The two of you used to be in touch about every 9 days (20 days with contact over 6 "
        "months) and have not been for 4 months. Left alone, the chance that you are in touch "
        "within three months is 30 %."
    )


def test_few_days_within_a_week_are_no_rhythm():
    row = tie(n_contact_days=3, last_on=pd.Timestamp("2025-01-03"), usual_gap_days=5.0)
    words = quiet_words(row)
    assert words.startswith("You were in touch for a while (3 days with contact within a week) and")
    assert "every" not in words


def test_a_tie_that_may_come_back_is_not_said_to_be_lost():
    words = quiet_words(tie(p_90=0.64, usual_gap_days=1.2))
    assert "in touch nearly every day (" in words
    assert words.endswith(
        "It may well come back by itself (64 % within three months), but so long a silence is "
        "unusual between you."
    )


@pytest.mark.parametrize("words", [quiet_words, dormant_words])
def test_what_may_explain_the_silence_comes_last(words):
    assert words(tie(circumstances="The archive begins then.")).endswith(
        "30 %. The archive begins then."
    )


@pytest.mark.parametrize(
    ("is_question", "mine", "theirs"),
    [
        (
            pd.NA,
            "They wrote last, 5 weeks ago (2 messages since you last wrote). If it wanted an",
            "You wrote last, 5 weeks ago, and nothing has come back. If you hoped for an",
        ),
        (
            True,
            "They asked you something 5 weeks ago (2 messages since you last wrote). Late is",
            "You asked something 5 weeks ago, and nothing has come back. It may",
        ),
    ],
)
def test_that_an_answer_is_expected_is_said_only_where_a_question_was_seen(
    is_question, mine, theirs
):
    row = {"days_waiting": 35, "n_messages": 2, "is_question": is_question}
    assert open_answer_words(row).startswith(mine)
    assert no_answer_words(row).startswith(theirs)


@pytest.mark.parametrize(
    ("today", "words"),
    [
        ("2026-03-12", "Birthday on 14 March. A good day for a line."),
        ("2026-03-16", "Birthday on 14 March. It is not too late for a line."),
    ],
)
def test_a_milestone_names_the_day_as_people_do(today, words):
    row = {
        "reason": "Ana: birthday on 2026-03-14; 9 contact days.",
        "on": pd.Timestamp("2026-03-14"),
    }
    assert milestone_words(row, pd.Timestamp(today)) == words
