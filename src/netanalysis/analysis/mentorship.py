"""Mentorship: in which fields does the owner have live ties to people further on?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from typing import Final

import pandas as pd

from netanalysis.acquaintances import LEVEL_GAP, acquaintances, described, own_level, own_title
from netanalysis.corrections import read_corrections
from netanalysis.counting import MAX_RECIPIENTS, as_of_instant
from netanalysis.dataset import Dataset
from netanalysis.graph import relationship_graph
from netanalysis.titles import FUNCTIONS, functions
from netanalysis.ways import ways_in
from netanalysis.words import count, listing

HIGHEST_LEVEL: Final = 7
COVERED: Final = 2  # live seniors from which a field counts as covered
N_CANDIDATES: Final = 5

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
    "ways": "string",
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
    wishes: str | PathLike[str] | None = None,
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
        By default the owner's own function and those of the skills they list. A blank one is
        passed over: it would fit everybody.
    as_of, max_recipients
        As in :func:`netanalysis.neglected_ties`.
    wishes
        The owner's wishes file, for what they noted with :func:`netanalysis.note_level` and
        :func:`netanalysis.note_guidance`.

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
        ``ways``
            how to reach each of these, in the same order: "write directly", "ask ..." (a
            common contact, for connections never written to), or "connected on LinkedIn"
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
    ExportNotFoundError, WishesError
        If the wishes file is not there, or not what it must be.
    """
    instant = as_of_instant(archive, as_of)
    said = read_corrections(archive, wishes)
    title, level = own_title(archive), own_level(archive, said)
    people = acquaintances(archive, instant, max_recipients, said)
    wanted = _named(fields) if fields is not None else _default_fields(archive, title)
    people["reach"] = "write directly"
    unmet = people["n_contact_days"].isna()
    if unmet.any():
        G = relationship_graph(archive, as_of=instant, max_recipients=max_recipients)
        reach = ways_in(G, people[unmet])["reach"]
        people.loc[unmet, "reach"] = reach.astype("object")
    rows = [_field_row(field, people, level) for field in wanted]
    rows.append(_giving_row(people, level))
    index = pd.Index([f.name for f in wanted] + [GIVING], name="field", dtype="string")
    result = pd.DataFrame(rows, index=index, columns=list(COLUMNS)).astype(COLUMNS)
    result.attrs = {"as_of": instant, "own_title": title, "own_level": level}
    return result


def _named(fields: Sequence[str]) -> list[_Field]:
    return [
        _Field(name, "named", frozenset(functions(name)), tuple(name.casefold().split()))
        for name in dict.fromkeys(fields)
        if name.strip()
    ]


def _default_fields(archive: Dataset, title: str | None) -> list[_Field]:
    """Return the owner's own functions, then those of their skills, commonest first."""
    own = functions(title)
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


def _field_row(field: _Field, people: pd.DataFrame, level: int | None) -> list[object]:
    """Return the row of one field."""
    n_unknown = int(people["level"].isna().sum())
    base = [len(people), n_unknown, level]
    unknown = f"{n_unknown:,} of {len(people):,} contacts have no title that tells a level"
    if level is None:
        why = "your own level is unknown: load a LinkedIn export with Positions.csv"
        return [field.kind, "cannot tell", pd.NA, "", pd.NA, "", "", *base, f"{why}; {unknown}."]
    if n_unknown == len(people):
        why = "no contact's title is known: load a LinkedIn export with Connections.csv"
        return [field.kind, "cannot tell", pd.NA, "", pd.NA, "", "", *base, f"{why}."]
    in_field = [
        field.fits(str(title), named)
        for title, named in zip(people["title"].fillna(""), people["functions"], strict=True)
    ]
    least = min(level + LEVEL_GAP, HIGHEST_LEVEL)
    is_senior = (people["level"] >= least).fillna(False) & (people["said"] == "")
    is_senior |= people["said"] == "mentor"
    seniors = people[pd.Series(in_field, people.index) & is_senior]
    live = _ranked(seniors[seniors["is_live"]], level)
    candidates = _ranked(seniors[~seniors["is_live"]], level)
    status = "covered" if len(live) >= COVERED else "thin" if len(live) else "gap"
    reason = _field_words(live, candidates, status) + f"; {unknown}."
    return [
        field.kind,
        status,
        len(live),
        "; ".join(live["name"]),
        len(candidates),
        "; ".join(candidates["name"].head(N_CANDIDATES)),
        "; ".join(candidates["reach"].head(N_CANDIDATES)),
        *base,
        reason,
    ]


def _ranked(people: pd.DataFrame, level: int) -> pd.DataFrame:
    """Return people with the likeliest mentors first: one or two levels up, then contact."""
    distance = (people["level"] - level).abs()
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
    names = [described(row) for row in live.to_dict("records")]
    if status == "covered":
        return f"{count(len(live), 'senior person', 'senior people')} in touch: {listing(names)}"
    words = f"only {names[0]} is senior and in touch" if names else "nobody senior is in touch"
    if len(candidates):
        best = [described(row) for row in candidates.head(N_CANDIDATES).to_dict("records")]
        words += f"; {count(len(candidates), 'contact')} could be asked: {listing(best)}"
    else:
        words += "; no contact with a title in this field is senior"
    return words


def _giving_row(people: pd.DataFrame, level: int | None) -> list[object]:
    """Return the last row: whom the owner guides."""
    n_unknown = int(people["level"].isna().sum())
    base = [len(people), n_unknown, level]
    unknown = f"{n_unknown:,} of {len(people):,} contacts have no title that tells a level"
    if level is None or n_unknown == len(people):
        why = "your own level or every contact's title is unknown"
        return ["giving", "cannot tell", pd.NA, "", pd.NA, "", "", *base, f"{why}; {unknown}."]
    is_junior = (people["level"] <= level - LEVEL_GAP).fillna(False) & (people["said"] == "")
    juniors = people[is_junior | (people["said"] == "mentee")]
    is_guided = juniors["is_live"] & (juniors["is_lasting"] | (juniors["said"] == "mentee"))
    guided = _ranked(juniors[is_guided], level)
    others = _ranked(juniors[~is_guided & juniors["p_90"].notna()], level)
    status = "covered" if len(guided) >= COVERED else "thin" if len(guided) else "gap"
    names = [described(row) for row in guided.to_dict("records")]
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
        "; ".join(others["reach"].head(N_CANDIDATES)),
        *base,
        f"{who}; {unknown}.",
    ]
