"""The mentorship chart: for each field, the seniors you are in touch with, and the gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
    STATUSES,
    as_of_words,
    clean,
    counted,
    is_known,
    joined,
    listing,
    number,
    person,
    pressing_first,
    split_names,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROW_INCHES: Final = 0.44
_HEAD: Final = 30.0
_FOOT: Final = 34.0
_MOST_ROWS: Final = 18
"""Rows that fit a page; covered fields are dropped first, they need no attention."""
_COLOURS: Final = {"gap": RED, "thin": ORANGE, "cannot tell": MUTED, "covered": BLUE}
_EMPTY_WORDS: Final = {"gap": "nobody", "cannot tell": "cannot tell: too few titles known"}
_KIND_WORDS: Final = {
    "function": "your own function",
    "skill": "a skill of yours",
    "named": "asked for",
    "any": "title and skills unknown",
    "giving": "here: juniors, not seniors",
}
_TWO_LINES: Final = 23.0
"""Points a row needs for a second line under the field."""
_DOT: Final = 3.6


@dataclass(frozen=True)
class _Columns:
    """Left edges of the columns and the right edge of the page, in points."""

    status: float
    live: float
    silent: float
    unknown: float
    right: float


def plot_mentorship(gaps: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw, for each field, the seniors you are in touch with and those you could revive.

    Answers "in which field do I have nobody senior to ask?". Rows are fields, gaps first,
    otherwise in the order of the finding.
    Filled dots are seniors you are in touch with; hollow dots are seniors who have fallen
    silent or were never asked. Where there is nobody, an empty frame says so. On the right
    stands how many contacts of the field have no known title and so could fill the gap.

    Parameters
    ----------
    gaps
        The finding of ``mentorship_gaps``: one row per field, people joined by ``"; "``.
        Beyond 18 rows the covered fields are left out first, and counted in the subtitle.
    ax
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        The axes drawn on; its label is a description for people who cannot see it.
    """
    shown = pressing_first(gaps).head(_MOST_ROWS)
    height = _ROW_INCHES * max(len(shown), 3) + (_HEAD + _FOOT) / 72
    with sheet(ax, height) as axes:
        if shown.empty:
            nothing_to_draw(
                axes, "Nothing to draw: no field was named and none is known from your skills."
            )
            return axes
        wide, high = paper(axes)
        columns = _Columns(0.205 * wide, 0.315 * wide, 0.605 * wide, wide - 66, wide)
        _draw_heads(axes, columns, high - _HEAD + 8)
        step = min((high - _HEAD - _FOOT) / len(shown), 72 * _ROW_INCHES * 1.2)
        for i, (field, row) in enumerate(shown.iterrows()):
            y = high - _HEAD - step * (i + 0.5)
            axes.plot([0, wide], [y - step / 2, y - step / 2], color=RULE, lw=0.6, zorder=0)
            kind = clean(row["kind"]) if step > _TWO_LINES else ""
            _draw_field(axes, columns.status - 12, y, (clean(field) or "(no name)", kind))
            _draw_row(axes, columns, y, row)
        _draw_key(axes, wide)
        headline(axes, _title(gaps), _subtitle(gaps, shown))
        axes.set_label(_description(gaps))
    return axes


def _draw_heads(ax: Axes, columns: _Columns, y: float) -> None:
    heads = (
        (0.0, "field"),
        (columns.status, "coverage"),
        (columns.live, "seniors you are in touch with"),
        (columns.silent, "seniors you could turn to"),
    )
    for x, words in heads:
        write(ax, x, y, words, fontsize=SMALL, color=QUIET)
    write(ax, columns.right, y, "title unknown", fontsize=SMALL, color=QUIET, ha="right")


def _draw_field(ax: Axes, room: float, y: float, words: tuple[str, str]) -> None:
    """Write the field and, where there is height for it, its kind in grey below."""
    field, kind = words
    name = fitted(drawable(field), room, BODY, bold=True)
    up = 5.0 if kind else 0.0
    write(ax, 0, y + up, name, fontsize=BODY, bold=True).set_gid("label")
    if kind:
        under = fitted(_KIND_WORDS.get(kind, kind), room, SMALL)
        write(ax, 0, y - 6.5, under, fontsize=SMALL, color=QUIET).set_gid("label")


