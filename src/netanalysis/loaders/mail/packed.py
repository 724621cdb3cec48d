"""Mail files packed by bzip2, xz or Zstandard: unpacked as a stream, in bounded memory.

gzip, which is far more common, is inflated in :mod:`netanalysis.loaders.mail.stream`.
"""

from __future__ import annotations

import bz2
import importlib
import importlib.util
import lzma
from collections.abc import Callable
from typing import Any, Final, Protocol

from netanalysis.errors import UnreadableExportError

BZIP2: Final = "bzip2"
XZ: Final = "xz"
ZSTD: Final = "Zstandard"

MAGIC_BYTES: Final = 10
"""First bytes of a file that tell how it is packed."""

UNPACKED_RATIO: Final = 200
"""Unpacked bytes allowed per packed byte: mail shrinks to a third or a tenth."""

UNPACKED_FLOOR: Final = 64 * 1024**2
"""Unpacked bytes of one file before its ratio is looked at."""

TOO_MUCH: Final = "it unpacks to more than mail can, as bombs do"
NEEDS_ZSTD: Final = "it is packed by Zstandard, which needs an extra: pip install zstandard"

_MEMORY_LIMIT: Final = 128 * 1024**2
"""Bytes a decompressor may ask for; xz -9 asks for 65 MB, zstd --long for 128 MB."""

_INPUT: Final = 64 * 1024
_ZSTD_INPUT: Final = 1024
"""The ``zstandard`` package cannot be told how much to give at once. Four bytes of input can
stand for 128 kB, so a kilobyte of input keeps the output below 32 MB."""


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    @property
    def needs_input(self) -> bool: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


def packing(magic: bytes) -> str | None:
    """Return how a file that begins with ``magic`` is packed; None for another way or none."""
    if magic.startswith(b"BZh") and magic[3:4] in b"123456789" and magic[4:10] == b"1AY&SY":
        return BZIP2
    if magic.startswith(b"\xfd7zXZ\0"):
        return XZ
    return ZSTD if magic.startswith(b"\x28\xb5\x2f\xfd") else None


class Unpacker:
    """Unpack the frames of a file one after the other.

    Parameters
    ----------
    kind
        What :func:`packing` returned.
    read
        Gives up to so many packed bytes, ``b""`` at the end.

    Raises
    ------
    UnreadableExportError
        If the library that unpacks ``kind`` is not installed.
    """

    def __init__(self, kind: str, read: Callable[[int], bytes]) -> None:
        self._kind, self._read = kind, read
        self._new, self._errors = _library(kind)
        self._decompress = self._new()
        self._input_size = _ZSTD_INPUT if kind == ZSTD else _INPUT
        self._is_over = self._is_fresh = False
        self.damage = ""

    def read_block(self, wanted: int) -> bytes:
        """Return at least one and about ``wanted`` unpacked bytes; empty at the end."""
        parts: list[bytes] = []
        size = 0
        while size < wanted and not self._is_over:
            part = self._step(wanted - size)
            parts.append(part)
            size += len(part)
        return b"".join(parts)

    def _step(self, limit: int) -> bytes:
        current = self._decompress
        data = b""
        if current.eof:
            data = current.unused_data or self._read(self._input_size)
            while data and not data.strip(b"\0"):
                data = self._read(self._input_size)  # padding between or after frames
            if not data:
                self._is_over = True
                return b""
            current = self._decompress = self._new()
        elif current.needs_input:
            data = self._read(self._input_size)
            if not data:
                self._is_over = True
                self.damage = self.damage or "the compressed data stop before their end"
                return b""
        try:
            return current.decompress(data, limit)
        except self._errors:
            self._is_over = True
            self.damage = "the compressed data are damaged"
            return b""


def _library(kind: str) -> tuple[Callable[[], _Decompressor], tuple[type[Exception], ...]]:
    if kind == BZIP2:
        return bz2.BZ2Decompressor, (OSError, EOFError, ValueError)
    if kind == XZ:
        errors = (lzma.LZMAError, EOFError, ValueError)
        return lambda: lzma.LZMADecompressor(memlimit=_MEMORY_LIMIT), errors
    if importlib.util.find_spec("zstandard") is None:
        raise UnreadableExportError(NEEDS_ZSTD)
    library: Any = importlib.import_module("zstandard")
    return lambda: _Zstd(library), (library.ZstdError,)


class _Zstd:
    """The decompressor of the ``zstandard`` package in the manner of those of Python."""

    needs_input = True

    def __init__(self, library: Any) -> None:
        whole = library.ZstdDecompressor(max_window_size=_MEMORY_LIMIT)
        self._frame = whole.decompressobj()

    @property
    def eof(self) -> bool:
        return bool(self._frame.eof)

    @property
    def unused_data(self) -> bytes:
        return bytes(self._frame.unused_data)

    def decompress(self, data: bytes, _limit: int) -> bytes:
        return bytes(self._frame.decompress(data))
