"""Mentorship: in which fields does the owner have live ties to people further on?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from netanalysis.counting import MAX_RECIPIENTS, as_of_instant
from netanalysis.dataset import Dataset
from netanalysis.ego import ego_ties
from netanalysis.titles import FUNCTIONS, functions, seniorities, seniority
from netanalysis.words import count, listing, span

LIVE: Final = 0.5  # chance of contact by itself in 90 days
LEVEL_GAP: Final = 1
HIGHEST_LEVEL: Final = 7
COVERED: Final = 2  # live seniors from which a field counts as covered
N_CANDIDATES: Final = 5
# A mentorship tie: contact in this many months, over this span, this often one to one,
# and neither side writes less than a fifth of the messages.
TIE_MONTHS: Final = 3
TIE_SPAN_DAYS: Final = 90
TIE_DIRECT_DAYS: Final = 3
TIE_LEAST_SHARE: Final = 0.2

GIVING: Final = "guiding others"
ANY: Final = "any field"  # stands in where neither title nor skills name a field
# A rank is no field to be guided in; nearly every skill list has "leadership".
NO_FIELD: Final = frozenset(["general management"])

COLUMNS: Final = {
    "kind": "string",
    "status": "string",
    "n_live_seniors": "Int64",
    "live_seniors": "string",
    "n_candidates": "Int64",
    "candidates": "string",
    "n_contacts": "Int64",
    "n_title_unknown": "Int64",
    "own_level": "Int64",
    "reason": "string",
}


@dataclass(frozen=True)
class _Field:
    """A field to be guided in: the functions it means, or words to look for in titles."""

    name: str
    kind: str
    functions: frozenset[str]
    words: tuple[str, ...] = ()

    def fits(self, title: str, title_functions: Sequence[str]) -> bool:
        if self.functions:
            return bool(self.functions.intersection(title_functions))
        return all(word in title.casefold() for word in self.words)


def mentorship_gaps(
    archive: Dataset,
    *,
    fields: Sequence[str] | None = None,
    as_of: str | pd.Timestamp | None = None,
    max_recipients: int = MAX_RECIPIENTS,
) -> pd.DataFrame:
    """Return, per field, whether somebody senior is at hand, and who could be.

    Answers "where do I lack a mentor, and do I guide anybody?". Seniority is read from job
    titles alone: who writes to whom does not tell it. People are candidates with evidence,
    never verdicts.

    Parameters
    ----------
    archive
        What was loaded; its owner must be known.
    fields
        Functions, skills or words in titles ("engineering", "data science", "robotics").
        By default the owner's own function and those of the skills they list.
    as_of, max_recipients
        As in :func:`netanalysis.neglected_ties`.

    Returns
    -------
    DataFrame
        Indexed by ``field``, the owner's own function first, people guided last.

        ``kind``
            "function" (the owner's own), "skill", "named" (asked for), "any" (neither title nor
            skills name a field) or "giving"
        ``status``
            by the number of live seniors: "gap" (0), "thin" (1), "covered" (2 and more);
            "cannot tell" where the owner's level or every contact's title is unknown
        ``n_live_seniors``, ``live_seniors``
            contacts of the field at least one level above the owner (or at the top with
            them) with a ``p_90`` of .5 and more; in the last row, people guided
        ``n_candidates``, ``candidates``
            seniors (in the last row: juniors) who are known but not in touch, the five best
            first: one or two levels up, strongest and latest contact
        ``n_contacts``, ``n_title_unknown``
            people looked at, and how many of them have no title or one without a level
        ``own_level``
            0 intern to 7 C-suite; missing if unknown
        ``reason``
            the row in words

        ``attrs``: ``as_of``, ``own_title``, ``own_level``.

    Raises
    ------
    OwnerUnknownError
        If the owner is not known.
    NothingToAnalyseError
        If no interaction has a trusted date.
    """
    instant = as_of_instant(archive, as_of)
    own_title = _own_title(archive)
    own_level = seniority(own_title).level
    people = _contacts(archive, instant, max_recipients)
    wanted = _named(fields) if fields is not None else _default_fields(archive, own_title)
    rows = [_field_row(field, people, own_level) for field in wanted]
    rows.append(_giving_row(people, own_level))
    index = pd.Index([f.name for f in wanted] + [GIVING], name="field", dtype="string")
    result = pd.DataFrame(rows, index=index, columns=list(COLUMNS)).astype(COLUMNS)
    result.attrs = {"as_of": instant, "own_title": own_title, "own_level": own_level}
    return result


def _own_title(archive: Dataset) -> str | None:
    people = archive.people.set_index("person_id")
    title = people["title"].get(archive.me)
    return None if pd.isna(title) else str(title)


def _contacts(archive: Dataset, instant: pd.Timestamp, max_recipients: int) -> pd.DataFrame:
    """Return everybody the owner knows: in touch or connected, with level and rhythm."""
    mine = ego_ties(archive, as_of=instant, max_recipients=max_recipients)
    relations = archive.relations
    connected = relations.loc[relations["kind"] == "connected", "target"]
    people = archive.people.set_index("person_id")
    is_known = people.index.isin(mine.index) | people.index.isin(connected)
    known = people[is_known & (people["kind"] == "person") & ~people["is_me"]]
    table = known[["name", "organisation", "title"]].join(mine)
    table["level"] = seniorities(table["title"])["level"]
    table["functions"] = [functions(None if pd.isna(t) else t) for t in table["title"]]
    table["is_live"] = (table["p_90"] >= LIVE).fillna(False)
    return table


def _named(fields: Sequence[str]) -> list[_Field]:
    return [
        _Field(name, "named", frozenset(functions(name)), tuple(name.casefold().split()))
        for name in dict.fromkeys(fields)
    ]


def _default_fields(archive: Dataset, own_title: str | None) -> list[_Field]:
    """Return the owner's own functions, then those of their skills, commonest first."""
    own = functions(own_title)
    skills = archive.skills.loc[archive.skills["person_id"] == archive.me, "skill"]
    by_function: dict[str, list[str]] = {}
    for skill in sorted(skills):
        for name in functions(skill):
            by_function.setdefault(name, []).append(skill)
    found = [_Field(name, "function", frozenset([name])) for name in own]
    others = sorted(by_function.items(), key=lambda item: (-len(item[1]), item[0]))
    known = NO_FIELD.union(own)
    found += [_Field(name, "skill", frozenset([name])) for name, _ in others if name not in known]
    return found or [_Field(ANY, "any", frozenset(FUNCTIONS))]


