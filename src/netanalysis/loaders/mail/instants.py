"""When messages were sent: their Date, weighed against the machine that received them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from netanalysis.loaders.mail.batch import Item
from netanalysis.loaders.mail.dates import (
    DISPUTE_SECONDS,
    Instant,
    is_disputed,
    parse_date,
    separator_date,
    utc_offset,
)
from netanalysis.loaders.mail.headers import top_received
from netanalysis.loaders.mail.messages import NO_DATE, NO_OFFSET, QUALITIES
from netanalysis.loaders.mail.picking import RECEIVED, Picked
from netanalysis.loaders.mail.quick import arrivals, read_clocks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[Any]

_QUALITY: Final = {name: number for number, name in enumerate(QUALITIES)}


def instants(picked: Picked, items: Sequence[Item], *, is_careful: bool) -> tuple[Ints, Ints, Ints]:
    """Return for each message its instant, the number of its quality, and minutes from UTC."""
    n = len(items)
    seconds = np.full(n, NO_DATE)
    quality = np.full(n, _QUALITY["missing"])
    offset = np.full(n, NO_OFFSET)
    is_open = np.ones(n, dtype=bool)
    if not is_careful:
        read, found, offsets, is_late = _quick(picked)
        seconds[read], offset[read] = found, offsets
        quality[read] = np.where(is_late, _QUALITY["disputed"], _QUALITY["ok"])
        is_open[read] = False
    for at in np.flatnonzero(is_open).tolist():
        raw = picked.value(b"date", at)
        if raw is None:
            continue
        found_one, name = _weighed(raw, items[at])
        quality[at] = _QUALITY[name]
        if found_one is not None:
            east = utc_offset(raw)
            seconds[at], offset[at] = found_one, NO_OFFSET if east is None else east
    return seconds, quality, offset


def _quick(picked: Picked) -> tuple[Ints, Ints, Ints, Ints]:
    """Return the messages whose date and arrival are both well-formed, and what they say.

    Last comes whether the two lie too far apart.
    """
    letters = picked.letters
    of, starts, stops = picked.spots(RECEIVED)
    begins, has_date = arrivals(picked.block, letters, starts, stops)
    of, stops = of[has_date], stops[has_date]
    dated, date_starts, date_stops = picked.spots(b"date")
    n = len(dated)
    clocks = read_clocks(
        letters, np.concatenate([date_starts, begins]), np.concatenate([date_stops, stops])
    )
    known, witnesses = clocks.is_known[:n], clocks.is_known[n:]
    arrived = np.full(1 + max(dated.max(initial=0), of.max(initial=0)), NO_DATE)
    arrived[of[witnesses]] = clocks.seconds[n:][witnesses]
    known &= arrived[dated] != NO_DATE
    seconds = clocks.seconds[:n][known]
    is_late = abs(seconds - arrived[dated[known]]) > DISPUTE_SECONDS
    return dated[known], seconds, clocks.offset[:n][known], is_late


def _weighed(raw: bytes, item: Item) -> Instant:
    """Return the instant of a message and its quality, weighed against its witnesses."""
    seconds, quality = parse_date(raw)
    if seconds is None or quality == "implausible":
        return seconds, quality
    received = top_received(item.raw.head)
    witness = None
    if received is not None:
        witness, witness_quality = parse_date(received)
        if witness_quality not in ("ok", "day"):
            witness = None
    if witness is None:
        witness = separator_date(item.raw.separator)
    return seconds, "disputed" if is_disputed(seconds, witness) else quality
