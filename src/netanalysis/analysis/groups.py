"""Access: which organisations and circles the owner reaches, and through how many people."""

from __future__ import annotations

from typing import Any, Final

import networkx as nx
import numpy as np
import pandas as pd

from netanalysis.dataset import Dataset
from netanalysis.graph import communities_of, relationship_graph
from netanalysis.reach import LEAST_GROUP
from netanalysis.rhythms import LIVE_ACCESS
from netanalysis.words import count, listing, percent

SHOWN: Final = 3  # live contacts named in a sentence

COLUMNS: Final = {
    "kind": "string",
    "group": "string",
    "n_people": "Int64",
    "n_contacts": "Int64",
    "n_live": "Int64",
    "single_access": "string",
    "second": "string",
    "chance": "Float64",
    "chance_without": "Float64",
    "lost": "Float64",
    "reason": "string",
}
CONTACT_COLUMNS: Final = {
    "kind": "string",
    "group": "string",
    "person_id": "string",
    "name": "string",
    "p_90": "Float64",
    "is_live": "boolean",
    "is_single": "boolean",
}


def access(archive: Dataset, *, as_of: str | pd.Timestamp | None = None) -> pd.DataFrame:
    """Return the groups the owner reaches, and how many live contacts hold each door open.

    Answers "where does everything hang on one person?". A group is an organisation (the
    company, the department where a table named it, else the mail domain) or a community of
    five people or more who appear together. A contact is live if the chance of contact in
    the next 90 days is .6 or more. Measured on public mail archives: when the only live
    contact of a group leaves, contact with the group survives .46 of the time, with two or
    more .87 and better.

    Parameters
    ----------
    archive
        A Dataset with an owner.
    as_of
        Day (its end, UTC) or instant of judgement; by default the latest interaction.

    Returns
    -------
    DataFrame
        One row per group with two people or more, one of them a contact: organisations, then
        communities, most to lose first.

        ``kind``
            "organisation" or "community"
        ``group``
            its name
        ``n_people``, ``n_contacts``, ``n_live``
            people seen there, those ever in touch with the owner, and the live among them
        ``single_access``
            the only live contact there, "" where there are none or several
        ``second``
            with a single access, who could become the second: the contact there with the
            next best chance of contact, else who was seen most with the first; "" if nobody
        ``chance``, ``chance_without``
            chance of contact with anybody there in 90 days, and without the likeliest
            contact, as if people acted independently
        ``lost``
            the difference: what leaves with that person, 0 to 1
        ``reason``
            the row in words

        ``attrs``: ``as_of``, and ``contacts``, a frame with one row per group and contact.

    Raises
    ------
    OwnerUnknownError
        If the owner of the archive is not known.
    NothingToAnalyseError
        If no interaction has a trusted date.

    Examples
    --------
    >>> import netanalysis as na
    >>> groups = na.access(na.load(na.sample_path()))
    >>> groups.loc[groups["group"] == "Halden Robotics", "single_access"].to_list()
    ['Tomasz Wielgorski']
    """
    me = archive.me
    G = relationship_graph(archive, as_of=as_of)
    others = [person for person in G if person != me]
    organisation = {person: G.nodes[person]["organisation"] for person in others}
    found = [
        ("organisation", organisation),
        ("community", communities_of(archive, G, others)),
    ]
    contacts = pd.concat(
        [_contacts(G, kind, groups) for kind, groups in found], ignore_index=True
    ).astype(CONTACT_COLUMNS)
    rows = [
        _row(G, kind, str(group), part, groups)
        for kind, groups in found
        for group, part in contacts[contacts["kind"] == kind].groupby("group")
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
    table = table.sort_values(["kind", "lost", "group"], ascending=[False, False, True])
    table = table.reset_index(drop=True)
    table.attrs = {"as_of": G.graph["as_of"], "contacts": contacts}
    return table


def _contacts(G: nx.DiGraph, kind: str, group: dict[str, str]) -> pd.DataFrame:
    """Return the owner's contacts in every group of two people or more."""
    sizes = pd.Series(list(group.values()), dtype="string").value_counts()
    large = set(sizes.index[sizes >= LEAST_GROUP]) - {""}
    rows = [
        (kind, name, person, G.nodes[person]["name"], G.nodes[person]["p_90"])
        for person, name in group.items()
        if name in large and G.nodes[person]["n_contact_days"] > 0
    ]
    table = pd.DataFrame(rows, columns=list(CONTACT_COLUMNS)[:5])
    table["is_live"] = table["p_90"] >= LIVE_ACCESS
    n_live = table["is_live"].groupby(table["group"]).transform("sum")
    table["is_single"] = table["is_live"] & (n_live == 1)
    return table.sort_values(["group", "p_90", "person_id"], ascending=[True, False, True])


def _row(
    G: nx.DiGraph, kind: str, name: str, contacts: pd.DataFrame, group: dict[str, str]
) -> dict[str, Any]:
    silent = 1.0 - contacts["p_90"].to_numpy(dtype=np.float64)
    chance, without = 1.0 - float(np.prod(silent)), 1.0 - float(np.prod(silent[1:]))
    live = contacts.loc[contacts["is_live"], "name"].tolist()
    members = [person for person, its in group.items() if its == name]
    single = str(contacts["person_id"].iloc[0]) if len(live) == 1 else ""
    second = _second(G, single, contacts, members) if single else ""
    row: dict[str, Any] = {
        "kind": kind,
        "group": name,
        "n_people": len(members),
        "n_contacts": len(contacts),
        "n_live": len(live),
        "single_access": live[0] if single else "",
        "second": G.nodes[second]["name"] if second else "",
        "chance": chance,
        "chance_without": without,
        "lost": chance - without,
    }
    return row | {"reason": _reason(row, live, contacts)}


def _second(G: nx.DiGraph, single: str, contacts: pd.DataFrame, members: list[str]) -> str:
    """Return who could become the second live contact in a group."""
    if len(contacts) > 1:
        return str(contacts["person_id"].iloc[1])
    seen = [
        (-int(G.edges[single, person]["n_together"]), person)
        for person in members
        if G.has_edge(single, person)
    ]
    return min(seen)[1] if seen else ""


def _reason(row: dict[str, Any], live: list[str], contacts: pd.DataFrame) -> str:
    """Return one group in words, with what to do where it hangs on one person or on none."""
    seen, second = count(row["n_people"], "person", "people"), row["second"]
    if not live:
        likeliest, chance = contacts["name"].iloc[0], percent(contacts["p_90"].iloc[0])
        return (
            f"{row['group']}: no live contact ({seen} seen). What to do, if they matter to you: "
            f"write to {likeliest}, the likeliest to be in touch ({chance} in 90 days)."
        )
    if not row["single_access"]:
        return f"{row['group']}: live contact with {listing(live, SHOWN)} ({seen} seen)."
    if not second:
        act = f"ask {live[0]} who else there you should know."
    elif row["n_contacts"] > 1:
        act = f"write to {second} too, whom you already know, while {live[0]} can put in a word."
    else:
        act = f"ask {live[0]} to introduce you to {second}, who was seen with them."
    only = f"{row['group']}: {live[0]} is your only live contact there ({seen} seen)."
    return f"{only} What to do: {act}"
