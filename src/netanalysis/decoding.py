"""From the bytes of a file named ``.csv`` to text, whatever saved it last."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

import numpy as np

from netanalysis.errors import UnreadableExportError

_ZIP_MAGIC: Final = b"PK\x03\x04"
_OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0"
_ACCENTED: Final = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßœÀÁÂÃÄÅÆÇÈÉÊËÍÑÓÔÖØÚÜ")
_MARKUP: Final = re.compile(r"\s*<(?:!doctype|html|\?xml)", re.IGNORECASE)
_NOTHING: Final = b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"
LARGEST_AT_ONCE: Final = 2**31 - 1
"""Bytes one Arrow text can hold."""

NOT_UTF8: Final = "not UTF-8"


@dataclass(frozen=True)
class Decoded:
    """A file as UTF-8, whether it was UTF-16, and a remark where it had to be guessed."""

    data: bytes
    is_utf16: bool = False
    doubt: str = ""

    @property
    def text(self) -> str:
        """The whole file as text."""
        return self.data.decode("utf-8", "replace")

    def head(self, size: int) -> str:
        """Return about the first ``size`` bytes as text."""
        return self.data[:size].decode("utf-8", "ignore")


def decode(data: bytes, name: str) -> Decoded:
    """Return a file as UTF-8: UTF-16 by its mark, else UTF-8, else a Western code page.

    NUL characters are dropped. A file that is UTF-8 but for a few bytes stays so; any
    other is read as Windows-1252 or, where that gives fewer letters, as Mac Roman. In both
    cases ``doubt`` says so.

    Raises
    ------
    UnreadableExportError
        If the file is empty, an Excel workbook, or a web page under a false name.
    """
    if not data[:4096].strip(_NOTHING) and not data.strip(_NOTHING):
        raise UnreadableExportError(f"{name} is empty; download the export again")
    if data.startswith(_ZIP_MAGIC) or data.startswith(_OLE_MAGIC):
        raise UnreadableExportError(
            f"{name} is not a CSV but a workbook or zip under that name; save it as "
            "CSV UTF-8 from Excel, or download the export again"
        )
    decoded = _decode(data)
    if _MARKUP.match(decoded.head(1000)):
        raise UnreadableExportError(
            f"{name} is a web page, not a CSV (perhaps a login page saved by the browser); "
            "download the export again"
        )
    return decoded


def _decode(data: bytes) -> Decoded:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Decoded(_encoded(data.decode("utf-16", "replace")), is_utf16=True)
    head = data[:4096]
    if head[1::2].count(0) > len(head) * 0.4:
        return Decoded(_encoded(data.decode("utf-16-le", "replace")), is_utf16=True)
    plain = data.removeprefix(codecs.BOM_UTF8)
    if _is_utf8(plain):
        return Decoded(plain.replace(b"\x00", b"") if b"\x00" in plain else plain)
    almost = plain.decode("utf-8", "replace")
    n_bad = almost.count("\ufffd")
    if sum(c > "\x7f" for c in almost) > 2 * n_bad:
        doubt = f"{n_bad} places in the file are not UTF-8; a replacement sign stands there"
        return Decoded(_encoded(almost), doubt=doubt)
    windows = data.decode("cp1252", "replace")
    mac = data.decode("mac_roman", "replace")
    text, code_page = (
        (mac, "Mac Roman") if _letters(mac) > _letters(windows) else (windows, "Windows-1252")
    )
    doubt = (
        f"the file is not UTF-8, it was probably saved again by another program; read as "
        f"{code_page}, check accented names"
    )
    return Decoded(_encoded(text), doubt=doubt)


def _encoded(text: str) -> bytes:
    return text.replace("\x00", "").encode("utf-8", "replace")


def _is_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8, found out without making a text of them."""
    import pyarrow as pa

    if len(data) > LARGEST_AT_ONCE:
        try:
            data.decode()
        except UnicodeDecodeError:
            return False
        return True
    ends = pa.py_buffer(np.array([0, len(data)], dtype=np.int32))
    whole = pa.Array.from_buffers(pa.utf8(), 1, [None, ends, pa.py_buffer(data)])
    try:
        whole.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _letters(text: str) -> int:
    """Count accented letters less other odd characters: high where the code page is right."""
    return sum(1 if c in _ACCENTED else -1 for c in text if c > "\x7f")
