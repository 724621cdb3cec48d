"""What one card of an address book says, and how a vCard says it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote

from netanalysis.addresses import plain_name, valid_address
from netanalysis.content_lines import Block
from netanalysis.harvest import profile_key

WANTED: Final = {
    "VCARD": frozenset(
        "FN N EMAIL ORG TITLE KIND X-ADDRESSBOOKSERVER-KIND X-ABSHOWAS URL X-SOCIALPROFILE".split()
    )
}
"""What is read of a card. Photos, telephone numbers, postal addresses, birthdays and notes
are not among it."""

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


class CardError(ValueError):
    """A card that cannot be read."""


def card_of(block: Block) -> Card:
    """Return what a vCard says.

    Raises
    ------
    CardError
        If the card is not as cards are.
    """
    import vobject
    from vobject.base import VObjectError

    text = "\r\n".join(["BEGIN:VCARD", *(line for _, line in block.lines), "END:VCARD", ""])
    try:
        parsed = vobject.readOne(text, allowQP=True, ignoreUnreadable=True)
        contents: dict[str, list[Any]] = parsed.contents if parsed is not None else {}
        return _read(block.line, contents)
    except (
        VObjectError,
        ValueError,
        TypeError,
        AttributeError,
        LookupError,
        RecursionError,
    ) as error:
        raise CardError(f"line {block.line}") from error


def _read(line: int, contents: dict[str, list[Any]]) -> Card:
    texts = [plain_name(_text(item.value)) for item in contents.get("email", [])]
    addresses = [address for address in map(valid_address, texts) if address]
    kinds = [
        _text(item.value).strip().lower()
        for name in ("kind", "x-addressbookserver-kind", "x-abshowas")
        for item in contents.get(name, [])
    ]
    kind = "group" if "group" in kinds else "org" if {"org", "company"} & set(kinds) else ""
    links = [
        _text(item.value) for at in ("url", "x-socialprofile") for item in contents.get(at, [])
    ]
    organisation = _first(contents, "org")
    return Card(
        line=line,
        name=_name(contents),
        addresses=tuple(dict.fromkeys(addresses)),
        n_strange=len([text for text in texts if text]) - len(addresses),
        company=organisation,
        title=_first(contents, "title"),
        profile=next(filter(None, map(profile_of, links)), ""),
        kind=kind,
    )


def profile_of(link: str) -> str:
    """Return the alias key of the LinkedIn profile a web address leads to, or ""."""
    found = _PROFILE.search(link)
    slug = unquote(found[1]).strip() if found else ""
    return profile_key(slug) if slug else ""


def _name(contents: dict[str, list[Any]]) -> str:
    """Return the formatted name, else the parts of the structured one."""
    name = _first(contents, "fn")
    for item in contents.get("n", []):
        if not name or valid_address(name):
            parts = (getattr(item.value, part, "") for part in ("given", "family"))
            name = plain_name(" ".join(map(_text, parts)))
    return "" if valid_address(name) else name


def _first(contents: dict[str, list[Any]], name: str) -> str:
    """Return the first value of a property; of a list, its first part."""
    for item in contents.get(name, []):
        value = item.value
        text = plain_name(_text(value[0] if isinstance(value, list) and value else value))
        if text:
            return text
    return ""


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, list):
        return " ".join(map(_text, value))
    return value if isinstance(value, str) else ""
