"""The manifest: one small file that says what the store holds; replacing it is the commit.

Whatever is not named in it does not exist for a reader, so a store is at any time what the
last complete manifest says.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final

from netanalysis.errors import ExportNotFoundError, UnreadableExportError
from netanalysis.store.parts import Part, damaged, write_file

MANIFEST: Final = "netanalysis.json"
FORMAT: Final = 3


@dataclass(frozen=True)
class KeptPiece:
    """One piece of a unit: its tables, its facts, and the bytes of the source it covers."""

    parts: dict[str, Part]
    facts: dict[str, Any]
    stop: int | None
    seen: int | None
    checksum: int | None
    """CRC-32 of the source from the stop of the piece before to ``seen``, a little beyond this
    one's: what follows a stop decides whether a message begins there."""


@dataclass
class KeptUnit:
    """What is kept of one source: its pieces, and what its files looked like."""

    files: list[str]
    fingerprint: str | None = None
    """Of all files when the unit had been read to its end; None before."""

    pieces: list[KeptPiece] = field(default_factory=list)


@dataclass
class Manifest:
    """Everything the store knows about itself.

    ``request`` stands for what the Dataset was made from (paths, files, options, version);
    ``listing`` for the files alone. ``unopened`` names files that no loader opens.
    """

    owner_reason: str = ""
    tables: dict[str, Part] = field(default_factory=dict)
    request: str = ""
    listing: str = ""
    unopened: list[str] = field(default_factory=list)
    code: str = ""
    units: dict[str, KeptUnit] = field(default_factory=dict)

    @property
    def has_dataset(self) -> bool:
        """Whether a Dataset was ever finished."""
        return bool(self.tables)

    def part_files(self) -> set[str]:
        """Return the names of all files the manifest speaks of."""
        pieces = [piece for unit in self.units.values() for piece in unit.pieces]
        parts = [*self.tables.values(), *(p for piece in pieces for p in piece.parts.values())]
        return {part.file for part in parts}


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put ``manifest`` in the place of the one before, in one step."""
    content = {"format": FORMAT, **asdict(manifest)}

    def fill(stream: BinaryIO) -> str:
        stream.write(json.dumps({**content, "seal": _seal(content)}).encode("ascii"))
        return MANIFEST

    write_file(folder, fill)


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of the store in ``folder``, if it is whole and of this format.

    Raises
    ------
    ExportNotFoundError
        If the folder holds no store.
    UnreadableExportError
        If the manifest is damaged or of another format.
    """
    file = folder / MANIFEST
    try:
        content = json.loads(file.read_bytes().decode("ascii"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ExportNotFoundError(f"{folder} holds no stored archive (no {MANIFEST}).") from error
    except (OSError, ValueError, RecursionError) as error:
        raise damaged(file) from error
    if not isinstance(content, dict):
        raise damaged(file)
    if content.get("format") != FORMAT:
        raise UnreadableExportError(
            f"{folder} was stored in format {content.get('format')!r}, this version reads "
            f"{FORMAT}; remove it (netanalysis forget) and load the exports again."
        )
    if content.pop("seal", None) != _seal(content):
        raise damaged(file)
    del content["format"]
    content["tables"] = _parts(content["tables"])
    content["units"] = {name: _unit(unit) for name, unit in content["units"].items()}
    return Manifest(**content)


def _parts(parts: dict[str, Any]) -> dict[str, Part]:
    return {name: Part(**part) for name, part in parts.items()}


def _unit(unit: dict[str, Any]) -> KeptUnit:
    pieces = [KeptPiece(**{**piece, "parts": _parts(piece["parts"])}) for piece in unit["pieces"]]
    return KeptUnit(**{**unit, "pieces": pieces})


def _seal(content: dict[str, Any]) -> str:
    """Return the checksum of a manifest, whatever the order and spacing of its text."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode("ascii")).hexdigest()
