"""Google Takeouts, told by what is in them."""

from __future__ import annotations

from pathlib import Path

from netanalysis.loaders.mail import sniff, tarred, zipped


def is_takeout(path: Path) -> bool:
    """Return whether a file is a part of a Google Takeout, with or without mail in it."""
    try:
        kind = sniff.kind_of_file(path)
    except OSError:
        return False
    if kind == sniff.TAR:
        return tarred.is_takeout(path)
    return kind == sniff.ZIP and zipped.is_takeout(path)
