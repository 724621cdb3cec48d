"""Candidates: who further on could guide the owner, and whom could the owner guide?"""

from __future__ import annotations

from math import fsum
from os import PathLike
from typing import Any, Final

import networkx as nx
import numpy as np
import pandas as pd

from netanalysis.acquaintances import (
    LEVEL_GAP,
    OF_THE_LINE,
    acquaintances,
    in_mentorship_ties,
    is_among,
    is_same_organisation,
    level_words,
    own_level,
    own_organisation,
    own_title,
    with_levels,
)
from netanalysis.corrections import Corrections, read_corrections
from netanalysis.counting import MAX_RECIPIENTS, as_of_instant
from netanalysis.dataset import Dataset
from netanalysis.graph import relationship_graph
from netanalysis.mentor_score import mentor_scores
from netanalysis.titles import functions
from netanalysis.ways import ways_in
from netanalysis.wish_sections import GUIDANCE
from netanalysis.words import count, span

NEAR: Final = 2
"""Up to so many levels apart, a mentor still remembers the work; used where scores are equal."""

EVIDENCE: Final = (
    "name",
    "level_gap",
    "is_same_function",
    "is_same_organisation",
    "has_contact",
    "n_contact_days",
    "days_silent",
    "is_mutual",
    "is_connected",
    "n_shared_contacts",
)
"""Columns that the words about a candidate speak of."""
CANDIDATE_COLUMNS: Final = {
    "name": "string",
    "score": "Float64",
    "title": "string",
    "organisation": "string",
    "level": "Int64",
    "level_gap": "Int64",
    "functions": "string",
    "has_contact": "boolean",
    "is_mutual": "boolean",
    "is_same_function": "boolean",
    "is_same_organisation": "boolean",
    "n_shared_contacts": "Int64",
    "shared_index": "Float64",
    "p_90": "Float64",
    "introducer": "string",
    "reach": "string",
    "reason": "string",
}


def mentor_candidates(
    archive: Dataset,
    *,
    as_of: str | pd.Timestamp | None = None,
    max_recipients: int = MAX_RECIPIENTS,
    wishes: str | PathLike[str] | None = None,
) -> pd.DataFrame:
    """Return people further on who are no mentorship tie yet, likeliest first.

    Answers "whom could I ask for guidance, and how do I reach them?". Everybody in the
    archive whose title lies a level or more above the owner's is looked at: contacts,
    connections, and people seen on messages together with contacts. The score is

        2 contact + 1 both wrote + 1.5 same function + 1.5 same organisation
        + .5 min(Adamic-Adar of shared contacts, 4)

    Its weights were set on one law firm, on work contact: a list to look through, with its
    evidence, and no verdict on anybody.

    Parameters
    ----------
    archive
        What was loaded; its owner must be known.
    as_of, max_recipients
        As in :func:`netanalysis.neglected_ties`.
    wishes
        The owner's wishes file, for what they noted with :func:`netanalysis.note_level` and
        :func:`netanalysis.note_guidance`.

    Returns
    -------
    DataFrame
        Indexed by ``person_id``, highest ``score`` (0 to 8) first; among equals those one
        or two levels away, then the likeliest contact.

        ``name``, ``title``, ``organisation``, ``level``, ``functions``, ``level_gap``
            the other person, as in :func:`netanalysis.mentorship_ties`
        ``has_contact``, ``is_mutual``, ``is_same_function``, ``is_same_organisation``
            the parts of the score
        ``n_shared_contacts``, ``shared_index``
            contacts in common, and their Adamic-Adar index
        ``p_90``
            chance of contact by itself in 90 days; missing without contact
        ``introducer``
            ``person_id`` of the contact best placed to introduce, for people the owner has
            not been in touch with; missing where nobody is
        ``reach``
            "write directly", "connected on LinkedIn", "ask ..." or "no introducer seen"
        ``reason``
            the evidence in words

        ``attrs``: ``as_of``, ``own_title``, ``own_level``, ``n_looked_at`` and
        ``n_title_unknown`` (people without a title that tells a level: any of them could
        belong here). Empty where the owner's level is unknown.

    Raises
    ------
    OwnerUnknownError
        If the owner is not known.
    NothingToAnalyseError
        If no interaction has a trusted date.
    ExportNotFoundError, WishesError
        If the wishes file is not there, or not what it must be.

    Examples
    --------
    >>> import netanalysis as na
    >>> candidates = na.mentor_candidates(na.load(na.sample_path()))
    >>> bool((candidates["level_gap"] >= 1).all())
    True
    """
    said = read_corrections(archive, wishes)
    return _candidates(archive, as_of_instant(archive, as_of), max_recipients, said, up=True)


def mentee_candidates(
    archive: Dataset,
    *,
    as_of: str | pd.Timestamp | None = None,
    max_recipients: int = MAX_RECIPIENTS,
    wishes: str | PathLike[str] | None = None,
) -> pd.DataFrame:
    """Return less senior people who are no mentorship tie yet, likeliest first.

    Answers "whom could I offer guidance?": the mirror image of :func:`mentor_candidates`,
    with the same score, among people a level or more below the owner.

    Parameters
    ----------
    archive
        What was loaded; its owner must be known.
    as_of, max_recipients
        As in :func:`netanalysis.neglected_ties`.
    wishes
        The owner's wishes file, for what they noted with :func:`netanalysis.note_level` and
        :func:`netanalysis.note_guidance`.

    Returns
    -------
    DataFrame
        As :func:`mentor_candidates`; ``level_gap`` is negative.

    Raises
    ------
    OwnerUnknownError
        If the owner is not known.
    NothingToAnalyseError
        If no interaction has a trusted date.
    ExportNotFoundError, WishesError
        If the wishes file is not there, or not what it must be.

    Examples
    --------
    >>> import netanalysis as na
    >>> candidates = na.mentee_candidates(na.load(na.sample_path()))
    >>> bool((candidates["level_gap"] <= -1).all())
    True
    """
    said = read_corrections(archive, wishes)
    return _candidates(archive, as_of_instant(archive, as_of), max_recipients, said, up=False)


