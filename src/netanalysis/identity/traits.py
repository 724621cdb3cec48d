"""What each alias shows of the person behind it: name, address, company, and whether it tells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from netanalysis.identity.agreement import Spellings, agreement
from netanalysis.identity.canonical import Canonical, canonical
from netanalysis.identity.names import (
    ROLE_WORDS,
    Name,
    clean_name,
    initial_and_last,
    names_several,
    parse_name,
    spelt_name,
)
from netanalysis.identity.nicknames import is_known
from netanalysis.identity.organisations import mail_domain
from netanalysis.identity.spelling import spelled_name

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

NONE: Final = -1
# An alias seen under more full names than this is a relay or a shared mailbox, unless one
# name carries nearly all of its uses.
MOST_NAMES: Final = 3
DOMINANT_SHARE: Final = 0.8
_WITH_DOT: Final = re.compile(r"[._]")
# A letter that stands alone; most names hold none and need not be taken apart.
_HAS_INITIAL: Final = re.compile(r"(?<!\w)\w(?!\w)")
# Addresses of a domain that put the last name first, before all of them are read so.
LEAST_TURNED: Final = 2


class NameBook:
    """Every full name once, under a number, with its spellings."""

    def __init__(self) -> None:
        self.names: list[Name] = []
        self._numbers: dict[Name, int] = {}
        self._others: dict[int, set[Name]] = {}
        self._shown: dict[int, str] = {}

    def shown(self, number: int) -> str:
        """Return a name as people write it."""
        return self._shown.get(number, "") or self.names[number].text

    def number(self, name: Name | None, other: Name | None = None, shown: str = "") -> int:
        """Return the number of ``name``; ``other`` is the same name with umlauts written out."""
        if name is None:
            return NONE
        known = self._numbers.setdefault(name, len(self.names))
        if known == len(self.names):
            self.names.append(name)
        if other is not None and other != name:
            self._others.setdefault(known, set()).add(other)
        if shown and not self._shown.get(known, "\U0010ffff") < shown:
            self._shown[known] = shown
        return known

    def turned(self, number: int) -> Name | None:
        """Return a name of two words with the last one first, None for others."""
        name = self.names[number]
        if name.middles or name.generation or name.last != name.bare:
            return None
        return Name(name.last, (), name.given, "", name.given)

    def known(self, name: Name) -> int:
        """Return the number of a name, -1 if nobody bears it."""
        return self._numbers.get(name, NONE)

    def spellings(self, number: int) -> Spellings:
        """Return a name with its other spellings."""
        name = self.names[number]
        others = self._others.get(number, ())
        return Spellings(
            name,
            frozenset([name.given, *(o.given for o in others)]),
            frozenset([name.last, *(o.last for o in others)]),
            name.bare,
        )


@dataclass(frozen=True)
class Traits:
    """One row per alias, in the order of the keys.

    ``named`` is the number of its full name by display name, ``spelled`` by its local part
    (-1 for none); ``words`` are its names of one word, ``initials`` its names of an initial
    and a last name; ``domain`` numbers the registered
    domains of employers (-1 for free mail and no host); ``n_names`` counts full names seen
    with it; ``tells`` says that it stands for one person and may be joined by evidence.
    """

    keys: list[str]
    kinds: npt.NDArray[np.object_]
    addresses: list[Canonical | None]
    book: NameBook
    named: Integers
    spelled: Integers
    words: list[frozenset[str]]
    initials: dict[int, frozenset[tuple[str, str]]]
    domain: Integers
    domains: list[str]
    n_names: Integers
    tells: Flags

    def name_text(self, row: int) -> str:
        """Return the full name of an alias in words, "" without one."""
        number = self.named[row] if self.named[row] != NONE else self.spelled[row]
        return "" if number == NONE else self.book.names[number].text


def traits(uses: pd.DataFrame, machines: Iterable[str]) -> Traits:
    """Return the traits of every alias in ``uses`` (alias_key, name, n_uses)."""
    keys = sorted(uses["alias_key"].unique())
    book = NameBook()
    named, words, n_names = _display_names(uses, keys, book)
    initials = _initials(uses, keys)
    kinds = np.array([key.partition(":")[0] for key in keys], dtype=object)
    addresses = [
        canonical(key[8:]) if kind == "address" else None
        for key, kind in zip(keys, kinds, strict=True)
    ]
    spelled = np.full(len(keys), NONE, dtype=np.int64)
    hosts: dict[str, str] = {}
    texts = []
    tells = np.ones(len(keys), dtype=bool)
    for row, box in enumerate(addresses):
        if box is None:
            texts.append("")
            continue
        texts.append(hosts.setdefault(box.host, mail_domain(box.host) if box.has_host else ""))
        tells[row] = not box.is_nobody
        if box.has_host and not box.is_nobody and not box.handle:
            spelled[row] = book.number(spelled_name(box.local))
    domain, domains = pd.factorize(np.array(texts, dtype=object))
    domain = np.where(np.array(texts, dtype=object) == "", NONE, domain).astype(np.int64)
    spelled = _in_order(spelled, named, domain, book)
    excluded = set(machines)
    tells &= np.array([key not in excluded for key in keys], dtype=bool)
    tells &= (kinds != "anonymous") & ~((n_names > MOST_NAMES) & (named == NONE))
    # With hyphens lists and machines are called too: "linux-mips" is a name if somebody bears it.
    is_loose = np.array(
        [box is not None and not _WITH_DOT.search(box.local) for box in addresses], dtype=bool
    )
    spelled = np.where(is_loose & ~np.isin(spelled, named), NONE, spelled)
    named = np.where(tells, named, NONE)
    spelled = np.where(tells, spelled, NONE)
    found = Traits(
        *(keys, kinds, addresses, book, named, spelled, words, initials),
        *(domain, list(domains), n_names, tells),
    )
    return _without_borrowed(found)


def _display_names(
    uses: pd.DataFrame, keys: list[str], book: NameBook
) -> tuple[Integers, list[frozenset[str]], Integers]:
    """Return per alias the number of its full name, its names of one word, and how many it has."""
    codes, texts = pd.factorize(uses["name"].fillna(""))
    numbers = np.full(len(texts), NONE, dtype=np.int64)
    joint = np.zeros(len(texts), dtype=bool)
    singles = []
    for i, text in enumerate(texts.tolist()):
        parsed = parse_name(text)
        joint[i] = names_several(text)
        if parsed is not None:
            numbers[i] = book.number(parsed, spelt_name(text, parsed), clean_name(text))
        plain = text.strip().casefold()
        first, *others = plain.split() or [""]
        if others and all(len(other.strip(".")) == 1 for other in others):
            plain = first  # "Ana B."
        is_word = parsed is None and len(plain) > 2 and " " not in plain and "@" not in plain
        singles.append("" if plain in ROLE_WORDS or not is_word else plain)
    rows = pd.Index(keys).get_indexer(pd.Index(uses["alias_key"]))
    frame = pd.DataFrame(
        {"row": rows, "number": numbers[codes], "n": uses["n_uses"].fillna(0).to_numpy("int64")}
    )
    frame = frame[frame["number"] != NONE]
    counts = frame.groupby(["row", "number"])["n"].sum().reset_index()
    counts["text"] = [book.names[i].text for i in counts["number"]]
    counts = counts.sort_values(["row", "n", "text"], ascending=[True, False, True])
    by_row = counts.groupby("row")["n"]
    n_texts = counts.groupby("row")["text"].transform("nunique")
    is_clear = (n_texts <= MOST_NAMES) | (counts["n"] >= DOMINANT_SHARE * by_row.transform("sum"))
    # "Stacey & Dave Hoey" share a mailbox, whoever else it was named after.
    is_clear &= ~counts["row"].isin(rows[joint[codes]])
    best = counts[is_clear].drop_duplicates("row")
    named = np.full(len(keys), NONE, dtype=np.int64)
    named[best["row"]] = best["number"]
    n_names = np.zeros(len(keys), dtype=np.int64)
    sizes = counts.groupby("row")["text"].nunique()
    n_names[sizes.index] = sizes
    words = [frozenset[str]()] * len(keys)
    for row, code in zip(rows.tolist(), codes.tolist(), strict=True):
        if singles[code]:
            words[row] |= {singles[code]}
    return named, words, n_names


def _initials(uses: pd.DataFrame, keys: list[str]) -> dict[int, frozenset[tuple[str, str]]]:
    """Return per alias its display names that are an initial and a last name: "J. Lavorato"."""
    names = uses["name"].fillna("")
    found = {
        text: parts
        for text in names.unique()
        if _HAS_INITIAL.search(text) and (parts := initial_and_last(text))
    }
    shown = uses.loc[names.isin(list(found)), ["alias_key", "name"]]
    row_of = {key: row for row, key in enumerate(keys)}
    by_row: dict[int, frozenset[tuple[str, str]]] = {}
    for key, name in zip(shown["alias_key"], shown["name"], strict=True):
        by_row[row_of[key]] = by_row.get(row_of[key], frozenset()) | {found[name]}
    return by_row


def _in_order(spelled: Integers, named: Integers, domain: Integers, book: NameBook) -> Integers:
    """Read "berg.ana@" as Ana Berg where the last name evidently comes first.

    It does if the display name says so; at a domain where it does so for several addresses
    and for more than have the first name first; and if somebody bears the name in that
    order, nobody in the other, and what stands first is no known first name.
    """
    turned = {
        number: name
        for number in sorted(set(spelled.tolist()) - {NONE})
        if (name := book.turned(number)) is not None
    }
    borne = set(named.tolist()) - {NONE}
    others = {number: book.known(name) for number, name in turned.items()}
    rows = [row for row in np.flatnonzero(spelled != NONE).tolist() if int(spelled[row]) in turned]
    votes: Counter[int] = Counter()
    for row in rows:
        number = int(spelled[row])
        if NONE not in (domain[row], named[row]) and named[row] in (number, others[number]):
            votes[int(domain[row])] += 1 if named[row] == others[number] else -1
    ordered = spelled.copy()
    for row in rows:
        number = int(spelled[row])
        is_only_so = others[number] in borne and number not in borne
        if named[row] == NONE:
            is_turned = votes[int(domain[row])] >= LEAST_TURNED
            is_turned |= is_only_so and not is_known(book.names[number].given)
        else:
            is_turned = named[row] == others[number]
        if is_turned:
            ordered[row] = book.number(turned[number])
    return ordered


def _without_borrowed(found: Traits) -> Traits:
    """Drop display names from addresses that spell the known name of somebody else.

    An assistant writes under the name of the manager, an address book puts the name of one
    person on the line of another: the address is what the message goes by.
    """
    both = (found.named != NONE) & (found.spelled != NONE) & (found.named != found.spelled)
    known = found.named[(found.named != NONE) & ~both]
    named = found.named.copy()
    for row in np.flatnonzero(both & np.isin(found.spelled, known)):
        shown, spelled = (found.book.spellings(n[row]) for n in (found.named, found.spelled))
        if not agreement(shown, spelled):
            named[row] = NONE
    return replace(found, named=named)
