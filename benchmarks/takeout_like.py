"""Write an invented mail archive shaped like Google Takeout's "All mail.mbox".

Header blocks of about 4.2 KB in 70 lines and 26 fields: Received, ARC and DKIM chains, folded
To and Cc of up to 30 people, encoded words, comments, groups, raw 8-bit names, odd dates,
Gmail labels and thread numbers. About one message in a hundred has a line in its body that
begins with "From " and is no separator. The same arguments give the same bytes.

    python benchmarks/takeout_like.py out.mbox 10000
    python benchmarks/takeout_like.py out.mbox 400 --attachments
"""

from __future__ import annotations

import argparse
import base64
import random
import string
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

N_PEOPLE = 3000
ATTACHMENT_SHARE = 0.4
FIRST_DAY = datetime(2009, 3, 1, tzinfo=UTC)
FIRST = (
    "Ada Bela Chidi Dora Emre Fatou Goran Hana Ivo Jana Kofi Lena Mira Noor Otto Pia Ravi".split()
)
LAST = "Abara Brandt Castro Diallo Ekman Fischer Gomez Horvat Ito Jansen Kaya Lindt Moreau".split()
HOSTS = [f"mail.{name}.example" for name in "alder birch cedar dogwood elm fir gorse hazel".split()]
WORDS = (
    "plan budget review meeting notes draft invoice travel lunch question answer report slides "
    "contract garden server update holiday tickets photos agenda minutes offer interview"
).split()
LABELS = ["Inbox", "Sent", "Important", "Opened", "Archived", "Category Updates", "Unread",
          "Starred", "work/projects", "family", "receipts", "Category Personal"]  # fmt: skip
ODD_DATES = [
    "Thursday, 04-Mar-10 10:20:30 GMT", "4 Mar 2010 10:20", "Thu Mar  4 10:20:30 2010", "",
    "2010-03-04T10:20:30Z", "Thu, 4 Mar 110 10:20:30 +0100", "yesterday", "1 Jan 1970 00:00:00 GMT",
]  # fmt: skip
BASE64 = string.ascii_letters + string.digits + "+/"


def people(dice: random.Random) -> list[tuple[str, str]]:
    """Return each person's address and the way it is written in headers."""
    found = []
    for n in range(N_PEOPLE):
        first, last = dice.choice(FIRST), dice.choice(LAST)
        address = f"{first}.{last}{n}@{dice.choice(HOSTS)[5:]}".lower()
        way = dice.random()
        if way < 0.45:
            shown = f"{first} {last} <{address}>"
        elif way < 0.62:
            shown = f'"{first} {last}" <{address}>'
        elif way < 0.72:
            shown = f'"{last}, {first}" <{address}>'
        elif way < 0.86:
            shown = address
        elif way < 0.92:
            word = base64.b64encode(f"{first} Ö. {last}".encode()).decode()
            shown = f"=?UTF-8?B?{word}?= <{address}>"
        elif way < 0.95:
            shown = f"=?iso-8859-1?Q?{first}_L=F8vs?= <{address}>"
        elif way < 0.98:
            shown = f"{address} ({first} {last})"
        else:
            shown = f'"{first} (\\"{last[:3]}\\")" <{address}>'
        found.append((address, shown))
    return found


def fold(parts: list[str]) -> str:
    """Return an address list with folds, as mail programs write them."""
    lines, line = [], ""
    for part in parts:
        if line and len(line) + len(part) > 74:
            lines.append(line + ",")
            line = part
        else:
            line = f"{line}, {part}" if line else part
    return "\n ".join([*lines, line])


