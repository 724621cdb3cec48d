"""From what was read and who is who to the tables of a Dataset, stretch by stretch."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from netanalysis.attendance import FROM, Attendance, Stretch
from netanalysis.dataset import Dataset
from netanalysis.frames import conform
from netanalysis.harvest import Harvest
from netanalysis.identity import Identity
from netanalysis.loaders.mail.kinds import kind_by_words
from netanalysis.memory import give_back
from netanalysis.numbering import NUMBERS, conversations, threads, time_order
from netanalysis.schema import INTERACTIONS, PARTICIPANTS, ROLES, TABLES
from netanalysis.strays import within

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[Any]
    Chunks = Iterator[tuple[pd.DataFrame, dict[str, Ints]]]


_NONE: Final[Ints] = np.zeros(0, dtype=np.int64)
_NO_TIMES: Final = np.zeros(0, dtype="datetime64[us]")
_NO_HASHES: Final = np.zeros(0, dtype=np.uint64)


class Assembly:
    """The tables of an archive, the large ones made a stretch at a time.

    Parameters
    ----------
    harvest
        What was read; its interactions and participations stand in ``attendance``.
    attendance
        Who took part in what.
    identity
        Who is who in both.
    strays
        Rows of interactions whose dates are doubted, see :mod:`netanalysis.strays`.
    """

    def __init__(
        self, harvest: Harvest, attendance: Attendance, identity: Identity, strays: Ints = _NONE
    ) -> None:
        self._harvest = harvest
        self._attendance = attendance
        self._identity = identity
        self._strays = strays
        self.owner_reason = identity.owner_reason
        people = pd.Index(identity.people["person_id"])
        of_keys = identity.person_of.reindex(attendance.index)
        self._person_row = people.get_indexer(of_keys).astype(np.int32)
        kinds = identity.people["kind"]
        self._is_robot = kinds.eq("robot").to_numpy(dtype=bool)
        self._is_list = kinds.eq("list").to_numpy(dtype=bool)

    def parts(self) -> Iterator[tuple[str, Chunks]]:
        """Yield every table as frames with the numbers kept beside them, in schema order."""
        for table in TABLES:
            if table is INTERACTIONS:
                yield table.name, self._numbered_interactions()
            elif table is PARTICIPANTS:
                yield table.name, self._numbered_participants()
            else:
                yield table.name, iter([(conform(table, self._small[table.name]), {})])

    def dataset(self) -> Dataset:
        """Return the Dataset with all tables in memory."""
        roles = [self._participants(stretch)[0] for stretch in self._attendance.stretches()]
        events = [frame for _, frame in self._interactions()]
        return Dataset(
            **self._small,
            interactions=pd.concat(events, ignore_index=True) if events else INTERACTIONS.empty(),
            participants=pd.concat(roles, ignore_index=True) if roles else PARTICIPANTS.empty(),
            owner_reason=self.owner_reason,
        )

    @cached_property
    def _small(self) -> dict[str, pd.DataFrame]:
        harvest, person_of = self._harvest, self._identity.person_of
        return {
            "people": self._identity.people,
            "aliases": self._identity.aliases.merge(
                self._attendance.use(), on="alias_key", how="left"
            ),
            "proposals": self._identity.proposals,
            "relations": _relations(harvest, self._identity),
            "positions": _by_person(harvest.positions, person_of),
            "education": _by_person(harvest.education, person_of),
            "skills": _by_person(harvest.skills, person_of),
            "special_days": _by_person(harvest.special_days, person_of),
            "activity": _in_place(harvest.activity, person_of),
            "profile_entries": _in_place(harvest.profile_entries, person_of),
            "events": harvest.events,
            "changes": _by_person(harvest.changes, person_of),
            "issues": pd.concat([harvest.issues, self._remarks()], ignore_index=True),
            "ledger": harvest.ledger,
        }

    def _interactions(self) -> Iterator[tuple[Stretch, pd.DataFrame]]:
        """Yield stretches and their interactions: stray dates doubted, bulk by person marked."""
        begin = 0
        for stretch in self._attendance.stretches():
            frame = stretch.interactions()
            at = within(self._strays, begin, len(stretch))
            begin += len(stretch)
            if len(at):
                is_stray = np.isin(np.arange(len(frame)), at)
                frame = frame.copy(deep=False)
                frame["date_quality"] = frame["date_quality"].mask(is_stray, "implausible")
            yield stretch, self._with_bulk_by_person(stretch, frame)

    def _with_bulk_by_person(self, stretch: Stretch, events: pd.DataFrame) -> pd.DataFrame:
        """Mark what robots sent, and what went to a mailing list, as bulk too."""
        person, is_from = self._person_row[stretch.alias], stretch.role == FROM
        from_robot = np.zeros(len(stretch), dtype=bool)
        to_list = np.zeros(len(stretch), dtype=bool)
        from_robot[stretch.row[is_from & self._is_robot[person]]] = True
        to_list[stretch.row[self._is_list[person]]] = True
        reason = events["bulk_reason"].mask(
            events["bulk_reason"].isna() & to_list, "a mailing list takes part"
        )
        reason = reason.mask(reason.isna() & from_robot, "sent by a robot or newsletter")
        # Precedence alone marks lists and newsletters alike: a list that takes part decides
        is_open = events["bulk_kind"].isna() | events["bulk_kind"].eq("newsletter")
        kind = events["bulk_kind"].mask(is_open & to_list & ~from_robot, "list")
        is_unmarked = (kind.isna() & from_robot).to_numpy(dtype=bool)
        sender = np.zeros(len(stretch), dtype=np.int64)
        sender[stretch.row[is_from][::-1]] = stretch.alias[is_from][::-1]  # the first one stays
        keys = self._attendance.index.take(sender[is_unmarked])
        pairs = zip(keys, events.loc[is_unmarked, "subject"].fillna(""), strict=True)
        kind[is_unmarked] = pd.array(
            [kind_by_words(key.removeprefix("address:"), subject) for key, subject in pairs],
            dtype="string",
        )
        is_bulk = events["is_bulk"] | from_robot | to_list
        return events.assign(is_bulk=is_bulk, bulk_kind=kind, bulk_reason=reason)

    def _participants(self, stretch: Stretch) -> tuple[pd.DataFrame, Ints, Ints]:
        """Return who took part in a stretch, and the places of interaction and person."""
        person = self._person_row[stretch.alias]
        rows = pd.DataFrame({"row": stretch.row, "person": person, "role": stretch.role})
        rows = rows.drop_duplicates()
        people = self._identity.people["person_id"]
        frame = pd.DataFrame(
            {
                "interaction_id": stretch.ids().take(rows["row"].to_numpy()).array,
                "person_id": people.take(rows["person"].to_numpy()).array,
                "role": pd.Series(ROLES, dtype="string").take(rows["role"].to_numpy()).array,
            }
        )
        return frame, rows["row"].to_numpy(), rows["person"].to_numpy()

    def _numbered_interactions(self) -> Chunks:
        give_back()
        order, conversation = self._numbers()
        give_back()
        begin = 0
        for stretch, frame in self._interactions():
            at = slice(begin, begin + len(stretch))
            begin = at.stop
            numbers = (order[at], conversation[at])
            named = dict(zip(NUMBERS["interactions"], numbers, strict=True))
            yield conform(INTERACTIONS, frame), named
        if not begin:
            yield INTERACTIONS.empty(), dict.fromkeys(NUMBERS["interactions"], order)

    def _numbers(self) -> tuple[Ints, Ints]:
        """Return the place of each interaction in time, and the number of its conversation."""
        times, hashes = [_NO_TIMES], [_NO_HASHES]
        for stretch in self._attendance.stretches():
            times.append(stretch.occurred_at)
            hashes.append(conversations(stretch.threads()))
        # One after the other, and let go at once: of a large archive each is tens of megabytes.
        times = [np.concatenate(times)]
        order = time_order(times.pop(), self._ids)
        hashes = [np.concatenate(hashes)]
        return order, threads(hashes.pop())

    def _ids(self, rows: Ints) -> pd.Series:
        """Return the identifiers of interactions, in the order of ``rows``."""
        order = np.argsort(rows)
        found, begin = [], 0
        for stretch in self._attendance.stretches():
            end = begin + len(stretch)
            low, high = np.searchsorted(rows, [begin, end], sorter=order)
            found.append(stretch.ids().take(rows[order[low:high]] - begin))
            begin = end
        texts = pd.concat(found, ignore_index=True)
        places = np.empty(len(rows), dtype=np.int64)
        places[order] = np.arange(len(rows))
        return texts.take(places).reset_index(drop=True)

    def _numbered_participants(self) -> Chunks:
        begin = 0
        for stretch in self._attendance.stretches():
            frame, row, person = self._participants(stretch)
            is_sender = frame["role"].eq("from").to_numpy(dtype=bool).astype(np.int64)
            named = dict(
                zip(NUMBERS["participants"], (row + begin, person, is_sender), strict=True)
            )
            begin += len(stretch)
            yield conform(PARTICIPANTS, frame), named
        if not begin:
            none = np.zeros(0, dtype=np.int64)
            yield PARTICIPANTS.empty(), dict.fromkeys(NUMBERS["participants"], none)

    def _remarks(self) -> pd.DataFrame:
        """Return an issue for each stray date."""
        origins, begin = [], 0
        for stretch in self._attendance.stretches() if len(self._strays) else ():
            at = within(self._strays, begin, len(stretch))
            begin += len(stretch)
            if len(at):
                origins.append(stretch.interactions()["origin"].take(at))
        return pd.DataFrame(
            {
                "file": pd.concat(origins, ignore_index=True) if origins else [],
                "reason": "implausible date",
                "problem": "dated over a year after all other mail; kept, but left out of all "
                "dated results",
                "is_left_out": False,
            }
        )


def _in_place(frame: pd.DataFrame, person_of: pd.Series) -> pd.DataFrame:
    """Put people in the place of aliases, and keep every row."""
    return frame.assign(person_id=frame["alias_key"].map(person_of)).drop(columns="alias_key")


def _by_person(frame: pd.DataFrame, person_of: pd.Series) -> pd.DataFrame:
    return _in_place(frame, person_of).drop_duplicates()


def _relations(harvest: Harvest, identity: Identity) -> pd.DataFrame:
    """Return who holds which relation; what the owner holds goes where there is no owner."""
    owner = identity.people.loc[identity.people["is_me"], "person_id"]
    held = pd.concat(
        [harvest.connections.assign(kind="connected"), harvest.relations], ignore_index=True
    )
    frame = _in_place(held, identity.person_of).rename(columns={"person_id": "target"})
    of_others = frame["holder_key"].map(identity.person_of)
    frame["source"] = of_others.where(
        frame["holder_key"].notna(), str(owner.iloc[0]) if len(owner) else pd.NA
    )
    frame = frame.drop(columns="holder_key").dropna(subset="source")
    frame = frame[frame["target"] != frame["source"]]
    frame = frame.sort_values(["source", "target", "kind", "since_on"], na_position="last")
    return frame.drop_duplicates(["source", "target", "kind"])
