"""What the owner wants of their ties, from the wishes file to the rows of a finding.

A wanted cadence counts from the last contact day, so a contact in the data resets it by
itself. A touchpoint outside the data ("done") is a contact day like any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from os import PathLike
from typing import Any, Final

import numpy as np
import pandas as pd

from netanalysis.dataset import Dataset
from netanalysis.deciding import alias_key
from netanalysis.ego import ego_contacts
from netanalysis.errors import PersonUnknownError
from netanalysis.identity.company_names import company_key
from netanalysis.rhythms import RHYTHM_COLUMNS, rhythms
from netanalysis.wish_sections import WANTED_OF
from netanalysis.wishes import WishesFile, read_wishes, same_tag
from netanalysis.words import count, span

WISH_DTYPES: Final = {
    "wanted_days": "Int64",
    "wanted_as": "string",
    "priority": "Float64",
    "snoozed_until": "datetime64[us]",
    "is_never": "boolean",
    "done_on": "datetime64[us]",
}
"""The owner's will about each tie; all missing (``is_never`` false) without a wishes file."""


def heeded(
    archive: Dataset, mine: pd.DataFrame, wishes: str | PathLike[str] | None, **options: Any
) -> pd.DataFrame:
    """Return the owner's ties with the owner's will about them.

    Parameters
    ----------
    archive
        What was loaded.
    mine
        The ties, as :func:`netanalysis.ego.ego_ties` gives them.
    wishes
        The wishes file; None for no wishes.
    options
        ``as_of`` (an instant), ``max_recipients`` and ``include_bulk`` the ties were
        counted with.

    Returns
    -------
    DataFrame
        ``mine``, with touchpoints outside the data counted as contact days, and

        ``wanted_days``, ``wanted_as``
            days between contacts that the owner wants, and on what ground: "person", "tag
            friend", "company Acme" or "closest 15". A wish for a person counts before one
            for a tag, then company, then the closest; of two alike the shorter one.
        ``priority``
            ``max(days_silent - wanted_days, 0) / wanted_days``, 0 and up
        ``snoozed_until``
            first day on which the person may come up again, where it is ahead
        ``is_never``
            the owner wants never to be reminded of this person
        ``done_on``
            latest touchpoint outside the data, up to the day of judgement

        ``attrs["wishes_unmet"]`` lists, as written, who and what in the file fits no tie here.

    Raises
    ------
    ExportNotFoundError
        If there is no such file.
    WishesError
        If the file is not what it must be.
    """
    file = read_wishes(wishes) if wishes is not None else None
    will = _Will(archive, mine.index, file) if file else None
    columns: dict[str, Any] = {}
    if will:
        today = _day(options["as_of"])
        columns["done_on"] = will.done_on(today)
        mine = _with_touchpoints(archive, mine, will.touchpoints(today), options)
        columns["wanted_days"], columns["wanted_as"] = will.wanted(
            closest_first(mine), _works(archive)
        )
        columns["snoozed_until"] = will.snoozed_until(today)
        columns["is_never"] = dict.fromkeys(will.people("never"), True)
    table = mine.assign(
        **{
            name: pd.Series(columns.get(name, {}), dtype=dtype).reindex(mine.index)
            for name, dtype in WISH_DTYPES.items()
        }
    )
    table["is_never"] = table["is_never"].fillna(False)
    over = (table["days_silent"] - table["wanted_days"]).clip(lower=0)
    table["priority"] = (over / table["wanted_days"]).astype("Float64")
    table.attrs["wishes_unmet"] = tuple(will.unmet()) if will else ()
    return table


def turns(table: pd.DataFrame) -> pd.Series:
    """Return in which turn a tie comes up in a list for the owner, by the owner's will.

    0: longer silent than wanted; 1: nothing is wished, the evidence decides; 2: in touch as
    often as wanted; 3: put off.
    """
    turn = np.select(
        [
            table["snoozed_until"].notna().to_numpy(),
            (table["priority"] > 0).fillna(False).to_numpy(dtype=bool),
            table["wanted_days"].notna().to_numpy(),
        ],
        [3, 0, 2],
        default=1,
    )
    return pd.Series(turn, index=table.index)


def wish_words(row: dict[Any, Any]) -> str:
    """Return the owner's will about one tie as sentences that follow the reason; "" without."""
    words = ""
    if pd.notna(row["done_on"]) and row["done_on"] >= row["last_on"]:
        words += f" You noted a touchpoint of your own on {row['done_on']:%Y-%m-%d}."
    if pd.notna(row["wanted_days"]):
        over = int(row["days_silent"]) - int(row["wanted_days"])
        words += f" You want contact every {count(int(row['wanted_days']), 'day')}"
        words += "" if row["wanted_as"] == "person" else f" ({row['wanted_as']})"
        words += f"; that was due {span(over)} ago." if over > 0 else "."
    if pd.notna(row["snoozed_until"]):
        words += f" Put off until {row['snoozed_until']:%Y-%m-%d}, as you wished."
    return words


