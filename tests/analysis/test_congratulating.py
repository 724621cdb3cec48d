"""Milestones: dated facts only, the closest ties first, congratulated or not."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from netanalysis.analysis.congratulating import COLUMNS, milestones
from netanalysis.dataset import Dataset

TODAY = "2026-03-10"


@pytest.fixture
def year(archive_of) -> Dataset:
    """Ana is close, Bo less so, Cy is only a connection."""
    events = [(day, "me", ["ana"]) for day in range(0, 60)]
    events += [(day, "bo", ["me"]) for day in range(0, 60, 20)]
    events += [(790, "me", ["bo"])]  # 2026-03-01
    return archive_of(events, people={"cy": {}}, connected=("ana", "bo", "cy"))


def connected_since(archive: Dataset, **days: str) -> Dataset:
    since = archive.relations["target"].map(days)
    return replace(archive, relations=archive.relations.assign(since_on=pd.to_datetime(since)))


def changed(archive: Dataset, *rows: tuple[str, str, str, str, str, str]) -> Dataset:
    columns = ["person_id", "kind", "before", "after", "earlier_on", "later_on"]
    frame = pd.DataFrame(rows, columns=columns).assign(origin="Connections.csv")
    for day in ("earlier_on", "later_on"):
        frame[day] = pd.to_datetime(frame[day])
    return replace(archive, changes=frame)


def test_anniversaries_near_the_day_are_told_the_closest_tie_first(year):
    archive = connected_since(year, ana="2020-03-12", bo="2023-03-08", cy="2016-03-10")
    table = milestones(archive, as_of=TODAY)
    assert table["kind"].eq("connected").all()
    assert list(table.index) == ["ana", "bo", "cy"]
    assert table["years"].tolist() == [6, 3, 10]
    assert table.loc["ana", "on"] == pd.Timestamp("2026-03-12")
    assert table.loc["ana", "reason"].startswith("Ana: 6 years since you connected, on 2026-03-12")
    assert "since you connected, today" in table.loc["cy", "reason"]


def test_days_further_off_and_the_day_itself_are_no_anniversary(year):
    archive = connected_since(year, ana="2020-03-18", bo="2026-03-08", cy="2016-09-10")
    assert milestones(archive, as_of=TODAY).empty
    assert list(milestones(archive, as_of=TODAY, near_days=8).index) == ["ana"]


def test_the_turn_of_the_year_lies_between_neighbouring_days(year):
    archive = connected_since(year, ana="2020-12-30", bo="2020-01-02")
    table = milestones(archive, as_of="2026-01-01")
    assert table["on"].to_dict() == {
        "ana": pd.Timestamp("2025-12-30"),
        "bo": pd.Timestamp("2026-01-02"),
    }


def test_a_leap_day_is_kept_on_the_28th(year):
    table = milestones(connected_since(year, ana="2024-02-29"), as_of="2026-03-01")
    assert table.loc["ana", "on"] == pd.Timestamp("2026-02-28")


def test_a_new_job_is_news_with_both_ends_and_one_row(year):
    archive = changed(
        year,
        ("ana", "new_employer", "Acme", "Halden", "2025-12-01", "2026-03-01"),
        ("ana", "new_title", "Clerk", "Head", "2025-12-01", "2026-03-01"),
        ("cy", "new_title", "Clerk", "Head", "2025-01-01", "2025-12-01"),
        ("bo", "new_connection", None, None, "2025-12-01", "2026-03-01"),
    )
    table = milestones(archive, as_of=TODAY)
    assert list(table.index) == ["ana"]
    assert table.loc["ana", "kind"] == "new job"
    assert table.loc["ana", "detail"] == "Acme → Halden; Clerk → Head"
    assert "no word from you yet" in table.loc["ana", "reason"]


def test_what_an_export_after_the_day_of_judgement_says_is_not_known_yet(year):
    archive = changed(year, ("ana", "new_title", "A", "B", "2025-12-01", "2026-03-20"))
    assert milestones(archive, as_of=TODAY).empty


def test_who_has_had_a_word_since_comes_after_who_has_not(year):
    archive = changed(
        year,
        ("bo", "new_title", "A", "B", "2025-12-01", "2026-03-05"),  # written to on 2026-03-01
        ("cy", "new_title", "A", "B", "2025-12-01", "2026-03-05"),
    )
    table = milestones(archive, as_of=TODAY)
    assert table["wrote_since"].to_dict() == {"cy": False, "bo": True}
    assert list(table.index) == ["cy", "bo"]
    assert "you have written since" in table.loc["bo", "reason"]


def test_whether_a_day_ahead_was_congratulated_on_is_missing(year):
    table = milestones(connected_since(year, bo="2023-03-12"), as_of=TODAY)
    assert pd.isna(table.loc["bo", "wrote_since"])


def test_ones_own_and_others_work_anniversaries(year):
    jobs = pd.DataFrame(
        {
            "person_id": ["me", "ana", "bo"],
            "company": ["Acme", "Halden", "Halden"],
            "started_on": pd.to_datetime(["2022-03-11", "2021-03-11", "2021-03-11"]),
            "finished_on": pd.to_datetime([None, None, "2024-01-01"]),
            "origin": "Positions.csv",
        }
    )
    table = milestones(replace(year, positions=jobs), as_of=TODAY)
    assert table["kind"].to_dict() == {"me": "own work anniversary", "ana": "work anniversary"}
    assert table.loc["me", "reason"] == "You: 4 years at Acme on 2026-03-11."
    assert table.loc["ana", "reason"].startswith("Ana: 5 years at Halden on 2026-03-11")


def with_days(archive: Dataset, *rows: tuple[str, str, int, int, int | None]) -> Dataset:
    columns = ["person_id", "kind", "month", "day", "year"]
    frame = pd.DataFrame(rows, columns=columns).assign(origin="contacts.vcf")
    return replace(archive, special_days=frame)


def test_birthdays_near_the_day_are_told_with_their_source_and_no_years(year):
    archive = with_days(
        year,
        ("bo", "birthday", 3, 8, None),
        ("ana", "birthday", 3, 10, 1990),
        ("cy", "birthday", 3, 20, None),
    )
    table = milestones(archive, as_of=TODAY)
    assert list(table.index) == ["ana", "bo"]
    assert table["years"].isna().all()
    assert table["source"].eq("contacts.vcf").all()
    assert table.loc["ana", "reason"].startswith("Ana: birthday today; ")
    assert table.loc["bo", "reason"].startswith("Bo: birthday on 2026-03-08; ")
    assert table.loc["bo", "reason"].endswith("; no word from you yet.")  # the last was on 1 March


def test_an_anniversary_with_its_year_says_how_many(year):
    archive = with_days(
        year, ("ana", "anniversary", 3, 12, 2009), ("bo", "anniversary", 3, 12, 2026)
    )
    table = milestones(archive, as_of=TODAY)
    assert table["years"].tolist() == [17]  # one of this very year is none yet
    assert table.loc["ana", "reason"].startswith("Ana: anniversary on 2026-03-12, 17 years")


@pytest.mark.parametrize(
    ("as_of", "on"), [("2026-03-01", "2026-02-28"), ("2028-03-01", "2028-02-29")]
)
def test_a_birthday_on_a_leap_day_is_kept_every_year(year, as_of, on):
    table = milestones(with_days(year, ("ana", "birthday", 2, 29, None)), as_of=as_of)
    assert table["on"].tolist() == [pd.Timestamp(on)]


def test_ones_own_days_are_called_so(year):
    table = milestones(with_days(year, ("me", "birthday", 3, 11, None)), as_of=TODAY)
    assert table.loc["me", "kind"] == "own birthday"
    assert table.loc["me", "reason"] == "You: birthday on 2026-03-11."


def test_n_keeps_the_first_and_says_how_many_there_are(year):
    archive = connected_since(year, ana="2020-03-12", bo="2023-03-08", cy="2016-03-10")
    table = milestones(archive, as_of=TODAY, n=2)
    assert list(table.index) == ["ana", "bo"]
    assert table.attrs["n_found"] == 3


def test_no_milestones_no_rows_and_the_same_columns(year):
    table = milestones(year, as_of=TODAY)
    assert table.empty
    assert table.dtypes.astype(str).to_dict() == {
        k: str(pd.Series(dtype=v).dtype) for k, v in COLUMNS.items()
    }
