"""Honest edges: what may explain a silence, or keep the archive from telling, in words."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from netanalysis.analysis.neglect import neglected_ties
from netanalysis.dataset import Dataset


def exchange(person: str, days: range) -> list[tuple[float, str, list[str]]]:
    """Both sides write in turn."""
    return [(day, "me", [person]) if i % 2 else (day, person, ["me"]) for i, day in enumerate(days)]


def said_of(archive: Dataset, person: str) -> str:
    said = neglected_ties(archive).loc[person, "circumstances"]
    return "" if pd.isna(said) else said


def by_channel(archive: Dataset, channels: dict[str, str]) -> Dataset:
    """Put the messages of people onto other channels."""
    partner = archive.participants[archive.participants["person_id"] != "me"]
    of_event = partner.drop_duplicates("interaction_id").set_index("interaction_id")["person_id"]
    events = archive.interactions
    chosen = events["interaction_id"].map(of_event).map(channels).fillna("mail")
    return replace(archive, interactions=events.assign(channel=chosen))


# Somebody else before everybody, so that no tie stands at the beginning of the archive.
BEFORE = exchange("early", range(0, 30, 3))


def test_an_owner_who_was_away(archive_of):
    """The owner writes to nobody from day 200 on; others go on writing until day 230."""
    events = BEFORE + exchange("ana", range(40, 200, 5)) + exchange("bo", range(40, 200, 3))
    events += [(230, "cy", ["me"])]
    assert "You sent nothing to anybody on 3" in said_of(archive_of(events), "ana")


def test_an_owner_at_work_was_not_away(archive_of):
    events = BEFORE + exchange("ana", range(40, 200, 5)) + exchange("bo", range(40, 240, 3))
    assert "sent nothing" not in said_of(archive_of(events), "ana")


def test_a_short_absence_does_not_explain_a_long_silence(archive_of):
    events = BEFORE + exchange("ana", range(40, 200, 5))
    events += [(day, "me", ["bo"]) for day in [*range(200, 300, 3), *range(315, 340, 3)]]
    assert "sent nothing" not in said_of(archive_of(events), "ana")


def test_contact_that_moved_to_another_channel_is_no_neglect(archive_of):
    mailed = archive_of(BEFORE + exchange("ana", range(40, 200, 5)))
    later = archive_of(exchange("ana", range(203, 400, 5)), channel="linkedin_message")
    both = replace(
        mailed,
        interactions=pd.concat([mailed.interactions, later.interactions]),
        participants=pd.concat([mailed.participants, later.participants]),
    )
    row = neglected_ties(both).loc["ana"]
    assert row["label"] == "in touch"
    assert row["days_silent"] < 5
    # Days 40, 45, ... 195 from 1 January 2024 were mail.
    assert (
        "Moved: no mail since 14 July 2024, contact went on by LinkedIn messages" in row["reason"]
    )


def test_a_channel_that_ends_before_the_day_of_judgement(archive_of):
    """Mail ends on day 195, LinkedIn messages with somebody else go on."""
    events = BEFORE + exchange("ana", range(40, 200, 5)) + exchange("bo", range(41, 400, 5))
    archive = by_channel(archive_of(events), {"bo": "linkedin_message"})
    assert "The archive holds no mail after 14 July 2024" in said_of(archive, "ana")
    assert "holds no" not in said_of(archive, "bo")


def test_a_pause_no_longer_than_earlier_ones_is_no_end(archive_of):
    events = BEFORE + exchange("ana", range(40, 200, 5)) + exchange("ana", range(420, 520, 5))
    events += exchange("bo", range(41, 700, 5))
    archive = by_channel(archive_of(events), {"bo": "linkedin_message"})
    assert "holds no" not in said_of(archive, "ana")


def test_a_tie_as_old_as_the_archive_may_be_older(archive_of):
    archive = archive_of(exchange("ana", range(5, 100, 5)) + exchange("bo", range(50, 100, 5)))
    assert "The archive begins on 6 January 2024; what came before is not known." in said_of(
        archive, "ana"
    )
    assert "begins" not in said_of(archive, "bo")


@pytest.fixture
def left(archive_of) -> Dataset:
    """Ana falls silent on day 195, 14 July 2024; the archive goes on."""
    return archive_of(
        BEFORE + exchange("ana", range(40, 200, 5)) + exchange("bo", range(40, 400, 3))
    )


def changed(archive: Dataset, earlier: str, later: str) -> Dataset:
    row = {
        "person_id": "ana",
        "kind": "new_employer",
        "before": "Altwerk",
        "after": "Neuwerk",
        "earlier_on": pd.Timestamp(earlier),
        "later_on": pd.Timestamp(later),
        "origin": "hand-made",
    }
    return replace(archive, changes=pd.DataFrame([row]))


def test_a_new_employer_explains_a_silence(left):
    archive = changed(left, "2024-06-01", "2024-08-15")
    said = "They went from Altwerk to Neuwerk, some time before 15 August 2024."
    assert said in neglected_ties(archive).loc["ana", "reason"]


def test_a_change_long_before_or_not_yet_known_explains_nothing(left):
    long_before = changed(left, "2024-01-01", "2024-02-01")
    assert "Neuwerk" not in said_of(long_before, "ana")
    later = changed(left, "2024-06-01", "2024-12-15")
    early = neglected_ties(later, as_of="2024-11-01").loc["ana", "reason"]
    assert "Neuwerk" not in early


def test_a_position_begun_then_explains_it_too(left):
    row = {"person_id": "ana", "company": "Neuwerk", "started_on": pd.Timestamp("2024-08-01")}
    archive = replace(left, positions=pd.DataFrame([{**row, "origin": "hand-made"}]))
    assert "They began a new job at Neuwerk in August 2024." in said_of(archive, "ana")


def test_group_mail_is_named(archive_of):
    crowd = ["ana", "bo", "cy", "dee", "me"]
    events = BEFORE + [(day, "eve", crowd) for day in range(40, 100, 10)]
    events += [(50, "me", ["bo"])]
    archive = archive_of(events)
    assert "Mostly among others" in said_of(archive, "eve")
    assert "Mostly among others" not in said_of(archive, "bo")


SUMMERS = [day for year in range(4) for day in range(365 * year, 365 * year + 240, 10)]


def test_a_silence_of_the_season_is_named_with_two_years_of_data(archive_of):
    """In touch from January to August, silent from September to December, three years long."""
    days = [day for day in SUMMERS if day < 1000]
    events = BEFORE + [(day + 1, "me", ["ana"]) for day in days]
    events += [(day + 1.1, "ana", ["me"]) for day in days] + [(1030, "me", ["bo"])]
    said = "In the same weeks last year you two were silent as well."
    assert said in said_of(archive_of(events), "ana")


def test_a_season_is_not_named_with_less_data(archive_of):
    days = [day for day in SUMMERS if 365 <= day < 1000]
    events = [(day + 1, "me", ["ana"]) for day in days] + [(1030, "me", ["bo"])]
    assert "same weeks" not in said_of(archive_of(events), "ana")


def test_a_silence_unlike_last_years_is_not_put_down_to_the_season(archive_of):
    events = BEFORE + [(day, "me", ["ana"]) for day in range(40, 970, 10)] + [(1030, "me", ["bo"])]
    assert "same weeks" not in said_of(archive_of(events), "ana")


def test_too_little_history_and_one_way_mail_are_said_in_words(archive_of):
    events = [*BEFORE, (50, "me", ["once"]), (400, "me", ["bo"])]
    events += [(day, "news", ["me"]) for day in range(40, 200, 10)]
    table = neglected_ties(archive_of(events))
    assert "too little history to speak of a rhythm" in table.loc["once", "reason"]
    assert "You only receive" in table.loc["news", "reason"]
    assert table.loc["news", "label"] == "you only receive"
