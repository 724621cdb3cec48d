"""Names made or fit to deceive join nobody."""

from __future__ import annotations

import pytest
from alias_lists import harvest, joined

from netanalysis.identity import resolve

ANA = {"address:ana.mueller@x.example": ["Ana Müller"]}


@pytest.mark.parametrize(
    "imitation",
    [
        "\u0410na Müller",  # Cyrillic A
        "An\u0430 Müller",  # Cyrillic a
        "Ana M\u00fcll\u0435r",  # Cyrillic e
        "\u0391na Müller",  # Greek Alpha
        "An\u0251 Müller",  # Latin alpha
        "Ana Mü\u217c\u217cer1",
        "Ana \u202erellüM",
        "\u202eAna Müller\u202c",
        "\U0001d400na Müller",  # mathematical A
        "Ana MüIIer",  # capital I for l
        "Ana Mülier",
    ],
)
def test_look_alikes_and_turned_letters_are_other_people(imitation):
    got = resolve(harvest({**ANA, "address:q@y.example": [imitation], "profile:q": [imitation]}))
    assert not joined(got, "ana.mueller@x.example", "q@y.example")
    assert not joined(got, "ana.mueller@x.example", "q")
    assert got.proposals.empty or not (got.proposals == "address:ana.mueller@x.example").any(
        axis=None
    )


def test_a_display_name_that_is_an_address_is_no_alias_of_it():
    got = resolve(harvest({**ANA, "address:q@y.example": ["ana.mueller@x.example"]}))
    assert got.person_of.nunique() == 2


def test_an_address_that_spells_somebody_else_does_not_lend_itself_to_a_display_name():
    uses = {
        "address:ana.berg@x.example": ["Ana Berg"],
        "address:bo.lund@x.example": ["Bo Lund"],
        "address:bo.lund@y.example": ["Ana Berg"],
    }
    got = resolve(harvest(uses))
    assert not joined(got, "ana.berg@x.example", "bo.lund@y.example")


@pytest.mark.parametrize("role", ["info", "sales", "no-reply", "office.berlin", "support"])
def test_offices_are_no_persons_and_join_nobody(role):
    uses = {
        f"address:{role}@x.example": ["Sales Team"],
        f"address:{role}@y.example": [""],
        f"address:{role}@z.example": ["Ana Müller"],
        **ANA,
    }
    got = resolve(harvest(uses))
    assert got.person_of.nunique() == 4
    kinds = got.people.set_index("person_id")["kind"]
    assert kinds[f"{role}@x.example"] == kinds[f"{role}@y.example"] == "shared"
    assert kinds["ana.mueller@x.example"] == "person"


def test_a_relay_with_hundreds_of_names_is_shown_as_one_and_joins_nobody():
    names = [f"{a} {b}" for a in ("Ana", "Bo", "Cy", "Dee", "Eve") for b in LASTS]
    uses = {"address:relay@x.example": names}
    uses |= {f"profile:p{i}": [name] for i, name in enumerate(names)}
    got = resolve(harvest(uses))
    assert got.person_of.nunique() == len(names) + 1
    relay = got.people.set_index("person_id").loc["relay@x.example"]
    assert relay["kind"] == "shared"
    assert relay["kind_reason"] == "seen under 500 full names: a relay or a shared mailbox"


HEADS = "Bal Cor Dun Fen Gil Har Kol Lan Mor Nor".split()
TAILS = "den fort gate holm ing kirk low mere ton wick".split()
LASTS = [head + tail for head in HEADS for tail in TAILS]


def test_father_and_son_of_one_name_stay_apart():
    uses = {
        "address:john@berg.example": ["John Berg Sr."],
        "address:johnny@berg.example": ["John Berg, Jr."],
    }
    got = resolve(harvest(uses))
    assert got.person_of.nunique() == 2
    assert got.proposals.empty


def test_father_and_daughter_of_one_domain_stay_apart():
    uses = {
        "address:hans@berg.example": ["Hans Berg"],
        "address:ana@berg.example": ["Ana Berg"],
        "address:familie@berg.example": ["Familie Berg"],
    }
    assert resolve(harvest(uses)).person_of.nunique() == 3


def test_a_thousand_people_called_linkedin_member_are_a_thousand():
    uses = {f"profile:m{i}": ["LinkedIn Member"] for i in range(500)}
    uses |= {f"anonymous:messages.csv:{i}": ["LinkedIn Member"] for i in range(500)}
    uses |= {"address:member@x.example": ["LinkedIn Member"]}
    got = resolve(harvest(uses))
    assert got.person_of.nunique() == 1001
    assert got.proposals.empty


def test_empty_names_join_nobody():
    uses = {f"address:q{i}@x.example": [name] for i, name in enumerate(["", " ", "-", ".", "''"])}
    assert resolve(harvest(uses)).person_of.nunique() == 5


def test_two_profiles_of_one_name_are_two_people_and_the_company_tells_whose_address_it_is():
    uses = {
        "profile:ana-1": ["Ana Müller"],
        "profile:ana-2": ["Ana Müller"],
        "address:am@halden-robotics.example": ["Ana Müller"],
    }
    apart = resolve(harvest(uses))
    assert apart.person_of.nunique() == 3
    assert len(apart.proposals) == 2
    got = resolve(harvest(uses, jobs={"profile:ana-1": "Acme", "profile:ana-2": "Halden Robotics"}))
    assert joined(got, "ana-2", "am@halden-robotics.example")
    assert got.person_of.nunique() == 2


def test_two_profiles_never_become_one_by_evidence():
    uses = {
        "profile:ana-1": ["Ana Müller"],
        "profile:ana-2": ["Ana Müller"],
        "address:a@x.example": ["Ana Müller"],
    }
    links = [("profile:ana-1", "address:a@x.example")]
    assert resolve(harvest(uses, links=links)).person_of.nunique() == 2


def test_contradictory_names_are_not_joined_through_a_third_alias():
    uses = {
        "address:chris@x.example": ["Chris Berg"],
        "address:christian@y.example": ["Christian Berg"],
        "address:chris@z.example": ["Chris Berg"],
        "address:christina@w.example": ["Christina Berg"],
    }
    got = resolve(harvest(uses))
    assert not joined(got, "christian@y.example", "christina@w.example")