def _field_row(field: _Field, people: pd.DataFrame, own_level: int | None) -> list[object]:
    """Return the row of one field."""
    n_unknown = int(people["level"].isna().sum())
    base = [len(people), n_unknown, own_level]
    unknown = f"{n_unknown:,} of {len(people):,} contacts have no title that tells a level"
    if own_level is None:
        why = "your own level is unknown: load a LinkedIn export with Positions.csv"
        return [field.kind, "cannot tell", pd.NA, "", pd.NA, "", *base, f"{why}; {unknown}."]
    if n_unknown == len(people):
        why = "no contact's title is known: load a LinkedIn export with Connections.csv"
        return [field.kind, "cannot tell", pd.NA, "", pd.NA, "", *base, f"{why}."]
    in_field = [
        field.fits(str(title), named)
        for title, named in zip(people["title"].fillna(""), people["functions"], strict=True)
    ]
    least = min(own_level + LEVEL_GAP, HIGHEST_LEVEL)
    seniors = people[pd.Series(in_field, people.index) & (people["level"] >= least).fillna(False)]
    live = _ranked(seniors[seniors["is_live"]], own_level)
    candidates = _ranked(seniors[~seniors["is_live"]], own_level)
    status = "covered" if len(live) >= COVERED else "thin" if len(live) else "gap"
    reason = _field_words(live, candidates, status) + f"; {unknown}."
    return [
        field.kind,
        status,
        len(live),
        "; ".join(live["name"]),
        len(candidates),
        "; ".join(candidates["name"].head(N_CANDIDATES)),
        *base,
        reason,
    ]


