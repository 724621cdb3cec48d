"""Coverage of a whole organisation: who has somebody further on in their own line of work?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from netanalysis.acquaintances import LEVEL_GAP, LIVE, is_among, line_managers, with_levels
from netanalysis.counting import MAX_RECIPIENTS, as_of_instant
from netanalysis.dataset import Dataset
from netanalysis.pairs import dyads
from netanalysis.words import count

COVERED: Final = 2  # live seniors from which somebody counts as covered
TOP_LEVEL: Final = 6  # from here on nobody above is the rule and no gap
ONE_MAILBOX: Final = 0.5
"""Share of messages with the owner on them from which the archive is one person's, not a firm's.

In a mailbox it is nearly 1, in the mail of a whole organisation nearly 0.
"""
SMALLEST_TEAM: Final = 5
"""Smallest team shown by itself: in a smaller one a share points at a person."""
SMALL_TEAMS: Final = "smaller teams together"
UNKNOWN_TEAM: Final = "team unknown"

CANNOT_TELL: Final = "cannot tell"
STATUSES: Final = ("gap", "thin", "covered", "at the top", CANNOT_TELL)
COLUMNS: Final = {
    "name": "string",
    "team": "string",
    "title": "string",
    "level": "Int64",
    "functions": "string",
    "status": "string",
    "n_live_seniors": "Int64",
    "n_live_juniors": "Int64",
    "n_lean_on_them_alone": "Int64",
    "is_manager_in_touch": "boolean",
    "n_live_ties": "Int64",
    "n_title_unknown": "Int64",
    "reason": "string",
}
TEAM_COLUMNS: Final = {
    "n_people": "Int64",
    "n_gap": "Int64",
    "n_thin": "Int64",
    "n_covered": "Int64",
    "n_at_the_top": "Int64",
    "n_cannot_tell": "Int64",
    "gap_share": "Float64",
}


def mentorship_coverage(
    archive: Dataset,
    *,
    teams: Mapping[str, str] | None = None,
    managers: Mapping[str, str] | None = None,
    as_of: str | pd.Timestamp | None = None,
    max_recipients: int = MAX_RECIPIENTS,
) -> pd.DataFrame:
    """Return, for everybody in an organisation's mail, the seniors in their line of work.

    Answers "who has nobody further on to turn to, and on whom do many lean?". It needs the
    mail of the whole organisation and job titles. In one person's archive, where the owner
    is on more than half of the messages between people, the ties of others are mostly
    unseen: of everybody but the owner it says "cannot tell".

    Parameters
    ----------
    archive
        What was loaded, from many mailboxes or by ``load_table`` with ``people``.
    teams
        The team of each ``person_id``; by default the organisation (in ``load_table`` the
        department, where no company is given).
    managers
        The ``person_id`` of each person's line manager; by default as the archive states
        (``reports_to`` in ``load_table``). Line managers are counted apart: to report to
        somebody is not yet to be guided by them.
    as_of, max_recipients
        As in :func:`netanalysis.neglected_ties`.

    Returns
    -------
    DataFrame
        Indexed by ``person_id``: everybody with contact, gaps first, then by team and id.

        ``name``, ``team``, ``title``, ``level``, ``functions``
            level 0 intern to 7 C-suite; functions joined by ", "
        ``status``
            by the number of live seniors: "gap" (0), "thin" (1), "covered" (2 and more);
            "at the top" for levels 6 and 7, for whom nobody above is the rule; "cannot tell"
            where their title tells no level, or neither it nor the team a line of work, and
            in one person's archive
        ``n_live_seniors``
            people a level or more above, in the same line of work (a common function, or
            the same team), with a ``p_90`` of .5 and more
        ``n_live_juniors``, ``n_lean_on_them_alone``
            the other way round, and for how many of these they are the only live senior
        ``is_manager_in_touch``
            whether the tie to the line manager is live; missing where none is named
        ``n_live_ties``, ``n_title_unknown``
            live ties, and how many of them to people without a title that tells a level
        ``reason``
            the row in words

        ``attrs["as_of"]`` is the instant of judgement.

    Raises
    ------
    NothingToAnalyseError
        If no interaction has a trusted date.

    Examples
    --------
    >>> import pandas as pd
    >>> import netanalysis as na
    >>> mail = pd.DataFrame(
    ...     {"when": ["2026-01-05", "2026-01-12", "2026-01-19"] * 2,
    ...      "source": ["Ana"] * 3 + ["Bo"] * 3, "target": ["Bo"] * 3 + ["Ana"] * 3}
    ... )
    >>> people = pd.DataFrame({"id": ["Ana", "Bo"], "title": ["Sales Director", "Sales Rep"]})
    >>> coverage = na.mentorship_coverage(na.load_table(mail, people=people))
    >>> coverage["status"].tolist()
    ['gap', 'thin']
    """
    instant = as_of_instant(archive, as_of)
    found = dyads(archive, as_of=instant, max_recipients=max_recipients)
    live = found.index[(found["p_90"] >= LIVE).fillna(False).to_numpy(dtype=bool)]
    people = _employees(archive, found.index, teams)
    one, other = (live.get_level_values(name) for name in ("a", "b"))
    ties = pd.DataFrame({"person": one.append(other), "with": other.append(one)}, dtype="object")
    lines = _lines(archive, managers)
    is_boss = pd.MultiIndex.from_frame(ties[["person", "with"]]).isin(lines)
    is_report = pd.MultiIndex.from_frame(ties[["with", "person"]]).isin(lines)
    met = pd.Series(people.index.isin(ties.loc[is_boss, "person"]), people.index)
    has_boss = people.index.isin(lines.get_level_values("person"))
    people["is_manager_in_touch"] = met.where(has_boss, pd.NA)
    guides = _guides(ties[~is_boss & ~is_report], people)
    n_seniors = guides.groupby("person").size()
    is_alone = guides["person"].map(n_seniors) == 1
    unknown = ties["with"].map(people["level"].isna()).fillna(True).astype("bool")
    counts = {
        "n_live_seniors": n_seniors,
        "n_live_juniors": guides.groupby("with").size(),
        "n_lean_on_them_alone": guides[is_alone].groupby("with").size(),
        "n_live_ties": ties.groupby("person").size(),
        "n_title_unknown": ties[unknown].groupby("person").size(),
    }
    for name, values in counts.items():
        people[name] = values.reindex(people.index).fillna(0).astype("Int64")
    people["is_unseen"] = is_one_mailbox(archive)
    if archive.has_owner:
        people.loc[people.index == archive.me, "is_unseen"] = False
    people["status"] = _statuses(people)
    people["functions"] = [", ".join(names) for names in people["functions"]]
    people["reason"] = [_words(row) for row in people.to_dict("records")]
    rank = people["status"].map({status: i for i, status in enumerate(STATUSES)})
    order = people.assign(_rank=rank, _id=people.index).sort_values(["_rank", "team", "_id"])
    result = order[list(COLUMNS)].astype(COLUMNS)
    result.attrs = {"as_of": instant}
    return result


def coverage_by_team(coverage: pd.DataFrame) -> pd.DataFrame:
    """Return how many people of each team have seniors in their line of work.

    Answers "in which team do juniors stand alone?". Teams of fewer than five people are
    counted together, because a share of few points at a person; are even these together
    fewer than five, they are left out, and ``attrs["n_left_out"]`` counts them.

    Parameters
    ----------
    coverage
        The finding of :func:`mentorship_coverage`.

    Returns
    -------
    DataFrame
        Indexed by ``team``, the highest share of gaps first, smaller teams last.

        ``n_people``
            people of the team
        ``n_gap``, ``n_thin``, ``n_covered``, ``n_at_the_top``, ``n_cannot_tell``
            how many of them have each status
        ``gap_share``
            gaps among those who have a status and are not at the top, 0 to 1; missing where
            fewer than five do

    Examples
    --------
    >>> import pandas as pd
    >>> import netanalysis as na
    >>> people = pd.DataFrame({"team": ["sales"] * 6, "status": ["gap"] * 3 + ["covered"] * 3})
    >>> na.coverage_by_team(people)["gap_share"].to_dict()
    {'sales': 0.5}
    """
    team = coverage["team"].fillna(UNKNOWN_TEAM)
    sizes = team.map(team.value_counts())
    team = team.mask(sizes < SMALLEST_TEAM, SMALL_TEAMS)
    table = pd.crosstab(team, coverage["status"]).reindex(columns=list(STATUSES), fill_value=0)
    table.columns = pd.Index([f"n_{status.replace(' ', '_')}" for status in STATUSES])
    table.insert(0, "n_people", table.sum(axis=1))
    is_few = table["n_people"] < SMALLEST_TEAM
    n_left_out = int(table.loc[is_few, "n_people"].sum())
    table = table[~is_few]
    known = table["n_gap"] + table["n_thin"] + table["n_covered"]
    share = (table["n_gap"] / known).where(known >= SMALLEST_TEAM)
    order = table.assign(gap_share=share, _small=table.index == SMALL_TEAMS, _id=table.index)
    order = order.sort_values(
        ["_small", "gap_share", "_id"], ascending=[True, False, True], na_position="last"
    )
    result = order[list(TEAM_COLUMNS)].astype(TEAM_COLUMNS)
    result.index = pd.Index(result.index, name="team", dtype="string")
    result.attrs = {**coverage.attrs, "n_left_out": n_left_out}
    return result


def _employees(archive: Dataset, pairs: pd.Index, teams: Mapping[str, str] | None) -> pd.DataFrame:
    """Return everybody with contact, with level, functions and team."""
    people = archive.people.set_index("person_id")
    seen = is_among(people.index, *(pairs.get_level_values(name) for name in ("a", "b")))
    known = people.loc[seen, ["name", "organisation", "title"]]
    own = known["organisation"] if teams is None else known.index.to_series().map(dict(teams))
    return with_levels(archive, known.assign(team=own.astype("string")))


def _lines(archive: Dataset, managers: Mapping[str, str] | None) -> pd.MultiIndex:
    """Return the pairs of person and line manager."""
    lines = line_managers(archive)
    if managers is not None:
        named = pd.Series(dict(managers), dtype="object").dropna()
        lines = pd.DataFrame({"person": named.index, "manager": named.array})
    return pd.MultiIndex.from_frame(lines.astype("object"))


def _guides(ties: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Return the ties from somebody to a senior with whom they share a function or a team."""
    level = people["level"].astype("Float64")
    gap = ties["with"].map(level).astype("Float64") - ties["person"].map(level).astype("Float64")
    up = ties[(gap >= LEVEL_GAP).fillna(False).to_numpy(dtype=bool)]
    work = {
        person: {*named, *([] if pd.isna(team) else [("team", team)])}
        for person, named, team in zip(
            people.index, people["functions"], people["team"], strict=True
        )
    }
    share: list[bool] = [
        not work[a].isdisjoint(work[b]) for a, b in zip(up["person"], up["with"], strict=True)
    ]
    return up[np.array(share, dtype=bool)]


