"""The people somebody knows: how senior, in which functions, and how alive the tie is.

What the mentorship questions start from. Seniority is what a job title says; contact says
whether a tie is live. Nothing here is about gender or age.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from netanalysis.corrections import Corrections
from netanalysis.dataset import Dataset
from netanalysis.ego import ego_ties
from netanalysis.titles import functions, seniority
from netanalysis.words import count, span

LIVE: Final = 0.5  # chance of contact by itself in 90 days
LEVEL_GAP: Final = 1
# A mentorship tie: contact in this many months, over this span, this often one to one,
# and neither side writes less than a fifth of the messages.
TIE_MONTHS: Final = 3
TIE_SPAN_DAYS: Final = 90
TIE_DIRECT_DAYS: Final = 3
TIE_LEAST_SHARE: Final = 0.2


TEAMMATE: Final = "teammate"
DIRECT_REPORT: Final = "direct report"
LINE_MANAGER: Final = "line manager"
_UNREAD: Final[tuple[int | None, tuple[str, ...]]] = (None, ())
"""What somebody without a title is known by."""
OF_THE_LINE: Final = (DIRECT_REPORT, LINE_MANAGER)


def own_title(archive: Dataset) -> str | None:
    """Return the job title of the owner; None where it is not known."""
    people = archive.people.set_index("person_id")
    title = people["title"].get(archive.me)
    return None if pd.isna(title) else str(title)


def own_level(archive: Dataset, said: Corrections) -> int | None:
    """Return the owner's level, by their word or their title; None where neither says it."""
    return said.levels.get(archive.me, seniority(own_title(archive)).level)


def with_levels(
    archive: Dataset, people: pd.DataFrame, said: Corrections | None = None
) -> pd.DataFrame:
    """Return people with ``level`` (0 to 7) and ``functions`` (a tuple) as their titles say.

    A level that the owner noted counts before the title. Each title of an archive is read
    once, however often it is asked for.
    """
    read: dict[str, tuple[int | None, tuple[str, ...]]] = archive.remembered(
        "titles read", (), lambda: {}
    )
    titles = people["title"].to_list()
    texts = [title for title in titles if isinstance(title, str)]
    read |= {
        title: (seniority(title).level, functions(title))
        for title in dict.fromkeys(texts)
        if title not in read
    }
    found = [read[title] if isinstance(title, str) else _UNREAD for title in titles]
    named: list[Any] = [functions_ for _, functions_ in found]
    stated = pd.Series(pd.array([level for level, _ in found], dtype="Int64"), people.index)
    noted = pd.Series(dict(said.levels) if said else {}, dtype="Int64").reindex(people.index)
    return people.assign(level=noted.fillna(stated), functions=named)


def acquaintances(
    archive: Dataset,
    instant: pd.Timestamp,
    max_recipients: int,
    said: Corrections,
    *,
    lasting_only: bool = False,
) -> pd.DataFrame:
    """Return everybody the owner knows: in touch, connected or of the line, with their level.

    Indexed by ``person_id``: ``name``, ``organisation``, ``title``, the columns of
    :func:`netanalysis.ego.ego_ties`, ``is_connected``, ``relation`` ("line manager",
    "direct report" or "teammate" where the data state it), ``level``, ``functions``,
    ``is_live``, ``is_lasting`` (contact over months, direct, and carried by both sides) and
    ``said``: what the owner noted of the tie ("mentor", "mentee", "neither", "" for
    nothing). A mentor or mentee by the owner's word counts as live, whatever messages show.
    With ``lasting_only`` only who is live and lasting, or noted, so that few titles of a
    large archive are read.
    """
    mine = ego_ties(archive, as_of=instant, max_recipients=max_recipients)
    mine["is_live"] = (mine["p_90"] >= LIVE).fillna(False).astype("boolean")
    mine["is_lasting"] = _lasting(mine).astype("boolean")
    relations = archive.relations
    connected = relations.loc[relations["kind"] == "connected", "target"]
    people = archive.people.set_index("person_id")
    noted = pd.Series(dict(said.guidance), dtype="object")
    relation = _relations(archive)
    if lasting_only:
        wanted = [mine.index[mine["is_live"] & mine["is_lasting"]], noted.index]
    else:
        wanted = [mine.index, pd.Index(connected), relation.index, noted.index]
    is_known = is_among(people.index, *wanted)
    known = people[is_known & (people["kind"] == "person") & ~people["is_me"]]
    table = known[["name", "organisation", "title"]].join(mine)
    table["is_connected"] = table.index.isin(connected)
    table["relation"] = relation.reindex(table.index)
    table["said"] = noted.reindex(table.index).fillna("")
    is_guided = table["said"].isin(["mentor", "mentee"])
    table["is_live"] = table["is_live"].fillna(False).astype("bool") | is_guided
    table["is_lasting"] = table["is_lasting"].fillna(False).astype("bool")
    return with_levels(archive, table, said)


