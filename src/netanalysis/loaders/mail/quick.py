"""Quick readings of well-formed values, many at once; what is odd goes to the careful code.

Each function here answers as its careful twin does (:func:`parse_date` ...), for every input:
it either knows the form it looks at, or says that somebody has to look.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from netanalysis.loaders.mail.dates import EARLIEST, LATEST
from netanalysis.loaders.mail.messages import NO_OFFSET

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[Any]
    Flags = NDArray[np.bool_]

_MONTH_NAMES: Final = b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_CLOCK: Final = len(" Jan 2000 00:00:00 +0000")
_ZONE: Final = len(" (ABCDE)")
"""Bytes after the day of a usual date, and of the name of a zone that may follow."""

_DIGITS: Final = np.array([5, 6, 7, 8, 10, 11, 13, 14, 16, 17, 20, 21, 22, 23])
_SPACES: Final = np.array([0, 4, 9, 18])
_MOST_BLANKS: Final = 16
"""Blanks before the date of a Received header: its fold is indented."""

_ID: Final = re.compile(rb"(?:\A|\n)[^<\n]*+<([^<>\s]{1,500})>")


class Clocks(NamedTuple):
    """What some dates say: only where ``is_known``, and of quality ``ok`` there."""

    seconds: Ints
    offset: Ints
    """Minutes from UTC, :data:`NO_OFFSET` where it is not stated."""

    is_known: Flags


def _month_table() -> Ints:
    """Return months by the number of their three letters, 0 for what is none."""
    table = np.zeros(1 << 15, dtype=np.int64)
    for number, name in enumerate(_MONTH_NAMES, start=1):
        table[_three(*(np.array(letter) for letter in name))] = number
    return table


def _three(one: Ints, two: Ints, three: Ints) -> Ints:
    return (one.astype(np.int64) & 31) << 10 | (two & 31).astype(np.int64) << 5 | three & 31


_MONTHS: Final = _month_table()


def read_clocks(letters: Ints, starts: Ints, stops: Ints) -> Clocks:
    """Return what :func:`parse_date` and :func:`utc_offset` say of the dates at these places.

    ``letters`` has to go on for some bytes after the last of them.
    """
    at = starts + (letters[starts] == ord(" "))
    is_named = (letters[at + 3] == ord(",")) & (letters[at + 4] == ord(" "))
    is_named &= _is_capital(letters[at]) & _is_small(letters[at + 1]) & _is_small(letters[at + 2])
    at = at + 5 * is_named
    day, second = letters[at] - 48, letters[at + 1] - 48  # unsigned: what is no digit is large
    has_two = second < 10
    is_known = day < 10
    day = np.where(has_two, 10 * day.astype(np.int64) + second, day)
    at = at + 1 + has_two
    clock = letters[at[:, None] + np.arange(_CLOCK + _ZONE)]
    is_known &= (clock[:, _SPACES] == ord(" ")).all(axis=1)
    is_known &= (clock[:, 12] == ord(":")) & (clock[:, 15] == ord(":"))
    is_known &= _is_capital(clock[:, 1]) & _is_small(clock[:, 2]) & _is_small(clock[:, 3])
    digits = clock[:, _DIGITS] - 48
    is_known &= (digits < 10).all(axis=1)
    digits = digits.astype(np.int64)
    hour, minute, second, east, more = (
        10 * digits[:, one] + digits[:, one + 1] for one in (4, 6, 8, 10, 12)
    )
    is_known &= (hour < 24) & (minute < 60) & (second < 60) & (east < 14) & (more < 60)
    month = _MONTHS[_three(clock[:, 1], clock[:, 2], clock[:, 3])]
    days, is_day = _days(digits[:, :4] @ np.array([1000, 100, 10, 1]), month, day)
    is_west = clock[:, 19] == ord("-")
    is_known &= is_day & (is_west | (clock[:, 19] == ord("+")))
    is_known &= _ends_well(clock[:, _CLOCK:], stops - at - _CLOCK)
    offset = np.where(is_west, -1, 1) * (60 * east + more)
    seconds = days * 86_400 + hour * 3600 + (minute - offset) * 60 + second
    is_known &= (seconds >= EARLIEST) & (seconds < LATEST)
    return Clocks(seconds, np.where(is_west & (offset == 0), NO_OFFSET, offset), is_known)


def _is_capital(letters: Ints) -> Flags:
    found: Flags = letters - ord("A") < 26  # unsigned: what comes before A is large
    return found


def _is_small(letters: Ints) -> Flags:
    found: Flags = letters - ord("a") < 26
    return found


def _days(year: Ints, month: Ints, day: Ints) -> tuple[Ints, Flags]:
    """Return days since 1970, and whether the calendar has them."""
    months = (12 * (year - 1970) + month - 1).astype("datetime64[M]")
    first = months.astype("datetime64[D]").astype(np.int64)
    after = (months + np.timedelta64(1, "M")).astype("datetime64[D]").astype(np.int64)
    return first + day - 1, (month > 0) & (year > 0) & (day > 0) & (day <= after - first)


def _ends_well(rest: Ints, sizes: Ints) -> Flags:
    """Return whether a date ends here, or after the name of a zone in brackets."""
    is_zone = (sizes >= 5) & (sizes <= _ZONE)
    last = np.where(is_zone, sizes, 5) - 1
    is_zone &= (rest[:, 0] == ord(" ")) & (rest[:, 1] == ord("("))
    is_zone &= rest[np.arange(len(rest)), last] == ord(")")
    inside = np.arange(2, _ZONE)
    is_zone &= (_is_capital(rest[:, 2:]) | (inside >= last[:, None])).all(axis=1)
    found: Flags = is_zone | (sizes == 0)
    return found


def arrivals(block: bytes, letters: Ints, starts: Ints, stops: Ints) -> tuple[Ints, Ints]:
    """Return where the dates of these Received headers begin, and which headers have one."""
    found = [block.rfind(b";", a, b) for a, b in zip(starts.tolist(), stops.tolist(), strict=True)]
    after = np.array(found, dtype=np.int64) + 1
    has_date = np.flatnonzero(after)
    near = letters[after[has_date, None] + np.arange(_MOST_BLANKS)]
    is_blank = (near == ord(" ")) | (near == ord("\t")) | (near == ord("\n"))
    return after[has_date] + np.argmin(is_blank, axis=1), has_date


def first_ids(values: Sequence[bytes]) -> list[bytes] | None:
    """Return the first identifier in brackets of each value; None where care is needed."""
    lines = b"\n".join(values)
    if lines.count(b"\n") != len(values) - 1 or not lines.isascii():
        return None
    found = _ID.findall(lines)
    return found if len(found) == len(values) else None
