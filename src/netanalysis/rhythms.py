"""The rhythm of a tie: how often two people are in touch and how likely that goes on.

Everything here works on *contact days*: calendar days (UTC) on which two people were in
touch at least once. A burst of twenty messages in an afternoon is one contact, because
what keeps a tie alive is coming back to it.

With ``T`` the day of judgement and ``d`` the unique contact days up to ``T``::

    rec      = max(T - d[-1], 1)                      days silent
    n*       = sum 0.5 ** ((T - d) / 365)             contact days, one-year half-life
    P(H)     = sigmoid(0.60 - 0.66 ln rec + 0.80 ln(0.3 + n*) + 0.73 ln(H / 30))
    S        = ((13 + tx) / (13 + tx + rec)) ** (1.3 + x),   x = len(d) - 1, tx = d[-1] - d[0]
    gap      = (13 + tx) / (1.3 + x)                  usual days between contacts
    strength = sum 0.5 ** ((T - d) / 60)              contact strength, not closeness

``P(H)`` is the chance of contact by itself within ``H`` days, fitted on public mail
archives; it holds for 30 to 90 days. ``S`` is the tail probability of the present
silence under the tie's own rhythm: small means unusual. The rule most address books use,
silence divided by the mean gap, ranks worse than plain silence on every archive it was
measured on, which is why ``S`` serves words and labels but never the order of a list.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

# Logistic score of contact within H days; coefficients fitted on public mail archives.
INTERCEPT: Final = 0.60
SILENCE_WEIGHT: Final = -0.66
ACTIVITY_WEIGHT: Final = 0.80
ACTIVITY_OFFSET: Final = 0.3
HORIZON_WEIGHT: Final = 0.73
REFERENCE_HORIZON_DAYS: Final = 30
SHORTEST_HORIZON_DAYS: Final = 30
LONGEST_HORIZON_DAYS: Final = 90

ACTIVITY_HALF_LIFE_DAYS: Final = 365  # how fast old contact days fade in the score
STRENGTH_HALF_LIFE_DAYS: Final = 60  # rank correlation .565 with contact in the next 90 days
GAP_PRIOR_DAYS: Final = 13.0  # Lomax prior of the gap: scale
GAP_PRIOR_COUNT: Final = 1.3  # Lomax prior of the gap: shape
# A contact counts as live access to their group at this chance of contact in 90 days.
# Measured: when the only live contact of a group leaves, contact with the group survives
# .46 of the time, against .87 and more with two.
LIVE_ACCESS: Final = 0.6
PEAK_WINDOW_DAYS: Final = 90  # a tie at its best: most contact days in a window this long
DAYS_AT_A_TIME: Final = 1 << 14  # counted one after another: a search among few is faster

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
AnyIntegers = npt.NDArray[np.signedinteger[Any]]

RHYTHM_COLUMNS: Final = {
    "n_contact_days": "Int64",
    "first_on": "datetime64[us]",
    "last_on": "datetime64[us]",
    "days_silent": "Int64",
    "p_30": "Float64",
    "p_60": "Float64",
    "p_90": "Float64",
    "unusual_silence": "Float64",
    "usual_gap_days": "Float64",
    "strength": "Float64",
    "peak_contact_days": "Int64",
}


def chance_of_contact(days_silent: Floats, activity: Floats, horizon_days: float) -> Floats:
    """Return the chance of contact by itself within ``horizon_days``, 0 to 1.

    Raises
    ------
    ValueError
        If the horizon lies outside 30 to 90 days, where the score was not measured.
    """
    if not SHORTEST_HORIZON_DAYS <= horizon_days <= LONGEST_HORIZON_DAYS:
        raise ValueError(
            f"horizon_days={horizon_days}: the score was measured for "
            f"{SHORTEST_HORIZON_DAYS} to {LONGEST_HORIZON_DAYS} days only"
        )
    score = (
        INTERCEPT
        + SILENCE_WEIGHT * np.log(days_silent)
        + ACTIVITY_WEIGHT * np.log(ACTIVITY_OFFSET + activity)
        + HORIZON_WEIGHT * np.log(horizon_days / REFERENCE_HORIZON_DAYS)
    )
    chance: Floats = 1.0 / (1.0 + np.exp(-score))
    return chance


def rhythms(contacts: pd.DataFrame, *, by: list[str], as_of: pd.Timestamp) -> pd.DataFrame:
    """Return one row per tie with its rhythm on the day ``as_of``.

    Parameters
    ----------
    contacts
        One row per contact: the columns named in ``by``, and ``occurred_at``.
    by
        Columns that name the tie, e.g. ``["source", "target"]``.
    as_of
        The instant of judgement; contacts after it are ignored.

    Returns
    -------
    DataFrame
        Indexed by ``by``, sorted, with ``n_contact_days`` (days), ``first_on`` and
        ``last_on`` (UTC days), ``days_silent`` (days, at least 1), ``p_30``, ``p_60``,
        ``p_90`` (0 to 1), ``unusual_silence`` (tail probability, 0 to 1),
        ``usual_gap_days`` (days), ``strength`` (0 and up) and ``peak_contact_days``
        (most contact days within any 90 days). No contacts, no rows.
    """
    seen = contacts.loc[contacts["occurred_at"] <= as_of, [*by, "occurred_at"]]
    seen = seen.assign(day=seen["occurred_at"].dt.floor("D").dt.tz_localize(None))
    days = seen[[*by, "day"]].drop_duplicates().sort_values([*by, "day"], kind="stable")
    if days.empty:
        return _empty(by)
    ties = days[by].drop_duplicates()
    is_first = ~days.duplicated(by).to_numpy()
    day = days["day"].to_numpy().astype("datetime64[D]").astype(np.int64)
    numbers = rhythm_numbers(day, np.flatnonzero(is_first), day_number(as_of))
    index = pd.MultiIndex.from_frame(ties) if len(by) > 1 else pd.Index(ties[by[0]], name=by[0])
    return pd.DataFrame(numbers, index=index).astype(RHYTHM_COLUMNS)


def day_number(instant: pd.Timestamp | None) -> int:
    """Return the day (UTC) of an instant, counted from 1970; 0 for none."""
    return 0 if instant is None else int(instant.timestamp() // 86_400)


def rhythm_numbers(
    day: AnyIntegers, starts: Integers, today: int
) -> dict[str, npt.NDArray[np.generic]]:
    """Return the columns of :func:`rhythms` from days sorted within each tie."""
    n_days = np.diff(np.append(starts, len(day)))
    first, last = day[starts], day[starts + n_days - 1]
    silent = np.maximum(today - last, 1).astype(np.float64)
    activity = np.add.reduceat(faded(day, today, ACTIVITY_HALF_LIFE_DAYS), starts)
    strength = np.add.reduceat(faded(day, today, STRENGTH_HALF_LIFE_DAYS), starts)
    span = (last - first).astype(np.float64) + GAP_PRIOR_DAYS
    count = n_days - 1 + GAP_PRIOR_COUNT
    return {
        "n_contact_days": n_days,
        "first_on": first.astype("datetime64[D]").astype("datetime64[us]"),
        "last_on": last.astype("datetime64[D]").astype("datetime64[us]"),
        "days_silent": silent.astype(np.int64),
        "p_30": chance_of_contact(silent, activity, 30),
        "p_60": chance_of_contact(silent, activity, 60),
        "p_90": chance_of_contact(silent, activity, 90),
        "unusual_silence": (span / (span + silent)) ** count,
        "usual_gap_days": span / count,
        "strength": strength,
        "peak_contact_days": peaks(day, starts),
    }


def faded(day: AnyIntegers, today: int, half_life: float) -> Floats:
    """Return what is left of each day's contact; a day is not after ``today``."""
    # There are far fewer different ages than days.
    age = np.arange(today - int(day.min(initial=today)) + 1, dtype=np.float64)
    left: Floats = (0.5 ** (age / half_life))[today - day]
    return left


