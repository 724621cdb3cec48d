"""The neglect map: who matters to you, and whom you are about to let slip."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from netanalysis.display.labels import Spot, Wish, place_labels
from netanalysis.display.style import (
    BODY,
    INK,
    LABEL,
    MUTED,
    ORANGE,
    PAPER,
    QUIET,
    RED,
    RULE,
    SKY,
    SMALL,
    drawable,
    fitted,
    headline,
    mixed,
    nothing_to_draw,
    sheet,
    size_in_points,
    text_width,
    wrapped,
    write,
)
from netanalysis.display.text import (
    as_of_words,
    counted,
    duration,
    is_known,
    joined,
    listing,
    number,
    percent,
    person,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

HEIGHT: Final = 5.6
_LEVELS: Final = (0.15, 0.3, 0.45, 0.6)
"""Neglect (value x chance of silence) at which the ground darkens by one step."""
_COLOURS: Final = {
    "gone quiet": RED,
    "cooling": ORANGE,
    "dormant": MUTED,
    "occasional": RULE,
    "in touch": SKY,
}
"""Colours of the labels that judge; ties with another label are hollow: it cannot be said."""
_RADIUS: Final = (2.6, 9.0)
_FULL_AT: Final = 200.0
"""Contact days at which a dot has its full size; beyond it nothing more can be seen."""
_LABEL_WIDTH: Final = 150.0
_KEY_WIDTH: Final = 540.0
"""Points from which on the key fits one line."""


def plot_neglected(neglected: pd.DataFrame, *, ax: Axes | None = None, n_labels: int = 10) -> Axes:
    """Draw every tie by its value and by the chance that contact comes about by itself.

    Answers "whom am I letting slip?". Left means silence is likely, up means the tie is
    worth much to you, so trouble is top left, where the ground is tinted; all points on one
    edge of the tint have the same ``neglect``. Dots grow with the number of contact days;
    hollow dots are ties of which it cannot be said (too little history, one-way mail).

    Parameters
    ----------
    neglected
        The finding of ``neglected_ties``: ``name``, ``label``, ``neglect``, ``p_90``,
        ``value``, ``days_silent`` and ``n_contact_days`` are read. Ties whose ``p_90`` or
        ``value`` is missing are left out and counted in the subtitle.
    ax
        Where to draw; a new figure by default.
    n_labels
        How many people are named, from the top of the finding. A name for which there is no
        free place is left out rather than printed over another.

    Returns
    -------
    Axes
        The axes drawn on; its label is a description for people who cannot see it.
    """
    with sheet(ax, HEIGHT) as axes:
        known = neglected.dropna(subset=["p_90", "value"]) if len(neglected) else neglected
        if known.empty:
            nothing_to_draw(axes, _why_empty(len(neglected)))
            return axes
        _draw_ground(axes, known["value"].to_numpy(float))
        _draw_ties(axes, known)
        blocked = _draw_scale_words(axes)
        _draw_names(axes, known, n_labels, blocked)
        _draw_key(axes, known)
        headline(axes, _title(known), _subtitle(known, neglected))
        axes.set_label(_description(known, neglected))
    return axes


def _why_empty(n: int) -> str:
    if n:
        return f"Nothing to draw: none of {counted(n, 'tie')} has a chance of contact to show."
    return "Nothing to draw: there are no ties with dated messages to judge."


def _draw_ground(ax: Axes, values: Any) -> None:
    """Draw tint, grid and scales, the value scale as wide as the ties need it."""
    top, bottom = max(0.4, values.max() + 0.13), max(0.0, values.min() - 0.1)
    ax.set_xlim(-0.015, 1.015)
    ax.set_ylim(bottom, top)
    p, value = np.meshgrid(np.linspace(-0.015, 1.015, 220), np.linspace(bottom, top, 160))
    tints = [mixed(PAPER, RED, share) for share in (0.035, 0.07, 0.11, 0.16)]
    ax.contourf(
        p, value, value * (1 - p.clip(0, 1)), levels=[*_LEVELS, 1.5], colors=tints, zorder=0
    )
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    ax.spines["bottom"].set_color(MUTED)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ax.set_yticks([])
    ax.tick_params(colors=QUIET, labelsize=SMALL, length=3, color=MUTED)
    ax.axvline(0.5, color=RULE, lw=0.8, zorder=0.5)
    scale = "chance of contact in the next 90 days if nothing changes  →"
    ax.set_xlabel(
        wrapped(scale, size_in_points(ax)[0], BODY),
        loc="right",
        fontsize=BODY,
        color=QUIET,
        labelpad=6,
    )


def _draw_scale_words(ax: Axes) -> list[tuple[float, float, float, float]]:
    """Write what up means and name the corner; return the boxes the words take, in points."""
    width, height = size_in_points(ax)
    words = (
        (6.0, height - 9.0, "↑ worth more to you", QUIET, False),
        (6.0, height - 24.0, "LETTING SLIP", mixed(RED, INK, 0.25), True),
        (width - 6.0, height - 9.0, "IN GOOD HANDS", QUIET, True),
    )
    boxes = []
    for x, y, text, colour, bold in words:
        across = text_width(text, SMALL, bold)
        right = x > width / 2
        write(
            ax,
            *_to_data(ax, x, y),
            text,
            fontsize=SMALL,
            color=colour,
            bold=bold,
            ha="right" if right else "left",
        )
        left = x - across if right else x
        boxes.append((left - 2, y - 7, left + across + 2, y + 7))
    return boxes


def _to_data(ax: Axes, x: float, y: float) -> tuple[float, float]:
    width, height = size_in_points(ax)
    (x0, x1), (y0, y1) = ax.get_xlim(), ax.get_ylim()
    return x0 + x / width * (x1 - x0), y0 + y / height * (y1 - y0)


def _to_points(ax: Axes, x: Any, y: Any) -> tuple[Any, Any]:
    width, height = size_in_points(ax)
    (x0, x1), (y0, y1) = ax.get_xlim(), ax.get_ylim()
    return (x - x0) / (x1 - x0) * width, (y - y0) / (y1 - y0) * height


def _radii(ties: pd.DataFrame) -> Any:
    days = ties["n_contact_days"].astype(float).fillna(1).clip(1, _FULL_AT).to_numpy(float)
    small, large = _RADIUS
    return small + (large - small) * np.sqrt((days - 1) / (_FULL_AT - 1))


def _draw_ties(ax: Axes, ties: pd.DataFrame) -> None:
    radii = _radii(ties)
    colours = ties["label"].map(_COLOURS).astype(object)
    judged = colours.notna().to_numpy()
    x, y = ties["p_90"].to_numpy(float), ties["value"].to_numpy(float)
    quiet = ties["label"].eq("gone quiet").fillna(False).to_numpy(bool)
    edges = [mixed(c, INK, 0.25) if ok else MUTED for c, ok in zip(colours, judged, strict=True)]
    edges = [INK if loud else edge for edge, loud in zip(edges, quiet, strict=True)]
    ax.scatter(
        x,
        y,
        s=(2 * radii) ** 2,
        c=[c if ok else PAPER for c, ok in zip(colours, judged, strict=True)],
        edgecolors=edges,
        linewidths=np.where(quiet, 1.4, 0.8).tolist(),
        alpha=0.9 if len(ties) < 150 else 0.65,
        zorder=2,
        clip_on=False,
    )


def _draw_names(
    ax: Axes,
    ties: pd.DataFrame,
    n_labels: int,
    blocked: list[tuple[float, float, float, float]],
) -> None:
    width, height = size_in_points(ax)
    x, y = _to_points(ax, ties["p_90"].to_numpy(float), ties["value"].to_numpy(float))
    radii = _radii(ties)
    named = ties.head(max(n_labels, 0))
    wishes = [
        Wish(_label(row), float(x[i]), float(y[i]), float(radii[i]), LABEL)
        for i, (_, row) in enumerate(named.iterrows())
    ]
    marks = [(float(a), float(b), float(r)) for a, b, r in zip(x, y, radii, strict=True)]
    spots = place_labels(wishes, (2.0, 2.0, width - 2.0, height - 2.0), marks=marks, taken=blocked)
    for wish, spot in zip(wishes, spots, strict=True):
        if spot is not None:
            _draw_name(ax, wish, spot)


def _draw_name(ax: Axes, wish: Wish, spot: Spot) -> None:
    if spot.leader is not None:
        x0, y0, x1, y1 = spot.leader
        (ax0, ay0), (ax1, ay1) = _to_data(ax, x0, y0), _to_data(ax, x1, y1)
        ax.plot([ax0, ax1], [ay0, ay1], color=MUTED, lw=0.6, zorder=1.5, solid_capstyle="round")
    text = write(
        ax, *_to_data(ax, spot.x, spot.y), wish.text, ha="center", fontsize=wish.size, halo=True
    )
    text.set_zorder(4)
    text.set_gid("label")


def _label(row: pd.Series[Any]) -> str:
    name = drawable(person(row["name"]))
    silence = f", {duration(row['days_silent'])}" if is_known(row["days_silent"]) else ""
    return fitted(name, _LABEL_WIDTH - text_width(silence, LABEL), LABEL) + silence


def _draw_key(ax: Axes, ties: pd.DataFrame) -> None:
    """Draw the key under the scale, one line: what colour, hollowness and size mean."""
    from matplotlib.lines import Line2D
    from matplotlib.transforms import offset_copy

    counts = {label: int((ties["label"] == label).sum()) for label in _COLOURS}
    n_hollow = len(ties) - sum(counts.values())
    entries = [
        (f"{label} ({number(n)})", _COLOURS[label], _COLOURS[label], 7.0)
        for label, n in counts.items()
        if n
    ]
    if n_hollow:
        entries.append((f"cannot tell ({number(n_hollow)})", PAPER, MUTED, 7.0))
    small, large = (2 * radius for radius in _RADIUS)
    entries += [("1 contact day", PAPER, QUIET, small), ("  200 or more", PAPER, QUIET, large)]
    handles = [
        Line2D(
            [],
            [],
            ls="",
            marker="o",
            ms=size,
            mfc=face,
            mec=INK if edge == RED else mixed(edge, INK, 0.25),
            mew=1.4 if edge == RED else 0.8,
            label=text,
        )
        for text, face, edge, size in entries
    ]
    wide, _ = size_in_points(ax)
    figure = ax.get_figure(root=True)
    widest = max(text_width(entry[0], SMALL) for entry in entries) + 34
    below = offset_copy(ax.transAxes, figure, 0, -42, units="points")
    ax.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0, 0),
        bbox_transform=below,
        borderaxespad=0,
        ncols=len(handles) if wide > _KEY_WIDTH else max(int(wide / widest), 1),
        frameon=False,
        fontsize=SMALL,
        labelcolor=QUIET,
        handlelength=1.2,
        handletextpad=0.8,
        columnspacing=1.8,
        borderpad=0,
    )


def _names(ties: pd.DataFrame, most: int) -> str:
    return listing((person(name) for name in ties["name"]), most)


def _title(ties: pd.DataFrame) -> str:
    quiet = ties[ties["label"] == "gone quiet"]
    if len(quiet) == 1:
        return f"One valuable tie has gone quiet: {_names(quiet, 1)}"
    if len(quiet) <= 3 and len(quiet):
        return f"{len(quiet)} valuable ties have gone quiet: {_names(quiet, 3)}"
    if len(quiet):
        first = person(quiet.iloc[0]["name"])
        return f"{number(len(quiet))} valuable ties have gone quiet, {first} first among them"
    first = person(ties.iloc[0]["name"])
    return f"No valuable tie has gone quiet; {first} is the one to watch"


def _subtitle(ties: pd.DataFrame, all_ties: pd.DataFrame) -> str:
    n = all_ties.attrs.get("n_ties", len(all_ties))
    left_out = n - len(ties)
    return joined(
        as_of_words(all_ties.attrs),
        counted(len(ties), "tie") + (f" of {number(n)}" if left_out > 0 else ""),
        "named: the most neglected, with the length of the silence",
    )


def _description(ties: pd.DataFrame, all_ties: pd.DataFrame) -> str:
    first = [
        f"{person(row['name'])} ({duration(row['days_silent'])} silent, "
        f"{percent(row['p_90'])} chance of contact in 90 days)"
        for _, row in ties.head(3).iterrows()
    ]
    n_quiet = int((ties["label"] == "gone quiet").sum())
    when = as_of_words(all_ties.attrs, ", as of ")
    return (
        f"Map of {counted(len(ties), 'tie')} by their value to you and the chance of contact in "
        f"the next 90 days{when}: {number(n_quiet)} "
        f"gone quiet. Most neglected: {listing(first)}."
    )
