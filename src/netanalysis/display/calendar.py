"""Contact over time: every day as a square, and a year by circle or channel."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pandas as pd

from netanalysis.display.style import (
    BLUE,
    BODY,
    INK,
    LABEL,
    PAPER,
    QUIET,
    RULE,
    SMALL,
    headline,
    mixed,
    nothing_to_draw,
    paper,
    sheet,
    write,
)
from netanalysis.display.text import as_of_words, counted, day, duration, joined, number, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_YEARS: Final = 4
"""More would be squares too small to see; the title says since when the picture goes."""

_YEAR_INCHES: Final = 1.5
_LEFT: Final = 44.0
"""Points kept for the year and the weekdays."""
_GAP: Final = 1.6
_BELOW: Final = 18.0
"""Points kept for the key."""
_SHADES: Final = (0.72, 0.45, 0.18, 0.0)
"""Shares of white mixed into the blue, from few people to many."""
_DARKER: Final = (0.0, 0.0, 0.0, 0.35)
_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_WEEKDAYS: Final = {0: "Mon", 2: "Wed", 4: "Fri"}
_WEEKS: Final = 52
_ROW_INCHES: Final = 0.85
_WORDS: Final = 150.0
"""Points kept for the name of a row."""
_CIRCLES: Final = ("closest 5", "next 10", "next 35", "everybody else")
_CHANNELS: Final = {
    "linkedin_message": "LinkedIn messages",
    "message": "messages",
    "chat": "chats",
    "invitation": "invitations",
}


def plot_calendar(contact_days: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw every day as a square, darker the more people the owner was in touch with.

    Answers "when am I in touch, and when am I not?". Weeks go from left to right, weekdays
    from top to bottom, the last years one below the other.

    Parameters
    ----------
    contact_days
        What :func:`netanalysis.contact_days` returned.
    ax
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        The axes drawn on; its label is a description for people who cannot see it.
    """
    n_people = contact_days.groupby("on")["n_people"].sum().astype("int64")
    years = _years(contact_days, n_people)
    with sheet(ax, _YEAR_INCHES * max(len(years), 1) + 0.25) as axes:
        if n_people.empty:
            nothing_to_draw(axes, "Nothing to draw: no dated contact was found.")
            return axes
        width, height = paper(axes)
        shown = n_people[pd.DatetimeIndex(n_people.index).year.isin(years)]
        limits = _limits(shown)
        first, last = n_people.index[0], _today(contact_days, n_people)
        room = (height - _BELOW) / len(years)
        for row, year in enumerate(years):
            top = height - row * room
            _draw_year(axes, year, n_people[first:last], (width, top, room), limits, (first, last))
        _draw_key(axes, width, limits)
        headline(axes, _calendar_title(shown, years), _subtitle(contact_days, "squares are days"))
        axes.set_label(_calendar_description(shown, years))
    return axes


def plot_year(
    contact_days: pd.DataFrame,
    *,
    by: Literal["circle", "channel"] = "circle",
    ax: Axes | None = None,
) -> Axes:
    """Draw the last 52 weeks, a row for each circle of closeness or each channel.

    Answers "did I see to my closest this year, or to everybody else?". A bar is a week, its
    height the contact days in it, each person counted on each day; every row has its own
    scale, and its total stands beside it.

    Parameters
    ----------
    contact_days
        What :func:`netanalysis.contact_days` returned.
    by
        "circle" or "channel".
    ax
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        The axes drawn on; its label is a description for people who cannot see it.

    Raises
    ------
    ValueError
        If ``by`` is neither of the two.
    """
    if by not in ("circle", "channel"):
        raise ValueError(f"plot_year(by={by!r}) is not known; give by='circle' or by='channel'.")
    weeks = _weeks(contact_days, by)
    with sheet(ax, _ROW_INCHES * max(len(weeks), 1) + 0.3) as axes:
        if not weeks:
            nothing_to_draw(axes, "Nothing to draw: no contact in the last 52 weeks was found.")
            return axes
        width, height = paper(axes)
        room = (height - _BELOW) / len(weeks)
        step = (width - _WORDS) / _WEEKS
        for row, (name, counts) in enumerate(weeks.items()):
            base = height - (row + 1) * room + 6
            _draw_row(axes, name, counts, (base, room - 20, step))
        _draw_months(axes, _today(contact_days, contact_days.set_index("on")), step, height)
        headline(axes, _year_title(weeks), _subtitle(contact_days, "every row on its own scale"))
        axes.set_label(_year_description(weeks))
    return axes


