"""The command line as a user meets it: another process, a pipe or a terminal, Ctrl-C."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from places import SAMPLE

import netanalysis
from netanalysis import archive, cli
from netanalysis.cli import main

MBOX = next(SAMPLE.glob("*.mbox"))
PATIENCE_SECONDS = 120
LETTER = """From MAILER-DAEMON {date}
From: {sender}
To: {to}
Date: {date} +0000
Message-ID: <{n}@example.org>
Subject: letter {n}

Hello.

"""


def run(*words: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in ``folder``, its output going into pipes."""
    return subprocess.run(
        [sys.executable, "-m", "netanalysis", *map(str, words)],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE_SECONDS,
        check=False,
    )


@pytest.fixture
def letters(tmp_path) -> Path:
    """A mailbox whose owner the data does not tell."""
    text = ""
    for n in range(8):
        sender, to = ("ana@example.org", "bo@example.org")[:: 1 if n % 2 else -1]
        date = f"Mon, {n + 1:02d} Jan 2024 09:00:00"
        text += LETTER.format(sender=sender, to=to, n=n, date=date)
    path = tmp_path / "letters.mbox"
    path.write_text(text, encoding="utf-8")
    return path


def test_version(tmp_path):
    done = run("--version", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert netanalysis.__version__ in done.stdout


@pytest.fixture(scope="module")
def reported(tmp_path_factory) -> tuple[subprocess.CompletedProcess[str], Path]:
    """The main job with every option, seen from outside."""
    folder = tmp_path_factory.mktemp("reported")
    words = ["--me", "mira.halvane@example.org", "--as-of", "2026-01-31", "--include-lists"]
    return run("report", SAMPLE, *words, "--out", "my own/place", folder=folder), folder


def test_report_ends_with_the_path_of_the_page_and_is_silent_in_a_pipe(reported):
    done, folder = reported
    assert (done.returncode, done.stderr) == (0, "")
    page = folder / done.stdout.splitlines()[-1]
    assert page == folder / "my own" / "place" / "report.html"
    assert page.read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert [entry.name for entry in folder.iterdir()] == ["my own"]


def test_report_judges_from_the_day_given(reported):
    _, folder = reported
    page = (folder / "my own" / "place" / "report.html").read_text(encoding="utf-8")
    assert "as of 2026-01-31" in page
    ties = pd.read_parquet(folder / "my own" / "place" / "tables" / "ties.parquet")
    last_days = ties.select_dtypes(["datetime", "datetimetz"]).max()
    assert len(last_days)
    assert all(day.date().isoformat() <= "2026-01-31" for day in last_days)


def test_include_lists_counts_what_came_over_lists(reported):
    _, folder = reported
    written = pd.read_parquet(folder / "my own" / "place" / "tables" / "ties.parquet")
    sample = netanalysis.load(SAMPLE)
    with_lists = netanalysis.ties(sample, as_of="2026-01-31", include_bulk=True)
    without = netanalysis.ties(sample, as_of="2026-01-31")
    assert with_lists["n_interactions"].sum() > without["n_interactions"].sum()
    pd.testing.assert_frame_equal(written, with_lists, check_dtype=False, check_index_type=False)


def test_me_decides_whose_archive_it_is(letters, tmp_path):
    for name in ("ana", "bo"):
        done = run("check", letters, "--me", f"{name}@example.org", folder=tmp_path)
        assert done.returncode == 0
        assert done.stdout.startswith(f"Owner: {name}@example.org")
    both = ["--me", "ana@example.org", "--me", "bo@example.org"]
    done = run("check", letters, *both, folder=tmp_path)
    assert done.returncode == 0
    assert "\n1 person.\n" in done.stdout


def test_an_unknown_owner_is_exit_1_and_says_which_option_helps(letters, tmp_path):
    done = run("report", letters, folder=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("netanalysis: ")
    assert done.stderr.count("\n") == 1
    assert "me" in done.stderr
    assert list(tmp_path.iterdir()) == [letters]


def test_a_folder_that_cannot_be_written_is_exit_1(letters, tmp_path):
    (tmp_path / "taken").write_text("in the way")
    words = ["--me", "ana@example.org", "--out", "taken/report"]
    done = run("report", letters, *words, folder=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("netanalysis: ")
    assert "taken" in done.stderr
    assert "could not be written" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "words", [["report", SAMPLE, "--as-of", "31.1.2026"], ["report", SAMPLE, "--bogus"], ["chekc"]]
)
def test_wrong_usage_is_exit_2_with_a_hint_and_no_traceback(words, tmp_path):
    done = run(*words, folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Usage:" in done.stderr
    assert "Traceback" not in done.stderr
    assert not any(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminal")
def test_a_terminal_sees_how_far_reading_has_come(tmp_path):
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "netanalysis", "check", str(SAMPLE)]
    settings = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "120", "LINES": "40"}
    settings.pop("CI", None)
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=tmp_path, env=settings
    ) as child:
        os.close(theirs)
        shown = read_all(ours)
        assert child.wait(timeout=PATIENCE_SECONDS) == 0
    os.close(ours)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown)
    assert "Reading" in text
    assert "mail.mbox" in text.partition("Owner:")[0]
    assert "Owner: Mira Halvane" in text


def read_all(terminal: int) -> str:
    """Return what is written to the terminal until its other end is closed."""
    parts = []
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # Linux says so when the other end is gone
            break
        if not part:
            break
        parts.append(part)
    return b"".join(parts).decode("utf-8", "replace")


def test_bodies_are_looked_at_and_processes_counted_as_asked(tmp_path, monkeypatch):
    asked: list[dict[str, object]] = []
    really = archive.load

    def load(*paths: str, **how: object) -> netanalysis.Dataset:
        asked.append(how)
        return really(*paths, **how)

    monkeypatch.setattr(archive, "load", load)
    for words in ([], ["--body", "light", "--workers", "2"]):
        monkeypatch.setattr(sys, "argv", ["netanalysis", "check", str(MBOX), *words])
        main()
    assert [(how["body"], how["workers"]) for how in asked] == [(None, 0), ("light", 2)]
    done = run("check", MBOX, "--body", "heavy", folder=tmp_path)
    assert done.returncode == 2
    assert run("check", MBOX, "--workers", "-1", folder=tmp_path).returncode == 2


@pytest.mark.parametrize("words", [["--help"], ["report", "--help"], ["--version"]])
def test_help_waits_for_no_heavy_library(words):
    code = (
        "import sys; from netanalysis.cli import main\n"
        f"sys.argv = ['netanalysis', *{words!r}]\n"
        "try: main()\n"
        "finally: print(sorted({'pandas', 'numpy', 'pyarrow', 'matplotlib', 'networkx', 'scipy', "
        "'papermill', 'nbconvert', 'rich'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout
    assert done.stderr.splitlines()[-1] == "[]"


def test_ctrl_c_is_exit_130_without_traceback(monkeypatch, capsys):
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(archive, "load", interrupted)
    monkeypatch.setattr(sys, "argv", ["netanalysis", "check", str(SAMPLE)])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 130
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "Stopped: nothing was kept.\n"


def test_a_bug_shows_its_traceback(monkeypatch):
    """Only expected errors become one sentence."""

    def mistaken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(archive, "load", mistaken)
    monkeypatch.setattr(sys, "argv", ["netanalysis", "check", str(SAMPLE)])
    with pytest.raises(ZeroDivisionError):
        main()


def test_every_command_says_what_it_does():
    for command in cli.cli.commands.values():
        assert len(command.help or "") > 40
        assert all(p.help for p in command.params if p.param_type_name == "option")
