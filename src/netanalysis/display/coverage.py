"""The coverage matrix: teams by how many of their people have seniors to turn to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from netanalysis.display.style import (
    BLUE,
    BODY,
    INK,
    MUTED,
    ORANGE,
    PAPER,
    QUIET,
    RED,
    RULE,
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
    is_known,
    joined,
    listing,
    number,
    percent,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST_TEAMS: Final = 18
"""Teams that fit a page; those with the smallest share of gaps are dropped first."""
_ROW_INCHES: Final = 0.4
_HEAD: Final = 30.0
_FOOT: Final = 30.0
_STATUSES: Final = (
    ("n_gap", "nobody", RED),
    ("n_thin", "one senior", ORANGE),
    ("n_covered", "two or more", BLUE),
    ("n_at_the_top", "at the top", MUTED),
    ("n_cannot_tell", "cannot tell", MUTED),
)
_KEY: Final = (
    "seniors: colleagues a level or more above, in the same line of work and in touch; "
    "no team of fewer than five"
)
_MANY: Final = 0.5
"""Share of gaps from which a team is named in the title."""


def plot_coverage(teams: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw, for each team, how many people have nobody, one or several seniors in touch.

    Answers "in which team do people stand alone?". Rows are teams, columns the number of
    seniors; a cell holds the number of people, and the darker its tint, the larger its
    share of the team.

    Parameters
    ----------
    teams
        The finding of ``coverage_by_team``, which holds no team of fewer than five people.
        Beyond 18 rows the teams with the smallest share of gaps are left out, and counted.
    ax
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        The axes drawn on; its label is a description for people who cannot see it.
    """
    shown = teams.head(_MOST_TEAMS)
    height = (72 * _ROW_INCHES * max(len(shown), 3) + _HEAD + _FOOT) / 72
    with sheet(ax, height) as axes:
        if shown.empty:
            nothing_to_draw(axes, "Nothing to draw: there is no team of five people or more.")
            return axes
        wide, high = paper(axes)
        left, right = 0.26 * wide, wide - 0.13 * wide
        step = min((high - _HEAD - _FOOT) / len(shown), 72 * _ROW_INCHES * 1.2)
        across = (right - left) / len(_STATUSES)
        top = high - _HEAD
        _draw_heads(axes, (left, right, wide), across, top + 8)
        for i, (team, row) in enumerate(shown.iterrows()):
            y = top - step * (i + 0.5)
            axes.plot([0, wide], [y - step / 2] * 2, color=RULE, lw=0.6, zorder=0)
            name = fitted(drawable(clean(team) or "(no name)"), left - 40, BODY, bold=True)
            write(axes, 0, y, name, fontsize=BODY, bold=True).set_gid("label")
            n_people = number(row["n_people"])
            size = {"fontsize": SMALL, "color": QUIET, "ha": "right"}
            write(axes, left - 10, y, n_people, **size).set_gid("label")
            _draw_cells(axes, (left, y), across, step, row)
            share = percent(row["gap_share"])
            write(axes, wide, y, share, fontsize=BODY, bold=True, ha="right").set_gid("label")
        write(axes, 0, 8, fitted(_KEY, wide, SMALL), fontsize=SMALL, color=QUIET)
        headline(axes, _title(teams), _subtitle(teams, shown))
        axes.set_label(_description(teams))
    return axes


def _draw_heads(ax: Axes, edges: tuple[float, float, float], across: float, y: float) -> None:
    left, right, wide = edges
    grey = {"fontsize": SMALL, "color": QUIET}
    write(ax, 0, y, "team", **grey)
    write(ax, left - 10, y, "people", ha="right", **grey)
    for i, (_, words, _) in enumerate(_STATUSES):
        write(
            ax, left + across * (i + 0.5), y, fitted(words, across - 4, SMALL), ha="center", **grey
        )
    if text_width("share alone", SMALL) < wide - right:
        write(ax, wide, y, "share alone", ha="right", **grey)


def _draw_cells(
    ax: Axes, place: tuple[float, float], across: float, step: float, row: pd.Series[Any]
) -> None:
    from matplotlib.patches import Rectangle

    left, y = place
    for i, (column, _, colour) in enumerate(_STATUSES):
        n = int(row[column])
        share = n / max(int(row["n_people"]), 1)
        tint = mixed(PAPER, colour, 0.08 + 0.72 * share) if n else PAPER
        corner = left + across * i + 2, y - step / 2 + 2
        ax.add_patch(Rectangle(corner, across - 4, step - 4, fc=tint, ec="none", zorder=1))
        ink = MUTED if not n else PAPER if share > 0.75 and colour != ORANGE else INK
        middle = left + across * (i + 0.5)
        words = str(n) if n else "–"
        write(ax, middle, y, words, fontsize=BODY, color=ink, ha="center").set_gid("label")


def _alone(teams: pd.DataFrame) -> list[str]:
    """Return the teams in which most people have nobody, the most first."""
    most = teams[(teams["gap_share"] >= _MANY).fillna(False)]
    return [clean(team, 32) or "(no name)" for team in most.index]


def _title(teams: pd.DataFrame) -> str:
    alone = _alone(teams)
    if alone:
        return f"In {listing(alone, 3)}, half or more have no senior colleague in touch"
    if is_known(teams["gap_share"].max()):
        return "In every team most people have a senior colleague in touch"
    return "Too few titles are known to say who has a senior colleague in touch"


def _subtitle(teams: pd.DataFrame, shown: pd.DataFrame) -> str:
    n_left_out: Any = teams.attrs.get("n_left_out", 0)
    hidden = len(teams) - len(shown)
    return joined(
        as_of_words(teams.attrs),
        f"{number(teams['n_people'].sum())} people in {counted(len(teams), 'team')}"
        + (f", {hidden} of them not drawn" if hidden else ""),
        f"{counted(int(n_left_out), 'person', 'people')} in smaller teams not shown"
        if n_left_out
        else "",
    )


def _description(teams: pd.DataFrame) -> str:
    parts = [f"{number(teams[column].sum())} {words}" for column, words, _ in _STATUSES]
    when = as_of_words(teams.attrs, " as of ")
    people = f"{number(teams['n_people'].sum())} people in {counted(len(teams), 'team')}{when}"
    return f"{people}, by seniors in touch in their line of work: {', '.join(parts)}."
