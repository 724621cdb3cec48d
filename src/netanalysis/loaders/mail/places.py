"""Where a message lay, and whether its place or its marks leave it out."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Final, NamedTuple

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
    telling,
)
from netanalysis.loaders.mail.headers import Fields
from netanalysis.loaders.mail.messages import IS_RECEIVED, IS_SENT
from netanalysis.loaders.mail.text import decode_text

THUNDERBIRD_DELETED: Final = 0x0008

LEFT_OUT: Final = {
    "deleted": "marked as deleted in its mail program; compact the folder or undelete it",
    "spam": "it lies in spam; move it to another folder if it is wanted",
    "trash": "it lies in the trash; move it to another folder if it is wanted",
    "chat": "it is a chat message, not mail",
    "draft": "it is a draft that nobody received",
    "no sender": "no From, Sender or Return-Path names an address; nothing can be done",
    "sender unclear": "the From header names several addresses; nobody was guessed",
}
"""Why a message is left out, and what would do, by reason."""


class Place(NamedTuple):
    """Where a message lay and what that means."""

    folder: str
    reason: str | None
    """Why mail in this place is left out, or None."""

    direction: int
    """IS_SENT, IS_RECEIVED, both or neither."""

    telling: int


@lru_cache(maxsize=16_384)
def _labelled(raw: bytes) -> Place:
    labels = gmail_labels(raw)
    meanings = label_meanings(labels)
    # a folder of these names may hold real mail, a label not
    reason = next((one for one in (DRAFT, SPAM, TRASH, CHAT) if one in meanings), None)
    most = max(map(telling, labels or ("",)))
    return Place(", ".join(labels), reason, _direction(meanings), most)


@lru_cache(maxsize=16_384)
def _foldered(folder: str) -> Place:
    meaning = folder_meaning(folder)
    reason = meaning if meaning in (DRAFT, SPAM) else None
    return Place(folder, reason, _direction((meaning,)), telling(folder))


def _direction(meanings: Collection[str]) -> int:
    return IS_SENT * (SENT in meanings) | IS_RECEIVED * (INBOX in meanings)


def place_of(
    labels: bytes | None, folder: bytes | None, batch_folder: str, codec: str | None
) -> Place:
    """Return the folder of a message and what it means; labels and folder as headers say."""
    if labels is not None:
        return _labelled(labels)
    if folder is not None:
        return _foldered(decode_text(folder, codec) or batch_folder)
    return _foldered(batch_folder)


def marked(fields: Fields, flags: str) -> str | None:
    """Return why a message is left out by the marks of its mail program, or None."""
    status = fields.get(b"x-mozilla-status", b"").strip()
    is_number = re.fullmatch(rb"[0-9A-Fa-f]{1,8}", status) is not None
    if "T" in flags or (is_number and int(status, 16) & THUNDERBIRD_DELETED):
        return "deleted"
    if "D" in flags:
        return "draft"
    return "spam" if "J" in flags else None
