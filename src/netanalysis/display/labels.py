"""Labels that never collide: each gets a free place near its mark, or none at all.

A fixed set of places is tried around every mark, near ones first. A place that would
leave the frame or touch a label already set is out of the question; among the others the
one that hides the fewest marks and lies nearest wins. Nothing is random, so the same
picture always gets the same labels. Coordinates are points (1/72 inch).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from netanalysis.display.style import text_width

Floats = npt.NDArray[np.float64]

_ANGLES: Final = tuple(range(0, 360, 15))
_GAPS: Final = (2.5, 5.0, 12.0, 20.0, 30.0, 42.0, 58.0, 76.0)
"""Points between a mark's rim and its label; beyond the first two a leader line is drawn."""
_NEAR: Final = 3
"""Gaps tried for an upward label: it gets no leader line, so it has to stay near."""
LEADER_FROM: Final = 6.0
_PASSES: Final = 3
"""Rounds in which every label may move to a better place; more change nothing visible."""
_LINE_COST: Final = 8.0
"""Cost of a leader line that runs through a label; hiding a mark costs 3."""
_AIR: Final = 2.0
"""Points kept free around a label."""


@dataclass(frozen=True)
class Wish:
    """A label that looks for a place: its words, and the mark it belongs to.

    An ``upward`` label is the head of a large disc: above it if possible, never far away.
    """

    text: str
    x: float
    y: float
    radius: float = 0.0
    size: float = 9.0
    bold: bool = False
    upward: bool = False


