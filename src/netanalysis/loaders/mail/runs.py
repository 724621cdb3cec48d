"""Messages in runs: what was collected, written down and read again column by column.

An archive may hold more messages than fit in memory. So the collected columns of some
thousand messages at a time go into a *run*. In the place of identifiers and subjects, which
are long and rarely repeat, a run has hashes of 64 bits; what has to be known of all messages
at once (copies, conversations) is found on these. People, files, folders and reasons are few
beside messages and keep the numbers they have in the collector.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import numpy as np

from netanalysis.attendance import is_answer
from netanalysis.loaders.mail.duplicates import content_digests
from netanalysis.loaders.mail.hashes import NO_HASH, hashed, mixed
from netanalysis.loaders.mail.messages import LISTS, NOTHING, SCALARS, Messages
from netanalysis.loaders.mail.people import Mentions
from netanalysis.loaders.mail.threads import base_hashes, is_reply

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[Any]

RUN: Final = 8_192
"""Messages of a run: with headers of usual size some five megabytes while it is collected."""


class Run:
    """Messages in a row, as columns in memory or in a scratch file.

    Beside the columns of :class:`~netanalysis.loaders.mail.messages.Messages` there are, for
    each message, ``digest`` (of what it says), ``same`` (of identifier, sender, date and
    subject), ``base`` (of its subject without prefixes), ``is_reply`` (whether its subject
    begins as replies and forwards do) and ``is_answer`` (the same by the words of
    :mod:`netanalysis.attendance`); and for each identifier ``ids`` and ``lower ids``, its hash
    and that of its lower case. Hashes are 0 where there is nothing to hash.
    """

    def __init__(self, begin: int, messages: Messages, mentions: Mentions) -> None:
        self.begin = begin
        self.n = len(messages)
        self._columns: dict[str, Ints | tuple[int, int, str]] = {}
        for name, _ in SCALARS:
            self._columns[name] = messages.column(name)
        for name in LISTS:
            at, values = messages.flat(name)
            self._columns[f"{name} at"], self._columns[name] = at, values
        self._hash(messages, mentions)
        self._subjects: Any = _texts(messages.words("subjects"))
        self._scratch: BinaryIO | None = None

    def _hash(self, messages: Messages, mentions: Mentions) -> None:
        ids = [*messages.tables["ids"]]
        subjects = messages.words("subjects")
        number, subject = messages.column("message_id"), messages.column("subject")
        self._columns["ids"] = of_ids = hashed(ids)
        self._columns["lower ids"] = hashed([one.lower() for one in ids])
        own = np.append(of_ids, np.uint64(NO_HASH))[number]
        senders = np.array(mentions.address_numbers, dtype=np.int64)[messages.column("sender")]
        words = hashed(subjects)[subject]
        same = mixed(own, senders, messages.column("seconds"), words)
        self._columns |= {
            "same": np.where(number == NOTHING, np.uint64(NO_HASH), same),
            "digest": content_digests(messages, mentions, words),
            "base": base_hashes(subjects)[subject],
            "is_reply": np.array([is_reply(one) for one in subjects], dtype=bool)[subject],
            "is_answer": np.array([is_answer(one) for one in subjects], dtype=bool)[subject],
        }

    def write(self, scratch: BinaryIO) -> None:
        """Move the columns into ``scratch``, which has to stay open."""
        import pyarrow as pa

        self._scratch = scratch
        at = scratch.seek(0, 2)
        for name, values in self._columns.items():
            if isinstance(values, tuple):
                continue
            n_bytes = scratch.write(np.ascontiguousarray(values).tobytes())
            self._columns[name] = (at, n_bytes, values.dtype.str)
            at += n_bytes
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, pa.schema([("subject", self._subjects.type)])) as stream:
            stream.write_batch(pa.record_batch([self._subjects], ["subject"]))
        self._subjects = (at, scratch.write(sink.getvalue()))

    def column(self, name: str) -> Ints:
        """Return a column of single numbers."""
        found = self._columns[name]
        if not isinstance(found, tuple):
            return found
        return np.frombuffer(self._read(*found[:2]), dtype=found[2])

    def flat(self, name: str) -> tuple[Ints, Ints]:
        """Return a column of lists as numbers of messages within the run, and values, in order."""
        return self.column(f"{name} at"), self.column(name)

    def subjects(self) -> Any:
        """Return the subjects that the column ``subject`` points into, as an Arrow array."""
        import pyarrow as pa

        if not isinstance(self._subjects, tuple):
            return self._subjects
        with pa.ipc.open_stream(self._read(*self._subjects)) as stream:
            return stream.read_all().column(0).combine_chunks()

    def _read(self, at: int, n_bytes: int) -> bytes:
        if self._scratch is None:
            return b""
        self._scratch.seek(at)
        return self._scratch.read(n_bytes)


def _texts(words: Sequence[str]) -> Any:
    import pyarrow as pa

    return pa.array([word or None for word in words], pa.large_string())
