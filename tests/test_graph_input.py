"""Graphs that hold little or what cannot be: each measure answers, or names what is wrong."""

from __future__ import annotations

import math

import networkx as nx
import pandas as pd
import pytest

import netanalysis as na

MEASURES = {
    "holes": na.structural_holes,
    "ego_betweenness": na.ego_betweenness,
    "betweenness": na.betweenness,
    "cut_points": na.cut_points,
    "local_bridges": na.local_bridges,
    "roles": lambda G: na.brokerage_roles(G, groups=dict.fromkeys(G, "one")),
    "activity": na.brokering_activity,
}
WEIGHING = ("holes", "betweenness")
AS_OF = pd.Timestamp("2024-01-01", tz="UTC")


def isolates(n: int) -> nx.DiGraph:
    G = nx.DiGraph()
    G.add_nodes_from(f"p{i}" for i in range(n))
    return G


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("n", [0, 1, 3])
def test_nobody_one_person_and_people_without_ties(measure, n):
    if measure == "roles" and n == 0:
        table = na.brokerage_roles(isolates(0), groups={})
    else:
        table = MEASURES[measure](isolates(n))
    assert len(table) == (0 if measure == "local_bridges" else n)
    complete = nx.complete_graph(3, nx.DiGraph)
    nx.set_edge_attributes(complete, 1.0, "strength")
    assert table.columns.equals(MEASURES[measure](complete).columns)


@pytest.mark.parametrize("measure", WEIGHING)
@pytest.mark.parametrize("strength", [-1.0, math.nan, math.inf, None, "strong"])
def test_a_strength_that_is_none_is_refused_and_its_tie_is_named(measure, strength):
    G = nx.DiGraph()
    G.add_edge("ana", "bo", strength=1.0)
    G.add_edge("bo", "cy", strength=strength)
    with pytest.raises(na.UnusableGraphError, match=r"'bo' - 'cy'"):
        MEASURES[measure](G)


@pytest.mark.parametrize("measure", [name for name in MEASURES if name not in WEIGHING])
def test_measures_that_do_not_weigh_do_not_ask_for_strengths(measure):
    G = nx.DiGraph([("ana", "bo"), ("bo", "cy")])
    assert len(MEASURES[measure](G)) in (2, 3)


@pytest.mark.parametrize("find", [na.brokers, na.bridges_at_risk])
def test_a_graph_without_ties_between_contacts_says_what_to_load(find):
    G = nx.DiGraph(ego="me", as_of=AS_OF)
    with pytest.raises(na.NothingToAnalyseError, match="load"):
        find(G)
    G.add_node("me", n_contact_days=0)
    G.add_node("ana", n_contact_days=3)
    G.add_edge("me", "ana", strength=1.0, n_together=0, n_contact_days=3)
    with pytest.raises(na.NothingToAnalyseError, match="load"):
        find(G)


@pytest.mark.parametrize("find", [na.brokers, na.bridges_at_risk])
def test_a_graph_without_an_owner_is_refused(find):
    with pytest.raises(na.OwnerUnknownError):
        find(nx.DiGraph())


@pytest.mark.parametrize("G", [nx.DiGraph(), isolates(1), isolates(40)], ids=["0", "1", "40"])
def test_the_picture_draws_what_there_is(G):
    ax = na.plot_network(G)
    assert len(ax.get_label()) > 20
