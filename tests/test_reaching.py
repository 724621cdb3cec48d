"""This week's few: kinds in turn, one a group, the owner's will first, words one can act on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from places import SAMPLE

import netanalysis as na
from netanalysis.reaching import COLUMNS, KINDS, QUIET_LABELS, reach_out

UNKIND = ("lead", "owe", "owes", "prospect", "target", "stale", "asset")


@pytest.fixture(scope="module")
def sample() -> na.Dataset:
    return na.load(SAMPLE)


@pytest.fixture(scope="module")
def week(sample) -> pd.DataFrame:
    return reach_out(sample)


def test_five_people_of_five_kinds_and_five_groups(week):
    assert len(week) == 5
    assert week["kind"].tolist() == list(KINDS[1:])
    assert week["group"].is_unique
    assert week.index.is_unique


def test_every_row_says_why_and_what_to_begin_with(week):
    assert week["reason"].str.endswith(".").all()
    assert all(row["reason"].startswith(f"{row['name']}: ") for _, row in week.iterrows())
    assert week["talking_point"].notna().all()
    assert (
        week.loc[week["kind"] == "neglected", "talking_point"]
        .iloc[0]
        .startswith("Your last subject was “The summer party” (January 2025).")
    )


def test_the_kinds_are_what_the_findings_say(sample, week):
    ties = na.neglected_ties(sample)
    by_kind = {kind: person for person, kind in week["kind"].items()}
    assert ties.loc[by_kind["neglected"], "label"] in QUIET_LABELS
    assert ties.loc[by_kind["dormant"], "days_silent"] > 365
    waiting = na.waiting(sample)["waiting"]
    assert waiting[by_kind["waiting for you"]] == "for you"
    assert waiting[by_kind["waiting for them"]] == "for them"
    assert by_kind["milestone"] in na.milestones(sample).index
    assert (ties.loc[week.index, ["n_sent", "n_received"]] > 0).all().all()


def test_the_words_are_humane(sample):
    words = " ".join(reach_out(sample, 30)["reason"].str.casefold()).replace(".", " ").split()
    assert not set(UNKIND) & set(words)
    assert not {"he", "she", "his", "her"} & set(words)


def test_n_is_kept_and_more_people_of_more_groups_follow(sample, week):
    many = reach_out(sample, 12)
    assert list(many.index[:5]) == list(week.index)
    assert len(many) == 12
    assert many["group"].dropna().is_unique
    assert list(reach_out(sample, 2).index) == list(week.index[:2])


def test_who_is_wanted_comes_first_and_nobody_who_is_put_off(sample, week, tmp_path):
    file = tmp_path / "netanalysis.toml"
    late, off, gone = "Margit Szalontai", week["name"].iloc[0], week["name"].iloc[1]
    na.want(sample, late, days=30, wishes=file)
    na.snooze(sample, off, until=date(2027, 1, 1), wishes=file)
    na.never(sample, gone, wishes=file)
    wished = reach_out(sample, 12, wishes=file)
    assert wished["name"].iloc[0] == late
    assert wished["kind"].iloc[0] == "wanted"
    assert wished["reason"].iloc[0].startswith(f"{late}: You want to be in touch every 30 days; it")
    assert not {off, gone} & set(wished["name"])


def test_who_is_in_touch_as_often_as_wanted_is_no_old_tie(sample, week, tmp_path):
    file = tmp_path / "netanalysis.toml"
    old = week.index[week["kind"] == "dormant"][0]
    na.want(sample, old, days=5000, wishes=file)
    assert old not in reach_out(sample, 30, wishes=file).index


def test_what_may_explain_the_silence_is_said(sample):
    ties = na.neglected_ties(sample)
    quiet = ties[ties["label"].isin(QUIET_LABELS) & ties["circumstances"].notna()]
    week = reach_out(sample, 60)
    told = week[(week["kind"] == "neglected") & week.index.isin(quiet.index)]
    assert len(told)
    for person, reason in told["reason"].items():
        assert reason.endswith(quiet.loc[person, "circumstances"])


def test_only_people_who_wrote_both_ways(archive_of):
    events = [(day, "me", ["wall"]) for day in range(0, 300, 10)]
    events += [(day, "news", ["me"]) for day in range(0, 300, 10)]
    events += [(d, "me", ["ana"]) if i % 2 else (d, "ana", ["me"]) for i, d in enumerate(range(90))]
    events += [(700, "me", ["bo"]), (701, "bo", ["me"])]
    found = reach_out(archive_of(events), 9)
    assert "ana" in found.index
    assert not {"wall", "news"} & set(found.index)


def test_one_of_a_group_only(archive_of):
    who = ["ana", "bo", "cy"]
    events = [
        (day, "me", [name]) if i % 2 else (day, name, ["me"])
        for name in who
        for i, day in enumerate(range(0, 300, 10))
    ]
    people = {name: {"company": "Acme", "organisation": "Acme"} for name in who}
    events += [(900, "dee", ["me"]), (901, "me", ["dee"])]
    # Many more organisations, so that Acme is a group and not the world.
    for i in range(12):
        events += [(890 + i % 3, f"other{i}", ["me"])]
        people[f"other{i}"] = {"organisation": f"Org {i}"}
    found = reach_out(archive_of(events, people=people), 9)
    assert len(set(found.index) & set(who)) == 1


def test_a_subject_is_told_without_marks_of_replies_and_not_at_length(archive_of):
    events = [(d, "me", ["ana"]) if i % 2 else (d, "ana", ["me"]) for i, d in enumerate(range(60))]
    archive = archive_of([*events, (700, "bo", ["me"])])
    subject = "RE: Fwd: " + "chess " * 40
    archive = replace(archive, interactions=archive.interactions.assign(subject=subject))
    point = reach_out(archive).loc["ana", "talking_point"]
    assert point.startswith("Your last subject was “chess chess")
    assert "…” (February 2024)." in point
    assert len(point) < 200


def both(person: str, days: range | list[int]) -> list[tuple[int, str, list[str]]]:
    """Both sides write in turn; the person wrote last if the number of days is odd."""
    return [(d, "me", [person]) if i % 2 else (d, person, ["me"]) for i, d in enumerate(days)]


def test_nobody_is_asked_for_an_answer_within_a_week(archive_of):
    events = both("ana", [1, 2, 90, 94]) + both("bo", [1, 2, 88, 90]) + [(100, "cy", ["me"])]
    found = reach_out(archive_of(events))
    assert found["kind"].to_dict() == {"bo": "waiting for them"}  # Ana: 6 days, Bo: 10


def test_a_tie_that_will_very_likely_come_back_by_itself_is_left_alone(archive_of):
    """Contact every six days, then none for 20 days or for 200: both are unusual silences."""
    archive = archive_of(both("ana", range(0, 300, 6)))
    ties = na.neglected_ties(archive, as_of="2024-11-10")
    assert ties.loc["ana", "label"] in QUIET_LABELS
    assert ties.loc["ana", "p_90"] > 0.75
    assert "neglected" not in set(reach_out(archive, as_of="2024-11-10")["kind"])
    later = na.neglected_ties(archive, as_of="2025-05-10").loc["ana"]
    assert later["p_90"] < 0.75
    assert reach_out(archive, as_of="2025-05-10")["kind"].tolist() == ["neglected"]


def test_open_answers_are_two_in_five_each_way(archive_of):
    events = []
    for i in range(4):
        events += both(f"mine{i}", [1, 2, 70 + i]) + both(f"theirs{i}", [1, 2, 3, 70 + i])
    archive = archive_of([*events, (100, "cy", ["me"])])
    kinds = reach_out(archive)["kind"]
    assert kinds.value_counts().to_dict() == {"waiting for you": 2, "waiting for them": 2}
    assert len(reach_out(archive, 20)) == 8
    assert len(reach_out(archive, 1)) == 1


def test_of_two_who_may_be_one_person_the_one_heard_from_last_counts(archive_of):
    events = both("ana", range(0, 300, 10)) + both("ana.b", range(500, 800, 10))
    archive = archive_of([*events, (800, "cy", ["me"])])
    assert "ana" in reach_out(archive).index
    pair = {"person_id": "ana", "other_person_id": "ana.b", "alias_key": "a", "other_key": "b"}
    proposals = pd.DataFrame([pair | {"rule": "x", "score": 0.7, "n_interactions": 1}])
    assert "ana" not in reach_out(replace(archive, proposals=proposals)).index


@pytest.mark.parametrize(
    "subject", ["Hi", "RE: ", "(no subject)", "FW: hello there!", "Thanks", "12"]
)
def test_a_subject_that_reminds_of_nothing_is_no_point_to_begin_with(archive_of, subject):
    archive = archive_of([*both("ana", range(0, 60)), (700, "bo", ["me"])])
    subjects = ["Chess", *[subject] * 60]
    archive = replace(archive, interactions=archive.interactions.assign(subject=subjects))
    point = reach_out(archive).loc["ana", "talking_point"]
    assert point == "Your last subject was “Chess” (January 2024)."


def test_family_and_other_addresses_of_a_person_are_no_common_acquaintance(archive_of):
    """Only a contact with a full name and another last name is worth telling."""
    names = {"ana": "Ana Berg", "kin": "Carl Berg", "own": "aberg@home", "cy": "Cyril Roe"}
    people = {key: {"name": name} for key, name in names.items()}

    def told(*others: str) -> object:
        events = both("ana", range(0, 60))
        for other in others:
            events += [(day, "me", ["ana", other]) for day in (3, 5)] + [(4, "me", [other])]
        crowd = [(10 + i, "me", [f"other{i}"]) for i in range(20)]
        archive = archive_of([*events, *crowd, (700, "bo", ["me"])], people=people)
        return reach_out(archive).loc["ana", "talking_point"]

    assert pd.isna(told("kin", "own"))
    assert told("kin", "own", "cy") == "You both know Cyril Roe."


def test_nobody_to_write_to_no_rows_and_the_same_columns(archive_of):
    found = reach_out(archive_of([(0, "me", ["ana"])]))
    assert found.empty
    assert list(found.columns) == list(COLUMNS)
    assert found.attrs["as_of"].year == 2024


def test_what_the_wishes_file_says_of_strangers_is_passed_on(sample, tmp_path: Path):
    file = tmp_path / "netanalysis.toml"
    file.write_text('[[never]]\nperson = "zoe@nowhere.example"\n')
    assert reach_out(sample, wishes=file).attrs["wishes_unmet"] == ("zoe@nowhere.example",)


def test_a_list_as_csv_is_safe_for_spreadsheets(week, tmp_path):
    named = week.assign(name="=1+1")
    na.write_tables({"week": named}, tmp_path)
    assert pd.read_csv(tmp_path / "week.csv")["name"].eq("'=1+1").all()
