"""Raw messages to facts: who wrote to whom, when, in which conversation, and what to leave out.

The :class:`Collector` takes one raw message at a time and keeps a small :class:`Message` of
it, in which people are numbers (see :class:`~netanalysis.loaders.mail.people.Mentions`).
Nothing of the body is kept but its hash.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

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
from netanalysis.loaders.mail.folders import (
    CHAT,
    DRAFT,
    INBOX,
    SENT,
    SPAM,
    TRASH,
    folder_meaning,
    gmail_labels,
    label_meanings,
)
from netanalysis.loaders.mail.headers import Fields, pick_headers, top_received
from netanalysis.loaders.mail.marks import bulk_reason, is_robot, list_signs
from netanalysis.loaders.mail.parties import Party
from netanalysis.loaders.mail.people import Mentions
from netanalysis.loaders.mail.text import declared_codec, decode_text

ID_LIMIT: Final = 500
"""Characters of a Message-ID; the standard's line limit is 998, real ones stay below 250."""

PARENTS_LIMIT: Final = 100
"""References followed from one message, the nearest ones; the first is kept besides."""

THUNDERBIRD_DELETED: Final = 0x0008

_ID: Final = re.compile(rb"<([^<>\s]{1,500})>")
_LEFT_OUT: Final = {
    "deleted": "marked as deleted in its mail program; compact the folder or undelete it",
    "spam": "it lies in spam; move it to another folder if it is wanted",
    "trash": "it lies in the trash; move it to another folder if it is wanted",
    "chat": "it is a chat message, not mail",
    "draft": "it is a draft that nobody received",
    "no sender": "no From, Sender or Return-Path names an address; nothing can be done",
    "sender unclear": "the From header names several addresses; nobody was guessed",
}


class Message(NamedTuple):
    """What is known of one message; numbers of people come from :class:`Mentions`."""

    batch: int
    file: str
    number: int | None
    sender: int
    to: tuple[int, ...]
    cc: tuple[int, ...]
    bcc: tuple[int, ...]
    seconds: int | None
    quality: str
    offset: int | None
    subject: str
    message_id: str
    parents: tuple[str, ...]
    folder: str
    labels: tuple[str, ...]
    is_sent: bool
    is_received: bool
    bulk: str | None
    is_list_like: bool
    delivered: tuple[int, ...]
    origin: bytes
    body_key: bytes
    signal: Signal | None


class Collector:
    """Collect the messages, issues and signs of all batches."""

    def __init__(self) -> None:
        self.mentions = Mentions()
        self.messages: list[Message] = []
        self.issues: list[Issue] = []
        self.n_left_out: list[int] = []
        self.list_signs: dict[tuple[str, str], int] = {}

    def add_batch(self) -> int:
        """Open a batch and return its number."""
        self.n_left_out.append(0)
        return len(self.n_left_out) - 1

    def add(self, batch_number: int, batch: Batch, item: Item) -> None:
        """Take in one message: keep its facts, or leave it out with a reason."""
        fields, is_cut = pick_headers(item.raw.head)
        codec = None if item.raw.head.isascii() else declared_codec(item.raw.head)
        labels, folder, meanings = _place(fields, batch.folder, codec)
        reason = _excluded(fields, item.flags, meanings)
        sender = -1
        if reason is None:
            if item.parties is None:
                sender, reason = self._sender(fields, item, codec)
            else:
                sender, reason = self._stated(item.parties.sender)
        if is_cut or item.raw.is_cut:
            self._issue(item, "truncated", "its headers are too long; the first part was read")
        if reason is not None:
            self.n_left_out[batch_number] += 1
            self._issue(item, reason, _LEFT_OUT[reason], is_left_out=True)
            return
        people = self._recipients(fields, item, codec)
        sender = self._notes_sender(fields, sender)
        seconds, quality = _date(fields, item)
        address = self.mentions.address_of(sender)
        for sign in list_signs(fields):
            self.list_signs[sign] = self.list_signs.get(sign, 0) + 1
        self.messages.append(
            Message(
                batch=batch_number,
                file=item.file,
                number=item.number,
                sender=sender,
                to=people[0],
                cc=people[1],
                bcc=people[2],
                seconds=seconds,
                quality=quality,
                offset=utc_offset(fields.get(b"date", b"")) if seconds is not None else None,
                subject=decode_text(fields.get(b"subject", b""), codec),
                message_id=_message_id(fields),
                parents=_parents(fields),
                folder=folder,
                labels=labels,
                is_sent=SENT in meanings,
                is_received=INBOX in meanings,
                bulk=bulk_reason(fields, is_robot_sender=is_robot(address)),
                is_list_like=fields.get(b"precedence", b"").strip().lower() in (b"bulk", b"list"),
                delivered=self._delivered(fields),
                origin=fields.get(b"x-origin", b"").strip()[:100],
                body_key=item.raw.body_key,
                signal=signal_of(fields, item.raw.body) if batch.with_body else None,
            )
        )

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
        found, n_problems, _ = self.mentions.read(fields.get(b"from", b""), codec)
        if b"from again" in fields:
            again, n_more, _ = self.mentions.read(fields[b"from again"], codec)
            found, n_problems = (*found, *again), n_problems + n_more
        if n_problems:
            return -1, "sender unclear"
        addresses = {self.mentions.address_numbers[one] for one in found}
        if len(addresses) == 1:
            return found[0], None
        for name in (b"sender",) if found else (b"sender", b"return-path"):
            other, n_problems, _ = self.mentions.read(fields.get(name, b""), codec)
            if len(other) == 1 and not n_problems:
                number = self.mentions.address_numbers[other[0]]
                if found and number not in addresses:
                    continue
                problem = "the From header does not name one sender; another header does"
                self._issue(item, "sender from another header", problem)
                return other[0], None
        return -1, "sender unclear" if found else "no sender"

    def _notes_sender(self, fields: Fields, sender: int) -> int:
        if b"x-from" in fields and (b"x-origin" in fields or b"x-folder" in fields):
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
        n_unclear = 0
        is_cut = False
        read: list[tuple[int, ...]] = []
        for name in (b"to", b"cc", b"bcc"):
            raw = fields.get(name)
            if not raw:
                read.append(())
                continue
            found, n_problems, was_cut = self.mentions.read(raw, codec)
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
                found += self.mentions.read(fields[name], None)[0]
        return found


