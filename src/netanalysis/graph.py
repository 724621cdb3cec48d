"""The relationship graph: ties and people as a networkx DiGraph.

The only bridge between frames and graphs. Edges carry ``strength`` (grows with contact)
and ``distance`` (its inverse), never ``weight``, because networkx reads ``weight`` as
closeness in one function and as distance in the next.
"""

from __future__ import annotations

from typing import Final

import networkx as nx
import pandas as pd

from netanalysis.communities import communities, community_names
from netanalysis.counting import MAX_RECIPIENTS, as_of_instant
from netanalysis.dataset import Dataset
from netanalysis.ego import ego_ties
from netanalysis.pairs import ties
from netanalysis.together import co_appearances, n_unexpanded

# An organisation that holds this many of the people in the graph is no group any more: it is
# split into the communities inside it, and whoever belongs to none of them has no group.
SPLIT_SHARE: Final = 0.4
SPLIT_SIZE: Final = 25


def relationship_graph(
    archive: Dataset,
    *,
    as_of: str | pd.Timestamp | None = None,
    max_recipients: int = MAX_RECIPIENTS,
    include_bulk: bool = False,
) -> nx.DiGraph:
    """Return the network around the owner as a directed graph.

    Answers "who is tied to whom, and how strongly, on the day ``as_of``?". Options are
    those of :func:`netanalysis.pairs.contacts`.

    Returns
    -------
    networkx.DiGraph
        Nodes are person ids: everybody with a tie and every LinkedIn connection, with
        ``name``, ``kind``, ``is_me``, ``title``, ``company``, ``organisation``, ``group``
        (organisation, or community where an organisation is too large; "" where unknown),
        ``is_connected`` (on LinkedIn), and towards the owner ``p_90`` (chance of contact by
        itself in 90 days, NaN without contact), ``ego_strength``, ``n_contact_days``,
        ``days_silent`` (NaN without contact).

        An edge means contact was seen. From sender to recipient: ``n_contact_days`` and
        ``channels`` (names joined by ", "); both
        ways where two others appeared together at least twice: ``n_together``. ``strength``
        is the larger of the two with a half-life of 60 days, ``distance`` its inverse.
        In an archive with an owner, others need two appearances to be tied at all.

        ``graph`` holds ``ego`` (person id or None), ``as_of`` and ``n_unexpanded``:
        interactions that count but have more than 100 others on them, so that nobody appears
        together on them; 0 unless ``max_recipients`` was raised.

    Raises
    ------
    NothingToAnalyseError
        If no interaction has a trusted date.
    """
    instant = as_of_instant(archive, as_of)
    directed = ties(
        archive, as_of=instant, max_recipients=max_recipients, include_bulk=include_bulk
    )
    together = co_appearances(
        archive, as_of=instant, max_recipients=max_recipients, include_bulk=include_bulk
    )
    ego = archive.me if archive.has_owner else None
    edges = _edges(directed, together, ego)
    too_large = n_unexpanded(
        archive, as_of=instant, max_recipients=max_recipients, include_bulk=include_bulk
    )
    G = nx.DiGraph(ego=ego, as_of=instant, n_unexpanded=too_large)
    G.add_nodes_from(_nodes(archive, edges, instant, max_recipients, include_bulk))
    G.add_edges_from(_edge(*row) for row in edges.itertuples(index=False, name=None))
    nx.set_node_attributes(G, _groups(archive, G), "group")
    return G


def _edge(
    source: str,
    target: str,
    strength: float,
    n_contact_days: int,
    n_together: int,
    channels: str,
) -> tuple[str, str, dict[str, object]]:
    """Return an edge with its attributes as networkx takes it."""
    attributes = {
        "strength": strength,
        "distance": 1.0 / strength,
        "n_contact_days": n_contact_days,
        "n_together": n_together,
        "channels": channels,
    }
    return source, target, attributes


