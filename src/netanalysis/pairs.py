"""Ties and dyads: who was in touch with whom, how often, how lately, and who writes.

A *tie* is an ordered pair (source wrote to target), a *dyad* the unordered pair. Both are
derived from interactions that count as contact: mail, LinkedIn messages, invitations,
meetings, calls and chats, between people, with at most ten recipients, not bulk, with a
date that can be trusted.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import pandas_dtype

from netanalysis.counting import (
    CONTACT_CHANNELS,
    MAX_RECIPIENTS,
    Counted,
    counted,
    instant_or_none,
)
from netanalysis.dataset import Dataset
from netanalysis.exchange import (
    Columns,
    Integers,
    Paired,
    directions,
    openings,
    paired,
    replies,
    summary,
)
from netanalysis.numbering import sorted_rows
from netanalysis.rhythms import RHYTHM_COLUMNS, day_number

PRIOR: Final = 2.0  # Beta(2, 2) prior of the give share: balanced until shown otherwise
INTERVAL: Final = 0.90
FAIR_SHARE: Final = (1 / 3, 2 / 3)
LEAST_MESSAGES_FOR_BALANCE: Final = 8

_TIE_COLUMNS: Final = {
    "n_interactions": "Int64",
    **RHYTHM_COLUMNS,
    "direct_share": "Float64",
    "channels": "string",
}
_CONTACT_COLUMNS: Final = {
    **_TIE_COLUMNS,
    "n_a_to_b": "Int64",
    "n_b_to_a": "Int64",
    "reciprocity": "Float64",
    "last_by": "Int64",
}
_EXCHANGE_COLUMNS: Final = {
    "n_conversations": "Int64",
    "opened_by_a_share": "Float64",
    "reply_hours_a": "Float64",
    "n_replies_a": "Int64",
    "reply_hours_b": "Float64",
    "n_replies_b": "Int64",
}


def contacts(
    archive: Dataset,
    *,
    as_of: str | pd.Timestamp | None = None,
    max_recipients: int = MAX_RECIPIENTS,
    include_bulk: bool = False,
) -> pd.DataFrame:
    """Return every contact up to ``as_of``: one row per sender, recipient and interaction.

    Parameters
    ----------
    archive
        What was loaded.
    as_of
        Day (its end, UTC) or instant of judgement; by default the latest interaction.
    max_recipients
        Messages to more people than this are announcements and do not count.
    include_bulk
        Count what people write to each other over mailing lists too. Lists and robots
        themselves are never people.

    Returns
    -------
    DataFrame
        Columns ``source``, ``target``, ``interaction_id``, ``occurred_at``, ``channel``,
        ``thread_id`` and ``is_direct`` (at most three recipients), in time order.
    """
    found = counted(
        archive,
        instant_or_none(archive, as_of),
        max_recipients=max_recipients,
        include_bulk=include_bulk,
    )
    source, target, event = contacts_of(found)
    n_people = len(found.people)
    event, source, target = sorted_rows(
        (event, len(found.row)), (source, n_people), (target, n_people)
    )
    return contacts_frame(archive, found, source, target, event)


def contacts_frame(
    archive: Dataset, found: Counted, source: Integers, target: Integers, event: Integers
) -> pd.DataFrame:
    """Return contacts given as numbers as the frame that :func:`contacts` describes."""
    columns = ("interaction_id", "occurred_at", "thread_id")
    row = found.row[event]
    events = archive.columns("interactions", columns).iloc[row].reset_index(drop=True)
    channels = pd.Series(CONTACT_CHANNELS, dtype="string")
    return pd.DataFrame(
        {
            "source": _named(found, source),
            "target": _named(found, target),
            "interaction_id": events["interaction_id"],
            "occurred_at": events["occurred_at"],
            "channel": channels.iloc[found.events.channel[event]].reset_index(drop=True),
            "thread_id": events["thread_id"],
            "is_direct": found.events.is_direct[event],
        }
    )


def _named(found: Counted, numbers: np.ndarray) -> pd.Series:
    return found.people.iloc[numbers].reset_index(drop=True)


def contacts_of(found: Counted) -> tuple[Integers, Integers, Integers]:
    """Return source, target and interaction of every contact among what counts."""
    side = found.role_is_sender
    sender_event, sender = found.role_event[side], found.role_person[side]
    event, target = found.role_event[~side], found.role_person[~side]
    # One entry per sender of the interaction for each of its recipients.
    n_senders = np.bincount(sender_event, minlength=len(found.row)).astype(np.int32)
    if n_senders.max(initial=0) <= 1:
        sender_of = np.full(len(found.row), -1, dtype=np.int32)
        sender_of[sender_event] = sender
        source = sender_of[event]
        apart = (source >= 0) & (source != target)
        return source[apart], target[apart], event[apart]
    first = np.cumsum(n_senders) - n_senders
    n_each = n_senders[event]
    entry = np.repeat(np.arange(len(event)), n_each)
    nth = np.arange(len(entry)) - np.repeat(np.cumsum(n_each) - n_each, n_each)
    event, target = event[entry], target[entry]
    source = sender[first[event] + nth]
    apart = source != target
    return source[apart], target[apart], event[apart]


def ties(
    archive: Dataset,
    *,
    as_of: str | pd.Timestamp | None = None,
    max_recipients: int = MAX_RECIPIENTS,
    include_bulk: bool = False,
) -> pd.DataFrame:
    """Return the ties: one row per ordered pair (who wrote, to whom).

    Options are those of :func:`contacts`.

    Returns
    -------
    DataFrame
        Indexed by (``source``, ``target``) with ``n_interactions``, the rhythm columns of
        :func:`netanalysis.rhythms.rhythms` (``n_contact_days``, ``first_on``, ``last_on``,
        ``days_silent``, ``p_30``, ``p_60``, ``p_90``, ``unusual_silence``,
        ``usual_gap_days``, ``strength``, ``peak_contact_days``), ``direct_share`` (0 to 1)
        and ``channels`` (names joined by ", "). ``attrs["as_of"]`` is the instant of
        judgement. An archive without contact gives no rows.
    """
    instant = instant_or_none(archive, as_of)
    found = counted(archive, instant, max_recipients=max_recipients, include_bulk=include_bulk)
    source, target, event = contacts_of(found)
    pairs = paired((source, target), event, np.ones(len(event), dtype=bool), found.events)
    columns = summary(pairs, day_number(instant)) if len(pairs) else {}
    table = _frame(columns, _TIE_COLUMNS)
    table.index = _pair_index(found, pairs, ["source", "target"])
    table.attrs["as_of"] = instant
    return table


def dyads(
    archive: Dataset,
    *,
    as_of: str | pd.Timestamp | None = None,
    max_recipients: int = MAX_RECIPIENTS,
    include_bulk: bool = False,
) -> pd.DataFrame:
    """Return the dyads: one row per pair of people, with both directions side by side.

    Options are those of :func:`contacts`. Person ``a`` sorts before person ``b``.

    Returns
    -------
    DataFrame
        Indexed by (``a``, ``b``) with the columns of :func:`ties`, and:

        ``n_a_to_b``, ``n_b_to_a``
            messages each way
        ``reciprocity``
            smaller over larger of the two, 0 to 1; shown, not ranked by, because it does
            not tell which ties last
        ``last_by``
            who wrote last
        ``n_conversations``, ``opened_by_a_share``
            conversations (a first message after seven quiet days) and the share a opened
        ``reply_hours_a``, ``n_replies_a``, ``reply_hours_b``, ``n_replies_b``
            median hours to answer within a thread, and from how many answers
        ``give_share_a``, ``give_low_a``, ``give_high_a``
            (n_a_to_b + 2) / (n + 4) and its 90 % Beta interval
        ``balance``
            "a gives more", "b gives more" or "even"; missing under eight messages
    """
    instant = instant_or_none(archive, as_of)
    found = counted(archive, instant, max_recipients=max_recipients, include_bulk=include_bulk)
    source, target, event = contacts_of(found)
    by_a = source < target
    ends = np.where(by_a, source, target), np.where(by_a, target, source)
    pairs = paired(ends, event, by_a, found.events)
    table = dyads_of(pairs, instant)
    table.index = _pair_index(found, pairs, ["a", "b"])
    table["last_by"] = found.people.iloc[table["last_by"].to_numpy(dtype=np.int64)].to_numpy()
    table["last_by"] = table["last_by"].astype("string")
    return table


def dyads_of(pairs: Paired, instant: pd.Timestamp | None) -> pd.DataFrame:
    """Return one row per pair with the columns of :func:`dyads`, people as numbers."""
    table = contact_of(pairs, instant)
    whole = pd.concat([table, exchange_of(pairs, table)], axis=1)
    whole.attrs = table.attrs
    return whole


def contact_of(pairs: Paired, instant: pd.Timestamp | None) -> pd.DataFrame:
    """Return the columns of :func:`dyads` about how often and how lately, up to ``last_by``."""
    columns: Columns = {}
    if len(pairs):
        columns = {**summary(pairs, day_number(instant)), **directions(pairs)}
    table = _frame(columns, _CONTACT_COLUMNS)
    table.attrs["as_of"] = instant
    return table


def exchange_of(pairs: Paired, table: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of :func:`dyads` about openings, answers and who gives more.

    ``table`` is :func:`contact_of` the same pairs.
    """
    columns: Columns = {**openings(pairs), **replies(pairs)} if len(pairs) else {}
    given = table["n_a_to_b"].to_numpy(dtype=np.float64, na_value=np.nan)
    taken = table["n_b_to_a"].to_numpy(dtype=np.float64, na_value=np.nan)
    return _with_balance(_frame(columns, _EXCHANGE_COLUMNS), given, taken)


