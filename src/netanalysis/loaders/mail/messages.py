"""Messages as columns of numbers: flat memory, whatever the archive holds.

A message is a row of small integers. What repeats (subjects, identifiers, folders, labels,
reasons) is kept once in a :class:`Numbers` table and referred to by number; people are the
mentions of :class:`~netanalysis.loaders.mail.people.Mentions`.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[Any]

NO_DATE: Final = -(2**63)
"""Stands for a missing instant; numpy calls the same number NaT."""

NOTHING: Final = -1
"""Stands for a missing identifier, bulk reason, X-Origin or look at a body."""

IS_SENT: Final = 1
IS_LIST_LIKE: Final = 2
IS_RECEIVED: Final = 4
IS_WEAK: Final = 8
"""The bulk mark may stand on a person's mail too."""

NO_OFFSET: Final = 10_000
"""Stands for a clock whose distance from UTC is not stated; in minutes, beyond any real one."""

QUALITIES: Final = ("ok", "day", "missing", "unreadable", "implausible", "disputed")


class Numbers(dict[str | bytes, int]):
    """Things by number: ``numbers[thing]`` is its number, a new one if it is new."""

    def __missing__(self, thing: str | bytes) -> int:
        number = self[thing] = len(self)
        return number

    def of(self, things: Iterable[str | bytes | None]) -> list[int]:
        """Return the numbers of things of which most are new; :data:`NOTHING` for None."""
        number = self.setdefault  # a third of the time of a look-up that misses
        return [NOTHING if one is None else number(one, len(self)) for one in things]


SCALARS: Final = (
    ("batch", "i"),
    ("file", "i"),
    ("sender", "i"),
    ("seconds", "q"),
    ("quality", "b"),
    ("offset", "i"),
    ("subject", "i"),
    ("message_id", "i"),
    ("folder", "i"),
    ("telling", "b"),
    ("bulk", "i"),
    ("kind", "b"),
    ("origin", "i"),
    ("flags", "b"),
    ("n_words", "i"),
    ("is_question", "b"),
    ("is_thanks", "b"),
    ("n_attachments", "i"),
)
LISTS: Final = ("to", "cc", "bcc", "delivered", "parents")
_TABLES: Final = {
    "file": "files",
    "subject": "subjects",
    "message_id": "ids",
    "folder": "folders",
    "bulk": "reasons",
    "origin": "origins",
}


def _none() -> Ints:
    import numpy as np

    return np.empty(0, dtype=np.int32)


