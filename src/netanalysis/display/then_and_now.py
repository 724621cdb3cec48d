"""Guidance over the years: with whom further on an exchange lasted then, and with whom now."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from netanalysis.display.style import (
    BLUE,
    BODY,
    INK,
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
    write,
)
from netanalysis.display.text import as_of_words, clean, counted, joined, listing, number, person

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST: Final = 20
"""People who fit a page: those of today first, then those who faded last."""
_MOST_DAYS: Final = 12
"""Days looked at that stay readable side by side; the latest are drawn."""
_ROW_INCHES: Final = 0.25
_HEAD: Final = 40.0
_FOOT: Final = 28.0
_NAMES: Final = 0.24
"""Share of the width left to names."""
_MENTORS: Final = ("possible mentor", "mentor, as you say")
_MENTEES: Final = ("possible mentee", "mentee, as you say")
_KEY: Final = (
    "bar: a lasting exchange; filled: as from contact once a month or more; × faded; "
    "levels by the titles of today"
)


def plot_guidance_history(history: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw who further on was in a lasting exchange with you, year by year.

    Answers "who may have guided me then, who now, and where did it thin?". A row is a
    person, a column a day looked at; the bar runs through the years in which the tie was
    there and ends in a cross where it faded. Above stand the numbers, those of less senior
    people below them; the largest fall is red.

    Parameters
    ----------
    history
        The finding of ``mentorship_history``; line managers and direct reports are not
        drawn. Beyond 20 people those who faded earliest are left out and counted, beyond
        12 days the earliest days.
    ax
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        The axes drawn on; its label is a description for people who cannot see it.
    """
    table = history.reset_index()
    days = sorted(table["as_of_on"].unique())[-_MOST_DAYS:]
    table = table[table["as_of_on"].isin(days)]
    ups = table[table["role"].isin(_MENTORS)]
    seniors, juniors = _counts(ups, days), _counts(table[table["role"].isin(_MENTEES)], days)
    order = _order(ups, days)
    shown = order[:_MOST]
    with sheet(ax, (72 * _ROW_INCHES * max(len(shown), 3) + _HEAD + _FOOT) / 72) as axes:
        if not shown:
            sentence = "Nothing to draw: no lasting exchange with anybody more senior was found."
            nothing_to_draw(axes, sentence)
            return axes
        wide, high = paper(axes)
        top = high - _HEAD
        left, across = _NAMES * wide, (1 - _NAMES) * wide / len(days)
        _draw_counts(axes, (left, top), across, days, (seniors, juniors))
        step = (top - _FOOT) / len(shown)
        for i, who in enumerate(shown):
            y = top - step * (i + 0.5)
            _draw_person(axes, (left, y), (across, step), ups[ups["person_id"] == who], days)
        axes.plot([0, wide], [top - step * len(shown)] * 2, color=RULE, lw=0.6, zorder=0)
        write(axes, 0, 8, fitted(_KEY, wide, SMALL), fontsize=SMALL, color=QUIET)
        hidden = len(order) - len(shown)
        headline(axes, _title(seniors, days), _subtitle(history, ups, days, hidden))
        axes.set_label(_description(history, ups, seniors, days))
    return axes


def _is_tie(table: pd.DataFrame) -> pd.Series:
    return table["change"] != "faded"


def _counts(table: pd.DataFrame, days: list[Any]) -> list[int]:
    """Return how many ties there were on each day."""
    found = table[_is_tie(table)].groupby("as_of_on").size()
    return [int(found.get(day, 0)) for day in days]


def _order(ups: pd.DataFrame, days: list[Any]) -> list[str]:
    """Return people: those of the last day by strength, then who faded last."""
    ties = ups[_is_tie(ups)].sort_values(["as_of_on", "strength"], ascending=False)
    last = ties.drop_duplicates("person_id")
    last = last.assign(_strength=last["strength"].fillna(0.0), _id=last["person_id"])
    ordered = last.sort_values(["as_of_on", "_strength", "_id"], ascending=[False, False, True])
    return ordered["person_id"].tolist()


def _fall(seniors: list[int]) -> int | None:
    """Return the place of the day with the largest fall since the day before; None if none."""
    falls = [before - now for before, now in pairwise(seniors)]
    most = max(falls, default=0)
    return falls.index(most) + 1 if most > 0 else None


