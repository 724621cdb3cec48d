"""The map of ways into an organisation, or to a person: you, whom to ask, who is reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from netanalysis.display.style import (
    BLUE,
    INK,
    LABEL,
    MUTED,
    PAPER,
    QUIET,
    SMALL,
    drawable,
    fitted,
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
    joined,
    listing,
    number,
    percent,
    person,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_ROW_INCHES: Final = 0.44
_FOOT_INCHES: Final = 0.45
_KEY: Final = 10.0
_RADIUS: Final = 6.0
_THINNEST: Final = 0.7
_THICKEST: Final = 5.0
_WIDEST: Final = 180.0
"""Points for a name in the middle."""
_NO_STEP: Final = ("works there", "worked there")


def plot_introducers(introducers: pd.DataFrame, *, ax: Axes | None = None, n: int = 10) -> Axes:
    """Draw the ways from you to a person, or to the people of a company.

    Answers "through whom do I get in?". On the left you, in the middle whom you would ask, with
    the chance that you are in touch in 90 days by yourselves, on the right who is reached.
    Contacts inside the company are full, people outside it who could introduce you hollow.
    Who stands in the middle does not stand on the right again. Lines are thicker for stronger
    ties; of several ways to one person the strongest is blue.

    Parameters
    ----------
    introducers
        The finding of ``introducers``.
    ax
        Where to draw; a new figure by default.
    n
        How many people stand in each column; the subtitle says how many are left out.

    Returns
    -------
    Axes
        The axes drawn on; its label is a description for people who cannot see it.
    """
    asked = introducers.drop_duplicates("person_id").head(max(n, 0))
    ways = introducers[~introducers["tier"].isin(_NO_STEP)]
    ways = ways[ways["person_id"].isin(asked["person_id"])]
    ways = ways[~ways["to_id"].isin(asked["person_id"])]
    reached = ways.sort_values("strength", ascending=False).drop_duplicates("to_id").head(max(n, 0))
    n_rows = max(len(asked), len(reached), 3)
    with sheet(ax, _FOOT_INCHES + _ROW_INCHES * n_rows) as axes:
        if asked.empty:
            to = clean(introducers.attrs.get("to")) or "there"
            nothing_to_draw(axes, f"Nothing to draw: no way to {to} was seen.")
            return axes
        width, height = paper(axes)
        bottom = min(_FOOT_INCHES * 72, 0.2 * height)
        middle = _places(asked["person_id"], 0.27 * width, bottom, height)
        right = _places(reached["to_id"], 0.67 * width, bottom, height)
        you = (_RADIUS + 4, (bottom + height) / 2)
        _draw_ties(axes, you, middle, asked)
        ends = _draw_people(axes, you, middle, asked, min(0.36 * width, _WIDEST))
        _draw_ways(axes, ends, right, ways, set(reached.index))
        for place, name in zip(right.values(), reached["to_name"], strict=True):
            _draw_name(axes, place, name, "", 0.31 * width, is_full=False)
        _draw_key(axes, width)
        hidden = introducers["person_id"].nunique() - len(asked)
        headline(
            axes,
            _title(introducers, asked, reached),
            joined(
                as_of_words(introducers.attrs),
                f"{number(hidden)} more to ask left out" if hidden else "",
                "thicker: the stronger tie, half-life 60 days",
            ),
        )
        axes.set_label(_description(introducers, asked, reached))
    return axes


def _places(
    people: pd.Series[Any], x: float, bottom: float, top: float
) -> dict[str, tuple[float, float]]:
    step = (top - bottom) / max(len(people), 1)
    return {str(who): (x, top - step * (i + 0.5)) for i, who in enumerate(people)}


def _thickness(strength: pd.Series[Any]) -> list[float]:
    values = strength.fillna(0).to_numpy(dtype=float)
    largest = values.max(initial=0.0) or 1.0
    thick: list[float] = (_THINNEST + (_THICKEST - _THINNEST) * np.sqrt(values / largest)).tolist()
    return thick


def _draw_ties(
    ax: Axes, you: tuple[float, float], middle: dict[str, tuple[float, float]], asked: pd.DataFrame
) -> None:
    thick = _thickness(asked["your_strength"])
    for (x, y), width in zip(middle.values(), thick, strict=True):
        ax.plot([you[0], x], [you[1], y], color=mixed(BLUE, PAPER, 0.45), lw=width, zorder=1)


def _draw_ways(
    ax: Axes,
    ends: dict[str, tuple[float, float]],
    right: dict[str, tuple[float, float]],
    ways: pd.DataFrame,
    best: set[Any],
) -> None:
    shown = ways[ways["to_id"].isin(list(right))]
    thick = _thickness(shown["their_strength"])
    for (i, row), width in zip(shown.iterrows(), thick, strict=True):
        x, y = ends[row["person_id"]]
        end = right[row["to_id"]]
        colour = mixed(BLUE, PAPER, 0.45) if i in best else mixed(MUTED, PAPER, 0.6)
        ax.plot([x, end[0]], [y, end[1]], color=colour, lw=width, zorder=1)


def _draw_people(
    ax: Axes,
    you: tuple[float, float],
    middle: dict[str, tuple[float, float]],
    asked: pd.DataFrame,
    room: float,
) -> dict[str, tuple[float, float]]:
    """Draw you and whom to ask, and return where their names end."""
    ax.scatter(*you, s=(2 * _RADIUS) ** 2, color=INK, linewidths=0, zorder=2)
    write(ax, you[0] - 8, you[1] - 17, "you", bold=True)
    ends = {}
    for (who, place), row in zip(middle.items(), asked.to_dict("records"), strict=True):
        inside = row["tier"] in _NO_STEP
        words = f"{row['tier']}, " if inside else ""
        under = f"{words}{percent(row['p_90'])} chance of contact"
        ends[who] = _draw_name(ax, place, row["name"], under, room, is_full=inside)
    return ends


def _draw_name(
    ax: Axes, place: tuple[float, float], name: str, under: str, room: float, *, is_full: bool
) -> tuple[float, float]:
    """Draw a person with a line under the name, and return where that ends."""
    x, y = place
    face = BLUE if is_full else PAPER
    size = (2 * _RADIUS) ** 2
    ax.scatter([x], [y], s=size, facecolors=face, edgecolors=BLUE, linewidths=1.4, zorder=2)
    words = fitted(drawable(person(name)), room, LABEL, bold=True)
    up = 5.2 if under else 0
    write(ax, x + 12, y + up, words, bold=True, halo=True).set_gid("label")
    line = fitted(drawable(under), room, SMALL) if under else ""
    if line:
        write(ax, x + 12, y - 6.2, line, fontsize=SMALL, color=QUIET, halo=True).set_gid("label")
    longest = max(text_width(words, LABEL, bold=True), text_width(line, SMALL))
    return x + 20 + longest, y


def _draw_key(ax: Axes, width: float) -> None:
    """Draw the key on one line, as much of it as the page is wide."""
    x = 10.0
    for words, face in (
        ("contact of yours inside", BLUE),
        ("could introduce you, or is reached", PAPER),
    ):
        end = x + 12 + text_width(words, SMALL)
        if end > width:
            return
        ax.scatter([x], [_KEY], s=90, facecolors=face, edgecolors=BLUE, linewidths=1.4)
        write(ax, x + 12, _KEY, words, fontsize=SMALL, color=QUIET)
        x = end + 22


def _title(introducers: pd.DataFrame, asked: pd.DataFrame, reached: pd.DataFrame) -> str:
    to = clean(introducers.attrs.get("to"), 40)
    inside = asked[asked["tier"].isin(_NO_STEP)]
    lead = person((inside if len(inside) else asked)["name"].iloc[0])
    if introducers["tier"].eq("knows them").any():
        return f"{lead} is your strongest way to {person(reached['to_name'].iloc[0])}"
    if reached.empty:
        return f"{lead} is your strongest tie at {to}"
    n_more = len(reached)
    more = f"{number(n_more)} more {'is' if n_more == 1 else 'are'} one introduction away"
    return f"You have {counted(len(inside), 'contact')} at {to}; {more}"


def _description(introducers: pd.DataFrame, asked: pd.DataFrame, reached: pd.DataFrame) -> str:
    to = clean(introducers.attrs.get("to"), 40)
    names = listing((person(name) for name in asked["name"]), 3)
    people = listing((person(name) for name in reached["to_name"]), 3)
    when = as_of_words(introducers.attrs, " as of ")
    step = f" They lead to {people}." if len(reached) else ""
    return f"Map of ways to {to}{when}: to ask {names}.{step}"
