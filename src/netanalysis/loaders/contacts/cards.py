"""What one card of an address book says, and how a vCard says it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from netanalysis.addresses import plain_name, valid_address
from netanalysis.content_lines import Block
from netanalysis.harvest import profile_key
from netanalysis.loaders.contacts.properties import Property, property_of
from netanalysis.loaders.contacts.yearly import ANNIVERSARY, BIRTHDAY, Yearly, day_of

ANNIVERSARIES: Final = (
    *("ANNIVERSARY", "X-ANNIVERSARY", "X-EVOLUTION-ANNIVERSARY"),
    "X-KADDRESSBOOK-X-ANNIVERSARY",
)
"""vCard 4's own property, and what programs wrote before it was there."""

WANTED: Final = {
    "VCARD": frozenset(
        [
            *"FN N EMAIL ORG TITLE KIND X-ADDRESSBOOKSERVER-KIND X-ABSHOWAS URL".split(),
            *("X-SOCIALPROFILE", "BDAY", *ANNIVERSARIES, "X-ABDATE", "X-ABLABEL"),
        ]
    )
}
"""What is read of a card. Photos, telephone numbers, postal addresses and notes are not
among it."""

_PROFILE: Final = re.compile(r"linkedin\.com/in/([^/?#\s]{1,200})", re.IGNORECASE)


@dataclass(frozen=True)
class Card:
    """One card: names, mail addresses in lower case, and the job it states."""

    line: int
    name: str
    addresses: tuple[str, ...] = ()
    n_strange: int = 0
    """Entries under mail addresses that are none."""

    company: str = ""
    title: str = ""
    profile: str = ""
    """Alias key of a LinkedIn profile, or ""."""

    kind: str = ""
    """"group" or "org" where the card is no person's."""

    days: tuple[Yearly, ...] = ()
    n_strange_days: int = 0
    """Entries under birthday or anniversary that are no day."""


def card_of(block: Block) -> Card:
    """Return what a vCard says; lines that say nothing readable are as if they were not there."""
    said: dict[str, list[Property]] = {}
    for _, line in block.lines:
        found = property_of(line)
        if found is not None:
            said.setdefault(found.name, []).append(found)
    entries = [plain_name(one.text) for one in said.get("EMAIL", [])]
    addresses = [address for address in map(valid_address, entries) if address]
    kinds = {
        one.text.strip().lower()
        for name in ("KIND", "X-ADDRESSBOOKSERVER-KIND", "X-ABSHOWAS")
        for one in said.get(name, [])
    }
    kind = "group" if "group" in kinds else "org" if {"org", "company"} & kinds else ""
    stated = list(_stated_days(said))
    days = [day for day in (day_of(what, text) for what, text in stated) if day]
    links = [one.text for name in ("URL", "X-SOCIALPROFILE") for one in said.get(name, [])]
    return Card(
        line=block.line,
        name=_name(said),
        addresses=tuple(dict.fromkeys(addresses)),
        n_strange=len([entry for entry in entries if entry]) - len(addresses),
        company=_first(said, "ORG", 0),
        title=_first(said, "TITLE"),
        profile=next(filter(None, map(profile_of, links)), ""),
        kind=kind,
        days=tuple(dict.fromkeys(days)),
        n_strange_days=len(stated) - len(days),
    )


def _stated_days(said: dict[str, list[Property]]) -> Iterator[tuple[str, str]]:
    """Yield kind and text of the birthdays and anniversaries that a card states.

    Apple writes a date of any kind as ``item1.X-ABDATE``, and under ``item1.X-ABLABEL`` which.
    """
    for name, kind in (("BDAY", BIRTHDAY), *((name, ANNIVERSARY) for name in ANNIVERSARIES)):
        yield from ((kind, one.text) for one in said.get(name, []) if one.text.strip())
    labels = {one.group: one.text.casefold() for one in said.get("X-ABLABEL", []) if one.group}
    for one in said.get("X-ABDATE", []):
        if ANNIVERSARY in labels.get(one.group, ""):
            yield ANNIVERSARY, one.text


def profile_of(link: str) -> str:
    """Return the alias key of the LinkedIn profile a web address leads to, or ""."""
    found = _PROFILE.search(link)
    slug = unquote(found[1]).strip() if found else ""
    return profile_key(slug) if slug else ""


def _name(said: dict[str, list[Property]]) -> str:
    """Return the formatted name, else given and family part of the structured one."""
    name = _first(said, "FN")
    for one in said.get("N", []):
        if not name or valid_address(name):
            family, given = [*one.parts, ""][:2]
            name = plain_name(f"{given} {family}")
    return "" if valid_address(name) else name


def _first(said: dict[str, list[Property]], name: str, part: int | None = None) -> str:
    """Return the first value of a property that is not blank, or the first of one part."""
    for one in said.get(name, []):
        text = plain_name(one.text if part is None else one.parts[part])
        if text:
            return text
    return ""
