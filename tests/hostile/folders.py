"""Maildirs, folders and single files: flags, links of names, files that are not mail."""

from __future__ import annotations

from typing import Final

from format_makers import EMLX_TAIL, emlx, msg
from mail_makers import mbox, message

from hostile.case import Case, few

MAILDIR: Final = "Maildir and folders"
SINGLE: Final = "single files: emlx, msg, pst"
PARTS: Final = "attachments"

PATH_NAMES: Final = (
    *("../../../etc/passwd", "/etc/passwd", "C:\\Windows\\x.exe", "..\\..\\x", "\\\\host\\x"),
    *("a\0b.pdf", "x" * 300, "NUL", "con.txt", ".", "..", "", "~/x", "$(x).sh", "a\u202egpj.exe"),
)


def cases() -> list[Case]:
    """Return the cases about folders and single files."""
    return [*_maildirs(), *_trees(), *_emlx(), *_msg(), *_pst(), _attachments()]


def _maildir(**truth: object) -> Case:
    name, files = str(truth.pop("name")), truth.pop("files")
    assert isinstance(files, dict)
    empty = {f"Mail/{part}/.keep": b"" for part in ("cur", "new", "tmp")}
    return Case(name, MAILDIR, {**empty, **files}, **truth)  # type: ignore[arg-type]


def _maildirs() -> list[Case]:
    one, two = few(2)
    return [
        _maildir(name="flags: seen, trashed, draft", kept=1, left_out=2,
                 files={"Mail/cur/1:2,S": one, "Mail/cur/2:2,ST": two, "Mail/cur/3:2,D": two},
                 reasons={"deleted": 1, "draft": 1}),
        _maildir(name="flags: of Windows", kept=0, left_out=1, files={"Mail/cur/1;2,T": one},
                 reasons={"deleted": 1}),
        _maildir(name="flags: of noise", kept=2,
                 files={"Mail/cur/1:2,\u202eS\n": one, "Mail/cur/:2,:2,": two}),
        _maildir(name="tmp is no mail", kept=1,
                 files={"Mail/new/1": one, "Mail/tmp/2": two}),
        _maildir(name="files that are no mail", kept=1,
                 files={"Mail/cur/1": one, "Mail/cur/2": b"", "Mail/cur/3": b"hello\n",
                        "Mail/cur/4": bytes(range(256))}, reasons={"not mail": 3}),
        _maildir(name="an mbox among the messages", kept=1,
                 files={"Mail/cur/1": one, "Mail/cur/2": mbox(*few(3))},
                 reasons={"not mail": 1}),
        _maildir(name="Maildir++ folders", kept=2,
                 files={"Mail/cur/1": one, "Mail/.Sent.2001/cur/2": two,
                        "Mail/.Sent.2001/new/.keep": b""},
                 fields={"s1": {"folder": "Sent/2001", "direction": "sent"}}),
        _maildir(name="names that are no UTF-8", kept=2,
                 files={"Mail/cur/\udcff\udcfe:2,S": one, "Mail/cur/a\nb": two}),
        _maildir(name="a folder in the place of a message", kept=1,
                 files={"Mail/cur/1": one, "Mail/cur/2/x": two}),
        _maildir(name="a body that begins like an mbox", kept=1,
                 files={"Mail/cur/1": message(mbox(two).decode(), subject="s0")}),
        _maildir(name="a message cut inside its headers", kept=1,
                 files={"Mail/cur/1": one[:60]}, reasons={"truncated": 1}),
        _maildir(name="a message with CR alone", kept=1,
                 files={"Mail/cur/1": one.replace(b"\n", b"\r")}, fields={"s0": {
                     "from": "ada@example.org"}}),
        _maildir(name="copies under other flags", kept=1, duplicate=2,
                 files={"Mail/cur/1:2,": one, "Mail/cur/2:2,S": one, "Mail/new/3": one}),
    ]  # fmt: skip


def _trees() -> list[Case]:
    one, two = few(2)
    deep = "/".join(f"d{n}" for n in range(60))
    return [
        Case("sixty folders deep", MAILDIR, {f"mail/{deep}/1.eml": one}, 1),
        Case("Thunderbird: folders in folders", MAILDIR,
             {"p/Inbox": mbox(one), "p/Inbox.sbd/Work": mbox(two), "p/Inbox.msf": b"x",
              "p/Junk": mbox(message())}, 2, left_out=1, reasons={"spam": 1},
             fields={"s1": {"folder": "Inbox/Work"}}),
        Case("Apple Mail: a bundle", MAILDIR,
             {"x/Sent.mbox/mbox": mbox(one), "x/Sent.mbox/table_of_contents": mbox(two)}, 1,
             fields={"s0": {"folder": "Sent", "direction": "sent"}}),
        Case("names of bidi and controls", MAILDIR,
             {"mail/\u202efdp.\x07eml": one, "mail/\u200b": two}, 2),
        Case("a mailbox called like a device", MAILDIR,
             {"mail/NUL": mbox(one), "mail/con": two}, 2),
        Case("nothing that is mail", MAILDIR, {"mail/a.csv": b"a,b\n1,2\n", "mail/b": b"x"},
             error="UnknownExportError: no mail was found"),
    ]  # fmt: skip


