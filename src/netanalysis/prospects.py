"""With whom could the owner work: live ties, what is shared, and what was done together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from os import PathLike
from typing import Final

import numpy as np
import pandas as pd

from netanalysis.acquaintances import own_title
from netanalysis.conversations import joint_conversations
from netanalysis.dataset import Dataset
from netanalysis.ego import ego_ties
from netanalysis.rhythms import LIVE_ACCESS
from netanalysis.shared_traits import known_people, shared_traits
from netanalysis.titles import functions
from netanalysis.wanting import heeded

YEAR_DAYS: Final = 365
# What more than a quarter of all contacts share (the firm, the trade) singles nobody out.
TOO_COMMON: Final = 0.25
LEAST_WORDS: Final = 2  # one word that stands in two subjects, and nothing else, may be chance
KINDS: Final = ("employer", "school", "event", "skill", "group", "field", "subject word")
"""Common ground that could be worked on, in the order in which it is named."""

ORDER: Final = ("_kind", "rarity", "what")
ASCENDING: Final = (True, False, True)


@dataclass(frozen=True)
class Prospects:
    """What an opening is made of, for the live ties of the owner."""

    live: pd.DataFrame
    """``name``, ``p_90``, ``n_contact_days`` by person."""

    things: pd.DataFrame
    """``person_id``, ``kind``, ``what``, ``rarity``: what each shares with the owner."""

    fields: dict[str, frozenset[str]]
    """Fields by title of each of them and of the owner."""

    skills: dict[str, frozenset[str]]
    """Skills people list, and those the owner endorsed them for."""

    home: dict[str, str]
    """Organisation of each of them, where it is known."""

    past: pd.DataFrame
    """Joint conversations that ended more than a year ago, the latest last."""

    busy: set[tuple[str, str]]
    """Pairs seen in one joint conversation of the last year, both ways, the owner among them."""

    most: float
    """Rarity of what one contact alone shares."""


def prospects(
    archive: Dataset, instant: pd.Timestamp, wishes: str | PathLike[str] | None
) -> Prospects:
    """Return the live ties, and what speaks for working with each.

    ``wishes`` is the owner's wishes file; whom it says never to suggest is left out.
    """
    mine = heeded(archive, ego_ties(archive, as_of=instant), wishes, as_of=instant)
    people = archive.people.set_index("person_id")
    is_live = (mine["p_90"] >= LIVE_ACCESS).fillna(False) & ~mine["is_never"]
    is_live &= (mine["n_sent"] > 0) & (mine["n_received"] > 0)
    live = mine.loc[is_live, ["p_90", "n_contact_days"]].sort_index()
    live.insert(0, "name", people["name"].reindex(live.index))
    titles = {person: people["title"].get(person) for person in live.index}
    fields = {
        person: frozenset(functions(None if pd.isna(title) else title))
        for person, title in {**titles, archive.me: own_title(archive)}.items()
    }
    home = people["organisation"].reindex(live.index).dropna()
    joint = joint_conversations(archive, instant)
    joint = joint[joint["person_id"].isin(live.index)]
    since = instant.tz_convert(None) - pd.Timedelta(days=YEAR_DAYS)
    is_recent = (joint["last_on"] >= since).groupby(joint["conversation"]).transform("any")
    n_contacts = len(known_people(archive, instant))
    return Prospects(
        live=live,
        things=_things(archive, instant, live, fields),
        fields=fields,
        skills=_skills(archive, instant),
        home={str(person): str(name) for person, name in home.items()},
        past=joint[~is_recent].sort_values(["last_on", "conversation"]),
        busy=_busy(archive.me, joint[joint["last_on"] >= since]),
        most=float(np.log(max(n_contacts, 2))),
    )


def _things(
    archive: Dataset,
    instant: pd.Timestamp,
    live: pd.DataFrame,
    fields: dict[str, frozenset[str]],
) -> pd.DataFrame:
    """Return what each live tie shares with the owner, the rarest first."""
    contacts = known_people(archive, instant)
    traits = shared_traits(archive, instant)
    shared = [traits[kind].assign(kind=kind) for kind in KINDS if kind in traits]
    titles = archive.people.set_index("person_id")["title"].dropna()
    own = fields[archive.me]
    in_field = [
        (person, field, "field")
        for person, title in titles[titles.index.isin(contacts)].items()
        for field in sorted(own & frozenset(functions(str(title))))
    ]
    shared.append(pd.DataFrame(in_field, columns=["person_id", "what", "kind"], dtype="string"))
    rows = pd.concat(shared)[["person_id", "kind", "what"]].drop_duplicates()
    rows = rows[rows["person_id"].isin(contacts)]
    n_sharing = rows.groupby(["kind", "what"])["person_id"].transform("size")
    rows["rarity"] = np.log(max(len(contacts), 1)) - np.log(n_sharing.astype("float64"))
    rows["_kind"] = rows["kind"].map(KINDS.index)
    rows = rows[rows["person_id"].isin(live.index) & (n_sharing <= TOO_COMMON * len(contacts))]
    rows = enough(rows, "person_id")
    return rows.sort_values(["person_id", *ORDER], ascending=[True, *ASCENDING])


def enough(things: pd.DataFrame, whose: str) -> pd.DataFrame:
    """Return the things of those who share more than one word of subjects."""
    is_word = things["kind"] == "subject word"
    n_words = is_word.groupby(things[whose]).transform("sum")
    n_others = (~is_word).groupby(things[whose]).transform("sum")
    return things[(n_words >= LEAST_WORDS) | (n_others > 0)]


def _skills(archive: Dataset, instant: pd.Timestamp) -> dict[str, frozenset[str]]:
    """Return the skills people list, and those the owner endorsed them for."""
    listed: dict[str, set[str]] = defaultdict(set)
    for person, skill in archive.skills[["person_id", "skill"]].dropna().itertuples(index=False):
        listed[person].add(str(skill).strip().casefold())
    events = archive.interactions
    events = events[(events["channel"] == "endorsement") & events["subject"].notna()]
    events = events[~(events["occurred_at"] > instant).fillna(False)]
    roles = archive.participants
    roles = roles[roles["interaction_id"].isin(events["interaction_id"])]
    by_me = roles[(roles["role"] == "from") & (roles["person_id"] == archive.me)]
    named = events.set_index("interaction_id")["subject"]
    for event, person in roles.loc[
        roles["interaction_id"].isin(by_me["interaction_id"]) & (roles["role"] != "from"),
        ["interaction_id", "person_id"],
    ].itertuples(index=False):
        listed[person].update(skill.strip().casefold() for skill in named[event].split(", "))
    return {person: frozenset(skills) for person, skills in listed.items()}


def _busy(me: str, joint: pd.DataFrame) -> set[tuple[str, str]]:
    """Return the pairs, both ways, that stand in one of these joint conversations."""
    busy = set()
    for _, people in joint.groupby("conversation")["person_id"]:
        everybody = [me, *people]
        busy |= {(one, other) for one in everybody for other in everybody if one != other}
    return busy
