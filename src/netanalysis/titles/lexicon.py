"""What a lexicon entry is, and how a table of entries becomes one reader.

The tables themselves are in ``level_lexicon``, ``profession_lexicon`` and
``function_lexicon``. Their patterns are regular expressions over folded text (see
:mod:`netanalysis.titles.folding`), written with the umlauts and accents of the language:
``ü`` fits ``u`` and ``ue``, ``é`` fits ``e``. A space is one space.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

Effect = Literal["role", "lowers", "void"]

_UMLAUTS: Final = str.maketrans({"ä": "ae?", "ö": "oe?", "ü": "ue?", "ß": "ss"})


@dataclass(frozen=True)
class Entry:
    """One line of the lexicon of rank.

    ``rule`` is the entry in words, ``level`` what it says (None: nothing), ``confidence``
    how far to trust it. ``words`` fit whole words or phrases, ``endings`` the end of a
    word ("leiter" in "Vertriebsleiter"). ``effect`` is explained in ``level_lexicon``.
    """

    rule: str
    level: int | None
    confidence: float
    words: str
    endings: str = ""
    effect: Effect = "role"


def plain(pattern: str) -> str:
    """Return ``pattern`` with its accented letters as folded text may spell them.

    Examples
    --------
    >>> plain("geschäftsführ|président")
    'geschae?ftsfue?hr|president'
    """
    taken_apart = unicodedata.normalize("NFKD", pattern.translate(_UMLAUTS))
    return "".join(c for c in taken_apart if not unicodedata.combining(c))


def reader(patterns: Sequence[tuple[str, str]], *, marks: str = "") -> re.Pattern[str]:
    """Return one regular expression that tries all ``patterns`` at each word, in order.

    Each pattern is a pair (words, endings), either of which may be empty. Group ``n`` of
    the result is pattern ``n - 1``. ``marks`` are characters that match outside any group.
    """
    choices = []
    for words, endings in patterns:
        parts = [words] if words else []
        if endings:
            parts.append(f"[a-z0-9]*(?:{endings})")
        choices.append(f"({plain('|'.join(parts))})")
    alternatives = rf"(?<![a-z0-9])(?:{'|'.join(choices)})(?![a-z0-9])"
    return re.compile(f"{alternatives}|[{marks}]" if marks else alternatives)
