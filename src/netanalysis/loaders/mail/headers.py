r"""Pick the wanted headers out of a header block, within caps, in one linear pass.

A header block comes from :mod:`netanalysis.loaders.mail.split`: it starts with a newline,
has ``\n`` line ends and no blank line. Nothing is decoded here.
"""

from __future__ import annotations

import re
from typing import Final

HEADER_CAP: Final = 64 * 1024
"""Bytes kept of one header. Honest headers are far below; see also the recipients."""

BLOCK_CAP: Final = 1024 * 1024
"""Bytes of a header block in which headers are looked for (recipients excepted)."""

RECIPIENT_CAP: Final = 100_000
"""Recipients kept of one message. No honest message has more."""

HEAD_LIMIT: Final = 8 * 1024 * 1024
"""Bytes of a header block held at all: room for 100,000 recipients of 80 bytes."""

WANTED: Final = (
    "from to cc bcc date subject message-id in-reply-to references sender return-path "
    "delivered-to x-original-to x-folder x-origin x-from x-to x-cc x-bcc x-gmail-labels "
    "x-gm-thrid x-mozilla-status list-id list-post list-unsubscribe mailing-list precedence "
    "auto-submitted x-auto-response-suppress reply-to content-type content-transfer-encoding "
    "content-class x-ms-exchange-calendar-originator-id "
    "feedback-id x-autoreply x-auto-reply x-autorespond x-discourse-post-id x-github-reason "
    "x-gitlab-project x-jira-fingerprint x-linkedin-class x-facebook-notify x-phpbb-origin "
    "x-failed-recipients x-cron-env x-mc-user x-campaign x-campaignid x-csa-complaints "
    "x-report-abuse x-roving-id x-mailin-eid x-sfmc-stack x-rpcampaign x-marketoid x-ses-outgoing "
    "x-sg-eid x-mailgun-sid x-pm-message-id x-mandrill-user x-mj-mid x-amazon-mail-relay-type"
).split()

_VALUE: Final = rb"[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)"
_PICK: Final = re.compile(
    rb"\n(?=[adfilmprstxbcADFILMPRSTXBC])(?i:("
    + b"|".join(name.encode() for name in sorted(WANTED, key=len, reverse=True))
    + rb"))"
    + _VALUE
)
_RECIPIENTS: Final = re.compile(rb"\n(?i:(to|cc|bcc))" + _VALUE)
_FOLDED: Final = re.compile(rb"[^\n]*(?:\n[ \t][^\n]*)*")

_REPEATABLE: Final = frozenset((b"to", b"cc", b"bcc", b"delivered-to", b"x-original-to"))
_RECIPIENT_NAMES: Final = frozenset((b"to", b"cc", b"bcc"))

Fields = dict[bytes, bytes]
"""Header name in lower case to its raw value, folds included."""


def pick_headers(head: bytes) -> tuple[Fields, bool]:
    """Return the wanted headers of a block, and whether a cap cut something off.

    The first header of a name counts; To, Cc, Bcc and Delivered-To are joined by commas. A
    second, different From is kept under ``from again``: then nobody can tell who wrote.
    """
    is_cut = False
    block = head
    if len(head) > BLOCK_CAP:
        block = _RECIPIENTS.sub(b"", head)
        is_cut = _loses_something(block)
        block = block[:BLOCK_CAP]
    fields: Fields = {}
    again: dict[bytes, list[bytes]] = {}
    for name, value in _PICK.findall(block):
        name = name.lower()
        if len(value) > HEADER_CAP and name not in _RECIPIENT_NAMES:
            value = value[:HEADER_CAP]
            is_cut = True
        if name not in fields:
            fields[name] = value
        elif name in _REPEATABLE:
            again.setdefault(name, [fields[name]]).append(value)
        elif name == b"from" and value.strip() != fields[b"from"].strip():
            fields[b"from again"] = value
    for name, values in again.items():
        fields[name] = b",".join(values)
    if len(head) > BLOCK_CAP:
        _pick_recipients(head, fields)
    return fields, is_cut


def _loses_something(block: bytes) -> bool:
    """Return whether a wanted header lies beyond the cap of a block.

    Repetitions of headers of which the first counts do not matter.
    """
    if len(block) <= BLOCK_CAP:
        return False
    seen: set[bytes] = set()
    for found in _PICK.finditer(block):
        name = found[1].lower()
        is_new = name not in seen or name in _REPEATABLE or name == b"from"
        if is_new and found.end() > BLOCK_CAP:
            return True
        seen.add(name)
    return False


def _pick_recipients(head: bytes, fields: Fields) -> None:
    """Read To, Cc and Bcc again from the whole of an oversized block."""
    found: dict[bytes, list[bytes]] = {}
    for name, value in _RECIPIENTS.findall(head):
        found.setdefault(name.lower(), []).append(value)
    fields.update({name: b",".join(values) for name, values in found.items()})


def top_received(head: bytes) -> bytes | None:
    """Return the date part of the topmost Received header, or None.

    The topmost line was written by the last machine, the one nearest to the owner.
    """
    at = head.find(b"\nReceived:", 0, BLOCK_CAP)
    if at < 0:
        return None
    found = _FOLDED.match(head, at + 10, at + 10 + HEADER_CAP)
    if found is None:
        return None
    _, semicolon, date = found[0].rpartition(b";")
    return date[:200] if semicolon else None
