"""Header bytes to text that is safe to keep: decoded once, valid UTF-8, nothing invisible.

Three questions are answered here: which characters do raw header bytes stand for, what do
RFC 2047 encoded words (``=?utf-8?q?...?=``) say, and which characters must not survive in a
name or a subject. Every function is linear in the length of its input.
"""

from __future__ import annotations

import binascii
import re
from typing import Final

CODECS: Final = {
    name: codec
    for codec, names in (
        ("utf-8", "utf-8 utf8 unicode-1-1-utf-8 utf-8-sig"),
        ("ascii", "us-ascii ascii ansi_x3.4-1968 646 iso646-us"),
        ("latin-1", "iso-8859-1 iso8859-1 latin1 latin-1 iso_8859-1 8859-1 l1"),
        ("cp1252", "windows-1252 cp1252 cp-1252 x-cp1252 ansi"),
        ("gb18030", "gb2312 gbk gb18030 cp936 gb_2312-80 x-gbk euc-cn hz-gb18030"),
        ("hz", "hz-gb-2312 hz"),
        ("big5", "big5 big-5 x-x-big5 cp950"),
        ("big5hkscs", "big5-hkscs big5hkscs"),
        ("euc_jp", "euc-jp euc_jp x-euc-jp eucjp"),
        ("cp932", "shift_jis shift-jis sjis x-sjis cp932 ms932 windows-31j"),
        ("iso2022_jp_2", "iso-2022-jp iso-2022-jp-2 csiso2022jp iso-2022-jp-1"),
        ("iso2022_jp_ext", "iso-2022-jp-ext"),
        ("iso2022_kr", "iso-2022-kr"),
        ("cp949", "euc-kr ks_c_5601-1987 ks_c_5601 ksc5601 cp949 x-windows-949 korean"),
        ("johab", "johab"),
        ("koi8_r", "koi8-r koi8_r koi8r"),
        ("koi8_u", "koi8-u koi8_u"),
        ("tis_620", "tis-620 windows-874 iso-8859-11"),
        ("mac_roman", "macintosh mac x-mac-roman macroman"),
        ("utf-7", "utf-7 unicode-1-1-utf-7"),
        ("cp437", "cp437 ibm437"),
        ("cp850", "cp850 ibm850"),
        ("cp852", "cp852 ibm852"),
        ("cp866", "cp866 ibm866"),
        *((f"iso8859-{n}", f"iso-8859-{n} iso8859-{n} iso_8859-{n}") for n in (*range(2, 11),)),
        *((f"iso8859-{n}", f"iso-8859-{n} iso8859-{n} iso_8859-{n}") for n in range(13, 17)),
        *((f"cp125{n}", f"windows-125{n} cp125{n} x-cp125{n}") for n in (0, 1, 3, 4, 5, 6, 7, 8)),
        ("iso8859-6", "iso-8859-6-i iso-8859-6-e"),
        ("iso8859-8", "iso-8859-8-i iso-8859-8-e"),
        ("unknown", "unknown unknown-8bit x-unknown default 8bit"),
    )
    for name in names.split()
}
"""Character sets a header may name. A closed list: Python also calls ``zlib``, ``rot13`` and
``unicode_escape`` codecs, and none of them is a character set."""

_INVISIBLE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
"""Controls, bidirectional marks, zero-width and blank letters, tags, lone surrogates."""

_FIRST_BLANK_LETTER: Final = "\u1100"
"""Below it, what is invisible is not printable in Python's sense either."""

_ODD_SPACE: Final = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_FOLD: Final = re.compile(r"[\t\n\v\f\r \u00a0\u2000-\u200a\u202f\u3000\u0085\u2028\u2029]+")
_DECLARED: Final = re.compile(rb'(?i)charset\s{0,9}=\s{0,9}["\']?([\w.:+-]{1,40})')


def declared_codec(head: bytes) -> str | None:
    """Return the codec a header block declares for its text, or None for none we know."""
    lower, found, at = head.lower(), None, -1
    while found is None:
        at = lower.find(b"charset", at + 1)  # a tenth of the time of a search without case
        if at < 0:
            return None
        found = _DECLARED.match(head, at)
    codec = CODECS.get(found[1].decode("ascii", "replace").lower())
    return None if codec in ("unknown", "ascii", "utf-7") else codec


def clean(text: str) -> str:
    """Return ``text`` on one line, single-spaced, without invisible characters.

    What is removed: control and bidirectional characters, zero-width characters and blank
    letters, lone surrogates. Runs of white space become one space; the ends are stripped.
    """
    if text.isprintable() and "  " not in text and max(text, default="") < _FIRST_BLANK_LETTER:
        return text.strip(" ")
    text = _FOLD.sub(" ", text)
    return _FOLD.sub(" ", _INVISIBLE.sub("", text)).strip(" ")


