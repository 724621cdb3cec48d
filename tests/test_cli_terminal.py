"""The command line on a terminal of a given width: nothing is cut, nothing breaks within words."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from places import SAMPLE
from test_cli import PATIENCE_SECONDS, read_all, run

from netanalysis import cli
from netanalysis.findings import NAMES

pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminal")


def shown(*words: str | Path, folder: Path, width: int, code: int = 0) -> str:
    """Run the command on a terminal and return what is written there, without colours."""
    import fcntl
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    settings = {**os.environ, "TERM": "xterm-256color"}
    for name in ("CI", "COLUMNS", "LINES"):
        settings.pop(name, None)
    command = [sys.executable, "-m", "netanalysis", *map(str, words)]
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, env=settings
    ) as child:
        os.close(theirs)
        text = read_all(ours)
        assert child.wait(timeout=PATIENCE_SECONDS) == code
    os.close(ours)
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text).replace("\r\n", "\n")


@pytest.mark.parametrize("width", [80, 120])
def test_a_finding_on_a_terminal_is_a_table_for_people(tmp_path, width):
    text = shown("table", "brokers", SAMPLE, folder=tmp_path, width=width)
    head, _, rest = text.partition("\n 1  ")
    assert "loss" in head.splitlines()[-1]
    table, _, last = rest.rpartition("\n\n")
    assert last.startswith("20 of 232 rows, 6 of 18 columns; all of it: --format csv")
    lines = table.splitlines()
    assert max(map(len, lines)) <= width
    assert len(re.findall(r"^ ?\d+  \S", "1  " + table, re.MULTILINE)) == 20
    assert {"Bhattacharjee", "Arrizabalaga"} <= set(table.split())  # whole, in spite of 80
    assert "person_id" not in text


def test_a_finding_on_a_terminal_can_be_had_as_it_is(tmp_path):
    text = shown("table", "ledger", SAMPLE, "--format", "csv", folder=tmp_path, width=80)
    assert "file,content,n_read" in text


def test_what_has_no_names_is_shown_with_its_ids(tmp_path):
    text = shown("table", "ties", SAMPLE, folder=tmp_path, width=120)
    assert "mira.halvane@example.org" in text


def test_an_error_breaks_between_words_on_a_terminal_and_is_one_line_elsewhere(tmp_path):
    folder = tmp_path / "nothing here"
    folder.mkdir()
    text = shown("check", folder, folder=tmp_path, width=60, code=1)
    lines = text[text.index("netanalysis: ") :].splitlines()
    assert len(lines) > 2
    assert max(map(len, lines)) <= 60
    piped = run("check", folder, folder=tmp_path)
    assert piped.stderr.count("\n") == 1
    assert " ".join(lines) == piped.stderr.strip()
    assert "The folder nothing here is empty; give a LinkedIn export" in piped.stderr


def test_help_says_what_each_command_does_in_whole_sentences(tmp_path):
    text = shown("--help", folder=tmp_path, width=80)
    listed = re.findall(r"^  (\w+) +(\S.*)$", text.partition("Commands:")[2], re.MULTILINE)
    assert [name for name, _ in listed] == list(cli.cli.commands)
    assert listed[0][0] == "check"
    for name, words in listed:
        assert words.endswith("."), name
        assert "..." not in words, name
    assert 'netanalysis check my-export.zip "All mail.mbox"' in text


@pytest.mark.parametrize("name", list(cli.cli.commands))
def test_no_option_has_a_cryptic_value(name, tmp_path):
    text = shown(name, "--help", folder=tmp_path, width=80)
    assert not re.search(r"INTEGER|TEXT|PATH|x>=", text)
    if name == "table":
        assert all(finding in text for finding in NAMES)


def test_an_empty_finding_says_so(tmp_path):
    """As of the day before the first message."""
    words = ["table", "reach_out", SAMPLE, "--as-of", "1990-01-01"]
    text = shown(*words, folder=tmp_path, width=80)
    assert text.rstrip().splitlines()[-1].endswith("Nothing was found.")
