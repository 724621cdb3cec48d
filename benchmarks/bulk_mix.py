"""Write a mixed mailbox: people, lists, newsletters, receipts, calendar mail, robots.

The header structures stand in ``bulk_producers.txt``; people, shops and texts are invented.
Producers are dealt into two halves: ``dev`` may be looked at while rules are made, ``held``
is for measuring alone. The same arguments give the same bytes.

    python benchmarks/bulk_mix.py dev out.mbox
"""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.header import Header
from email.utils import parseaddr
from pathlib import Path

BLOCKS = Path(__file__).with_name("bulk_producers.txt")
HALVES = ("dev", "held")
OWNER = "ada@example.org"
FIRST_DAY = datetime(2024, 1, 8, 9, tzinfo=UTC)
FIRST = "Bela Chidi Dora Emre Fatou Goran Hana Ivo Jana Kofi Lena Mira Noor Otto Pia Ravi".split()
LAST = "Abara Brandt Castro Diallo Ekman Fischer Gomez Horvat Ito Jansen Kaya Lindt Moreau".split()
STRIPS = ("nothing", "private", "all")
PLAIN = {"from", "to", "date", "subject", "message-id", "in-reply-to", "x-gmail-labels"} | {
    "content-type",
    "mime-version",
}
TEXT = "Dear Ada,\nthis is about the matter in the subject line.\nBest wishes\n"


@dataclass
class Producer:
    """One block of the file: a kind of mail as one program writes it."""

    kind: str
    name: str
    tags: dict[str, str]
    headers: list[tuple[str, str]]

    @property
    def is_from_person(self) -> bool:
        """Whether the sender's address is a person's, whatever the mail is."""
        shown = next(value for name, value in self.headers if name == "From")
        return self.kind == "person" or "{a}@" in shown


@dataclass
class Letter:
    """One message of the mix, with what it is."""

    raw: bytes
    seconds: int
    kind: str
    producer: str
    sender: str
    is_from_person: bool


def producers() -> list[Producer]:
    """Return all producers in the order of the file."""
    found: list[Producer] = []
    for line in BLOCKS.read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            kind, name, *words = line[1:].split()
            tags = dict(word.partition("=")[::2] for word in words)
            found.append(Producer(kind, name, tags, []))
        elif line and not line.startswith("#"):
            name, _, value = line.partition(":")
            found[-1].headers.append((name, value.strip()))
    return found


def half_of(half: str) -> list[Producer]:
    """Return every other producer of each kind, dealt in the order of a hash of its name."""
    dealt = sorted(
        producers(), key=lambda one: (one.kind, hashlib.sha256(one.name.encode()).digest())
    )
    of_kind: dict[str, list[Producer]] = {}
    for one in dealt:
        of_kind.setdefault(one.kind, []).append(one)
    at = HALVES.index(half)
    return [one for group in of_kind.values() for one in group[at::2]]


