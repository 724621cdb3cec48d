"""Verdicts on who is who: written once, honoured by load, and undone without a trace."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from places import SAMPLE

import netanalysis as na
from netanalysis.dataset import Dataset, dataset_digest
from netanalysis.deciding import pair_id
from netanalysis.store import lock
from netanalysis.wishes import read_wishes

ANA = "address:ana@example.org"
BO_WORK, BO_HOME = "address:bo.roe@halden.example", "address:nightheron@example.net"
CARL_1, CARL_2 = "address:carl@one.example", "address:carl@two.example"
PEOPLE = {
    ANA: "Ana Berg",
    BO_WORK: "Bo Roe",
    BO_HOME: "",
    CARL_1: "Carl Ash",
    CARL_2: "Carl Ash",
}


@pytest.fixture
def mbox(tmp_path) -> Path:
    """Ana's mail: Bo under two addresses, and two addresses called Carl Ash."""
    folder = tmp_path / "exports"
    folder.mkdir()
    text = ""
    for n, key in enumerate([BO_WORK] * 4 + [BO_HOME] * 3 + [CARL_1] * 2 + [CARL_2]):
        ends = [(name, k.partition(":")[2]) for k in (key, ANA) if (name := PEOPLE[k]) is not None]
        sender, to = (f"{name} <{address}>".strip() for name, address in ends)
        day = f"{n + 1:02d} Jan 2024 09:00:00"
        text += (
            f"From - Mon Jan {n + 1:02d} 09:00:00 2024\nFrom: {sender}\nTo: {to}\n"
            f"Date: {day} +0000\nMessage-ID: <{n}@example.org>\nSubject: s{n}\n\nHello.\n\n"
        )
    path = folder / "letters.mbox"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def wishes(tmp_path) -> Path:
    return tmp_path / "netanalysis.toml"


def loaded(mbox: Path, **options: object) -> Dataset:
    return na.load(mbox, me="ana@example.org", **options)


def proposing(archive: Dataset, *pairs: tuple[str, str, float, int]) -> Dataset:
    """Return the archive with proposals: two aliases, score, interactions affected."""
    person_of = archive.aliases.set_index("alias_key")["person_id"]
    rows = [
        {
            "alias_key": one,
            "other_key": other,
            "person_id": person_of[one],
            "other_person_id": person_of[other],
            "rule": "a rule",
            "evidence": "seen",
            "score": score,
            "n_interactions": n,
        }
        for one, other, score, n in pairs
    ]
    return replace(archive, proposals=pd.DataFrame(rows))


def person(archive: Dataset, key: str) -> str:
    return archive.aliases.set_index("alias_key").loc[key, "person_id"]


def test_proposals_come_by_what_they_affect_with_both_sides_described(mbox):
    archive = proposing(
        loaded(mbox), (BO_HOME, CARL_1, 0.7, 2), (BO_HOME, BO_WORK, 0.65, 3), (ANA, CARL_1, 0.75, 2)
    )
    got = na.merge_proposals(archive)
    assert got["n_affected"].tolist() == [3, 2, 2]
    assert got["score"].tolist() == [0.65, 0.75, 0.7]
    first = got.iloc[0]
    assert got.index[0] == pair_id(BO_WORK, BO_HOME)
    assert (first["name"], first["other_name"]) == ("nightheron@example.net", "Bo Roe")
    assert (first["n_interactions"], first["other_n_interactions"]) == (3, 4)
    assert (first["last_on"], first["other_last_on"]) == (
        pd.Timestamp("2024-01-07"),
        pd.Timestamp("2024-01-04"),
    )
    assert first["other_known_as"] == "bo.roe@halden.example"
    assert first["evidence"] == "seen"
    assert len(na.merge_proposals(archive, 2)) == 2


def test_no_proposals_give_the_same_columns_and_no_rows(mbox):
    got = na.merge_proposals(loaded(mbox))
    some = na.merge_proposals(proposing(loaded(mbox), (BO_HOME, BO_WORK, 0.65, 3)))
    assert got.empty
    assert got.columns.equals(some.columns)
    assert got.dtypes.equals(some.dtypes)
    assert na.merge_proposals(Dataset()).empty


def test_an_accepted_pair_is_one_person_after_the_next_load(mbox, wishes):
    archive = proposing(loaded(mbox), (BO_HOME, BO_WORK, 0.65, 3))
    number = na.merge_proposals(archive).index[0]
    assert na.accept(archive, number, wishes=wishes, on=date(2026, 1, 31)) == wishes
    assert person(archive, BO_HOME) != person(archive, BO_WORK)  # nothing changes at once
    again = loaded(mbox, wishes=wishes)
    assert person(again, BO_HOME) == person(again, BO_WORK) == "bo.roe@halden.example"
    assert len(again.people) == len(archive.people) - 1
    row = na.decisions(wishes).loc[number]
    assert (row["decision"], row["decided_on"]) == ("same", pd.Timestamp("2026-01-31"))


