"""Whom to write to this week, why, and what to begin with."""

from __future__ import annotations

from collections.abc import Iterator
from os import PathLike
from typing import Any, Final

import pandas as pd

from netanalysis.advice import (
    dormant_words,
    milestone_words,
    no_answer_words,
    open_answer_words,
    quiet_words,
    wanted_words,
)
from netanalysis.analysis.congratulating import milestones
from netanalysis.analysis.dormant import dormant_ties
from netanalysis.analysis.neglect import neglected_ties
from netanalysis.analysis.unanswered import waiting
from netanalysis.counting import MAX_RECIPIENTS, as_of_instant, counted
from netanalysis.dataset import Dataset
from netanalysis.graph import relationship_graph
from netanalysis.talking_points import talking_point
from netanalysis.workday import working_time

A_WEEK: Final = 5  # what a person can do with care in a week
KINDS: Final = (
    "wanted",
    "waiting for you",
    "neglected",
    "milestone",
    "dormant",
    "waiting for them",
)
"""Kinds in the order in which they take their turns; "wanted" does not wait for its turn."""

QUIET_LABELS: Final = ("gone quiet", "cooling")
WAITING: Final = ("waiting for you", "waiting for them")
NEEDS_NO_PUSH: Final = 0.75  # chance of contact by itself from which a silence is left alone
MOST_WAITING: Final = 0.4  # of the list, each way: more would be chores, or nagging
PATIENCE_DAYS: Final = 7  # before that nobody is asked why they have not answered
COLUMNS: Final = {
    "name": "string",
    "company": "string",
    "kind": "string",
    "reason": "string",
    "talking_point": "string",
    "days_silent": "Int64",
    "n_contact_days": "Int64",
    "last_on": "datetime64[us]",
    "group": "string",
    "address": "string",
}

Row = dict[Any, Any]


def reach_out(
    archive: Dataset,
    n: int = A_WEEK,
    *,
    as_of: str | pd.Timestamp | None = None,
    wishes: str | PathLike[str] | None = None,
) -> pd.DataFrame:
    """Return a few people to write to this week, each with a reason and something to say.

    Answers "whom do I write to this week?". First come people you want to be in touch with
    and have not been for longer than you wanted; then the other kinds take turns: an answer
    that is open, a valuable tie that has gone quiet, a milestone, an old tie worth reviving,
    an answer you have not had. Only people with whom both sides have written; at most one of
    a group, so that the list does not turn into a list of one office. Of two who may be one
    person the one heard from last can be on it; open answers are two in five of it at most,
    each way.

    Parameters
    ----------
    archive
        What was loaded; its owner must be known.
    n
        How many people at most.
    as_of
        Day of judgement; by default the latest interaction.
    wishes
        The owner's wishes file (see :func:`want`). Who is put off or never to be brought up
        is left out of every kind.

    Returns
    -------
    DataFrame
        Indexed by ``person_id``, ``n`` rows or fewer, in the order they were chosen.

        ``name``, ``company``
            who
        ``kind``
            "wanted", "waiting for you", "neglected", "milestone", "dormant" or
            "waiting for them"
        ``reason``
            why, in words
        ``talking_point``
            what the last message was about, or what few of your contacts share with them;
            missing where the archive knows neither
        ``days_silent``, ``n_contact_days``, ``last_on``
            the evidence, as in :func:`neglected_ties`
        ``group``
            organisation or circle of which this is the one; missing where unknown
        ``address``
            mail address they used most of late; missing where unknown

        ``attrs`` holds ``as_of``, ``workday`` (the owner's working time, for
        :func:`write_calendar`) and ``wishes_unmet``. Nobody to write to, no rows.

    Raises
    ------
    OwnerUnknownError
        If the owner is not known.
    NothingToAnalyseError
        If no interaction has a trusted date and ``as_of`` is not given.
    ExportNotFoundError, WishesError
        If the wishes file is not there, or not what it must be.

    Examples
    --------
    >>> import netanalysis as na
    >>> archive = na.load(na.sample_path())
    >>> na.reach_out(archive)["group"].is_unique
    True
    """
    instant = as_of_instant(archive, as_of)
    ties = neglected_ties(archive, as_of=instant, wishes=wishes)
    is_open = ties["snoozed_until"].isna() & (ties["n_sent"] > 0) & (ties["n_received"] > 0)
    ties = ties[is_open & ~ties.index.isin(_perhaps_elsewhere(archive, ties))]
    told = milestones(archive, n=len(archive.people), as_of=instant, wishes=wishes)
    queues = dict(_candidates(archive, ties, told, instant))
    groups = _groups(archive, instant)
    chosen = _in_turns(queues, groups, n)
    addresses = archive.people.set_index("person_id")["address"]
    rows = [
        {
            **{key: ties.loc[person, key] for key in ("name", "company", "days_silent")},
            **{key: ties.loc[person, key] for key in ("n_contact_days", "last_on")},
            "kind": kind,
            "reason": f"{_named(ties.loc[person, 'name'])}: {row['reason']}",
            "talking_point": talking_point(archive, person, _named(row["name"]), instant),
            "group": groups.get(person) or pd.NA,
            "address": addresses.get(person),
        }
        for kind, person, row in chosen
    ]
    index = pd.Index([person for _, person, _ in chosen], name="person_id", dtype="string")
    result = pd.DataFrame(rows, index=index, columns=list(COLUMNS)).astype(COLUMNS)
    found = counted(archive, instant, max_recipients=MAX_RECIPIENTS, include_bulk=False)
    result.attrs = {
        "as_of": instant,
        "workday": working_time(archive, found),
        "wishes_unmet": (*ties.attrs.get("wishes_unmet", ()), *told.attrs["wishes_unmet"]),
    }
    return result


