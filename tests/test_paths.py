"""Betweenness on distance: published values, networkx's own, samples and their error."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from random_graphs import networks

from netanalysis import paths
from netanalysis.paths import betweenness


def close(values):
    return pytest.approx(values, abs=1e-4)


def by_networkx(G: nx.Graph) -> list[float]:
    """Return networkx's betweenness on the same whole-number distances."""
    H = G.copy()
    for *_, tie in H.edges(data=True):
        tie["distance"] = max(1, round(1e6 / tie["strength"]))
    return list(nx.betweenness_centrality(H, weight="distance", normalized=False).values())


def test_karate_club():
    got = betweenness(nx.karate_club_graph(), weight=None)["betweenness"]
    expected = [231.0714, 28.4786, 75.8508, 76.6905, 160.5516]
    assert got.loc[[0, 1, 2, 32, 33]].tolist() == close(expected)


def test_kite():
    got = betweenness(nx.krackhardt_kite_graph(), weight=None)["betweenness"]
    expected = [0.8333, 0.8333, 0, 3.6667, 0, 8.3333, 8.3333, 14, 8, 0]
    assert got.tolist() == close(expected)


@given(networks(loops=True))
def test_equals_networkx_on_whole_number_distances(G):
    got = betweenness(G)
    assert got["betweenness"].tolist() == pytest.approx(by_networkx(G), abs=1e-9)
    assert got.attrs == {"n_sources": len(G), "is_exact": True}
    assert (got["standard_error"] == 0).all()


def grown(n_people: int, p: float, *, is_directed: bool = True) -> nx.Graph:
    G = nx.gnp_random_graph(n_people, p, seed=3, directed=is_directed)
    for i, (*_, tie) in enumerate(G.edges(data=True)):
        tie["strength"] = 1.0 + i * 7 % 12
    return G


@pytest.mark.parametrize(("n_sources", "n_cells"), [(64, 500_000), (7, 500_000), (64, 1)])
def test_equals_networkx_on_a_network_of_two_hundred(monkeypatch, n_sources, n_cells):
    monkeypatch.setattr("netanalysis.paths._PLACES_AT_ONCE", 0)
    monkeypatch.setattr("netanalysis.paths._LEAST_SOURCES", n_sources)
    monkeypatch.setattr("netanalysis.paths._CELLS_AT_ONCE", n_cells)
    G = grown(200, 0.05)
    assert betweenness(G)["betweenness"].tolist() == pytest.approx(by_networkx(G), abs=1e-9)


@pytest.mark.parametrize("is_directed", [True, False])
def test_equals_networkx_and_follows_no_detours(monkeypatch, is_directed):
    followed = []
    on_shortest = paths._on_shortest

    def spy(away, lengths):
        followed.append(len(lengths.source))
        return on_shortest(away, lengths)

    monkeypatch.setattr(paths, "_on_shortest", spy)
    monkeypatch.setattr(paths, "_PLACES_AT_ONCE", 0)
    G = grown(260, 0.03, is_directed=is_directed)
    assert betweenness(G)["betweenness"].tolist() == pytest.approx(by_networkx(G), abs=1e-9)
    assert len(followed) == 5
    assert followed[4] < followed[0] < G.to_directed().number_of_edges()


@pytest.mark.parametrize("least", [1.0, 1e-4, 1e-7])
@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph])
def test_equals_networkx_where_people_are_many_steps_or_far_apart(kind, least):
    G = nx.path_graph(70, create_using=kind)
    G.add_edges_from([(0, 40), (10, 50), (50, 30), (80, 81), (81, 82)])  # others out of reach
    for i, (*_, tie) in enumerate(G.edges(data=True)):
        tie["strength"] = least * (1 + i % 3)
    assert betweenness(G)["betweenness"].tolist() == pytest.approx(by_networkx(G), abs=1e-9)


def test_many_ways_of_equal_length_share():
    # From a to z lead two ways of 1/2 + 1/6 and 1/3 + 1/3, apart by rounding alone as fractions.
    G = nx.Graph()
    ties = [("a", "b", 2), ("b", "z", 2), ("a", "c", 2), ("c", "z", 2)]
    G.add_weighted_edges_from(ties, weight="strength")
    assert betweenness(G).loc[["b", "c"], "betweenness"].tolist() == [0.5, 0.5]


