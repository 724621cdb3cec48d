"""Archives that lie: refused or read in part, in bounded time and memory, nothing written."""

from __future__ import annotations

import gzip
import os
import random
import resource
import struct
import subprocess
import sys
import tarfile
import zipfile

import pytest
from format_makers import takeout_members, tarred, zipped
from mail_makers import ledger_holds, mbox, message, reasons

from netanalysis import tars, zips
from netanalysis.errors import ExportNotFoundError, UnreadableExportError
from netanalysis.loaders.mail import batch, read, recognises


def encrypted(path):
    """Set the flag of encryption on the first member, as a zip with a password has it."""
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    path.write_bytes(bytes(data))
    return path


def test_an_encrypted_member_is_named_and_the_others_are_read(tmp_path):
    path = encrypted(zipped(tmp_path / "m.zip", {"a.mbox": mbox(message()), "b.eml": message()}))
    harvest = read([path])
    assert len(harvest.interactions) == 1
    assert list(harvest.issues.file) == ["m.zip/a.mbox"]
    assert "encrypted" in harvest.issues.problem[0]
    alone = encrypted(zipped(tmp_path / "n.zip", {"a.mbox": mbox(message())}))
    with pytest.raises(UnreadableExportError, match=r"^a\.mbox in n\.zip: it is encrypted"):
        read([alone])


def test_a_member_that_lies_about_its_size_ends_at_the_cap(tmp_path, monkeypatch):
    monkeypatch.setattr(zips, "MEMBER_FLOOR", 100_000)
    path = zipped(tmp_path / "m.zip", {"a.mbox": mbox(message("0" * 9_000_000))})
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.index(mark) + at
        data[start : start + 4] = struct.pack("<I", 5000)
    path.write_bytes(bytes(data))
    with pytest.raises(UnreadableExportError, match=r"^a\.mbox in m\.zip: it is damaged"):
        read([path])
    (tmp_path / "b.eml").write_bytes(message())
    harvest = read([tmp_path])
    assert len(harvest.interactions) == 1
    assert reasons(harvest) == ["damaged"]


def test_overlapping_entries_and_too_many_are_refused(tmp_path, monkeypatch):
    path = zipped(tmp_path / "m.zip", {"a.eml": message(), "b.eml": message()})
    data = bytearray(path.read_bytes())
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    data[second + 42 : second + 46] = struct.pack("<I", 5)
    (tmp_path / "o.zip").write_bytes(bytes(data))
    with pytest.raises(UnreadableExportError, match="overlapping"):
        read([tmp_path / "o.zip"])
    monkeypatch.setattr("netanalysis.loaders.mail.zipped.MAX_MAIL_ENTRIES", 1)
    with pytest.raises(UnreadableExportError, match="2 entries, more than the 1"):
        read([path])


def test_two_hundred_damaged_takeouts_lose_nothing_in_silence(tmp_path):
    whole = zipped(tmp_path / "whole.zip", takeout_members()).read_bytes()
    generator = random.Random(11)
    for at in range(200):
        bad = bytearray(whole[: generator.randrange(100, len(whole))] if at % 4 == 0 else whole)
        for _ in range(at % 4):
            bad[generator.randrange(len(bad))] ^= 1 << generator.randrange(8)
        path = tmp_path / "bad.zip"
        path.write_bytes(bytes(bad))
        try:
            harvest = read([path])
        except (UnreadableExportError, ValueError):
            continue
        assert ledger_holds(harvest)
        is_whole = len(harvest.interactions) == 2 and int(harvest.ledger.n_read.sum()) == 4
        assert is_whole or set(reasons(harvest)) - {"not mail", "spam"}


