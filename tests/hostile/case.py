"""What a case is: files, and the truth about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mail_makers import mbox, message

Data = bytes | Callable[[], bytes]


@dataclass(frozen=True)
class Case:
    """One hostile input, and what must come of it."""

    name: str
    row: str
    """The row of the table of threats that it belongs to."""

    files: Mapping[str, Data]
    """Path to content, made when it is asked for. The top-level paths are loaded in order."""

    kept: int = 0
    duplicate: int = 0
    left_out: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)
    """What must be said in the issues, and how often; nothing else may be."""

    fields: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """Facts of messages, by subject: see ``facts_of`` in ``judge.py``."""

    error: str = ""
    """Where nothing can be read: the error's class, a colon, and words of its message."""

    with_body: bool = False


def one_mbox(name: str, row: str, data: Data, *counts: int, **truth: object) -> Case:
    """Return a case of a single mbox file; ``counts`` are kept and duplicate."""
    return Case(name, row, {"mail.mbox": data}, *counts, **truth)  # type: ignore[arg-type]


def few(n: int, **headers: str | None) -> list[bytes]:
    """Return messages with the subjects s0, s1 ..."""
    return [message(f"body {k}\n", subject=f"s{k}", **headers) for k in range(n)]


def with_raw(raw: bytes, **headers: str | None) -> bytes:
    """Return an mbox of one message in which the word RAW stands for any bytes."""
    return mbox(message(**headers)).replace(b"RAW", raw)
