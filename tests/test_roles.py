"""Gould and Fernandez' roles and brokering activity against published values and by hand."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_graphs import networks

from netanalysis.errors import UnusableGraphError
from netanalysis.roles import ROLES, brokerage_roles, brokering_activity

ALL = [*ROLES, "total"]


def role(first, broker, last) -> str:
    if first == broker == last:
        return "coordinator"
    if first == last:
        return "itinerant"
    if first == broker:
        return "representative"
    return "gatekeeper" if last == broker else "liaison"


def open_ways(G: nx.Graph) -> list[tuple]:
    D = G if G.is_directed() else G.to_directed()
    return [
        (i, j, k)
        for j in D
        for i in D.predecessors(j)
        for k in D.successors(j)
        if len({i, j, k}) == 3 and not D.has_edge(i, k)
    ]


def test_toy_of_gould_and_fernandez():
    G = nx.DiGraph([(0, 1), (1, 2), (1, 3), (3, 1), (4, 1), (1, 4)])
    got = brokerage_roles(G, groups=dict(enumerate("aaabc")))
    assert got.loc[1, ALL].tolist() == [1, 0, 2, 2, 2, 7]
    assert (got.loc[[0, 2, 3, 4], ALL] == 0).all(axis=None)


@pytest.mark.real
def test_lazega_advice_by_office(real: Path):
    lawyers = pd.read_csv(real / "lazega" / "lawyers.csv")
    advice = pd.read_csv(real / "lazega" / "advice.csv")
    G = nx.DiGraph()
    G.add_nodes_from((row.lawyer, {"office": row.office}) for row in lawyers.itertuples())
    G.add_edges_from(zip(advice["source"], advice["target"], strict=True))
    got = brokerage_roles(G, groups="office")
    assert got[ALL].sum().tolist() == [3446, 175, 1413, 1213, 125, 6372]
    assert got.loc[26, ALL].tolist() == [324, 2, 128, 81, 4, 539]
    z = got.loc[26, [f"{name}_z" for name in ALL]].tolist()
    assert z == pytest.approx([10.256, -1.080, 6.136, 3.235, -0.005, 8.726], abs=1e-3)
    assert got.attrs["density"] == pytest.approx(892 / (71 * 70))


@given(networks(loops=True), st.lists(st.sampled_from("abc"), min_size=9, max_size=9))
def test_roles_are_counted_one_by_one(G, letters):
    group = dict(zip(G, letters, strict=False))
    expected = pd.DataFrame(0, index=list(G), columns=ALL)
    for i, j, k in open_ways(G):
        expected.loc[j, [role(group[i], group[j], group[k]), "total"]] += 1
    got = brokerage_roles(G, groups=group)
    assert (got[ALL].to_numpy() == expected.to_numpy()).all()


@given(networks(loops=True), st.lists(st.sampled_from("ab"), min_size=9, max_size=9), st.booleans())
def test_activity_and_exclusivity_are_counted_one_by_one(G, letters, has_groups):
    group = dict(zip(G, letters, strict=False))
    ways = [(i, j, k) for i, j, k in open_ways(G) if not has_groups or group[i] != group[k]]
    pairs = [(i, k) for i, _, k in ways]
    each = 1 if G.is_directed() else 2
    got = brokering_activity(G, groups=group if has_groups else None)
    for j in G:
        mine = [(i, k) for i, broker, k in ways if broker == j]
        alone = [pair for pair in mine if pairs.count(pair) == 1]
        assert got.loc[j, ["activity", "n_exclusive"]].tolist() == [
            len(mine) / each,
            len(alone) / each,
        ]
        if mine:
            assert got.loc[j, "exclusivity"] == pytest.approx(len(alone) / len(mine))
        else:
            assert pd.isna(got.loc[j, "exclusivity"])


def test_many_pairs_are_done_in_pieces(monkeypatch):
    G = nx.karate_club_graph()
    whole = brokering_activity(G)
    monkeypatch.setattr("netanalysis.roles._TWO_PATHS_AT_ONCE", 7)
    assert brokering_activity(G).equals(whole)


@pytest.fixture(scope="module")
def all_networks_of_five() -> np.ndarray:
    """Every directed network of five people: 2 ** 20 of them, one bit an arc."""
    number = np.arange(1 << 20)
    A = np.zeros((5, 5, len(number)), dtype=np.int8)
    for bit, (i, j) in enumerate((i, j) for i in range(5) for j in range(5) if i != j):
        A[i, j] = number >> bit & 1
    return A


@pytest.mark.parametrize("letters", ["aaaab", "aaabc", "aabbc", "aaaaa"])
def test_expectation_and_z_are_those_over_all_networks(all_networks_of_five, letters):
    """No formula: each role is counted in every network, weighted by its chance."""
    A = all_networks_of_five
    G = nx.DiGraph([(0, 1), (1, 2), (2, 3), (3, 4), (4, 0), (0, 2), (2, 4)])
    d = G.number_of_edges() / 20
    n_arcs = A.sum(axis=(0, 1))
    chance = d**n_arcs * (1 - d) ** (20 - n_arcs)
    got = brokerage_roles(G, groups=dict(zip(range(5), letters, strict=True)))
    for j in (0, 4):
        counts = dict.fromkeys(ALL, 0)
        for i, k in ((i, k) for i in range(5) for k in range(5) if len({i, j, k}) == 3):
            found = (A[i, j] * A[j, k] * (1 - A[i, k])).astype(np.int64)
            for name in (role(letters[i], letters[j], letters[k]), "total"):
                counts[name] = counts[name] + found
        for name, each in counts.items():
            mean = float((chance * each).sum())
            assert got.loc[j, f"{name}_expected"] == pytest.approx(mean, abs=1e-9)
            deviation = float((chance * each**2).sum() - mean**2) ** 0.5
            if deviation:
                z = (got.loc[j, name] - mean) / deviation
                assert got.loc[j, f"{name}_z"] == pytest.approx(z, abs=1e-9)
            else:
                assert pd.isna(got.loc[j, f"{name}_z"])


def test_whoever_has_no_group_is_left_out():
    G = nx.DiGraph([("a", "b"), ("b", "c"), ("x", "b"), ("y", "b"), ("z", "b")])
    nx.set_node_attributes(G, {"a": "one", "b": "one", "c": "two", "x": "", "y": None}, "group")
    got = brokerage_roles(G)
    assert got.loc["b", ALL].tolist() == [0, 0, 1, 0, 0, 1]
    assert got.loc[["x", "y", "z"]].isna().all(axis=None)
    assert got.attrs["n_without_group"] == 3
    assert got.attrs["n_groups"] == 2
    series = pd.Series({"a": "one", "b": "one", "c": "two", "y": np.nan})
    pd.testing.assert_frame_equal(brokerage_roles(G, groups=series), got)
    active = brokering_activity(G, groups="group")
    assert active.loc["b"].tolist() == [1, 1, 1]
    assert active.loc["x"].isna().all()


def test_no_groups_at_all_are_refused_by_name():
    G = nx.DiGraph([("a", "b")])
    with pytest.raises(UnusableGraphError, match="'departement'"):
        brokerage_roles(G, groups="departement")
    with pytest.raises(UnusableGraphError, match="groups="):
        brokering_activity(G, groups={})


def test_small_networks_have_no_deviation_and_no_z():
    pair = brokerage_roles(nx.DiGraph([("a", "b")]), groups={"a": 1, "b": 1})
    assert pair["total"].tolist() == [0, 0]
    assert pair["total_z"].isna().all()
    one = nx.DiGraph()
    one.add_node("a", group="x")
    alone = brokerage_roles(one).loc["a"]
    assert alone["total"] == 0
    assert alone[["total_expected", "total_z"]].isna().all()


def test_an_empty_graph_has_no_rows():
    got = brokerage_roles(nx.DiGraph(), groups={})
    assert got.empty
    assert [name for name in got if "_" not in name] == ALL
    assert brokering_activity(nx.Graph()).empty
