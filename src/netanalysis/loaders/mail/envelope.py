"""Who wrote a message and to whom: the people of one header block.

The usual message has a From that names one address, and well-formed lists of recipients.
:meth:`Envelopes.usual` knows nothing else; :meth:`Envelopes.careful` reads whatever there is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from netanalysis.harvest import name_key
from netanalysis.loaders.mail.batch import Issue, Item
from netanalysis.loaders.mail.headers import Fields
from netanalysis.loaders.mail.parties import Parties, Party
from netanalysis.loaders.mail.people import Mentions
from netanalysis.loaders.mail.picking import UNUSUAL, bits_of

ODD: Final = UNUSUAL | bits_of(
    b"bcc", b"x-origin", b"x-folder", b"x-from", b"x-to", b"x-cc", b"x-bcc", b"x-mozilla-status"
)
"""Headers with which a message needs :meth:`Envelopes.careful`."""

People = tuple[int, ...]


class Envelope(NamedTuple):
    """The mentions on a message."""

    sender: int
    to: People
    cc: People
    bcc: People


class Envelopes:
    """Read the people of messages, one by one; what is unclear becomes an issue."""

    def __init__(self, mentions: Mentions, issues: list[Issue], *, is_careful: bool) -> None:
        self._mentions = mentions
        self._issues = issues
        self._read = mentions.read_carefully if is_careful else mentions.read

    def known(self, column: Iterable[bytes | None]) -> list[int | None]:
        """Return for each header the one mention that it is known to be; None for the others."""
        return self._mentions.known(column)

    def usual(
        self, sender: int | bytes | None, to: bytes | None, cc: bytes | None
    ) -> tuple[int, People, People] | None:
        """Return who wrote, To and Cc of well-formed headers; None where care is needed.

        The sender may be known already, as a mention.
        """
        plain = self._mentions.plain
        if not isinstance(sender, int):
            found = None if sender is None else plain(sender)
            if found is None or len(found) != 1:
                return None
            sender = found[0]
        in_to = () if to is None else plain(to)
        if in_to is None:
            return None
        in_cc = () if cc is None else plain(cc)
        return None if in_cc is None else (sender, in_to, in_cc)

    def careful(self, fields: Fields, item: Item, codec: str | None) -> Envelope | str:
        """Return the people of a message, or the reason why nobody can tell who wrote it."""
        if item.parties is not None:
            return self._stated(item.parties, item)
        sender = self._sender(fields, item, codec)
        if isinstance(sender, str):
            return sender
        is_notes = b"x-origin" in fields or b"x-folder" in fields
        to, cc, bcc = self._recipients(fields, item, codec, is_notes=is_notes)
        if is_notes and b"x-from" in fields:
            sender = self._mentions.rename((sender,), fields[b"x-from"])[0]
        return Envelope(sender, to, cc, bcc)

    def delivered(self, *headers: bytes | None) -> People:
        """Return the mentions in headers that say where a message was delivered."""
        found: People = ()
        for raw in headers:
            if raw is not None:
                found += self._read(raw, None)[0]
        return found

    def _stated(self, parties: Parties, item: Item) -> Envelope | str:
        """Return the people that the source of a message states itself."""
        if parties.sender is None:
            return "no sender"
        sender = self._number(parties.sender)
        if parties.n_unclear:
            self._unclear(item, parties.n_unclear)
        groups = (parties.to, parties.cc, parties.bcc)
        return Envelope(sender, *(tuple(self._number(one) for one in group) for group in groups))

    def _number(self, one: Party) -> int:
        """Return the mention of somebody stated; without an address, the name stands for it."""
        return self._mentions.number(one.address or name_key(one.name or ""), one.name)

    def _sender(self, fields: Fields, item: Item, codec: str | None) -> int | str:
        """Return the mention of who wrote, or the reason why nobody can tell."""
        found, n_problems, _ = self._read(fields.get(b"from", b""), codec)
        if b"from again" in fields:
            again, n_more, _ = self._read(fields[b"from again"], codec)
            found, n_problems = (*found, *again), n_problems + n_more
        if n_problems:
            return "sender unclear"
        numbers = self._mentions.address_numbers
        addresses = {numbers[one] for one in found}
        if len(addresses) == 1:
            return found[0]
        for name in (b"sender",) if found else (b"sender", b"return-path"):
            other, n_problems, _ = self._read(fields.get(name, b""), codec)
            if len(other) == 1 and not n_problems:
                if found and numbers[other[0]] not in addresses:
                    continue
                problem = "the From header does not name one sender; another header does"
                self._issue(item, "sender from another header", problem)
                return other[0]
        return "sender unclear" if found else "no sender"

    def _recipients(
        self, fields: Fields, item: Item, codec: str | None, *, is_notes: bool
    ) -> list[People]:
        """Return the mentions in To, Cc and Bcc, with an issue for what is no address."""
        n_unclear = 0
        is_cut = False
        read: list[People] = []
        for name in (b"to", b"cc", b"bcc"):
            raw = fields.get(name)
            if not raw:
                read.append(())
                continue
            found, n_problems, was_cut = self._read(raw, codec)
            n_unclear += n_problems
            is_cut = is_cut or was_cut
            if is_notes and found:
                found = self._mentions.rename(found, fields.get(b"x-" + name, b""))
            read.append(found)
        if n_unclear:
            self._unclear(item, n_unclear)
        if is_cut:
            self._issue(item, "truncated", "it has too many recipients; the first were read")
        return read

    def _unclear(self, item: Item, n: int) -> None:
        problem = f"{n} recipients are no single address; nobody was guessed"
        self._issue(item, "recipient unclear", problem)

    def _issue(self, item: Item, reason: str, problem: str) -> None:
        self._issues.append(Issue(item.file, item.number, reason, problem, False))
