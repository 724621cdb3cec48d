"""Stability: would the same people be brokers if part of the mail were missing?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd

from netanalysis.counting import MAX_RECIPIENTS, Counted, counted
from netanalysis.dataset import Dataset
from netanalysis.ego import with_owner
from netanalysis.errors import NothingToAnalyseError
from netanalysis.graph import relationship_graph
from netanalysis.numbering import changes, sorted_rows
from netanalysis.reach import NO_TIES_SEEN, access_shares, brokerage
from netanalysis.rhythms import day_number, rhythm_numbers
from netanalysis.together import LEAST_APPEARANCES, meetings
from netanalysis.words import percent

DROPPED: Final = (0.1, 0.3)  # share of interactions that is missing in a run
MIDDLE: Final = (0.05, 0.95)  # what is called the usual range of ranks
_DAY: Final = 86_400_000_000  # microseconds

COLUMNS: Final = {
    "name": "string",
    "rank": "Int64",
    "top_share": "Float64",
    "rank_low": "Int64",
    "rank_high": "Int64",
    "reason": "string",
}
Integers = npt.NDArray[np.signedinteger[Any]]


@dataclass(frozen=True)
class _Evidence:
    """What brokerage rests on, interaction by interaction."""

    n_events: int
    today: int
    people: pd.DataFrame
    """The owner's contacts: ``name`` and ``group``."""

    group: dict[str, str]
    alter: Integers
    """Place in ``people``, day and interaction of each contact, sorted by the first two."""

    day: Integers
    event: Integers
    tie: Integers
    """Place in ``ties`` and interaction of each appearance together."""

    tie_event: Integers
    ties: pd.DataFrame
    """Each pair seen together, as ``u`` and ``v``."""


