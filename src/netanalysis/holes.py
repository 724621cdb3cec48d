"""Burt's structural holes and ego betweenness: what is seen from each person's own contacts.

With ``W`` the sum of the tie weights both ways (zero diagonal), ``p_ij = w_ij / sum_k w_ik`` over
the whole graph, ``k`` the number of contacts, and ``j``, ``q`` contacts of ``i``::

    constraint      C_i  = sum_j c_ij,  c_ij = (p_ij + sum_q p_iq p_qj) ** 2
    effective size  ES_i = sum_j (1 - sum_q p_iq m_jq),  m_jq = w_jq / max_k w_jk
    efficiency      ES_i / k
    hierarchy       sum_j r_j ln r_j / (k ln k),  r_j = c_ij / (C_i / k);  1 for k = 1

Burt, Structural Holes, 1992; Borgatti, Structural holes: unpacking Burt's redundancy measures,
Connections 20, 1997.
"""

from __future__ import annotations

from typing import Any, Final

import networkx as nx
import numpy as np
import pandas as pd

from netanalysis.adjacency import Floats, Integers, arcs_of
from netanalysis.triangles import corners, mirror_of, rows_of, triangles

# Two-paths between contacts looked at together; bounds the memory of ego betweenness.
TWO_PATHS_AT_ONCE: Final = 5_000_000


def structural_holes(G: nx.Graph, *, weight: str | None = "strength") -> pd.DataFrame:
    """Return Burt's four measures and the degree of every node.

    Answers "how redundant are the contacts of each person?". Inside one mailbox the
    constraint mostly counts contacts (median rank correlation with 1/degree .96 where all ties
    are treated alike), so show it beside the degree and never rank by it alone.

    Parameters
    ----------
    G
        Directed or undirected graph; self-loops are ignored, and a tie of strength 0 is none.
        The two directions of a tie are added up.
    weight
        Edge attribute that grows with closeness; None treats all ties alike.

    Returns
    -------
    DataFrame
        Indexed by node (``person_id``), in the graph's order:

        ``degree``
            contacts, either way
        ``constraint``
            above 0, at most 2; 1 for a single contact
        ``effective_size``
            contacts less what is redundant among them, 1 to ``degree``
        ``efficiency``
            ``effective_size / degree``
        ``hierarchy``
            0 (all contacts constrain alike) to 1 (one contact constrains alone); 1 for a
            single contact

        Somebody without contacts has a degree of 0 and no other value (missing, never 0).

    Raises
    ------
    UnusableGraphError
        If a tie has no ``weight``, or one that is negative or no number.

    Examples
    --------
    >>> import networkx as nx
    >>> import netanalysis as na
    >>> star = nx.star_graph(["hub", "ana", "bo", "cy", "dee"])
    >>> na.structural_holes(star, weight=None).loc["hub"].to_list()
    [4.0, 0.25, 4.0, 1.0, 0.0]
    """
    arcs = arcs_of(G, weight)
    return _burt(arcs.both_ways()).set_axis(_people(arcs.nodes))


def holes(one: Integers, other: Integers, strength: Floats, *, n_nodes: int) -> pd.DataFrame:
    """Return the columns of :func:`structural_holes` for nodes numbered from 0.

    Every tie is given once, in either direction, and none is that of a node with itself.
    """
    import scipy.sparse as sp

    once = sp.csr_array((strength, (one, other)), shape=(n_nodes, n_nodes))
    W = sp.csr_array(once + once.T)
    W.sort_indices()
    return _burt(W)


def efficiency_range(one: Integers, other: Integers, group: pd.Series) -> pd.DataFrame:
    """Return between what bounds the efficiency of each node lies, all ties alike.

    Without strengths the efficiency is ``1 - 2 t / k ** 2`` with ``t`` ties among ``k``
    contacts. ``efficiency_high`` counts the ties seen; ``efficiency_low`` takes all contacts
    of one group to be tied as well, seen or not. Nodes are numbered from 0 and ``group`` holds
    the group of each, "" where unknown; ties are given once. No value without contacts.
    """
    import scipy.sparse as sp

    n_nodes = len(group)
    ones = np.ones(len(one))
    once = sp.csr_array((ones, (one, other)), shape=(n_nodes, n_nodes))
    A = sp.csr_array(once + once.T)
    A.sort_indices()
    number = pd.factorize(group.where(group != ""))[0]
    known = np.flatnonzero(number >= 0)
    member = sp.csr_array(
        (np.ones(len(known)), (known, number[known])), shape=(n_nodes, int(number.max()) + 1)
    )
    size = (A @ member).toarray() if member.shape[1] else np.zeros((n_nodes, 1))
    seen, across, row = np.zeros(n_nodes), np.zeros(n_nodes), rows_of(A)
    for uv, uw, _ in triangles(A):
        u, v, w = row[uv], A.indices[uv], A.indices[uw]
        for corner, end, other_end in ((u, v, w), (v, u, w), (w, u, v)):
            seen += np.bincount(corner, minlength=n_nodes)
            is_across = (number[end] != number[other_end]) | (number[end] < 0)
            across += np.bincount(corner[is_across], minlength=n_nodes)
    filled = (size * (size - 1)).sum(axis=1) / 2 + across
    degree = np.diff(A.indptr).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = (1 - 2 * t / degree**2 for t in (filled, seen))
    return pd.DataFrame(
        {
            "efficiency_low": pd.array(np.where(degree > 0, low, np.nan), dtype="Float64"),
            "efficiency_high": pd.array(np.where(degree > 0, high, np.nan), dtype="Float64"),
        }
    )