def test_share_and_bridging_centrality_follow_their_formulas():
    got = betweenness(nx.path_graph(["a", "b", "c", "d"]), weight=None)
    assert got["betweenness_share"].tolist() == pytest.approx([0, 2 / 3, 2 / 3, 0])
    # b: betweenness 2, degree 2, neighbours of degree 1 and 2.
    assert got["bridging_centrality"].tolist() == pytest.approx([0, 2 / 3, 2 / 3, 0])
    directed = betweenness(nx.DiGraph([("a", "b"), ("b", "c")]), weight=None)
    assert directed.loc["b", ["betweenness", "betweenness_share"]].tolist() == [1, 0.5]


def test_a_sample_comes_near_and_knows_how_near():
    G = nx.gnp_random_graph(300, 0.03, seed=1)
    exact = betweenness(G, weight=None)["betweenness"].astype(float)
    sampled = betweenness(G, weight=None, n_sources=100)
    assert sampled.attrs == {"n_sources": 100, "is_exact": False}
    away = (sampled["betweenness"].astype(float) - exact).abs()
    assert exact.corr(sampled["betweenness"].astype(float), method="spearman") > 0.9
    within = (away <= 2 * sampled["standard_error"].astype(float)).mean()
    assert within > 0.85
    assert sampled.equals(betweenness(G, weight=None, n_sources=100))
    assert not sampled.equals(betweenness(G, weight=None, n_sources=100, seed=2))


def test_the_error_is_that_of_a_mean_drawn_without_replacement():
    G = nx.path_graph(4)
    sampled = betweenness(G, weight=None, n_sources=2, seed=0)
    # What single sources depend on node 1: 2 from node 0, 0 from itself, 1 from 2 and from 3.
    gives = {0: [0, 2, 1, 0], 1: [0, 0, 1, 0], 2: [0, 1, 0, 0], 3: [0, 1, 2, 0]}
    drawn = np.random.default_rng(0).permutation(4)[:2]
    rows = np.array([gives[i] for i in drawn], dtype=float)
    assert sampled["betweenness"].tolist() == pytest.approx(rows.mean(axis=0) * 4 / 2)
    error = 4 / 2 * rows.std(axis=0, ddof=1) / np.sqrt(2) * np.sqrt(1 - 2 / 4)
    assert sampled["standard_error"].tolist() == pytest.approx(error)
    one = betweenness(G, weight=None, n_sources=1)
    assert one["standard_error"].isna().all()


def test_large_networks_are_sampled_unless_asked(monkeypatch):
    monkeypatch.setattr("netanalysis.paths.EXACT_NODES", 5)
    monkeypatch.setattr("netanalysis.paths.SAMPLED_SOURCES", 4)
    assert betweenness(nx.path_graph(6), weight=None).attrs["n_sources"] == 4
    asked = betweenness(nx.path_graph(6), weight=None, n_sources=99)
    assert asked.attrs == {"n_sources": 6, "is_exact": True}
    assert asked["betweenness"].tolist() == [0, 4, 6, 6, 4, 0]


def test_nobody_between_nobody():
    assert betweenness(nx.Graph()).empty
    G = nx.Graph()
    G.add_node("ana")
    alone = betweenness(G).loc["ana"]
    assert alone[["degree", "betweenness"]].tolist() == [0, 0]
    assert alone[["betweenness_share", "bridging_centrality"]].isna().all()
    two = betweenness(nx.path_graph(2), weight=None)
    assert two["betweenness"].tolist() == [0, 0]
    assert two["betweenness_share"].isna().all()


def test_ways_have_to_start_somewhere():
    with pytest.raises(ValueError, match="n_sources is 0"):
        betweenness(nx.path_graph(3), weight=None, n_sources=0)


def test_very_strong_ties_keep_a_length():
    G = nx.path_graph(3)
    nx.set_edge_attributes(G, 1e9, "strength")
    assert betweenness(G)["betweenness"].tolist() == [0, 1, 0]


def test_the_same_columns_whatever_is_asked():
    columns = betweenness(nx.Graph()).columns
    assert betweenness(nx.path_graph(9), weight=None, n_sources=3).columns.equals(columns)
