"""Mentorship ties: in which lasting exchanges may guidance happen, today and over the years?"""

from __future__ import annotations

from os import PathLike
from typing import Any, Final

import numpy as np
import pandas as pd

from netanalysis.acquaintances import (
    OF_THE_LINE,
    acquaintances,
    in_mentorship_ties,
    is_same_organisation,
    level_words,
    own_level,
    own_organisation,
    own_title,
)
from netanalysis.corrections import Corrections, read_corrections
from netanalysis.counting import MAX_RECIPIENTS, as_of_instant
from netanalysis.dataset import Dataset
from netanalysis.ego import ego_ties
from netanalysis.numbering import NUMBERS
from netanalysis.words import count, percent

STRONG: Final = 1.7
"""Strength from which a tie counts as strong: that of contact once a month, month after month."""
SEVERAL: Final = 2
"""Employers from which on a network counts as wide: help from one place only is narrow."""
NETWORKS: Final = {
    (True, True): "entrepreneurial: strong ties to several organisations",
    (True, False): "opportunistic: weak ties to several organisations",
    (False, True): "traditional: strong ties within one organisation",
    (False, False): "receptive: weak ties within one organisation",
}
"""The four developmental networks of Higgins and Kram: (several organisations, strong ties)."""

TIE_COLUMNS: Final = {
    "name": "string",
    "role": "string",
    "kind": "string",
    "title": "string",
    "organisation": "string",
    "level": "Int64",
    "level_gap": "Int64",
    "functions": "string",
    "p_90": "Float64",
    "strength": "Float64",
    "n_contact_days": "Int64",
    "n_months": "Int64",
    "n_direct_days": "Int64",
    "your_share": "Float64",
    "n_recommended_you": "Int64",
    "n_recommended_by_you": "Int64",
    "n_endorsed_you": "Int64",
    "n_endorsed_by_you": "Int64",
    "reason": "string",
}
HISTORY_COLUMNS: Final = {
    "name": "string",
    "role": "string",
    "kind": "string",
    "level": "Int64",
    "strength": "Float64",
    "change": "string",
}


def mentorship_ties(
    archive: Dataset,
    *,
    as_of: str | pd.Timestamp | None = None,
    max_recipients: int = MAX_RECIPIENTS,
    wishes: str | PathLike[str] | None = None,
) -> pd.DataFrame:
    """Return the ties in which guidance may well happen, up and down.

    Answers "with whom, above and below me, do I have a lasting exchange?". A tie counts if
    the titles lie a level or more apart, contact fell into three months and more over 90
    days and more, was direct (at most three recipients) on three days and more, if each
    side wrote a fifth of the messages or more, and if the chance of contact in the next 90
    days is .5 and more. Messages show exchange, not guidance: only the two people know.

    Parameters
    ----------
    archive
        What was loaded; its owner must be known.
    as_of, max_recipients
        As in :func:`netanalysis.neglected_ties`.
    wishes
        The owner's wishes file, for what they noted with :func:`netanalysis.note_level` and
        :func:`netanalysis.note_guidance`.

    Returns
    -------
    DataFrame
        Indexed by ``person_id``, seniors first, the strongest tie first within each role.

        ``name``, ``title``, ``organisation``, ``level``, ``functions``
            the other person; level 0 intern to 7 C-suite; functions joined by ", "
        ``role``
            "possible mentor", "possible mentee", or "line manager" and "direct report"
            where the data state it; "mentor, as you say" and "mentee, as you say" by the
            owner's own word, whatever the messages show
        ``kind``
            range by strength: "strong, same organisation", "weak, other organisation" ...;
            strong is a strength of 1.7 and more, as from contact once a month
        ``level_gap``
            their level minus the owner's
        ``p_90``, ``strength``, ``n_contact_days``, ``n_months``, ``n_direct_days``
            the rhythm of the tie, as in :func:`netanalysis.ego_ties`
        ``your_share``
            messages the owner wrote, of all between the two, 0 to 1
        ``n_recommended_you``, ``n_recommended_by_you``
            recommendations on LinkedIn each way
        ``n_endorsed_you``, ``n_endorsed_by_you``
            days with endorsements of skills each way
        ``reason``
            the row in words

        ``attrs``: ``as_of``, ``own_title``, ``own_level`` and ``network``: which of the
        four developmental networks of Higgins and Kram the seniors make up, line managers
        apart; missing without any. Where the owner's level is unknown, only what they noted.

    Raises
    ------
    OwnerUnknownError
        If the owner is not known.
    NothingToAnalyseError
        If no interaction has a trusted date.
    ExportNotFoundError, WishesError
        If the wishes file is not there, or not what it must be.

    Examples
    --------
    >>> import netanalysis as na
    >>> ties = na.mentorship_ties(na.load(na.sample_path()))
    >>> ties["role"].iloc[0]
    'possible mentor'
    """
    instant = as_of_instant(archive, as_of)
    said = read_corrections(archive, wishes)
    people = _tied(archive, instant, max_recipients, said)
    praise = _praise(archive, instant)
    people = people.join(praise).fillna(dict.fromkeys(praise.columns, 0))
    people["your_share"] = people["n_sent"] / (people["n_sent"] + people["n_received"])
    people["functions"] = [", ".join(names) for names in people["functions"]]
    rows = people.to_dict("records")
    people["reason"] = [f"{row['name']}: {_tie_words(row)}" for row in rows]
    result = people[list(TIE_COLUMNS)].astype(TIE_COLUMNS)
    result.attrs = {
        "as_of": instant,
        "own_title": own_title(archive),
        "own_level": own_level(archive, said),
        "network": _network(result),
    }
    return result


