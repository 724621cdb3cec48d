"""The owner's own ties: one row per person the owner was in touch with."""

from __future__ import annotations

import pandas as pd

from netanalysis.dataset import Dataset
from netanalysis.pairs import MAX_RECIPIENTS, contacts, dyads_of, instant_or_none

EGO_COLUMNS = {
    "n_a_to_b": "n_sent",
    "n_b_to_a": "n_received",
    "opened_by_a_share": "opened_by_you_share",
    "reply_hours_a": "your_reply_hours",
    "n_replies_a": "n_your_replies",
    "reply_hours_b": "their_reply_hours",
    "n_replies_b": "n_their_replies",
    "give_share_a": "give_share",
    "give_low_a": "give_low",
    "give_high_a": "give_high",
}


def ego_contacts(
    archive: Dataset,
    *,
    as_of: str | pd.Timestamp | None = None,
    max_recipients: int = MAX_RECIPIENTS,
    include_bulk: bool = False,
) -> pd.DataFrame:
    """Return the contacts between the owner and others: ``person_id`` and ``by_me`` added.

    Raises
    ------
    OwnerUnknownError
        If the owner of the archive is not known.
    """
    me = archive.me
    rows = contacts(archive, as_of=as_of, max_recipients=max_recipients, include_bulk=include_bulk)
    by_me = (rows["source"] == me).astype("bool")
    mine = rows[by_me | (rows["target"] == me)]
    by_me = by_me.reindex(mine.index)
    return mine.assign(person_id=mine["target"].where(by_me, mine["source"]), by_me=by_me)


def ego_ties(
    archive: Dataset,
    *,
    as_of: str | pd.Timestamp | None = None,
    max_recipients: int = MAX_RECIPIENTS,
    include_bulk: bool = False,
) -> pd.DataFrame:
    """Return the owner's ties, seen from the owner: one row per person.

    Options are those of :func:`netanalysis.pairs.contacts`.

    Returns
    -------
    DataFrame
        Indexed by ``person_id``: the columns of :func:`netanalysis.pairs.dyads` from the
        owner's side (``n_sent``, ``n_received``, ``opened_by_you_share``,
        ``your_reply_hours``, ``their_reply_hours``, ``give_share`` ...), and
        ``n_days_sent``, the days on which the owner wrote. ``last_by`` is "you" or "them".

    Raises
    ------
    OwnerUnknownError
        If the owner of the archive is not known.
    """
    rows = ego_contacts(
        archive, as_of=as_of, max_recipients=max_recipients, include_bulk=include_bulk
    )
    # The owner is "a" in every pair: name the ends so that the owner sorts first.
    seen = rows.assign(
        source=("1" + rows["person_id"]).where(~rows["by_me"], "0"),
        target=("1" + rows["person_id"]).where(rows["by_me"], "0"),
    )
    table = dyads_of(seen, instant_or_none(archive, as_of))
    table.index = pd.Index(
        table.index.get_level_values("b").astype("string").str[1:], name="person_id"
    )
    table = table.rename(columns=EGO_COLUMNS)
    table["last_by"] = table["last_by"].eq("0").map({True: "you", False: "them"}).astype("string")
    table["balance"] = table["balance"].replace(
        {"a gives more": "you give more", "b gives more": "they give more"}
    )
    sent = rows.loc[rows["by_me"], ["person_id", "occurred_at"]]
    days = sent.assign(day=sent["occurred_at"].dt.floor("D")).groupby("person_id")["day"].nunique()
    table["n_days_sent"] = days.reindex(table.index).astype("Int64").fillna(0)
    return table
