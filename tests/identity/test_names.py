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
        ("\u0393\u03b9\u03ce\u03c1\u03b3\u03bf\u03c2 \u039d\u03ad\u03b7\u03c2", "Giorgos Neis"),
        # One voiced sign, and the plain sign with a voicing mark.
        ("\u30ac\u30af \u30bf\u30ab", "\u30ab\u3099\u30af \u30bf\u30ab"),
    ],
)
def test_spellings_of_one_name_share_a_key(one, other):
    assert full_name_key(one) == full_name_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("\u30ac\u30af \u30bf\u30ab", "\u30ab\u30af \u30bf\u30ab"),  # ga, ka
        ("\u30d1\u30af \u30bf\u30ab", "\u30d0\u30af \u30bf\u30ab"),  # pa, ba
        ("\u304b\u3099 \u3042", "\u304b \u3042"),
    ],
)
def test_a_voicing_mark_makes_another_name(one, other):
    keys = {full_name_key(one), full_name_key(other)}
    assert len(keys - {""}) == 2


@pytest.mark.parametrize(
    "written", ["\u4f50\u3005\u6728 \u592a\u90ce", "\u30de\u30ea\u30fc \u30ad\u30e5\u30ea\u30fc"]
)
def test_signs_for_a_long_vowel_or_a_repetition_are_part_of_a_name(written):
    assert full_name_key(written) != ""


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
