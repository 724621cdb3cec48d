"""What the owner knows better about mentorship: levels, and who guides whom.

Kept in the wishes file, as ``[[level]]`` and ``[[guidance]]`` blocks; they count wherever
a finding is given that file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any

from netanalysis.dataset import Dataset
from netanalysis.deciding import named_in_file, person_in_file
from netanalysis.wishes import WishesFile, edit_wishes, read_wishes, with_entry, without_entries


@dataclass(frozen=True)
class Corrections:
    """Levels and guidance by ``person_id``, and who in the file is not in the archive."""

    levels: Mapping[str, int] = field(default_factory=dict)
    guidance: Mapping[str, str] = field(default_factory=dict)
    unmet: tuple[str, ...] = ()


def read_corrections(archive: Dataset, wishes: str | PathLike[str] | None) -> Corrections:
    """Return the corrections of a wishes file; none without one. The later of two counts.

    Raises
    ------
    ExportNotFoundError
        If there is no such file.
    WishesError
        If the file is not what it must be.
    """
    if wishes is None:
        return Corrections()
    file = read_wishes(wishes)
    found: dict[str, dict[str, Any]] = {"level": {}, "guidance": {}}
    unmet: dict[str, None] = {}
    for section, key in (("level", "level"), ("guidance", "is")):
        for entry in file.entries(section):
            person = person_in_file(archive, entry.content["person"])
            if person is None:
                unmet[entry.content["person"]] = None
            else:
                found[section][person] = entry.content[key]
    return Corrections(found["level"], found["guidance"], tuple(unmet))


def note_level(archive: Dataset, who: str, level: int, *, wishes: str | PathLike[str]) -> Path:
    """Write into the wishes file how senior somebody is, where the title misleads or is missing.

    It counts in every mentorship finding that is given the file. A level noted before for
    the same person is replaced; it may be the owner too.

    Parameters
    ----------
    archive
        The Dataset in which the person is.
    who
        An id, an address, a profile key or a name.
    level
        0 intern, 1 junior, 2 professional, 3 senior professional, 4 lead or manager,
        5 director, 6 vice president or partner, 7 C-suite or founder.
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
        If the level is no number from 0 to 7, or the file is not what it must be; nothing
        is written.
    OutputError
        If it cannot be written.

    Examples
    --------
    >>> import netanalysis as na
    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> archive = na.load(na.sample_path())
    >>> with TemporaryDirectory() as folder:
    ...     file = na.note_level(archive, "Arvind Mahajan", 3, wishes=Path(folder) / "my.toml")
    ...     ladder = na.seniority_ladder(archive, wishes=file)
    >>> int(ladder.loc[archive.person("Arvind Mahajan"), "level"])
    3
    """
    return _note(archive, who, "level", {"level": level}, wishes)


def note_guidance(archive: Dataset, who: str, role: str, *, wishes: str | PathLike[str]) -> Path:
    """Write into the wishes file whether somebody guides the owner, is guided, or neither.

    Only the two people know, and their word counts before what messages show: a "mentor"
    or "mentee" is a mentorship tie whatever the rhythm, and who is "neither" is no tie and
    no candidate.

    Parameters
    ----------
    archive
        The Dataset in which the person is.
    who
        An id, an address, a profile key or a name.
    role
        "mentor", "mentee" or "neither".
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
        If the role is another word, or the file is not what it must be; nothing is written.
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
    ...     written = na.note_guidance(archive, "Rhys Rowntree", "mentor", wishes=file)
    ...     ties = na.mentorship_ties(archive, wishes=file)
    >>> ties.loc[archive.person("Rhys Rowntree"), "role"]
    'mentor, as you say'
    """
    return _note(archive, who, "guidance", {"is": role}, wishes)


def _note(
    archive: Dataset, who: str, section: str, said: dict[str, Any], wishes: str | PathLike[str]
) -> Path:
    person = archive.person(who)
    entry = {"person": named_in_file(archive, person)} | said

    def noting(file: WishesFile) -> WishesFile:
        file = without_entries(
            file, section, lambda content: person_in_file(archive, content["person"]) == person
        )
        return with_entry(file, section, entry)

    return edit_wishes(wishes, noting)
