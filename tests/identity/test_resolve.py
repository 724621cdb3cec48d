"""Who is who: only what the source says, and names that are unambiguous."""

from __future__ import annotations

import pandas as pd
import pytest
from alias_lists import harvest

from netanalysis.errors import DecisionError, OwnerUnknownError
from netanalysis.harvest import Harvest
from netanalysis.identity import resolve


def test_a_stated_link_joins_and_keeps_its_evidence():
    got = resolve(
        harvest(
            {"profile:ana": ["Ana Müller"], "address:ana@x.example": ["A."]},
            links=[("profile:ana", "address:ana@x.example")],
        )
    )
    assert got.person_of["address:ana@x.example"] == "ana"
    alias = got.aliases.set_index("alias_key").loc["address:ana@x.example"]
    assert (alias["rule"], alias["evidence"], alias["score"]) == ("stated", "the file", 1.0)


BOTH_NETWORKS = {
    "profile:ana": ["Ana Müller"],
    "address:ana@old.example": ["Müller, Ana"],
    "address:am@new.example": ["Ana Müller"],
    "name:ana müller": ["Ana Müller"],
    "address:me@x.example": [],
}


def test_one_name_in_both_networks_with_contact_at_one_time_is_one_person():
    mail = [("profile:ana", "address:me@x.example"), ("address:am@new.example",) * 2]
    got = resolve(harvest(BOTH_NETWORKS, mail=mail))
    assert got.people["person_id"].tolist() == ["ana", "me@x.example"]
    rules = got.aliases.set_index("alias_key")["rule"]
    assert rules["profile:ana"] == "same name, in touch over both at the same time"
    assert rules["address:am@new.example"] == "same full name"


def test_one_name_in_both_networks_alone_is_a_question():
    got = resolve(harvest(BOTH_NETWORKS))
    assert got.person_of["profile:ana"] != got.person_of["address:am@new.example"]
    asked = got.proposals.iloc[0]
    assert {asked["person_id"], asked["other_person_id"]} == {"ana", "am@new.example"}
    assert 0.6 <= asked["score"] < 0.8


@pytest.mark.parametrize(
    "uses",
    [
        {
            "profile:ana-1": ["Ana Müller"],
            "profile:ana-2": ["Ana Müller"],
            "address:a@x.example": ["Ana Müller"],
        },
        {"address:ana@x.example": ["Ana Müller"], "address:ana2@x.example": ["Ana Müller"]},
        {"address:ana@x.example": ["Ana"], "address:ana@y.example": ["Ana"]},
        {"address:team@x.example": ["Sales Team"], "address:team@y.example": ["Sales Team"]},
    ],
)
def test_ambiguous_or_incomplete_names_join_nothing(uses):
    assert len(resolve(harvest(uses)).people) == len(uses)


def test_a_display_name_that_is_an_address_is_no_alias():
    got = resolve(
        harvest(
            {"address:ana@x.example": ["Ana Müller"], "address:eve@y.example": ["ana@x.example"]}
        )
    )
    assert len(got.people) == 2


def test_an_address_under_many_names_lends_its_name_to_nobody():
    names = ["Ana Müller", "Bo Berg", "Cy Cole", "Dee Dahl"]
    got = resolve(harvest({"address:relay@x.example": names, "profile:ana": ["Ana Müller"]}))
    assert len(got.people) == 2


def test_uses_without_a_name_do_not_hide_the_name():
    got = resolve(harvest({"profile:ana": ["", "", "Ana Müller", ""]}))
    assert got.people["name"].tolist() == ["Ana Müller"]


def test_anonymous_members_are_never_merged():
    got = resolve(harvest({f"anonymous:messages.csv:{i}": ["LinkedIn Member"] for i in range(3)}))
    assert got.people["kind"].tolist() == ["anonymous"] * 3


def test_owner_by_sent_mail_with_a_second_address():
    got = resolve(
        harvest(
            {
                "address:me@work.example": ["Max Roe"],
                "address:max@home.example": ["Max Roe"],
                "address:ana@x.example": [],
            },
            mail=[("address:me@work.example", "address:ana@x.example")],
            hints=[
                ("address:me@work.example", "sender of sent mail", 90, 100),
                ("address:max@home.example", "sender of sent mail", 10, 100),
            ],
        )
    )
    me = got.people[got.people["is_me"]]
    assert me["person_id"].tolist() == ["me@work.example"]
    assert got.person_of["address:max@home.example"] == "me@work.example"
    assert "sent 90 of the 100 messages in sent folders" in got.owner_reason


