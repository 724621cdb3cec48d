"""Every triangle of a symmetric network, once, as positions in its sparse matrix.

Ties are directed from the end with fewer ties to the end with more. A triangle then starts at
one corner only, and few pairs of ties start at any corner, hubs included (Chiba and Nishizeki,
Arboricity and subgraph listing algorithms, 1985).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt

# Pairs of ties looked at together: bounds the memory (some 100 MB), and costs no speed.
PAIRS_AT_ONCE: Final = 2_000_000

Integers = npt.NDArray[np.signedinteger[Any]]
Positions = tuple[Integers, Integers, Integers]


def rows_of(W: Any) -> Integers:
    """Return the row of every entry of a CSR matrix."""
    rows: Integers = np.repeat(np.arange(W.shape[0], dtype=np.int32), np.diff(W.indptr))
    return rows


def mirror_of(W: Any) -> Integers:
    """Return the position of (j, i) for the entry at each position (i, j) of ``W``."""
    import scipy.sparse as sp

    here = np.arange(W.nnz, dtype=np.int32)
    # By columns, the entries of a symmetric pattern come in the order of their mirrors.
    mirror: Integers = sp.csr_array((here, W.indices, W.indptr), shape=W.shape).tocsc().data
    return mirror


def triangles(W: Any) -> Iterator[Positions]:
    """Yield the triangles u, v, w of ``W`` in blocks: the positions of (u, v), (u, w), (v, w).

    ``W`` is a CSR matrix of symmetric pattern with an empty diagonal and sorted columns.
    """
    import scipy.sparse as sp

    n_nodes = W.shape[0]
    degree = np.diff(W.indptr)
    rank = np.empty(n_nodes, dtype=np.int32)
    rank[np.argsort(degree, kind="stable")] = np.arange(n_nodes, dtype=np.int32)
    is_up = rank[rows_of(W)] < rank[W.indices]
    position = np.flatnonzero(is_up).astype(np.int32)
    target = W.indices[is_up]
    n_up = np.bincount(rows_of(W)[is_up], minlength=n_nodes)
    starts = np.concatenate([[0], np.cumsum(n_up)]).astype(np.int32)
    up = sp.csr_array((position + 1, target, starts), shape=W.shape)
    n_later = np.repeat(starts[1:], n_up) - np.arange(len(position)) - 1
    done = np.concatenate([[0], np.cumsum(n_later, dtype=np.int64)])
    begin = 0
    while begin < len(position):
        end = int(np.searchsorted(done, done[begin] + PAIRS_AT_ONCE, side="right")) - 1
        end = max(end, begin + 1)
        n_pairs, before = n_later[begin:end], done[begin:end] - done[begin]
        first = np.repeat(np.arange(begin, end), n_pairs)
        begin = end
        if not len(first):
            continue
        second = first + 1 + np.arange(len(first)) - np.repeat(before, n_pairs)
        is_turned = rank[target[first]] > rank[target[second]]
        first, second = np.where(is_turned, second, first), np.where(is_turned, first, second)
        third = np.asarray(up[target[first], target[second]])
        closed = np.flatnonzero(third)
        yield position[first[closed]], position[second[closed]], third[closed] - 1


def corners(uv: Integers, uw: Integers, vw: Integers, mirror: Integers) -> Iterator[Positions]:
    """Yield for all six orders i, j, q of each triangle the positions of (i, j), (i, q), (j, q)."""
    vu, wu, wv = mirror[uv], mirror[uw], mirror[vw]
    yield uv, uw, vw
    yield uw, uv, wv
    yield vu, vw, uw
    yield vw, vu, wu
    yield wu, wv, uv
    yield wv, wu, vu
