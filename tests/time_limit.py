"""A hang becomes a failure: also one inside a regular expression."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

PATIENCE: Final = 30
"""Seconds by the clock for each second of the processor: a busy machine is no defect."""


class TooSlowError(Exception):
    """Something took longer than it may."""


@contextmanager
def given_up_after(seconds: int) -> Iterator[None]:
    """Raise where what is inside takes more seconds of the processor, or waits for ever."""

    def stop(number: int, frame: object) -> None:
        raise TooSlowError(f"more than {seconds} s")

    before = [signal.signal(one, stop) for one in (signal.SIGPROF, signal.SIGALRM)]
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE * seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        for one, handler in zip((signal.SIGPROF, signal.SIGALRM), before, strict=True):
            signal.signal(one, handler)