def _edges(directed: pd.DataFrame, together: pd.DataFrame, ego: str | None) -> pd.DataFrame:
    """Return one row per edge: contact and co-appearance of each ordered pair."""
    contact = directed[["strength", "n_contact_days", "channels"]].reset_index()
    seen = together.reset_index()
    mirrored = seen.rename(columns={"a": "b", "b": "a"})
    both_ways = pd.concat([seen, mirrored], ignore_index=True)
    both_ways = both_ways.rename(columns={"a": "source", "b": "target"})
    edges = contact.merge(both_ways, on=["source", "target"], how="outer")
    if ego is not None:
        with_ego = (edges["source"] == ego) | (edges["target"] == ego)
        edges = edges[with_ego | edges["n_together"].notna()]
    strength = edges[["strength", "together_strength"]].astype("Float64").max(axis=1)
    result = pd.DataFrame(
        {
            "source": edges["source"].astype("object"),
            "target": edges["target"].astype("object"),
            "strength": strength.astype("float64"),
            "n_contact_days": edges["n_contact_days"].fillna(0).astype("int64").astype("object"),
            "n_together": edges["n_together"].fillna(0).astype("int64").astype("object"),
            "channels": edges["channels"].fillna("").astype("object"),
        }
    )
    return result[result["strength"] > 0].sort_values(["source", "target"])


def _nodes(
    archive: Dataset,
    edges: pd.DataFrame,
    instant: pd.Timestamp,
    max_recipients: int,
    include_bulk: bool,
) -> list[tuple[str, dict[str, object]]]:
    """Return the nodes with their attributes, sorted by person id."""
    connected = set(archive.relations.loc[archive.relations["kind"] == "connected", "target"])
    named = set(archive.people.loc[archive.people["kind"] != "anonymous", "person_id"])
    wanted = set(edges["source"]) | set(edges["target"]) | (connected & named)
    people = archive.people[archive.people["person_id"].isin(wanted) | archive.people["is_me"]]
    nodes = people.set_index("person_id").sort_index()
    if archive.has_owner:
        mine = ego_ties(
            archive, as_of=instant, max_recipients=max_recipients, include_bulk=include_bulk
        ).reindex(nodes.index)
    else:
        mine = pd.DataFrame(
            index=nodes.index, columns=["p_90", "strength", "n_contact_days", "days_silent"]
        )
    texts = ["name", "kind", "title", "company", "organisation"]
    table = nodes[texts].fillna("").astype("object")
    table["is_me"] = nodes["is_me"].astype("bool").astype("object")
    table["is_connected"] = pd.Series(nodes.index.isin(connected), nodes.index, dtype="object")
    table["p_90"] = mine["p_90"].astype("float64")
    table["ego_strength"] = mine["strength"].astype("float64").fillna(0.0)
    table["n_contact_days"] = mine["n_contact_days"].fillna(0).astype("int64").astype("object")
    table["days_silent"] = mine["days_silent"].astype("float64")
    rows = table.itertuples(index=False, name=None)
    return [
        (str(person), dict(zip(table.columns, row, strict=True)))
        for person, row in zip(table.index, rows, strict=True)
    ]


def _groups(archive: Dataset, G: nx.DiGraph) -> dict[str, str]:
    """Return the group of every node: its organisation, or a community inside a large one."""
    ego = G.graph["ego"]
    organisation: dict[str, str] = dict(G.nodes(data="organisation", default=""))
    others = [person for person in G if person != ego and G.degree(person)]
    sizes = pd.Series([organisation[person] for person in others], dtype="string").value_counts()
    groups = dict(organisation)
    for name, size in sizes.items():
        if size >= SPLIT_SIZE and size > SPLIT_SHARE * len(others):
            members = [person for person in others if organisation[person] == name]
            groups.update(dict.fromkeys(members, ""))
            groups.update(communities_of(archive, G, members))
    return groups


def communities_of(archive: Dataset, G: nx.DiGraph, members: list[str]) -> dict[str, str]:
    """Return the name of the community of everybody among ``members`` who is in one."""
    number = {person: i for i, person in enumerate(sorted(members))}
    people = list(number)
    together: dict[tuple[int, int], float] = {}
    for source, target, n_together in G.subgraph(members).edges(data="n_together"):
        a, b = sorted((number[source], number[target]))
        if n_together:
            together[a, b] = float(n_together)
    found = communities(len(people), ((a, b, n) for (a, b), n in together.items()))
    appearances = [0.0] * len(people)
    for (a, b), n in together.items():
        appearances[a] += n
        appearances[b] += n
    busiest = [people[max(one, key=lambda i: (appearances[i], -i))] for one in found]
    names = community_names(archive, [[people[i] for i in one] for one in found], busiest)
    return {people[i]: name for one, name in zip(found, names, strict=True) for i in one}
