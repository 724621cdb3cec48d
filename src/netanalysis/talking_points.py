"""What to begin a letter with: the last subject between the two, and what few others share."""

from __future__ import annotations

import re
from textwrap import shorten
from typing import Any, Final

import pandas as pd

from netanalysis.analysis.ground import common_ground
from netanalysis.dataset import Dataset
from netanalysis.ego import ego_contacts
from netanalysis.shared_traits import plain_subject

MOST_SHARED: Final = 0.1  # what more of the contacts share is no point to begin with
TELLING: Final = ("event", "school", "group", "contact", "skill", "thread")
"""Kinds of common ground to begin with; an employer or a single word would be lame."""

DATED: Final = ("event", "thread")  # kinds of which the month is worth telling
SUBJECT_WIDTH: Final = 70
SAYS_NOTHING: Final = frozenset(
    "hi hello hey hallo hola bonjour salut moin dear thanks thank you danke merci gracias fyi "
    "question questions frage test untitled none no subject re fw fwd help important urgent "
    "update info information message messages mail email note reply request hi there".split()
)
"""Words of which a subject may not only consist: it would remind nobody of anything."""


def talking_point(archive: Dataset, person: str, name: str, instant: pd.Timestamp) -> str | None:
    """Return what to begin with, in a sentence or two; None where the archive knows nothing."""
    parts = []
    subject, on = _last_subject(archive, person, instant)
    if subject:
        short = shorten(subject, SUBJECT_WIDTH, placeholder=" …")
        parts.append(f"Your last subject was “{short}” ({on:%B %Y}).")
    shared = common_ground(archive, person, n=len(archive.people), as_of=instant)
    shared = shared[shared["kind"].isin(TELLING) & (shared["share"] <= MOST_SHARED)]
    told = (row for row in shared.to_dict("records") if _is_worth_telling(row, name, subject))
    for found in (next(told, None),):
        if found is not None:
            parts.append(_sentence(found))
    return " ".join(parts) or None


def _is_worth_telling(row: dict[Any, Any], name: str, subject: str) -> bool:
    """Whether something shared is new beside the subject, and no matter of course.

    A contact under one word, an address, or the person's own last name is their family, or
    themselves under another address.
    """
    what = str(row["what"])
    if row["kind"] != "contact":
        return what != subject and says_something(what)
    words, own = what.casefold().split(), name.casefold().split()
    return len(words) > 1 and "@" not in what and words[-1:] != own[-1:]


def _sentence(row: dict[Any, Any]) -> str:
    words = str(row["reason"]).partition(": ")[2].partition("; shared")[0]
    words, dated, _ = words.partition(", last on ")
    if dated and row["kind"] in DATED:
        words += f", last in {row['last_on']:%B %Y}"
    return f"{words[:1].upper()}{words[1:]}."


def says_something(subject: str) -> bool:
    """Whether a subject reminds of anything: not a mere greeting, number or "no subject"."""
    words = re.findall(r"[^\W\d_]+", subject.casefold())
    return any(word not in SAYS_NOTHING and len(word) > 1 for word in words)


def _last_subject(
    archive: Dataset, person: str, instant: pd.Timestamp
) -> tuple[str, pd.Timestamp | None]:
    """Return the subject of the last message between the two that says something, and its day."""
    letters = ego_contacts(archive, who=person, as_of=instant)
    events = archive.columns("interactions", ("interaction_id", "subject"))
    events = events[events["interaction_id"].isin(letters["interaction_id"])]
    subjects = events.set_index("interaction_id")["subject"]
    letters = letters.assign(subject=letters["interaction_id"].map(subjects))
    letters["subject"] = plain_subject(letters["subject"])
    letters = letters[[says_something(text) for text in letters["subject"].fillna("")]]
    letters = letters.sort_values("occurred_at")
    among_few = letters[letters["is_direct"]]
    last = (among_few if len(among_few) else letters).tail(1)
    if last.empty:
        return "", None
    return str(last["subject"].iloc[0]), last["occurred_at"].iloc[0]