def test_a_rejected_pair_comes_apart_where_it_was_joined(mbox, wishes):
    archive = loaded(mbox)
    assert person(archive, CARL_1) == person(archive, CARL_2)
    na.reject(archive, (CARL_1, CARL_2), wishes=wishes)
    again = loaded(mbox, wishes=wishes)
    assert person(again, CARL_1) != person(again, CARL_2)


@pytest.mark.parametrize("had_a_file", [True, False])
def test_undoing_restores_every_table_bit_for_bit(mbox, wishes, had_a_file):
    before = '# mine\n\n[me]\naliases = ["ana@example.org"]\n'
    if had_a_file:
        wishes.write_text(before, encoding="utf-8")
    archive = na.load(mbox, me="ana@example.org", wishes=wishes if had_a_file else None)
    digest = dataset_digest(archive)
    na.accept(archive, (BO_HOME, BO_WORK), wishes=wishes)
    na.reject(archive, (CARL_1, CARL_2), wishes=wishes)
    assert dataset_digest(na.load(mbox, me="ana@example.org", wishes=wishes)) != digest
    na.undo((BO_WORK, BO_HOME), pair_id(CARL_2, CARL_1), wishes=wishes)
    back = na.load(mbox, me="ana@example.org", wishes=wishes)
    assert dataset_digest(back) == digest
    for name, frame in archive.tables():
        pd.testing.assert_frame_equal(getattr(back, name), frame)
    assert wishes.read_text(encoding="utf-8") == (before if had_a_file else "")


def test_the_last_word_counts_and_nothing_is_written_twice(mbox, wishes):
    archive = loaded(mbox)
    na.accept(archive, (BO_HOME, BO_WORK), wishes=wishes)
    na.accept(archive, (BO_WORK, BO_HOME), wishes=wishes)
    assert na.decisions(wishes)["decision"].tolist() == ["same"]
    na.reject(archive, (BO_HOME, BO_WORK), wishes=wishes)
    assert na.decisions(wishes)["decision"].tolist() == ["different"]


def test_contradicting_verdicts_are_refused_before_they_are_written(mbox, wishes):
    archive = loaded(mbox)
    na.accept(archive, (ANA, BO_WORK), (BO_WORK, BO_HOME), wishes=wishes)
    text = wishes.read_text(encoding="utf-8")
    with pytest.raises(na.DecisionError, match=r"line \d+: .*line 1, 4; take one of them out"):
        na.reject(archive, (ANA, BO_HOME), wishes=wishes)
    assert wishes.read_text(encoding="utf-8") == text


def test_a_contradiction_written_by_hand_names_file_and_lines(mbox, wishes):
    wishes.write_text(
        '[[same]]\naliases = ["ana@example.org", "carl@one.example"]\n\n'
        '[[different]]\naliases = ["carl@one.example", "ana@example.org"]\n',
        encoding="utf-8",
    )
    with pytest.raises(na.DecisionError) as raised:
        loaded(mbox, wishes=wishes)
    assert f"{wishes}, line 4" in str(raised.value)
    assert "[[same]] in line 1" in str(raised.value)


def test_two_spellings_of_one_alias_are_no_pair(mbox, wishes):
    archive = loaded(mbox)
    with pytest.raises(na.DecisionError, match="one and the same alias"):
        na.accept(archive, ("Bo Roe", "bo.roe@halden.example"), wishes=wishes)
    text = '[[same]]\naliases = ["ana@example.org", "Ana@Example.org"]\n'
    wishes.write_text(text, encoding="utf-8")
    with pytest.raises(na.DecisionError, match=r"line 1: both aliases are address:ana@example.org"):
        loaded(mbox, wishes=wishes)


def test_people_can_be_joined_by_name_address_or_key(mbox, wishes):
    archive = loaded(mbox)
    na.accept(archive, ("Bo Roe", "NightHeron@example.net"), wishes=wishes)
    assert na.decisions(wishes)[["alias_key", "other_key"]].to_numpy().tolist() == [
        [BO_WORK, BO_HOME]
    ]
    again = loaded(mbox, wishes=wishes)
    assert person(again, BO_HOME) == person(again, BO_WORK)


