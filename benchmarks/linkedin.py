"""How long does a large LinkedIn export take, against pandas reading the same two files?

Run ``python benchmarks/linkedin.py``. It writes an export of 30,000 connections and 200,000
messages (invented, seeded, in the layout of 2026) to a temporary folder and reads it in
fresh processes, one after the other and in turns:

``pandas``
    ``pandas.read_csv`` on Connections.csv and messages.csv, every cell as text: the least
    anybody would do, with no people, no dates, no check of anything.
``harvest``
    our LinkedIn loader: people, connections, messages, who took part, and the ledger.
``load``
    ``netanalysis.load``: the same, and who is who.

What is measured is CPU time of the process and its children after the imports, so that
several processors count as what they cost. The bar: the harvest costs at most three times
what pandas costs, and the whole load takes under six seconds.
"""

from __future__ import annotations

import base64
import csv
import random
import resource
import statistics
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import quote

SEED: Final = 20260514
N_CONNECTIONS: Final = 30_000
N_MESSAGES: Final = 200_000
N_TALKS: Final = 12_000
N_PAIRS: Final = 5
BAR_RATIO: Final = 3.0
BAR_SECONDS: Final = 6.0
KINDS: Final = ("pandas", "harvest", "load")
EXPORT: Final = "Complete_LinkedInDataExport_05-14-2026"
HOST: Final = "https://www.linkedin.com/in/"
PREAMBLE: Final = (
    'Notes:\n"When exporting your connection data, you may notice that some of the email '
    'addresses are missing."\n\n'
)
FIRST: Final = (
    "Ana Bo Cy Di Eva Flo Gül Hugo Ida José Kai Lotte Mira Noël Oda Pia Rui Søren".split()
)
LAST: Final = (
    "Müller Roe Poe Doe Berg Lindqvist Ünal López Kim Nowak Silva Haas O'Neil Thanh".split()
)
WORDS: Final = (
    "thanks for the note about our garden and the long winter let us meet next week at the "
    "library or by phone if that is better, I will bring the maps and you the questions"
).split()


def write_export(folder: Path) -> Path:
    """Write the export and return its folder."""
    rng = random.Random(SEED)
    export = folder / EXPORT
    export.mkdir()
    people = [
        (rng.choice(FIRST), f"{rng.choice(LAST)} {number:05d}", _slug(number))
        for number in range(N_CONNECTIONS)
    ]
    _write_connections(export / "Connections.csv", people, rng)
    _write_messages(export / "messages.csv", people, rng)
    (export / "Profile.csv").write_text("First Name,Last Name\nMax,Owner\n", encoding="utf-8")
    return export


def _slug(number: int) -> str:
    """One profile in ten has a letter that Connections.csv writes percent-encoded."""
    return f"person-{number:05d}-{'é' if number % 10 == 0 else 'e'}"


def _write_connections(path: Path, people: list[tuple[str, str, str]], rng: random.Random) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(PREAMBLE)
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(
            "First Name,Last Name,URL,Email Address,Company,Position,Connected On".split(",")
        )
        for first, last, slug in people:
            day = datetime(2010, 1, 1) + timedelta(days=rng.randrange(5900))
            email = f"{slug[:12]}@example.org" if rng.random() < 0.03 else ""
            company = f"{rng.choice(LAST)} & Co" if rng.random() < 0.9 else ""
            title = rng.choice(
                ("Engineer", "Head of Research, Europe", "Chef", "Product Owner", "")
            )
            cells = [first, last, HOST + quote(slug), email, company, title, f"{day:%d %b %Y}"]
            rows.writerow([""] * 6 + cells[6:] if rng.random() < 0.02 else cells)


def _write_messages(path: Path, people: list[tuple[str, str, str]], rng: random.Random) -> None:
    header = (
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,"
        "DATE,SUBJECT,CONTENT,FOLDER,ATTACHMENTS,IS MESSAGE DRAFT"
    ).split(",")
    weights = [1 / (1 + number) ** 0.7 for number in range(N_TALKS)]
    sizes = [1] * N_TALKS
    for talk in rng.choices(range(N_TALKS), weights, k=N_MESSAGES - N_TALKS):
        sizes[talk] += 1
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(header)
        for size in sizes:
            _write_talk(rows, size, people, rng)


