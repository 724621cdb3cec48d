"""The open door: any table of who was in touch with whom, and when.

Chat exports, telephone logs, survey data and the tables of other research come as CSV,
Parquet or a frame, with columns of any name. Everything is done column by column, so that a
million rows take seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from netanalysis.errors import SchemaError
from netanalysis.harvest import Harvest
from netanalysis.loaders.table.dates import Dates, read_dates
from netanalysis.loaders.table.parties import Parties, ends_of, text_of
from netanalysis.loaders.table.people import PERSON_PARTS, described, read_people, with_people
from netanalysis.loaders.table.sheets import pick, read_sheet
from netanalysis.schema import CHANNELS
from netanalysis.tally import Tally

__all__ = ["read", "read_described"]

NEEDED: Final = ("when", "source", "target")
POSSIBLE: Final = (*NEEDED, "channel", "subject", "thread", "id")

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
        rows["channel"] = text_of(rows["channel"]).str.lower().replace("", channel)
    else:
        rows["channel"] = pd.Series(channel, index=rows.index, dtype="string")
    return _harvest(rows, read_dates(rows["when"], zone), tally)


def read_described(
    table: Table,
    people: Table | None,
    columns: Mapping[str, str] | None,
    *,
    channel: str,
    zone: str,
) -> tuple[Harvest, list[str]]:
    """Return the harvest of a table and of what is known about its people.

    Without a table of people, columns of the interactions that ``columns`` names may say
    it: they describe the source of a row. Returned beside it are the aliases that the
    table of people keeps apart.

    Raises
    ------
    SchemaError, UnreadableExportError
        As :func:`read`.
    """
    harvest = read(table, columns, channel=channel, zone=zone)
    parts = {part: name for part, name in (columns or {}).items() if part in PERSON_PARTS}
    if people is None and not parts:
        return harvest, []
    known = harvest.mentions["alias_key"]
    if people is not None:
        found = read_people(people, parts, known)
        return with_people(harvest, found), found.mentions["alias_key"].tolist()
    which = _which(table, columns or {})
    found = described(table, parts, (which["when"], which["source"]), zone, known)
    return with_people(harvest, found), []


def _which(table: Table, columns: Mapping[str, str]) -> dict[str, str]:
    """Return the column of each part; needed parts by their own names where not given."""
    possible = (*POSSIBLE, *PERSON_PARTS)
    strange = sorted(set(columns) - set(possible))
    if strange:
        raise SchemaError(
            f"columns has {', '.join(map(repr, strange))}; it can name {', '.join(possible)}"
        )
    which = {part: part for part in NEEDED}
    which |= {part: column for part, column in columns.items() if part in POSSIBLE}
    if not columns and isinstance(table, pd.DataFrame):
        which |= {part: part for part in POSSIBLE if part in table.columns}
    return which


def _harvest(rows: pd.DataFrame, dates: Dates, tally: Tally) -> Harvest:
    """Return the tables of a harvest, and count every row once."""
    senders = text_of(rows["source"])
    ends = ends_of(rows["target"])
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
    parties = Parties(pd.concat([senders, ends]))
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


def _optional(rows: pd.DataFrame, part: str) -> pd.Series:
    if part not in rows:
        return pd.Series(pd.NA, index=rows.index, dtype="string")
    return text_of(rows[part]).replace("", pd.NA)


def _ids(rows: pd.DataFrame, file: str) -> pd.Series:
    """Return the id of each row's interaction: the stated one, else the row's own."""
    own = f"table:{file}:" + rows["line"].astype("string")
    if "id" not in rows:
        return own
    stated = text_of(rows["id"])
    return (f"table:{file}:id:" + stated).where(stated != "", own)
