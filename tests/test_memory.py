"""What was let go goes back to the system."""

from __future__ import annotations

import platform
import resource
from pathlib import Path

import numpy as np
import pytest

from netanalysis.memory import give_back

IS_GLIBC = platform.libc_ver()[0] == "glibc"


def resident_megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


@pytest.mark.skipif(not IS_GLIBC, reason="only glibc keeps what lies between others")
def test_what_was_freed_between_others_goes_back():
    arrays = [np.ones(8_000) for _ in range(2_000)]  # 64 kB each, 128 MB in all
    others = [array.copy() for array in arrays[::50]]
    del arrays
    before = resident_megabytes()
    give_back()
    assert before - resident_megabytes() > 60
    assert len(others) == 40
