"""Dormant ties: who is on the list, and in which of the two orders."""

from __future__ import annotations

import pytest

from netanalysis.analysis.dormant import COLUMNS, dormant_ties
from netanalysis.errors import OwnerUnknownError


def exchange(person: str, days: list[int]) -> list[tuple[float, str, list[str]]]:
    """Both sides write in turn."""
    return [(day, "me", [person]) if i % 2 else (day, person, ["me"]) for i, day in enumerate(days)]


@pytest.fixture
def story(archive_of):
    """Ana and Bo are silent for over a year, Cy is not; the others do not qualify."""
    events = exchange("ana", list(range(0, 100, 5)))  # a chief, close long ago
    events += exchange("bo", list(range(300, 600, 30)))  # an intern, thinner and later
    events += exchange("cy", list(range(0, 1000, 20)))
    events += exchange("short", [10, 20])
    events += [(day, "news", ["me"]) for day in range(0, 300, 10)]
    people = {"ana": {"title": "CEO"}, "bo": {"title": "Intern"}}
    return archive_of(events, people=people)


def test_only_ties_both_sides_held_that_are_silent_for_over_a_year(story):
    assert set(dormant_ties(story).index) == {"ana", "bo"}
    assert dormant_ties(story)["days_silent"].min() > 365


def test_the_two_orders_differ(story):
    assert dormant_ties(story, by="worth").index.tolist() == ["ana", "bo"]
    assert dormant_ties(story, by="easiest").index.tolist() == ["bo", "ana"]
    table = dormant_ties(story)
    assert table["rank_easiest"].to_dict() == {"ana": 2, "bo": 1}
    assert table["rank_worth"].to_dict() == {"ana": 1, "bo": 2}


def test_worth_is_the_geometric_mean_of_its_known_parts(story):
    bo = dormant_ties(story).loc["bo"]
    # Nobody is seen with anybody: peak and seniority (an intern: 1/8) are known.
    assert bo["worth"] == pytest.approx((bo["value_peak"] * 1 / 8) ** 0.5)


def test_the_reason_says_what_was_and_who_wrote_last(story):
    reason = dormant_ties(story).loc["ana", "reason"]
    assert reason.startswith(
        "Ana: 20 contact days over 3 months, at best 18 in 90 days, then quiet for 2 years; you "
        "wrote last. At your best closer than "
    )


def test_both_orders_say_why_and_the_reason_says_it_for_the_one_asked_for(story):
    """Ana: 885 days silent, 20 contact days. Bo: 410 and 10. The middle lies between them."""
    worth, easiest = dormant_ties(story), dormant_ties(story, by="easiest")
    ana, bo = worth.loc["ana"], worth.loc["bo"]
    assert ana["why_easiest"].startswith(
        "Quiet for longer than most of your old ties, and in touch on more days; "
    )
    assert bo["why_easiest"].startswith(
        "Quiet for less long than most of your old ties, and in touch on fewer days; "
    )
    assert ana["why_worth"].endswith("; senior by title (CEO); whom they know is not known.")
    assert bo["why_worth"].endswith("; by title (Intern); whom they know is not known.")
    for person in ("ana", "bo"):
        assert worth.loc[person, "why_worth"] in worth.loc[person, "reason"]
        assert worth.loc[person, "why_easiest"] not in worth.loc[person, "reason"]
        assert easiest.loc[person, "why_easiest"] in easiest.loc[person, "reason"]


def test_what_is_not_known_is_said_and_who_was_seen_with_whom(archive_of):
    """Ana and Cy stand together twice; of Ana's title nothing is known."""
    events = exchange("ana", list(range(0, 50, 5))) + [(1, "me", ["ana", "cy"])] * 2
    events += [*exchange("bo", list(range(0, 50, 5))), (500, "me", ["dee"])]
    table = dormant_ties(archive_of(events))
    assert "how senior they are is not known" in table.loc["ana", "why_worth"]
    assert table.loc["ana", "why_worth"].endswith("seen with 33 % of your other contacts.")
    assert table.loc["bo", "why_worth"].endswith("none of your other contacts was seen with them.")


def test_what_may_explain_the_silence_is_said(archive_of):
    events = [*exchange("ana", [200, 205, 210]), (900, "me", ["bo"])]
    only = dormant_ties(archive_of(events)).loc["ana"]
    assert only["why_easiest"].startswith("Your only old tie; ")
    assert "You sent nothing to anybody on" in only["circumstances"]
    assert only["reason"].endswith(only["circumstances"])


def test_equal_people_stand_in_the_order_of_their_ids(archive_of):
    days = [0, 10, 20, 30]
    events = exchange("zoe", days) + exchange("abe", days) + [(500, "me", ["cy"])]
    assert dormant_ties(archive_of(events)).index.tolist() == ["abe", "zoe"]


def test_nobody_dormant_no_rows(archive_of):
    table = dormant_ties(archive_of([(0, "me", ["ana"])]))
    assert table.empty
    assert list(table.columns) == COLUMNS


def test_wrong_order_and_no_owner_are_said(archive_of, story):
    with pytest.raises(ValueError, match="easiest"):
        dormant_ties(story, by="charm")
    with pytest.raises(OwnerUnknownError):
        dormant_ties(archive_of([(0, "ana", ["bo"])], me=None))
