"""From the bytes of a file named ``.csv`` to text, whatever saved it last."""

from __future__ import annotations

import codecs
import re
from typing import Final, NamedTuple

from netanalysis.errors import UnreadableExportError

_ZIP_MAGIC: Final = b"PK\x03\x04"
_OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0"
_ACCENTED: Final = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßœÀÁÂÃÄÅÆÇÈÉÊËÍÑÓÔÖØÚÜ")
_MARKUP: Final = re.compile(r"\s*<(?:!doctype|html|\?xml)", re.IGNORECASE)
NOT_UTF8: Final = "not UTF-8"


class Decoded(NamedTuple):
    """The text of a file, whether it was UTF-16, and a remark where it had to be guessed."""

    text: str
    is_utf16: bool
    doubt: str


def decode(data: bytes, name: str) -> Decoded:
    """Return the text of a file: UTF-16 by its mark, else UTF-8, else a Western code page.

    NUL characters are dropped. A file that is UTF-8 but for a few bytes stays so; any
    other is read as Windows-1252 or, where that gives fewer letters, as Mac Roman. In both
    cases ``doubt`` says so.

    Raises
    ------
    UnreadableExportError
        If the file is empty, an Excel workbook, or a web page under a false name.
    """
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise UnreadableExportError(f"{name} is empty; download the export again")
    if data.startswith(_ZIP_MAGIC) or data.startswith(_OLE_MAGIC):
        raise UnreadableExportError(
            f"{name} is not a CSV but a workbook or zip under that name; save it as "
            "CSV UTF-8 from Excel, or download the export again"
        )
    decoded = _decode(data)
    if _MARKUP.match(decoded.text):
        raise UnreadableExportError(
            f"{name} is a web page, not a CSV (perhaps a login page saved by the browser); "
            "download the export again"
        )
    return decoded


def _decode(data: bytes) -> Decoded:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Decoded(data.decode("utf-16", "replace").replace("\x00", ""), True, "")
    head = data[:4096]
    if head[1::2].count(0) > len(head) * 0.4:
        return Decoded(data.decode("utf-16-le", "replace").replace("\x00", ""), True, "")
    try:
        return Decoded(data.decode("utf-8-sig").replace("\x00", ""), False, "")
    except UnicodeDecodeError:
        pass
    almost = data.decode("utf-8-sig", "replace")
    n_bad = almost.count("\ufffd")
    if sum(c > "\x7f" for c in almost) > 2 * n_bad:
        doubt = f"{n_bad} places in the file are not UTF-8; a replacement sign stands there"
        return Decoded(almost.replace("\x00", ""), False, doubt)
    windows = data.decode("cp1252", "replace")
    mac = data.decode("mac_roman", "replace")
    text, code_page = (
        (mac, "Mac Roman") if _letters(mac) > _letters(windows) else (windows, "Windows-1252")
    )
    doubt = (
        f"the file is not UTF-8, it was probably saved again by another program; read as "
        f"{code_page}, check accented names"
    )
    return Decoded(text.replace("\x00", ""), False, doubt)


def _letters(text: str) -> int:
    """Count accented letters less other odd characters: high where the code page is right."""
    return sum(1 if c in _ACCENTED else -1 for c in text if c > "\x7f")
