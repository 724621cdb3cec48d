"""``netanalysis people``: who is who on a terminal, and verdicts by id."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hand_made import HOSTILE_NAMES
from places import SAMPLE
from rich.console import Console

import netanalysis as na
from netanalysis.cli import main
from netanalysis.dataset import Dataset, dataset_digest
from netanalysis.deciding import pair_id
from netanalysis.display.identities import print_people

# Planted in the sample: one person, and two.
PAIR = ("address:nightheron@example.com", "address:nightheron@example.net")
OTHER = ("address:skylarking@example.com", "address:skylarking@example.net")


def proposing(archive: Dataset, *pairs: tuple[str, str]) -> Dataset:
    person_of = archive.aliases.set_index("alias_key")["person_id"]
    rows = [
        {
            "alias_key": one,
            "other_key": other,
            "person_id": person_of[one],
            "other_person_id": person_of[other],
            "rule": "a rule",
            "evidence": "both like boats",
            "score": 0.65,
            "n_interactions": 5 - n,
        }
        for n, (one, other) in enumerate(pairs)
        if person_of[one] != person_of[other]
    ]
    return replace(archive, proposals=pd.DataFrame(rows) if rows else Dataset().proposals)


@pytest.fixture(scope="module")
def sample() -> Dataset:
    return proposing(na.load(SAMPLE), PAIR, OTHER)


@pytest.fixture
def people(monkeypatch, capsys):
    """Run ``netanalysis people`` on the sample; return exit code and what was printed."""

    def run(*words: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["netanalysis", "people", str(SAMPLE), *map(str, words)])
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run


def printed(archive: Dataset, width: int = 160, decided: pd.DataFrame | None = None) -> str:
    out = io.StringIO()
    print_people(archive, Console(file=out, width=width, highlight=False), decided)
    return out.getvalue()


def test_it_says_who_the_owner_is_and_why_and_what_joined_whom(sample):
    text = printed(sample)
    assert text.startswith("Owner: Mira Halvane\n")
    assert "mira.halvane@quillmere.example" in text
    assert re.search(
        r"\d+ aliases became \d+ people, \d+ robots, 1 mailing list, .*13 deleted", text
    )
    rules = sample.aliases.loc[sample.aliases["rule"] != "itself", "rule"].value_counts()
    for rule, n in rules.items():
        assert re.search(rf"^ *{n:,}  {re.escape(rule)}", text, re.MULTILINE)
    n_alone = int((sample.aliases["rule"] == "itself").sum())
    assert f"{n_alone} aliases joined to no other." in text


def test_proposals_come_with_ids_both_sides_and_the_evidence(sample):
    text = printed(sample)
    assert "2 pairs may be one person\n" in text
    place = text.index(pair_id(*PAIR))
    assert "Agnieszka Gawroński" in text[place:]
    assert ": nightheron@example.com" in text[place:]
    assert "both like boats (score 0.65)" in text[place:]
    assert place < text.index(pair_id(*OTHER))


def test_only_the_ten_that_matter_most_are_shown(sample):
    address = sample.aliases.loc[sample.aliases["kind"] == "address", "alias_key"]
    pairs = list(zip(address[40:64:2], address[41:65:2], strict=True))
    text = printed(proposing(sample, *pairs))
    assert "12 pairs may be one person; the 10 that matter most\n" in text
    assert text.count("both like boats") == 10


def test_shared_mailboxes_are_shown_where_there_are_some(sample):
    people = sample.people.copy()
    people.loc[people["kind"] == "shared", "kind"] = "person"
    assert "Mailboxes of several" not in printed(replace(sample, people=people))
    people.loc[3, ["kind", "kind_reason"]] = ["shared", "seen under 7 names"]
    text = printed(replace(sample, people=people))
    assert "1 shared mailbox, " in text
    assert re.search(rf"^{re.escape(people.loc[3, 'person_id'])} +seen under 7 names", text, re.M)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_nothing_is_wider_than_the_terminal(sample, width):
    lines = printed(sample, width).splitlines()
    assert max(len(line.rstrip()) for line in lines) <= width


@pytest.mark.parametrize("name", HOSTILE_NAMES.values())
def test_hostile_names_cannot_steer_the_terminal(archive_of, name):
    people = {"me": {"name": name}, "bo": {"name": name}}
    archive = archive_of([(0, "me", ["bo"])], people=people)
    aliases = pd.DataFrame(
        {
            "alias_key": ["address:a@b.c", "name:" + name],
            "person_id": ["me", "bo"],
            "kind": ["address", "name"],
            "name": name,
            "rule": "itself",
        }
    )
    text = printed(proposing(replace(archive, aliases=aliases), *[tuple(aliases["alias_key"])]))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e\u2066]", text)


def test_without_an_owner_it_says_how_to_name_one(archive_of):
    archive = archive_of([(0, "a", ["b"])], me=None)
    text = printed(archive)
    assert text.startswith("Owner: unknown, ")
    assert "--me ADDRESS" in text
    assert "Nothing waits for your verdict" in text
    assert printed(Dataset()).startswith("Owner: unknown")


def test_accept_reject_and_undo_by_id(people, tmp_path):
    wishes = tmp_path / "netanalysis.toml"
    ids = pair_id(*PAIR), pair_id(*OTHER)
    code, out, err = people("--wishes", wishes, "--accept", ids[0], "--reject", ids[1])
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        f"{ids[0]}: nightheron@example.com and nightheron@example.net are one person from "
        "the next run on.",
        f"{ids[1]}: skylarking@example.com and skylarking@example.net are two people from "
        "the next run on.",
    ]
    decided = na.decisions(wishes)
    assert decided["decision"].to_dict() == {ids[0]: "same", ids[1]: "different"}
    assert decided["decided_on"].notna().all()

    code, out, _ = people("--wishes", wishes)
    assert code == 0
    assert "2 verdicts of yours" in out
    waiting = out[: out.index("2 verdicts of yours")]
    assert not any(number in waiting for number in ids)  # never asked twice
    assert re.search(r"nightheron@example.com and .*: one person, \d{4}-\d\d-\d\d", out)

    code, out, _ = people("--wishes", wishes, "--undo", ids[0], "--undo", ids[1])
    assert code == 0
    assert out.count("are judged by the evidence again.") == 2
    assert wishes.read_text(encoding="utf-8") == ""
    assert dataset_digest(na.load(SAMPLE, wishes=wishes)) == dataset_digest(na.load(SAMPLE))


@pytest.mark.parametrize("flag", ["--accept", "--reject", "--undo"])
def test_a_verdict_needs_a_file_to_go_into(people, flag):
    code, out, err = people(flag, "12345678")
    assert (code, out) == (2, "")
    assert "--wishes netanalysis.toml" in err


@pytest.mark.parametrize("flag", ["--accept", "--reject"])
def test_an_unknown_id_is_one_sentence_and_nothing_is_written(people, tmp_path, flag):
    wishes = tmp_path / "netanalysis.toml"
    code, out, err = people("--wishes", wishes, flag, "12345678")
    assert (code, out) == (1, "")
    assert err.startswith("netanalysis: this archive has no proposal '12345678'")
    assert err.count("\n") == 1
    assert not wishes.exists()


@pytest.mark.parametrize("command", ["people", "check", "report"])
def test_every_command_that_loads_takes_the_wishes_and_refuses_a_wrong_path(tmp_path, command):
    words = [command, str(SAMPLE), "--wishes", "nowhere.toml"]
    done = subprocess.run(
        [sys.executable, "-m", "netanalysis", *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("netanalysis: nowhere.toml is not there.")
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
