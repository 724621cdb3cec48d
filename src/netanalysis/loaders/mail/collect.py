"""Raw messages to facts: who wrote to whom, when, in which conversation, and what to leave out.

The :class:`Collector` takes one raw message at a time and keeps a row of numbers of it (see
:class:`~netanalysis.loaders.mail.messages.Messages`). Nothing of the body is kept but its
hash. Well-formed values are read the quick way, odd ones carefully; ``is_careful`` reads all
of them carefully, with the same result.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from netanalysis.loaders.mail.batch import Batch, Issue, Item
from netanalysis.loaders.mail.body import signal_of
from netanalysis.loaders.mail.envelope import ODD, Envelopes, People
from netanalysis.loaders.mail.identifiers import own_ids, parent_ids
from netanalysis.loaders.mail.instants import instants
from netanalysis.loaders.mail.kinds import AWAY_STARTS, SIGNS, Sender, bulk_mark, sender_of
from netanalysis.loaders.mail.marks import list_signs
from netanalysis.loaders.mail.messages import IS_LIST_LIKE, IS_WEAK, NOTHING, Messages
from netanalysis.loaders.mail.people import Mentions
from netanalysis.loaders.mail.picking import Picked, bits_of
from netanalysis.loaders.mail.places import LEFT_OUT, Place, marked, place_of
from netanalysis.loaders.mail.text import declared_codec, decode_text, is_plain
from netanalysis.schema import BULK_KINDS

_MOST_WAITING: Final = 1024
_MOST_WAITING_BYTES: Final = 8 * 1024 * 1024
"""Messages and bytes of headers read in one go; beyond a thousand nothing more is gained."""

_SUBJECTS_REMEMBERED: Final = 20_000
_SIGN_BITS: Final = bits_of(*(SIGNS - {b"content-type"}))
"""Headers whose presence asks for a closer look; of Content-Type only one value does."""

_ANSWER_BITS: Final = bits_of(b"in-reply-to", b"references")
_WEIGHED_BITS: Final = (
    _SIGN_BITS
    | _ANSWER_BITS
    | bits_of(b"content-type", b"reply-to", b"subject", b"from", b"to", b"cc")
)
"""Headers that the closer look may read."""

_CALENDAR: Final = b"text/calendar"
_OTHER_TYPES: Final = frozenset((b" text/p", b" text/h", b" multip", b" applic"))
"""How the Content-Type of most messages begins that are no calendar mail."""

_ANSWER: Final = b" Re:"
"""How most answers begin, and no automatic one."""

_KINDS: Final = {kind: number for number, kind in enumerate(BULK_KINDS)}
_ORIGIN_BITS: Final = bits_of(b"x-origin")
_SIGNALS: Final = ("n_words", "is_question", "is_thanks", "n_attachments")

_Row = tuple[int, People, People, People, People]
"""Sender, To, Cc, Bcc, Delivered-To."""


class Collector:
    """Collect the messages, issues and signs of all batches."""

    def __init__(self, *, is_careful: bool = False) -> None:
        self.mentions = Mentions()
        self.messages = Messages()
        self.issues: list[Issue] = []
        self.n_left_out: list[int] = []
        self.list_signs: dict[tuple[str, str], int] = {}
        self._is_careful = is_careful
        self._envelopes = Envelopes(self.mentions, self.issues, is_careful=is_careful)
        self._waiting: list[Item] = []
        self._n_waiting_bytes = 0
        self._batch_number = -1
        self._folder = ""
        self._with_body = False
        self._subjects: dict[bytes, int] = {}
        self._senders: dict[int, Sender] = {}

    def add_batch(self) -> int:
        """Open a batch and return its number."""
        self.n_left_out.append(0)
        return len(self.n_left_out) - 1

    def add(self, batch_number: int, batch: Batch, items: Sequence[Item]) -> None:
        """Take in messages: the facts of each will be kept, or it is left out with a reason.

        Messages wait for others, so that each kind of fact is read for many in one go;
        :meth:`settle` reads those that still wait.
        """
        if batch_number != self._batch_number:
            self.settle()
            self._batch_number, self._folder = batch_number, batch.folder
            self._with_body = batch.with_body
        self._waiting += items
        self._n_waiting_bytes += sum(map(len, [item.raw.head for item in items]))
        if self._with_body:
            self._n_waiting_bytes += sum(len(item.raw.body) for item in items)
        if len(self._waiting) >= _MOST_WAITING or self._n_waiting_bytes >= _MOST_WAITING_BYTES:
            self.settle()

    def note(self, issue: Issue) -> None:
        """Add an issue that is not about a message, after those of the messages before it."""
        self.settle()
        self.issues.append(issue)

    def settle(self) -> None:
        """Read the messages that wait."""
        items, self._waiting, self._n_waiting_bytes = self._waiting, [], 0
        if not items:
            return
        raws = [item.raw for item in items]
        heads, lines = [raw.head for raw in raws], [raw.lines for raw in raws]
        picked = Picked(heads, lines, is_careful=self._is_careful)
        places = self._places(picked, items)
        rows = self._rows(picked, items, places)
        kept = [at for at, row in enumerate(rows) if row is not None]
        if not kept:
            return
        if len(kept) < len(items):
            items, places = [items[at] for at in kept], [places[at] for at in kept]
            picked.narrow(kept)
        senders, to, cc, bcc, delivered = zip(*filter(None, rows), strict=True)
        files, folders = self.messages.tables["files"], self.messages.tables["folders"]
        ids = self.messages.tables["ids"]
        flags, bulk, kinds = self._signs(picked, items, senders, places)
        seconds, quality, offset = instants(picked, items, is_careful=self._is_careful)
        own = own_ids(picked.column(b"message-id"), is_careful=self._is_careful)
        self.messages.extend(
            batch=self._batch_number,
            file=[files[item.file] for item in items],
            sender=senders,
            seconds=seconds,
            quality=quality,
            offset=offset,
            subject=self._subject_numbers(picked, items),
            message_id=ids.of(own),
            folder=[folders[place.folder] for place in places],
            telling=[place.telling for place in places],
            bulk=bulk,
            kind=kinds,
            origin=self._origins(picked),
            flags=flags,
            **self._signals(picked, items),
            body_key=[item.raw.body_key for item in items],
            to=to,
            cc=cc,
            bcc=bcc,
            delivered=delivered,
            parents=parent_ids(picked, ids),
        )

    def hand_over(self) -> Messages:
        """Return the messages read so far; those that follow are collected anew."""
        self.settle()
        messages, self.messages = self.messages, self.messages.successor()
        self._subjects.clear()
        return messages

    def absorb(self, other: Collector, batch_number: int, n_before: int) -> None:
        """Add what another collector found further on in the file of the last batch.

        ``n_before`` is the number of messages of the file that came before.
        """
        self.settle()
        other.settle()
        theirs = other.mentions
        addresses = [theirs.addresses[at] for at in theirs.address_numbers]
        people = self.mentions.absorb(addresses, theirs.names)
        self.messages.absorb(other.messages, people, batch_number)
        self.n_left_out[batch_number] += sum(other.n_left_out)
        self.issues += [
            one._replace(line=None if one.line is None else one.line + n_before)
            for one in other.issues
        ]
        for sign, n in other.list_signs.items():
            self.list_signs[sign] = self.list_signs.get(sign, 0) + n

    def _places(self, picked: Picked, items: Sequence[Item]) -> list[Place]:
        """Return where each message lay."""
        here = self._folder
        return [
            place_of(labels, folder, here, None if folder is None else _codec(item))
            for item, labels, folder in zip(
                items, picked.column(b"x-gmail-labels"), picked.column(b"x-folder"), strict=True
            )
        ]

    def _rows(
        self, picked: Picked, items: Sequence[Item], places: Sequence[Place]
    ) -> list[_Row | None]:
        """Return the people of each message; None if it is left out, with an issue."""
        usual, delivered = self._envelopes.usual, self._envelopes.delivered
        names = (b"from", b"to", b"cc", b"delivered-to", b"x-original-to")
        columns = [picked.column(name) for name in names]
        known = [self._envelopes.known(column) for column in columns[:4:3]]
        rows: list[_Row | None] = []
        for at, (item, place, bits, sender, to, cc, mine, original, who, one) in enumerate(
            zip(items, places, picked.bits, *columns, *known, strict=True)
        ):
            found = None
            if (
                not (bits & ODD or place.reason or item.flags or item.raw.is_cut or item.parties)
                and not self._is_careful
            ):
                found = usual(sender if who is None else who, to, cc)
            if found is None:
                careful = self._careful_row(picked, at, item, place)
                if careful is None:
                    rows.append(None)
                    continue
                author, in_to, in_cc, in_bcc = careful
            else:
                (author, in_to, in_cc), in_bcc = found, ()
            if one is not None and original is None:
                rows.append((author, in_to, in_cc, in_bcc, (one,)))
            elif mine is None and original is None:
                rows.append((author, in_to, in_cc, in_bcc, ()))
            else:
                rows.append((author, in_to, in_cc, in_bcc, delivered(mine, original)))
        return rows

    def _careful_row(
        self, picked: Picked, at: int, item: Item, place: Place
    ) -> tuple[int, People, People, People] | None:
        fields = picked.fields(at)
        reason = marked(fields, item.flags) or place.reason
        if item.raw.is_cut or at in picked.cut:
            problem = "its headers are too long; the first part was read"
            self.issues.append(Issue(item.file, item.number, "truncated", problem, False))
        if reason is None:
            found = self._envelopes.careful(fields, item, _codec(item))
            if not isinstance(found, str):
                return found
            reason = found
        self.n_left_out[self._batch_number] += 1
        self.issues.append(Issue(item.file, item.number, reason, LEFT_OUT[reason], True))
        return None

    def _signs(
        self,
        picked: Picked,
        items: Sequence[Item],
        senders: Sequence[int],
        places: Sequence[Place],
    ) -> tuple[list[int], list[int], list[int]]:
        """Return the flags of each message, what marks it as bulk, and the kind of bulk."""
        known, reasons = self._senders, self.messages.tables["reasons"]
        flags = [place.direction for place in places]
        bulk, kinds = [NOTHING] * len(items), [NOTHING] * len(items)
        types, subjects = picked.column(b"content-type"), picked.column(b"subject")
        for at, (item, number, bits, kind, subject) in enumerate(
            zip(items, senders, picked.bits, types, subjects, strict=True)
        ):
            sender = known.get(number)
            if sender is None:
                sender = known[number] = sender_of(self.mentions.address_of(number))
            if (
                not bits & _SIGN_BITS
                and sender.says_nothing
                and not item.raw.is_calendar
                and not (
                    bits & _ANSWER_BITS
                    and subject
                    and subject[:4] != _ANSWER
                    and subject.startswith(AWAY_STARTS)
                )
                and (kind is None or kind[:7] in _OTHER_TYPES or not _is_calendar(kind))
                and not self._is_careful
            ):
                continue
            fields = picked.some_fields(at, _WEIGHED_BITS)
            mark = bulk_mark(fields, item.raw, sender, _codec(item))
            if mark is not None:
                bulk[at], kinds[at] = reasons[mark.reason], _KINDS[mark.kind]
                flags[at] |= IS_WEAK if mark.is_weak else 0
            for sign in list_signs(fields):
                self.list_signs[sign] = self.list_signs.get(sign, 0) + 1
            if fields.get(b"precedence", b"").strip().lower() in (b"bulk", b"list"):
                flags[at] |= IS_LIST_LIKE
        return flags, bulk, kinds

    def _signals(self, picked: Picked, items: Sequence[Item]) -> dict[str, Any]:
        """Return the columns about bodies; nothing is told where no look was asked for."""
        if not self._with_body:
            return dict.fromkeys(_SIGNALS, NOTHING)
        found = [signal_of(picked.fields(at), item.raw.body) for at, item in enumerate(items)]
        columns = {name: [getattr(one, name) for one in found] for name in _SIGNALS}
        return {
            name: [NOTHING if value is None else value for value in values]
            for name, values in columns.items()
        }

    def _subject_numbers(self, picked: Picked, items: Sequence[Item]) -> list[int]:
        """Return the numbers of the subjects; they are remembered, for they repeat."""
        numbers, known = self.messages.tables["subjects"], self._subjects
        out: list[int] = []
        for raw, item in zip(picked.column(b"subject"), items, strict=True):
            number = None if raw is None or self._is_careful else known.get(raw)
            if number is None:
                raw = raw or b""
                if is_plain(raw) and not self._is_careful:
                    text = raw.strip(b" ")
                else:
                    text = decode_text(raw, _codec(item)).encode()
                number = numbers.setdefault(text, len(numbers))
                if raw.isascii():
                    if len(known) >= _SUBJECTS_REMEMBERED:
                        known.clear()
                    known[raw] = number
            out.append(number)
        return out

    def _origins(self, picked: Picked) -> list[int] | int:
        """Return the numbers of the mailboxes that messages say they come from."""
        if not any(bits & _ORIGIN_BITS for bits in picked.bits):
            return NOTHING
        origins = self.messages.tables["origins"]
        texts = [(raw or b"").strip()[:100] for raw in picked.column(b"x-origin")]
        return [origins[one.decode("ascii", "replace")] if one else NOTHING for one in texts]


def _is_calendar(kind: bytes) -> bool:
    """Return whether a raw Content-Type is that of calendar mail."""
    return kind.lstrip()[: len(_CALENDAR)].lower() == _CALENDAR


def _codec(item: Item) -> str | None:
    """Return the codec a message declares for the bytes beyond ASCII in its headers."""
    head = item.raw.head
    return None if head.isascii() else declared_codec(head)
