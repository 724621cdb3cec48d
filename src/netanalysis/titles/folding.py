"""Bring a job title into one plain spelling before any rule reads it.

People write the same role in many ways: ``GESCHÄFTSFÜHRERIN``, ``Geschaeftsfuehrer/in``,
``V.P.``, ``co-founder&ceo``. :func:`fold` returns lower-case ASCII words with single
spaces, and two marks that the rules use: `` | `` between roles that are set apart
(``|``, ``/``, comma, dash, bullet ...) and `` + `` between roles or words that are
joined (``&``, ``and``, ``und``, ``et``, ``y``).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

MAX_CHARACTERS: Final = 300
"""Longer texts are summaries, not titles; LinkedIn's own headline stops at 220."""

_LETTERS: Final = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ı": "i",
        "þ": "th",
        "’": "'",
        "‘": "'",
        "`": "'",
        "´": "'",
        "‐": "-",
        "‑": "-",
    }
)
"""Letters that Unicode does not take apart by itself, and look-alikes of ``'`` and ``-``."""

_SUPERIOR: Final = (
    r"(?:(?:and|und|et|the|to|global|regional|group|executive|managing|senior|general|deputy)\s)*"
    r"(?:c[a-z]{1,2}o\b|chief\s|[sefg]?vp\b|vice[ -]president|president|chair|director|head\b"
    r"|partner|founder|owner|dean\b|md\b|gm\b|vorstand|geschaftsfuhr|geschaftsleit|direktor"
    r"|[a-z]*leitung\b|[a-z]*leiter(?:in)?\b)"
)
"""Who has assistants: ranks from the head of something upwards."""

_ASSISTED: Final = re.compile(
    r"\b(?:assistan(?:t|te|tin)|assisten(?:t|tin|z)|asst|asistente|pa|ea|secretary|sekretar(?:in)?)"
    r"\s(?:to|for|of|der|des|dem|von|vom|fur)\s[^|;•·\n]*"
)
"""An assistant and the people assisted; a pipe, a semicolon or a bullet begins another role."""

_NEXT_SUPERIOR: Final = re.compile(rf"\s*[/,]\s*(?={_SUPERIOR})")


def _joined_superiors(found: re.Match[str]) -> str:
    """Return "assistant to a / head of b" with "&": one role, two superiors."""
    return _NEXT_SUPERIOR.sub(" & ", found[0])


_STEPS: Final = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        # (m/w/d), (h/f): said of the reader of an advertisement, not of the role.
        (r"\(?\b[mwfdhx](?:\s?/\s?[mwfdhx]){1,3}\b\)?", " "),
        # Both forms in one word: leiter/in, leiter:in, leiter*in, leiter(in), directeur·rice.
        (r"(?<=[a-z])(?:[/:*_·]-?|\(-?)in(?:nen)?\b\)?", "in"),
        (r"(?<=[a-z])(?:[:*_·]-?|\(-?)(?:e|ne|trice|rice|euse|a)\b\)?", ""),
        # a.i. behind a role is "ad interim", and no intelligence; before one it is "AI".
        (r"(?<!\bof )(?<!\bin )(?:(?<=[a-z] )|(?<=\())a\.i\.(?=\s*(?:[-|,/()–—]|$))", " interim "),
        # v.p. -> vp, c.e.o. -> ceo
        (r"\b(?:[a-z]\.){2,}(?:[a-z]\b)?", lambda found: found[0].replace(".", "") + " "),
        # r&d, m&a, p&l: one word, not two roles.
        (r"\b([a-z]) ?& ?([a-z])\b", r"\1n\2"),
        (_ASSISTED.pattern, _joined_superiors),
        # l'équipe, d'équipe; professor's
        (r"\b(d|l|qu)'(?=[a-z])", r"\1 "),
        (r"'", ""),
        # "Marketing- und Vertriebsleiter" is one role.
        (r"(?<=[a-z])-\s(?:und|and|oder|et|y|&|\+)\s", " "),
        # The employer is not the role.
        (r"\s?@\s?", " at "),
        (r"\s(?:-{1,3}|//?)\s|[|/,;:•·●▪►→–—~\n\r\t\\()\[\]]|-{2,}", " | "),
        (r"[&+]|(?<= )(?:and|und|et|y)(?= )", " + "),
        (r"[^a-z0-9|+]+", " "),
        (r" (?:[|+] )*\|(?: [|+])*(?= |$)", " |"),
        (r"\+(?: \+)+", "+"),
    )
)


@lru_cache(maxsize=256)
def fold(text: str | None) -> str:
    """Return ``text`` as lower-case ASCII words, with ``|`` and ``+`` between its parts.

    Letters of other scripts, emoji and punctuation become spaces; a text without Latin
    letters or digits, ``None`` or an empty text becomes the empty text. Accents and
    umlauts are dropped (``ü`` is ``u``; the rules also accept ``ue``), ``ß`` is ``ss``.
    Only the first 300 characters are read.

    Examples
    --------
    >>> fold("SVP & Director, R&D")
    'svp + director | rnd'
    >>> fold("Geschäftsführer/in (m/w/d)")
    'geschaftsfuhrerin'
    """
    if not text:
        return ""
    text = text[:MAX_CHARACTERS]
    if not text.isascii():
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
        # Marks (accents, variation selectors) and invisible format characters go.
        text = "".join(c for c in text if unicodedata.category(c) not in {"Mn", "Me", "Cf"})
        text = text.translate(_LETTERS)
    text = text.casefold()
    for pattern, replacement in _STEPS:
        text = pattern.sub(replacement, text)
    return text.strip(" |+")
