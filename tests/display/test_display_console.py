"""What ``netanalysis check`` prints: the counts, plain warnings, and what was left alone."""

import io
from pathlib import Path

import pytest
from rich.console import Console

import netanalysis as na
from netanalysis.display.console import print_check

PEOPLE = (
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Ana,Müller,https://www.linkedin.com/in/ana,,,,04 Nov 2018\n"
)


@pytest.fixture
def printed(tmp_path: Path):
    """Write files into an export, load it, and return what check prints of it."""

    def show(files: dict[str, str]) -> str:
        folder = tmp_path / "Complete_LinkedInDataExport_05-04-2025"
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        out = io.StringIO()
        print_check(na.load(folder), Console(file=out, width=300, highlight=False))
        return out.getvalue()

    return show


def test_a_file_of_which_nothing_was_kept_is_a_plain_warning(printed):
    follows = "Date,Status,FullName\n2020-01-02 10:00:00,Unfollow,Bo Roe\n"
    text = printed({"Connections.csv": PEOPLE, "Member_Follows.csv": follows})
    warning = "Member_Follows.csv holds 1 record, and nothing of it could be kept; the reasons"
    assert f"Warning: Complete_LinkedInDataExport_05-04-2025/{warning}" in text
    assert text.count("Warning") == 1
    assert "no longer followed" in text


def test_private_files_are_named_once_and_what_is_never_loaded_is_said(printed):
    files = {"Connections.csv": PEOPLE, "Logins.csv": "x", "Jobs/Job Applications.csv": "x"}
    text = printed(files)
    line = "Privacy: 2 sensitive files seen and never opened (Job Applications.csv, Logins.csv). "
    line += "Phone numbers, street addresses, birth dates, IP addresses and job applications are "
    assert line + "never loaded." in " ".join(text.split())
    assert text.count("Logins.csv") == 1


def test_without_private_files_the_line_stays_short(printed):
    assert "Privacy: 0 sensitive files seen and never opened. Phone" in printed(
        {"Connections.csv": PEOPLE}
    )


def test_mail_alone_says_nothing_of_linkedin(tmp_path: Path):
    letter = "From a@example.org\nFrom: a@example.org\nTo: b@example.org\nMessage-ID: <1@x>\n"
    letter += "Date: Mon, 01 Jan 2024 09:00:00 +0000\nSubject: x\n\nHello.\n"
    (tmp_path / "a.mbox").write_text("From - Mon Jan  1 09:00:00 2024\n" + letter.split("\n", 1)[1])
    out = io.StringIO()
    print_check(na.load(tmp_path / "a.mbox"), Console(file=out, width=300))
    assert "Privacy" not in out.getvalue()