def mentorship_history(
    archive: Dataset,
    *,
    as_of: str | pd.Timestamp | None = None,
    max_recipients: int = MAX_RECIPIENTS,
    wishes: str | PathLike[str] | None = None,
) -> pd.DataFrame:
    """Return the mentorship ties year by year: who was one then, who is now.

    Answers "where did my circle of guidance thin?". The ties of
    :func:`netanalysis.mentorship_ties` are taken as of the end of each year with contact,
    and as of the day of judgement. Titles are those known today: somebody senior now may
    not have been so then, and neither may the owner.

    Parameters
    ----------
    archive
        What was loaded; its owner must be known.
    as_of, max_recipients
        As in :func:`netanalysis.neglected_ties`.
    wishes
        The owner's wishes file, for what they noted with :func:`netanalysis.note_level` and
        :func:`netanalysis.note_guidance`.

    Returns
    -------
    DataFrame
        Indexed by ``as_of_on`` (the day looked at, earliest first) and ``person_id``.

        ``name``, ``role``, ``kind``, ``level``, ``strength``
            as in :func:`netanalysis.mentorship_ties`
        ``change``
            "new" (no tie at the day looked at before), "kept", "faded" (a tie then, none
            now; ``kind`` and ``strength`` are those of then)

        ``attrs``: ``as_of``, ``own_title``, ``own_level``.

    Raises
    ------
    OwnerUnknownError
        If the owner is not known.
    NothingToAnalyseError
        If no interaction has a trusted date.
    ExportNotFoundError, WishesError
        If the wishes file is not there, or not what it must be.

    Examples
    --------
    >>> import netanalysis as na
    >>> history = na.mentorship_history(na.load(na.sample_path()))
    >>> set(history["change"]) <= {"new", "kept", "faded"}
    True
    """
    instant = as_of_instant(archive, as_of)
    said = read_corrections(archive, wishes)
    first = ego_ties(archive, as_of=instant, max_recipients=max_recipients)["first_on"].min()
    year = instant.year if pd.isna(first) else pd.Timestamp(first).year
    days = [pd.Timestamp(f"{each}-12-31") for each in range(year, instant.year)]
    instants = [*(as_of_instant(archive, f"{day:%Y-%m-%d}") for day in days), instant]
    days = [*days, instant.tz_convert(None).normalize()]
    found = [_tied(archive, each, max_recipients, said) for each in instants]
    parts = [
        _changed(now, before).assign(as_of_on=day)
        for day, now, before in zip(days, found, [found[0].iloc[:0], *found], strict=False)
    ]
    table = pd.concat(parts).astype({**HISTORY_COLUMNS, "as_of_on": "datetime64[us]"})
    table = table.set_index("as_of_on", append=True).reorder_levels(["as_of_on", "person_id"])
    table.attrs = {
        "as_of": instant,
        "own_title": own_title(archive),
        "own_level": own_level(archive, said),
    }
    return table


