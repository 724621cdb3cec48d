"""Graphs as files: they come back as they were, and programs for networks can open them."""

from __future__ import annotations

import datetime as dt

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hand_made import HOSTILE_NAMES

from netanalysis.archive import load
from netanalysis.errors import OutputError
from netanalysis.graph import relationship_graph
from netanalysis.graph_files import write_graph
from netanalysis.sample import sample_path

READ = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}
both = pytest.mark.parametrize("ending", READ)


def again(G, folder, ending):
    return READ[ending](write_graph(G, folder / f"network.{ending}"))


@both
def test_the_network_of_the_sample_comes_back_as_it_was(tmp_path, ending):
    G = relationship_graph(load(sample_path()))
    H = again(G, tmp_path, ending)
    assert set(H) == set(G)
    assert set(H.edges()) == set(G.edges())
    assert H.is_directed()
    for node, values in G.nodes(data=True):
        known = {k: v for k, v in values.items() if not (isinstance(v, float) and np.isnan(v))}
        assert known.items() <= H.nodes[node].items(), node
    for source, target, values in G.edges(data=True):
        assert values.items() <= H.edges[source, target].items()
        assert H.edges[source, target]["weight"] == values["strength"]


@both
def test_names_that_xml_does_not_allow_lose_only_what_it_does_not_allow(tmp_path, ending):
    G = nx.DiGraph()
    for key, name in HOSTILE_NAMES.items():
        G.add_node(key, name=name + "\ud800\ufffe")
    H = again(G, tmp_path, ending)
    for key, name in HOSTILE_NAMES.items():
        kept = "".join(c for c in name if c.isprintable() or c in "\u202e\u2066\u200b")
        assert H.nodes[key]["name"] == kept
        assert H.nodes[key]["label"] == kept


@both
def test_nodes_that_become_alike_stay_apart(tmp_path, ending):
    H = again(nx.path_graph(["a\x00", "a", "a\x01"]), tmp_path, ending)
    assert set(H) == {"a", "a (2)", "a (3)"}
    assert H.size() == 2


@both
def test_what_is_not_known_is_left_out_and_dates_are_text(tmp_path, ending):
    G = nx.Graph()
    G.add_node("a", none=None, nan=float("nan"), nat=pd.NaT, na=pd.NA, inf=float("inf"))
    G.add_node("b", at=pd.Timestamp("2026-01-31", tz="UTC"), on=dt.date(2026, 1, 31))
    G.add_node("c", n=np.int64(3), x=np.float32(0.5), flag=np.bool_(True), mixed=1)
    G.add_node("d", n=0.25, mixed="one", several=["x", "y"])
    H = again(G, tmp_path, ending)
    assert set(H.nodes["a"]) <= {"label"}
    assert H.nodes["b"]["at"] == "2026-01-31T00:00:00+00:00"
    assert H.nodes["b"]["on"] == "2026-01-31"
    assert (H.nodes["c"]["n"], H.nodes["d"]["n"]) == (3.0, 0.25)
    assert (H.nodes["c"]["x"], H.nodes["c"]["flag"]) == (0.5, True)
    assert (H.nodes["c"]["mixed"], H.nodes["d"]["mixed"]) == ("1", "one")
    assert H.nodes["d"]["several"] == "x; y"


def test_graphml_keeps_the_attributes_of_the_graph(tmp_path):
    G = nx.DiGraph(ego=None, as_of=pd.Timestamp("2026-01-31", tz="UTC"))
    assert again(G, tmp_path, "graphml").graph["as_of"] == "2026-01-31T00:00:00+00:00"


@both
def test_empty_and_parallel_graphs_can_be_written(tmp_path, ending):
    assert len(again(nx.DiGraph(), tmp_path, ending)) == 0
    H = again(nx.MultiGraph([("a", "b"), ("a", "b")]), tmp_path, ending)
    assert H.number_of_edges() == 2


def test_igraph_opens_it(tmp_path):
    igraph = pytest.importorskip("igraph")
    path = write_graph(relationship_graph(load(sample_path())), tmp_path / "network.graphml")
    g = igraph.Graph.Read_GraphML(str(path))
    assert {"weight", "strength"} <= set(g.es.attributes())
    assert len(set(g.vs["label"])) > 100


@pytest.mark.parametrize("name", ["network.net", "network", "missing/network.gexf"])
def test_a_path_that_will_not_do_is_named(tmp_path, name):
    with pytest.raises(OutputError, match=r"network"):
        write_graph(nx.Graph(), tmp_path / name)
