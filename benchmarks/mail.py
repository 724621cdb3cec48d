"""How fast is mail read? Ratios against named peers, in one run, on one invented archive.

Every contender runs in a fresh process, in turns (A B A B), and reads a few messages first;
what counts is processor time after that, children included. All end in a DataFrame: ours in
the finished harvest (people, participations, threads, copies, hints, ledger), the peers in one
row a message. There is no second figure for our row a message alone: nobody can ask for it.
Memory is the peak of the process less that of a process that only imports.

    python benchmarks/mail.py             # 10,000 and 20,000 messages
    python benchmarks/mail.py --full      # 100,000 too, there also by two processes (wall
                                          # time), and attachments of 100 and 400 MB

Peers: ``tutorial`` is ``mailbox.mbox`` with the message API; ``header parser`` is
``BytesHeaderParser`` over pieces cut by hand; ``fast-mail-parser`` is the package of that
name (Rust) on header slices. It is left out where it is not installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

import pandas as pd
from takeout_like import write

SEED = 7
PAIRS = 3
WARM_UP = 20
ID = re.compile(r"<([^<>\s]+)>")
ADDRESS_FIELDS = ("from", "to", "cc", "bcc")


def text(value: object) -> str:
    """Return a header decoded, as the tutorials do it."""
    try:
        return str(make_header(decode_header(str(value))))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return str(value)


def instant(value: str) -> pd.Timestamp | None:
    """Return a date header as an instant, or None."""
    try:
        found = pd.Timestamp(parsedate_to_datetime(value))
    except (ValueError, TypeError):
        return None
    return found.tz_localize("UTC") if found.tz is None else found.tz_convert("UTC")


def row(mail: Message) -> dict[str, object]:
    """Return what an analysis needs of a message, by the message API."""
    found: dict[str, object] = {
        name: getaddresses([str(value) for value in mail.get_all(name, [])])
        for name in ADDRESS_FIELDS
    }
    found["date"] = instant(str(mail["date"]))
    found["subject"] = text(mail["subject"] or "")
    found["message_id"] = ID.findall(str(mail["message-id"] or ""))[:1]
    found["parents"] = ID.findall(f"{mail['in-reply-to'] or ''} {mail['references'] or ''}")
    found["thread"] = mail["x-gm-thrid"]
    found["labels"] = text(mail["x-gmail-labels"] or "").split(",")
    return found


def valid(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose text is valid: the standard library gives lone surrogates."""
    for name in ("subject", "thread"):
        frame[name] = [
            None if value is None else str(value).encode("utf-8", "replace").decode()
            for value in frame[name]
        ]
    return frame


def tutorial(path: Path) -> int:
    import mailbox

    box = mailbox.mbox(path, create=False)
    return len(valid(pd.DataFrame([row(mail) for mail in box], dtype=object)))


def pieces(path: Path) -> Iterator[bytes]:
    """Yield the header block of each message, cut at the separators of a Takeout file."""
    data = path.read_bytes()
    starts = [0, *(found.start() + 1 for found in re.finditer(rb"\nFrom \d+@xxx ", data))]
    for at in starts:
        begin = data.index(b"\n", at) + 1
        yield data[begin : data.index(b"\n\n", begin) + 2]


def header_parser(path: Path) -> int:
    from email.parser import BytesHeaderParser

    parse = BytesHeaderParser().parsebytes
    return len(valid(pd.DataFrame([row(parse(one)) for one in pieces(path)], dtype=object)))


def fast_mail_parser(path: Path) -> int:
    from fast_mail_parser import parse_email

    rows = []
    for one in pieces(path):
        mail = parse_email(one, mode="metadata")
        fields: dict[str, str] = {}
        for name, values in mail.headers.items():
            fields.setdefault(name.lower(), ", ".join(values))
        found: dict[str, object] = {
            name: [(box.display_name, box.address) for box in boxes]
            for name, boxes in (
                ("from", [mail.from_] if mail.from_ else []),
                ("to", mail.to),
                ("cc", mail.cc),
            )
        }
        found["bcc"] = [(box.display_name, box.address) for box in mail.bcc]
        found["date"] = instant(mail.date or "")
        found["subject"] = mail.subject
        found["message_id"] = ID.findall(fields.get("message-id", ""))[:1]
        found["parents"] = ID.findall(
            f"{fields.get('in-reply-to', '')} {fields.get('references', '')}"
        )
        found["thread"] = fields.get("x-gm-thrid")
        found["labels"] = fields.get("x-gmail-labels", "").split(",")
        rows.append(found)
    return len(valid(pd.DataFrame(rows, dtype=object)))