def _tied(
    archive: Dataset, instant: pd.Timestamp, max_recipients: int, said: Corrections
) -> pd.DataFrame:
    """Return the mentorship ties with role and kind, seniors first, the strongest first."""
    level = own_level(archive, said)
    known = acquaintances(archive, instant, max_recipients, said, lasting_only=True)
    people = in_mentorship_ties(known, level)
    people["level_gap"] = people["level"] - level if level is not None else pd.NA
    people["level_gap"] = people["level_gap"].astype("Int64")
    is_up = (people["level_gap"] > 0).fillna(False) & (people["said"] != "mentee")
    is_up |= people["said"] == "mentor"
    people["role"] = np.where(is_up, "possible mentor", "possible mentee")
    is_of_line = people["relation"].isin(OF_THE_LINE)
    people["role"] = people["role"].where(~is_of_line, people["relation"])
    noted = people["said"] + ", as you say"
    people["role"] = people["role"].where(people["said"] == "", noted)
    people["kind"] = _kinds(people, own_organisation(archive))
    order = people.assign(_up=~is_up, _id=people.index)
    return order.sort_values(["_up", "strength", "_id"], ascending=[True, False, True])


def _changed(now: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Return the ties of one day with what changed since the day before it."""
    is_kept = now.index.isin(before.index)
    faded = before[~before.index.isin(now.index)].assign(change="faded")
    current = now.assign(change=np.where(is_kept, "kept", "new"))
    return pd.concat([current, faded])[list(HISTORY_COLUMNS)].astype(HISTORY_COLUMNS)


def _kinds(people: pd.DataFrame, own: str) -> list[str]:
    where = np.where(is_same_organisation(people, own), "same", "other")
    where = np.where(people["organisation"].isna(), "unknown", where)
    how = np.where((people["strength"] >= STRONG).fillna(False), "strong", "weak")
    return [f"{how_}, {where_} organisation" for how_, where_ in zip(how, where, strict=True)]


def _network(ties: pd.DataFrame) -> str | None:
    """Return which developmental network the seniors make up: range by strength."""
    seniors = ties[ties["role"].isin(["possible mentor", "mentor, as you say"])]
    if seniors.empty:
        return None
    is_wide = seniors["organisation"].nunique() >= SEVERAL
    is_strong = float(seniors["strength"].fillna(0).median()) >= STRONG
    return NETWORKS[bool(is_wide), is_strong]


def _praise(archive: Dataset, instant: pd.Timestamp) -> pd.DataFrame:
    """Return recommendations, and days with endorsements, of the owner and by the owner."""
    events = archive.columns("interactions", ("channel", "occurred_at")).reset_index(drop=True)
    events = events[events["channel"].isin(["recommendation", "endorsement"])]
    events = events[(~(events["occurred_at"] > instant)).fillna(True)]
    is_praise = np.zeros(archive.n_rows("interactions"), dtype=bool)
    is_praise[events.index] = True
    event, person, is_sender = (
        archive.numbers("participants", number) for number in NUMBERS["participants"]
    )
    place = np.flatnonzero(is_praise[event])
    parts = pd.DataFrame({"event": event[place], "role": is_sender[place]})
    parts["person_id"] = archive.people["person_id"].take(person[place]).array
    parts = parts.join(events, on="event")
    parts["on"] = parts["occurred_at"].dt.floor("D")
    is_mine = parts["person_id"] == archive.me
    mine = parts.loc[is_mine, ["event", "role"]].drop_duplicates("event")
    others = parts[~is_mine].merge(mine, on="event", suffixes=("", "_mine"))
    others["by_me"] = others["role_mine"] == 1
    written = others[others["channel"] == "recommendation"]
    # Ten skills endorsed in one sitting are one thought of somebody.
    clicked = others[others["channel"] == "endorsement"]
    clicked = clicked.drop_duplicates(["person_id", "by_me", "on"])
    columns = {}
    for verb, acts in (("recommended", written), ("endorsed", clicked)):
        for by_me, direction in ((False, "you"), (True, "by_you")):
            people = acts.loc[acts["by_me"] == by_me, "person_id"]
            columns[f"n_{verb}_{direction}"] = people.value_counts()
    return pd.DataFrame(columns).fillna(0)


def _tie_words(row: dict[Any, Any]) -> str:
    words = [level_words(row)]
    if pd.notna(row["n_contact_days"]):
        days = count(int(row["n_contact_days"]), "day")
        words.append(f"contact on {days} in {count(int(row['n_months']), 'month')}")
        words.append(f"you wrote {percent(float(row['your_share']))} of the messages")
    else:
        words.append("no message seen")
    if row["n_recommended_you"]:
        words.append("recommended you on LinkedIn")
    if row["n_recommended_by_you"]:
        words.append("you recommended them on LinkedIn")
    if row["n_endorsed_you"]:
        words.append("endorsed your skills on LinkedIn")
    if pd.notna(row["relation"]):
        words.append(f"your {row['relation']}, as stated in the data")
    return "; ".join(words) + "."
