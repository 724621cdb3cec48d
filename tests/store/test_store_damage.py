"""Damaged stores, and several processes at one store."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from grown_mail import mbox, messages
from store_reading import assert_as_fresh

import netanalysis as na
from netanalysis.dataset import dataset_digest
from netanalysis.errors import (
    OutputError,
    StoreWarning,
    UnreadableExportError,
)
from netanalysis.store import lock
from netanalysis.store.manifest import MANIFEST, read_manifest, write_manifest


def test_damaged_parts_are_said_and_made_anew(archive, store):
    fresh = dataset_digest(na.load(*archive, store=store))
    manifest = read_manifest(store)
    tables = {part.file for part in manifest.tables.values()}
    with damage(store, tables) as whole:
        with pytest.raises(UnreadableExportError):
            na.open_store(store)
        with pytest.warns(StoreWarning, match="damaged or missing; it was made anew"):
            again = na.load(*archive, store=store)
        assert dataset_digest(again) == fresh
        assert all((store / file).read_bytes() == content for file, content in whole.items())
    with damage(store, manifest.part_files() - tables) as whole:
        assert dataset_digest(na.load(*archive, store=store)) == fresh
        shutil.copy(archive[0] / "Inbox", archive[0] / "copy")  # so that pieces are used
        with pytest.warns(StoreWarning, match="damaged or missing; its source is read anew"):
            again = na.load(*archive, store=store)
        assert dataset_digest(again) == dataset_digest(na.load(*archive))
        assert all((store / file).read_bytes() == content for file, content in whole.items())


@contextmanager
def damage(store: Path, files: set[str]) -> Iterator[dict[str, bytes]]:
    """Flip one bit in each of the files; give their sound content."""
    whole = {file: (store / file).read_bytes() for file in files}
    for file, content in whole.items():
        flipped = bytearray(content)
        flipped[len(content) // 2] ^= 4
        (store / file).write_bytes(flipped)
    yield whole


def test_a_damaged_manifest_is_an_error_that_says_what_to_do(archive, store):
    na.load(*archive, store=store)
    (store / MANIFEST).write_bytes((store / MANIFEST).read_bytes()[:-40])
    with pytest.raises(UnreadableExportError, match="remove the store and load"):
        na.load(*archive, store=store)
    assert "Removed the store" in na.forget_store(store)
    assert_as_fresh(archive, store)


def test_a_second_writer_gives_up_in_one_sentence(archive, store, monkeypatch):
    na.load(*archive, store=store)
    (archive[0] / "Later").write_bytes(mbox(messages(5, seed=78)))
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.2)
    with lock.single_writer(store):
        with pytest.raises(OutputError, match=rf"is being written by process {os.getpid()}; wait"):
            na.load(*archive, store=store)
        assert len(na.open_store(store).interactions)  # readers need no lock
    assert_as_fresh(archive, store)


def test_a_second_writer_that_waits_finds_the_work_done(archive, store):
    results: list[str] = []

    def run() -> None:
        results.append(dataset_digest(na.load(*archive, store=store)))

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 3
    assert set(results) == {dataset_digest(na.load(*archive))}


def test_a_lock_left_by_a_dead_process_holds_nobody_up(archive, store):
    store.mkdir()
    (store / lock.LOCK).write_text("999999999")
    assert_as_fresh(archive, store)


def test_a_reader_keeps_what_it_opened(archive, store):
    before = na.load(*archive, store=store)
    expected = dataset_digest(na.load(*archive))
    (archive[0] / "Later").write_bytes(mbox(messages(5, seed=78)))
    reader = na.open_store(store)
    na.load(*archive, store=store)
    assert dataset_digest(reader) == dataset_digest(before) == expected


def test_a_store_of_before_a_table_came_says_so_and_is_made_anew(archive, store):
    fresh = dataset_digest(na.load(*archive, store=store))
    manifest = read_manifest(store)
    tables = {name: part for name, part in manifest.tables.items() if name != "special_days"}
    write_manifest(store, replace(manifest, request="", code="before", tables=tables))
    with pytest.raises(UnreadableExportError, match="no table 'special_days'; load the exports"):
        na.open_store(store)
    assert dataset_digest(na.load(*archive, store=store)) == fresh
    assert dataset_digest(na.open_store(store)) == fresh
