"""Stability on a small world: who stays a broker when interactions are missing."""

from __future__ import annotations

import pandas as pd
import pytest

from netanalysis.analysis.brokers import brokers
from netanalysis.analysis.stability import broker_stability
from netanalysis.errors import NothingToAnalyseError, OwnerUnknownError
from netanalysis.graph import relationship_graph

PEOPLE = {
    **{f"hal{i}": {"organisation": "Halden"} for i in range(3)},
    **{f"kol{i}": {"organisation": "Kolm"} for i in range(2)},
    **{f"sor{i}": {"organisation": "Sorrel"} for i in range(2)},
}


def world():
    """hal0 bridges to Kolm on many messages; ana, of no group, to Sorrel on just two."""
    events = []
    for week in range(20):
        events += [(7 * week, "hal0", ["me", "kol0"]), (7 * week + 1, "me", ["hal0"])]
        events += [(7 * week + 2, "me", ["hal1"]), (7 * week + 2, "me", ["ana"])]
    return [*events, (101, "ana", ["me", "sor0"]), (102, "ana", ["me", "sor0"])]


@pytest.fixture
def archive(archive_of):
    return archive_of(world(), people=PEOPLE, connected=["hal2", "kol1", "sor1"])


def test_the_order_without_loss_is_that_of_brokers(archive):
    table = broker_stability(archive, n_runs=5)
    ranked = brokers(relationship_graph(archive))
    assert list(table.index) == list(ranked.index[: len(table)])
    assert table["rank"].to_list() == list(range(1, len(table) + 1))


def test_a_bridge_of_two_messages_is_less_stable_than_one_of_many(archive):
    table = broker_stability(archive, k=2, n_runs=200)
    assert table.index[:2].to_list() == ["hal0", "ana"]
    assert table.loc["hal0", "top_share"] > 0.9
    # Both messages are kept in (1 - .1 ... .3) squared of the runs: .64 in the mean.
    assert 0.5 < table.loc["ana", "top_share"] < 0.8


def test_same_seed_same_result_and_another_seed_another(archive):
    one, other = (broker_stability(archive, k=2, n_runs=30, seed=7) for _ in range(2))
    pd.testing.assert_frame_equal(one, other)
    third = broker_stability(archive, k=2, n_runs=30, seed=8)
    assert not one["top_share"].equals(third["top_share"])


def test_it_says_what_is_missing(archive_of, archive):
    with pytest.raises(OwnerUnknownError):
        broker_stability(archive_of(world(), me=None))
    with pytest.raises(NothingToAnalyseError, match="load mail"):
        broker_stability(archive_of([(0, "me", ["ana"])]))
    with pytest.raises(ValueError, match="n_runs=0"):
        broker_stability(archive, n_runs=0)
