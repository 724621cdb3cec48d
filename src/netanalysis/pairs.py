"""Ties and dyads: who was in touch with whom, how often, how lately, and who writes.

A *tie* is an ordered pair (source wrote to target), a *dyad* the unordered pair. Both are
derived from interactions that count as contact: mail, LinkedIn messages, invitations,
meetings, calls and chats, between people, with at most ten recipients, not bulk, with a
date that can be trusted.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from netanalysis.dataset import Dataset
from netanalysis.errors import NothingToAnalyseError
from netanalysis.rhythms import RHYTHM_COLUMNS, rhythms

CONTACT_CHANNELS: Final = (
    "mail",
    "linkedin_message",
    "invitation",
    "meeting",
    "call",
    "chat",
    "message",
)
MAX_RECIPIENTS: Final = 10  # more is an announcement, not a contact between two people
DIRECT_RECIPIENTS: Final = 3  # at most this many recipients: a message meant for each
QUIET_DAYS: Final = 7  # the first message after a week of quiet opens a conversation
REPLY_WITHIN_DAYS: Final = 30  # a later answer in the same thread is a new start
PRIOR: Final = 2.0  # Beta(2, 2) prior of the give share: balanced until shown otherwise
INTERVAL: Final = 0.90
FAIR_SHARE: Final = (1 / 3, 2 / 3)
LEAST_MESSAGES_FOR_BALANCE: Final = 8


def as_of_instant(archive: Dataset, as_of: str | pd.Timestamp | None) -> pd.Timestamp:
    """Return the instant of judgement in UTC: ``as_of``, or the archive's latest interaction.

    Raises
    ------
    NothingToAnalyseError
        If no interaction has a trusted date and ``as_of`` was not given.
    """
    instant = instant_or_none(archive, as_of)
    if instant is None:
        raise NothingToAnalyseError(
            "No interaction in this archive has a date that can be trusted, so there is no "
            "day to judge from; load mail or LinkedIn messages, or give as_of='2026-01-31'."
        )
    return instant


def instant_or_none(archive: Dataset, as_of: str | pd.Timestamp | None) -> pd.Timestamp | None:
    """Return the instant of judgement, or nothing where no date can be trusted.

    A day without a time ("2026-01-31") means its end, so that its contacts count.
    """
    if as_of is None:
        return archive.as_of
    instant = pd.Timestamp(as_of)
    if instant.tzinfo is None and instant == instant.normalize():
        instant = instant + pd.Timedelta(days=1) - pd.Timedelta(microseconds=1)
    return instant.tz_localize("UTC") if instant.tzinfo is None else instant.tz_convert("UTC")


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
    events = events.loc[
        counts, ["interaction_id", "occurred_at", "channel", "thread_id", "n_recipients"]
    ]
    people = archive.people.loc[archive.people["kind"] == "person", "person_id"]
    roles = archive.participants[archive.participants["person_id"].isin(people)]
    senders = roles.loc[roles["role"] == "from", ["interaction_id", "person_id"]]
    targets = roles.loc[roles["role"] != "from", ["interaction_id", "person_id"]]
    pairs = senders.rename(columns={"person_id": "source"}).merge(
        targets.drop_duplicates().rename(columns={"person_id": "target"}), on="interaction_id"
    )
    pairs = pairs[pairs["source"] != pairs["target"]].merge(events, on="interaction_id")
    pairs["is_direct"] = pairs["n_recipients"].fillna(1) <= DIRECT_RECIPIENTS
    columns = ["source", "target", "interaction_id", "occurred_at", "channel", "thread_id"]
    order = ["occurred_at", "interaction_id", "source", "target"]
    return pairs.sort_values(order, ignore_index=True)[[*columns, "is_direct"]]


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
    rows = contacts(archive, as_of=as_of, max_recipients=max_recipients, include_bulk=include_bulk)
    return _summarise(rows, ["source", "target"], instant_or_none(archive, as_of))


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
    rows = contacts(archive, as_of=as_of, max_recipients=max_recipients, include_bulk=include_bulk)
    return dyads_of(rows, instant_or_none(archive, as_of))


def dyads_of(rows: pd.DataFrame, instant: pd.Timestamp | None) -> pd.DataFrame:
    """Return the dyads of the contact rows ``rows`` (see :func:`dyads`)."""
    is_forward = rows["source"] < rows["target"]
    paired = rows.assign(
        a=rows["source"].where(is_forward, rows["target"]),
        b=rows["target"].where(is_forward, rows["source"]),
        by_a=is_forward.astype("bool"),
    )
    table = _summarise(paired, ["a", "b"], instant)
    directions = paired.groupby(["a", "b"])["by_a"].agg(["sum", "size"]).reindex(table.index)
    table["n_a_to_b"] = directions["sum"].astype("Int64")
    table["n_b_to_a"] = (directions["size"] - directions["sum"]).astype("Int64")
    both = table[["n_a_to_b", "n_b_to_a"]]
    table["reciprocity"] = (both.min(axis=1) / both.max(axis=1)).astype("Float64")
    last = paired.drop_duplicates(["a", "b"], keep="last").set_index(["a", "b"])["source"]
    table["last_by"] = last.reindex(table.index).astype("string")
    table = table.join(_openings(paired)).join(_replies(paired))
    return _with_balance(table)


def _summarise(rows: pd.DataFrame, by: list[str], instant: pd.Timestamp | None) -> pd.DataFrame:
    """Return counts and rhythm of the contacts in ``rows`` per pair."""
    judged = instant if instant is not None else pd.Timestamp(0, tz="UTC")
    rhythm = rhythms(rows, by=by, as_of=judged)
    groups = rows.groupby(by, sort=True)
    counts = pd.DataFrame(
        {
            "n_interactions": groups["interaction_id"].nunique().astype("Int64"),
            "direct_share": groups["is_direct"].mean().astype("Float64"),
        }
    )
    used = rows[[*by, "channel"]].drop_duplicates().sort_values([*by, "channel"])
    counts["channels"] = used.groupby(by)["channel"].agg(", ".join).astype("string")
    table = counts[["n_interactions"]].join(rhythm).join(counts[["direct_share", "channels"]])
    table = table[["n_interactions", *RHYTHM_COLUMNS, "direct_share", "channels"]]
    table.attrs["as_of"] = instant
    return table


def _openings(paired: pd.DataFrame) -> pd.DataFrame:
    """Return how many conversations each pair had and the share that ``a`` opened."""
    before = paired.groupby(["a", "b"])["occurred_at"].shift()
    quiet = paired["occurred_at"] - before
    is_opening = before.isna() | (quiet >= pd.Timedelta(days=QUIET_DAYS))
    opened = paired[is_opening].groupby(["a", "b"])["by_a"].agg(["size", "mean"])
    return pd.DataFrame(
        {
            "n_conversations": opened["size"].astype("Int64"),
            "opened_by_a_share": opened["mean"].astype("Float64"),
        }
    )


def _replies(paired: pd.DataFrame) -> pd.DataFrame:
    """Return the median hours each side takes to answer within a thread, with counts."""
    threaded = paired[paired["thread_id"].notna()]
    threaded = threaded.sort_values(["a", "b", "thread_id", "occurred_at", "interaction_id"])
    groups = threaded.groupby(["a", "b", "thread_id"])
    waited = threaded["occurred_at"] - groups["occurred_at"].shift()
    turned = groups["by_a"].shift().astype("boolean") != threaded["by_a"]
    is_reply = turned.fillna(False) & (waited <= pd.Timedelta(days=REPLY_WITHIN_DAYS))
    replies = threaded[is_reply].assign(hours=waited[is_reply].dt.total_seconds() / 3600)
    columns: dict[str, pd.Series] = {}
    for side, is_side in (("a", replies["by_a"]), ("b", ~replies["by_a"])):
        hours = replies[is_side].groupby(["a", "b"])["hours"].agg(["median", "size"])
        columns[f"reply_hours_{side}"] = hours["median"].astype("Float64")
        columns[f"n_replies_{side}"] = hours["size"].astype("Int64")
    return pd.DataFrame(columns)


def _with_balance(table: pd.DataFrame) -> pd.DataFrame:
    """Add the give share of ``a`` with its interval, and what it says."""
    from scipy.special import betaincinv

    given = table["n_a_to_b"].to_numpy(dtype=np.float64, na_value=np.nan)
    taken = table["n_b_to_a"].to_numpy(dtype=np.float64, na_value=np.nan)
    tail = (1 - INTERVAL) / 2
    low = betaincinv(given + PRIOR, taken + PRIOR, tail)
    high = betaincinv(given + PRIOR, taken + PRIOR, 1 - tail)
    balance = np.select(
        [low > FAIR_SHARE[1], high < FAIR_SHARE[0]], ["a gives more", "b gives more"], "even"
    )
    share = (given + PRIOR) / (given + taken + 2 * PRIOR)
    enough = given + taken >= LEAST_MESSAGES_FOR_BALANCE
    counts = {name: table[name].fillna(0) for name in ("n_replies_a", "n_replies_b")}
    return table.assign(
        give_share_a=pd.array(share, dtype="Float64"),
        give_low_a=pd.array(low, dtype="Float64"),
        give_high_a=pd.array(high, dtype="Float64"),
        balance=pd.Series(balance, index=table.index, dtype="string").where(enough),
        **counts,
    )
