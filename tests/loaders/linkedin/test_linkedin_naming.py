"""What names of files, folders and people tell."""

from datetime import datetime

import pytest

from netanalysis.filenames import is_clutter
from netanalysis.loaders.linkedin.naming import canonical_name, export_day
from netanalysis.loaders.linkedin.persons import (
    key_of_url,
    keys_of_urls,
    may_be_several,
    valid_address,
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Connections.csv", "connections"),
        ("connections.CSV", "connections"),
        ("Connections (1).csv", "connections"),
        ("Messages.csv", "messages"),
        ("Recommendations Given.csv", "recommendationsgiven"),
        ("Recommendations_Given.csv", "recommendationsgiven"),
        ("PhoneNumbers.csv", "phonenumbers"),
        ("Comments_123456789.csv", "comments"),
        ("Comments_123456789 (2).csv", "comments"),
        ("Receipts_v2.csv", "receiptsv2"),
        ("Jobs/Job Applications.csv", "jobapplications"),
        ("Jobs\\Saved Jobs.csv", "savedjobs"),
        (
            "Job Applicant Saved Screening Question Responses_1.csv",
            "jobapplicantsavedscreeningquestionresponses1",
        ),
    ],
)
def test_all_spellings_of_a_file_have_one_name(name: str, expected: str) -> None:
    assert canonical_name(name) == expected


@pytest.mark.parametrize(
    "name", ["__MACOSX/._Connections.csv", "a/.DS_Store", "Connections.csv:Zone.Identifier"]
)
def test_companions_are_clutter(name: str) -> None:
    assert is_clutter(name)
    assert not is_clutter("Complete/Connections.csv")


def test_the_day_of_an_export_is_in_us_order() -> None:
    assert export_day("Basic_LinkedInDataExport_11-04-2018 (1)") == datetime(2018, 11, 4)
    assert export_day("Basic_LinkedInDataExport_31-04-2018") is None
    assert export_day("Downloads") is None


def test_encoded_and_raw_urls_give_one_key() -> None:
    key = "profile:josé-lópez-1a2b"
    for url in (
        "https://www.linkedin.com/in/jos%C3%A9-l%C3%B3pez-1a2b",
        "https://www.linkedin.com/in/José-López-1A2B/",
        "www.linkedin.com/in/josé-lópez-1a2b",
        "https://de.linkedin.com/in/josé-lópez-1a2b?trk=x",
        "https://www.linkedin.com/in/jose\u0301-lo\u0301pez-1a2b",  # decomposed accents
    ):
        assert key_of_url(url) == key


@pytest.mark.parametrize(
    "url",
    ["", "https://www.linkedin.com/in", "https://www.linkedin.com/in/", "urn:li:member:123456789"],
)
def test_urls_that_name_nobody_give_no_key(url: str) -> None:
    assert key_of_url(url) == ""


def test_a_list_of_urls_keeps_each_person_once() -> None:
    urls = "https://www.linkedin.com/in/b,https://www.linkedin.com/in/a,www.linkedin.com/in/B"
    assert keys_of_urls(urls) == ("profile:b", "profile:a")


def test_credentials_are_not_a_second_person() -> None:
    assert not may_be_several("Max Owner")
    assert not may_be_several("Max Owner, MBA, PhD")
    assert not may_be_several("Jo Doe, Jr.")
    assert may_be_several("Max Owner, Ana Müller")
    assert may_be_several("Max, Ana")


def test_placeholders_are_no_addresses() -> None:
    assert valid_address(" Ana@example.org ") == "Ana@example.org"
    assert valid_address("urn:li:member:123456789") == ""
    assert valid_address("Not Available") == ""
