"""Birthdays and other days of the year: of address books, and of the owner's own file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from netanalysis.dataset import Dataset
from netanalysis.deciding import named_in_file, person_in_file
from netanalysis.schema import SPECIAL_DAYS
from netanalysis.wish_sections import yearly
from netanalysis.wishes import (
    WishesFile,
    edit_wishes,
    read_wishes,
    same_tag,
    with_entry,
    without_entries,
)

OWN_WORD: Final = "your wishes file"
"""What stands as the origin of a day that the owner noted."""


def note_date(
    archive: Dataset, who: str, what: str, *, on: date | str, wishes: str | PathLike[str]
) -> Path:
    """Write into the wishes file a day of the year on which you want to think of somebody.

    It comes up in :func:`milestones` and :func:`reach_out` when it is near. What was noted
    of the same person under the same word is replaced, and counts before what address books
    say under it; :func:`unwish` takes it back.

    Parameters
    ----------
    archive
        The Dataset in which the person is.
    who
        An id, an address, a profile key or a name; it may be the owner too.
    what
        What the day is, such as "birthday" or "wedding anniversary".
    on
        The day with its year, or month and day as "03-14" where no year is known. The 29th
        of February will do; in other years its day is the 28th.
    wishes
        The wishes file; it is made if it is not there. Comments in it stay.

    Returns
    -------
    Path
        The wishes file.

    Raises
    ------
    PersonUnknownError
        If nobody is called so, or several people are.
    WishesError
        If it is no day of a year, ``what`` is blank, or the file is not what it must be;
        nothing is written.
    OutputError
        If it cannot be written.

    Examples
    --------
    >>> import netanalysis as na
    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> archive = na.load(na.sample_path())
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "my.toml"
    ...     written = na.note_date(archive, "Yasmin Baraket", "birthday", on="11-22", wishes=file)
    ...     found = na.milestones(archive, wishes=file)
    >>> found.loc[found["kind"] == "birthday", "name"].tolist()
    ['Yasmin Baraket']
    """
    person = archive.person(who)
    entry = {"person": named_in_file(archive, person), "what": what.strip(), "on": on}

    def is_replaced(content: Mapping[str, Any]) -> bool:
        is_theirs = person_in_file(archive, content["person"]) == person
        return is_theirs and same_tag(content["what"], what)

    def noting(file: WishesFile) -> WishesFile:
        return with_entry(without_entries(file, "date", is_replaced), "date", entry)

    return edit_wishes(wishes, noting)


def days_of_the_year(archive: Dataset, wishes: str | PathLike[str] | None) -> pd.DataFrame:
    """Return the days of the year that are known of people, a row each.

    Columns as in the table ``special_days``, with the owner's own words as ``kind`` too. Days
    in the wishes file come before those of address books; of people it does not know nothing
    is returned, and ``attrs["unmet"]`` lists them as written.

    Raises
    ------
    ExportNotFoundError
        If there is no such file.
    WishesError
        If the file is not what it must be.
    """
    rows, unmet = [], []
    for entry in read_wishes(wishes).entries("date") if wishes is not None else ():
        person = person_in_file(archive, entry.content["person"])
        if person is None:
            unmet.append(entry.content["person"])
            continue
        month, day, year = yearly(entry.content["on"]) or (0, 0, None)  # checked when it was read
        rows.append((person, entry.content["what"].strip(), month, day, year, OWN_WORD))
    own = pd.DataFrame(rows, columns=SPECIAL_DAYS.column_names).astype(
        {column.name: column.dtype for column in SPECIAL_DAYS.columns}
    )
    book = archive.special_days
    noted = set(zip(own["person_id"], own["kind"].str.casefold(), strict=True))
    is_open = [pair not in noted for pair in zip(book["person_id"], book["kind"], strict=True)]
    table = pd.concat([own, book[np.array(is_open, dtype=bool)]], ignore_index=True)
    table = table.drop_duplicates(["person_id", "kind", "month", "day"]).reset_index(drop=True)
    table.attrs["unmet"] = tuple(dict.fromkeys(unmet))
    return table
