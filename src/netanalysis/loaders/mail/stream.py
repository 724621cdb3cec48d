r"""Bytes of a mail file in one plain form, block by block, whatever the file does.

A :class:`Stream` opens its file for reading only and hands out blocks in which line ends
are ``\n``: byte order marks are dropped, UTF-16 becomes UTF-8, NUL holes vanish, CRLF and
CR-only files become LF, what is packed (gzip, bzip2, xz, Zstandard) is unpacked. Memory is
bounded by the block, not by the file.
"""

from __future__ import annotations

import codecs
import os
import zlib
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol

from netanalysis.errors import UnreadableExportError
from netanalysis.loaders.mail.packed import (
    MAGIC_BYTES,
    TOO_MUCH,
    UNPACKED_FLOOR,
    UNPACKED_RATIO,
    Unpacker,
    packing,
)
from netanalysis.zips import MemberError

BLOCK: Final = 256 * 1024
"""Bytes asked for at a time: Python's share per block is small, and a processor's cache holds
what is made of it; larger ones cost more in fresh memory than they save."""

GZIP_MAGIC: Final = b"\x1f\x8b"
OPENING: Final = 1024
"""Bytes kept of the beginning of the unpacked file, to tell formats that are not text."""

_GZIP_INPUT: Final = 64 * 1024
_UTF16: Final = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class Reader(Protocol):
    """Something opened that gives bytes."""

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes, ``b""`` at the end."""

    def close(self) -> None:
        """Let it go."""


class Member(Protocol):
    """A file inside another one: has a name and a size, and can be opened."""

    @property
    def name(self) -> str:
        """Its path inside the other file."""

    @property
    def size(self) -> int:
        """Bytes as declared, for progress only."""

    def open(self) -> Reader:
        """Return its bytes from the first on."""


class Stream:
    """A mail file opened for reading; ``read_block`` gives normalised blocks until ``b""``.

    ``damage`` says in words why the end came early, and is empty for a sound file;
    ``opening`` holds the first bytes as they were before line ends were changed.

    Raises
    ------
    OSError, MemberError
        If the file or member cannot be opened.
    UnreadableExportError
        If the library that unpacks it is not installed.
    """

    def __init__(self, source: Path | Member, *, block: int = BLOCK) -> None:
        self._file: Reader
        if isinstance(source, Path):
            file = source.open("rb", buffering=0)
            self._file, self.n_bytes = file, os.fstat(file.fileno()).st_size
        else:
            self._file, self.n_bytes = source.open(), source.size
        self.n_done = 0
        self._block = block
        self.damage = ""
        self.opening = b""
        self._is_first = True
        self._is_cr_only = False
        self._ends_in_cr = False
        self._decoder: codecs.IncrementalDecoder | None = None
        self._n_unpacked = 0
        self._pushed = b""
        self._pushed = self.read_raw(MAGIC_BYTES)
        self.n_done = 0
        self._gzip = _Inflater(self) if self._pushed.startswith(GZIP_MAGIC) else None
        self._unpacker: Unpacker | None = None
        try:
            if kind := packing(self._pushed):
                self._unpacker = Unpacker(kind, self.read_raw)
        except UnreadableExportError:
            self._file.close()
            raise

    def __enter__(self) -> Stream:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    @property
    def is_gzip(self) -> bool:
        """Whether the file is compressed by gzip."""
        return self._gzip is not None

    def read_raw(self, size: int) -> bytes:
        """Return up to ``size`` bytes of the file as it is; an error ends the file."""
        block, self._pushed = self._pushed, b""
        try:
            block += self._file.read(size - len(block))
        except MemberError as error:
            self.damage = f"it {error.what}"
        except OSError as error:
            self.damage = f"the system could not read on ({error.strerror})"
        self.n_done += len(block)
        return block

    def read_unpacked(self) -> bytes:
        """Return the next unpacked block as it is; not to be mixed with ``read_block``."""
        return self._next_block()

    def read_block(self) -> bytes:
        """Return the next normalised block; empty only at the end of the file."""
        while True:
            block = self._next_block()
            is_end = not block
            if self._is_first and block:
                self._is_first = False
                self.opening = block[:OPENING]
                block = self._look_at_first(block)
            block = self._normalise(block, is_end=is_end)
            if block or is_end:
                return block

    def _next_block(self) -> bytes:
        """Return the next unpacked block; a bomb ends where it shows itself as one."""
        if self.damage == TOO_MUCH:
            return b""
        if self._gzip is not None:
            block = self._gzip.read_block(self._block)
        elif self._unpacker is not None:
            block = self._unpacker.read_block(self._block)
            self.damage = self.damage or self._unpacker.damage
        else:
            return self.read_raw(self._block)
        self._n_unpacked += len(block)
        if self._n_unpacked > max(UNPACKED_FLOOR, UNPACKED_RATIO * self.n_done):
            self.damage = TOO_MUCH
        return block

    def _look_at_first(self, block: bytes) -> bytes:
        """Strip a byte order mark and note how lines end."""
        if block.startswith(codecs.BOM_UTF8):
            block = block[3:]
        elif encoding := _UTF16.get(block[:2]):
            self._decoder = codecs.getincrementaldecoder(encoding)("replace")
            return block[2:]
        self._is_cr_only = b"\r" in block and b"\n" not in block
        return block

    def _normalise(self, block: bytes, *, is_end: bool) -> bytes:
        if self._decoder is not None:
            block = self._decoder.decode(block, final=is_end).encode("utf-8", "replace")
        if b"\0" in block:
            block = block.replace(b"\0", b"")
        if self._is_cr_only:
            return block.replace(b"\r", b"\n")
        if self._ends_in_cr:
            block = b"\r" + block
            self._ends_in_cr = False
        if b"\r" in block:
            if block.endswith(b"\r") and not is_end:
                block = block[:-1]
                self._ends_in_cr = True
            block = block.replace(b"\r\n", b"\n")
        return block


class _Inflater:
    """Inflate the gzip members of a stream; what stands before a damage is handed out."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._inflate = zlib.decompressobj(wbits=31)
        self._input = b""
        self._is_over = False

    def read_block(self, wanted: int) -> bytes:
        """Return up to ``wanted`` inflated bytes; empty at the end."""
        parts: list[bytes] = []
        size = 0
        while size < wanted and not self._is_over:
            if not self._input:
                self._input = self._stream.read_raw(_GZIP_INPUT)
            if not self._input:
                self._end(is_whole=self._inflate.eof)
                break
            if self._inflate.eof and not self._next_member():
                break
            part = self._step(wanted - size)
            parts.append(part)
            size += len(part)
        return b"".join(parts)

    def _end(self, *, is_whole: bool) -> None:
        self._is_over = True
        if not is_whole and not self._stream.damage:
            self._stream.damage = "the compressed data stop before their end"

    def _next_member(self) -> bool:
        """Start the next gzip member; padding by zeros is no member."""
        self._input = self._input.lstrip(b"\0")
        if not self._input:
            return True
        if not GZIP_MAGIC.startswith(self._input[:2]):
            self._is_over = True
            self._stream.damage = "bytes that are not gzip follow the compressed data"
            return False
        self._inflate = zlib.decompressobj(wbits=31)
        return True

    def _step(self, limit: int) -> bytes:
        if not self._input:
            return b""
        before = self._inflate.copy()
        try:
            out = self._inflate.decompress(self._input, limit)
        except zlib.error:
            self._is_over = True
            self._stream.damage = "the compressed data are damaged"
            return _squeeze(before, self._input)
        self._input = self._inflate.unused_data or self._inflate.unconsumed_tail
        return out


def _squeeze(inflate: zlib._Decompress, data: bytes) -> bytes:
    """Return what can be inflated before the damage, byte by byte."""
    out: list[bytes] = []
    for at in range(len(data)):
        try:
            out.append(inflate.decompress(data[at : at + 1]))
        except zlib.error:
            break
    return b"".join(out)