def test_unknown_ids_and_strangers_are_named_and_nothing_is_written(mbox, wishes):
    archive = loaded(mbox)
    with pytest.raises(na.ProposalUnknownError, match="no proposal '12345678'"):
        na.accept(archive, "12345678", wishes=wishes)
    with pytest.raises(na.PersonUnknownError, match="'Zoe Nobody' is no alias"):
        na.reject(archive, ("Zoe Nobody", ANA), wishes=wishes)
    assert not wishes.exists()
    with pytest.raises(na.ExportNotFoundError):
        na.undo("12345678", wishes=wishes)
    wishes.write_text("# mine\n", encoding="utf-8")
    with pytest.raises(na.ProposalUnknownError, match="no verdict '12345678'"):
        na.undo("12345678", wishes=wishes)
    assert wishes.read_text(encoding="utf-8") == "# mine\n"


def test_a_damaged_file_is_never_overwritten(mbox, wishes):
    wishes.write_text("[[same\n", encoding="utf-8")
    archive = loaded(mbox)
    for write in (na.accept, na.reject):
        with pytest.raises(na.WishesError, match="line 1"):
            write(archive, (BO_HOME, BO_WORK), wishes=wishes)
    with pytest.raises(na.WishesError):
        na.undo("12345678", wishes=wishes)
    assert wishes.read_text(encoding="utf-8") == "[[same\n"


def test_aliases_that_are_nowhere_are_counted_and_said_but_not_fatal(mbox, wishes):
    wishes.write_text(
        '[me]\naliases = ["ana@example.org", "ana@elsewhere.example", "Ana Elsewhere"]\n'
        '[[same]]\naliases = ["bo.roe@halden.example", "bo@elsewhere.example"]\n'
        '[[different]]\naliases = ["linkedin.com/in/carl", "carl@one.example"]\n',
        encoding="utf-8",
    )
    archive = na.load(mbox, wishes=wishes)
    said = archive.issues[archive.issues["reason"] == "alias not in this archive"]
    assert said["file"].unique().tolist() == ["netanalysis.toml"]
    assert [text.partition(", which")[0] for text in said["problem"]] == [
        "[me] names ana@elsewhere.example",
        "[me] names Ana Elsewhere",
        "[[same]] names address:bo@elsewhere.example",
        "[[different]] names profile:carl",
    ]
    assert not said["is_left_out"].any()
    assert archive.owner_reason == "you said so: ana@example.org"


def test_verdicts_given_at_the_same_moment_are_all_kept(mbox, wishes, monkeypatch):
    archive = loaded(mbox)
    keys = [BO_WORK, BO_HOME, CARL_1, CARL_2]
    pairs = [(ANA, key) for key in keys]

    def read_slowly(*args, **options):
        file = read_wishes(*args, **options)
        time.sleep(0.02)
        return file

    monkeypatch.setattr("netanalysis.wishes.read_wishes", read_slowly)
    with ThreadPoolExecutor(len(pairs)) as pool:
        list(pool.map(lambda pair: na.reject(archive, pair, wishes=wishes), pairs))
    assert set(na.decisions(wishes).index) == {pair_id(*pair) for pair in pairs}
    assert [path.name for path in wishes.parent.iterdir() if path.is_file()] == [wishes.name]


def test_a_file_that_is_being_edited_is_left_alone_in_one_sentence(mbox, wishes, monkeypatch):
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.2)
    archive = loaded(mbox)
    with lock.sole_editor(wishes), pytest.raises(na.OutputError, match="being written by process"):
        na.reject(archive, (ANA, BO_HOME), wishes=wishes)
    assert not wishes.exists()
    na.reject(archive, (ANA, BO_HOME), wishes=wishes)
    with pytest.raises(na.OutputError, match="could not be written"):
        na.reject(archive, (ANA, BO_HOME), wishes=wishes.parent / "nowhere" / wishes.name)


def test_an_own_name_that_is_only_a_rare_display_name_is_said_and_not_fatal(mbox, wishes):
    text = mbox.read_text(encoding="utf-8")
    mbox.write_text(text.replace("Bo Roe <", "Ana Maria Lund <", 1), encoding="utf-8")
    wishes.write_text('[me]\naliases = ["ana@example.org", "Ana Maria Lund"]\n', encoding="utf-8")
    archive = na.load(mbox, wishes=wishes)
    assert archive.owner_reason == "you said so: ana@example.org"
    said = archive.issues.loc[archive.issues["reason"] == "alias not in this archive", "problem"]
    assert said.tolist() == [
        "[me] names Ana Maria Lund, which a few records show with bo.roe@halden.example; these "
        "mostly bear another name, so it names nobody for sure: give the address"
    ]
    with pytest.raises(na.OwnerUnknownError, match=r"show it with bo\.roe@halden\.example"):
        na.load(mbox, me="Ana Maria Lund")


