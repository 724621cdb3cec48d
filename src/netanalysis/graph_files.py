"""Graphs as files for Gephi, Cytoscape and igraph."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import Any, Final

import networkx as nx
import numpy as np
import pandas as pd

from netanalysis.errors import OutputError

# What XML 1.0 does not allow in a text, escaped or not, and characters that are none.
_ILLEGAL: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# Names that GEXF, and networkx when it writes GEXF, keep for something else. They get a "_".
_KEPT: Final = frozenset("id pid viz start end slices spells parents type key networkx_key".split())
# The day of writing, and a name of the graph that the schema of GEXF does not know.
_NOT_WANTED: Final = re.compile(rb'(?<=<meta) lastmodifieddate="[^"]*"|(?<=mode="static") name=""')
_FLAG_KEY: Final = re.compile(rb'<key id="(k[0-9]+)"[^>]* attr\.type="boolean"')

Values = dict[Hashable, dict[str, Any]]


def write_graph(G: nx.Graph, path: str | PathLike[str]) -> Path:
    """Write a graph as GraphML or GEXF, whichever the ending of ``path`` says.

    Answers "how do I get this network into Gephi?" (or Cytoscape, igraph, networkx). Files
    have two attributes more than the graph: ``label`` of a node, its name, and ``weight`` of
    a tie, its ``strength``, because that is what these programs show and lay out by.

    Parameters
    ----------
    G
        Any networkx graph; usually of :func:`netanalysis.relationship_graph`.
    path
        File to write, ending in ``.graphml`` or ``.gexf``. One that is there is replaced.

    Returns
    -------
    Path
        The file.

    Values that are not known (None, NaN, NaT) or infinite are left out, for neither format
    has a word for them. Characters that XML does not allow are dropped from texts; two nodes that
    become alike by that are told apart by a number. Instants and days become ISO 8601
    texts. An attribute with values of several kinds becomes text throughout; one with whole
    and other numbers holds other numbers. In GEXF an attribute called like something
    the format has itself ("id", "start", "type" and a few others) gets a "_" at its end, as does
    a ``weight`` that is no number. Attributes of the graph itself are not written, because
    Gephi reports them as errors. The same graph always gives the same bytes.

    Raises
    ------
    OutputError
        If the ending is another one, or the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> import networkx as nx
    >>> import netanalysis as na
    >>> G = na.relationship_graph(na.load(na.sample_path()))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     again = nx.read_graphml(na.write_graph(G, f"{folder}/network.graphml"))
    >>> (len(again), again.size()) == (len(G), G.size())
    True
    """
    target = Path(path)
    ending = target.suffix.casefold()
    if ending not in (".graphml", ".gexf"):
        raise OutputError(f"{target.name!r} ends neither in .graphml nor in .gexf; choose one.")
    buffer = BytesIO()
    if ending == ".graphml":
        nx.write_graphml_xml(_flat(G, frozenset()), buffer)
        text = _for_gephi(buffer.getvalue())
    else:
        nx.write_gexf(_flat(G, _KEPT), buffer)
        text = _NOT_WANTED.sub(b"", buffer.getvalue(), count=2)
    try:
        target.write_bytes(text)
    except OSError as problem:
        raise OutputError(f"{target} could not be written: {problem.strerror}.") from problem
    return target


def _for_gephi(text: bytes) -> bytes:
    """Return GraphML with identifiers that mean nothing to Gephi, and flags in lower case.

    It takes what is called d3 for the label of a node and d7 for that of a tie, as yEd has it.
    In a text there is no "<", so that only marks are replaced.
    """
    text = text.replace(b'<key id="d', b'<key id="k').replace(b'<data key="d', b'<data key="k')
    for key in _FLAG_KEY.findall(text):
        for flag in (b"True", b"False"):
            mark = b'<data key="' + key + b'">'
            text = text.replace(mark + flag + b"<", mark + flag.lower() + b"<")
    return text


def _flat(G: nx.Graph, kept: frozenset[str]) -> nx.Graph:
    """Return a copy of ``G`` that holds nothing but texts, numbers and flags.

    Attributes called like one of ``kept`` get a "_" at their end.
    """
    name = _names(G)
    nodes = _even({node: _labelled(values) for node, values in G.nodes(data=True)}, kept)
    keys = list(G.edges(keys=True) if G.is_multigraph() else G.edges())
    ties = _even({key: _weighted(G.edges[key]) for key in keys}, kept)
    flat = nx.create_empty_copy(G, with_data=False)
    flat.clear()
    flat.add_nodes_from((name[node], values) for node, values in nodes.items())
    flat.add_edges_from((name[key[0]], name[key[1]], ties[key]) for key in keys)
    return flat


def _names(G: nx.Graph) -> dict[Hashable, str]:
    """Return an identifier for every node that XML allows and no other node has."""
    names: dict[Hashable, str] = {}
    taken: set[str] = set()
    for node in G:
        name = plain = _legal(str(node))
        n = 1
        while name in taken:
            n += 1
            name = f"{plain} ({n})"
        taken.add(name)
        names[node] = name
    return names


def _labelled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"label": values["name"], **values} if values.get("name") else dict(values)


def _weighted(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"weight": values["strength"], **values} if "strength" in values else dict(values)


def _even(rows: Mapping[Any, Mapping[Any, Any]], kept: frozenset[str]) -> Values:
    """Return the known values under legal names, those of one name all of one kind."""
    plain = {key: {name: _plain(value) for name, value in row.items()} for key, row in rows.items()}
    values = [(name, value) for row in plain.values() for name, value in row.items()]
    taken = (
        kept | {"weight"} if kept and ("weight", str) in {(n, type(v)) for n, v in values} else kept
    )
    called = {name: _legal(str(name)) for name, _ in values}
    called = {name: f"{word}_" if word in taken else word for name, word in called.items()}
    known = {
        key: {called[name]: value for name, value in row.items()} for key, row in plain.items()
    }
    kinds: dict[str, set[type]] = {}
    for row in known.values():
        for name, value in row.items():
            kinds.setdefault(name, set()).add(type(value))
    kind = {name: _shared(found - {type(None)}) for name, found in kinds.items()}
    return {
        key: {name: kind[name](value) for name, value in row.items() if value is not None}
        for key, row in known.items()
    }


def _shared(kinds: Iterable[type]) -> type:
    """Return the kind that holds values of all these kinds."""
    found = set(kinds)
    if len(found) == 1:
        return found.pop()
    return float if found == {int, float} else str


def _plain(value: Any) -> str | int | float | bool | None:
    """Return a value as Python's own text, number or flag; None where it is not known."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, pd.Timestamp):
        return None if value is pd.NaT else value.isoformat()
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, float):
        return float(value) if np.isfinite(value) else None
    if isinstance(value, bool | int):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return _legal("; ".join(str(one) for one in value))
    return _legal(str(value))


def _legal(text: str) -> str:
    return _ILLEGAL.sub("", text)
