"""``netanalysis wish``: written into the file, printed from it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from places import SAMPLE

from netanalysis.cli import main


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Run ``netanalysis wish`` on the sample; return exit code and what was printed."""

    def run(*words: str | Path) -> tuple[int, str, str]:
        file = str(tmp_path / "netanalysis.toml")
        command = ["netanalysis", "wish", str(SAMPLE), "--wishes", file, *map(str, words)]
        monkeypatch.setattr(sys, "argv", command)
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run


def test_every_kind_of_wish_is_written_and_shown_with_an_id_that_takes_it_back(run, tmp_path):
    code, out, _ = run(
        *("--tag", "friend", "Haruto Minegishi", "--want", "tag:friend", "90"),
        *("--want", "closest:15", "60", "--want", "Yasmin Baraket", "30"),
        *("--snooze", "Kwabena Adomako", "2027-01-07", "--never", "Margit Szalontai"),
        *("--done", "Haruto Minegishi", "2026-11-18"),
        *("--date", "Haruto Minegishi", "birthday", "02-29"),
    )
    assert code == 0
    lines = out.splitlines()
    assert lines[0].split() == ["id", "wish", "whom", "what"]
    assert [line.split()[1] for line in lines[1:]] == [
        *("date", "tag", "want", "want", "want", "snooze", "done", "never")
    ]
    assert "linkedin.com/in/yasmin-baraket-d7d0b8 every 30 days" in " ".join(out.split())
    assert "margit-szalontai" in out
    assert "closest 15" in out
    assert "birthday on 02-29" in " ".join(out.split())
    ids = [line.split()[0] for line in lines[1:]]
    code, out, _ = run(*(word for wish in ids for word in ("--undo", wish)))
    assert (code, out) == (0, "Nothing is wished yet.\n")
    assert (tmp_path / "netanalysis.toml").read_text().strip() == ""


@pytest.mark.parametrize(
    "words",
    [
        ("--never", "Nobody Atall"),
        ("--done", "Nobody Atall", "2026-11-18"),
        ("--date", "Nobody Atall", "birthday", "02-29"),
        ("--want", "Nobody Atall", "30"),
        ("--date", "Haruto Minegishi", "birthday", "31-12"),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_1_and_nothing_of_it_all_is_written(
    run, words, tmp_path
):
    code, out, err = run("--tag", "friend", "Yasmin Baraket", *words)
    assert (code, out) == (1, "")
    assert err.startswith("netanalysis: ")
    assert ("Nobody Atall" in words) == ("'Nobody Atall' is nobody in this archive" in err)
    assert err.count("\n") == 1
    assert not (tmp_path / "netanalysis.toml").exists()


@pytest.mark.parametrize("words", [("--want", "closest:many", "3"), ("--want", "x", "0")])
def test_wrong_numbers_are_wrong_usage(run, words):
    assert run(*words)[0] == 2