class Writer:
    """The state of one archive: its people, its threads, its noise."""

    def __init__(self, seed: int, *, seconds_apart: int = 2400) -> None:
        self.seconds_apart = seconds_apart
        self.dice = dice = random.Random(seed)
        self.people = people(dice)
        weights = [1 / (n + 2) ** 0.9 for n in range(N_PEOPLE)]
        self.crowd = dice.choices(range(N_PEOPLE), weights, k=40_000)
        self.noise = "".join(dice.choices(BASE64, k=20_000))
        self.threads: list[tuple[str, list[str], str]] = []
        self.owner = self.people[0][0]

    def base64(self, size: int, indent: str = "        ", width: int = 60) -> str:
        """Return a folded run of signature letters."""
        at = self.dice.randrange(len(self.noise) - size)
        text = self.noise[at : at + size]
        return ("\n" + indent).join(text[n : n + width] for n in range(0, size, width))

    def recipients(self, most: int) -> str:
        """Return a To or Cc value."""
        dice = self.dice
        n = min(most, 1 + int(dice.expovariate(0.42))) if dice.random() < 0.96 else most
        shown = [self.people[self.crowd[dice.randrange(40_000)]][1] for _ in range(n)]
        if dice.random() < 0.01:
            return f"Team {dice.choice(WORDS)}: {', '.join(shown[:8])};"
        return fold(shown)

    def subject(self) -> str:
        """Return the subject of a new conversation."""
        dice = self.dice
        text = " ".join(dice.choices(WORDS, k=dice.randrange(2, 7))) + f" {dice.randrange(5000)}"
        way = dice.random()
        if way < 0.1:
            word = base64.b64encode(f"{text} für Zoë".encode()).decode()
            return f"=?UTF-8?B?{word}?="
        return f"{text} caf\udce9" if way < 0.11 else text

    def conversation(self, own: str) -> tuple[str, list[str], str]:
        """Return subject, references and thread number of the next message."""
        dice = self.dice
        if self.threads and dice.random() < 0.55:
            at = max(0, len(self.threads) - 1 - int(dice.expovariate(0.02)))
            subject, ids, number = self.threads[at]
            known = ids[-8:]
            ids.append(own)
            return f"Re: {subject}", known, number
        subject, number = self.subject(), str(1_500_000_000_000_000_000 + dice.randrange(10**17))
        self.threads.append((subject, [own], number))
        return subject, [], number

    def labels(self) -> str:
        """Return an X-Gmail-Labels value."""
        chosen = sorted(self.dice.sample(LABELS, self.dice.randrange(1, 5)))
        if self.dice.random() < 0.05:
            return "=?UTF-8?Q?" + ",".join([*chosen, "Caf=C3=A9"]).replace(" ", "_") + "?="
        return ",".join(chosen)

    def head(self, n: int) -> str:
        """Return separator and header block of message ``n``."""
        dice = self.dice
        at = FIRST_DAY + timedelta(seconds=n * self.seconds_apart + dice.randrange(2400))
        stamp = at.strftime("%a, %d %b %Y %H:%M:%S")
        local = f"{at:%a}, {at.day} {at:%b %Y %H:%M:%S} {dice.choice(['+0000', '+0100', '-0500'])}"
        date = dice.choice(ODD_DATES) if dice.random() < 0.01 else local
        sender, shown = self.people[self.crowd[dice.randrange(40_000)]]
        if dice.random() < 0.005:
            shown = f"J\udcfcrgen <{sender}>"
        host, relay = dice.choice(HOSTS), dice.choice(HOSTS)
        own = f"<{self.noise[n % 19000 : n % 19000 + 22]}.{n}.{dice.randrange(10**9)}@{host}>"
        own = own.replace("/", "_")
        subject, references, number = self.conversation(own)
        key = "".join(dice.choices(string.ascii_lowercase + string.digits, k=14))
        domain = sender.partition("@")[2]
        lines = [
            f"From {dice.randrange(10**18)}@xxx {at:%a %b %d %H:%M:%S} +0000 {at.year}",
            f"X-GM-THRID: {number}",
            f"X-Gmail-Labels: {self.labels()}",
            f"Delivered-To: {self.owner}",
            f"Received: by 2002:a05:6a06:{key[:4]}:b0:{key[4:7]} with SMTP id {key}csp{n};",
            f"        {stamp} -0800 (PST)",
            f"X-Google-Smtp-Source: {self.base64(84, width=84)}",
            f"X-Received: by 2002:a17:902:{key[:4]}:: with SMTP id {key[2:]}mr;",
            f"        {stamp} -0800 (PST)",
            f"ARC-Seal: i=1; a=rsa-sha256; t={int(at.timestamp())}; cv=none;",
            "        d=example.net; s=arc-20160816;",
            f"        b={self.base64(340)}",
            "ARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; d=example.net;",
            "        s=arc-20160816;",
            "        h=to:subject:message-id:date:from:references:in-reply-to:mime-version",
            "         :dkim-signature;",
            f"        bh={self.base64(44)}=;",
            f"        b={self.base64(340)}",
            "ARC-Authentication-Results: i=1; mx.example.net;",
            f"       dkim=pass header.i=@{domain} header.s=20161025 header.b={key[:8]};",
            f"       spf=pass (example.net: domain of {sender} designates 203.0.113.{n % 250}",
            f"       as permitted sender) smtp.mailfrom={sender};",
            f"       dmarc=pass (p=NONE sp=NONE dis=NONE) header.from={domain}",
            f"Return-Path: <{sender}>",
            f"Received: from {host} ({host}. [203.0.113.{n % 250}])",
            f"        by mx.example.net with ESMTPS id {key[3:]}sor{n}plb.12.2020",
            f"        for <{self.owner}>",
            "        (version=TLS1_3 cipher=TLS_AES_128_GCM_SHA256 bits=128/128);",
            f"        {stamp} -0800 (PST)",
            f"Received-SPF: pass (example.net: domain of {sender} designates",
            f"        203.0.113.{n % 250} as permitted sender) client-ip=203.0.113.{n % 250};",
            "Authentication-Results: mx.example.net;",
            f"       dkim=pass header.i=@{domain} header.s=20161025 header.b={key[:8]};",
            f"       spf=pass (example.net: domain of {sender} designates 203.0.113.{n % 250}",
            f"       as permitted sender) smtp.mailfrom={sender};",
            f"       dmarc=pass (p=NONE sp=NONE dis=NONE) header.from={domain}",
            "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;",
            f"        d={domain}; s=20161025;",
            "        h=mime-version:references:in-reply-to:from:date:message-id:subject:to;",
            f"        bh={self.base64(44)}=;",
            f"        b={self.base64(340)}",
            f"X-Gm-Message-State: {self.base64(100, width=100)}",
            f"Received: from {relay} ({relay} [198.51.100.{n % 250}]) by {host}",
            f"        (Postfix) with ESMTPSA id {key.upper()}; {stamp} +0000 (UTC)",
            "MIME-Version: 1.0",
        ]
        if references:
            lines.append(f"References: {(chr(10) + ' ').join(references)}")
            lines.append(f"In-Reply-To: {references[-1]}")
        lines += [f"From: {shown}", f"Date: {date}", f"Message-ID: {own}", f"Subject: {subject}"]
        if dice.random() < 0.97:
            lines.append(f"To: {self.recipients(30)}")
        if dice.random() < 0.35:
            lines.append(f"Cc: {self.recipients(30)}")
        if dice.random() < 0.12:
            topic = dice.choice(WORDS)
            lines += [
                f"List-Id: <{topic}.lists.example>",
                f"List-Unsubscribe: <mailto:{topic}-leave@lists.example>",
            ]
        return "\n".join(lines)

    def text(self) -> str:
        """Return a short body."""
        dice = self.dice
        words = dice.choices(WORDS, k=48)
        lines = [" ".join(words[at : at + 12]) for at in range(0, 48, 12)]
        if dice.random() < 0.01:
            lines[1] = f"From {lines[1]}"
        elif dice.random() < 0.02:
            lines[2] = f">From {lines[2]}"
        return "Hello,\n\n" + "\n".join(lines) + "\n\nBest wishes\n"

    def messages(self, n: int, *, attachment_share: float = 0.0) -> Iterator[bytes]:
        """Yield the messages of the archive; a share of them has a file attached."""
        plain = 'Content-Type: text/plain; charset="UTF-8"\n\n'
        for number in range(n):
            head, body = self.head(number), plain + self.text()
            if attachment_share and self.dice.random() < attachment_share:
                body = (
                    'Content-Type: multipart/mixed; boundary="b1"\n\n--b1\n' + body + "\n--b1\n"
                    "Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n"
                    + self.attachment()
                    + "\n--b1--\n"
                )
            yield f"{head}\n{body}\n".encode("utf-8", "surrogateescape")

    def attachment(self) -> str:
        """Return base64 lines for a file of 20 KB to 5 MB, most of them small."""
        size = int(20_000 * 250 ** self.dice.random())
        lines = self.base64(15_200, indent="", width=76).split("\n")
        at = self.dice.randrange(len(lines))
        return "\n".join((lines[at:] + lines) * (size // 15_000 + 1))[: size * 4 // 3]


def write(path: Path, n: int, *, seed: int = 7, has_attachments: bool = False) -> None:
    """Write an archive of ``n`` messages."""
    with path.open("wb") as out:
        share = ATTACHMENT_SHARE if has_attachments else 0.0
        out.writelines(Writer(seed).messages(n, attachment_share=share))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write an invented Takeout-like mbox.")
    parser.add_argument("path", type=Path, nargs="?")
    parser.add_argument("n", type=int, nargs="?", default=10_000)
    parser.add_argument("--attachments", action="store_true")
    options = parser.parse_args()
    if options.path is None:
        sample = list(Writer(7).messages(500))
        heads = [one.partition(b"\n\n")[0].partition(b"\n")[2] for one in sample]
        n_lines = sum(head.count(b"\n") + 1 for head in heads) / len(heads)
        sys.stdout.write(
            f"{sum(map(len, heads)) / len(heads):,.0f} bytes and {n_lines:.0f} lines a header "
            f"block, {sum(map(len, sample)) / len(sample):,.0f} bytes a message\n"
        )
    else:
        write(options.path, options.n, has_attachments=options.attachments)
