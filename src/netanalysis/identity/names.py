"""Display names: cleaned for people to read, and taken apart for comparing.

Nothing is guessed from a name but its parts: first, middle, last, and what tells a father
from his son. What is not the full name of one person has no parts at all.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from netanalysis.identity.folding import SYLLABIC, fold, script, spelt

# Degrees and credentials that follow a name, after a comma or not.
CREDENTIALS: Final = frozenset(
    "ba bsc bs beng btech ma msc ms meng mba emba llb llm jd md do dds phd dphil dr drs ing "
    "dipl prof cpa cfa cma acca pmp prince2 csm cspo cissp cism cisa pe rn esq "
    "shrm sphr phr gphr mcipd fcipd cipd psm pspo pmi acp safe itil togaf frm caia cfp mph mpa mpp "
    "dvm edd psyd rer nat med habil frcs frs obe mbe cbe".split()
)
# What stands before a name and is no part of it.
TITLES: Final = frozenset(
    "dr drs prof mr mrs ms miss mx sir dame herr frau hr fr dipl ing mag monsieur madame mme mlle "
    "sr sra srta don dona rev hon".split()
)
# Two people of one name in one family; never dropped.
GENERATIONS: Final = {
    "jr": "jr", "junior": "jr", "jun": "jr", "fils": "jr", "hijo": "jr",
    "sr": "sr", "senior": "sr", "sen": "sr", "pere": "sr", "padre": "sr",
    "ii": "ii", "iii": "iii", "iv": "iv",
}  # fmt: skip
# Words that belong to the last name after them.
PARTICLES: Final = frozenset(
    "de da do dos das del della di du la le van von der den ter ten zu zum zur vom af av st saint "
    "bin ibn al el abu ben".split()
)
# A display name holding one of these words belongs to an office, not to a person.
ROLE_WORDS: Final = frozenset(
    "team support info sales service services admin administrator office help helpdesk desk "
    "newsletter news noreply notification notifications alert alerts billing accounts marketing "
    "hr jobs careers press media contact webmaster postmaster mailer daemon list announce "
    "announcements update updates digest bot robot via group department customer care "
    "subscriptions invoice invoices reply member user training mailbox mail email e-mail test "
    "unknown undisclosed recipients everyone all family familie "
    # Firms and what they are called after.
    "inc corp corporation llc ltd limited gmbh ag plc company university institute bank trading "
    "advisor advisors consulting solutions systems services capital partners holdings com net org "
    "international association society club foundation magazine journal online store shop".split()
)
_BRACKETS: Final = re.compile(
    r"\((?!(?:jr|sr|jun|sen|junior|senior|ii|iii|iv)\.?\))[^)]*\)|\[[^\]]*\]|\{[^}]*\}",
    re.IGNORECASE,
)
_X500: Final = re.compile(r"^/?(?:[A-Z]{1,2}=[^/]*/)*CN=([^/]+)(?:/.*)?$", re.IGNORECASE)
_NOTES_TAIL: Final = re.compile(r"/[A-Za-z0-9 _.&-]+(?:/[A-Za-z0-9 _.&-]+)*(?:@.*)?$")
_PRONOUNS: Final = re.compile(
    r"[\s,|-]*\b(?:she|he|they|sie|er|elle|il|ella|él|xe|ze)\s*/\s*[a-zé]+(?:\s*/\s*[a-zé]+)?\s*$",
    re.IGNORECASE,
)
_NOT_NAME: Final = re.compile(r"[^\w\s.'’\-]|_", re.UNICODE)
_SEVERAL: Final = re.compile(r"&|\+|\s(?:and|und|et|y|e|og|och|en)\s", re.IGNORECASE)
_STRANGE: Final = re.compile(r"[\d#@!?*=<>:;%$]")
# "ana.berg" for want of a name: programs show the account instead.
_DOTTED: Final = re.compile(r"[^\W\d_]{2,}(?:\.[^\W\d_]+)*\.[^\W\d_]{2,}")
# A shorter last name is an ordinary word or a first name too often to stand alone.
LEAST_LAST: Final = 4
_SPACES: Final = re.compile(r"\s+")
_MARKS: Final = ".'’‘`´"


class Name(NamedTuple):
    """A full name, folded: letters only, middle names in order, "" for no generation.

    ``last`` holds its particles ("vanderberg"), ``bare`` does not ("berg").
    """

    given: str
    middles: tuple[str, ...]
    last: str
    generation: str
    bare: str

    @property
    def text(self) -> str:
        """The name as one text, without single letters between first and last name."""
        middles = [m for m in self.middles if len(m) > 1]
        return " ".join(filter(None, [self.given, *middles, self.last, self.generation]))


@lru_cache(maxsize=200_000)
def clean_name(name: str) -> str:
    """Return ``name`` for people to read, without brackets, credentials, emoji and Notes tails.

    "Last, First" is turned round; "First Last, PhD" loses its credential. Text that names
    nobody (an address, no letters) gives an empty string.
    """
    text = _bare(name)
    if "@" in text and " " not in text.split("@")[0].strip():
        return ""
    text = _turn_round(_NOTES_TAIL.sub("", text))
    if _DOTTED.fullmatch(text):
        text = text.replace(".", " ")
    text = _NOT_NAME.sub(" ", text)
    words = [w for w in _SPACES.split(text.strip()) if any(c.isalpha() for c in w)]
    while len(words) > 2 and fold(words[-1]).replace(".", "") in CREDENTIALS:
        words.pop()
    return " ".join(words)


def full_name_key(name: str) -> str:
    """Return one text for a person's full name, or "" if it is not one.

    Case, accents, titles, middle initials and the order of "Last, First" do not matter.
    """
    parsed = parse_name(name)
    return parsed.text if parsed else ""


def parse_name(name: str) -> Name | None:
    """Return the parts of a person's full name, or None if it is not one.

    A full name has a first and a last part of two letters or more, no digits, no word of an
    office, speaks of one person, and is written in one alphabet.
    """
    text = _bare(name)
    if not text or _STRANGE.search(_NOTES_TAIL.sub("", text)) or _SEVERAL.search(text):
        return None
    shown = clean_name(name)
    alphabet = script(shown)
    if alphabet in ("MIXED", "UNKNOWN", "") or script(name) == "MIXED":
        return None
    if alphabet in SYLLABIC:
        return _syllabic(shown)
    return from_words([fold(word).strip(_MARKS + "-") for word in shown.split()])


def initial_and_last(name: str) -> tuple[str, str] | None:
    """Return initial and last name of a display name that holds no more: "J. Lavorato"."""
    text = _bare(name)
    if not text or _STRANGE.search(text) or _SEVERAL.search(text):
        return None
    words = [fold(word).strip(_MARKS + "-") for word in clean_name(name).split()]
    words = [word for word in words if word]
    if len(words) < 2 or len(words[0]) != 1 or not words[0].isalpha():
        return None
    parsed = from_words(["xx", *words[1:]])  # any first name: the rest must make a last name
    if parsed is None or parsed.middles or len(parsed.last) < LEAST_LAST:
        return None
    return words[0], parsed.last


def names_several(name: str) -> bool:
    """Whether a display name speaks of several people: "Stacey & Dave Hoey"."""
    found = _SEVERAL.search(_bare(name))
    return found is not None and len(name.split()) > 2


def spelt_name(name: str, parsed: Name) -> Name:
    """Return ``parsed`` with the umlauts of ``name`` written out; the same if it has none."""
    if name.isascii():
        return parsed
    other = from_words([spelt(word).strip(_MARKS + "-") for word in clean_name(name).split()])
    return other or parsed


def from_words(words: list[str]) -> Name | None:
    """Return the full name that folded words make, or None."""
    words = [w for w in words if w]
    if any(w in ROLE_WORDS for w in words):
        return None
    generation = ""
    for i in range(len(words) - 1, 0, -1):
        if words[i] in GENERATIONS and len(words) > 2:
            generation = GENERATIONS[words.pop(i)]
            break
    while len(words) > 2 and words[0] in TITLES:
        words.pop(0)
    while len(words) > 2 and len(words[-1]) == 1:
        words.pop()
    if len(words) < 2:
        return None
    at = len(words) - 1
    while at > 1 and words[at - 1] in PARTICLES:
        at -= 1
    last = _letters("".join(words[at:]))
    firsts = [_letters(part) for word in words[:at] for part in re.split(r"[-.]", word)]
    firsts = [part for part in firsts if part]
    # "H. Andrew Lewis" goes by Andrew.
    firsts = sorted(firsts, key=lambda part: len(part) == 1) if firsts else []
    if not firsts or len(firsts[0]) < 2 or len(last) < 2:
        return None
    return Name(firsts[0], tuple(firsts[1:]), last, generation, _letters(words[-1]))


def _letters(word: str) -> str:
    """Return the letters of a word alone: "o'brien" and "obrien" are one."""
    return word if word.isalpha() else "".join(c for c in word if c.isalpha())


def _syllabic(shown: str) -> Name | None:
    """Return a name of Chinese, Japanese or Korean signs: the family name comes first."""
    words = shown.split()
    if len(words) == 1 and 2 <= len(shown) <= 4:
        return Name(shown[1:], (), shown[0], "", shown[0])
    return Name(words[1], (), words[0], "", words[0]) if len(words) == 2 else None


def _bare(name: str) -> str:
    """Return a name without quotes, brackets, pronouns, directory paths and a company after a bar.

    What stands in brackets is a nickname, a firm or a remark; none is part of the name.
    """
    text = unicodedata.normalize("NFKC", name).strip().strip("'\"").strip()
    path = _X500.match(text)
    if path:
        text = path.group(1)
    text = _PRONOUNS.sub("", _BRACKETS.sub(" ", text))
    return re.split(r"\s*[|•·]\s*", text)[0].strip()


def _turn_round(text: str) -> str:
    """Return "Last, First" as "First Last", and drop credentials after a comma."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts:
        return ""
    first = parts[0]
    # Capitals alone tell a credential only behind a whole name that is not in capitals itself.
    by_capitals = len(first.split()) > 1 and not first.isupper()
    kept = [first, *(p for p in parts[1:] if not _is_credentials(p, by_capitals))]
    if len(kept) == 2 and fold(kept[1]).strip(".") in GENERATIONS:
        return f"{kept[0]} {kept[1]}"
    if len(kept) == 3 and fold(kept[1]).strip(".") in GENERATIONS:
        return f"{kept[2]} {kept[0]} {kept[1]}"
    if len(kept) == 2 and len(kept[0].split()) <= 3 and len(kept[1].split()) <= 3:
        words = kept[0].split()
        if len(words) > 1 and fold(words[-1]).strip(".") in GENERATIONS:
            return f"{kept[1]} {kept[0]}"
        if len(words) <= 2 or fold(words[0]) in PARTICLES:
            return f"{kept[1]} {kept[0]}"
    return kept[0]


def _is_credentials(part: str, by_capitals: bool) -> bool:
    words = [re.sub(r"[.®™/-]", "", word) for word in part.split()]
    return all(
        fold(w) in CREDENTIALS or (by_capitals and w.isupper() and len(w) > 1) for w in words
    )
