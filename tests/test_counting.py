"""Counting on numbers gives what counting one by one gives, from memory and from a store."""

from __future__ import annotations

import random
from itertools import pairwise
from statistics import median

import numpy as np
import pandas as pd
import pytest
from places import SAMPLE

import netanalysis as na
from netanalysis import dataset, numbering, together
from netanalysis.ego import ego_contacts
from netanalysis.numbering import sorted_rows
from netanalysis.pairs import contacts
from netanalysis.store import parts
from netanalysis.together import co_appearances

START = pd.Timestamp("2024-01-01", tz="UTC")
PEOPLE = ["Zoë", "ana", "bo", "me", "Ünal", "list"]


def random_archive(seed: int, *, hours: int = 9) -> na.Dataset:
    """Two senders on one message, equal instants, missing threads, lists, undated mail.

    Interactions lie a multiple of ``hours`` apart, over ninety times so long.
    """
    draw = random.Random(seed)
    events, roles = [], []
    for i in range(120):
        undated = draw.random() < 0.05
        instant = START + pd.Timedelta(hours=draw.randrange(90) * hours)
        quality = draw.choice(["ok", "ok", "day", "disputed"])
        events.append(
            {
                "interaction_id": f"mail:{draw.randrange(10**6):06d}:{i}",
                "occurred_at": pd.NaT if undated else instant,
                "date_quality": "missing" if undated else quality,
                "channel": draw.choice(["mail", "linkedin_message", "endorsement"]),
                "thread_id": draw.choice([None, "t1", "t2", "t3"]),
                "n_recipients": draw.choice([None, 1, 3, 4, 11]),
                "is_bulk": draw.random() < 0.2,
                "origin": "made",
            }
        )
        for person in draw.sample(PEOPLE, draw.randint(1, 5)):
            for role in draw.sample(["from", "to", "cc"], draw.choice([1, 1, 1, 2])):
                roles.append((events[-1]["interaction_id"], person, role))
    draw.shuffle(events)
    draw.shuffle(roles)
    people = pd.DataFrame({"person_id": sorted(PEOPLE), "name": sorted(PEOPLE), "kind": "person"})
    people.loc[people["person_id"] == "list", "kind"] = "list"
    return na.Dataset(
        people=people.assign(is_me=people["person_id"] == "me").sample(frac=1, random_state=seed),
        interactions=pd.DataFrame(events),
        participants=pd.DataFrame(roles, columns=["interaction_id", "person_id", "role"]),
    )


def one_by_one(archive: na.Dataset) -> list[dict[str, object]]:
    """Return the contacts of an archive by loops."""
    by_event: dict[str, list[tuple[str, str]]] = {}
    for event, person, role in archive.participants.itertuples(index=False, name=None):
        by_event.setdefault(event, []).append((person, role))
    found = []
    for event in archive.interactions.to_dict("records"):
        n = 1 if pd.isna(event["n_recipients"]) else event["n_recipients"]
        if (
            event["channel"] == "endorsement"
            or event["date_quality"] not in ("ok", "day")
            or event["is_bulk"]
            or n > 10
        ):
            continue
        present = by_event.get(event["interaction_id"], [])
        pairs = {
            (one, other)
            for one, role in present
            for other, its in present
            if role == "from" and its != "from" and one != other and "list" not in (one, other)
        }
        found += [
            {**event, "source": one, "target": other, "is_direct": n <= 3} for one, other in pairs
        ]
    key = ("occurred_at", "interaction_id", "source", "target")
    return sorted(found, key=lambda row: tuple(row[name] for name in key))


@pytest.mark.parametrize("seed", range(8))
def test_contacts_and_dyads_are_those_found_one_by_one(seed, tmp_path):
    archive = random_archive(seed)
    rows = one_by_one(archive)
    assert rows
    table = contacts(archive)
    expected = pd.DataFrame(rows)[list(table.columns)].astype(table.dtypes.to_dict())
    pd.testing.assert_frame_equal(table, expected)
    dyads = na.dyads(archive)
    pairs = sorted({tuple(sorted((row["source"], row["target"]))) for row in rows})
    assert list(dyads.index) == pairs
    for a, b in pairs:
        mine = [row for row in rows if {row["source"], row["target"]} == {a, b}]
        got = dyads.loc[(a, b)]
        assert got["n_interactions"] == len({row["interaction_id"] for row in mine})
        assert got["n_a_to_b"] == sum(row["source"] == a for row in mine)
        assert got["n_b_to_a"] == sum(row["source"] == b for row in mine)
        assert got["last_by"] == mine[-1]["source"]
        assert got["direct_share"] == pytest.approx(sum(r["is_direct"] for r in mine) / len(mine))
        assert got["channels"] == ", ".join(sorted({row["channel"] for row in mine}))
        assert got["n_contact_days"] == len({row["occurred_at"].floor("D") for row in mine})
        gaps = [later["occurred_at"] - row["occurred_at"] for row, later in pairwise(mine)]
        assert got["n_conversations"] == 1 + sum(gap >= pd.Timedelta(days=7) for gap in gaps)
        assert_replies(got, mine, a)
    stored = na.open_store(na.write_store(archive, tmp_path / "store"))
    pd.testing.assert_frame_equal(na.dyads(stored), dyads)


