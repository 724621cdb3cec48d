"""Who introduces whom, and who meets next? Against plainer rules, on public archives.

Archives of whole organisations, judged on what was seen before a cut T. Only messages to at
most ten people count.

Introducers. A meeting is a message in the 30 days after T on which two people stand together
for the first time ever; its sender, if a third person who was tied to both before T, is who
introduced them. Meetings with at least two candidates are asked both ways; the figure is the
share in which the first of ``Triads.between`` (as in ``introducers``) is the sender.

Introductions. Of the pairs of people who wrote in the 30 days before T and were not in contact,
the share of the first 100 of ``introductions_to_make`` who write to each other within the next
30, 60 or 90 days. Random is that share among all such pairs. Figures are means over cuts.

    python benchmarks/introductions.py
"""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

import netanalysis as na
from netanalysis.triads import triads

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
HORIZONS = (30, 60, 90)
MEETING_DAYS = 30
FIRST = 100
ALL = 10**9  # the other rules order all pairs anew
INSTANT = pd.Timedelta(microseconds=1)


def manufacturing() -> tuple[na.Dataset, list[pd.Timestamp]]:
    rows = pd.read_csv(DATA / "manufacturing" / "communication.csv", sep=";", dtype=str)
    rows["id"] = rows["Sender"] + "@" + rows["EventDate"]
    names = {"when": "EventDate", "source": "Sender", "target": "Recipient", "id": "id"}
    archive = na.load_table(rows[list(names.values())], columns=names, channel="mail")
    return archive, [pd.Timestamp("2010-01-02", tz="UTC") + _days(n) for n in (90, 120, 150, 180)]


def enron() -> tuple[na.Dataset, list[pd.Timestamp]]:
    folder = DATA / "enron"
    messages = pd.read_csv(
        folder / "messages.tsv",
        sep="\t",
        header=None,
        quoting=3,
        usecols=[0, 2, 4],
        names=["mid", "file", "time", "subject", "sender"],
        encoding="latin-1",
    )
    sent = pd.read_csv(
        folder / "recipients.tsv", sep="\t", header=None, names=["mid", "number", "recipient"]
    )
    rows = sent.merge(messages, on="mid")
    rows["when"] = pd.to_datetime(rows["time"], unit="s").dt.strftime("%Y-%m-%d %H:%M:%S")
    names = {"when": "when", "source": "sender", "target": "recipient", "id": "mid"}
    rows = rows[list(names.values())].astype(str)
    archive = na.load_table(rows, columns=names, channel="mail")
    zero = pd.Timestamp("1998-11-01", tz="UTC")
    return archive, [zero + _days(n) for n in (720, 810, 900, 990)]


def _days(n: int) -> pd.Timedelta:
    return pd.Timedelta(days=n)


def messages_of(archive: na.Dataset) -> list[tuple[pd.Timestamp, str, frozenset[str]]]:
    """Return time, sender and everybody else of each message that counts, in time order."""
    events = archive.interactions[archive.interactions["n_recipients"] <= 10]
    parts = archive.participants.merge(events[["interaction_id", "occurred_at"]])
    found = []
    for (when, _), part in parts.groupby(["occurred_at", "interaction_id"]):
        is_sender = part["role"] == "from"
        sender = str(part.loc[is_sender, "person_id"].iloc[0])
        others = frozenset(part.loc[~is_sender, "person_id"]) - {sender}
        found.append((when, sender, others))
    return found


def introducers(archive: na.Dataset, cuts: list[pd.Timestamp]) -> pd.DataFrame:
    """Return one row per question: whether each rule named the sender first."""
    messages, hits = messages_of(archive), []
    for cut in cuts:
        near = triads(na.relationship_graph(archive, as_of=cut - INSTANT))
        degree = pd.Series(np.diff(near.close.indptr), index=near.nodes)
        met: set[tuple[str, str]] = set()
        for when, sender, others in messages:
            pairs = set(combinations(sorted({sender, *others}), 2)) - met
            met |= pairs
            if when < cut or when >= cut + _days(MEETING_DAYS):
                continue
            for a, b in sorted(pairs):
                known = {a, b, sender} <= set(near.nodes)
                if sender in (a, b) or not known:
                    continue
                for one, other in ((a, b), (b, a)):
                    places = near.nodes.get_indexer([one, other])
                    both = (near.close[[places[0]]].toarray() > 0)[0]
                    both &= (near.close[[places[1]]].toarray() > 0)[0]
                    candidates = near.nodes[both]
                    if len(candidates) < 2 or sender not in candidates:
                        continue
                    named = near.between(one, other)
                    hits.append(
                        {
                            "strongest path": _is_first(named["strength"], sender),
                            "closest to the one": _is_first(named["to_one"], sender),
                            "closest to the other": _is_first(named["to_other"], sender),
                            "knows most people": _is_first(degree[candidates], sender),
                            "random": 1 / len(candidates),
                        }
                    )
    return pd.DataFrame(hits)


def _is_first(scores: pd.Series, sender: str) -> float:
    return float(len(scores) > 0 and scores.idxmax() == sender)


def introductions(archive: na.Dataset, cuts: list[pd.Timestamp]) -> pd.DataFrame:
    """Return precision among the first 100 per rule, cut and horizon."""
    messages, results = messages_of(archive), []
    for cut in cuts:
        pairs = na.introductions_to_make(archive, n=ALL, as_of=cut - INSTANT)
        past = [m for m in messages if m[0] < cut]
        since = (cut - INSTANT).floor("D") - _days(30)
        live = {sender for when, sender, others in past if when >= since and others}
        known = {tuple(sorted((s, r))) for _, s, others in past for r in others}
        every = set(combinations(sorted(live), 2)) - known
        for horizon in HORIZONS:
            after = [m for m in messages if cut <= m[0] < cut + _days(horizon)]
            wrote = {tuple(sorted((s, r))) for _, s, others in after for r in others}
            rules = {
                "both ranks": pairs.head(FIRST),
                "Adamic-Adar": pairs.nlargest(FIRST, "adamic_adar"),
                "on one message": pairs.nlargest(FIRST, "n_together"),
            }
            for rule, first in rules.items():
                chosen = [tuple(sorted(pair)) for pair in zip(first["a"], first["b"], strict=True)]
                assert set(chosen) <= every
                share = sum(pair in wrote for pair in chosen) / FIRST
                results.append((rule, horizon, cut, share))
            results.append(("random", horizon, cut, len(every & wrote) / len(every)))
    return pd.DataFrame(results, columns=["rule", "horizon", "cut", "precision"])


def main() -> None:
    if not DATA.is_dir():
        print("The public archives (../shared/data) are not on this machine.")
        return
    for read in (manufacturing, enron):
        archive, cuts = read()
        hits = introducers(archive, cuts)
        print(f"\n{read.__name__}: who introduced two people, first guess right, n = {len(hits)}")
        print(hits.mean().round(3).to_string())
        table = introductions(archive, cuts)
        print(f"\n{read.__name__}: share of the first {FIRST} pairs who write, mean of cuts")
        print(table.pivot_table(index="rule", columns="horizon", values="precision").round(3))


if __name__ == "__main__":
    main()
