"""The owner's own ties: one row per person the owner was in touch with."""

from __future__ import annotations

import numpy as np
import pandas as pd

from netanalysis.counting import MAX_RECIPIENTS, Counted, counted, instant_or_none
from netanalysis.dataset import Dataset
from netanalysis.exchange import Flags, Integers, Paired, paired, steadiness
from netanalysis.numbering import sorted_rows, whole_slices
from netanalysis.pairs import contact_of, contacts_frame, exchange_of

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
    who: str | None = None,
    as_of: str | pd.Timestamp | None = None,
    max_recipients: int = MAX_RECIPIENTS,
    include_bulk: bool = False,
) -> pd.DataFrame:
    """Return the contacts between the owner and others: ``person_id`` and ``by_me`` added.

    With ``who`` (a person id) only those with this person.

    Raises
    ------
    OwnerUnknownError
        If the owner of the archive is not known.
    """
    archive.me  # noqa: B018  (raises OwnerUnknownError)
    instant = instant_or_none(archive, as_of)
    found = counted(archive, instant, max_recipients=max_recipients, include_bulk=include_bulk)
    other, event, by_me = with_owner(found)
    if who is not None:
        is_wanted = other == int(found.people.searchsorted(who))
        is_wanted &= bool((found.people == who).any())
        other, event, by_me = other[is_wanted], event[is_wanted], by_me[is_wanted]
    n_people = len(found.people)
    event, source, target = sorted_rows(
        (event, len(found.row)),
        (np.where(by_me, found.me, other), n_people),
        (np.where(by_me, other, found.me), n_people),
    )
    by_me = source == found.me
    rows = contacts_frame(archive, found, source, target, event)
    return rows.assign(person_id=rows["target"].where(by_me, rows["source"]), by_me=by_me)


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
        ``your_reply_hours``, ``their_reply_hours``, ``give_share`` ...). ``last_by`` is
        "you" or "them". ``n_days_sent`` counts the days on which the owner wrote,
        ``n_direct_days`` those with a message to at most three recipients, and
        ``n_months`` the calendar months with contact.

    Raises
    ------
    OwnerUnknownError
        If the owner of the archive is not known.
    """
    archive.me  # noqa: B018  (raises OwnerUnknownError)
    instant = instant_or_none(archive, as_of)
    how = instant, max_recipients, include_bulk
    return archive.remembered("ego ties", how, lambda: _ego_ties(archive, *how)).copy()


def _ego_ties(
    archive: Dataset, instant: pd.Timestamp | None, max_recipients: int, include_bulk: bool
) -> pd.DataFrame:
    mine = ego_rhythms(archive, instant, max_recipients, include_bulk)
    _, pairs = ego_pairs(archive, instant, max_recipients, include_bulk)
    numbers = mine.rename(columns={name: own for own, name in EGO_COLUMNS.items()})
    exchange = exchange_of(pairs, numbers).set_axis(mine.index).rename(columns=EGO_COLUMNS)
    exchange["balance"] = exchange["balance"].replace(
        {"a gives more": "you give more", "b gives more": "they give more"}
    )
    n_before = list(mine.columns).index("last_by") + 1
    parts = [mine.iloc[:, :n_before], exchange, mine.iloc[:, n_before:]]
    whole = pd.concat(parts, axis=1)
    whole.attrs = mine.attrs
    return whole


def ego_rhythms(
    archive: Dataset, instant: pd.Timestamp | None, max_recipients: int, include_bulk: bool
) -> pd.DataFrame:
    """Return :func:`ego_ties` without openings, answers and give shares, which lists do not need.

    Raises
    ------
    OwnerUnknownError
        If the owner of the archive is not known.
    """
    how = instant, max_recipients, include_bulk
    return archive.remembered("ego rhythms", how, lambda: _ego_rhythms(archive, *how)).copy()


def _ego_rhythms(
    archive: Dataset, instant: pd.Timestamp | None, max_recipients: int, include_bulk: bool
) -> pd.DataFrame:
    found, pairs = ego_pairs(archive, instant, max_recipients, include_bulk)
    table = contact_of(pairs, instant)
    people = found.people.iloc[pairs.b[pairs.starts]].reset_index(drop=True)
    table.index = pd.Index(people, name="person_id")
    table = table.rename(columns=EGO_COLUMNS)
    # The owner is the end "a" of every pair, whatever their number.
    is_last = pairs.by_a[pairs.starts + pairs.sizes - 1]
    table["last_by"] = pd.array(np.where(is_last, "you", "them"), dtype="string")
    counts = steadiness(pairs)
    return table.assign(**{name: pd.array(values) for name, values in counts.items()})


def ego_pairs(
    archive: Dataset, instant: pd.Timestamp | None, max_recipients: int, include_bulk: bool
) -> tuple[Counted, Paired]:
    """Return what counts, and the owner's contacts in it: end "a" is the owner, "b" the other.

    Raises
    ------
    OwnerUnknownError
        If the owner of the archive is not known.
    """
    archive.me  # noqa: B018  (raises OwnerUnknownError)
    how = instant, max_recipients, include_bulk
    return archive.remembered("ego pairs", how, lambda: _ego_pairs(archive, *how))


def _ego_pairs(
    archive: Dataset, instant: pd.Timestamp | None, max_recipients: int, include_bulk: bool
) -> tuple[Counted, Paired]:
    found = counted(archive, instant, max_recipients=max_recipients, include_bulk=include_bulk)
    other, event, by_me = with_owner(found)
    return found, paired((np.zeros_like(other), other), event, by_me, found.events)


def with_owner(found: Counted) -> tuple[Integers, Integers, Flags]:
    """Return the other person, the interaction and whether the owner wrote, of each contact."""
    # Of every interaction: 1 if the owner wrote it, 2 if it went to the owner.
    sides = np.zeros(len(found.row), dtype=np.uint8)
    parts = [(found.role_person[:0], found.role_event[:0], found.role_is_sender[:0])]
    for rows in whole_slices(found.role_event):
        person, event = found.role_person[rows], found.role_event[rows]
        is_sender, is_me = found.role_is_sender[rows], person == found.me
        sides[event[is_me & is_sender]] = 1
        sides[event[is_me & ~is_sender]] |= 2
        # Those the owner wrote to are recipients, those who wrote to the owner are senders.
        place = np.flatnonzero((sides[event] >> is_sender) & ~is_me)
        parts.append((person[place], event[place], ~is_sender[place]))
    other, event, by_me = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return other, event, by_me
