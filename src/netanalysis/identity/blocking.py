"""Pairs of full names that may be one person's: found in blocks, judged one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from netanalysis.identity.agreement import (
    JOINS_AT,
    LEAST_LETTERS,
    SCORES,
    Spellings,
    agreement,
)
from netanalysis.identity.nicknames import name_groups

Integers = npt.NDArray[np.int64]

# Larger blocks hold common names, which tell little, and cost the square of their size.
LARGEST_BLOCK: Final = 60
_END: Final = 3


def agreeing_names(spellings: list[Spellings]) -> pd.DataFrame:
    """Return the pairs of names that agree: columns a, b (a < b), rule, score.

    Where a name agrees equally well with two names that contradict each other, as "Chris
    Berg" does with Christian and Christina Berg, it fits several people: ``is_unclear``.
    """
    first, second = _pairs(_blocks(spellings))
    found = []
    for a, b in zip(first.tolist(), second.tolist(), strict=True):
        rule = agreement(spellings[a], spellings[b])
        if rule:
            found.append((a, b, rule, SCORES[rule]))
    frame = pd.DataFrame(found, columns=["a", "b", "rule", "score"])
    frame["is_unclear"] = _unclear(frame, spellings)
    return frame


def _blocks(spellings: list[Spellings]) -> pd.DataFrame:
    """Return one row per name and block: columns block (a number), name."""
    blocks: list[int] = []
    names: list[int] = []
    for number, spelling in enumerate(spellings):
        keys = set(_keys_of(spelling))
        blocks.extend(hash(key) for key in keys)
        names.extend([number] * len(keys))
    return pd.DataFrame({"block": np.array(blocks, dtype=np.int64), "name": names}, dtype=np.int64)


def _keys_of(spelling: Spellings) -> Iterator[tuple[str | int, ...]]:
    """Yield the blocks of one name; two names that agree share one at least."""
    name = spelling.name
    lasts = spelling.lasts | {spelling.bare}
    firsts = spelling.givens | {m for m in name.middles if len(m) > 1}
    for last in lasts:
        for given in firsts:
            yield 0, given, last
        for group in name_groups(name.given):
            yield 1, group, last
    for middle in name.middles:
        if len(middle) > 2:
            yield 0, name.given, middle
    if len(name.last) >= LEAST_LETTERS - 1:
        yield 2, name.given, name.last[:_END]
        yield 3, name.given, name.last[-_END:]
    if len(name.given) >= LEAST_LETTERS - 1:
        yield 4, name.last, name.given[:_END]
        yield 5, name.last, name.given[-_END:]


def _pairs(rows: pd.DataFrame) -> tuple[Integers, Integers]:
    """Return every pair of names that share a block of at most :data:`LARGEST_BLOCK`."""
    size = rows.groupby("block")["name"].transform("size")
    rows = rows[(size > 1) & (size <= LARGEST_BLOCK)].sort_values(["block", "name"])
    names = rows["name"].to_numpy()
    blocks = rows["block"].to_numpy()
    found = []
    for step in range(1, LARGEST_BLOCK):
        is_pair = blocks[step:] == blocks[:-step]
        if not is_pair.any():
            break
        found.append(np.stack([names[:-step][is_pair], names[step:][is_pair]], axis=1))
    if not found:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    several = np.concatenate(found)
    combined = np.unique(several[:, 0] * (several.max() + 1) + several[:, 1])
    return combined // (several.max() + 1), combined % (several.max() + 1)


def _unclear(frame: pd.DataFrame, spellings: list[Spellings]) -> list[bool]:
    partners: defaultdict[tuple[int, float], list[int]] = defaultdict(list)
    for a, b, score in zip(frame["a"], frame["b"], frame["score"], strict=True):
        partners[a, score].append(b)
        partners[b, score].append(a)
    torn = {
        at
        for at, others in partners.items()
        if len(others) > 1 and _contradict([spellings[o] for o in others])
    }
    return [
        (a, score) in torn or (b, score) in torn
        for a, b, score in zip(frame["a"], frame["b"], frame["score"], strict=True)
    ]


def _contradict(names: Iterable[Spellings]) -> bool:
    """Whether two of the names contradict each other; many names are taken to."""
    kept = list(names)
    if len(kept) > LARGEST_BLOCK:
        return True
    return any(
        SCORES.get(agreement(kept[i], kept[j]), 0) < JOINS_AT
        for i in range(len(kept))
        for j in range(i)
    )
