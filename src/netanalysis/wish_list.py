"""The list of what the owner wants, as the wishes file has it, and how to take it back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any, Final

import pandas as pd

from netanalysis.deciding import ID_DIGITS
from netanalysis.errors import ProposalUnknownError
from netanalysis.harvest import digest
from netanalysis.wish_sections import WANTED_OF
from netanalysis.wishes import WishesFile, edit_wishes, read_wishes, without_entries
from netanalysis.words import count

WISH_KINDS: Final = ("want", "tag", "snooze", "never", "done", "date")
COLUMNS: Final = {"wish": "string", "whom": "string", "what": "string"}


def wished(wishes: str | PathLike[str]) -> pd.DataFrame:
    r"""Return what a wishes file says about how to keep in touch, in the order of the file.

    Parameters
    ----------
    wishes
        The wishes file.

    Returns
    -------
    DataFrame
        Index ``wish_id`` (eight signs, for :func:`unwish`). Columns ``wish`` ("want", "tag",
        "snooze", "never", "done" or "date"), ``whom`` (as written) and ``what``, in words.

    Raises
    ------
    ExportNotFoundError
        If there is no such file.
    WishesError
        If the file is not what it must be.

    Examples
    --------
    >>> import netanalysis as na
    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "netanalysis.toml"
    ...     size = file.write_text("[[want]]\nclosest = 15\ndays = 30")
    ...     na.wished(file)["what"].tolist()
    ['every 30 days']
    """
    file = read_wishes(wishes)
    rows = [
        (entry.line, _id(kind, entry.content), kind, *_words(kind, entry.content))
        for kind in WISH_KINDS
        for entry in file.entries(kind)
    ]
    frame = pd.DataFrame(rows, columns=["line", "wish_id", *COLUMNS]).sort_values("line")
    frame["wish_id"] = frame["wish_id"].astype("string")
    return frame.set_index("wish_id")[list(COLUMNS)].astype(COLUMNS)


def unwish(*ids: str, wishes: str | PathLike[str]) -> Path:
    """Take wishes out of the file, as if they had never been there.

    Parameters
    ----------
    ids
        Ids of :func:`wished`.
    wishes
        The wishes file. Comments in it stay, but for those within the blocks that go.

    Returns
    -------
    Path
        The wishes file.

    Raises
    ------
    ProposalUnknownError
        If the file has no such wish; nothing is written.
    ExportNotFoundError, WishesError, OutputError
        As for :func:`undo`.

    Examples
    --------
    >>> import netanalysis as na
    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> archive = na.load(na.sample_path())
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "netanalysis.toml"
    ...     written = na.never(archive, "Yasmin Baraket", wishes=file)
    ...     written = na.unwish(*na.wished(file).index, wishes=file)
    ...     len(na.wished(file))
    0
    """

    def unwishing(file: WishesFile) -> WishesFile:
        for wish in ids:
            before = file
            for kind in WISH_KINDS:
                file = without_entries(file, kind, partial(_has_id, kind, wish))
            if file is before:
                raise ProposalUnknownError(
                    f"{file.path} has no wish {wish!r}; wished() lists what it has."
                )
        return file

    return edit_wishes(wishes, unwishing, missing_ok=False)


def _id(kind: str, entry: Mapping[str, Any]) -> str:
    return digest(kind, *(f"{key}={value}" for key, value in sorted(entry.items())))[:ID_DIGITS]


def _has_id(kind: str, wish: str, entry: Mapping[str, Any]) -> bool:
    return _id(kind, entry) == wish


def _words(kind: str, entry: Mapping[str, Any]) -> tuple[str, str]:
    """Return whom a wish is about and what it says."""
    if kind == "tag":
        return ", ".join(entry["people"]), str(entry["name"])
    if kind == "want":
        ground = next(key for key in WANTED_OF if key in entry)
        whom = str(entry[ground]) if ground == "person" else f"{ground} {entry[ground]}"
        return whom, f"every {count(entry['days'], 'day')}"
    if kind == "snooze":
        what = f"not before {entry['until']}"
    elif kind == "done":
        what = f"done on {entry['on']}" + (f": {entry['how']}" if "how" in entry else "")
    elif kind == "date":
        what = f"{entry['what']} on {entry['on']}"
    else:
        what = kind
    return str(entry["person"]), what
