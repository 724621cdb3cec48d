"""Collaboration openings on a small world: who is one, who is not, and why."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from netanalysis.analysis.openings import COLUMNS, collaboration_openings
from netanalysis.errors import NothingToAnalyseError, OwnerUnknownError
from netanalysis.own_will import never

LAST = 7 * 110


def weekly(person: str) -> list[tuple[int, str, list[str], str]]:
    """Two years of letters both ways, a different subject each time."""
    return [
        event
        for week in range(0, 110, 2)
        for event in (
            (7 * week, "me", [person], f"N {week}"),
            (7 * week + 1, person, ["me"], f"R {week}"),
        )
    ]


WORLD = [
    *weekly("ana"),
    *weekly("bo"),
    # Two subjects each with "turbine" and "bearing" make them subject words.
    *[
        (LAST - day, "me", [who], f"Turbine bearing {part}")
        for who in ("ana", "bo")
        for day, part in ((9, "one"), (8, "two"))
    ],
    *[(day, "me", [f"p{day}"], "Hello") for day in range(8)],
]
PEOPLE = {
    "me": {"title": "Software Engineer", "organisation": "Kolm"},
    "ana": {"title": "Sales Manager", "organisation": "Halden"},
    "bo": {"title": "Lawyer", "organisation": "Delta"},
}


def project(start: int, who: list[str], n: int = 3) -> list[tuple[int, str, list[str], str]]:
    return [(start + i, "me", who, "Wind farm") for i in range(n)]


def archived(archive_of, events, people=PEOPLE, me="me"):
    """Return the archive; a thread is who is on it and what it is about."""
    made = archive_of([event[:3] for event in events], people=people, me=me)
    subjects = pd.Series([event[3] for event in events], dtype="string")
    thread = made.interactions["thread_id"] + subjects
    table = made.interactions.assign(subject=subjects, thread_id=thread)
    return replace(made, interactions=table)


@pytest.fixture
def build(archive_of):
    def archive(*more, people=PEOPLE, me="me"):
        events = [*WORLD, *[event for part in more for event in part]]
        return archived(archive_of, events, people, me)

    return archive


def pairs(table: pd.DataFrame) -> dict[str, pd.Series]:
    one = table[table["kind"] == "one to one"]
    return {row["people"]: row for _, row in one.iterrows()}


def test_live_ties_with_common_ground_and_no_joint_conversation_are_openings(build):
    table = collaboration_openings(build())
    assert set(pairs(table)) == {"ana", "bo"}
    ana = pairs(table)["ana"]
    assert ana["common"] == "subject word bearing; subject word turbine"
    assert ana["complement"] == "sales / engineering"
    assert (ana["n_common"], ana["n_past"], ana["past"]) == (2, 0, "")
    assert "no joint conversation was seen" in ana["reason"]
    assert ana["reason"].endswith("First step: ask what they are working on in sales.")


def test_the_score_is_made_of_its_parts(build):
    row = pairs(collaboration_openings(build()))["ana"]
    # Ten contacts; two of them share each of the two words, and there is no third thing.
    ground = 2 * (np.log(10) - np.log(2)) / (3 * np.log(10))
    assert row["ground"] == pytest.approx(ground)
    assert row["score"] == pytest.approx(row["p_90"] * (0.5 * ground + 0.3))


def test_whoever_worked_with_the_owner_within_a_year_is_none(build):
    archive = build(project(LAST - 200, ["ana", "p1"]))
    assert set(pairs(collaboration_openings(archive))) == {"bo"}


def test_two_messages_with_others_are_no_joint_work(build):
    archive = build(project(LAST - 200, ["ana", "p1"], n=2))
    assert set(pairs(collaboration_openings(archive))) == {"ana", "bo"}


@pytest.mark.parametrize(("answers", "found"), [(3, {"bo"}), (0, {"ana", "bo"})])
def test_a_long_exchange_of_two_is_joint_work_if_both_wrote(build, answers, found):
    alone = [(LAST - 50 + i, "me", ["ana"], "Wind farm") for i in range(6 - answers)]
    alone += [(LAST - 40 + i, "ana", ["me"], "Wind farm") for i in range(answers)]
    assert set(pairs(collaboration_openings(build(alone)))) == found


def test_a_project_gone_quiet_speaks_for_it_and_is_the_first_step(build):
    table = collaboration_openings(build(project(100, ["ana", "p1"])))
    ana = pairs(table)["ana"]
    assert (ana["n_past"], ana["past"]) == (1, "Wind farm")
    assert ana["past_on"] == pd.Timestamp("2024-04-12 09:00")
    assert ana["reason"].endswith("First step: ask what became of “Wind farm”.")
    bo = pairs(table)["bo"]
    assert ana["score"] / ana["p_90"] == pytest.approx(bo["score"] / bo["p_90"] + 0.2)


@pytest.mark.parametrize(
    ("subjects", "n_at_kolm", "is_opening"),
    [
        (("Turbine one", "Turbine two"), 10, False),
        (("Turbine bearing", "Bearing, turbine"), 10, True),
        (("x", "x"), 3, False),
        (("x", "x"), 2, True),
    ],
)
def test_what_many_contacts_share_and_a_single_word_are_no_ground(
    archive_of, subjects, n_at_kolm, is_opening
):
    """Ten contacts: what more than two and a half of them share singles nobody out."""
    everybody = ["ana", *[f"p{i}" for i in range(9)]]
    events = [*weekly("ana"), *[(1, "me", [person], "x") for person in everybody]]
    events += [(LAST, "me", ["ana"], subject) for subject in subjects]
    archive = archived(archive_of, events, people={})
    jobs = [
        {"person_id": name, "company": "Kolm", "origin": "x"}
        for name in ["me", *everybody[:n_at_kolm]]
    ]
    archive = replace(archive, positions=pd.DataFrame(jobs))
    assert (not collaboration_openings(archive).empty) == is_opening


def test_a_meeting_with_others_is_joint_work_and_one_of_two_is_not(build):
    for others, found in ((["ana", "p1"], {"bo"}), (["ana"], {"ana", "bo"})):
        archive = build([(LAST - 30, "me", others, "Planning")])
        channel = archive.interactions["channel"].mask(
            archive.interactions["subject"] == "Planning", "meeting"
        )
        archive = replace(archive, interactions=archive.interactions.assign(channel=channel))
        assert set(pairs(collaboration_openings(archive))) == found


def test_a_group_shares_a_thing_and_was_not_seen_together(build):
    table = collaboration_openings(build())
    group = table[table["kind"] == "group"]
    assert group["people"].to_list() == ["ana; bo"]
    row = group.iloc[0]
    assert row["common"] == "subject word bearing; subject word turbine"
    assert row["complement"] == "legal and sales / engineering"
    assert row["p_90"] == min(one["p_90"] for one in pairs(table).values())
    assert row["reason"].endswith("First step: bring them together on “bearing” and “turbine”.")
    together = collaboration_openings(build(project(LAST - 200, ["ana", "bo"])))
    assert together.empty


def test_of_groups_with_two_people_in_common_the_best_is_kept(build):
    more = [*weekly("cy"), *[(1, "me", [f"q{i}"], "x") for i in range(6)]]
    more += [(LAST - day, "me", ["cy"], f"Turbine bearing {day}") for day in (5, 6)]
    more += [
        (LAST - day, "me", [who], f"Gearbox casing {who} {day}")
        for who in ("ana", "bo")
        for day in (3, 4)
    ]
    table = collaboration_openings(build(more))
    groups = table[table["kind"] == "group"]
    # What two of seventeen share is rarer than what three share.
    assert groups["people"].to_list() == ["ana; bo"]
    assert "gearbox" in groups["common"].iloc[0]


def test_colleagues_are_no_group(build):
    people = {**PEOPLE, "bo": {"title": "Lawyer", "organisation": "Halden"}}
    table = collaboration_openings(build(people=people))
    assert set(table["kind"]) == {"one to one"}


def test_skills_the_owner_endorsed_are_what_they_bring(build):
    archive = build(people={**PEOPLE, "ana": {"organisation": "Halden"}})
    events = pd.DataFrame(
        {
            "interaction_id": ["e"],
            "occurred_at": pd.Timestamp("2024-03-01", tz="UTC"),
            "date_quality": "ok",
            "channel": "endorsement",
            "subject": "Rust, Go",
            "n_recipients": 1,
            "is_bulk": False,
            "origin": "x",
        }
    )
    roles = [
        {"interaction_id": "e", "person_id": "me", "role": "from"},
        {"interaction_id": "e", "person_id": "ana", "role": "to"},
    ]
    archive = replace(
        archive,
        interactions=pd.concat([archive.interactions, events]),
        participants=pd.concat([archive.participants, pd.DataFrame(roles)]),
        skills=pd.DataFrame([{"person_id": "me", "skill": "Go", "origin": "x"}]),
    )
    ana = pairs(collaboration_openings(archive))["ana"]
    assert ana["complement"] == "rust / "
    assert ana["common"].startswith("skill Go")


def test_whoever_never_answers_is_none(build):
    silent = [(7 * week, "me", ["cy"], f"Gearbox casing {week}") for week in range(110)]
    assert "cy" not in " ".join(collaboration_openings(build(silent))["people"])
    answered = [*silent, (LAST, "cy", ["me"], "Gearbox")]
    assert "cy" in set(pairs(collaboration_openings(build(answered))))


def test_whom_the_owner_never_wants_to_hear_of_is_left_out(build, tmp_path):
    archive = build()
    path = tmp_path / "wishes.toml"
    never(archive, "ana", wishes=path)
    table = collaboration_openings(archive, wishes=path)
    assert table["people"].to_list() == ["bo"]


def test_the_list_is_cut_and_says_so(build):
    archive = build()
    whole = collaboration_openings(archive)
    cut = collaboration_openings(archive, n=1)
    assert len(whole) == whole.attrs["n_found"] == cut.attrs["n_found"] == 3
    pd.testing.assert_frame_equal(cut, whole.head(1))
    with pytest.raises(ValueError, match="n=-1"):
        collaboration_openings(archive, n=-1)


def test_the_order_of_rows_does_not_matter(build):
    archive = build()
    shuffled = replace(
        archive,
        people=archive.people.sample(frac=1, random_state=1),
        interactions=archive.interactions.sample(frac=1, random_state=2),
        participants=archive.participants.sample(frac=1, random_state=3),
    )
    one, other = collaboration_openings(archive), collaboration_openings(shuffled)
    pd.testing.assert_frame_equal(one, other)


def test_nobody_known_gives_no_rows_but_all_columns(archive_of):
    table = collaboration_openings(archive_of([(0, "me", ["ana"])]))
    assert table.empty
    assert list(table.columns) == list(COLUMNS)
    assert table.dtypes.astype(str).to_dict()["score"] == "Float64"


def test_without_owner_or_dates_it_says_what_is_missing(build, archive_of):
    with pytest.raises(OwnerUnknownError):
        collaboration_openings(build(me=None))
    with pytest.raises(NothingToAnalyseError):
        collaboration_openings(archive_of([]))
