"""Names in the local part of an address: spelled out, or by a pattern such as first letter + last.

Only letters count. A number marks a namesake ("ana.berg2"), so a local part with digits
spells nobody's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from netanalysis.identity.names import Name, from_words

SPELLS: Final = "address spells the name"
PATTERN: Final = "address is a pattern of the name"
LAST: Final = "address is the last name"
TOGETHER: Final = "display name runs the name together"
_WORDS: Final = re.compile(r"[._\s]+")


@lru_cache(maxsize=4096)
def _is_word(text: str) -> bool:
    return text.isascii() and text.replace("-", "").isalpha()


def spelled_name(local: str) -> Name | None:
    """Return the full name a local part spells with separators, or None.

    "ana.berg", "ana_m_berg" and "ana-berg" do; "aberg", "a.berg" and "ana.berg2" do not.
    """
    words = [word for word in _WORDS.split(local) if word]
    if len(words) == 1:
        words = words[0].split("-")
    if not 2 <= len(words) <= 4 or not all(map(_is_word, words)):
        return None
    if len(words[-1]) < 2 or max(map(len, words[:-1])) < 2:
        return None
    return from_words(words)


def squeezed(local: str) -> str:
    """Return a local part without separators, "" if it holds anything but letters then."""
    text = re.sub(r"[._\-\s]", "", local)
    return text if text.isascii() and text.isalpha() else ""


def begins_with_initial(text: str, name: Name) -> bool:
    """Whether a pattern is an initial and the whole last name, in either order."""
    letters = {name.given[0], *(m[0] for m in name.middles)}
    return any(text in (letter + name.last, name.last + letter) for letter in letters)


def forms(name: Name) -> Iterator[tuple[str, str]]:
    """Yield how an address may hold a name, without separators: rule and text."""
    given, last = name.given, name.last
    middles = "".join(name.middles)
    yield SPELLS, given + last
    yield SPELLS, last + given
    if middles:
        yield SPELLS, given + middles + last
    firsts = {given[0], *(m[0] for m in name.middles)}
    for letter in sorted(firsts):
        yield PATTERN, letter + last
    yield PATTERN, last + given[0]
    yield PATTERN, given + last[0]
    if middles:
        letters = "".join(m[0] for m in name.middles)
        yield PATTERN, given[0] + letters + last
        yield PATTERN, given + letters + last
        yield PATTERN, letters + given + last
    yield LAST, last