def is_among(ids: pd.Index, *others: pd.Index) -> npt.NDArray[np.bool_]:
    """Tell which identifiers stand among the others; a large index of texts is slow at that."""
    wanted: set[Any] = set()
    wanted.update(*(other.to_numpy(object) for other in others))
    return np.fromiter((one in wanted for one in ids.to_numpy(object)), bool, len(ids))


def line_managers(archive: Dataset) -> pd.DataFrame:
    """Return who reports to whom, as the data state it: ``person`` and ``manager``."""
    held = archive.relations
    up = held.loc[held["kind"] == "reports_to", ["source", "target"]]
    down = held.loc[held["kind"] == "manages", ["target", "source"]]
    columns = ["person", "manager"]
    lines = pd.concat([up.set_axis(columns, axis=1), down.set_axis(columns, axis=1)])
    return lines.drop_duplicates(ignore_index=True)


def _relations(archive: Dataset) -> pd.Series:
    """Return what people are to the owner, by ``person_id``; the line counts before the team."""
    held, lines = archive.relations, line_managers(archive)
    is_team = (held["kind"] == "teammate") & (held["source"] == archive.me)
    parts = [
        (lines.loc[lines["person"] == archive.me, "manager"], LINE_MANAGER),
        (lines.loc[lines["manager"] == archive.me, "person"], DIRECT_REPORT),
        (held.loc[is_team, "target"], TEAMMATE),
    ]
    found = pd.concat([pd.Series(words, index=pd.Index(ids)) for ids, words in parts])
    return found[~found.index.duplicated()].astype("string")


def _lasting(people: pd.DataFrame) -> pd.Series:
    """Return with whom contact is lasting, direct and carried by both sides."""
    n_sent, n_received = people["n_sent"], people["n_received"]
    lasts = (
        (people["n_months"] >= TIE_MONTHS)
        & ((people["last_on"] - people["first_on"]).dt.days >= TIE_SPAN_DAYS)
        & (people["n_direct_days"] >= TIE_DIRECT_DAYS)
        & (n_sent / (n_sent + n_received)).between(TIE_LEAST_SHARE, 1 - TIE_LEAST_SHARE)
    )
    return lasts.fillna(False).astype("bool")


def level_words(row: dict[Any, Any]) -> str:
    """Return "2 levels above you" of somebody with a ``level_gap``."""
    gap = row["level_gap"]
    if pd.isna(gap):
        return "no level known"
    if not gap:
        return "on your level"
    return f"{count(abs(int(gap)), 'level')} {'above' if gap > 0 else 'below'} you by title"


def described(row: dict[Any, Any]) -> str:
    """Return "Ana Silva (VP Engineering, Halden, silent for 2 years)" of an acquaintance."""
    facts = [str(row[key]) for key in ("title", "organisation") if pd.notna(row[key])]
    silent = row["days_silent"]
    if pd.isna(silent):
        facts.append("never in touch here")
    elif not row["is_live"]:
        days = count(int(row["n_contact_days"]), "contact day")
        facts.append(f"{days}, silent for {span(float(silent))}")
    return f"{row['name']} ({', '.join(facts)})" if facts else str(row["name"])


def in_mentorship_ties(people: pd.DataFrame, level: int | None) -> pd.DataFrame:
    """Return who of the people is a mentorship tie of somebody at that level.

    The owner's word counts before what titles and messages say.
    """
    is_tie = people["is_live"] & people["is_lasting"] & (level is not None)
    is_tie &= ((people["level"] - (level or 0)).abs() >= LEVEL_GAP).fillna(False)
    is_said = people["said"].isin(["mentor", "mentee"])
    return people[(is_tie | is_said) & (people["said"] != "neither")]


def own_organisation(archive: Dataset) -> str:
    """Return the owner's organisation in lower case; empty where it is not known."""
    own = archive.people.set_index("person_id")["organisation"].get(archive.me)
    return "" if pd.isna(own) else str(own).casefold()


def is_same_organisation(people: pd.DataFrame, own: str) -> pd.Series:
    """Tell who works at the organisation ``own``; nobody where it is empty."""
    return (people["organisation"].str.casefold() == own).fillna(False) & (own != "")