def _candidates(
    archive: Dataset, ties: pd.DataFrame, told: pd.DataFrame, instant: pd.Timestamp
) -> Iterator[tuple[str, dict[str, Row]]]:
    """Yield, per kind, the people it would name in its order, with the words for it."""
    records = {str(person): row for person, row in ties.to_dict("index").items()}
    wanted = {p: r for p, r in records.items() if pd.notna(r["priority"]) and r["priority"] > 0}
    yield "wanted", {p: r | {"reason": wanted_words(r)} for p, r in wanted.items()}
    free = {p: r for p, r in records.items() if pd.isna(r["wanted_days"])}
    quiet = {
        p: r for p, r in free.items() if r["label"] in QUIET_LABELS and r["p_90"] < NEEDS_NO_PUSH
    }
    yield "neglected", {p: r | {"reason": quiet_words(r)} for p, r in quiet.items()}
    dormant = dormant_ties(archive, as_of=instant).index
    yield (
        "dormant",
        {p: free[p] | {"reason": dormant_words(free[p])} for p in dormant if p in free},
    )
    table = waiting(archive, as_of=instant)
    is_patient = (table["waiting"] == "for them") & (table["days_waiting"] < PATIENCE_DAYS)
    rows = table[~is_patient].to_dict("index")
    for kind, words in (("for you", open_answer_words), ("for them", no_answer_words)):
        found = {str(p): r for p, r in rows.items() if r["waiting"] == kind and p in records}
        yield f"waiting {kind}", {p: r | {"reason": words(r)} for p, r in found.items()}
    today = instant.tz_convert("UTC").tz_localize(None).normalize()
    is_new = ~told["wrote_since"].fillna(False).astype(bool) & told.index.isin(list(records))
    told = told[is_new & ~told.index.duplicated()]
    yield (
        "milestone",
        {
            str(p): r | {"reason": milestone_words(r, today)}
            for p, r in told.to_dict("index").items()
        },
    )


def _perhaps_elsewhere(archive: Dataset, ties: pd.DataFrame) -> set[str]:
    """Return who may be one person with somebody heard from later, as the proposals have it.

    They may just write from another address now, so they are not called quiet.
    """
    proposed = archive.proposals
    earlier = set()
    for pair in zip(proposed["person_id"], proposed["other_person_id"], strict=True):
        if set(pair) <= set(ties.index):
            last_on = ties["last_on"]
            earlier.add(min(pair, key=lambda person: (last_on[person], person)))
    return earlier


def _in_turns(
    queues: dict[str, dict[str, Row]], groups: dict[str, str], n: int
) -> list[tuple[str, str, Row]]:
    """Return the people chosen: those wanted, then one of each kind in turn, one a group."""
    chosen: list[tuple[str, str, Row]] = []
    taken: set[str] = set()
    most = dict.fromkeys(WAITING, max(1, round(MOST_WAITING * n)))

    def take(kind: str) -> bool:
        if sum(kind == other for other, _, _ in chosen) >= most.get(kind, n):
            return False
        for person, row in queues[kind].items():
            marks = {f"person {person}", f"group {groups.get(person) or person}"}
            if not marks & taken:
                taken.update(marks)
                chosen.append((kind, person, row))
                return True
        return False

    while len(chosen) < n and take("wanted"):
        continue
    kinds = list(KINDS[1:])
    while kinds and len(chosen) < n:
        kinds = [kind for kind in kinds if len(chosen) < n and take(kind)]
    return chosen


def _named(name: Any) -> str:
    return "This person" if pd.isna(name) else str(name)


def _groups(archive: Dataset, instant: pd.Timestamp) -> dict[str, str]:
    G = relationship_graph(archive, as_of=instant)
    return {str(person): str(group) for person, group in G.nodes(data="group") if group}