class TestTar:
    def test_a_truncated_tgz_keeps_what_stands_before_and_says_so(self, tmp_path):
        words = [str(x * x * 7919 % 100_003) * 999 for x in range(200)]
        members = {f"m/{n}.eml": message(word, subject=str(n)) for n, word in enumerate(words)}
        path = tarred(tmp_path / "m.tgz", members)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        harvest = read([path])
        assert 0 < len(harvest.interactions) < 200
        assert "damaged" in reasons(harvest)
        assert ledger_holds(harvest)

    def test_a_header_that_promises_terabytes_is_read_to_the_real_end(self, tmp_path):
        path = tarred(tmp_path / "m.tar", {"a.eml": message(), "b.eml": message()}, "w")
        data = bytearray(path.read_bytes())
        data[124:136] = b"77777777777\0"
        checksum = sum(data[:148]) + 8 * 32 + sum(data[156:512])
        data[148:156] = b"%06o\0 " % checksum
        path.write_bytes(bytes(data))
        harvest = read([path])
        assert "damaged" in reasons(harvest)

    def test_an_extended_header_of_a_gigabyte_is_not_held(self, tmp_path):
        info = tarfile.TarInfo("pax")
        info.type, info.size = tarfile.XHDTYPE, 1 << 30
        path = tmp_path / "m.tgz"
        good = tarred(tmp_path / "good.tar", {"a.eml": message()}, "w").read_bytes()
        with gzip.open(path, "wb", 1) as stream:
            stream.write(info.tobuf(tarfile.GNU_FORMAT))
            for _ in range(80):
                stream.write(bytes(1 << 20))
            stream.write(good)
        code = (
            "import resource, sys; from pathlib import Path; import netanalysis.harvest; "
            "from netanalysis.loaders import mail; a = resource.getrusage(0).ru_maxrss\n"
            f"print(mail.recognises(Path({str(path)!r})))\n"
            "print((resource.getrusage(0).ru_maxrss - a) // 1024)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        known, grown = done.stdout.split()
        assert known == "False"
        assert int(grown) < 60

    def test_noise_in_headers_ends_the_archive(self, tmp_path):
        members = {f"{n}.eml": message(subject=str(n)) for n in range(20)}
        whole = tarred(tmp_path / "m.tar", members, "w").read_bytes()
        generator = random.Random(5)
        for _ in range(100):
            bad = bytearray(whole)
            for _ in range(5):
                bad[generator.randrange(len(bad))] = generator.randrange(256)
            (tmp_path / "bad.tar").write_bytes(bytes(bad))
            try:
                harvest = read([tmp_path / "bad.tar"])
            except ValueError:
                continue
            assert ledger_holds(harvest)

    def test_entries_are_bounded(self, tmp_path, monkeypatch):
        monkeypatch.setattr(tars, "MAX_ENTRIES", 3)
        members = {f"{n}.eml": message(subject=str(n)) for n in range(9)}
        harvest = read([tarred(tmp_path / "m.tar", members, "w")])
        assert len(harvest.interactions) == 3
        assert "more entries" in harvest.issues.problem[0]


class TestChangingFiles:
    @pytest.mark.parametrize("kind", ["mbox", "eml", "csv", "zip", "tar"])
    def test_a_file_that_grows_while_it_is_read_is_said(self, tmp_path, monkeypatch, kind):
        path = tmp_path / f"m.{kind}"
        makers = {
            "mbox": lambda: path.write_bytes(mbox(message())),
            "eml": lambda: path.write_bytes(message()),
            "csv": lambda: path.write_text('"From: (Name)","Subject"\n"Ana","x"\n'),
            "zip": lambda: zipped(path, {"a.eml": message()}),
            "tar": lambda: tarred(path, {"a.eml": message()}, "w"),
        }
        makers[kind]()
        original = batch.fingerprint
        seen = []

        def changing(place):
            found = original(place)
            if found is not None:
                seen.append(place)
                found = (found[0], len(seen))
            return found

        for name in ("batch", "outlook", "zipped", "tarred"):
            monkeypatch.setattr(f"netanalysis.loaders.mail.{name}.fingerprint", changing)
        harvest = read([path])
        assert "changed" in reasons(harvest)
        assert ledger_holds(harvest)

    def test_pipes_are_never_opened(self, tmp_path):
        for name in ("a.zip", "b.pst", "c.tgz", "d.emlx"):
            os.mkfifo(tmp_path / name)
            assert not recognises(tmp_path / name)
            with pytest.raises(ExportNotFoundError):
                read([tmp_path / name])
        (tmp_path / "m.mbox").write_bytes(mbox(message()))
        assert len(read([tmp_path]).interactions) == 1


def test_a_bomb_of_a_gigabyte_costs_little(tmp_path):
    path = tmp_path / "m.zip"
    archive = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    with archive, archive.open("a.mbox", "w", force_zip64=True) as stream:
        for _ in range(1024):
            stream.write(bytes(1 << 20))
    before = resource.getrusage(resource.RUSAGE_SELF)
    with pytest.raises(ValueError, match=r"m\.zip"):
        read([path])
    after = resource.getrusage(resource.RUSAGE_SELF)
    assert after.ru_utime - before.ru_utime < 1.0
    assert after.ru_maxrss - before.ru_maxrss < 100_000