def ours(path: Path) -> int:
    from netanalysis.loaders.mail import read

    return len(read([path], workers=1).interactions)


def ours_by_two(path: Path) -> int:
    from netanalysis.loaders.mail import read

    return len(read([path], workers=2).interactions)


def nothing(path: Path) -> int:
    import netanalysis.loaders.mail  # noqa: F401

    return 0


CONTENDERS: dict[str, Callable[[Path], int]] = {
    "ours": ours,
    "ours by two": ours_by_two,
    "tutorial": tutorial,
    "header parser": header_parser,
    "fast-mail-parser": fast_mail_parser,
    "nothing": nothing,
}


def seconds() -> float:
    """Return processor seconds of this process and its children so far."""
    use = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in use)


def contend(name: str, path: Path) -> None:
    """Run one contender in this process and print its figures as JSON."""
    import pyarrow  # noqa: F401  (pandas would load it in the timed part)

    import netanalysis.loaders.mail  # noqa: F401

    if name == "fast-mail-parser":
        import fast_mail_parser  # noqa: F401
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.mbox"
        write(small, WARM_UP, seed=SEED)
        CONTENDERS[name](small)  # so that everything is imported that is imported on first use
    before, begun = seconds(), time.perf_counter()
    n = CONTENDERS[name](path)
    used, wall = seconds() - before, time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"n": n, "seconds": used, "wall": wall, "peak": peak}))


def run(name: str, path: Path) -> dict[str, float]:
    """Run one contender in a fresh process."""
    command = [sys.executable, __file__, "--contender", name, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def compare(path: Path, n_pairs: int) -> None:
    """Print each peer's time over ours, pair by pair, and the peaks of memory."""
    floor = run("nothing", path)["peak"]
    peers = ["tutorial", "header parser"]
    if importlib.util.find_spec("fast_mail_parser"):
        peers.append("fast-mail-parser")
    for peer in peers:
        pairs = [(run("ours", path), run(peer, path)) for _ in range(n_pairs)]
        ratios = sorted(theirs["seconds"] / mine["seconds"] for mine, theirs in pairs)
        mine, theirs = pairs[0]
        print(
            f"  {peer:17s} takes {statistics.median(ratios):5.1f} times our time "
            f"({ratios[0]:.1f} to {ratios[-1]:.1f}); "
            f"{1e6 * theirs['seconds'] / theirs['n']:4.0f} us a message against "
            f"{1e6 * mine['seconds'] / mine['n']:3.0f}; "
            f"peak {theirs['peak'] - floor:4.0f} MB against {mine['peak'] - floor:3.0f} MB"
        )


def compare_workers(path: Path, n_pairs: int) -> None:
    """Print what a second process gains, in wall time, and costs, in processor time."""
    pairs = [(run("ours", path), run("ours by two", path)) for _ in range(n_pairs)]
    gains = sorted(one["wall"] / two["wall"] for one, two in pairs)
    costs = [two["seconds"] / one["seconds"] for one, two in pairs]
    print(
        f"  two processes are {statistics.median(gains):.2f} times as fast by the clock "
        f"({gains[0]:.2f} to {gains[-1]:.2f}), for {statistics.median(costs):.2f} times "
        f"the processor time"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the reading of mail against peers.")
    parser.add_argument("--full", action="store_true", help="100,000 messages and attachments too")
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 20_000])
    parser.add_argument("--contender", nargs=2, metavar=("NAME", "PATH"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.contender:
        contend(options.contender[0], Path(options.contender[1]))
        return
    sizes = [*options.sizes, 100_000] if options.full else options.sizes
    with tempfile.TemporaryDirectory() as folder:
        for n in sizes:
            path = Path(folder) / f"{n}.mbox"
            write(path, n, seed=SEED)
            print(f"{n:,} messages, {path.stat().st_size / 1e6:.0f} MB")
            compare(path, PAIRS)
            if n >= 100_000:
                compare_workers(path, PAIRS)
            path.unlink()
        for n in (270, 1080) if options.full else ():
            path = Path(folder) / f"attachments-{n}.mbox"
            write(path, n, seed=SEED, has_attachments=True)
            size, floor = path.stat().st_size / 1e6, run("nothing", path)["peak"]
            mine = run("ours", path)
            print(
                f"attachments, {size:.0f} MB: {size / mine['seconds']:.0f} MB a second, "
                f"peak {mine['peak'] - floor:.0f} MB"
            )
            path.unlink()


if __name__ == "__main__":
    main()
