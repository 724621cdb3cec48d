"""The relationship graph and co-appearances on small archives."""

from __future__ import annotations

import math

import networkx as nx
import pytest

from netanalysis.archive import load
from netanalysis.errors import NothingToAnalyseError
from netanalysis.graph import relationship_graph
from netanalysis.graph_attributes import NODES, TIES
from netanalysis.sample import sample_path
from netanalysis.together import co_appearances

TRIO = [
    (0, "me", ["ana", "bo"]),
    (1, "ana", ["me", "bo"]),
    (2, "me", ["cy"]),
    (3, "cy", ["me", "dee"]),  # cy and dee stand together only once
]


def test_two_appearances_make_a_tie_one_does_not(archive_of):
    table = co_appearances(archive_of(TRIO))
    assert table.index.tolist() == [("ana", "bo")]
    assert table.loc[("ana", "bo"), "n_together"] == 2
    # Three people on each message: each counts 1/2; days 0 and 1 seen from day 3.
    expected = 0.5 * 0.5 ** (3 / 60) + 0.5 * 0.5 ** (2 / 60)
    assert table.loc[("ana", "bo"), "together_strength"] == pytest.approx(expected)


def test_a_message_to_many_ties_nobody(archive_of):
    crowd = [f"p{i:02d}" for i in range(11)]
    assert co_appearances(archive_of([(0, "me", crowd), (1, "me", crowd)])).empty


def test_edges_carry_strength_and_its_inverse_and_no_weight(archive_of):
    G = relationship_graph(archive_of(TRIO))
    edge = G.edges["me", "cy"]
    assert edge["strength"] == pytest.approx(0.5 ** (1 / 60))
    assert edge["distance"] == pytest.approx(1 / edge["strength"])
    assert all("weight" not in data for *_, data in G.edges(data=True))
    assert G.graph["ego"] == "me"


def test_others_are_tied_only_after_two_appearances(archive_of):
    G = relationship_graph(archive_of(TRIO))
    assert G.has_edge("ana", "bo")
    assert not G.has_edge("cy", "dee")
    assert "dee" not in G or G.degree("dee") == 1  # dee got one message with me on it


def test_nodes_know_the_owners_tie_to_them(archive_of):
    G = relationship_graph(archive_of(TRIO, connected=["eve"]))
    assert G.nodes["ana"]["n_contact_days"] == 2
    assert 0 < G.nodes["ana"]["p_90"] < 1
    assert G.nodes["eve"]["is_connected"]
    assert math.isnan(G.nodes["eve"]["p_90"])


def test_group_is_the_organisation(archive_of):
    G = relationship_graph(archive_of(TRIO, people={"ana": {"organisation": "Halden"}}))
    assert G.nodes["ana"]["group"] == "Halden"
    assert G.nodes["bo"]["group"] == ""


def test_a_large_organisation_is_split_into_communities(archive_of):
    teams = [[f"{team}{i}" for i in range(13)] for team in "ab"]
    events = [
        (day, "me", [team[i], team[j]])
        for day in (0, 1)
        for team in teams
        for i in range(13)
        for j in range(i)
    ]
    people = {name: {"organisation": "Big"} for team in teams for name in team}
    G = relationship_graph(archive_of(events, people=people))
    groups = {frozenset(G.nodes[v]["group"] for v in team) for team in teams}
    assert len(groups) == 2
    assert all(len(group) == 1 for group in groups)


def test_graph_without_owner_keeps_every_contact(archive_of):
    G = relationship_graph(archive_of([(0, "ana", ["bo"])], me=None))
    assert list(G.edges) == [("ana", "bo")]
    assert G.graph["ego"] is None


def test_empty_archive_names_what_is_missing(archive_of):
    with pytest.raises(NothingToAnalyseError, match="date"):
        relationship_graph(archive_of([]))


def test_attributes_can_be_written_as_graphml(archive_of, tmp_path):
    G = relationship_graph(archive_of(TRIO))
    G.graph["ego"], G.graph["as_of"] = str(G.graph["ego"]), str(G.graph["as_of"])
    nx.write_graphml(G, tmp_path / "g.graphml")
    assert nx.read_graphml(tmp_path / "g.graphml").number_of_edges() == G.number_of_edges()


def test_every_attribute_of_nodes_and_ties_is_listed_and_group_is_sensitive():
    G = relationship_graph(load(sample_path()))
    nodes = {name for _, values in G.nodes(data=True) for name in values}
    ties = {name for *_, values in G.edges(data=True) for name in values}
    assert nodes | {"person_id"} == {column.name for column in NODES.columns}
    assert ties | {"source", "target"} == {column.name for column in TIES.columns}
    sensitive = {column.name for column in NODES.columns if column.sensitive}
    assert sensitive == {"person_id", "name", "title", "company", "group"}
    for _, values in G.nodes(data=True):
        for column in NODES.columns[1:]:
            if column.required:
                assert values[column.name] is not None
            if column.allowed:
                assert values[column.name] in column.allowed
