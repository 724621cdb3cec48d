"""Social signature: shares by rank, two years side by side, and layers only where they hold."""

from __future__ import annotations

import math

import numpy as np
import pytest

from netanalysis.analysis.signature import COLUMNS, social_signature
from netanalysis.errors import OwnerUnknownError

YEAR = 364


def days_of(person: str, days: range | list[int]) -> list[tuple[float, str, list[str]]]:
    return [(day, "me", [person]) for day in days]


def two_years(this: dict[str, int], last: dict[str, int]) -> list[tuple[float, str, list[str]]]:
    """Contact every so many days; this year is days 364 to 727, last year 0 to 363."""
    events = []
    for person, every in last.items():
        events += days_of(person, range(0, YEAR, every))
    for person, every in this.items():
        events += days_of(person, range(YEAR, 2 * YEAR - 1, every))
    return [*events, (2 * YEAR - 1, "me", [min(this, key=this.get)])]


SAME = {"ana": 2, "bo": 4, "cy": 9, "dee": 20, "eve": 40}


def test_shares_are_of_this_years_contact_days(archive_of):
    table = social_signature(archive_of(two_years({"ana": 10, "bo": 30}, {"bo": 7})))
    # Days 364, 374, ... 724 are 37, and day 727 one more; 364, 394, ... 724 are 13.
    assert table["n_contact_days"].tolist() == [38, 13]
    assert table["share"].tolist() == pytest.approx([38 / 51, 13 / 51])
    assert table["name"].tolist() == ["Ana", "Bo"]
    assert table.loc[1, "share_before"] == 1.0
    assert table.loc[1, "name_before"] == "Bo"
    assert "held by Bo" in table.loc[1, "reason"]


def test_the_same_two_years_are_no_farther_apart_than_chance(archive_of):
    attrs = social_signature(archive_of(two_years(SAME, SAME))).attrs
    assert attrs["distance"] <= attrs["self_distance"]
    assert attrs["turnover"] == 0.0


def test_other_people_in_the_same_places_change_turnover_and_not_the_shape(archive_of):
    others = {name + " two": every for name, every in SAME.items()}
    attrs = social_signature(archive_of(two_years(others, SAME))).attrs
    assert attrs["turnover"] == 1.0
    assert attrs["distance"] <= attrs["self_distance"]


def test_another_shape_is_farther_apart_than_chance(archive_of):
    even = {f"p{i}": 4 for i in range(8)}
    attrs = social_signature(archive_of(two_years(even, SAME))).attrs
    assert attrs["distance"] > 3 * attrs["self_distance"]


def test_the_distance_is_that_of_jensen_and_shannon(archive_of):
    attrs = social_signature(archive_of(two_years({"ana": 2}, {"ana": 4, "bo": 4}))).attrs
    # (1, 0) against (1/2, 1/2): H(3/4, 1/4) - H(1/2, 1/2) / 2 bits, and its root.
    entropy = -(0.75 * math.log2(0.75) + 0.25 * math.log2(0.25))
    assert attrs["distance"] == pytest.approx(math.sqrt(entropy - 0.5))


def test_a_layer_is_said_where_the_draws_agree(archive_of):
    two_close = {"ana": 2, "bo": 2, **{f"p{i}": 40 for i in range(6)}}
    table = social_signature(archive_of(two_years(two_close, SAME)))
    assert table["is_layer_end"].tolist() == [False, True, *[False] * 6]
    assert table.loc[2, "layer_support"] >= 0.9
    assert table.loc[2, "reason"].endswith("A layer ends here.")


def test_a_curve_that_falls_steadily_has_no_layers(archive_of):
    steady = {f"p{i:02d}": 6 + i for i in range(12)}
    table = social_signature(archive_of(two_years(steady, steady)))
    assert not table["is_layer_end"].any()


def test_intervals_hold_the_share_and_are_the_same_every_time(archive_of):
    archive = archive_of(two_years(SAME, SAME))
    table = social_signature(archive)
    assert (table["share_low"] <= table["share"] + 0.02).all()
    assert (table["share"] - 0.02 <= table["share_high"]).all()
    assert social_signature(archive).equals(table)


def test_half_a_year_before_is_not_compared(archive_of):
    events = [event for event in two_years(SAME, SAME) if event[0] >= 182]
    attrs = social_signature(archive_of(events)).attrs
    assert np.isnan([attrs["distance"], attrs["turnover"], attrs["self_distance"]]).all()


def test_one_person_and_nobody(archive_of):
    assert social_signature(archive_of([(0, "me", ["ana"])]))["share"].tolist() == [1.0]
    empty = social_signature(archive_of([(0, "ana", ["bo"])]))
    assert empty.empty
    assert list(empty.columns) == COLUMNS


def test_without_owner_it_is_said(archive_of):
    with pytest.raises(OwnerUnknownError):
        social_signature(archive_of([(0, "ana", ["bo"])], me=None))
