"""Collaboration openings: with whom would working together make sense, and is not seen?"""

from __future__ import annotations

from collections import defaultdict
from os import PathLike
from typing import Any, Final

import pandas as pd

from netanalysis.counting import as_of_instant
from netanalysis.dataset import Dataset
from netanalysis.prospects import ASCENDING, ORDER, Prospects, enough, prospects
from netanalysis.words import listing, percent

FIRST: Final = 20  # a list to go through in an evening
MOST_IN_GROUP: Final = 3  # besides the owner; a first talk of more is a meeting
SHOWN: Final = 3  # things in common named in a sentence
# What common ground is worth beside what each brings and what was done together before: a
# choice, not a finding. The parts stand in columns, to be weighed otherwise.
WEIGHTS: Final = {"ground": 0.5, "complement": 0.3, "again": 0.2}

COLUMNS: Final = {
    "kind": "string",
    "people": "string",
    "names": "string",
    "score": "Float64",
    "ground": "Float64",
    "common": "string",
    "n_common": "Int64",
    "complement": "string",
    "n_past": "Int64",
    "past": "string",
    "past_on": "datetime64[us]",
    "p_90": "Float64",
    "n_contact_days": "Int64",
    "reason": "string",
}


def collaboration_openings(
    archive: Dataset,
    *,
    n: int = FIRST,
    as_of: str | pd.Timestamp | None = None,
    wishes: str | PathLike[str] | None = None,
) -> pd.DataFrame:
    """Return with whom working together would make sense, and was not seen for a year.

    Answers "with whom could I do something?". An opening has a live tie (chance of contact in 90
    days of .6 and more, and both sides wrote), common ground, and no joint conversation in the
    365 days before: none of three messages and more with a third person on it, no meeting
    with others, no exchange of six messages and more under one subject. What over a quarter of
    all contacts share is no common ground, nor is a single subject word. A group is the owner
    and two or three people of different organisations who share a thing, none of whom was
    seen with another in a joint conversation; each may work with the owner. Of groups with two
    people in common the best is kept.

    Parameters
    ----------
    archive
        What was loaded; its owner must be known.
    n
        Return the first ``n`` only; ``attrs`` says how many were found.
    as_of
        Day of judgement; by default the latest interaction.
    wishes
        The owner's wishes file; whom it says never to suggest is left out.

    Returns
    -------
    DataFrame
        One row per opening, ranked from 1 (index ``rank``).

        ``kind``
            "one to one" or "group"
        ``people``, ``names``
            person ids and names besides the owner, joined by "; "
        ``score``
            ``p_90 * (.5 ground + .3 complement + .2 past)``, 0 to 1, where complement is 1 if
            each side brings something, .5 if only one is known to, and past is 1 if there is any
        ``ground``
            how rare the common ground is, 0 (everybody shares it) to 1 (three things that
            nobody else shares): mean ``-ln(share)`` of the three rarest, over that of a thing
            which one contact shares; what is missing of three counts 0
        ``common``, ``n_common``
            what is shared, and how many things: "employer", "school", "event", "skill",
            "group", "field" (by title) and "subject word", in this order, each rarest first;
            all but field as in :func:`common_ground`
        ``complement``
            what they bring that the owner lacks, then what the owner brings ("design / sales"),
            fields by title and skills; of a group, what one brings and the others lack
        ``n_past``, ``past``, ``past_on``
            joint conversations that ended over a year ago: how many, the subject of the last
            one with any, and its day; of a group those with all of them
        ``p_90``, ``n_contact_days``
            of the tie with the owner; of a group the least
        ``reason``
            the row in words, with a first step

        ``attrs``: ``as_of``, ``n_live`` ties looked at, and ``n_found`` openings.

    Raises
    ------
    OwnerUnknownError
        If the owner of the archive is not known.
    NothingToAnalyseError
        If no interaction has a trusted date and ``as_of`` is not given.
    WishesError
        If the wishes file is not there, or not what it must be.
    ValueError
        If ``n`` is below 0.

    Examples
    --------
    >>> import netanalysis as na
    >>> openings = na.collaboration_openings(na.load(na.sample_path()))
    >>> bool((openings["p_90"] >= 0.6).all())
    True
    """
    if n < 0:
        raise ValueError(f"n={n}: has to be 0 or more")
    me = archive.me
    instant = as_of_instant(archive, as_of)
    known = prospects(archive, instant, wishes)
    rows = [
        _row(known, me, [str(person)], things)
        for person, things in known.things.groupby("person_id")
        if (me, person) not in known.busy
    ]
    groups = [_row(known, me, people, things) for people, things in _groups(known)]
    rows = sorted(rows + _apart(groups), key=lambda row: (-row["score"], row["people"]))
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
    n_found = len(table)
    table = table.head(n).copy()
    table.index = pd.RangeIndex(1, len(table) + 1, name="rank")
    table.attrs = {"as_of": instant, "n_live": len(known.live), "n_found": n_found}
    return table


def _groups(known: Prospects) -> list[tuple[list[str], pd.DataFrame]]:
    """Return groups around one shared thing, those of the same people as one."""
    found: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    chance = known.live["p_90"]
    for thing, rows in known.things.groupby(["kind", "what"], sort=True):
        people: list[str] = []
        for person in sorted(rows["person_id"], key=lambda v: (-chance[v], v)):
            if len(people) < MOST_IN_GROUP and not any(
                (person, other) in known.busy
                or known.home.get(person, person) == known.home.get(other, other)
                for other in people
            ):
                people.append(person)
        if len(people) > 1:
            found[tuple(sorted(people))].append(thing)
    things = known.things.drop_duplicates(["kind", "what"]).set_index(["kind", "what"])
    shared = [
        things.loc[what].reset_index().assign(people="; ".join(people))
        for people, what in found.items()
    ]
    if not shared:
        return []
    rows = enough(pd.concat(shared, ignore_index=True), "people")
    rows = rows.sort_values(["people", *ORDER], ascending=[True, *ASCENDING])
    return [(str(people).split("; "), part) for people, part in rows.groupby("people")]


