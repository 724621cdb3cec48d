"""Burt's measures against published values and networkx's own definition."""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest

from netanalysis import holes
from netanalysis.holes import structural_holes

BORGATTI = "AB AF AG AE EG FG BG BD DG GC".split()
WEIGHTS = dict(
    zip("AB AF AG AE EG FG BG BD DG GC".split(), [2, 3, 5, 2, 8, 3, 4, 1, 3, 10], strict=True)
)


def table(G: nx.Graph, weight: str | None = None):
    return structural_holes(G, weight=weight)


def test_borgatti_1997_binary():
    got = table(nx.Graph([tuple(e) for e in BORGATTI]))
    constraint = {
        "G": 0.400,
        "A": 0.595,
        "B": 0.6427,
        "D": 0.7847,
        "E": 0.7309,
        "F": 0.7309,
        "C": 1,
    }
    for node, value in constraint.items():
        assert got.loc[node, "constraint"] == pytest.approx(
            value, abs=1e-3 if node in "GA" else 1e-4
        )
    for node, value in {"G": 4.67, "A": 2.50, "B": 1.6667, "C": 1}.items():
        assert got.loc[node, "effective_size"] == pytest.approx(
            value, abs=5e-3 if node == "G" else 1e-4
        )


def test_borgatti_weighted():
    G = nx.Graph()
    G.add_weighted_edges_from([(*e, w) for e, w in WEIGHTS.items()], weight="strength")
    got = table(G, "strength")
    for node, value in {"G": 0.299, "A": 0.795, "C": 1}.items():
        assert got.loc[node, "constraint"] == pytest.approx(value, abs=5e-4)
    sizes = {"G": 5.4717, "A": 2.4750, "B": 1.6714, "D": 1.15, "E": 1.10, "C": 1}
    for node, value in sizes.items():
        assert got.loc[node, "effective_size"] == pytest.approx(value, abs=1e-4)


def test_directed():
    got = table(nx.DiGraph([(0, 1), (0, 2), (1, 0), (2, 1)]))
    assert got["constraint"].tolist() == pytest.approx([1.003, 1.003, 1.389], abs=1e-3)
    assert got["effective_size"].tolist() == pytest.approx([1.167, 1.167, 1], abs=1e-3)


def test_directed_weighted():
    G = nx.DiGraph()
    G.add_weighted_edges_from([(0, 1, 2), (0, 2, 2), (1, 0, 1), (2, 1, 1)], weight="strength")
    got = table(G, "strength")
    assert got["constraint"].tolist() == pytest.approx([0.8403, 1.1428, 1.3781], abs=1e-4)
    assert got["effective_size"].tolist() == pytest.approx([1.5667, 1.0833, 1], abs=1e-4)


def test_karate_club():
    G = nx.karate_club_graph()
    got = table(G)
    expected = {
        0: (0.1554, 13.75),
        1: (0.2795, 6.3333),
        2: (0.1852, 7.8),
        32: (0.2492, 9.8333),
        33: (0.1564, 15.2353),
    }
    for node, (constraint, size) in expected.items():
        assert got.loc[node, "constraint"] == pytest.approx(constraint, abs=1e-4)
        assert got.loc[node, "effective_size"] == pytest.approx(size, abs=1e-4)


def test_kite_and_florentine_families():
    kite = table(nx.krackhardt_kite_graph())["constraint"].tolist()
    expected = [0.5412, 0.5412, 0.6641, 0.4702, 0.6641, 0.4451, 0.4451, 0.4311, 0.5, 1]
    assert kite == pytest.approx(expected, abs=1e-4)
    families = table(nx.florentine_families_graph())
    assert families.loc["Medici", "constraint"] == pytest.approx(0.2099, abs=1e-4)
    assert families.loc["Medici", "effective_size"] == pytest.approx(5.6667, abs=1e-4)
    assert families.loc["Strozzi", "constraint"] == pytest.approx(0.4583, abs=1e-4)


@pytest.mark.parametrize(
    ("G", "node", "constraint", "size"),
    [
        (nx.star_graph(8), 0, 1 / 8, 8),
        (nx.complete_graph(5), 0, 0.765625, 1),
        (nx.cycle_graph(6), 0, 0.5, 2),
        (nx.path_graph(2), 0, 1, 1),
    ],
)
def test_closed_forms(G, node, constraint, size):
    got = table(G)
    assert got.loc[node, "constraint"] == pytest.approx(constraint)
    assert got.loc[node, "effective_size"] == pytest.approx(size)


def test_equals_networkx_definition_on_random_weighted_digraphs():
    for seed in range(5):
        G = nx.gnp_random_graph(25, 0.2, seed=seed, directed=True)
        for i, (u, v) in enumerate(G.edges):
            G.edges[u, v]["strength"] = 1 + (i * 7) % 5
        mine = table(G, "strength")
        constraint = nx.constraint(G, nodes=list(G), weight="strength")
        size = nx.effective_size(G, nodes=list(G), weight="strength")
        for node in G:
            if G.degree(node) and not math.isnan(constraint[node]):
                assert mine.loc[node, "constraint"] == pytest.approx(constraint[node], abs=1e-9)
                assert mine.loc[node, "effective_size"] == pytest.approx(size[node], abs=1e-9)


def test_isolates_are_undefined_and_an_empty_graph_has_no_rows():
    G = nx.Graph([(0, 1)])
    G.add_node(2)
    got = table(G)
    assert got.loc[2].isna().tolist() == [False, True, True]
    assert table(nx.Graph()).empty


def test_self_loops_change_nothing():
    G = nx.karate_club_graph()
    with_loop = G.copy()
    with_loop.add_edge(0, 0)
    assert table(G).equals(table(with_loop))


@pytest.mark.parametrize("seed", range(3))
def test_triangles_taken_some_at_a_time_give_what_the_formula_gives(seed, monkeypatch):
    monkeypatch.setattr(holes, "WEDGES_AT_A_TIME", 10)
    G = nx.gnp_random_graph(30, 0.3, seed=seed)
    draw = np.random.default_rng(seed)
    for u, v in G.edges:
        G[u][v]["strength"] = draw.uniform(0.1, 5)
    W = nx.to_numpy_array(G, weight="strength")
    P, M, near = W / W.sum(axis=1, keepdims=True), W / W.max(axis=1, keepdims=True), W > 0
    got = table(G, "strength")
    constraint = (((P + P @ P) * near) ** 2).sum(axis=1)
    size = near.sum(axis=1) - ((P @ M.T) * near).sum(axis=1)
    assert got["constraint"].to_numpy(float) == pytest.approx(constraint, rel=1e-12)
    assert got["effective_size"].to_numpy(float) == pytest.approx(size, rel=1e-12)
