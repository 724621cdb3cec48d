"""The owner's own ties: one row per person the owner was in touch with."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from netanalysis.counting import MAX_RECIPIENTS, Counted, counted, instant_or_none
from netanalysis.dataset import Dataset
from netanalysis.exchange import Contacts
from netanalysis.numbering import distinct, pack, unpack
from netanalysis.pairs import contacts, contacts_of, dyads_of

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
    archive.me  # noqa: B018  (raises OwnerUnknownError)
    instant = instant_or_none(archive, as_of)
    found = counted(archive, instant, max_recipients=max_recipients, include_bulk=include_bulk)
    mine = contacts_of(archive, found, only=found.me)
    # The owner is "a" in every pair: number the people so that the owner comes first.
    seen = _owner_first(mine, found.me)
    keys, table = dyads_of(seen, len(found.people), instant)
    table.index = pd.Index(_others(found, keys), name="person_id")
    table = table.rename(columns=EGO_COLUMNS)
    table["last_by"] = table["last_by"].eq(0).map({True: "you", False: "them"}).astype("string")
    table["balance"] = table["balance"].replace(
        {"a gives more": "you give more", "b gives more": "they give more"}
    )
    table["n_days_sent"] = _days_sent(seen, keys)
    return table


def _owner_first(rows: Contacts, me: int) -> Contacts:
    """Return ``rows`` with the owner as number 0, and those numbered before one higher."""

    def moved(people: np.ndarray) -> np.ndarray:
        return np.where(people == me, 0, people + (people < me))

    return replace(rows, source=moved(rows.source), target=moved(rows.target))


def _others(found: Counted, numbers: np.ndarray) -> pd.Series:
    """Return the ``person_id`` of people numbered after the owner."""
    people = np.where(numbers <= found.me, numbers - 1, numbers)
    return found.people.iloc[people].reset_index(drop=True)


def _days_sent(rows: Contacts, people: np.ndarray) -> ExtensionArray:
    """Return on how many days the owner, number 0, wrote to each of ``people``."""
    by_me = rows.source == 0
    day = rows.microseconds[by_me] // 86_400_000_000
    n_most = int(people.max(initial=0)) + 1
    written = unpack(distinct(pack(day, rows.target[by_me], n_most)), n_most)[1]
    n_days: ExtensionArray = pd.array(np.bincount(written, minlength=n_most)[people], dtype="Int64")
    return n_days
