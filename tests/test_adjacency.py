"""From networkx to arrays: what is an arc, what is refused, and nothing stale."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from random_graphs import networks

import netanalysis as na
from netanalysis.adjacency import arcs_of
from netanalysis.errors import UnusableGraphError


@given(networks(loops=True))
def test_the_matrix_is_that_of_networkx_without_loops(G):
    mine = arcs_of(G, "strength").matrix().toarray()
    theirs = nx.to_numpy_array(G, weight="strength")
    np.fill_diagonal(theirs, 0)
    assert (mine == theirs).all()


def test_arcs_are_in_the_order_of_the_nodes_not_of_the_ties():
    G = nx.DiGraph()
    G.add_nodes_from("abcd")
    ties = [("c", "a", 1), ("a", "d", 2), ("a", "b", 3), ("c", "d", 4), ("c", "b", 5)]
    G.add_weighted_edges_from(ties, weight="strength")
    arcs = arcs_of(G, "strength")
    assert (arcs.source.tolist(), arcs.target.tolist()) == ([0, 0, 2, 2, 2], [1, 3, 0, 1, 3])
    assert arcs.strength.tolist() == [3, 2, 1, 5, 4]


def test_parallel_ties_are_added_up():
    G = nx.MultiDiGraph([("a", "b", {"strength": 1}), ("a", "b", {"strength": 2.5})])
    arcs = arcs_of(G, "strength")
    assert arcs.nodes == ["a", "b"]
    assert (arcs.source.tolist(), arcs.target.tolist()) == ([0], [1])
    assert arcs.strength.tolist() == [3.5]


def test_a_tie_of_strength_0_is_none():
    G = nx.Graph([("a", "b", {"strength": 0}), ("b", "c", {"strength": 1})])
    assert na.structural_holes(G)["degree"].tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (-1, "'strength' -1"),
        (float("nan"), "'strength' nan"),
        (float("inf"), "'strength' inf"),
        ("much", "'strength' 'much'"),
        (pd.NA, "<NA>"),
        (None, "has no 'strength'"),
    ],
)
@pytest.mark.parametrize("kind", [nx.Graph, nx.MultiGraph])
def test_a_strength_that_is_none_is_refused_by_name(value, words, kind):
    G = kind([("ana", "bo", {"strength": 1}), ("bo", "cy", {"strength": value})])
    with pytest.raises(UnusableGraphError, match=r"tie 'bo' - 'cy'") as caught:
        na.structural_holes(G)
    assert words in str(caught.value)
    assert "2 of 4" in str(caught.value)


def test_a_wrong_name_of_the_weight_is_no_graph_without_weights():
    with pytest.raises(UnusableGraphError, match="has no 'strenght'"):
        na.betweenness(nx.Graph([("a", "b", {"strength": 1})]), weight="strenght")


def test_a_changed_graph_is_read_anew():
    G = nx.Graph([("a", "b", {"strength": 1}), ("b", "c", {"strength": 1})])
    view, sub = G.to_directed(as_view=True), G.subgraph("abc")
    for one in (G, view, sub):
        assert na.structural_holes(one).loc["b", "constraint"] == 0.5
    G["a"]["b"]["strength"] = 3
    for one in (G, view, sub):
        assert na.structural_holes(one).loc["b", "constraint"] == pytest.approx(0.625)
    G.remove_edge("a", "b")
    for one in (G, view, sub):
        assert na.structural_holes(one).loc["b", "constraint"] == 1
    G.add_edge("a", "c", strength=1)
    for one in (G, view, sub):
        assert na.structural_holes(one).loc["c", "degree"] == 2


def test_nodes_may_be_pairs_and_keep_their_order():
    G = nx.Graph([((2, "b"), (1, "a"))])
    assert na.structural_holes(G, weight=None).index.tolist() == [(2, "b"), (1, "a")]