def _today(contact_days: pd.DataFrame, by_day: Any) -> pd.Timestamp:
    as_of = contact_days.attrs.get("as_of")
    last = pd.Timestamp(by_day.index.max())
    return last if as_of is None else max(pd.Timestamp(as_of.date()), last)


def _years(contact_days: pd.DataFrame, n_people: pd.Series) -> list[int]:
    if n_people.empty:
        return []
    last = _today(contact_days, n_people).year
    return list(range(max(n_people.index[0].year, last - MOST_YEARS + 1), last + 1))


def _limits(n_people: pd.Series) -> list[int]:
    """Return from how many people on each darker shade is used: quarters of the days."""
    quarters = np.quantile(n_people, [0.25, 0.5, 0.75]).astype(int) + 1
    return sorted({1, *quarters.tolist()})


def _shade(step: int, n_steps: int) -> str:
    place = round(step * (len(_SHADES) - 1) / max(n_steps - 1, 1))
    return mixed(mixed(BLUE, PAPER, _SHADES[place]), INK, _DARKER[place])


def _draw_year(
    ax: Axes,
    year: int,
    n_people: pd.Series,
    place: tuple[float, float, float],
    limits: list[int],
    ends: tuple[pd.Timestamp, pd.Timestamp],
) -> None:
    """Draw the squares of one year; ``place`` is the width, the top and the room below it."""
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import Rectangle

    width, top, room = place
    step = min((width - _LEFT) / 54, (room - 22) / 7)
    days = pd.date_range(f"{year}-01-01", f"{year}-12-31", freq="D")
    days = days[(days >= ends[0]) & (days <= ends[1])]
    first_weekday = pd.Timestamp(year, 1, 1).weekday()
    week = (days.day_of_year - 1 + first_weekday) // 7
    x, y = _LEFT + week * step, top - 14 - (days.day_of_week + 1) * step
    n = n_people.reindex(days).fillna(0).to_numpy()
    shade = np.searchsorted(limits, n, side="right")
    colours = [mixed(RULE, PAPER, 0.45), *(_shade(i, len(limits)) for i in range(len(limits)))]
    squares = [Rectangle((a, b), step - _GAP, step - _GAP) for a, b in zip(x, y, strict=True)]
    ax.add_collection(
        PatchCollection(squares, facecolors=[colours[i] for i in shade], edgecolors="none")
    )
    write(ax, 0, top - 5, str(year), fontsize=BODY, bold=True).set_gid("label")
    for weekday, name in _WEEKDAYS.items():
        at = top - 14 - (weekday + 0.5) * step
        write(ax, _LEFT - 6, at, name, fontsize=SMALL, color=QUIET, ha="right")
    for month in range(1, 13):
        begin = pd.Timestamp(year, month, 1)
        if begin > ends[1]:
            break
        at = _LEFT + ((begin.day_of_year - 1 + first_weekday + 6) // 7) * step
        write(ax, at, top - 6, _MONTHS[month - 1], fontsize=SMALL, color=QUIET)


def _draw_key(ax: Axes, width: float, limits: list[int]) -> None:
    """Draw a square for each shade with the number of people it stands for, below right."""
    from matplotlib.patches import Rectangle

    names = [f"{low}" if high - low == 1 else f"{low}–{high - 1}" for low, high in pairwise(limits)]
    names.append(f"{limits[-1]} and more people a day")
    x = _LEFT
    for i, name in enumerate(names):
        ax.add_patch(Rectangle((x, 2), 9, 9, fc=_shade(i, len(limits)), ec="none"))
        write(ax, x + 13, 6.5, name, fontsize=SMALL, color=QUIET).set_gid("label")
        x += 13 + 6 * len(name) + 16


def _calendar_title(n_people: pd.Series, years: list[int]) -> str:
    when = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
    words = f"In touch on {counted(len(n_people), 'day')}, {when}"
    breaks = n_people.index.to_series().diff().dt.days - 1
    if len(breaks) > 1 and breaks.max() >= 2:
        words += f"; longest pause: {duration(breaks.max())}"
    return words


def _subtitle(contact_days: pd.DataFrame, how: str) -> str:
    return joined(as_of_words(contact_days.attrs), "people per day, each once a channel", how)


def _calendar_description(n_people: pd.Series, years: list[int]) -> str:
    by_weekday = n_people.groupby(pd.DatetimeIndex(n_people.index).day_of_week).sum()
    by_weekday = by_weekday.reindex(range(7), fill_value=0)
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    busiest = names[int(by_weekday.to_numpy().argmax())]
    best = n_people.index[int(n_people.to_numpy().argmax())]
    return (
        f"Calendar of {counted(len(years), 'year')}, a square a day, darker for more people: "
        f"{counted(len(n_people), 'day')} with contact. Most contact falls on a {busiest}; the "
        f"busiest day was {day(best)} with {number(int(n_people.max()))} people."
    )


def _weeks(contact_days: pd.DataFrame, by: str) -> dict[str, Any]:
    """Return, per row of the picture, the contact days in each of the last 52 weeks."""
    if contact_days.empty:
        return {}
    today = _today(contact_days, contact_days.set_index("on"))
    ago = (today - contact_days["on"]).dt.days // 7
    recent = contact_days.assign(week=_WEEKS - 1 - ago)[ago < _WEEKS]
    counts = recent.pivot_table("n_people", by, "week", aggfunc="sum", fill_value=0)
    counts = counts.reindex(columns=range(_WEEKS), fill_value=0)
    if by == "circle":
        order = [name for name in _CIRCLES if name in counts.index]
    else:
        order = list(counts.sum(axis=1).sort_values(ascending=False, kind="stable").index)
    return {str(name): counts.loc[name].to_numpy(dtype=float) for name in order}


def _named(name: str) -> str:
    """Return a circle or a channel in words."""
    return _CHANNELS.get(name, name.replace("_", " "))


def _draw_row(ax: Axes, name: str, counts: Any, place: tuple[float, float, float]) -> None:
    base, room, step = place
    most = counts.max()
    x = _WORDS + np.arange(_WEEKS) * step
    ax.bar(x, counts / most * room, width=step - _GAP, bottom=base, align="edge", color=BLUE, lw=0)
    ax.plot([_WORDS, _WORDS + _WEEKS * step], [base, base], color=INK, lw=0.8)
    words = _named(name)
    write(ax, 0, base + 22, words, fontsize=BODY, bold=True).set_gid("label")
    total = f"{counted(int(counts.sum()), 'contact day')}"
    write(ax, 0, base + 9, total, fontsize=LABEL, color=QUIET).set_gid("label")
    top = f"most: {int(most)} a week"
    write(ax, _WORDS + _WEEKS * step, base + room + 7, top, fontsize=SMALL, color=QUIET, ha="right")


def _draw_months(ax: Axes, today: pd.Timestamp, step: float, height: float) -> None:
    begin = today - pd.Timedelta(days=7 * _WEEKS - 1)
    for month in pd.date_range(begin, today, freq="MS"):
        at = _WORDS + (month - begin).days / 7 * step
        ax.plot([at, at], [_BELOW, height], color="#eceef1", lw=0.8, zorder=-1)
        words = str(month.year) if month.month == 1 else _MONTHS[month.month - 1]
        if at + 24 < _WORDS + _WEEKS * step:
            write(ax, at + 2, 8, words, fontsize=SMALL, color=QUIET, bold=month.month == 1)


def _year_title(weeks: dict[str, Any]) -> str:
    """Say what share of the contact the first row had: the closest, or the busiest channel."""
    total = sum(counts.sum() for counts in weeks.values())
    name, counts = next(iter(weeks.items()))
    words = f"Your {name}" if name in _CIRCLES[:1] else _named(name)
    share = percent(counts.sum() / total)
    return f"{words[:1].upper()}{words[1:]} had {share} of your contact days in the last 52 weeks"


def _year_description(weeks: dict[str, Any]) -> str:
    rows = [
        f"{_named(name)} {counted(int(counts.sum()), 'contact day')}, "
        f"none in {counted(int((counts == 0).sum()), 'week')}"
        for name, counts in weeks.items()
    ]
    return f"Bars for each of the last 52 weeks, one row each: {'; '.join(rows)}."
