"""What every chart promises, whatever it is given."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from types import SimpleNamespace
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

from netanalysis.display import (
    alt_text,
    plot_brokers,
    plot_coverage,
    plot_guidance,
    plot_guidance_history,
    plot_ladder,
    plot_mentorship,
    plot_neglected,
    plot_network,
    plot_rhythm,
    plot_signature,
)

PLOTS: dict[str, Callable[..., Axes]] = {
    "neglected": plot_neglected,
    "rhythm": plot_rhythm,
    "brokers": plot_brokers,
    "gaps": plot_mentorship,
    "ladder": plot_ladder,
    "teams": plot_coverage,
    "mentors": plot_guidance,
    "history": plot_guidance_history,
    "network": plot_network,
    "signature": plot_signature,
}
every_plot = pytest.mark.parametrize("kind", PLOTS)


def finding(fake: SimpleNamespace, kind: str, *, hostile: bool = False) -> Any:
    if kind == "rhythm":
        return fake.rhythm(name=fake.hostile[7] if hostile else "Ana Müller")
    return getattr(fake, kind)(hostile=hostile)


def empty(fake: SimpleNamespace, kind: str) -> Any:
    if kind == "network":
        return nx.DiGraph(ego=None)
    if kind == "gaps":
        return fake.gaps().iloc[:0]
    return getattr(fake, kind)(0)


def one(fake: SimpleNamespace, kind: str) -> Any:
    if kind == "gaps":
        return fake.gaps().iloc[:1]
    return getattr(fake, kind)(1)


def words_on(ax: Axes) -> list[Any]:
    return [text for text in ax.texts if text.get_text()]


def labels_on(ax: Axes) -> list[Any]:
    return [text for text in ax.texts if text.get_gid() == "label"]


def assert_apart_and_inside(ax: Axes) -> None:
    """No two labels overlap, and none sticks out of the axes by more than a point."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.canvas.draw()
    frame = ax.get_window_extent().padded(figure.dpi / 72)
    boxes = [(text.get_text(), text.get_window_extent()) for text in labels_on(ax)]
    for words, box in boxes:
        assert frame.x0 <= box.x0 and box.x1 <= frame.x1, words
        assert frame.y0 <= box.y0 and box.y1 <= frame.y1, words
    for (first, a), (second, b) in combinations(boxes, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert wide <= 0 or high <= 0, f"{first!r} and {second!r} overlap"


@every_plot
def test_a_new_figure_is_made_and_its_axes_returned(fake: SimpleNamespace, kind: str) -> None:
    ax = PLOTS[kind](finding(fake, kind))

    assert isinstance(ax, Axes)
    assert len(plt.get_fignums()) == 1


@every_plot
def test_axes_given_are_drawn_on_and_no_figure_is_made(fake: SimpleNamespace, kind: str) -> None:
    figure, ax = plt.subplots(figsize=(9, 6))

    assert PLOTS[kind](finding(fake, kind), ax=ax) is ax
    assert plt.get_fignums() == [figure.number]
    figure.canvas.draw()


@every_plot
def test_a_figure_outside_pyplot_and_a_small_one_will_do(fake: SimpleNamespace, kind: str) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(3.2, 2.2), layout="constrained")
    PLOTS[kind](finding(fake, kind), ax=figure.add_subplot())
    figure.canvas.draw()

    assert plt.get_fignums() == []


@every_plot
def test_settings_of_matplotlib_stay_as_they_were(fake: SimpleNamespace, kind: str) -> None:
    with mpl.rc_context({"font.family": ["serif"], "axes.facecolor": "black"}):
        before = dict(mpl.rcParams)
        PLOTS[kind](finding(fake, kind))
        assert dict(mpl.rcParams) == before


@every_plot
def test_the_finding_is_not_changed(fake: SimpleNamespace, kind: str) -> None:
    given = finding(fake, kind)
    copy = given.copy()
    PLOTS[kind](given)

    if kind == "network":
        assert nx.utils.graphs_equal(given, copy)
    else:
        pd.testing.assert_frame_equal(given, copy)


@every_plot
def test_title_and_description_are_sentences_with_numbers(fake: SimpleNamespace, kind: str) -> None:
    ax = PLOTS[kind](finding(fake, kind))
    description = alt_text(ax)

    assert len(ax.get_title(loc="left").split()) >= 4
    assert len(description) > 60
    assert description.endswith(".")
    assert any(character.isdigit() for character in description)
    assert "2026-03-04" in " ".join(text.get_text() for text in words_on(ax))


@every_plot
@pytest.mark.parametrize("hostile", [False, True])
def test_labels_never_collide_nor_leave_the_axes(
    fake: SimpleNamespace, kind: str, hostile: bool
) -> None:
    ax = PLOTS[kind](finding(fake, kind, hostile=hostile))

    assert len(labels_on(ax)) >= 3
    assert_apart_and_inside(ax)


