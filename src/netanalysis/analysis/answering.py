"""Response times: how fast the two sides of a tie answer each other, in working hours."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from netanalysis.counting import MAX_RECIPIENTS, as_of_instant
from netanalysis.dataset import Dataset
from netanalysis.ego import ego_pairs
from netanalysis.exchange import answers
from netanalysis.words import count
from netanalysis.workday import Workday, working_time
from netanalysis.worth import who_is_who

COLUMNS: Final = [
    "name",
    "company",
    "your_working_hours",
    "your_hours",
    "n_your_replies",
    "their_working_hours",
    "their_hours",
    "n_their_replies",
    "reason",
]
_HOUR: Final = 3_600_000_000  # microseconds


def response_times(
    archive: Dataset,
    *,
    as_of: str | pd.Timestamp | None = None,
    max_recipients: int = MAX_RECIPIENTS,
    include_bulk: bool = False,
) -> pd.DataFrame:
    """Return how long the owner and each person take to answer each other.

    Answers "how fast do we answer each other?". An answer is the next message in the same
    thread by the other side, within 30 days. Who answers faster does not tell who is senior
    or who cares more, so nothing is ranked by it.

    Parameters
    ----------
    archive
        What was loaded; its owner must be known.
    as_of, max_recipients, include_bulk
        As in :func:`netanalysis.neglected_ties`.

    Returns
    -------
    DataFrame
        Indexed by ``person_id``, those with most answers first; people without any are
        left out.

        ``name``, ``company``
            company as stated by the person, else their mail domain
        ``your_hours``, ``their_hours``
            median hours on the clock, nights and weekends included
        ``your_working_hours``, ``their_working_hours``
            median hours that fell into the owner's working time; the other side's is not
            known, so theirs are measured on the same clock
        ``n_your_replies``, ``n_their_replies``
            from how many answers; the medians are missing for none
        ``reason``
            the row in words

        ``attrs`` holds ``as_of`` and how the working time was read: ``begin_hour``,
        ``end_hour``, ``days`` (Monday is 0), ``offset_minutes`` and ``n_sent``, the own mail
        that states a clock (under 50: 9 to 17, Monday to Friday). No answers, no rows.

    Raises
    ------
    OwnerUnknownError
        If the owner is not known.
    NothingToAnalyseError
        If no interaction has a trusted date.

    Examples
    --------
    >>> import netanalysis as na
    >>> archive = na.load(na.sample_path())
    >>> times = na.response_times(archive)
    >>> bool((times["n_your_replies"] + times["n_their_replies"]).gt(0).all())
    True
    """
    instant = as_of_instant(archive, as_of)
    found, pairs = ego_pairs(archive, instant, max_recipients, include_bulk)
    clock = working_time(archive, found)
    asked, answered = answers(pairs)
    begin, end = pairs.microseconds[asked], pairs.microseconds[answered]
    each = pd.DataFrame(
        {
            "person_id": found.people.iloc[pairs.b[answered]].reset_index(drop=True),
            "side": np.where(pairs.by_a[answered], "your", "their"),
            "hours": (end - begin) / _HOUR,
            "working_hours": clock.hours_between(begin, end),
        }
    )
    sides = [_side(each, side) for side in ("your", "their")]
    table = sides[0].join(sides[1], how="outer")
    table = table.join(who_is_who(archive).reindex(table.index))
    for column in ("n_your_replies", "n_their_replies"):
        table[column] = table[column].fillna(0)
    return _in_order(table, clock, instant)


def _side(each: pd.DataFrame, side: str) -> pd.DataFrame:
    """Return the medians of one side's answers, and how many there are."""
    by_person = each[each["side"] == side].groupby("person_id")
    return pd.DataFrame(
        {
            f"{side}_hours": by_person["hours"].median().astype("Float64"),
            f"{side}_working_hours": by_person["working_hours"].median().astype("Float64"),
            f"n_{side}_replies": by_person.size().astype("Int64"),
        }
    )


def _in_order(table: pd.DataFrame, clock: Workday, instant: pd.Timestamp) -> pd.DataFrame:
    n_all = (table["n_your_replies"] + table["n_their_replies"]).rename("n")
    keys = n_all.to_frame().assign(person=table.index)
    table = table.loc[keys.sort_values(["n", "person"], ascending=[False, True]).index]
    reasons = [_reason(row) for row in table.to_dict("records")]
    table = table.assign(reason=pd.Series(reasons, index=table.index, dtype="string"))
    result = table[COLUMNS]
    result.attrs = {"as_of": instant, "begin_hour": clock.begin_hour, "end_hour": clock.end_hour}
    result.attrs |= {"days": clock.days, "offset_minutes": clock.offset_minutes}
    result.attrs["n_sent"] = clock.n_sent
    return result


def _reason(row: dict[Any, Any]) -> str:
    name = row["name"] if pd.notna(row["name"]) else "This person"
    yours = _spoken("you", row["your_working_hours"], int(row["n_your_replies"]))
    theirs = _spoken("they", row["their_working_hours"], int(row["n_their_replies"]))
    return f"{name}: {yours}; {theirs}."


def _spoken(who: str, hours: Any, n: int) -> str:
    if not n:
        return f"no answer that {who} gave is in this archive"
    within = "an hour" if hours < 1 else count(round(float(hours)), "hour")
    return f"{who} answer within {within} of your working time (median of {n:,})"
