"""Introductions to make: whom the owner could introduce to whom."""

from __future__ import annotations

from typing import Any, Final

import networkx as nx
import pandas as pd

from netanalysis.counting import as_of_instant
from netanalysis.dataset import Dataset
from netanalysis.graph import relationship_graph
from netanalysis.pairs import ties
from netanalysis.rhythms import LIVE_ACCESS
from netanalysis.titles import functions
from netanalysis.triads import Triads, triads
from netanalysis.words import count, listing

LIVE_DAYS: Final = (
    30  # where nobody owns the archive: who wrote so lately is there to be introduced
)
SHOWN: Final = 3  # common contacts named in a sentence
# As many pairs as the method was measured on; a large mailbox has tens of thousands.
FIRST: Final = 100

COLUMNS: Final = {
    "a": "string",
    "b": "string",
    "a_name": "string",
    "b_name": "string",
    "score": "Float64",
    "adamic_adar": "Float64",
    "n_together": "Int64",
    "n_common": "Int64",
    "common": "string",
    "is_across": "boolean",
    "complement": "string",
    "reason": "string",
}


def introductions_to_make(
    archive: Dataset, *, n: int = FIRST, as_of: str | pd.Timestamp | None = None
) -> pd.DataFrame:
    """Return pairs of people who could gain from knowing each other, and show no tie.

    Answers "whom should I introduce to whom?". Of people whose tie with the owner is live
    (chance of contact in 90 days of .6 and more), the pairs of whom neither was seen writing
    to the other. Pairs across two organisations come first, because colleagues have other
    ways to meet; within each part they are ordered by the sum of two ranks: Adamic-Adar over common
    contacts, weighted by strength, and the messages on which both stand. The owner is no
    common contact. In an archive without an owner, who wrote in the last 30 days is live.

    Parameters
    ----------
    archive
        A Dataset, with or without an owner.
    n
        Return the first ``n`` only; ``attrs`` says how many were found.
    as_of
        Day (its end, UTC) or instant of judgement; by default the latest interaction.

    Returns
    -------
    DataFrame
        One row per pair, best first.

        ``a``, ``b``, ``a_name``, ``b_name``
            the two
        ``score``
            sum of the two ranks as shares of 1, up to 2; equal ones: with ``complement`` first
        ``adamic_adar``
            sum over common contacts z of (closeness of a and z + of z and b) / ln(1 + all
            closeness of z), 0 and up
        ``n_together``
            messages on which both stand, 0 or 2 and more (one may be chance)
        ``n_common``, ``common``
            contacts seen with both, and who they are
        ``is_across``
            they belong to two organisations
        ``complement``
            by title, a field of each that the other is not in ("sales; engineering"), "" where
            that is not known of both
        ``reason``
            the row in words: "no tie seen" is all that a mailbox can say, not that they do
            not know each other

        ``attrs``: ``as_of``, ``n_live``, and ``n_found`` pairs.

    Raises
    ------
    NothingToAnalyseError
        If no interaction has a trusted date.
    ValueError
        If ``n`` is below 0.

    Examples
    --------
    >>> import netanalysis as na
    >>> archive = na.load(na.sample_path())
    >>> pairs = na.introductions_to_make(archive)
    >>> pairs["reason"].iloc[0].endswith("no tie seen between them.")
    True
    """
    if n < 0:
        raise ValueError(f"n={n}: has to be 0 or more")
    instant = as_of_instant(archive, as_of)
    G = relationship_graph(archive, as_of=instant)
    live = _live(archive, G, instant)
    near = triads(G, without=G.graph["ego"])
    pairs = near.open_pairs(live)
    pairs["a_name"], pairs["b_name"] = (
        pairs[end].map(dict(G.nodes(data="name"))) for end in ("a", "b")
    )
    home = dict(G.nodes(data="organisation"))
    ends = [(home[a], home[b]) for a, b in zip(pairs["a"], pairs["b"], strict=True)]
    pairs["is_across"] = [bool(one and other and one != other) for one, other in ends]
    can = {v: frozenset(functions(title or None)) for v, title in G.nodes(data="title")}
    pairs["complement"] = [
        _complement(can[a], can[b]) for a, b in zip(pairs["a"], pairs["b"], strict=True)
    ]
    pairs["_plain"] = pairs["complement"] == ""
    pairs = pairs.sort_values(
        ["is_across", "score", "_plain"], ascending=[False, False, True], kind="stable"
    )
    n_found = len(pairs)
    pairs = pairs.head(n).copy()
    pairs["common"] = _common(G, near, pairs)
    pairs["reason"] = [_unmet(row) for row in pairs.to_dict("records")]
    table = pairs[list(COLUMNS)].astype(COLUMNS).reset_index(drop=True)
    table.attrs = {"as_of": instant, "n_live": len(live), "n_found": n_found}
    return table


def _live(archive: Dataset, G: nx.DiGraph, instant: pd.Timestamp) -> list[str]:
    ego = G.graph["ego"]
    if ego is not None:
        return [v for v, p in G.nodes(data="p_90") if v != ego and p >= LIVE_ACCESS]
    silent = ties(archive, as_of=instant)["days_silent"].groupby(level="source").min()
    return [str(v) for v in silent.index[silent <= LIVE_DAYS] if v in G]


def _complement(one: frozenset[str], other: frozenset[str]) -> str:
    """Return a function of each that the other has not, "" where one of them adds nothing."""
    ours, theirs = sorted(one - other), sorted(other - one)
    return f"{ours[0]}; {theirs[0]}" if ours and theirs else ""


def _common(G: nx.DiGraph, near: Triads, pairs: pd.DataFrame) -> list[str]:
    """Return the names of the common contacts of each pair, the strongest path first."""
    place = {person: i for i, person in enumerate(near.nodes)}
    names = [str(G.nodes[person]["name"]) for person in near.nodes]
    wanted = {place[person] for person in {*pairs["a"], *pairs["b"]}}
    rows = {
        i: dict(zip(row.indices.tolist(), row.data.tolist(), strict=True))
        for i in sorted(wanted)
        for row in [near.close[[i]]]
    }
    found = []
    for a, b in zip(pairs["a"], pairs["b"], strict=True):
        one, other = rows[place[a]], rows[place[b]]
        both = sorted(one.keys() & other.keys(), key=lambda z: (-one[z] * other[z], z))
        found.append(listing([names[z] for z in both], SHOWN))
    return found


def _unmet(row: dict[Any, Any]) -> str:
    """Return one pair in words."""
    parts = []
    if row["n_common"]:
        parts.append(f"both seen with {row['common']}")
    if row["n_together"]:
        parts.append(f"both on {count(int(row['n_together']), 'message')}")
    if row["complement"]:
        one, other = row["complement"].split("; ")
        parts.append(f"{row['a_name']} works in {one}, {row['b_name']} in {other}")
    return f"{row['a_name']} and {row['b_name']}: {'; '.join(parts)}; no tie seen between them."
