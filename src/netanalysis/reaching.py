"""Whom to write to this week, why, and what to begin with."""

from __future__ import annotations

from collections.abc import Iterator
from os import PathLike
from textwrap import shorten
from typing import Any, Final

import pandas as pd

from netanalysis.analysis.congratulating import milestones
from netanalysis.analysis.dormant import dormant_ties
from netanalysis.analysis.ground import common_ground
from netanalysis.analysis.neglect import neglected_ties
from netanalysis.analysis.unanswered import waiting
from netanalysis.counting import MAX_RECIPIENTS, as_of_instant, counted
from netanalysis.dataset import Dataset
from netanalysis.ego import ego_contacts
from netanalysis.graph import relationship_graph
from netanalysis.words import count, percent, span
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
MOST_SHARED: Final = 0.1  # what more of the contacts share is no point to begin with
TELLING: Final = ("event", "school", "group", "contact", "skill", "thread")
"""Kinds of common ground to begin with; an employer or a single word would be lame."""

DATED: Final = ("event", "thread")  # kinds of which the day is worth telling
SUBJECT_WIDTH: Final = 70
REPLY_MARK: Final = r"(?i)^\s*(?:(?:re|fwd?|fw|aw|wg|tr|rv|antw)\s*:\s*)+"
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
    a group, so that the list does not turn into a list of one office.

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
    ties = ties[is_open]
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
            "talking_point": _talking_point(archive, person, row, instant),
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
    yield "wanted", {p: r | {"reason": _wanted(r)} for p, r in wanted.items()}
    free = {p: r for p, r in records.items() if pd.isna(r["wanted_days"])}
    quiet = {p: r for p, r in free.items() if r["label"] in QUIET_LABELS}
    yield "neglected", {p: r | {"reason": _quiet(r)} for p, r in quiet.items()}
    dormant = dormant_ties(archive, as_of=instant).index
    yield "dormant", {p: free[p] | {"reason": _dormant(free[p])} for p in dormant if p in free}
    rows = waiting(archive, as_of=instant).to_dict("index")
    for kind, words in (("for you", _open_answer), ("for them", _no_answer)):
        found = {str(p): r for p, r in rows.items() if r["waiting"] == kind and p in records}
        yield f"waiting {kind}", {p: r | {"reason": words(r)} for p, r in found.items()}
    today = instant.tz_convert("UTC").tz_localize(None).normalize()
    is_new = ~told["wrote_since"].fillna(False).astype(bool) & told.index.isin(list(records))
    told = told[is_new & ~told.index.duplicated()]
    yield (
        "milestone",
        {str(p): r | {"reason": _milestone(r, today)} for p, r in told.to_dict("index").items()},
    )


def _in_turns(
    queues: dict[str, dict[str, Row]], groups: dict[str, str], n: int
) -> list[tuple[str, str, Row]]:
    """Return the people chosen: those wanted, then one of each kind in turn, one a group."""
    chosen: list[tuple[str, str, Row]] = []
    taken: set[str] = set()

    def take(kind: str) -> bool:
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


def _wanted(row: Row) -> str:
    return (
        f"You want to be in touch every {count(int(row['wanted_days']), 'day')}; it has been "
        f"{span(int(row['days_silent']))}."
    )


def _quiet(row: Row) -> str:
    why = row["circumstances"]  # what may explain the silence
    return (
        f"The two of you used to be in touch about every {span(float(row['usual_gap_days']))} "
        f"({_history(row)}) and have not been for {span(int(row['days_silent']))}. "
        f"{_by_itself(row)}" + ("" if pd.isna(why) else f" {why}")
    )


def _dormant(row: Row) -> str:
    return (
        f"An old tie worth a letter: {_history(row)}, then quiet for "
        f"{span(int(row['days_silent']))}. {_by_itself(row)}"
    )


def _history(row: Row) -> str:
    days = count(int(row["n_contact_days"]), "day")
    return f"{days} with contact over {span((row['last_on'] - row['first_on']).days)}"


def _by_itself(row: Row) -> str:
    chance = percent(float(row["p_90"]))
    return f"Left alone, the chance that you are in touch within three months is {chance}."


def _open_answer(row: Row) -> str:
    many = f", {int(row['n_messages'])} messages in a row" if row["n_messages"] > 1 else ""
    return (
        f"They wrote {span(int(row['days_waiting']))} ago{many}, and nothing from you has reached "
        "them since. Late is better than not at all."
    )


def _no_answer(row: Row) -> str:
    return (
        f"You wrote {span(int(row['days_waiting']))} ago and have had no answer. It may have "
        "slipped through; ask kindly, once."
    )


def _milestone(row: Row, today: pd.Timestamp) -> str:
    words = str(row["reason"]).partition(": ")[2].partition("; ")[0].rstrip(".")
    words = words.replace(f"on {row['on']:%Y-%m-%d}", f"on {row['on'].day} {row['on']:%B}")
    late = bool(row["on"] < today) and "export" not in words
    end = "It is not too late for a line." if late else "A good day for a line."
    return f"{words[:1].upper()}{words[1:]}. {end}"


def _talking_point(archive: Dataset, person: str, row: Row, instant: pd.Timestamp) -> str | None:
    """Return what to begin with: the last subject, and what few others share."""
    parts = []
    subject, on = _last_subject(archive, person, instant)
    if subject:
        short = shorten(subject, SUBJECT_WIDTH, placeholder=" …")
        parts.append(f"Your last subject was “{short}” ({on:%B %Y}).")
    shared = common_ground(archive, person, n=len(archive.people), as_of=instant)
    shared = shared[shared["kind"].isin(TELLING) & (shared["share"] <= MOST_SHARED)]
    for found in shared[shared["what"] != subject].head(1).to_dict("records"):
        words = str(found["reason"]).partition(": ")[2].partition("; shared")[0]
        if found["kind"] not in DATED:
            words = words.partition(", last on ")[0]
        parts.append(f"{words[:1].upper()}{words[1:]}.")
    return " ".join(parts) or None


def _last_subject(
    archive: Dataset, person: str, instant: pd.Timestamp
) -> tuple[str, pd.Timestamp | None]:
    """Return the subject of the last message between the two that has one, and its day."""
    letters = ego_contacts(archive, who=person, as_of=instant)
    events = archive.columns("interactions", ("interaction_id", "subject"))
    events = events[events["interaction_id"].isin(letters["interaction_id"])]
    subjects = events.set_index("interaction_id")["subject"]
    letters = letters.assign(subject=letters["interaction_id"].map(subjects))
    letters["subject"] = letters["subject"].str.replace(REPLY_MARK, "", regex=True).str.strip()
    letters = letters[letters["subject"].fillna("") != ""].sort_values("occurred_at")
    among_few = letters[letters["is_direct"]]
    last = (among_few if len(among_few) else letters).tail(1)
    if last.empty:
        return "", None
    return str(last["subject"].iloc[0]), last["occurred_at"].iloc[0]
