"""Aliases as people write them, and as they are shown."""

from __future__ import annotations

import pytest

from netanalysis.deciding import alias_key, readable_alias


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Ana@Example.org", "address:ana@example.org"),
        ("<ana@example.org>", "address:ana@example.org"),
        ("address:Ana@Example.org", "address:ana@example.org"),
        ("https://www.linkedin.com/in/ana-m%C3%BCller/?x=1", "profile:ana-müller"),
        ("linkedin.com/in/Ana", "profile:ana"),
        ("profile:Ana", "profile:ana"),
        ("Ana  Müller", "name:ana müller"),
        ("name:Ana Müller", "name:ana müller"),
        ("anonymous:Connections.csv:17", "anonymous:Connections.csv:17"),
    ],
)
def test_aliases_are_understood_as_people_write_them(text, key):
    assert alias_key(text) == key


@pytest.mark.parametrize(
    "key",
    [
        "address:a@b.c",
        "profile:ana-müller",
        "name:ana müller",
        "name:a@b.c",
        "anonymous:Connections.csv:17",
        "owner:linkedin",
        "profile:100%-ana",
        "profile:ana%20berg",
        "profile:ana?",
        "address:name:ana",
    ],
)
def test_an_alias_that_was_shown_can_be_given_back(key):
    assert alias_key(readable_alias(key)) == key
