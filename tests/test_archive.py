"""Finding exports under the paths given, and joining them."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from places import ROOT, SAMPLE

import netanalysis as na

EXPORT = next(path for path in SAMPLE.iterdir() if path.is_dir())
MBOX = next(SAMPLE.glob("*.mbox"))

MAIL = """From - Tue Mar 03 10:00:00 2026
From: Ana Berg <ana@halden.example>
To: Max Roe <max@roe.example>
Subject: {subject}
Date: {date}
Message-ID: <{number}@halden.example>

Hello.

"""


def mbox(path: Path, dates: list[str]) -> Path:
    messages = [MAIL.format(subject=f"n {i}", date=d, number=i) for i, d in enumerate(dates)]
    path.write_text("".join(messages))
    return path


def copy_export(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for file in EXPORT.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


def test_a_folder_that_holds_both_is_read_whole(tmp_path):
    copy_export(tmp_path / "exports" / "linkedin")
    (tmp_path / "exports" / "mail.mbox").write_bytes(MBOX.read_bytes())
    together, apart = na.load(tmp_path / "exports"), na.load(EXPORT, MBOX)
    assert len(together.interactions) == len(apart.interactions)
    assert len(together.relations) == len(apart.relations)


def test_mail_among_the_files_of_an_export_is_read_too(tmp_path):
    folder = copy_export(tmp_path / "linkedin")
    (folder / "All mail.mbox").write_bytes(MBOX.read_bytes())
    archive = na.load(folder)
    assert (archive.interactions["channel"] == "mail").sum() > 4000
    assert (archive.interactions["channel"] == "linkedin_message").sum() > 500


def test_private_files_are_never_opened(tmp_path):
    """Not even to see whether they are mail: watched by an audit hook in a fresh process."""
    folder = copy_export(tmp_path / "exports" / "linkedin")
    private = ["Ad_Targeting.csv", "PhoneNumbers.csv", "Logins.csv", "Registration.csv"]
    for name in private:
        (folder / name).write_text("Secret\nvalue\n")
    mbox(tmp_path / "exports" / "zz.mbox", ["Tue, 3 Mar 2026 10:00:00 +0000"])
    code = (
        "import sys, json; opened = []; "
        "sys.addaudithook(lambda e, a: opened.append(str(a[0])) if e == 'open' else None); "
        f"import netanalysis as na; na.load({str(tmp_path / 'exports')!r}); "
        f"na.load({str(folder)!r}); print(json.dumps(opened))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    names = {Path(path).name for path in json.loads(done.stdout)}
    assert "Connections.csv" in names
    assert not names & set(private)


def test_the_exports_are_not_changed(tmp_path):
    copy = tmp_path / "mail.mbox"
    copy.write_bytes(MBOX.read_bytes())
    copy.chmod(0o400)
    before = copy.stat()
    na.load(copy)
    after = copy.stat()
    assert (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mail.mbox"]


def test_one_date_in_the_far_future_does_not_move_the_present(tmp_path):
    dates = [f"{d:%a, %d %b %Y} 10:00:00 +0000" for d in pd.date_range("2024-01-01", periods=80)]
    archive = na.load(mbox(tmp_path / "m.mbox", [*dates, "Fri, 01 Jan 2032 10:00:00 +0000"]))
    assert archive.as_of == pd.Timestamp("2024-03-20 10:00", tz="UTC")
    assert (archive.interactions["date_quality"] == "implausible").sum() == 1
    assert (archive.issues["reason"] == "implausible date").sum() == 1


def test_a_mailbox_that_rests_for_years_keeps_its_dates(tmp_path):
    early = pd.date_range("2018-01-01", periods=60)
    late = pd.date_range("2024-01-01", periods=60)
    dates = [f"{d:%a, %d %b %Y} 10:00:00 +0000" for d in [*early, *late]]
    archive = na.load(mbox(tmp_path / "m.mbox", dates))
    assert (archive.interactions["date_quality"] == "ok").all()


def test_me_as_one_text_or_several():
    one = na.load(MBOX, me="mira.halvane@example.org")
    assert one.owner_reason == "you said so: mira.halvane@example.org"
    both = na.load(MBOX, me=["mira.halvane@example.org", "mira.halvane@quillmere.example"])
    assert both.people["is_me"].sum() == 1


def test_progress_is_told(tmp_path):
    told: list[tuple[str, int, int]] = []
    na.load(MBOX, progress=lambda *step: told.append(step))
    assert told
    assert all(0 <= done <= total for _, done, total in told)
    assert told[-1][1] == MBOX.stat().st_size


def test_no_path_is_said():
    with pytest.raises(na.UnknownExportError, match="no path"):
        na.load()


def test_the_package_knows_its_sample():
    assert na.sample_path() == ROOT / "data" / "sample"


def zip_of(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


class TestWhatAZipIs:
    LETTER = MAIL.format(subject="s", date="Tue, 3 Mar 2026 10:00:00 +0000", number=1).encode()

    def test_a_takeout_zip_is_given_as_it_is(self, tmp_path):
        members = {"Takeout/Mail/All mail.mbox": self.LETTER, "Takeout/Photos/a.jpg": b"x"}
        archive = na.load(zip_of(tmp_path / "takeout-20260301T000000Z-001.zip", members))
        assert list(archive.interactions["channel"]) == ["mail"]

    def test_linkedin_names_come_first(self, tmp_path):
        members = {file.name: file.read_bytes() for file in EXPORT.iterdir()}
        archive = na.load(zip_of(tmp_path / "x.zip", {**members, "note.eml": self.LETTER}))
        assert "linkedin_message" in set(archive.interactions["channel"])
        assert "mail" not in set(archive.interactions["channel"])

    def test_a_folder_of_zips_is_sorted_out(self, tmp_path):
        members = {file.name: file.read_bytes() for file in EXPORT.iterdir()}
        zip_of(tmp_path / "linkedin.zip", members)
        zip_of(tmp_path / "mail.zip", {"Inbox": self.LETTER})
        archive = na.load(tmp_path)
        assert {"linkedin_message", "mail"} <= set(archive.interactions["channel"])

    def test_an_unknown_zip_says_what_it_holds(self, tmp_path):
        path = zip_of(tmp_path / "holiday.zip", dict.fromkeys(["a.jpg", "b.jpg", "c/d.jpg"], b"x"))
        with pytest.raises(na.UnknownExportError, match=r"holiday\.zip holds 3 files \(a\.jpg, b"):
            na.load(path)

    def test_a_damaged_zip_is_said_to_be_damaged(self, tmp_path):
        (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 and no more")
        with pytest.raises(na.UnreadableExportError, match="damaged zip"):
            na.load(tmp_path / "x.zip")

    def test_a_csv_is_linkedins_unless_outlook_wrote_it(self, tmp_path):
        path = tmp_path / "Inbox.csv"
        path.write_text(
            '"Subject","Body","From: (Name)","From: (Address)","To: (Name)","To: (Address)"\n'
            '"s","b","Ana Berg","ana@halden.example","Max Roe","max@roe.example"\n'
        )
        assert list(na.load(path).interactions["channel"]) == ["mail"]
        assert len(na.load(EXPORT / "Connections.csv").relations) >= 0


CALENDAR = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1
DTSTART:20260105T090000Z
ORGANIZER:mailto:mira.halvane@quillmere.example
ATTENDEE;CN=Zoe Unmet:mailto:zoe@unmet.example
SUMMARY:Coffee
END:VEVENT
END:VCALENDAR
"""
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Zoe Unmet\nEMAIL:zoe@unmet.example\nTITLE:Dean\nEND:VCARD\n"


