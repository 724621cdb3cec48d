"""Ways to a person: write to them, or ask somebody who is tied to both."""

from __future__ import annotations

import networkx as nx
import pandas as pd

from netanalysis.triads import triads


def ways_in(G: nx.DiGraph, people: pd.DataFrame) -> pd.DataFrame:
    """Return how the owner reaches people: ``introducer`` and ``reach``, one row a person.

    ``G`` is the relationship graph; ``people`` is indexed by ``person_id`` and has
    ``n_contact_days`` (missing without contact) and ``is_connected``. ``introducer`` is the
    ``person_id`` of the common contact on the strongest path, for people without contact;
    ``reach`` is "write directly", "ask ...", "connected on LinkedIn" or "no introducer seen".
    """
    near = triads(G)
    rows = []
    for person, days, is_connected in zip(
        people.index, people["n_contact_days"], people["is_connected"], strict=True
    ):
        has_contact = bool(pd.notna(days)) and days > 0
        is_seen = not has_contact and person in G
        known = near.between(G.graph["ego"], person).index if is_seen else pd.Index([])
        introducer = known[0] if len(known) else None
        if has_contact:
            reach = "write directly"
        elif introducer is not None:
            reach = f"ask {G.nodes[introducer]['name'] or introducer}"
        else:
            reach = "connected on LinkedIn" if is_connected is True else "no introducer seen"
        rows.append((introducer, reach))
    columns = ["introducer", "reach"]
    return pd.DataFrame(rows, index=people.index, columns=columns, dtype="string")