@pytest.mark.parametrize("seed", [10, 11, 12, 13])
@pytest.mark.parametrize("kind", ["neglected", "brokers", "network"])
def test_labels_keep_apart_for_other_data(fake: SimpleNamespace, kind: str, seed: int) -> None:
    n = {"neglected": 300, "brokers": 25, "network": 150}[kind]
    many = {"neglected": {"n_labels": 30}, "brokers": {"n": 20}, "network": {"labels": 30}}[kind]
    ax = PLOTS[kind](getattr(fake, kind)(n, seed=seed, hostile=seed % 2 == 0), **many)

    assert_apart_and_inside(ax)


@pytest.mark.parametrize(
    ("n", "span", "silent"),
    [(1, 0, 0), (2, 1, 1), (3, 900, 4000), (40, 30, 3), (900, 9000, 700), (60, 300, 12)],
)
def test_words_of_a_rhythm_keep_apart(
    fake: SimpleNamespace, n: int, span: int, silent: int
) -> None:
    ax = plot_rhythm(fake.rhythm(n, span=span, silent=silent))

    assert_apart_and_inside(ax)


@pytest.mark.parametrize("kind", ["rhythm", "network"])
def test_same_input_gives_the_same_picture_in_any_order(fake: SimpleNamespace, kind: str) -> None:
    given = finding(fake, kind)
    if kind == "network":
        other = nx.DiGraph(**given.graph)
        other.add_nodes_from(reversed(list(given.nodes(data=True))))
        other.add_edges_from(reversed(list(given.edges(data=True))))
    else:
        other = given.iloc[::-1]
        other.attrs = given.attrs

    first, second = PLOTS[kind](given), PLOTS[kind](other)

    assert [t.get_text() for t in first.texts] == [t.get_text() for t in second.texts]
    places = [[t.get_position() for t in ax.texts] for ax in (first, second)]
    np.testing.assert_allclose(*places)
    assert alt_text(first) == alt_text(second)


@every_plot
def test_nothing_to_draw_is_one_quiet_sentence(fake: SimpleNamespace, kind: str) -> None:
    ax = PLOTS[kind](empty(fake, kind))
    ax.figure.canvas.draw()

    assert len(words_on(ax)) == 1
    assert alt_text(ax).startswith("Nothing to draw: ")
    assert alt_text(ax).endswith(".")


@every_plot
def test_one_row_is_drawn(fake: SimpleNamespace, kind: str) -> None:
    ax = PLOTS[kind](one(fake, kind))
    ax.figure.canvas.draw()

    assert_apart_and_inside(ax)
    assert ax.get_title(loc="left")


def test_a_failing_drawing_leaves_no_figure_behind(fake: SimpleNamespace) -> None:
    with pytest.raises(KeyError):
        plot_neglected(fake.neglected().drop(columns="label"))
    assert plt.get_fignums() == []


def test_missing_numbers_are_not_drawn_as_if_known(fake: SimpleNamespace) -> None:
    ties = fake.neglected()
    ties.loc[ties.index[:5], "p_90"] = np.nan
    ax = plot_neglected(ties)

    assert "35 ties of 40" in " ".join(text.get_text() for text in words_on(ax))
    ties["p_90"] = np.nan
    assert alt_text(plot_neglected(ties)).startswith("Nothing to draw")


def test_nullable_columns_are_drawn_too(fake: SimpleNamespace) -> None:
    for kind in ("neglected", "brokers"):
        given = getattr(fake, kind)()
        nullable = given.convert_dtypes()
        nullable.attrs = given.attrs
        nullable.loc[nullable.index[:2], "p_90"] = pd.NA
        PLOTS[kind](nullable)


def test_the_network_leaves_out_ego_robots_and_the_weakest(fake: SimpleNamespace) -> None:
    graph = fake.network(30)
    graph.add_node("bot", name="Robot", kind="robot", n_contact_days=999)
    graph.add_edge("me", "bot", strength=1e9)
    graph.add_node("desk", name="Sales", kind="shared", n_contact_days=999)
    graph.add_edge("me", "desk", strength=1e9)
    ax = plot_network(graph, n_people=20, labels=40)
    drawn = {text.get_text() for text in labels_on(ax)}

    assert not drawn & {"Ada", "Robot", "Sales"}
    assert "20 of 30 people" in " ".join(text.get_text() for text in words_on(ax))


def test_a_graph_without_ties_or_attributes_is_drawn() -> None:
    graph = nx.DiGraph()
    graph.add_nodes_from("abc")

    assert "3 people" in alt_text(plot_network(graph))


def test_where_no_bridge_holds_the_title_says_so(fake: SimpleNamespace) -> None:
    one_row = fake.brokers(1)
    one_row["p_90"] = 0.2

    title = plot_brokers(one_row).get_title(loc="left")

    assert title == "1 bridge at risk and none that holds: Ana Müller"


