"""The sections of the report: what is said of openings and mentors, and when nothing is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hand_made import make_archive
from places import SAMPLE
from test_report import Page

from netanalysis.analysis.openings import collaboration_openings
from netanalysis.archive import load
from netanalysis.report import write_report


@pytest.fixture(scope="module")
def page(sample_page) -> Page:
    return Page(sample_page)


def test_collaboration_openings_are_few_and_say_of_how_many(page, sample_page):
    openings = pd.read_parquet(sample_page.parent / "tables" / "collaboration_openings.parquet")
    assert len(openings) > 3
    n_found = collaboration_openings(load(SAMPLE)).attrs["n_found"]
    assert f"the first 3 of {n_found}:" in page.text
    first_words = [reason.split("; ")[0] for reason in openings["reason"]]
    assert all(words in page.text for words in first_words[:3])
    assert not any(words in page.text for words in first_words[3:])


def test_mentors_are_told_with_their_work_and_the_unknown_once(page, sample_page):
    tables = sample_page.parent / "tables"
    asked = pd.read_parquet(tables / "mentor_candidates.parquet").iloc[0]
    assert f"{asked['name']}: {asked['title']}, {asked['organisation']}; " in page.text
    assert page.text.count("have no title that tells a level") == 1
    gaps = pd.read_parquet(tables / "mentorship_gaps.parquet")
    said = [page.text.index(f"{field.capitalize()}: ") for field in gaps.index]
    is_gap = gaps["status"] == "gap"
    assert is_gap.any() and not is_gap.all()
    assert max(np.array(said)[is_gap]) < min(np.array(said)[~is_gap])


def test_coverage_of_others_is_shown_where_their_mail_is_in_the_archive(page, tmp_path):
    """In one person's archive nobody could tell; in the mail of a team it is drawn."""
    reps = [f"rep{n}" for n in range(7)]
    people = {rep: {"title": "Sales Representative", "organisation": "north"} for rep in reps}
    people["lead"] = {"title": "Sales Manager", "organisation": "north"}
    people["me"] = {"title": "Sales Director", "organisation": "north"}
    pairs = [("lead", "rep0"), ("rep1", "rep2"), ("rep3", "rep4"), ("rep5", "rep6"), ("lead", "me")]
    events = [
        (day, one, [other])
        for ends in pairs
        for day in range(0, 600, 20)
        for one, other in (ends, ends[::-1])
    ]
    team = Page(write_report(make_archive(events, people=people), tmp_path / "team"))
    words = "by seniors in touch in their line of work"
    alts = [str(image["alt"]) for image in team.of("img")]
    assert [words in alt for alt in alts].count(True) == 1
    assert "Who else stands alone?" in team.text
    assert "Who else stands alone?" not in page.text
    assert not any(words in str(image["alt"]) for image in page.of("img"))
