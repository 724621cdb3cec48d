"""Company names: what is one company, and what is not although it looks alike."""

from __future__ import annotations

import pytest

from netanalysis.identity.company_names import company_key

ONE_COMPANY = [
    ("Halden Robotics GmbH & Co. KG", "HALDEN ROBOTICS"),
    ("Halden Robotics, Inc.", "Halden Robotics LLC"),
    ("Halden Robotics S.p.A.", "Halden Robotics srl"),
    ("Halden Robotics S.A. de C.V.", "Halden Robotics Ltda."),
    ("Halden Robotics Sp. z o.o.", "Halden Robotics d.o.o."),
    ("Halden Robotics Pty. Ltd.", "Halden Robotics Sdn. Bhd."),
    ("Halden Robotics A/S", "Halden Robotics Oyj"),
    ("Halden Robotics K.K.", "株式会社Halden Robotics"),
    ("PT Halden Robotics Tbk", "Halden Robotics"),
    ("ООО Ромашка", "Romashka"),
    ("腾讯科技有限公司", "腾讯科技"),
    ("Société Générale S.A.", "Societe Generale"),
    ("L'Oréal", "LOreal"),
    ("Hewlett-Packard", "Hewlett Packard"),
    ("Ernst & Young", "Ernst and Young LLP"),
    ("The Walt Disney Company", "Walt Disney"),
    ("Łódź Øresund", "Lodz Oresund"),
]
TWO_COMPANIES = [
    ("Delta", "Delta Air Lines"),
    ("Halden", "Halden Robotics"),
    ("Siemens", "Siemens Energy AG"),
    ("E.ON", "ON"),
    ("University of Washington", "Washington University"),
    ("C&A", "A&C Partners"),
    ("Ga株式会社", "Ka株式会社"),
]


@pytest.mark.parametrize(("one", "other"), ONE_COMPANY)
def test_forms_case_accents_and_signs_make_no_difference(one, other):
    assert company_key(one) == company_key(other) != ""


@pytest.mark.parametrize(("one", "other"), TWO_COMPANIES)
def test_a_name_within_another_is_another_company(one, other):
    assert company_key(one) != company_key(other)


@pytest.mark.parametrize("text", ["GmbH", "Co", "The", "s.r.o.", "Company", "S.A."])
def test_a_legal_form_alone_is_kept_as_the_name(text):
    assert company_key(text) != ""


@pytest.mark.parametrize(
    "text",
    ["Self-Employed", "freelance", "N/A", "–", "  ", "Selbstständig", "Indépendant", "Autónomo"],
)
def test_no_employer_has_no_key(text):
    assert company_key(text) == ""
