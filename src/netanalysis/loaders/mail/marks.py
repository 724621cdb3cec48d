"""Signs of programs and mailing lists in addresses and headers."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from netanalysis.loaders.mail.headers import Fields

_ROBOT: Final = re.compile(
    r"(?:.{0,40}[-._+])?(?:no[-._]?reply|do[-._]?not[-._]?reply|no[-._]?address|"
    r"ne[-._]?pas[-._]?repondre|nicht[-._]?antworten|no[-._]?responder)(?:[-._+\d].{0,80})?"
    r"|(?:.{0,40}[-._+])?(?:newsletters?|notifications?|calendar-notification|unsubscribe|autoresponder|autoreply)"
    r"(?:[-._+\d].{0,80})?"
    r"|mailer[-._]?daemon|postmaster|bounces?(?:[-._+=].{0,300})?|owner-.{1,100}|.{1,100}-owner"
    r"|.{1,100}-request|.{1,100}-bounces?(?:[+=].{0,300})?|majordomo|listserv|listproc"
    r"|mailman|sympa|microsoftexchange[0-9a-f]{16,40}"
    r"|(?:jira|confluence|gitlab|jenkins|bugzilla|nagios|zabbix|wordpress)(?:[-._+].{0,80})?"
)
_ADDRESS_IN_ANGLES: Final = re.compile(rb"<\s*(?:mailto:)?([^<>\s?@]{1,200}@[^<>\s?@]{1,200})")
_LIST_SENDER: Final = re.compile(
    rb"(?:owner-([^\s<>@]{1,100})|([^\s<>@+]{1,100})-(?:bounces?|owner|admin)(?:\+[^\s<>@]{1,200})?)"
    rb"@([^\s<>@]{1,200})"
)
REPLY_TO: Final = "header Reply-To?"
_LIST_ID: Final = re.compile(rb"<([^<>\s@]{1,200})>")


def is_robot(address: str) -> bool:
    """Return whether an address, by its local part, belongs to a program."""
    local = address.partition("@")[0]
    return len(local) <= 400 and _ROBOT.fullmatch(local) is not None


def list_signs(fields: Fields) -> list[tuple[str, str]]:
    """Return the list addresses a header states, each with its header.

    List-Post states an address outright. List-Id and ``Sender: owner-...`` (or
    ``...-bounce``) only suggest one: those come with a question mark at the end of the
    reason and count when mail goes to the address.
    """
    signs: list[tuple[str, str]] = []
    if b"list-post" in fields:
        found = _ADDRESS_IN_ANGLES.search(fields[b"list-post"])
        if found is not None:
            signs.append((_plain(found[1]), "header List-Post"))
    if b"list-id" in fields:
        signs += [(address, "header List-Id?") for address in _named_by_id(fields[b"list-id"])]
    if signs or fields.get(b"precedence", b"").strip().lower() in (b"list", b"bulk"):
        found = _ADDRESS_IN_ANGLES.search(b"<" + fields.get(b"reply-to", b"").strip(b" <>") + b">")
        # a list turns answers to itself: people who want them elsewhere do not write there
        if found is not None and _goes_to(fields, found[1]):
            signs.append((_plain(found[1]), REPLY_TO))
    sender = fields.get(b"sender", b"").strip().strip(b"<>").lower()
    found = _LIST_SENDER.fullmatch(sender) if sender else None
    if found is not None:
        local = found[1] or found[2]
        reason = "header Sender: owner-?" if found[1] else "header Sender: -bounce or -admin?"
        signs.append((_plain(local + b"@" + found[3]), reason))
    return signs


@lru_cache(maxsize=512)
def _named_by_id(raw: bytes) -> tuple[str, ...]:
    """Return the addresses that a List-Id suggests; a list has the same one on every mail."""
    found = _LIST_ID.search(raw)
    name, dot, host = found[1].partition(b".") if found is not None else (b"", b"", b"")
    if not dot:
        return ()
    _, dot, parent = host.partition(b".")
    hosts = (host, parent) if dot and b"." in parent else (host,)
    return tuple(_plain(name + b"@" + one) for one in hosts)


def _goes_to(fields: Fields, address: bytes) -> bool:
    """Return whether a message is written to an address, and not from it."""
    wanted = address.lower()
    to = fields.get(b"to", b"") + b"," + fields.get(b"cc", b"")
    return wanted in to.lower() and wanted not in fields.get(b"from", b"").lower()


def _plain(raw: bytes) -> str:
    return raw.decode("ascii", "replace").strip().lower()
