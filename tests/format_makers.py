"""Mail in the structures that real programs write, with invented people; built, not copied."""

from __future__ import annotations

import io
import itertools
import struct
import tarfile
import zipfile
from pathlib import Path

from mail_makers import mbox, message

EMLX_TAIL = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" '
    b'"http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n<plist version="1.0">\n<dict>\n'
    b"\t<key>conversation-id</key>\n\t<integer>5012</integer>\n\t<key>date-received</key>\n"
    b"\t<integer>965736000</integer>\n\t<key>flags</key>\n\t<integer>%d</integer>\n"
    b"</dict>\n</plist>\n"
)
TAKEOUT_LINE = b"From 1773664405479613283@xxx Tue Aug 08 12:36:29 +0000 2000\n"


def emlx(data: bytes, flags: int = 8590195713, count: int | None = None) -> bytes:
    """Return a message as Apple Mail stores it: byte count, message, property list."""
    return b"%-10d\n" % (len(data) if count is None else count) + data + EMLX_TAIL % flags


def takeout_mbox(*messages: bytes) -> bytes:
    """Return an mbox with the separators and line ends of Google Takeout."""
    return mbox(*messages, separator=TAKEOUT_LINE).replace(b"\n", b"\r\n")


def zipped(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write a zip of the members."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def tarred(
    path: Path,
    members: dict[str, bytes],
    mode: str = "w:gz",
    form: int = tarfile.PAX_FORMAT,
) -> Path:
    """Write a tar of the members, in their order."""
    with tarfile.open(path, mode, format=form) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def takeout_members(folder: str = "Mail", everything: str = "All mail Including Spam and Trash"):
    """Return the members of a Takeout: all mail, a label file that repeats one, other files."""
    inbox = message(
        subject="plans", message_id="<1@x>", x_gmail_labels='Inbox,Unread,"Travel, 2023"'
    )
    sent = message(subject="answer", message_id="<2@x>", x_gmail_labels="Sent", x_gm_thrid="17")
    spam = message(subject="win", message_id="<3@x>", x_gmail_labels="Spam")
    return {
        "Takeout/archive_browser.html": b"<html></html>",
        f"Takeout/{folder}/{everything}.mbox": takeout_mbox(inbox, sent, spam),
        f"Takeout/{folder}/Travel, 2023.mbox": takeout_mbox(inbox),
        f"Takeout/{folder}/User Settings/Filters.json": b"{}",
    }


# A compound file (OLE 2) that holds the streams of an Outlook message.

_SECTOR, _MINI = 512, 64
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_PROPERTIES = "__properties_version1.0"


def msg(
    texts: dict[int, str],
    recipients: list[dict[int, str | int]] | None = None,
    *,
    numbers: dict[int, int] | None = None,
    n_attachments: int = 0,
    is_ansi: bool = False,
) -> bytes:
    """Return an Outlook ``.msg``: one stream a text property, fixed ones in a table."""
    tree: dict[str, object] = {}
    for number, text in texts.items():
        kind = "001E" if is_ansi else "001F"
        data = text.encode("cp1252" if is_ansi else "utf-16-le")
        tree[f"__substg1.0_{number:04X}{kind}"] = data
    tree[_PROPERTIES] = b"\0" * 32 + _fixed(numbers or {})
    for at, recipient in enumerate(recipients or []):
        storage: dict[str, object] = {
            f"__substg1.0_{number:04X}001F": value.encode("utf-16-le")
            for number, value in recipient.items()
            if isinstance(value, str)
        }
        fixed = {number: value for number, value in recipient.items() if isinstance(value, int)}
        storage[_PROPERTIES] = b"\0" * 8 + _fixed(fixed)
        tree[f"__recip_version1.0_#{at:08X}"] = storage
    for at in range(n_attachments):
        tree[f"__attach_version1.0_#{at:08X}"] = {_PROPERTIES: b"\0" * 8}
    return compound_file(tree)


