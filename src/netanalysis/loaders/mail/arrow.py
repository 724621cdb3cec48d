"""Text columns without a Python string for every row.

Memory comes from the system, not from Arrow's own pool: the pool keeps what columns on the way
let go, and that was a sixth of all memory at the end of a large archive.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[Any]

_ROWS_AT_ONCE: Final = 16_384


def table_of(words: Iterable[str | None]) -> Any:
    """Return texts as an Arrow array that ends with a missing value, for :func:`chosen`."""
    import pyarrow as pa

    pool = pa.system_memory_pool()
    return pa.array([*words, None], type=pa.large_string(), memory_pool=pool)


def chosen(table: Any, numbers: Ints) -> pd.Series:
    """Return the column of the texts with these numbers in a table; -1 gives a missing value."""
    import pyarrow as pa
    from pyarrow import compute

    places = pa.array(np.where(numbers < 0, len(table) - 1, numbers).astype(np.int32))
    return _column(compute.take(table, places, memory_pool=pa.system_memory_pool()))


def taken(column: pd.Series, rows: Ints) -> pd.Series:
    """Return the texts of a column that stand in these rows, counted from 0."""
    import pyarrow as pa
    from pyarrow import compute

    places = pa.array(rows.astype(np.int32))
    pool = pa.system_memory_pool()
    return _column(compute.take(pa.array(column), places, memory_pool=pool))


def mail_ids(digests: NDArray[np.uint64]) -> pd.Series:
    """Return the column of identifiers ``mail:`` and 16 hexadecimal digits."""
    import pyarrow as pa

    size = len("mail:") + 16
    letters = np.empty((len(digests), size), dtype=np.uint8)
    letters[:, :5] = np.frombuffer(b"mail:", dtype=np.uint8)
    for at in range(0, len(digests), _ROWS_AT_ONCE):
        part = digests[at : at + _ROWS_AT_ONCE].astype(">u8").tobytes().hex().encode("ascii")
        digits = np.frombuffer(part, dtype=np.uint8).reshape(-1, 16)
        letters[at : at + len(digits), 5:] = digits
    ends = np.arange(len(digests) + 1, dtype=np.int64) * size
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(letters)]
    return _column(pa.Array.from_buffers(pa.large_string(), len(digests), buffers))


def _column(values: object) -> pd.Series:
    return pd.Series(pd.arrays.ArrowStringArray(values), copy=False)
