"""Raw messages to facts: who wrote to whom, when, in which conversation, and what to leave out.

The :class:`Collector` takes one raw message at a time and keeps a row of numbers of it (see
:class:`~netanalysis.loaders.mail.messages.Messages`). Nothing of the body is kept but its
hash. Well-formed values are read the quick way, odd ones carefully; ``is_careful`` reads all
of them carefully, with the same result.
"""

from __future__ import annotations

import re
from typing import Final

from netanalysis.harvest import name_key
from netanalysis.loaders.mail.batch import Batch, Issue, Item
from netanalysis.loaders.mail.body import Signal, signal_of
from netanalysis.loaders.mail.dates import (
    Instant,
    is_disputed,
    parse_date,
    separator_date,
    utc_offset,
)
from netanalysis.loaders.mail.headers import Fields, pick_headers, top_received
from netanalysis.loaders.mail.kinds import SIGNS, Mark, bulk_mark, sender_of
from netanalysis.loaders.mail.marks import list_signs
from netanalysis.loaders.mail.messages import (
    IS_LIST_LIKE,
    IS_WEAK,
    NO_DATE,
    NO_OFFSET,
    NOTHING,
    QUALITIES,
    Messages,
)
from netanalysis.loaders.mail.parties import Party
from netanalysis.loaders.mail.people import Mentions
from netanalysis.loaders.mail.places import LEFT_OUT, Place, marked, place_of
from netanalysis.loaders.mail.quick import agrees_with_received, quick_date, quick_headers
from netanalysis.loaders.mail.text import declared_codec, decode_text, is_plain
from netanalysis.schema import BULK_KINDS

ID_LIMIT: Final = 500
"""Characters of a Message-ID; the standard's line limit is 998, real ones stay below 250."""

PARENTS_LIMIT: Final = 100
"""References followed from one message, the nearest ones; the first is kept besides."""

_MOST_WAITING: Final = 128
_MOST_WAITING_BYTES: Final = 2 * 1024 * 1024
"""Messages and bytes of headers read in one go: they fit a processor's cache."""

_SUBJECTS_REMEMBERED: Final = 20_000
_KINDS: Final = {kind: number for number, kind in enumerate(BULK_KINDS)}
_QUALITY: Final = {name: number for number, name in enumerate(QUALITIES)}

_NO_SIGNAL: Final = Signal(None, None, None, NOTHING)

_ID: Final = re.compile(rb"<([^<>\s]{1,500})>")
_Letter = tuple[
    Item,
    Fields,
    Place,
    str | None,
    int,
    tuple[int, ...],
    tuple[int, ...],
    tuple[int, ...],
    tuple[int, ...],
]
"""Message, headers, place, codec, sender, To, Cc, Bcc, Delivered-To."""