def test_me_overrides_and_strangers_are_refused():
    data = harvest({"address:a@x.example": ["Ana Müller"], "address:b@x.example": ["Bo Berg"]})
    assert resolve(data, ["Bo Berg"]).people.set_index("person_id").loc["b@x.example", "is_me"]
    assert resolve(data, ["A@X.example"]).people.set_index("person_id").loc["a@x.example", "is_me"]
    with pytest.raises(OwnerUnknownError, match=r"zed@x\.example"):
        resolve(data, ["zed@x.example"])


def test_nobody_stands_out():
    got = resolve(harvest({"address:a@x.example": ["Ana"], "address:b@x.example": ["Bo"]}))
    assert not got.people["is_me"].any()


def test_an_empty_harvest_gives_nobody():
    assert resolve(Harvest()).people.empty


def test_newsletters_by_behaviour_and_lists_by_header():
    news = [("address:news@shop.example", "address:me@x.example")] * 6
    got = resolve(
        harvest(
            {
                "address:news@shop.example": ["The Shop"],
                "address:me@x.example": [],
                "address:l@x.example": [],
            },
            mail=news,
            lists=[("address:l@x.example", "List-Post")],
        )
    )
    kinds = got.people.set_index("person_id")["kind"]
    assert kinds["news@shop.example"] == "robot"
    assert kinds["l@x.example"] == "list"
    assert kinds["me@x.example"] == "person"


def test_order_of_rows_never_matters():
    uses = {
        "profile:ana": ["Ana Müller"],
        "address:ana@old.example": ["Ana Müller", "Ana"],
        "address:bo@x.example": ["Bo Berg"],
    }
    forward = resolve(harvest(uses))
    backward = resolve(harvest(dict(reversed(uses.items()))))
    pd.testing.assert_frame_equal(forward.people, backward.people)
    pd.testing.assert_frame_equal(forward.aliases, backward.aliases)


PAIR = ("address:ana@x.example", "address:a.m@y.example")


def test_pairs_said_to_be_one_are_joined_first():
    data = harvest({PAIR[0]: ["Ana Müller"], PAIR[1]: ["Queen of Trade"]})
    got = resolve(data, same=[PAIR])
    assert got.person_of[PAIR[0]] == got.person_of[PAIR[1]]
    aliases = got.aliases.set_index("alias_key")
    assert aliases["rule"].tolist() == ["you said so"] * 2
    assert aliases["score"].tolist() == [1.0, 1.0]


def test_pairs_said_to_be_two_never_join_not_even_by_a_stated_link():
    third = "profile:ana"
    uses = {key: ["Ana Müller"] for key in (*PAIR, third)}
    data = harvest(uses, links=[(PAIR[0], third), (PAIR[1], third)])
    assert len(resolve(data).people) == 1
    got = resolve(data, different=[PAIR])
    assert got.person_of[PAIR[0]] != got.person_of[PAIR[1]]


def test_taking_a_decision_back_gives_the_tables_as_before():
    data = harvest({key: ["Ana Müller"] for key in (*PAIR, "profile:ana")})
    before, decided, after = resolve(data), resolve(data, different=[PAIR]), resolve(data)
    assert not before.person_of.equals(decided.person_of)
    for table in ("people", "aliases", "proposals"):
        pd.testing.assert_frame_equal(getattr(before, table), getattr(after, table))


def test_decisions_that_contradict_each_other_are_refused():
    data = harvest({PAIR[0]: ["Ana Müller"], PAIR[1]: ["A. M."]})
    with pytest.raises(DecisionError, match="take one of these decisions back"):
        resolve(data, same=[PAIR], different=[PAIR[::-1]])


def test_decisions_about_aliases_that_are_not_there_change_nothing():
    data = harvest({PAIR[0]: ["Ana Müller"]})
    got = resolve(data, same=[PAIR], different=[("address:gone@x.example", PAIR[0])])
    pd.testing.assert_frame_equal(got.aliases, resolve(data).aliases)


def test_an_address_said_not_to_be_mine_is_not_mine():
    hints = [(PAIR[0], "sender of sent mail", 90, 100), (PAIR[1], "sender of sent mail", 10, 100)]
    data = harvest({PAIR[0]: ["Ana Müller"], PAIR[1]: ["Bo Berg"]}, hints=hints)
    assert resolve(data).people["is_me"].tolist() == [True]
    got = resolve(data, different=[PAIR]).people.set_index("person_id")["is_me"]
    assert got.to_dict() == {"ana@x.example": True, "a.m@y.example": False}
