"""What counts as contact, in numbers: interactions and people as integers, ready to add up.

An interaction counts if it is mail, a message, an invitation, a meeting or a call, went to at most
ten recipients, is not bulk, and has a date that can be trusted. Everything that is derived
from contacts starts here, so that it means the same everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from netanalysis.dataset import Dataset
from netanalysis.errors import NothingToAnalyseError
from netanalysis.exchange import Events
from netanalysis.numbering import NUMBERS, changes, codes, pack, slices, unpack

CONTACT_CHANNELS: Final = (
    "mail",
    "linkedin_message",
    "invitation",
    "meeting",
    "call",
    "chat",
    "message",
)
MAX_RECIPIENTS: Final = 10  # more is an announcement, not a contact between two people
DIRECT_RECIPIENTS: Final = 3  # at most this many recipients: a message meant for each

EVENT_COLUMNS: Final = ("channel", "is_bulk", "n_recipients")
ROLE_NUMBERS: Final = NUMBERS["participants"]

Integers = npt.NDArray[np.signedinteger[Any]]
Flags = npt.NDArray[np.bool_]


def as_of_instant(archive: Dataset, as_of: str | pd.Timestamp | None) -> pd.Timestamp:
    """Return the instant of judgement in UTC: ``as_of``, or the archive's latest interaction.

    Raises
    ------
    NothingToAnalyseError
        If no interaction has a trusted date and ``as_of`` was not given.
    """
    instant = instant_or_none(archive, as_of)
    if instant is None:
        raise NothingToAnalyseError(
            "No interaction in this archive has a date that can be trusted, so there is no "
            "day to judge from; load mail or LinkedIn messages, or give as_of='2026-01-31'."
        )
    return instant


def instant_or_none(archive: Dataset, as_of: str | pd.Timestamp | None) -> pd.Timestamp | None:
    """Return the instant of judgement, or nothing where no date can be trusted.

    A day without a time ("2026-01-31") means its end, so that its contacts count.
    """
    if as_of is None:
        return archive.as_of
    instant = pd.Timestamp(as_of)
    if instant.tzinfo is None and instant == instant.normalize():
        instant = instant + pd.Timedelta(days=1) - pd.Timedelta(microseconds=1)
    return instant.tz_localize("UTC") if instant.tzinfo is None else instant.tz_convert("UTC")


@dataclass(frozen=True)
class Counted:
    """The interactions that count, in time order, and the people on them.

    People are numbered by the order of their ``person_id``, interactions by time, then by
    ``interaction_id``. ``row`` is where an interaction stands in the table.
    ``role_event`` and ``role_person`` name who took part in what, each pair once for
    senders and once for recipients: by interaction, senders first, then by person.
    """

    people: pd.Series
    """``person_id`` of every person, sorted; lists, robots and the anonymous are none."""

    me: int
    row: Integers
    events: Events
    role_event: Integers
    role_person: Integers
    role_is_sender: Flags


def counted(
    archive: Dataset, instant: pd.Timestamp | None, *, max_recipients: int, include_bulk: bool
) -> Counted:
    """Return the interactions of ``archive`` that count as contact up to ``instant``."""
    return archive.remembered(
        "what counts",
        (instant, max_recipients, include_bulk),
        lambda: _counted(archive, instant, max_recipients, include_bulk),
    )


def _counted(
    archive: Dataset, instant: pd.Timestamp | None, max_recipients: int, include_bulk: bool
) -> Counted:
    row, events = _events(archive, instant, max_recipients, include_bulk)
    n_rows = archive.n_rows("interactions")
    event_of_row = np.full(n_rows + 1, -1, dtype=np.int32)  # the last is for no interaction
    event_of_row[row] = np.arange(len(row), dtype=np.int32)

    everybody = archive.columns("people", ("person_id", "kind", "is_me"))
    known = everybody.reset_index(drop=True)
    known = known[known["kind"].eq("person").fillna(False)].sort_values("person_id")
    person_of_row = np.full(len(everybody) + 1, -1, dtype=np.int32)  # the last is for nobody
    person_of_row[known.index.to_numpy()] = np.arange(len(known))
    mine = np.flatnonzero(known["is_me"].fillna(False).to_numpy(dtype=bool))
    event, person, is_sender = _roles(archive, event_of_row, person_of_row)
    return Counted(
        people=known["person_id"].reset_index(drop=True),
        me=int(mine[0]) if len(mine) else -1,
        row=row,
        events=events,
        role_event=event,
        role_person=person,
        role_is_sender=is_sender,
    )


def _events(
    archive: Dataset, instant: pd.Timestamp | None, max_recipients: int, include_bulk: bool
) -> tuple[Integers, Events]:
    """Return the rows of the interactions that count, in time order, and what is known of them."""
    times = archive.trusted_times
    is_counted, is_direct = ~np.isnat(times), np.empty(len(times), dtype=bool)
    if instant is not None:
        is_counted &= times <= instant.tz_convert(None).to_datetime64()
    channel = np.empty(len(times), dtype=np.int8)
    begin = 0
    for block in archive.blocks("interactions", EVENT_COLUMNS):
        rows = slice(begin, begin + block.num_rows)
        begin += block.num_rows
        recipients = block.column("n_recipients").fill_null(1).to_numpy()
        channel[rows] = codes(block.column("channel"), CONTACT_CHANNELS)
        is_direct[rows] = recipients <= DIRECT_RECIPIENTS
        is_counted[rows] &= (channel[rows] >= 0) & (recipients <= max_recipients)
        if not include_bulk:
            is_counted[rows] &= ~block.column("is_bulk").fill_null(True).to_numpy()
    row = archive.numbers("interactions", "_time_order")
    row = row[is_counted[row]]
    events = Events(
        microseconds=times[row].view(np.int64),
        channel=channel[row],
        is_direct=is_direct[row],
        thread=archive.numbers("interactions", "_thread")[row],
    )
    return row, events


def _roles(
    archive: Dataset, event_of_row: npt.NDArray[np.int32], person_of_row: npt.NDArray[np.int32]
) -> tuple[Integers, Integers, Flags]:
    """Return interaction, person and side of every part that a person took, each once.

    A row that points at an interaction or a person that is not there (-1) counts for nothing.
    """
    n_people = len(person_of_row)
    packed = np.empty(archive.n_rows("participants"), dtype=np.int64)
    n = 0
    for block in archive.number_blocks("participants", ROLE_NUMBERS):
        for rows in slices(len(block[0])):
            event, person = event_of_row[block[0][rows]], person_of_row[block[1][rows]]
            counts = np.flatnonzero((event | person) >= 0)
            side = event[counts].astype(np.int64) * 2 + (block[2][rows][counts] == 0)
            packed[n : n + len(counts)] = pack(side, person[counts], n_people)
            n += len(counts)
    packed = packed[:n]
    packed.sort()
    is_sender, n_kept = np.empty(n, dtype=bool), 0
    event, person = (np.empty(n, dtype=np.int32) for _ in range(2))
    for rows in slices(n):
        is_new = changes(packed[rows])
        is_new[0] = rows.start == 0 or packed[rows.start] != packed[rows.start - 1]
        side, who = unpack(packed[rows][is_new], n_people)
        kept = slice(n_kept, n_kept + len(who))
        event[kept], person[kept], is_sender[kept] = side >> 1, who, (side & 1) == 0
        n_kept = kept.stop
    return event[:n_kept], person[:n_kept], is_sender[:n_kept]