def _apart(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the best of the groups with two people in common, each time."""
    kept: list[dict[str, Any]] = []
    taken: list[set[str]] = []
    for row in sorted(groups, key=lambda row: (-row["score"], row["people"])):
        people = set(row["people"].split("; "))
        if all(len(people & others) < 2 for others in taken):
            kept.append(row)
            taken.append(people)
    return kept


def _row(known: Prospects, me: str, people: list[str], things: pd.DataFrame) -> dict[str, Any]:
    live = known.live.loc[people]
    best = things["rarity"].nlargest(SHOWN).sum() / (SHOWN * known.most)
    theirs, ours = _complement(known, me, people)
    past = known.past[known.past["person_id"].isin(people)]
    whole = past.groupby("conversation")["person_id"].transform("size") == len(people)
    past = past[whole].drop_duplicates("conversation", keep="last")
    named = past.dropna(subset="subject").tail(1)
    chance = float(live["p_90"].min())
    parts = {
        "ground": float(best),
        "complement": (bool(theirs) + bool(ours)) / 2,
        "again": float(len(past) > 0),
    }
    row = {
        "kind": "one to one" if len(people) == 1 else "group",
        "people": "; ".join(people),
        "names": "; ".join(live["name"].fillna("").astype(str)),
        "score": chance * sum(WEIGHTS[part] * value for part, value in parts.items()),
        "ground": float(best),
        "common": "; ".join(things["kind"] + " " + things["what"]),
        "n_common": len(things),
        "complement": f"{theirs} / {ours}" if theirs or ours else "",
        "n_past": len(past),
        "past": str(named["subject"].iloc[0]) if len(named) else "",
        "past_on": past["last_on"].max() if len(past) else pd.NaT,
        "p_90": chance,
        "n_contact_days": int(live["n_contact_days"].min()),
    }
    return row | {"reason": _reason(row, live, things, theirs, ours)}


def _complement(known: Prospects, me: str, people: list[str]) -> tuple[str, str]:
    """Return what they bring and the owner lacks, and a field the owner brings and they lack.

    A field by title before a skill; skills count only where the owner lists any.
    """
    own, listed = known.fields[me], known.skills.get(me, frozenset())
    theirs = []
    for person in people:
        skills = known.skills.get(person, frozenset()) - listed if listed else frozenset()
        theirs += (sorted(known.fields[person] - own) + sorted(skills))[:1]
    there = frozenset[str]().union(*(known.fields[person] for person in people))
    ours = sorted(own - there) if there else []
    return listing(sorted(set(theirs)), MOST_IN_GROUP), ours[0] if ours else ""


def _reason(
    row: dict[str, Any], live: pd.DataFrame, things: pd.DataFrame, theirs: str, ours: str
) -> str:
    """Return one opening in words, with a first step."""
    is_group = len(live) > 1
    names = listing([str(name) for name in live["name"].fillna("somebody")], MOST_IN_GROUP)
    parts = [f"you {'all ' if is_group else ''}share {_shared(things)}"]
    if theirs:
        parts.append(f"they bring {theirs}" + (f", you {ours}" if ours else ""))
    elif ours:
        parts.append(f"you bring {ours}")
    parts.append(
        f"{percent(row['p_90'])} chance of contact by itself in 90 days"
        + (" with the least likely of them" if is_group else "")
    )
    if row["n_past"]:
        what = f" was “{row['past']}”" if row["past"] else " ended"
        parts.append(f"the last joint conversation{what} in {row['past_on']:%B %Y}")
    else:
        parts.append("no joint conversation was seen" + (" among them" if is_group else ""))
    return f"{names}: {'; '.join(parts)}. {_first_step(row, things, theirs)}"


def _shared(things: pd.DataFrame) -> str:
    """Return the first things of each kind in words."""
    words = {
        "employer": "the employer {} (perhaps at different times)",
        "school": "the school {}",
        "event": "the meeting “{}”",
        "skill": "the skill {}",
        "group": "the list {}",
        "field": "work in {}",
    }
    named = [
        words[str(kind)].format(part["what"].iloc[0])
        for kind, part in things.groupby("kind", sort=False)
        if kind in words
    ]
    subjects = [f"“{what}”" for what in things.loc[things["kind"] == "subject word", "what"]]
    if subjects:
        named.append(f"mail about {listing(subjects, SHOWN)}")
    return listing(named, SHOWN + 1)


def _first_step(row: dict[str, Any], things: pd.DataFrame, theirs: str) -> str:
    what, is_word = str(things["what"].iloc[0]), things["kind"].iloc[0] == "subject word"
    words = listing([f"“{word}”" for word in things["what"].head(2)])
    if row["kind"] == "group":
        return f"First step: bring them together on {words if is_word else what}."
    if row["past"]:
        return f"First step: ask what became of “{row['past']}”."
    if theirs:
        return f"First step: ask what they are working on in {theirs}."
    if is_word:
        return f"First step: ask what came of your mail about {words}."
    return "First step: ask what they are working on now."
