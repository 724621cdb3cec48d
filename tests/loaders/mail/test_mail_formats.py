"""Each container as its program writes it: what is read, counted, left out, and said."""

from __future__ import annotations

import bz2
import gzip
import lzma
import sys
import tarfile
import zipfile

import pytest
from format_makers import emlx, takeout_mbox, takeout_members, tarred, zipped
from mail_makers import ledger_holds, mbox, message, read_bytes, reasons

from netanalysis.errors import UnknownExportError, UnreadableExportError
from netanalysis.loaders.mail import packed, read, recognises, stream


def zstd(data: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor().compress(data)


class TestPacked:
    @pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstd])
    @pytest.mark.parametrize("name", ["mail", "mail.mbox.zst"])
    def test_packed_mail_is_the_same_mail_under_any_name(self, tmp_path, pack, name):
        many = mbox(*[message(f"text {n}\n", subject=f"s{n}") for n in range(300)])
        for data in (many, message()):
            expected = read_bytes(tmp_path, data, "plain").interactions.interaction_id
            found = read_bytes(tmp_path, pack(data), name).interactions.interaction_id
            assert list(found) == list(expected)
            assert recognises(tmp_path / name)

    @pytest.mark.parametrize("pack", [bz2.compress, lzma.compress, zstd])
    def test_frames_in_a_row_and_padding_are_read_on(self, tmp_path, pack):
        data = mbox(message(subject="1"), message(subject="2"))
        joined = pack(data[:200]) + pack(data[200:]) + b"\0" * 64
        assert list(read_bytes(tmp_path, joined).interactions.subject) == ["1", "2"]

    @pytest.mark.parametrize("pack", [bz2.compress, lzma.compress, zstd])
    def test_damage_keeps_what_stands_before_it_and_says_so(self, tmp_path, pack):
        words = [str(x * x * 7919 % 100_003) * 99 for x in range(4000)]
        data = pack(mbox(*[message(word, subject=word[:9]) for word in words]))
        harvest = read_bytes(tmp_path, data[: len(data) - 50])
        assert harvest.ledger.n_read[0] > 0
        assert "damaged" in reasons(harvest)
        assert ledger_holds(harvest)

    @pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstd])
    def test_a_bomb_ends_where_it_shows_itself(self, tmp_path, monkeypatch, pack):
        monkeypatch.setattr(stream, "UNPACKED_FLOOR", 1_000_000)
        bomb = pack(mbox(message("a" * 40_000_000)))
        harvest = read_bytes(tmp_path, bomb)
        assert harvest.ledger.n_read[0] == 1
        assert reasons(harvest) == ["damaged", "truncated"]
        assert "as bombs do" in harvest.issues.problem[0]

    def test_without_the_library_the_error_says_what_to_install(self, tmp_path, monkeypatch):
        (tmp_path / "a.mbox.zst").write_bytes(zstd(mbox(message())))
        monkeypatch.setitem(sys.modules, "zstandard", None)
        monkeypatch.setattr(packed.importlib.util, "find_spec", lambda name: None)
        assert recognises(tmp_path / "a.mbox.zst")
        with pytest.raises(UnreadableExportError, match="pip install zstandard"):
            read([tmp_path / "a.mbox.zst"])
        (tmp_path / "b.mbox").write_bytes(mbox(message()))
        harvest = read([tmp_path])
        assert len(harvest.interactions) == 1
        assert "pip install zstandard" in harvest.issues.problem[0]


class TestAppleMail:
    def test_emlx_is_read_by_its_count_and_the_list_behind_it_is_no_text(self, tmp_path):
        data = message("Grüße\n", subject="hi")
        plain = read_bytes(tmp_path, data, "a").interactions.interaction_id
        for ends in (data, data.replace(b"\n", b"\r\n")):
            found = read_bytes(tmp_path, emlx(ends), "1.emlx").interactions.interaction_id
            assert list(found) == list(plain)

    def test_the_store_is_read_by_mailbox_with_its_flags(self, tmp_path):
        box = tmp_path / "V10" / "ABC" / "Sent Messages.mbox" / "F3" / "Data" / "1" / "Messages"
        inbox = tmp_path / "V10" / "ABC" / "INBOX.mbox" / "F4" / "Data" / "Messages"
        for folder in (box, inbox):
            folder.mkdir(parents=True)
        (box / "1001.emlx").write_bytes(emlx(message(subject="sent")))
        (inbox / "1.partial.emlx").write_bytes(emlx(message(subject="partial")))
        (inbox / "2.emlx").write_bytes(emlx(message(subject="deleted"), flags=3))
        (inbox / "3.emlx").write_bytes(emlx(message(subject="draft"), flags=65))
        (inbox / "4.emlx").write_bytes(emlx(message(subject="junk"), flags=(1 << 24) + 1))
        harvest = read([tmp_path / "V10"])
        found = dict(zip(harvest.interactions.subject, harvest.interactions.folder, strict=True))
        assert found == {"partial": "ABC/INBOX", "sent": "ABC/Sent Messages"}
        assert sorted(reasons(harvest)) == ["deleted", "draft", "spam"]
        assert ledger_holds(harvest)

    def test_a_lying_count_is_said_and_the_message_kept(self, tmp_path):
        for name, count in (("long", 10**9), ("short", 150)):
            harvest = read_bytes(tmp_path, emlx(message("x" * 99), count=count), name)
            assert len(harvest.interactions) == 1
            assert reasons(harvest) == ["truncated"]

    def test_a_number_above_plain_text_is_no_mail(self, tmp_path):
        (tmp_path / "a").write_bytes(b"120\nDear diary,\n")
        assert not recognises(tmp_path / "a")

    def test_an_exported_bundle_inside_a_zip_is_named_after_its_folder(self, tmp_path):
        members = {"Sent.mbox/mbox": mbox(message()), "Sent.mbox/table_of_contents": b"\0\1"}
        harvest = read([zipped(tmp_path / "m.zip", members)])
        assert list(harvest.interactions.folder) == ["Sent"]
        assert list(harvest.interactions.direction) == ["sent"]


