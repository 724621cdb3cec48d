"""Display names: cleaned for people to read, and folded to a key for comparing.

A key is compared only for equality. Nothing is guessed from a name but whether it looks
like the full name of a person at all.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Degrees, credentials and generational suffixes that follow a name, after a comma or not.
CREDENTIALS: Final = frozenset(
    "ba bsc bs beng btech ma msc ms meng mba emba llb llm jd md do dds phd dphil dr drs ing "
    "dipl prof mag cpa cfa cma acca pmp prince2 csm cspo cissp cism cisa pe rn esq jr sr ii iii iv "
    "shrm sphr phr gphr mcipd fcipd cipd psm pspo pmi acp safe itil togaf frm caia cfp mph mpa mpp "
    "he him his she her hers they them".split()
)
# A display name holding one of these words belongs to an office, not to a person.
ROLE_WORDS: Final = frozenset(
    "team support info sales service services admin administrator office help helpdesk desk "
    "newsletter news noreply notification notifications alert alerts billing accounts marketing "
    "hr jobs careers press media contact webmaster postmaster mailer daemon list announce "
    "announcements update updates digest bot robot via group department customer care "
    "subscriptions invoice invoices reply member".split()
)
_BRACKETS: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]|\{[^}]*\}")
_NOTES_TAIL: Final = re.compile(r"/[A-Za-z0-9 _.&-]+(?:/[A-Za-z0-9 _.&-]+)*(?:@.*)?$")
_NOT_NAME: Final = re.compile(r"[^\w\s.'’\-]|_", re.UNICODE)
_SPACES: Final = re.compile(r"\s+")


@lru_cache(maxsize=200_000)
def clean_name(name: str) -> str:
    """Return ``name`` for people to read, without brackets, credentials, emoji and Notes tails.

    "Last, First" is turned round; "First Last, PhD" loses its credential. Text that names
    nobody (an address, no letters) gives an empty string.
    """
    text = unicodedata.normalize("NFKC", name).strip().strip("'\"").strip()
    if "@" in text and " " not in text.split("@")[0].strip():
        return ""
    text = _BRACKETS.sub(" ", text)
    text = _NOTES_TAIL.sub("", text)
    text = _turn_round(text)
    text = _NOT_NAME.sub(" ", text)
    words = [w for w in _SPACES.split(text.strip()) if any(c.isalpha() for c in w)]
    while len(words) > 2 and _fold(words[-1]).replace(".", "") in CREDENTIALS:
        words.pop()
    return " ".join(words)


@lru_cache(maxsize=200_000)
def full_name_key(name: str) -> str:
    """Return the comparison key of a person's full name, or "" if it is not one.

    A full name has at least a first and a last part of two letters or more, no digits and
    no role word; middle initials are dropped; case, accents and word order of "Last,
    First" do not matter.
    """
    if any(c.isdigit() or c in "#@" for c in name):
        return ""
    words = [w.strip(".'’-") for w in _fold(clean_name(name)).split()]
    words = [w for w in words if len(w) > 1]
    if len(words) < 2 or any(w in ROLE_WORDS for w in words):
        return ""
    return " ".join(words)


def _turn_round(text: str) -> str:
    """Return "Last, First" as "First Last", and drop credentials after a comma."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    kept = [
        part
        for i, part in enumerate(parts)
        if i == 0 or not all(_is_credential(word) for word in part.split())
    ]
    if len(kept) == 2 and len(kept[0].split()) <= 2 and len(kept[1].split()) <= 3:
        return f"{kept[1]} {kept[0]}"
    return kept[0] if kept else ""


def _is_credential(word: str) -> bool:
    bare = _fold(word).replace(".", "").strip("®™/-")
    return bare in CREDENTIALS or (word.isupper() and len(word) > 1)


def _fold(text: str) -> str:
    """Return ``text`` without case and accents; ß, ø and ł become their plain spellings."""
    plain = text.casefold().translate(_PLAIN)
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


_PLAIN: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
