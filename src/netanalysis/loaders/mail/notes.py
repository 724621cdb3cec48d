"""Names in the X-From, X-To, X-cc and X-bcc headers of mail exported from Lotus Notes.

Such exports (the Enron corpus is one) write bare addresses into To and the names into X-To,
in the same order. A name belongs to the address at its position, but only when there are as
many names as addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from netanalysis.loaders.mail.addresses import strip_addresses
from netanalysis.loaders.mail.text import decode_text

NAMES_LIMIT: Final = 64 * 1024
"""Bytes of a names header that are read."""

_NOTES_TAIL: Final = re.compile(r"(?:/[^/@<>]{1,60}){1,6}(?:@[\w .-]{1,60})?$")
_DOMAIN_TAIL: Final = re.compile(r" ?@ ?[A-Za-z_]{1,60}$")
_TOKEN: Final = re.compile(r'"[^"]*"|<[^<>]*>|\([^()]*\)|,|[^",<>()]+|.', re.DOTALL)


def names_for(raw: bytes, n_addresses: int) -> list[str | None] | None:
    """Return one name (or None) for each of ``n_addresses``; None if the counts differ."""
    if not n_addresses or not raw.strip() or len(raw) > NAMES_LIMIT:
        return None
    text = decode_text(raw)
    if n_addresses == 1 and text.count(",") < 2:
        pieces = [text]
        if "," in text and "<" not in text and '"' not in text:
            return None  # "Ann Smith, Bob Jones" or "Smith, Ann": nothing tells
    else:
        pieces = next((ways for ways in _ways_to_split(text) if len(ways) == n_addresses), [])
    if len(pieces) != n_addresses:
        return None
    return [tidy_notes_name(piece) for piece in pieces]


def _split(text: str) -> list[str]:
    pieces, current = [], ""
    for token in _TOKEN.findall(text):
        if token == ",":
            pieces.append(current)
            current = ""
        else:
            current += token
    pieces.append(current)
    return pieces


def _ways_to_split(text: str) -> Iterator[list[str]]:
    """Yield the ways to read the commas, the plainest first."""
    pieces = _split(text)
    yield pieces
    yield _glue(pieces, may_have_spaces=True)
    yield _glue(pieces, may_have_spaces=False)


def _glue(pieces: list[str], *, may_have_spaces: bool) -> list[str]:
    """Put "Last, First <...>" together again: a part without brackets is a last name."""
    out: list[str] = []
    waiting = ""
    for piece in pieces:
        if "<" in piece:
            if waiting and piece.lstrip().startswith('"'):
                out.append(waiting)
                waiting = ""
            out.append(f"{waiting},{piece}" if waiting else piece)
            waiting = ""
        elif " " in piece.strip() and not may_have_spaces:
            out += [waiting, piece] if waiting else [piece]
            waiting = ""
        else:
            if waiting:
                out.append(waiting)
            waiting = piece
    return [*out, waiting] if waiting else out


def tidy_notes_name(text: str) -> str | None:
    """Return a Notes name without its tail: organisation path, brackets, Notes domain."""
    text = text.strip().strip("'").strip()
    cut = text.find("<")
    if cut >= 0:
        text = text[:cut].strip().strip("'\" ")
    text = _DOMAIN_TAIL.sub("", _NOTES_TAIL.sub("", text))
    return strip_addresses(text.strip("'\" "))
