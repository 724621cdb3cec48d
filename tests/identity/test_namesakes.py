"""Two people of one common name at two employers, and one person who has two addresses."""

from __future__ import annotations

from itertools import chain, repeat

import pytest
from alias_lists import harvest, joined

from netanalysis.identity import Identity, resolve

ME, ONE, TWO = "address:me@me.example", "address:ana.berg@x.example", "address:aberg@y.example"
STAFF = {
    "address:bo.lund@x.example": ["Bo Lund"],
    "address:cy.moe@y.example": ["Cy Moe"],
}
USES = {ME: ["Mira Roe"], ONE: ["Ana Berg"], TWO: ["Ana Berg"], **STAFF}
# The owner is known by what is delivered; a message a day, for 200 days.
HINTS = [(ME, "Delivered-To", 200, 200)]


def both_at_once(n: int = 100) -> list[tuple[str, str]]:
    return [(key, ME) for _ in range(n) for key in (ONE, TWO)]


def resolved(mail: list[tuple[str, str]], uses: dict[str, list[str]] = USES) -> Identity:
    return resolve(harvest(uses, mail=mail, hints=HINTS))


def test_two_who_write_for_months_from_two_employers_are_asked_about_and_not_joined():
    got = resolved(both_at_once())
    assert not joined(got, "ana.berg@x.example", "aberg@y.example")
    (asked,) = got.proposals.to_dict("records")
    assert {asked["alias_key"], asked["other_key"]} == {ONE, TWO}
    assert asked["score"] == 0.75
    assert asked["rule"] == "same full name at two organisations at one time"
    assert "to nobody in common" in asked["evidence"]


def test_who_stops_at_one_employer_when_writing_from_the_other_begins_is_one_person():
    mail = list(chain(repeat((ONE, ME), 100), repeat((TWO, ME), 100)))
    got = resolved(mail)
    assert joined(got, "ana.berg@x.example", "aberg@y.example")
    handed_over = both_at_once(40)
    assert joined(resolved(mail + handed_over), "ana.berg@x.example", "aberg@y.example") is False
    assert joined(resolved(handed_over), "ana.berg@x.example", "aberg@y.example")


def test_two_addresses_with_people_in_common_are_one_person_in_two_roles():
    known = [(key, friend) for friend in STAFF for key in (ONE, TWO)]
    answers = [(friend, ME) for friend in STAFF]
    got = resolved(both_at_once() + known + answers)
    assert joined(got, "ana.berg@x.example", "aberg@y.example")


@pytest.mark.parametrize("common", ["a list that both write to", "the owner"])
def test_lists_and_the_owner_are_nobody_in_common(common):
    key = ME if common == "the owner" else "address:talk@z.example"
    mail = both_at_once() + [(end, key) for end in (ONE, TWO)] * 3
    assert not joined(resolved(mail), "ana.berg@x.example", "aberg@y.example")


def test_a_domain_of_ones_own_is_no_employer():
    uses = {key: names for key, names in USES.items() if not key.endswith("moe@y.example")}
    assert joined(resolved(both_at_once(), uses), "ana.berg@x.example", "aberg@y.example")


def test_one_employer_under_two_endings_is_one_employer():
    uses = {key.replace("y.example", "x.co.uk"): names for key, names in USES.items()}
    mail = [(a.replace("y.example", "x.co.uk"), b) for a, b in both_at_once()]
    assert joined(resolved(mail, uses), "ana.berg@x.example", "aberg@x.co.uk")


def test_without_dates_nothing_speaks_against_one_person():
    assert joined(resolve(harvest(USES)), "ana.berg@x.example", "aberg@y.example")


def test_addresses_at_one_of_the_employers_still_join():
    uses = USES | {"address:q7@x.example": ["Ana Berg"], "address:ab77@gmail.com": ["Ana Berg"]}
    got = resolved(both_at_once(), uses)
    assert joined(got, "ana.berg@x.example", "q7@x.example")
    assert not joined(got, "ana.berg@x.example", "aberg@y.example")
    assert not joined(got, "ana.berg@x.example", "ab77@gmail.com")
