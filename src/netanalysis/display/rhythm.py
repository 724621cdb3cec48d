"""The rhythm of one tie: every contact day, and the silence since the last one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from netanalysis.display.style import (
    BLUE,
    BODY,
    INK,
    LABEL,
    ORANGE,
    PAPER,
    QUIET,
    RED,
    SMALL,
    headline,
    mixed,
    nothing_to_draw,
    sheet,
    size_in_points,
    text_width,
    write,
)
from netanalysis.display.text import (
    as_of_words,
    counted,
    day,
    duration,
    is_known,
    joined,
    number,
    percent,
    person,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEIGHT: Final = 2.7
_FULL_AT: Final = 6.0
"""Messages on one day at which a mark has its full height; the root keeps 1 visible."""
_LANES: Final = (-1.26, -1.55)
"""Heights for the ruler: the words of the lower row, or below them if it does not fit."""
_THEIR_WORDS: Final = "they wrote on 9 999 days"
_NARROWEST_STEP: Final = 3.0
"""Points; a ruler with finer steps would be a grey bar, so only its words are shown."""
_LONG: Final = 1.5
"""From so many usual gaps on the title compares the silence with the rhythm."""
_FEWEST: Final = 3
"""Contact days below which there is no rhythm to compare a silence with."""
_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120, 240)
"""Months between two ticks of the time scale, the first that leaves room for its words."""


@dataclass(frozen=True)
class _Times:
    """The time axis: its ends as day numbers, and points a day."""

    start: float
    end: float
    last: float
    scale: float


def plot_rhythm(rhythm: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the contact days of one tie over time and the silence up to today.

    Answers "is this silence unusual for the two of us?". Marks above the line are days on
    which you wrote, marks below days on which they wrote, taller for more messages. The
    tinted stretch is the present silence; the ruler under it is marked off in usual gaps,
    so that the two can be compared by eye.

    Parameters
    ----------
    rhythm
        One row per contact day (index ``on``) with ``n_from_me`` and ``n_from_them``;
        ``attrs`` carry ``name``, ``as_of``, ``usual_gap_days``, ``days_silent`` and
        ``p_90``. What is missing among the latter is left out of the words.
    ax
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        The axes drawn on; its label is a description for people who cannot see it.
    """
    with sheet(ax, HEIGHT) as axes:
        if rhythm.empty:
            name = person(rhythm.attrs.get("name"))
            nothing_to_draw(axes, f"Nothing to draw: no dated contact with {name} was found.")
            return axes
        ordered = rhythm.sort_index()
        times = _set_scale(axes, ordered)
        lane = _ruler_lane(ordered, times)
        axes.set_ylim(lane - 0.44, 1.45)
        _draw_marks(axes, ordered, times)
        _draw_silence(axes, ordered, times)
        _draw_ticks(axes, times, lane)
        headline(axes, _title(ordered), _subtitle(ordered))
        axes.set_label(_description(ordered))
    return axes


def _number_of(value: Any) -> float:
    """Return a date as days since 1970, the unit of matplotlib's date axes."""
    return pd.Timestamp(value).timestamp() / 86400.0


def _set_scale(ax: Axes, days: pd.DataFrame) -> _Times:
    first, last = _number_of(days.index[0]), _number_of(days.index[-1])
    as_of = days.attrs.get("as_of")
    end = max(_number_of(as_of), last) if is_known(as_of) else last
    span = max(end - first, 30.0)
    start = end - span
    width, _ = size_in_points(ax)
    ax.set_axis_off()
    ax.set_xlim(start - 0.002 * span, end + 0.002 * span)
    return _Times(start, end, last, width / (1.004 * span))


def _draw_marks(ax: Axes, days: pd.DataFrame, times: _Times) -> None:
    at = np.array([_number_of(on) for on in days.index])
    thick = float(np.clip(times.scale, 0.9, 3.0))
    ax.plot([times.start, times.end], [0, 0], color=INK, lw=0.8, zorder=3)
    rows = (
        ("n_from_me", 1.0, BLUE, "you wrote", "you never wrote"),
        ("n_from_them", -1.0, ORANGE, "they wrote", "they never wrote"),
    )
    for column, side, colour, words, never in rows:
        n = days[column].fillna(0).to_numpy(float)
        tall = side * (0.25 + 0.75 * np.sqrt(np.clip(n, 0, _FULL_AT) / _FULL_AT))
        ax.vlines(at[n > 0], 0.06 * side, tall[n > 0], colors=colour, lw=thick, zorder=2)
        total = int((n > 0).sum())
        write(
            ax,
            times.start,
            1.26 if side > 0 else -1.26,
            f"{words} on {counted(total, 'day')}" if total else never,
            fontsize=LABEL,
            color=mixed(colour, INK, 0.35),
            bold=True,
            halo=True,
        ).set_gid("label")


def _draw_silence(ax: Axes, days: pd.DataFrame, times: _Times) -> None:
    """Tint the silence, write its length, and rule it off in usual gaps."""
    length = times.end - times.last
    if length < 1:
        return
    from matplotlib.patches import Rectangle

    ax.add_patch(
        Rectangle((times.last, -1.05), length, 2.1, fc=mixed(PAPER, RED, 0.12), ec="none", zorder=0)
    )
    words = f"{duration(days.attrs.get('days_silent', length))} silent"
    fits = text_width(words, BODY, True) + 12 < length * times.scale
    x = times.last + length / 2 if fits else times.end
    write(
        ax,
        x,
        0.55 if fits else 1.26,
        words,
        fontsize=BODY,
        color=mixed(RED, INK, 0.25),
        bold=True,
        ha="center" if fits else "right",
    ).set_gid("label")
    _draw_ruler(ax, days, times)


