"""An archive that can grow: mailboxes with copies, replies, spam, lists and cut ends."""

from __future__ import annotations

import random
from pathlib import Path

CONNECTIONS = (
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Ana,Baraket,https://www.linkedin.com/in/ana-baraket,,Halden,Engineer,05 Mar 2021\n"
    "Bo,Lindqvist,https://www.linkedin.com/in/bo-lindqvist,bo@example.net,Quill,Editor,"
    "06 Mar 2021\n"
)
_PEOPLE = [f"Person {n:02d} <p{n:02d}@host{n % 5}.example>" for n in range(30)]


def messages(n: int, seed: int = 4) -> list[bytes]:
    """Return ``n`` messages, the same for ever; the first ones do not depend on ``n``."""
    made = []
    for i in range(n):
        draw = random.Random(seed * 100_003 + i)
        sender, *others = draw.sample(_PEOPLE, draw.randint(2, 4))
        lines = [
            f"From: {'Me <me@example.org>' if i % 3 == 0 else sender}",
            f"To: {'Me <me@example.org>' if i % 3 else others[0]}",
            f"Cc: {', '.join(others)}",
            f"Date: {1 + i % 28} Mar {2001 + i // 60} 10:{i % 60:02d} +0200",
            f"Subject: {'Re: ' if i % 4 == 0 else ''}plan {i // 4}",
            f"Message-ID: <{seed}.{i}@example.org>",
        ]
        if i % 4 == 0 and i:
            lines.append(f"References: <{seed}.{i - 1}@example.org>")
        if i % 11 == 0:
            lines += ["List-Id: <club.example.net>", "Precedence: list"]
        if i % 13 == 0:
            lines.append("X-Mozilla-Status: 0009")
        elif i % 5 == 0:
            lines.append("X-Mozilla-Status: 0001")
        if i % 17 == 0:
            lines[1] = "To: nobody, somebody"
        body = f"Hello {i}\n>From the start\n" + "".join(
            f"line {draw.random()}\n" for _ in range(draw.randint(1, 30))
        )
        made.append(("\n".join(lines) + "\n\n" + body).encode())
    return made


def mbox(made: list[bytes]) -> bytes:
    """Return an mbox of messages."""
    line = b"From - Mon Jan  1 00:00:00 2001\n"
    return b"".join(line + one.rstrip(b"\n") + b"\n\n" for one in made)


def write_archive(folder: Path, n: int) -> list[Path]:
    """Write two mailboxes, a Maildir and a LinkedIn export; the first mailbox has ``n``."""
    made = messages(n)
    files = {
        "mail/Inbox": mbox(made),
        "mail/Sent": mbox(made[: n // 2 : 3]),
        "mail/lists.sbd/club": mbox(messages(40, seed=5)),
        "Basic_LinkedInDataExport/Connections.csv": CONNECTIONS.encode(),
        "Basic_LinkedInDataExport/Ad_Targeting.csv": b"private,words\n",
    }
    files |= {f"dir/cur/{i}:2,S": one for i, one in enumerate(messages(25, seed=6))}
    files |= {f"dir/new/{i}": one for i, one in enumerate(made[:10])}
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "dir" / "tmp").mkdir(exist_ok=True)
    return [folder / "mail", folder / "dir", folder / "Basic_LinkedInDataExport"]
