"""Bad input: one clear sentence naming the file and what would do, exit 1, nothing written."""

from __future__ import annotations

import gzip
import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from places import SAMPLE

from netanalysis.cli import main

EXPORT = next(path for path in SAMPLE.iterdir() if path.is_dir())
MBOX = next(SAMPLE.glob("*.mbox"))


@pytest.fixture
def run(monkeypatch, tmp_path, capsys) -> Callable[..., tuple[int, str, str]]:
    """Run the command line in an empty folder; return exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def command(*words: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["netanalysis", *map(str, words)])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


def empty_zip(folder: Path) -> Path:
    path = folder / "Basic_LinkedInDataExport.zip"
    zipfile.ZipFile(path, "w").close()
    return path


def headless_connections(folder: Path) -> Path:
    text = (EXPORT / "Connections.csv").read_text(encoding="utf-8")
    path = folder / "Connections.csv"
    path.write_text(text.partition("Connected On\n")[2], encoding="utf-8")
    return path


def workbook_named_csv(folder: Path) -> Path:
    path = folder / "Connections.csv"
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    path.write_bytes(stream.getvalue())
    return path


def another_product(folder: Path) -> Path:
    path = folder / "facebook-export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("your_activity/friends.json", "[]")
        archive.writestr("photos/1.txt", "x")
    return path


def empty_file(folder: Path) -> Path:
    path = folder / "mail.mbox"
    path.touch()
    return path


def no_mail(folder: Path) -> Path:
    path = folder / "notes.txt"
    path.write_text("Dear diary,\nnothing happened.\n")
    return path


def empty_folder(folder: Path) -> Path:
    path = folder / "exports"
    path.mkdir()
    return path


def truncated_zip(folder: Path) -> Path:
    path = folder / "Complete_LinkedInDataExport.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(EXPORT / "Connections.csv", "Connections.csv")
    path.write_bytes(path.read_bytes()[:2000])
    return path


BAD = [
    empty_zip,
    headless_connections,
    workbook_named_csv,
    another_product,
    empty_file,
    no_mail,
    empty_folder,
    truncated_zip,
    lambda folder: folder / "not-there.zip",
]


@pytest.mark.parametrize("command", ["check", "report"])
@pytest.mark.parametrize("make", BAD, ids=lambda make: make.__name__)
def test_one_sentence_exit_1_nothing_written(run, tmp_path, make, command):
    bad = make(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    code, out, err = run(command, bad)
    assert code == 1
    assert out == ""
    assert err.startswith("netanalysis: ")
    assert err.count("\n") == 1
    assert bad.name in err
    assert "Traceback" not in err
    assert sorted(tmp_path.rglob("*")) == before


def test_a_web_address_is_refused_without_a_connection(run):
    code, _, err = run("check", "https://example.org/mail.mbox")
    assert code == 1
    assert "download it first" in err


def test_a_stranger_given_as_me(run):
    code, _, err = run("check", MBOX, "--me", "nobody@nowhere.example")
    assert code == 1
    assert "nobody@nowhere.example" in err


@pytest.mark.parametrize(
    "words", [[], ["report"], ["check"], ["dance"], ["report", "x", "--as-of", "someday"]]
)
def test_wrong_usage_is_exit_2(run, words):
    assert run(*words)[0] == 2


def test_help_is_exit_0(run):
    code, out, _ = run("--help")
    assert code == 0
    assert "report" in out
    assert "check" in out


def test_a_half_bad_export_keeps_the_good_and_lists_the_rest(run, tmp_path):
    folder = tmp_path / "export"
    folder.mkdir()
    for file in EXPORT.glob("*.csv"):
        (folder / file.name).write_bytes(file.read_bytes())
    workbook_named_csv(folder)
    code, out, err = run("check", folder)
    assert (code, err) == (0, "")
    assert "messages.csv" in out
    assert "workbook" in out


def test_a_truncated_mbox_keeps_the_whole_messages(run, tmp_path):
    whole = MBOX.read_bytes()
    (tmp_path / "cut.mbox").write_bytes(whole[: len(whole) // 3])
    code, out, _ = run("check", tmp_path / "cut.mbox")
    assert code == 0
    assert "cut.mbox" in out


def test_a_truncated_gz_keeps_what_is_before_the_damage(run, tmp_path):
    packed = gzip.compress(MBOX.read_bytes())
    (tmp_path / "cut.mbox.gz").write_bytes(packed[: len(packed) // 2])
    code, out, _ = run("check", tmp_path / "cut.mbox.gz")
    assert code == 0
    assert "damaged" in out


def test_check_says_what_was_read_and_why_not(run):
    code, out, err = run("check", SAMPLE)
    assert (code, err) == (0, "")  # silence in a pipe: no progress bar
    assert "Owner: Mira Halvane" in out
    for word in ("Connections.csv", "mail.mbox", "draft", "spam", "never opened"):
        assert word in out
