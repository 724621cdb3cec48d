"""What the owner shares with others: employers, schools, skills, words of subjects, threads."""

from __future__ import annotations

import re
from typing import Any, Final

import numpy as np
import pandas as pd

from netanalysis.affiliations import employers
from netanalysis.communities import SMALL_WORDS
from netanalysis.counting import MAX_RECIPIENTS, counted
from netanalysis.dataset import Dataset
from netanalysis.ego import ego_ties
from netanalysis.together import co_appearances

LEAST_SUBJECTS: Final = 2  # a word that stands in one subject only is chance
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_REPLY: Final = re.compile(r"^\s*((re|fwd?|aw|wg|tr|rv|antw)\s*:\s*)+", re.IGNORECASE)
_TRAITS: Final = ["person_id", "what", "on", "source"]


def plain_subject(subjects: pd.Series) -> pd.Series:
    """Return subjects without "Re:", "Fwd:" and their like in front."""
    return subjects.str.replace(_REPLY, "", regex=True).str.strip()


def known_people(archive: Dataset, instant: pd.Timestamp) -> set[str]:
    """Return everybody the owner was in touch with or is connected to."""
    connected = archive.relations[archive.relations["kind"] == "connected"]
    people = {*ego_ties(archive, as_of=instant).index, *connected["source"], *connected["target"]}
    return people - {archive.me}


def shared_traits(archive: Dataset, instant: pd.Timestamp) -> dict[str, pd.DataFrame]:
    """Return, per kind, who shares what with the owner, when it was seen, and where.

    Frames of ``person_id``, ``what``, ``on`` (missing where no day is known) and ``source``,
    one row for each time it was seen, by ``on``.
    """
    return archive.remembered("traits", instant, lambda: _traits(archive, instant))


def _traits(archive: Dataset, instant: pd.Timestamp) -> dict[str, pd.DataFrame]:
    today = instant.tz_convert("UTC").tz_localize(None)
    letters = _letters(archive, instant)
    found = {
        "employer": _employers(archive),
        "school": _listed(archive, archive.education, "school", "finished_on"),
        "event": _said(archive, today, "meeting"),
        "skill": pd.concat(
            [
                _listed(archive, archive.skills, "skill", None),
                _endorsed(archive, today),
            ]
        ),
        "group": _groups(archive, today),
        "subject word": _subject_words(archive, letters),
        "contact": _acquaintances(archive, instant),
        "thread": _threads(letters),
    }
    return {kind: frame[_TRAITS].sort_values("on", kind="stable") for kind, frame in found.items()}


def _frame(people: Any, what: Any, on: Any, source: Any) -> pd.DataFrame:
    frame = pd.DataFrame({"person_id": people, "what": what, "on": on, "source": source})
    dtypes = {"person_id": "string", "what": "string", "source": "string", "on": "datetime64[us]"}
    frame = frame.astype(dtypes).dropna(subset=["person_id", "what"])
    return frame.assign(on=frame["on"].dt.normalize())


def _employers(archive: Dataset) -> pd.DataFrame:
    rows = employers(archive)
    mine = rows.loc[rows["person_id"] == archive.me, "organisation"]
    rows = rows[(rows["person_id"] != archive.me) & rows["organisation"].isin(mine)]
    return _frame(rows["person_id"], rows["organisation"], rows["last_on"], rows["source"])


def _listed(archive: Dataset, rows: pd.DataFrame, column: str, day: str | None) -> pd.DataFrame:
    """Return what others list that the owner lists too, under the owner's spelling."""
    keys = rows[column].str.strip().str.casefold()
    is_mine = rows["person_id"] == archive.me
    spelled = dict(zip(keys[is_mine], rows.loc[is_mine, column], strict=True))
    is_shared = ~is_mine & keys.isin(list(spelled))
    on = rows.loc[is_shared, day] if day else pd.NaT
    people = rows.loc[is_shared, "person_id"]
    return _frame(people, keys[is_shared].map(spelled), on, rows.loc[is_shared, "origin"])


def _said(archive: Dataset, today: pd.Timestamp, channel: str) -> pd.DataFrame:
    """Return who met the owner in interactions of a channel with a subject, and in which."""
    events = archive.interactions[archive.interactions["channel"] == channel]
    at = events["occurred_at"].dt.tz_localize(None)
    events = events.assign(on=at)[(at <= today).fillna(False) & events["subject"].notna()]
    roles = archive.participants[["interaction_id", "person_id"]].drop_duplicates()
    roles = roles.merge(events[["interaction_id", "subject", "on", "origin"]], on="interaction_id")
    mine = roles.loc[roles["person_id"] == archive.me, "interaction_id"]
    rows = roles[roles["interaction_id"].isin(mine) & (roles["person_id"] != archive.me)]
    return _frame(rows["person_id"], rows["subject"], rows["on"], rows["origin"])


