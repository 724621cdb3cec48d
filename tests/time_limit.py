"""A hang becomes a failure: also one inside a regular expression."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


class TooSlowError(Exception):
    """Something took longer than it may."""


@contextmanager
def given_up_after(seconds: int) -> Iterator[None]:
    """Raise where what is inside takes longer."""

    def stop(number: int, frame: object) -> None:
        raise TooSlowError(f"more than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
