"""Betweenness on distance: who lies on the shortest ways between others.

Brandes' accumulation (A faster algorithm for betweenness centrality, Journal of Mathematical
Sociology 25, 2001) for many sources at once: compiled Dijkstra, then sums along the arcs of the
shortest ways, one sparse product for each step. No queue in Python, no further library.
"""

from __future__ import annotations

from typing import Final

import networkx as nx
import numpy as np
import pandas as pd

from netanalysis.adjacency import Arcs, Floats, Integers, arcs_of
from netanalysis.triangles import rows_of

# Distances are whole numbers: as fractions, 1/2 + 1/6 and 1/3 + 1/3 differ in the last bit,
# and ways of equal length would be told apart by rounding alone.
DISTANCE_SCALE: Final = 1_000_000
# Up to this many people all are sources (seconds); beyond it a sample is, with its error.
EXACT_NODES: Final = 2_000
SAMPLED_SOURCES: Final = 256
SEED: Final = 20011202
_CELLS_AT_ONCE: Final = 500_000  # sources times arcs looked at together: fits the cache


def betweenness(
    G: nx.Graph,
    *,
    weight: str | None = "strength",
    n_sources: int | None = None,
    seed: int = SEED,
) -> pd.DataFrame:
    """Return how much of the shortest ways between others runs through each person.

    Answers "who stands between people who have no short way of their own?". A tie of strength
    ``s`` is ``max(1, round(1e6 / s))`` long. Over all pairs of others (ordered pairs where the
    graph is directed)::

        betweenness(v) = sum of the share of shortest ways from a to b that pass v

    From a sample of ``n_sources`` people a, the sum is scaled up to all.

    Parameters
    ----------
    G
        Directed or undirected graph; self-loops and ties of strength 0 are ignored.
    weight
        Edge attribute that grows with closeness; None gives every tie the length 1.
    n_sources
        From how many people ways are followed. By default from all in a graph of up to 2,000
        nodes, else from 256.
    seed
        Which people are drawn.

    Returns
    -------
    DataFrame
        Indexed by node (``person_id``), in the graph's order:

        ``degree``
            contacts, either way
        ``betweenness``
            0 to the number of pairs of others; not normalised
        ``betweenness_share``
            divided by the number of pairs of others, 0 to 1; missing with fewer than 3 nodes
        ``standard_error``
            of ``betweenness``, from how much the sampled people differ; 0 when all are sources,
            missing when one is. It says nothing where the true value hangs on a few pairs:
            a person whom no sampled way passes gets 0 and the error 0.
        ``bridging_centrality``
            ``betweenness * (1 / d) / (sum of 1 / d over the contacts)``, d the degree; missing
            without contacts

        ``attrs``: ``n_sources``, ``is_exact``.

    Raises
    ------
    UnusableGraphError
        If a tie has no ``weight``, or one that is negative or no number.
    ValueError
        If ``n_sources`` is less than 1.

    References
    ----------
    Freeman, A set of measures of centrality based on betweenness, Sociometry 40, 1977; Brandes
    and Pich, Centrality estimation in large networks, 2007; Hwang, Kim, Ramanathan and Zhang,
    Bridging centrality, KDD 2008.

    Examples
    --------
    >>> import networkx as nx
    >>> import netanalysis as na
    >>> path = nx.path_graph(["ana", "bo", "cy", "dee"])
    >>> na.betweenness(path, weight=None)["betweenness"].to_list()
    [0.0, 2.0, 2.0, 0.0]
    """
    arcs = arcs_of(G, weight)
    n_nodes = len(arcs.nodes)
    if n_sources is None:
        n_sources = n_nodes if n_nodes <= EXACT_NODES else SAMPLED_SOURCES
    if n_sources < 1 <= n_nodes:
        raise ValueError(f"n_sources is {n_sources}; ways have to start somewhere, give 1 or more.")
    n_sources = min(n_sources, n_nodes)
    is_exact = n_sources == n_nodes
    drawn = np.arange(n_nodes)
    if not is_exact:
        drawn = np.random.default_rng(seed).permutation(n_nodes)[:n_sources]
    total, squares = _dependencies(arcs, drawn, is_weighted=weight is not None)
    each_way = 1.0 if arcs.is_directed else 0.5
    scale = each_way * n_nodes / max(n_sources, 1)
    error = np.zeros(n_nodes)
    if not is_exact:
        error = scale * _spread_of_sum(total, squares, n_sources, n_nodes)
    result = _frame(arcs, total * scale, error, each_way)
    result.attrs = {"n_sources": n_sources, "is_exact": is_exact}
    return result


def _spread_of_sum(total: Floats, squares: Floats, n_drawn: int, n_nodes: int) -> Floats:
    """Return the standard error of a sum over ``n_drawn`` of ``n_nodes`` without replacement."""
    if n_drawn < 2:
        return np.full(len(total), np.nan)
    variance = np.maximum(squares - total**2 / n_drawn, 0.0) / (n_drawn - 1)
    spread: Floats = np.sqrt(n_drawn * variance * (1 - n_drawn / n_nodes))
    return spread


