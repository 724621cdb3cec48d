"""The access picture: one row per group, one dot per contact, single live contacts ringed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from netanalysis.display.style import (
    BLUE,
    INK,
    LABEL,
    MUTED,
    PAPER,
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
from netanalysis.display.text import as_of_words, clean, counted, joined, listing, number, person

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_ROW_INCHES: Final = 0.36
_FOOT_INCHES: Final = 0.5
_NAMES: Final = 210.0
"""Points for the name of the group on the left."""
_WORDS: Final = 235.0
"""Points for what hangs on whom on the right."""
_RADIUS: Final = 5.0
_PITCH: Final = 15.0
_KEY: Final = 12.0


def plot_access(access: pd.DataFrame, *, ax: Axes | None = None, n: int = 16) -> Axes:
    """Draw how many contacts hold the door to each group open.

    Answers "where does everything hang on one person?". Rows are groups: first those with a
    single live contact, then those with several, then those with none; within these, groups
    with more people seen come first. Each dot is a contact of yours, the likeliest to be in
    touch first: full while live (chance of contact in 90 days of .6 and more), hollow
    otherwise. A single live contact is ringed and named, with who could become the second.

    Parameters
    ----------
    access
        The finding of ``access``, or the rows of one ``kind``; ``attrs["contacts"]`` holds
        the contacts.
    ax
        Where to draw; a new figure by default.
    n
        How many groups are shown; the subtitle says how many are left out.

    Returns
    -------
    Axes
        The axes drawn on; its label is a description for people who cannot see it.
    """
    shown = _ordered(access).head(max(n, 0))
    with sheet(ax, _FOOT_INCHES + _ROW_INCHES * max(len(shown), 2)) as axes:
        if shown.empty:
            nothing_to_draw(axes, "Nothing to draw: no contact belongs to a group of two or more.")
            return axes
        width, height = paper(axes)
        bottom = min(_FOOT_INCHES * 72, 0.2 * height)
        step = (height - bottom) / len(shown)
        contacts = access.attrs["contacts"]
        for i, row in enumerate(shown.to_dict("records")):
            here = (contacts["kind"] == row["kind"]) & (contacts["group"] == row["group"])
            _draw_row(axes, height - step * (i + 0.5), width, row, contacts[here])
        _draw_key(axes, width)
        n_hidden = len(access) - len(shown)
        headline(
            axes,
            _title(access),
            joined(
                as_of_words(access.attrs),
                f"{counted(len(shown), 'group')} shown",
                f"{number(n_hidden)} more left out" if n_hidden else "",
            ),
        )
        axes.set_label(_description(access, shown))
    return axes


def _ordered(access: pd.DataFrame) -> pd.DataFrame:
    state = access["n_live"].map(lambda k: {1: 0, 0: 2}.get(int(k), 1)).astype(int)
    rows = access.assign(_state=state)
    return rows.sort_values(
        ["_state", "n_people", "group"], ascending=[True, False, True], kind="stable"
    )


def _draw_row(
    ax: Axes, y: float, width: float, row: dict[Any, Any], contacts: pd.DataFrame
) -> None:
    names = min(_NAMES, 0.32 * width)
    single = bool(row["single_access"])
    name = fitted_group(drawable(clean(row["group"])) or "□", names - 8, LABEL, bold=single)
    write(ax, 0, y, name, bold=single).set_gid("label")
    left, right = names + 10, width - min(_WORDS, 0.36 * width)
    ax.plot([names, right - 8], [y, y], color=RULE, lw=0.7, zorder=0)
    n_places = max(int((right - 26 - left) / _PITCH), 1)
    for i, is_live in enumerate(contacts["is_live"].head(n_places)):
        _draw_dot(ax, left + _PITCH * i, y, bool(is_live), ringed=single and i == 0)
    n_more = len(contacts) - n_places
    if n_more > 0:
        x = left + _PITCH * n_places - 4
        write(ax, x, y, f"+{n_more}", fontsize=SMALL, color=QUIET, halo=True)
    if single:
        words = f"only {person(row['single_access'])}"
        if row["second"]:
            words += f"; next: {person(row['second'])}"
        colour = mixed(RED, INK, 0.25)
    elif row["n_live"]:
        words, colour = f"{number(row['n_live'])} live contacts", QUIET
    else:
        words, colour = "no live contact", MUTED
    fit = fitted(drawable(words), width - right, SMALL, bold=single)
    write(ax, right, y, fit, fontsize=SMALL, color=colour, bold=single).set_gid("label")


def _draw_dot(ax: Axes, x: float, y: float, is_live: bool, *, ringed: bool = False) -> None:
    colour = RED if ringed else BLUE
    face = colour if is_live else PAPER
    edge = colour if is_live else MUTED
    size = (2 * _RADIUS) ** 2
    ax.scatter([x], [y], s=size, facecolors=face, edgecolors=edge, linewidths=1.0, zorder=2)
    if ringed:
        rim = (2 * (_RADIUS + 2.8)) ** 2
        ax.scatter([x], [y], s=rim, facecolors="none", edgecolors=INK, linewidths=1.3, zorder=3)


def _draw_key(ax: Axes, width: float) -> None:
    """Draw the key on one line, as much of it as the page is wide."""
    x = 10.0
    for words, is_live, ringed in (
        ("your only live contact there", True, True),
        ("live contact (chance of contact in 90 days 60 % and more)", True, False),
        ("contact, not live", False, False),
    ):
        end = x + 12 + text_width(words, SMALL)
        if end > width:
            return
        _draw_dot(ax, x, _KEY, is_live, ringed=ringed)
        write(ax, x + 12, _KEY, words, fontsize=SMALL, color=QUIET)
        x = end + 22


def _title(access: pd.DataFrame) -> str:
    single = _ordered(access[access["n_live"] == 1])
    if single.empty:
        return "No group hangs on a single live contact"
    names = listing((clean(group, 30) for group in single["group"]), 2)
    verb = "hangs" if len(single) == 1 else "hang"
    each = " each" if len(single) > 1 else ""
    return f"{counted(len(single), 'group')} {verb} on one live contact{each}: {names}"


def _description(access: pd.DataFrame, shown: pd.DataFrame) -> str:
    alone = [
        f"{clean(row['group'])} ({person(row['single_access'])})"
        for row in shown[shown["n_live"] == 1].head(3).to_dict("records")
    ]
    words = (
        f"Dots of contacts for {counted(len(shown), 'group')}{as_of_words(access.attrs, ' as of ')}"
    )
    return f"{words}; single live contacts: {listing(alone, 3) if alone else 'none'}."
