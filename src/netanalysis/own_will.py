"""What the owner wants, written into the wishes file: how often, whom not, not now, done.

Everything counts from the next finding with that file on (``wishes=``); nothing has to be
loaded again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any

from netanalysis.dataset import Dataset
from netanalysis.deciding import named_in_file
from netanalysis.errors import DecisionError
from netanalysis.identity.company_names import company_key
from netanalysis.wishes import (
    WishesFile,
    edit_wishes,
    same_tag,
    with_entry,
    without_entries,
)


def want(
    archive: Dataset,
    *people: str,
    days: int,
    tag: str | None = None,
    company: str | None = None,
    closest: int | None = None,
    wishes: str | PathLike[str],
) -> Path:
    """Write how often you want to be in touch: with people, a tag, a company, or your closest.

    Contact in the data starts the count anew by itself. A wish about the same people that
    is there already is replaced.

    Parameters
    ----------
    archive
        The Dataset the people are in.
    people
        Ids, addresses, profiles or names.
    days
        Days between contacts, 1 or more.
    tag
        Everybody with this tag (see :func:`tag`).
    company
        Everybody at this company, legal forms and case aside.
    closest
        So many people, those who were closest to you at your best (most contact days
        within 90 days).
    wishes
        The wishes file; it is made if it is not there. Comments in it stay.

    Returns
    -------
    Path
        The wishes file.

    Raises
    ------
    PersonUnknownError
        If somebody is not in the archive.
    DecisionError
        If it is said of nobody, or no person or tag is there to be meant.
    WishesError
        If the file, or a value, is not what it must be; nothing is written.
    OutputError
        If it cannot be written.

    Examples
    --------
    >>> import netanalysis as na
    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> archive = na.load(na.sample_path())
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "netanalysis.toml"
    ...     written = na.want(archive, "Yasmin Baraket", days=90, wishes=file)
    ...     na.neglected_ties(archive, wishes=file)["priority"].round(1).iloc[0]
    np.float64(6.4)
    """
    targets: list[dict[str, Any]] = [{"person": named_in_file(archive, text)} for text in people]
    named = {"tag": tag, "company": company, "closest": closest}
    targets += [{key: value} for key, value in named.items() if value is not None]
    if not targets:
        raise DecisionError("Say whom you want to be in touch with: people, tag, company, closest.")
    organisations = archive.people["organisation"].dropna()
    if company is not None and not organisations.map(company_key).eq(company_key(company)).any():
        raise DecisionError(
            f"Nobody in this archive is at {company!r}; organisations() lists them."
        )

    def wanting(file: WishesFile) -> WishesFile:
        tags = [entry.content["name"] for entry in file.entries("tag")]
        if tag is not None and not any(same_tag(name, tag) for name in tags):
            raise DecisionError(f"{file.path} tags nobody {tag!r}; tag() does.")
        for target in targets:
            file = _replaced(file, "want", target, target | {"days": days})
        return file

    return edit_wishes(wishes, wanting)


def tag(archive: Dataset, name: str, *people: str, wishes: str | PathLike[str]) -> Path:
    """Write a tag on people, for :func:`want` to speak of them at once.

    Parameters
    ----------
    archive
        The Dataset the people are in.
    name
        The tag, such as "friend".
    people
        Ids, addresses, profiles or names.
    wishes
        The wishes file; it is made if it is not there. Comments in it stay.

    Returns
    -------
    Path
        The wishes file.

    Raises
    ------
    PersonUnknownError
        If somebody is not in the archive.
    DecisionError
        If nobody is named.
    WishesError, OutputError
        As for :func:`want`.

    Examples
    --------
    >>> import netanalysis as na
    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> archive = na.load(na.sample_path())
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "netanalysis.toml"
    ...     written = na.tag(archive, "friend", "Yasmin Baraket", wishes=file)
    ...     written = na.want(archive, tag="friend", days=90, wishes=file)
    ...     na.wished(file)["what"].tolist()
    ['friend', 'every 90 days']
    """
    texts = _all_named(archive, people)

    def tagging(file: WishesFile) -> WishesFile:
        known = {
            text
            for entry in file.entries("tag")
            if same_tag(entry.content["name"], name)
            for text in entry.content["people"]
        }
        fresh = [text for text in dict.fromkeys(texts) if text not in known]
        if not fresh:
            return file
        return with_entry(file, "tag", {"name": name.strip(), "people": fresh})

    return edit_wishes(wishes, tagging)


def snooze(archive: Dataset, *people: str, until: date, wishes: str | PathLike[str]) -> Path:
    """Write that people are not to come up before a day.

    Parameters
    ----------
    archive
        The Dataset the people are in.
    people
        Ids, addresses, profiles or names.
    until
        First day on which they may come up again; it replaces an earlier word on it.
    wishes
        The wishes file; it is made if it is not there. Comments in it stay.

    Returns
    -------
    Path
        The wishes file.

    Raises
    ------
    PersonUnknownError, DecisionError, WishesError, OutputError
        As for :func:`tag`.

    Examples
    --------
    >>> import netanalysis as na
    >>> from datetime import date
    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> archive = na.load(na.sample_path())
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "netanalysis.toml"
    ...     written = na.snooze(archive, "Yasmin Baraket", until=date(2027, 1, 7), wishes=file)
    ...     na.neglected_ties(archive, wishes=file)["name"].iloc[-1]
    'Yasmin Baraket'
    """
    return _each(archive, people, "snooze", {"until": until}, wishes)


def never(archive: Dataset, *people: str, wishes: str | PathLike[str]) -> Path:
    """Write that people are never to come up; :func:`unwish` takes it back.

    Parameters
    ----------
    archive
        The Dataset the people are in.
    people
        Ids, addresses, profiles or names.
    wishes
        The wishes file; it is made if it is not there. Comments in it stay.

    Returns
    -------
    Path
        The wishes file.

    Raises
    ------
    PersonUnknownError, DecisionError, WishesError, OutputError
        As for :func:`tag`.

    Examples
    --------
    >>> import netanalysis as na
    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> archive = na.load(na.sample_path())
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "netanalysis.toml"
    ...     written = na.never(archive, "Yasmin Baraket", wishes=file)
    ...     "Yasmin Baraket" in set(na.neglected_ties(archive, wishes=file)["name"])
    False
    """
    return _each(archive, people, "never", {}, wishes)


def done(
    archive: Dataset, *people: str, on: date, how: str | None = None, wishes: str | PathLike[str]
) -> Path:
    """Write that you were in touch in a way the data cannot know: a call, a lunch, a letter.

    It counts as a contact day from then on.

    Parameters
    ----------
    archive
        The Dataset the people are in.
    people
        Ids, addresses, profiles or names.
    on
        The day.
    how
        A word for yourself, such as "lunch".
    wishes
        The wishes file; it is made if it is not there. Comments in it stay.

    Returns
    -------
    Path
        The wishes file.

    Raises
    ------
    PersonUnknownError, DecisionError, WishesError, OutputError
        As for :func:`tag`.

    Examples
    --------
    >>> import netanalysis as na
    >>> from datetime import date
    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> archive = na.load(na.sample_path())
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "netanalysis.toml"
    ...     written = na.done(archive, "Yasmin Baraket", on=date(2026, 11, 18), wishes=file)
    ...     ties = na.neglected_ties(archive, wishes=file).set_index("name")
    ...     int(ties.loc["Yasmin Baraket", "days_silent"])
    2
    """
    values: dict[str, Any] = {"on": on}
    return _each(archive, people, "done", values | ({"how": how} if how else {}), wishes)


def _each(
    archive: Dataset,
    people: tuple[str, ...],
    section: str,
    values: Mapping[str, Any],
    wishes: str | PathLike[str],
) -> Path:
    """Write one entry a person, in the place of what it makes unneeded."""
    texts = _all_named(archive, people)

    def entering(file: WishesFile) -> WishesFile:
        for text in texts:
            same = {"person": text} | ({"on": values["on"]} if section == "done" else {})
            file = _replaced(file, section, same, {"person": text, **values})
        return file

    return edit_wishes(wishes, entering)


def _all_named(archive: Dataset, people: tuple[str, ...]) -> list[str]:
    if not people:
        raise DecisionError("Say whom it is about: an address, a profile or a name.")
    return [named_in_file(archive, text) for text in people]


def _replaced(
    file: WishesFile, section: str, same: Mapping[str, Any], values: Mapping[str, Any]
) -> WishesFile:
    """Return the file with the entry, and without those of ``section`` that say ``same``."""
    if any(entry.content == values for entry in file.entries(section)):
        return file

    def says_the_same(entry: Mapping[str, Any]) -> bool:
        return all(entry.get(key) == value for key, value in same.items())

    return with_entry(without_entries(file, section, says_the_same), section, values)
