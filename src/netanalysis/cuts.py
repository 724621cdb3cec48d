"""What falls apart: people and ties that hold a network together by themselves."""

from __future__ import annotations

from collections.abc import Hashable

import networkx as nx
import numpy as np
import pandas as pd

from netanalysis.adjacency import Arcs, arcs_of
from netanalysis.triangles import corners, mirror_of, rows_of, triangles


def cut_points(G: nx.Graph) -> pd.DataFrame:
    """Return who would be missed: without whom a connected part of the network falls apart.

    Answers "if this person left, how many others would be cut off from the rest?". Cut points
    are also called articulation points. Direction and strength of ties do not count.

    Returns
    -------
    DataFrame
        Indexed by node (``person_id``), in the graph's order:

        ``is_cut_point``
            whether removing the person leaves more pieces than before
        ``n_pieces``
            pieces that their part of the network falls into without them, 1 where it holds;
            missing without contacts
        ``n_cut_off``
            people outside the largest of these pieces, 0 where it holds; missing without
            contacts

    References
    ----------
    Hopcroft and Tarjan, Algorithm 447: efficient algorithms for graph manipulation, 1973.

    Examples
    --------
    >>> import networkx as nx
    >>> import netanalysis as na
    >>> path = nx.path_graph(["ana", "bo", "cy", "dee"])
    >>> na.cut_points(path)["n_cut_off"].to_list()
    [0, 1, 1, 0]
    """
    arcs = arcs_of(G, None)
    blocks = list(nx.biconnected_components(_plain(arcs)))
    n_pieces = np.zeros(len(arcs.nodes), dtype=np.int64)
    for block in blocks:
        n_pieces[list(block)] += 1
    n_cut_off = _cut_off(blocks, n_pieces)
    index = pd.Index(arcs.nodes, name="person_id", tupleize_cols=False)
    result = pd.DataFrame(
        {
            "is_cut_point": pd.array(n_pieces > 1, dtype="boolean"),
            "n_pieces": pd.array(n_pieces, dtype="Int64"),
            "n_cut_off": pd.array(n_cut_off, dtype="Int64"),
        },
        index=index,
    )
    result.loc[n_pieces == 0, ["n_pieces", "n_cut_off"]] = pd.NA
    return result


def _plain(arcs: Arcs) -> nx.Graph:
    """Return the ties as an undirected graph of numbers."""
    H = nx.Graph()
    H.add_nodes_from(range(len(arcs.nodes)))
    H.add_edges_from(zip(arcs.source.tolist(), arcs.target.tolist(), strict=True))
    return H


def _cut_off(blocks: list[set[int]], n_blocks: np.ndarray) -> np.ndarray:
    """Return how many people lose the largest piece when each person goes.

    Blocks and the cut points between them form a forest; the pieces around a cut point are what
    hangs below each of its blocks, and what is left above.
    """
    around: dict[int, list[int]] = {}  # of cut points: blocks, numbered -1, -2, ...
    inside: dict[int, list[int]] = {}  # of blocks: cut points
    below: dict[int, int] = {}  # people hanging at a block or cut point, itself included
    for number, block in enumerate(blocks):
        cuts = [v for v in sorted(block) if n_blocks[v] > 1]
        inside[-1 - number] = cuts
        below[-1 - number] = len(block) - len(cuts)
        for v in cuts:
            around.setdefault(v, []).append(-1 - number)
            below[v] = 1
    n_cut_off = np.zeros(len(n_blocks), dtype=np.int64)
    above: dict[int, int | None] = {}
    for root in inside:
        if root in above:
            continue
        above[root] = None
        order = [root]
        for x in order:  # grows while it is walked
            for y in inside[x] if x < 0 else around[x]:
                if y != above[x]:
                    above[y] = x
                    order.append(y)
        for x in reversed(order[1:]):
            below[above[x]] += below[x]  # type: ignore[index]
        for v in order:
            if v >= 0:
                pieces = [below[b] for b in around[v] if b != above[v]]
                pieces.append(below[root] - 1 - sum(pieces))
                n_cut_off[v] = below[root] - 1 - max(pieces)
    return n_cut_off


def local_bridges(G: nx.Graph) -> pd.DataFrame:
    """Return the ties between people who have no contact in common, with their span.

    Answers "which single ties join circles that are otherwise far apart?". Direction and
    strength of ties do not count.

    Returns
    -------
    DataFrame
        Indexed by (``source``, ``target``), once per tie, the earlier node of the graph first,
        in the graph's order:

        ``span``
            steps between the two on the shortest way without the tie, 3 and more; missing
            where there is none
        ``is_bridge``
            whether there is no other way

    References
    ----------
    Granovetter, The strength of weak ties, American Journal of Sociology 78, 1973.

    Examples
    --------
    >>> import networkx as nx
    >>> import netanalysis as na
    >>> na.local_bridges(nx.cycle_graph(5))["span"].to_list()
    [4, 4, 4, 4, 4]
    """
    arcs = arcs_of(G, None)
    W = arcs.both_ways()
    row, mirror = rows_of(W), mirror_of(W)
    is_in_triangle = np.zeros(W.nnz, dtype=bool)
    for block in triangles(W):
        for tie, _, _ in corners(*block, mirror):
            is_in_triangle[tie] = True
    found = np.flatnonzero(~is_in_triangle & (row < W.indices))
    ends = list(zip(row[found].tolist(), W.indices[found].tolist(), strict=True))
    H = _plain(arcs)
    spans = [_span(H, a, b) for a, b in ends]
    names: list[list[Hashable]] = [[arcs.nodes[pair[side]] for pair in ends] for side in (0, 1)]
    return pd.DataFrame(
        {
            "span": pd.array(spans, dtype="Int64"),
            "is_bridge": pd.array([span is None for span in spans], dtype="boolean"),
        },
        index=pd.MultiIndex.from_arrays(names, names=["source", "target"]),
    )


def _span(H: nx.Graph, a: int, b: int) -> int | None:
    """Return the steps between the ends of a tie without it, None where there is no way."""
    H.remove_edge(a, b)
    try:
        span: int = len(nx.bidirectional_shortest_path(H, a, b)) - 1
    except nx.NetworkXNoPath:
        return None
    finally:
        H.add_edge(a, b)
    return span
