"""Common ground: what is shared, the rarest first, with its source."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest

from netanalysis.analysis.ground import COLUMNS, common_ground
from netanalysis.dataset import Dataset
from netanalysis.errors import PersonUnknownError


@pytest.fixture
def office(archive_of) -> Dataset:
    """The owner writes with Ana, Bo and Cy; Ana and Bo stand together on two messages."""
    events = [
        (0, "me", ["ana"]),
        (1, "ana", ["me"]),
        (2, "me", ["ana", "bo"]),
        (3, "me", ["ana", "bo"]),
        (4, "me", ["cy"]),
    ]
    archive = archive_of(events, people={"ana": {}, "dee": {}}, connected=("dee",))
    subjects = ["Chess on Friday", "Re: the chess club", "Budget", "Re: Budget", "Chess, Cy?"]
    return replace(archive, interactions=archive.interactions.assign(subject=subjects))


def grounds(archive: Dataset, who: str = "ana") -> dict[tuple[str, str], pd.Series]:
    table = common_ground(archive, who, n=99)
    return {(row["kind"], row["what"]): row for _, row in table.iterrows()}


def test_words_of_two_subjects_count_and_replies_are_no_second_subject(office):
    found = grounds(office)
    assert ("subject word", "chess") in found
    assert ("subject word", "budget") not in found
    assert found["subject word", "chess"]["n"] == 2


def test_rarity_is_minus_the_logarithm_of_the_share_of_contacts(office):
    row = grounds(office)["contact", "Bo"]
    # Four contacts; of them only Ana was seen together with Bo.
    assert (row["n_sharing"], row["share"]) == (1, 0.25)
    assert row["rarity"] == pytest.approx(-math.log(0.25))
    assert row["reason"] == "Ana: you both know Bo; shared with nobody else."


def test_a_conversation_with_others_is_common_ground_and_one_of_two_is_not(office):
    threads = {what for kind, what in grounds(office) if kind == "thread"}
    assert threads == {"Budget"}


def test_to_receive_the_same_notice_is_no_conversation(office, archive_of):
    events = [(0, "me", ["ana"]), (1, "dee", ["me", "ana", "bo"]), (2, "cy", ["me", "ana", "bo"])]
    archive = archive_of([*events, (3, "ana", ["me", "bo", "cy"])])
    subjects = ["Hello", "Notice", "Another", "Plans"]
    archive = replace(archive, interactions=archive.interactions.assign(subject=subjects))
    threads = archive.interactions["subject"].to_list()
    archive = replace(archive, interactions=archive.interactions.assign(thread_id=threads))
    assert {what for kind, what in grounds(archive) if kind == "thread"} == {"Plans"}


def test_employers_schools_and_skills_that_both_state(office):
    jobs = pd.DataFrame(
        {
            "person_id": ["me", "ana", "bo", "cy"],
            "company": ["Acme", "ACME Ltd", "Acme", "Other"],
            "origin": "x",
        }
    )
    schools = pd.DataFrame(
        {"person_id": ["me", "ana"], "school": ["Night School", "night school "], "origin": "x"}
    )
    skills = pd.DataFrame(
        {"person_id": ["me", "ana", "ana"], "skill": ["Go", "go", "Judo"], "origin": "x"}
    )
    found = grounds(replace(office, positions=jobs, education=schools, skills=skills))
    employer = next(row for (kind, _), row in found.items() if kind == "employer")
    assert employer["n_sharing"] == 2
    assert found["school", "Night School"]["n_sharing"] == 1
    assert ("skill", "Go") in found
    assert not any("Judo" in what for _, what in found)


def dated(archive: Dataset, *rows: tuple[str, str, str | None, str | None, str | None]) -> Dataset:
    """Return the archive with jobs: person, company, first day, last day, day seen."""
    columns = ["person_id", "company", "started_on", "finished_on", "seen_on"]
    jobs = pd.DataFrame(rows, columns=columns).assign(origin="x")
    for day in columns[2:]:
        jobs[day] = pd.to_datetime(jobs[day])
    return replace(archive, positions=jobs)


@pytest.mark.parametrize(
    ("theirs", "years", "words"),
    [
        (("2010-02-01", "2013-01-01", None), "2010 to 2011", "together 2010 to 2011"),
        (
            ("2012-02-01", "2013-01-01", None),
            "not at the same time",
            "not at the same time (you 2008 to 2011, they 2012 to 2013)",
        ),
        (
            (None, None, "2024-01-01"),
            None,
            "whether at the same time is not known (you 2008 to 2011, they at least 2024)",
        ),
        (
            (None, None, None),
            None,
            "whether at the same time is not known (you 2008 to 2011)",
        ),
    ],
)
def test_of_an_employer_it_is_said_when_each_was_there(office, theirs, years, words):
    archive = dated(
        office, ("me", "Acme", "2008-03-01", "2011-06-01", None), ("ana", "Acme", *theirs)
    )
    row = grounds(archive)["employer", "Acme"]
    assert row["your_years"] == "2008 to 2011"
    assert (row["together"] if pd.notna(row["together"]) else None) == years
    assert row["reason"] == f"Ana: you both worked at Acme, {words}; shared with nobody else."


def test_of_a_school_the_years_are_compared_as_years(office):
    schools = pd.DataFrame(
        {
            "person_id": ["me", "ana"],
            "school": ["Night School", "night school "],
            "started_on": pd.to_datetime(["2004-01-01", "2008-01-01"]),
            "finished_on": pd.to_datetime(["2008-01-01", None]),
            "origin": "x",
        }
    )
    row = grounds(replace(office, education=schools))["school", "Night School"]
    assert (row["together"], row["their_years"]) == ("at least 2008", "at least 2008")
    assert "you both studied at Night School, together at least 2008;" in row["reason"]


def test_years_are_of_employers_and_schools_only(office):
    rows = [row for (kind, _), row in grounds(office).items() if kind not in ("employer", "school")]
    assert rows
    assert all(row[["together", "your_years", "their_years"]].isna().all() for row in rows)


def with_events(archive: Dataset, channel: str, subject: str, people: dict[str, str]) -> Dataset:
    """Return the archive with one more interaction."""
    event = {
        "interaction_id": f"{channel}:x",
        "occurred_at": pd.Timestamp("2024-01-02", tz="UTC"),
        "date_quality": "ok",
        "channel": channel,
        "subject": subject,
        "n_recipients": len(people) - 1,
        "is_bulk": "list" in people,
        "origin": "more",
    }
    roles = [
        {"interaction_id": f"{channel}:x", "person_id": p, "role": r} for p, r in people.items()
    ]
    return replace(
        archive,
        interactions=pd.concat([archive.interactions, pd.DataFrame([event])]),
        participants=pd.concat([archive.participants, pd.DataFrame(roles)]),
    )


def test_endorsed_skills_and_meetings_count(office):
    archive = with_events(office, "endorsement", "Go, Chess", {"ana": "from", "me": "to"})
    archive = with_events(
        archive, "meeting", "Summer party", {"cy": "from", "me": "to", "ana": "to"}
    )
    found = grounds(archive)
    assert ("skill", "Go") in found
    assert ("skill", "Chess") in found
    assert found["event", "Summer party"]["n_sharing"] == 2
    assert found["event", "Summer party"]["last_on"] == pd.Timestamp("2024-01-02")


def test_a_list_that_both_wrote_to_is_a_group(office):
    listed = pd.DataFrame(
        [{"person_id": "list", "name": "Readers", "kind": "list", "is_me": False}]
    )
    archive = replace(office, people=pd.concat([office.people, listed]))
    archive = with_events(archive, "mail", "Hello", {"ana": "from", "list": "to"})
    assert ("group", "Readers") not in grounds(archive)
    mine = with_events(archive, "chat", "Hello", {"me": "from", "list": "to"})
    assert ("group", "Readers") in grounds(mine)


def test_the_rarest_come_first_and_n_keeps_so_many(office):
    table = common_ground(office, "ana", n=99)
    assert table["rarity"].is_monotonic_decreasing
    assert list(table.index) == list(range(1, len(table) + 1))
    first = common_ground(office, "ana", n=1)
    assert len(first) == 1
    assert first.attrs["n_found"] == len(table)


def test_what_came_after_the_day_of_judgement_is_not_known(office):
    found = common_ground(office, "ana", as_of="2024-01-01", n=99)
    assert "chess" not in set(found["what"])


def test_nothing_in_common_no_rows_and_the_same_columns(office):
    table = common_ground(office, "dee")
    assert table.empty
    assert list(table.columns) == list(COLUMNS)


def test_who_must_be_known(office):
    with pytest.raises(PersonUnknownError):
        common_ground(office, "zoe")