def test_the_title_names_the_first_brokers(fake: SimpleNamespace) -> None:
    found = fake.brokers(5)
    found["p_90"] = 0.9
    title = plot_brokers(found).get_title(loc="left").replace("\n", " ")

    first = found["name"].head(3).tolist()
    assert title.startswith(f"{first[0]}, {first[1]} and {first[2]} open the most doors for you")
    assert title.endswith("none of these bridges is at risk")


def test_fields_without_seniors_are_named_in_the_title(fake: SimpleNamespace) -> None:
    title = plot_mentorship(fake.gaps()).get_title(loc="left")

    assert title == "Nobody senior is in touch in finance and sales, and you guide nobody"


def test_lines_of_work_with_nobody_above_in_touch_are_named(fake: SimpleNamespace) -> None:
    ladder = fake.ladder(40)
    ladder["field"] = "engineering"
    ladder.loc[ladder["level"] > 4, "is_live"] = False
    assert plot_ladder(ladder).get_title(loc="left") == (
        "Above you, nobody is in touch in engineering"
    )
    ladder.loc[ladder["level"] == 5, "is_live"] = True
    assert plot_ladder(ladder).get_title(loc="left").startswith("Somebody above you is in touch")
    ladder.attrs["own_level"] = None
    assert "your own level is not known" in plot_ladder(ladder).get_title(loc="left")


def test_teams_in_which_most_stand_alone_are_named(fake: SimpleNamespace) -> None:
    teams = fake.teams(3)
    teams["gap_share"] = pd.array([0.8, 0.1, pd.NA], dtype="Float64")
    assert f"In {teams.index[0]}, half or more" in plot_coverage(teams).get_title(loc="left")
    teams["gap_share"] = pd.array([pd.NA] * 3, dtype="Float64")
    assert "Too few titles" in plot_coverage(teams).get_title(loc="left")


def test_seniors_alone_are_drawn_and_their_network_is_named(fake: SimpleNamespace) -> None:
    ties = fake.mentors(6)
    ties.loc[ties.index[0], "role"] = "line manager"
    ties.loc[ties.index[1], "role"] = "mentor, as you say"
    ties.loc[ties.index[2], "role"] = "possible mentee"
    ax = plot_guidance(ties)
    drawn = {text.get_text() for text in labels_on(ax)}

    assert ax.get_title(loc="left").startswith("4 senior people in 4 organisations may guide you")
    assert ax.get_title(loc="left").endswith("an entrepreneurial network")
    assert ties["name"].iloc[1] in drawn
    assert not drawn & {ties["name"].iloc[0], ties["name"].iloc[2]}


def test_then_and_now_names_the_fall_and_who_faded_in_it(fake: SimpleNamespace) -> None:
    history = fake.history(9)
    called = history.droplevel("as_of_on")["name"].groupby(level=0).first()
    ax = plot_guidance_history(history)
    # p000, p002, p006, p008 and, a year later, p001, p003, p005, p007; p004 guides nobody.
    # In 2024 p000 and p006 have faded, on the last day p003 has, and the even ones are done.
    assert ax.get_title(loc="left") == (
        "A lasting exchange with 3 senior people now; at the end of 2024 it was 6"
    )
    assert "2023 4, 2024 6, Mar 2026 3" in ax.get_label()
    assert ax.get_label().endswith(f"Faded when it thinned most: {called['p003']}.")
    drawn = [text.get_text() for text in labels_on(ax)]
    assert called["p004"] not in drawn
    assert sum(line.get_marker() == "x" for line in ax.lines) == 3


def test_then_and_now_where_nothing_thinned(fake: SimpleNamespace) -> None:
    history = fake.history(9)
    kept = history[history["change"] != "faded"].loc[: pd.Timestamp("2024-12-31")]
    title = plot_guidance_history(kept).get_title(loc="left")
    assert title == "A lasting exchange with 6 senior people now, as many as ever before"


def test_a_silence_is_compared_with_the_rhythm_only_from_three_days_on(
    fake: SimpleNamespace,
) -> None:
    assert "times your usual gap" in plot_rhythm(fake.rhythm()).get_title(loc="left")
    assert "usual gap" not in plot_rhythm(fake.rhythm(2)).get_title(loc="left")


def test_a_fading_bridge_far_down_the_list_is_shown(fake: SimpleNamespace) -> None:
    found = fake.brokers(20)
    found["p_90"] = 0.9
    found.iloc[-1, found.columns.get_loc("p_90")] = 0.1
    last = found["name"].iloc[-1]
    ax = plot_brokers(found)

    title = ax.get_title(loc="left").replace("\n", " ")
    assert title.endswith(f"the bridge through {last} is at risk")
    assert last in {text.get_text() for text in labels_on(ax)}


def test_labels_that_judge_are_coloured_and_counted(fake: SimpleNamespace) -> None:
    ties = fake.neglected()
    ties["label"] = ["dormant"] * 30 + ["you only send"] * 10
    legend = plot_neglected(ties).get_legend()

    assert legend is not None
    words = [text.get_text().strip() for text in legend.get_texts()]
    assert words == ["dormant (30)", "cannot tell (10)", "1 contact day", "200 or more"]
