"""Sets of numbers joined pair by pair, and pairs without repetition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[Any]


def components(size: int, one: Ints, other: Ints, joined: Ints | None = None) -> Ints:
    """Return for each of 0 .. size-1 the smallest number it is joined with, itself included.

    ``one`` and ``other`` are the pairs to join; ``joined`` is what an earlier call gave, and
    is changed. Each round hooks every set to the smallest neighbour and shortens all ways to
    the end, so that a few rounds do, whatever the shape.
    """
    up = np.arange(size, dtype=np.int32) if joined is None else joined
    one, other = up[one], up[other]
    while len(one):
        low = np.minimum(one, other)
        high = np.maximum(one, other)
        np.minimum.at(up, high, low)
        while True:
            higher = up[up]
            if np.array_equal(higher, up):
                break
            up = higher
        one, other = up[one], up[other]
        is_open = one != other
        one, other = one[is_open], other[is_open]
    return up


def chained(keys: Ints, values: Ints) -> tuple[Ints, Ints]:
    """Return the pairs of neighbouring values that have one key: joined, they are one set."""
    order = np.lexsort((values, keys))
    keys, values = keys[order], values[order]
    is_same = keys[1:] == keys[:-1]
    return values[:-1][is_same], values[1:][is_same]


def first_of_each(*columns: Ints) -> Ints:
    """Return where each distinct row of the columns stands first, in the order it stands."""
    leading = columns[0]
    if not len(leading):
        return np.empty(0, dtype=np.int64)
    key, size = leading.astype(np.int64), 1
    for column in columns[1:]:
        n_values = int(column.max()) + 1
        key, size = key * n_values + column, size * n_values
    in_order = np.sort(key)
    again = in_order[1:][in_order[1:] == in_order[:-1]]
    if not len(again):
        return np.arange(len(key))
    # few rows repeat, and only near those does it matter which one came first
    is_near = np.zeros(int(leading.max()) + 1, dtype=bool)
    is_near[again // size] = True
    near = np.flatnonzero(is_near[leading])
    _, first = np.unique(key[near], return_index=True)
    is_first = np.ones(len(key), dtype=bool)
    is_first[near] = False
    is_first[near[first]] = True
    return np.flatnonzero(is_first)


def added(total: Ints, more: Ints) -> Ints:
    """Return two columns of counts added up; the shorter one counts nothing at its end."""
    longer, shorter = (total, more) if len(total) >= len(more) else (more, total)
    longer = longer.copy()
    longer[: len(shorter)] += shorter
    return longer
