"""Letters made comparable: case and accents folded, other alphabets spelled in Latin letters.

Look-alikes stay what they are. A name whose letters come from two alphabets (a Cyrillic "а"
in a Latin name) or that turns its writing direction round is not comparable at all, so that
nothing joins it to the name it imitates.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

# Letters without a decomposition, as their languages write them without the letter.
_PLAIN: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
# The longer spelling that passports, typists and address books use for the same letters.
_SPELT: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "ï": "i", "ë": "e"}
)
# Characters that turn the direction of writing round: "Ana <right to left>rellüM".
_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Alphabets whose letters are the same letters with and without a mark over them.
_ACCENTED: Final = frozenset(("LATIN", "GREEK", "CYRILLIC"))
# Signs that belong to an alphabet by another name: the long vowel in "Mari" and the sign that
# repeats the one before it.
_BELONGING: Final = {"KATAKANA-HIRAGANA": "KATAKANA", "IDEOGRAPHIC": "CJK"}
# Alphabets in which a name of two to four signs is a whole name, compared as it is: a Latin
# spelling of it fits too many people.
SYLLABIC: Final = frozenset(("CJK", "HANGUL", "HIRAGANA", "KATAKANA"))


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    """Return the first word of the name of a letter ("LATIN", "CYRILLIC"), "" for others."""
    if not char.isalpha():
        return ""
    word = unicodedata.name(char, "").partition(" ")[0]
    # Letters for phonetics and mathematics look like others and belong to no alphabet.
    return _BELONGING.get(word, word) if word else "UNKNOWN"


def script(text: str) -> str:
    """Return the alphabet of ``text``, "" if it has none, "MIXED" if it has several."""
    if text.isascii():
        return "LATIN" if any(c.isalpha() for c in text) else ""
    if not _TURNING.isdisjoint(text):
        return "MIXED"
    found = {_script(char) for char in text} - {""}
    if len(found) > 1:
        return "CJK" if found <= SYLLABIC else "MIXED"
    return found.pop() if found else ""


def _without_accents(decomposed: str) -> str:
    """Drop the marks on letters of accented alphabets; elsewhere a mark makes another letter.

    A voicing mark is what tells the Japanese "ga" from "ka".
    """
    kept: list[str] = []
    is_accent = False
    for char in decomposed:
        if unicodedata.combining(char):
            if not is_accent:
                kept.append(char)
        else:
            is_accent = _script(char) in _ACCENTED or not char.isalpha()
            kept.append(char)
    return "".join(kept)


def fold(text: str) -> str:
    """Return ``text`` without case and accents, in Latin letters if it is of one alphabet.

    Of mixed text only case and accents are folded; Chinese, Japanese and Korean signs stay.
    """
    plain = text.casefold()
    if plain.isascii():
        return plain
    bare = _without_accents(unicodedata.normalize("NFKD", plain.translate(_PLAIN)))
    alphabet = script(unicodedata.normalize("NFC", plain))
    if bare.isascii() or alphabet in ("LATIN", "MIXED", "UNKNOWN", "") or alphabet in SYLLABIC:
        return unicodedata.normalize("NFC", bare)
    from anyascii import anyascii

    return anyascii(unicodedata.normalize("NFC", plain)).casefold()


def spelt(text: str) -> str:
    """Return ``text`` folded with umlauts written out ("ü" as "ue"), else as :func:`fold`."""
    composed = unicodedata.normalize("NFC", text.casefold())
    return fold(composed.translate(_SPELT))