def _ranked(people: pd.DataFrame, own_level: int) -> pd.DataFrame:
    """Return people with the likeliest mentors first: one or two levels up, then contact."""
    distance = (people["level"] - own_level).abs()
    ranked = people.assign(
        is_near=distance.between(1, 2),
        known=people["n_contact_days"].fillna(0),
        chance=people["p_90"].fillna(0),
        _id=people.index,
    )
    return ranked.sort_values(
        ["is_near", "chance", "known", "_id"], ascending=[False, False, False, True]
    )


def _field_words(live: pd.DataFrame, candidates: pd.DataFrame, status: str) -> str:
    names = [_described(row) for row in live.to_dict("records")]
    if status == "covered":
        return f"{count(len(live), 'senior person', 'senior people')} in touch: {listing(names)}"
    words = f"only {names[0]} is senior and in touch" if names else "nobody senior is in touch"
    if len(candidates):
        best = [_described(row) for row in candidates.head(N_CANDIDATES).to_dict("records")]
        words += f"; {count(len(candidates), 'contact')} could fill this: {listing(best)}"
    else:
        words += "; no contact with a title in this field is senior"
    return words


def _described(row: dict[Any, Any]) -> str:
    """Return "Ana Silva (VP Engineering, Halden, silent for 2 years)"."""
    facts = [str(row[key]) for key in ("title", "organisation") if pd.notna(row[key])]
    silent = row["days_silent"]
    if pd.isna(silent):
        facts.append("never in touch here")
    elif not row["is_live"]:
        days = count(int(row["n_contact_days"]), "contact day")
        facts.append(f"{days}, silent for {span(float(silent))}")
    return f"{row['name']} ({', '.join(facts)})" if facts else str(row["name"])


def _giving_row(people: pd.DataFrame, own_level: int | None) -> list[object]:
    """Return the last row: whom the owner guides."""
    n_unknown = int(people["level"].isna().sum())
    base = [len(people), n_unknown, own_level]
    unknown = f"{n_unknown:,} of {len(people):,} contacts have no title that tells a level"
    if own_level is None or n_unknown == len(people):
        why = "your own level or every contact's title is unknown"
        return ["giving", "cannot tell", pd.NA, "", pd.NA, "", *base, f"{why}; {unknown}."]
    juniors = people[(people["level"] <= own_level - LEVEL_GAP).fillna(False)]
    is_guided = juniors["is_live"] & _lasting(juniors)
    guided = _ranked(juniors[is_guided], own_level)
    others = _ranked(juniors[~is_guided & juniors["p_90"].notna()], own_level)
    status = "covered" if len(guided) >= COVERED else "thin" if len(guided) else "gap"
    names = [_described(row) for row in guided.to_dict("records")]
    who = "no steady two-way exchange with anybody less senior"
    if names:
        juniors_met = count(len(names), "less senior person", "less senior people")
        who = (
            f"steady two-way exchange with {juniors_met}, the nearest to guiding that messages "
            f"can show: {listing(names)}"
        )
    return [
        "giving",
        status,
        len(guided),
        "; ".join(guided["name"]),
        len(others),
        "; ".join(others["name"].head(N_CANDIDATES)),
        *base,
        f"{who}; {unknown}.",
    ]


def _lasting(people: pd.DataFrame) -> pd.Series:
    """Return with whom contact is lasting, direct and carried by both sides."""
    n_sent, n_received = people["n_sent"], people["n_received"]
    lasts = (
        (people["n_months"] >= TIE_MONTHS)
        & ((people["last_on"] - people["first_on"]).dt.days >= TIE_SPAN_DAYS)
        & (people["n_direct_days"] >= TIE_DIRECT_DAYS)
        & (n_sent / (n_sent + n_received)).between(TIE_LEAST_SHARE, 1 - TIE_LEAST_SHARE)
    )
    return lasts.fillna(False)
