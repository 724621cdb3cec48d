"""The main job on the sample: every planted answer is found, no decoy is."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from places import SAMPLE

import netanalysis as na

TRUTH: dict[str, Any] = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def archive() -> na.Dataset:
    return na.load(SAMPLE)


@pytest.fixture(scope="module")
def graph(archive):
    return na.relationship_graph(archive)


def ids(archive: na.Dataset, people: list[dict[str, Any]]) -> set[str]:
    person_of = archive.aliases.set_index("alias_key")["person_id"]
    return {str(person_of[f"address:{person['address']}"]) for person in people}


def test_the_owner_is_found_with_all_addresses(archive):
    owner = TRUTH["owner"]
    person_of = archive.aliases.set_index("alias_key")["person_id"]
    keys = [f"address:{a}" for a in owner["addresses"]] + [f"profile:{owner['profile']}"]
    assert {person_of[key] for key in keys} == {archive.me}
    assert "in sent folders" in archive.owner_reason


def test_as_of_is_the_last_interaction(archive):
    assert archive.as_of == pd.Timestamp(TRUTH["as_of"])


def test_every_count_of_the_ledger_is_the_planted_one(archive):
    ledger = archive.ledger.assign(name=archive.ledger["file"].str.split("/").str[-1])
    ledger = ledger.set_index("name")
    for name, planted in TRUTH["counts"].items():
        if planted.get("known_ignored"):
            assert name not in ledger.index
            continue
        row = ledger.loc[name]
        assert row["n_read"] == planted["rows"], name
        assert row["n_kept"] == planted["kept"], name
        assert row["n_anonymous"] == planted["anonymous"], name
        assert row["n_duplicate"] == planted["duplicates"], name
        assert row["n_left_out"] == sum(planted["left_out"].values()), name


def test_counts_add_up_and_every_record_left_out_has_its_row(archive):
    ledger = archive.ledger
    parts = ["n_kept", "n_anonymous", "n_duplicate", "n_left_out"]
    assert (ledger["n_read"] == ledger[parts].sum(axis=1)).all()
    left_out = archive.issues[archive.issues["is_left_out"]].groupby("file").size()
    for file, n in ledger.set_index("file")["n_left_out"].items():
        assert left_out.get(file, 0) == n, file


def test_people_known_under_several_aliases_are_one(archive):
    person_of = archive.aliases.set_index("alias_key")["person_id"]
    apart = [
        pair for pair in TRUTH["same_person"] if person_of.get(pair[0]) != person_of.get(pair[1])
    ]
    # The first identity step joins exact and unambiguous names only.
    assert len(apart) <= len(TRUTH["same_person"]) / 4, apart


def test_homonyms_stay_apart(archive):
    person_of = archive.aliases.set_index("alias_key")["person_id"]
    for one, other in TRUTH["homonyms"]:
        assert person_of[one] != person_of[other], (one, other)


def test_robots_newsletters_and_lists_are_no_people(archive):
    kind = archive.people.set_index("person_id")["kind"]
    for group in ("robots", "newsletters"):
        for person in ids(archive, TRUTH[group]):
            assert kind[person] == "robot", person
    for person in ids(archive, TRUTH["lists"]):
        assert kind[person] == "list", person


def test_people_are_no_robots(archive):
    kind = archive.people.set_index("person_id")["kind"]
    planted = TRUTH["neglected"] + TRUTH["brokers"] + TRUTH["mentees"]
    assert (kind[list(ids(archive, planted))] == "person").all()


def test_neglected_ties_lead_the_list_and_no_decoy_does(archive):
    table = na.neglected_ties(archive)
    planted = ids(archive, TRUTH["neglected"])
    assert set(table.index[: len(planted)]) == planted
    assert set(table.index[table["label"] == "gone quiet"]) == planted
    decoys = ids(archive, TRUTH["neglect_decoys"]) & set(table.index)
    assert not decoys & set(table.index[table["label"].isin(["gone quiet", "cooling"])])


def test_brokers_lead_the_list_and_no_decoy_does(archive, graph):
    table = na.brokers(graph)
    planted = ids(archive, TRUTH["brokers"])
    assert set(table.index[: len(planted)]) == planted
    assert (table.loc[list(planted), "single_access"] != "").all()
    decoys = ids(archive, TRUTH["broker_decoys"]) & set(table.index)
    assert table["brokerage"].rank(ascending=False)[list(decoys)].min() > 10


def test_mentorship_gaps_and_covered_fields(archive):
    table = na.mentorship_gaps(archive)
    names = archive.people.set_index("person_id")["name"]
    for planted in (TRUTH["mentorship_gaps"], TRUTH["mentorship_covered"]):
        for field, answer in planted.items():
            row = table.loc[field]
            assert row["status"] == answer["state"], field
            live = {names[person] for person in ids(archive, answer.get("live", []))}
            assert set(row["live_seniors"].split("; ")) - {""} == live, field
    guided = set(table.loc["guiding others", "live_seniors"].split("; "))
    assert {names[person] for person in ids(archive, TRUTH["mentees"])} <= guided


def test_candidates_for_the_gap_are_named(archive):
    table = na.mentorship_gaps(archive)
    for field, answer in TRUTH["mentorship_gaps"].items():
        if answer["state"] == "gap":
            named = set(table.loc[field, "candidates"].split("; "))
            assert len(named & {person["name"] for person in answer["candidates"]}) >= 2


def test_order_of_paths_never_matters(archive):
    exports = sorted(path for path in SAMPLE.iterdir() if path.suffix not in (".md", ".json"))
    again = na.load(*reversed(exports))
    pd.testing.assert_frame_equal(
        na.neglected_ties(archive).drop(columns="reason"),
        na.neglected_ties(again).drop(columns="reason"),
    )


def test_the_same_export_twice_adds_nothing(archive):
    mbox = next(SAMPLE.glob("*.mbox"))
    export = next(path for path in SAMPLE.iterdir() if path.is_dir())
    twice = na.load(mbox, mbox, export, export)
    assert len(twice.interactions) == len(archive.interactions)
    assert len(twice.relations) == len(archive.relations)


def test_no_message_text_enters_the_tables(archive):
    """Words that stand in bodies only must not be found in any table."""
    mbox = next(SAMPLE.glob("*.mbox")).read_text(encoding="utf-8", errors="replace")
    bodies = [part.partition("\n\n")[2].strip() for part in mbox.split("\nFrom ")[1:200]]
    sentences = {line for body in bodies for line in body.splitlines() if len(line) > 40}
    kept = "\n".join(
        frame.select_dtypes("string").fillna("").to_csv(index=False)
        for _, frame in archive.tables()
    )
    subjects = set(archive.interactions["subject"].dropna())
    sentences -= subjects  # a subject is kept, also where a body repeats it
    assert len(sentences) > 50
    assert not [line for line in sentences if line in kept]
