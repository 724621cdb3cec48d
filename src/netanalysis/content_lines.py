"""Calendar and address book files as blocks of lines: unfolded, split, and bounded.

Both formats are lists of ``NAME;PARAM=x:value`` lines between ``BEGIN:`` and ``END:``. Files
in the wild break every rule, so a block is cut out by its own two lines and read alone: one
that is broken costs itself and not its neighbours. Lines nobody asked for (descriptions,
photos) are dropped here, before any parser sees them.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import BinaryIO, Final

LINE_CAP: Final = 64 * 1024
"""Bytes of a line that are looked at; what is kept (names, dates, addresses) is far shorter."""

BLOCK_CAP: Final = 1024**2
"""Bytes of wanted lines in one block; more is no meeting and no card."""

UTF16_CAP: Final = 64 * 1024**2
"""Bytes of a UTF-16 file, which has to be turned into UTF-8 as a whole."""

DEPTH_CAP: Final = 20
"""Blocks within blocks that are followed; real files have one or two."""

_CHUNK: Final = 1024**2
_NAME: Final = re.compile(rb"(?:[\w-]{1,40}\.)?([A-Za-z][A-Za-z0-9-]{0,60})[ \t]*[;:]")
_BOUNDARY: Final = re.compile(rb"(BEGIN|END)[ \t]*:[ \t]*([\w-]{1,60})[ \t]*$", re.IGNORECASE)


@dataclass
class Block:
    """The wanted lines of one ``BEGIN`` ... ``END``, or one line outside all blocks.

    ``lines`` holds pairs of upper-case property name and text. Inside a sub-block the name
    is a path, such as ``STANDARD/TZOFFSETTO``.
    """

    kind: str
    line: int
    lines: list[tuple[str, str]] = field(default_factory=list)
    is_closed: bool = False
    is_cut: bool = False
    _size: int = 0

    def add(self, path: str, raw: bytes) -> None:
        """Keep a line, as long as the block is of a sensible size."""
        self._size += len(raw)
        if self._size > BLOCK_CAP:
            self.is_cut = True
            return
        self.lines.append((path, _text(raw)))


def begins_with(head: bytes, kind: str) -> bool:
    """Whether a file that begins with these bytes begins with ``BEGIN:kind``."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.decode("utf-16", "replace").encode("utf-8", "replace")
    head = head.removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n\x00")
    first = re.split(rb"[\r\n]", head[:200], maxsplit=1)[0].rstrip().upper()
    return first.replace(b" ", b"") == f"BEGIN:{kind}".encode()


def blocks(
    stream: BinaryIO, wanted: Mapping[str, frozenset[str]], *, soft_breaks: bool = False
) -> Iterator[Block]:
    """Yield the blocks of a file in order.

    Parameters
    ----------
    stream
        The file, open for reading bytes.
    wanted
        Kinds of block, each with the property names (or paths) wanted of it. Lines
        outside all of them come as blocks of kind ``""`` where asked for under ``""``.
    soft_breaks
        Join lines broken in the quoted-printable manner of vCard 2.1.
    """
    current: Block | None = None
    inner: list[str] = []
    before = ""
    for number, raw in logical_lines(stream, soft_breaks=soft_breaks):
        boundary = _BOUNDARY.match(raw)
        if boundary is None:
            found = _NAME.match(raw)
            name = found[1].decode("ascii").upper() if found else ""
            before = name or before
            path = "/".join([*inner, name]) if len(inner) < 2 else ""
            if current is not None and path in wanted[current.kind]:
                current.add(path, raw)
            elif current is None and name in wanted.get("", ()):
                yield Block("", number, [(name, _text(raw))], is_closed=True)
            continue
        is_begin = boundary[1].upper() == b"BEGIN"
        kind = boundary[2].decode("utf-8", "replace").upper()
        if current is None:
            current, inner = (
                (Block(kind, number), []) if is_begin and kind in wanted else (None, [])
            )
        elif is_begin and kind in wanted and not (kind == current.kind and before == "AGENT"):
            yield current
            current, inner = Block(kind, number), []
        elif is_begin and kind != "VCALENDAR":
            inner += [kind] if len(inner) < DEPTH_CAP else []
        elif not is_begin and kind in inner:
            del inner[inner.index(kind) :]
        elif kind in (current.kind, "VCALENDAR"):
            current.is_closed = kind == current.kind
            yield current
            current, inner = None, []
        before = ""
    if current is not None:
        yield current


def logical_lines(stream: BinaryIO, *, soft_breaks: bool = False) -> Iterator[tuple[int, bytes]]:
    """Yield line number and bytes of every line, folded lines joined, blank ones dropped."""
    pieces: list[bytes] = []
    size = start = 0
    is_soft = is_open = False
    for number, line in enumerate(_physical_lines(stream), 1):
        if not line.strip():
            is_open = False
            continue
        is_folded = line[:1] in (b" ", b"\t")
        if pieces and (is_folded or is_open) and not (is_open and _BOUNDARY.match(line)):
            if size < LINE_CAP:
                piece = line[1:] if is_folded and not is_open else line
                if is_open:
                    pieces[-1] = pieces[-1].rstrip()[:-1]
                pieces.append(piece)
                size += len(piece)
        else:
            if pieces:
                yield start, b"".join(pieces)
            pieces, size, start = [line], len(line), number
            is_soft = soft_breaks and b"QUOTED-PRINTABLE" in line.partition(b":")[0].upper()
        is_open = is_soft and line.rstrip().endswith(b"=")
    if pieces:
        yield start, b"".join(pieces)


def _physical_lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a file, whatever ends them, each cut at the cap."""
    chunk = stream.read(_CHUNK)
    if chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        whole = (chunk + stream.read(UTF16_CAP))[:UTF16_CAP]
        stream = BytesIO(whole.decode("utf-16", "replace").encode("utf-8", "replace"))
        chunk = stream.read(_CHUNK)
    chunk = chunk.removeprefix(codecs.BOM_UTF8)
    rest, ends_in_cr = b"", False
    while chunk:
        if ends_in_cr:
            chunk = chunk.removeprefix(b"\n")
        ends_in_cr = chunk.endswith(b"\r")
        first, *others = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        rest = (rest + first[:LINE_CAP])[:LINE_CAP]
        if others:
            yield rest
            yield from (line[:LINE_CAP] for line in others[:-1])
            rest = others[-1][:LINE_CAP]
        chunk = stream.read(_CHUNK)
    if rest:
        yield rest


def _text(raw: bytes) -> str:
    """Return a line as text: UTF-8, else the Western code page of old programs."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    return text.replace("\x00", "")
