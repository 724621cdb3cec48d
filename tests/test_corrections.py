"""The owner's word on levels and guidance counts before titles and messages."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

import netanalysis as na
from netanalysis.analysis.mentorship import GIVING
from netanalysis.corrections import read_corrections
from netanalysis.errors import ExportNotFoundError, PersonUnknownError, WishesError

PEOPLE = {
    "me": {"title": "Software Engineer"},
    "vera": {"title": "VP Engineering", "address": "vera@example.org"},
    "dirk": {"title": "Director of Engineering", "profile": "dirk-x"},
    "riddle": {"title": "Ninja"},
}


@pytest.fixture
def story(archive_of):
    days = list(range(0, 1000, 10))
    events = [(d, "me", ["vera"]) if i % 2 else (d, "vera", ["me"]) for i, d in enumerate(days)]
    archive = archive_of([*events, (5, "dirk", ["me"]), (6, "riddle", ["me"])], people=PEOPLE)
    keys = {"vera": "address:vera@example.org", "dirk": "profile:dirk-x"}
    aliases = [
        {"alias_key": key, "person_id": person, "kind": key.split(":")[0], "rule": "by hand"}
        for person, key in keys.items()
    ]
    return replace(archive, aliases=pd.DataFrame(aliases))


def test_a_mentor_by_the_owners_word_is_one_whatever_the_messages_show(story, tmp_path):
    file = na.note_guidance(story, "dirk", "mentor", wishes=tmp_path / "my.toml")
    ties = na.mentorship_ties(story, wishes=file)
    assert ties["role"].to_dict() == {"vera": "possible mentor", "dirk": "mentor, as you say"}
    assert "dirk" in na.mentor_candidates(story).index
    assert "dirk" not in na.mentor_candidates(story, wishes=file).index
    gaps = na.mentorship_gaps(story, wishes=file)
    assert set(gaps.loc["engineering", "live_seniors"].split("; ")) == {"Vera", "Dirk"}


def test_not_a_mentor_is_no_tie_no_candidate_and_closes_no_gap(story, tmp_path):
    file = na.note_guidance(story, "vera", "neither", wishes=tmp_path / "my.toml")
    assert na.mentorship_ties(story)["name"].tolist() == ["Vera"]
    assert na.mentorship_ties(story, wishes=file).empty
    assert "vera" not in na.mentor_candidates(story, wishes=file).index
    assert na.mentorship_gaps(story).loc["engineering", "status"] == "thin"
    assert na.mentorship_gaps(story, wishes=file).loc["engineering", "status"] == "gap"


def test_a_mentee_by_the_owners_word_is_guided_whatever_the_title(story, tmp_path):
    file = na.note_guidance(story, "riddle", "mentee", wishes=tmp_path / "my.toml")
    ties = na.mentorship_ties(story, wishes=file)
    assert ties.loc["riddle", "role"] == "mentee, as you say"
    assert pd.isna(ties.loc["riddle", "level_gap"])
    assert "no level known" in ties.loc["riddle", "reason"]
    assert na.mentorship_gaps(story, wishes=file).loc[GIVING, "live_seniors"] == "Riddle"


def test_a_level_noted_counts_before_the_title_for_others_and_for_the_owner(story, tmp_path):
    file = tmp_path / "my.toml"
    na.note_level(story, "vera", 2, wishes=file)
    assert na.mentorship_ties(story, wishes=file).empty
    na.note_level(story, "me", 1, wishes=file)
    ties = na.mentorship_ties(story, wishes=file)
    assert (ties.attrs["own_level"], ties.loc["vera", "level_gap"]) == (1, 1)
    assert na.seniority_ladder(story, wishes=file)["level"].to_dict() == {
        "dirk": 5, "vera": 2, "me": 1,
    }  # fmt: skip


def test_noting_again_replaces_and_comments_stay(story, tmp_path):
    file = tmp_path / "my.toml"
    file.write_text("# mine\n[me]\naliases = ['me@example.org']\n", encoding="utf-8")
    na.note_level(story, "vera", 3, wishes=file)
    na.note_level(story, "vera", 4, wishes=file)
    na.note_guidance(story, "dirk", "mentee", wishes=file)
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# mine\n")
    assert text.count("[[level]]") == 1
    assert 'person = "linkedin.com/in/dirk-x"' in text
    assert read_corrections(story, file).levels == {"vera": 4}


def test_people_of_the_file_who_are_not_here_are_listed_and_do_no_harm(story, tmp_path):
    file = tmp_path / "my.toml"
    file.write_text("[[guidance]]\nperson = 'eve@example.org'\nis = 'mentor'\n", encoding="utf-8")
    assert read_corrections(story, file).unmet == ("eve@example.org",)
    assert na.mentorship_ties(story, wishes=file)["name"].tolist() == ["Vera"]


@pytest.mark.parametrize(
    "text",
    [
        "[[level]]\nperson = 'vera'\nlevel = 8\n",
        "[[level]]\nperson = 'vera'\nlevel = true\n",
        "[[level]]\nperson = 'vera'\n",
        "[[guidance]]\nperson = 'vera'\nis = 'boss'\n",
        "[[guidance]]\nperson = ''\nis = 'mentor'\n",
    ],
)
def test_what_cannot_be_meant_is_an_error_with_its_line(story, tmp_path, text):
    file = tmp_path / "my.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(WishesError, match=r"line [123]"):
        na.mentorship_ties(story, wishes=file)


def test_nothing_is_written_for_a_wrong_word_or_an_unknown_person(story, tmp_path):
    file = tmp_path / "my.toml"
    with pytest.raises(WishesError):
        na.note_level(story, "vera", 9, wishes=file)
    with pytest.raises(WishesError):
        na.note_guidance(story, "vera", "boss", wishes=file)
    with pytest.raises(PersonUnknownError):
        na.note_guidance(story, "eve", "mentor", wishes=file)
    assert not file.exists()
    with pytest.raises(ExportNotFoundError):
        na.mentorship_gaps(story, wishes=file)
