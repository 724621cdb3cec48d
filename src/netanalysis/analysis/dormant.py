"""Dormant ties: who was close once and is silent for over a year, easiest and most worth it."""

from __future__ import annotations

from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from netanalysis.circumstances import circumstances
from netanalysis.counting import MAX_RECIPIENTS, as_of_instant
from netanalysis.dataset import Dataset
from netanalysis.ego import ego_pairs, ego_rhythms
from netanalysis.self_check import corrected, self_check
from netanalysis.words import count, percent, span
from netanalysis.worth import (
    DORMANT_DAYS,
    HIGHEST_LEVEL,
    LEAST_CONTACT_DAYS,
    tie_values,
    who_is_who,
)

WORTH_PARTS: Final = ("value_peak", "value_seniority", "value_non_redundant")
SENIOR_LEVEL: Final = 4  # leads and managers, of 0 to 7
NEARLY_ALL: Final = 0.99
LONG: Final = ("less long than", "about as long as", "longer than")
MANY: Final = ("fewer", "about as many", "more")
ORDERS: Final = {"easiest": "rank_easiest", "worth": "rank_worth"}

COLUMNS: Final = [
    "name",
    "company",
    "title",
    "rank_easiest",
    "rank_worth",
    "p_90",
    "worth",
    *WORTH_PARTS,
    "days_silent",
    "n_contact_days",
    "peak_contact_days",
    "n_sent",
    "n_received",
    "first_on",
    "last_on",
    "last_by",
    "channels",
    "why_easiest",
    "why_worth",
    "circumstances",
    "reason",
]


def dormant_ties(
    archive: Dataset,
    *,
    by: Literal["easiest", "worth"] = "worth",
    as_of: str | pd.Timestamp | None = None,
    max_recipients: int = MAX_RECIPIENTS,
    include_bulk: bool = False,
) -> pd.DataFrame:
    """Return the ties that have been silent for over a year, in one of two orders.

    Answers "which old contact would I do well to write to?". Asked to choose, people take
    those they feel at ease with, not those who would help most, which is why there are two
    orders and the default is the second. Neither says who will answer: no known method
    forecasts that well from mail.

    Parameters
    ----------
    archive
        What was loaded; its owner must be known.
    by
        "easiest": the highest chance of contact by itself first. "worth": the highest
        ``worth`` first.
    as_of, max_recipients, include_bulk
        As in :func:`netanalysis.neglected_ties`.

    Returns
    -------
    DataFrame
        Indexed by ``person_id``: ties of three contact days and more, both sides having
        written, silent for more than 365 days.

        ``name``, ``company``, ``title``
            company as stated by the person, else their mail domain
        ``rank_easiest``, ``rank_worth``
            place in either order, from 1
        ``p_90``
            chance of contact by itself within 90 days, 0 to 1, corrected as in
            :func:`netanalysis.neglected_ties`
        ``worth``
            0 to 1: geometric mean of the known ones of the three parts below, so the
            order of their product; an intern's seniority counts as 1/8 and not as nothing
        ``value_peak``, ``value_seniority``, ``value_non_redundant``
            0 to 1 among all ties of the owner, as in :func:`netanalysis.neglected_ties`
        ``days_silent``, ``n_contact_days``, ``peak_contact_days``, ``n_sent``,
        ``n_received``, ``first_on``, ``last_on``, ``last_by``, ``channels``
            the evidence; ``n_contact_days`` is the sample size
        ``why_easiest``, ``why_worth``
            in words, what gives the tie its place in either order; what is not known of it
            is said
        ``circumstances``
            what may explain the silence, as in :func:`netanalysis.neglected_ties`
        ``reason``
            the row in words, with why it has its place in the order asked for

        ``attrs`` holds ``as_of``, ``by`` and ``n_ties``. No dormant ties, no rows.

    Raises
    ------
    ValueError
        If ``by`` is neither of the two.
    OwnerUnknownError
        If the owner is not known.
    NothingToAnalyseError
        If no interaction has a trusted date.

    References
    ----------
    Walter, Levin and Murnighan 2015, Reconnection choices, Organization Science 26.

    Examples
    --------
    >>> import netanalysis as na
    >>> archive = na.load(na.sample_path())
    >>> bool(na.dormant_ties(archive)["days_silent"].gt(365).all())
    True
    """
    if by not in ORDERS:
        raise ValueError(f"dormant_ties(by={by!r}) is not known; give by='easiest' or by='worth'.")
    instant = as_of_instant(archive, as_of)
    how: dict[str, Any] = {"max_recipients": max_recipients, "include_bulk": include_bulk}
    mine = ego_rhythms(archive, instant, max_recipients, include_bulk)
    found, pairs = ego_pairs(archive, instant, max_recipients, include_bulk)
    mine["circumstances"] = circumstances(archive, found, pairs, mine, instant)
    own = self_check(archive, instant, max_recipients, include_bulk)
    mine = corrected(mine.join(who_is_who(archive).reindex(mine.index)), own)
    parts = tie_values(archive, mine, as_of=instant, **how)
    is_dormant = (mine["days_silent"] > DORMANT_DAYS) & (
        mine["n_contact_days"] >= LEAST_CONTACT_DAYS
    )
    is_dormant &= (mine["n_sent"] > 0) & (mine["n_received"] > 0)
    table = mine.join(parts)[is_dormant]
    table["worth"] = _worth(table)
    table["rank_easiest"] = _ranks(table["p_90"])
    table["rank_worth"] = _ranks(table["worth"])
    table = table.assign(why_easiest=_why_easiest(table), why_worth=_why_worth(table))
    why = {"easiest": "why_easiest", "worth": "why_worth"}[by]
    reasons = [_reason(row, row[why]) for row in table.to_dict("records")]
    table["reason"] = reasons
    texts = ["why_easiest", "why_worth", "reason"]
    table[texts] = table[texts].astype("string")
    result = table.sort_values(ORDERS[by])[COLUMNS]
    result.attrs = {"as_of": instant, "by": by, "n_ties": len(mine)}
    return result


