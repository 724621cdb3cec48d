"""Who the people of a table are: names, titles, departments, and to whom they report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import pandas as pd

from netanalysis.errors import SchemaError
from netanalysis.harvest import Harvest, combine
from netanalysis.loaders.table.dates import read_dates
from netanalysis.loaders.table.parties import party_of, text_of
from netanalysis.loaders.table.reporting import reporting_lines
from netanalysis.loaders.table.sheets import pick, read_sheet
from netanalysis.tally import Tally

FACTS: Final = ("name", "title", "company", "department", "reports_to")
PERSON_PARTS: Final = ("person", *FACTS)
"""What ``columns`` can name of people; ``person`` is the id."""

Table = Path | pd.DataFrame


def read_people(people: Table, columns: Mapping[str, str], known: pd.Series) -> Harvest:
    """Return the harvest of a table of people: ``id`` and any of :data:`FACTS`.

    ``id`` is what stands in the source and target columns. The department stands for the
    company where there is none, or only one in the whole table: people of one department
    are a group, and one company says nothing about who is.

    Parameters
    ----------
    people
        A CSV or Parquet file, or a frame.
    columns
        Which column is which; what is not named is looked for under its own name.
    known
        Aliases that the interactions name; a manager may be one of these too.

    Raises
    ------
    SchemaError
        If there is no column for the id, or one that ``columns`` names is not there.
    UnreadableExportError
        If the file is damaged or no table.
    """
    name = people.name if isinstance(people, Path) else "people"
    tally = Tally(name, "people")
    which = {"id": columns.get("person", "id")} | {part: columns.get(part, part) for part in FACTS}
    wanted = ["id", *(part for part in FACTS if part in columns)]
    must = [which[part] for part in wanted]
    if isinstance(people, Path):
        sheet, lines = read_sheet(people, must, tally, optional=list(which.values()))
    else:
        there = [column for column in which.values() if column in people.columns]
        sheet = pick(people, [*must, *there], name).reset_index(drop=True)
        lines = pd.Series(sheet.index + 1)
        tally.n_read = len(sheet)
    rows = pd.DataFrame({part: sheet[at] for part, at in which.items() if at in sheet})
    rows["line"] = lines.to_numpy()
    return _harvest(rows, known, tally)


def described(
    table: Table, columns: Mapping[str, str], keys: tuple[str, str], zone: str, known: pd.Series
) -> Harvest:
    """Return the harvest of what rows of interactions say about their source.

    Where rows differ, the latest that says something counts. ``keys`` are the columns of
    date and source; the other parameters are as in :func:`read_people`.

    Raises
    ------
    SchemaError
        If a column is not there, or ``person`` is named, which only a table of people has.
    UnreadableExportError
        If the file is damaged or no table.
    """
    if "person" in columns:
        raise SchemaError(
            "columns names 'person', the id in a table of people; give that table with people=..."
        )
    name = table.name if isinstance(table, Path) else "table"
    must = [*keys, *columns.values()]
    if isinstance(table, Path):
        sheet, lines = read_sheet(table, must, Tally(name, "people"))
    else:
        sheet = pick(table, must, name).reset_index(drop=True)
        lines = pd.Series(sheet.index + 1)
    rows = pd.DataFrame({part: text_of(sheet[at]) for part, at in columns.items()})
    rows = rows.replace("", pd.NA).assign(id=text_of(sheet[keys[1]]), line=lines.to_numpy())
    rows["when"] = read_dates(sheet[keys[0]], zone).when
    order = rows[rows["id"] != ""].sort_values(["when", *columns], na_position="first")
    latest = order.groupby("id", sort=False)[["line", *columns]].last().reset_index()
    tally = Tally(name, "people")
    tally.n_read = len(latest)
    return _harvest(latest, known, tally)


def _harvest(rows: pd.DataFrame, known: pd.Series, tally: Tally) -> Harvest:
    """Return the tables of people, and count every row once."""
    texts = {part: text_of(rows[part]) for part in ("id", *FACTS) if part in rows}
    ids = texts["id"]
    for line in rows.loc[ids == "", "line"]:
        tally.leave_out(int(line), "no id", "the row does not say whom it describes")
    is_copy = (ids != "") & ids.duplicated()
    tally.n_duplicate = int(is_copy.sum())
    keep = (ids != "") & ~is_copy
    tally.n_kept = int(keep.sum())
    blank = pd.Series("", index=rows.index, dtype="string")
    facts = pd.DataFrame({part: texts.get(part, blank) for part in FACTS})[keep]
    facts["alias_key"] = pd.Series(
        [party_of(text)[0] for text in ids[keep]], index=facts.index, dtype="string"
    )
    company, department = facts["company"], facts["department"]
    is_one_firm = len(set(company) - {""}) <= 1
    is_told_by_department = (department != "") & ((company == "") | is_one_firm)
    facts["company"] = company.mask(is_told_by_department, department)
    facts = facts.assign(origin=tally.file, line=rows.loc[keep, "line"], n_uses=1)
    relations = reporting_lines(facts, rows, known, tally) if "reports_to" in texts else None
    facts = facts.replace(dict.fromkeys(["name", "company", "title"], ""), pd.NA)
    is_job = facts["company"].notna() | facts["title"].notna()
    empty = Harvest()
    return Harvest(
        mentions=facts[["alias_key", "name", "n_uses", "origin"]],
        positions=facts.loc[is_job, ["alias_key", "company", "title", "origin"]],
        relations=empty.relations if relations is None else relations,
        issues=pd.DataFrame(tally.issues, columns=empty.issues.columns)
        if tally.issues
        else empty.issues,
        ledger=pd.DataFrame([tally.ledger_row()], columns=empty.ledger.columns),
    )


def with_people(harvest: Harvest, people: Harvest) -> Harvest:
    """Return both harvests as one; whom the table of people names goes by that name."""
    named = people.mentions.loc[people.mentions["name"].notna(), "alias_key"]
    mentions = harvest.mentions.assign(
        name=harvest.mentions["name"].mask(harvest.mentions["alias_key"].isin(named))
    )
    return combine([replace(harvest, mentions=mentions), people])
