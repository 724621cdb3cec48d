"""Burt's structural holes on a weighted graph: constraint and effective size of all nodes.

With ``W`` the sum of the tie weights both ways (zero diagonal) and
``p_ij = w_ij / sum_k w_ik``::

    constraint      C_i  = sum_j (p_ij + sum_q p_iq p_qj) ** 2          j, q neighbours of i
    effective size  ES_i = sum_j (1 - sum_q p_iq m_jq),  m_jq = w_jq / max_k w_jk

Burt, Structural Holes, 1992. Isolates have no value (NaN), never 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd

WEDGES_AT_A_TIME: Final = 1 << 21  # pairs of ties with a common end: about 100 MB

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.signedinteger[Any]]


def structural_holes(G: nx.Graph, *, weight: str | None = "strength") -> pd.DataFrame:
    """Return constraint, effective size and degree of every node.

    Answers "how redundant are the contacts of each person?". Inside one mailbox the
    constraint mostly counts contacts (rank correlation with 1/degree .97 and more), so
    show it beside the degree and never rank by it alone.

    Parameters
    ----------
    G
        Directed or undirected graph; self-loops are ignored.
    weight
        Edge attribute that grows with closeness; None treats all ties alike.

    Returns
    -------
    DataFrame
        Indexed by node, in the graph's order: ``degree`` (contacts), ``constraint`` (0 and
        up; 1 for a single contact), ``effective_size`` (1 to degree).
    """
    import scipy.sparse as sp

    nodes = list(G)
    index = pd.Index(nodes, name="person_id")
    if not nodes:
        nobody = np.empty(0, dtype=np.int64)
        return holes(nobody, nobody, np.empty(0), n_nodes=0).set_axis(index)
    A = sp.csr_array(nx.to_scipy_sparse_array(G, nodelist=nodes, weight=weight, dtype=np.float64))
    W = sp.csr_array(A + A.T)
    W.setdiag(0)
    W.eliminate_zeros()
    upper = sp.coo_array(sp.triu(W))
    one, other = upper.coords
    return holes(one, other, upper.data, n_nodes=len(nodes)).set_axis(index)


def holes(one: Integers, other: Integers, weight: Floats, *, n_nodes: int) -> pd.DataFrame:
    """Return the columns of :func:`structural_holes` for nodes numbered from 0.

    Every tie is given once, in either direction, and none is that of a node with itself.
    """
    degree = np.bincount(one, minlength=n_nodes) + np.bincount(other, minlength=n_nodes)
    # Numbered by degree, few ties lead upwards from any node: so triangles are found quickly.
    rank = np.empty(n_nodes, dtype=np.int64)
    rank[np.argsort(degree, kind="stable")] = np.arange(n_nodes)
    low, high = np.minimum(rank[one], rank[other]), np.maximum(rank[one], rank[other])
    order = np.lexsort((high, low))
    ties = _Ties(low[order], high[order], weight[order], n_nodes)
    seen_up, seen_down = ties.up.copy(), ties.down.copy()
    redundancy = np.zeros(n_nodes)
    for triangles in ties.triangles():
        ties.close(triangles, seen_up, seen_down, redundancy)
    constraint = np.bincount(ties.low, seen_up**2, n_nodes)
    constraint += np.bincount(ties.high, seen_down**2, n_nodes)
    is_isolate = degree == 0
    size = np.where(is_isolate, np.nan, degree - redundancy[rank])
    return pd.DataFrame(
        {
            "degree": pd.array(degree, dtype="Int64"),
            "constraint": pd.array(np.where(is_isolate, np.nan, constraint[rank]), dtype="Float64"),
            "effective_size": pd.array(size, dtype="Float64"),
        }
    )


class _Ties:
    """Ties from a lower to a higher node, sorted; ``up`` is p from the lower end, ``down`` back."""

    def __init__(self, low: Integers, high: Integers, weight: Floats, n_nodes: int) -> None:
        self.low, self.high, self.n_nodes = low, high, n_nodes
        total = np.bincount(low, weight, n_nodes) + np.bincount(high, weight, n_nodes)
        largest = np.zeros(n_nodes)
        np.maximum.at(largest, low, weight)
        np.maximum.at(largest, high, weight)
        self.up, self.down = weight / total[low], weight / total[high]
        self.share_up, self.share_down = weight / largest[low], weight / largest[high]

    def triangles(self) -> Iterator[tuple[Integers, Integers, Integers]]:
        """Yield the ties of every triangle u < v < w: (u, v), (u, w) and (v, w)."""
        key = self.low * self.n_nodes + self.high
        n_ties = len(key)
        end = np.searchsorted(self.low, self.low, side="right")
        n_after = end - np.arange(n_ties) - 1  # ties of the same lower node that come after
        bounds = np.flatnonzero(np.diff(np.cumsum(n_after) // WEDGES_AT_A_TIME, prepend=-1))
        for begin, stop in pairwise([*bounds.tolist(), n_ties]):
            n_each = n_after[begin:stop]
            first = np.repeat(np.arange(begin, stop), n_each)
            nth = np.arange(len(first)) - np.repeat(np.cumsum(n_each) - n_each, n_each)
            second = first + nth + 1
            wanted = self.high[first] * self.n_nodes + self.high[second]
            third = np.searchsorted(key, wanted).clip(max=n_ties - 1)
            closed = np.flatnonzero(key[third] == wanted)
            yield first[closed], second[closed], third[closed]

    def close(
        self,
        triangles: tuple[Integers, Integers, Integers],
        seen_up: Floats,
        seen_down: Floats,
        redundancy: Floats,
    ) -> None:
        """Add what runs through the third node of each triangle, for all its six sides."""
        uv, uw, vw = triangles
        up, down, n_ties = self.up, self.down, len(self.up)
        for side, there, back in (
            (uv, up[uw] * down[vw], up[vw] * down[uw]),
            (uw, up[uv] * up[vw], down[vw] * down[uv]),
            (vw, down[uv] * up[uw], down[uw] * up[uv]),
        ):
            seen_up += np.bincount(side, there, n_ties)
            seen_down += np.bincount(side, back, n_ties)
        share_up, share_down, n_nodes = self.share_up, self.share_down, self.n_nodes
        u = up[uw] * share_up[vw] + up[uv] * share_down[vw]
        v = up[vw] * share_up[uw] + down[uv] * share_down[uw]
        w = down[vw] * share_up[uv] + down[uw] * share_down[uv]
        redundancy += np.bincount(self.low[uv], u, n_nodes)
        redundancy += np.bincount(self.high[uv], v, n_nodes)
        redundancy += np.bincount(self.high[uw], w, n_nodes)
