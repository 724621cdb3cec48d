"""The ladder: the people you know by level and line of work, with you among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from netanalysis.display.style import (
    BLUE,
    BODY,
    INK,
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
from netanalysis.display.text import as_of_words, clean, counted, is_known, joined, listing, number
from netanalysis.titles import LEVEL_NAMES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST_FIELDS: Final = 7
"""Columns that can be read side by side; the fields with most people are shown."""
_ROW: Final = 40.0
_HEAD: Final = 30.0
_FOOT: Final = 34.0
_LEFT: Final = 128.0
_LEAST_WIDE: Final = 62.0
"""Points a column needs; on a narrow page fewer fields are drawn."""
_DOT: Final = 3.2
_TWO_LINES: Final = 20.0
_ONE_LINE: Final = 11.0
"""Points a row needs for two lines of dots, and for its name."""
_STEP: Final = 9.5
"""Points from one dot to the next."""
_NO_FIELD: Final = "no field named"
_RANK: Final = "general management"
"""No line of work but a rank, which the rows show already; drawn only if it is the owner's."""
_SHORT: Final = {6: "VP or partner", 7: "C-suite or founder"}
"""Names of levels that are too long for the margin."""


@dataclass(frozen=True)
class _Grid:
    """Where the cells of the ladder lie, in points."""

    top: float
    left_edge: float
    wide: float
    row: float

    def middle(self, level: int) -> float:
        return self.top - (7 - level + 0.5) * self.row

    def left(self, column: int) -> float:
        return self.left_edge + column * self.wide


