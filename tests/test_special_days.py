"""Days of the year in the wishes file: written by one function, before those of address books."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import netanalysis as na
from netanalysis.errors import PersonUnknownError, WishesError
from netanalysis.special_days import days_of_the_year

COMMENTED = (
    "# People I love.\n\n[[date]]\nperson = 'Ana'  # my sister\nwhat = 'name day'\non = '07-26'\n"
)


@pytest.fixture
def archive(archive_of) -> na.Dataset:
    """Ana, Bo and the owner; by the address book Ana was born on 1 March."""
    made = archive_of([(day, "me", ["ana", "bo"]) for day in range(0, 60, 5)])
    book = pd.DataFrame(
        [("ana", "birthday", 3, 1, None, "contacts.vcf")],
        columns=["person_id", "kind", "month", "day", "year", "origin"],
    )
    return replace(made, special_days=book)


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "netanalysis.toml"


def known(archive: na.Dataset, file: Path | None) -> list[tuple]:
    table = days_of_the_year(archive, file).drop(columns="origin").astype(object)
    return [tuple(row) for row in table.where(table.notna(), None).itertuples(index=False)]


def test_without_a_file_the_address_book_counts(archive):
    assert known(archive, None) == [("ana", "birthday", 3, 1, None)]


def test_a_day_with_and_without_a_year(archive, file):
    na.note_date(archive, "bo", "birthday", on="02-29", wishes=file)
    na.note_date(archive, "bo", "wedding anniversary", on=date(2009, 8, 8), wishes=file)
    assert known(archive, file)[:2] == [
        ("bo", "birthday", 2, 29, None),
        ("bo", "wedding anniversary", 8, 8, 2009),
    ]


def test_the_owners_word_counts_before_the_address_book_and_is_replaced_by_the_next(archive, file):
    na.note_date(archive, "Ana", "Birthday", on="03-02", wishes=file)
    assert known(archive, file) == [("ana", "Birthday", 3, 2, None)]
    na.note_date(archive, "ana", "birthday", on="03-03", wishes=file)
    assert known(archive, file) == [("ana", "birthday", 3, 3, None)]


def test_comments_and_other_days_stay_and_a_wish_can_be_taken_back(archive, file):
    file.write_text(COMMENTED)
    na.note_date(archive, "ana", "birthday", on="03-02", wishes=file)
    assert file.read_text().startswith(COMMENTED)
    listed = na.wished(file)
    assert listed["what"].tolist() == ["name day on 07-26", "birthday on 03-02"]
    na.unwish(listed.index[1], wishes=file)
    assert file.read_text() == COMMENTED


@pytest.mark.parametrize("on", ["02-30", "13-01", "00-10", "3-14", "--03-14", "", "14 March", 314])
def test_what_is_no_day_of_a_year_is_refused_and_nothing_is_written(archive, file, on):
    with pytest.raises(WishesError, match="03-14"):
        na.note_date(archive, "ana", "birthday", on=on, wishes=file)
    assert not file.exists()


def test_a_blank_word_and_a_stranger_are_refused(archive, file):
    with pytest.raises(WishesError, match="what is"):
        na.note_date(archive, "ana", " ", on="03-14", wishes=file)
    with pytest.raises(PersonUnknownError):
        na.note_date(archive, "zoe", "birthday", on="03-14", wishes=file)


def test_a_stranger_in_the_file_harms_nothing_and_is_named(archive, file):
    file.write_text("[[date]]\nperson = 'zoe@x.example'\nwhat = 'birthday'\non = '03-14'\n")
    assert known(archive, file) == [("ana", "birthday", 3, 1, None)]
    assert na.milestones(archive, wishes=file).attrs["wishes_unmet"] == ("zoe@x.example",)


def test_an_error_in_the_file_names_its_line(archive, file):
    file.write_text("[[date]]\nperson = 'ana'\nwhat = 'birthday'\non = '31-12'\n")
    with pytest.raises(WishesError, match="line 4"):
        na.milestones(archive, wishes=file)


def test_a_birthday_near_by_comes_up_in_the_weekly_list(archive_of, file):
    events = [
        (day, *pair) for day in range(0, 100, 4) for pair in (("me", ["ana"]), ("ana", ["me"]))
    ]
    archive = archive_of(events)
    assert na.reach_out(archive).empty  # in touch, nothing to say
    on = archive.as_of + pd.Timedelta(days=3)
    na.note_date(archive, "ana", "birthday", on=f"{on:%m-%d}", wishes=file)
    week = na.reach_out(archive, wishes=file)
    assert week["kind"].tolist() == ["milestone"]
    assert week["reason"].iloc[0] == (f"Ana: Birthday on {on.day} {on:%B}. A good day for a line.")


def test_a_birthday_on_a_card_reaches_the_milestones(tmp_path):
    mail = (
        "From - Tue Mar 03 10:00:00 2026\nFrom: me@z.example\nTo: Ana Berg <a@x.example>\n"
        "Subject: x\nDate: Tue, 3 Mar 2026 10:00:00 +0000\nMessage-ID: <1@x>\n\nHello.\n\n"
    )
    (tmp_path / "a.mbox").write_text(mail)
    card = "BEGIN:VCARD\nVERSION:4.0\nFN:Ana Berg\nEMAIL:a@x.example\nBDAY:--0305\nEND:VCARD\n"
    (tmp_path / "book.vcf").write_text(card)
    archive = na.load(tmp_path, me="me@z.example")
    found = na.milestones(archive)
    assert found["reason"].tolist() == ["Ana Berg: birthday on 2026-03-05; 1 contact day so far."]