def assert_replies(got: pd.Series, rows: list[dict[str, object]], a: str) -> None:
    hours: dict[str, list[float]] = {"a": [], "b": []}
    for thread in ("t1", "t2", "t3"):
        inside = [row for row in rows if row["thread_id"] == thread]
        for before, row in pairwise(inside):
            waited = row["occurred_at"] - before["occurred_at"]
            if row["source"] != before["source"] and waited <= pd.Timedelta(days=30):
                side = "a" if row["source"] == a else "b"
                hours[side].append(waited.total_seconds() / 3600)
    for side, values in hours.items():
        assert got[f"n_replies_{side}"] == len(values)
        if values:
            assert got[f"reply_hours_{side}"] == pytest.approx(median(values))
        else:
            assert pd.isna(got[f"reply_hours_{side}"])


@pytest.mark.parametrize("seed", range(4))
def test_appearances_together_are_those_found_one_by_one(seed):
    archive = random_archive(seed)
    found: dict[tuple[str, str], set[str]] = {}
    rows = archive.interactions
    is_small = rows["n_recipients"].fillna(1) <= 10
    is_trusted = rows["date_quality"].isin(["ok", "day"])
    is_counted = is_small & is_trusted & ~rows["is_bulk"] & (rows["channel"] != "endorsement")
    counts = set(rows.loc[is_counted, "interaction_id"])
    for event, group in archive.participants.groupby("interaction_id"):
        others = sorted(set(group["person_id"]) - {"me", "list"})
        for i, a in enumerate(others):
            for b in others[i + 1 :]:
                if event in counts:
                    found.setdefault((a, b), set()).add(event)
    table = co_appearances(archive)
    expected = {pair: len(events) for pair, events in sorted(found.items()) if len(events) > 1}
    assert table["n_together"].to_dict() == expected


def test_a_store_answers_as_memory_does(tmp_path):
    archive = na.load(SAMPLE)
    for ask in (na.neglected_ties, na.dyads, na.ties, na.ego_ties, contacts, co_appearances):
        stored = na.open_store(na.write_store(archive, tmp_path / "store"))
        pd.testing.assert_frame_equal(ask(stored), ask(archive))


def test_only_what_is_asked_for_is_read(tmp_path):
    stored = na.open_store(na.write_store(na.load(SAMPLE), tmp_path / "store"))
    na.ties(stored)
    assert not {"interactions", "participants", "people", "ledger"} & set(vars(stored))
    assert len(stored.interactions)
    assert "interactions" in vars(stored)


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_rows_and_the_size_of_blocks_change_no_finding(seed, tmp_path, monkeypatch):
    archive = random_archive(seed)
    expected = na.neglected_ties(archive), na.ego_ties(archive), co_appearances(archive)
    assert len(expected[0]) and len(expected[2])
    monkeypatch.setattr(dataset, "BLOCK", 7)
    monkeypatch.setattr(parts, "ROW_GROUP", 11)
    monkeypatch.setattr(numbering, "NEAR_ROWS", 3)
    monkeypatch.setattr(together, "PAIRS_AT_A_TIME", 5)
    shuffled = {
        name: getattr(archive, name).sample(frac=1, random_state=seed + 1)
        for name in ("people", "interactions", "participants")
    }
    other = na.Dataset(**shuffled)
    stored = na.open_store(na.write_store(other, tmp_path / "store"))
    for found in (other, stored):
        tables = na.neglected_ties(found), na.ego_ties(found), co_appearances(found)
        for table, wanted in zip(tables, expected, strict=True):
            pd.testing.assert_frame_equal(table, wanted, check_exact=True)
        assert found.as_of == archive.as_of


@pytest.mark.parametrize("n", [9, 2**22])
def test_rows_are_sorted_by_every_column_whether_they_fit_into_one_number_or_not(n):
    draw = np.random.default_rng(3)
    columns = [draw.integers(0, 5, 200).astype(np.int32) for _ in range(3)]
    got = sorted_rows(*((column, n) for column in columns))
    assert list(zip(*got, strict=True)) == sorted(zip(*columns, strict=True))
    assert all(column.dtype == np.int32 for column in got)


def test_steadiness_is_that_found_one_by_one():
    for seed in range(4):
        archive = random_archive(seed)
        mine = [row for row in one_by_one(archive) if "me" in (row["source"], row["target"])]
        for person, row in na.ego_ties(archive).iterrows():
            ours = [r for r in mine if person in (r["source"], r["target"])]
            days = {(r["occurred_at"].date(), r["source"], r["is_direct"]) for r in ours}
            assert row["n_days_sent"] == len({day for day, source, _ in days if source == "me"})
            assert row["n_direct_days"] == len({day for day, _, direct in days if direct})
            assert row["n_months"] == len({(day.year, day.month) for day, _, _ in days})


def test_contacts_with_one_person_are_those_among_all():
    archive = random_archive(0)
    everybody = ego_contacts(archive)
    for person in [*PEOPLE, "nobody"]:
        wanted = everybody[everybody["person_id"] == person].reset_index(drop=True)
        pd.testing.assert_frame_equal(ego_contacts(archive, who=person), wanted)


def test_meetings_set_the_day_of_judgement_only_where_nothing_else_has_a_date(tmp_path):
    rows = pd.DataFrame(
        {
            "interaction_id": ["a", "b", "c", "d"],
            "occurred_at": pd.to_datetime(
                ["2024-01-01", "2030-01-01", "2031-01-01", None], utc=True
            ),
            "date_quality": ["ok", "ok", "disputed", "missing"],
            "channel": ["mail", "meeting", "mail", "mail"],
            "is_bulk": False,
            "origin": "made",
        }
    )
    for kept, year in ((rows, 2024), (rows.iloc[1:], 2030), (rows.iloc[2:], None)):
        archive = na.Dataset(interactions=kept)
        stored = na.open_store(na.write_store(archive, tmp_path / str(year)))
        for found in (archive, stored):
            assert (found.as_of.year if found.as_of else None) == year