def plot_ladder(ladder: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the people you know by level (rows) and line of work (columns), and you.

    Answers "where do I stand, and above me, where is nobody in touch?". A filled dot is
    somebody you are in touch with, a hollow dot somebody silent or never written to. Your
    own row is tinted, and you are the orange square. A dashed frame marks the lines of work
    in which nobody above you is in touch.

    Parameters
    ----------
    ladder
        The finding of ``seniority_ladder``. The seven lines of work with most people are
        drawn, your own first; the subtitle counts the others.
    ax
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        The axes drawn on; its label is a description for people who cannot see it.
    """
    with sheet(ax, (8 * _ROW + _HEAD + _FOOT) / 72) as axes:
        others = ladder[~ladder["is_me"].astype("bool")] if len(ladder) else ladder
        if others.empty:
            nothing_to_draw(axes, "Nothing to draw: no contact has a title that tells a level.")
            return axes
        wide, high = paper(axes)
        left = min(_LEFT, 0.3 * wide)
        fields = _fields(ladder, others)[: max(int((wide - left) / _LEAST_WIDE), 1)]
        row = (high - _HEAD - _FOOT) / 8
        grid = _Grid(high - _HEAD, left, (wide - left) / len(fields), row)
        own = _own_level(ladder)
        _draw_rungs(axes, grid, wide, own)
        for i, field in enumerate(fields):
            name = fitted(drawable(clean(field)), grid.wide - 8, SMALL, bold=True)
            head = grid.left(i) + grid.wide / 2, grid.top + 9
            write(axes, *head, name, fontsize=SMALL, bold=True, ha="center").set_gid("label")
            _draw_column(axes, grid, i, _in_field(ladder, field))
        gaps = _gaps(others, fields, own)
        for field in gaps:
            _draw_gap(axes, grid, fields.index(field), own or 0)
        _draw_key(axes, wide)
        headline(axes, _title(gaps, fields, own), _subtitle(ladder, others, fields))
        axes.set_label(_description(ladder, others, gaps))
    return axes


def _own_level(ladder: pd.DataFrame) -> int | None:
    own: Any = ladder.attrs.get("own_level")
    return int(own) if is_known(own) else None


def _field_of(people: pd.DataFrame) -> pd.Series:
    return people["field"].fillna(_NO_FIELD)


def _fields(ladder: pd.DataFrame, others: pd.DataFrame) -> list[str]:
    """Return the columns: the owner's own fields, then those with most people."""
    own = [str(field) for field in ladder.attrs.get("own_fields", [])]
    counts = others["field"].dropna().value_counts()
    common = sorted(counts.index, key=lambda field: (-counts[field], field))
    return [*own, *(field for field in common if field not in [*own, _RANK])][:_MOST_FIELDS] or [
        _NO_FIELD
    ]


def _in_field(people: pd.DataFrame, field: str) -> pd.DataFrame:
    return people[_field_of(people) == field]


def _has_gap(others: pd.DataFrame, field: str, own: int) -> bool:
    above = _in_field(others, field)
    return not bool((above["is_live"].fillna(False) & (above["level"] > own)).any())


def _gaps(others: pd.DataFrame, fields: list[str], own: int | None) -> list[str]:
    if own is None or own >= max(LEVEL_NAMES):
        return []
    return [field for field in fields if _has_gap(others, field, own)]


def _draw_rungs(ax: Axes, grid: _Grid, wide: float, own: int | None) -> None:
    """Draw the levels as rows, the owner's own tinted."""
    from matplotlib.patches import Rectangle

    for level, name in LEVEL_NAMES.items():
        y = grid.middle(level)
        ax.plot([0, wide], [y - grid.row / 2] * 2, color=RULE, lw=0.6, zorder=0)
        is_own = level == own
        if is_own:
            tint = mixed(PAPER, ORANGE, 0.13)
            place = 0, y - grid.row / 2
            ax.add_patch(Rectangle(place, wide, grid.row, fc=tint, ec="none", zorder=-1))
        words = fitted(_SHORT.get(level, name), grid.left_edge - 22, SMALL)
        if grid.row < _ONE_LINE:
            continue
        write(ax, 2, y, str(level), fontsize=BODY, bold=True, color=INK).set_gid("label")
        ink = INK if is_own else QUIET
        write(ax, 16, y, words, fontsize=SMALL, color=ink, bold=is_own).set_gid("label")


def _draw_column(ax: Axes, grid: _Grid, column: int, people: pd.DataFrame) -> None:
    for level, group in people.groupby("level"):
        _draw_cell(ax, grid, (grid.left(column) + 8, grid.middle(int(str(level)))), group)


def _draw_cell(ax: Axes, grid: _Grid, place: tuple[float, float], people: pd.DataFrame) -> None:
    """Draw one dot a person, those in touch first, on up to two lines, then ``+ 3``."""
    x0, y0 = place
    per_line = max(int((grid.wide - 34) / _STEP), 1)
    ordered = people.assign(
        _me=~people["is_me"].astype("bool"), _off=~people["is_live"].fillna(False).astype("bool")
    ).sort_values(["_me", "_off"], kind="stable")
    n_lines = 2 if grid.row >= _TWO_LINES else 1
    shown = ordered.head(n_lines * per_line)
    is_double = len(shown) > per_line
    for i, row in enumerate(shown.to_dict("records")):
        x = x0 + _DOT + (i % per_line) * _STEP
        y = y0 + ((4.8 if i < per_line else -4.8) if is_double else 0)
        is_me, is_live = bool(row["is_me"]), row["is_live"] is True
        face = ORANGE if is_me else BLUE if is_live else PAPER
        ax.scatter(
            [x],
            [y],
            s=(2.6 * _DOT if is_me else 2 * _DOT) ** 2,
            c=face,
            marker="s" if is_me else "o",
            edgecolors=INK if is_me else BLUE if is_live else mixed(PAPER, BLUE, 0.55),
            linewidths=1.0,
            zorder=3 if is_me else 2,
        )
    if len(ordered) > len(shown):
        more = f"+{len(ordered) - len(shown)}"
        at = x0 + per_line * _STEP + 1, y0 - (4.8 if n_lines == 2 else 0)
        write(ax, *at, more, fontsize=SMALL, color=QUIET).set_gid("label")


def _draw_gap(ax: Axes, grid: _Grid, column: int, own: int) -> None:
    """Frame the cells above the owner in which nobody is in touch."""
    from matplotlib.patches import FancyBboxPatch

    low = grid.middle(own + 1) - grid.row / 2 + 4
    high = grid.top - 4
    ax.add_patch(
        FancyBboxPatch(
            (grid.left(column) + 4, low + 2),
            grid.wide - 8,
            high - low - 4,
            boxstyle="round,pad=1,rounding_size=5",
            fc="none",
            ec=mixed(PAPER, RED, 0.8),
            lw=1.1,
            ls=(0, (3, 2.5)),
            zorder=1,
        )
    )


def _draw_key(ax: Axes, wide: float) -> None:
    entries = (
        (BLUE, BLUE, "o", "in touch"),
        (PAPER, BLUE, "o", "silent or never written to"),
        (ORANGE, INK, "s", "you"),
        (PAPER, RED, "", "dashed frame: nobody above you is in touch"),
    )
    x, y = 2.0, 9.0
    for face, edge, marker, words in entries:
        if x + 16 + text_width(words, SMALL) > wide:
            return
        if marker:
            ax.scatter([x + _DOT], [y], s=(2 * _DOT) ** 2, c=face, edgecolors=edge, marker=marker)
        else:
            ax.plot([x - 4, x + 10], [y, y], color=edge, lw=1.2, ls=(0, (3, 2.5)))
            x += 5
        write(ax, x + 11, y, words, fontsize=SMALL, color=QUIET)
        x += 11 + text_width(words, SMALL) + 16


def _title(gaps: list[str], fields: list[str], own: int | None) -> str:
    if own is None:
        return "The people you know, by level; your own level is not known"
    if gaps:
        return f"Above you, nobody is in touch in {listing(gaps, 3)}"
    return f"Somebody above you is in touch in {'every field' if fields[1:] else 'the field'} shown"


def _subtitle(ladder: pd.DataFrame, others: pd.DataFrame, fields: list[str]) -> str:
    attrs = ladder.attrs
    n_shown = int(_field_of(others).isin(fields).sum())
    unknown = attrs.get("n_title_unknown")
    return joined(
        as_of_words(attrs),
        f"{number(n_shown)} of {counted(len(others), 'contact')} with a level are in these fields",
        f"{number(unknown)} more have no title that tells one" if unknown else "",
    )


def _description(ladder: pd.DataFrame, others: pd.DataFrame, gaps: list[str]) -> str:
    own = _own_level(ladder)
    where = f"you at level {own}" if own is not None else "your own level unknown"
    said = f"nobody above you in touch in {listing(gaps, 4)}" if gaps else "no gap above you"
    when = as_of_words(ladder.attrs, " as of ")
    return f"{counted(len(others), 'contact')} by level and line of work{when}: {where}, {said}."
