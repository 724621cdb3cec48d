r"""The key of a body: the same from every container, without keeping the body.

The common form of a body has the quoting of ``From `` undone and no empty lines at its end. Up to
64 KB of it are hashed by BLAKE2b; of what follows in a longer one, an attachment as a rule, length
and the sum of its eight-byte numbers enter the hash, at a twentieth of the cost. Keys only decide
whether messages that agree in sender, recipients, second and subject are copies.
"""

from __future__ import annotations

import hashlib
import re
import struct
from typing import Final

import numpy as np

HASHED: Final = 64 * 1024
"""Bytes of the common form, the newline before its first line included, that are hashed."""

_EMPTY: Final = hashlib.blake2b(digest_size=16)
NO_BODY: Final = _EMPTY.digest()
_LINE_IN_MEMORY: Final = 1024 * 1024
_NEAR: Final = 64
"""Bytes at the end of a piece in which newlines are counted without a copy of it."""

_QUOTED_FROM: Final = re.compile(rb"\n>+From ")


class _Key:
    """The key of what is added, piece by piece, in its common form."""

    def __init__(self) -> None:
        self._hash = _EMPTY.copy()
        self._n = 0
        self._sum = 0

    def add(self, data: bytes | memoryview) -> None:
        room = HASHED - self._n
        self._n += len(data)
        if len(data) <= room:
            self._hash.update(data)
            return
        rest = memoryview(data)
        if room > 0:
            self._hash.update(rest[:room])
            rest = rest[room:]
        self._sum += _sum_of_words(rest, self._n - len(rest))

    def value(self) -> bytes:
        if self._n <= HASHED:
            return self._hash.digest()
        whole = self._hash.copy()
        whole.update(struct.pack("<QQ", self._n, self._sum % 2**64))
        return whole.digest()


class BodyHash:
    """The key of a body given in pieces."""

    def __init__(self) -> None:
        self._key = _Key()
        self._carry = b"\n"
        self._n_newlines = 0

    def feed(self, buffer: bytes, begin: int = 0, end: int | None = None) -> None:
        """Take in the next piece, what stands between two places; pieces may end anywhere."""
        end = len(buffer) if end is None else end
        first, last = buffer.find(b"\n", begin, end), buffer.rfind(b"\n", begin, end)
        if first < 0:
            self._carry += buffer[begin:end]
            if len(self._carry) > _LINE_IN_MEMORY:  # one endless line: its start has been seen
                self._take(self._carry)
                self._carry = b""
            return
        self._take(self._carry + buffer[begin:first])
        self._take_between(buffer, first, last)
        self._carry = buffer[last:end]

    def _take_between(self, buffer: bytes, begin: int, end: int) -> None:
        """Take whole lines, as a rule without a copy of them."""
        last = buffer[max(begin, end - _NEAR) : end]
        n_newlines = len(last) - len(last.rstrip(b"\n"))
        if n_newlines == len(last) or _has_quoted(buffer, begin, end):
            self._take(buffer[begin:end])
            return
        self._add(memoryview(buffer)[begin : end - n_newlines])
        self._n_newlines = n_newlines

    def _take(self, lines: bytes) -> None:
        lines = _unquoted(lines)
        core = lines.rstrip(b"\n")
        if core:
            self._add(core)
        self._n_newlines += len(lines) - len(core)

    def _add(self, core: bytes | memoryview) -> None:
        """Add what does not end in a newline, after the newlines that came before it."""
        while self._n_newlines:
            step = min(self._n_newlines, _LINE_IN_MEMORY)
            self._key.add(b"\n" * step)
            self._n_newlines -= step
        self._key.add(core)

    def key(self) -> bytes:
        """Return the key of all that was fed."""
        self._take(self._carry)
        self._carry = b""
        return self._key.value()


def body_key(body: bytes) -> bytes:
    """Return the key of a whole body; equal to :class:`BodyHash` fed with its pieces."""
    key = _Key()
    key.add(_unquoted(b"\n" + body).rstrip(b"\n"))
    return key.value()


def body_key_between(buffer: bytes, begin: int, end: int) -> bytes:
    """Return the key of the body that stands between two places of a buffer, after a newline."""
    if end - begin < HASHED:
        body = buffer[begin - 1 : end]  # with the newline before its first line
        if ord(">") in body and b">From " in body:
            return body_key(body[1:])
        hashing = _EMPTY.copy()
        hashing.update(body.rstrip(b"\n"))
        return hashing.digest()
    if _has_quoted(buffer, begin, end):
        return body_key(buffer[begin:end])
    while end > begin and buffer[end - 1] == ord("\n"):
        end -= 1
    key = _Key()
    if end > begin:
        key.add(b"\n")
        key.add(memoryview(buffer)[begin:end])
    return key.value()


def _sum_of_words(data: memoryview, at: int) -> int:
    """Return the sum of the eight-byte numbers of some bytes that begin at a place.

    Parts of a number count as much as they do within it, so sums of pieces add up.
    """
    n_first = min(-at % 8, len(data))
    n_last = (len(data) - n_first) % 8
    first, last = data[:n_first], data[len(data) - n_last :]
    words = np.frombuffer(data[n_first : len(data) - n_last], dtype="<u8")
    total = int(words.sum(dtype=np.uint64)) + int.from_bytes(last, "little")
    return total + (int.from_bytes(first, "little") << 8 * (at % 8))


def _unquoted(lines: bytes) -> bytes:
    return _QUOTED_FROM.sub(b"\nFrom ", lines) if _has_quoted(lines, 0, len(lines)) else lines


def _has_quoted(buffer: bytes, begin: int, end: int) -> bool:
    """Return whether there may be a quoted ``From ``; one byte is found much faster than six."""
    return buffer.find(b">", begin, end) >= 0 and buffer.find(b">From ", begin, end) >= 0
