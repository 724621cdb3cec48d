"""Signs of bulk mail, robots and mailing lists in addresses and headers."""

from __future__ import annotations

import re
from typing import Final

from netanalysis.loaders.mail.headers import Fields

_ROBOT: Final = re.compile(
    r"(?:.{0,40}[-._+])?(?:no[-._]?reply|do[-._]?not[-._]?reply|no[-._]?address|"
    r"ne[-._]?pas[-._]?repondre|nicht[-._]?antworten|no[-._]?responder)(?:[-._+\d].{0,80})?"
    r"|mailer[-._]?daemon|postmaster|bounces?(?:[-._+=].{0,300})?|owner-.{1,100}|.{1,100}-owner"
    r"|.{1,100}-request|.{1,100}-bounces?(?:[+=].{0,300})?|majordomo|listserv|listproc"
    r"|mailman|sympa"
)
SIGNS: Final = frozenset(
    b"list-id list-post list-unsubscribe mailing-list precedence auto-submitted "
    b"x-auto-response-suppress sender".split()
)
"""Headers that say something of bulk mail or lists."""

_ADDRESS_IN_ANGLES: Final = re.compile(rb"<\s*(?:mailto:)?([^<>\s?@]{1,200}@[^<>\s?@]{1,200})")
_LIST_SENDER: Final = re.compile(
    rb"(?:owner-([^\s<>@]{1,100})|([^\s<>@+]{1,100})-(?:bounces?|owner|admin)(?:\+[^\s<>@]{1,200})?)"
    rb"@([^\s<>@]{1,200})"
)
_LIST_ID: Final = re.compile(rb"<([^<>\s@]{1,200})>")


def is_robot(address: str) -> bool:
    """Return whether an address, by its local part, belongs to a program."""
    local = address.partition("@")[0]
    return len(local) <= 400 and _ROBOT.fullmatch(local) is not None


def bulk_reason(fields: Fields, *, is_robot_sender: bool) -> str | None:
    """Return what marks a message as bulk mail, in words, or None for personal mail."""
    for name in (b"list-id", b"list-post", b"list-unsubscribe", b"mailing-list"):
        if name in fields:
            if name == b"list-post" and fields[name].strip().upper() == b"NO":
                continue
            return f"header {_TITLES[name]}"
    precedence = fields.get(b"precedence", b"").strip().lower()
    if precedence in (b"bulk", b"list", b"junk"):
        return f"header Precedence: {precedence.decode('ascii')}"
    automatic = fields.get(b"auto-submitted", b"no").split(b";")[0].strip().lower()
    if automatic not in (b"no", b""):
        return "header Auto-Submitted"
    if b"x-auto-response-suppress" in fields:
        return "header X-Auto-Response-Suppress"
    return "sender address of a program" if is_robot_sender else None


_TITLES: Final = {
    b"list-id": "List-Id",
    b"list-post": "List-Post",
    b"list-unsubscribe": "List-Unsubscribe",
    b"mailing-list": "Mailing-List",
}


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
        found = _LIST_ID.search(fields[b"list-id"])
        if found is not None:
            name, dot, host = found[1].partition(b".")
            if dot:
                signs.append((_plain(name + b"@" + host), "header List-Id?"))
                _, dot, parent = host.partition(b".")
                if dot and b"." in parent:
                    signs.append((_plain(name + b"@" + parent), "header List-Id?"))
    if signs or fields.get(b"precedence", b"").strip().lower() in (b"list", b"bulk"):
        found = _ADDRESS_IN_ANGLES.search(b"<" + fields.get(b"reply-to", b"").strip(b" <>") + b">")
        if found is not None:  # lists turn answers to themselves; a person's own is no list
            signs.append((_plain(found[1]), "header Reply-To?"))
    sender = fields.get(b"sender", b"").strip().strip(b"<>").lower()
    found = _LIST_SENDER.fullmatch(sender) if sender else None
    if found is not None:
        local = found[1] or found[2]
        reason = "header Sender: owner-?" if found[1] else "header Sender: -bounce or -admin?"
        signs.append((_plain(local + b"@" + found[3]), reason))
    return signs


def _plain(raw: bytes) -> str:
    return raw.decode("ascii", "replace").strip().lower()
