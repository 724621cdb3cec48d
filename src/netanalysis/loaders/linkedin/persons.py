"""How LinkedIn files name people: profile addresses, display names, hidden members."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

from netanalysis.harvest import profile_key

_SLUG: Final = re.compile(r"(?:^|/)in/([^/?#\s]+)", re.IGNORECASE)
_PLAIN_URL: Final = re.compile(r"https://www\.linkedin\.com/in/([A-Za-z0-9_-]+)")
_ADDRESS: Final = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_CREDENTIAL: Final = re.compile(
    r"(?=(?:[^A-Z]*[A-Z]){2})[A-Za-z0-9.®™()/\-]{2,10}|[A-Z0-9.®™()/\- ]{2,14}|(?:Jr|Sr|Dr)\.?"
)
"""PhD, MBA, PMP®, Jr.: short, with two capitals; a lone word such as ``Ana`` is none."""

HIDDEN_NAMES: Final = frozenset({"", "linkedin member"})
"""What stands in the place of a deleted or hidden member's name, folded."""


@lru_cache(maxsize=200_000)
def key_of_url(url: str) -> str:
    """Return the alias key of a profile URL, or an empty string where it names nobody.

    Percent-encoded and raw spellings, with or without scheme or trailing slash, give one
    key. ``https://www.linkedin.com/in`` (exports of 2023-12) and ``urn:li:member:...``
    (2023-07) name nobody that other files could match.
    """
    plain = _PLAIN_URL.fullmatch(url)
    if plain is not None:
        return "profile:" + plain.group(1).lower()
    found = _SLUG.search(url)
    if found is None:
        return ""
    slug = unquote(found.group(1)).strip().strip("/")
    return profile_key(slug) if slug else ""


def keys_of_urls(urls: str) -> tuple[str, ...]:
    """Return the distinct alias keys in a comma-joined list of profile URLs, in order."""
    keys = (key_of_url(url) for url in urls.split(","))
    return tuple(dict.fromkeys(key for key in keys if key))


def display_name(*parts: str) -> str:
    """Return the parts of a name joined by single spaces; empty where there is none."""
    return " ".join(" ".join(parts).split())


def is_hidden(name: str) -> bool:
    """Whether a display name is blank or the stand-in for a deleted or hidden member."""
    if name.lstrip()[:1] not in ("", "l", "L"):
        return False
    return " ".join(name.split()).casefold() in HIDDEN_NAMES


def valid_address(text: str) -> str:
    """Return a mail address without outer spaces, or an empty string if it is none.

    The placeholder ``urn:li:member:...`` that old exports put in e-mail columns is none.
    """
    text = text.strip()
    return text if _ADDRESS.fullmatch(text) and not text.casefold().startswith("urn:") else ""


def may_be_several(name: str) -> bool:
    """Whether a ``TO`` cell could list several people rather than one with credentials.

    Names hold commas themselves (``Max Roe, MBA``), so a list is never split; this only
    tells when the cell must not be taken for one person's name.
    """
    if "," not in name:
        return False
    _first, *rest = (part.strip() for part in name.split(","))
    return bool(rest) and not all(_CREDENTIAL.fullmatch(part) or not part for part in rest)
