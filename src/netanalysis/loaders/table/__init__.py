"""The open door: any table of who was in touch with whom, and when.

Chat exports, telephone logs, survey data and the tables of other research come as CSV,
Parquet or a frame, with columns of any name. Everything is done column by column, so that a
million rows take seconds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from netanalysis.addresses import plain_name, valid_address
from netanalysis.errors import SchemaError
from netanalysis.harvest import Harvest, address_key, combine, name_key
from netanalysis.loaders.table.dates import Dates, read_dates
from netanalysis.loaders.table.sheets import pick, read_sheet
from netanalysis.schema import CHANNELS
from netanalysis.tally import Tally

__all__ = ["read", "read_people", "with_people"]

NEEDED: Final = ("when", "source", "target")
POSSIBLE: Final = (*NEEDED, "channel", "subject", "thread", "id")
PEOPLE_COLUMNS: Final = ("id", "name", "title", "company", "department")
_NAMED: Final = re.compile(r"\s*\"?(.*?)\"?\s*<\s*([^<>]+?)\s*>\s*")

_LISTS: Final = (list, tuple, set, frozenset, np.ndarray)

Table = Path | pd.DataFrame


def read(table: Table, columns: Mapping[str, str] | None, *, channel: str, zone: str) -> Harvest:
    """Return the harvest of a table of interactions.

    Parameters
    ----------
    table
        A CSV or Parquet file, or a frame.
    columns
        Which column is which; what is not named is looked for under its own name.
    channel
        Channel of all rows, where no column says it.
    zone
        Time zone of dates that state none.

    Raises
    ------
    SchemaError
        If a column, the channel or the zone is not known.
    UnreadableExportError
        If the file is damaged or no table.
    """
    if channel not in CHANNELS:
        raise SchemaError(f"channel={channel!r} is none of {', '.join(CHANNELS)}")
    name = table.name if isinstance(table, Path) else "table"
    tally = Tally(name, "interactions")
    which = _which(table, columns or {})
    if isinstance(table, Path):
        frame, lines = read_sheet(table, list(which.values()), tally)
    else:
        frame = pick(table, list(which.values()), name).reset_index(drop=True)
        lines = pd.Series(frame.index + 1)
        tally.n_read = len(frame)
    rows = pd.DataFrame({key: frame[column] for key, column in which.items()})
    rows["line"] = lines.to_numpy()
    if "channel" in rows:
        rows["channel"] = _text(rows["channel"]).str.lower().replace("", channel)
    else:
        rows["channel"] = pd.Series(channel, index=rows.index, dtype="string")
    return _harvest(rows, read_dates(rows["when"], zone), tally)


def _which(table: Table, columns: Mapping[str, str]) -> dict[str, str]:
    """Return the column of each part; needed parts by their own names where not given."""
    strange = sorted(set(columns) - set(POSSIBLE))
    if strange:
        raise SchemaError(
            f"columns has {', '.join(map(repr, strange))}; it can name {', '.join(POSSIBLE)}"
        )
    which = {part: part for part in NEEDED} | dict(columns)
    if not columns and isinstance(table, pd.DataFrame):
        which |= {part: part for part in POSSIBLE if part in table.columns}
    return which


def _harvest(rows: pd.DataFrame, dates: Dates, tally: Tally) -> Harvest:
    """Return the tables of a harvest, and count every row once."""
    senders = _text(rows["source"])
    ends = _targets(rows["target"])
    has_target = pd.Series(False, index=rows.index)
    has_target[ends.index.unique()] = True
    is_known = rows["channel"].isin(CHANNELS)
    _leave_out(rows, senders == "", "no source", "the row does not say who it was", tally)
    keep = senders != ""
    _leave_out(
        rows, keep & ~has_target, "no target", "the row names nobody at the other end", tally
    )
    keep &= has_target
    problem = f"the channel is none of {', '.join(CHANNELS)}"
    _leave_out(rows, keep & ~is_known, "unknown channel", problem, tally)
    keep &= is_known
    for quality in ("unreadable", "missing", "implausible"):
        problem = dates.remark or "kept, but left out of all dated results"
        for line in rows.loc[keep & (dates.quality == quality), "line"]:
            tally.doubt(int(line), f"{quality} date", problem)
    tally.n_kept = int(keep.sum())
    return _tables(rows[keep], senders[keep], ends[keep.reindex(ends.index)], dates, tally)


def _tables(
    rows: pd.DataFrame, senders: pd.Series, ends: pd.Series, dates: Dates, tally: Tally
) -> Harvest:
    """Return the tables of the rows that are kept; numbers stand for ids until the end."""
    ids = _ids(rows, tally.file)
    event, names = np.arange(len(rows)), ids.reset_index(drop=True)
    if "id" in rows:
        event, stated = pd.factorize(ids)
        names = pd.Series(stated, dtype="string")
    event_of_row = pd.Series(event, index=rows.index)
    parties = _Parties(pd.concat([senders, ends]))
    codes = parties.codes
    roles = pd.DataFrame(
        {
            "event": np.concatenate([event, event_of_row.reindex(ends.index).to_numpy()]),
            "party": codes,
            "is_to": np.arange(len(codes)) >= len(senders),
        }
    ).drop_duplicates()
    n_to = np.bincount(roles.loc[roles["is_to"], "event"], minlength=len(names))
    first = ~event_of_row.duplicated()
    seen = rows[first]
    events = pd.DataFrame(
        {
            "interaction_id": names,
            "occurred_at": pd.DatetimeIndex(dates.when[seen.index]),
            "date_quality": dates.quality[seen.index].array,
            "channel": seen["channel"].array,
            "thread_id": _optional(seen, "thread").array,
            "subject": _optional(seen, "subject").array,
            "n_recipients": n_to,
            "is_bulk": False,
            "origin": tally.file,
        }
    )
    return Harvest(
        mentions=parties.mentions(tally.file),
        interactions=events,
        participations=pd.DataFrame(
            {
                "interaction_id": names.take(roles["event"].to_numpy()).array,
                "alias_key": parties.keys.take(roles["party"].to_numpy()).array,
                "role": np.where(roles["is_to"], "to", "from"),
            }
        ),
        issues=_issues(tally),
        ledger=_ledger(tally),
    )


def _issues(tally: Tally) -> pd.DataFrame:
    columns = Harvest().issues.columns
    return pd.DataFrame(tally.issues, columns=columns) if tally.issues else Harvest().issues


def _ledger(tally: Tally) -> pd.DataFrame:
    return pd.DataFrame([tally.ledger_row()], columns=Harvest().ledger.columns)


def _leave_out(
    rows: pd.DataFrame, which: pd.Series, reason: str, problem: str, tally: Tally
) -> None:
    for line in rows.loc[which, "line"]:
        tally.leave_out(int(line), reason, problem)


def _text(values: pd.Series) -> pd.Series:
    """Return a column as text: whole numbers without a decimal point, "" for nothing."""
    if pd.api.types.is_float_dtype(values.dtype):
        numbers = values.astype("Float64")
        if (numbers.dropna() % 1 == 0).all():
            values = numbers.astype("Int64")
    return values.astype("string").fillna("").str.strip().astype("string")


def _optional(rows: pd.DataFrame, part: str) -> pd.Series:
    if part not in rows:
        return pd.Series(pd.NA, index=rows.index, dtype="string")
    return _text(rows[part]).replace("", pd.NA)


def _targets(values: pd.Series) -> pd.Series:
    """Return the other ends, one per entry, under the index of their rows."""
    if values.dtype == object:
        lists = values.map(lambda one: list(one) if isinstance(one, _LISTS) else one)
        values = lists.explode()
    text = _text(values)
    if text.str.contains(";", regex=False).any():
        text = text.str.split(";").explode().str.strip().astype("string")
    return text[text != ""]


def _ids(rows: pd.DataFrame, file: str) -> pd.Series:
    """Return the id of each row's interaction: the stated one, else the row's own."""
    own = f"table:{file}:" + rows["line"].astype("string")
    if "id" not in rows:
        return own
    stated = _text(rows["id"])
    return (f"table:{file}:id:" + stated).where(stated != "", own)


class _Parties:
    """The people of a table: each spelling is looked at once.

    ``codes`` has a number for every text, ``keys`` the alias key of every number.
    """

    def __init__(self, texts: pd.Series) -> None:
        spelling, spellings = pd.factorize(texts)
        self._counts = np.bincount(spelling, minlength=len(spellings))
        self._known = [party_of(str(text)) for text in spellings]
        alias, keys = pd.factorize(pd.Series([key for key, _ in self._known], dtype="string"))
        self.codes = alias[spelling] if len(texts) else spelling
        self.keys = pd.Series(keys, dtype="string")

    def mentions(self, origin: str) -> pd.DataFrame:
        """Return how each alias was named, and how often."""
        rows = [(*known, n, origin) for known, n in zip(self._known, self._counts, strict=True)]
        return pd.DataFrame(rows, columns=["alias_key", "name", "n_uses", "origin"])


def party_of(text: str) -> tuple[str, str | None]:
    """Return alias key and name of one end: an address, ``Name <address>``, a name or an id."""
    address = valid_address(text)
    if address:
        return address_key(address), None
    found = _NAMED.fullmatch(text[:2000])
    if found is not None and valid_address(found[2]):
        return address_key(valid_address(found[2])), plain_name(found[1]) or None
    name = plain_name(text)
    return name_key(name or "?"), name or None


def read_people(people: Table) -> Harvest:
    """Return the harvest of a table of people: ``id`` and any of name, title and company.

    ``id`` is what stands in the source and target columns. Where there is no company the
    department stands in its place, because people of one department are a group.

    Raises
    ------
    SchemaError
        If there is no column ``id``.
    UnreadableExportError
        If the file is damaged or no table.
    """
    name = people.name if isinstance(people, Path) else "people"
    tally = Tally(name, "people")
    if isinstance(people, Path):
        frame = _people_sheet(people, tally)
    else:
        there = [column for column in PEOPLE_COLUMNS if column in people.columns]
        frame = pick(people, ["id", *there], name).reset_index(drop=True)
        tally.n_read = len(frame)
        frame["line"] = frame.index + 1
    texts = {column: _text(frame[column]) for column in PEOPLE_COLUMNS if column in frame}
    blank = pd.Series("", index=frame.index, dtype="string")
    ids = texts["id"]
    _leave_out(frame, ids == "", "no id", "the row does not say whom it describes", tally)
    is_copy = (ids != "") & ids.duplicated()
    tally.n_duplicate = int(is_copy.sum())
    keep = (ids != "") & ~is_copy
    tally.n_kept = int(keep.sum())
    keys = [party_of(text) for text in ids[keep]]
    named = texts.get("name", blank)[keep]
    company = texts.get("company", blank).where(
        texts.get("company", blank) != "", texts.get("department", blank)
    )[keep]
    title = texts.get("title", blank)[keep]
    aliases = pd.Series([key for key, _ in keys], index=named.index, dtype="string")
    jobs = pd.DataFrame(
        {
            "alias_key": aliases,
            "company": company.replace("", pd.NA),
            "title": title.replace("", pd.NA),
            "origin": name,
        }
    )
    mentions = pd.DataFrame(
        {"alias_key": aliases, "name": named.replace("", pd.NA), "n_uses": 1, "origin": name}
    )
    return Harvest(
        mentions=mentions,
        positions=jobs[(company != "") | (title != "")],
        issues=_issues(tally),
        ledger=_ledger(tally),
    )


def with_people(harvest: Harvest, people: Harvest) -> Harvest:
    """Return both harvests as one; whom the table of people names goes by that name."""
    named = people.mentions.loc[people.mentions["name"].notna(), "alias_key"]
    mentions = harvest.mentions.assign(
        name=harvest.mentions["name"].mask(harvest.mentions["alias_key"].isin(named))
    )
    return combine([replace(harvest, mentions=mentions), people])


def _people_sheet(path: Path, tally: Tally) -> pd.DataFrame:
    """Return the columns of a file of people that it has."""
    frame, lines = read_sheet(path, ["id"], tally, optional=PEOPLE_COLUMNS)
    frame["line"] = lines.to_numpy()
    return frame
