"""What a target is: where mutants go in, what they are made from, what must hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Target:
    """One entry point of the library. ``check`` raises where something does not hold."""

    name: str
    check: Callable[[bytes, Path], None]
    """Takes the input and an empty folder that it may fill."""

    seeds: Sequence[bytes]
    tokens: Sequence[bytes]
