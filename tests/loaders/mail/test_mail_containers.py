"""Containers: what is recognised, walked, named, skipped, and refused."""

from __future__ import annotations

import gzip
import os

import pytest
from mail_makers import ledger_holds, mbox, message, read_bytes, reasons

from netanalysis.errors import ExportNotFoundError, UnknownExportError, UnreadableExportError
from netanalysis.loaders.mail import read, recognises


def maildir(path, **files):
    for part in ("cur", "new", "tmp"):
        (path / part).mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        part, _, rest = name.partition("_")
        (path / part / rest.replace("__", ":2,")).write_bytes(data)


@pytest.mark.parametrize("name", ["a.mbox", "a", "a.txt", "a.eml", "1."])
def test_mail_is_recognised_by_content_under_any_name(tmp_path, name):
    for data in (mbox(message()), message(), gzip.compress(mbox(message()))):
        (tmp_path / name).write_bytes(data)
        assert recognises(tmp_path / name)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"From here to eternity\nby train\n",
        b"First Name,Last Name\nAda,Byron\n",
        b"Subject: only one header\n\n",
        b"PK\x03\x04junk",
        b"\x1f\x8bjunk",
        bytes(range(256)) * 10,
    ],
)
def test_other_files_are_not_recognised_and_do_not_raise(tmp_path, data):
    path = tmp_path / "mail.mbox"
    path.write_bytes(data)
    assert recognises(path) is False
    assert recognises(tmp_path) is False


def test_odd_paths_are_not_recognised_and_do_not_raise(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name in ("pipe", "loop", "absent", "nul\0name"):
        assert recognises(tmp_path / name) is False
    assert recognises(tmp_path) is False


def test_folders_maildirs_and_bundles_are_recognised(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "1").write_bytes(message())
    maildir(tmp_path / "M", cur_1__S=message())
    (tmp_path / "X.mbox").mkdir()
    (tmp_path / "X.mbox" / "mbox").write_bytes(mbox(message()))
    for name in ("a", "M", "X.mbox", "."):
        assert recognises(tmp_path / name)


def test_a_folder_is_walked_in_order_and_each_part_has_its_ledger_row(tmp_path):
    root = tmp_path / "mail"
    (root / "b" / "sent").mkdir(parents=True)
    (root / "a.mbox").write_bytes(mbox(message(subject="1"), message(subject="2")))
    (root / "b" / "2.").write_bytes(message(subject="4"))
    (root / "b" / "1.").write_bytes(message(subject="3"))
    (root / "b" / "notes.csv").write_bytes(b"a,b\n")
    (root / "b" / "sent" / "9_").write_bytes(message(subject="5"))
    harvest = read([root])
    assert list(harvest.interactions.subject) == ["1", "2", "3", "4", "5"]
    assert list(harvest.interactions.origin) == [
        "mail/a.mbox",
        "mail/a.mbox",
        "mail/b/1.",
        "mail/b/2.",
        "mail/b/sent/9_",
    ]
    assert list(harvest.interactions.folder) == ["a", "a", "b", "b", "b/sent"]
    assert list(harvest.ledger.file) == ["mail/a.mbox", "mail/b", "mail/b/sent"]
    assert harvest.ledger.note[1] == "2 files, one message each"
    assert list(harvest.issues.file) == ["mail/b/notes.csv"]
    assert reasons(harvest) == ["not mail"]
    assert not harvest.issues.is_left_out[0]
    assert ledger_holds(harvest)
    assert harvest.owner_hints.hint[0] == "sender of sent mail"


def test_hidden_files_indexes_and_links_are_passed_over_in_silence(tmp_path):
    root = tmp_path / "mail"
    root.mkdir()
    (root / "Inbox").write_bytes(mbox(message()))
    for name in ("Inbox.msf", ".hidden", "table_of_contents", "Info.plist"):
        (root / name).write_bytes(mbox(message(subject="index")))
    (root / "link").symlink_to(root / "Inbox")
    (root / "again").symlink_to(root)
    os.mkfifo(root / "pipe")
    harvest = read([root])
    assert list(harvest.ledger.file) == ["mail/Inbox"]
    assert harvest.issues.empty


def test_excluded_paths_are_not_read(tmp_path):
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1").write_bytes(message(subject=name))
    harvest = read([tmp_path], exclude=[tmp_path / "a", tmp_path / "b" / "1"])
    assert list(harvest.interactions.subject) == ["c"]


def test_maildir_flags_folders_and_tmp(tmp_path):
    root = tmp_path / "Mail"
    maildir(
        root,
        cur_1__S=message(subject="seen"),
        cur_2__ST=message(subject="trashed"),
        cur_3__D=message(subject="draft"),
        new_4=message(subject="new"),
        tmp_5=message(subject="half"),
    )
    maildir(root / ".Sent.2001", **{"cur_6;2,S": message(subject="sent")})
    (root / "dovecot-uidlist").write_bytes(b"3 V1\n")
    harvest = read([root])
    assert list(harvest.interactions.subject) == ["seen", "new", "sent"]
    assert list(harvest.interactions.folder) == ["Mail", "Mail", "Sent/2001"]
    assert reasons(harvest) == ["deleted", "draft"]
    assert list(harvest.issues.file) == ["Mail/cur/2:2,ST", "Mail/cur/3:2,D"]
    assert ledger_holds(harvest)


def test_bundles_and_thunderbird_folders_are_named_after_the_folder(tmp_path):
    root = tmp_path / "Profile"
    (root / "Inbox.sbd").mkdir(parents=True)
    (root / "Inbox.sbd" / "Friends").write_bytes(mbox(message(subject="1")))
    (root / "Sent Messages.mbox").mkdir()
    (root / "Sent Messages.mbox" / "mbox").write_bytes(mbox(message(subject="2")))
    (root / "Junk").write_bytes(mbox(message(subject="3")))
    harvest = read([root])
    found = dict(zip(harvest.interactions.subject, harvest.interactions.folder, strict=True))
    assert found == {"1": "Inbox/Friends", "2": "Sent Messages"}
    assert reasons(harvest) == ["spam"]


def test_roots_of_one_name_are_told_apart(tmp_path):
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "All.mbox").write_bytes(mbox(message(subject=name)))
    harvest = read([tmp_path / "x" / "All.mbox", tmp_path / "y" / "All.mbox"])
    assert list(harvest.ledger.file) == ["All.mbox", "All.mbox (2)"]


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.replace(b"\n", b"\r"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.decode().encode("utf-16"),
        lambda data: b"\0" * 50 + data.replace(b"\n\nFrom ", b"\n\n\0\0\0From "),
        lambda data: b"\n\n" + data,
        lambda data: gzip.compress(data[:300]) + gzip.compress(data[300:]) + b"\0" * 9,
    ],
)
def test_line_ends_marks_holes_and_compression_do_not_change_the_mail(tmp_path, change):
    data = mbox(*[message(f"body {n}\n", subject=f"s{n}") for n in range(9)])
    expected = read_bytes(tmp_path, data).interactions.interaction_id
    found = read_bytes(tmp_path, change(data), "other").interactions.interaction_id
    assert list(found) == list(expected)


