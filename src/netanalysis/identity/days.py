"""When each alias was in use: the first and the last day, and how often."""

from __future__ import annotations

import pandas as pd

from netanalysis.harvest import Harvest


def alias_days(harvest: Harvest) -> pd.DataFrame:
    """Return ``alias_key``, ``first_on``, ``last_on`` and ``n_interactions`` of every participant.

    Days are UTC days with a trusted date; interactions without one count, but give no day.
    """
    events = harvest.interactions[["interaction_id", "occurred_at", "date_quality"]]
    is_trusted = events["date_quality"].isin(["ok", "day"])
    days = events["occurred_at"].where(is_trusted).dt.tz_localize(None).dt.floor("D")
    days.index = pd.Index(events["interaction_id"])
    roles = harvest.participations[["interaction_id", "alias_key"]].drop_duplicates()
    roles["day"] = days.reindex(roles["interaction_id"]).array
    used = roles.groupby("alias_key")["day"]
    found = {"first_on": used.min(), "last_on": used.max(), "n_interactions": used.size()}
    return pd.DataFrame(found).rename_axis("alias_key").reset_index()