def _emlx() -> list[Case]:
    one = few(1)[0]

    def case(name: str, data: bytes, **truth: object) -> Case:
        return Case(f"emlx: {name}", SINGLE, {"1.emlx": data}, **truth)  # type: ignore[arg-type]

    truncated = {"truncated": 1}
    return [
        case("as it should be", emlx(one), kept=1),
        case("counts too much", emlx(one, count=10**9), kept=1, reasons=truncated),
        case("counts too little", emlx(one, count=len(one) - 5), kept=1, reasons=truncated),
        case("counts nothing", emlx(one, count=0), left_out=1,
             reasons={"no sender": 1, "truncated": 1}),
        case("a count of thirty digits", b"9" * 30 + b"\n" + one, error="UnknownExportError"),
        case("a negative count", b"-5\n" + one, error="UnknownExportError"),
        case("no property list", b"%d\n" % len(one) + one, kept=1),
        case("noise for a property list", b"%d\n" % len(one) + one + b"\0\xff" * 99, kept=1,
             reasons=truncated),
        case("two property lists", emlx(one) + EMLX_TAIL % 3, kept=1),
        case("flags: deleted", emlx(one, flags=3), left_out=1, reasons={"deleted": 1}),
        case("flags: draft", emlx(one, flags=65), left_out=1, reasons={"draft": 1}),
        case("flags: junk", emlx(one, flags=1 << 24), left_out=1, reasons={"spam": 1}),
        case("flags of nineteen digits", emlx(one, flags=int("9" * 19) & ~(1 << 24 | 66)), kept=1),
        case("an entity bomb in the list", b"%d\n" % len(one) + one + b'<?xml version="1.0"?>'
             b'<!DOCTYPE p [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><plist>&b;</plist>', kept=1),
    ]  # fmt: skip


def _msg() -> list[Case]:
    texts = {0x0037: "s0", 0x1000: "hello", 0x001A: "IPM.Note"}
    sender = {0x0C1A: "Ada", 0x5D01: "ada@example.org"}
    bob = {0x3001: "Bob", 0x39FE: "bob@example.org", 0x0C15: 1}
    whole = msg(texts | sender, [bob])

    def case(name: str, data: bytes, **truth: object) -> Case:
        return Case(f"msg: {name}", SINGLE, {"1.msg": data}, **truth)  # type: ignore[arg-type]

    alice = {0x0C1A: "alice@example.org", 0x5D01: "x@evil.example"}
    claims = "From: alice@example.org <x@evil.example>\r\nSubject: s0\r\n"
    return [
        case("as it should be", whole, kept=1,
             fields={"s0": {"from": "ada@example.org", "to": ["bob@example.org"]}}),
        case("a date before all dates", msg(texts | sender, [bob], numbers={0x0039: -1}), kept=1,
             fields={"s0": {"quality": "missing"}}),
        case("a date after all dates", msg(texts | sender, [bob], numbers={0x0039: 2**63 - 1}),
             kept=1, fields={"s0": {"quality": "missing"}}),
        case("a name that is an address", msg(texts | alice, [bob]), kept=1,
             fields={"s0": {"from": "x@evil.example", "name": []}}),
        case("headers that claim", msg({0x007D: claims, **texts}, [bob]), kept=1,
             fields={"s0": {"from": "x@evil.example", "name": []}}),
        case("nobody wrote it", msg(texts, [bob]), left_out=1, reasons={"no sender": 1}),
        case("a thousand recipients", msg(texts | sender, [bob] * 60), kept=1,
             fields={"s0": {"n_to": 1}}),
        case("an appointment", msg({**texts, 0x001A: "IPM.Appointment"} | sender, [bob]),
             error="UnreadableExportError: no mail"),
        case("cut in half", whole[: len(whole) // 2], error="U"),
        case("the head alone", whole[:512], error="U"),
        case("a directory that runs in circles",
             whole[:48] + b"\0\0\0\0" + whole[52:512] + whole[512:], error="U"),
        case("noise behind the head", whole[:512] + bytes(range(256)) * 20, error="U"),
        Case("msg: broken, beside a sound one", SINGLE,
             {"m/1.msg": whole, "m/2.msg": whole[:512]}, 1, reasons={"not mail": 1}),
    ]  # fmt: skip


def _pst() -> list[Case]:
    head = b"!BDN" + bytes(8) + b"SM\x17\0\x13\0\x01\x01"
    refused = {
        "four letters": b"!BDN",
        "a head of nothing": head + bytes(600),
        "a head of ones": head + b"\xff" * 600,
        "noise": head + bytes(range(256)) * 400,
    }
    found = [
        Case(f"pst: {name}", SINGLE, {"mail.pst": data}, error="UnreadableExportError: mail.pst")
        for name, data in refused.items()
    ]
    beside = {"m/a.mbox": mbox(*few(2)), "m/b.pst": head + bytes(range(256)) * 400}
    return [*found, Case("pst: broken, beside an mbox", SINGLE, beside, 2, reasons={"not mail": 1})]


def _attachments() -> Case:
    part = (
        '--b\nContent-Type: application/octet-stream; name="{0}"\n'
        'Content-Disposition: attachment; filename="{0}"\n\nx\n'
    )
    body = "--b\nContent-Type: text/plain\n\ntwo words\n"
    body += "".join(part.format(name) for name in PATH_NAMES) + "--b--\n"
    return Case(
        "fifteen attachments with paths for names", PARTS,
        {"mail.mbox": mbox(message(body, content_type="multipart/mixed; boundary=b"))}, 1,
        fields={"plans": {"n_attachments": 15, "n_words": 2}}, with_body=True,
    )  # fmt: skip
