"""Introducers: through whom the owner reaches a person, or gets into a company."""

from __future__ import annotations

from typing import Any, Final

import networkx as nx
import pandas as pd

from netanalysis.affiliations import employers
from netanalysis.dataset import Dataset
from netanalysis.errors import PersonUnknownError
from netanalysis.graph import relationship_graph
from netanalysis.identity.company_names import company_key
from netanalysis.rhythms import LIVE_ACCESS
from netanalysis.triads import Triads, triads
from netanalysis.words import count, percent

TIERS: Final = ("works there", "worked there", "one introduction away", "knows them")

COLUMNS: Final = {
    "person_id": "string",
    "name": "string",
    "to_id": "string",
    "to_name": "string",
    "tier": "string",
    "path": "string",
    "strength": "Float64",
    "your_strength": "Float64",
    "their_strength": "Float64",
    "has_written": "boolean",
    "n_together": "Int64",
    "n_contact_days": "Int64",
    "n_own_days": "Int64",
    "p_90": "Float64",
    "reason": "string",
}


def introducers(
    archive: Dataset, to: str, *, as_of: str | pd.Timestamp | None = None
) -> pd.DataFrame:
    """Return who could introduce the owner to a person, or bring them into a company.

    Answers "whom do I ask?". Candidates have a tie with the owner and were seen with the
    other person at least twice. A path is as strong as the product of its two ties, each with
    a half-life of 60 days. Somebody tied to more than half of everybody is never named:
    knowing everyone says nothing about the two (measured, it is the worst guess there is).

    Parameters
    ----------
    archive
        A Dataset with an owner.
    to
        A person (id, address, profile or full name), or else a company. Companies are
        compared by their words without legal forms and case, in any order; a name within
        another never fits.
    as_of
        Day (its end, UTC) or instant of judgement; by default the latest interaction.

    Returns
    -------
    DataFrame
        One row per person to ask and person reached, best first.

        ``person_id``, ``name``
            whom to ask
        ``to_id``, ``to_name``
            who is reached; for somebody inside the company they themselves
        ``tier``
            for a person "knows them". For a company, in this order: "works there" and
            "worked there" (in touch with the owner; nobody has to introduce them), then
            "one introduction away" (somebody there with whom the owner has no live contact)
        ``path``
            in words, from "you"
        ``strength``
            ``your_strength * their_strength``; of the own tie alone where nobody is between
        ``your_strength``, ``their_strength``
            contact strength with the owner, and with the person reached (missing without)
        ``has_written``
            whether ``person_id`` and the person reached were seen writing to each other, or only
            standing on the same messages; missing where nobody is between
        ``n_together``, ``n_contact_days``
            what this rests on: messages on which both stand (missing where nobody is between),
            and days of contact of the owner and ``person_id``
        ``n_own_days``
            days on which the owner was in touch with the person reached themselves, 0 and up:
            who is in touch already needs no introduction
        ``p_90``
            chance that the owner and ``person_id`` are in touch in 90 days by themselves
        ``reason``
            the row in words

        No rows if no path was seen. ``attrs``: ``as_of``, ``to``.

    Raises
    ------
    OwnerUnknownError
        If the owner of the archive is not known.
    PersonUnknownError
        If ``to`` is neither a person nor a company in the archive.
    NothingToAnalyseError
        If no interaction has a trusted date.

    Examples
    --------
    >>> import netanalysis as na
    >>> archive = na.load(na.sample_path())
    >>> na.introducers(archive, "Halden Robotics")["tier"].iloc[0]
    'works there'
    """
    me = archive.me
    G = relationship_graph(archive, as_of=as_of)
    near = triads(G)
    try:
        target = archive.person(to)
    except PersonUnknownError as problem:
        inside = _inside(archive, to, G.graph["as_of"])
        if inside.empty:
            raise PersonUnknownError(
                f"{problem} Nor is it a company there; organisations(archive) lists them."
            ) from problem
        rows = _to_company(G, near, me, inside)
    else:
        rows = _to_person(G, near, me, target, TIERS[3])
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
    place = table["tier"].map({tier: i for i, tier in enumerate(TIERS)})
    table = table.assign(_tier=place).sort_values(
        ["_tier", "strength", "person_id", "to_id"], ascending=[True, False, True, True]
    )
    table = table[list(COLUMNS)].reset_index(drop=True)
    table.attrs = {"as_of": G.graph["as_of"], "to": to}
    return table


