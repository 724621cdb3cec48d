"""Rows instead of identifiers: who and what a participant row points at, as numbers.

Identifiers are long texts. What is added up over millions of rows needs only to know which
rows belong together, so the numbers are found once and a store keeps them beside the texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

Integers = npt.NDArray[np.signedinteger[Any]]

_LARGEST_WIDTH: Final = 63  # bits of a positive number

NEAR_ROWS: Final = 1 << 16  # rows worked on at a time, so that they stay near the processor

NUMBERS: Final = {
    "interactions": ("_time_order", "_thread"),
    "participants": ("_interaction_row", "_person_row", "_is_sender"),
}
"""Names under which a store keeps the numbers of a table; no column of a table begins so."""


def time_order(
    times: npt.NDArray[np.datetime64], texts: Callable[[Integers], pd.Series]
) -> Integers:
    """Return the rows of interactions by time, then by identifier; undated ones last.

    ``texts`` gives the identifiers of rows; only those that share a time are asked for.
    """
    order: Integers = np.argsort(times, kind="stable").astype(np.int32)
    ordered = times[order]
    is_same = ordered[1:] == ordered[:-1]
    is_tied = np.zeros(len(order), dtype=bool)
    is_tied[1:] = is_same
    is_tied[:-1] |= is_same
    tied = np.flatnonzero(is_tied)
    if len(tied):
        by_text = texts(order[tied]).rank(method="first").to_numpy(dtype=np.int64)
        order[tied] = order[tied][np.lexsort((by_text, ordered[tied]))]
    return order


def conversations(thread_id: pd.Series) -> npt.NDArray[np.uint64]:
    """Return a hash for each conversation, 0 where none is known."""
    hashes = pd.util.hash_array(thread_id.fillna("").to_numpy(dtype=object), categorize=False)
    hashes[thread_id.isna().to_numpy()] = 0
    return hashes


def threads(hashes: npt.NDArray[np.uint64]) -> Integers:
    """Return a number for every conversation, by its hash; -1 where none is known."""
    numbers: Integers = pd.factorize(hashes)[0].astype(np.int32)
    numbers[hashes == 0] = -1
    return numbers


def positions(values: pd.Series, among: pd.Series) -> Integers:
    """Return where each value stands in ``among``, -1 for a value that is not there."""
    import pyarrow.compute as pc

    found: Any = pc.index_in(_arrow(values), value_set=_arrow(among))
    result: Integers = found.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    return result


def codes(texts: Any, among: Sequence[str]) -> npt.NDArray[np.int8]:
    """Return where each of ``texts``, an Arrow dictionary, stands in ``among``, else -1."""
    known = {text: i for i, text in enumerate(among)}
    parts = [np.empty(0, dtype=np.int8)]
    for chunk in texts.chunks:
        found = [known.get(text, -1) for text in chunk.dictionary.to_pylist()]
        code = np.array([*found, -1], dtype=np.int8)  # the last is for rows without a text
        parts.append(code[chunk.indices.fill_null(len(found)).to_numpy()])
    return np.concatenate(parts)


def _arrow(values: pd.Series) -> Any:
    import pyarrow as pa

    array = pa.array(values.array, type=pa.large_string())
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def pack(high: npt.NDArray[Any], low: npt.NDArray[Any], n_low: int) -> Integers:
    """Return one number for each pair; ``low`` is below ``n_low``. Sorts as the pairs do."""
    packed: Integers = (high.astype(np.int64) << _bits(n_low)) | low
    return packed


def unpack(packed: Integers, n_low: int) -> tuple[Integers, Integers]:
    """Return the pairs that :func:`pack` made one number of."""
    bits = _bits(n_low)
    return packed >> bits, packed & ((1 << bits) - 1)


def _bits(n: int) -> int:
    return max(int(n - 1), 1).bit_length()


def slices(n: int) -> Iterator[slice]:
    """Yield the slices of ``n`` rows that are worked on one after another."""
    for begin in range(0, n, NEAR_ROWS):
        yield slice(begin, min(begin + NEAR_ROWS, n))


def whole_slices(keys: Integers) -> Iterator[slice]:
    """Yield slices of sorted ``keys`` in which equal ones stay together."""
    begin = 0
    while begin < len(keys):
        end = min(begin + NEAR_ROWS, len(keys))
        if end < len(keys):
            end = int(np.searchsorted(keys, keys[end]))
        if end <= begin:
            end = int(np.searchsorted(keys, keys[begin], side="right"))
        yield slice(begin, end)
        begin = end


def distinct(keys: Integers) -> Integers:
    """Return the different values of ``keys``, which are left sorted.

    Sorting numbers in place is faster than hashing them at any size here.
    """
    keys.sort()
    is_new = changes(keys)
    return keys if is_new.all() else keys[is_new]


def changes(values: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Return where a value differs from the one before; the first always does."""
    flags = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=flags[1:])
    return flags


def sorted_rows(*columns: tuple[npt.NDArray[Any], int]) -> list[npt.NDArray[Any]]:
    """Return columns with their rows in order of the first, then of the second, and so on.

    Each column is given with a number above all its values, none of which is negative. As
    long as a row fits into 63 bits, rows are sorted as one number each, which needs no
    positions and is several times faster than sorting by several keys.
    """
    widths = [_bits(n) for _, n in columns]
    if sum(widths) > _LARGEST_WIDTH:
        order = np.lexsort([values for values, _ in reversed(columns)])
        return [values[order] for values, _ in columns]
    packed = columns[0][0].astype(np.int64)
    for part in slices(len(packed)):
        rows = packed[part]
        for (values, _), width in zip(columns[1:], widths[1:], strict=True):
            rows <<= width
            rows |= values[part]
    packed.sort()
    found = [np.empty(len(packed), dtype=values.dtype) for values, _ in columns]
    for part in slices(len(packed)):
        rows = packed[part]
        for column, width in zip(reversed(found), reversed(widths), strict=True):
            column[part] = rows & ((1 << width) - 1)
            rows >>= width
    return found