def peaks(day: AnyIntegers, starts: Integers) -> Integers:
    """Return, per tie, the most contact days within any window of 90 days.

    Takes days sorted within each tie and where each tie begins.
    """
    n_days = np.diff(np.append(starts, len(day)))
    tie = np.repeat(np.arange(len(starts), dtype=np.int64), n_days)
    origin = int(day.min())
    stride = int(day.max()) - origin + PEAK_WINDOW_DAYS + 1
    in_window = np.empty(len(day), dtype=np.int8)
    for begin in range(0, len(day), DAYS_AT_A_TIME):
        # A window of 90 days holds no more contact days, so nothing further back matters.
        before = max(begin - PEAK_WINDOW_DAYS, 0)
        rows = slice(before, begin + DAYS_AT_A_TIME)
        key = tie[rows] * stride + (day[rows] - origin)
        ends = key[begin - before :]
        window_start = np.searchsorted(key, ends - PEAK_WINDOW_DAYS, side="right")
        places = np.arange(begin - before, len(key))
        in_window[begin : begin + len(ends)] = places - window_start + 1
    return np.maximum.reduceat(in_window, starts).astype(np.int64)


def _empty(by: list[str]) -> pd.DataFrame:
    names = pd.DataFrame({name: pd.Series(dtype="string") for name in by})
    index = pd.MultiIndex.from_frame(names) if len(by) > 1 else pd.Index(names[by[0]], name=by[0])
    return pd.DataFrame({c: pd.Series(dtype=t) for c, t in RHYTHM_COLUMNS.items()}, index=index)
