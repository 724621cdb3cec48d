"""Feed mutants to a target for some time, or a number of them; say what went wrong first."""

from __future__ import annotations

import tempfile
import time
import warnings
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from time_limit import given_up_after

from fuzzing import door_targets, mail_targets
from fuzzing.mutator import SEED, mutant, shrunk
from fuzzing.target import Target

TARGETS: Final = {one.name: one for one in (*mail_targets.TARGETS, *door_targets.TARGETS)}

ENTRY_POINTS: Final = {
    "splitter and headers": (*("splitter", "headers", "body", "mbox", "maildir", "emlx", "msg"),),
    "addresses": ("addresses",),
    "dates": ("dates",),
    "LinkedIn": ("linkedin_csv", "linkedin_zip"),
    "cards, calendars and tables": ("vcard", "ics", "contacts_csv", "table"),
    "zip guard": ("zip_guard", "mail_zip"),
}
"""The six that share the time, each among its targets."""

MOST_SECONDS: Final = 2.0
"""Processor seconds a mutant may take."""

_HANGS_AFTER: Final = 20
"""Seconds after which one mutant is given up, so that a hang is a failure and no hang."""


@dataclass
class Run:
    """What came of the mutants of one target."""

    target: str
    n_mutants: int = 0
    seconds: array = field(default_factory=lambda: array("f"))
    failure: str = ""
    number: int = -1
    data: bytes = b""

    def slowest(self, share: float = 1.0) -> float:
        """Return the seconds below which this share of the mutants stayed."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def feed(
    target: Target,
    *,
    seconds: float | None = None,
    first: int = 0,
    most: int | None = None,
    seed: int = SEED,
) -> Run:
    """Return what came of the mutants ``first``, ``first + 1`` ... of a target.

    Ends at the first failure, with the input made as short as it can be.
    """
    run = Run(target.name)
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, _every_warning_an_error():
        number = first
        while (most is None or number < first + most) and (
            seconds is None or time.monotonic() - begin < seconds
        ):
            data = mutant(target.name, number, target.seeds, target.tokens, seed)
            started = time.process_time()
            failure = failure_of(target, data, Path(folder))
            run.seconds.append(time.process_time() - started)
            run.n_mutants += 1
            if failure:
                run.number = number
                run.data = shrunk(data, lambda one: bool(failure_of(target, one, Path(folder))))
                run.failure = failure_of(target, run.data, Path(folder)) or failure
                break
            number += 1
    return run


def failure_of(target: Target, data: bytes, folder: Path) -> str:
    """Return what is wrong with one input, in words; empty where all is well."""
    begin = time.process_time()
    try:
        with given_up_after(_HANGS_AFTER):
            target.check(data, folder)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        return f"{type(error).__name__}: {error}"
    spent = time.process_time() - begin
    return f"TooSlow: {spent:.1f} s" if spent > MOST_SECONDS else ""


def report(run: Run, seed: int = SEED) -> str:
    """Return how to see a failure again."""
    shown = run.data if len(run.data) <= 2000 else run.data[:2000]
    return (
        f"mutant {run.number} of {run.target} (seed {seed}): {run.failure[:2000]}\n"
        f"shortest input found, {len(run.data)} bytes"
        f"{'' if shown is run.data else ', the first 2000 shown'}: {shown.hex()}\n"
        f"again: python tests/fuzzing {run.target} --first {run.number} --most 1 --seed {seed}"
    )


@contextmanager
def _every_warning_an_error() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield
