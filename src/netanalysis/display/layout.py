"""Who is on the network picture, and where: groups inside hulls, packed by their ties.

Groups (and people without one) are bodies on a plane. Ties pull bodies together, a weak
pull keeps all near the centre, and overlap pushes them apart. Inside a body people stand near
whom they are tied to, those with ties to another group on the side that faces it. People
without group and tie stand together as one block. The only random part is the first position
of the bodies, drawn from the given seed.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from netanalysis.display.hulls import PAD, outline, pushed, reaches, settled
from netanalysis.display.style import OTHER, PALETTE
from netanalysis.display.text import clean, is_known, person

if TYPE_CHECKING:
    import networkx as nx

Floats = npt.NDArray[np.float64]

_STEPS: Final = 160
_CLOSER: Final = 60
"""Steps in which bodies close up once their people stand and their hulls are known."""
_STARTS: Final = 4
"""First positions tried for small pictures; the one with the shortest ties is kept."""
_MANY: Final = 120
"""Bodies from which one start must do: the pushing apart takes time with their square."""
_PULL: Final = 0.06
_CENTRE: Final = 0.08
_WIDEST_SEAT: Final = 54.0
"""Points; a handful of people would otherwise be blown up to fill the page."""
_KEPT_TIES: Final = 3
"""Strongest ties drawn for each person: enough to show who belongs together, no tangle."""
_CROWD: Final = 150
"""People from which two ties each must do."""
_FULL_AT: Final = 200.0
"""Contact days at which a dot has its full size."""
_GAP: Final = 0.95
"""Free space between two bodies, in seats: room for a line of text."""
_BLOCK: Final = 9
"""People without group and tie from which they stand in a block, out of the way."""
_BLOCK_PITCH: Final = 0.85


@dataclass(frozen=True)
class Layout:
    """Positions of people (n, 2), the corners of the hull of each body, and who is in the block.

    The hull of a body of one person is empty.
    """

    people: Floats
    hulls: list[Floats]
    block: list[int]


def pack(
    bodies: Sequence[Sequence[int]],
    ties: Sequence[tuple[int, int, float]],
    *,
    aspect: float,
    seed: int,
) -> Layout:
    """Return where the people of ``bodies`` stand on a sheet ``aspect`` times as wide as high.

    ``bodies`` are lists of person numbers, one list a group; ``ties`` are pairs of person
    numbers with a weight above 0. Every person belongs to exactly one body.
    """
    n = sum(len(body) for body in bodies)
    tied = {i for a, b, _ in ties for i in (a, b)}
    loose = [body[0] for body in bodies if len(body) == 1 and body[0] not in tied]
    loose = loose if len(loose) >= _BLOCK else []
    blocks = [list(body) for body in bodies if body[0] not in loose] + [loose] * bool(loose)
    home = np.zeros(n, dtype=int)
    for b, members in enumerate(blocks):
        home[members] = b
    pulls = _pulls(home, ties, len(blocks))
    seats = [
        _grid(len(members), aspect) if members is loose else _seats(len(members))
        for members in blocks
    ]
    pads = [PAD if len(members) > 1 else 0.5 for members in blocks]
    rng = np.random.default_rng(seed)
    rims = reaches(seats, pads)
    trials = [
        _settle(rng.normal(size=(len(blocks), 2)), rims, pulls, aspect)
        for _ in range(_STARTS if len(blocks) < _MANY else 1)
    ]
    centres = min(trials, key=lambda spots: _stretch(spots, pulls))
    toward = _directions(n, home, centres, ties)
    for b, members in enumerate(blocks):
        if len(members) > 1 and members is not loose:
            place = {person: i for i, person in enumerate(members)}
            own = [(place[i], place[j], w) for i, j, w in ties if home[i] == home[j] == b]
            start = seats[b][_seating(seats[b], toward[members])]
            seats[b] = settled(start, own, toward[members])
    centres = _closed_up(centres, reaches(seats, pads), pulls, aspect)
    people = np.zeros((n, 2))
    for b, members in enumerate(blocks):
        people[members] = centres[b] + seats[b]
    none = np.empty((0, 2))
    hulls = [outline(people[list(body)], PAD) if len(body) > 1 else none for body in bodies]
    return Layout(people, hulls, loose)


def _seats(n: int) -> Floats:
    """Return ``n`` places about one unit apart: a ring for few, a sunflower for many."""
    if n == 1:
        return np.zeros((1, 2))
    if n <= 5:
        angles = np.pi / 2 + 2 * np.pi * np.arange(n) / n + (0.5 if n == 2 else 0.0)
        ring = np.column_stack([np.cos(angles), np.sin(angles)])
        return np.asarray(0.5 / np.sin(np.pi / n) * ring, dtype=float)
    k = np.arange(n)
    golden = np.pi * (3 - np.sqrt(5))
    distance = 0.60 * np.sqrt(k + 0.5)
    turns = np.column_stack([np.cos(k * golden), np.sin(k * golden)])
    return np.asarray(distance[:, None] * turns, dtype=float)


def _grid(n: int, aspect: float) -> Floats:
    """Return ``n`` places in rows, about ``aspect`` times as wide as high, the first on top."""
    columns = max(1, round(float(np.sqrt(n * aspect))))
    row, column = np.divmod(np.arange(n), columns)
    places = _BLOCK_PITCH * np.column_stack([column, -row]).astype(float)
    return np.asarray(places - (places.min(axis=0) + places.max(axis=0)) / 2, dtype=float)


def _pulls(home: npt.NDArray[np.int_], ties: Sequence[tuple[int, int, float]], m: int) -> Floats:
    """Return how strongly each pair of bodies is tied, 0..1."""
    pulls = np.zeros((m, m))
    for i, j, weight in ties:
        if home[i] != home[j]:
            pulls[home[i], home[j]] += weight
            pulls[home[j], home[i]] += weight
    return np.asarray(np.sqrt(pulls / max(pulls.max(), 1e-12)), dtype=float)


def _settle(spots: Floats, rims: Floats, pulls: Floats, aspect: float) -> Floats:
    """Return the places of the bodies after pulling and pushing apart; none overlap much."""
    size = np.sqrt((rims.mean(axis=1) ** 2).sum())
    spots = spots * size * np.array([np.sqrt(aspect), 1 / np.sqrt(aspect)])
    return _drawn_together(spots, rims, pulls, aspect, _STEPS)


def _closed_up(spots: Floats, rims: Floats, pulls: Floats, aspect: float) -> Floats:
    """Return the places of the bodies closer together, and none overlapping."""
    spots = _drawn_together(spots, rims, pulls, aspect, _CLOSER)
    for _ in range(200):
        move = pushed(spots, rims, _GAP)
        if float(np.abs(move).max(initial=0.0)) < 1e-3:
            break
        spots = spots + move
    return spots


def _drawn_together(
    spots: Floats, rims: Floats, pulls: Floats, aspect: float, steps: int
) -> Floats:
    centre = _CENTRE * np.array([aspect**-1.5, aspect**1.5])
    for step in range(steps):
        heat = 1 - step / steps
        pulled = pulls @ spots - pulls.sum(axis=1, keepdims=True) * spots
        spots = spots + heat * (_PULL * pulled / max(1.0, len(rims) / 8) - centre * spots)
        for _ in range(2):
            spots = spots + pushed(spots, rims, _GAP)
    for _ in range(40):
        spots = spots + pushed(spots, rims, _GAP)
    return spots


def _stretch(spots: Floats, pulls: Floats) -> float:
    apart = spots[:, None] - spots[None]
    size = float(np.hypot(*np.ptp(spots, axis=0))) + 1e-9
    return float((pulls * np.hypot(apart[..., 0], apart[..., 1])).sum()) / size + 0.05 * size


def _directions(
    n: int, home: npt.NDArray[np.int_], centres: Floats, ties: Sequence[tuple[int, int, float]]
) -> Floats:
    """Return for each person the summed way to the other groups they are tied to."""
    toward = np.zeros((n, 2))
    for i, j, weight in ties:
        if home[i] != home[j]:
            way = centres[home[j]] - centres[home[i]]
            way = np.sqrt(weight) * way / max(float(np.hypot(*way)), 1e-9)
            toward[i] += way
            toward[j] -= way
    return toward


def _seating(seats: Floats, toward: Floats) -> npt.NDArray[np.int_]:
    """Return the seat of each person: those who are pulled outward get the seats that way."""
    from scipy.optimize import linear_sum_assignment

    _, chosen = linear_sum_assignment(-(toward @ seats.T))
    return np.asarray(chosen, dtype=int)


@dataclass(frozen=True)
class Dot:
    """One person shown: what the picture needs to know about them."""

    key: Any
    name: str
    group: str
    days: float
    p_90: float
    rank: float


@dataclass(frozen=True)
class Scene:
    """All that is drawn, in points: people, bodies (groups or single people), ties."""

    dots: list[Dot]
    bodies: list[list[int]]
    ties: list[tuple[int, int, float]]
    places: Layout
    radii: list[float]
    colours: list[str]


def ego_of(G: nx.DiGraph) -> Any:
    """Return the node whose archive the graph was made from, or None in a whole organisation."""
    ego = G.graph.get("ego")
    if ego is not None and ego in G:
        return ego
    return next((node for node, data in G.nodes(data=True) if data.get("is_me") is True), None)


def _number(value: Any, otherwise: float = 0.0) -> float:
    return float(value) if is_known(value) else otherwise


NO_PEOPLE: Final = ("robot", "list", "shared")
"""Kinds of nodes that are no person; hidden members are somebody."""


def people_of(G: nx.DiGraph) -> list[Dot]:
    """Return the people but ego, in the order in which they are kept.

    With an owner, those with most contact days come first: the strength of a tie fades
    with silence and would leave out everybody who has gone quiet. Without one, those with
    the strongest ties altogether.
    """
    ego = ego_of(G)
    strengths: dict[Any, list[float]] = defaultdict(list)
    for a, b, data in G.edges(data=True):
        if a != b and (ego is None or ego in (a, b)):
            strength = max(_number(data.get("strength")), 0.0)
            strengths[a].append(strength)
            strengths[b].append(strength)
    dots = [
        Dot(
            key=node,
            name=person(data.get("name") or node),
            group=clean(data.get("group")),
            days=_number(data.get("n_contact_days")),
            p_90=_number(data.get("p_90"), float("nan")),
            rank=math.fsum(strengths[node]),
        )
        for node, data in G.nodes(data=True)
        if node != ego and data.get("kind", "person") not in NO_PEOPLE
    ]
    return sorted(
        dots,
        key=lambda dot: (-dot.days if ego is not None else 0.0, -dot.rank, str(dot.key)),
    )


def compose(G: nx.DiGraph, dots: list[Dot], frame: tuple[float, float, float], seed: int) -> Scene:
    """Return the scene of ``dots`` laid out in a frame given by width, height and foot.

    The foot is a strip at the bottom, part of the height, that stays free.
    """
    ties = _ties_among(G, dots)
    bodies = _bodies(dots)
    wide, high, foot = frame
    packed = pack(
        bodies, [tie for tie in ties if tie[2] > 0], aspect=wide / (high - foot), seed=seed
    )
    places, seat = _fit(packed, frame)
    small, large = min(0.12 * seat, 3.2), min(0.36 * seat, 11.0)
    radii = [
        small + (large - small) * float(np.sqrt(min(dot.days, _FULL_AT) / _FULL_AT)) for dot in dots
    ]
    colours = [OTHER] * len(dots)
    for hue, members in zip(PALETTE, [b for b in bodies if len(b) > 1], strict=False):
        for i in members:
            colours[i] = hue
    return Scene(dots, bodies, ties, places, radii, colours)


def _bodies(dots: list[Dot]) -> list[list[int]]:
    """Return the groups of two or more, largest first, then everybody else one by one."""
    members: dict[str, list[int]] = defaultdict(list)
    for i, dot in enumerate(dots):
        members[dot.group].append(i)
    alone = members.pop("", [])
    alone += [group[0] for group in members.values() if len(group) == 1]
    groups = [(name, group) for name, group in members.items() if len(group) > 1]
    groups.sort(key=lambda item: (-len(item[1]), item[0]))
    return [group for _, group in groups] + [[i] for i in sorted(alone)]


def _ties_among(G: nx.DiGraph, dots: list[Dot]) -> list[tuple[int, int, float]]:
    """Return the ties to draw: the strongest of each person and of each pair of groups."""
    place = {dot.key: i for i, dot in enumerate(dots)}
    strengths: dict[tuple[int, int], float] = defaultdict(float)
    for a, b, data in G.edges(data=True):
        if a != b and a in place and b in place:
            pair = (min(place[a], place[b]), max(place[a], place[b]))
            strengths[pair] += max(_number(data.get("strength")), 0.0)
    ordered = sorted(strengths.items(), key=lambda item: (-item[1], item[0]))
    most = _KEPT_TIES if len(dots) < _CROWD else _KEPT_TIES - 1
    n_drawn: Counter[int] = Counter()
    bridged: set[tuple[str, str]] = set()
    kept = []
    for (i, j), strength in ordered:
        first, second = sorted((dots[i].group, dots[j].group))
        bridge = bool(first) and first != second and (first, second) not in bridged
        if bridge or min(n_drawn[i], n_drawn[j]) < most:
            kept.append((i, j, strength))
            n_drawn.update((i, j))
            bridged.add((first, second))
    return kept


def _fit(layout: Layout, frame: tuple[float, float, float]) -> tuple[Layout, float]:
    """Return the layout moved and scaled into the frame, and the points one seat takes."""
    wide, high, foot = frame
    rims = np.concatenate([layout.people - PAD, layout.people + PAD, *layout.hulls])
    low, top = rims.min(axis=0), rims.max(axis=0)
    space = np.array([wide - 16.0, high - foot - 40.0])
    scale = float(min((space / np.maximum(top - low, 1e-9)).min(), _WIDEST_SEAT))
    middle = np.array([wide / 2, foot + (high - foot) / 2 - 6.0])
    shift = middle - scale * (low + top) / 2
    hulls = [scale * hull + shift for hull in layout.hulls]
    return Layout(scale * layout.people + shift, hulls, layout.block), scale


def links_of(scene: Scene) -> Counter[int]:
    """Return for each person to how many other groups a drawn tie leads."""
    reached: dict[int, set[str]] = defaultdict(set)
    for i, j, _ in scene.ties:
        a, b = scene.dots[i].group, scene.dots[j].group
        if a != b:
            reached[i].add(b)
            reached[j].add(a)
    return Counter({i: len(groups - {""}) for i, groups in reached.items()})
