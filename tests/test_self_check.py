"""The self-check: chances of 90 days ago against what came, and when they are corrected."""

from __future__ import annotations

import numpy as np
import pytest

from netanalysis.analysis.dormant import dormant_ties
from netanalysis.analysis.neglect import neglected_ties, rhythm
from netanalysis.ego import ego_ties


def events_of(n: int, *, n_going_on: int = 0) -> list[tuple[float, str, list[str]]]:
    """``n`` ties of six days each, some with one more, and one that always goes on."""
    events = [(day, "me", ["daily"]) for day in range(0, 300, 2)]
    for i in range(n):
        last = 195 - i % 5
        days = [last - 10 * k for k in range(6)] + ([280] if i < n_going_on else [])
        events += [(day, "me", [f"p{i:02d}"]) for day in days]
    return events


def test_chances_that_came_out_wrong_are_corrected(archive_of):
    """All forty were said to be likely, and not one came about."""
    archive = archive_of(events_of(40))
    table = neglected_ties(archive)
    plain = ego_ties(archive).loc[table.index]
    assert table.attrs["is_corrected"]
    assert "the chances are corrected by that" in table.attrs["self_check"]
    assert (table["p_90"] < plain["p_90"]).all()
    assert (table["p_30"] < table["p_90"]).all()
    assert table["neglect"].equals(table["value"] * (1 - table["p_90"]))


def test_every_finding_says_the_same_chance(archive_of):
    archive = archive_of([*events_of(40), *[(k, "p00", ["me"]) for k in (1, 2)]])
    table = neglected_ties(archive)
    assert rhythm(archive, "p00").attrs["p_90"] == table.loc["p00", "p_90"]
    late = neglected_ties(archive, as_of="2026-01-01").loc["p00", "p_90"]
    assert dormant_ties(archive, as_of="2026-01-01").loc["p00", "p_90"] == late


def test_chances_that_came_out_right_stay(archive_of):
    archive = archive_of(events_of(40, n_going_on=30))
    table = neglected_ties(archive)
    assert not table.attrs["is_corrected"]
    assert "nothing is corrected" in table.attrs["self_check"]
    np.testing.assert_array_equal(table["p_90"], ego_ties(archive).loc[table.index, "p_90"])


@pytest.mark.parametrize(("n", "is_corrected"), [(28, False), (30, True)])
def test_it_takes_thirty_ties(archive_of, n, is_corrected):
    """With the one of every second day, 28 make 29."""
    table = neglected_ties(archive_of(events_of(n)))
    assert table.attrs["is_corrected"] == is_corrected


def test_a_past_that_cannot_be_judged_is_said(archive_of):
    table = neglected_ties(archive_of([(0, "me", ["ana"])]))
    assert "could not be checked" in table.attrs["self_check"]
