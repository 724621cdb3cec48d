"""Memory that nothing uses any more goes back to the system."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Give back what is free: to be called when much has just been let go.

    Arrow and the C library of Linux keep what was freed for themselves. Where many small arrays
    lay between others, that is as much as the arrays were, for the rest of the process.
    """
    import pyarrow as pa

    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # only glibc has it
        if trim is not None:
            trim(0)
