"""Burt's measures and ego betweenness: published values, networkx's definitions, edge cases."""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from random_graphs import networks

from netanalysis.holes import efficiency_range, ego_betweenness, structural_holes

BORGATTI = dict(
    zip("AB AF AG AE EG FG BG BD DG GC".split(), [2, 3, 5, 2, 8, 3, 4, 1, 3, 10], strict=True)
)
EMPTY = ["degree", "constraint", "effective_size", "efficiency", "hierarchy"]


def borgatti() -> nx.Graph:
    G = nx.Graph()
    G.add_weighted_edges_from([(*tie, w) for tie, w in BORGATTI.items()], weight="strength")
    return G


def table(G: nx.Graph, weight: str | None = None) -> pd.DataFrame:
    return structural_holes(G, weight=weight)


def close(value: float, tolerance: float = 1e-4):
    return pytest.approx(value, abs=tolerance)


@pytest.mark.parametrize(
    ("measure", "values", "tolerance"),
    [
        ("constraint", {"G": 0.400, "A": 0.595}, 5e-4),
        ("constraint", {"B": 0.6427, "D": 0.7847, "E": 0.7309, "F": 0.7309, "C": 1}, 1e-4),
        ("effective_size", {"G": 14 / 3, "A": 2.50, "B": 1.6667, "C": 1}, 1e-4),
        ("efficiency", {"G": 0.7778, "A": 0.625}, 1e-4),
        ("hierarchy", {"G": 0.0947, "A": 0.1678, "C": 1}, 1e-4),
    ],
)
def test_borgatti_1997_binary(measure, values, tolerance):
    got = table(borgatti())
    for node, value in values.items():
        assert got.loc[node, measure] == close(value, tolerance)


def test_borgatti_1997_ego_betweenness():
    got = ego_betweenness(borgatti())
    for node, value in {"G": 9, "A": 1.5, "B": 0.5, "C": 0}.items():
        assert got.loc[node, "ego_betweenness"] == close(value)


def test_borgatti_weighted():
    got = table(borgatti(), "strength")
    for node, value in {"G": 0.299, "A": 0.795, "C": 1}.items():
        assert got.loc[node, "constraint"] == close(value, 5e-4)
    sizes = {"G": 5.4717, "A": 2.4750, "B": 1.6714, "D": 1.15, "E": 1.10, "C": 1}
    for node, value in sizes.items():
        assert got.loc[node, "effective_size"] == close(value)


def test_directed():
    got = table(nx.DiGraph([(0, 1), (0, 2), (1, 0), (2, 1)]))
    assert got["constraint"].tolist() == pytest.approx([1.003, 1.003, 1.389], abs=5e-4)
    assert got["effective_size"].tolist() == pytest.approx([7 / 6, 7 / 6, 1], abs=1e-4)


def test_directed_weighted():
    G = nx.DiGraph()
    G.add_weighted_edges_from([(0, 1, 2), (0, 2, 2), (1, 0, 1), (2, 1, 1)], weight="strength")
    got = table(G, "strength")
    assert got["constraint"].tolist() == pytest.approx([0.8403, 1.1428, 1.3781], abs=1e-4)
    assert got["effective_size"].tolist() == pytest.approx([1.5667, 1.0833, 1], abs=1e-4)


KARATE = {
    0: (0.1554, 13.75, 0.0875, 88.4167),
    1: (0.2795, 6.3333, 0.1545, 15.75),
    2: (0.1852, 7.8, 0.0454, 30.75),
    32: (0.2492, 9.8333, 0.3259, 30.5),
    33: (0.1564, 15.2353, 0.2416, 97),
}


def test_karate_club():
    G = nx.karate_club_graph()
    got = table(G).join(ego_betweenness(G)["ego_betweenness"])
    for node, expected in KARATE.items():
        row = got.loc[node, ["constraint", "effective_size", "hierarchy", "ego_betweenness"]]
        assert row.tolist() == pytest.approx(expected, abs=1e-4)


def test_kite_and_florentine_families():
    kite = table(nx.krackhardt_kite_graph())["constraint"].tolist()
    expected = [0.5412, 0.5412, 0.6641, 0.4702, 0.6641, 0.4451, 0.4451, 0.4311, 0.5, 1]
    assert kite == pytest.approx(expected, abs=1e-4)
    G = nx.florentine_families_graph()
    families = table(G).join(ego_betweenness(G)["ego_betweenness"])
    columns = ["constraint", "effective_size", "ego_betweenness"]
    assert families.loc["Medici", columns].tolist() == pytest.approx([0.2099, 5.6667, 14], abs=1e-4)
    assert families.loc["Strozzi", columns].tolist() == pytest.approx([0.4583, 3, 3.5], abs=1e-4)


@pytest.mark.parametrize(
    ("G", "constraint", "size", "hierarchy"),
    [
        (nx.star_graph(8), 1 / 8, 8, 0),
        (nx.complete_graph(5), 0.765625, 1, 0),
        (nx.cycle_graph(6), 0.5, 2, 0),
        (nx.path_graph(2), 1, 1, 1),
    ],
)
def test_closed_forms(G, constraint, size, hierarchy):
    got = table(G).loc[0]
    values = [len(G[0]), constraint, size, size / len(G[0]), hierarchy]
    assert got.tolist() == pytest.approx(values, abs=1e-12)