def _candidates(
    archive: Dataset, instant: pd.Timestamp, max_recipients: int, said: Corrections, *, up: bool
) -> pd.DataFrame:
    level, title = own_level(archive, said), own_title(archive)
    known = acquaintances(archive, instant, max_recipients, said)
    G = relationship_graph(archive, as_of=instant, max_recipients=max_recipients)
    people = _looked_at(archive, G, known, said)
    facts: dict[Any, Any] = {
        "as_of": instant,
        "own_title": title,
        "own_level": level,
        "n_looked_at": len(people),
        "n_title_unknown": int(people["level"].isna().sum()),
    }
    gap = people["level"] - (level or 0)
    is_wanted = (gap >= LEVEL_GAP) if up else (gap <= -LEVEL_GAP)
    ties = in_mentorship_ties(known, level)
    is_wanted &= ~people["relation"].isin(OF_THE_LINE) & ~people.index.isin(ties.index)
    is_wanted &= ~people["said"].isin(GUIDANCE)
    people = people.assign(level_gap=gap)[is_wanted.fillna(False) & (level is not None)]
    people = _scored(people, G, archive, functions(title))
    order = people.assign(
        is_near=people["level_gap"].abs() <= NEAR, chance=people["p_90"].fillna(0), _id=people.index
    ).sort_values(["score", "is_near", "chance", "_id"], ascending=[False, False, False, True])
    result = order[list(CANDIDATE_COLUMNS)].astype(CANDIDATE_COLUMNS)
    result.attrs = facts
    return result


def _looked_at(
    archive: Dataset, G: nx.DiGraph, known: pd.DataFrame, said: Corrections
) -> pd.DataFrame:
    """Return acquaintances and everybody else seen with contacts, with levels."""
    people = archive.people.set_index("person_id")
    met = pd.Index([person for person in G if G.succ[person] or G.pred[person]])
    is_seen = is_among(people.index, met, known.index)
    everybody = people[is_seen & (people["kind"] == "person") & ~people["is_me"]]
    written = ["name", "organisation", "title"]
    found = known.drop(columns=[*written, "level", "functions"])
    return with_levels(archive, everybody[written].join(found), said)


def _met(G: nx.DiGraph, person: str) -> set[str]:
    """Return with whom somebody has a tie, whoever wrote."""
    return {*G.succ[person], *G.pred[person]} if person in G else set()


def _scored(
    people: pd.DataFrame, G: nx.DiGraph, archive: Dataset, own_functions: tuple[str, ...]
) -> pd.DataFrame:
    """Return people with the parts of the score, the score, and how to reach them."""
    me = archive.me
    own = set(own_functions)
    mine = _met(G, me)
    shared = [mine & _met(G, each) for each in people.index]
    # Whoever is shared has two ties at least, so no logarithm here is zero.
    n_ties = {each: len(_met(G, each)) for each in set().union(*shared)}
    rarity = {each: 1 / np.log(n) for each, n in n_ties.items()}
    people = people.assign(
        has_contact=people["n_contact_days"].fillna(0) > 0,
        is_mutual=(people["n_sent"].fillna(0) > 0) & (people["n_received"].fillna(0) > 0),
        is_same_function=[not own.isdisjoint(names) for names in people["functions"]],
        is_same_organisation=is_same_organisation(people, own_organisation(archive))
        | people["relation"].isin(["teammate"]),
        n_shared_contacts=[len(names) for names in shared],
        shared_index=[fsum(rarity[each] for each in names) for names in shared],
    )
    people["score"] = mentor_scores(
        contact=people["has_contact"],
        mutual=people["is_mutual"],
        same_function=people["is_same_function"],
        same_organisation=people["is_same_organisation"],
        shared=people["shared_index"],
    )
    people = people.join(ways_in(G, people))
    rows = people[list(EVIDENCE)].astype("object").to_dict("records")
    people["reason"] = [f"{row['name']}: {_candidate_words(row)}" for row in rows]
    people["functions"] = [", ".join(found) for found in people["functions"]]
    return people


def _candidate_words(row: dict[Any, Any]) -> str:
    words = [level_words(row)]
    if row["is_same_function"]:
        words.append("same line of work")
    if row["is_same_organisation"]:
        words.append("same organisation")
    if row["has_contact"]:
        days = count(int(row["n_contact_days"]), "day")
        ago = span(float(row["days_silent"]))
        both = "both ways" if row["is_mutual"] else "one way"
        words.append(f"contact on {days}, {both}, last {ago} ago")
    elif row["is_connected"] is True:
        words.append("connected on LinkedIn, no message seen")
    else:
        words.append("seen together with people you know")
    if row["n_shared_contacts"]:
        words.append(f"{count(int(row['n_shared_contacts']), 'contact')} in common")
    return "; ".join(words) + "."