def _statuses(people: pd.DataFrame) -> pd.Series:
    n = people["n_live_seniors"]
    status = pd.Series("gap", people.index, dtype="string")
    status = status.mask(n == 1, "thin").mask(n >= COVERED, "covered")
    status = status.mask((people["level"] >= TOP_LEVEL).fillna(False), "at the top")
    has_work = pd.Series([bool(names) for names in people["functions"]], people.index)
    has_work |= people["team"].notna()
    has_answer = people["level"].notna() & has_work & ~people["is_unseen"]
    return status.where(has_answer, CANNOT_TELL)


def is_one_mailbox(archive: Dataset) -> bool:
    """Return whether this is one person's archive, in which the ties of others are unseen."""
    if not archive.has_owner:
        return False
    events, persons = archive.interactions, archive.participants
    counted = events.loc[~events["is_bulk"].fillna(False).astype("bool"), "interaction_id"]
    mine = persons.loc[persons["person_id"] == archive.me, "interaction_id"]
    return bool(counted.isin(mine).mean() > ONE_MAILBOX)


def _words(row: dict[Any, Any]) -> str:
    if row["is_unseen"]:
        return "this is the archive of one person, in which the ties of others are mostly unseen."
    if row["status"] == CANNOT_TELL:
        return "no title is known that tells a level and a line of work."
    n_seniors = int(row["n_live_seniors"])
    seniors = count(n_seniors, "senior colleague") if n_seniors else "no senior colleague"
    words = f"in touch with {seniors} in the same line of work"
    manager = " besides the line manager"
    if row["status"] == "at the top" and not n_seniors:
        words, manager = "at the top by title", ", in touch with the line manager"
    if row["is_manager_in_touch"] is True:
        words += manager
    if row["n_live_juniors"]:
        juniors = count(int(row["n_live_juniors"]), "less senior colleague")
        words += f"; with {juniors} there"
        if row["n_lean_on_them_alone"]:
            words += f", the only senior one for {int(row['n_lean_on_them_alone'])}"
    return f"{words}."
