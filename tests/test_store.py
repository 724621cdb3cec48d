"""The store: what is read is what was written, or an error; never something else."""

from __future__ import annotations

import dataclasses
import json
import random
import stat
import sys
from pathlib import Path

import pandas as pd
import pytest
from hand_made import make_archive
from places import SAMPLE

import netanalysis as na
from netanalysis.dataset import dataset_digest
from netanalysis.errors import (
    ExportNotFoundError,
    NetAnalysisError,
    OutputError,
    UnreadableExportError,
)
from netanalysis.schema import TABLES
from netanalysis.store import open_store, write_store
from netanalysis.store.lock import LOCK
from netanalysis.store.manifest import FORMAT, MANIFEST, read_manifest

N_FLIPS = 60


@pytest.fixture(scope="module")
def archive() -> na.Dataset:
    return na.load(SAMPLE)


@pytest.fixture
def store(tmp_path) -> Path:
    """A small store that a test may damage."""
    people = {"ana": {"name": "Null"}, "bo": {"name": "Bo, “the\x00Bold”\n"}}
    small = make_archive(
        [(0, "me", ["ana", "bo"]), (9, "ana", ["me"])], people=people, connected=["bo"]
    )
    return write_store(dataclasses.replace(small, owner_reason="said so: Ö"), tmp_path / "store")


def assert_same(one: na.Dataset, other: na.Dataset) -> None:
    assert one.owner_reason == other.owner_reason
    for (name, frame), (_, again) in zip(one.tables(), other.tables(), strict=True):
        pd.testing.assert_frame_equal(frame, again, obj=name)


def part_of(store: Path, table: str) -> Path:
    return store / read_manifest(store).tables[table].file


def test_the_sample_comes_back_equal(archive, tmp_path):
    assert len(archive.interactions) > 1000
    assert_same(archive, open_store(write_store(archive, tmp_path)))


def test_an_empty_archive_comes_back_equal(tmp_path):
    assert_same(na.Dataset(), open_store(write_store(na.Dataset(), tmp_path)))


def test_odd_names_come_back_equal(store):
    names = open_store(store).people.set_index("person_id")["name"]
    assert names["ana"] == "Null"
    assert names["bo"] == "Bo, “the\x00Bold”\n"
    assert open_store(store).owner_reason == "said so: Ö"


def test_writing_again_replaces_what_was_there(archive, store):
    write_store(archive, store)
    assert_same(archive, open_store(store))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits")
def test_only_the_owner_may_enter(archive, tmp_path):
    folder = tmp_path / "store"
    folder.mkdir(mode=0o755)
    write_store(archive, folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_a_store_holds_its_tables_and_the_manifest_and_nothing_else(store):
    parts = [part_of(store, table.name).name for table in TABLES]
    assert sorted(file.name for file in store.iterdir()) == sorted(
        [".gitignore", LOCK, MANIFEST, *parts]
    )
    assert (store / ".gitignore").read_bytes() == b"*\n"


def test_a_flipped_bit_is_an_error_or_changes_nothing(archive, tmp_path):
    """Single bits, anywhere, half of them in the part of the file that describes the rest."""
    folder = write_store(archive, tmp_path / "store")
    files = sorted(file for file in folder.iterdir() if file.suffix in (".parquet", ".json"))
    draw = random.Random(20260131)
    n_noticed = 0
    for i in range(N_FLIPS):
        file = files[i % len(files)]
        whole = file.read_bytes()
        reach = min(len(whole), 5000) if i % 2 else len(whole)
        position = len(whole) - 1 - draw.randrange(reach)
        damaged = bytearray(whole)
        damaged[position] ^= 1 << draw.randrange(8)
        file.write_bytes(damaged)
        try:
            again = open_store(folder)
        except NetAnalysisError as error:
            n_noticed += 1
            assert file.name in str(error) or "format" in str(error)
        else:
            assert_same(archive, again)
        file.write_bytes(whole)
    assert n_noticed > N_FLIPS / 2
    assert_same(archive, open_store(folder))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
@pytest.mark.parametrize("damage", ["absent", "empty", "cut"])
def test_a_part_that_is_absent_or_cut_is_named(store, table, damage):
    part = part_of(store, table.name)
    whole = part.read_bytes()
    if damage == "absent":
        part.unlink()
    else:
        part.write_bytes(b"" if damage == "empty" else whole[:-3])
    with pytest.raises(UnreadableExportError, match=f"{part.name} is damaged or missing"):
        open_store(store)


def test_a_part_of_another_store_is_refused(store, tmp_path):
    other = write_store(make_archive([(0, "eve", ["me"])]), tmp_path / "other")
    part_of(store, "people").write_bytes(part_of(other, "people").read_bytes())
    with pytest.raises(UnreadableExportError, match=r"people-.*\.parquet"):
        open_store(store)


def test_a_folder_without_manifest_is_no_store(store, tmp_path):
    part_of_people = part_of(store, "people")
    (store / MANIFEST).unlink()
    for folder in (store, tmp_path / "not there", part_of_people):
        with pytest.raises(ExportNotFoundError, match="holds no stored archive"):
            open_store(folder)


def test_a_store_whose_writing_was_cut_short_is_what_it_was(store, archive, monkeypatch):
    before = dataset_digest(open_store(store))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pyarrow.parquet.ParquetWriter.write_table", full)
    with pytest.raises(OutputError, match="No space left on device"):
        write_store(archive, store)
    assert dataset_digest(open_store(store)) == before


def test_a_folder_that_holds_something_else_is_left_alone(archive, tmp_path):
    (tmp_path / "diary.txt").write_text("private")
    mode = tmp_path.stat().st_mode
    with pytest.raises(OutputError, match=r"holds other files \(diary.txt\)"):
        write_store(archive, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["diary.txt"]
    assert tmp_path.stat().st_mode == mode


@pytest.mark.parametrize("text", ["", "{", "[]", "7", "null", "{}", '{"format": true}', "\ud800"])
def test_a_manifest_that_is_none_is_an_error_of_ours(store, text):
    (store / MANIFEST).write_text(text, encoding="utf-8", errors="surrogatepass")
    with pytest.raises(UnreadableExportError):
        open_store(store)


@pytest.mark.parametrize("change", [{"owner_reason": "somebody else"}, {"parts": {}}, {"seal": ""}])
def test_a_changed_manifest_is_damaged(store, change):
    manifest = json.loads((store / MANIFEST).read_text(encoding="utf-8"))
    (store / MANIFEST).write_text(json.dumps({**manifest, **change}), encoding="utf-8")
    with pytest.raises(UnreadableExportError, match="damaged"):
        open_store(store)


def test_another_format_says_which_it_is_and_what_to_do(store):
    manifest = json.loads((store / MANIFEST).read_text(encoding="utf-8"))
    (store / MANIFEST).write_text(json.dumps({**manifest, "format": FORMAT + 1}), encoding="utf-8")
    with pytest.raises(
        UnreadableExportError, match=rf"format {FORMAT + 1}.*load the exports again"
    ):
        open_store(store)


def test_a_folder_that_cannot_be_made_is_an_output_error(archive, tmp_path):
    file = tmp_path / "file"
    file.write_text("in the way")
    for folder in (file, file / "below"):
        with pytest.raises(OutputError, match="could not be written"):
            write_store(archive, folder)
    assert file.read_text() == "in the way"