def broker_stability(
    archive: Dataset,
    *,
    k: int = 10,
    n_runs: int = 200,
    seed: int = 0,
    as_of: str | pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Return how often the brokers stay among the first ``k`` when interactions are missing.

    Answers "how far can I trust this list?". No archive is complete. In each run 10 to 30 % of
    the interactions (how many is drawn as well) are left out, and brokerage is worked out
    anew on the others: chances of contact, appearances together, ranks. Groups are those of
    the whole archive.

    Parameters
    ----------
    archive
        A Dataset with an owner.
    k
        How many people count as brokers.
    n_runs
        Number of runs. With 200 a share is known to within .07 (95 %).
    seed
        Same seed, same result.
    as_of
        Day (its end, UTC) or instant of judgement; by default the latest interaction.

    Returns
    -------
    DataFrame
        Indexed by ``person_id``, whoever is among the first ``k`` of the whole archive or of
        a run, in the order of ``brokers``.

        ``rank``
            place in the whole archive, from 1
        ``top_share``
            share of runs in which the person is among the first ``k``, 0 to 1
        ``rank_low``, ``rank_high``
            between these ranks in nine runs of ten
        ``reason``
            the row in words

        ``attrs``: ``as_of``, ``k``, ``n_runs``.

    Raises
    ------
    OwnerUnknownError
        If the owner of the archive is not known.
    NothingToAnalyseError
        If no two contacts were ever seen together.
    ValueError
        If ``k`` or ``n_runs`` is below 1.

    Examples
    --------
    >>> import netanalysis as na
    >>> stability = na.broker_stability(na.load(na.sample_path()), k=3, n_runs=20)
    >>> bool((stability["top_share"].head(3) > 0.9).all())
    True
    """
    if k < 1 or n_runs < 1:
        raise ValueError(f"k={k} and n_runs={n_runs}: both have to be 1 or more")
    archive.me  # noqa: B018  (raises OwnerUnknownError)
    G = relationship_graph(archive, as_of=as_of)
    known = _evidence(archive, G)
    random = np.random.default_rng(seed)
    ranks = np.empty((n_runs, len(known.people)), dtype=np.int64)
    for run in range(n_runs):
        dropped = random.uniform(*DROPPED)
        ranks[run] = _ranks(known, random.random(known.n_events) >= dropped)
    whole = _ranks(known, np.ones(known.n_events, dtype=bool))
    low, high = np.quantile(ranks, MIDDLE, axis=0, method="nearest")
    table = known.people[["name"]].assign(
        rank=whole, top_share=(ranks <= k).mean(axis=0), rank_low=low, rank_high=high
    )
    table = table[(table["rank"] <= k) | (table["top_share"] > 0)].sort_values("rank")
    table["reason"] = [
        f"{name}: among the first {k} in {percent(share)} of {n_runs} runs with 10 to 30 % of the "
        "interactions left out."
        for name, share in zip(table["name"], table["top_share"], strict=True)
    ]
    table = table[list(COLUMNS)].astype(COLUMNS)
    table.attrs = {"as_of": G.graph["as_of"], "k": k, "n_runs": n_runs}
    return table


def _evidence(archive: Dataset, G: nx.DiGraph) -> _Evidence:
    instant = G.graph["as_of"]
    found = counted(archive, instant, max_recipients=MAX_RECIPIENTS, include_bulk=False)
    one, other, tie_event = meetings(found)
    if not len(one):
        raise NothingToAnalyseError(NO_TIES_SEEN)
    starts = changes(one) | changes(other)
    ends = [found.people.iloc[end[starts]].to_numpy() for end in (one, other)]
    alters, alter, day, event = _contacts(found)
    people = pd.DataFrame(
        {key: [G.nodes[person][key] for person in alters] for key in ("name", "group")},
        index=pd.Index(alters, name="person_id", dtype="string"),
    )
    return _Evidence(
        n_events=len(found.row),
        today=day_number(instant),
        people=people,
        group=dict(G.nodes(data="group")) | {G.graph["ego"]: ""},
        alter=alter,
        day=day,
        event=event,
        tie=np.cumsum(starts) - 1,
        tie_event=tie_event,
        ties=pd.DataFrame({"u": ends[0], "v": ends[1]}, dtype="string"),
    )


def _contacts(found: Counted) -> tuple[list[str], Integers, Integers, Integers]:
    """Return the owner's contacts, and place, day and interaction of each of their contacts."""
    person, event, _ = with_owner(found)
    day = found.events.microseconds[event] // _DAY
    first = int(day.min(initial=0))
    n_people, n_days = max(len(found.people), 1), int(day.max(initial=0)) - first + 1
    person, day, event = sorted_rows(
        (person, n_people), (day - first, n_days), (event, max(len(found.row), 1))
    )
    is_first = changes(person)
    alters = found.people.iloc[person[is_first]].tolist()
    return alters, np.cumsum(is_first) - 1, day + first, event


def _ranks(known: _Evidence, kept: npt.NDArray[np.bool_]) -> Integers:
    """Return the rank of every contact, from 1, when only some interactions are kept."""
    is_kept = kept[known.event]
    alter, day = known.alter[is_kept], known.day[is_kept]
    is_new = changes(alter) | changes(day)
    alter, day = alter[is_new], day[is_new]
    starts = np.flatnonzero(changes(alter))
    p_90 = rhythm_numbers(day, starts, known.today)["p_90"]
    people = known.people.iloc[alter[starts]].assign(p_90=p_90)
    n_together = np.bincount(known.tie, weights=kept[known.tie_event], minlength=len(known.ties))
    ties = known.ties.assign(n_together=n_together)[n_together >= LEAST_APPEARANCES]
    mirrored = ties.rename(columns={"u": "v", "v": "u"})
    both_ways = pd.concat([ties, mirrored], ignore_index=True)
    totals = brokerage(access_shares(people, both_ways, known.group))
    score = totals["brokerage"].reindex(known.people.index).fillna(-1.0).to_numpy(dtype=np.float64)
    order = np.argsort(-score, kind="stable")
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.arange(1, len(order) + 1)
    return ranks
