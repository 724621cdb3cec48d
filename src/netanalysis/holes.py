"""Burt's structural holes on a weighted graph: constraint and effective size of all nodes.

With ``W`` the sum of the tie weights both ways (zero diagonal) and
``p_ij = w_ij / sum_k w_ik``::

    constraint      C_i  = sum_j (p_ij + sum_q p_iq p_qj) ** 2          j, q neighbours of i
    effective size  ES_i = sum_j (1 - sum_q p_iq m_jq),  m_jq = w_jq / max_k w_jk

Burt, Structural Holes, 1992. Isolates have no value (NaN), never 0.
"""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd


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
    if not nodes:
        columns = {"degree": "Int64", "constraint": "Float64", "effective_size": "Float64"}
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()})
    A = sp.csr_array(nx.to_scipy_sparse_array(G, nodelist=nodes, weight=weight, dtype=np.float64))
    W = sp.csr_array(A + A.T)
    W.setdiag(0)
    W.eliminate_zeros()
    near = W.copy()
    near.data = np.ones_like(near.data)
    total = np.asarray(W.sum(axis=1)).ravel()
    largest = np.asarray(W.max(axis=1).todense()).ravel() if W.nnz else np.zeros(len(nodes))
    with np.errstate(divide="ignore"):
        P = sp.csr_array(sp.diags_array(np.where(total > 0, 1 / total, 0.0)) @ W)
        M = sp.csr_array(sp.diags_array(np.where(largest > 0, 1 / largest, 0.0)) @ W)
    invested = P + (P @ P).multiply(near)
    degree = np.asarray(near.sum(axis=1)).ravel()
    constraint = np.asarray(invested.multiply(invested).sum(axis=1)).ravel()
    redundancy = np.asarray((P @ M.T).multiply(near).sum(axis=1)).ravel()
    is_isolate = degree == 0
    return pd.DataFrame(
        {
            "degree": pd.array(degree.astype(np.int64), dtype="Int64"),
            "constraint": pd.array(np.where(is_isolate, np.nan, constraint), dtype="Float64"),
            "effective_size": pd.array(
                np.where(is_isolate, np.nan, degree - redundancy), dtype="Float64"
            ),
        },
        index=pd.Index(nodes, name="person_id"),
    )
