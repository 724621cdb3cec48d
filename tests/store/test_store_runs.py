"""Many runs of messages, written down and read again, give what one run in memory gives."""

from __future__ import annotations

import subprocess
import sys

import pytest
from grown_mail import mbox, messages, write_archive
from places import SAMPLE
from store_reading import assert_as_fresh

import netanalysis as na
from netanalysis.dataset import Dataset, dataset_digest
from netanalysis.loaders.mail import facts, pieces, pile
from netanalysis.store.keeping import Writer

NUMBERS = [
    ("interactions", "_time_order"),
    ("interactions", "_thread"),
    ("participants", "_interaction_row"),
    ("participants", "_person_row"),
    ("participants", "_is_sender"),
]


@pytest.fixture(params=[1, 7, 50])
def runs(request, monkeypatch) -> int:
    """Runs of few messages, and identifiers compared in many parts."""
    monkeypatch.setattr(pile, "RUN", request.param)
    monkeypatch.setattr(pieces, "RUN", request.param)
    monkeypatch.setattr(facts, "NAMES_AT_ONCE", 40)
    return request.param


def with_a_late_copy() -> list[bytes]:
    """Return mail that begins with a message whose other copy, at the end, tells more."""
    head = (
        "From: Me <me@example.org>\nTo: Ana <ana@example.net>\n{}Message-ID: <kept@example.org>\n"
        "Date: 4 Mar 2002 10:00 +0000\nSubject: a plan of its own\n\nHello\n"
    )
    early = head.format("X-Gmail-Labels: Archived\n").encode()
    late = head.format("Bcc: Bo <bo@example.net>\nX-Gmail-Labels: Sent,work\n").encode()
    return [early, *messages(200), late]


@pytest.mark.usefixtures("runs")
def test_an_archive_of_all_kinds(tmp_path, store):
    archive = write_archive(tmp_path / "exports", 150)
    assert_as_fresh(archive, store)
    (archive[0] / "Inbox").write_bytes(mbox(messages(170)))
    assert_as_fresh(archive, store)


@pytest.mark.usefixtures("runs")
def test_what_only_a_late_copy_shows(tmp_path, store):
    """Its Bcc, its folder, and that it was sent."""
    box = tmp_path / "box"
    box.write_bytes(mbox(with_a_late_copy()))
    events = na.load(box, store=store).interactions
    row = events[events["subject"] == "a plan of its own"].iloc[0]
    assert (row["direction"], row["n_recipients"]) == ("sent", 2)
    assert "work" in row["folder"]
    assert_as_fresh([box], store)


@pytest.mark.usefixtures("runs")
def test_bodies_looked_at(tmp_path, store):
    box = tmp_path / "box"
    box.write_bytes(mbox(messages(120)))
    light = na.load(box, body="light", store=store)
    assert dataset_digest(light) == dataset_digest(na.load(box, body="light"))


@pytest.mark.usefixtures("runs")
def test_a_stray_date_in_a_late_run(tmp_path, store):
    box = tmp_path / "box"
    stray = messages(122)[121].replace(b" Mar 2003", b" Mar 2024")
    assert b" Mar 2024" in stray
    box.write_bytes(mbox([*messages(121), stray]))
    kept = na.load(box, store=store)
    assert (kept.interactions["date_quality"] == "implausible").sum() == 1
    assert (kept.issues["reason"] == "implausible date").sum() == 1
    assert_as_fresh([box], store)


def test_the_sample_with_all_its_sources(store, monkeypatch):
    monkeypatch.setattr(pile, "RUN", 60)
    assert_as_fresh([SAMPLE], store)


@pytest.mark.usefixtures("runs")
def test_the_numbers_beside_the_tables_are_those_of_the_tables(tmp_path, store):
    box = tmp_path / "box"
    box.write_bytes(mbox(messages(150)))
    stored = na.load(box, store=store)
    plain = Dataset(**dict(stored.tables()), owner_reason=stored.owner_reason)
    for table, name in NUMBERS:
        assert stored.numbers(table, name).tolist() == plain.numbers(table, name).tolist(), name


def test_what_was_put_aside_has_no_name(runs, tmp_path, store, monkeypatch):
    """It goes with the process, whatever happens to it."""
    names: list[str] = []
    really = Writer.scratch

    def watched(self):
        stream = really(self)
        names.extend(file.name for file in self.folder.iterdir())
        return stream

    monkeypatch.setattr(Writer, "scratch", watched)
    box = tmp_path / "box"
    box.write_bytes(mbox(messages(150)))
    na.load(box, store=store)
    assert names
    assert not any("scratch" in name for name in names)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in Linux's way")
def test_memory_hardly_grows_with_the_archive(tmp_path):
    """Three times the messages, hardly more memory: each run leaves it when it is full."""
    peaks = []
    for n in (8_000, 24_000):
        box = tmp_path / f"box{n}"
        box.write_bytes(mbox(messages(n)))
        code = (
            "import pathlib, netanalysis as na\n"
            "from netanalysis.loaders.mail import pieces, pile\n"
            "from netanalysis.store import parts\n"
            "pieces.PIECE_BYTES, pieces.RUN, pile.RUN = 500_000, 1_000, 1_000\n"
            "parts.LEAST_GROUP = 1_000\n"
            f"na.load({str(box)!r}, store={str(tmp_path / f'store{n}')!r})\n"
            "status = pathlib.Path('/proc/self/status').read_text()\n"
            "print(status.partition('VmHWM:')[2].split()[0])\n"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        peaks.append(int(done.stdout))
    assert peaks[1] / peaks[0] < 1.1
