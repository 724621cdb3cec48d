"""Alias keys, digests and the joining of harvests."""

from __future__ import annotations

import itertools
import unicodedata
from dataclasses import fields

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netanalysis.errors import SchemaError
from netanalysis.harvest import (
    HARVEST_TABLES,
    Harvest,
    address_key,
    combine,
    digest,
    name_key,
    profile_key,
)

DECOMPOSED = unicodedata.normalize("NFD", "ana-müller")
PRINTABLE = st.text(st.characters(exclude_categories=["Cc", "Cs"]))


def harvest_of(name: str, n: int = 1) -> Harvest:
    origin = [f"{name}.mbox"] * n
    mentions = pd.DataFrame(
        {"alias_key": f"address:{name}@example.org", "name": None, "n_uses": 1, "origin": origin}
    )
    connections = pd.DataFrame({"alias_key": [f"profile:{name}"] * n, "origin": origin})
    return Harvest(mentions=mentions, connections=connections)


@pytest.mark.parametrize(
    "written", ["ana@example.org", " Ana@Example.ORG ", "<ana@example.org>", " < ANA@example.org> "]
)
def test_an_address_is_one_key_however_it_is_written(written):
    assert address_key(written) == "address:ana@example.org"


@pytest.mark.parametrize("written", ["ana-müller", DECOMPOSED, " Ana-Müller/", "/ANA-MÜLLER/"])
def test_a_profile_is_one_key_however_it_is_written(written):
    assert profile_key(written) == "profile:ana-müller"


@pytest.mark.parametrize(
    "written",
    [
        "Ana Müller",
        "  ana\tMÜLLER ",
        unicodedata.normalize("NFD", "Ana\u00a0Müller"),
        "Ａna Müller",
    ],
)
def test_a_name_is_one_key_however_it_is_written(written):
    assert name_key(written) == "name:ana müller"


@pytest.mark.parametrize("key", [address_key, profile_key, name_key])
def test_keys_tell_people_and_kinds_apart(key):
    assert key("ana") != key("anna")
    assert len({address_key("ana"), profile_key("ana"), name_key("ana")}) == 3


@settings(deadline=None, derandomize=True)
@given(PRINTABLE)
def test_spaces_around_never_matter(text):
    for key in (address_key, profile_key, name_key):
        assert key(f" \t{text}  ") == key(text)


def test_a_digest_is_16_hexadecimal_digits_that_stay_for_ever():
    assert digest("mail", "ana@example.org", "müller") == "fc55a20f99aeef9c"
    assert len(digest("")) == 16


@settings(deadline=None, derandomize=True)
@given(st.lists(st.lists(PRINTABLE, min_size=1, max_size=3).map(tuple), max_size=8, unique=True))
def test_other_parts_another_digest(many_parts):
    for one, other in itertools.combinations(many_parts, 2):
        assert digest(*one) != digest(*other)


def test_a_digest_takes_text_that_cannot_be_encoded():
    assert len(digest("J\udcc3rgen")) == 16


def test_combine_keeps_every_row_in_the_order_given():
    one, two, three = harvest_of("ana", 2), harvest_of("bo"), Harvest()
    both = combine([one, three, two])
    assert both.mentions["alias_key"].tolist() == [
        *["address:ana@example.org"] * 2,
        "address:bo@example.org",
    ]
    assert both.mentions.index.tolist() == [0, 1, 2]
    for field in fields(Harvest):
        assert len(getattr(both, field.name)) == sum(
            len(getattr(h, field.name)) for h in (one, two, three)
        )


def test_combine_of_one_is_that_one_and_of_none_is_empty():
    one = harvest_of("ana")
    assert combine([one]) is one
    assert all(len(getattr(combine([]), table.name)) == 0 for table in HARVEST_TABLES)


def test_combined_tables_keep_their_dtypes():
    both = combine([harvest_of("ana"), Harvest()])
    for table in HARVEST_TABLES:
        assert {n: str(d) for n, d in getattr(both, table.name).dtypes.items()} == {
            column.name: column.dtype for column in table.columns
        }


def test_the_same_interaction_in_two_harvests_is_refused():
    event = pd.DataFrame(
        {
            "interaction_id": ["mail:1"],
            "date_quality": "missing",
            "channel": "mail",
            "is_bulk": False,
            "origin": "a.mbox",
        }
    )
    with pytest.raises(SchemaError, match="repeat the key"):
        combine([Harvest(interactions=event), Harvest(interactions=event)])


def test_a_table_that_breaks_its_schema_never_becomes_a_harvest():
    with pytest.raises(SchemaError, match="mentions"):
        Harvest(mentions=pd.DataFrame({"alias": ["address:a@b.example"]}))