def has_invisible(text: str) -> bool:
    """Return whether ``text`` holds a character that :func:`clean` would take away."""
    return _INVISIBLE.search(text) is not None


def mark_invisible(text: str) -> str:
    """Return ``text`` with controls dropped and other invisible characters made visible.

    For addresses. Taking a zero-width letter out of an address would turn a look-alike into
    the address it imitates; a replacement character keeps the two apart. So it is with a
    space that is none on a keyboard.
    """
    text = re.sub("[\x00-\x1f\x7f-\x9f]", "", text)
    return _ODD_SPACE.sub("\ufffd", _INVISIBLE.sub("\ufffd", text))


def is_plain(raw: bytes) -> bool:
    """Return whether :func:`decode_text` would do nothing but strip spaces at the ends."""
    if not raw.isascii():
        return False
    text = raw.decode("ascii")  # text is searched in a third of the time of bytes
    return text.isprintable() and "=?" not in text and "  " not in text


def decode_text(raw: bytes, codec: str | None = None) -> str:
    """Return the readable text of a header value.

    Raw 8-bit bytes are read as UTF-8, else as ``codec`` (what the message declares), else as
    Windows-1252. Encoded words are decoded once; a word in an unknown character set stays as
    written. The result is clean in the sense of :func:`clean`.
    """
    if is_plain(raw):
        return raw.decode("ascii").strip(" ")
    text = decode_bytes(raw, codec)
    if "=?" in text:
        text = _decode_words(text)
    return clean(text)


def decode_bytes(raw: bytes, codec: str | None = None) -> str:
    """Return raw bytes as text: UTF-8, else ``codec``, else Windows-1252; never fails."""
    if b"\x1b$" in raw or b"\x1b(" in raw:
        try:
            return raw.decode("iso2022_jp_2")
        except UnicodeDecodeError:
            pass
    for candidate in ("utf-8", codec):
        if candidate:
            try:
                return raw.decode(candidate)
            except UnicodeDecodeError:
                continue
    return raw.decode("cp1252", "replace")


def _decode_words(text: str) -> str:
    """Decode the encoded words of ``text`` in one pass from left to right."""
    out: list[str] = []
    pending: list[bytes] = []  # bytes of neighbouring words in one character set
    pending_codec = ""
    done = 0  # everything before this index is written or pending
    close = -1  # index of the next "?=", found once and kept
    start = text.find("=?")
    while start >= 0:
        word = _word_at(text, start)
        if word is None:
            start = text.find("=?", start + 2)
            continue
        codec, encoding, begin = word
        if close < begin:
            close = text.find("?=", begin)
            if close < 0:
                break  # no word can end any more
        inner = text.find("=?", begin, close)
        if inner >= 0:
            start = inner  # this one never ends; the next may
            continue
        gap = text[done:start]
        if pending and (gap.strip(" \t\r\n") or codec != pending_codec):
            out.append(_to_text(b"".join(pending), pending_codec))
            if gap.strip(" \t\r\n"):
                out.append(gap)
            pending = []
        elif not pending:
            out.append(gap)
        pending.append(_payload(text[begin:close], encoding))
        pending_codec = codec
        done = close + 2
        start = text.find("=?", done)
    if pending:
        out.append(_to_text(b"".join(pending), pending_codec))
    out.append(text[done:])
    return "".join(out)


_WORD_HEAD: Final = re.compile(r"=\?([\w.:+-]{1,40})(?:\*[\w-]{0,20})?\?([bBqQ])\?", re.ASCII)


def _word_at(text: str, start: int) -> tuple[str, str, int] | None:
    """Return codec, encoding and begin of the payload of the word that starts here."""
    found = _WORD_HEAD.match(text, start)
    if found is None:
        return None
    codec = CODECS.get(found[1].lower())
    return None if codec is None else (codec, found[2].lower(), found.end())


def _payload(text: str, encoding: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if encoding == "q":
        return binascii.a2b_qp(data.replace(b"\n", b"").replace(b"\r", b""), header=True)
    data = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    if len(data) % 4 == 1:
        data = data[:-1]  # one letter too many carries no whole byte
    return binascii.a2b_base64(data + b"=" * (-len(data) % 4))


def _to_text(data: bytes, codec: str) -> str:
    """Decode by a codec of the list; what it cannot read becomes a replacement mark."""
    if codec in ("unknown", "ascii"):
        return decode_bytes(data)
    if codec == "latin-1" and re.search(rb"[\x80-\x9f]", data):
        codec = "cp1252"  # printable there, controls in Latin-1: a usual mislabelling
    if codec == "iso2022_jp_2":
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            codec = "iso2022_jp_ext"
    return data.decode(codec, "replace")
