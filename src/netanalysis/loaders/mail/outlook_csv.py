"""Outlook's CSV export of a mail folder: one row a message, columns named in its language.

Classic Outlook writes subject, body, and name, address and type of From, To, CC and BCC, but
neither dates nor identifiers. Column names are known in English, German, French and Spanish.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from netanalysis.loaders.mail.body_keys import body_key
from netanalysis.loaders.mail.parties import Parties, Party, party
from netanalysis.loaders.mail.split import RawMessage
from netanalysis.loaders.mail.text import decode_bytes

FIELD_LIMIT: Final = 1024 * 1024
"""Bytes kept of one field; long bodies are cut, the row still counts."""

ROW_LIMIT: Final = 200
"""Fields kept of one row; Outlook writes about twenty."""

_HEADER_BYTES: Final = 4096
_ROLES: Final = {
    "from": "from von de",
    "to": "to an a para",
    "cc": "cc",
    "bcc": "bcc cci cco",
}
_PARTS: Final = {
    "name": "name nom nombre",
    "address": "address adresse direccion",
}
_OTHERS: Final = {
    "subject": "subject betreff objet asunto",
    "body": "body text textkorper nachrichtentext corps cuerpo",
    "date": "date sent senton sentdate gesendet gesendetam datum envoye envoyele enviado fecha "
    "received receivedon erhalten empfangen recu recule recibido",
}
_ROLE_OF: Final = {word: role for role, words in _ROLES.items() for word in words.split()}
_PART_OF: Final = {word: part for part, words in _PARTS.items() for word in words.split()}
_OTHER_OF: Final = {word: name for name, words in _OTHERS.items() for word in words.split()}
_PERSON_COLUMN: Final = re.compile(r"([a-z]{1,5}):\(([a-z]{1,9})\)")
_DELIMITERS: Final = (",", ";", "\t")
_HAS_LETTER: Final = re.compile(rb"[A-Za-z]")


class Row(NamedTuple):
    """One message of the export."""

    raw: RawMessage
    parties: Parties
    is_ragged: bool
    """It has another number of fields than the header."""


def is_header(head: bytes) -> bool:
    """Return whether a file begins with the header row of Outlook's export of mail."""
    line = head[:_HEADER_BYTES].split(b"\n", 1)[0]
    if b"(" not in line or b":" not in line:
        return False
    columns, _ = _columns(line)
    return ("from", "address") in columns.values() or ("from", "name") in columns.values()


def _columns(line: bytes) -> tuple[dict[int, tuple[str, str]], str]:
    """Return what each column holds, and the delimiter."""
    text = decode_bytes(line.rstrip(b"\r\n"))
    delimiter = max(_DELIMITERS, key=text.count)
    found: dict[int, tuple[str, str]] = {}
    for at, name in enumerate(text.split(delimiter)[:ROW_LIMIT]):
        plain = unicodedata.normalize("NFKD", name.casefold())
        plain = "".join(c for c in plain if not unicodedata.combining(c) and c not in '" _.\u00a0')
        person = _PERSON_COLUMN.fullmatch(plain)
        meaning = ("", "")
        if person is not None:
            meaning = (_ROLE_OF.get(person[1], ""), _PART_OF.get(person[2], ""))
        elif plain in _OTHER_OF:
            meaning = (_OTHER_OF[plain], "")
        if meaning[0] and meaning not in found.values() and (person is None or meaning[1]):
            found[at] = meaning
    return found, delimiter


def read_rows(read_block: Callable[[], bytes]) -> Iterator[Row]:
    r"""Yield the messages of an export whose bytes come block by block with ``\n`` ends."""
    first = b""
    while b"\n" not in first and len(first) < _HEADER_BYTES:
        block = read_block()
        if not block:
            break
        first += block
    line, _, rest = first.partition(b"\n")
    columns, delimiter = _columns(line)
    n_columns = len(decode_bytes(line).split(delimiter))
    for fields in _records(rest, read_block, delimiter.encode()):
        if any(_HAS_LETTER.search(field) or field.strip() for field in fields):
            yield _row(fields, columns, n_columns)


def _records(
    buffer: bytes, read_block: Callable[[], bytes], delimiter: bytes
) -> Iterator[list[bytes]]:
    """Yield records of fields; quotes doubled inside quotes, long fields cut, linear in time."""
    stop = re.compile(rb'["\n' + re.escape(delimiter) + rb"]")
    fields: list[bytes] = []
    parts: list[bytes] = []
    kept, at, is_quoted, is_end = 0, 0, False, False

    def keep(piece: bytes) -> None:
        nonlocal kept
        if piece and kept < FIELD_LIMIT:
            parts.append(piece[: FIELD_LIMIT - kept])
            kept += len(piece)

    while True:
        end = buffer.find(b'"', at) if is_quoted else -1
        if not is_quoted:
            found = stop.search(buffer, at)
            end = found.start() if found is not None else -1
        needs_more = end < 0 or (is_quoted and end + 1 == len(buffer))
        if needs_more and not is_end:
            keep(buffer[at : end if end >= 0 else len(buffer)])
            buffer, at = buffer[end:] if end >= 0 else b"", 0
            block = read_block()
            is_end, buffer = not block, buffer + block
            continue
        if end < 0:
            keep(buffer[at:])
            break
        keep(buffer[at:end])
        sign, at = buffer[end : end + 1], end + 1
        if is_quoted:
            if buffer[at : at + 1] == b'"':
                keep(b'"')
                at += 1
            else:
                is_quoted = False
        elif sign == b'"':
            is_quoted = True
        else:
            if len(fields) < ROW_LIMIT:
                fields.append(b"".join(parts))
            parts, kept = [], 0
            if sign == b"\n":
                yield fields
                fields = []
    if fields or parts:
        yield [*fields, b"".join(parts)]


def _row(fields: list[bytes], columns: dict[int, tuple[str, str]], n_columns: int) -> Row:
    texts = {
        meaning: decode_bytes(fields[at]).strip()
        for at, meaning in columns.items()
        if at < len(fields)
    }
    sender = _people(texts, "from")
    named = {role: _people(texts, role) for role in ("to", "cc", "bcc")}
    parties = Parties(
        sender[0][0] if sender[0] else None,
        named["to"][0],
        named["cc"][0],
        named["bcc"][0],
        sum(n for _, n in named.values()),
    )
    body = texts.get(("body", ""), "")
    lines = [
        ("Subject", texts.get(("subject", ""), "")),
        ("Date", texts.get(("date", ""), "")),
        ("Content-Type", "text/plain; charset=utf-8"),
    ]
    head = "".join(f"\n{name}: {' '.join(text.split())}" for name, text in lines if text)
    data = body.encode("utf-8", "replace")
    raw = RawMessage(b"", head.encode("utf-8", "replace"), body_key(data), False, False, data)
    return Row(raw, parties, len(fields) != n_columns)


def _people(texts: dict[tuple[str, str], str], role: str) -> tuple[tuple[Party, ...], int]:
    """Return the people of a role; names and addresses are lists of equal length."""
    names = _split(texts.get((role, "name"), ""))
    addresses = _split(texts.get((role, "address"), ""))
    if len(addresses) != len(names):
        if any("@" in one for one in addresses):
            names = [""] * len(addresses)
        else:
            addresses = [""] * len(names)
    found = [party(*pair) for pair in zip(addresses, names, strict=True)]
    people = tuple(one for one in found if one is not None)
    return people, len(found) - len(people)


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]