class TestThunderbird:
    def test_a_profile_is_entered_where_its_mail_lies(self, tmp_path):
        root = tmp_path / "x8.default"
        box = root / "ImapMail" / "imap.example.org"
        (box / "INBOX.sbd" / "Friends.sbd").mkdir(parents=True)
        (root / "Mail" / "Local Folders").mkdir(parents=True)
        line = b"From - Tue Aug 08 12:36:29 2000\nX-Mozilla-Status: %s\n"
        (box / "INBOX").write_bytes(
            line % b"0001" + message(subject="1") + b"\n" + line % b"0009" + message(subject="2")
        )
        (box / "INBOX.msf").write_bytes(b"// <!-- <mdb:mork -->")
        (box / "INBOX.sbd" / "Friends.sbd" / "Old").write_bytes(mbox(message(subject="3")))
        for name in ("Drafts", "Templates", "Junk", "Unsent Messages"):
            (root / "Mail" / "Local Folders" / name).write_bytes(mbox(message(subject=name)))
        (root / "Mail" / "Local Folders" / "Trash").write_bytes(mbox(message(subject="t")))
        (root / "prefs.js").write_text("user_pref();")
        (root / "places.sqlite").write_bytes(b"SQLite format 3\0")
        harvest = read([root])
        found = dict(zip(harvest.interactions.subject, harvest.interactions.folder, strict=True))
        assert found == {
            "1": "ImapMail/imap.example.org/INBOX",
            "3": "ImapMail/imap.example.org/INBOX/Friends/Old",
            "t": "Mail/Local Folders/Trash",
        }
        assert sorted(reasons(harvest)) == ["deleted", "draft", "draft", "draft", "spam"]
        assert ledger_holds(harvest)


class TestTakeout:
    @pytest.mark.parametrize("kind", ["zip", "stored zip", "tgz", "gnu tgz"])
    @pytest.mark.parametrize("names", [(), ("E-Mail", "Alle Nachrichten einschließlich Spam")])
    def test_it_is_read_as_it_is_and_label_files_are_copies(self, tmp_path, kind, names):
        members = takeout_members(*names)
        path = tmp_path / "takeout-20240101T000000Z-001"
        if "zip" in kind:
            method = zipfile.ZIP_STORED if "stored" in kind else zipfile.ZIP_DEFLATED
            zipped(path, members, method)
        else:
            form = tarfile.GNU_FORMAT if "gnu" in kind else tarfile.PAX_FORMAT
            tarred(path, members, form=form)
        before = sorted(tmp_path.rglob("*"))
        assert recognises(path)
        harvest = read([path])
        assert sorted(harvest.interactions.subject) == ["answer", "plans"]
        by_subject = harvest.interactions.set_index("subject")
        assert by_subject.folder["plans"] == "Inbox, Unread, Travel, 2023"
        assert dict(by_subject.direction) == {"plans": "received", "answer": "sent"}
        assert int(harvest.ledger.n_duplicate.sum()) == 1
        assert sorted(reasons(harvest)) == ["not mail", "spam"]
        assert ledger_holds(harvest)
        assert sorted(tmp_path.rglob("*")) == before

    @pytest.mark.parametrize("is_tar", [False, True])
    def test_parts_given_together_join_and_one_may_hold_no_mail(self, tmp_path, is_tar):
        members = takeout_members()
        names = list(members)
        one = zipped(tmp_path / "takeout-001.zip", {n: members[n] for n in names[:2]})
        two = zipped(tmp_path / "takeout-002.zip", {n: members[n] for n in names[2:]})
        make = tarred if is_tar else zipped
        three = make(tmp_path / "takeout-003.zip", {"Takeout/Photos/a.jpg": b"\xff\xd8"})
        harvest = read([one, two, three])
        assert len(harvest.interactions) == 2
        assert int(harvest.ledger.n_duplicate.sum()) == 1
        with pytest.raises(UnknownExportError, match=r"^takeout-003\.zip: no mail was found in it"):
            read([three])

    @pytest.mark.parametrize(
        ("labels", "direction", "reason"),
        [
            ("Gesendet,Geöffnet", "sent", None),
            ("=?UTF-8?Q?Bo=C3=AEte_de_r=C3=A9ception,Importants?=", "received", None),
            ('Messages envoyés,"Voyage, 2023"', "sent", None),
            ("Enviados", "sent", None),
            ("Papierkorb", None, "trash"),
            ("Borradores", None, "draft"),
        ],
    )
    def test_localised_labels_tell_direction_and_what_is_left_out(
        self, tmp_path, labels, direction, reason
    ):
        harvest = read_bytes(tmp_path, takeout_mbox(message(x_gmail_labels=labels)))
        assert reasons(harvest) == ([] if reason is None else [reason])
        if reason is None:
            assert list(harvest.interactions.direction) == [direction]


