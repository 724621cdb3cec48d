"""Scenes under second addresses: hints at who writes, but no proof; only the owner knows."""

from __future__ import annotations

from typing import Any, Final

import words
from cast import ascii_of, owner_address
from model import Address, Mail, Person, instant
from rhythm import Narrator, is_away

# Somebody known, who also writes as "I. Last" from a private address.
INITIALS: Final = (
    ("x_imani", "iwekesa@example.net", 9),
    ("m_chidi", "cokonjima@example.com", 8),
    ("m_ileana", "idumitrache@example.net", 7),
    ("m_nikos", "nstamatelos@example.com", 6),
    ("tessarine_live_0", "hwustenberg@example.net", 5),
    ("brindlecove_live_1", "ebergstad@example.net", 4),
    ("m_ewa", "esadowniczka@example.com", 2),
)
# Somebody known by name at one free-mail provider, and the same word at another, unsigned.
TWO_PROVIDERS: Final = (
    ("astervane_live_1", "nightheron", 7),
    ("velmond_live_1", "marblewood", 5),
    ("sorrelgate_live_0", "tinderbox", 3),
)
# The same hints, and yet two people: a brother, and a stranger with the same liking.
BROTHER: Final = ("m_rosalind", "Ruben", "rachterberg@example.net", 6)
STRANGER: Final = ("dunmarrow_live_1", "skylarking", "Wendeline", "Ostrogard", 4)
FIRST_OF_THEM: Final = -330
LAST_OF_THEM: Final = -20


def second_addresses(narrator: Narrator) -> list[dict[str, Any]]:
    """Let people write from second addresses; return the pairs and the truth about them."""
    cast = narrator.cast
    pairs = []
    for key, addr, n_days in INITIALS:
        person = cast.get(key)
        _few_mails(narrator, person, _initial(person, addr), n_days)
        pairs.append(_pair(person, addr, is_same=True, why="initial and last name"))
    for key, local, n_days in TWO_PROVIDERS:
        person = cast.get(key)
        named = Address(f"{local}@example.net", ascii_of(person.name))
        _few_mails(narrator, person, named, 3)
        _few_mails(narrator, person, Address(f"{local}@example.com"), n_days)
        pairs.append(
            [f"address:{named.addr}", f"address:{local}@example.com", True, "one local part"]
        )
    key, first, addr, n_days = BROTHER
    sister = cast.get(key)
    brother = Person("y_brother", first, sister.last, "private", tier="relative")
    cast.people[brother.key] = brother
    _few_mails(narrator, brother, _initial(brother, addr), n_days)
    pairs.append(_pair(sister, addr, is_same=False, why="a brother with the same initial"))
    key, local, first, last, n_days = STRANGER
    person = cast.get(key)
    stranger = Person("y_stranger", first, last, "private", tier="relative")
    cast.people[stranger.key] = stranger
    named = Address(f"{local}@example.net", ascii_of(person.name))
    _few_mails(narrator, person, named, 3)
    _few_mails(narrator, stranger, Address(f"{local}@example.com"), n_days)
    pairs.append(
        [f"address:{named.addr}", f"address:{local}@example.com", False, "a stranger's local part"]
    )
    return [{"pair": [a, b], "is_same": same, "why": why} for a, b, same, why in pairs]


def _initial(person: Person, addr: str) -> Address:
    return Address(addr, f"{ascii_of(person.first)[0]}. {ascii_of(person.last)}")


def _pair(person: Person, addr: str, *, is_same: bool, why: str) -> list[Any]:
    known = (
        f"profile:{person.slug.casefold()}"
        if person.slug
        else f"address:{person.address_on(0).addr}"
    )
    return [known, f"address:{addr}", is_same, why]


def _few_mails(narrator: Narrator, person: Person, address: Address, n_days: int) -> None:
    """A few mails from one address over the last year, most of them answered by the owner."""
    person.others.append(address)
    rng = narrator.numbers(f"second address {address.addr}")
    me = narrator.cast.owner
    step = (LAST_OF_THEM - FIRST_OF_THEM) / n_days
    for turn in range(n_days):
        day = int(FIRST_OF_THEM + step * (turn + rng.random()))
        while is_away(day):
            day -= 1
        about = words.topic(rng)
        text = words.letter(rng, words.opening(rng, about), me.first, person.first)
        mine = owner_address(me, person, day)
        when = instant(day, 1020 + rng.randrange(240), rng.randrange(60))
        mail = Mail(when, address, [mine], [], words.subject(rng, about), text, zone=person.zone)
        narrator.send(mail)
        if rng.random() < 0.7:
            narrator.reply(rng, mail, me, -1)
