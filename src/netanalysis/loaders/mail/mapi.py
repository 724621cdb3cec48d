"""Outlook's properties to a message: the form that ``.msg``, ``.pst`` and ``.ost`` share.

Mail that came over the internet carries its headers in one property, and those are read as
in any other mail. Mail within a company, and what was sent, has none: then headers are
written from the properties, and people come as :class:`~netanalysis.loaders.mail.parties.Parties`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from netanalysis.loaders.mail.body_keys import body_key
from netanalysis.loaders.mail.headers import HEAD_LIMIT
from netanalysis.loaders.mail.parties import Parties, Party, party
from netanalysis.loaders.mail.split import RawMessage

SUBJECT, CLASS, FLAGS = 0x0037, 0x001A, 0x0E07
SUBMITTED, DELIVERED = 0x0039, 0x0E06
HEADERS, MESSAGE_ID, IN_REPLY_TO, REFERENCES = 0x007D, 0x1035, 0x1042, 0x1039
BODY, HTML, CODEPAGE = 0x1000, 0x1013, 0x3FFD
SENDER_NAME, SENDER_TYPE, SENDER_ADDRESS, SENDER_SMTP = 0x0C1A, 0x0C1E, 0x0C1F, 0x5D01
BEHALF_NAME, BEHALF_TYPE, BEHALF_ADDRESS, BEHALF_SMTP = 0x0042, 0x0064, 0x0065, 0x5D02
DISPLAY_NAME, ADDRESS_TYPE, ADDRESS, SMTP, ROLE = 0x3001, 0x3002, 0x3003, 0x39FE, 0x0C15

WANTED: Final = frozenset(
    (
        *(SUBJECT, CLASS, FLAGS, SUBMITTED, DELIVERED, HEADERS, MESSAGE_ID, IN_REPLY_TO),
        *(REFERENCES, BODY, HTML, CODEPAGE, SENDER_NAME, SENDER_TYPE, SENDER_ADDRESS),
        *(SENDER_SMTP, BEHALF_NAME, BEHALF_TYPE, BEHALF_ADDRESS, BEHALF_SMTP, DISPLAY_NAME),
        *(ADDRESS_TYPE, ADDRESS, SMTP, ROLE),
    )
)
"""Property numbers that are read: everything else is never looked at."""

TEXT_LIMIT: Final = 4 * 1024 * 1024
"""Characters of one property; headers and bodies that people write are far shorter."""

ATTACHMENTS_COUNTED: Final = 1000

_UNSENT: Final = 0x8
_FILETIME_EPOCH: Final = datetime(1601, 1, 1, tzinfo=UTC)
_SUBJECT_PREFIX: Final = re.compile("^\x01.")
_CONTENT_HEADER: Final = re.compile(
    r"\n(?:content-[a-z-]{1,40}|mime-version)[ \t]{0,9}:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE
)
_HAS_FROM: Final = re.compile(r"\nfrom[ \t]{0,9}:[^\n]*@", re.IGNORECASE)
_HEADER: Final = re.compile(r"[!-9;-~]{1,100}[ \t]{0,9}:")
_BOUNDARY: Final = "=_netanalysis"

Value = str | int | None
Properties = Mapping[int, Value]
"""Property number to its value: text, or a number; a FILETIME is a number."""


class Outlook(NamedTuple):
    """One message as Outlook keeps it."""

    values: Properties
    recipients: Sequence[Properties]
    n_attachments: int


def to_raw(letter: Outlook) -> tuple[RawMessage, Parties | None]:
    """Return the message, and its people where the headers do not name them."""
    values = letter.values
    headers = "\n" + _text(values, HEADERS).replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    headers = headers.partition("\n\n")[0]
    is_whole = bool(_HEADER.match(headers, 1)) and bool(_HAS_FROM.search(headers))
    parties = None
    if is_whole:
        headers = _CONTENT_HEADER.sub("", headers)
    else:
        headers = _written(values)
        parties = _parties(letter)
    body = _body(letter)
    content = f'\nContent-Type: multipart/mixed; boundary="{_BOUNDARY}"'
    content += _kind_header(_text(values, CLASS).upper())
    head = (headers + content).encode("utf-8", "replace")[:HEAD_LIMIT]
    raw = RawMessage(b"", head, body_key(body), False, False, body)
    return raw, parties


def is_draft(values: Properties) -> bool:
    """Return whether a message was never sent."""
    flags = values.get(FLAGS)
    return isinstance(flags, int) and bool(flags & _UNSENT)


def is_mail(values: Properties) -> bool:
    """Return whether an item is mail: no appointment, contact, task or report."""
    kind = _text(values, CLASS).upper()
    return kind in ("", "IPM") or kind.startswith(("IPM.NOTE", "IPM.SCHEDULE.MEETING"))


def _kind_header(message_class: str) -> str:
    """Return the header that says in internet mail what an Outlook class says."""
    if message_class.startswith("IPM.SCHEDULE.MEETING"):
        return "\nContent-Class: urn:content-classes:calendarmessage"
    if message_class.startswith("IPM.NOTE.RULES.OOFTEMPLATE"):
        return "\nAuto-Submitted: auto-replied"
    return ""


def _text(values: Properties, number: int) -> str:
    found = values.get(number)
    return found if isinstance(found, str) else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())[:TEXT_LIMIT]


def _written(values: Properties) -> str:
    """Return headers written from the properties, each after a newline."""
    found = [("Subject", _SUBJECT_PREFIX.sub("", _text(values, SUBJECT)))]
    found += [("Message-ID", _text(values, MESSAGE_ID)), ("References", _text(values, REFERENCES))]
    found += [("In-Reply-To", _text(values, IN_REPLY_TO)), ("Date", _date(values))]
    return "".join(f"\n{name}: {_one_line(text)}" for name, text in found if text.strip())


def _date(values: Properties) -> str:
    """Return the time of sending as a date header; ``-0000``: no zone of the sender known."""
    for number in (SUBMITTED, DELIVERED):
        filetime = values.get(number)
        if isinstance(filetime, int) and filetime > 0:
            try:
                when = _FILETIME_EPOCH + timedelta(microseconds=filetime // 10)
            except OverflowError:
                continue
            return f"{when:%Y-%m-%d %H:%M:%S} -0000"
    return ""


def _parties(letter: Outlook) -> Parties:
    values = letter.values
    sender = _person(values, BEHALF_NAME, BEHALF_ADDRESS, BEHALF_SMTP)
    if sender is None or not sender.address:
        sender = _person(values, SENDER_NAME, SENDER_ADDRESS, SENDER_SMTP) or sender
    roles: dict[int, list[Party]] = {1: [], 2: [], 3: []}
    n_unclear = 0
    for recipient in letter.recipients:
        role = recipient.get(ROLE)
        one = _person(recipient, DISPLAY_NAME, ADDRESS, SMTP)
        if one is None:
            n_unclear += 1
        elif isinstance(role, int) and (role & 0xF) in roles:
            roles[role & 0xF].append(one)
    return Parties(sender, tuple(roles[1]), tuple(roles[2]), tuple(roles[3]), n_unclear)


def _person(values: Properties, name: int, address: int, smtp: int) -> Party | None:
    """Return a person: the internet address if there is one, else by name."""
    shown = _text(values, name)
    first = party(_text(values, smtp), shown)
    if first is not None and first.address:
        return first
    return party(_text(values, address), shown) or first


def _body(letter: Outlook) -> bytes:
    """Return text and attachments as parts; of the attachments, only that they are there."""
    kind, text = "plain", _text(letter.values, BODY)
    if not text:
        kind, text = "html", _text(letter.values, HTML)
    parts = [f"Content-Type: text/{kind}; charset=utf-8\n\n{text}"]
    n_parts = min(letter.n_attachments, ATTACHMENTS_COUNTED)
    parts += ["Content-Disposition: attachment\n\n"] * n_parts
    whole = "".join(f"--{_BOUNDARY}\n{part}\n" for part in parts)
    return (whole + f"--{_BOUNDARY}--\n").replace("\r\n", "\n").encode("utf-8", "replace")
