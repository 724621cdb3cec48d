"""``netanalysis week``: readable at 80 columns, and a calendar on demand."""

from __future__ import annotations

import io
import sys

import pandas as pd
import pytest
from places import SAMPLE
from rich.console import Console

from netanalysis.cli import main
from netanalysis.display.week import print_week


def printed(finding: pd.DataFrame, width: int = 80) -> list[str]:
    out = io.StringIO()
    print_week(finding, Console(file=out, width=width, highlight=False))
    return [line.rstrip() for line in out.getvalue().splitlines()]


@pytest.fixture
def finding() -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "name": ["Ana Ruiz", "Bartholomew Featherstonehaugh-Cholmondeley \x1b[31m"],
            "company": ["Acme", "The Very Long Company of Merchants and Sons"],
            "kind": ["neglected", "wanted"],
            "reason": ["Ana Ruiz: It has been long. " + "It has. " * 20, "You want to."],
            "talking_point": ["Your last subject was “Chess”.", pd.NA],
            "days_silent": [40, 400],
        }
    )
    frame.attrs = {"as_of": pd.Timestamp("2026-01-02", tz="UTC"), "wishes_unmet": ("zoe",)}
    return frame


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_longer_than_the_terminal_nor_than_80(finding, width):
    assert max(map(len, printed(finding, width))) <= min(width, 80)


def test_what_is_said_of_everybody(finding):
    lines = printed(finding)
    assert lines[0] == "2 people to write to in the week after 2 January 2026"
    assert lines[2].startswith("1  Ana Ruiz, Acme ")
    assert lines[2].endswith("gone quiet · 6 weeks")
    assert lines[3].startswith("   It has been long. It has.")
    assert "   › Your last subject was “Chess”." in lines
    assert "\x1b[31m" not in "\n".join(lines)
    assert lines[-1] == "In the wishes file, but no tie in this archive: zoe."


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("wanted", "you wanted to hear · quiet for 6 weeks"),
        ("waiting for you", "perhaps your turn"),
        ("waiting for them", "perhaps their turn"),
        ("dormant", "old tie · quiet for 6 weeks"),
        ("milestone", "a day to mark"),
    ],
)
def test_every_kind_has_its_words_and_claims_no_more_than_is_known(finding, kind, words):
    line = printed(finding.head(1).assign(kind=kind))[2]
    assert line.startswith("1  Ana Ruiz, Acme ")
    assert line.endswith(words)


def test_nobody_is_said_in_words(finding):
    assert printed(finding.iloc[:0])[0].startswith("Nobody in particular to write to")


def test_the_command_prints_the_list_and_writes_the_calendar(monkeypatch, capsys, tmp_path):
    file = tmp_path / "week.ics"
    command = ["netanalysis", "week", str(SAMPLE), "-n", "3", "--calendar", str(file)]
    monkeypatch.setattr(sys, "argv", command)
    main()
    out = capsys.readouterr().out
    assert out.startswith("3 people to write to in the week after 20 November 2026\n")
    assert out.endswith(f"{file}\n")
    assert file.read_text().count("BEGIN:VEVENT") == 3
