"""Hashes of 64 bits in the place of long texts: equal text, equal hash.

Two of ten million texts have one hash by chance with a probability of 3 in a million.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

NO_HASH: Final = 0
"""Stands where there is nothing to hash."""

_MIX: Final = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(33))
"""Multiplier and shift that spread every bit over all others (the last step of MurmurHash3)."""


def hashed(things: Sequence[str | bytes]) -> Hashes:
    """Return a hash of 64 bits for each thing, never 0; equal text, equal hash."""
    import pandas as pd

    if not len(things):
        return np.empty(0, dtype=np.uint64)
    values = np.empty(len(things), dtype=object)
    values[:] = things
    found: Hashes = pd.util.hash_array(values, categorize=False)
    found[found == NO_HASH] = 1
    return found


def mixed(*columns: NDArray[Any]) -> Hashes:
    """Return one hash for each row of the columns, never 0."""
    multiplier, shift = _MIX
    total = np.zeros(len(columns[0]), dtype=np.uint64)
    for column in columns:
        total ^= column.astype(np.uint64)  # negative numbers wrap round, which is as good
        for _ in range(2):
            total ^= total >> shift
            total *= multiplier
    total[total == NO_HASH] = 1
    return total
