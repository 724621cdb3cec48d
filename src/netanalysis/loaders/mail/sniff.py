"""What is this file? Told by its first bytes, never by its name."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Final

from netanalysis.errors import UnreadableExportError
from netanalysis.loaders.mail import emlx, msg, outlook_csv
from netanalysis.loaders.mail.separators import begins_mbox
from netanalysis.loaders.mail.stream import Member, Stream
from netanalysis.zips import MemberError

MBOX: Final = "mbox"
MESSAGE: Final = "message"
EMPTY: Final = "empty"
DAMAGED: Final = "damaged"
OTHER: Final = "other"
EMLX: Final = "emlx"
OLE: Final = "ole"
PST: Final = "pst"
CSV: Final = "csv"
ZIP: Final = "zip"
TAR: Final = "tar"
LOCKED: Final = "locked"
"""Packed in a way that an extra package would read."""

SINGLES: Final = frozenset((MESSAGE, EMLX, OLE))
"""Files that hold one message each."""

SNIFF_BYTES: Final = 16 * 1024
"""Bytes looked at; the headers that tell stand at the top."""

LINES_LOOKED_AT: Final = 500

MIN_KNOWN: Final = 2
"""Well-known header names that make a file a message: one alone occurs in any notes file."""

_HEADER_LINE: Final = re.compile(rb"([A-Za-z][A-Za-z0-9_-]{0,99})[ \t]*:")
_KNOWN: Final = frozenset(
    b"from to cc bcc subject date message-id received return-path delivered-to reply-to sender "
    b"in-reply-to references mime-version content-type x-mailer user-agent x-from x-to "
    b"x-gm-thrid x-gmail-labels".split()
)
_PST_MAGIC: Final = b"!BDN"
_ZIP_MAGICS: Final = (b"PK\x03\x04", b"PK\x05\x06")
_COMPANION_ENDINGS: Final = (".msf", ".plist", ".ini", ".snm", ".mozmsgs", ".lock")
_COMPANION_NAMES: Final = frozenset(
    "table_of_contents thumbs.db maildirfolder msgfilterrules.dat dovecot-uidlist dovecot-keywords "
    "subscriptions dovecot-uidvalidity courierimapuiddb courierimapkeywords popstate.dat".split()
)


def is_companion(name: str) -> bool:
    """Return whether a file name is that of an index or a note beside mail, not of mail."""
    low = name.lower()
    return low.startswith(".") or low.endswith(_COMPANION_ENDINGS) or low in _COMPANION_NAMES


def is_regular(path: Path) -> bool:
    """Return whether a path is a regular file and no link; False where it cannot be seen."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Return whether a path is a folder and no link; False where it cannot be seen."""
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except (OSError, ValueError):
        return False


def is_maildir(path: Path) -> bool:
    """Return whether a folder is a Maildir: it has ``cur``, and ``new`` or ``tmp``."""
    return is_folder(path / "cur") and (is_folder(path / "new") or is_folder(path / "tmp"))


def kind_of_file(place: Path | Member) -> str:
    """Return what a regular file is: one of the kinds above.

    Raises
    ------
    OSError
        If the file cannot be opened.
    """
    try:
        stream = Stream(place, block=SNIFF_BYTES)
    except MemberError:
        return DAMAGED
    except UnreadableExportError:
        return LOCKED
    with stream:
        if not stream.n_bytes:
            return EMPTY
        head = stream.read_block()
        if stream.damage and not head:
            return DAMAGED
        kind = kind_of_opening(stream.opening, head[:SNIFF_BYTES])
        if stream.damage and kind == OTHER:
            return DAMAGED
    if kind == OLE and not msg.is_msg(place):
        return OTHER
    return kind


def kind_of_opening(opening: bytes, head: bytes) -> str:
    """Return the kind of a file from its first bytes, as they are and with plain line ends."""
    if opening.startswith(_PST_MAGIC):
        return PST
    if opening.startswith(msg.OLE_MAGIC):
        return OLE
    if opening.startswith(_ZIP_MAGICS):
        return ZIP
    if opening[257:262] == b"ustar":
        return TAR
    count = emlx.COUNT_LINE.match(head)
    if count is not None:
        return EMLX if kind_of_bytes(head[count.end() :]) == MESSAGE else OTHER
    if outlook_csv.is_header(head):
        return CSV
    return kind_of_bytes(head)


def kind_of_bytes(head: bytes) -> str:
    """Return what kind of file begins with ``head`` (line ends already plain)."""
    head = head.lstrip(b"\n")
    if not head.strip():
        return EMPTY
    if head.startswith(b"From "):
        return MBOX if begins_mbox(head) else OTHER
    known: set[bytes] = set()
    for line in head.split(b"\n", LINES_LOOKED_AT):
        found = _HEADER_LINE.match(line)
        if found is not None:
            known.add(found[1].lower())
            if len(known & _KNOWN) >= MIN_KNOWN:
                return MESSAGE
        elif line[:1] not in (b" ", b"\t") or not known:
            break
    return OTHER
