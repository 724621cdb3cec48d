"""Do other programs read the graph files as they were meant? Readers that are no dependencies.

Writes the network of the sample as GraphML and GEXF and has each reader that is installed count
people and ties and give the types of what they carry:

* networkx, both formats;
* igraph and Tulip (`pip install igraph tulip-python`), GraphML;
* graphology, the JavaScript library whose readers Gephi Lite uses, both formats:
  `npm install graphology graphology-gexf graphology-graphml @xmldom/xmldom` in a folder, then

    python benchmarks/graph_files.py --graphology FOLDER

Gephi itself could not be run where this was made. Its importers were read instead
(modules/ImportPlugin in gephi/gephi): they take keys called d3 and d7 for labels, know no
attributes of the graph itself, and the types they know are those that are written here.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import networkx as nx

import netanalysis as na

Found = tuple[int, int, dict[str, list[str]]]

READER: Final = """
const fs = require("fs"), { createRequire } = require("module");
const need = createRequire(process.argv[1] + "/"), Graph = need("graphology");
const read = need(process.argv[2].endsWith("gexf") ? "graphology-gexf" : "graphology-graphml");
const graph = read.parse(Graph, fs.readFileSync(process.argv[2], "utf8")), types = {};
const note = (_, row) => Object.keys(row).forEach(
  (name) => (types[name] = [...new Set([...(types[name] || []), typeof row[name]])]));
graph.forEachNode(note); graph.forEachEdge(note);
console.log(JSON.stringify([graph.order, graph.size, types]));
"""


def types_of(rows: Iterator[dict[str, Any]]) -> dict[str, list[str]]:
    """Return the kinds of values under each name."""
    found: dict[str, set[str]] = {}
    for row in rows:
        for name, value in row.items():
            found.setdefault(name, set()).add(type(value).__name__)
    return {name: sorted(kinds) for name, kinds in found.items()}


def by_networkx(path: Path) -> Found:
    read = nx.read_gexf if path.suffix == ".gexf" else nx.read_graphml
    G = read(path)
    rows = [values for _, values in G.nodes(data=True)] + [v for *_, v in G.edges(data=True)]
    return len(G), G.size(), types_of(iter(rows))


def by_igraph(path: Path) -> Found:
    import igraph

    g = igraph.Graph.Read_GraphML(str(path))
    rows = [one.attributes() for one in [*g.vs, *g.es]]
    return g.vcount(), g.ecount(), types_of(iter(rows))


def by_tulip(path: Path) -> Found:
    from tulip import tlp

    g = tlp.importGraph("GraphML", {"file::filename": str(path)})
    own = [name for name in g.getProperties() if not name.startswith("view")]
    types = {name: [g.getProperty(name).getTypename()] for name in own}
    return g.numberOfNodes(), g.numberOfEdges(), types


def by_graphology(path: Path, folder: Path) -> Found:
    done = subprocess.run(
        ["node", "-e", READER, str(folder), str(path)], capture_output=True, text=True, check=True
    )
    n_people, n_ties, types = json.loads(done.stdout)
    return n_people, n_ties, types


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--graphology", type=Path, help="folder with its node_modules")
    folder = parser.parse_args().graphology
    G = na.relationship_graph(na.load(na.sample_path()))
    readers: dict[str, tuple[str, Callable[[Path], Found]]] = {
        "networkx": (".graphml .gexf", by_networkx)
    }
    if importlib.util.find_spec("igraph"):
        readers["igraph"] = (".graphml", by_igraph)
    if importlib.util.find_spec("tulip"):
        readers["Tulip"] = (".graphml", by_tulip)
    if folder:
        readers["graphology"] = (".graphml .gexf", lambda path: by_graphology(path, folder))
    with tempfile.TemporaryDirectory() as written:
        for ending in (".graphml", ".gexf"):
            path = na.write_graph(G, Path(written) / f"network{ending}")
            for name, (endings, read) in readers.items():
                if ending in endings.split():
                    n_people, n_ties, types = read(path)
                    same = "as written" if (n_people, n_ties) == (len(G), G.size()) else "DIFFERS"
                    print(f"{name}, {ending}: {n_people} people, {n_ties} ties, {same}")
                    print("   ", ", ".join(f"{k}: {'/'.join(v)}" for k, v in sorted(types.items())))


if __name__ == "__main__":
    main()
