"""Titles as people really write them, and the sentences that are said about people."""

from __future__ import annotations

import re
from dataclasses import replace

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import netanalysis as na
from netanalysis.titles import functions, seniority

ODD = {
    "Chief Happiness Wizard": 7,
    "Code Ninja 🥷 | Rockstar": None,
    "Founder | Investor | Speaker | Author | Father of two": 7,
    "Engineer | Manager | Director | Runner | Baker": 5,
    "🚀🚀🚀": None,
    "VICE PRESIDENT OF ENGINEERING": 6,
    "SENIOR SOFTWARE ENGINEER": 3,
    "vice president of engineering 🚀": 6,
    "エンジニア": None,
    "Генеральный директор": None,
    "مدير": None,
    "מנהל": None,
    "": None,
    "   ": None,
    "-": None,
    "12345": None,
    "n/a": None,
    "Ninja" * 400: None,
    "\u202eVP\u202c of \x00 Sales": 6,
    "<script>Director</script>": 5,
    "| | | / / ,,,": None,
    "(((((": None,
}
# What nobody should have to hear read aloud about themselves.
JUDGING = re.compile(
    r"\b(owes?|owed|lead|target|useless|worthless|weak|poor|bad|fail\w*|should|must|ignor\w*"
    r"|neglect\w*|inferior|subordinate|low|old|young|he|she|his|her)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize(("title", "level"), ODD.items(), ids=lambda value: ascii(value)[:40])
def test_odd_titles_have_a_level_or_none_and_never_a_certain_guess(title, level):
    found = seniority(title)
    assert found.level == level
    assert (found.confidence == 0) == (level is None)
    assert isinstance(functions(title), tuple)


def test_a_joke_on_a_rank_is_hardly_trusted():
    assert seniority("Chief Happiness Wizard").confidence <= 0.3


@pytest.fixture
def zoo(archive_of):
    """A year of exchange with people of every odd title, and some plain ones."""
    titles = [*ODD, "VP Engineering", "Junior Engineer", None]
    people = {
        f"p{i:02d}": {"organisation": f"Firm {i % 3}"} | ({"title": title} if title else {})
        for i, title in enumerate(titles)
    }
    people["me"] = {"title": "Engineering Manager", "organisation": "Firm 0"}
    events = []
    for i, who in enumerate(sorted(set(people) - {"me"})):
        end = 900 if i % 2 else 300
        for n, day in enumerate(range(i % 5, end, 30)):
            near = [f"p{(i + 2) % 24:02d}"] if i % 2 and n % 4 == 0 else []
            events.append((day, *((who, ["me", *near]) if n % 2 else ("me", [who, *near]))))
    return archive_of(events, people=people, connected=["p00", "stranger"])


def sentences(archive, tmp_path) -> list[str]:
    file = na.note_guidance(archive, "p20", "mentor", wishes=tmp_path / "my.toml")
    lines = pd.DataFrame(
        {"source": ["me", "p22"], "target": ["p01", "me"], "kind": "reports_to", "origin": "x"}
    )
    related = na.Dataset(
        people=archive.people,
        interactions=archive.interactions,
        participants=archive.participants,
        relations=pd.concat([archive.relations, lines]),
    )
    found = [
        na.mentorship_ties(related, wishes=file),
        na.mentor_candidates(related, wishes=file),
        na.mentee_candidates(related, wishes=file),
        na.mentorship_gaps(related, wishes=file),
        na.mentorship_gaps(related, fields=["🥷", "", "(((", "sales"]),
        na.mentorship_coverage(related),
        na.mentorship_coverage(firm(related)),
    ]
    assert all(len(table) for table in found), [len(table) for table in found]
    return [str(reason) for table in found for reason in table["reason"]]


def firm(archive: na.Dataset) -> na.Dataset:
    """Return the archive as nobody's own mailbox."""
    return replace(archive, people=archive.people.assign(is_me=False))


def test_every_sentence_could_be_read_aloud_to_the_person(zoo, tmp_path):
    said = sentences(zoo, tmp_path)
    for sentence in said:
        words = sentence
        for title in [title for title in ODD if title.strip()]:
            words = words.replace(title, "")
        assert not JUDGING.search(words), sentence
        assert sentence.endswith("."), sentence
        assert not re.search(r"\bnan\b|<NA>|None|  ", words), sentence
    kinds = {re.sub(r"[\d,.]+|Firm|P\d\d|p\d\d|\([^)]*\)", "", each)[:60] for each in said}
    assert len(kinds) > 12  # many ways of saying it were heard


def test_the_head_of_a_firm_is_not_told_that_nobody_is_above(zoo):
    coverage = na.mentorship_coverage(firm(zoo))
    top = coverage[(coverage["status"] == "at the top") & (coverage["n_live_seniors"] == 0)]
    assert len(top)
    assert top["reason"].str.startswith("at the top by title").all()
    assert not top["reason"].str.contains("no senior").any()


def test_odd_titles_reach_history_ladder_and_pictures(zoo):
    for ax in (
        na.plot_guidance_history(na.mentorship_history(zoo)),
        na.plot_ladder(na.seniority_ladder(zoo)),
        na.plot_coverage(na.coverage_by_team(na.mentorship_coverage(zoo))),
    ):
        assert ax.get_label()
    plt.close("all")
