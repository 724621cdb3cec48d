"""Writes the mails as one mbox, the way a Takeout archive looks."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from pathlib import Path
from typing import Final

from model import Address, Diary, Mail, offset_minutes

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
OWN: Final = ("mira.halvane@example.org", "mira.halvane@quillmere.example")


def header_date(when: dt.datetime, zone: str) -> str:
    minutes = offset_minutes(zone, when)
    local = when + dt.timedelta(minutes=minutes)
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    day, month = DAYS[local.weekday()], MONTHS[local.month - 1]
    return (
        f"{day}, {local.day:02d} {month} {local.year} {local:%H:%M:%S} {sign}{hours:02d}{rest:02d}"
    )


def _separator(mail: Mail, number: int) -> str:
    when, day = mail.when, DAYS[mail.when.weekday()]
    stamp = 1700000000000000000 + number * 104729 * 1000003
    month = MONTHS[when.month - 1]
    return f"From {stamp}@xxx {day} {month} {when.day:02d} {when:%H:%M:%S} +0000 {when.year}"


def encoded_word(text: str, style: str) -> str:
    if style == "q":
        parts = []
        for byte in text.encode():
            char = chr(byte)
            parts.append(char if char.isascii() and char.isalnum() else f"={byte:02X}")
        return "=?utf-8?Q?" + "".join(parts).replace("=20", "_") + "?="
    return "=?UTF-8?B?" + base64.b64encode(text.encode()).decode() + "?="


def mailbox(address: Address) -> str:
    if not address.display:
        return address.addr
    if not address.display.isascii() and address.style in ("b64", "q"):
        return f"{encoded_word(address.display, address.style)} <{address.addr}>"
    if re.search(r'[(),.:;<>@"\[\]\\]', address.display):
        return f'"{address.display}" <{address.addr}>'
    return f"{address.display} <{address.addr}>"


def _address_header(name: str, addresses: list[Address]) -> str:
    """Two addresses a line, folded."""
    texts = [mailbox(address) for address in addresses]
    pairs = [", ".join(texts[i : i + 2]) for i in range(0, len(texts), 2)]
    return f"{name}: " + ",\n ".join(pairs)


def _labels(mail: Mail, number: int) -> str:
    if mail.labels:
        return mail.labels
    if mail.is_sent:
        return "Sent,Opened" if number % 3 else "Sent"
    if mail.kind == "newsletter":
        return "Inbox,Category Promotions,Unread" if number % 2 else "Archived,Category Promotions"
    if mail.kind == "robot":
        return "Inbox,Category Updates,Opened"
    if mail.kind == "list":
        return '"Lists, Data Guild",Category Forums,Opened'
    return ("Inbox,Opened", "Inbox,Important,Opened", "Archived,Opened", "Important,Opened")[
        number % 4
    ]


def _head(mail: Mail, number: int, labels: str) -> list[str]:
    lines = [f"X-GM-THRID: {mail.thread}", f"X-Gmail-Labels: {labels}"]
    is_mine = mail.is_sent or mail.kind == "draft"
    if not is_mine:
        own = [a.addr for a in mail.to + mail.cc if a.addr in OWN]
        delivered = own[0] if own else OWN[0]
        domain = delivered.partition("@")[2]
        received = header_date(mail.when, "gmt")
        lines += [
            f"Delivered-To: {delivered}",
            f"Received: by mx.{domain} with ESMTPS id k{number:05d}; {received}",
        ]
    lines.append(f"Date: {mail.bad_date or header_date(mail.when, mail.zone)}")
    if mail.mid:
        lines.append(f"Message-ID: {mail.mid}")
    if mail.parents:
        lines.append(f"In-Reply-To: {mail.parents[-1]}")
        lines.append("References: " + "\n ".join(mail.parents[-6:]))
    lines.append(_address_header("From", [mail.sender]))
    lines.append(_address_header("To", mail.to))
    if mail.cc:
        lines.append(_address_header("Cc", mail.cc))
    title = mail.subject
    if not title.isascii():
        title = encoded_word(title, "q" if number % 2 else "b64")
    lines.append(f"Subject: {title}")
    return [*lines, *mail.extra, "MIME-Version: 1.0"]


def _text_part(text: str, number: int) -> tuple[list[str], str]:
    """Headers and encoded text of a plain part: 7bit, or one of three ways to write UTF-8."""
    kind = "Content-Type: text/plain; charset=UTF-8"
    if text.isascii():
        return [kind], text
    if number % 3 == 0:
        encoded = base64.encodebytes(text.encode()).decode()
        return [kind, "Content-Transfer-Encoding: base64"], encoded
    if number % 3 == 1:
        encoded = binascii.b2a_qp(text.encode(), istext=True).decode()
        return [kind, "Content-Transfer-Encoding: quoted-printable"], encoded
    return [kind, "Content-Transfer-Encoding: 8bit"], text


def _message(mail: Mail, number: int, labels: str) -> str:
    lines = _head(mail, number, labels)
    part_head, text = _text_part(mail.body, number)
    if not mail.html:
        return "\n".join([*lines, *part_head, "", text])
    mark = f"part-{number:06d}"
    lines.append(f'Content-Type: multipart/alternative; boundary="{mark}"')
    html = f"<html><body>\n{mail.html}</body></html>\n"
    parts = [
        "\n".join([f"--{mark}", *part_head, "", text]),
        "\n".join([f"--{mark}", "Content-Type: text/html; charset=UTF-8", "", html]),
    ]
    return "\n".join([*lines, "", *parts, f"--{mark}--", ""])


def write_mbox(diary: Diary, path: Path) -> dict[str, int]:
    """Write all mails, newest first as Takeout does, and return what was written."""
    ordered = sorted(diary.mails, key=lambda mail: (mail.when, mail.mid), reverse=True)
    chunks, n_duplicate = [], 0
    for number, mail in enumerate(ordered):
        labels = _labels(mail, number)
        copies = [labels] if not mail.is_twice else [labels, "Inbox,Opened"]
        n_duplicate += len(copies) - 1
        for copy in copies:
            text = _message(mail, number, copy)
            text = re.sub(r"(?m)^(>*From )", r">\1", text)
            chunks.append(f"{_separator(mail, number)}\n{text.rstrip(chr(10))}\n\n")
    path.write_bytes("".join(chunks).encode())
    return {"rows": len(chunks), "duplicates": n_duplicate}
