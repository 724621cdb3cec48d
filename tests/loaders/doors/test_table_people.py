"""What a table says of its people: titles, departments, and who reports to whom."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from harvest_laws import check_laws
from hypothesis import given, settings
from hypothesis import strategies as st

import netanalysis as na
from netanalysis.errors import SchemaError
from netanalysis.loaders import table as door

DAYS = pd.date_range("2025-01-06", periods=40, freq="9D").strftime("%Y-%m-%d")


def mail(*pairs: tuple[str, str]) -> pd.DataFrame:
    """Return messages both ways between each pair, every nine days."""
    rows = [(day, *(pair if i % 2 else pair[::-1])) for pair in pairs for i, day in enumerate(DAYS)]
    return pd.DataFrame(rows, columns=["when", "source", "target"])


def staff(**reports_to: object) -> pd.DataFrame:
    return pd.DataFrame({"id": list(reports_to), "reports_to": list(reports_to.values())})


def lines(archive) -> set[tuple[str, str]]:
    held = archive.relations[archive.relations["kind"] == "reports_to"]
    name = archive.people.set_index("person_id")["name"]
    return set(zip(held["source"].map(name), held["target"].map(name), strict=True))


def reasons(archive) -> list[str]:
    return sorted(archive.issues["reason"])


def test_a_column_of_managers_becomes_relations_without_any_owner():
    archive = na.load_table(
        mail(("ana", "bo"), ("bo", "cy")), people=staff(ana="bo", bo="cy", cy=None)
    )
    assert lines(archive) == {("ana", "bo"), ("bo", "cy")}
    assert archive.issues.empty


def test_the_column_may_have_any_name_and_numbers_may_stand_in_it():
    people = pd.DataFrame({"ID": [1, 2, 3], "Boss": [2, np.nan, 2.0], "Rank": ["Clerk", "VP", ""]})
    columns = {"person": "ID", "reports_to": "Boss", "title": "Rank"}
    archive = na.load_table(mail(("1", "2"), ("3", "2")), columns=columns, people=people)
    assert lines(archive) == {("1", "2"), ("3", "2")}
    assert set(archive.people["title"].dropna()) == {"Clerk", "VP"}


def test_a_manager_may_be_named_by_the_name_that_one_person_bears():
    people = pd.DataFrame(
        {
            "id": ["1", "2", "3", "4", "5"],
            "name": ["Ana Berg", "Bo Ek", "Cy Ross", "Cy Ross", "Di Lund"],
            "reports_to": ["bo  EK", None, "Ana Berg", "2", "Cy Ross"],
        }
    )
    archive = na.load_table(mail(("1", "2"), ("3", "4")), people=people)
    assert lines(archive) == {("Ana Berg", "Bo Ek"), ("Cy Ross", "Ana Berg"), ("Cy Ross", "Bo Ek")}
    assert reasons(archive) == ["unknown manager"]  # two are called Cy Ross
    assert archive.issues["line"].tolist() == [5]


def test_two_managers_stand_between_semicolons():
    archive = na.load_table(mail(("ana", "bo"), ("bo", "cy")), people=staff(ana="bo; cy"))
    assert lines(archive) == {("ana", "bo"), ("ana", "cy")}


@pytest.mark.parametrize(
    ("people", "kept", "said"),
    [
        (staff(ana="ana", bo="ana"), {("bo", "ana")}, ["own manager"]),
        (staff(ana="bo", bo="ana", cy="ana"), {("cy", "ana")}, ["managers in a circle"] * 2),
        (staff(ana="bo", bo="cy", cy="ana"), set(), ["managers in a circle"] * 3),
        (staff(ana="zoe", bo="ana"), {("bo", "ana")}, ["unknown manager"]),
        (staff(ana="-", bo="🙂", cy="  "), set(), ["unknown manager"] * 2),
    ],
)
def test_lines_that_cannot_be_are_counted_and_the_people_stay(people, kept, said):
    archive = na.load_table(mail(("ana", "bo"), ("bo", "cy")), people=people)
    assert lines(archive) == kept
    assert reasons(archive) == said
    assert not archive.issues["is_left_out"].any()
    assert len(archive.people) == 3
    assert archive.ledger["n_kept"].tolist() == [80, len(people)]


def test_without_a_table_of_people_columns_describe_the_source_and_the_latest_row_counts():
    rows = mail(("ana", "bo"), ("bo", "cy"))
    is_ana, is_late = rows["source"] == "ana", rows["when"] > "2025-06-01"
    rows["boss"] = pd.Series("bo", rows.index).where(is_ana & is_late, None)
    rows.loc[is_ana & ~is_late, "boss"] = "cy"
    rows["job"] = np.where(rows["source"] == "bo", "VP Sales", "")
    columns = {"reports_to": "boss", "title": "job"}
    for table in (rows, rows.sample(frac=1, random_state=7)):
        archive = na.load_table(table, columns=columns)
        assert lines(archive) == {("ana", "bo")}
        titles = archive.people.set_index("name")["title"].dropna()
        assert titles.to_dict() == {"bo": "VP Sales"}


def test_the_same_on_disk(tmp_path):
    rows = mail(("ana", "bo")).assign(boss=lambda at: np.where(at["source"] == "ana", "bo", "ana"))
    rows.to_csv(tmp_path / "mail.csv", index=False)
    columns = {"when": "when", "source": "source", "target": "target", "reports_to": "boss"}
    archive = na.load_table(tmp_path / "mail.csv", columns=columns)
    assert reasons(archive) == ["managers in a circle"] * 2
    staff(ana="bo").to_csv(tmp_path / "staff.csv", index=False)
    archive = na.load_table(mail(("ana", "bo")), people=tmp_path / "staff.csv")
    assert lines(archive) == {("ana", "bo")}


def test_a_named_column_that_is_not_there_is_said():
    with pytest.raises(SchemaError, match="'Chef'"):
        na.load_table(mail(("a", "b")), columns={"reports_to": "Chef"}, people=staff(a="b"))
    with pytest.raises(SchemaError, match="people="):
        na.load_table(mail(("a", "b")), columns={"person": "source"})


def test_an_id_may_say_who_the_owner_is():
    archive = na.load_table(mail(("0012", "13")), me="0012")
    assert archive.people.loc[archive.people["is_me"], "name"].tolist() == ["0012"]


def test_the_department_counts_where_all_are_of_one_firm():
    people = pd.DataFrame({"id": ["a", "b"], "company": ["Acme"] * 2, "department": ["Law", ""]})
    archive = na.load_table(mail(("a", "b")), people=people)
    found = archive.people.set_index("name")["organisation"].to_dict()
    assert found == {"a": "Law", "b": "Acme"}
    two = people.assign(company=["Acme", "Brill"])
    archive = na.load_table(mail(("a", "b")), people=two)
    assert set(archive.people["organisation"]) == {"Acme", "Brill"}


def test_line_managers_of_a_table_are_counted_apart_in_coverage():
    people = pd.DataFrame(
        {
            "id": ["rep", "lead", "boss"],
            "title": ["Sales Representative", "Sales Manager", "Sales Director"],
            "reports_to": ["lead", "boss", ""],
        }
    )
    archive = na.load_table(mail(("rep", "lead"), ("rep", "boss")), people=people)
    found = na.mentorship_coverage(archive).set_index("name")
    assert found["is_manager_in_touch"].dropna().to_dict() == {"rep": True, "lead": False}
    assert found.loc["rep", ["status", "n_live_seniors"]].tolist() == ["thin", 1]
    other = na.mentorship_coverage(archive, managers={}).set_index("name")
    assert other.loc["rep", "n_live_seniors"] == 2


def test_line_managers_of_a_table_are_shown_apart_among_mentorship_ties():
    people = pd.DataFrame(
        {
            "id": ["ego", "lead", "boss", "junior"],
            "title": ["Engineer", "Engineering Manager", "VP Engineering", "Junior Engineer"],
            "reports_to": ["lead", "boss", "", "ego"],
        }
    )
    messages = mail(("ego", "lead"), ("ego", "boss"), ("junior", "ego"))
    archive = na.load_table(messages, people=people, me="ego")
    ties = na.mentorship_ties(archive).set_index("name")
    assert ties["role"].to_dict() == {
        "lead": "line manager", "boss": "possible mentor", "junior": "direct report",
    }  # fmt: skip


def test_a_line_manager_one_never_wrote_to_is_no_candidate():
    people = pd.DataFrame(
        {
            "id": ["ego", "peer", "lead", "vp"],
            "title": ["Engineer", "Engineer", "Engineering Manager", "VP Engineering"],
            "reports_to": ["lead", "", "", ""],
        }
    )
    archive = na.load_table(
        mail(("ego", "peer"), ("peer", "lead"), ("peer", "vp")), people=people, me="ego"
    )
    # both stand on messages of peer only
    candidates = na.mentor_candidates(archive)
    assert candidates["name"].tolist() == ["vp"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9)), max_size=9))
def test_any_text_may_stand_for_a_manager(rows):
    people = pd.DataFrame(rows, columns=["id", "reports_to"])
    harvest, _ = door.read_described(mail(("a", "b")), people, None, channel="mail", zone="UTC")
    check_laws(harvest)
    assert not (harvest.relations["holder_key"] == harvest.relations["alias_key"]).any()