def _inside(archive: Dataset, company: str, instant: pd.Timestamp) -> pd.DataFrame:
    """Return who works or worked at a company up to ``instant``: ``person_id`` and ``is_now``."""
    wanted = company_key(company)
    words = frozenset(wanted.split())
    people = archive.people[archive.people["kind"] == "person"]
    known = employers(archive)
    day = instant.tz_convert(None)
    known = known[~(known["first_on"] > day).fillna(False)]
    now = people[["person_id", "organisation"]].assign(is_now=True)
    past = known[["person_id", "organisation"]].assign(is_now=False)
    rows = pd.concat([now, past], ignore_index=True).dropna(subset="organisation")
    keys = {name: company_key(name) for name in rows["organisation"].unique()}
    same = {name for name, key in keys.items() if wanted and key == wanted}
    same = same or {name for name, key in keys.items() if words and set(key.split()) == words}
    same = same or {name for name in keys if name.casefold() == company.strip().casefold()}
    rows = rows[rows["organisation"].isin(same)]
    return rows.sort_values("is_now", ascending=False).drop_duplicates("person_id")


def _to_company(G: nx.DiGraph, near: Triads, me: str, inside: pd.DataFrame) -> list[dict[str, Any]]:
    rows = []
    for person, is_now in inside[["person_id", "is_now"]].itertuples(index=False):
        if person == me or person not in G:
            continue
        node = G.nodes[person]
        if node["n_contact_days"] > 0:
            tier = TIERS[0] if is_now else TIERS[1]
            rows.append(_direct(G, me, person, tier))
        if is_now and not node["p_90"] >= LIVE_ACCESS:
            rows += _to_person(G, near, me, person, TIERS[2])
    return rows


def _direct(G: nx.DiGraph, me: str, person: str, tier: str) -> dict[str, Any]:
    node = G.nodes[person]
    return {
        "person_id": person,
        "name": node["name"],
        "to_id": person,
        "to_name": node["name"],
        "tier": tier,
        "path": f"you → {node['name']}",
        "strength": node["ego_strength"],
        "your_strength": node["ego_strength"],
        "n_contact_days": node["n_contact_days"],
        "n_own_days": node["n_contact_days"],
        "p_90": node["p_90"],
        "reason": (
            f"{node['name']}: {tier}; {count(node['n_contact_days'], 'day')} of contact with you, "
            f"{percent(node['p_90'])} chance of contact by itself in 90 days."
        ),
    }


def _to_person(
    G: nx.DiGraph, near: Triads, me: str, target: str, tier: str
) -> list[dict[str, Any]]:
    if target == me or target not in G:
        return []
    found = near.between(me, target)
    return [
        {
            "person_id": person,
            "name": G.nodes[person]["name"],
            "to_id": target,
            "to_name": G.nodes[target]["name"],
            "tier": tier,
            "path": f"you → {G.nodes[person]['name']} → {G.nodes[target]['name']}",
            "strength": strength,
            "your_strength": yours,
            "their_strength": theirs,
            "has_written": _has_written(G, person, target),
            "n_together": _n_together(G, person, target),
            "n_contact_days": G.nodes[person]["n_contact_days"],
            "n_own_days": G.nodes[target]["n_contact_days"],
            "p_90": G.nodes[person]["p_90"],
            "reason": _asked(G, person, target),
        }
        for person, strength, yours, theirs in found.itertuples(name=None)
    ]


def _between(G: nx.DiGraph, one: str, other: str) -> list[dict[str, Any]]:
    return [G.edges[pair] for pair in ((one, other), (other, one)) if G.has_edge(*pair)]


def _has_written(G: nx.DiGraph, one: str, other: str) -> bool:
    return any(edge["n_contact_days"] > 0 for edge in _between(G, one, other))


def _n_together(G: nx.DiGraph, one: str, other: str) -> int:
    return max(int(edge["n_together"]) for edge in _between(G, one, other))


def _asked(G: nx.DiGraph, person: str, target: str) -> str:
    node, other = G.nodes[person], G.nodes[target]
    n_together = _n_together(G, person, target)
    wrote = " and they wrote to each other" if _has_written(G, person, target) else ""
    words = (
        f"{node['name']}: seen together with {other['name']} on "
        f"{count(n_together, 'message')}{wrote}; {count(node['n_contact_days'], 'day')} of "
        f"contact with you, {percent(node['p_90'])} chance of contact by itself in 90 days."
    )
    if not other["n_contact_days"]:
        return words
    own = count(other["n_contact_days"], "day")
    if other["p_90"] >= LIVE_ACCESS:
        return f"{words} You are in touch with {other['name']} yourself ({own}): just write."
    return f"{words} You were in touch with {other['name']} yourself on {own}."
