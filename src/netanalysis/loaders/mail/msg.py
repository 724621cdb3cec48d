"""Outlook's single messages (``.msg``): an OLE file with a stream for each property.

The container is read by the package ``olefile``, an extra; what its streams mean is read
here. Nothing in an attachment is opened: attachments are counted.
"""

from __future__ import annotations

import importlib.util
import io
import struct
from pathlib import Path
from typing import Any, Final

from netanalysis.errors import UnreadableExportError
from netanalysis.loaders.mail import mapi
from netanalysis.loaders.mail.parties import Parties
from netanalysis.loaders.mail.split import RawMessage
from netanalysis.loaders.mail.stream import Member
from netanalysis.loaders.mail.text import CODECS

OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

NEEDS_OLEFILE: Final = "it is an Outlook message, which needs an extra: pip install olefile"

FILE_LIMIT: Final = 256 * 1024**2
"""Bytes of one ``.msg``; servers refuse mail above 150 MB."""

ENTRIES_LIMIT: Final = 100_000
"""Streams in one ``.msg``: a hundred properties, and a dozen for each recipient."""

RECIPIENTS_LIMIT: Final = 5000

_ROOT: Final = "__properties_version1.0"
_STREAM: Final = "__substg1.0_"
_RECIPIENT: Final = "__recip_version1.0_#"
_ATTACHMENT: Final = "__attach_version1.0_#"
_UNICODE, _ANSI, _BINARY = "001F", "001E", "0102"
_NUMBERS: Final = frozenset((0x0003, 0x000B, 0x0040))  # Int32, Boolean, FILETIME
_CODEPAGE_NAMES: Final = {65001: "utf-8", 20127: "ascii", 28591: "latin-1", 932: "cp932"}
_OLE_ERRORS: Final = (
    OSError,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    OverflowError,
    RecursionError,
    MemoryError,
    struct.error,
)
"""What broken OLE files make the parser raise."""


def is_msg(place: Path | Member) -> bool:
    """Return whether an OLE file is an Outlook message and not another program's document.

    Without ``olefile`` the name decides, so that the reader can say what to install.
    """
    if importlib.util.find_spec("olefile") is None:
        return place.name.lower().endswith(".msg")
    try:
        with _opened(place) as ole:
            return bool(ole.exists(_ROOT))
    except (*_OLE_ERRORS, UnreadableExportError):
        return False


def read_msg(place: Path | Member) -> tuple[RawMessage, Parties | None]:
    """Return the message of a ``.msg`` file, and its people where no header names them.

    Raises
    ------
    UnreadableExportError
        If ``olefile`` is not installed, or the file is damaged, no mail, or too large.
    """
    if importlib.util.find_spec("olefile") is None:
        raise UnreadableExportError(NEEDS_OLEFILE)
    try:
        with _opened(place) as ole:
            letter = _letter(ole)
    except _OLE_ERRORS as error:
        raise UnreadableExportError("the Outlook message is damaged") from error
    if not mapi.is_mail(letter.values):
        raise UnreadableExportError("the Outlook item is no mail (an appointment, a contact ...)")
    return mapi.to_raw(letter)


def _opened(place: Path | Member) -> Any:
    import olefile

    size = place.stat().st_size if isinstance(place, Path) else place.size
    if size > FILE_LIMIT:
        raise UnreadableExportError(f"the Outlook message is larger than {FILE_LIMIT >> 20} MB")
    if isinstance(place, Path):
        data = place.read_bytes()
    else:
        reader = place.open()
        try:
            data = reader.read(FILE_LIMIT)
        finally:
            reader.close()
    return olefile.OleFileIO(io.BytesIO(data))


def _letter(ole: Any) -> mapi.Outlook:
    entries = ole.listdir(streams=True, storages=False)
    if len(entries) > ENTRIES_LIMIT:
        raise UnreadableExportError("the Outlook message holds too many properties")
    if not ole.exists(_ROOT):
        raise UnreadableExportError("the file is another program's document, not mail")
    by_storage: dict[str, list[str]] = {"": []}
    for path in entries:
        if len(path) <= 2:
            storage = path[0] if len(path) == 2 else ""
            by_storage.setdefault(storage, []).append(path[-1])
    values = _values(ole, "", by_storage[""], 32, None)
    codec = _codec(values.get(mapi.CODEPAGE))
    if codec is not None:
        values = _values(ole, "", by_storage[""], 32, codec)
    people = sorted(name for name in by_storage if name.startswith(_RECIPIENT))
    return mapi.Outlook(
        values,
        [_values(ole, name, by_storage[name], 8, codec) for name in people[:RECIPIENTS_LIMIT]],
        sum(1 for name in by_storage if name.startswith(_ATTACHMENT)),
    )


def _values(
    ole: Any, storage: str, names: list[str], head: int, codec: str | None
) -> dict[int, mapi.Value]:
    """Return the wanted properties of one storage; ``head`` bytes stand before the fixed ones."""
    prefix = f"{storage}/" if storage else ""
    found: dict[int, mapi.Value] = {}
    for name in names:
        if name.startswith(_STREAM) and len(name) == len(_STREAM) + 8:
            number, kind = int(name[-8:-4], 16), name[-4:].upper()
            is_text = kind in (_UNICODE, _ANSI) or (kind == _BINARY and number == mapi.HTML)
            if number in mapi.WANTED and is_text:
                with ole.openstream(prefix + name) as stream:
                    found[number] = _text(stream.read(2 * mapi.TEXT_LIMIT), kind, codec)
    if _ROOT in names:
        with ole.openstream(prefix + _ROOT) as stream:
            fixed = stream.read(16 * 2000 + head)
        for at in range(head, len(fixed) - 15, 16):
            kind_number, number = struct.unpack_from("<HH", fixed, at)
            if number in mapi.WANTED and kind_number in _NUMBERS:
                size = "<q" if kind_number == 0x0040 else "<i"
                found[number] = struct.unpack_from(size, fixed, at + 8)[0]
    return found


def _text(data: bytes, kind: str, codec: str | None) -> str:
    if kind == _UNICODE:
        return data.decode("utf-16-le", "replace").rstrip("\0")
    return data.decode(codec or "cp1252", "replace").rstrip("\0")


def _codec(codepage: mapi.Value) -> str | None:
    """Return the Python codec of a Windows code page, if it is one of the list."""
    if not isinstance(codepage, int):
        return None
    return (
        _CODEPAGE_NAMES.get(codepage)
        or CODECS.get(f"windows-{codepage}")
        or CODECS.get(f"cp{codepage}")
    )
