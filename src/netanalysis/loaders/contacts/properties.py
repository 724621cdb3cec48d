"""One line of a vCard, of any of its three versions: name, encoding, value.

Read from left to right, so that no line, however odd, takes longer than its length.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as Base64Error
from quopri import decodestring
from typing import Final, NamedTuple

_TOKENS: Final = re.compile(r'"[^"]*"|[^":]+|[":]')
_CODINGS: Final = frozenset(["QUOTED-PRINTABLE", "BASE64", "B"])
_ESCAPED: Final = re.compile(r"\\([nN,;:\\])")


class Property(NamedTuple):
    """A line: its name without a group, in upper case, its decoded value, and the group."""

    name: str
    value: str
    group: str = ""

    @property
    def text(self) -> str:
        """The value as plain text."""
        return unescaped(self.value)

    @property
    def parts(self) -> list[str]:
        """The parts of a structured value (``N``, ``ORG``), blank ones too."""
        fields: list[str] = [""]
        for piece in re.split(r"(\\.|;)", self.value, flags=re.DOTALL):
            if piece == ";":
                fields.append("")
            else:
                fields[-1] += piece
        return [unescaped(part) for part in fields]


def unescaped(text: str) -> str:
    """Return text with the backslashes of vCard taken off."""
    return _ESCAPED.sub(lambda m: " " if m[1] in "nN" else m[1], text)


def property_of(line: str) -> Property | None:
    """Return what a line says; None where it has no value or cannot be decoded."""
    head, at = "", 0
    for token in _TOKENS.finditer(line):
        if token[0] == ":":
            head, at = line[: token.start()], token.end()
            break
    if not at:
        return None
    name, *words = (word.strip().upper() for word in head.split(";"))
    params = dict(word.partition("=")[::2] for word in words if "=" in word)
    # vCard 2.1 writes the bare word.
    encoding = params.get("ENCODING", "").strip('"')
    encoding = encoding or next((word for word in words if word in _CODINGS), "")
    value = _decoded(line[at:], encoding, params.get("CHARSET", "").strip('"'))
    group, _, name = name.rpartition(".")
    return None if value is None else Property(name, value, group)


def _decoded(value: str, encoding: str, charset: str) -> str | None:
    """Return a value without its encoding; None where it is broken."""
    if encoding not in _CODINGS:
        return value
    try:
        raw = value.encode("utf-8", "replace")
        data = decodestring(raw) if encoding == "QUOTED-PRINTABLE" else b64decode(raw)
    except (Base64Error, ValueError):
        return None
    for codec in (charset or "utf-8", "cp1252"):
        try:
            return data.decode(codec).replace("\x00", "")
        except (LookupError, ValueError):
            continue
    return data.decode("utf-8", "replace")
