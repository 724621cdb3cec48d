"""The social signature as a picture: what share of contact each rank has, and how surely."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from netanalysis.display.style import (
    BLUE,
    INK,
    LABEL,
    ORANGE,
    PAPER,
    QUIET,
    RULE,
    SMALL,
    fitted,
    headline,
    mixed,
    nothing_to_draw,
    paper,
    sheet,
    write,
)
from netanalysis.display.text import as_of_words, counted, is_known, joined, percent, person

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROW_INCHES: Final = 0.235
_NAMES: Final = 190.0
"""Points kept for rank and name, left of the scale; on a narrow figure no more than 0.4 of it."""
_ABOVE: Final = 34.0
"""Points kept for the key and the scale."""
_RIGHT: Final = 26.0
_STEPS: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25)
_MOST_STEPS: Final = 6
_NOW: Final[Any] = {"s": 34, "color": BLUE, "edgecolor": PAPER, "lw": 0.8}
_BEFORE: Final[Any] = {"s": 26, "marker": "D", "facecolor": PAPER, "edgecolor": ORANGE, "lw": 1.4}
_FIRST: Final = 5
"""People of whom the title tells the share; the first layer of the literature has about five."""


def plot_signature(signature: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the share of the owner's contact days by rank, this year's beside the year before's.

    Answers "how much of my contact goes to the few closest, and is that as it was?". A dot is
    the share of the person of that rank this year, the band its 90 % interval when the weeks
    of the year are drawn anew; a hollow diamond is what the same rank had the year before,
    whoever held it, where there is enough of that year. Where a layer ends, a line says so.

    Parameters
    ----------
    signature
        The finding of ``social_signature``.
    ax
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        The axes drawn on; its label is a description for people who cannot see it.
    """
    with sheet(ax, _ROW_INCHES * max(len(signature), 4) + _ABOVE / 72) as axes:
        if signature.empty:
            nothing_to_draw(axes, "Nothing to draw: no contact within a year was found.")
            return axes
        width, height = paper(axes)
        step = (height - _ABOVE) / len(signature)
        rows = height - _ABOVE - (np.arange(len(signature)) + 0.5) * step
        left = min(_NAMES, 0.4 * width)
        scale = _draw_scale(axes, signature, (left, width - left - _RIGHT, height))
        _draw_shares(axes, signature, rows, (left, scale))
        _draw_names(axes, signature, rows, left)
        _draw_layers(axes, signature, rows - step / 2, width)
        _draw_key(axes, signature, (left, height))
        headline(axes, _title(signature), _subtitle(signature))
        axes.set_label(_description(signature))
    return axes


def _draw_scale(ax: Axes, table: pd.DataFrame, place: tuple[float, float, float]) -> float:
    """Draw the scale of shares over the rows; return points a unit of share.

    ``place`` is where it begins, how wide it is, and the height of the page.
    """
    left, width, height = place
    columns = ["share", "share_high", *(["share_before"] if _is_compared(table) else [])]
    most = float(np.nanmax(table[columns].astype("float64").to_numpy()))
    step = next((each for each in _STEPS if most / each <= _MOST_STEPS), _STEPS[-1])
    n_steps = max(int(np.ceil(most / step)), 1)
    scale = width / (n_steps * step)
    for number in range(n_steps + 1):
        at = left + number * step * scale
        ax.plot([at, at], [0, height - _ABOVE], color=RULE, lw=0.8, zorder=0)
        words = percent(number * step)
        write(ax, at, height - _ABOVE + 8, words, fontsize=SMALL, color=QUIET, ha="center")
    return scale


def _draw_shares(
    ax: Axes, table: pd.DataFrame, rows: np.ndarray, place: tuple[float, float]
) -> None:
    """Draw band, line and marks; ``place`` is where the scale begins, and its points a unit."""
    left, scale = place
    shares = {
        name: left + table[name].to_numpy("float64", na_value=np.nan) * scale
        for name in ("share", "share_low", "share_high", "share_before")
    }
    band = mixed(PAPER, BLUE, 0.25)
    if len(rows) > 1:
        ax.fill_betweenx(
            rows, shares["share_low"], shares["share_high"], color=band, lw=0, zorder=1
        )
    else:
        ax.plot([shares["share_low"][0], shares["share_high"][0]], [rows[0]] * 2, color=band, lw=6)
    ax.plot(shares["share"], rows, color=BLUE, lw=1.4, zorder=2)
    ax.scatter(shares["share"], rows, zorder=4, **_NOW)
    if _is_compared(table):
        ax.scatter(shares["share_before"], rows, zorder=3, **_BEFORE)


