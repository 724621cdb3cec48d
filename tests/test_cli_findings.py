"""``netanalysis mentors`` for people, and ``netanalysis table`` for other programs."""

from __future__ import annotations

import inspect
import io
import json
import subprocess
import sys

import pandas as pd
import pytest
from places import SAMPLE
from test_cli import PATIENCE_SECONDS, run

import netanalysis as na
from netanalysis import archive as door
from netanalysis.cli import main
from netanalysis.findings import NAMES, OF_THE_ARCHIVE, OF_THE_GRAPH, finding


@pytest.fixture(scope="module")
def sample() -> na.Dataset:
    return na.load(SAMPLE)


@pytest.fixture
def said(sample, monkeypatch, capsysbinary):
    """Run the command on the sample, which is loaded once, and return what it prints."""

    def call(*words: str) -> bytes:
        monkeypatch.setattr(door, "load", lambda *_, **__: sample)
        monkeypatch.setattr(sys, "argv", ["netanalysis", *words])
        main()
        return bytes(capsysbinary.readouterr().out)

    return call


def test_every_name_is_a_public_finding_and_gives_its_rows(sample):
    for name in (*OF_THE_ARCHIVE, *OF_THE_GRAPH):
        assert callable(getattr(na, name)), name
    for name in NAMES:
        found = finding(sample, name, as_of="2026-06-30")
        assert len(found), name
        if name in OF_THE_ARCHIVE and "as_of" in inspect.signature(getattr(na, name)).parameters:
            asked = getattr(na, name)(sample, as_of="2026-06-30")
            pd.testing.assert_frame_equal(found, asked)


def test_bulk_mail_and_wishes_reach_the_findings_that_know_them(sample, tmp_path):
    quiet = na.neglected_ties(sample).index[0]
    file = na.never(sample, quiet, wishes=tmp_path / "netanalysis.toml")
    assert quiet in finding(sample, "neglected_ties").index
    assert quiet not in finding(sample, "neglected_ties", wishes=file).index
    n = [finding(sample, "ties", include_bulk=bulk)["n_interactions"].sum() for bulk in (0, 1)]
    assert n[0] < n[1]


def test_a_table_is_printed_as_csv_or_json(said, sample):
    wanted = na.mentor_candidates(sample)
    csv = pd.read_csv(io.BytesIO(said("table", "mentor_candidates", str(SAMPLE))))
    assert csv["person_id"].tolist() == wanted.index.tolist()
    text = said("table", "mentor_candidates", str(SAMPLE), "--format", "json")
    rows = json.loads(text)
    assert [row["reason"] for row in rows] == wanted["reason"].tolist()
    assert text.decode("utf-8").endswith("]\n")
    parquet = said("table", "mentor_candidates", str(SAMPLE), "--format", "parquet")
    pd.testing.assert_frame_equal(
        pd.read_parquet(io.BytesIO(parquet)), wanted, check_index_type=False
    )


def test_the_ending_of_a_file_tells_the_format(said, sample, tmp_path):
    for ending in ("csv", "json", "parquet"):
        file = tmp_path / f"gaps.{ending}"
        assert said("table", "mentorship_gaps", str(SAMPLE), "--out", str(file)) == (
            f"{file}\n".encode()
        )
    rows = json.loads((tmp_path / "gaps.json").read_text(encoding="utf-8"))
    assert [row["field"] for row in rows] == na.mentorship_gaps(sample).index.tolist()
    exact = pd.read_parquet(tmp_path / "gaps.parquet")
    assert exact.index.tolist() == [row["field"] for row in rows]


def test_wrong_use_is_said_before_anything_is_read(tmp_path):
    for words, hint in (
        (["table", "gaps", str(SAMPLE)], "mentorship_gaps"),
        (["table", "ties", str(SAMPLE), "--out", "ties.xlsx"], ".parquet"),
    ):
        done = run(*words, folder=tmp_path)
        assert done.returncode == 2
        assert hint in done.stderr
    lost = run("table", "ledger", SAMPLE, "--out", "no/such/folder.csv", folder=tmp_path)
    assert (lost.returncode, lost.stdout) == (1, "")
    assert len(lost.stderr.splitlines()) == 1


def test_a_reader_who_has_had_enough_is_no_error(tmp_path):
    command = [sys.executable, "-m", "netanalysis", "table", "people", str(SAMPLE)]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout and process.stderr
        assert process.stdout.readline().startswith("person_id,")
        process.stdout.close()
        process.wait(PATIENCE_SECONDS)
        assert process.stderr.read() == ""


def test_mentors_are_printed_for_people(said, sample):
    text = said("mentors", str(SAMPLE), "-n", "2").decode()
    flat = " ".join(text.split())
    gaps, up = na.mentorship_gaps(sample), na.mentor_candidates(sample)
    assert flat.startswith("Guidance as of 20 November 2026, seen from Engineering Manager")
    for field, row in gaps.iterrows():
        assert f"{field.capitalize()} {row['status']}" in flat
    assert flat.count("have no title that tells a level") == 1
    assert f"1 {up['name'].iloc[0]}, {up['title'].iloc[0]}" in flat
    assert up["name"].iloc[2] not in flat.partition("Whom you could ask")[2]
    assert f"({len(up) - 2} more people not shown)" in flat
    assert max(map(len, text.splitlines())) <= 80


def test_mentors_of_a_field_and_of_a_day(said):
    text = " ".join(said("mentors", str(SAMPLE), "--field", "security").decode().split())
    assert "Security gap" in text
    assert "Engineering covered" not in text
    text = " ".join(said("mentors", str(SAMPLE), "--as-of", "2024-12-31").decode().split())
    assert text.startswith("Guidance as of 31 December 2024")


def test_mentors_without_a_title_of_one_s_own(sample, monkeypatch, capsys):
    mine = sample.people["is_me"]
    people = sample.people.assign(title=sample.people["title"].mask(mine))
    blind = na.Dataset(
        people=people,
        interactions=sample.interactions,
        participants=sample.participants,
        relations=sample.relations,
    )
    monkeypatch.setattr(door, "load", lambda *_, **__: blind)
    monkeypatch.setattr(sys, "argv", ["netanalysis", "mentors", str(SAMPLE)])
    main()
    text = " ".join(capsys.readouterr().out.split())
    assert "cannot tell" in text
    assert "Whom you could ask: your own title is not known." in text
