"""The backtest: what it counts, whom it judges, and what it says."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from netanalysis.analysis.proof import COLUMNS, backtest
from netanalysis.archive import load_table
from netanalysis.errors import NothingToAnalyseError, OwnerUnknownError
from netanalysis.trials import RULES


def exchange(person: str, days: range) -> list[tuple[float, str, list[str]]]:
    return [(day, "me", [person]) if i % 2 else (day, person, ["me"]) for i, day in enumerate(days)]


@pytest.fixture
def story(archive_of):
    """Four ties go on to day 280; four stop before the cut on day 190, one long ago."""
    events = []
    for i, name in enumerate(["ana", "bo", "cy", "dee"]):
        events += exchange(name, range(i, 281, 5 + i))
    for i, name in enumerate(["eve", "flo", "gus", "hal"]):
        events += exchange(name, range(i, 130 - 30 * i, 5 + i))
    return archive_of(events)


CUT = ["2024-07-09"]  # day 190


def test_every_rule_and_horizon_has_its_row_the_score_first(story):
    table = backtest(story, cuts=CUT)
    assert list(table.columns) == COLUMNS
    assert table.index.get_level_values("rule").unique().tolist() == list(RULES)
    assert table.loc["chance"].index.tolist() == [30, 60, 90]


def test_what_was_is_the_share_of_ties_with_contact(story):
    row = backtest(story, cuts=CUT).loc[("chance", 90)]
    assert (row["n_ties"], row["n_cuts"], row["n_rankings"]) == (8, 1, 1)
    assert row["was"] == 0.5
    assert row["auc_inside"] == 1.0  # the silent ones have been silent for over 60 days
    assert "was 50 % (8 ties, 1 cut)" in row["reason"]


def test_nothing_after_the_cut_is_looked_at(story, archive_of):
    """Another future changes what was, never what was said."""
    events = []
    for i, name in enumerate(["ana", "bo", "cy", "dee"]):
        events += exchange(name, range(i, 190, 5 + i))
    for i, name in enumerate(["eve", "flo", "gus", "hal"]):
        events += exchange(name, range(i, 130 - 30 * i, 5 + i))
    events += [(200, "me", ["eve", "flo"]), (280, "me", ["eve"])]
    other = backtest(archive_of(events), cuts=CUT).loc[("chance", 90)]
    this = backtest(story, cuts=CUT).loc[("chance", 90)]
    assert other["said"] == this["said"]
    assert other["was"] == 0.25


def test_an_owner_who_stopped_writing_is_not_judged(archive_of):
    events = [event for event in exchange("ana", range(0, 280, 5)) if event[0] < 190]
    events += [(day, "ana", ["me"]) for day in range(190, 285, 5)]
    with pytest.raises(NothingToAnalyseError, match="judged"):
        backtest(archive_of(events), cuts=CUT)


def test_a_horizon_that_ends_after_the_archive_is_not_tried(story):
    late = backtest(story, cuts=["2024-08-15"])  # day 227: 53 days before the end
    assert late.loc["chance"].index.tolist() == [30]


def test_cuts_are_found_where_there_is_history(story):
    # Days 0 to 280: cuts on day 191 and on day 101; one more would leave 11 days of history.
    assert backtest(story).attrs["cuts"] == ["2024-04-11", "2024-07-10"]


def test_a_short_archive_is_refused_in_words(archive_of):
    with pytest.raises(NothingToAnalyseError, match="load more"):
        backtest(archive_of(exchange("ana", range(0, 60, 3))))


def test_everybody_in_a_table_is_an_ego():
    rng = np.random.default_rng(1)
    names = np.array([f"Person {letter}" for letter in "ABCDEFGH"])
    ends = np.array([rng.choice(8, 2, replace=False) for _ in range(1500)])
    when = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 300, 1500), unit="D")
    frame = pd.DataFrame({"when": when, "source": names[ends[:, 0]], "target": names[ends[:, 1]]})
    archive = load_table(frame)
    table = backtest(archive)
    assert table.loc[("chance", 90), "n_ties"] == 2 * 8 * 7  # two cuts, each tie from both ends
    with pytest.raises(OwnerUnknownError):
        backtest(archive, whose="owner")


def test_said_and_was_are_kept_in_tenths_and_add_up(story):
    table = backtest(story, cuts=CUT)
    bins = pd.DataFrame(table.attrs["calibration"])
    mine = bins[bins["horizon_days"] == 90]
    assert mine["n"].sum() == 8
    said = (mine["said"] * mine["n"]).sum() / 8
    assert said == pytest.approx(table.loc[("chance", 90), "said"])


def test_the_own_bias_is_always_told(story):
    own = backtest(story, cuts=CUT).attrs["correction"]
    assert own["n_ties"] == 8
    assert own["is_applied"] is False


def test_wrong_horizons_are_refused(story):
    with pytest.raises(ValueError, match="30 to 90"):
        backtest(story, horizons=(7,))