def _draw_names(ax: Axes, table: pd.DataFrame, rows: np.ndarray, left: float) -> None:
    for rank, name, y in zip(table.index, table["name"], rows, strict=True):
        write(ax, 14, y, str(rank), fontsize=LABEL, color=QUIET, ha="right")
        words = fitted(person(name), left - 34, LABEL)
        write(ax, 22, y, words, fontsize=LABEL).set_gid("label")


def _draw_layers(ax: Axes, table: pd.DataFrame, ends: np.ndarray, width: float) -> None:
    is_end = table["is_layer_end"].fillna(False).to_numpy(dtype=bool)
    for y in ends[is_end]:
        ax.plot([0, width], [y, y], color=INK, lw=0.9, ls=(0, (4, 3)), zorder=2)
        write(
            ax, width, y + 6, "a layer ends here", fontsize=SMALL, color=INK, ha="right", halo=True
        ).set_gid("label")


def _draw_key(ax: Axes, table: pd.DataFrame, place: tuple[float, float]) -> None:
    """Draw what the marks mean over the scale."""
    x, y = place[0], place[1] - 6
    ax.scatter([x + 5], [y], **_NOW)
    write(ax, x + 14, y, "this year, band: 90 % interval", fontsize=SMALL, color=QUIET)
    if _is_compared(table):
        ax.scatter([x + 185], [y], **_BEFORE)
        words = "same rank the year before, whoever held it"
        write(ax, x + 194, y, words, fontsize=SMALL, color=QUIET)


def _first(table: pd.DataFrame) -> str:
    """Return what share the first few people had, in words."""
    few = table["share"].head(_FIRST)
    who = "one person" if len(few) == 1 else f"the first {len(few)}"
    return f"{who} had {percent(few.sum())} of your contact days this year"


def _title(table: pd.DataFrame) -> str:
    words = _first(table)
    words = words[:1].upper() + words[1:]
    if not _is_compared(table):
        return words
    return f"{words}, {percent(table['share_before'].head(_FIRST).sum())} the year before"


def _is_compared(table: pd.DataFrame) -> bool:
    """Whether there is enough of both years to put them side by side."""
    return is_known(table.attrs.get("distance"))


def _subtitle(table: pd.DataFrame) -> str:
    n_days: Any = table.attrs.get("n_contact_days")
    n_people: Any = table.attrs.get("n_people")
    size = ""
    if is_known(n_days) and is_known(n_people):
        people = counted(int(n_people), "person", "people")
        size = f"{counted(int(n_days), 'contact day')} with {people}"
    return joined(as_of_words(table.attrs), size, _change(table), _layers(table))


def _change(table: pd.DataFrame) -> str:
    """Return how far the two years are apart, beside what chance alone does."""
    if not _is_compared(table):
        return "too little of the year before to compare"
    return (
        f"distance from the year before {table.attrs['distance']:.2f}, by chance "
        f"{table.attrs['self_distance']:.2f}; {percent(table.attrs['turnover'])} of the first "
        f"{len(table)} are new"
    )


def _layers(table: pd.DataFrame) -> str:
    return "" if table["is_layer_end"].fillna(False).any() else "no layer holds in 9 of 10 draws"


def _description(table: pd.DataFrame) -> str:
    rows = "; ".join(
        f"{rank}, {person(row['name'])}, {percent(row['share'])} "
        f"({percent(row['share_low'])} to {percent(row['share_high'])})"
        for rank, row in zip(table.index[:_FIRST], table.to_dict("records"), strict=False)
    )
    ends = [str(rank) for rank in table.index[table["is_layer_end"].fillna(False)]]
    layers = f" A layer ends at rank {', '.join(ends)}." if ends else " No layer was found."
    return (
        f"Share of contact days by rank, {counted(len(table), 'rank')}: {_first(table)}. "
        f"By rank, with 90 % interval: {rows}.{layers} In short: {_change(table)}."
    )
