"""Ways to a person: write to them, or ask somebody who is tied to both."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pandas as pd

from netanalysis.dataset import Dataset


def ways_in(archive: Dataset, G: nx.Graph, people: pd.DataFrame) -> pd.DataFrame:
    """Return how the owner reaches people: ``introducer`` and ``reach``, one row a person.

    ``G`` is the relationship graph without directions; ``people`` is indexed by
    ``person_id`` and has ``n_contact_days`` (missing without contact) and ``is_connected``.
    ``introducer`` is the ``person_id`` of the common contact with the strongest ties to
    both sides, for people without contact; ``reach`` is "write directly", "ask ...",
    "connected on LinkedIn" or "no introducer seen".
    """
    hub = _hub(G)
    names = archive.people.set_index("person_id")["name"]
    rows = []
    for person, days, is_connected in zip(
        people.index, people["n_contact_days"], people["is_connected"], strict=True
    ):
        has_contact = bool(pd.notna(days)) and days > 0
        introducer = None if has_contact else _introducer(G, person, hub)
        if has_contact:
            reach = "write directly"
        elif introducer is not None:
            name = names.get(introducer)
            reach = f"ask {introducer if pd.isna(name) else name}"
        else:
            reach = "connected on LinkedIn" if is_connected is True else "no introducer seen"
        rows.append((introducer, reach))
    columns = ["introducer", "reach"]
    return pd.DataFrame(rows, index=people.index, columns=columns, dtype="string")


def _hub(G: nx.Graph) -> Any:
    """Return who has the most ties: whom everybody would ask, and so is left in peace."""
    others = (each for each in G if each != G.graph["ego"])
    return max(others, key=lambda each: (G.degree(each), each), default=None)


def _introducer(G: nx.Graph, person: str, hub: Any) -> Any:
    """Return the common contact with the strongest ties to both sides; None without any."""
    me = G.graph["ego"]
    if person not in G:
        return None
    willing = sorted(each for each in nx.common_neighbors(G, me, person) if each != hub)
    strength = {each: G[me][each]["strength"] * G[each][person]["strength"] for each in willing}
    return max(willing, key=strength.__getitem__, default=None)
