"""The network picture: hulls hold their people and nobody else's, and brokers stand out."""

from __future__ import annotations

from itertools import combinations

import matplotlib.pyplot as plt
import networkx as nx
import numpy as np
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.patches import Polygon
from matplotlib.path import Path

from netanalysis.display import alt_text, plot_network
from netanalysis.display.hulls import PAD, outline, pushed, reaches, settled
from netanalysis.display.layout import compose, people_of
from netanalysis.display.style import INK


def company(n_people: int, n_groups: int, seed: int = 3, alone: int = 0) -> nx.DiGraph:
    """People tied mostly inside their group, some across, and some alone."""
    rng = np.random.default_rng(seed)
    G = nx.DiGraph(ego=None)
    for i in range(n_people):
        G.add_node(i, name=f"Person {i}", kind="person", group=f"Group {i % n_groups}", p_90=0.9)
    for i in range(n_people):
        for _ in range(3):
            near = rng.random() < 0.9
            j = int(rng.integers(n_people // n_groups)) * n_groups + i % n_groups
            j = j if near else int(rng.integers(n_people))
            if i != j:
                G.add_edge(i, j, strength=float(rng.lognormal()))
    for i in range(alone):
        G.add_node(f"x{i}", name=f"Alone {i}", kind="person", group="", p_90=0.2)
    return G


def scene_of(G: nx.DiGraph):
    return compose(G, people_of(G), (700.0, 500.0, 26.0), 7)


def is_apart(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether a straight line lies between two convex shapes: along the side of one of them."""
    for hull in (one, other):
        sides = np.roll(hull, -1, axis=0) - hull
        normals = np.column_stack([sides[:, 1], -sides[:, 0]])
        gaps = (other @ normals.T).min(axis=0) - (one @ normals.T).max(axis=0)
        back = (one @ normals.T).min(axis=0) - (other @ normals.T).max(axis=0)
        if (gaps > 0).any() or (back > 0).any():
            return True
    return False


@pytest.mark.parametrize(("n_people", "n_groups"), [(12, 4), (60, 7), (520, 16)])
def test_a_hull_holds_its_people_and_no_two_overlap(n_people, n_groups):
    scene = scene_of(company(n_people, n_groups))
    hulls = [hull for hull in scene.places.hulls if len(hull)]
    assert len(hulls) == n_groups
    for members, hull in zip(scene.bodies, scene.places.hulls, strict=True):
        holds = Path(np.vstack([hull, hull[:1]])).contains_points(scene.places.people)
        assert set(np.flatnonzero(holds)) == set(members)
    assert all(is_apart(one, other) for one, other in combinations(hulls, 2))


def test_the_test_of_overlap_sees_an_overlap():
    square = np.array([(0.0, 0.0), (1, 0), (1, 1), (0, 1)])
    assert not is_apart(square, square + 0.5)
    assert is_apart(square, square + 1.1)


def test_an_outline_keeps_its_distance_from_everybody():
    spots = np.array([(0.0, 0.0), (3, 0), (1, 2), (1, 0.5)])
    hull = outline(spots, PAD)
    distance = np.linalg.norm(hull[:, None] - spots[None], axis=2)
    assert distance.min() == pytest.approx(PAD)
    assert {int(i) for i in distance.argmin(axis=1)} == {0, 1, 2}  # the inner one is inside


def test_people_stand_near_whom_they_are_tied_to_and_never_on_each_other():
    turns = 2 * np.pi * np.arange(12) / 12
    seats = 2.2 * np.column_stack([np.cos(turns), np.sin(turns)])
    spots = settled(seats, [(0, 6, 5.0)], np.zeros((12, 2)))
    apart = np.linalg.norm(spots[:, None] - spots[None], axis=2) + 9 * np.eye(12)
    assert apart.min() > 0.95
    before = np.linalg.norm(seats[0] - seats[6])
    assert apart[0, 6] < 0.5 * before


def test_bodies_on_one_spot_are_pushed_apart_in_the_shortest_way():
    flat = np.array([(-3.0, 0.0), (3.0, 0.0)])
    reach = reaches([flat, flat], [0.5, 0.5])
    move = pushed(np.array([(0.0, 0.0), (0.1, 0.4)]), reach, 0.2)
    assert abs(move[0, 1]) > abs(move[0, 0])
    assert move[0, 1] < 0 < move[1, 1]


def test_many_without_group_and_tie_stand_in_a_block_with_a_name():
    G = company(40, 4, alone=30)
    scene = scene_of(G)
    assert [scene.dots[i].name for i in scene.places.block] == [
        dot.name for dot in scene.dots if dot.name.startswith("Alone")
    ]
    rows = np.unique(np.round(scene.places.people[scene.places.block][:, 1], 3))
    assert 3 <= len(rows) <= 6
    ax = plot_network(G, n_people=70)
    words = {text.get_text() for text in ax.texts}
    assert "no group and no tie shown (30)" in words
    plt.close(ax.figure)
    assert scene_of(company(40, 4, alone=8)).places.block == []


def test_who_links_groups_is_ringed_named_in_bold_and_explained():
    G = company(24, 3)
    G.add_node("link", name="Link Lindt", kind="person", group="", p_90=0.9)
    for i in (0, 1, 2):
        G.add_edge("link", i, strength=50.0)
    ax = plot_network(G, n_people=30)
    bold = {text.get_text() for text in ax.texts if text.get_fontweight() == "bold"}
    assert "Link Lindt" in bold
    assert "links most groups" in {text.get_text() for text in ax.texts}
    people = max(
        (c for c in ax.collections if isinstance(c, PathCollection) and len(c.get_offsets()) > 20),
        key=lambda c: len(c.get_offsets()),
    )
    rings = {to_hex(colour) for colour in people.get_edgecolors()}
    assert INK in rings
    assert "Most groups are linked by" in alt_text(ax)
    plt.close(ax.figure)


def test_where_nobody_links_groups_there_is_no_ring():
    G = nx.DiGraph([(0, 1), (2, 3)], ego=None)
    for i in G:
        G.nodes[i].update(name=f"Person {i}", group=f"Group {i // 2}", p_90=0.9)
    ax = plot_network(G)
    assert "links most groups" not in {text.get_text() for text in ax.texts}
    assert len([patch for patch in ax.patches if isinstance(patch, Polygon)]) == 2
    plt.close(ax.figure)


def test_names_of_five_hundred_people_never_overlap_each_other():
    ax = plot_network(company(520, 16, alone=20), n_people=540, labels=30)
    ax.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in ax.texts if text.get_gid() == "label"]
    assert len(boxes) > 25
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    plt.close(ax.figure)


def test_the_same_seed_gives_the_same_picture():
    one, other = scene_of(company(60, 7)), scene_of(company(60, 7))
    assert np.array_equal(one.places.people, other.places.people)