class Mixer:
    """The state of one mailbox: its clock and its dice."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.n = 0

    def person(self) -> tuple[str, str]:
        """Return a full name and the local part that goes with it."""
        first, last = self.dice.choice(FIRST), self.dice.choice(LAST)
        return f"{first} {last}", f"{first}.{last}{self.dice.randrange(900)}".lower()

    def fill(self, text: str, own: tuple[str, str], other: tuple[str, str]) -> str:
        """Return a pattern with its places filled."""
        digits = "".join(self.dice.choices("0123456789abcdef", k=16))
        for place, value in (
            ("{P}", own[0]), ("{A}", own[1]), ("{p}", other[0]), ("{a}", other[1]),
            ("{n}", str(self.dice.randrange(10_000, 99_999))), ("{h}", digits),
        ):  # fmt: skip
            text = text.replace(place, value)
        return text

    def letter(self, headers: list[tuple[str, str]], body: str, one: Producer) -> Letter:
        """Return a message with a date of its own."""
        self.n += 1
        at = FIRST_DAY + timedelta(minutes=47 * self.n)
        names = {name.lower() for name, _ in headers}
        lines = [*headers, ("Date", f"{at:%a, %d %b %Y %H:%M:%S} +0000")]
        if "message-id" not in names:
            lines.append(("Message-ID", f"<{self.n}.{self.dice.randrange(10**9)}@mix.example>"))
        lines += [("MIME-Version", "1.0")]
        if "content-type" not in names and not body.startswith("Content-Type:"):
            lines.append(("Content-Type", "text/plain; charset=utf-8"))
        head = "\n".join(f"{name}: {_encoded(name, value)}" for name, value in lines)
        gap = "\n" if body.startswith("Content-Type:") else "\n\n"
        sender = parseaddr(dict(headers)["From"])[1].lower()
        is_own = sender == OWNER
        return Letter(
            (head + gap + body).encode(),
            int(at.timestamp()),
            "person" if is_own else one.kind,
            "owner" if is_own else one.name,
            sender,
            is_own or one.is_from_person,
        )

    def written(self, to: str, subject: str, one: Producer, parent: str = "") -> Letter:
        """Return a message that the owner writes."""
        headers = [("From", f"Ada Nord <{OWNER}>"), ("To", to), ("Subject", subject)]
        headers.append(("X-Gmail-Labels", "Sent"))
        if parent:
            headers.append(("In-Reply-To", parent))
        return self.letter(headers, TEXT, one)

    def letters(self, one: Producer) -> Iterator[Letter]:
        """Yield the messages of a producer, and what the owner writes to it."""
        own = self.person()
        crowd = [self.person() for _ in range(5)]
        tags = one.tags
        for n in range(int(tags["n"])):
            other = crowd[n % 5] if "many" in tags else self.person()
            headers = [(name, self.fill(value, own, other)) for name, value in one.headers]
            fields = dict(headers)
            subjects = [part.strip() for part in fields["Subject"].split("|")]
            subject = subjects[n % len(subjects)]
            headers = [(k, subject if k == "Subject" else v) for k, v in headers]
            address = parseaddr(fields["From"])[1]
            is_answer = "reply" in tags or ("answered" in tags and n % 3 == 1)
            if is_answer:
                sent = self.written(address, "plans" if "reply" in tags else subject, one)
                yield sent
                parent = dict(
                    line.partition(": ")[::2] for line in sent.raw.decode().splitlines()[:12]
                )["Message-ID"]
                headers.append(("In-Reply-To", parent))
            to = tags.get("to", f"Ada Nord <{OWNER}>")
            if "wide" in tags:
                to += "".join(f", {local}@alumni.example" for _, local in map(_person, range(60)))
            yield self.letter([*headers, ("To", to)], _body(tags), one)


def _person(n: int) -> tuple[str, str]:
    return f"Guest {n}", f"guest{n}"


def _encoded(name: str, value: str) -> str:
    if value.isascii() or name not in ("Subject", "From"):
        return value
    if name == "Subject":
        return Header(value, "utf-8", maxlinelen=900).encode()
    shown, address = parseaddr(value)
    return f"{Header(shown, 'utf-8', maxlinelen=900).encode()} <{address}>"


def _body(tags: dict[str, str]) -> str:
    """Return a body: plain, or with a calendar part or file."""
    if "cal" not in tags and "ics" not in tags:
        return TEXT
    kind = "mixed" if "ics" in tags else "alternative"
    part = f'text/calendar; charset="utf-8"; method={tags.get("cal", "")}'
    if "ics" in tags:
        part = 'text/calendar; name="dates.ics"\nContent-Disposition: attachment'
    return (
        f'Content-Type: multipart/{kind}; boundary="part"\n\n--part\n'
        f"Content-Type: text/plain; charset=utf-8\n\n{TEXT}\n--part\nContent-Type: {part}\n\n"
        "BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n--part--\n"
    )


def mix(half: str, seed: int = 5) -> list[Letter]:
    """Return the letters of a half, in the order of their dates."""
    mixer = Mixer(seed)
    return [letter for one in half_of(half) for letter in mixer.letters(one)]


def write(half: str, path: Path, strip: str = "nothing") -> list[Letter]:
    """Write a half as an mbox and return its letters.

    ``strip`` takes headers away as gateways and exports do: "private" those that begin with
    X-, and Feedback-ID; "all" everything but sender, recipients, date, subject, identifiers.
    """
    letters = mix(half)
    raws = (_stripped(one.raw, strip) for one in letters)
    path.write_bytes(b"".join(b"From mix@example.org\n" + raw + b"\n" for raw in raws))
    return letters


def _stripped(raw: bytes, strip: str) -> bytes:
    head, gap, body = raw.partition(b"\n\n")
    kept = []
    for line in head.split(b"\n"):
        name = line.partition(b":")[0].lower().decode()
        is_private = (name.startswith("x-") and name != "x-gmail-labels") or name == "feedback-id"
        if strip == "nothing" or (not is_private if strip == "private" else name in PLAIN):
            kept.append(line)
    return b"\n".join(kept) + gap + body


if __name__ == "__main__":
    write(sys.argv[1], Path(sys.argv[2]))
