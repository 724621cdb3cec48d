"""Where people worked, and which names and domains are one organisation."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

import netanalysis as na
from netanalysis.dataset import Dataset
from netanalysis.identity.organisations import organisation_of

BO, CY = "bo", "cy"


@pytest.fixture
def archive() -> Dataset:
    """Bo moved from Halden to Orchard; Cy writes from a free-mail address."""
    people = pd.DataFrame(
        [
            (BO, "Bo Roe", "person", "Orchard Foods", "bo@orchard.example"),
            ("di", "Di Low", "person", "Orchard Foods Ltd", "di@orchard.example"),
            ("gus", "Gus Yew", "person", "Orchard Foods", None),
            ("ed", "Ed Fox", "person", "Halden", "ed@halden.example"),
            ("fay", "Fay Ox", "person", "Halden Energy", None),
            (CY, "Cy Ash", "person", None, "cy@gmail.com"),
            ("bot", "News", "robot", None, "news@orchard.example"),
        ],
        columns=["person_id", "name", "kind", "company", "address"],
    ).assign(is_me=False)
    people["organisation"] = organisation_of(people)
    days = [
        ("address:bo@halden.example", BO, "2020-01-05", "2021-03-01", 7),
        ("address:roe@mail.halden.example", BO, "2020-02-01", "2021-06-01", 2),
        ("address:bo@orchard.example", BO, "2021-07-01", "2024-01-01", 5),
        ("address:bo@gmail.com", BO, "2019-01-01", "2024-01-01", 9),
        ("address:never@orchard.example", BO, None, None, None),
        ("address:cy@gmail.com", CY, "2020-01-01", "2020-01-01", 1),
        ("address:news@orchard.example", "bot", "2020-01-01", "2020-01-01", 1),
    ]
    aliases = pd.DataFrame(
        days, columns=["alias_key", "person_id", "first_on", "last_on", "n_interactions"]
    ).assign(kind="address", rule="itself", score=1.0)
    aliases[["first_on", "last_on"]] = aliases[["first_on", "last_on"]].apply(pd.to_datetime)
    positions = pd.DataFrame(
        [
            (BO, "ORCHARD FOODS", "Buyer", None, None, "2024-02-01", "x/Connections.csv"),
            (CY, "Self-employed", "Poet", None, None, "2024-02-01", "x/Connections.csv"),
            (CY, "Old Mill", "Miller", "2010-01-01", "2012-05-01", None, "x/Positions.csv"),
            (CY, None, "Dreamer", None, None, "2024-02-01", "x/Connections.csv"),
        ],
        columns=[
            *("person_id", "company", "title", "started_on", "finished_on", "seen_on", "origin"),
        ],
    )
    for column in ("started_on", "finished_on", "seen_on"):
        positions[column] = pd.to_datetime(positions[column])
    return Dataset(people=people, aliases=aliases, positions=positions)


def test_employers_follow_the_mail_domains_over_time(archive):
    got = na.employers(archive, "Bo Roe")
    assert got["organisation"].tolist() == ["Halden", "Orchard Foods", "Orchard Foods"]
    assert got["source"].tolist() == ["mail", "mail", "positions"]
    halden = got.iloc[0]
    assert (halden["first_on"], halden["last_on"]) == (
        pd.Timestamp("2020-01-05"),
        pd.Timestamp("2021-06-01"),
    )
    assert halden["n_interactions"] == 9
    assert halden["evidence"] == (
        "9 interactions under bo@halden.example and roe@mail.halden.example"
    )
    stated = got.iloc[2]
    assert (stated["title"], stated["last_on"]) == ("Buyer", pd.Timestamp("2024-02-01"))
    assert stated["evidence"] == "stated as ORCHARD FOODS in Connections.csv"


def test_free_mail_and_self_employment_are_no_employers(archive):
    got = na.employers(archive, CY)
    assert got["organisation"].tolist() == ["Old Mill"]
    assert got["first_on"].tolist() == [pd.Timestamp("2010-01-01")]
    assert got["last_on"].tolist() == [pd.Timestamp("2012-05-01")]


def test_everybody_but_robots_is_listed_and_order_of_rows_does_not_matter(archive):
    got = na.employers(archive)
    assert got["person_id"].tolist() == [BO, BO, BO, CY]
    shuffled = replace(
        archive,
        aliases=archive.aliases.iloc[::-1],
        people=archive.people.iloc[::-1],
        positions=archive.positions.iloc[::-1],
    )
    pd.testing.assert_frame_equal(na.employers(shuffled), got)


def test_an_unknown_person_is_an_error(archive):
    with pytest.raises(na.PersonUnknownError):
        na.employers(archive, "Nobody Known")


def test_an_empty_archive_gives_the_same_columns(archive):
    for function in (na.employers, na.organisations):
        got, some = function(Dataset()), function(archive)
        assert got.empty
        assert got.columns.equals(some.columns)
        assert got.dtypes.equals(some.dtypes)


def test_organisations_show_domains_spellings_and_what_may_belong_to_them(archive):
    got = na.organisations(archive)
    assert got.index.tolist() == ["Orchard Foods", "Halden", "Halden Energy"]
    assert got["n_people"].tolist() == [3, 1, 1]
    orchard = got.loc["Orchard Foods"]
    assert (orchard["n_domains"], orchard["domains"]) == (1, "orchard.example")
    assert orchard["spellings"] == "Orchard Foods, ORCHARD FOODS and Orchard Foods Ltd"
    assert got.loc["Halden", "related"] == "Halden Energy"
    assert got.loc["Halden Energy", "related"] == "Halden"
    assert pd.isna(orchard["related"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("halden.example", "a@halden.example"), ("halden.com", "b@halden.com")),
        (("orchard.example", "a@orchard.example"), ("Orchard Foods", None)),
        (("redmill.example", "a@redmill.example"), ("Red Mill", None)),
    ],
)
def test_domains_that_say_the_same_are_shown_and_never_joined(one, other):
    rows = [
        (str(n), "person", organisation, address)
        for n, (organisation, address) in enumerate((one, other))
    ]
    people = pd.DataFrame(rows, columns=["person_id", "kind", "organisation", "address"])
    people["company"] = [None if "." in name else name for name, _ in (one, other)]
    got = na.organisations(Dataset(people=people.assign(is_me=False)))
    assert got["n_people"].tolist() == [1, 1]
    assert got["related"].to_dict() == {one[0]: other[0], other[0]: one[0]}
