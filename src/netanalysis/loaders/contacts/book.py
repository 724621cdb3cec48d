"""Cards of all address books to the tables of a harvest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from netanalysis.addresses import is_office
from netanalysis.harvest import Harvest, address_key, name_key
from netanalysis.loaders.contacts.cards import Card
from netanalysis.tally import Tally

RULE: Final = "one card of your address book"
CERTAIN: Final = 1.0
MOST_ADDRESSES: Final = 5
"""Addresses on a card of one person; a card with more is a list somebody keeps."""

RELATION: Final = "address_book"


@dataclass
class Book:
    """All cards read, with the count of each file."""

    cards: list[tuple[Card, Tally]] = field(default_factory=list)
    tallies: dict[str, Tally] = field(default_factory=dict)

    def add(self, card: Card, tally: Tally) -> None:
        """Take in a card, or leave it out with the reason."""
        if card.kind:
            what = "a group" if card.kind == "group" else "a company"
            tally.leave_out(card.line, f"{what}, not a person", f"the card stands for {what}")
        elif not (card.name or card.addresses or card.profile):
            problem = "the card gives neither a name nor a mail address"
            tally.leave_out(card.line, "no name and no address", problem)
        else:
            self.cards.append((card, tally))


def build_harvest(book: Book) -> Harvest:
    """Return the harvest of all cards; a card that is there twice counts once."""
    kept = _without_copies(book)
    mentions: Counter[tuple[str, str]] = Counter()
    origins: dict[tuple[str, str], str] = {}
    relations: dict[str, str] = {}
    positions: list[tuple[str, str | None, str | None, str]] = []
    days: list[tuple[str, str, int, int, int | None, str]] = []
    for card, tally in kept:
        tally.n_kept += 1
        keys = _keys(card)
        for key in keys:
            mentions[key, card.name] += 1
            origins.setdefault((key, card.name), tally.file)
        relations.setdefault(keys[0], tally.file)
        if card.company or card.title:
            positions.append((keys[0], card.company or None, card.title or None, tally.file))
        days += [(keys[0], *day, tally.file) for day in card.days]
        if card.n_strange_days:
            problem = "the birthday or anniversary there is no day of a year, or reads in two ways"
            tally.doubt(card.line, "no day of a year", problem)
        if card.n_strange:
            problem = "what stands there as a mail address is none; the rest was kept"
            tally.doubt(card.line, "no mail address", problem)
    tallies = book.tallies.values()
    issues = [issue for tally in tallies for issue in tally.issues]
    empty = Harvest()
    return Harvest(
        mentions=pd.DataFrame(
            [(key, name or None, n, origins[key, name]) for (key, name), n in mentions.items()],
            columns=empty.mentions.columns,
        ),
        links=pd.DataFrame(list(_links(kept)), columns=empty.links.columns),
        positions=pd.DataFrame(positions, columns=["alias_key", "company", "title", "origin"]),
        special_days=pd.DataFrame(days, columns=empty.special_days.columns),
        relations=pd.DataFrame(
            [(key, RELATION, file) for key, file in relations.items()],
            columns=["alias_key", "kind", "origin"],
        ),
        issues=pd.DataFrame(issues, columns=empty.issues.columns) if issues else empty.issues,
        ledger=pd.DataFrame(
            [tally.ledger_row() for tally in tallies], columns=empty.ledger.columns
        ),
    )


def _keys(card: Card) -> list[str]:
    """Return the aliases of a card; the bare name only where it gives nothing better."""
    keys = [address_key(address) for address in card.addresses]
    keys += [card.profile] if card.profile else []
    return keys or [name_key(card.name)]


def _without_copies(book: Book) -> list[tuple[Card, Tally]]:
    kept: list[tuple[Card, Tally]] = []
    seen: set[tuple[object, ...]] = set()
    for card, tally in book.cards:
        addresses = frozenset(card.addresses)
        job = (card.company, card.title)
        identity = (name_key(card.name), addresses, job, card.profile, card.days)
        if identity in seen:
            tally.n_duplicate += 1
        else:
            seen.add(identity)
            kept.append((card, tally))
    return kept


def _links(kept: list[tuple[Card, Tally]]) -> Iterator[tuple[str, str, str, str, float]]:
    """Yield the aliases that a card states to be one person.

    Not where it has more addresses than a person has, or names an office, and never
    through an alias that cards of several names share: a family's, or a team's.
    """
    names: defaultdict[str, set[str]] = defaultdict(set)
    for card, _ in kept:
        for key in _keys(card):
            names[key].add(name_key(card.name))
    for card, tally in kept:
        if len(card.addresses) > MOST_ADDRESSES or any(map(is_office, card.addresses)):
            continue
        keys = [key for key in _keys(card) if len(names[key]) == 1]
        for other in keys[1:]:
            evidence = f"{tally.file} has both on one card (line {card.line})"
            yield keys[0], other, RULE, evidence, CERTAIN