class _Will:
    """The entries of a wishes file about people, resolved to those of an archive."""

    def __init__(self, archive: Dataset, people: pd.Index, file: WishesFile) -> None:
        self._file = file
        self._ties = set(people)
        self._archive = archive
        self._person_of = dict(
            zip(archive.aliases["alias_key"], archive.aliases["person_id"], strict=True)
        )
        self._unmet: dict[str, None] = {}

    def unmet(self) -> Iterator[str]:
        """Yield, as written, what fitted no tie."""
        yield from self._unmet

    def people(self, section: str) -> Iterator[str]:
        """Yield the person ids that the entries of a section name."""
        for person, _ in self._entries(section):
            yield person

    def touchpoints(self, today: pd.Timestamp) -> list[tuple[str, pd.Timestamp]]:
        """Return who was met outside the data, and when, up to today."""
        found = [(person, pd.Timestamp(entry["on"])) for person, entry in self._entries("done")]
        return [(person, on) for person, on in found if on <= today]

    def done_on(self, today: pd.Timestamp) -> dict[str, pd.Timestamp]:
        """Return the latest touchpoint with each person."""
        return dict(sorted(self.touchpoints(today), key=lambda one: one[1]))

    def snoozed_until(self, today: pd.Timestamp) -> dict[str, pd.Timestamp]:
        """Return until when people are put off, where that day is ahead."""
        found = [
            (person, pd.Timestamp(entry["until"])) for person, entry in self._entries("snooze")
        ]
        ahead = [(person, until) for person, until in found if until > today]
        return dict(sorted(ahead, key=lambda one: one[1]))

    def wanted(
        self, closeness: list[str], works: dict[str, str]
    ) -> tuple[dict[str, int], dict[str, str]]:
        """Return the wanted days of each person and on what ground."""
        best: dict[str, tuple[int, int, str]] = {}
        for entry in self._file.entries("want"):
            kind = next(key for key in WANTED_OF if key in entry.content)
            target, days = entry.content[kind], int(entry.content["days"])
            ground = kind if kind == "person" else f"{kind} {target}"
            members = self._members(kind, target, closeness, works)
            if not members:
                self._unmet[str(target)] = None
            for person in members:
                found = (WANTED_OF.index(kind), days, ground)
                best[person] = min(best.get(person, found), found)
        return {p: b[1] for p, b in best.items()}, {p: b[2] for p, b in best.items()}

    def _members(
        self, kind: str, target: Any, closeness: list[str], works: dict[str, str]
    ) -> list[str]:
        if kind == "person":
            return [person for person in [self._person(target)] if person]
        if kind == "closest":
            return closeness[: int(target)]
        if kind == "company":
            return [person for person in closeness if works.get(person) == company_key(target)]
        named = [
            e.content for e in self._file.entries("tag") if same_tag(e.content["name"], target)
        ]
        texts = dict.fromkeys(text for content in named for text in content["people"])
        return [person for person in map(self._person, texts) if person]

    def _entries(self, section: str) -> Iterator[tuple[str, Any]]:
        for entry in self._file.entries(section):
            person = self._person(entry.content["person"])
            if person:
                yield person, entry.content

    def _person(self, text: str) -> str | None:
        """Return the tie that a text of the file names; None, and remembered, if it is none."""
        person = self._person_of.get(alias_key(text))
        if person is None:
            try:
                person = self._archive.person(text)
            except PersonUnknownError:
                person = None
        if person not in self._ties:
            self._unmet[text] = None
            return None
        return str(person)


def _day(instant: pd.Timestamp) -> pd.Timestamp:
    return instant.tz_convert("UTC").tz_localize(None).normalize()


def closest_first(mine: pd.DataFrame) -> list[str]:
    """Return everybody, those first who were closest to the owner at their best."""
    order = ["peak_contact_days", "n_contact_days", "person_id"]
    ranked = mine.reset_index().sort_values(order, ascending=[False, False, True])
    return [str(person) for person in ranked["person_id"]]


def _works(archive: Dataset) -> dict[str, str]:
    """Return the key of the company of each person."""
    known = archive.people.dropna(subset="organisation")
    keys = known["organisation"].map(company_key)
    return dict(zip(known["person_id"], keys, strict=True))


def _with_touchpoints(
    archive: Dataset,
    mine: pd.DataFrame,
    touchpoints: list[tuple[str, pd.Timestamp]],
    options: dict[str, Any],
) -> pd.DataFrame:
    """Return the ties with the rhythm they have if touchpoints are contact days."""
    if not touchpoints:
        return mine
    noted = pd.DataFrame(touchpoints, columns=["person_id", "occurred_at"])
    noted["occurred_at"] = noted["occurred_at"].dt.tz_localize("UTC")
    seen = [
        ego_contacts(archive, who=person, **options)[["person_id", "occurred_at"]]
        for person in sorted(set(noted["person_id"]))
    ]
    found = rhythms(pd.concat([*seen, noted]), by=["person_id"], as_of=options["as_of"])
    mine = mine.copy()
    for name in RHYTHM_COLUMNS:
        mine.loc[found.index, name] = found[name]
    return mine
