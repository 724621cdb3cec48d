"""One mbox read by several processes gives what one process gives."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields as fields_of
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mail_makers import mbox, message

from netanalysis.harvest import Harvest
from netanalysis.loaders import mail
from netanalysis.loaders.mail import crew, ranges
from netanalysis.loaders.mail.batch import Batch
from netanalysis.loaders.mail.ranges import n_workers_for, parts_of, read_part
from netanalysis.loaders.mail.split import Splitter
from netanalysis.loaders.mail.stream import Stream

SAMPLE = Path(__file__).resolve().parents[3] / "data" / "sample" / "mail.mbox"
DATED = b"From ada@example.org Tue Aug  8 12:36:29 2023\n"


def assert_equal(one: Harvest, other: Harvest) -> None:
    for field in fields_of(Harvest):
        pd.testing.assert_frame_equal(getattr(one, field.name), getattr(other, field.name))


@pytest.fixture(scope="module")
def whole() -> Harvest:
    return mail.read([SAMPLE], workers=1)


@pytest.mark.parametrize(("workers", "size"), [(2, 1_000_000), (3, 700_001), (4, 400_000)])
def test_any_number_of_processes_gives_the_same_harvest(workers, size, whole, monkeypatch):
    monkeypatch.setattr(ranges, "PART", size)
    assert len(parts_of(SAMPLE, size)) > 1
    seen: list[tuple[str, int, int]] = []
    found = mail.read([SAMPLE], workers=workers, progress=lambda *one: seen.append(one))
    assert_equal(found, whole)
    assert seen[-1][1] == seen[-1][2] == SAMPLE.stat().st_size


@pytest.fixture
def all_here(monkeypatch):
    """Parts are read by this process, one after another."""
    monkeypatch.setattr(crew, "in_order", lambda read, parts, _: map(read, parts))


@pytest.mark.usefixtures("all_here")
@pytest.mark.parametrize("size", [1, 3000, 5000, 77_777, 250_000, 10**9])
def test_any_size_of_the_parts_gives_the_same_harvest(size, whole, monkeypatch, tmp_path):
    monkeypatch.setattr(ranges, "PART", size)
    if size > 5000:
        assert_equal(mail.read([SAMPLE], workers=2), whole)
        return
    head = SAMPLE.read_bytes()[:300_000]
    path = tmp_path / "mail.mbox"
    path.write_bytes(head)
    assert_equal(mail.read([path], workers=2), mail.read([path], workers=1))


@pytest.mark.usefixtures("all_here")
def test_people_copies_and_issues_reach_over_the_cuts(tmp_path, monkeypatch):
    monkeypatch.setattr(ranges, "PART", 5000)
    letters = [
        message(
            from_=f'"P {n % 7}" <p{n % 5}@x.org>',
            to=f"q{n % 11}@x.org, a@b <c@d>" if n % 9 == 0 else f"q{n % 11}@x.org",
            subject=f"s {n % 13}",
            message_id=f"<{n % 40}@x>",
            in_reply_to=f"<{n - 3}@x>",
            x_gmail_labels="Spam" if n % 17 == 0 else "Inbox",
            precedence="list" if n % 3 else None,
        )
        for n in range(120)
    ]
    path = tmp_path / "mail.mbox"
    for data in (mbox(*letters), mbox(*letters).replace(b"\n", b"\r\n")):
        path.write_bytes(data)
        assert len(parts_of(path, 5000)) > 3
        assert_equal(mail.read([path], workers=3), mail.read([path], workers=1))
        found = mail.read([path], workers=3, body="light")
        assert_equal(found, mail.read([path], workers=1, body="light"))


PIECES = st.sampled_from(
    [
        DATED, b"From here on\n", b"From: x@y\n", b"To: y@z\n", b"\n", b"\r\n", b">From z\n",
        DATED + b"A: b\n\nbody\n\n", DATED.replace(b"\n", b"\r\n") + b"A: b\r\n\r\nbody\r\n",
        b"\0\0", b"x" * 900 + b"\n", DATED + b"From: a@b.org\nSubject: s\n\n" + b"text\n" * 300,
        b"From " + b"x" * 1100 + b"\n", b"\r",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=25), st.integers(1, 4000))
def test_cuts_fall_on_the_separators_that_the_whole_file_has(tmp_path_factory, pieces, size):
    path = tmp_path_factory.mktemp("cut") / "m"
    path.write_bytes(DATED + b"From: a@b.org\n\nx\n" + b"".join(pieces) + b"\nend\n" * 900)
    with Stream(path) as stream:
        expected = list(Splitter(stream.read_block, is_mbox=True))
    found = []
    for part in parts_of(path, size):
        with ranges._PartStream(path, part) as stream:
            found += Splitter(stream.read_block, is_mbox=True, after=lambda: part.after)  # noqa: B023
    assert found == expected


def test_what_cannot_be_cut_is_read_by_one(tmp_path):
    path = tmp_path / "mail.mbox"
    for data in (mbox(message()).decode().encode("utf-16"), mbox(message()).replace(b"\n", b"\r")):
        path.write_bytes(data)
        assert len(parts_of(path, 10)) <= 1
        assert len(mail.read([path], workers=2).interactions) == 1


def test_small_files_and_scripts_are_read_by_one(monkeypatch):
    script = ModuleType("__main__")
    script.__file__ = "script.py"
    monkeypatch.setitem(sys.modules, "__main__", script)
    assert n_workers_for(10_000, None) == 1
    assert n_workers_for(10**12, None) == 1
    assert n_workers_for(10_000, 3) == 3


def test_a_part_counts_its_own_messages():
    part = parts_of(SAMPLE, 10**9)[0]
    assert part.stop == SAMPLE.stat().st_size
    assert read_part(Batch("m", "m", "mbox", [(SAMPLE, "m")]), part).n_messages == 4610


def test_a_process_that_reads_a_part_loads_no_pandas(tmp_path):
    """It would take longer to load than a part takes to read."""
    path = tmp_path / "mail.mbox"
    path.write_bytes(mbox(message()))
    code = (
        "import pickle, sys\n"
        "from netanalysis.loaders.mail.batch import Batch\n"
        "from netanalysis.loaders.mail.ranges import parts_of, read_part\n"
        "from pathlib import Path\n"
        f"path = Path({str(path)!r})\n"
        "batch = Batch('m', 'm', 'mbox', [(path, 'm')])\n"
        "pickle.dumps(read_part(batch, parts_of(path)[0]))\n"
        "print(sorted({'pandas', 'pyarrow', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
