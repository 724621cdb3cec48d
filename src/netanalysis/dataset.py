"""The Dataset: the frozen bundle of canonical tables that every analysis starts from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar
from unicodedata import normalize

import numpy as np
import numpy.typing as npt
import pandas as pd

from netanalysis.errors import OwnerUnknownError, PersonUnknownError
from netanalysis.frames import conform
from netanalysis.numbering import (
    NUMBERS,
    Integers,
    codes,
    conversations,
    positions,
    threads,
    time_order,
)
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
    PROPOSALS,
    RELATIONS,
    SKILLS,
    SPECIAL_DAYS,
    TABLES,
)

if TYPE_CHECKING:
    import pyarrow as pa

T = TypeVar("T")

# What depends on where a record was found, and not on what it says.
PLACES = frozenset(("origin", "folder", "evidence"))
PLACE_TABLES = frozenset(("issues", "ledger"))

BLOCK: Final = 1 << 18  # rows worked on at a time

TRUSTED_DATES: Final = ("ok", "day")
"""Qualities of dates that results build on."""


class Stored(Protocol):
    """A table that lies somewhere else until it is asked for."""

    @property
    def n_rows(self) -> int:
        """The number of rows."""

    def table(self, columns: Sequence[str] | None = None) -> pa.Table:
        """Return the columns asked for; all by default."""

    def blocks(self, columns: Sequence[str]) -> Iterator[pa.Table]:
        """Yield the columns asked for, some rows at a time; texts as a dictionary."""


@dataclass(frozen=True, repr=False, eq=False)
class Dataset:
    """Everything loaded, as plain pandas frames under the names of the schema.

    Attributes are the tables of :mod:`netanalysis.schema` (``people``, ``aliases``,
    ``proposals``, ``interactions``, ``participants``, ``relations``, ``positions``, ``education``,
    ``skills``, ``special_days``, ``activity``, ``profile_entries``, ``events``, ``changes``,
    ``issues``, ``ledger``) and ``owner_reason``, the sentence that says how the owner of the
    archive was found. The tables conform to the schema on construction;
    treat them as read-only and copy before changing one. A Dataset from a store reads each
    table when it is first used.
    """

    people: pd.DataFrame = field(default_factory=PEOPLE.empty)
    aliases: pd.DataFrame = field(default_factory=ALIASES.empty)
    proposals: pd.DataFrame = field(default_factory=PROPOSALS.empty)
    interactions: pd.DataFrame = field(default_factory=INTERACTIONS.empty)
    participants: pd.DataFrame = field(default_factory=PARTICIPANTS.empty)
    relations: pd.DataFrame = field(default_factory=RELATIONS.empty)
    positions: pd.DataFrame = field(default_factory=POSITIONS.empty)
    education: pd.DataFrame = field(default_factory=EDUCATION.empty)
    skills: pd.DataFrame = field(default_factory=SKILLS.empty)
    special_days: pd.DataFrame = field(default_factory=SPECIAL_DAYS.empty)
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

    @classmethod
    def lazy(cls, stored: Mapping[str, Stored], *, owner_reason: str) -> Dataset:
        """Return a Dataset whose tables are read when they are first used."""
        archive = object.__new__(cls)
        object.__setattr__(archive, "owner_reason", owner_reason)
        object.__setattr__(archive, "_stored", dict(stored))
        return archive

    def __getattr__(self, name: str) -> Any:
        """Read a table that was stored, once."""
        stored = self.__dict__.get("_stored", {})
        if name not in stored:
            raise AttributeError(f"a Dataset has no attribute {name!r}")
        table = next(table for table in TABLES if table.name == name)
        frame = conform(table, stored[name].table(table.column_names).to_pandas())
        object.__setattr__(self, name, frame)
        return frame

    def columns(self, name: str, wanted: Sequence[str]) -> pd.DataFrame:
        """Return some columns of a table; of one that is stored, only these are read."""
        stored = self.__dict__.get("_stored", {})
        if name in self.__dict__ or name not in stored:
            frame: pd.DataFrame = getattr(self, name)[list(wanted)]
            return frame
        table = next(table for table in TABLES if table.name == name)
        frame = stored[name].table(wanted).to_pandas()[list(wanted)]
        return frame.astype({c.name: c.dtype for c in table.columns if c.name in wanted})

    def n_rows(self, name: str) -> int:
        """Return the number of rows of a table, without reading it."""
        stored = self.__dict__.get("_stored", {})
        if name in self.__dict__ or name not in stored:
            return len(getattr(self, name))
        n_rows: int = stored[name].n_rows
        return n_rows

    def blocks(self, name: str, wanted: Sequence[str]) -> Iterator[pa.Table]:
        """Yield columns of a table, some hundred thousand rows at a time; texts as a dictionary.

        Of a table that is stored nothing else is read, and nothing is kept.
        """
        stored = self.__dict__.get("_stored", {})
        if name not in self.__dict__ and name in stored:
            yield from stored[name].blocks(wanted)
            return
        import pyarrow as pa

        frame = getattr(self, name)[list(wanted)]
        for begin in range(0, len(frame), BLOCK):
            rows = frame.iloc[begin : begin + BLOCK]
            columns = [pa.array(rows[column].array) for column in wanted]
            yield pa.table(
                [
                    c.dictionary_encode() if frame[n].dtype == "string" else c
                    for n, c in zip(wanted, columns, strict=True)
                ],
                names=list(wanted),
            )

    def numbers(self, name: str, wanted: str) -> Integers:
        """Return one of the numbers of a table; see :mod:`netanalysis.numbering`."""
        numbers = np.empty(self.n_rows(name), dtype=np.int32)
        n = 0
        for (block,) in self.number_blocks(name, (wanted,)):
            numbers[n : n + len(block)] = block
            n += len(block)
        return numbers

    def number_blocks(self, name: str, wanted: Sequence[str]) -> Iterator[list[Integers]]:
        """Yield numbers of a table side by side, some hundred thousand rows at a time.

        What is worked out of a block is small and stays near the processor.
        """
        stored = self.__dict__.get("_stored", {})
        if name in stored:
            for block in stored[name].blocks(wanted):
                yield [block.column(column).to_numpy() for column in wanted]
            return
        found = self.remembered(f"numbers of {name}", (), lambda: self._numbered(name))
        columns = [found[NUMBERS[name].index(column)] for column in wanted]
        for begin in range(0, self.n_rows(name), BLOCK):
            yield [column[begin : begin + BLOCK] for column in columns]

    def _numbered(self, name: str) -> list[Integers]:
        if name == "interactions":
            events = self.columns(name, ("occurred_at", "interaction_id", "thread_id"))
            times = events["occurred_at"].dt.tz_localize(None).to_numpy("datetime64[us]")
            ids = events["interaction_id"]
            order = time_order(times, lambda rows: ids.iloc[rows].reset_index(drop=True))
            return [order, threads(conversations(events["thread_id"]))]
        roles = self.columns(name, ("interaction_id", "person_id", "role"))
        ids = self.columns("interactions", ("interaction_id",))["interaction_id"]
        people = self.columns("people", ("person_id",))["person_id"]
        return [
            positions(roles["interaction_id"], ids),
            positions(roles["person_id"], people),
            roles["role"].eq("from").to_numpy(dtype=bool).astype(np.int64),
        ]

    def remembered(self, what: str, how: Hashable, make: Callable[[], T]) -> T:
        """Return what ``make`` gives, kept until the same is asked for in another way.

        The tables are read-only, so what follows from them can be kept with them.
        """
        memory: dict[str, tuple[Hashable, T]] = self.__dict__.setdefault("_memory", {})
        if what not in memory or memory[what][0] != how:
            memory[what] = (how, make())
        return memory[what][1]

    def tables(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Yield the name and frame of every table, in schema order."""
        for table in TABLES:
            yield table.name, getattr(self, table.name)

    def parts(self) -> Iterator[tuple[str, Iterator[tuple[pd.DataFrame, dict[str, Integers]]]]]:
        """Yield every table as a store takes it, with its numbers beside it."""
        for name, frame in self.tables():
            numbers = {column: self.numbers(name, column) for column in NUMBERS.get(name, ())}
            yield name, iter([(frame, numbers)])

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
                "give load(..., me=['you@example.org']), or --me on the command line."
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
        return self._moments()[1]

    @property
    def trusted_times(self) -> npt.NDArray[np.datetime64]:
        """When each interaction took place, in UTC; NaT where no date can be trusted."""
        return self._moments()[0]

    def _moments(self) -> tuple[npt.NDArray[np.datetime64], pd.Timestamp | None]:
        return self.remembered("moments", (), self._read_moments)

    def _read_moments(self) -> tuple[npt.NDArray[np.datetime64], pd.Timestamp | None]:
        moments = np.empty(self.n_rows("interactions"), dtype="datetime64[us]")
        happened = planned = np.datetime64("NaT", "us")
        begin = 0
        for block in self.blocks("interactions", ("occurred_at", "date_quality", "channel")):
            times = moments[begin : begin + block.num_rows]
            begin += block.num_rows
            times[:] = block.column("occurred_at").to_numpy()
            times[codes(block.column("date_quality"), TRUSTED_DATES) < 0] = "NaT"
            is_meeting = codes(block.column("channel"), ("meeting",)) == 0
            happened = np.fmax(happened, np.fmax.reduce(times[~is_meeting], initial=happened))
            planned = np.fmax(planned, np.fmax.reduce(times[is_meeting], initial=planned))
        latest = planned if np.isnat(happened) else happened
        return moments, None if np.isnat(latest) else pd.Timestamp(latest, tz="UTC")

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
            ("shared mailboxes", int((people == "shared").sum())),
            ("anonymous members", int((people == "anonymous").sum())),
            ("interactions", len(self.interactions)),
            ("of them bulk", int(self.interactions["is_bulk"].fillna(False).sum())),
            ("connections", int((self.relations["kind"] == "connected").sum())),
            ("records left out", int(self.ledger["n_left_out"].sum())),
        ]

    def _span(self) -> str:
        trusted = self.interactions["date_quality"].isin(TRUSTED_DATES)
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


def dataset_digest(archive: Dataset, *, places: bool = True) -> str:
    """Return a digest of all tables that does not depend on the order of their rows.

    With ``places=False`` only what the records say counts, not the files they were found
    in: a mailbox read once more from another container gives the same digest.
    """
    total = hashlib.sha256(archive.owner_reason.encode("utf-8") if places else b"")
    for name, frame in archive.tables():
        if not places and name in PLACE_TABLES:
            continue
        kept = frame if places else frame.drop(columns=PLACES & set(frame.columns))
        rows = pd.util.hash_pandas_object(kept, index=False).sort_values()
        total.update(f"{name} {len(rows)} {list(kept.columns)}".encode())
        total.update(rows.to_numpy().tobytes())
    return total.hexdigest()
