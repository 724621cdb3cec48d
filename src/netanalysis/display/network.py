"""The network picture: groups as hulls, people as dots, and the ties that bridge groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from netanalysis.display.hulls import Floats
from netanalysis.display.labels import Spot, Wish, place_labels
from netanalysis.display.layout import Dot, Scene, compose, ego_of, links_of, people_of
from netanalysis.display.style import (
    BODY,
    INK,
    MUTED,
    OTHER,
    PAPER,
    QUIET,
    SMALL,
    drawable,
    fitted,
    fitted_group,
    headline,
    mixed,
    nothing_to_draw,
    paper,
    sheet,
    text_width,
    write,
)
from netanalysis.display.text import (
    as_of_words,
    clean,
    counted,
    is_known,
    joined,
    listing,
    number,
)

if TYPE_CHECKING:
    import networkx as nx
    from matplotlib.axes import Axes

HEIGHT: Final = 6.9
_FOOT: Final = 26.0
_QUIET_BELOW: Final = 0.5
"""Chance of contact in 90 days under which silence is the likelier outcome."""
_NAMED_GROUPS: Final = 16
"""Hulls that get a name; beyond that the names would cover the people."""
_GROUP_WIDTH: Final = 165.0
_NAME_WIDTH: Final = 120.0
_NAME_SIZE: Final = 8.5
_LINKING: Final = 6
"""People ringed for linking groups: more rings would single out nobody."""


def plot_network(
    G: nx.DiGraph,
    *,
    ax: Axes | None = None,
    n_people: int = 60,
    labels: int = 18,
    seed: int = 7,
) -> Axes:
    """Draw the people one is most in touch with as groups, and the ties between the groups.

    Answers "which circles do I move in, and who links them?". Ego is left out, because a
    line to everybody would hide all others. Each outline is a group, each dot a person: large
    for many contact days, hollow where the chance of contact in 90 days is below one half.
    Inside an outline people stand near those they are tied to; outlines never overlap. Up to six
    people who are tied to two other groups and more, those with most, are ringed and named in
    bold: the brokers of the picture. Many people without a group and a tie to others shown
    stand in rows, out of the way. Lines are each person's three strongest ties to others
    shown, and the strongest between any two groups. The seven largest groups have a colour of
    their own.

    Parameters
    ----------
    G
        The relationship graph; nodes whose ``kind`` is robot, list or shared are no people.
        Both directions of a tie are added up.
    ax
        Where to draw; a new figure by default.
    n_people
        How many people are shown: those with most contact days with ego or, where the
        graph has no ego, the strongest ties altogether. The subtitle says how many are left out.
    labels
        How many people are named: up to a third for the number of groups they link, the
        others from the top of that list. Names without a free place are left out.
    seed
        Where the groups start before they settle; same seed, same picture.

    Returns
    -------
    Axes
        The axes drawn on; its label is a description for people who cannot see it.
    """
    everybody = people_of(G)
    with sheet(ax, HEIGHT) as axes:
        dots = everybody[: max(n_people, 0)]
        if not dots:
            nothing_to_draw(axes, "Nothing to draw: the graph holds nobody besides yourself.")
            return axes
        wide, high = paper(axes)
        scene = compose(G, dots, (wide, high, _FOOT), seed)
        for patch in _hull_patches(scene):
            axes.add_patch(patch)
        _draw_ties(axes, scene)
        _draw_dots(axes, scene)
        _draw_words(axes, scene, labels, (wide, high))
        _draw_key(axes, scene)
        has_ego = ego_of(G) is not None
        headline(axes, _title(scene, has_ego), _subtitle(G, scene, len(everybody), has_ego))
        axes.set_label(_description(G, scene, len(everybody), has_ego))
    return axes


def _hull_patches(scene: Scene) -> list[Any]:
    from matplotlib.patches import Polygon

    return [
        Polygon(
            hull,
            closed=True,
            fc=mixed(PAPER, scene.colours[members[0]], 0.14),
            ec=mixed(PAPER, scene.colours[members[0]], 0.35),
            lw=0.8,
            joinstyle="round",
            zorder=0,
        )
        for members, hull in zip(scene.bodies, scene.places.hulls, strict=True)
        if len(members) > 1
    ]


def _draw_ties(ax: Axes, scene: Scene) -> None:
    """Draw ties inside a group straight and in its colour, bridges curved and dark."""
    from matplotlib.collections import PathCollection
    from matplotlib.path import Path

    if not scene.ties:
        return
    fade = float(np.clip(140 / len(scene.ties), 0.4, 1.0))
    strongest = max(strength for _, _, strength in scene.ties) or 1.0
    curve = [Path.MOVETO, Path.CURVE3, Path.CURVE3]
    paths, colours, widths = [], [], []
    for i, j, strength in scene.ties:
        a, b = scene.places.people[i], scene.places.people[j]
        inside = scene.dots[i].group == scene.dots[j].group != ""
        way = b - a
        bend = np.zeros(2) if inside else 0.10 * np.array([-way[1], way[0]])
        share = float(np.sqrt(strength / strongest))
        paths.append(Path([a, (a + b) / 2 + bend, b], curve))
        hue = mixed(scene.colours[i], INK, 0.15) if inside else QUIET
        colours.append((hue, fade * (0.25 + 0.45 * share)))
        widths.append(fade * (0.5 + 1.7 * share))
    ax.add_collection(
        PathCollection(paths, facecolors="none", edgecolors=colours, linewidths=widths, zorder=1),
        autolim=False,
    )


def _is_quiet(dot: Dot) -> bool:
    return is_known(dot.p_90) and dot.p_90 < _QUIET_BELOW


def _draw_dots(ax: Axes, scene: Scene) -> None:
    radii = np.array(scene.radii)
    quiet = [_is_quiet(dot) for dot in scene.dots]
    linking = _linking(scene)
    rims = np.where(quiet, np.clip(0.28 * radii, 0.8, 1.6), 0.6)
    rims[linking] = np.maximum(rims[linking], 1.5)
    ax.scatter(
        scene.places.people[:, 0],
        scene.places.people[:, 1],
        s=(2 * radii) ** 2,
        c=[PAPER if hollow else c for hollow, c in zip(quiet, scene.colours, strict=True)],
        edgecolors=[
            INK if i in linking else mixed(colour, INK, 0.3)
            for i, colour in enumerate(scene.colours)
        ],
        linewidths=rims.tolist(),
        zorder=2,
    )


def _linking(scene: Scene) -> list[int]:
    """Return who links most groups, two at least, the best first."""
    links = links_of(scene)
    linking = sorted((i for i in links if links[i] > 1), key=lambda i: (-links[i], i))
    return linking[:_LINKING]


def _named(scene: Scene, labels: int) -> list[int]:
    """Return who is named: those who link most groups, and the strongest ties."""
    linking = _linking(scene)[: labels // 3]
    chosen = linking + [i for i in range(len(scene.dots)) if i not in linking]
    return chosen[: max(labels, 0)]


def _draw_words(ax: Axes, scene: Scene, labels: int, size: tuple[float, float]) -> None:
    frame = (2.0, _FOOT, size[0] - 2.0, size[1] - 1.0)
    marks = [
        (float(x), float(y), radius)
        for (x, y), radius in zip(scene.places.people, scene.radii, strict=True)
    ]
    groups = [
        (members, _bounds(hull))
        for members, hull in zip(scene.bodies, scene.places.hulls, strict=True)
        if len(members) > 1
    ][:_NAMED_GROUPS]
    heads = [_group_wish(scene, members, bounds) for members, bounds in groups]
    discs = [(x, y, (across + along) / 2) for _, (x, y, across, along) in groups]
    if scene.places.block:
        groups.append((scene.places.block, _bounds(scene.places.people[scene.places.block])))
        heads.append(_block_wish(groups[-1]))
    head_spots = place_labels(heads, frame, marks=[*marks, *discs])
    for head, spot, (members, _) in zip(heads, head_spots, groups, strict=True):
        _draw_word(ax, head, spot, mixed(scene.colours[members[0]], INK, 0.5))
    linking = _linking(scene)
    names = [_name_wish(scene.dots[i].name, marks[i], i in linking) for i in _named(scene, labels)]
    taken = [spot.box for spot in head_spots if spot is not None]
    for name, spot in zip(names, place_labels(names, frame, marks=marks, taken=taken), strict=True):
        _draw_word(ax, name, spot, INK)


def _name_wish(name: str, mark: tuple[float, float, float], bold: bool) -> Wish:
    words = fitted(drawable(name), _NAME_WIDTH, _NAME_SIZE, bold=bold)
    return Wish(words, *mark, _NAME_SIZE, bold)


def _bounds(hull: Floats) -> tuple[float, float, float, float]:
    """Return the middle of a hull, and how far it reaches across and along."""
    low, top = hull.min(axis=0), hull.max(axis=0)
    (x, y), (across, along) = (low + top) / 2, (top - low) / 2
    return float(x), float(y), float(across), float(along)


def _group_wish(
    scene: Scene, members: Sequence[int], bounds: tuple[float, float, float, float]
) -> Wish:
    x, y, _, along = bounds
    n = f" ({len(members)})"
    bold = scene.colours[members[0]] != OTHER
    size = BODY if bold else SMALL
    room = _GROUP_WIDTH - text_width(n, size, bold)
    name = fitted_group(drawable(scene.dots[members[0]].group), room, size, bold=bold)
    return Wish(name + n, x, y, along, size, bold, upward=True)


def _block_wish(block: tuple[list[int], tuple[float, float, float, float]]) -> Wish:
    members, (x, y, _, along) = block
    words = f"no group and no tie shown ({len(members)})"
    return Wish(words, x, y, along + 8.0, SMALL, upward=True)


def _draw_word(ax: Axes, wish: Wish, spot: Spot | None, ink: str) -> None:
    if spot is None:
        return
    if spot.leader is not None:
        x0, y0, x1, y1 = spot.leader
        ax.plot([x0, x1], [y0, y1], color=MUTED, lw=0.6, zorder=1.5)
    text = write(
        ax,
        spot.x,
        spot.y,
        wish.text,
        ha="center",
        fontsize=wish.size,
        bold=wish.bold,
        color=ink,
        halo=True,
    )
    text.set_zorder(4)
    text.set_gid("label")


def _draw_key(ax: Axes, scene: Scene) -> None:
    x, y = 1.0, 9.0
    small, large = min(min(scene.radii), 3.2), 8.0
    entries = [
        (MUTED, QUIET, 4.6, "in touch"),
        (PAPER, QUIET, 4.6, "going quiet: chance of contact in 90 days below 50 %"),
        (MUTED, QUIET, small, "1 contact day"),
        (MUTED, QUIET, large, "200 or more"),
    ]
    if _linking(scene):
        entries.insert(0, (MUTED, INK, 4.6, "links most groups"))
    wide = float(ax.get_xlim()[1])
    for face, rim, radius, words in entries:
        if x + 2 * radius + 5 + text_width(words, SMALL) > wide:
            return
        ax.scatter(
            [x + radius],
            [y],
            s=(2 * radius) ** 2,
            c=face,
            edgecolors=rim,
            linewidths=0.6 if face == MUTED and rim == QUIET else 1.3,
        )
        write(ax, x + 2 * radius + 5, y, words, fontsize=SMALL, color=QUIET)
        x += 2 * radius + 5 + text_width(words, SMALL) + 16


def _groups(scene: Scene) -> list[str]:
    return [scene.dots[body[0]].group for body in scene.bodies if len(body) > 1]


def _title(scene: Scene, has_ego: bool) -> str:
    n, n_quiet = len(scene.dots), sum(map(_is_quiet, scene.dots))
    n_grouped = sum(len(body) for body in scene.bodies if len(body) > 1)
    who = f"your {number(n)} main contacts" if has_ego else f"the {number(n)} best connected people"
    if n == 1:
        who = "your only contact" if has_ego else "the only person"
    quiet = f"{number(n_quiet)} {_are(n_quiet)} going quiet" if n_quiet else "none is going quiet"
    if not n_grouped:
        if n == 1:
            state = "is going quiet" if n_quiet else "is in touch"
            return f"{who[0].upper()}{who[1:]} {state}: {scene.dots[0].name}"
        return f"Of {who}, {quiet}"
    groups = counted(len(_groups(scene)), "group")
    if n_grouped == n:
        return f"{who[0].upper()}{who[1:]} fall into {groups}; {quiet}"
    if n_quiet:
        quiet = f"{number(n_quiet)} of the {number(n)} {_are(n_quiet)} going quiet"
    return f"{number(n_grouped)} of {who} fall into {groups}; {quiet}"


def _are(n: int) -> str:
    return "is" if n == 1 else "are"


def _subtitle(G: nx.DiGraph, scene: Scene, n_all: int, has_ego: bool) -> str:
    n = len(scene.dots)
    return joined(
        as_of_words(G.graph),
        f"{number(n)} of {number(n_all)} people, {number(n_all - n)} with less contact left out"
        if n_all > n
        else counted(n_all, "person", "people"),
        "all are tied to you, so you are not drawn" if has_ego else "",
        "lines: strongest ties" if scene.ties else "no ties seen among them",
    )


def _description(G: nx.DiGraph, scene: Scene, n_all: int, has_ego: bool) -> str:
    groups = Counter(scene.dots[i].group for body in scene.bodies if len(body) > 1 for i in body)
    circles = [f"{clean(name, 40)} ({number(n)})" for name, n in groups.most_common()]
    linking = _linking(scene)[:3]
    n_quiet = sum(map(_is_quiet, scene.dots))
    when = as_of_words(G.graph, " as of ")
    return (
        f"Network of {number(len(scene.dots))} of {counted(n_all, 'person', 'people')}"
        f"{' tied to you' if has_ego else ''}{when}"
        + (f", in {counted(len(circles), 'group')}: {listing(circles, 5)}" if circles else "")
        + f". {number(n_quiet)} of them {_are(n_quiet)} more likely to stay silent than not."
        + (
            f" Most groups are linked by {listing(scene.dots[i].name for i in linking)}."
            if linking
            else ""
        )
    )
