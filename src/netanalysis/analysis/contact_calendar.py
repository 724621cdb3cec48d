"""The calendar of contact: on which days was the owner in touch, with whom and over what?"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from netanalysis.counting import MAX_RECIPIENTS, as_of_instant
from netanalysis.dataset import Dataset
from netanalysis.ego import ego_contacts, ego_ties
from netanalysis.wanting import closest_first

CIRCLES: Final = {"closest 5": 5, "next 10": 15, "next 35": 50, "everybody else": None}
"""Ranks by closeness at its best, up to which place. They cut a list, they are no finding."""

COLUMNS: Final = {
    "on": "datetime64[us]",
    "circle": "string",
    "channel": "string",
    "n_people": "Int64",
    "n_from_me": "Int64",
    "n_from_them": "Int64",
}


def contact_days(
    archive: Dataset,
    *,
    as_of: str | pd.Timestamp | None = None,
    max_recipients: int = MAX_RECIPIENTS,
    include_bulk: bool = False,
) -> pd.DataFrame:
    """Return the days on which the owner was in touch with people.

    Answers "when am I in touch, with my closest and with others, and over what?".

    Parameters
    ----------
    archive
        What was loaded; its owner must be known.
    as_of
        Day of judgement; by default the latest interaction.
    max_recipients, include_bulk
        As in :func:`neglected_ties`.

    Returns
    -------
    DataFrame
        One row per day, circle and channel, in this order.

        ``on``
            UTC day
        ``circle``
            "closest 5", "next 10", "next 35" or "everybody else": the rank by most contact
            days within any 90 days
        ``channel``
            "mail", "linkedin_message", "meeting" ...
        ``n_people``
            people in touch (1 or more); who was so over two channels counts in both rows
        ``n_from_me``, ``n_from_them``
            messages

        ``attrs`` holds ``as_of``. No contact, no rows.

    Raises
    ------
    OwnerUnknownError
        If the owner is not known.
    NothingToAnalyseError
        If no interaction has a trusted date and ``as_of`` is not given.

    Examples
    --------
    >>> import netanalysis as na
    >>> archive = na.load(na.sample_path())
    >>> sorted(na.contact_days(archive)["channel"].unique())
    ['invitation', 'linkedin_message', 'mail']
    """
    instant = as_of_instant(archive, as_of)
    rows = ego_contacts(
        archive, as_of=instant, max_recipients=max_recipients, include_bulk=include_bulk
    )
    mine = ego_ties(
        archive, as_of=instant, max_recipients=max_recipients, include_bulk=include_bulk
    )
    ranks = pd.Series({person: rank for rank, person in enumerate(closest_first(mine), start=1)})
    ends = [end for end in CIRCLES.values() if end is not None]
    place = np.searchsorted(ends, rows["person_id"].map(ranks).to_numpy(dtype=np.int64))
    rows = rows.assign(
        on=rows["occurred_at"].dt.floor("D").dt.tz_localize(None),
        place=place,
        by_me=rows["by_me"].astype("int64"),
    )
    days = rows.groupby(["on", "place", "channel"], as_index=False).agg(
        n_people=("person_id", "nunique"),
        n_messages=("by_me", "size"),
        n_from_me=("by_me", "sum"),
    )
    days["n_from_them"] = days["n_messages"] - days["n_from_me"]
    days["circle"] = days["place"].map(dict(enumerate(CIRCLES)))
    result = days[list(COLUMNS)].astype(COLUMNS)
    result.attrs = {"as_of": instant}
    return result
