"""A light look at a body, on request: how much a person wrote, a question, thanks, attachments.

The text is looked at once and forgotten; numbers and flags are all that is kept. What others
wrote is left out first: see :mod:`netanalysis.loaders.mail.own_words`. Only the first text
part counts, plain text before HTML, and the work is bounded whatever a message holds.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from netanalysis.loaders.mail.headers import Fields
from netanalysis.loaders.mail.own_words import own_words, strip_tags
from netanalysis.loaders.mail.text import CODECS, decode_bytes

TEXT_LIMIT: Final = 64 * 1024
"""Bytes of decoded text that are looked at; a person writes less in one mail."""

HTML_LIMIT: Final = 4 * TEXT_LIMIT
"""Bytes of HTML looked at: tags and styles take most of it."""

DEPTH_LIMIT: Final = 100
PARTS_LIMIT: Final = 10_000
_PART_HEADER_LIMIT: Final = 16 * 1024
_BOUNDARY_LIMIT: Final = 200

_TYPE: Final = re.compile(rb"\s*([A-Za-z]{1,40})/([A-Za-z0-9.+-]{1,80})")
_BOUNDARY: Final = re.compile(
    rb"(?i)boundary\s{0,9}=\s{0,9}(?:\"([^\"\n]{1,200})\"|([^\s;\"]{1,200}))"
)
_CHARSET: Final = re.compile(rb"(?i)charset\s{0,9}=\s{0,9}\"?([\w.:+-]{1,40})")
_FILE_NAME: Final = re.compile(rb"(?i)(?:file)?name\*?(?:\d\*?)?\s{0,9}=")
_PART_HEADER: Final = re.compile(
    rb"(?im)^(content-type|content-disposition|content-transfer-encoding|content-id)[ \t]{0,9}:"
    rb"([^\n]*(?:\n[ \t][^\n]*)*)"
)
_DASHES: Final = re.compile(rb"(?:\A|\n)--([^\n]{1,202})(?:\n|\Z)")

_QUESTION: Final = re.compile(r"[?？؟](?=[\s\"'“”’»)\]!?.,]|$)")
_WORD: Final = re.compile(r"[^\W_]+(?:['’_\-]+[^\W_]+)*")
_LINK: Final = re.compile(r"https?://\S+|\bwww\.\S+")
_THANKS: Final = re.compile(
    r"\b(?:thanks|thank\s+you|thx|thankful|danke|dankeschön|dank|merci|remercie|remercions|"
    r"remerciements|gracias|agradezco|agradecemos|agradecid[oa])\b",
    re.IGNORECASE,
)
_THANKS_STEMS: Final = ("thank", "thx", "dank", "merci", "gracias", "agradec", "agradez")
_NO_THANKS: Final = re.compile(
    r"\b(?:no|nein|non|nee)[,.]?\s+(?:thanks|thank\s+you|danke|merci|gracias)\b", re.IGNORECASE
)


class Signal(NamedTuple):
    """What is kept of a body. None where it holds no text that could be read."""

    n_words: int | None
    is_question: bool | None
    is_thanks: bool | None
    n_attachments: int


class _Part(NamedTuple):
    """A part that holds no others: its headers, and where its content lies."""

    headers: dict[bytes, bytes]
    start: int
    stop: int


def signal_of(fields: Fields, body: bytes) -> Signal:
    """Return the signal of a message from its headers and the beginning of its body."""
    text: str | None = None
    is_plain = False
    n_attachments = 0
    for part in _parts(fields, body):
        kind = _kind(part.headers)
        if _is_attachment(part.headers, kind):
            n_attachments += 1
        elif kind == b"text/plain" and not is_plain:
            text, is_plain = _text(part, body, TEXT_LIMIT), True
        elif kind == b"text/html" and text is None:
            text = strip_tags(_text(part, body, HTML_LIMIT))[:TEXT_LIMIT]
    if text is None:
        return Signal(None, None, None, n_attachments)
    own = own_words(text)
    if "http" in own or "www." in own:
        own = _LINK.sub(" ", own)
    if "@" in own:
        own = " ".join(piece for piece in own.split() if "@" not in piece)
    is_question = any(sign in own for sign in "?？؟") and _QUESTION.search(own) is not None
    return Signal(len(_WORD.findall(own)), is_question, _is_thanks(own), n_attachments)


def _is_thanks(own: str) -> bool:
    low = own.lower()
    if not any(stem in low for stem in _THANKS_STEMS):
        return False
    return _THANKS.search(_NO_THANKS.sub(" ", low)) is not None


def _kind(headers: dict[bytes, bytes]) -> bytes:
    found = _TYPE.match(headers.get(b"content-type", b""))
    return b"text/plain" if found is None else (found[1] + b"/" + found[2]).lower()


def _is_attachment(headers: dict[bytes, bytes], kind: bytes) -> bool:
    disposition = headers.get(b"content-disposition", b"").strip().lower()
    if disposition.startswith(b"attachment") or kind == b"message/rfc822":
        return True
    content_type = headers.get(b"content-type", b"")
    is_named = bool(_FILE_NAME.search(disposition) or _FILE_NAME.search(content_type))
    is_in_text = disposition.startswith(b"inline") or b"content-id" in headers
    return is_named and not is_in_text


def _boundary(headers: dict[bytes, bytes]) -> bytes:
    """Return the boundary of a multipart, empty for anything else."""
    content_type = headers.get(b"content-type", b"")
    if content_type.lstrip()[:10].lower() != b"multipart/":
        return b""
    found = _BOUNDARY.search(content_type)
    return (found[1] or found[2]).rstrip()[:_BOUNDARY_LIMIT] if found is not None else b""


def _parts(fields: Fields, body: bytes) -> Iterator[_Part]:
    """Yield the parts that hold no others, in one pass over the lines that begin with ``--``."""
    top = {name: value for name, value in fields.items() if name.startswith(b"content-")}
    boundary = _boundary(top)
    if not boundary:
        yield _Part(top, 0, len(body))
        return
    known = {boundary}
    stack = [boundary]
    current: tuple[dict[bytes, bytes], int] | None = None
    at, n_parts = 0, 0
    while (found := _DASHES.search(body, at)) is not None:
        at = max(found.end() - 1, found.start() + 1)
        name = found[1].rstrip()
        is_last = name not in known and name.endswith(b"--") and name[:-2] in known
        name = name[:-2] if is_last else name
        if name not in known:
            continue
        if current is not None:
            yield _Part(*current, found.start())
            current = None
        while stack[-1] != name:
            known.discard(stack.pop())
        if is_last:
            if len(stack) > 1:
                known.discard(stack.pop())
            continue
        n_parts += 1
        if n_parts > PARTS_LIMIT:
            return
        headers, start = _part_headers(body, at)
        inner = _boundary(headers)
        if inner and inner not in known and len(stack) < DEPTH_LIMIT:
            known.add(inner)
            stack.append(inner)
        elif not inner:
            current = headers, start
    if current is not None:
        yield _Part(*current, len(body))


def _part_headers(body: bytes, at: int) -> tuple[dict[bytes, bytes], int]:
    """Return the headers of the part whose boundary line ends at ``at``, and its content.

    They end at an empty line, or where the next boundary may begin: so no line is looked at
    for two parts.
    """
    if body.startswith(b"\n\n", at):
        return {}, at + 2
    limit = at + _PART_HEADER_LIMIT
    next_boundary = body.find(b"\n--", at, limit)
    if next_boundary >= 0:
        limit = next_boundary
    end = body.find(b"\n\n", at, limit)
    block = body[at + 1 : end if end >= 0 else limit]
    headers = {name.lower(): value for name, value in reversed(_PART_HEADER.findall(block))}
    if end >= 0:
        return headers, end + 2
    return headers, next_boundary if next_boundary >= 0 else len(body)


def _text(part: _Part, body: bytes, limit: int) -> str:
    """Return the decoded text of a part, at most ``limit`` bytes of it."""
    raw = body[part.start : min(part.stop, part.start + 4 * limit)]
    encoding = part.headers.get(b"content-transfer-encoding", b"").strip().lower()
    if encoding == b"base64":
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
        raw = binascii.a2b_base64(letters[: len(letters) // 4 * 4])
    elif encoding == b"quoted-printable":
        raw = binascii.a2b_qp(raw)
    found = _CHARSET.search(part.headers.get(b"content-type", b""))
    codec = CODECS.get(found[1].decode("ascii", "replace").lower()) if found is not None else None
    if codec in (None, "unknown", "ascii", "utf-8"):
        return decode_bytes(raw[:limit])
    return raw[:limit].decode(codec, "replace")
