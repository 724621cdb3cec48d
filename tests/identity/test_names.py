"""Names: what is shown, and what is compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netanalysis.identity.names import clean_name, full_name_key


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Ana Müller", "Ana Müller"),
        ("  Ana   Müller ", "Ana Müller"),
        ("Müller, Ana", "Ana Müller"),
        ("Ana Müller, PhD", "Ana Müller"),
        ("Ana Müller, MBA, PMP", "Ana Müller"),
        ("Ana Müller PhD", "Ana Müller"),
        ("Ana Müller (she/her)", "Ana Müller"),
        ("Ana 🎈 Müller", "Ana Müller"),
        ("'Ana Müller'", "Ana Müller"),
        ("Jeff Leath/NA/Enron@Enron", "Jeff Leath"),
        ("ana@example.org", ""),
        ("...", ""),
        ("", ""),
    ],
)
def test_names_are_cleaned_for_people(written, shown):
    assert clean_name(written) == shown


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana Müller", "ANA MÜLLER"),
        ("Ana Müller", "Muller, Ana"),
        ("Ana B. Müller", "Ana Müller"),
        ("Søren Åkesson", "Soren Akesson"),
        ("Łukasz Wójcik", "Lukasz Wojcik"),
    ],
)
def test_spellings_of_one_name_share_a_key(one, other):
    assert full_name_key(one) == full_name_key(other) != ""


@pytest.mark.parametrize(
    "written",
    [
        "Ana",
        "A. M.",
        "Sales Team",
        "Ana M\u00fcller 2",
        "Agent #7",
        "no reply",
        "ana@example.org",
        "李",
        "",
    ],
)
def test_what_is_no_full_name_has_no_key(written):
    assert full_name_key(written) == ""


def test_people_called_null_keep_their_name():
    assert clean_name("Null Na") == "Null Na"
    assert full_name_key("Jennifer Null") == "jennifer null"


@given(st.text())
def test_any_text_is_survived(text):
    key = full_name_key(text)
    assert key == "" or len(key.split()) >= 2
    clean_name(text).encode("utf-8", "surrogatepass")