def _ruler_lane(days: pd.DataFrame, times: _Times) -> float:
    """Return the height of the ruler: beside the words below the line, or under them."""
    room = (min(times.last, _ruler_ends(days, times)[0]) - times.start) * times.scale
    needed = text_width(_ruler_words(days), SMALL) + text_width(_THEIR_WORDS, LABEL, True)
    return _LANES[0] if room > needed + 24 else _LANES[1]


def _ruler_words(days: pd.DataFrame) -> str:
    return f"usual gap: {duration(days.attrs.get('usual_gap_days'))}"


def _ruler_ends(days: pd.DataFrame, times: _Times) -> tuple[float, float]:
    """Return where the ruler starts and ends; a gap longer than the silence ends today."""
    gap: Any = days.attrs.get("usual_gap_days")
    if not is_known(gap) or times.last + float(gap) <= times.end:
        return times.last, times.end
    return max(times.end - float(gap), times.start), times.end


def _draw_ruler(ax: Axes, days: pd.DataFrame, times: _Times) -> None:
    if not _has_rhythm(days):
        return
    gap: Any = days.attrs.get("usual_gap_days")
    lane = _ruler_lane(days, times)
    left, right = _ruler_ends(days, times)
    words, step = _ruler_words(days), float(gap)
    if step * times.scale >= _NARROWEST_STEP:
        ax.plot([left, right], [lane, lane], color=QUIET, lw=0.9, zorder=2)
        notches = np.arange(left, right + 1e-6, step)
        ax.vlines(notches, lane - 0.08, lane + 0.08, colors=QUIET, lw=0.9, zorder=2)
    else:
        left = right + 6 / times.scale
    outside = lane == _LANES[0] or (left - times.start) * times.scale > text_width(words, SMALL)
    write(
        ax,
        left - 6 / times.scale if outside else (left + right) / 2,
        lane,
        words,
        fontsize=SMALL,
        color=QUIET,
        ha="right" if outside else "center",
        bbox=None if outside else {"fc": PAPER, "ec": "none", "pad": 2.0},
    ).set_gid("label")


def _draw_ticks(ax: Axes, times: _Times, lane: float) -> None:
    start = pd.Timestamp(times.start, unit="D").normalize()
    end = pd.Timestamp(times.end, unit="D")
    months = pd.date_range(start.replace(day=1), end, freq="MS")
    step = next((s for s in _STEPS if s * 30.4 * times.scale >= (44 if s < 12 else 36)), _STEPS[-1])
    y = lane - 0.32
    for month in months:
        since_zero = month.year * 12 + month.month - 1
        at = _number_of(month)
        if since_zero % step or at < times.start:
            continue
        ax.plot([at, at], [-1.05, 1.05], color="#eceef1", lw=0.8, zorder=-1)
        words = str(month.year) if step >= 12 or month.month == 1 else _MONTHS[month.month - 1]
        room = min(at - times.start, times.end - at) * times.scale
        if room > -1:
            write(
                ax,
                at,
                y,
                words,
                fontsize=SMALL,
                color=QUIET,
                bold=step < 12 and month.month == 1,
                ha=_side(at, times),
            )


def _side(at: float, times: _Times) -> str:
    """Return the alignment that keeps a tick's words inside the axes."""
    if (at - times.start) * times.scale < 14:
        return "left"
    return "right" if (times.end - at) * times.scale < 14 else "center"


def _gaps(days: pd.DataFrame) -> float:
    silent: Any = days.attrs.get("days_silent")
    gap: Any = days.attrs.get("usual_gap_days")
    if not is_known(silent) or not _has_rhythm(days):
        return 0.0
    return float(silent) / float(gap)


def _has_rhythm(days: pd.DataFrame) -> bool:
    gap: Any = days.attrs.get("usual_gap_days")
    return is_known(gap) and float(gap) > 0 and len(days) >= _FEWEST


def _title(days: pd.DataFrame) -> str:
    name, silent = person(days.attrs.get("name")), days.attrs.get("days_silent")
    if not is_known(silent):
        return f"You and {name} were in touch on {counted(len(days), 'day')}"
    times = _gaps(days)
    if times >= _LONG:
        shown = number(round(times, 1) if times < 5 else round(times))
        return f"You and {name}: silent for {duration(silent)}, {shown} times your usual gap"
    if times:
        return f"You and {name} are in rhythm: {duration(silent)} since the last contact"
    which = "only" if len(days) == 1 else "last"
    return f"You and {name}: {duration(silent)} since the {which} contact"


def _subtitle(days: pd.DataFrame) -> str:
    chance = days.attrs.get("p_90")
    return joined(
        as_of_words(days.attrs),
        f"{counted(len(days), 'contact day')} since {day(days.index[0])}",
        f"chance of contact in the next 90 days: {percent(chance)}" if is_known(chance) else "",
    )


def _description(days: pd.DataFrame) -> str:
    gap = days.attrs.get("usual_gap_days")
    n_mine = int((days["n_from_me"].fillna(0) > 0).sum())
    n_theirs = int((days["n_from_them"].fillna(0) > 0).sum())
    usual = f" The usual gap is {duration(gap)}." if _has_rhythm(days) else ""
    chance = days.attrs.get("p_90")
    odds = f" Chance of contact in the next 90 days: {percent(chance)}." if is_known(chance) else ""
    return (
        f"Time line of your contact with {person(days.attrs.get('name'))}: "
        f"{counted(len(days), 'contact day')} from {day(days.index[0])} to {day(days.index[-1])}, "
        f"you wrote on {number(n_mine)} and they on {number(n_theirs)}; "
        f"{duration(days.attrs.get('days_silent'))} of silence since.{usual}{odds}"
    )
