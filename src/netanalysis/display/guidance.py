"""The developmental network: how strong, and from how many places, the seniors' ties are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from netanalysis.display.style import (
    BLUE,
    BODY,
    INK,
    ORANGE,
    PAPER,
    QUIET,
    RULE,
    SMALL,
    drawable,
    fitted,
    headline,
    mixed,
    nothing_to_draw,
    paper,
    sheet,
    write,
)
from netanalysis.display.text import as_of_words, clean, counted, joined, number, person

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST: Final = 16
"""People who fit a page; the strongest ties are drawn."""
_ROW_INCHES: Final = 0.27
_HEAD: Final = 26.0
_FOOT: Final = 34.0
_NETWORKS: Final = (
    ("opportunistic", "several places, weak ties", "hears of much, can count on little"),
    ("entrepreneurial", "several places, strong ties", "hears of much and can count on it"),
    ("receptive", "one place, weak ties", "hears what comes by"),
    ("traditional", "one place, strong ties", "can count on one place"),
)
"""The four networks of Higgins and Kram, in the order drawn."""
_MENTORS: Final = ("possible mentor", "mentor, as you say")


def plot_guidance(ties: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the seniors of your mentorship ties by strength, and what network they make up.

    Answers "on whom further on can I lean, and do they all sit in one place?". Each bar is
    the strength of a tie, grouped by organisation; filled where it comes to contact once a
    month and more. The boxes on the right name the four developmental networks of Higgins
    and Kram, and yours is tinted; none of them is the right one.

    Parameters
    ----------
    ties
        The finding of ``mentorship_ties``; line managers and juniors are not drawn. Beyond
        16 people the strongest ties are, and the others are counted.
    ax
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        The axes drawn on; its label is a description for people who cannot see it.
    """
    seniors = ties[ties["role"].isin(_MENTORS)] if len(ties) else ties
    shown = _grouped(seniors.head(_MOST))
    height = max(72 * _ROW_INCHES * len(shown), 170.0) + _HEAD + _FOOT
    with sheet(ax, height / 72) as axes:
        if shown.empty:
            sentence = "Nothing to draw: no lasting exchange with anybody more senior was found."
            nothing_to_draw(axes, sentence)
            return axes
        wide, high = paper(axes)
        _draw_people(axes, shown, 0.62 * wide, high)
        _draw_networks(axes, (0.68 * wide, wide), high, _network(ties))
        headline(axes, _title(seniors, _network(ties)), _subtitle(ties, seniors, shown))
        axes.set_label(_description(ties, seniors))
    return axes


def _network(ties: pd.DataFrame) -> str:
    return clean(ties.attrs.get("network") or "").partition(":")[0]


def _grouped(seniors: pd.DataFrame) -> pd.DataFrame:
    """Return people by organisation, that with the strongest tie first."""
    if seniors.empty:
        return seniors
    place = seniors["organisation"].fillna("")
    strength = seniors["strength"].astype("Float64").fillna(0.0)
    best = strength.groupby(place).transform("max")
    order = seniors.assign(_best=best, _place=place, _strength=strength, _id=seniors.index)
    return order.sort_values(
        ["_best", "_place", "_strength", "_id"], ascending=[False, True, False, True]
    )


def _draw_people(ax: Axes, shown: pd.DataFrame, right: float, high: float) -> None:
    """Draw a bar a person, with the name before it and the organisation once a group."""
    top = high - _HEAD
    step = min((top - _FOOT) / len(shown), 72 * _ROW_INCHES * 1.4)
    names, start = 0.28 * right, 0.56 * right
    most = max(float(shown["_strength"].max()), 1e-9)
    before = None
    for i, row in enumerate(shown.to_dict("records")):
        y = top - step * (i + 0.5)
        if row["_place"] != before:
            ax.plot([0, right], [y + step / 2] * 2, color=RULE, lw=0.6, zorder=0)
            words = clean(row["_place"]) or "place unknown"
            place = fitted(drawable(words), names - 8, SMALL)
            write(ax, 0, y, place, fontsize=SMALL, color=QUIET).set_gid("label")
            before = row["_place"]
        name = fitted(drawable(person(row["name"])), start - names - 8, SMALL)
        write(ax, names, y, name, fontsize=SMALL, color=INK).set_gid("label")
        long = max((right - start) * row["_strength"] / most, 1.0)
        is_strong = str(row["kind"]).startswith("strong")
        face = BLUE if is_strong else mixed(PAPER, BLUE, 0.25)
        ax.barh(y, long, height=min(step * 0.5, 9.0), left=start, color=face, ec=BLUE, lw=0.8)
    ax.plot([0, right], [top - step * len(shown)] * 2, color=RULE, lw=0.6, zorder=0)
    ax.set_xlim(0, ax.get_xlim()[1])
    key = "bar: strength of the tie; filled: as from contact once a month or more"
    write(ax, 0, 9, fitted(key, right, SMALL), fontsize=SMALL, color=QUIET)


def _draw_networks(ax: Axes, edges: tuple[float, float], high: float, own: str) -> None:
    """Draw the four networks as boxes, the owner's own tinted."""
    from matplotlib.patches import Rectangle

    left, right = edges
    across = right - left
    top = high - _HEAD
    tall = min((top - _FOOT) / 4, 44.0)
    for i, (name, where, means) in enumerate(_NETWORKS):
        y = top - tall * (i + 0.5)
        is_own = name == own
        face = mixed(PAPER, ORANGE, 0.22) if is_own else PAPER
        corner = left, y - tall / 2 + 2
        edge = ORANGE if is_own else RULE
        ax.add_patch(Rectangle(corner, across, tall - 4, fc=face, ec=edge, lw=1.0, zorder=1))
        ink = INK if is_own else QUIET
        lines = ((name, BODY, True, 11.0), (where, SMALL, False, 0.0), (means, SMALL, False, -11.0))
        for words, size, bold, up in lines:
            text = fitted(words, across - 14, size, bold=bold)
            write(ax, left + 7, y + up, text, fontsize=size, bold=bold, color=ink)


def _title(seniors: pd.DataFrame, network: str) -> str:
    n_places = int(seniors["organisation"].nunique())
    people = counted(len(seniors), "senior person", "senior people")
    where = counted(n_places, "organisation") if n_places else "places unknown"
    kind = f": {'an' if network[:1] in 'aeiou' else 'a'} {network} network" if network else ""
    return f"{people} in {where} may guide you{kind}"


def _subtitle(ties: pd.DataFrame, seniors: pd.DataFrame, shown: pd.DataFrame) -> str:
    hidden = len(seniors) - len(shown)
    n_strong = int(seniors["kind"].str.startswith("strong").sum())
    return joined(
        as_of_words(ties.attrs),
        f"{number(n_strong)} of {counted(len(seniors), 'tie')} strong",
        f"{number(hidden)} weaker ones not drawn" if hidden else "",
        "messages show exchange, not guidance",
    )


def _description(ties: pd.DataFrame, seniors: pd.DataFrame) -> str:
    network: Any = ties.attrs.get("network")
    n_places = counted(int(seniors["organisation"].nunique()), "organisation")
    kind = f" ({clean(network)})" if network else ""
    when = as_of_words(ties.attrs, " as of ")
    people = counted(len(seniors), "senior person", "senior people")
    return f"{people} with a lasting exchange{when}, from {n_places}{kind}."
