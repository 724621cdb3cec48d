"""The Dataset: who owns it, what its present is, who is meant, and how it shows itself."""

from __future__ import annotations

import dataclasses
import unicodedata

import pandas as pd
import pytest
from hand_made import DAY_ZERO, make_archive

from netanalysis.dataset import Dataset
from netanalysis.errors import OwnerUnknownError, PersonUnknownError, SchemaError
from netanalysis.schema import TABLES

HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "O'Hara & Söhne"]
PEOPLE = {
    "p1": {"name": "Ana Müller"},
    "p2": {"name": "Bo Chen"},
    "p3": {"name": "Bo Chen"},
    "p4": {"name": "p1"},
    "p5": {"name": "Cy Null"},
}
ALIASES = {
    "address:ana@example.org": "p1",
    "profile:ana-müller": "p1",
    "address:bo@example.org": "p2",
    "profile:bo-chen": "p3",
    "address:twin": "p2",
    "profile:twin": "p3",
}


@pytest.fixture
def archive() -> Dataset:
    aliases = [
        {"alias_key": key, "person_id": person, "kind": key.partition(":")[0], "rule": "given"}
        for key, person in ALIASES.items()
    ]
    base = make_archive([(0, "me", ["p1"]), (9, "p2", ["me"])], people=PEOPLE)
    return dataclasses.replace(base, aliases=pd.DataFrame(aliases))


def test_me_is_the_owner(archive):
    assert archive.has_owner
    assert archive.me == "me"


@pytest.mark.parametrize("empty", [Dataset(), make_archive([(0, "a", ["b"])], me=None)])
def test_without_an_owner_me_says_how_to_name_one(empty):
    assert not empty.has_owner
    with pytest.raises(OwnerUnknownError, match=r"load\(\.\.\., me="):
        empty.me  # noqa: B018
    with pytest.raises(LookupError):
        empty.me  # noqa: B018


def test_as_of_is_the_latest_interaction_with_a_trusted_date(archive):
    assert archive.as_of == DAY_ZERO + pd.Timedelta(days=9)
    doubtful = archive.interactions.assign(date_quality=["ok", "implausible"])
    assert dataclasses.replace(archive, interactions=doubtful).as_of == DAY_ZERO


def test_as_of_is_none_where_no_date_can_be_trusted(archive):
    assert Dataset().as_of is None
    undated = archive.interactions.drop(columns="occurred_at")
    assert dataclasses.replace(archive, interactions=undated).as_of is None
    disputed = archive.interactions.assign(date_quality="disputed")
    assert dataclasses.replace(archive, interactions=disputed).as_of is None


@pytest.mark.parametrize(
    ("who", "person"),
    [
        ("p1", "p1"),  # an id wins over the name of another
        ("ana@example.org", "p1"),
        (" Ana@Example.ORG ", "p1"),
        ("ana-müller", "p1"),
        ("Ana-Müller", "p1"),
        (unicodedata.normalize("NFD", "Ana-Müller"), "p1"),
        ("ana müller", "p1"),
        (unicodedata.normalize("NFD", "Ana Müller"), "p1"),
        ("bo@example.org", "p2"),
        ("bo-chen", "p3"),
        ("cy null", "p5"),
    ],
)
def test_a_person_is_found_by_id_address_profile_or_full_name(archive, who, person):
    assert archive.person(who) == person


@pytest.mark.parametrize("who", ["Bo Chen", "twin"])
def test_somebody_who_may_be_two_people_is_not_guessed(archive, who):
    with pytest.raises(PersonUnknownError, match="fits several people"):
        archive.person(who)


@pytest.mark.parametrize("who", ["", " ", "nobody@example.org", "Ana", "%", "ana@example"])
def test_nobody_is_said_to_be_nobody(archive, who):
    with pytest.raises(PersonUnknownError, match="is nobody"):
        archive.person(who)


def test_the_shown_forms_escape_whatever_people_are_called():
    archive = make_archive(
        [(0, "me", ["x"])], people={"x": {"name": HOSTILE[0]}, "me": {"name": HOSTILE[1]}}
    )
    archive = dataclasses.replace(archive, owner_reason=" ".join(HOSTILE))
    html = archive._repr_html_()
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html
    assert "O&#x27;Hara &amp; Söhne" in html


def test_repr_is_one_short_line_of_counts_without_names(archive):
    text = repr(archive)
    assert "\n" not in text
    assert text.startswith("<Dataset 2024-01-01 to 2024-01-10: 6 people")
    assert "2 interactions" in text
    assert "Ana" not in text
    assert "no dated interaction" in repr(Dataset())


def test_the_tables_are_conformed_whatever_was_given():
    archive = Dataset(people=pd.DataFrame({"is_me": [True], "kind": "person", "person_id": "me"}))
    for table, (name, frame) in zip(TABLES, archive.tables(), strict=True):
        assert name == table.name
        assert frame is getattr(archive, name)
        assert {n: str(d) for n, d in frame.dtypes.items()} == {
            column.name: column.dtype for column in table.columns
        }
    with pytest.raises(SchemaError, match="people"):
        Dataset(people=pd.DataFrame({"person": ["me"]}))


def test_every_table_of_the_schema_is_an_attribute_and_nothing_else():
    names = [field.name for field in dataclasses.fields(Dataset)]
    assert names == [*(table.name for table in TABLES), "owner_reason"]
    for table in TABLES:
        assert list(getattr(Dataset(), table.name).columns) == table.column_names


def test_a_dataset_is_frozen(archive):
    with pytest.raises(dataclasses.FrozenInstanceError):
        archive.people = archive.people.iloc[:0]
    with pytest.raises(dataclasses.FrozenInstanceError):
        archive.owner_reason = "somebody else"
