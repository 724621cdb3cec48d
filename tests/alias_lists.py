"""Harvests made by hand: aliases with their display names, and what happened between them."""

from __future__ import annotations

import pandas as pd

from netanalysis.harvest import Harvest
from netanalysis.identity import Identity

T0 = pd.Timestamp("2024-01-01", tz="UTC")


def harvest(
    uses: dict[str, list[str]],
    *,
    links: list[tuple[str, str]] = (),
    mail: list[tuple[str, str]] = (),
    hints: list[tuple[str, str, int, int]] = (),
    lists: list[tuple[str, str]] = (),
    bulk: bool = False,
    jobs: dict[str, str] | None = None,
) -> Harvest:
    """uses: alias -> display names; mail: (from, to) pairs, a day apart; jobs: alias -> company."""
    mentions = [
        {"alias_key": key, "name": name or None, "n_uses": 1, "origin": "t"}
        for key, names in uses.items()
        for name in names
    ]
    stated = [
        {"alias_key": a, "other_key": b, "rule": "stated", "evidence": "the file", "score": 1.0}
        for a, b in links
    ]
    interactions, participations = [], []
    for i, (sender, to) in enumerate(mail):
        ident = f"mail:{i:04d}"
        interactions.append(
            {
                "interaction_id": ident,
                "occurred_at": T0 + pd.Timedelta(days=i),
                "date_quality": "ok",
                "channel": "mail",
                "is_bulk": bulk,
                "origin": "t",
            }
        )
        participations += [
            {"interaction_id": ident, "alias_key": sender, "role": "from"},
            {"interaction_id": ident, "alias_key": to, "role": "to"},
        ]
    positions = [{"alias_key": k, "company": c, "origin": "t"} for k, c in (jobs or {}).items()]
    tables = {
        "positions": positions,
        "mentions": mentions,
        "links": stated,
        "interactions": interactions,
        "participations": participations,
        "owner_hints": [{"alias_key": k, "hint": h, "n": n, "n_of": of} for k, h, n, of in hints],
        "list_addresses": [{"alias_key": k, "kind": "list", "reason": r} for k, r in lists],
    }
    return Harvest(**{name: pd.DataFrame(rows) for name, rows in tables.items()})


def people(got: Identity) -> set[frozenset[str]]:
    """Return the sets of aliases that were joined, without the kinds of their keys."""
    groups = got.person_of.groupby(got.person_of).groups.values()
    return {frozenset(key.partition(":")[2] for key in keys) for keys in groups}


def joined(got: Identity, *keys: str) -> bool:
    """Whether aliases, given without their kinds, are one person."""
    return any(set(keys) <= group for group in people(got))
