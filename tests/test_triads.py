"""Who stands between two people, and which triads stand open."""

from __future__ import annotations

import math

import networkx as nx
import pytest

from netanalysis.errors import UnusableGraphError
from netanalysis.triads import triads


def network(edges):
    G = nx.DiGraph(ego=None)
    for source, target, strength, days, n_together in edges:
        G.add_edge(source, target, strength=strength, n_contact_days=days, n_together=n_together)
    return G


def test_a_path_is_as_strong_as_the_product_of_its_ties():
    G = network(
        [
            ("me", "ana", 5.0, 3, 0),
            ("me", "bo", 2.0, 3, 0),
            ("ana", "cy", 0.1, 0, 2),
            ("cy", "bo", 1.0, 0, 4),
            ("me", "dee", 9.0, 3, 0),
        ]
    )
    found = triads(G).between("me", "cy")
    assert found["strength"].to_dict() == {"bo": 2.0, "ana": 0.5}
    assert list(found.index) == ["bo", "ana"]


def test_whoever_is_tied_to_most_people_is_never_between():
    edges = [("hub", f"p{i}", 9.0, 1, 0) for i in range(30)]
    edges += [("p0", "link", 1.0, 1, 0), ("link", "p1", 1.0, 1, 0)]
    assert list(triads(network(edges)).between("p0", "p1").index) == ["link"]


def test_among_few_people_nobody_is_a_hub():
    G = network([("a", "b", 1.0, 1, 0), ("b", "c", 1.0, 1, 0)])
    assert list(triads(G).between("a", "c").index) == ["b"]


def test_adamic_adar_weighs_common_contacts_by_their_rarity():
    G = network([("a", "z", 2.0, 1, 0), ("b", "z", 3.0, 1, 0)])
    (row,) = triads(G).open_pairs(["a", "b"]).to_dict("records")
    assert row["adamic_adar"] == pytest.approx(5.0 / math.log(6.0))
    assert (row["n_common"], row["n_together"]) == (1, 0)


def test_people_who_wrote_to_each_other_are_no_open_pair():
    edges = [("a", "z", 1.0, 1, 0), ("b", "z", 1.0, 1, 0), ("c", "z", 1.0, 1, 0)]
    edges += [("b", "a", 1.0, 2, 0), ("a", "c", 1.0, 0, 3), ("c", "a", 1.0, 0, 3)]
    found = triads(network(edges)).open_pairs(["a", "b", "c"])
    assert [tuple(pair) for pair in found[["a", "b"]].to_numpy()] == [("a", "c"), ("b", "c")]


def test_the_ties_of_the_person_left_out_do_not_count():
    G = network([("me", "a", 1.0, 1, 0), ("me", "b", 1.0, 1, 0), ("a", "c", 1.0, 1, 0)])
    assert triads(G, without="me").open_pairs(["a", "b"]).empty


@pytest.mark.parametrize("strength", [-1.0, float("nan"), float("inf")])
def test_a_strength_that_is_none_is_refused(strength):
    with pytest.raises(UnusableGraphError):
        triads(network([("a", "b", strength, 1, 0)]))