def _endorsed(archive: Dataset, today: pd.Timestamp) -> pd.DataFrame:
    """Return the skills for which others and the owner endorsed each other, one a row."""
    rows = _said(archive, today, "endorsement")
    rows["what"] = rows["what"].str.split(", ")
    return rows.explode("what").astype({"what": "string"})


def _groups(archive: Dataset, today: pd.Timestamp) -> pd.DataFrame:
    """Return who wrote to mailing lists that the owner wrote to."""
    people = archive.people.set_index("person_id")
    lists = people.index[people["kind"] == "list"]
    roles = archive.participants
    to_list = roles[roles["person_id"].isin(lists) & (roles["role"] != "from")]
    sender = roles[roles["role"] == "from"][["interaction_id", "person_id"]]
    rows = to_list.rename(columns={"person_id": "list_id"}).merge(sender, on="interaction_id")
    events = archive.interactions.set_index("interaction_id")[["occurred_at", "origin"]]
    rows = rows.join(events, on="interaction_id")
    rows = rows[(rows["occurred_at"].dt.tz_localize(None) <= today).fillna(False)]
    mine = rows.loc[rows["person_id"] == archive.me, "list_id"]
    rows = rows[rows["list_id"].isin(mine) & (rows["person_id"] != archive.me)]
    on = rows["occurred_at"].dt.tz_localize(None)
    return _frame(rows["person_id"], rows["list_id"].map(people["name"]), on, rows["origin"])


def _letters(archive: Dataset, instant: pd.Timestamp) -> pd.DataFrame:
    """Return who stands with the owner on which message with a subject."""
    found = counted(archive, instant, max_recipients=MAX_RECIPIENTS, include_bulk=False)
    is_mine = found.role_person == found.me
    with_me = np.zeros(len(found.row), dtype=bool)
    with_me[found.role_event[is_mine]] = True
    place = np.flatnonzero(~is_mine & with_me[found.role_event])
    event = found.role_event[place]
    events = archive.columns("interactions", ("subject", "origin")).iloc[found.row[event]]
    wrote_me = np.zeros(len(found.row), dtype=bool)
    wrote_me[found.role_event[is_mine & found.role_is_sender]] = True
    frame = pd.DataFrame(
        {
            "person_id": found.people.iloc[found.role_person[place]].to_numpy(),
            "by_me": wrote_me[event],
            "by_them": found.role_is_sender[place],
            "thread": found.events.thread[event],
            "what": plain_subject(events["subject"]).to_numpy(),
            "on": found.events.microseconds[event].astype("datetime64[us]"),
            "source": events["origin"].to_numpy(),
        }
    )
    return frame[frame["what"].notna() & (frame["what"] != "")]


def _threads(letters: pd.DataFrame) -> pd.DataFrame:
    """Return who took part in conversations of the owner with two others and more.

    One of the two must have written in it: to receive the same notice is no conversation.
    """
    n_others = letters.groupby("thread")["person_id"].transform("nunique")
    by_me = letters.groupby("thread")["by_me"].transform("any")
    by_them = letters.groupby(["thread", "person_id"])["by_them"].transform("any")
    rows = letters[(n_others >= 2) & (by_me | by_them)]
    return _frame(rows["person_id"], rows["what"], rows["on"], rows["source"])


def _subject_words(archive: Dataset, letters: pd.DataFrame) -> pd.DataFrame:
    """Return the words that stand in two different subjects and more with each person."""
    known = archive.people.loc[archive.people["kind"] == "person", "name"].dropna()
    names = {word for name in known for word in _WORD.findall(name.casefold())}
    subjects = letters.groupby(["person_id", "what"], as_index=False).agg(
        {"on": "max", "source": "last"}
    )
    texts = {text: sorted(_words(text) - names) for text in subjects["what"].unique()}
    subjects["what"] = subjects["what"].map(texts)
    rows = subjects.explode("what").dropna(subset="what")
    n_subjects = rows.groupby(["person_id", "what"])["on"].transform("size")
    rows = rows[n_subjects >= LEAST_SUBJECTS]
    return _frame(rows["person_id"], rows["what"], rows["on"], rows["source"])


def _words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.casefold()) if word not in SMALL_WORDS}


def _acquaintances(archive: Dataset, instant: pd.Timestamp) -> pd.DataFrame:
    """Return which other contacts of the owner each person was seen together with."""
    pairs = co_appearances(archive, as_of=instant).reset_index()
    mine = known_people(archive, instant)
    ends = [(pairs["a"], pairs["b"]), (pairs["b"], pairs["a"])]
    both = pd.concat([pd.DataFrame({"person_id": a, "what": b}) for a, b in ends])
    both = both[both["what"].isin(mine)]
    return _frame(both["person_id"], both["what"], pd.NaT, "messages and meetings")