def _draw_row(ax: Axes, columns: _Columns, y: float, row: pd.Series[Any]) -> None:
    status = clean(row["status"])
    colour = _COLOURS.get(status, MUTED)
    _draw_chip(ax, columns.status, y, status, colour)
    live = [person(name) for name in split_names(row["live_seniors"], ";")]
    silent = [person(name) for name in split_names(row["candidates"], ";")]
    live_room = columns.silent - columns.live - 14
    if live:
        _draw_people(ax, (columns.live, y), live_room, live, filled=True)
    else:
        _draw_emptiness(ax, columns.live, y, live_room, status)
    if silent:
        room = columns.unknown - columns.silent - 10
        _draw_people(ax, (columns.silent, y), room, silent, filled=False)
    else:
        write(ax, columns.silent, y, "–", color=MUTED)
    of = f"{number(row['n_title_unknown'])} of {number(row['n_contacts'])}"
    write(ax, columns.right, y, of, fontsize=SMALL, color=QUIET, ha="right").set_gid("label")


def _draw_chip(ax: Axes, x: float, y: float, status: str, colour: str) -> None:
    """Write the status on a tinted chip; the gap is the one in full colour."""
    from matplotlib.patches import FancyBboxPatch

    loud = status == "gap"
    words = drawable(status)
    across = text_width(words, SMALL, True) + 12
    ax.add_patch(
        FancyBboxPatch(
            (x + 2, y - 5.5),
            across - 4,
            11,
            boxstyle="round,pad=2,rounding_size=4",
            fc=colour if loud else mixed(PAPER, colour, 0.22),
            ec="none",
            zorder=1,
        )
    )
    ink = PAPER if loud else mixed(colour, INK, 0.6)
    write(ax, x + across / 2, y - 0.5, words, fontsize=SMALL, bold=True, color=ink, ha="center")


def _draw_people(
    ax: Axes, place: tuple[float, float], room: float, people: Sequence[str], *, filled: bool
) -> None:
    """Draw as many named dots as there is room for on up to two lines, then ``+ 3 more``."""
    x0, y0 = place
    lines = _lines_of(people, room)
    left_out = len(people) - sum(len(line) for line in lines)
    for i, line in enumerate(lines):
        y = y0 + (6.3 * (1 - 2 * i) if len(lines) > 1 else 0)
        x = x0
        for name in line:
            face = BLUE if filled else PAPER
            ax.scatter(
                [x + _DOT],
                [y],
                s=(2 * _DOT) ** 2,
                c=face,
                edgecolors=BLUE,
                linewidths=1.2,
                zorder=2,
            )
            ink = INK if filled else QUIET
            write(ax, x + 2 * _DOT + 4, y, name, fontsize=SMALL, color=ink).set_gid("label")
            x += _width_of(name)
        if left_out and i == len(lines) - 1:
            write(ax, x, y, f"+ {left_out} more", fontsize=SMALL, color=QUIET).set_gid("label")


def _width_of(name: str) -> float:
    return 2 * _DOT + 4 + text_width(name, SMALL) + 10


def _lines_of(people: Sequence[str], room: float) -> list[list[str]]:
    """Return the names that fit on two lines, in order, with room kept for ``+ 3 more``."""
    lines: list[list[str]] = [[]]
    used = 0.0
    more = text_width("+ 99 more", SMALL)
    for i, full_name in enumerate(people):
        name = fitted(drawable(full_name), room - 2 * _DOT - 6, SMALL)
        wide = _width_of(name)
        if used + wide - 10 > room and lines[-1] and len(lines) < 2:
            lines.append([])
            used = 0.0
        last_line = len(lines) == 2
        reserve = more + 10 if last_line and i < len(people) - 1 else 0.0
        if last_line and lines[-1] and used + wide - 10 + reserve > room:
            break
        if last_line and not lines[-1] and wide - 10 + reserve > room:
            name = fitted(name, room - reserve - 2 * _DOT - 6, SMALL)
            wide = _width_of(name)
        lines[-1].append(name)
        used += wide
    return lines


