"""Brokers: through whom does the owner reach other groups, and what would be lost?"""

from __future__ import annotations

from typing import Any, Final

import networkx as nx
import numpy as np
import pandas as pd

from netanalysis.adjacency import arcs_of
from netanalysis.errors import NothingToAnalyseError, OwnerUnknownError
from netanalysis.holes import efficiency_range, holes
from netanalysis.reach import NO_TIES_SEEN, access_shares, brokerage
from netanalysis.words import count, listing, percent, span

COLUMNS: Final = {
    "name": "string",
    "group": "string",
    "brokerage": "Float64",
    "access_share": "Float64",
    "n_groups": "Int64",
    "groups": "string",
    "single_access": "string",
    "p_90": "Float64",
    "at_risk": "Float64",
    "strength": "Float64",
    "n_contact_days": "Int64",
    "n_alters_seen": "Int64",
    "constraint": "Float64",
    "effective_size": "Float64",
    "efficiency_low": "Float64",
    "efficiency_high": "Float64",
    "reason": "string",
}


def brokers(G: nx.DiGraph) -> pd.DataFrame:
    """Return the owner's contacts by how much access to groups runs through them.

    Answers "who connects me to whom, and whose departure would cut me off?". The owner is
    left out before contacts are judged. Groups are the ``group`` of the nodes with two
    people or more, worth ``log2(people) / log2(people of the largest group)``. With ``p``
    the chance of contact in 90 days::

        access(v)   = worth of v's group * p_v * product over its other contacts of (1 - p)
        crossing(v) = p_v * sum over other groups h of worth(h) * v's share of the
                      appearances together that tie h to the owner's contacts outside it
        brokerage   = access + crossing

    So access is the chance of staying in touch with a group that is lost when ``v`` leaves:
    high for a live contact who is alone there, near nothing among several.

    Parameters
    ----------
    G
        A graph of :func:`netanalysis.relationship_graph` with an owner.

    Returns
    -------
    DataFrame
        Indexed by ``person_id``, one row per contact of the owner, most brokerage first.

        ``brokerage``
            0 and up, as above
        ``access_share``
            the person's part of the chances of contact with their group, 0 to 1
        ``n_groups``, ``groups``
            groups reached through the person: their own, and others in which 5 % or more
            of the outside ties are theirs
        ``single_access``
            the group in which they are the owner's only live contact (``p_90`` of .6 and
            more), "" otherwise: "your only live contact there", never "your only way in"
        ``p_90``, ``strength``, ``n_contact_days``
            of the tie with the owner
        ``at_risk``
            ``(1 - p_90) * (worth of the group * access_share + sum of worth(h) * share)``:
            a bridge that is fading
        ``n_alters_seen``
            people they were seen together with; the sample size of the crossing part
        ``constraint``, ``effective_size``
            Burt's measures without the owner; inside one mailbox the first mostly counts
            contacts, so read it beside ``n_alters_seen``
        ``efficiency_low``, ``efficiency_high``
            bounds of effective size over contacts, all ties alike: with everybody of one group
            taken to know each other, and with no more ties than were seen
        ``reason``
            the row in words

        ``attrs``: ``as_of``, ``n_groups``, ``n_people``, ``share_pairs_seen`` (share of
        pairs of contacts with a tie seen between them) and ``access``, a frame with
        ``person_id``, ``name``, ``group``, ``share`` and ``is_single``.

    Raises
    ------
    OwnerUnknownError
        If the graph has no owner.
    NothingToAnalyseError
        If no two contacts were ever seen together, so that nobody can be seen to connect.
    UnusableGraphError
        If a strength is missing, negative or no number.
    """
    ego = G.graph.get("ego")
    if ego is None:
        raise OwnerUnknownError(
            "The graph has no owner, so there is nobody to be cut off; "
            "load with me=['you@example.org'], or --me on the command line."
        )
    alters = sorted(v for v in G if v != ego and G.nodes[v]["n_contact_days"] > 0)
    ties = _ties(G, ego)
    if ties.empty:
        raise NothingToAnalyseError(NO_TIES_SEEN)
    people, known = _people(G, alters), frozenset(alters)
    group = dict(G.nodes(data="group"))
    access = _access(people, ties, group | {ego: ""})
    table = people.join(_burt(ties, group).reindex(people.index))
    table = table.join(brokerage(access).reindex(people.index))
    for column in ("brokerage", "access_share", "at_risk", "n_groups", "degree"):
        table[column] = table[column].fillna(0)
    table[["groups", "single_access"]] = table[["groups", "single_access"]].fillna("")
    table = table.rename(columns={"degree": "n_alters_seen"})
    table["reason"] = [_reason(row, access.attrs["sizes"]) for row in table.to_dict("records")]
    table = table.astype({name: kind for name, kind in COLUMNS.items() if name in table})
    table["_id"] = table.index
    table = table.sort_values(["brokerage", "_id"], ascending=[False, True])
    result = table[list(COLUMNS)]
    result.attrs = {
        "as_of": G.graph["as_of"],
        "n_groups": len(access.attrs["sizes"]),
        "n_people": len(alters),
        "share_pairs_seen": _share_of_pairs(ties, np.array([v in known for v in G])),
        "access": access[["person_id", "name", "group", "share", "is_single"]],
    }
    return result


