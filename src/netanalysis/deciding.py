"""What the owner decided about who is who, from the wishes file to the people of an archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from os import PathLike
from typing import Final
from urllib.parse import unquote

import pandas as pd

from netanalysis.attendance import Attendance, Attended
from netanalysis.dataset import Dataset
from netanalysis.errors import DecisionError, PersonUnknownError
from netanalysis.harvest import Harvest, address_key, digest, name_key, profile_key
from netanalysis.identity import Identity, resolve
from netanalysis.identity.owner import shown_beside
from netanalysis.schema import ALIAS_KINDS
from netanalysis.wishes import WishesFile, read_wishes

ID_DIGITS: Final = 8
"""Hexadecimal digits of a proposal's id: among 1,000 pairs two share one in 1 of 9,000 archives."""

NOT_HERE: Final = "alias not in this archive"

# Which alias stands for a person who was named by name: the one that lasts longest.
_LASTING: Final = {"profile": 0, "address": 1, "name": 2}
_KEYS: Final = {"address": address_key, "profile": profile_key, "name": name_key}


@dataclass(frozen=True)
class Decisions:
    """Own aliases, pairs that are one person, and pairs that are two, as alias keys.

    ``me`` must be in the archive; ``me_in_file`` and the pairs need not, because exports
    differ. ``file`` is the name of the wishes file, "" without one.
    """

    me: tuple[str, ...] = ()
    me_in_file: tuple[str, ...] = ()
    same: tuple[tuple[str, str], ...] = ()
    different: tuple[tuple[str, str], ...] = ()
    file: str = ""


def alias_key(text: str) -> str:
    """Return the alias key of what a person writes: a key, an address, a profile URL or a name."""
    kind, _, value = text.strip().partition(":")
    if kind in _KEYS and value:
        return _KEYS[kind](value)
    if kind in ALIAS_KINDS and value:
        return text.strip()
    if "/in/" in text:
        return profile_key(unquote(text.partition("/in/")[2].partition("?")[0]))
    return address_key(text) if "@" in text else name_key(text)


def readable_alias(key: str) -> str:
    """Return an alias as people write it; :func:`alias_key` of it is the key again."""
    kind, _, value = key.partition(":")
    text = f"linkedin.com/in/{value}" if kind == "profile" else value
    return text if alias_key(text) == key else key


def lasting_alias(archive: Dataset, text: str) -> str:
    """Return the alias key that ``text`` is, or the lasting alias of the person it names.

    Raises
    ------
    PersonUnknownError
        If it is neither in the archive.
    """
    key = alias_key(text)
    aliases = archive.aliases
    if (aliases["alias_key"] == key).any():
        return key
    try:
        person = archive.person(text)
    except PersonUnknownError as error:
        raise PersonUnknownError(
            f"{text!r} is no alias and no person of this archive; give an address, a profile, "
            "a full name or a key of the aliases table."
        ) from error
    own = aliases[aliases["person_id"] == person]
    if own.empty:  # a table made by hand may know people without aliases
        return alias_key(person)
    own = own.assign(rank=own["kind"].map(_LASTING).fillna(len(_LASTING)))
    return str(own.sort_values(["rank", "alias_key"])["alias_key"].iloc[0])


def named_in_file(archive: Dataset, text: str) -> str:
    """Return a person as the wishes file names them: by the alias that lasts longest.

    Raises
    ------
    PersonUnknownError
        If nobody is called so, or several people are.
    """
    key = lasting_alias(archive, text)
    bearer = archive.aliases.loc[archive.aliases["alias_key"] == key, "person_id"]
    if key.startswith("name:") and len(bearer):
        key = lasting_alias(archive, str(bearer.iloc[0]))
    return readable_alias(key)


def person_in_file(archive: Dataset, text: str) -> str | None:
    """Return the person a text of the file names; None if it names nobody, or several."""
    is_it = archive.aliases["alias_key"] == alias_key(text)
    found = archive.aliases.loc[is_it, "person_id"]
    if len(found):
        return str(found.iloc[0])
    try:
        return archive.person(text)
    except PersonUnknownError:
        return None


def pair_of(one: str, other: str) -> tuple[str, str]:
    """Return two aliases as alias keys, in sorted order."""
    first, second = sorted((alias_key(one), alias_key(other)))
    return first, second