@given(networks())
def test_equals_the_definition_of_networkx(G):
    """networkx's Python path; its sparse path divides along the wrong axis for effective size."""
    got = table(G, "strength")
    constraint = nx.constraint(G, nodes=list(G), weight="strength")
    size = nx.effective_size(G, nodes=list(G), weight="strength")
    for node in G:
        if not math.isnan(constraint[node]):
            assert got.loc[node, "constraint"] == close(constraint[node], 1e-9)
            assert got.loc[node, "effective_size"] == close(size[node], 1e-9)


@given(networks(loops=True))
def test_hierarchy_follows_its_formula_and_loops_change_nothing(G):
    got = table(G, "strength")
    W = {v: {} for v in G}
    for a, b, strength in G.edges(data="strength"):
        if a != b:
            W[a][b] = W[b][a] = W[a].get(b, 0) + strength
    p = {i: {j: w / sum(W[i].values()) for j, w in W[i].items()} for i in W}
    for i, k in ((i, len(W[i])) for i in W if W[i]):
        c = [(p[i][j] + sum(p[i][q] * p[q].get(j, 0) for q in p[i])) ** 2 for j in p[i]]
        assert got.loc[i, "degree"] == k
        assert got.loc[i, "constraint"] == close(sum(c), 1e-12)
        relative = [one / (sum(c) / k) for one in c]
        expected = sum(r * math.log(r) for r in relative) / (k * math.log(k)) if k > 1 else 1
        assert got.loc[i, "hierarchy"] == close(expected, 1e-9)


@given(networks())
def test_ego_betweenness_is_betweenness_inside_the_ego_network(G):
    got = ego_betweenness(G)
    U = nx.Graph(G.edges)
    for v in U:
        inside = nx.betweenness_centrality(U.subgraph([v, *U[v]]), normalized=False)[v]
        assert got.loc[v, "ego_betweenness"] == close(inside, 1e-9)


@given(networks())
def test_the_order_of_people_does_not_matter(G):
    turned = G.__class__()
    turned.add_nodes_from(reversed(list(G)))
    turned.add_edges_from(reversed(list(G.edges(data=True))))
    one, other = table(G, "strength"), table(turned, "strength").loc[list(G)]
    pd.testing.assert_frame_equal(one, other, rtol=0, atol=1e-12)


def test_many_people_are_done_in_pieces(monkeypatch):
    G = nx.karate_club_graph()
    whole = table(G), ego_betweenness(G)
    monkeypatch.setattr("netanalysis.triangles.PAIRS_AT_ONCE", 3)
    monkeypatch.setattr("netanalysis.holes.TWO_PATHS_AT_ONCE", 3)
    pieces = table(G), ego_betweenness(G)
    for one, other in zip(whole, pieces, strict=True):
        pd.testing.assert_frame_equal(one, other, rtol=0, atol=1e-12)


def test_isolates_are_undefined_and_an_empty_graph_has_no_rows():
    G = nx.Graph([(0, 1)])
    G.add_node(2)
    assert table(G).loc[2].isna().tolist() == [False, True, True, True, True]
    assert ego_betweenness(G).loc[2].isna().tolist() == [False, True, True]
    assert ego_betweenness(G).loc[0].isna().tolist() == [False, False, True]
    for nothing in (table(nx.Graph()), ego_betweenness(nx.DiGraph())):
        assert nothing.empty
        assert nothing.index.name == "person_id"
    assert table(nx.Graph()).columns.tolist() == EMPTY


def test_one_person_alone_has_no_value():
    G = nx.Graph()
    G.add_node("ana")
    assert table(G).loc["ana"].isna().sum() == 4


def test_without_ties_between_contacts_all_contacts_count():
    G = nx.Graph()
    G.add_weighted_edges_from([("a", "b", 1), ("a", "c", 3)], weight="strength")
    got = table(G, "strength").loc["a"]
    assert got["effective_size"] == 2
    assert got["constraint"] == pytest.approx(0.25**2 + 0.75**2)


def test_efficiency_lies_between_ties_seen_and_groups_filled_in():
    """0 knows 1, 2 (of group x, not seen together), 3 and 4 (seen together, of y and z)."""
    one, other = np.array([0, 0, 0, 0, 3]), np.array([1, 2, 3, 4, 4])
    table = efficiency_range(one, other, pd.Series(["", "x", "x", "y", "z", "w"], dtype="string"))
    assert table.loc[0].to_list() == [1 - 4 / 16, 1 - 2 / 16]
    assert table.loc[1].to_list() == [1.0, 1.0]
    assert table.loc[5].isna().all()


@given(networks())
def test_the_upper_bound_is_the_efficiency_without_strengths(G):
    H = nx.convert_node_labels_to_integers(nx.Graph(G))
    H.remove_edges_from(list(nx.selfloop_edges(H)))
    ends = np.array(sorted(H.edges()), dtype=np.int64).reshape(-1, 2)
    group = pd.Series([f"{i % 3}" for i in range(len(H))], dtype="string")
    bounds = efficiency_range(ends[:, 0], ends[:, 1], group)
    expected = structural_holes(H, weight=None)["efficiency"].to_numpy(na_value=np.nan)
    np.testing.assert_allclose(bounds["efficiency_high"].to_numpy(na_value=np.nan), expected)
    assert (bounds["efficiency_low"] <= bounds["efficiency_high"] + 1e-12).all()