def _worth(table: pd.DataFrame) -> pd.Series:
    """Return the geometric mean of the known parts, missing where none is known."""
    values = table[list(WORTH_PARTS)].to_numpy(dtype=np.float64, na_value=np.nan)
    seniority = WORTH_PARTS.index("value_seniority")
    values[:, seniority] = (1 + 7 * values[:, seniority]) / 8
    known = ~np.isnan(values)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where(known, np.log(values), 0.0).sum(axis=1) / known.sum(axis=1)
    return pd.Series(np.exp(logs), index=table.index, dtype="Float64")


def _ranks(values: pd.Series) -> pd.Series:
    """Return places from 1, the highest first, equal ones by person id, unknown ones last."""
    order = values.sort_index().sort_values(ascending=False, kind="stable", na_position="last")
    places = pd.Series(np.arange(1, len(order) + 1), index=order.index, dtype="Int64")
    return places.reindex(values.index)


def _why_easiest(table: pd.DataFrame) -> list[str]:
    """Return what makes each chance of contact what it is, beside the other dormant ties."""
    silence, days = table["days_silent"].median(), table["n_contact_days"].median()
    words = []
    for row in table.to_dict("records"):
        long = _beside(row["days_silent"], silence, LONG)
        many = _beside(row["n_contact_days"], days, MANY)
        beside = f"Quiet for {long} most of your old ties, and in touch on {many} days"
        chance = f"{percent(float(row['p_90']))} chance that it comes back by itself in 90 days"
        words.append(f"{beside if len(table) > 1 else 'Your only old tie'}; {chance}.")
    return words


def _beside(value: float, middle: float, words: tuple[str, str, str]) -> str:
    """Return how a number stands to the middle one of all dormant ties."""
    less, same, more = words
    return same if value == middle else less if value < middle else more


def _why_worth(table: pd.DataFrame) -> list[str]:
    """Return what makes the worth of each dormant tie what it is, and what is not known."""
    words = []
    for row in table.to_dict("records"):
        standing = float(row["value_peak"])
        closer = f"{percent(standing)} of" if standing < NEARLY_ALL else "nearly all"
        parts = [f"At your best closer than {closer} your ties"]
        if pd.isna(row["value_seniority"]):
            parts.append("how senior they are is not known")
        else:
            is_senior = float(row["value_seniority"]) * HIGHEST_LEVEL >= SENIOR_LEVEL
            parts.append(f"{'senior by title' if is_senior else 'by title'} ({row['title']})")
        if pd.isna(row["value_non_redundant"]):
            parts.append("whom they know is not known")
        elif row["value_non_redundant"] == 1:
            parts.append("none of your other contacts was seen with them")
        else:
            shared = percent(1 - float(row["value_non_redundant"]))
            parts.append(f"seen with {shared} of your other contacts")
        words.append(f"{'; '.join(parts)}.")
    return words


def _reason(row: dict[Any, Any], why: str) -> str:
    """Return one dormant tie in words."""
    name = row["name"] if pd.notna(row["name"]) else "This person"
    lasted = span((row["last_on"] - row["first_on"]).days)
    last = "you" if row["last_by"] == "you" else "they"
    words = (
        f"{name}: {count(int(row['n_contact_days']), 'contact day')} over {lasted}, at best "
        f"{int(row['peak_contact_days'])} in 90 days, then quiet for "
        f"{span(float(row['days_silent']))}; {last} wrote last. {why}"
    )
    return words if pd.isna(row["circumstances"]) else f"{words} {row['circumstances']}"
