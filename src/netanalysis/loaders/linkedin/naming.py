"""What the names of files and folders tell: which file it is, which export, of which day.

LinkedIn writes one file under several names over the years (``Recommendations Given.csv``,
``Recommendations_Given.csv``, ``Comments_123456789.csv``) and browsers add `` (1)``. One
canonical name stands for all of them.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from netanalysis.filenames import base_name

EXPORT_MARK: Final = "linkedindataexport"
"""Part of the name of every export since 2018, lower case: Basic_LinkedInDataExport_..."""

_COPY_NUMBER: Final = re.compile(r" ?\(\d+\)$")
_MEMBER_ID: Final = re.compile(r"_\d{6,}$")
"""Six digits or more are a member id (files of 2026); ``_1`` to ``_5`` number split files."""

_EXPORT_DAY: Final = re.compile(r"(?<!\d)(\d{2})-(\d{2})-(\d{4})(?!\d)")
_SEPARATORS: Final = str.maketrans("", "", " _-")

STRONG_NAMES: Final = frozenset(
    {
        "connections",
        "messages",
        "invitations",
        "profile",
        "positions",
        "endorsementgiveninfo",
        "endorsementreceivedinfo",
        "recommendations",
        "recommendationsgiven",
        "recommendationsreceived",
        "linkedinconnectionsexportmicrosoftoutlook",
    }
)
"""Names that mark a folder as a LinkedIn export; ``skills.csv`` alone could be anybody's."""


def canonical_name(name: str) -> str:
    """Return the one name that stands for all spellings of a file LinkedIn writes.

    The folder, ``.csv``, a copy number and a member id are dropped, case and the
    separators space, ``_`` and ``-`` are folded. ``Endorsement_Given_Info.csv`` gives
    ``endorsementgiveninfo``. A file that is not a CSV keeps its ending.
    """
    text = base_name(name).casefold().strip()
    text = _COPY_NUMBER.sub("", text.removesuffix(".csv"))
    text = _COPY_NUMBER.sub("", text.removesuffix(".csv"))
    return _MEMBER_ID.sub("", text).translate(_SEPARATORS)


def is_copy(name: str) -> bool:
    """Whether a browser numbered the file as a second copy, or a spelling with spaces.

    ``Endorsement Received Info.csv`` repeats ``Endorsement_Received_Info.csv`` with less.
    """
    stem = base_name(name).casefold().removesuffix(".csv")
    return bool(_COPY_NUMBER.search(stem)) or " " in stem


def is_export_name(name: str) -> bool:
    """Whether a folder or zip carries the name LinkedIn gives to exports."""
    return EXPORT_MARK in name.casefold().replace(" ", "")


def is_complete(export_name: str) -> bool:
    """Whether the name says that the export is the larger, slower of the two kinds."""
    return export_name.casefold().startswith("complete")


def export_day(export_name: str) -> datetime | None:
    """Return the day in an export's name (US order, ``11-04-2018`` is 4 November)."""
    found = _EXPORT_DAY.search(export_name)
    if found is None:
        return None
    month, day, year = (int(part) for part in found.groups())
    try:
        return datetime(year, month, day)
    except ValueError:
        return None
