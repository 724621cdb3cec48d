"""The calibration chart: what the chance of contact said, against what then was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from netanalysis.display.style import (
    BLUE,
    BODY,
    INK,
    LABEL,
    MUTED,
    PAPER,
    QUIET,
    RULE,
    SMALL,
    headline,
    mixed,
    nothing_to_draw,
    sheet,
    size_in_points,
    write,
)
from netanalysis.display.text import counted, joined, number, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_HEIGHT: Final = 4.6
_TOP: Final = 1.14
_Z: Final = 1.645
"""Of a 90 % interval."""
_SMALLEST: Final = 24.0
_LARGEST: Final = 420.0
"""Areas of the dots, in square points, for one tie and for the fullest tenth."""
_NEAR: Final = 0.03
"""A difference of said and was under three points is called none."""


def plot_calibration(trial: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw what the chance of contact said against what then was, in tenths of the scale.

    Answers "when it says 70 %, how often is it so?". Of the longest horizon that was tried.
    Dots on the diagonal are kept promises; above it ties lived more often than said, below
    it less. The area of a dot is its number of ties, the bar its 90 % interval.

    Parameters
    ----------
    trial
        The finding of ``backtest``.
    ax
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        The axes drawn on; its label is a description for people who cannot see it.
    """
    with sheet(ax, _HEIGHT) as axes:
        bins = pd.DataFrame(trial.attrs.get("calibration", []))
        if bins.empty or trial.empty:
            nothing_to_draw(axes, "Nothing to draw: no tie has been tried against its future.")
            return axes
        horizon = int(bins["horizon_days"].max())
        shown = bins[bins["horizon_days"] == horizon]
        row = trial.loc[("chance", horizon)]
        _draw_scale(axes)
        _draw_dots(axes, shown)
        headline(axes, _title(row, horizon), _subtitle(row))
        axes.set_label(_description(row, shown, horizon))
    return axes


def _draw_scale(ax: Axes) -> None:
    ax.set_axis_off()
    ax.set_xlim(-0.08, 1.12)
    ax.set_ylim(-0.16, _TOP)
    for at in (0.0, 0.25, 0.5, 0.75, 1.0):
        ax.plot([0, 1], [at, at], color=RULE, lw=0.8, zorder=0)
        ax.plot([at, at], [0, 1], color=RULE, lw=0.8, zorder=0)
        write(ax, at, -0.035, percent(at), fontsize=SMALL, color=QUIET, ha="center", va="top")
        write(ax, -0.012, at, percent(at), fontsize=SMALL, color=QUIET, ha="right", va="center")
    ax.plot([0, 1], [0, 1], color=MUTED, lw=1.2, ls=(0, (4, 3)), zorder=1)
    write(ax, 0.5, -0.1, "chance that was said", fontsize=BODY, color=INK, ha="center", va="top")
    write(ax, 0, 1.09, "share with contact", fontsize=BODY, color=INK, ha="left", va="bottom")
    write(ax, 1.02, 1.0, "as said", fontsize=LABEL, color=QUIET, ha="left", va="center")


def _draw_dots(ax: Axes, bins: pd.DataFrame) -> None:
    said, was = bins["said"].to_numpy(float), bins["was"].to_numpy(float)
    n = bins["n"].to_numpy(float)
    low, high = _interval(was, n)
    ax.vlines(said, low, high, colors=mixed(PAPER, BLUE, 0.55), lw=2.4, zorder=2)
    area = _SMALLEST + (_LARGEST - _SMALLEST) * n / n.max()
    ax.scatter(said, was, s=area, color=BLUE, edgecolor=PAPER, lw=1.0, zorder=3)
    points = size_in_points(ax)[1] / (_TOP + 0.16)
    tops = np.maximum(high, was + np.sqrt(area / np.pi) / points)
    for x, top, many in zip(said, tops, n, strict=True):
        words = counted(int(many), "tie") if many == n.max() else number(many)
        at = top + 6 / points
        write(ax, x, at, words, fontsize=SMALL, color=QUIET, ha="center", halo=True).set_gid(
            "label"
        )


def _interval(was: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the 90 % interval of each share (Wilson 1927)."""
    middle = (was + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z * np.sqrt(was * (1 - was) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
    return middle - half, middle + half


def _title(row: Any, horizon: int) -> str:
    difference = float(row["was"]) - float(row["said"])
    told = f"Said {percent(row['said'])}, was {percent(row['was'])}"
    if abs(difference) < _NEAR:
        return f"{told}: contact within {horizon} days came about as often as said"
    more = "more" if difference > 0 else "less"
    return f"{told}: contact within {horizon} days came {more} often than said"


def _subtitle(row: Any) -> str:
    return joined(
        f"{counted(int(row['n_ties']), 'tie')} at {counted(int(row['n_cuts']), 'cut')}",
        "dots: tenths of the scale, area by number of ties, bars: 90 % interval",
    )


def _description(row: Any, bins: pd.DataFrame, horizon: int) -> str:
    told = "; ".join(
        f"said {percent(one['said'])}, was {percent(one['was'])} of {number(one['n'])}"
        for one in bins.to_dict("records")
    )
    return (
        f"Calibration of the chance of contact within {horizon} days, on "
        f"{counted(int(row['n_ties']), 'tie')}: {told}. Overall said {percent(row['said'])}, was "
        f"{percent(row['was'])}."
    )