@dataclass(frozen=True)
class Spot:
    """The place a label got: centre, half extents, and a leader line if it is far away."""

    x: float
    y: float
    half_width: float
    half_height: float
    leader: tuple[float, float, float, float] | None

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top."""
        return (
            self.x - self.half_width,
            self.y - self.half_height,
            self.x + self.half_width,
            self.y + self.half_height,
        )


def place_labels(
    wishes: Sequence[Wish],
    frame: tuple[float, float, float, float],
    *,
    marks: Sequence[tuple[float, float, float]] = (),
    taken: Sequence[tuple[float, float, float, float]] = (),
) -> list[Spot | None]:
    """Return a spot for each wish, in order, or None where there is no room for it.

    ``frame`` and ``taken`` are boxes (left, bottom, right, top): labels stay inside the
    first and off the others. ``marks`` are discs (x, y, radius) better left uncovered.
    Earlier wishes choose first.
    """
    discs = np.array(marks, dtype=float).reshape(-1, 3)
    blocked = [tuple(box) for box in taken]
    spots: list[Spot | None] = [None] * len(wishes)
    for _ in range(_PASSES):
        before = list(spots)
        for i, wish in enumerate(wishes):
            others = [spot for j, spot in enumerate(spots) if spot is not None and j != i]
            spots[i] = _best_spot(wish, frame, discs, blocked, others)
        if spots == before:
            break
    return spots


def half_extents(wish: Wish) -> tuple[float, float]:
    """Return half of the width and of the height that the words take, air included."""
    lines = wish.text.split("\n")
    width = max(text_width(line, wish.size, wish.bold) for line in lines)
    return width / 2 + _AIR, 0.62 * wish.size * (1 + 1.2 * (len(lines) - 1)) + _AIR


def _candidates(wish: Wish, half_width: float, half_height: float) -> tuple[Floats, Floats]:
    """Return centres (n, 2) of the places tried and what each costs by itself."""
    angles = np.deg2rad(np.array(_ANGLES, dtype=float))
    cos, sin = np.cos(angles), np.sin(angles)
    liking = 1 - sin if wish.upward else 0.25 * (1 - cos) + 0.35 * np.abs(sin)
    centres, costs = [], []
    for gap in _GAPS[:_NEAR] if wish.upward else _GAPS:
        reach = wish.radius + gap
        x = wish.x + reach * cos + half_width * np.clip(1.5 * cos, -1, 1)
        y = wish.y + reach * sin + half_height * np.clip(1.5 * sin, -1, 1)
        centres.append(np.column_stack([x, y]))
        costs.append(liking + gap / 9.0)
    return np.concatenate(centres), np.concatenate(costs)


def _best_spot(
    wish: Wish,
    frame: tuple[float, float, float, float],
    discs: Floats,
    blocked: Sequence[tuple[float, ...]],
    others: Sequence[Spot],
) -> Spot | None:
    half_width, half_height = half_extents(wish)
    centres, costs = _candidates(wish, half_width, half_height)
    half = np.array([half_width, half_height])
    if wish.upward:  # the head of a disc at the edge moves inward rather than around it
        inner = max(frame[2] - half_width, frame[0] + half_width)
        centres[:, 0] = np.clip(centres[:, 0], frame[0] + half_width, inner)
    low, high = centres - half, centres + half
    free = (low >= np.array(frame[:2])).all(axis=1) & (high <= np.array(frame[2:])).all(axis=1)
    boxes = np.array([*blocked, *[spot.box for spot in others]], dtype=float).reshape(-1, 4)
    free &= ~_overlaps(low, high, boxes).any(axis=1)
    if not free.any():
        return None
    costs = costs + _covered(low, high, discs, wish)
    costs = costs + _LINE_COST * _crossed(wish, centres, half, boxes)
    lines = [spot.leader for spot in others if spot.leader is not None]
    if lines:
        costs = costs + _LINE_COST * _on_lines(low, high, np.array(lines))
    best = int(np.argmin(np.where(free, costs, np.inf)))
    x, y = (float(v) for v in centres[best])
    return Spot(x, y, half_width, half_height, _leader(wish, x, y, half_width, half_height))


def _overlaps(low: Floats, high: Floats, boxes: Floats) -> npt.NDArray[np.bool_]:
    across = (low[:, None, 0] < boxes[None, :, 2]) & (high[:, None, 0] > boxes[None, :, 0])
    along = (low[:, None, 1] < boxes[None, :, 3]) & (high[:, None, 1] > boxes[None, :, 1])
    return across & along


def _covered(low: Floats, high: Floats, discs: Floats, wish: Wish) -> Floats:
    """Return what each place costs in other marks: 3 for one hidden, 0.7 for one nearer.

    A label that lies nearer to a stranger's mark than to its own would be read as the
    stranger's.
    """
    if not len(discs):
        return np.zeros(len(low))
    centre, radius = discs[:, :2], np.maximum(discs[:, 2], 1.0)
    nearest = np.clip(centre[None], low[:, None], high[:, None])
    depth = radius - np.linalg.norm(nearest - centre[None], axis=2)
    cost = np.clip(depth / radius, 0, 1)
    own = (np.abs(centre - np.array([wish.x, wish.y])) < 1e-6).all(axis=1)
    away = np.clip(np.array([wish.x, wish.y]), low, high) - np.array([wish.x, wish.y])
    own_depth = wish.radius - np.linalg.norm(away, axis=1)
    nearer = (depth > own_depth[:, None] - 1.0) & (depth > -12.0)
    cost = 3.0 * cost + 0.7 * nearer
    return np.asarray(cost[:, ~own].sum(axis=1), dtype=float)


def _crossed(wish: Wish, centres: Floats, half: Floats, boxes: Floats) -> Floats:
    """Return how many boxes the straight way from the mark to each place runs through."""
    if not len(boxes):
        return np.zeros(len(centres))
    start = np.array([wish.x, wish.y])
    end = np.clip(start, centres - half, centres + half)
    steps = np.linspace(0, 1, 9)[None, :, None]
    points = start + (end - start)[:, None, :] * steps
    inside = (points[:, :, None, :] > boxes[None, None, :, :2]).all(axis=3)
    inside &= (points[:, :, None, :] < boxes[None, None, :, 2:]).all(axis=3)
    return np.asarray(inside.any(axis=1).sum(axis=1), dtype=float)


def _on_lines(low: Floats, high: Floats, lines: Floats) -> Floats:
    """Return how many leader lines already drawn each place would cover."""
    steps = np.linspace(0, 1, 9)[None, :, None]
    points = lines[:, None, :2] + (lines[:, None, 2:] - lines[:, None, :2]) * steps
    flat = points.reshape(-1, 2)
    inside = (flat[None] > low[:, None]).all(axis=2) & (flat[None] < high[:, None]).all(axis=2)
    covered = inside.reshape(len(low), len(lines), -1).any(axis=2).sum(axis=1)
    return np.asarray(covered, dtype=float)


def _leader(
    wish: Wish, x: float, y: float, half_width: float, half_height: float
) -> tuple[float, float, float, float] | None:
    end = np.clip(
        [wish.x, wish.y],
        [x - half_width + _AIR, y - half_height + _AIR],
        [x + half_width - _AIR, y + half_height - _AIR],
    )
    way = end - np.array([wish.x, wish.y])
    length = float(np.linalg.norm(way))
    if wish.upward or length - wish.radius < LEADER_FROM:
        return None
    start = np.array([wish.x, wish.y]) + way / length * (wish.radius + 1.0)
    return (float(start[0]), float(start[1]), float(end[0]), float(end[1]))
