"""Betweenness on distance: who lies on the shortest ways between others.

Brandes' accumulation (A faster algorithm for betweenness centrality, Journal of Mathematical
Sociology 25, 2001) for many sources at once: distances, then sums along the arcs of the shortest
ways, one step of all sources together. No queue in Python, no further library.
"""

from __future__ import annotations

from typing import Final

import networkx as nx
import numpy as np
import pandas as pd

from netanalysis.adjacency import Arcs, Floats, Integers, arcs_of
from netanalysis.distances import Lengths, Short
from netanalysis.triangles import rows_of

# Distances are whole numbers: as fractions, 1/2 + 1/6 and 1/3 + 1/3 differ in the last bit,
# and ways of equal length would be told apart by rounding alone.
DISTANCE_SCALE: Final = 1_000_000
# Up to this many people all are sources (seconds); beyond it a sample is, with its error.
EXACT_NODES: Final = 2_000
SAMPLED_SOURCES: Final = 256
SEED: Final = 20011202
# Sources times people whose distances are found together: what fits the cache, or as many
# sources as make rows worth their while.
_PLACES_AT_ONCE: Final = 250_000
_LEAST_SOURCES: Final = 64
_CELLS_AT_ONCE: Final = 500_000  # sources times arcs summed along together: fits the cache


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
    n_nodes = len(arcs.nodes)
    total, squares = np.zeros(n_nodes), np.zeros(n_nodes)
    length = np.ones(len(arcs.source))
    if is_weighted:
        length = np.maximum(np.rint(DISTANCE_SCALE / arcs.strength), 1.0)
    lengths = Lengths(arcs.source, arcs.target, length, n_nodes).without_detours(len(drawn))
    n_sources = max(_LEAST_SOURCES, _PLACES_AT_ONCE // max(n_nodes, 1))
    for begin in range(0, len(drawn), n_sources):
        batch = drawn[begin : begin + n_sources]
        away = lengths.from_each(batch)
        n_rows = max(1, _CELLS_AT_ONCE // max(len(lengths.source), n_nodes))
        for row in range(0, len(batch), n_rows):
            some = slice(row, row + n_rows)
            dependency = _along_shortest(away[some], batch[some], lengths)
            total += dependency.sum(axis=0)
            squares += (dependency**2).sum(axis=0)
        lengths = lengths.without_longer(batch, away)
    return total, squares


def _along_shortest(away: Short | Floats, starts: Integers, lengths: Lengths) -> Floats:
    """Return what each of ``starts`` (row of ``away``) depends on each node (column).

    The nodes seen from each source lie side by side in one long row of places. Ways are counted
    going out, onward from a place when all that lead to it have arrived; credit comes back in the
    opposite order.
    """
    n_rows, n_nodes = away.shape
    tail, head = _on_shortest(away, lengths)
    n_onward, n_awaited = (np.bincount(end, minlength=away.size) for end in (tail, head))
    first = np.cumsum(n_onward) - n_onward
    ways, number = np.zeros(away.size), np.zeros(away.size, dtype=np.int64)
    front = np.arange(n_rows) * n_nodes + starts
    ways[front] = 1.0
    steps = []
    while len(front := front[n_onward[front] > 0]):
        n_arcs = n_onward[front]
        before = np.cumsum(n_arcs) - n_arcs
        reached = head[np.repeat(first[front] - before, n_arcs) + np.arange(n_arcs.sum())]
        np.add.at(ways, reached, np.repeat(ways[front], n_arcs))
        np.subtract.at(n_awaited, reached, 1)
        steps.append((front, reached, before))
        complete = reached[n_awaited[reached] == 0]
        number[complete] = np.arange(len(complete))
        front = complete[number[complete] == np.arange(len(complete))]  # each place once
    per_way = np.divide(1.0, ways, out=np.zeros_like(ways), where=ways > 0)
    credit = np.zeros_like(ways)  # of each place, for what lies behind it, per way to it
    for front, reached, before in reversed(steps):
        credit[front] = np.add.reduceat(per_way[reached], before)
        per_way[front] += credit[front]
    dependency = (ways * credit).reshape(n_rows, n_nodes)
    dependency[np.arange(n_rows), starts] = 0.0
    return dependency


def _on_shortest(away: Short | Floats, lengths: Lengths) -> tuple[Integers, Integers]:
    """Return the places at both ends of every arc on a shortest way, tails ascending."""
    source, target, length = lengths.source, lengths.target, lengths.length.astype(away.dtype)
    found = [np.flatnonzero(far[source] + length == far[target]) for far in away]
    arc = np.concatenate(found)
    shift = np.repeat(np.arange(len(found)) * lengths.n_nodes, [len(arcs) for arcs in found])
    return shift + source[arc], shift + target[arc]
