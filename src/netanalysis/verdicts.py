"""The owner's verdicts on who is who: accepted, rejected, undone, in the wishes file.

A verdict counts from the next ``load`` with that file on; the archive at hand is never
changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any, Final

import pandas as pd

from netanalysis.dataset import Dataset
from netanalysis.deciding import (
    expect_no_contradiction,
    lasting_alias,
    pair_id,
    pair_of,
    readable_alias,
)
from netanalysis.errors import DecisionError, ProposalUnknownError
from netanalysis.wishes import WishesFile, edit_wishes, read_wishes, with_entry, without_entries

DECISION_DTYPES: Final = {
    "decision": "string",
    "alias_key": "string",
    "other_key": "string",
    "decided_on": "datetime64[us]",
}
VERDICTS: Final = ("same", "different")


def decisions(wishes: str | PathLike[str]) -> pd.DataFrame:
    r"""Return the verdicts in a wishes file: which aliases are one person, and which are two.

    Parameters
    ----------
    wishes
        The wishes file.

    Returns
    -------
    DataFrame
        Index ``proposal_id``, in the order of the file. Columns ``decision`` ("same" or
        "different"), ``alias_key``, ``other_key`` and ``decided_on`` (missing where the
        file states no day).

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
    ...     size = file.write_text("[[same]]\naliases = ['a@b.example', 'a@c.example']")
    ...     na.decisions(file)["decision"].to_dict()
    {'d6559eb1': 'same'}
    """
    file = read_wishes(wishes)
    rows: list[tuple[Any, ...]] = []
    for verdict in VERDICTS:
        for entry in file.entries(verdict):
            pair = pair_of(*entry.content["aliases"])
            rows.append((entry.line, pair_id(*pair), verdict, *pair, entry.content.get("on")))
    columns = ["line", "proposal_id", *DECISION_DTYPES]
    frame = pd.DataFrame(rows, columns=columns).sort_values("line")
    frame["proposal_id"] = frame["proposal_id"].astype("string")
    return frame.set_index("proposal_id")[list(DECISION_DTYPES)].astype(DECISION_DTYPES)


def accept(
    archive: Dataset,
    *proposals: str | tuple[str, str],
    wishes: str | PathLike[str],
    on: date | None = None,
) -> Path:
    """Write into the wishes file that pairs are one person each.

    It counts from the next ``load(..., wishes=...)`` on. A pair need not have been proposed:
    any two aliases, or people by name, can be joined.

    Parameters
    ----------
    archive
        The Dataset the proposals are about.
    proposals
        Ids of :func:`merge_proposals`, or pairs of addresses, profiles, names or alias keys.
    wishes
        The wishes file; it is made if it is not there. Comments in it stay.
    on
        The day to note beside the verdict; none by default.

    Returns
    -------
    Path
        The wishes file.

    Raises
    ------
    ProposalUnknownError
        If no proposal has such an id.
    PersonUnknownError
        If somebody in a pair is not in the archive.
    DecisionError
        If the verdict contradicts another one; nothing is written.
    WishesError
        If the file is not what it must be; nothing is written.
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
    ...     pair = ("Leila Haddadin", "oskar.lindeblad@quillmere.example")
    ...     written = na.accept(archive, pair, wishes=file)
    ...     na.decisions(file)["decision"].tolist()
    ['same']
    """
    return _decide("same", archive, proposals, wishes, on)


def reject(
    archive: Dataset,
    *proposals: str | tuple[str, str],
    wishes: str | PathLike[str],
    on: date | None = None,
) -> Path:
    """Write into the wishes file that pairs are two people each, and never to be joined.

    As :func:`accept`, with the other verdict; two aliases that were joined by mistake come
    apart. A rejected proposal is not made again.

    Parameters
    ----------
    archive
        The Dataset the proposals are about.
    proposals
        Ids of :func:`merge_proposals`, or pairs of addresses, profiles, names or alias keys.
    wishes
        The wishes file; it is made if it is not there. Comments in it stay.
    on
        The day to note beside the verdict; none by default.

    Returns
    -------
    Path
        The wishes file.

    Raises
    ------
    ProposalUnknownError
        If no proposal has such an id.
    PersonUnknownError
        If somebody in a pair is not in the archive.
    DecisionError
        If the verdict contradicts another one; nothing is written.
    WishesError
        If the file is not what it must be; nothing is written.
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
    ...     pair = ("mira-halvane", "address:mira.halvane@example.org")
    ...     written = na.reject(archive, ("profile:" + pair[0], pair[1]), wishes=file)
    ...     na.decisions(file)["decision"].tolist()
    ['different']
    """
    return _decide("different", archive, proposals, wishes, on)


def undo(*proposals: str | tuple[str, str], wishes: str | PathLike[str]) -> Path:
    """Take verdicts out of the wishes file; the next load is as if they had never been given.

    Parameters
    ----------
    proposals
        Ids of :func:`decisions`, or the pairs themselves.
    wishes
        The wishes file. Comments in it stay, but for those within the blocks that go.

    Returns
    -------
    Path
        The wishes file.

    Raises
    ------
    ExportNotFoundError
        If there is no such file.
    ProposalUnknownError
        If the file has no such verdict; nothing is written.
    WishesError
        If the file is not what it must be; nothing is written.
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
    ...     pair = ("Leila Haddadin", "oskar.lindeblad@quillmere.example")
    ...     written = na.accept(archive, pair, wishes=file)
    ...     written = na.undo(*na.decisions(file).index, wishes=file)
    ...     len(na.decisions(file))
    0
    """

    def undoing(file: WishesFile) -> WishesFile:
        for proposal in proposals:
            wanted = proposal if isinstance(proposal, str) else pair_id(*proposal)
            before, file = file, _without(file, wanted, VERDICTS)
            if file is before:
                raise ProposalUnknownError(
                    f"{file.path} has no verdict {_shown(proposal)}; decisions() lists what it has."
                )
        return file

    return edit_wishes(wishes, undoing, missing_ok=False)


def _decide(
    verdict: str,
    archive: Dataset,
    proposals: tuple[str | tuple[str, str], ...],
    wishes: str | PathLike[str],
    on: date | None,
) -> Path:
    proposed = {
        pair_id(a, b): (a, b)
        for a, b in zip(archive.proposals["alias_key"], archive.proposals["other_key"], strict=True)
    }
    pairs = [_pair(archive, proposed, proposal) for proposal in proposals]

    def deciding(file: WishesFile) -> WishesFile:
        for pair in pairs:
            file = _with_verdict(file, verdict, pair, on)
        expect_no_contradiction(file)
        return file

    return edit_wishes(wishes, deciding)


def _with_verdict(
    file: WishesFile, verdict: str, pair: tuple[str, str], on: date | None
) -> WishesFile:
    """Return the file with a verdict in it, and without the opposite one."""
    opposite = VERDICTS[1 - VERDICTS.index(verdict)]
    file = _without(file, pair_id(*pair), (opposite,))
    if any(pair_of(*entry.content["aliases"]) == pair for entry in file.entries(verdict)):
        return file
    values = {"aliases": [*map(readable_alias, pair)]} | ({"on": on} if on else {})
    return with_entry(file, verdict, values)


def _pair(
    archive: Dataset, proposed: dict[str, tuple[str, str]], proposal: str | tuple[str, str]
) -> tuple[str, str]:
    """Return the pair of alias keys that an id or a pair as given stands for."""
    if isinstance(proposal, str):
        if proposal not in proposed:
            raise ProposalUnknownError(
                f"this archive has no proposal {proposal!r}; merge_proposals() and "
                "netanalysis people list them, and two aliases can be given as a pair."
            )
        return pair_of(*proposed[proposal])
    pair = pair_of(*(lasting_alias(archive, text) for text in proposal))
    if pair[0] == pair[1]:
        raise DecisionError(f"{_shown(proposal)} is one and the same alias; name two.")
    return pair


def _without(file: WishesFile, wanted: str, sections: tuple[str, ...]) -> WishesFile:
    """Return the file without the pairs of that id; itself where it has none."""

    def is_it(content: Mapping[str, Any]) -> bool:
        return pair_id(*content["aliases"]) == wanted

    for section in sections:
        file = without_entries(file, section, is_it)
    return file


def _shown(proposal: str | tuple[str, str]) -> str:
    return repr(proposal) if isinstance(proposal, str) else " and ".join(proposal)
