"""Loading into a store: equal to a fresh load, and only what is new is read."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from grown_mail import mbox, messages
from places import SAMPLE
from store_reading import PIECE, TAIL, Reading, assert_as_fresh, loaded_bytes

import netanalysis as na
from netanalysis.dataset import dataset_digest
from netanalysis.errors import (
    ExportNotFoundError,
    OwnerUnknownError,
    StoreWarning,
)
from netanalysis.loaders import calendar, contacts
from netanalysis.store import request
from netanalysis.store.manifest import MANIFEST


def test_the_sample_is_the_same_with_and_without_a_store(store):
    assert_as_fresh([SAMPLE], store)


def test_the_same_again_is_the_same(archive, store):
    assert_as_fresh(archive, store)


def test_unchanged_files_are_not_given_to_any_loader(archive, store, monkeypatch):
    na.load(*archive, store=store)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("a loader was asked")

    for name in ("mail.read", "mail.recognises", "linkedin.read", "linkedin.recognises"):
        monkeypatch.setattr(f"netanalysis.archive.{name}", never)
    again = na.load(*archive, store=store)
    assert len(again.interactions)


def test_of_unchanged_files_only_the_edges_are_read(tmp_path, store, monkeypatch):
    big = tmp_path / "exports" / "big.mbox"
    big.parent.mkdir()
    big.write_bytes(mbox(messages(400)))
    na.load(big, store=store)
    sizes: list[int] = []
    really = request.Fingerprints._edge_hash

    def counted(self, file):
        sizes.append(file[1])
        return really(self, file)

    monkeypatch.setattr(request.Fingerprints, "_edge_hash", counted)
    reading = Reading(big.parent, monkeypatch)
    na.load(big, store=store)
    assert len(sizes) == 1
    assert len(reading.opened) <= 1


def test_private_files_are_not_opened_for_the_store(archive, store, monkeypatch):
    reading = Reading(archive[0].parent, monkeypatch)
    na.load(*archive, store=store)
    na.load(*archive, store=store)
    names = {path.name for path in reading.opened}
    assert "Connections.csv" in names
    assert "Ad_Targeting.csv" not in names


CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Ana Berg\nEMAIL:ana@example.org\nEND:VCARD\n"
MEETING = (
    "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:{0}\nDTSTART:202401{0}T100000Z\n"
    "SUMMARY:plan\nORGANIZER:mailto:ana@example.org\nATTENDEE:mailto:bo@example.org\n"
    "END:VEVENT\nEND:VCALENDAR\n"
)


@pytest.mark.parametrize(
    ("changed", "content", "read_again"),
    [
        ("friends.vcf", CARD.replace("Ana", "Anna"), ["contacts"]),
        ("work.ics", MEETING.format(12), ["calendar"]),
    ],
)
def test_a_changed_calendar_or_address_book_is_no_reason_to_read_the_other(
    tmp_path, store, monkeypatch, changed, content, read_again
):
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "friends.vcf").write_text(CARD)
    (folder / "family.ics").write_text(MEETING.format(10))
    (folder / "work.ics").write_text(MEETING.format(11))
    (folder / "Inbox").write_bytes(mbox(messages(50)))
    na.load(folder, store=store)
    (folder / changed).write_text(content)
    asked: list[str] = []
    for loader in (calendar, contacts):
        really, name = loader.read, loader.__name__.rpartition(".")[2]

        def read(*paths, really=really, name=name, **how):
            asked.append(name)
            return really(*paths, **how)

        monkeypatch.setattr(loader, "read", read)
    assert loaded_bytes([folder], store) == 0  # of mail
    assert asked == read_again
    assert dataset_digest(na.open_store(store)) == dataset_digest(na.load(folder))


@pytest.mark.parametrize("n_more", [1, 7, 60, 200])
def test_a_grown_mailbox_is_read_from_where_it_stopped(tmp_path, store, n_more):
    box = tmp_path / "box"
    old, new = mbox(messages(120)), mbox(messages(120 + n_more))
    box.write_bytes(old)
    first = loaded_bytes([box], store)
    assert len(old) <= first <= len(old) + 100
    box.write_bytes(new)
    grown_by = len(new) - len(old)
    assert grown_by <= loaded_bytes([box], store) < grown_by + TAIL + 1000
    assert_as_fresh([box], store)


@pytest.mark.parametrize("cut", [1, 40, 150, 400])
def test_a_mailbox_first_met_half_written(tmp_path, store, cut):
    """The last message may go on, in its body or its headers, when the file has grown."""
    box = tmp_path / "box"
    box.write_bytes(mbox(messages(60))[:-cut])
    na.load(box, store=store)
    box.write_bytes(mbox(messages(61)))
    assert_as_fresh([box], store)


def test_a_mark_set_in_place_is_seen_though_the_mailbox_grew(tmp_path, store):
    """Thunderbird marks mail as deleted by changing a digit in the middle of the file."""
    box = tmp_path / "box"
    box.write_bytes(mbox(messages(150)))
    na.load(box, store=store)
    changed = mbox(messages(200)).replace(b"Status: 0001", b"Status: 0009", 1)
    box.write_bytes(changed)
    assert_as_fresh([box], store)


def test_a_changed_middle_keeps_the_pieces_before_it(tmp_path, store):
    box = tmp_path / "box"
    made = messages(200)
    box.write_bytes(mbox(made))
    na.load(box, store=store)
    box.write_bytes(mbox(made[:120] + made[150:]))
    n_read = loaded_bytes([box], store)
    assert 0 < n_read < len(mbox(made[120:])) + PIECE + 20_000
    assert_as_fresh([box], store)


@pytest.mark.parametrize(
    "change",
    [
        lambda box: box.write_bytes(box.read_bytes().replace(b"\n", b"\r\n")),
        lambda box: box.write_bytes(b"\xef\xbb\xbf" + box.read_bytes()),
        lambda box: box.write_bytes(box.read_bytes()[: 2 * len(box.read_bytes()) // 3]),
        lambda box: box.write_bytes(box.read_bytes().replace(b"Hello 9\n", b"Hel\0lo 9\n")),
        lambda box: box.write_bytes(mbox(messages(90, seed=9))),
    ],
    ids=["crlf", "bom", "shrunk", "nul", "replaced"],
)
def test_whatever_happens_to_a_mailbox_the_result_is_fresh(tmp_path, store, change):
    box = tmp_path / "box"
    box.write_bytes(mbox(messages(100)))
    na.load(box, store=store)
    change(box)
    assert_as_fresh([box], store)
    box.write_bytes(box.read_bytes() + mbox(messages(103)[100:]))
    assert_as_fresh([box], store)


def test_a_new_file_in_a_maildir_and_a_new_mailbox(archive, store):
    na.load(*archive, store=store)
    (archive[1] / "new" / "fresh").write_bytes(messages(1, seed=77)[0])
    (archive[0] / "Later").write_bytes(mbox(messages(5, seed=78)))
    assert_as_fresh(archive, store)


def test_a_source_that_is_gone_takes_its_rows_along_and_that_is_said(archive, store):
    na.load(*archive, store=store)
    (archive[0] / "lists.sbd" / "club").unlink()
    with pytest.warns(StoreWarning, match=r"mail/lists.sbd/club is no longer there"):
        again = na.load(*archive, store=store)
    assert dataset_digest(again) == dataset_digest(na.load(*archive))


def test_a_path_that_is_missing_changes_nothing(archive, store):
    before = dataset_digest(na.load(*archive, store=store))
    with pytest.raises(ExportNotFoundError):
        na.load(*archive, "unplugged disk", store=store)
    assert dataset_digest(na.open_store(store)) == before


@pytest.fixture
def takeout(tmp_path) -> Path:
    path = tmp_path / "takeout-20260101T000000Z-001.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("Takeout/Mail/All mail.mbox", mbox(messages(70)))
        made.writestr("Takeout/Mail/Sent.mbox", mbox(messages(20, seed=8)))
        made.writestr("Takeout/Mail/one.eml", messages(1, seed=9)[0])
        made.writestr("Takeout/Photos/cat.jpg", b"no mail")
    return path


def test_a_container_is_kept_as_a_whole(takeout, tmp_path, store):
    box = tmp_path / "box"
    box.write_bytes(mbox(messages(80)))
    paths = [takeout, box]
    na.load(*paths, store=store)
    box.write_bytes(mbox(messages(90)))
    assert loaded_bytes(paths, store) < 0.3 * box.stat().st_size
    assert_as_fresh(paths, store)
    with zipfile.ZipFile(takeout, "a") as made:
        made.writestr("Takeout/Mail/two.eml", messages(1, seed=10)[0])
    assert_as_fresh(paths, store)


def test_an_archive_in_a_folder_is_kept_like_one_given_by_itself(takeout, tmp_path, store):
    folder = tmp_path / "mail"
    folder.mkdir()
    inside = takeout.rename(folder / takeout.name)
    box = folder / "box"
    box.write_bytes(mbox(messages(80)))
    assert_as_fresh([folder], store)
    box.write_bytes(mbox(messages(90)))
    assert loaded_bytes([folder], store) < 0.3 * box.stat().st_size
    assert_as_fresh([folder], store)
    with zipfile.ZipFile(inside, "a") as made:
        made.writestr("Takeout/Mail/two.eml", messages(1, seed=10)[0])
    assert_as_fresh([folder], store)


def test_what_is_asked_of_bodies_is_kept_apart(archive, store):
    plain = dataset_digest(na.load(*archive, store=store))
    light = dataset_digest(na.load(*archive, body="light"))
    assert light != plain
    for _ in range(2):
        assert dataset_digest(na.load(*archive, body="light", store=store)) == light
    (archive[0] / "Later").write_bytes(mbox(messages(5, seed=78)))
    again = dataset_digest(na.load(*archive, body="light", store=store))
    assert again == dataset_digest(na.load(*archive, body="light"))
    assert_as_fresh(archive, store)


def test_the_order_of_paths_does_not_matter(archive, tmp_path):
    one = dataset_digest(na.load(*archive, store=tmp_path / "one"))
    other = dataset_digest(na.load(*reversed(archive), store=tmp_path / "other"))
    assert one == other == dataset_digest(na.load(*archive[1:], archive[0]))


def test_another_container_adds_nothing(tmp_path, store):
    box = tmp_path / "box"
    box.write_bytes(mbox(messages(80)))
    before = na.load(box, store=store)
    for i, one in enumerate(messages(80)):
        path = tmp_path / "dir" / "cur" / f"{i}:2,S"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(one)
    (tmp_path / "dir" / "new").mkdir()
    (tmp_path / "dir" / "tmp").mkdir()
    after = na.load(box, tmp_path / "dir", store=store)
    assert len(after.interactions) == len(before.interactions)
    assert dataset_digest(after, places=False) == dataset_digest(before, places=False)
    twice = na.load(tmp_path / "dir", store=tmp_path / "other")
    assert dataset_digest(twice, places=False) == dataset_digest(before, places=False)


def test_another_owner_is_another_request(archive, store):
    first = na.load(*archive, store=store)
    told = na.load(*archive, me="p01@host1.example", store=store)
    assert told.owner_reason != first.owner_reason
    with pytest.raises(OwnerUnknownError):
        na.load(*archive, me="nobody@example.org", store=store)
    assert na.open_store(store).owner_reason == told.owner_reason


def test_another_version_of_the_code_reads_everything_anew(archive, store, monkeypatch):
    na.load(*archive, store=store)
    assert loaded_bytes(archive, store) == 0
    monkeypatch.setattr(request, "code_version", lambda: "another")
    assert loaded_bytes(archive, store) > 10_000


def test_every_module_that_loading_runs_through_is_part_of_its_version():
    """Whatever a load imports can change its tables, down to the spelling of an address."""
    package = Path(na.__file__).parent
    script = (
        "import sys, netanalysis as na; na.load(na.sample_path()); "
        "print(*(m.__file__ for n, m in sys.modules.items() if n.startswith('netanalysis')))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    used = {Path(name).resolve() for name in run.stdout.split()}
    assert package.resolve() / "addresses.py" in used
    assert used <= {file.resolve() for file in request.code_files(package)}


def test_a_store_inside_the_exports_is_not_an_export(archive):
    folder = archive[0].parent
    store = folder / "kept"
    assert_as_fresh([folder / "mail"], store)
    first = na.load(folder, store=store)
    again = na.load(folder, store=store)
    assert dataset_digest(first) == dataset_digest(again)
    assert not any("kept" in str(name) for name in first.issues["file"])


def test_a_stopped_load_goes_on_where_it_was(tmp_path, store):
    box = tmp_path / "box"
    box.write_bytes(mbox(messages(500)))

    def stop(*_: object) -> None:
        if len(list(store.glob("messages-*"))) >= 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        na.load(box, store=store, progress=stop)
    assert loaded_bytes([box], store) < 0.6 * box.stat().st_size
    assert_as_fresh([box], store)


def test_forget_removes_the_store_and_nothing_else(archive, store, tmp_path):
    na.load(*archive, store=store)
    with pytest.raises(ExportNotFoundError, match="holds no stored archive"):
        na.forget_store(archive[0])
    assert "files" in na.forget_store(store)
    assert not store.exists()
    assert (archive[0] / "Inbox").exists()
    na.load(*archive, store=store)
    (store / "mine.txt").write_text("kept")
    assert "left alone" in na.forget_store(store)
    assert [file.name for file in store.iterdir()] == ["mine.txt"]


def test_the_command_line_keeps_and_forgets(archive, store):
    def run(*words: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "netanalysis", *map(str, words)],
            capture_output=True,
            text=True,
            check=False,
        )

    first = run("check", *archive, "--store", store)
    assert (first.returncode, first.stderr) == (0, "")
    assert (store / MANIFEST).is_file()
    (archive[0] / "lists.sbd" / "club").unlink()
    second = run("check", *archive, "--store", store)
    assert second.returncode == 0
    assert second.stderr.startswith("netanalysis: mail/lists.sbd/club is no longer there")
    assert second.stderr.count("\n") == 1
    gone = run("forget", store)
    assert gone.returncode == 0
    assert gone.stdout.startswith("Removed the store")
    again = run("forget", store)
    assert (again.returncode, again.stdout) == (1, "")
    assert "store does not exist" in again.stderr