def _draw_emptiness(ax: Axes, x: float, y: float, room: float, status: str) -> None:
    from matplotlib.patches import FancyBboxPatch

    colour = _COLOURS.get(status, MUTED)
    ax.add_patch(
        FancyBboxPatch(
            (x + 4, y - 7),
            room - 8,
            14,
            boxstyle="round,pad=2,rounding_size=5",
            fc="none",
            ec=mixed(PAPER, colour, 0.75),
            lw=1.0,
            ls=(0, (3, 2.5)),
            zorder=1,
        )
    )
    words = _EMPTY_WORDS.get(status, "nobody")
    write(
        ax,
        x + room / 2,
        y - 0.5,
        words,
        fontsize=SMALL,
        color=mixed(colour, INK, 0.35),
        ha="center",
    )


def _draw_key(ax: Axes, wide: float) -> None:
    x, y = 1.0, 8.0
    entries = ((BLUE, "senior you are in touch with"), (PAPER, "senior who is silent or not asked"))
    for face, words in entries:
        if x + 2 * _DOT + 5 + text_width(words, SMALL) > wide:
            return
        ax.scatter([x + _DOT], [y], s=(2 * _DOT) ** 2, c=face, edgecolors=BLUE, linewidths=1.2)
        write(ax, x + 2 * _DOT + 5, y, words, fontsize=SMALL, color=QUIET)
        x += 2 * _DOT + text_width(words, SMALL) + 26
    words = "title unknown: contacts who may turn out to be senior, of all looked at"
    if x + text_width(words, SMALL) <= wide:
        write(ax, x, y, words, fontsize=SMALL, color=QUIET)


def _fields(gaps: pd.DataFrame, status: str) -> list[str]:
    ordered = pressing_first(gaps[gaps["status"] == status])
    return [clean(field, 32) or "(no name)" for field in ordered.index]


def _title(gaps: pd.DataFrame) -> str:
    giving = gaps["kind"] == "giving"
    empty, thin = _fields(gaps[~giving], "gap"), _fields(gaps[~giving], "thin")
    guides_nobody = bool((gaps.loc[giving, "status"] == "gap").any())
    if empty:
        too = ", and you guide nobody" if guides_nobody else ""
        return f"Nobody senior is in touch in {listing(empty, 3)}{too}"
    if guides_nobody:
        return "There is a senior contact in every field, but you guide nobody"
    if thin:
        return f"You lean on one senior contact in {listing(thin, 3)}"
    if _fields(gaps, "covered"):
        n = len(_fields(gaps, "covered"))
        return f"You have two senior contacts or more in {counted(n, 'field')} of {len(gaps)}"
    return "Too few titles are known to say where you lack a senior contact"


def _subtitle(gaps: pd.DataFrame, shown: pd.DataFrame) -> str:
    title: Any = clean(gaps.attrs.get("own_title"), 40)
    level: Any = gaps.attrs.get("own_level")
    hidden = len(gaps) - len(shown)
    of_you = f"your own level: {number(level)}" if is_known(level) else "your own level is unknown"
    return joined(
        as_of_words(gaps.attrs),
        counted(len(gaps), "field") + (f", {hidden} of them not drawn" if hidden else ""),
        f"{of_you} ({title})" if title else of_you,
        "senior: at least one level above",
    )


def _description(gaps: pd.DataFrame) -> str:
    parts = []
    for status in STATUSES:
        fields = _fields(gaps, status)
        if fields:
            parts.append(f"{number(len(fields))} {status} ({listing(fields, 4)})")
    when = as_of_words(gaps.attrs, " as of ")
    return f"Senior contacts in {counted(len(gaps), 'field')}{when}: {', '.join(parts)}."
