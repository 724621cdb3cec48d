"""Who appears together: ties between others, seen in the owner's archive.

Two people who stand on one message to at most ten recipients, or write in one group
conversation, have appeared together. Once may be chance; a tie needs two appearances.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from netanalysis.dataset import Dataset
from netanalysis.pairs import CONTACT_CHANNELS, MAX_RECIPIENTS, instant_or_none
from netanalysis.rhythms import STRENGTH_HALF_LIFE_DAYS

LEAST_APPEARANCES: Final = 2


def co_appearances(
    archive: Dataset,
    *,
    as_of: str | pd.Timestamp | None = None,
    max_recipients: int = MAX_RECIPIENTS,
    include_bulk: bool = False,
) -> pd.DataFrame:
    """Return the pairs of people who appeared together at least twice, without the owner.

    Options are those of :func:`netanalysis.pairs.contacts`.

    Returns
    -------
    DataFrame
        Indexed by (``a``, ``b``), ``a`` before ``b``: ``n_together`` (messages on which
        both stand) and ``together_strength``: over the days they appeared, half-life 60
        days, the largest 1 / (people on the message - 1) of the day. So a message to ten
        people counts a ninth of a private one.
    """
    instant = instant_or_none(archive, as_of)
    events = archive.interactions
    counts = (
        events["channel"].isin(CONTACT_CHANNELS)
        & events["date_quality"].isin(["ok", "day"])
        & (events["n_recipients"].fillna(1) <= max_recipients)
        & (events["is_bulk"].eq(False) | include_bulk)
    )
    if instant is not None:
        counts &= events["occurred_at"] <= instant
    events = events.loc[counts, ["interaction_id", "occurred_at"]]
    people = archive.people[archive.people["kind"] == "person"]
    roles = archive.participants.loc[
        archive.participants["person_id"].isin(people["person_id"])
        & archive.participants["interaction_id"].isin(events["interaction_id"]),
        ["interaction_id", "person_id"],
    ].drop_duplicates()
    roles["n_on_it"] = roles.groupby("interaction_id")["person_id"].transform("size")
    me = people.loc[people["is_me"], "person_id"]
    others = roles[~roles["person_id"].isin(me)]
    pairs = others.rename(columns={"person_id": "a"}).merge(
        others.rename(columns={"person_id": "b"})[["interaction_id", "b"]], on="interaction_id"
    )
    pairs = pairs[pairs["a"] < pairs["b"]].merge(events, on="interaction_id")
    return _weigh(pairs, instant)


def _weigh(pairs: pd.DataFrame, instant: pd.Timestamp | None) -> pd.DataFrame:
    """Return count and strength per pair, leaving out pairs seen only once."""
    n_together = pairs.groupby(["a", "b"])["interaction_id"].nunique()
    n_together = n_together[n_together >= LEAST_APPEARANCES]
    day = pairs["occurred_at"].dt.floor("D")
    daily = (
        pairs.assign(day=day, weight=1.0 / (pairs["n_on_it"] - 1))
        .groupby(["a", "b", "day"])["weight"]
        .max()
        .reset_index()
    )
    judged = instant if instant is not None else pd.Timestamp(0, tz="UTC")
    age = (judged.floor("D") - daily["day"]).dt.days.to_numpy(dtype=np.float64)
    daily["weight"] = daily["weight"].to_numpy(np.float64) * 0.5 ** (age / STRENGTH_HALF_LIFE_DAYS)
    strength = daily.groupby(["a", "b"])["weight"].sum()
    return pd.DataFrame(
        {
            "n_together": n_together.astype("Int64"),
            "together_strength": strength.reindex(n_together.index).astype("Float64"),
        }
    )
