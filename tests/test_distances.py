"""Distances from many sources at once: by rounds as by Dijkstra, and when each is due."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from random_graphs import networks

from netanalysis import distances
from netanalysis.distances import Lengths


def lengths_of(G: nx.Graph) -> Lengths:
    """Return the arcs of ``G``, whose nodes are 0, 1, ..., with the attribute ``length``."""
    ends = sorted((a, b, d["length"]) for a, b, d in G.to_directed().edges(data=True) if a != b)
    columns = np.array(ends, dtype=float).reshape(-1, 3).T
    return Lengths(columns[0].astype(int), columns[1].astype(int), columns[2], len(G))


def by_networkx(G: nx.Graph, batch: list[int]) -> list[list[float]]:
    found = [nx.single_source_dijkstra_path_length(G, v, weight="length") for v in batch]
    return [[far.get(v, np.inf) for v in range(len(G))] for far in found]


def from_each(lengths: Lengths, batch: list[int]) -> list[list[float]]:
    """Return the distances with infinity where there is no way."""
    away = lengths.from_each(np.array(batch))
    assert not np.isinf(away).any()  # it would equal itself with an arc more
    is_way = away < distances._NO_WAY if away.dtype == np.int32 else ~np.isnan(away)
    return np.where(is_way, away, np.inf).tolist()


def takes_rounds(lengths: Lengths, batch: list[int]) -> bool:
    return lengths.from_each(np.array(batch)).dtype == np.int32


def chain(n_people: int, length: float = 1.0) -> nx.DiGraph:
    G = nx.path_graph(n_people, create_using=nx.DiGraph)
    nx.set_edge_attributes(G, length, "length")
    return G


def crowd(n_people: int, p: float, seed: int, *, is_directed: bool = True) -> nx.Graph:
    """Return a random network with lengths from 1 to 50."""
    G = nx.gnp_random_graph(n_people, p, seed=seed, directed=is_directed)
    rng = np.random.default_rng(seed)
    nx.set_edge_attributes(G, {tie: int(rng.integers(1, 51)) for tie in G.edges}, "length")
    return G


@given(networks(loops=True))
def test_rounds_and_dijkstra_both_find_what_networkx_finds(G):
    for *_, tie in G.edges(data=True):
        tie["length"] = 4 * tie["strength"]
    everybody = list(range(len(G)))
    rounds, queue = lengths_of(G), lengths_of(G)
    queue._needs_queue = True
    expected = by_networkx(G, everybody)
    assert takes_rounds(rounds, everybody)
    assert not takes_rounds(queue, everybody)
    assert from_each(rounds, everybody) == expected
    assert from_each(queue, everybody) == expected


@pytest.mark.parametrize("cells", [1, 500, 128_000])
@pytest.mark.parametrize("is_directed", [True, False])
def test_a_crowd_in_pieces_of_any_size(monkeypatch, cells, is_directed):
    monkeypatch.setattr(distances, "_CELLS_AT_ONCE", cells)
    G = crowd(120, 0.06, seed=5, is_directed=is_directed)
    batch = [7, 3, 119, 40]
    assert takes_rounds(lengths_of(G), batch)
    assert from_each(lengths_of(G), batch) == by_networkx(G, batch)


def test_a_narrow_way_into_a_crowd():
    # From the end of a chain few come nearer in the first rounds, and then everybody does.
    G = nx.disjoint_union(crowd(80, 0.1, seed=2), chain(6))
    G.add_edge(85, 0, length=3)
    lengths = lengths_of(G)
    assert takes_rounds(lengths, [80])
    assert from_each(lengths, [80]) == by_networkx(G, [80])


def test_a_long_chain_is_left_to_dijkstra_from_then_on(monkeypatch):
    G = chain(200)
    lengths = lengths_of(G)
    assert takes_rounds(lengths, [190])
    assert not takes_rounds(lengths, [0])
    assert from_each(lengths, [0, 5]) == by_networkx(G, [0, 5])
    monkeypatch.setattr(distances, "_by_rounds", None)
    assert from_each(lengths, [199, 190]) == by_networkx(G, [199, 190])


@pytest.mark.parametrize("length", [2**28, 2**29, 2**30 - 1, 2**30, 2**31, 10**12])
def test_long_lengths_stay_exact(length):
    # Five arcs: from 2 ** 28 on, their sum is more than 32 bits hold beside an arc more.
    G = chain(6, length)
    G.add_edge(5, 0, length=1)
    assert from_each(lengths_of(G), [0, 3]) == by_networkx(G, [0, 3])
    assert not takes_rounds(lengths_of(G), [0])


def test_the_longest_distance_that_rounds_can_tell():
    limit = distances._NO_WAY
    G = nx.DiGraph()
    G.add_edge(0, 1, length=limit - 2 * 5)
    G.add_edge(1, 2, length=5)
    # The longest arc is followed from the start only, but it might be from the furthest person.
    assert not takes_rounds(lengths_of(G), [0])
    half = chain(2, limit // 2 - 1)
    assert takes_rounds(lengths_of(half), [0])
    assert from_each(lengths_of(half), [0]) == [[0, limit // 2 - 1]]


@given(networks())
def test_nobody_is_further_without_detours(G):
    for *_, tie in G.edges(data=True):
        tie["length"] = max(1, round(1e6 / tie["strength"]))
    lengths = lengths_of(G)
    everybody = list(range(len(G)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(distances, "_SOURCES_WORTH_HUBS", 1)
        patch.setattr(distances, "_HUBS", 2)
        less = lengths.without_detours(len(G))
    assert from_each(less, everybody) == from_each(lengths, everybody)
    on_shortest = {
        (a, b)
        for a, b, d in G.to_directed().edges(data=True)
        if d["length"] == nx.dijkstra_path_length(G, a, b, weight="length")
    }
    assert on_shortest <= set(zip(less.source.tolist(), less.target.tolist(), strict=True))


def test_a_detour_over_a_hub_is_seen_in_its_direction():
    G = nx.DiGraph()
    for a, b, length in [(0, 1, 1), (1, 2, 1), (0, 2, 3), (2, 0, 2), (2, 3, 2), (1, 3, 3)]:
        G.add_edge(a, b, length=length)
    less = lengths_of(G).without_detours(256)
    kept = set(zip(less.source.tolist(), less.target.tolist(), strict=True))
    assert kept == set(G.edges) - {(0, 2)}
    assert lengths_of(G).without_detours(255).length.tolist() == lengths_of(G).length.tolist()


@pytest.mark.parametrize("far", [1, 2**20, 2**31])
def test_what_suits_is_known_after_the_look_for_detours(monkeypatch, far):
    G = chain(100, far)
    G.add_edge(0, 50, length=51 * far)
    less = lengths_of(G).without_detours(256)
    assert len(less.source) == 99
    monkeypatch.setattr(distances, "_by_rounds", None)
    assert from_each(less, [0]) == by_networkx(G, [0])


def test_who_was_a_source_keeps_shortest_arcs_only():
    G = crowd(60, 0.3, seed=4)
    lengths, batch = lengths_of(G), [5, 50, 20]
    less = lengths.without_longer(np.array(batch), lengths.from_each(np.array(batch)))
    far = dict(zip(batch, by_networkx(G, batch), strict=True))
    longer = {(a, b) for a in batch for b in G[a] if G[a][b]["length"] > far[a][b]}
    kept = set(zip(less.source.tolist(), less.target.tolist(), strict=True))
    assert longer
    assert kept == set(G.edges) - longer
    assert from_each(less, list(G)) == by_networkx(G, list(G))


def test_arcs_of_like_lengths_are_not_looked_at(monkeypatch):
    monkeypatch.setattr(distances, "_by_rounds", None)
    G = chain(30, 5)
    G.add_edge(3, 0, length=10)
    lengths = lengths_of(G)
    assert lengths.without_detours(1_000) is lengths
    empty = lengths_of(nx.empty_graph(3))
    assert empty.without_detours(1_000) is empty
