"""Who is waiting for whom: last messages that nobody has answered, both ways."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from netanalysis.counting import CONTACT_CHANNELS, MAX_RECIPIENTS, Counted, as_of_instant
from netanalysis.dataset import Dataset
from netanalysis.ego import ego_pairs, ego_ties
from netanalysis.exchange import Paired
from netanalysis.words import count, span
from netanalysis.worth import who_is_who

LEAST_DAYS: Final = 2  # a younger message is in hand, not waiting
MOST_DAYS: Final = 90  # later nobody waits any more; the tie is then neglected or dormant
LEAST_ANSWERS: Final = 3  # fewer show no habit
MESSAGE_CHANNELS: Final = ("mail", "linkedin_message", "chat", "message")

COLUMNS: Final = [
    "name",
    "company",
    "waiting",
    "days_waiting",
    "is_question",
    "n_messages",
    "last_at",
    "subject",
    "channel",
    "usual_reply_hours",
    "n_replies",
    "n_sent",
    "n_received",
    "n_contact_days",
    "strength",
    "reason",
]


def waiting(
    archive: Dataset,
    *,
    as_of: str | pd.Timestamp | None = None,
    least_days: int = LEAST_DAYS,
    most_days: int = MOST_DAYS,
    max_recipients: int = MAX_RECIPIENTS,
    include_bulk: bool = False,
) -> pd.DataFrame:
    """Return the last messages that have no answer, those to you and those from you.

    Answers "who is waiting for me, and for whom am I waiting?". One row per person whose
    latest contact with the owner was a message to at most three people. Any later contact
    ends the waiting, over any channel: an answer in another thread, a meeting, a call.

    Parameters
    ----------
    archive
        What was loaded; its owner must be known. Loaded with ``body="light"``, messages
        that ask nothing are left out.
    as_of
        Day of judgement; by default the latest interaction.
    least_days, most_days
        Only messages of this age, in days.
    max_recipients, include_bulk
        As in :func:`netanalysis.neglected_ties`.

    Returns
    -------
    DataFrame
        Indexed by ``person_id``; known questions first, then people both sides have
        written with, then the strongest ties.

        ``name``, ``company``
            company as stated by the person, else their mail domain
        ``waiting``
            "for you" (they wrote last) or "for them" (you wrote last)
        ``days_waiting``
            days since the last message
        ``is_question``
            whether a message since the other side last wrote asks something; missing
            where bodies were not read
        ``n_messages``
            messages since the other side last wrote
        ``last_at``, ``subject``, ``channel``
            of the last message
        ``usual_reply_hours``, ``n_replies``
            median hours in which the side that is waited for answers this person, and
            from how many answers; missing for none
        ``n_sent``, ``n_received``, ``n_contact_days``, ``strength``
            the evidence for the tie, as in :func:`netanalysis.neglected_ties`
        ``reason``
            the row in words

        ``attrs`` holds ``as_of`` and ``n_without_question``, the rows left out because
        their messages ask nothing. Nobody waiting, no rows.

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
    >>> set(na.waiting(archive)["waiting"]) <= {"for you", "for them"}
    True
    """
    instant = as_of_instant(archive, as_of)
    found, pairs = ego_pairs(archive, instant, max_recipients, include_bulk)
    mine = ego_ties(
        archive, as_of=instant, max_recipients=max_recipients, include_bulk=include_bulk
    )
    table = mine.join(who_is_who(archive).reindex(mine.index)).join(
        _last_words(archive, found, pairs)
    )
    is_for_you = table["last_by"] == "them"
    table["waiting"] = np.where(is_for_you, "for you", "for them")
    table["waiting"] = table["waiting"].astype("string")
    table["days_waiting"] = (instant - table["last_at"]).dt.days.astype("Int64")
    sides = {
        "usual_reply_hours": ("your_reply_hours", "their_reply_hours"),
        "n_replies": ("n_your_replies", "n_their_replies"),
    }
    for column, (yours, theirs) in sides.items():
        table[column] = table[yours].where(is_for_you, table[theirs])
    is_open = table["is_message"] & table["days_waiting"].between(least_days, most_days)
    table = table[is_open]
    asks_nothing = table["is_question"].eq(False).fillna(False)
    result = _in_order(table[~asks_nothing])
    result.attrs = {"as_of": instant, "n_without_question": int(asks_nothing.sum())}
    return result


def _last_words(archive: Dataset, found: Counted, pairs: Paired) -> pd.DataFrame:
    """Return, per tie, what was written since the other side last wrote.

    ``is_message``: the latest contact was a message to at most three people.
    """
    ends = pairs.starts + pairs.sizes - 1
    tie = np.cumsum(pairs.is_first) - 1
    # From the end of each tie back to the last contact by the other side.
    is_other = pairs.by_a != pairs.by_a[ends][tie]
    place = np.where(is_other, np.arange(len(pairs)), -1)
    turned = np.maximum.reduceat(place, pairs.starts) if len(pairs) else ends
    begins = np.maximum(turned + 1, pairs.starts)
    of_event = archive.columns("interactions", ("is_question", "subject", "occurred_at"))
    run = np.arange(len(pairs)) >= begins[tie]
    asks = of_event["is_question"].iloc[found.row[pairs.event[run]]].reset_index(drop=True)
    by_tie = asks.groupby(tie[run])
    known = by_tie.count().gt(0)
    last = of_event.iloc[found.row[pairs.event[ends]]].reset_index(drop=True)
    channels = pd.Series(CONTACT_CHANNELS, dtype="string")
    channel = channels.iloc[found.events.channel[pairs.event[ends]]].reset_index(drop=True)
    people = found.people.iloc[pairs.b[pairs.starts]].reset_index(drop=True)
    frame = pd.DataFrame(
        {
            "is_question": by_tie.max().astype("boolean").where(known),
            "n_messages": pd.array(ends - begins + 1, dtype="Int64"),
            "last_at": last["occurred_at"],
            "subject": last["subject"],
            "channel": channel,
            "is_message": channel.isin(MESSAGE_CHANNELS)
            & found.events.is_direct[pairs.event[ends]],
        }
    )
    frame.index = pd.Index(people, name="person_id")
    return frame


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    keys = pd.DataFrame(
        {
            "asks": table["is_question"].fillna(False).astype(bool),
            "mutual": (table["n_sent"] > 0) & (table["n_received"] > 0),
            "strength": table["strength"],
            "person": table.index,
        },
        index=table.index,
    )
    by = ["asks", "mutual", "strength", "person"]
    order = keys.sort_values(by, ascending=[False, False, False, True]).index
    table = table.loc[order]
    reasons = [_reason(row) for row in table.to_dict("records")]
    return table.assign(reason=pd.Series(reasons, index=order, dtype="string"))[COLUMNS]


def _reason(row: dict[Any, Any]) -> str:
    """Return one waiting in words, without reproach."""
    name = row["name"] if pd.notna(row["name"]) else "This person"
    n, days = int(row["n_messages"]), span(float(row["days_waiting"]))
    is_for_you = row["waiting"] == "for you"
    wrote = "wrote to you" if is_for_you else "you wrote to them"
    asked = pd.notna(row["is_question"]) and bool(row["is_question"])
    what = " and asked something" if asked else ""
    often = f", {count(n, 'message')} in a row" if n > 1 else ""
    answer = "nothing from you since" if is_for_you else "nothing from them since"
    words = f"{name}: {wrote} {days} ago{what}{often}; {answer}."
    if row["n_replies"] >= LEAST_ANSWERS:
        who = "You usually answer" if is_for_you else "They usually answer"
        usual = float(row["usual_reply_hours"])
        within = span(usual / 24) if usual >= 48 else count(max(round(usual), 1), "hour")
        words += f" {who} within {within} (median of {int(row['n_replies']):,})."
    elif not is_for_you and row["n_received"] == 0:
        words += " Nothing they sent is in this archive."
    return words
