"""Each rule joins what it should, with its score, and leaves alone what only looks like it."""

from __future__ import annotations

import pytest
from alias_lists import harvest, joined

from netanalysis.identity import resolve


def addresses(*named: str) -> dict[str, list[str]]:
    """Return uses from texts like "Ana Berg <ana@x.example>"."""
    uses: dict[str, list[str]] = {}
    for text in named:
        name, _, rest = text.rpartition("<")
        uses.setdefault("address:" + rest.rstrip(">").lower(), []).append(name.strip())
    return uses


SAME = [
    # One mailbox.
    (1.0, "<ana.berg@gmail.com>", "<anaberg@googlemail.com>"),
    (1.0, "<ana@x.example>", "<ana+shop@x.example>"),
    (1.0, "<12+anab@users.noreply.github.com>", "<anab@users.noreply.github.com>"),
    # One full name.
    (1.0, "Ana Berg <q1@x.example>", "Berg, Ana <q2@y.example>"),
    (1.0, "Jörg Müller <q1@x.example>", "Joerg Mueller <q2@y.example>"),
    (1.0, "Søren Ågård <q1@x.example>", "Soeren Aagaard <q2@y.example>"),
    (1.0, "Юлия Соколинская <q1@x.example>", "Yuliya Sokolinskaya <q2@y.example>"),
    (1.0, "John Arnold/HOU/ECT@ECT <q1@x.example>", "Arnold, John <q2@y.example>"),
    (1.0, "Dr. Ana Berg, PhD <q1@x.example>", "ANA BERG (she/her) <q2@y.example>"),
    (1.0, "James R. Barker <q1@x.example>", "Barker, James <q2@y.example>"),
    (1.0, "Jan van der Berg <q1@x.example>", "van der Berg, Jan <q2@y.example>"),
    # An address spells it.
    (0.95, "Ana Berg <q1@x.example>", "<ana_berg@y.example>"),
    (0.95, "Ana Berg <q1@x.example>", "<anaberg@y.example>"),
    (0.95, "Ana Berg <q1@x.example>", "<anaberg77@gmail.com>"),
    (0.95, "Ana Lindqvist <q1@x.example>", "<lindqvist.ana@y.example>"),
    (0.95, "Ana Lindqvist <q1@x.example>", "AnaLindqvist <q2@gmail.com>"),
    # Familiar forms and middle names.
    (0.9, "Bill Rapp <q1@x.example>", "William Rapp <q2@y.example>"),
    (0.9, "Hans Vogel <q1@x.example>", "Johannes Vogel <q2@y.example>"),
    (0.9, "Pepe Lazcano <q1@x.example>", "José Lazcano <q2@y.example>"),
    (0.9, "Gui Charpentier <q1@x.example>", "Guillaume Charpentier <q2@y.example>"),
    (0.9, "John Kelly Stone <q1@x.example>", "Kelly Stone <q2@y.example>"),
    (0.9, "Maria de Souza <q1@x.example>", "Maria Souza <q2@y.example>"),
    # A slip of the pen.
    (0.85, "Ana Petersson <q1@x.example>", "Ana Peterrson <q2@y.example>"),
    # A pattern at the same employer.
    (0.8, "Ana Berg <ana.berg@x.example>", "<aberg@x.example>"),
    (0.8, "Ana Berg <ana.berg@x.example>", "<anab@x.example>"),
    (0.8, "Ana Berg <ana.berg@x.example>", "<a.berg@x.example>"),
    (0.8, "Ana M. Berg <ana.berg@x.example>", "<m..berg@x.example>"),
    (0.8, "Ana Lindqvist <ana@x.example>", "<lindqvist@x.example>"),
    # A pattern as the account at a code host.
    (0.8, "Ana Lindqvist <q1@x.example>", "<9+alindqvist@users.noreply.github.com>"),
]


@pytest.mark.parametrize(("score", "one", "other"), SAME, ids=lambda value: str(value))
def test_two_aliases_of_one_person_are_joined_with_the_score_of_the_rule(score, one, other):
    got = resolve(harvest(addresses(one, other)))
    assert got.person_of.nunique() == 1
    assert got.aliases["score"].tolist() == [score] * 2
    assert got.aliases["evidence"].str.len().min() > 10