def _frame(arcs: Arcs, between: Floats, error: Floats, each_way: float) -> pd.DataFrame:
    """Return the measures as a frame, with bridging centrality from the degrees."""
    n_nodes = len(arcs.nodes)
    W = arcs.both_ways()
    degree = np.diff(W.indptr)
    n_pairs = (n_nodes - 1) * (n_nodes - 2) * each_way
    with np.errstate(divide="ignore", invalid="ignore"):
        inverse = 1.0 / degree
        around = np.bincount(rows_of(W), weights=inverse[W.indices], minlength=n_nodes)
        bridging = np.where(degree > 0, between * inverse / around, np.nan)
        share = between / n_pairs if n_pairs > 0 else np.full(n_nodes, np.nan)
    return pd.DataFrame(
        {
            "degree": pd.array(degree.astype(np.int64), dtype="Int64"),
            "betweenness": pd.array(between, dtype="Float64"),
            "betweenness_share": pd.array(share, dtype="Float64"),
            "standard_error": pd.array(error, dtype="Float64"),
            "bridging_centrality": pd.array(bridging, dtype="Float64"),
        },
        index=pd.Index(arcs.nodes, name="person_id", tupleize_cols=False),
    )


def _dependencies(arcs: Arcs, drawn: Integers, *, is_weighted: bool) -> tuple[Floats, Floats]:
    """Return, per node, the sum and the sum of squares of what each source depends on it."""
    from scipy.sparse.csgraph import dijkstra

    n_nodes = len(arcs.nodes)
    total, squares = np.zeros(n_nodes), np.zeros(n_nodes)
    source, target = arcs.source, arcs.target
    length = np.ones(len(source))
    if is_weighted:
        length = np.maximum(np.rint(DISTANCE_SCALE / arcs.strength), 1.0)
    # Busy people first: an arc that is longer than the shortest way between its ends is on no
    # shortest way, is seen as such when its source is due, and is never followed again.
    n_out = np.bincount(source, minlength=n_nodes)
    drawn = drawn[np.argsort(-n_out[drawn], kind="stable")]
    begin = 0
    while begin < len(drawn):
        size = max(1, min(_CELLS_AT_ONCE // max(len(source), n_nodes), len(drawn) // 4))
        batch = drawn[begin : begin + size]
        begin += size
        lengths = Arcs(arcs.nodes, source, target, length, arcs.is_directed).matrix()
        away = dijkstra(lengths, indices=batch)
        dependency = _along_shortest(away, source, target, length)
        dependency[np.arange(len(batch)), batch] = 0.0
        total += dependency.sum(axis=0)
        squares += (dependency**2).sum(axis=0)
        due = np.full(n_nodes, -1)
        due[batch] = np.arange(len(batch))
        is_due = np.flatnonzero(due[source] >= 0)
        is_long = length[is_due] > away[due[source[is_due]], target[is_due]]
        if is_long.any():
            kept = np.ones(len(source), dtype=bool)
            kept[is_due[is_long]] = False
            source, target, length = source[kept], target[kept], length[kept]
    return total, squares


def _along_shortest(away: Floats, source: Integers, target: Integers, length: Floats) -> Floats:
    """Return what each source (row of ``away``) depends on each node (column).

    The nodes seen from each source lie side by side in one long row. Ways are counted going out
    step by step; credit comes back from the nodes with the most steps to those with the least.
    """
    n_rows, n_nodes = away.shape
    away = np.where(np.isfinite(away), away, np.nan)
    row, arc = np.nonzero(away[:, source] + length == away[:, target])
    shift = row * n_nodes
    tail, head = shift + source[arc], shift + target[arc]
    n_onward = np.bincount(tail, minlength=away.size)
    first = np.cumsum(n_onward) - n_onward
    ways, n_steps = _ways(np.flatnonzero(away.ravel() == 0), head, first, n_onward)
    share = np.divide(1.0, ways, out=np.zeros_like(ways), where=ways > 0)
    # From few steps to many. Sixteen bits are sorted in one go; no way has more steps than nodes.
    steps = n_steps[tail].astype(np.int16 if n_nodes < 32_768 else np.int32)
    order = np.argsort(steps, kind="stable")
    tail, head = tail[order], head[order]
    bounds = np.concatenate([[0], np.cumsum(np.bincount(steps))])
    credit = np.zeros_like(ways)  # of each place, for what lies behind it, per way to it
    for begin, end in zip(bounds[-2::-1], bounds[:0:-1], strict=True):
        behind = head[begin:end]
        np.add.at(credit, tail[begin:end], share[behind] + credit[behind])
    return (ways * credit).reshape(n_rows, n_nodes)


def _ways(
    front: Integers, head: Integers, first: Integers, n_onward: Integers
) -> tuple[Floats, Integers]:
    """Return the number of shortest ways to each place, and the most steps one of them takes.

    ``front`` holds the places where ways start. Onward from a place lead the ``n_onward`` arcs
    from ``first`` on, to their ``head``.
    """
    ways, arriving = np.zeros(len(first)), np.zeros(len(first))
    n_steps, seen = np.zeros(len(first), dtype=np.int64), np.zeros(len(first), dtype=np.int64)
    ways[front] = 1.0
    number, step = ways[front], 0
    while len(front):
        n_arcs = n_onward[front]
        before = np.cumsum(n_arcs) - n_arcs
        arc = np.repeat(first[front] - before, n_arcs) + np.arange(n_arcs.sum())
        reached = head[arc]
        np.add.at(arriving, reached, np.repeat(number, n_arcs))
        here = np.arange(len(reached))
        seen[reached] = here
        front = reached[seen[reached] == here]  # each place once
        number = arriving[front]
        arriving[front] = 0.0
        ways[front] += number
        step += 1
        n_steps[front] = step
    return ways, n_steps
