"""Hulls around groups: where the people of a group stand, its outline, and room between groups.

A hull is the convex hull of discs around the people, so its corners are round. How far it
reaches each way (its support function) is enough to push two of them apart: where one of the
ways sampled shows a gap between two convex shapes, they do not overlap. Lengths are in seats:
two people of a group stand one apart at least.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

PAD: Final = 0.62
"""From a person to the rim of their hull."""
_TURNS: Final = 16
_WAYS: Final = np.column_stack(
    [
        np.cos(2 * np.pi * np.arange(_TURNS) / _TURNS),
        np.sin(2 * np.pi * np.arange(_TURNS) / _TURNS),
    ]
)
_STEPS: Final = 60
_STEPS_OF_MANY: Final = 20
_MANY: Final = 120
"""People from which fewer steps must do: they take time with their square."""
_PULL: Final = 0.12
_OUTWARD: Final = 0.05
_ROUND_SIDES: Final = 24


def settled(seats: Floats, ties: Sequence[tuple[int, int, float]], toward: Floats) -> Floats:
    """Return where people stand who start from ``seats``: near whom they are tied to.

    ``toward`` is the way each is pulled from outside. Nobody comes nearer than one to another;
    the middle of all stays where it is.
    """
    if len(seats) < 3:
        return seats
    spots = seats.copy()
    reach = float(np.linalg.norm(seats, axis=1).max())
    length = np.maximum(np.linalg.norm(toward, axis=1, keepdims=True), 1e-9)
    outward = _OUTWARD * toward / length * (length > 1e-6)
    one = np.array([i for i, _, _ in ties], dtype=int)
    other = np.array([j for _, j, _ in ties], dtype=int)
    pull = np.sqrt(np.array([weight for *_, weight in ties], dtype=float))
    pull = _PULL * pull / max(float(pull.max(initial=0.0)), 1e-12)
    steps = _STEPS if len(seats) < _MANY else _STEPS_OF_MANY
    for step in range(steps):
        heat = 1 - step / steps
        way = spots[other] - spots[one]
        move = np.zeros_like(spots)
        np.add.at(move, one, pull[:, None] * way)
        np.add.at(move, other, -pull[:, None] * way)
        spots = spots + heat * (move + outward)
        spots = _spread(spots)
        far = np.maximum(np.linalg.norm(spots, axis=1, keepdims=True) / reach, 1.0)
        spots = spots / far
    for _ in range(30):
        spots = _spread(spots)
    return np.asarray(spots - (spots.min(axis=0) + spots.max(axis=0)) / 2, dtype=float)


def _spread(spots: Floats) -> Floats:
    """Return the spots with those nearer than one pushed apart."""
    apart = spots[:, None] - spots[None]
    distance = np.hypot(apart[..., 0], apart[..., 1])
    np.fill_diagonal(distance, np.inf)
    overlap = np.clip(1.0 - distance, 0.0, None) / np.maximum(distance, 1e-9)
    return np.asarray(spots + 0.5 * (overlap[..., None] * apart).sum(axis=1), dtype=float)


def reaches(bodies: Sequence[Floats], pads: Sequence[float]) -> Floats:
    """Return how far each body reaches from its origin, one column for each way sampled."""
    rows = [(spots @ _WAYS.T).max(axis=0) + pad for spots, pad in zip(bodies, pads, strict=True)]
    return np.array(rows).reshape(-1, _TURNS)


def pushed(centres: Floats, reach: Floats, gap: float) -> Floats:
    """Return how far bodies have to move so that no two are nearer than ``gap``."""
    opposite = np.roll(reach, -_TURNS // 2, axis=1)
    along = centres @ _WAYS.T
    overlap = reach[:, None] + opposite[None] + gap - (along[None] - along[:, None])
    least = overlap.min(axis=2)
    way = _WAYS[overlap.argmin(axis=2)]
    depth = np.clip(least, 0.0, None)
    np.fill_diagonal(depth, 0.0)
    size = reach.mean(axis=1)
    share = size[None] / (size[:, None] + size[None])
    return np.asarray(-0.6 * ((depth * share)[..., None] * way).sum(axis=1), dtype=float)


def outline(spots: Floats, pad: float) -> Floats:
    """Return the corners of the hull around ``spots``, ``pad`` away from each, in order."""
    from scipy.spatial import ConvexHull

    turns = 2 * np.pi * np.arange(_ROUND_SIDES) / _ROUND_SIDES
    rim = pad * np.column_stack([np.cos(turns), np.sin(turns)])
    points = (spots[:, None] + rim[None]).reshape(-1, 2)
    return np.asarray(points[ConvexHull(points).vertices], dtype=float)