@pytest.mark.parametrize("where", ["", "linkedin"])
def test_calendars_and_address_books_are_found_and_joined(tmp_path, where):
    """Beside a LinkedIn export, or among its files."""
    folder = copy_export(tmp_path / "linkedin")
    (tmp_path / where / "work.ics").write_text(CALENDAR)
    (tmp_path / where / "people.vcf").write_text(CARD)
    archive = na.load(tmp_path if not where else folder, MBOX)
    row = archive.people.set_index("person_id").loc[archive.person("Zoe Unmet")]
    assert row["title"] == "Dean"
    assert na.ego_ties(archive).loc[archive.person("Zoe Unmet"), "channels"] == "meeting"
    assert {"meetings", "address book"} <= set(archive.ledger["content"])
    assert not (archive.issues["reason"] == "not mail").any()


def test_check_shows_calendars_and_address_books(tmp_path):
    (tmp_path / "work.ics").write_text(CALENDAR)
    (tmp_path / "people.vcf").write_text(CARD)
    code = f"from netanalysis.cli import cli; cli(['check', {str(tmp_path)!r}])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "meetings" in done.stdout
    assert "address book" in done.stdout


def test_the_zip_of_a_linkedin_export_is_not_searched_for_address_books(tmp_path):
    """A private file in it may look like one."""
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in EXPORT.iterdir():
            archive.write(file, file.name)
        text = "First Name,Last Name,E-mail Address\nSecret,Person,secret@x.example\n"
        archive.writestr("PhoneNumbers.csv", text)
    for given in (path, tmp_path):
        loaded = na.load(given)
        assert "secret@x.example" not in set(loaded.people["person_id"])
        assert "address book" not in set(loaded.ledger["content"])


def test_a_zip_of_calendars_is_no_linkedin_export(tmp_path):
    with zipfile.ZipFile(tmp_path / "calendars.zip", "w") as archive:
        archive.writestr("work.ics", CALENDAR)
    assert na.load(tmp_path / "calendars.zip").ledger["content"].tolist() == ["meetings"]
    copy_export(tmp_path / "linkedin")
    assert "meetings" in set(na.load(tmp_path).ledger["content"])
