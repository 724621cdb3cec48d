"""Social signature: how the owner shares out contact over their people, and whether that holds."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from netanalysis.counting import MAX_RECIPIENTS, as_of_instant
from netanalysis.dataset import Dataset
from netanalysis.ego import ego_pairs
from netanalysis.rhythms import day_number
from netanalysis.words import count, percent

YEAR_DAYS: Final = 364  # 52 weeks, so that both years hold the same weekdays
RANKS: Final = 20  # beyond them one more or less contact day changes the place
DRAWS: Final = 400
SEED: Final = 20140119
INTERVAL: Final = (5, 95)  # percent
LEAST_DAYS: Final = 100  # contact days in a year, below which its shares say little
LEAST_DROP: Final = 1.5  # a layer ends where the next share is so many times smaller
LAYER_SUPPORT: Final = 0.9  # of the draws must show the same end

COLUMNS: Final = [
    "share",
    "share_low",
    "share_high",
    "name",
    "n_contact_days",
    "share_before",
    "name_before",
    "is_layer_end",
    "layer_support",
    "reason",
]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


def social_signature(
    archive: Dataset,
    *,
    as_of: str | pd.Timestamp | None = None,
    max_recipients: int = MAX_RECIPIENTS,
    include_bulk: bool = False,
) -> pd.DataFrame:
    """Return how the owner's contact days are shared out by rank, this year and the year before.

    Answers "how much of my time goes to the few closest, and is that still the same?". The
    shape of this curve tends to stay with a person while the people on it change (Saramäki
    and others 2014).

    Parameters
    ----------
    archive
        What was loaded; its owner must be known.
    as_of
        Day of judgement; by default the latest interaction. A year is 364 days.
    max_recipients, include_bulk
        As in :func:`netanalysis.neglected_ties`.

    Returns
    -------
    DataFrame
        Indexed by ``rank``, from 1 to at most 20.

        ``share``, ``share_low``, ``share_high``
            share of this year's contact days that fell to the person of this rank, 0 to 1,
            and its 90 % interval when the weeks of the year are drawn anew 400 times
        ``name``, ``n_contact_days``
            who that was, and on how many days; the sample size of the row
        ``share_before``, ``name_before``
            the same of the year before; missing beyond its last rank
        ``is_layer_end``, ``layer_support``
            whether a layer of people ends here, and in what share of the draws the next
            share is 1.5 times smaller or more. True only at .9 and above; never said
            otherwise, because a curve that falls steadily has no layers
        ``reason``
            the row in words

        ``attrs``: ``as_of``, ``n_contact_days``, ``n_people`` and the same ``_before``;
        ``distance`` (Jensen-Shannon, base 2, 0 the same to 1) of the two years' shares by
        rank, ``turnover`` (share of this year's first 20 who were not among last year's),
        and ``self_distance``, the mean distance between two draws of this year: a ``distance``
        about as small is no change. The three are missing where a year holds under 100 contact
        days, or contact begins within the year before. No contact, no rows.

    Raises
    ------
    OwnerUnknownError
        If the owner is not known.
    NothingToAnalyseError
        If no interaction has a trusted date.

    References
    ----------
    Saramäki, Leicht, López, Roberts, Reed-Tsochas and Dunbar 2014, Persistence of social
    signatures in human communication, PNAS 111.

    Examples
    --------
    >>> import netanalysis as na
    >>> archive = na.load(na.sample_path())
    >>> bool(na.social_signature(archive)["share"].is_monotonic_decreasing)
    True
    """
    instant = as_of_instant(archive, as_of)
    found, pairs = ego_pairs(archive, instant, max_recipients, include_bulk)
    today = day_number(instant)
    person = pairs.b[pairs.day_starts].astype(np.int64)
    age = today - pairs.contact_days.astype(np.int64)
    n_people = len(found.people)
    years = [
        (person[chosen], age[chosen] % YEAR_DAYS)
        for chosen in (age < YEAR_DAYS, (age >= YEAR_DAYS) & (age < 2 * YEAR_DAYS))
    ]
    (now, of_now), (before, of_before) = (_ranked(who, n_people) for who, _ in years)
    names = archive.people.set_index("person_id")["name"].reindex(found.people)
    draws = _drawn(years[0][0], years[0][1], n_people)
    table = _table(now, of_now, names, draws)
    table["share_before"] = pd.array(_padded(_shares(before), len(table)), dtype="Float64")
    earlier = names.iloc[of_before[: len(table)]].tolist()
    table["name_before"] = pd.array(earlier + [None] * (len(table) - len(earlier)), dtype="string")
    reasons = [_reason(row) for row in table.to_dict("records")]
    table["reason"] = pd.Series(reasons, index=table.index, dtype="string")
    result = table[COLUMNS]
    result.attrs = {
        "as_of": instant,
        "n_contact_days": int(now.sum()),
        "n_people": len(now),
        "n_contact_days_before": int(before.sum()),
        "n_people_before": len(before),
    }
    is_whole = len(pairs) > 0 and today - int(pairs.day.min()) >= 2 * YEAR_DAYS - 1
    years_apart = _stability((now, of_now), (before, of_before), draws)
    result.attrs |= {name: value if is_whole else np.nan for name, value in years_apart.items()}
    return result


def _ranked(person: Integers, n_people: int) -> tuple[Integers, Integers]:
    """Return contact days per person, most first, and who they are; equal ones by number."""
    n_days = np.bincount(person, minlength=n_people)
    order = np.argsort(-n_days, kind="stable")
    order = order[n_days[order] > 0]
    return n_days[order], order


def _shares(n_days: Integers) -> Floats:
    shares: Floats = n_days / max(int(n_days.sum()), 1)
    return shares


def _padded(shares: Floats, length: int) -> Floats:
    padded = np.full(length, np.nan)
    padded[: min(length, len(shares))] = shares[:length]
    return padded


def _drawn(person: Integers, age: Integers, n_people: int) -> list[Floats]:
    """Return the shares by rank of the year with its weeks drawn anew, seeded.

    Weeks and not days, because contact comes in runs of days.
    """
    dice = np.random.default_rng(SEED)
    n_weeks = YEAR_DAYS // 7
    who, index = np.unique(person, return_inverse=True)
    by_week = np.zeros((n_weeks, len(who)))
    np.add.at(by_week, (age // 7, index), 1)
    draws = []
    for _ in range(DRAWS):
        times = np.bincount(dice.integers(0, n_weeks, n_weeks), minlength=n_weeks)
        n_days = np.sort(times @ by_week)[::-1]
        draws.append(n_days / max(n_days.sum(), 1))
    return draws


def _table(now: Integers, of_now: Integers, names: pd.Series, draws: list[Floats]) -> pd.DataFrame:
    n = min(len(now), RANKS)
    padded = np.array([np.pad(draw, (0, 1))[: n + 1] for draw in draws])
    low, high = np.percentile(padded[:, :n], INTERVAL, axis=0) if n else (np.empty(0),) * 2
    # A drop at the very end is that of the archive, not of a layer.
    drops = (padded[:, :n] >= LEAST_DROP * padded[:, 1:]) & (padded[:, 1:] > 0)
    support = drops.mean(axis=0)
    return pd.DataFrame(
        {
            "share": pd.array(_shares(now)[:n], dtype="Float64"),
            "share_low": pd.array(low, dtype="Float64"),
            "share_high": pd.array(high, dtype="Float64"),
            "name": pd.array(names.iloc[of_now[:n]].tolist(), dtype="string"),
            "n_contact_days": pd.array(now[:n], dtype="Int64"),
            "is_layer_end": pd.array(support >= LAYER_SUPPORT, dtype="boolean"),
            "layer_support": pd.array(support, dtype="Float64"),
        },
        index=pd.RangeIndex(1, n + 1, name="rank"),
    )


def _stability(
    now: tuple[Integers, Integers], before: tuple[Integers, Integers], draws: list[Floats]
) -> dict[str, float]:
    """Return how far the two years are apart, and how far chance alone would put them."""
    if min(now[0].sum(), before[0].sum()) < LEAST_DAYS:
        return dict.fromkeys(("distance", "self_distance", "turnover"), float("nan"))
    half = len(draws) // 2
    apart = [_distance(one, other) for one, other in zip(draws[:half], draws[half:], strict=True)]
    first, earlier = now[1][:RANKS], before[1][:RANKS]
    return {
        "distance": _distance(_shares(now[0]), _shares(before[0])),
        "self_distance": float(np.mean(apart)),
        "turnover": float(1 - np.isin(first, earlier).mean()),
    }


def _distance(one: Floats, other: Floats) -> float:
    from scipy.spatial.distance import jensenshannon

    length = max(len(one), len(other))
    padded = [np.pad(shares, (0, length - len(shares))) for shares in (one, other)]
    return float(jensenshannon(*padded, base=2))


def _reason(row: dict[Any, Any]) -> str:
    name = row["name"] if pd.notna(row["name"]) else "This person"
    days = count(int(row["n_contact_days"]), "contact day")
    words = f"{name}: {percent(float(row['share']))} of this year's contact days ({days})"
    if pd.notna(row["share_before"]):
        words += f"; this place had {percent(float(row['share_before']))} the year before"
        words += f", held by {row['name_before']}" if row["name_before"] != name else ""
    return f"{words}. A layer ends here." if row["is_layer_end"] else f"{words}."
