"""Conversations in which the owner worked with others, as far as messages show."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from netanalysis.counting import CONTACT_CHANNELS, MAX_RECIPIENTS, counted
from netanalysis.dataset import Dataset
from netanalysis.shared_traits import plain_subject

LEAST_MESSAGES: Final = 3  # a question, an answer and something more
LONG_EXCHANGE: Final = 6  # messages of two people alone under one subject: more than a question
_MEETING: Final = CONTACT_CHANNELS.index("meeting")


def joint_conversations(archive: Dataset, instant: pd.Timestamp) -> pd.DataFrame:
    """Return who stood with the owner in which joint conversation up to ``instant``.

    Joint is a conversation of three messages and more, or a meeting, with the owner and at
    least two others on it; and one of six messages and more under one subject between the owner
    and one other, if both wrote. One row per conversation and other person:
    ``conversation`` (a number), ``person_id``, ``subject`` (missing without), ``last_on``
    (time of the last message with that person on it).
    """
    found = counted(archive, instant, max_recipients=MAX_RECIPIENTS, include_bulk=False)
    is_mine = found.role_person == found.me
    with_me = np.zeros(len(found.row), dtype=bool)
    with_me[found.role_event[is_mine]] = True
    kept = with_me[found.role_event]
    event = found.role_event[kept]
    thread = found.events.thread.astype(np.int64)[event]
    rows = pd.DataFrame(
        {
            # What belongs to no thread is a conversation of its own.
            "conversation": np.where(thread >= 0, thread, -1 - event.astype(np.int64)),
            "event": event,
            "person": found.role_person[kept],
            "wrote": found.role_is_sender[kept],
            "is_meeting": (found.events.channel == _MEETING)[event],
        }
    )
    whole = rows.groupby("conversation")
    of_each = pd.DataFrame(
        {
            "n": _different(rows, "event"),
            "n_people": _different(rows, "person"),
            "n_writers": _different(rows[rows["wrote"]], "person"),
            "is_meeting": whole["is_meeting"].any(),
        }
    )
    first = whole["event"].min()
    subjects = archive.columns("interactions", ("subject",))["subject"]
    subject = plain_subject(subjects.iloc[found.row[first.to_numpy()]]).set_axis(first.index)
    of_each["subject"] = subject.replace("", pd.NA)
    with_others = (of_each["n_people"] >= 3) & (
        (of_each["n"] >= LEAST_MESSAGES) | of_each["is_meeting"]
    )
    alone = (of_each["n"] >= LONG_EXCHANGE) & (of_each["n_writers"] == 2)
    joint = of_each[with_others | (alone & of_each["subject"].notna())]
    others = rows[(rows["person"] != found.me) & rows["conversation"].isin(joint.index)]
    table = others.groupby(["conversation", "person"], as_index=False)["event"].max()
    return pd.DataFrame(
        {
            "conversation": table["conversation"],
            "person_id": found.people.iloc[table["person"]].to_numpy(),
            "subject": table["conversation"].map(joint["subject"]).astype("string"),
            "last_on": found.events.microseconds[table["event"]].astype("datetime64[us]"),
        }
    )


def _different(rows: pd.DataFrame, what: str) -> pd.Series:
    """Return how many different ones there are in each conversation."""
    return rows[["conversation", what]].drop_duplicates().groupby("conversation").size()
