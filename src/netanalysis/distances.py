"""How far everybody is from many sources at once, where lengths are whole numbers.

Bellman's relaxation in rounds (On a routing problem, Quarterly of Applied Mathematics 16, 1958):
whoever has an arc from somebody that came nearer looks whether that way is shorter. For one
source this is more work than Dijkstra's queue. For a hundred sources side by side it is plain
arithmetic on long rows and several times as fast, as long as few people are many steps apart.
Where they are, or where distances do not fit 32 bits, SciPy's Dijkstra takes over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.signedinteger[Any]]
Short = npt.NDArray[np.int32]

_NO_WAY: Final = 1 << 30  # an arc more still fits 32 bits, and is longer than any distance
_MOST_ROUNDS: Final = 20  # take about as long as Dijkstra
_CELLS_AT_ONCE: Final = 128_000  # arcs times sources looked at together: fits the cache
# Eight hubs, to and from, show half of all arcs to be detours; that is worth it for many sources.
_HUBS: Final = 8
_SOURCES_WORTH_HUBS: Final = 256


class Lengths:
    """The arcs of a network and their lengths, whole numbers of 1 or more; ``source`` ascends.

    Remembers from one batch of sources to the next which way to find distances suits it.
    """

    def __init__(self, source: Integers, target: Integers, length: Floats, n_nodes: int) -> None:
        self.source, self.target = source.astype(np.intp), target.astype(np.intp)
        self.length, self.n_nodes = length, n_nodes
        self._needs_queue = False

    def from_each(self, batch: Integers) -> Short | Floats:
        """Return how far each node (column) is from each of ``batch`` (row).

        Where no way leads stands NaN, or a number above all distances. With the length of an arc
        added, neither is equal to anything in the result.
        """
        if not self._needs_queue and self.length.max(initial=0) < _NO_WAY:
            away = _by_rounds(self, batch)
            if away is not None:
                return away
            self._needs_queue = True
        return _by_dijkstra(self, batch)

    def without_detours(self, n_sources: int) -> Lengths:
        """Return the arcs less those seen to be longer than a way over one of the busiest people.

        No shortest way has such an arc. Unless ``n_sources`` are to come, it is not worth a look.
        """
        longest, shortest = self.length.max(initial=0), self.length.min(initial=np.inf)
        if n_sources < _SOURCES_WORTH_HUBS or longest <= 2 * shortest:
            return self  # where no arc is longer than two others, none is a detour
        n_arcs = np.bincount(np.concatenate([self.source, self.target]), minlength=self.n_nodes)
        hubs = np.argsort(-n_arcs, kind="stable")[:_HUBS]
        order = np.argsort(self.target, kind="stable")
        turned = Lengths(self.target[order], self.source[order], self.length[order], self.n_nodes)
        least = np.full(len(self.source), np.inf)
        for to_hub, from_hub in zip(turned.from_each(hubs), self.from_each(hubs), strict=True):
            over = to_hub[self.source].astype(np.float64) + from_hub[self.target]
            least = np.fmin(least, over)
        return self._only(self.length <= least)

    def without_longer(self, batch: Integers, away: Short | Floats) -> Lengths:
        """Return the arcs less those from ``batch`` that are longer than the shortest way.

        ``away`` is how far each node is from each of ``batch``.
        """
        row = np.full(self.n_nodes, -1)
        row[batch] = np.arange(len(batch))
        seen = np.flatnonzero(row[self.source] >= 0)
        kept = np.ones(len(self.source), dtype=bool)
        kept[seen] = self.length[seen] <= away[row[self.source[seen]], self.target[seen]]
        return self._only(kept)

    def _only(self, kept: npt.NDArray[np.bool_]) -> Lengths:
        """Return the arcs that are ``kept``, with what is known of the network."""
        less = Lengths(self.source[kept], self.target[kept], self.length[kept], self.n_nodes)
        less._needs_queue = self._needs_queue
        return less


def _by_rounds(arcs: Lengths, batch: Integers) -> Short | None:
    """Return the distances, or None if that takes many rounds or long numbers.

    While it works, people are rows and sources columns, so that an arc is one step along a row.
    """
    order = np.argsort(arcs.target, kind="stable")
    tail, head = arcs.source[order], arcs.target[order]
    length = arcs.length[order].astype(np.int32)
    n_at_once = _CELLS_AT_ONCE // len(batch)
    everywhere = list(_arrivals(tail, head, length, n_at_once))
    away = np.full((arcs.n_nodes, len(batch)), _NO_WAY, dtype=np.int32)
    away[batch, np.arange(len(batch))] = 0
    is_nearer = np.zeros(arcs.n_nodes, dtype=bool)
    is_nearer[batch] = True
    for _ in range(_MOST_ROUNDS):
        is_due = is_nearer[tail]
        arrivals = everywhere
        if np.count_nonzero(is_due) < len(tail) // 2:
            arrivals = list(_arrivals(tail[is_due], head[is_due], length[is_due], n_at_once))
        is_nearer = np.zeros(arcs.n_nodes, dtype=bool)
        for heads, tails, lengths in arrivals:
            ways = away.take(tails, axis=0)
            ways += lengths
            best, known = ways.min(axis=1), away[heads]
            nearer = (best < known).any(axis=1)
            if nearer.any():
                away[heads] = np.minimum(best, known)
                is_nearer[heads] |= nearer
        if not is_nearer.any():
            break
    else:
        return None
    # Were a way cut short at _NO_WAY, somebody on it would be less than an arc below that.
    if away.max(where=away < _NO_WAY, initial=0) + length.max(initial=0) >= _NO_WAY:
        return None
    return np.ascontiguousarray(away.T)


def _arrivals(
    tail: Integers, head: Integers, length: Short, n_at_once: int
) -> Iterator[tuple[Integers, Integers, Short]]:
    """Yield, for people with equally many arcs to them, who they are and those arcs.

    Tails have a row a person and a column an arc, lengths another dimension to be added to
    distances. ``head`` ascends; some ``n_at_once`` arcs are together.
    """
    n_in = np.bincount(head)
    first = np.cumsum(n_in) - n_in
    for n in np.unique(n_in[n_in > 0]).tolist():
        alike = np.flatnonzero(n_in == n)
        size = max(1, n_at_once // n)
        for begin in range(0, len(alike), size):
            heads = alike[begin : begin + size]
            arcs = first[heads][:, np.newaxis] + np.arange(n)
            yield heads, tail[arcs], length[arcs][:, :, np.newaxis]


def _by_dijkstra(arcs: Lengths, batch: Integers) -> Floats:
    """Return the distances, NaN where no way leads."""
    import scipy.sparse as sp
    from scipy.sparse.csgraph import dijkstra

    starts = np.searchsorted(arcs.source, np.arange(arcs.n_nodes + 1)).astype(np.int32)
    entries = arcs.length, arcs.target.astype(np.int32), starts
    away: Floats = dijkstra(sp.csr_array(entries, shape=(arcs.n_nodes,) * 2), indices=batch)
    away[np.isinf(away)] = np.nan
    return away