class TestOtherArchives:
    @pytest.mark.parametrize("make", [zipped, tarred])
    def test_maildirs_and_messages_keep_their_folders_and_flags(self, tmp_path, make):
        members = {
            "Mail/cur/1:2,S": message(subject="seen"),
            "Mail/cur/2:2,T": message(subject="deleted"),
            "Mail/new/3": message(subject="new"),
            "Mail/tmp/4": message(subject="half"),
            "Mail/.Sent.2001/cur/5;2,S": message(subject="sent"),
            "eml/a.eml": message(subject="eml"),
            "eml/b.emlx": emlx(message(subject="emlx")),
            "eml/c.mbox.gz": gzip.compress(mbox(message(subject="gz"))),
            "__MACOSX/eml/._a.eml": b"\0\5\x16\7",
            "eml/holiday.jpg": b"\xff\xd8",
        }
        harvest = read([make(tmp_path / "backup", members)])
        found = dict(zip(harvest.interactions.subject, harvest.interactions.folder, strict=True))
        assert found == {
            "seen": "Mail",
            "new": "Mail",
            "sent": "Mail/Sent/2001",
            "eml": "eml",
            "emlx": "eml",
            "gz": "eml/c",
        }
        assert sorted(reasons(harvest)) == ["deleted", "not mail"]
        assert ledger_holds(harvest)
        assert harvest.ledger.file.is_unique

    def test_folders_that_alternate_in_a_tar_have_a_row_each_time(self, tmp_path):
        members = {
            "a/1": message(subject="1"),
            "b/1": message(subject="2"),
            "a/2": message(subject="3"),
        }
        harvest = read([tarred(tmp_path / "m.tar", members, "w")])
        assert list(harvest.ledger.file) == ["m.tar/a", "m.tar/b", "m.tar/a (2)"]
        assert len(harvest.interactions) == 3

    @pytest.mark.parametrize("size", [200_000, 20_000_000])
    def test_large_members_of_a_tar_are_read_as_a_stream(self, tmp_path, size):
        big = message("line\n" * (size // 5), subject="big")
        members = {"a/1.eml": big, "a/2.mbox": mbox(big, message(subject="small"))}
        harvest = read([tarred(tmp_path / "m.tgz", members)])
        assert sorted(harvest.interactions.subject) == ["big", "small"]
        assert int(harvest.ledger.n_duplicate.sum()) == 1
        assert harvest.issues.empty

    def test_long_names_are_read_in_both_dialects(self, tmp_path):
        name = "/".join(["folder" * 5] * 8) + "/ä1.eml"
        for form in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT):
            members = {name if form != tarfile.USTAR_FORMAT else name[-90:]: message()}
            harvest = read([tarred(tmp_path / "m.tar", members, "w", form)])
            assert harvest.interactions.folder[0].endswith("/folderfolderfolderfolderfolder")

    def test_archives_in_a_folder_are_read_and_others_named(self, tmp_path):
        zipped(tmp_path / "a.zip", {"x.eml": message(subject="zip")})
        zipped(tmp_path / "book.docx", {"[Content_Types].xml": b"<x/>"})
        tarred(tmp_path / "b.tgz", {"y.eml": message(subject="tar")})
        harvest = read([tmp_path])
        assert sorted(harvest.interactions.subject) == ["tar", "zip"]
        assert "not mail" in reasons(harvest)
        assert ledger_holds(harvest)

    def test_an_archive_inside_an_archive_is_named_not_opened(self, tmp_path):
        inner = zipped(tmp_path / "inner", {"a.eml": message()}).read_bytes()
        path = zipped(tmp_path / "outer.zip", {"inner.zip": inner, "b.eml": message()})
        harvest = read([path])
        assert len(harvest.interactions) == 1
        assert reasons(harvest) == ["archive inside"]
