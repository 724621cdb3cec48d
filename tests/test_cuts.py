"""Cut points and local bridges: published cases, networkx's own, and counting by hand."""

from __future__ import annotations

import math

import networkx as nx
import pandas as pd
from hypothesis import given
from random_graphs import networks

from netanalysis.cuts import cut_points, local_bridges


def test_karate_club_and_florentine_families():
    karate = cut_points(nx.karate_club_graph())
    assert karate.index[karate["is_cut_point"]].tolist() == [0]
    ties = local_bridges(nx.karate_club_graph())
    assert ties.index[ties["is_bridge"]].tolist() == [(0, 11)]
    families = cut_points(nx.florentine_families_graph())
    cuts = sorted(families.index[families["is_cut_point"]])
    assert cuts == ["Albizzi", "Guadagni", "Medici", "Salviati"]


@given(networks(loops=True))
def test_cut_points_are_what_falls_apart(G):
    got = cut_points(G)
    U = nx.Graph(G.edges)
    U.remove_edges_from(list(nx.selfloop_edges(U)))
    U.add_nodes_from(G)
    for v in G:
        part = nx.node_connected_component(U, v)
        pieces = sorted(map(len, nx.connected_components(U.subgraph(part - {v}))))
        if pieces:
            expected = [len(pieces) > 1, len(pieces), sum(pieces[:-1])]
            assert got.loc[v].tolist() == expected
        else:
            assert got.loc[v].isna().tolist() == [False, True, True]


@given(networks(loops=True))
def test_local_bridges_are_those_of_networkx(G):
    U = nx.Graph()
    U.add_nodes_from(G)
    U.add_edges_from((a, b) for a, b in G.edges if a != b)
    expected = {(*sorted((a, b)),): span for a, b, span in nx.local_bridges(U, with_span=True)}
    got = local_bridges(G)
    assert got.index.tolist() == sorted(expected)
    for tie, row in got.iterrows():
        assert row["is_bridge"] == math.isinf(expected[tie])
        assert pd.isna(row["span"]) if row["is_bridge"] else row["span"] == expected[tie]


def test_nobody_and_nothing_to_cut():
    assert cut_points(nx.Graph()).empty
    assert local_bridges(nx.Graph()).empty
    triangle = nx.complete_graph(3)
    assert local_bridges(triangle).empty
    assert local_bridges(triangle).index.names == ["source", "target"]
    assert not cut_points(triangle)["is_cut_point"].any()


def test_a_long_chain_is_no_trouble():
    got = cut_points(nx.path_graph(5_000))
    assert got["n_cut_off"].max() == 2_499
    assert got["is_cut_point"].sum() == 4_998
