"""Common ground: what do the owner and a person share that few others do?"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from netanalysis.affiliations import employers
from netanalysis.counting import as_of_instant
from netanalysis.dataset import Dataset
from netanalysis.periods import Period, period, together, years_in_words
from netanalysis.shared_traits import known_people, shared_traits
from netanalysis.words import count

FIRST: Final = 3  # more than a talking point can use
KINDS: Final = (
    "employer",
    "school",
    "event",
    "skill",
    "group",
    "subject word",
    "contact",
    "thread",
)
"""Kinds of common ground; of two things equally rare the earlier kind comes first."""

PLACES: Final = ("employer", "school")
YEARS: Final = ("together", "your_years", "their_years")
APART: Final = "not at the same time"
COLUMNS: Final = {
    "kind": "string",
    "what": "string",
    "n_sharing": "Int64",
    "share": "Float64",
    "rarity": "Float64",
    "n": "Int64",
    "last_on": "datetime64[us]",
    "together": "string",
    "your_years": "string",
    "their_years": "string",
    "source": "string",
    "reason": "string",
}


def common_ground(
    archive: Dataset,
    who: str,
    *,
    n: int = FIRST,
    as_of: str | pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Return what the owner and a person have in common, the rarest first.

    Answers "what could we talk about?". What few of the owner's contacts share says more
    than what all do: ``rarity = -ln(share)``.

    Parameters
    ----------
    archive
        What was loaded; its owner must be known.
    who
        A person id, mail address, profile key or full name.
    n
        Return the first ``n`` only.
    as_of
        Day of judgement; by default the latest interaction.

    Returns
    -------
    DataFrame
        One row per thing shared, ranked from 1 (index ``rank``); of equally rare ones by
        kind, then by ``n``, then by name.

        ``kind``
            "employer" and "school" (perhaps at different times), "event" (a meeting both took
            part in), "skill" (both list it, or one endorsed the other for it), "group" (a
            mailing list both wrote to), "subject word" (in two subjects or more between the
            two), "contact" (seen together with both twice or more), "thread" (a
            conversation with others in which one of the two wrote)
        ``what``
            its name; of a contact the person's name
        ``n_sharing``
            of the owner's contacts, how many share it (1 or more)
        ``share``
            ``n_sharing`` divided by the number of contacts, above 0 to 1
        ``rarity``
            ``-ln(share)``, 0 and up
        ``n``
            how often it was seen with this person (1 or more)
        ``last_on``
            UTC day it was last seen with this person; missing where no day is known
        ``together``, ``your_years``, ``their_years``
            of an employer or school, in words: the years in which both were there ("not at
            the same time" where that is certain), and when each was. "at least" stands
            before years that are known from mail addresses or one day only. Missing where
            not known, and for other kinds
        ``source``
            where it stands
        ``reason``
            the row in words

        ``attrs`` holds ``name``, ``n_contacts`` and ``n_found``. Nothing in common, no rows.

    Raises
    ------
    OwnerUnknownError
        If the owner is not known.
    PersonUnknownError
        If nobody, or more than one person, is called so.
    NothingToAnalyseError
        If no interaction has a trusted date and ``as_of`` is not given.

    Examples
    --------
    >>> import netanalysis as na
    >>> archive = na.load(na.sample_path())
    >>> na.common_ground(archive, "Yasmin Baraket")["what"].iloc[0]
    'Product Management'
    """
    person = archive.person(who)
    instant = as_of_instant(archive, as_of)
    contacts = known_people(archive, instant)
    traits = shared_traits(archive, instant)
    names = archive.people.set_index("person_id")["name"]
    rows = []
    for kind in KINDS:
        found = traits[kind]
        theirs = found[found["person_id"] == person]
        of_each = found[found["what"].isin(theirs["what"].unique())]
        # Few rows, many contacts: pandas would look at each contact anew for every kind.
        is_contact = [each in contacts for each in of_each["person_id"]]
        of_each = of_each[np.array(is_contact, dtype=bool)]
        n_sharing = of_each.groupby("what")["person_id"].nunique()
        for what, group in theirs.groupby("what"):
            row = {
                "kind": kind,
                "what": str(names.get(what, what)) if kind == "contact" else str(what),
                "n_sharing": max(int(n_sharing.get(what, 0)), 1),
                "n": len(group),
                "last_on": group["on"].max(),
                "source": group["source"].iloc[-1],
            }
            if kind in PLACES:
                row |= _years(archive, kind, person, str(what))
            rows.append(row)
    name = str(names.get(person, person))
    columns = ["kind", "what", "n_sharing", "n", "last_on", "source", *YEARS]
    return _ranked(pd.DataFrame(rows, columns=columns), name, len(contacts | {person}), n)


