"""A networkx graph as arrays: who is tied to whom, and how strongly.

The measures of a whole network count on these arrays, never on the dictionaries of networkx.
Where the arcs lead is read once per graph and kept with it, in the place that networkx clears
as soon as a node or tie is added or removed. Strengths are read on every call, because
``G[u][v]["strength"] = 2`` changes them without a trace.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import networkx as nx
import numpy as np
import numpy.typing as npt

from netanalysis.errors import UnusableGraphError

_CACHE_KEY: Final = "netanalysis.adjacency"

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.signedinteger[Any]]


@dataclass(frozen=True, slots=True)
class Arcs:
    """The arcs of a graph in the order of its nodes: no self-loops, none of strength 0.

    A tie of an undirected graph is an arc each way. ``source`` is ascending and ``target``
    ascending within it; both are positions in ``nodes``. Parallel ties are added up.
    """

    nodes: list[Hashable]
    source: Integers
    target: Integers
    strength: Floats
    is_directed: bool

    def matrix(self, values: npt.NDArray[Any] | None = None) -> Any:
        """Return the arcs as a sparse matrix of ``values``, by default the strengths."""
        import scipy.sparse as sp

        n_nodes = len(self.nodes)
        starts = np.searchsorted(self.source, np.arange(n_nodes + 1)).astype(np.int32)
        data = self.strength if values is None else values
        return sp.csr_array((data, self.target, starts), shape=(n_nodes, n_nodes))

    def both_ways(self) -> Any:
        """Return the symmetric matrix of strengths, both ways added up, columns in order."""
        import scipy.sparse as sp

        A = self.matrix()
        W = sp.csr_array(A + A.T)
        W.sort_indices()
        return W


def arcs_of(G: nx.Graph, weight: str | None) -> Arcs:
    """Return the arcs of ``G``.

    Parameters
    ----------
    G
        Directed or undirected, simple or with parallel ties.
    weight
        Edge attribute that grows with closeness; None gives every tie the strength 1.

    Raises
    ------
    UnusableGraphError
        If a tie has no such attribute, or a strength that is negative, infinite or no number.
    """
    nodes, source, target = _ends(G)
    strength = np.ones(len(source)) if weight is None else _strengths(G, weight, source, target)
    is_arc = (source != target) & (strength > 0)
    if not is_arc.all():
        source, target, strength = source[is_arc], target[is_arc], strength[is_arc]
    # By one number for both ends: ten times as fast as sorting by two keys.
    order = np.argsort(source.astype(np.int64) * len(nodes) + target, kind="stable")
    return Arcs(nodes, source[order], target[order], strength[order], G.is_directed())


def _ends(G: nx.Graph) -> tuple[list[Hashable], Integers, Integers]:
    """Return the nodes and both ends of every arc, as the graph lists them."""
    cache = _cache(G)
    if cache is not None and _CACHE_KEY in cache:
        known: tuple[list[Hashable], Integers, Integers] = cache[_CACHE_KEY]
        return known
    nodes = list(G)
    number = {node: i for i, node in enumerate(nodes)}
    near = list(_neighbours(G))
    n_arcs = np.fromiter(map(len, near), dtype=np.int64, count=len(near))
    numbers = map(number.__getitem__, chain.from_iterable(near))
    target = np.fromiter(numbers, dtype=np.int32, count=int(n_arcs.sum()))
    source = np.repeat(np.arange(len(nodes), dtype=np.int32), n_arcs)
    if cache is not None:
        cache[_CACHE_KEY] = (nodes, source, target)
    return nodes, source, target


def _cache(G: nx.Graph) -> dict[str, Any] | None:
    """Return the place where networkx lets others keep what follows from the ties of ``G``.

    A view has such a place too, but nobody clears it when the graph behind the view changes.
    """
    if hasattr(G, "_graph") or type(G._adj) is not dict:
        return None
    cache: dict[str, Any] | None = getattr(G, "__networkx_cache__", None)
    return cache


def _neighbours(G: nx.Graph) -> Iterable[Any]:
    """Return the neighbours of every node with the data of the ties, in the graph's order."""
    plain: Iterable[Any] = G._adj.values() if type(G._adj) is dict else G.adj.values()
    return plain


def _strengths(G: nx.Graph, weight: str, source: Integers, target: Integers) -> Floats:
    """Return the strength of every arc, checked."""
    edges = chain.from_iterable(near.values() for near in _neighbours(G))
    found: list[Any]
    if G.is_multigraph():
        found = [_sum(edge.get(weight) for edge in parallel.values()) for parallel in edges]
    else:
        found = [edge.get(weight) for edge in edges]
    try:
        strength = np.array(found, dtype=np.float64)
    except (TypeError, ValueError):
        strength = np.array([_number(value) for value in found])
    is_usable = np.isfinite(strength) & (strength >= 0)
    if is_usable.all():
        return strength
    first = int(np.flatnonzero(~is_usable)[0])
    nodes = list(G)
    a, b, value = nodes[source[first]], nodes[target[first]], found[first]
    n_bad = int((~is_usable).sum())
    if value is None:
        what = f"has no {weight!r}"
    else:
        what = f"has the {weight!r} {value!r}, and a strength is a number of 0 or more"
    raise UnusableGraphError(
        f"The tie {a!r} - {b!r} {what} ({n_bad} of {len(found)} are like that). Set it on every "
        "tie, name another attribute with weight=, or pass weight=None to treat all ties alike."
    )


def _sum(values: Iterable[Any]) -> Any:
    """Return the sum of parallel strengths, or the first that is no number."""
    total = 0.0
    for value in values:
        number = _number(value)
        if not number >= 0:
            return value
        total += number
    return total


def _number(value: Any) -> float:
    """Return ``value`` as a number, NaN where it is none."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")
