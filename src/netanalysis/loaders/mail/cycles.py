"""Python's search for reference cycles, made rare while mail is read.

Reading makes many small objects and no cycles. At its usual pace the search looks at all of
them, and at everything else that is loaded, again and again: a twelfth of the whole time.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_RARE: Final = 200_000
"""Objects made between two searches; Python's default is some hundred."""

_lock: Final = threading.Lock()
_before: Final[list[tuple[int, int, int]]] = []
"""Thresholds to go back to, one for each reading under way."""


@contextmanager
def rarely_searched() -> Iterator[None]:
    """Let the search for cycles run rarely inside; a search that is off stays off."""
    with _lock:
        usual = gc.get_threshold()
        _before.append(usual)
        if 0 < usual[0] < _RARE:
            gc.set_threshold(_RARE, *usual[1:])
    try:
        yield
    finally:
        with _lock:
            first = _before[0]  # as it was before all readings that are under way
            _before.pop()
            if not _before:
                gc.set_threshold(*first)
