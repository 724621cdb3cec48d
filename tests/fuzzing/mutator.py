"""Make the mutant of a number: always the same bytes for the same seed, target and number."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Final

SEED: Final = 20_260_514
"""Part of every mutant; another one gives other mutants."""

SIZE_LIMIT: Final = 64 * 1024
"""Bytes of a mutant: repetitions are what makes scans quadratic, and show it well below."""

_FEW: Final = (1, 1, 1, 2, 2, 3, 4, 6, 9, 16)
_INTERESTING: Final = (0, 9, 10, 13, 32, 34, 44, 58, 59, 61, 63, 64, 92, 127, 128, 195, 255)


def mutant(
    target: str, number: int, seeds: Sequence[bytes], tokens: Sequence[bytes], seed: int = SEED
) -> bytes:
    """Return the mutant of a target with this number."""
    rng = random.Random(f"{seed}/{target}/{number}")
    data = bytearray(rng.choice(seeds))
    for _ in range(rng.choice(_FEW)):
        rng.choice(_CHANGES)(rng, data, seeds, tokens)
        if len(data) > SIZE_LIMIT:
            del data[SIZE_LIMIT:]
    return bytes(data)


def shrunk(data: bytes, fails: Callable[[bytes], bool], *, tries: int = 400) -> bytes:
    """Return a shorter input that still fails, found by taking out ever smaller pieces."""
    step = max(len(data) // 2, 1)
    while tries and step:
        at = 0
        while at < len(data) and tries:
            tries -= 1
            shorter = data[:at] + data[at + step :]
            if fails(shorter):
                data = shorter
            else:
                at += step
        step //= 2
    return data


Change = Callable[[random.Random, bytearray, Sequence[bytes], Sequence[bytes]], None]


def _place(rng: random.Random, data: bytearray) -> int:
    return rng.randrange(len(data) + 1)


def _span(rng: random.Random, data: bytearray) -> tuple[int, int]:
    start = _place(rng, data)
    return start, min(len(data), start + rng.choice((1, 2, 4, 8, 16, 64, 256)))


def _flip(rng: random.Random, data: bytearray, seeds: object, tokens: object) -> None:
    if data:
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def _set(rng: random.Random, data: bytearray, seeds: object, tokens: object) -> None:
    if data:
        data[rng.randrange(len(data))] = rng.choice(_INTERESTING)


def _noise(rng: random.Random, data: bytearray, seeds: object, tokens: object) -> None:
    at = _place(rng, data)
    data[at:at] = rng.randbytes(rng.choice((1, 2, 4, 16, 64)))


def _token(rng: random.Random, data: bytearray, seeds: object, tokens: Sequence[bytes]) -> None:
    at = _place(rng, data)
    data[at:at] = rng.choice(tokens)


def _token_over(
    rng: random.Random, data: bytearray, seeds: object, tokens: Sequence[bytes]
) -> None:
    start, stop = _span(rng, data)
    data[start:stop] = rng.choice(tokens)


def _many_tokens(
    rng: random.Random, data: bytearray, seeds: object, tokens: Sequence[bytes]
) -> None:
    at = _place(rng, data)
    data[at:at] = rng.choice(tokens) * rng.choice((2, 3, 10, 100, 1000))


def _drop(rng: random.Random, data: bytearray, seeds: object, tokens: object) -> None:
    start, stop = _span(rng, data)
    del data[start:stop]


def _cut(rng: random.Random, data: bytearray, seeds: object, tokens: object) -> None:
    del data[_place(rng, data) :]


def _double(rng: random.Random, data: bytearray, seeds: object, tokens: object) -> None:
    start, stop = _span(rng, data)
    data[start:start] = data[start:stop] * rng.choice((1, 1, 2, 50))


def _move(rng: random.Random, data: bytearray, seeds: object, tokens: object) -> None:
    start, stop = _span(rng, data)
    piece = data[start:stop]
    del data[start:stop]
    at = _place(rng, data)
    data[at:at] = piece


def _splice(rng: random.Random, data: bytearray, seeds: Sequence[bytes], tokens: object) -> None:
    other = rng.choice(seeds)
    start, stop = sorted((rng.randrange(len(other) + 1), rng.randrange(len(other) + 1)))
    at = _place(rng, data)
    data[at:at] = other[start:stop]


def _swap_case(rng: random.Random, data: bytearray, seeds: object, tokens: object) -> None:
    start, stop = _span(rng, data)
    data[start:stop] = data[start:stop].swapcase()


_CHANGES: Final[tuple[Change, ...]] = (
    *(_flip, _set, _noise, _token, _token, _token_over, _many_tokens),
    *(_drop, _cut, _double, _move, _splice, _swap_case),
)
