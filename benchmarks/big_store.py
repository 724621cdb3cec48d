"""Write the store of an invented archive of any size, as one person's years of mail would fill it.

People are met by a power law and belong to circles (employers) of about forty; whoever else
stands on a message is mostly of the circle of its other end. Every tie has its own stretch of
years, so some fell silent. Messages lie in four mailboxes, each in time order. Among them are
bulk mail, robots, lists, announcements to many, messages between others, copies to oneself,
people named twice on one message, and dates that cannot be trusted. On average 3.1 people
take part. The same arguments give the same rows.

    python benchmarks/big_store.py folder 325000
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from netanalysis.dataset import Dataset
from netanalysis.numbering import conversations as hashes
from netanalysis.numbering import threads, time_order
from netanalysis.schema import INTERACTIONS, PARTICIPANTS
from netanalysis.store import writing
from netanalysis.store.manifest import write_manifest
from netanalysis.store.parts import write_part

FIRST_DAY: Final = np.datetime64("2009-03-01", "us")
YEARS: Final = 17
CIRCLE: Final = 40
CHANNELS: Final = ("mail", "linkedin_message", "meeting", "invitation", "endorsement")
CHANNEL_SHARES: Final = (0.92, 0.04, 0.02, 0.01, 0.01)
QUALITIES: Final = ("ok", "day", "missing", "implausible")
QUALITY_SHARES: Final = (0.97, 0.01, 0.01, 0.01)
ROLES: Final = ("from", "to", "cc")
RANKS: Final = "Junior,,Senior,Lead,Head of,Director of,VP".split(",")
FIELDS: Final = "Software Engineer,Data Scientist,Marketing,Finance,Product,Sales".split(",")
KINDS: Final = ("person", "robot", "list", "anonymous")


def n_people_of(n: int) -> int:
    """Return how many people an archive of ``n`` messages names: 44,000 at ten million."""
    return max(int(14 * n**0.5), 50)


def write(folder: Path, n: int, seed: int = 1) -> None:
    """Write the store of an archive of ``n`` interactions."""
    dice = np.random.default_rng(seed)
    people = _people(dice, n_people_of(n))
    events, row, person, role = _messages(dice, n, people)
    small = Dataset(people=people, skills=_skills(people), owner_reason="you own what is invented")
    with writing(folder) as writer:
        writer.put(small)
        ids = _texts(b"mail:", dice.permutation(n))
        events = pa.table({"interaction_id": ids, **events})
        parts = writer.manifest.tables
        parts["interactions"] = write_part(folder, "interactions", [_interactions(events)])
        del events
        table = _participants(ids, people, row, person, role)
        parts["participants"] = write_part(folder, "participants", [table])
        write_manifest(folder, writer.manifest)


def _people(dice: np.random.Generator, n: int) -> pd.DataFrame:
    """Return the people, the owner in the middle; how often they are met is no matter of order."""
    numbers = np.arange(n)
    kind = dice.choice(KINDS, n, p=(0.935, 0.05, 0.01, 0.005))
    me = n // 2
    kind[me] = "person"
    titles = [f"{rank} {field}".strip() for rank in RANKS for field in FIELDS]
    title = pd.Series(dice.choice(titles, n), dtype="string").mask(dice.random(n) < 0.4)
    title[me] = "Senior Software Engineer"
    circles = dice.permutation(numbers // CIRCLE)
    return pd.DataFrame(
        {
            "person_id": [f"person{number:06d}@example.org" for number in numbers],
            "name": [f"Person {number}" for number in numbers],
            "kind": kind,
            "is_me": numbers == me,
            "title": title,
            "organisation": [f"Circle {circle}" for circle in circles],
        }
    )


def _skills(people: pd.DataFrame) -> pd.DataFrame:
    me = people.loc[people["is_me"], "person_id"].iloc[0]
    names = ["Python", "Statistics", "Marketing", "Accounting"]
    return pd.DataFrame({"person_id": me, "skill": names, "origin": "invented"})


def _messages(
    dice: np.random.Generator, n: int, people: pd.DataFrame
) -> tuple[dict[str, Any], np.ndarray, np.ndarray, np.ndarray]:
    """Return the columns of the interactions and, by interaction, who took part as what."""
    n_people = len(people)
    me = int(np.flatnonzero(people["is_me"])[0])
    is_person = (people["kind"] == "person").to_numpy()
    weight = 1.0 / np.arange(2, n_people + 2) ** 0.9
    met = dice.permutation(n_people).astype(np.int32)
    other = met[
        np.searchsorted(np.cumsum(weight) / weight.sum(), dice.random(n)).clip(0, n_people - 1)
    ]
    other[other == me] = met[0] if met[0] != me else met[1]

    start = dice.random(n_people) * 0.8
    years = start[other] + dice.random(n) * dice.exponential(0.25, n_people)[other]
    years = np.where(years < 1, years, start[other])
    microseconds = (years * YEARS * 365.25 * 86_400).astype(np.int64) * 1_000_000
    order = np.lexsort((microseconds, dice.integers(0, 4, n)))
    other, microseconds = other[order], microseconds[order]

    n_more = np.minimum(dice.geometric(0.475, n) - 1, 9)
    many = dice.random(n) < 0.002
    n_more[many] = dice.integers(11, 30, many.sum())
    by_me, without_me = dice.random(n) < 0.4, dice.random(n) < 0.03
    row = np.arange(n, dtype=np.int32)
    more_row = np.repeat(row, n_more)
    circle = np.argsort(people["organisation"].to_numpy(), kind="stable").astype(np.int32)
    place = np.empty(n_people, dtype=np.int32)
    place[circle] = np.arange(n_people)
    near = (
        place[other[more_row]] // CIRCLE * CIRCLE
        + dice.integers(0, CIRCLE, len(more_row)) ** 2 // CIRCLE
    )
    more = circle[near.clip(0, n_people - 1)]
    far = dice.random(len(more)) < 0.1
    more[far] = met[(dice.random(far.sum()) ** 4 * n_people).astype(np.int32)]

    sender = np.where(by_me & ~without_me, me, other)
    first = np.where(by_me & ~without_me, other, me)
    addressed = row[~without_me | (n_more == 0)]
    copy = row[dice.random(n) < 0.01]
    rows = np.concatenate([row, addressed, more_row, copy])
    person = np.concatenate([sender, first[addressed], more, sender[copy]])
    role = np.repeat(np.array([0, 1, 2, 2], np.int8), [n, len(addressed), len(more), len(copy)])
    key = np.unique((rows.astype(np.int64) << 34) | (role.astype(np.int64) << 32) | person)
    events: dict[str, Any] = _columns(dice, microseconds, n_more + 1, ~is_person[other])
    return (
        events,
        (key >> 34).astype(np.int32),
        (key & 0xFFFFFFFF).astype(np.int32),
        ((key >> 32) & 3).astype(np.int8),
    )


def _columns(
    dice: np.random.Generator, microseconds: np.ndarray, n_recipients: np.ndarray, robot: np.ndarray
) -> dict[str, Any]:
    n = len(microseconds)
    quality = dice.choice(len(QUALITIES), n, p=QUALITY_SHARES).astype(np.int8)
    channel = dice.choice(len(CHANNELS), n, p=CHANNEL_SHARES).astype(np.int8)
    instants = pa.array(microseconds + FIRST_DAY.astype(np.int64), mask=quality == 2)
    # About three messages a conversation, near each other in a mailbox.
    thread = np.maximum(np.arange(n) // 12 * 4 + dice.integers(0, 4, n), 0)
    return {
        "occurred_at": instants.cast(pa.timestamp("us", tz="UTC")),
        "date_quality": _coded(quality, QUALITIES),
        "channel": _coded(channel, CHANNELS),
        "thread_id": _texts(b"mail:", thread),
        "n_recipients": pa.array(n_recipients.astype(np.int64)),
        "is_bulk": pa.array(robot | (dice.random(n) < 0.08)),
        "origin": _coded(np.zeros(n, np.int8), ("All mail.mbox",)),
    }


def _coded(codes: np.ndarray, names: tuple[str, ...]) -> pa.Array:
    coded = pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(names, pa.large_string()))
    return coded.cast(pa.large_string())


def _texts(prefix: bytes, numbers: np.ndarray) -> pa.Array:
    """Return identifiers that do not sort as their numbers do, as hashes do not."""
    mixed = (numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)).byteswap()
    nibbles = mixed.view(np.uint8).reshape(-1, 8)
    digits = np.frombuffer(b"0123456789abcdef", np.uint8)
    width = len(prefix) + 16
    text = np.empty((len(numbers), width), np.uint8)
    text[:, : len(prefix)] = np.frombuffer(prefix, np.uint8)
    text[:, len(prefix) :: 2] = digits[nibbles >> 4]
    text[:, len(prefix) + 1 :: 2] = digits[nibbles & 15]
    offsets = np.arange(len(numbers) + 1, dtype=np.int64) * width
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(text)]
    return pa.Array.from_buffers(pa.large_string(), len(numbers), buffers)


def _interactions(events: pa.Table) -> pa.Table:
    n = events.num_rows
    names, types = INTERACTIONS.column_names, INTERACTIONS.empty()
    absent = [name for name in names if name not in events.column_names]
    schema = pa.Table.from_pandas(types, preserve_index=False).schema
    for name in absent:
        events = events.append_column(name, pa.nulls(n, schema.field(name).type))
    events = events.select(names)
    times = events.column("occurred_at").to_pandas().to_numpy("datetime64[us]")
    ids = events.column("interaction_id").to_pandas().astype("string")
    order = time_order(times, lambda rows: ids.iloc[rows].reset_index(drop=True))
    conversations = threads(hashes(events.column("thread_id").to_pandas()))
    events = events.append_column("_time_order", pa.array(order, pa.int32()))
    return events.append_column("_thread", pa.array(conversations, pa.int32()))


def _participants(
    ids: pa.Array, people: pd.DataFrame, row: np.ndarray, person: np.ndarray, role: np.ndarray
) -> pa.Table:
    persons = pa.array(people["person_id"], pa.large_string())
    columns = [ids.take(pa.array(row)), persons.take(pa.array(person)), _coded(role, ROLES)]
    table = pa.table(dict(zip(PARTICIPANTS.column_names, columns, strict=True)))
    table = table.append_column("_interaction_row", pa.array(row))
    table = table.append_column("_person_row", pa.array(person))
    return table.append_column("_is_sender", pa.array((role == 0).astype(np.int32)))


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
