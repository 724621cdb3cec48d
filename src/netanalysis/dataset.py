"""The Dataset: the frozen bundle of canonical tables that every analysis starts from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from unicodedata import normalize

import pandas as pd

from netanalysis.errors import OwnerUnknownError, PersonUnknownError
from netanalysis.frames import conform
from netanalysis.schema import (
    ACTIVITY,
    ALIASES,
    CHANGES,
    EDUCATION,
    EVENTS,
    INTERACTIONS,
    ISSUES,
    LEDGER,
    PARTICIPANTS,
    PEOPLE,
    POSITIONS,
    PROFILE_ENTRIES,
    RELATIONS,
    SKILLS,
    TABLES,
)


@dataclass(frozen=True, repr=False, eq=False)
class Dataset:
    """Everything loaded, as plain pandas frames under the names of the schema.

    Attributes are the tables of :mod:`netanalysis.schema` (``people``, ``aliases``,
    ``interactions``, ``participants``, ``relations``, ``positions``, ``education``,
    ``skills``, ``activity``, ``profile_entries``, ``events``, ``changes``, ``issues``,
    ``ledger``) and ``owner_reason``, the sentence that says how the owner of the archive
    was found. The tables conform to the schema on construction;
    treat them as read-only and copy before changing one.
    """

    people: pd.DataFrame = field(default_factory=PEOPLE.empty)
    aliases: pd.DataFrame = field(default_factory=ALIASES.empty)
    interactions: pd.DataFrame = field(default_factory=INTERACTIONS.empty)
    participants: pd.DataFrame = field(default_factory=PARTICIPANTS.empty)
    relations: pd.DataFrame = field(default_factory=RELATIONS.empty)
    positions: pd.DataFrame = field(default_factory=POSITIONS.empty)
    education: pd.DataFrame = field(default_factory=EDUCATION.empty)
    skills: pd.DataFrame = field(default_factory=SKILLS.empty)
    activity: pd.DataFrame = field(default_factory=ACTIVITY.empty)
    profile_entries: pd.DataFrame = field(default_factory=PROFILE_ENTRIES.empty)
    events: pd.DataFrame = field(default_factory=EVENTS.empty)
    changes: pd.DataFrame = field(default_factory=CHANGES.empty)
    issues: pd.DataFrame = field(default_factory=ISSUES.empty)
    ledger: pd.DataFrame = field(default_factory=LEDGER.empty)
    owner_reason: str = "no owner is known"

    def __post_init__(self) -> None:
        for table in TABLES:
            object.__setattr__(self, table.name, conform(table, getattr(self, table.name)))

    def tables(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Yield the name and frame of every table, in schema order."""
        for table in TABLES:
            yield table.name, getattr(self, table.name)

    @property
    def me(self) -> str:
        """The ``person_id`` of the owner.

        Raises
        ------
        OwnerUnknownError
            If the data did not tell and ``load`` was not given ``me``.
        """
        owner = self.people.loc[self.people["is_me"].fillna(False), "person_id"]
        if owner.empty:
            raise OwnerUnknownError(
                f"Nobody is known to own this archive ({self.owner_reason}): "
                "give load(..., me=['you@example.org'])."
            )
        return str(owner.iloc[0])

    @property
    def has_owner(self) -> bool:
        """Whether the owner of the archive is known."""
        return bool(self.people["is_me"].fillna(False).any())

    @property
    def as_of(self) -> pd.Timestamp | None:
        """The latest interaction with a trusted date; None when there is none.

        Analyses take this as "now", so the same export gives the same answer for ever.
        Meetings are planned ahead, so they count only where nothing else has a date.
        """
        trusted = self.interactions["date_quality"].isin(["ok", "day"])
        events = self.interactions[trusted].dropna(subset="occurred_at")
        happened = events.loc[events["channel"] != "meeting", "occurred_at"]
        times = events["occurred_at"] if happened.empty else happened
        return None if times.empty else times.max()

    def person(self, who: str) -> str:
        """Return the ``person_id`` of ``who``: an id, an address, a profile key or a name.

        Raises
        ------
        PersonUnknownError
            If nobody is called so, or several people are.
        """
        if (self.people["person_id"] == who).any():
            return who
        # A name typed on a Mac may come letter by accent, the tables are composed.
        wanted = normalize("NFC", who).strip().casefold()
        keys = [f"address:{wanted}", f"profile:{wanted}"]
        found = self.aliases.loc[self.aliases["alias_key"].isin(keys), "person_id"].unique()
        if not len(found):
            same_name = self.people["name"].str.normalize("NFC").str.casefold() == wanted
            found = self.people.loc[same_name.fillna(False), "person_id"].unique()
        if len(found) == 1:
            return str(found[0])
        problem = "fits several people" if len(found) else "is nobody"
        raise PersonUnknownError(
            f"{who!r} {problem} in this archive; give a person_id, a mail address, "
            "a LinkedIn profile key or a full name as in the people table."
        )

    def _counts(self) -> list[tuple[str, int]]:
        people = self.people["kind"]
        return [
            ("people", int((people == "person").sum())),
            ("robots and lists", int(people.isin(["robot", "list"]).sum())),
            ("anonymous members", int((people == "anonymous").sum())),
            ("interactions", len(self.interactions)),
            ("of them bulk", int(self.interactions["is_bulk"].fillna(False).sum())),
            ("connections", int((self.relations["kind"] == "connected").sum())),
            ("records left out", int(self.ledger["n_left_out"].sum())),
        ]

    def _span(self) -> str:
        trusted = self.interactions["date_quality"].isin(["ok", "day"])
        times = self.interactions.loc[trusted, "occurred_at"].dropna()
        if times.empty:
            return "no dated interaction"
        return f"{times.min():%Y-%m-%d} to {self.as_of:%Y-%m-%d}"

    def __repr__(self) -> str:
        counts = ", ".join(f"{n:,} {what}" for what, n in self._counts())
        return f"<Dataset {self._span()}: {counts}; {self.owner_reason}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th style='text-align:left'>{escape(what)}</th><td>{n:,}</td></tr>"
            for what, n in self._counts()
        )
        return (
            f"<div><p><b>Dataset</b>, {escape(self._span())}<br>"
            f"{escape(self.owner_reason)}</p><table>{rows}</table></div>"
        )
