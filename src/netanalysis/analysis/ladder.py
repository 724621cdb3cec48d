"""The ladder: the people the owner knows, by level and line of work."""

from __future__ import annotations

from os import PathLike
from typing import Any, Final

import pandas as pd

from netanalysis.acquaintances import acquaintances, own_level, own_title
from netanalysis.corrections import read_corrections
from netanalysis.counting import MAX_RECIPIENTS, as_of_instant
from netanalysis.dataset import Dataset
from netanalysis.titles import functions

DAYS_OF_A_YEAR: Final = 365.25
COLUMNS: Final = {
    "name": "string",
    "title": "string",
    "organisation": "string",
    "level": "Int64",
    "field": "string",
    "is_live": "boolean",
    "is_me": "boolean",
    "years_of_work": "Float64",
}


def seniority_ladder(
    archive: Dataset,
    *,
    as_of: str | pd.Timestamp | None = None,
    max_recipients: int = MAX_RECIPIENTS,
    wishes: str | PathLike[str] | None = None,
) -> pd.DataFrame:
    """Return everybody the owner knows with a level, and the owner, by line of work.

    Answers "where do I stand among the people I know, and where is nobody above me?".

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
        Indexed by ``person_id``, highest level first; people without a level are left out
        and counted.

        ``name``, ``title``, ``organisation``
            as in the people table
        ``level``
            0 intern to 7 C-suite, as the owner noted or the title says
        ``field``
            the first line of work that the title names; missing where it names none
        ``is_live``
            in touch: a ``p_90`` of .5 and more; missing for the owner
        ``is_me``
            the owner
        ``years_of_work``
            years covered by dated positions, each day once; missing without any (for
            contacts, an export has none)

        ``attrs``: ``as_of``, ``own_title``, ``own_level``, ``own_fields`` (a list),
        ``n_contacts`` and ``n_title_unknown``.

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
    >>> ladder = na.seniority_ladder(na.load(na.sample_path()))
    >>> ladder.loc[ladder["is_me"], ["level", "field"]].to_numpy().tolist()
    [[4, 'engineering']]
    """
    instant = as_of_instant(archive, as_of)
    said = read_corrections(archive, wishes)
    known, level = acquaintances(archive, instant, max_recipients, said), own_level(archive, said)
    title = own_title(archive)
    people = archive.people.set_index("person_id")
    named: list[Any] = [functions(title)]
    mine = people.loc[[archive.me], ["name", "title", "organisation"]].assign(
        level=level, functions=named, is_live=None, is_me=True
    )
    shown = ["name", "title", "organisation", "level", "functions", "is_live"]
    table = pd.concat([known[shown].assign(is_me=False).astype("object"), mine.astype("object")])
    table["field"] = [names[0] if names else pd.NA for names in table["functions"]]
    years = _years_of_work(archive.positions, instant)
    table["years_of_work"] = years.reindex(table.index)
    table = table[table["level"].notna()].assign(_id=lambda rows: rows.index)
    table = table.sort_values(["level", "_id"], ascending=[False, True])
    result = table[list(COLUMNS)].astype(COLUMNS)
    result.attrs = {
        "as_of": instant,
        "own_title": title,
        "own_level": level,
        "own_fields": list(functions(title)),
        "n_contacts": len(known),
        "n_title_unknown": int(known["level"].isna().sum()),
    }
    return result


def _years_of_work(positions: pd.DataFrame, instant: pd.Timestamp) -> pd.Series:
    """Return the years that the dated positions of each person cover, overlaps once."""
    today = instant.tz_convert(None).normalize()
    dated = positions[positions["started_on"].notna() & (positions["started_on"] <= today)]
    dated = dated.sort_values(["person_id", "started_on"])
    days: dict[str, float] = {}
    end_of: dict[str, pd.Timestamp] = {}
    columns = dated[["person_id", "started_on", "finished_on"]].itertuples(index=False, name=None)
    for person, start, finish in columns:
        # The month a job ended in is given by its first day and was worked through.
        end = today if pd.isna(finish) else min(finish + pd.offsets.MonthEnd(0), today)
        start = max(start, end_of.get(person, start))
        days[person] = days.get(person, 0.0) + max((end - start).days, 0)
        end_of[person] = max(end, end_of.get(person, end))
    return pd.Series(days, dtype="Float64") / DAYS_OF_A_YEAR
