"""Organisations: companies and mail domains."""

from __future__ import annotations

import pandas as pd
import pytest

from netanalysis.identity.company_names import company_key
from netanalysis.identity.organisations import _suffixes, mail_domain, organisation_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Halden Robotics GmbH", "halden robotics"),
        ("Halden Robotics, Inc.", "Halden Robotics"),
        ("Société Exemple S.A.", "Societe Exemple"),
        ("Beispiel GmbH & Co. KG", "Beispiel"),
    ],
)
def test_legal_forms_case_and_accents_do_not_matter(one, other):
    assert company_key(one) == company_key(other) != ""


@pytest.mark.parametrize(
    "text", ["Self-employed", "Freelance", "Stealth Startup", "Confidential", ""]
)
def test_no_employer_is_no_company(text):
    assert company_key(text) == ""


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("ana@halden.example", "halden.example"),
        ("ana@mail.halden.example", "halden.example"),
        ("ana@dept.halden.co.uk", "halden.co.uk"),
        ("ana@gmail.com", ""),
        ("ana@googlemail.com", ""),
        ("ana@localhost", ""),
        ("ana@10.0.0.1", ""),
        ("ana@[10.0.0.1]", ""),
        ("ana@halden..example", ""),
        ("ana@DEPT.Halden.Example.", "halden.example"),
        ("ana@mail.halden.com.br", "halden.com.br"),
        ("ana@dept.halden.de.com", "halden.de.com"),
        ("ana@halden.municipal.museum", "municipal.museum"),
        ("ana@gov.uk", "gov.uk"),
        ("ana@cabinet.service.gov.uk", "cabinet.service.gov.uk"),
        ("ana@yahoo.co.uk", ""),
        ("ana@gmx.ch", ""),
        ("ana@t-online.de", ""),
        ("ana@tenant.onmicrosoft.com", ""),
        ("ana@alumni.halden.example", ""),
        ("ana@yahoo-inc.com", "yahoo-inc.com"),
        ("", ""),
    ],
)
def test_mail_domains(address, domain):
    assert mail_domain(address) == domain


def people(rows: list[tuple[str | None, str | None]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["company", "address"]).astype("string")


def test_a_domain_takes_the_company_its_people_state():
    got = organisation_of(
        people(
            [
                ("Halden Robotics GmbH", "a@halden.example"),
                ("Halden Robotics GmbH", "b@halden.example"),
                ("halden robotics", None),
                (None, "c@halden.example"),
                (None, "d@other.example"),
                (None, "e@gmail.com"),
            ]
        )
    )
    assert got.tolist()[:5] == ["Halden Robotics GmbH"] * 4 + ["other.example"]
    assert pd.isna(got[5])


def test_a_domain_whose_people_disagree_stands_for_itself():
    rows = [("A", "a@x.example"), ("B", "b@x.example"), ("C", "c@x.example"), (None, "d@x.example")]
    assert organisation_of(people(rows))[3] == "x.example"


def test_words_in_another_order_are_one_organisation_and_part_of_them_is_not():
    got = organisation_of(
        people(
            [
                ("Halden Robotics", None),
                ("Halden Robotics", None),
                ("Robotics Halden AS", None),
                ("Halden", None),
                ("Halden Robotics Energy", None),
            ]
        )
    )
    assert got.tolist() == ["Halden Robotics"] * 3 + ["Halden", "Halden Robotics Energy"]


def test_the_suffix_list_is_read_from_its_package_alone(monkeypatch):
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    _suffixes.cache_clear()
    mail_domain.cache_clear()
    assert mail_domain("ana@x.halden.co.nz") == "halden.co.nz"
