"""Hand-made mail for the tests: a message, an mbox, and a reader of both."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from netanalysis.harvest import Harvest
from netanalysis.loaders.mail import read

SEPARATOR = b"From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n"
DATE = "Tue, 8 Aug 2000 12:00:00 +0000"


def message(body: str = "hello\n", **headers: str | None) -> bytes:
    """Return a message; ``from_`` is From, ``_`` in other names stands for ``-``."""
    fields: dict[str, str | None] = {
        "from_": "ada@example.org",
        "to": "bob@example.org",
        "date": DATE,
        "subject": "plans",
        **headers,
    }
    lines = [
        f"{name.rstrip('_').replace('_', '-').title()}: {value}"
        for name, value in fields.items()
        if value is not None
    ]
    return ("\n".join(lines) + "\n\n" + body).encode()


def mbox(*messages: bytes, separator: bytes = SEPARATOR) -> bytes:
    """Return an mbox of the messages."""
    return b"".join(separator + one.rstrip(b"\n") + b"\n\n" for one in messages)


def read_bytes(folder: Path, data: bytes, name: str = "mail.mbox") -> Harvest:
    """Write ``data`` to a file and read it."""
    path = folder / name
    path.write_bytes(data)
    return read([path])


def read_messages(folder: Path, *messages: bytes) -> Harvest:
    """Read an mbox of the messages."""
    return read_bytes(folder, mbox(*messages))


def ledger_holds(harvest: Harvest) -> bool:
    """Return whether read = kept + anonymous + duplicate + left out in every row."""
    ledger = harvest.ledger
    parts = ledger.n_kept + ledger.n_anonymous + ledger.n_duplicate + ledger.n_left_out
    has_rows = int(harvest.issues.is_left_out.sum()) == int(ledger.n_left_out.sum())
    return bool((ledger.n_read == parts).all()) and has_rows


def roles(harvest: Harvest) -> list[tuple[str, str]]:
    """Return (address, role) of all participations, sorted."""
    frame = harvest.participations
    keys = frame.alias_key.str.removeprefix("address:")
    return sorted(zip(keys, frame.role, strict=True))


def reasons(harvest: Harvest) -> list[str]:
    """Return the reasons of all issues in order."""
    return list(harvest.issues.reason)


def names(harvest: Harvest) -> dict[str, str | None]:
    """Return address to display name (the last, if there are several)."""
    keys = harvest.mentions.alias_key.str.removeprefix("address:")
    return {
        key: None if pd.isna(name) else name
        for key, name in zip(keys, harvest.mentions.name, strict=True)
    }