def _place(
    fields: Fields, batch_folder: str, codec: str | None
) -> tuple[tuple[str, ...], str, frozenset[str]]:
    """Return labels, folder and what both mean for a message."""
    if b"x-gmail-labels" in fields:
        labels = gmail_labels(fields[b"x-gmail-labels"])
        return labels, ", ".join(labels), label_meanings(labels)
    folder = batch_folder
    if b"x-folder" in fields:
        folder = decode_text(fields[b"x-folder"], codec) or batch_folder
    return (), folder, frozenset((folder_meaning(folder),))


def _excluded(fields: Fields, flags: str, meanings: frozenset[str]) -> str | None:
    """Return why a message is left out whatever it says, or None."""
    status = fields.get(b"x-mozilla-status", b"").strip()
    is_number = re.fullmatch(rb"[0-9A-Fa-f]{1,8}", status) is not None
    if "T" in flags or (is_number and int(status, 16) & THUNDERBIRD_DELETED):
        return "deleted"
    if "D" in flags or DRAFT in meanings:
        return "draft"
    if "J" in flags or SPAM in meanings:
        return "spam"
    if b"x-gmail-labels" in fields:  # a folder of that name may hold real mail, a label not
        if TRASH in meanings:
            return "trash"
        if CHAT in meanings:
            return "chat"
    return None


def _date(fields: Fields, item: Item) -> Instant:
    """Return the instant of a message and its quality, weighed against its witnesses."""
    raw = fields.get(b"date")
    if raw is None:
        return None, "missing"
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


def _message_id(fields: Fields) -> str:
    raw = fields.get(b"message-id")
    if raw is None:
        return ""
    found = _ID.search(raw)
    own = found[1] if found is not None else raw.strip()[:ID_LIMIT]
    return own.decode("ascii", "replace")


def _parents(fields: Fields) -> tuple[str, ...]:
    """Return the identifiers a message refers to, first In-Reply-To, then the nearest."""
    parents: list[bytes] = []
    if b"in-reply-to" in fields:
        parents = _ID.findall(fields[b"in-reply-to"])[:1]
    if b"references" in fields:
        references = _ID.findall(fields[b"references"])
        parents += references[:1] + references[1:][-PARENTS_LIMIT:]
    if b"x-gm-thrid" in fields:
        parents.append(b"gmail thread " + fields[b"x-gm-thrid"].strip()[:40])
    return tuple(parent.decode("ascii", "replace") for parent in parents)
