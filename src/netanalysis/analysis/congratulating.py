"""Milestones: what is there to congratulate on this week, and was it done?"""

from __future__ import annotations

from os import PathLike
from typing import Any, Final

import pandas as pd

from netanalysis.counting import as_of_instant
from netanalysis.dataset import Dataset
from netanalysis.ego import ego_contacts, ego_ties
from netanalysis.special_days import days_of_the_year
from netanalysis.words import count

MOST: Final = 5  # more in a week is a chore, and chores are not done
NEAR_DAYS: Final = 7  # an anniversary is of use near its day
NEWS_DAYS: Final = 90  # a new job is still news for a quarter

BIRTHDAY: Final = "birthday"
_LEAP_YEAR: Final = 2000  # to reckon with days of no known year: it has all of them
JOB_KINDS: Final = {"new_employer": "new job", "new_title": "new title"}
COLUMNS: Final = {
    "name": "string",
    "kind": "string",
    "on": "datetime64[us]",
    "years": "Int64",
    "detail": "string",
    "wrote_since": "boolean",
    "peak_contact_days": "Int64",
    "days_silent": "Int64",
    "p_90": "Float64",
    "n_contact_days": "Int64",
    "source": "string",
    "reason": "string",
}

Fact = dict[Any, Any]


def milestones(
    archive: Dataset,
    *,
    n: int = MOST,
    as_of: str | pd.Timestamp | None = None,
    near_days: int = NEAR_DAYS,
    news_days: int = NEWS_DAYS,
    wishes: str | PathLike[str] | None = None,
) -> pd.DataFrame:
    """Return dated facts that are a good reason to write, the closest ties first.

    Answers "what is there to congratulate on?". Only facts that carry a date are told: the
    day a connection was made, the month a job began, jobs that differ between two exports,
    birthdays and anniversaries of an address book, and days that the owner noted.

    Parameters
    ----------
    archive
        What was loaded; its owner must be known.
    n
        Return the first ``n`` only.
    as_of
        Day of judgement; by default the latest interaction.
    near_days
        Birthdays and anniversaries up to so many days before or after that day are told.
    news_days
        Changes of job found in an export so many days old or younger are told.
    wishes
        The owner's wishes file, for the days noted in it (see :func:`note_date`).

    Returns
    -------
    DataFrame
        Indexed by ``person_id``, one row per milestone: first those without a word from the
        owner, of these the ties that were closest at their best, then by day and id.

        ``name``
            who
        ``kind``
            "new job", "new title", "work anniversary", "connected" (anniversary of
            connecting), "birthday", "anniversary", or what the owner called the day; of the
            owner's own days "own work anniversary", "own birthday" and so on
        ``on``
            the day; of a change of job the day of the export it was first seen in; of the
            29th of February the 28th in other years
        ``years``
            of an anniversary, 1 and up; missing for news and birthdays, and where no year is known
        ``detail``
            company or titles
        ``wrote_since``
            the owner has written to them since (for news: since the export before, so that
            nobody is asked for twice); missing where the day is ahead
        ``peak_contact_days``, ``days_silent``, ``p_90``, ``n_contact_days``
            the tie, as in :func:`neglected_ties`; missing without contact
        ``source``
            file that states it, or "your wishes file"
        ``reason``
            the row in words

        ``attrs`` holds ``as_of``, ``n_found`` and ``wishes_unmet`` (people of the file who
        are not here). No milestones, no rows.

    Raises
    ------
    OwnerUnknownError
        If the owner is not known.
    NothingToAnalyseError
        If no interaction has a trusted date and ``as_of`` is not given.
    ExportNotFoundError, WishesError
        If the wishes file is not there, or not what it must be.

    Examples
    --------
    >>> import netanalysis as na
    >>> archive = na.load(na.sample_path())
    >>> na.milestones(archive)["kind"].unique().tolist()
    ['connected']
    """
    instant = as_of_instant(archive, as_of)
    today = instant.tz_convert("UTC").tz_localize(None).normalize()
    noted = days_of_the_year(archive, wishes)
    facts = [
        *_connected(archive, today, near_days),
        *_at_work(archive, today, near_days),
        *_news(archive, today, news_days),
        *_yearly(archive, noted, today, near_days),
    ]
    index = pd.Index([fact["person_id"] for fact in facts], name="person_id", dtype="string")
    table = pd.DataFrame(facts, index=index).reindex(columns=[*COLUMNS, "since"])
    table = table.astype({"on": "datetime64[us]", "since": "datetime64[us]"})
    tie_columns = ["peak_contact_days", "days_silent", "p_90", "n_contact_days"]
    table[tie_columns] = ego_ties(archive, as_of=instant)[tie_columns].reindex(index)
    names = archive.people.set_index("person_id")["name"]
    table["name"] = names.reindex(index)
    table["wrote_since"] = _wrote_since(archive, table, instant, today)
    table["reason"] = [
        _reason(row, today, person == archive.me)
        for person, row in zip(index, table.to_dict("records"), strict=True)
    ]
    table = table.assign(
        _id=index.to_numpy(), _told=table["wrote_since"].fillna(False).astype(bool)
    )
    order = ["_told", "peak_contact_days", "on", "_id", "kind"]
    table = table.sort_values(order, ascending=[True, False, True, True, True])
    result = table[list(COLUMNS)].astype(COLUMNS).head(n)
    result.attrs = {"as_of": instant, "n_found": len(facts), "wishes_unmet": noted.attrs["unmet"]}
    return result