def pair_id(one: str, other: str) -> str:
    """Return the stable id of a pair of aliases, whichever is named first."""
    return digest(*pair_of(one, other))[:ID_DIGITS]


def read_decisions(wishes: str | PathLike[str] | None, me: Sequence[str] = ()) -> Decisions:
    """Return what a wishes file decides, and the own aliases given beside it.

    Raises
    ------
    ExportNotFoundError
        If there is no such file.
    WishesError
        If the file is not what it must be.
    DecisionError
        If two of its pairs contradict each other.
    """
    if wishes is None:
        return Decisions(tuple(me))
    file = read_wishes(wishes)
    expect_no_contradiction(file)
    own = [_own(text) for entry in file.entries("me") for text in entry.content["aliases"]]
    return Decisions(
        tuple(me),
        tuple(dict.fromkeys(own)),
        _pairs(file, "same"),
        _pairs(file, "different"),
        file.path.name,
    )


def _own(text: str) -> str:
    """Return an own alias as ``me`` of ``load`` takes it: names and profiles as written."""
    kind = text.strip().partition(":")[0]
    is_told = kind in _KEYS or "@" in text or "/in/" in text
    return readable_alias(alias_key(text)) if is_told else text.strip()


def _pairs(file: WishesFile, section: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({pair_of(*entry.content["aliases"]) for entry in file.entries(section)}))


def expect_no_contradiction(file: WishesFile) -> None:
    """Refuse pairs that are one person by some decisions and two by another.

    Raises
    ------
    DecisionError
        If there are such; the message names the lines.
    """
    same = [(pair_of(*entry.content["aliases"]), entry.line) for entry in file.entries("same")]
    apart = [
        (pair_of(*entry.content["aliases"]), entry.line) for entry in file.entries("different")
    ]
    one_key = next((pair for pair in [*same, *apart] if pair[0][0] == pair[0][1]), None)
    if one_key:
        raise DecisionError(
            f"{file.path}, line {one_key[1]}: both aliases are {one_key[0][0]}; name two."
        )
    groups: dict[str, set[str]] = {}
    for pair, _ in same:
        group = set(pair).union(*(groups.get(key, ()) for key in pair))
        groups.update(dict.fromkeys(group, group))
    for pair, line in apart:
        group = groups.get(pair[0], set())
        if pair[1] in group:
            where = ", ".join(str(at) for joined, at in same if joined[0] in group)
            raise DecisionError(
                f"{file.path}, line {line}: {pair[0]} and {pair[1]} are different people here, "
                f"but one person by [[same]] in line {where}; take one of them out."
            )


def resolve_as_decided(
    harvest: Harvest, decided: Decisions, attendance: Attendance
) -> tuple[Harvest, Identity]:
    """Return who is who as the owner decided, and the harvest with what found nobody in it.

    Raises
    ------
    OwnerUnknownError
        If one of ``decided.me`` is nowhere in the archive.
    DecisionError
        If decisions contradict each other.
    """
    identity = resolve(
        Attended(harvest, attendance),
        decided.me,
        wished=decided.me_in_file,
        same=decided.same,
        different=decided.different,
    )
    remarks = [
        (text, "[me]", shown_beside(text, harvest))
        for text in decided.me_in_file
        if text in identity.unfound
    ]
    for heading, pairs in (("[[same]]", decided.same), ("[[different]]", decided.different)):
        keys = dict.fromkeys(key for pair in pairs for key in pair)
        remarks += [(key, heading, []) for key in keys if key not in identity.person_of.index]
    if not remarks:
        return harvest, identity
    rows = pd.DataFrame(
        {
            "file": decided.file,
            "reason": NOT_HERE,
            "problem": [_remark(*remark) for remark in remarks],
            "is_left_out": False,
        }
    )
    issues = pd.concat([harvest.issues, rows], ignore_index=True)
    return replace(harvest, issues=issues), identity


def _remark(text: str, heading: str, beside: list[str]) -> str:
    if beside:
        return (
            f"{heading} names {text}, which a few records show with {', '.join(beside)}; these "
            "mostly bear another name, so it names nobody for sure: give the address"
        )
    return f"{heading} names {text}, which is nowhere in these exports; the wish stays for others"