def _draw_counts(
    ax: Axes,
    place: tuple[float, float],
    across: float,
    days: list[Any],
    counts: tuple[list[int], list[int]],
) -> None:
    left, top = place
    seniors, juniors = counts
    fallen = _fall(seniors)
    grey = {"fontsize": SMALL, "color": QUIET}
    write(ax, 0, top + 20, "more senior than you", fontsize=SMALL, bold=True)
    write(ax, 0, top + 7, "less senior than you", **grey)
    for i, day in enumerate(days):
        middle = left + across * (i + 0.5)
        write(ax, middle, top + 33, _day_words(day), ha="center", **grey)
        ink = RED if i == fallen else INK
        size = {"fontsize": BODY, "bold": True, "ha": "center", "color": ink}
        write(ax, middle, top + 20, number(seniors[i]), **size).set_gid("label")
        write(ax, middle, top + 7, number(juniors[i]), ha="center", **grey).set_gid("label")


def _draw_person(
    ax: Axes,
    place: tuple[float, float],
    cell: tuple[float, float],
    rows: pd.DataFrame,
    days: list[Any],
) -> None:
    """Draw one row: the name, and a bar or a cross on each day looked at."""
    (left, y), (across, step) = place, cell
    ax.plot([0, left + across * len(days)], [y + step / 2] * 2, color=RULE, lw=0.6, zorder=0)
    by_day = {row["as_of_on"]: row for row in rows.to_dict("records")}
    latest = by_day.get(days[-1])
    is_now = latest is not None and latest["change"] != "faded"
    name = fitted(drawable(person(rows["name"].iloc[0])), left - 10, SMALL)
    write(ax, 0, y, name, fontsize=SMALL, color=INK if is_now else QUIET).set_gid("label")
    tall = min(step * 0.5, 9.0)
    for i, day in enumerate(days):
        row = by_day.get(day)
        if row is None:
            continue
        start = left + across * i
        if row["change"] == "faded":
            ax.plot([start + 5], [y], marker="x", ms=5, mew=1.2, color=QUIET, zorder=3)
            continue
        goes_on = i + 1 < len(days) and days[i + 1] in by_day
        is_strong = str(row["kind"]).startswith("strong")
        face = BLUE if is_strong else mixed(PAPER, BLUE, 0.25)
        long = across if goes_on else across - 4
        ax.barh(y, long, height=tall, left=start, color=face, ec=BLUE, lw=0.8, zorder=2)


def _day_words(day: Any) -> str:
    """Return "2024" for the end of a year, else the month."""
    at = pd.Timestamp(day)
    return f"{at:%Y}" if (at.month, at.day) == (12, 31) else f"{at:%b %Y}"


def _title(seniors: list[int], days: list[Any]) -> str:
    now = seniors[-1]
    people = counted(now, "senior person", "senior people") if now else "nobody senior"
    begin = f"A lasting exchange with {people} now"
    most = max(seniors)
    if most > now:
        return f"{begin}; at the end of {_day_words(days[seniors.index(most)])} it was {most}"
    return f"{begin}, as many as ever before" if len(seniors) > 1 else begin


def _faded(ups: pd.DataFrame, days: list[Any]) -> list[str]:
    """Return the names of people who faded on the day of the largest fall, strongest first."""
    fallen = _fall(_counts(ups, days))
    if fallen is None:
        return []
    gone = ups[(ups["as_of_on"] == days[fallen]) & ~_is_tie(ups)]
    gone = gone.assign(_strength=gone["strength"].fillna(0.0))
    ordered = gone.sort_values(["_strength", "person_id"], ascending=[False, True])
    return [person(name) for name in ordered["name"]]


def _subtitle(history: pd.DataFrame, ups: pd.DataFrame, days: list[Any], hidden: int) -> str:
    faded = _faded(ups, days)
    fallen = _fall(_counts(ups, days))
    thinned = ""
    if faded and fallen is not None:
        thinned = f"thinned most in {pd.Timestamp(days[fallen]):%Y}: {listing(faded, 4)}"
    return joined(
        as_of_words(history.attrs),
        thinned,
        f"{number(hidden)} who faded earlier not drawn" if hidden else "",
        "messages show exchange, not guidance",
    )


def _description(
    history: pd.DataFrame, ups: pd.DataFrame, seniors: list[int], days: list[Any]
) -> str:
    parts = [f"{_day_words(day)} {n}" for day, n in zip(days, seniors, strict=True)]
    when = as_of_words(history.attrs, " as of ")
    faded = _faded(ups, days)
    gone = f" Faded when it thinned most: {clean(listing(faded, 4))}." if faded else ""
    return f"More senior people with a lasting exchange{when}, by year: {', '.join(parts)}.{gone}"