def test_progress_is_told_up_to_the_end(tmp_path):
    path = tmp_path / "a.mbox"
    path.write_bytes(mbox(message()) * 3)
    seen = []
    read([path], progress=lambda *call: seen.append(call))
    assert seen[-1] == ("a.mbox", path.stat().st_size, path.stat().st_size)


def test_reading_changes_nothing_on_disk(tmp_path):
    path = tmp_path / "a.mbox"
    path.write_bytes(mbox(message()))
    path.chmod(0o444)
    before = (path.read_bytes(), path.stat().st_mtime_ns, sorted(tmp_path.iterdir()))
    read([path])
    assert (path.read_bytes(), path.stat().st_mtime_ns, sorted(tmp_path.iterdir())) == before


class TestDamage:
    def test_a_truncated_mbox_keeps_its_messages_and_says_so(self, tmp_path):
        data = mbox(message(subject="1"), message(subject="2"))
        cut = data.rindex(b"Subject: 2") + 4
        harvest = read_bytes(tmp_path, data[:cut])
        assert list(harvest.ledger.n_read) == [2]
        assert reasons(harvest) == ["truncated"]
        assert harvest.issues.line[0] == 2

    @pytest.mark.parametrize("damage", ["cut", "flip", "tail"])
    def test_a_damaged_gzip_keeps_what_stands_before_the_damage(self, tmp_path, damage):
        words = [str(hash_) * 9 for hash_ in (x * x * 7919 % 100_003 for x in range(400))]
        data = gzip.compress(mbox(*[message(word, subject=word) for word in words]))
        middle = len(data) // 2
        changed = {
            "cut": data[:middle],
            "flip": data[:middle] + bytes([data[middle] ^ 255]) * 40 + data[middle + 40 :],
            "tail": data + b"no gzip",
        }[damage]
        harvest = read_bytes(tmp_path, changed)
        n_read = harvest.ledger.n_read[0]
        assert n_read == 400 if damage == "tail" else 100 < n_read < 400
        assert "damaged" in reasons(harvest)
        assert ledger_holds(harvest)

    def test_oversized_headers_are_cut_and_said_to_be(self, tmp_path):
        harvest = read_messages_with(tmp_path, subject="x" * 100_000)
        assert len(harvest.interactions.subject[0]) < 70_000
        assert reasons(harvest) == ["truncated"]


def read_messages_with(folder, **headers):
    return read_bytes(folder, mbox(message(**headers)))


class TestErrors:
    def test_a_missing_path(self, tmp_path):
        with pytest.raises(ExportNotFoundError, match=r"^no\.mbox: there is no such file"):
            read([tmp_path / "no.mbox"])

    def test_a_pipe(self, tmp_path):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(ExportNotFoundError, match="neither a regular file nor a folder"):
            read([tmp_path / "pipe"])

    @pytest.mark.parametrize("data", [b"", b"\n\n\0\0"])
    def test_an_empty_file(self, tmp_path, data):
        with pytest.raises(UnreadableExportError, match=r"^mail\.mbox: the file is empty"):
            read_bytes(tmp_path, data)

    @pytest.mark.parametrize("data", [b"a,b\n1,2\n", b"\x00\x01\x02", b"From me\nto you\n"])
    def test_a_file_with_nothing_mail_in_it(self, tmp_path, data):
        with pytest.raises(UnknownExportError, match=r"^mail\.mbox: .* give an mbox file"):
            read_bytes(tmp_path, data)

    def test_gzip_in_disguise(self, tmp_path):
        with pytest.raises(UnreadableExportError, match="compressed data are damaged"):
            read_bytes(tmp_path, b"\x1f\x8bjunk")

    def test_a_folder_without_mail(self, tmp_path):
        (tmp_path / "a.csv").write_bytes(b"a,b\n")
        with pytest.raises(UnknownExportError, match="no mail was found"):
            read([tmp_path])

    def test_no_message_tells_where_on_the_machine_a_file_lies(self, tmp_path):
        with pytest.raises(ExportNotFoundError) as caught:
            read([tmp_path / "no.mbox"])
        assert str(tmp_path) not in str(caught.value)