def _ties(G: nx.DiGraph, ego: str) -> pd.DataFrame:
    """Return the ties between the others, each once: strength is the larger of both ways."""
    arcs_of(G, "strength")  # refuses strengths that cannot be used
    number = {person: i for i, person in enumerate(G)}
    rows = [
        (number[source], number[target], edge["strength"], edge["n_together"])
        for source, target, edge in G.edges(data=True)
        if ego not in (source, target)
    ]
    ties = pd.DataFrame(rows, columns=["source", "target", "strength", "n_together"])
    ends = ties[["source", "target"]]
    ties = ties.assign(u=ends.min(axis=1), v=ends.max(axis=1))
    ties["n_together"] = ties["n_together"].clip(lower=1)
    return ties.groupby(["u", "v"], as_index=False)[["strength", "n_together"]].max()


def _burt(ties: pd.DataFrame, group: dict[str, str]) -> pd.DataFrame:
    one, other = ties["u"].to_numpy(), ties["v"].to_numpy()
    measures = holes(one, other, ties["strength"].to_numpy(), n_nodes=len(group))
    groups = pd.Series(list(group.values()), dtype="string")
    measures = measures.join(efficiency_range(one, other, groups))
    return measures.set_axis(pd.Index(list(group), name="person_id"))


def _people(G: nx.DiGraph, alters: list[str]) -> pd.DataFrame:
    """Return the owner's contacts with what the graph knows of them."""
    index = pd.Index(alters, name="person_id", dtype="string")
    rows = [G.nodes[v] for v in alters]
    wanted = ["name", "group", "p_90", "n_contact_days", "days_silent"]
    frame = pd.DataFrame({key: [row[key] for row in rows] for key in wanted}, index=index)
    frame["strength"] = [row["ego_strength"] for row in rows]
    return frame


def _access(people: pd.DataFrame, ties: pd.DataFrame, group: dict[str, str]) -> pd.DataFrame:
    """Return, per contact and group, the share of access that runs through the contact."""
    nodes = pd.Series(list(group), dtype="string")
    named = ties[["n_together"]].assign(
        u=nodes.iloc[ties["u"]].to_numpy(), v=nodes.iloc[ties["v"]].to_numpy()
    )
    mirrored = named.rename(columns={"u": "v", "v": "u"})
    return access_shares(people, pd.concat([named, mirrored], ignore_index=True), group)


def _share_of_pairs(ties: pd.DataFrame, is_alter: np.ndarray) -> float:
    """Return the share of pairs of contacts between whom a tie was seen."""
    n_alters = int(is_alter.sum())
    n_pairs = n_alters * (n_alters - 1) / 2
    seen = int((is_alter[ties["u"]] & is_alter[ties["v"]]).sum())
    return seen / n_pairs if n_pairs else float("nan")


def _reason(row: dict[Any, Any], sizes: pd.Series) -> str:
    """Return one contact's brokerage in words."""
    group = row["group"]
    parts = []
    if row["single_access"]:
        seen = count(int(sizes[group]), "person", "people")
        parts.append(f"your only live contact at {group} ({seen} seen there)")
    elif group in sizes.index and row["access_share"] >= 0.01:
        parts.append(f"{percent(row['access_share'])} of your chance of contact with {group}")
    others = [name for name in row["groups"].split("; ") if name and name != group]
    if others:
        parts.append(f"seen together with people of {listing(others)}")
    if not parts:
        parts.append("no access to a group was seen to run through them")
    n_seen = int(row["n_alters_seen"])
    seen = count(n_seen, "person", "people") + " in all" if n_seen else "nobody else"
    words = f"{row['name']}: {'; '.join(parts)}; seen together with {seen}."
    if row["p_90"] < 0.5:
        words += (
            f" Silent for {span(row['days_silent'])}: {percent(row['p_90'])} chance of contact by "
            "itself in 90 days."
        )
    return words
