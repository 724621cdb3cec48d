"""Message-IDs: the own one of a message, and those it answers or refers to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from netanalysis.loaders.mail.messages import Numbers
from netanalysis.loaders.mail.picking import Picked
from netanalysis.loaders.mail.quick import first_ids

ID_LIMIT: Final = 500
"""Characters of a Message-ID; the standard's line limit is 998, real ones stay below 250."""

PARENTS_LIMIT: Final = 100
"""References followed from one message, the nearest ones; the first is kept besides."""

_ID: Final = re.compile(rb"<([^<>\s]{1,500})>")


def own_ids(column: Sequence[bytes | None], *, is_careful: bool) -> list[bytes | None]:
    """Return the identifier in each Message-ID header; None where there is none."""
    values = [raw for raw in column if raw is not None]
    found = None if is_careful else first_ids(values)
    own: list[bytes | None] = [*map(_own, values)] if found is None else [*found]
    if len(own) == len(column):
        return own
    in_order = iter(own)
    return [None if raw is None else next(in_order) for raw in column]


def _own(raw: bytes) -> bytes | None:
    found = _ID.search(raw)
    own = found[1] if found is not None else raw.strip()[:ID_LIMIT]
    return _ascii(own) or None


def parent_ids(picked: Picked, numbers: Numbers) -> list[tuple[int, ...]]:
    """Return the identifiers each message refers to: In-Reply-To, then the nearest others.

    Messages of one Gmail conversation refer to its number.
    """
    names = (b"in-reply-to", b"references", b"x-gm-thrid")
    out: list[tuple[int, ...]] = []
    for answered, referred, thread in zip(*map(picked.column, names), strict=True):
        parents: list[bytes] = []
        if answered is not None:
            parents = _ID.findall(answered)[:1]
        if referred is not None:
            found = _ID.findall(referred)
            parents += found if len(found) <= PARENTS_LIMIT else found[:1] + found[-PARENTS_LIMIT:]
        if thread is not None:
            parents.append(b"gmail thread " + thread.strip()[:40])
        if not b"".join(parents).isascii():
            parents = [*map(_ascii, parents)]
        out.append((*map(numbers.__getitem__, parents),))
    return out


def _ascii(raw: bytes) -> bytes:
    """Return an identifier with every byte beyond ASCII replaced by one mark."""
    return raw if raw.isascii() else raw.decode("ascii", "replace").encode()
