"""Zips and tars that lie about what they hold."""

from __future__ import annotations

import io
import stat
import struct
import tarfile
import warnings
import zipfile
from typing import Final

from mail_makers import mbox, message

from hostile.case import Case, few

ROW: Final = "zips and tars"


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = 8) -> bytes:
    """Return a zip; a name may come twice."""
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python warns of a name that comes twice
        with zipfile.ZipFile(out, "w", method) as archive:
            for name, data in members:
                archive.writestr(name, data)
    return out.getvalue()


def patched(data: bytes, changes: dict[int, bytes], *, member: int = 0) -> bytes:
    """Return a zip with other bytes at places of a member's entry in the directory."""
    changed = bytearray(data)
    at = -1
    for _ in range(member + 1):
        at = data.index(b"PK\x01\x02", at + 1)
    for offset, new in changes.items():
        changed[at + offset : at + offset + len(new)] = new
    return bytes(changed)


def tarred(*members: tuple[tarfile.TarInfo | str, bytes], mode: str = "w:gz") -> bytes:
    """Return a tar."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members:
            info = tarfile.TarInfo(name) if isinstance(name, str) else name
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def cases() -> list[Case]:
    """Return the cases about zips and tars."""
    return [*_names(), *_sizes(), *_damage(), *_tars()]


def _case(name: str, data: bytes, **truth: object) -> Case:
    kind = "tgz" if "tar" in name else "zip"
    return Case(name, ROW, {f"m.{kind}": data}, **truth)  # type: ignore[arg-type]


def _names() -> list[Case]:
    one, two = few(2)
    sound = ("good.eml", one)
    bad = ("../up.eml", "/abs.eml", "C:/drive.eml", "a/../../b.eml", "..\\back.eml")
    link = zipfile.ZipInfo("link.eml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    unsafe = {"unsafe entry": 1}
    twice = {"member twice in the zip": 1}
    found = [
        _case(f"zip: member called {name}", zipped(sound, (name, two)), kept=1, reasons=unsafe)
        for name in bad
    ]
    # the one letter of the name becomes an extra field
    nameless = patched(zipped(sound, ("x", two)), {28: b"\0\0\x01\0"}, member=1)
    composed = "é.eml", "e\u0301.eml"
    return [
        *found,
        _case("zip: a link", zipped(sound, (link, b"/etc/passwd")), kept=1, reasons=unsafe),
        _case("zip: a member without a name", nameless, kept=1, reasons=unsafe),
        _case("zip: a name of 300 letters", zipped(sound, ("x" * 300 + ".eml", two)), kept=2),
        _case("zip: two of one name", zipped(sound, ("a.eml", two), ("a.eml", two)), kept=1,
              reasons=twice),
        _case("zip: names alike but for capitals", zipped(sound, ("a.eml", two), ("A.EML", two)),
              kept=1, reasons=twice),
        _case("zip: names alike but for composition",
              zipped(sound, *((name, two) for name in composed)), kept=1, reasons=twice),
        _case("zip: a zip inside", zipped(sound, ("in.zip", zipped(("x.eml", two)))), kept=1,
              reasons={"archive inside": 1}),
    ]  # fmt: skip


def _sizes() -> list[Case]:
    one, two = few(2)
    members = (("a.eml", one), ("b.eml", two))
    size = struct.pack("<I", 5)
    huge = struct.pack("<I", 0xFFFFFFF0)
    bomb = mbox(message("0" * 30_000_000))
    return [
        _case("zip: entries that overlap", patched(zipped(*members), {42: size}, member=1),
              error="UnreadableExportError: overlapping"),
        _case("zip: declares 4 GB", patched(zipped(*members), {24: huge}),
              error="UnreadableExportError: bomb"),
        _case("zip: declares less than it holds",
              patched(zipped(("a.mbox", mbox(*few(900))), members[1]), {24: size}), kept=1,
              reasons={"damaged": 1}),
        _case("zip: thirty megabytes of one letter", zipped(("a.mbox", bomb), members[1]), kept=1,
              reasons={"damaged": 1}),
        _case("zip: empty", zipped(), error="UnreadableExportError: empty zip"),
        _case("zip: ten thousand empty members",
              zipped(members[0], *((f"{n}.txt", b"") for n in range(10_000)), method=0), kept=1,
              reasons={"not mail": 10_000}),
    ]  # fmt: skip


def _damage() -> list[Case]:
    one, two = few(2)
    whole = zipped(("a.eml", one), ("b.eml", two), method=0)
    flipped = whole.replace(b"ada@", b"adb@", 1)
    return [
        _case("zip: the directory is cut off", whole[:-30], error="UnreadableExportError"),
        _case("zip: the first half", whole[: len(whole) // 2], error="UnreadableExportError"),
        _case("zip: one byte of a member changed", flipped, kept=1, reasons={"damaged": 1}),
        _case("zip: a member is encrypted", patched(whole, {8: b"\x01"}), kept=1,
              reasons={"damaged": 1}),
        _case("zip: a method nobody has", patched(whole, {10: b"\x63"}), kept=1,
              reasons={"damaged": 1}),
        _case("zip: noise before it", b"x" * 500 + whole, error="U"),
        _case("zip: noise behind it", whole + b"x" * 500, kept=2),
    ]  # fmt: skip


def _tars() -> list[Case]:
    one, two = few(2)
    odd = []
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
        info = tarfile.TarInfo(f"x{kind!r}.eml")
        info.type, info.linkname = kind, "/etc/passwd"
        odd.append((info, b""))
    return [
        _case("tar: links, pipes and devices", tarred(*odd, ("a.eml", one)), kept=1),
        _case("tar: a path that leads out", tarred(("../../up.eml", one), ("/b.eml", two)), kept=2),
        _case("tar: cut in half", tarred(("a.eml", one), ("b.eml", two), mode="w")[:1600], kept=2,
              reasons={"damaged": 1, "truncated": 1}),
    ]  # fmt: skip