def _burt(W: Any) -> pd.DataFrame:
    row, degree = rows_of(W), np.diff(W.indptr)
    total = np.bincount(row, weights=W.data, minlength=len(degree))
    largest = np.zeros(len(degree))
    np.maximum.at(largest, row, W.data)
    p = W.data / total[row]
    invested, redundancy = _triangle_sums(W, p, W.data / largest[row])
    part = invested * invested
    constraint = np.bincount(row, weights=part, minlength=len(degree))
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = part * degree[row] / constraint[row]
        uneven = np.bincount(row, weights=relative * np.log(relative), minlength=len(degree))
        hierarchy = np.where(degree > 1, uneven / (degree * np.log(degree)), 1.0)
        values = {
            "constraint": constraint,
            "effective_size": degree - redundancy,
            "efficiency": (degree - redundancy) / degree,
            "hierarchy": np.clip(hierarchy, 0.0, 1.0),  # rounding leaves -1e-17
        }
    return _frame(degree, values)


def _triangle_sums(W: Any, p: Floats, m: Floats) -> tuple[Floats, Floats]:
    """Return ``p_ij + sum_q p_iq p_qj`` of each tie and ``sum_jq p_iq m_jq`` of each node."""
    row, mirror = rows_of(W), mirror_of(W)
    invested, redundancy = p.copy(), np.zeros(W.shape[0])
    turned = p[mirror]
    for block in triangles(W):
        for ij, iq, jq in corners(*block, mirror):
            np.add.at(invested, ij, p[iq] * turned[jq])
            np.add.at(redundancy, row[ij], p[iq] * m[jq])
    return invested, redundancy


def ego_betweenness(G: nx.Graph) -> pd.DataFrame:
    """Return how often each person lies between their own contacts.

    Answers "who connects their own contacts?", looking at nothing but each person, their
    contacts and the ties among these. Over the pairs of contacts without a tie, with ``n`` the
    other contacts tied to both::

        ego_betweenness = sum of 1 / (1 + n)

    Direction and strength of ties do not count.

    Returns
    -------
    DataFrame
        Indexed by node (``person_id``), in the graph's order: ``degree`` (contacts),
        ``ego_betweenness`` (0 to degree * (degree - 1) / 2; missing without contacts) and
        ``ego_betweenness_share``, the same divided by its largest possible value (0 to 1;
        missing with fewer than two contacts).

    References
    ----------
    Everett and Borgatti, Ego network betweenness, Social Networks 27, 2005.

    Examples
    --------
    >>> import networkx as nx
    >>> import netanalysis as na
    >>> na.ego_betweenness(nx.path_graph(["ana", "bo", "cy"])).loc["bo"].to_list()
    [2.0, 1.0, 1.0]
    """
    arcs = arcs_of(G, None)
    W = arcs.both_ways()
    degree = np.diff(W.indptr).astype(np.float64)
    row, mirror = rows_of(W), mirror_of(W)
    found = [
        (np.concatenate([ij for ij, _, _ in orders]), np.concatenate([iq for _, iq, _ in orders]))
        for orders in (list(corners(*block, mirror)) for block in triangles(W))
    ]
    n_pairs = degree * (degree - 1) / 2
    between = n_pairs.copy()
    if found:
        one = np.concatenate([pair[0] for pair in found])
        other = np.concatenate([pair[1] for pair in found])
        del found
        between -= np.bincount(row[one], minlength=len(degree)) / 2
        between -= _shared_credit(W, one, other)
    with np.errstate(invalid="ignore"):
        values = {
            "ego_betweenness": between,
            "ego_betweenness_share": np.where(n_pairs > 0, between / n_pairs, np.nan),
        }
    return _frame(np.diff(W.indptr), values).set_axis(_people(arcs.nodes))


def _shared_credit(W: Any, one: Any, other: Any) -> Floats:
    """Return, per ego, what goes to others: ``n / (1 + n)`` summed over open pairs of contacts.

    ``one`` and ``other`` are ties (i, j) and (i, q) of each ego i whose far ends are tied. As a
    matrix over ties they hold the networks among the contacts of every ego side by side.
    """
    import scipy.sparse as sp

    ones = np.ones(len(one))
    near = sp.csr_array((ones, (one, other)), shape=(W.nnz, W.nnz))
    near.sort_indices()
    row, credit = rows_of(W), np.zeros(W.shape[0])
    n_two_paths = np.bincount(rows_of(near), weights=np.diff(near.indptr)[near.indices])
    done = np.concatenate([[0], np.cumsum(n_two_paths)])
    begin = 0
    while begin < len(n_two_paths):
        end = int(np.searchsorted(done, done[begin] + TWO_PATHS_AT_ONCE, side="right")) - 1
        end = max(end, begin + 1)
        counts = near[begin:end] @ near
        counts = sp.coo_array(counts - counts.multiply(near[begin:end]))
        is_open = (counts.row + begin < counts.col) & (counts.data > 0)  # each pair once
        n, tie = counts.data[is_open], counts.row[is_open] + begin
        credit += np.bincount(row[tie], weights=n / (1 + n), minlength=len(credit))
        begin = end
    return credit


def _people(nodes: list[Any]) -> pd.Index:
    people: pd.Index = pd.Index(nodes, name="person_id", tupleize_cols=False)
    return people


def _frame(degree: Any, values: dict[str, Floats]) -> pd.DataFrame:
    """Return the measures as a frame, without values where there are no contacts."""
    columns: dict[str, Any] = {"degree": pd.array(degree.astype(np.int64), dtype="Int64")}
    for name, value in values.items():
        columns[name] = pd.array(np.where(degree > 0, value, np.nan), dtype="Float64")
    return pd.DataFrame(columns)
