"""Bridges to other groups: which are fading, and which came and went by quarter."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

import networkx as nx
import pandas as pd

from netanalysis.analysis.brokers import brokers
from netanalysis.counting import as_of_instant
from netanalysis.dataset import Dataset
from netanalysis.errors import NothingToAnalyseError
from netanalysis.graph import relationship_graph
from netanalysis.reach import NO_TIES_SEEN
from netanalysis.rhythms import LIVE_ACCESS
from netanalysis.triads import triads
from netanalysis.words import count, listing, percent, span

TIME_COLUMNS: Final = {
    "quarter": "string",
    "person_id": "string",
    "name": "string",
    "rank": "Int64",
    "brokerage": "Float64",
    "groups": "string",
    "change": "string",
    "reason": "string",
}
RISK_COLUMNS: Final = {
    "name": "string",
    "group": "string",
    "at_risk": "Float64",
    "p_90": "Float64",
    "days_silent": "Int64",
    "n_contact_days": "Int64",
    "groups": "string",
    "n_live_others": "Int64",
    "way_back": "string",
    "advice": "string",
    "reason": "string",
}
LEAST_AT_RISK: Final = 0.05  # with less there is next to nothing to lose
LEAST_DAYS: Final = 3  # fewer contact days are too little history, as everywhere
LEAST_SHARE: Final = 0.01  # a smaller share of access is not worth a word
ONLY_SHARE: Final = 0.9999  # all of it, but for rounding


def bridges_at_risk(G: nx.DiGraph) -> pd.DataFrame:
    """Return the bridges to other groups that are fading, and what to do about each.

    Answers "which door is about to close, and how do I keep it open?". A bridge is at risk if
    access runs through a contact (``at_risk`` of .05 and more, see :func:`brokers`) whose
    chance of contact in 90 days is below .6. There are three ways out: the group has another live
    contact, so write when there is a reason; a live contact was seen with the person and can
    bring you back; or there is nobody else, and only a message of your own will do, unless
    there were fewer than three days of contact and so little to lose.

    Parameters
    ----------
    G
        A graph of :func:`netanalysis.relationship_graph` with an owner.

    Returns
    -------
    DataFrame
        Indexed by ``person_id``, most at risk first.

        ``at_risk``, ``p_90``, ``groups``
            as in :func:`brokers`
        ``days_silent``, ``n_contact_days``
            days since the last contact, and days with contact at all: the sample size of ``p_90``
        ``n_live_others``
            other live contacts in the same group
        ``way_back``
            the live contact on the strongest path to the person, "" if none was seen
        ``advice``
            what to do, in one sentence
        ``reason``
            the row in words: the silence, what is at stake, and what to do

        ``attrs``: ``as_of``.

    Raises
    ------
    OwnerUnknownError
        If the graph has no owner.
    NothingToAnalyseError
        If no two contacts were ever seen together.

    Examples
    --------
    >>> import netanalysis as na
    >>> G = na.relationship_graph(na.load(na.sample_path()))
    >>> bool((na.bridges_at_risk(G)["p_90"] < 0.6).all())
    True
    """
    found = brokers(G)
    found.attrs = {}
    is_live = found["p_90"] >= LIVE_ACCESS
    live_in = is_live.groupby(found["group"]).transform("sum")
    risky = found[~is_live & (found["at_risk"] >= LEAST_AT_RISK)]
    table = risky.assign(
        n_live_others=live_in.reindex(risky.index),
        days_silent=[G.nodes[person]["days_silent"] for person in risky.index],
        _id=risky.index,
    )
    live, near = set(found.index[is_live]), triads(G)
    doors = found[is_live].groupby("group")["name"].agg(list).to_dict()
    sizes = Counter(group for _, group in G.nodes(data="group"))
    ways = [
        [v for v in near.between(G.graph["ego"], person).index if v in live]
        for person in risky.index
    ]
    table["way_back"] = [G.nodes[way[0]]["name"] if way else "" for way in ways]
    rows = table.to_dict("records")
    table["advice"] = [_advice(row, doors.get(row["group"], [])) for row in rows]
    table["reason"] = [
        f"{_at_stake(row, sizes[row['group']])} What to do: {advice}"
        for row, advice in zip(rows, table["advice"], strict=True)
    ]
    table = table.sort_values(["at_risk", "_id"], ascending=[False, True])
    table = table[list(RISK_COLUMNS)].astype(RISK_COLUMNS)
    table.attrs = {"as_of": G.graph["as_of"]}
    return table


def brokers_over_time(archive: Dataset, *, k: int = 10, n_quarters: int = 8) -> pd.DataFrame:
    """Return the brokers at the end of each quarter: who became one, who stopped.

    Answers "through whom did I reach others then, and through whom now?". Each quarter is judged by
    what was known at its end; the last is the one of the latest interaction, judged then.

    Parameters
    ----------
    archive
        A Dataset with an owner.
    k
        How many people count as brokers; nobody does without brokerage.
    n_quarters
        How many quarters back, this one included. Quarters in which no two contacts had been
        seen together are left out.

    Returns
    -------
    DataFrame
        One row per quarter and broker, and one for whoever stopped being one; latest quarter
        first.

        ``quarter``
            "2026Q1"
        ``rank``, ``brokerage``, ``groups``
            as in :func:`brokers`, from 1; missing for those who stopped
        ``change``
            "became" one, "stopped", or "stayed"; "stayed" in the first quarter shown
        ``reason``
            the row in words

        ``attrs``: ``as_of``, ``k``.

    Raises
    ------
    OwnerUnknownError
        If the owner of the archive is not known.
    NothingToAnalyseError
        If no two contacts were ever seen together, or no interaction has a trusted date.
    ValueError
        If ``k`` or ``n_quarters`` is below 1.

    Examples
    --------
    >>> import netanalysis as na
    >>> quarters = na.brokers_over_time(na.load(na.sample_path()), k=3, n_quarters=2)
    >>> quarters["quarter"].unique().tolist()
    ['2026Q4', '2026Q3']
    """
    if k < 1 or n_quarters < 1:
        raise ValueError(f"k={k} and n_quarters={n_quarters}: both have to be 1 or more")
    archive.me  # noqa: B018  (raises OwnerUnknownError)
    latest = as_of_instant(archive, None)
    last = latest.tz_convert(None).to_period("Q")
    rows: list[dict[str, Any]] = []
    before: pd.DataFrame | None = None
    for quarter in (last - n for n in reversed(range(n_quarters))):
        instant = min(quarter.end_time.tz_localize("UTC"), latest)
        try:
            now = brokers(relationship_graph(archive, as_of=instant))
        except NothingToAnalyseError:
            continue
        now = now[now["brokerage"] > 0].head(k)
        rows = _quarter(str(quarter), now, before) + rows
        before = now
    if before is None:
        raise NothingToAnalyseError(NO_TIES_SEEN)
    table = pd.DataFrame(rows, columns=list(TIME_COLUMNS)).astype(TIME_COLUMNS)
    table.attrs = {"as_of": latest, "k": k}
    return table


def _quarter(quarter: str, now: pd.DataFrame, before: pd.DataFrame | None) -> list[dict[str, Any]]:
    """Return the rows of one quarter: its brokers, then those who stopped."""
    known = now.index if before is None else before.index
    rows = [
        {
            "quarter": quarter,
            "person_id": person,
            "name": row["name"],
            "rank": rank,
            "brokerage": row["brokerage"],
            "groups": row["groups"],
            "change": "stayed" if person in known else "became",
            "reason": row["reason"],
        }
        for rank, (person, row) in enumerate(now.iterrows(), 1)
    ]
    if before is None:
        return rows
    for person in before.index.difference(now.index, sort=False):
        name = before.loc[person, "name"]
        reason = f"{name}: was a broker a quarter before, and is none of the first now."
        rows.append(
            {"quarter": quarter, "person_id": person, "name": name, "groups": ""}
            | {"change": "stopped", "reason": reason}
        )
    return rows


def _at_stake(row: dict[Any, Any], n_people: int) -> str:
    """Return how silent a bridge is and what hangs on it."""
    group = str(row["group"])
    silent = f"silent for {span(row['days_silent'])}"
    if row["days_silent"] <= 0:
        silent = "in touch today"
    words = (
        f"{row['name']}: {silent} after {count(int(row['n_contact_days']), 'day')} of contact, "
        f"{percent(row['p_90'])} chance of contact by itself in 90 days."
    )
    stakes = []
    if group and row["access_share"] >= LEAST_SHARE:
        seen = f"{group} ({count(n_people, 'person', 'people')} seen there)"
        is_only = row["access_share"] > ONLY_SHARE
        share = f"{percent(row['access_share'])} of your chance of contact with {seen} is theirs"
        stakes.append(f"they are your only contact at {seen}" if is_only else share)
    others = [name for name in row["groups"].split("; ") if name and name != group]
    if others:
        stakes.append(f"they were seen with people of {listing(others)}")
    return f"{words} At stake: {'; '.join(stakes)}." if stakes else words


def _advice(row: dict[Any, Any], doors: list[str]) -> str:
    """Return what to do about one bridge at risk; ``doors`` are live contacts in its group."""
    if row["group"] and doors:
        keep = "keeps" if len(doors) == 1 else "keep"
        return (
            f"nothing urgent, {listing(doors)} {keep} that door open; write when there is a reason."
        )
    if row["way_back"]:
        return (
            f"ask {row['way_back']}, who is in touch with you and was seen with them, to bring "
            "you together again."
        )
    if row["n_contact_days"] < LEAST_DAYS:
        there = row["group"] or "that side"
        return f"nothing unless {there} matters to you, for there is little contact to lose."
    return (
        "write to them yourself this month, for nobody else you are in touch with leads there; "
        "when they answer, ask who else you should know."
    )
