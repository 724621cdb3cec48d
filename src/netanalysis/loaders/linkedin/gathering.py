"""What the readers of one export bring together, before it becomes a harvest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

import pandas as pd

from netanalysis.harvest import HARVEST_TABLES, OWNER_KEY, Harvest
from netanalysis.loaders.linkedin.dates import Stamp
from netanalysis.loaders.linkedin.recognition import Recognition
from netanalysis.loaders.linkedin.snapshots import Snapshot
from netanalysis.tally import Issue, Tally

OWNER_RULE: Final = "owner of the export"


class Event(NamedTuple):
    """One row of ``interactions``, in the order of the schema."""

    interaction_id: str
    occurred_at: datetime | None
    date_quality: str
    channel: str
    thread_id: str | None
    subject: str | None
    n_recipients: int
    is_bulk: bool
    bulk_kind: str | None
    bulk_reason: str | None
    folder: str | None
    origin: str


class Position(NamedTuple):
    """One row of ``positions``, in the order of the schema."""

    alias_key: str
    company: str | None
    title: str | None
    started_on: datetime | None
    finished_on: datetime | None
    seen_on: datetime | None
    origin: str


class Activity(NamedTuple):
    """One row of ``activity``, in the order of the schema."""

    alias_key: str
    occurred_at: datetime | None
    date_quality: str
    kind: str
    detail: str | None
    link: str | None
    origin: str


class ProfileEntry(NamedTuple):
    """One row of ``profile_entries``, in the order of the schema."""

    alias_key: str
    kind: str
    name: str
    organisation: str | None
    started_on: datetime | None
    finished_on: datetime | None
    origin: str


class Change(NamedTuple):
    """One row of ``changes``, in the order of the schema."""

    alias_key: str
    kind: str
    before: str | None
    after: str | None
    earlier_on: datetime
    later_on: datetime
    origin: str


@dataclass
class Gathering:
    """Rows for every table of a :class:`~netanalysis.harvest.Harvest`, as they are read.

    ``event_frames`` and ``party_frames`` hold interactions and participations of long
    files, which are faster to hand over whole. ``events`` are interactions;
    ``answered_events`` are those of Events.csv. ``known`` recognises records that a newer
    export already gave, ``snapshots`` are the states of Connections.csv, newest first.
    """

    owner_name: str = ""
    events: list[Event] = field(default_factory=list)
    parties: list[tuple[str, str, str]] = field(default_factory=list)
    event_frames: list[pd.DataFrame] = field(default_factory=list)
    party_frames: list[pd.DataFrame] = field(default_factory=list)
    connections: list[tuple[str, datetime | None, str]] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)
    education: list[tuple[str, str, str | None, datetime | None, datetime | None, str]] = field(
        default_factory=list
    )
    skills: list[tuple[str, str, str]] = field(default_factory=list)
    relations: list[tuple[str, str, datetime | None, str]] = field(default_factory=list)
    activity: list[Activity] = field(default_factory=list)
    profile_entries: list[ProfileEntry] = field(default_factory=list)
    answered_events: list[tuple[str, datetime | None, datetime | None, str | None, str]] = field(
        default_factory=list
    )
    changes: list[Change] = field(default_factory=list)
    known: Recognition = field(default_factory=Recognition)
    snapshots: list[Snapshot] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    owner_hints: list[tuple[str, str, int, int]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    unopened: list[Issue] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)
    failed: list[Tally] = field(default_factory=list)
    _mentions: dict[tuple[str, str], list[int | str]] = field(default_factory=dict)
    _links: dict[tuple[str, str], tuple[str, str, float]] = field(default_factory=dict)

    def mention(self, alias_key: str, name: str, origin: str, n: int = 1) -> None:
        """Count that ``origin`` named an alias by ``name`` (empty where it gave none)."""
        seen = self._mentions.get((alias_key, name))
        if seen is None:
            self._mentions[(alias_key, name)] = [n, origin]
        else:
            seen[0] = int(seen[0]) + n

    def act(
        self,
        identity: str,
        channel: str,
        stamp: Stamp,
        origin: str,
        *,
        subject: str | None = None,
        folder: str | None = None,
    ) -> None:
        """Add an interaction between the owner and one other, without a conversation."""
        self.events.append(
            Event(
                interaction_id=identity,
                occurred_at=stamp.at,
                date_quality=stamp.quality,
                channel=channel,
                thread_id=None,
                subject=subject,
                n_recipients=1,
                is_bulk=False,
                bulk_kind=None,
                bulk_reason=None,
                folder=folder,
                origin=origin,
            )
        )

    def number(self, base: str) -> int:
        """Return how many records of this identity came before, over all files."""
        number = self.numbers[base] = self.numbers.get(base, -1) + 1
        return number

    @property
    def owner_aliases(self) -> list[str]:
        """The aliases that files read so far show to be the owner."""
        return [other for key, other in self._links if key == OWNER_KEY]

    def names(self) -> dict[str, set[str]]:
        """Return the display names seen so far with the aliases that bear them.

        The owner and anonymous members are not among them.
        """
        mine = {OWNER_KEY, *self.owner_aliases}
        found: dict[str, set[str]] = {}
        for key, name in self._mentions:
            if name and key not in mine and not key.startswith("anonymous:"):
                found.setdefault(name, set()).add(key)
        return found

    def link(self, alias_key: str, other_key: str, rule: str, evidence: str) -> None:
        """State that a file shows two aliases to be one person; the first statement stays."""
        self._links.setdefault((alias_key, other_key), (rule, evidence, 1.0))

    def link_owner(self, alias_key: str, evidence: str) -> None:
        """State that an alias is the owner of the export."""
        self.link(OWNER_KEY, alias_key, OWNER_RULE, evidence)

    def hint_owner(self, alias_key: str, hint: str, n: int, n_of: int) -> None:
        """Record a sign of whose export this is."""
        self.owner_hints.append((alias_key, hint, n, n_of))

    def harvest(self) -> Harvest:
        """Return everything gathered as a harvest, in which the owner is always mentioned."""
        if not any(key == OWNER_KEY for key, _ in self._mentions):
            self.mention(OWNER_KEY, self.owner_name, self.tallies[0].file)
        issues = list(self.issues)
        for tally in self.tallies:
            issues += tally.issues
        issues += self.unopened
        for tally in self.failed:
            issues += tally.issues
        rows: dict[str, Iterable[Sequence[object]]] = {
            "mentions": [(a, n or None, c, o) for (a, n), (c, o) in self._mentions.items()],
            "links": [(a, b, *rest) for (a, b), rest in self._links.items()],
            "connections": self.connections,
            "interactions": self.events,
            "participations": self.parties,
            "positions": self.positions,
            "education": self.education,
            "skills": self.skills,
            "relations": self.relations,
            "activity": self.activity,
            "profile_entries": self.profile_entries,
            "events": self.answered_events,
            "changes": self.changes,
            "owner_hints": self.owner_hints,
            "issues": issues,
            "ledger": [tally.ledger_row() for tally in self.tallies + self.failed],
        }
        frames = {name: _frame(name, list(part)) for name, part in rows.items()}
        frames["interactions"] = _join(frames["interactions"], self.event_frames)
        frames["participations"] = _join(frames["participations"], self.party_frames)
        return Harvest(**frames)


def _join(small: pd.DataFrame, large: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of files read in bulk and of files read row by row in one frame."""
    parts = [frame for frame in (*large, small) if len(frame)]
    return pd.concat(parts, ignore_index=True) if parts else small


def _frame(name: str, rows: list[Sequence[object]]) -> pd.DataFrame:
    table = next(table for table in HARVEST_TABLES if table.name == name)
    if not rows:
        return table.empty()
    # Columns at the end of a table that only others fill may be left out of the rows.
    return pd.DataFrame(
        {
            column.name: pd.Series(list(values), dtype=column.dtype)
            for column, values in zip(table.columns, zip(*rows, strict=True), strict=False)
        }
    )