def _connected(archive: Dataset, today: pd.Timestamp, near_days: int) -> list[Fact]:
    rows = archive.relations[archive.relations["kind"] == "connected"].dropna(subset="since_on")
    found = []
    for row in rows.to_dict("records"):
        person = row["target"] if row["source"] == archive.me else row["source"]
        on, years = _anniversary(row["since_on"], today)
        if years >= 1 and abs((on - today).days) <= near_days:
            fact = {"person_id": person, "kind": "connected", "on": on, "years": years}
            found.append(fact | {"source": row["origin"], "since": on})
    return found


def _at_work(archive: Dataset, today: pd.Timestamp, near_days: int) -> list[Fact]:
    """Return anniversaries of present jobs whose beginning is stated."""
    jobs = archive.positions.dropna(subset=["started_on", "company"])
    jobs = jobs[jobs["finished_on"].isna()]
    found = []
    for row in jobs.to_dict("records"):
        on, years = _anniversary(row["started_on"], today)
        if years >= 1 and abs((on - today).days) <= near_days:
            mine = "own " if row["person_id"] == archive.me else ""
            fact = {"person_id": row["person_id"], "kind": f"{mine}work anniversary", "on": on}
            found.append(
                fact
                | {"years": years, "detail": row["company"], "source": row["origin"], "since": on}
            )
    return found


def _news(archive: Dataset, today: pd.Timestamp, news_days: int) -> list[Fact]:
    """Return changes of job, title and employer of one person as one."""
    rows = archive.changes[archive.changes["kind"].isin(list(JOB_KINDS))]
    is_fresh = (rows["later_on"] <= today) & ((today - rows["later_on"]).dt.days <= news_days)
    rows = rows[is_fresh].sort_values(["person_id", "later_on", "kind"])
    found = []
    for (person, on), group in rows.groupby(["person_id", "later_on"]):
        first = group.iloc[0]  # a new employer before a new title
        steps = [
            f"{row['before'] if pd.notna(row['before']) else 'unknown'} → {row['after']}"
            for row in group.to_dict("records")
            if pd.notna(row["after"])
        ]
        if steps:
            fact: Fact = {"person_id": person, "kind": JOB_KINDS[first["kind"]], "on": on}
            found.append(
                fact
                | {"detail": "; ".join(steps), "source": first["origin"]}
                | {"since": first["earlier_on"]}
            )
    return found


def _yearly(
    archive: Dataset, noted: pd.DataFrame, today: pd.Timestamp, near_days: int
) -> list[Fact]:
    """Return birthdays and other days of the year that are near."""
    found = []
    for row in noted.to_dict("records"):
        on, _ = _anniversary(pd.Timestamp(_LEAP_YEAR, row["month"], row["day"]), today)
        years = on.year - row["year"] if pd.notna(row["year"]) else None
        if abs((on - today).days) > near_days or (years is not None and years < 1):
            continue
        if row["kind"].casefold() == BIRTHDAY:
            years = None  # an age is theirs to tell
        mine = "own " if row["person_id"] == archive.me else ""
        fact = {"person_id": row["person_id"], "kind": f"{mine}{row['kind']}", "on": on}
        found.append(fact | {"years": years, "source": row["origin"], "since": on})
    return found


def _anniversary(day: pd.Timestamp, today: pd.Timestamp) -> tuple[pd.Timestamp, int]:
    """Return the anniversary of a day that is nearest to today, and which one it is."""
    # A 29th of February has its anniversary on the 28th in other years.
    around = [
        (day + pd.DateOffset(years=today.year + step - day.year), today.year + step - day.year)
        for step in (-1, 0, 1)
    ]
    return min(around, key=lambda one: abs((one[0] - today).days))


def _wrote_since(
    archive: Dataset, table: pd.DataFrame, instant: pd.Timestamp, today: pd.Timestamp
) -> pd.Series:
    """Return whether the owner wrote to each person since the day in question."""
    sent = ego_contacts(archive, as_of=instant)
    sent = sent[sent["by_me"]]
    last = sent.groupby("person_id")["occurred_at"].max().dt.tz_localize(None)
    latest = last.reindex(table.index)
    # Without a message there is no time to compare, and that compares as no.
    wrote = pd.Series(latest.to_numpy() >= table["since"].to_numpy(), index=table.index)
    is_ahead = (table["on"] > today).to_numpy() | (table.index == archive.me)
    return wrote.astype("boolean").mask(is_ahead)


def _reason(row: dict[Any, Any], today: pd.Timestamp, is_own: bool) -> str:
    """Return one milestone in words."""
    name = "This person" if pd.isna(row["name"]) else str(row["name"])
    when = "today" if bool(row["on"] == today) else f"on {row['on']:%Y-%m-%d}"
    if row["kind"] == "connected":
        words = f"{name}: {count(int(row['years']), 'year')} since you connected, {when}"
    elif row["kind"] == "own work anniversary":
        return f"You: {count(int(row['years']), 'year')} at {row['detail']} {when}."
    elif row["kind"] == "work anniversary":
        words = f"{name}: {count(int(row['years']), 'year')} at {row['detail']} {when}"
    elif row["kind"] in JOB_KINDS.values():
        words = (
            f"{name}: {row['kind']}, {row['detail']} (seen in the export of {row['on']:%Y-%m-%d})"
        )
    else:
        kind = row["kind"].removeprefix("own ") if is_own else row["kind"]
        words = f"{'You' if is_own else name}: {kind} {when}"
        if pd.notna(row["years"]):
            words += f", {count(int(row['years']), 'year')}"
        if is_own:
            return f"{words}."
    parts = [words]
    if pd.notna(row["n_contact_days"]):
        parts.append(f"{count(int(row['n_contact_days']), 'contact day')} so far")
    if pd.notna(row["wrote_since"]):
        parts.append("you have written since" if row["wrote_since"] else "no word from you yet")
    return "; ".join(parts) + "."