def test_own_aliases_are_shown_with_reasons_and_corrected_by_the_file(mbox, wishes):
    found = na.own_aliases(na.load(mbox))
    assert found.index.tolist() == [ANA]
    assert found["n_interactions"].tolist() == [10]
    wishes.write_text('[me]\naliases = ["Bo Roe", "nightheron@example.net"]\n', encoding="utf-8")
    corrected = na.own_aliases(na.load(mbox, wishes=wishes))
    assert corrected.index.tolist() == [BO_WORK, BO_HOME]
    assert corrected["n_interactions"].tolist() == [4, 3]
    assert corrected["evidence"].str.contains("you said so").all()
    both = na.own_aliases(na.load(mbox, me="carl@one.example", wishes=wishes))
    assert {BO_WORK, BO_HOME, CARL_1} <= set(both.index)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("address:Ana@Example.org", "ana@example.org"),
        (" <ana@example.org>", "ana@example.org"),
        ("Ana Berg", "Ana Berg"),
        ("name:Ana Berg", "ana berg"),
    ],
)
def test_own_aliases_in_the_file_may_be_written_in_any_form(mbox, wishes, text, reason):
    wishes.write_text(f'[me]\naliases = ["{text}"]\n', encoding="utf-8")
    archive = na.load(mbox, wishes=wishes)
    assert archive.me == "ana@example.org"
    assert archive.owner_reason == f"you said so: {reason}"


@pytest.mark.parametrize("text", ["owner:linkedin", "anonymous:Connections.csv:3", "profile:ana"])
def test_own_aliases_that_name_nobody_here_leave_the_owner_to_the_data(mbox, wishes, text):
    wishes.write_text(f'[me]\naliases = ["{text}"]\n', encoding="utf-8")
    archive = na.load(mbox, wishes=wishes)
    assert archive.owner_reason == na.load(mbox).owner_reason
    assert (archive.issues["reason"] == "alias not in this archive").sum() == 1


def test_own_aliases_need_an_owner(archive_of):
    with pytest.raises(na.OwnerUnknownError):
        na.own_aliases(archive_of([(0, "a", ["b"])], me=None))


def test_a_stored_archive_is_made_anew_when_verdicts_change_without_reading_mail(
    mbox, wishes, tmp_path, monkeypatch
):
    store = tmp_path / "store"
    wishes.write_text("", encoding="utf-8")
    first = loaded(mbox, wishes=wishes, store=store)
    na.accept(first, (BO_HOME, BO_WORK), wishes=wishes)
    fresh = dataset_digest(loaded(mbox, wishes=wishes))
    left: list[int] = []  # bytes that were still to be read, by call

    def note(file: str, n_done: int, n_bytes: int) -> None:
        left.append(n_bytes - n_done)

    options = {"wishes": wishes, "store": store, "progress": note}
    second = loaded(mbox, **options)
    assert dataset_digest(second) == fresh
    assert person(second, BO_HOME) == person(second, BO_WORK)
    assert not any(left)
    # What decides nothing makes nothing anew.
    wishes.write_text(wishes.read_text(encoding="utf-8") + "# a note\n", encoding="utf-8")
    monkeypatch.setattr("netanalysis.archive.resolve_as_decided", None)
    assert dataset_digest(loaded(mbox, **options)) == fresh


@pytest.fixture(scope="module")
def planted() -> list[tuple[tuple[str, str], bool]]:
    truth = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))
    return [(tuple(entry["pair"]), entry["is_same"]) for entry in truth["proposals"]]


def test_what_only_the_owner_can_tell_is_proposed_and_not_joined(planted):
    archive = na.load(SAMPLE)
    proposed = {
        frozenset(pair)
        for pair in zip(
            archive.proposals["person_id"], archive.proposals["other_person_id"], strict=True
        )
    }
    for pair, _ in planted:
        assert frozenset(person(archive, key) for key in pair) in proposed, pair


def test_verdicts_on_the_sample_leave_nothing_planted_to_ask(planted, wishes):
    archive = na.load(SAMPLE)
    na.accept(archive, *[pair for pair, is_same in planted if is_same], wishes=wishes)
    na.reject(archive, *[pair for pair, is_same in planted if not is_same], wishes=wishes)
    again = na.load(SAMPLE, wishes=wishes)
    for pair, is_same in planted:
        assert (person(again, pair[0]) == person(again, pair[1])) is is_same, pair
    involved = {person(again, key) for pair, _ in planted for key in pair}
    left = again.proposals[["person_id", "other_person_id"]]
    assert not left.isin(involved).all(axis=1).any()
    n_joined = sum(is_same for _, is_same in planted)
    assert len(again.people) == len(archive.people) - n_joined
    na.undo(*na.decisions(wishes).index, wishes=wishes)
    assert dataset_digest(na.load(SAMPLE, wishes=wishes)) == dataset_digest(archive)
