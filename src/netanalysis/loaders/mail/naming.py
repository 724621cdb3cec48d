"""What mail folders and files are called: in a tree of folders, and inside archives."""

from __future__ import annotations

import os
import re
from typing import Final

from netanalysis.loaders.mail.text import clean

_ENDINGS: Final = (
    *(".gz", ".bz2", ".xz", ".zst", ".mbox", ".mbx", ".mboxrd", ".eml", ".csv"),
    *(".pst", ".ost"),
)
_MAILDIR_PART: Final = re.compile(r"/(?:cur|new)$")
_NOT_MAIL: Final = frozenset(
    "json html htm ics vcf vcard pdf jpg jpeg png gif webp heic svg mp3 mp4 mov avi m4a wav 3gp "
    "doc docx xls xlsx ppt pptx odt ods xml js css sqlite db msf plist ini dat log lock snm md "
    "exe dll py ttf woff rtf tex bin iso dmg apk geojson gpx kml atom rss".split()
)
"""Endings of files that no mail program writes mail into. Inside archives they are not opened:
an archive of somebody's whole life holds thousands of them."""


def shown_name(path: str) -> str:
    """Return a path part as valid text, without characters that could fool a reader."""
    return clean(os.fsencode(path).decode("utf-8", "replace")) or "?"


def mbox_folder(file_name: str) -> str:
    """Return the mail folder that an mbox file stands for: its name without endings."""
    is_cut = True
    while is_cut:
        is_cut = False
        for ending in _ENDINGS:
            if file_name.lower().endswith(ending) and len(file_name) > len(ending):
                file_name, is_cut = file_name[: -len(ending)], True
    return shown_name(file_name)


def apple_folder(relative: str) -> str:
    """Return the mailbox of a folder in Apple Mail's own store, "" for any other folder.

    The store keeps messages in ``Sent.mbox/<number>/Data/1/Messages``: the mailbox is what
    stands up to the last ``.mbox``.
    """
    head, found, tail = relative.rpartition(".mbox/")
    if not found or not tail.endswith("Messages"):
        return ""
    return shown_name(head.replace(".mbox/", "/"))


def member_folder(member: str, *, is_mbox: bool) -> str:
    """Return the mail folder that a member of an archive lies in, or stands for."""
    parent, _, last = member.rpartition("/")
    if is_mbox:
        if last == "mbox" and parent.endswith(".mbox"):
            own = parent.removesuffix(".mbox")
        else:
            own = f"{parent}/{mbox_folder(last)}" if parent else mbox_folder(last)
    else:
        own = apple_folder(parent) or _MAILDIR_PART.sub("", parent).removesuffix(".mbox")
        before, _, box = own.rpartition("/")
        if box.startswith("."):  # Maildir++
            own = f"{before}/{box[1:].replace('.', '/')}".strip("/")
    own = own.replace(".sbd/", "/").replace(".mbox/", "/")
    return shown_name(own) if own else ""


def is_worth_a_look(member: str) -> bool:
    """Return whether a member of an archive may be mail, by its ending."""
    last = member.rpartition("/")[2].casefold()
    _, dot, ending = last.rpartition(".")
    return not dot or ending not in _NOT_MAIL


def is_half_delivered(member: str) -> bool:
    """Return whether a member lies in the ``tmp`` folder of a Maildir."""
    parent = member.rpartition("/")[0]
    return parent == "tmp" or parent.endswith("/tmp")


def is_system_file(member: str) -> bool:
    """Return whether a member of an archive is what macOS or Windows leaves beside files.

    A leading dot alone does not tell: ``.Sent`` is a Maildir++ folder.
    """
    parts = member.replace("\\", "/").split("/")
    return "__MACOSX" in parts or parts[-1].startswith("._") or parts[-1] in ("", ".DS_Store")