class Messages:
    """The columns of all messages, and the tables their numbers point into."""

    def __init__(self) -> None:
        self._scalars = {name: array(kind) for name, kind in SCALARS}
        self._values = {name: array("i") for name in LISTS}
        self._sizes = {name: array("i") for name in LISTS}
        self._body_keys = bytearray()
        self._words: dict[str, list[str]] = {}
        self.tables = {name: Numbers() for name in _TABLES.values()}

    def __len__(self) -> int:
        return len(self._scalars["batch"])

    def extend(self, *, body_key: Sequence[bytes], **columns: Any) -> None:
        """Add messages, given as columns under their names; one number stands for all of them."""
        for name, values in self._scalars.items():
            column = columns[name]
            if isinstance(column, list):
                values.fromlist(column)
            elif isinstance(column, int):
                values.extend(array(values.typecode, [column]) * len(body_key))
            elif isinstance(column, tuple):
                values.extend(array(values.typecode, column))
            else:  # an array of numpy
                values.frombytes(column.astype(values.typecode).tobytes())
        self._body_keys += b"".join(body_key)
        for name, flat in self._values.items():
            lists = columns[name]
            flat.fromlist([*chain.from_iterable(lists)])
            self._sizes[name].fromlist([*map(len, lists)])

    def column(self, name: str) -> Ints:
        """Return a column of single numbers, as a view: no message may be added any more."""
        import numpy as np

        values = self._scalars[name]
        return np.frombuffer(values, dtype=values.typecode) if len(values) else _none()

    def flat(self, name: str) -> tuple[Ints, Ints]:
        """Return a column of lists as message numbers and values, in order."""
        import numpy as np

        values = self._values[name]
        if not len(values):
            return _none(), _none()
        sizes = np.frombuffer(self._sizes[name], dtype="i")
        at = np.repeat(np.arange(len(self), dtype=np.int32), sizes)
        return at, np.frombuffer(values, dtype="i")

    def successor(self) -> Messages:
        """Return an empty store that goes on with the tables that are small."""
        made = Messages()
        for table in ("files", "folders", "reasons", "origins"):
            made.tables[table] = self.tables[table]
        return made

    def body_keys(self) -> Ints:
        """Return the keys of all bodies, two numbers of 64 bits for each message."""
        import numpy as np

        return np.frombuffer(self._body_keys, dtype="<u8").reshape(-1, 2)

    def words(self, table: str) -> list[str]:
        """Return the things of a table as text, by number."""
        known = self._words.get(table)
        if known is None or len(known) != len(self.tables[table]):
            known = self._words[table] = [
                thing if isinstance(thing, str) else thing.decode("utf-8")
                for thing in self.tables[table]
            ]
        return known

    def absorb(self, other: Messages, people: Sequence[int], batch: int) -> None:
        """Add the messages of another store after the own ones.

        ``people`` gives the own mention for each mention of the other, ``batch`` the number
        under which its messages are counted here.
        """
        self._scalars["batch"].extend([batch] * len(other))
        self._scalars["sender"].extend(map(people.__getitem__, other._scalars["sender"]))
        for name, table in _TABLES.items():
            known = self.tables[table]
            new = [known[thing] for thing in other.tables[table]]
            new.append(NOTHING)  # the last one is what index -1 gives
            self._scalars[name].extend(map(new.__getitem__, other._scalars[name]))
            if name == "message_id":
                self._absorb_list(other, "parents", new)
        for name, _ in SCALARS:
            if name not in ("batch", "sender", *_TABLES):
                self._scalars[name].extend(other._scalars[name])
        for name in ("to", "cc", "bcc", "delivered"):
            self._absorb_list(other, name, people)
        self._body_keys += other._body_keys

    def to_arrow(self) -> dict[str, Any]:
        """Return everything as two Arrow tables: ``messages``, and the ``words`` they name."""
        import numpy as np
        import pyarrow as pa

        columns: dict[str, Any] = {name: pa.array(self.column(name)) for name in self._scalars}
        for name, values in self._values.items():
            sizes = np.frombuffer(self._sizes[name], dtype="i") if len(self) else _none()
            offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
            flat = pa.array(np.frombuffer(values, dtype="i") if len(values) else _none())
            columns[name] = pa.ListArray.from_arrays(pa.array(offsets), flat)
        keys = bytes(self._body_keys)
        size = len(keys) // len(self) if len(self) else 1
        buffers = [None, pa.py_buffer(keys)]
        columns["body_key"] = pa.FixedSizeBinaryArray.from_buffers(
            pa.binary(size), len(self), buffers
        )
        rows = [(name, thing) for name, table in self.tables.items() for thing in table]
        things = [thing.encode() if isinstance(thing, str) else thing for _, thing in rows]
        words = {
            "table": pa.array([name for name, _ in rows], pa.string()),
            "thing": pa.array(things, pa.binary()),
            "is_text": pa.array([isinstance(thing, str) for _, thing in rows], pa.bool_()),
        }
        return {"messages": pa.table(columns), "words": pa.table(words)}

    @classmethod
    def from_arrow(cls, messages: Any, words: Any) -> Messages:
        """Return what :meth:`to_arrow` was asked of."""
        import numpy as np

        made = cls()
        for name, values in made._scalars.items():
            column = messages.column(name).to_numpy()
            values.frombytes(column.astype(values.typecode).tobytes())
        for name, values in made._values.items():
            lists = messages.column(name).combine_chunks()
            offsets = lists.offsets.to_numpy()
            made._sizes[name].frombytes(np.diff(offsets).astype("i").tobytes())
            flat = lists.values.to_numpy()[offsets[0] : offsets[-1]]
            values.frombytes(flat.astype("i").tobytes())
        made._body_keys += b"".join(messages.column("body_key").to_pylist())
        for name, thing, is_text in zip(*words.to_pydict().values(), strict=True):
            made.tables[name][thing.decode() if is_text else thing]
        return made

    def _absorb_list(self, other: Messages, name: str, new: Sequence[int]) -> None:
        moved: Iterable[int] = map(new.__getitem__, other._values[name])
        self._values[name].extend(moved)
        self._sizes[name].extend(other._sizes[name])