class Collector:
    """Collect the messages, issues and signs of all batches."""

    def __init__(self, *, is_careful: bool = False) -> None:
        self.mentions = Mentions()
        self.messages = Messages()
        self.issues: list[Issue] = []
        self.n_left_out: list[int] = []
        self.list_signs: dict[tuple[str, str], int] = {}
        self._is_quick = not is_careful
        self._read = self.mentions.read if self._is_quick else self.mentions.read_carefully
        self._pick = quick_headers if self._is_quick else pick_headers
        self._waiting: list[Item] = []
        self._n_waiting_bytes = 0
        self._batch_number = -1
        self._folder = ""
        self._with_body = False
        self._subjects: dict[bytes, int] = {}

    def add_batch(self) -> int:
        """Open a batch and return its number."""
        self.n_left_out.append(0)
        return len(self.n_left_out) - 1

    def add(self, batch_number: int, batch: Batch, item: Item) -> None:
        """Take in one message: its facts will be kept, or it is left out with a reason.

        Messages wait for others, so that each kind of fact is read for many in one go;
        :meth:`settle` reads those that still wait.
        """
        if batch_number != self._batch_number:
            self.settle()
            self._batch_number, self._folder = batch_number, batch.folder
            self._with_body = batch.with_body
        self._waiting.append(item)
        self._n_waiting_bytes += len(item.raw.head) + len(item.raw.body)
        if len(self._waiting) >= _MOST_WAITING or self._n_waiting_bytes >= _MOST_WAITING_BYTES:
            self.settle()

    def note(self, issue: Issue) -> None:
        """Add an issue that is not about a message, after those of the messages before it."""
        self.settle()
        self.issues.append(issue)

    def settle(self) -> None:
        """Read the messages that wait."""
        items, self._waiting, self._n_waiting_bytes = self._waiting, [], 0
        # the quick way passes over what only a look at bodies needs
        pick = pick_headers if self._with_body else self._pick
        picked = list(map(pick, [item.raw.head for item in items]))
        kept = [
            letter
            for item, (fields, is_cut) in zip(items, picked, strict=True)
            if (letter := self._letter(item, fields, is_cut=is_cut or item.raw.is_cut)) is not None
        ]
        if not kept:
            return
        columns = list(zip(*kept, strict=True))
        items_kept, fields_kept, places, codecs, senders, *people = columns
        signs = [*map(self._signs, fields_kept, items_kept, senders, codecs)]
        dates = [*map(self._date, fields_kept, items_kept)]
        signals = [*map(self._signal, fields_kept, items_kept)]
        tables = self.messages.tables
        files, folders, reasons = tables["files"], tables["folders"], tables["reasons"]
        self.messages.extend(
            batch=[self._batch_number] * len(kept),
            file=[files[item.file] for item in items_kept],
            sender=senders,
            seconds=[NO_DATE if seconds is None else seconds for seconds, _, _ in dates],
            quality=[_QUALITY[quality] for _, quality, _ in dates],
            offset=[NO_OFFSET if offset is None else offset for _, _, offset in dates],
            subject=[*map(self._subject, fields_kept, codecs)],
            message_id=[*map(self._message_id, fields_kept)],
            folder=[folders[place.folder] for place in places],
            telling=[place.telling for place in places],
            bulk=[NOTHING if mark is None else reasons[mark.reason] for mark, _ in signs],
            kind=[NOTHING if mark is None else _KINDS[mark.kind] for mark, _ in signs],
            origin=[*map(self._origin, fields_kept)],
            flags=[flag | place.direction for (_, flag), place in zip(signs, places, strict=True)],
            n_words=[NOTHING if one.n_words is None else one.n_words for one in signals],
            is_question=[
                NOTHING if one.is_question is None else one.is_question for one in signals
            ],
            is_thanks=[NOTHING if one.is_thanks is None else one.is_thanks for one in signals],
            n_attachments=[one.n_attachments for one in signals],
            body_key=[item.raw.body_key for item in items_kept],
            to=people[0],
            cc=people[1],
            bcc=people[2],
            delivered=people[3],
            parents=[*map(self._parents, fields_kept)],
        )

    def _letter(self, item: Item, fields: Fields, *, is_cut: bool) -> _Letter | None:
        """Return the people and the place of a message; None if it is left out, with an issue."""
        head = item.raw.head
        codec = None if head.isascii() else declared_codec(head)
        place = place_of(fields, self._folder, codec)
        reason = place.reason
        if item.flags or b"x-mozilla-status" in fields:
            reason = marked(fields, item.flags) or reason
        sender = -1
        if reason is None:
            if item.parties is None:
                sender, reason = self._sender(fields, item, codec)
            else:
                sender, reason = self._stated(item.parties.sender)
        if is_cut:
            self._issue(item, "truncated", "its headers are too long; the first part was read")
        if reason is not None:
            self.n_left_out[self._batch_number] += 1
            self._issue(item, reason, LEFT_OUT[reason], is_left_out=True)
            return None
        to, cc, bcc = self._recipients(fields, item, codec)
        if b"x-from" in fields:
            sender = self._notes_sender(fields, sender)
        return item, fields, place, codec, sender, to, cc, bcc, self._delivered(fields)

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

    def _issue(self, item: Item, reason: str, problem: str, *, is_left_out: bool = False) -> None:
        self.issues.append(Issue(item.file, item.number, reason, problem, is_left_out))

    def _unclear(self, item: Item, n: int) -> None:
        problem = f"{n} recipients are no single address; nobody was guessed"
        self._issue(item, "recipient unclear", problem)

    def _number(self, one: Party) -> int:
        """Return the mention of somebody stated; without an address, the name stands for it."""
        return self.mentions.number(one.address or name_key(one.name or ""), one.name)

    def _stated(self, sender: Party | None) -> tuple[int, str | None]:
        return (-1, "no sender") if sender is None else (self._number(sender), None)

    def _sender(self, fields: Fields, item: Item, codec: str | None) -> tuple[int, str | None]:
        """Return the mention of who wrote, or -1 and the reason why nobody can tell."""
        raw = fields.get(b"from", b"")
        if self._is_quick and b"from again" not in fields:
            known = self.mentions.plain(raw)
            if known is not None and len(known) == 1:
                return known[0], None
        found, n_problems, _ = self._read(raw, codec)
        if b"from again" in fields:
            again, n_more, _ = self._read(fields[b"from again"], codec)
            found, n_problems = (*found, *again), n_problems + n_more
        if n_problems:
            return -1, "sender unclear"
        if len(found) == 1:
            return found[0], None
        addresses = {self.mentions.address_numbers[one] for one in found}
        if len(addresses) == 1:
            return found[0], None
        for name in (b"sender",) if found else (b"sender", b"return-path"):
            other, n_problems, _ = self._read(fields.get(name, b""), codec)
            if len(other) == 1 and not n_problems:
                number = self.mentions.address_numbers[other[0]]
                if found and number not in addresses:
                    continue
                problem = "the From header does not name one sender; another header does"
                self._issue(item, "sender from another header", problem)
                return other[0], None
        return -1, "sender unclear" if found else "no sender"

    def _notes_sender(self, fields: Fields, sender: int) -> int:
        if b"x-origin" in fields or b"x-folder" in fields:
            return self.mentions.rename((sender,), fields[b"x-from"])[0]
        return sender

    def _recipients(
        self, fields: Fields, item: Item, codec: str | None
    ) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
        """Return the mentions in To, Cc and Bcc, with an issue for what is no address."""
        if item.parties is not None:
            if item.parties.n_unclear:
                self._unclear(item, item.parties.n_unclear)
            people = (item.parties.to, item.parties.cc, item.parties.bcc)
            to, cc, bcc = (tuple(self._number(one) for one in group) for group in people)
            return to, cc, bcc
        is_notes = b"x-origin" in fields or b"x-folder" in fields
        if self._is_quick and not is_notes:
            plain = self.mentions.plain
            in_to = plain(fields[b"to"]) if b"to" in fields else ()
            if in_to is not None:
                in_cc = plain(fields[b"cc"]) if b"cc" in fields else ()
                if in_cc is not None and b"bcc" not in fields:
                    return in_to, in_cc, ()
        n_unclear = 0
        is_cut = False
        read: list[tuple[int, ...]] = []
        for name in (b"to", b"cc", b"bcc"):
            raw = fields.get(name)
            if not raw:
                read.append(())
                continue
            found, n_problems, was_cut = self._read(raw, codec)
            n_unclear += n_problems
            is_cut = is_cut or was_cut
            if is_notes and found:
                found = self.mentions.rename(found, fields.get(b"x-" + name, b""))
            read.append(found)
        if n_unclear:
            self._unclear(item, n_unclear)
        if is_cut:
            self._issue(item, "truncated", "it has too many recipients; the first were read")
        return read[0], read[1], read[2]

    def _delivered(self, fields: Fields) -> tuple[int, ...]:
        found: tuple[int, ...] = ()
        for name in (b"delivered-to", b"x-original-to"):
            if name in fields:
                found += self._read(fields[name], None)[0]
        return found

    def _signs(
        self, fields: Fields, item: Item, sender: int, codec: str | None
    ) -> tuple[Mark | None, int]:
        """Return what marks a message as bulk, and flags: a weak mark, or that of list mail."""
        known = sender_of(self.mentions.address_of(sender))
        mark = bulk_mark(fields, item.raw, known, codec, is_quick=self._is_quick)
        flags = IS_WEAK if mark is not None and mark.is_weak else 0
        if not SIGNS.isdisjoint(fields):
            for sign in list_signs(fields):
                self.list_signs[sign] = self.list_signs.get(sign, 0) + 1
            if fields.get(b"precedence", b"").strip().lower() in (b"bulk", b"list"):
                flags |= IS_LIST_LIKE
        return mark, flags

    def _signal(self, fields: Fields, item: Item) -> Signal:
        return signal_of(fields, item.raw.body) if self._with_body else _NO_SIGNAL

    def _date(self, fields: Fields, item: Item) -> tuple[int | None, str, int | None]:
        """Return the instant of a message, its quality, and the sender's minutes from UTC."""
        raw = fields.get(b"date")
        if raw is None:
            return None, "missing", None
        if self._is_quick:
            found = quick_date(raw)
            if found is not None and agrees_with_received(found[0], item.raw.head):
                return found[0], "ok", found[1]
        seconds, quality = self._weighed_date(raw, item)
        return seconds, quality, None if seconds is None else utc_offset(raw)

    def _weighed_date(self, raw: bytes, item: Item) -> Instant:
        """Return the instant of a message and its quality, weighed against its witnesses."""
        seconds, quality = parse_date(raw)
        if seconds is None or quality == "implausible":
            return seconds, quality
        received = top_received(item.raw.head)
        witness = None
        if received is not None:
            witness, witness_quality = parse_date(received)
            if witness_quality not in ("ok", "day"):
                witness = None
        if witness is None:
            witness = separator_date(item.raw.separator)
        return seconds, "disputed" if is_disputed(seconds, witness) else quality

    def _subject(self, fields: Fields, codec: str | None) -> int:
        """Return the number of a subject; encoded ones are remembered, for they repeat."""
        raw = fields.get(b"subject", b"")
        numbers = self.messages.tables["subjects"]
        if self._is_quick and is_plain(raw):
            return numbers[raw.strip(b" ")]
        if not (self._is_quick and raw.isascii()):
            return numbers[decode_text(raw, codec).encode()]
        known = self._subjects.get(raw)
        if known is None:
            if len(self._subjects) >= _SUBJECTS_REMEMBERED:
                self._subjects.clear()
            known = self._subjects[raw] = numbers[decode_text(raw).encode()]
        return known

    def _message_id(self, fields: Fields) -> int:
        raw = fields.get(b"message-id")
        if raw is None:
            return NOTHING
        found = _ID.search(raw)
        own = found[1] if found is not None else raw.strip()[:ID_LIMIT]
        return self.messages.tables["ids"][_ascii(own)] if own else NOTHING

    def _parents(self, fields: Fields) -> tuple[int, ...]:
        """Return the identifiers a message refers to, first In-Reply-To, then the nearest."""
        parents: list[bytes] = []
        if b"in-reply-to" in fields:
            parents = _ID.findall(fields[b"in-reply-to"])[:1]
        if b"references" in fields:
            references = _ID.findall(fields[b"references"])
            parents += references[:1] + references[1:][-PARENTS_LIMIT:]
        if b"x-gm-thrid" in fields:
            parents.append(b"gmail thread " + fields[b"x-gm-thrid"].strip()[:40])
        if not all(map(bytes.isascii, parents)):
            parents = [*map(_ascii, parents)]
        return (*map(self.messages.tables["ids"].__getitem__, parents),)

    def _origin(self, fields: Fields) -> int:
        if b"x-origin" not in fields:
            return NOTHING
        raw = fields[b"x-origin"].strip()[:100]
        return self.messages.tables["origins"][raw.decode("ascii", "replace")] if raw else NOTHING


def _ascii(raw: bytes) -> bytes:
    """Return an identifier with every byte beyond ASCII replaced by one mark."""
    return raw if raw.isascii() else raw.decode("ascii", "replace").encode()
