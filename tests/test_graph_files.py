"""Graphs as files: they come back as they were, and programs for networks can open them."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree

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

KEPT = "id pid viz start end slices spells parents type key networkx_key".split()
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


@both
def test_attributes_of_the_graph_are_left_out_for_gephi_calls_them_errors(tmp_path, ending):
    G = nx.DiGraph(ego="ana", as_of=pd.Timestamp("2026-01-31", tz="UTC"))
    G.add_edge("ana", "bo")
    text = write_graph(G, tmp_path / f"network.{ending}").read_text(encoding="utf-8")
    assert 'for="graph"' not in text
    assert "as_of" not in text


@both
def test_types_come_back_as_they_were(tmp_path, ending):
    """Text that looks like a number or a flag stays text; whole numbers stay whole."""
    row = {"text": "12", "flag_text": "True", "n": 3, "x": 3.0, "big": 2**40, "flag": False}
    row |= {
        "unicode": "Ünal “Ana” 王小明 🎉 <b>&amp;",
        "at": pd.Timestamp("2026-01-31 10:20:30.5Z"),
    }
    G = nx.DiGraph()
    G.add_node("ä 王", **row)
    G.add_edge("ä 王", "b", **row)
    H = again(G, tmp_path, ending)
    for values in (H.nodes["ä 王"], H.edges["ä 王", "b"]):
        for name, value in row.items():
            wanted = "2026-01-31T10:20:30.500000+00:00" if name == "at" else value
            assert (type(values[name]), values[name]) == (type(wanted), wanted), name


@both
@pytest.mark.parametrize("name", [*KEPT, "weight", "label", "size", "x", "r", "source"])
def test_an_attribute_may_be_called_like_something_of_the_format(tmp_path, ending, name):
    G = nx.DiGraph()
    for value in ("text", "2026-01-31"):
        G.add_node("a", **{name: value})
        G.add_edge("a", "b", **{name: value})
        H = again(G, tmp_path, ending)
        assert set(H) == {"a", "b"}
        for values in (H.nodes["a"], H.edges["a", "b"]):
            assert value in (values.get(name), values.get(f"{name}_"))


def test_gephi_finds_no_label_where_there_is_none(tmp_path):
    """It reads the keys d3 and d7 as labels, whatever they are called."""
    G = nx.DiGraph()
    G.add_node("a", **{f"n{i}": "text" for i in range(9)})
    text = write_graph(G, tmp_path / "network.graphml").read_text(encoding="utf-8")
    assert 'id="k3"' in text
    assert 'id="d' not in text
    assert 'key="d' not in text


def test_flags_are_written_as_xml_has_them_and_texts_are_left_alone(tmp_path):
    G = nx.DiGraph()
    G.add_node("a", flag=True, text="True")
    G.add_node("b", flag=False, text='<data key="d0">False</data>')
    text = write_graph(G, tmp_path / "network.graphml").read_text(encoding="utf-8")
    assert ">true</data>" in text
    assert ">True</data>" in text
    assert '&lt;data key="d0"&gt;False&lt;/data&gt;' in text


@both
def test_the_same_graph_gives_the_same_bytes_on_any_day(tmp_path, ending, monkeypatch):
    G = relationship_graph(load(sample_path()))
    one = write_graph(G, tmp_path / f"one.{ending}").read_bytes()
    monkeypatch.setattr("networkx.readwrite.gexf.time.strftime", lambda *_: "1999-01-01")
    assert write_graph(G, tmp_path / f"other.{ending}").read_bytes() == one
    assert b"lastmodifieddate" not in one


@both
def test_empty_and_parallel_graphs_can_be_written(tmp_path, ending):
    assert len(again(nx.DiGraph(), tmp_path, ending)) == 0
    H = again(nx.MultiGraph([("a", "b"), ("a", "b")]), tmp_path, ending)
    assert H.number_of_edges() == 2


def test_gexf_holds_nothing_that_its_schema_does_not_know(tmp_path):
    """Elements and attributes of GEXF 1.2 that a graph without time and looks can have."""
    allowed = {
        "gexf": {"version", "schemaLocation"},
        "meta": set(),
        "creator": set(),
        "graph": {"defaultedgetype", "mode"},
        "attributes": {"class", "mode"},
        "attribute": {"id", "title", "type"},
        "nodes": set(),
        "node": {"id", "label"},
        "edges": set(),
        "edge": {"id", "source", "target", "weight", "label", "type"},
        "attvalues": set(),
        "attvalue": {"for", "value"},
    }
    G = relationship_graph(load(sample_path()))
    G.nodes[next(iter(G))].update(dict.fromkeys(KEPT, "text"))
    path = write_graph(G, tmp_path / "network.gexf")
    types, ids = set(), []
    for element in ElementTree.parse(path).iter():
        name = element.tag.rpartition("}")[2]
        used = {key.rpartition("}")[2] for key in element.attrib}
        assert used <= allowed[name], name
        types |= {element.get("type")} if name == "attribute" else set()
        ids += [element.get("id")] if name == "edge" else []
    assert types == {"string", "boolean", "long", "double"}
    assert len(set(ids)) == len(ids) == G.size()


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
