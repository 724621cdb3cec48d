"""A Takeout holds mail, calendars and contacts in one archive; each is read, by its own door."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from grown_mail import mbox, messages

import netanalysis as na
from netanalysis import takeout
from netanalysis.dataset import dataset_digest

CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:1@x\r\n"
    b"DTSTART:20240105T100000Z\r\nDTEND:20240105T110000Z\r\nSUMMARY:Plan\r\n"
    b"ORGANIZER;CN=Me:mailto:me@example.org\r\n"
    b"ATTENDEE;CN=Ana;PARTSTAT=ACCEPTED:mailto:ana@example.net\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
CARDS = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bo Berg\r\nEMAIL:bo@example.net\r\nEND:VCARD\r\n"
MAIL = {"Takeout/Mail/All mail.mbox": mbox(messages(30))}
OTHERS = {
    "Takeout/Calendar/me@example.org.ics": CALENDAR,
    "Takeout/Contacts/All Contacts/All Contacts.vcf": CARDS,
}


def pack(path: Path, files: dict[str, bytes]) -> Path:
    """Write files into the archive that the ending of ``path`` names."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as made:
            for name, content in files.items():
                made.writestr(name, content)
        return path
    with tarfile.open(path, "w" if path.suffix == ".tar" else "w:gz") as made:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            made.addfile(entry, io.BytesIO(content))
    return path


@pytest.fixture(params=[".zip", ".tgz", ".tar"])
def ending(request) -> str:
    return request.param


def channels(archive: na.Dataset) -> dict[str, int]:
    return archive.interactions["channel"].value_counts().to_dict()


@pytest.mark.parametrize("is_in_folder", [False, True])
def test_everything_in_it_is_read(tmp_path, ending, is_in_folder):
    path = pack(tmp_path / f"takeout-001{ending}", {**MAIL, **OTHERS})
    found = na.load(tmp_path if is_in_folder else path)
    assert channels(found) == {"mail": 27, "meeting": 1}
    assert found.relations["kind"].tolist() == ["address_book"]


@pytest.mark.parametrize("is_in_folder", [False, True])
def test_a_part_without_mail_is_read_too(tmp_path, ending, is_in_folder):
    path = pack(tmp_path / f"takeout-001{ending}", OTHERS)
    found = na.load(tmp_path if is_in_folder else path, me="me@example.org")
    assert channels(found) == {"meeting": 1}
    assert found.relations["kind"].tolist() == ["address_book"]


def test_with_a_store_it_is_the_same(tmp_path, ending):
    path = pack(tmp_path / f"takeout-001{ending}", {**MAIL, **OTHERS})
    fresh = dataset_digest(na.load(path))
    for _ in range(2):
        assert dataset_digest(na.load(path, store=tmp_path / "store")) == fresh


def test_a_tar_that_is_no_takeout_is_not_gone_through(tmp_path):
    path = pack(tmp_path / "backup.tgz", {"a": b"", "b": b"", "c.ics": CALENDAR})
    assert takeout.small_members(path) == ()


def test_what_stands_before_a_damage_is_read(tmp_path):
    whole = pack(tmp_path / "takeout-001.tgz", {**OTHERS, "Takeout/x": bytes(50_000)})
    packed = gzip.compress(gzip.decompress(whole.read_bytes()), compresslevel=0)
    whole.write_bytes(packed[:30_000])
    found = na.load(whole, me="me@example.org")
    assert channels(found) == {"meeting": 1}


def test_a_member_beyond_all_measure_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(takeout, "MEMBER_LIMIT", 300)
    big = {"Takeout/Calendar/big.ics": CALENDAR + bytes(300)}
    path = pack(tmp_path / "takeout-001.tgz", {**big, **MAIL, **OTHERS})
    found = na.load(path)
    assert channels(found) == {"mail": 27, "meeting": 1}
    assert found.ledger["note"].dropna().str.contains("big.ics is too large").any()