def _pair_index(found: Counted, pairs: Paired, names: list[str]) -> pd.MultiIndex:
    ends = [_named(found, pairs.a[pairs.starts]), _named(found, pairs.b[pairs.starts])]
    return pd.MultiIndex.from_arrays(ends, names=names)


def _frame(columns: Columns, dtypes: dict[str, str]) -> pd.DataFrame:
    """Return the columns under their dtypes; NaN becomes missing, bits become names."""
    made: dict[str, pd.Series] = {}
    for name, dtype in dtypes.items():
        values = columns.get(name, np.empty(0, dtype=np.int64))
        column = _channel_names(values) if name == "channels" else pd.Series(values)
        made[name] = column.astype(pandas_dtype(dtype))
    return pd.DataFrame(made)


def _channel_names(bits: np.ndarray) -> pd.Series:
    """Return the names of the channels whose bits are set, sorted and joined."""
    names = {
        mask: ", ".join(sorted(c for i, c in enumerate(CONTACT_CHANNELS) if mask >> i & 1))
        for mask in np.unique(bits).tolist()
    }
    return pd.Series(bits).map(names).astype("string")


def _with_balance(
    table: pd.DataFrame, given: npt.NDArray[np.float64], taken: npt.NDArray[np.float64]
) -> pd.DataFrame:
    """Add the give share of ``a`` with its interval, and what it says."""
    from scipy.special import betaincinv

    tail = (1 - INTERVAL) / 2
    low = betaincinv(given + PRIOR, taken + PRIOR, tail)
    high = betaincinv(given + PRIOR, taken + PRIOR, 1 - tail)
    balance = np.select(
        [low > FAIR_SHARE[1], high < FAIR_SHARE[0]], ["a gives more", "b gives more"], "even"
    )
    share = (given + PRIOR) / (given + taken + 2 * PRIOR)
    enough = given + taken >= LEAST_MESSAGES_FOR_BALANCE
    return table.assign(
        give_share_a=pd.array(share, dtype="Float64"),
        give_low_a=pd.array(low, dtype="Float64"),
        give_high_a=pd.array(high, dtype="Float64"),
        balance=pd.Series(balance, index=table.index, dtype="string").where(enough),
    )