def _write_talk(rows, size: int, people: list[tuple[str, str, str]], rng: random.Random) -> None:
    talk = "2-" + base64.b64encode(rng.randbytes(40)).decode()
    others = [
        (f"{first} {last}", HOST + slug)
        for first, last, slug in rng.sample(people, 1 if rng.random() < 0.95 else 4)
    ]
    everybody = [("Max Owner", HOST + "max-owner"), *others]
    when = datetime(2026, 5, 1) - timedelta(minutes=rng.randrange(4_000_000))
    is_advert = size == 1 and rng.random() < 0.3
    folder = "INBOX" if rng.random() < 0.9 else "ARCHIVE"
    for _ in range(size):
        when -= timedelta(seconds=rng.randrange(1, 400_000))
        sender = everybody[1] if is_advert else rng.choice(everybody)
        receivers = [person for person in everybody if person != sender]
        rows.writerow(
            [
                talk,
                "Sponsored Conversation" if is_advert else "",
                sender[0],
                "" if is_advert else sender[1],
                ",".join(name for name, _ in receivers),
                ",".join(url for _, url in receivers),
                f"{when:%Y-%m-%d %H:%M:%S} UTC",
                "Winter sale" if is_advert else "",
                " ".join(rng.choices(WORDS, k=rng.randrange(2, 60))),
                folder,
                "",
                "No",
            ]
        )


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(use.ru_utime + use.ru_stime for use in used)


def _measure(kind: str, export: Path) -> None:
    """Do one thing once and print its CPU seconds and a count that shows it was done."""
    import pandas as pd

    import netanalysis as na
    from netanalysis.loaders import linkedin

    _ = na.load  # fetched here, so that its import is not counted
    before = _cpu()
    if kind == "pandas":
        options = {"dtype": str, "keep_default_na": False}
        people = pd.read_csv(export / "Connections.csv", skiprows=3, **options)
        talks = pd.read_csv(export / "messages.csv", **options)
        done = len(people) + len(talks)
    elif kind == "harvest":
        harvest = linkedin.read([export])
        done = len(harvest.connections) + len(harvest.interactions)
    else:
        archive = na.load(export)
        done = int((archive.relations["kind"] == "connected").sum()) + len(archive.interactions)
    print(f"{_cpu() - before:.3f} {done}")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        export = write_export(Path(folder))
        sizes = {path.name: path.stat().st_size / 1e6 for path in sorted(export.iterdir())}
        print(", ".join(f"{name} {size:.1f} MB" for name, size in sizes.items()))
        seconds: dict[str, list[float]] = {kind: [] for kind in KINDS}
        for _ in range(N_PAIRS):
            for kind in KINDS:
                command = [sys.executable, __file__, kind, str(export)]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                used, count = done.stdout.split()
                seconds[kind].append(float(used))
                print(f"{kind:8} {float(used):6.2f} s CPU, {int(count):,} connections and messages")
    _report(seconds)


def _report(seconds: dict[str, list[float]]) -> None:
    print()
    for kind in KINDS[1:]:
        ratios = [a / b for a, b in zip(seconds[kind], seconds["pandas"], strict=True)]
        print(
            f"{kind}: median {statistics.median(seconds[kind]):.2f} s CPU, "
            f"{statistics.median(ratios):.2f} times read_csv "
            f"({min(ratios):.2f} to {max(ratios):.2f})"
        )
    ratio = statistics.median(
        a / b for a, b in zip(seconds["harvest"], seconds["pandas"], strict=True)
    )
    whole = statistics.median(seconds["load"])
    print(f"bar of {BAR_RATIO:g} times read_csv: {'met' if ratio <= BAR_RATIO else 'missed'}")
    print(f"bar of {BAR_SECONDS:g} s for the load: {'met' if whole <= BAR_SECONDS else 'missed'}")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        _measure(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