DIFFERENT = [
    ("Ana Berg <q1@x.example>", "Ana Bergmann <q2@x.example>"),
    ("John A. Smith <q1@x.example>", "John B. Smith <q2@y.example>"),
    ("Ana Maria Berg <q1@x.example>", "Ana Sofia Berg <q2@y.example>"),
    ("Martin Weber <q1@x.example>", "Martina Weber <q2@y.example>"),
    ("Marina Lindqvist <q1@x.example>", "Martina Lindqvist <q2@y.example>"),
    ("Andreas Lindqvist <q1@x.example>", "Andrea Lindqvist <q2@y.example>"),
    ("Michael Novak <q1@x.example>", "Michal Novak <q2@y.example>"),
    ("Thomas Martin <q1@x.example>", "Martin Thomas <q2@y.example>"),
    ("Ana Berg <ana.berg@x.example>", "Ana Berg <ana.berg2@x.example>"),
    ("Ana Berg <ana.berg@x.example>", "<aberg2@x.example>"),
    ("Ana Berg <ana.berg@x.example>", "Jennifer <aberg@x.example>"),
    ("Jeff Golden <jeff.golden@x.example>", "Jeff Gooden <jeff.gooden@y.example>"),
    ("<info@x.example>", "<info+news@x.example>"),
    ("<linux-mips@x.example>", "<linux-mips@y.example>"),
    ("Amazon.com <gift@x.example>", "Amazon.com <store@y.example>"),
    ("Training User #2 <q1@x.example>", "Training User #2 <q2@y.example>"),
    ("e-mail <.john@x.example>", "e-mail <.david@x.example>"),
    ("Stacey & Dave Hoey <hoeys@x.example>", "Dave Hoey <dave@y.example>"),
    ("Ana Lindqvist <q1@x.example>", "<9+anal@users.noreply.github.com>"),
    ("Ana Lindqvist <q1@x.example>", "<alindqvist@gmail.com>"),
    ("Thomas Martin <q1@x.example>", "<martin.thomas@y.example>"),
    ("<ana@localhost>", "<ana@localhost.localdomain>"),
    ("<devnull@localhost>", "Ana Berg <ana.berg@x.example>"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_only_looks_alike_stays_apart(one, other):
    assert resolve(harvest(addresses(one, other))).person_of.nunique() == 2


def test_a_short_form_of_two_names_fits_both_and_is_asked_about():
    uses = addresses(
        "Chris Berg <q1@x.example>",
        "Christian Berg <q2@y.example>",
        "Christina Berg <q3@z.example>",
    )
    got = resolve(harvest(uses))
    assert got.person_of.nunique() == 3
    assert got.proposals["rule"].tolist() == ["name fits several people"] * 2


def test_a_pattern_of_two_names_at_one_employer_joins_neither():
    uses = addresses(
        "<jarnold@x.example>",
        "John Arnold <john.arnold@x.example>",
        "Jennifer Arnold <jennifer.arnold@x.example>",
    )
    assert resolve(harvest(uses)).person_of.nunique() == 3


def test_a_display_name_tells_two_people_of_one_pattern_apart():
    uses = addresses(
        "John Arnold <jarnold@x.example>",
        "John Arnold <john.arnold@x.example>",
        "Jennifer Arnold <jarnold@ei.x.example>",
    )
    got = resolve(harvest(uses))
    assert joined(got, "jarnold@x.example", "john.arnold@x.example")
    assert got.person_of.nunique() == 2


def test_a_spelling_that_others_bear_is_no_slip():
    uses = addresses(
        "Ana Petersen <q1@x.example>",
        "Ana Peterson <q2@y.example>",
        "Bo Petersen <q3@z.example>",
        "Cy Peterson <q4@w.example>",
    )
    got = resolve(harvest(uses))
    assert got.person_of.nunique() == 4
    assert got.proposals["score"].tolist() == [0.7]


def test_a_pattern_at_a_code_host_joins_nobody_if_others_bear_the_last_name():
    uses = addresses(
        "<9+alindqvist@users.noreply.github.com>",
        "Ana Lindqvist <ana.lindqvist@x.example>",
        "Bo Lindqvist <bo.lindqvist@y.example>",
    )
    assert resolve(harvest(uses)).person_of.nunique() == 3


def test_a_domain_that_puts_the_last_name_first_is_read_so():
    uses = addresses(
        "Ana Marten <marten.ana@x.example>",
        "Bo Lundgren <lundgren.bo@x.example>",
        "<thomas.martin@x.example>",
        "Martin Thomas <q1@y.example>",
        "Thomas Martin <q2@z.example>",
    )
    got = resolve(harvest(uses))
    assert joined(got, "thomas.martin@x.example", "q1@y.example")
    assert got.person_of.nunique() == 4
    alone = resolve(harvest(dict(list(uses.items())[1:])))
    assert joined(alone, "thomas.martin@x.example", "q2@z.example")


@pytest.mark.parametrize("shown", ["J. Lavorato", "Lavorato, J.", "J Lavorato"])
def test_an_initial_and_a_last_name_are_asked_about_if_one_person_fits(shown):
    uses = addresses(f"{shown} <q1@x.example>", "John Lavorato <q2@y.example>")
    asked = resolve(harvest(uses)).proposals
    assert asked[["rule", "score"]].to_numpy().tolist() == [["initial and last name", 0.75]]
    uses |= addresses("Jane Lavorato <q3@z.example>")
    assert resolve(harvest(uses)).proposals.empty


def test_a_namesake_at_the_employer_keeps_the_third_address_apart_too():
    uses = addresses(
        "Ana Berg <ana.berg@x.example>",
        "Ana Berg <ana.berg2@x.example>",
        "Ana Berg <aberg@y.example>",
    )
    assert resolve(harvest(uses)).person_of.nunique() == 3


PROPOSED = [
    (0.75, "<aberg@y.example>", "Ana Berg <ana.berg@x.example>"),
    (0.75, "Oscar Lazo <q1@x.example>", "Oscar Lazo Arjona <q2@y.example>"),
    (0.75, "John Stone <q1@x.example>", "John Stone, Jr. <q2@y.example>"),
    (0.7, "Jeff Golden <jeff.golden@x.example>", "Jeff Gooden <jeff.gooden@y.example>"),
    (0.65, "<zylipku@x.example>", "<zylipku@y.example>"),
    (0.6, "<9+zylipku@users.noreply.github.com>", "<zylipku@y.example>"),
]


@pytest.mark.parametrize(("score", "one", "other"), PROPOSED)
def test_weaker_signs_are_asked_about_and_join_nothing(score, one, other):
    got = resolve(harvest(addresses(one, other)))
    assert got.person_of.nunique() == 2
    assert got.proposals["score"].tolist() == [score]
    asked = got.proposals.iloc[0]
    assert {asked["alias_key"], asked["other_key"]} == set(got.person_of.index)
    assert asked["person_id"] == got.person_of[asked["alias_key"]]
    assert asked["other_person_id"] == got.person_of[asked["other_key"]]


def test_a_proposal_counts_what_would_move():
    uses = addresses("<zylipku@x.example>", "<zylipku@y.example>", "<me@z.example>")
    mail = [("address:zylipku@x.example", "address:me@z.example")] * 5
    mail += [("address:zylipku@y.example", "address:me@z.example")] * 2
    assert resolve(harvest(uses, mail=mail)).proposals["n_interactions"].tolist() == [2]


def test_lists_that_moved_to_another_host_are_not_asked_about():
    uses = addresses("<zylipku@x.example>", "<zylipku@y.example>", "Ana Berg <me@z.example>")
    mail = [("address:me@z.example", f"address:zylipku@{host}.example") for host in "xy"]
    assert resolve(harvest(uses, mail=mail)).proposals.empty
    answer = [("address:zylipku@y.example", "address:me@z.example")]
    assert len(resolve(harvest(uses, mail=mail + answer)).proposals) == 1


def test_a_first_name_of_the_archive_is_no_handle():
    uses = addresses("<sefket@x.example>", "<sefket@y.example>")
    assert len(resolve(harvest(uses)).proposals) == 1
    uses |= addresses("Sefket Moor <q1@z.example>")
    assert resolve(harvest(uses)).proposals.empty


def test_two_weak_signs_together_join():
    uses = addresses(
        "Evandro <9+evbernardes@users.noreply.github.com>",
        "Evandro Bernardes <evbernardes@y.example>",
    )
    got = resolve(harvest(uses))
    assert got.aliases["rule"].tolist() == ["same handle and first name"] * 2


def test_an_account_in_place_of_a_name_finds_its_account():
    uses = addresses("<9+mostlyana@users.noreply.github.com>", "MostlyAna <berg77@y.example>")
    assert resolve(harvest(uses)).aliases["score"].tolist() == [0.8, 0.8]


def test_people_accepted_or_refused_are_not_asked_about_again():
    pair = ("address:zylipku@x.example", "address:zylipku@y.example")
    data = harvest(addresses("<zylipku@x.example>", "<zylipku@y.example>"))
    assert len(resolve(data).proposals) == 1
    assert resolve(data, same=[pair]).proposals.empty
    assert resolve(data, different=[pair]).proposals.empty


def test_addresses_alone_say_nothing_about_the_order_of_names():
    uses = addresses(
        *(f"<{name}@x.example>" for name in ("ana.lindqvist", "bo.moe", "cy.roe", "dee.lund"))
    )
    got = resolve(harvest(uses | addresses("<alindqvist@x.example>")))
    assert joined(got, "ana.lindqvist@x.example", "alindqvist@x.example")