def _years(archive: Dataset, kind: str, person: str, what: str) -> dict[str, str | None]:
    """Return when the owner and a person were at one employer or school, and when both."""
    find = _jobs_at if kind == "employer" else _studies_at
    mine, theirs = find(archive, archive.me, what), find(archive, person, what)
    both = together(mine, theirs)
    years = (both or None) if both != "" else APART
    return dict(zip(YEARS, (years, years_in_words(mine), years_in_words(theirs)), strict=True))


def _jobs_at(archive: Dataset, person: str, what: str) -> list[Period]:
    """Return when a person worked somewhere: as stated, and else as their addresses show."""
    rows = employers(archive, person)
    rows = rows[rows["organisation"] == what]
    is_stated = (rows["source"] == "positions") & rows["first_on"].notna()
    rows = rows[is_stated] if is_stated.any() else rows
    found = [
        period(
            row["first_on"],
            row["last_on"],
            is_whole=row["source"] == "positions",
            is_lasting=pd.notna(row["is_lasting"]) and bool(row["is_lasting"]),
        )
        for row in rows.to_dict("records")
    ]
    return [one for one in found if one]


def _studies_at(archive: Dataset, person: str, what: str) -> list[Period]:
    rows = archive.education[archive.education["person_id"] == person]
    rows = rows[rows["school"].str.strip().str.casefold() == what.strip().casefold()]
    days = zip(rows["started_on"], rows["finished_on"], strict=True)
    found = [period(first, last, is_whole=True, in_years=True) for first, last in days]
    return [one for one in found if one]


def _place(row: dict[Any, Any], verb: str) -> str:
    """Return an employer or school in words, with what is known of the time."""
    words = f"you both {verb} {row['what']}"
    if pd.notna(row["together"]) and row["together"] != APART:
        return f"{words}, together {row['together']}"
    known = [
        f"{who} {row[column]}"
        for who, column in (("you", "your_years"), ("they", "their_years"))
        if pd.notna(row[column])
    ]
    when = f" ({', '.join(known)})" if known else ""
    if pd.notna(row["together"]):
        return f"{words}, {APART}{when}"
    return f"{words}, whether at the same time is not known{when}"


def _ranked(table: pd.DataFrame, name: str, n_contacts: int, n: int) -> pd.DataFrame:
    table = table.assign(share=table["n_sharing"] / n_contacts)
    table["rarity"] = -np.log(table["share"].astype("float64"))
    table["_kind"] = table["kind"].map(KINDS.index)
    order = ["rarity", "_kind", "n", "what"]
    n_found = len(table)
    table = table.sort_values(order, ascending=[False, True, False, True]).head(n)
    table["reason"] = [_reason(row, name, n_contacts) for row in table.to_dict("records")]
    table.index = pd.RangeIndex(1, len(table) + 1, name="rank")
    result = table[list(COLUMNS)].astype(COLUMNS)
    result.attrs = {"name": name, "n_contacts": n_contacts, "n_found": n_found}
    return result


def _reason(row: dict[Any, Any], name: str, n_contacts: int) -> str:
    what = row["what"]
    words = {
        "employer": _place(row, "worked at"),
        "school": _place(row, "studied at"),
        "event": f"you were both at “{what}”",
        "skill": f"you share the skill {what}",
        "group": f"you both write to {what}",
        "subject word": f"“{what}” stands in {count(row['n'], 'subject')} between you",
        "contact": f"you both know {what}",
        "thread": f"you were both in the conversation “{what}”",
    }[row["kind"]]
    others = row["n_sharing"] - 1
    rare = "nobody else" if others == 0 else f"{others:,} more of {n_contacts:,} contacts"
    is_place = row["kind"] in PLACES
    when = "" if is_place or pd.isna(row["last_on"]) else f", last on {row['last_on']:%Y-%m-%d}"
    return f"{name}: {words}{when}; shared with {rare}."