def _fixed(numbers: dict[int, int]) -> bytes:
    """Return entries of a property table: times are FILETIMEs, the rest 32-bit numbers."""
    times = (0x0039, 0x0E06)
    return b"".join(
        struct.pack("<HHIq", 0x0040 if number in times else 0x0003, number, 6, value)
        for number, value in numbers.items()
    )


def compound_file(tree: dict[str, object]) -> bytes:
    """Return a compound file of nested storages (dicts) and streams (bytes)."""
    entries: list[dict] = [{"name": "Root Entry", "kind": 5, "data": b"", "children": []}]

    def add(parent: int, content: dict[str, object]) -> None:
        for name, value in content.items():
            entries[parent]["children"].append(len(entries))
            is_storage = isinstance(value, dict)
            entries.append(
                {"name": name, "kind": 1 if is_storage else 2, "children": [], "data": b""}
            )
            if is_storage:
                add(len(entries) - 1, value)
            else:
                entries[-1]["data"] = value

    add(0, tree)
    mini, mini_fat = b"", []
    for entry in entries[1:]:
        if entry["kind"] == 2 and len(entry["data"]) < 4096:
            entry["start"] = len(mini) // _MINI if entry["data"] else _END
            n = -(-len(entry["data"]) // _MINI)
            mini_fat += [len(mini_fat) + i + 1 for i in range(n - 1)] + [_END] * (n > 0)
            mini += entry["data"].ljust(n * _MINI, b"\0")
    sectors: list[bytes] = []
    fat: list[int] = []

    def put(data: bytes) -> int:
        if not data:
            return _END
        start, n = len(sectors), -(-len(data) // _SECTOR)
        sectors.extend(
            data[i * _SECTOR : (i + 1) * _SECTOR].ljust(_SECTOR, b"\0") for i in range(n)
        )
        fat.extend([start + i + 1 for i in range(n - 1)] + [_END])
        return start

    for entry in entries[1:]:
        if entry["kind"] == 2 and len(entry["data"]) >= 4096:
            entry["start"] = put(entry["data"])
    entries[0]["start"], entries[0]["data"] = put(mini), mini
    mini_start = put(struct.pack(f"<{len(mini_fat)}I", *mini_fat).ljust(_SECTOR, b"\xff"))
    n_mini = -(-4 * len(mini_fat) // _SECTOR) or 1
    directory = b"".join(_entry(entry, entries) for entry in entries)
    directory_start = put(directory.ljust(-(-len(directory) // _SECTOR) * _SECTOR, b"\0"))
    n_fat = 1
    while (len(sectors) + n_fat) * 4 > n_fat * _SECTOR:
        n_fat += 1
    fat_start = len(sectors)
    fat += [_FAT] * n_fat
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(n_fat * _SECTOR, b"\xff")
    sectors += [table[i * _SECTOR : (i + 1) * _SECTOR] for i in range(n_fat)]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHHHIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, n_fat, directory_start, 0)
    header += struct.pack("<IIIII", 4096, mini_start, n_mini, _END, 0)
    header += struct.pack("<109I", *range(fat_start, fat_start + n_fat), *[_FREE] * (109 - n_fat))
    return header + b"".join(sectors)


def _entry(entry: dict, entries: list[dict]) -> bytes:
    """Return a directory entry; siblings hang in a chain to the right, sorted as the rule is."""
    name = entry["name"].encode("utf-16-le")
    right, child = _FREE, _FREE
    key = lambda at: (len(entries[at]["name"]), entries[at]["name"].upper())  # noqa: E731
    if entry["children"]:
        child = min(entry["children"], key=key)
    for parent in entries:
        ordered = sorted(parent["children"], key=key)
        for here, after in itertools.pairwise(ordered):
            if entries[here] is entry:
                right = after
    start = entry.get("start", 0 if entry["kind"] == 1 else _END)
    data = name.ljust(64, b"\0") + struct.pack("<HBB", len(name) + 2, entry["kind"], 1)
    data += struct.pack("<III", _FREE, right, child) + b"\0" * 36
    return data + struct.pack("<IQ", start, len(entry["data"]))
