"""Names of files and of members of a zip, whatever system wrote them."""

from __future__ import annotations

import unicodedata


def base_name(name: str) -> str:
    """Return the last part of a member or file path, in Unicode form NFC."""
    return unicodedata.normalize("NFC", name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1])


def is_clutter(name: str) -> bool:
    """Whether a path is a companion that operating systems leave beside real files."""
    parts = name.replace("\\", "/").split("/")
    if any(
        part == "__MACOSX" or (part.startswith(".") and part not in (".", "..")) for part in parts
    ):
        return True
    last = parts[-1].casefold()
    return last.endswith(":zone.identifier") or last in ("thumbs.db", "desktop.ini", "")
