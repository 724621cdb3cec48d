"""Pick the wanted headers out of many header blocks in one go.

The lines of all blocks are found together, and the few that begin as a wanted header does are
compared eight letters at a time. What :func:`pick_headers` says of a block is what stands
here: blocks with anything unusual are handed over to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from netanalysis.loaders.mail.headers import HEADER_CAP, WANTED, Fields, pick_headers
from netanalysis.loaders.mail.split import LINES, lines_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[Any]
    Flags = NDArray[np.bool_]

RECEIVED: Final = b"Received"
"""The one header whose spelling matters: see :func:`top_received`."""

_BETWEEN: Final = b"\n\n"
"""Stands between two blocks: no line of one continues in the next."""

_N_WORDS: Final = -(-max(map(len, WANTED)) // 8)
"""Numbers of eight letters that hold the longest name."""

_EXACT: Final = 48
"""Bits that are summed at once: sums of floats are exact below 53."""

_POWERS: Final = np.exp2(np.arange(_EXACT))

_END: Final = b"\n" * 64
"""Stands after the last block, so that a name or a date may be looked for everywhere."""

_NUMBERS: Final = {name: number for number, name in enumerate((*map(str.encode, WANTED), RECEIVED))}


class _Tables(NamedTuple):
    """What the beginnings of lines are compared with."""

    tries: Ints
    """By the beginning, see :func:`_beginning`: how many names there are to try."""

    firsts: Ints
    """By the beginning: where in ``names`` those to try begin."""

    names: Ints

    words: list[Ints]
    """The names in lower case, eight letters a number: the first eight of all, the next ..."""

    masks: list[Ints]
    """Which bits of the words count."""

    lower: list[Ints]
    """What is set in the words to look over the case of letters."""

    sizes: Ints


def _beginning(one: int, three: int, four: int) -> int:
    """Return the number of three letters, whatever their case: the first, third and fourth.

    Those tell names apart better than the first three do: ``X-G``, ``Con``, ``Rec``.
    """
    return (one & 31) << 10 | (three & 31) << 5 | four & 31


def _beginnings(name: bytes) -> set[int]:
    """Return the numbers of the beginnings of lines that may bear a name."""
    thirds = name[2:3] or b": \t"
    fourths = name[3:4] or bytes(range(32))  # after a name of two letters anything may stand
    return {_beginning(name[0], three, four) for three in thirds for four in fourths}


def _tables() -> _Tables:
    by_beginning: dict[int, list[int]] = {}
    letters = np.zeros((len(_NUMBERS), 8 * _N_WORDS), dtype=np.uint8)
    masks, lower = np.zeros_like(letters), np.zeros_like(letters)
    for name, number in _NUMBERS.items():
        letters[number, : len(name)] = np.frombuffer(name, dtype=np.uint8)
        masks[number, : len(name)] = 255
        if name != RECEIVED:
            lower[number, : len(name)] = [32 * chr(letter).isalpha() for letter in name]
        for at in _beginnings(name):
            by_beginning.setdefault(at, []).append(number)
    tries, firsts = np.zeros((2, 1 << 15), dtype=np.int16)
    names: list[int] = []
    for at, numbers in by_beginning.items():
        tries[at], firsts[at] = len(numbers), len(names)
        names += numbers
    words, masks, lower = (one.view("<u8").T.copy() for one in (letters, masks, lower))
    sizes = np.array([*map(len, _NUMBERS)])
    tried = np.array(names, dtype=np.uint8)  # letters of one byte are sorted ten times as fast
    return _Tables(tries, firsts, tried, [*words], [*masks], [*lower], sizes)


_TABLES: Final = _tables()

UNUSUAL: Final = 1 << len(_NUMBERS)
"""The bit of a block that was handed over; it may hold what has no number."""


def bits_of(*names: bytes) -> int:
    """Return the number in which the bits of these headers are set."""
    return sum(1 << _NUMBERS[name] for name in names)


@lru_cache(maxsize=1024)
def _named_by(bits: int) -> tuple[bytes, ...]:
    return tuple(name for name, number in _NUMBERS.items() if bits >> number & 1)


class Picked:
    """The wanted headers of many blocks, by block and by name.

    ``bits`` says of each block which headers it has, see :func:`bits_of`; ``cut`` are the
    blocks of which a cap cut something off. With ``is_careful`` every block is picked by
    itself.
    """

    def __init__(
        self,
        heads: Sequence[bytes],
        lines: Sequence[bytes] | None = None,
        *,
        is_careful: bool = False,
    ) -> None:
        self._n = len(heads)
        self._columns: dict[bytes, list[bytes | None]] = {}
        self._together: dict[int, list[tuple[bytes, list[bytes | None]]]] = {}
        usual = [
            b"" if is_careful or len(head) > HEADER_CAP or head[:1] != b"\n" else head
            for head in heads
        ]
        self.block = _BETWEEN.join((*usual, _END))
        self.letters = np.frombuffer(self.block, dtype=np.uint8)
        self._is_odd = np.array([not head for head in usual], dtype=bool)
        self._place: Sequence[int]
        self._of = self._starts = self._stops = np.empty(0, dtype=np.int64)
        self._bounds = [0] * (len(_NUMBERS) + 1)
        self.bits = [UNUSUAL] * self._n
        self.cut: set[int] = set()
        if is_careful:
            self._is_odd[:] = True
        else:
            ends = np.cumsum([len(head) + len(_BETWEEN) for head in usual])
            self._pick(ends, _line_starts(usual, lines or [b""] * len(usual), ends))
        self._block_of, self._place = self._of, range(self._n)  # as they were before narrowing
        self._odd: dict[int, Fields] = {}
        for at in np.flatnonzero(self._is_odd).tolist():
            self._odd[at], is_cut = pick_headers(heads[at])
            self.bits[at] = UNUSUAL | bits_of(*(_NUMBERS.keys() & self._odd[at].keys()))
            if is_cut:
                self.cut.add(at)

    def _pick(self, ends: Ints, lines: Ints) -> None:
        """Find the headers of all blocks, which end before these places, by their lines."""
        names, starts, stops, doubts = _fields(self.block, self.letters, lines)
        of = np.searchsorted(ends, starts, side="right")
        order = np.argsort(names, kind="stable")
        names, self._of = names[order], of[order]
        self._starts, self._stops = starts[order], stops[order]
        again = (names[1:] == names[:-1]) & (self._of[1:] == self._of[:-1])
        again &= names[1:] != _NUMBERS[RECEIVED]
        self._is_odd[self._of[1:][again]] = True
        self._is_odd[np.searchsorted(ends, doubts, side="right")] = True
        self._bounds = np.searchsorted(names, np.arange(len(_NUMBERS) + 1)).tolist()
        is_first = np.ones(len(names), dtype=bool)
        is_first[1:] = ~again
        is_first[self._bounds[-2] :] = False
        of, names = self._of[is_first], names[is_first]
        bits = [0] * self._n
        for low in range(0, len(_NUMBERS), _EXACT):
            here = slice(*np.searchsorted(names, (low, low + _EXACT)))
            if here.start == here.stop:
                continue
            sums = np.bincount(of[here], _POWERS[names[here] - low], minlength=self._n)
            bits = [a | b << low for a, b in zip(bits, sums.astype(np.int64).tolist(), strict=True)]
        self.bits = bits

    def column(self, name: bytes) -> list[bytes | None]:
        """Return the values of a header, None where a block has none."""
        known = self._columns.get(name)
        if known is not None:
            return known
        of, starts, stops = self._lines(name)
        block = self.block
        values = [block[a:b] for a, b in zip(starts.tolist(), stops.tolist(), strict=True)]
        column: list[bytes | None]
        if len(values) == self._n and not self._odd:
            column = [*values]
        else:
            column = [None] * self._n
            for at, value in zip(of.tolist(), values, strict=True):
                column[at] = value
            for at, fields in self._odd.items():
                column[at] = fields.get(name)
        self._columns[name] = column
        return column

    def fields(self, at: int) -> Fields:
        """Return the headers of one block."""
        if at in self._odd:
            return self._odd[at]
        found = ((name, self.value(name, at)) for name in _named_by(self.bits[at]))
        return {name: value for name, value in found if value is not None}

    def some_fields(self, at: int, wanted: int) -> Fields:
        """Return some headers of one block, those with these bits; there may be others too.

        The quicker way where many blocks are asked for the same headers.
        """
        odd = self._odd.get(at)
        if odd is not None:
            return odd
        bits = self.bits[at] & wanted
        columns = self._together.get(bits)
        if columns is None:
            columns = [(name, self.column(name)) for name in _named_by(bits)]
            self._together[bits] = columns
        return {name: column[at] or b"" for name, column in columns}

    def value(self, name: bytes, at: int) -> bytes | None:
        """Return the value of a header of one block, None if it has none."""
        odd = self._odd.get(at)
        if odd is not None:
            return odd.get(name)
        if not self.bits[at] >> _NUMBERS[name] & 1:
            return None
        begin, end = self._bounds[_NUMBERS[name]], self._bounds[_NUMBERS[name] + 1]
        here = begin + int(self._block_of[begin:end].searchsorted(self._place[at]))
        return self.block[self._starts[here] : self._stops[here]]

    def spots(self, name: bytes) -> tuple[Ints, Ints, Ints]:
        """Return blocks, and where in ``block`` the first value of a header begins and ends.

        Blocks that were picked one by one are not among them.
        """
        of, starts, stops = self._lines(name)
        is_wanted = ~self._is_odd[of]
        is_wanted[1:] &= of[1:] != of[:-1]
        return of[is_wanted], starts[is_wanted], stops[is_wanted]

    def narrow(self, kept: Sequence[int]) -> None:
        """Forget all blocks but these; from now on they are counted from 0."""
        place = np.full(self._n, -1)
        place[kept] = np.arange(len(kept))
        self._of, self._place = place[self._of], kept
        self._n, self._is_odd = len(kept), self._is_odd[kept]
        self._odd = {new: self._odd[at] for new, at in enumerate(kept) if at in self._odd}
        self.bits = [self.bits[at] for at in kept]
        self.cut = {new for new, at in enumerate(kept) if at in self.cut}
        for name, column in self._columns.items():
            self._columns[name] = [column[at] for at in kept]
        self._together.clear()

    def _lines(self, name: bytes) -> tuple[Ints, Ints, Ints]:
        """Return blocks, and where the values of a header in them begin and end."""
        number = _NUMBERS[name]
        here = slice(self._bounds[number], self._bounds[number + 1])
        of, starts, stops = self._of[here], self._starts[here], self._stops[here]
        is_kept = of >= 0
        return of[is_kept], starts[is_kept], stops[is_kept]


def _line_starts(heads: Sequence[bytes], lines: Sequence[bytes], ends: Ints) -> Ints:
    """Return the newlines, in the blocks put together, that do not stand before a fold."""
    known = [
        one if one and head else lines_of(head) for head, one in zip(heads, lines, strict=True)
    ]
    found = np.frombuffer(b"".join(known), dtype=LINES).astype(np.int64)
    begins = ends - [len(head) + len(_BETWEEN) for head in heads]
    found += np.repeat(begins, [len(one) // LINES.itemsize for one in known])
    return found


def _fields(block: bytes, letters: Ints, newlines: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Return the names of the wanted headers, where their values lie, and doubtful lines."""
    begins, stops = newlines[:-1] + 1, newlines[1:]
    beginnings = (letters[begins] & 31).astype(np.uint16) << 10
    beginnings |= (letters[begins + 2] & 31).astype(np.uint16) << 5
    beginnings |= letters[begins + 3] & 31
    tries = _TABLES.tries[beginnings]
    line = np.repeat(np.arange(len(tries)), tries)
    place = np.arange(len(line)) - (np.cumsum(tries) - tries)[line]
    number = _TABLES.names[_TABLES.firsts[beginnings[line]] + place]
    line, number = _named(block, begins, line, number)
    colons = begins[line] + _TABLES.sizes[number]
    signs = letters[colons]
    is_plain = signs == ord(":")
    is_doubtful = (signs == ord(" ")) | (signs == ord("\t"))
    return number[is_plain], colons[is_plain] + 1, stops[line[is_plain]], colons[is_doubtful]


def _named(block: bytes, begins: Ints, lines: Ints, names: Ints) -> tuple[Ints, Ints]:
    """Return which of these lines begin with these names, and the names."""
    n = len(block) - 8 * _N_WORDS + 1
    for at, (words, masks, lower) in enumerate(
        zip(_TABLES.words, _TABLES.masks, _TABLES.lower, strict=True)
    ):
        if at and not (_TABLES.sizes.take(names) > 8 * at).any():
            break
        here: Ints = np.ndarray((n,), "<u8", block, offset=8 * at, strides=(1,))
        found = here[begins[lines]] | lower.take(names)
        is_same = (found & masks.take(names)) == words.take(names)
        lines, names = lines[is_same], names[is_same]
    return lines, names
