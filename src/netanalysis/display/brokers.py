"""The broker matrix: through whom you reach which group, and where a bridge may break."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from netanalysis.display.style import (
    BLUE,
    INK,
    LABEL,
    QUIET,
    RED,
    RULE,
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
    percent,
    person,
)
from netanalysis.rhythms import LIVE_ACCESS

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_ROW_INCHES: Final = 0.42
_HEAD_INCHES: Final = 1.15
_FOOT_INCHES: Final = 0.5
_MOST_GROUPS: Final = 16
"""Columns that can be told apart; the main group of each row is kept before all others."""
_NAMES: Final = 168.0
"""Points for the names on the left, unless the page is narrow."""
_CHANCE: Final = 118.0
"""Points for the chance of contact on the right: a bar, the number, and two words."""
_TWO_LINES: Final = 23.0
"""Points a row needs for a second line under the name."""
_KEY: Final = 13.0
_LEAD: Final = 3
"""People named in the title."""
_SLOPE: Final = 38
_HEADER_WIDTH: Final = 104.0


@dataclass(frozen=True)
class _Grid:
    """Where rows and columns stand, in points."""

    rows: list[float]
    columns: list[float]
    groups: list[str]
    full: float
    width: float
    names: float
    step: float
    top: float


def plot_brokers(brokers: pd.DataFrame, *, ax: Axes | None = None, n: int = 10) -> Axes:
    """Draw which groups you reach through whom, and how likely each bridge is to hold.

    Answers "who connects me with the other circles, and which of these bridges is about to
    break?". Rows are people in the order of the finding, columns are groups; the area of
    a dot is the share of your access to the group that runs through the person. A ring
    marks your only live contact in that group. On the right stands the chance of contact in
    the next 90 days; bridges at risk, where that chance is below .6, are red and named so.

    Parameters
    ----------
    brokers
        The finding of ``brokers``; ``attrs["access"]`` holds the shares (``person_id``,
        ``group``, ``share``, ``is_single``).
    ax
        Where to draw; a new figure by default.
    n
        How many people are shown: the first of the finding, and among them up to a third
        with the greatest ``at_risk``, who would otherwise not be seen.

    Returns
    -------
    Axes
        The axes drawn on; its label is a description for people who cannot see it.
    """
    shown = _strongest(brokers, n)
    height = _HEAD_INCHES + _FOOT_INCHES + _ROW_INCHES * max(len(shown), 2)
    with sheet(ax, height) as axes:
        access = _access(brokers, shown)
        if shown.empty or access.empty:
            nothing_to_draw(axes, "Nothing to draw: no contact leads to a group of its own.")
            return axes
        grid = _lay_out(axes, shown, access)
        _draw_heads(axes, grid)
        for y, (person_id, row) in zip(grid.rows, shown.iterrows(), strict=True):
            _draw_row(axes, grid, y, row, access[access["person_id"] == person_id])
        _draw_key(axes, grid)
        headline(axes, _title(shown), _subtitle(brokers, shown, access, grid))
        axes.set_label(_description(brokers, shown))
    return axes


def _strongest(brokers: pd.DataFrame, n: int) -> pd.DataFrame:
    """Return the first rows, with room kept for the fading bridges that lose most."""
    if brokers.empty or n <= 0:
        return brokers.iloc[:0]
    faded = brokers["p_90"].lt(LIVE_ACCESS).fillna(False) & brokers["at_risk"].astype("Float64").gt(
        0
    )
    risk = brokers["at_risk"].astype("Float64").where(faded).dropna()
    urgent = risk.sort_values(ascending=False, kind="stable").index[: n // 3]
    others = brokers.index.difference(urgent, sort=False)[: n - len(urgent)]
    shown = brokers.loc[brokers.index.isin([*urgent, *others])]
    return shown.assign(at_risk=faded.reindex(shown.index).to_numpy(bool))


def _access(brokers: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    access = brokers.attrs.get("access")
    if access is None or shown.empty:
        return pd.DataFrame(columns=["person_id", "group", "share", "is_single"])
    reached: pd.DataFrame = access[access["person_id"].isin(shown.index) & access["share"].gt(0)]
    return reached.dropna(subset=["group", "share"])


def _lay_out(ax: Axes, shown: pd.DataFrame, access: pd.DataFrame) -> _Grid:
    width, height = paper(ax)
    groups = _columns(shown, access)
    top = height - min(_HEAD_INCHES * 72, 0.45 * height)
    bottom = min(_FOOT_INCHES * 72, 0.15 * height)
    step = min((top - bottom) / len(shown), 72 * _ROW_INCHES * 1.2)
    names = min(_NAMES, 0.28 * width)
    left, right = names + 8, width - _CHANCE - 22
    pitch = float(np.clip((right - left) / len(groups), 2.0, 62.0))
    return _Grid(
        rows=[top - step * (i + 0.5) for i in range(len(shown))],
        columns=[left + pitch * (i + 0.5) for i in range(len(groups))],
        groups=groups,
        full=min(0.34 * step, 0.34 * pitch, 11.0),
        width=width,
        names=names,
        step=step,
        top=top,
    )


def _columns(shown: pd.DataFrame, access: pd.DataFrame) -> list[str]:
    """Return the groups worth a column, in the order in which the rows lead to them."""
    rank = {person_id: i for i, person_id in enumerate(shown.index)}
    rows = access.assign(
        group=access["group"].astype(str), rank=access["person_id"].map(rank).astype(int)
    ).sort_values(["share", "rank"], ascending=[False, True], kind="stable")
    best = rows.drop_duplicates("group").set_index("group")
    best["single"] = rows.groupby("group")["is_single"].any()
    best["total"] = rows.groupby("group")["share"].sum()
    best["name"] = best.index
    best["first"] = best.index.isin(rows.drop_duplicates("person_id")["group"])
    order = ["first", "single", "total", "name"]
    kept = best.sort_values(order, ascending=[False, False, False, True])
    kept = kept.head(_MOST_GROUPS)
    kept = kept.sort_values(["rank", "share", "name"], ascending=[True, False, True])
    return [str(group) for group in kept.index]


def _draw_heads(ax: Axes, grid: _Grid) -> None:
    for x, group in zip(grid.columns, grid.groups, strict=True):
        write(
            ax,
            x - 2,
            grid.top + 6,
            fitted_group(drawable(clean(group)) or "□", _HEADER_WIDTH, SMALL),
            fontsize=SMALL,
            color=INK,
            rotation=_SLOPE,
            rotation_mode="anchor",
            va="bottom",
        ).set_gid("head")
    write(
        ax,
        grid.width - _CHANCE,
        grid.top + 6,
        "chance of contact\nin the next 90 days",
        fontsize=SMALL,
        color=QUIET,
        va="bottom",
        halo=True,
    )


def _draw_row(ax: Axes, grid: _Grid, y: float, row: pd.Series[Any], access: pd.DataFrame) -> None:
    at_risk = bool(row["at_risk"])
    colour = RED if at_risk else BLUE
    ax.plot([grid.names, grid.columns[-1] + 14], [y, y], color=RULE, lw=0.7, zorder=0)
    name = fitted(drawable(person(row["name"])), grid.names - 6, LABEL, bold=True)
    group = drawable(clean(row["group"])) if grid.step > _TWO_LINES else ""
    write(ax, 0, y + (5.2 if group else 0), name, bold=True).set_gid("label")
    if group:
        under = fitted_group(group, grid.names - 6, SMALL)
        write(ax, 0, y - 6.2, under, fontsize=SMALL, color=QUIET).set_gid("label")
    place = dict(zip(grid.groups, grid.columns, strict=True))
    for group_name, share, single in zip(
        access["group"].astype(str), access["share"], access["is_single"], strict=True
    ):
        if group_name in place:
            _draw_dot(ax, place[group_name], y, grid.full * np.sqrt(min(share, 1.0)), colour)
            if single:
                _draw_ring(ax, place[group_name], y, grid.full * np.sqrt(min(share, 1.0)))
    _draw_chance(ax, grid.width - _CHANCE, y, row["p_90"], at_risk)


def _draw_dot(ax: Axes, x: float, y: float, radius: float, colour: str) -> None:
    size = (2 * max(radius, 1.2)) ** 2
    ax.scatter([x], [y], s=size, color=colour, linewidths=0, zorder=2)


def _draw_ring(ax: Axes, x: float, y: float, radius: float) -> None:
    size = (2 * (max(radius, 1.2) + 2.6)) ** 2
    ax.scatter([x], [y], s=size, facecolors="none", edgecolors=INK, linewidths=1.3, zorder=3)


def _draw_chance(ax: Axes, x: float, y: float, p: Any, at_risk: bool) -> None:
    long = 44.0
    ax.plot([x, x + long], [y, y], color=RULE, lw=4.5, solid_capstyle="butt", zorder=1)
    colour = RED if at_risk else QUIET
    if is_known(p):
        end = x + long * float(np.clip(p, 0, 1))
        ax.plot([x, end], [y, y], color=colour, lw=4.5, solid_capstyle="butt", zorder=2)
    words = percent(p)
    dark = mixed(RED, INK, 0.25)
    write(ax, x + long + 6, y, words, color=dark if at_risk else INK, bold=at_risk)
    if at_risk:
        write(
            ax,
            float(ax.get_xlim()[1]),
            y,
            "at risk",
            color=dark,
            fontsize=SMALL,
            ha="right",
            bold=True,
        )


def _draw_key(ax: Axes, grid: _Grid) -> None:
    """Draw the key on one line, as much of it as the page is wide."""
    lead = "share of your access to the group:"
    write(ax, 0, _KEY, lead, fontsize=SMALL, color=QUIET)
    x = text_width(lead, SMALL) + 12
    sizes = [(percent(share), grid.full * share**0.5, BLUE, False) for share in (0.1, 0.5, 1.0)]
    states = [
        ("your only live contact there", 4.5, BLUE, True),
        ("bridge at risk", 4.5, RED, False),
    ]
    for words, radius, colour, ringed in [*sizes, *states]:
        rim = radius + 4 if ringed else radius
        end = x + 2 * rim + 5 + text_width(words, SMALL)
        if end > grid.width:
            return
        _draw_dot(ax, x + rim, _KEY, radius, colour)
        if ringed:
            _draw_ring(ax, x + rim, _KEY, radius)
        write(ax, x + 2 * rim + 5, _KEY, words, fontsize=SMALL, color=QUIET)
        x = end + 16


def _title(shown: pd.DataFrame) -> str:
    risky, holding = shown[shown["at_risk"]], shown[~shown["at_risk"]]
    fading = listing((person(name) for name in risky["name"]), 3)
    if holding.empty:
        return f"{counted(len(risky), 'bridge')} at risk and none that holds: {fading}"
    lead = holding.head(_LEAD)
    names = listing((person(name) for name in lead["name"]), _LEAD)
    verb = "opens" if len(lead) == 1 else "open"
    if risky.empty:
        return f"{names} {verb} the most doors for you; none of these bridges is at risk"
    which = f"the bridge through {fading} is" if len(risky) == 1 else f"{len(risky)} bridges are"
    return f"{names} {verb} the most doors for you; {which} at risk"


def _subtitle(brokers: pd.DataFrame, shown: pd.DataFrame, access: pd.DataFrame, grid: _Grid) -> str:
    attrs = brokers.attrs
    seen: Any = attrs.get("share_pairs_seen")
    hidden = int(access["group"].nunique()) - len(grid.groups)
    return joined(
        as_of_words(attrs),
        f"{number(len(shown))} of {number(len(brokers))} contacts shown",
        f"{counted(hidden, 'more group')} left out" if hidden > 0 else "",
        f"a tie seen between {percent(seen)} of all pairs" if is_known(seen) else "",
    )


def _description(brokers: pd.DataFrame, shown: pd.DataFrame) -> str:
    parts = []
    for _, row in shown.head(3).iterrows():
        single = clean(row["single_access"])
        alone = f", the only live contact at {listing(single.split(', '), 3)}" if single else ""
        parts.append(
            f"{person(row['name'])} (reaches {counted(int(row['n_groups']), 'group')}{alone}, "
            f"{percent(row['p_90'])} chance of contact in 90 days)"
        )
    n_risk = int(shown["at_risk"].sum())
    when = as_of_words(brokers.attrs, " as of ")
    return (
        f"Matrix of {counted(len(shown), 'broker')} and the groups you reach through them{when}; "
        f"{number(n_risk)} at risk. First: {'; '.join(parts)}."
    )
