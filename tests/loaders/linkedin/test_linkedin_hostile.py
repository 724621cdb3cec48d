"""Broken and hostile files: one clear sentence, nothing written, the rest still used."""

import csv
import stat
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from netanalysis import zips
from netanalysis.errors import ExportNotFoundError, UnknownExportError, UnreadableExportError
from netanalysis.loaders import linkedin
from netanalysis.loaders.linkedin import sheet

CONNECTIONS = (
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Ana,Müller,https://www.linkedin.com/in/ana,,,,04 Nov 2018\n"
)
PROFILE = "First Name,Last Name\nMax,Owner\n"


def test_a_path_that_is_not_there_raises(tmp_path: Path):
    with pytest.raises(ExportNotFoundError, match=r"no file or folder 'missing\.zip'"):
        linkedin.read([tmp_path / "missing.zip"])


def test_an_empty_zip_raises(zipped):
    with pytest.raises(UnreadableExportError, match="is an empty zip"):
        linkedin.read([zipped({})])


def test_an_empty_file_named_zip_raises(tmp_path: Path):
    (tmp_path / "x.zip").touch()
    with pytest.raises(UnreadableExportError, match=r"x\.zip is empty.*download the export again"):
        linkedin.read([tmp_path / "x.zip"])


def test_the_zip_of_another_product_says_what_it_holds(zipped):
    path = zipped({"a.txt": "", "b.txt": "", "c.txt": "", "d.txt": ""}, "holiday.zip")
    with pytest.raises(UnknownExportError, match=r"holiday\.zip.*a\.txt, b\.txt, c\.txt and more"):
        linkedin.read([path])


def test_a_truncated_zip_raises(zipped):
    path = zipped({"Connections.csv": CONNECTIONS * 50})
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(UnreadableExportError, match="truncated or damaged zip"):
        linkedin.read([path])


@pytest.mark.parametrize("magic", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0rest"])
def test_a_workbook_named_csv_says_what_to_do(tmp_path: Path, magic):
    (tmp_path / "Connections.csv").write_bytes(magic)
    with pytest.raises(UnreadableExportError, match="save it as CSV UTF-8 from Excel, or download"):
        linkedin.read([tmp_path / "Connections.csv"])


def test_a_table_without_its_header_is_an_error_not_an_empty_file(tmp_path: Path):
    (tmp_path / "Connections.csv").write_text(CONNECTIONS.split("\n")[1])
    with pytest.raises(UnreadableExportError, match="no header line with 'First Name' and"):
        linkedin.read([tmp_path / "Connections.csv"])


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff"])
def test_an_empty_table_raises(tmp_path: Path, content):
    (tmp_path / "Connections.csv").write_text(content)
    with pytest.raises(UnreadableExportError, match="is empty"):
        linkedin.read([tmp_path / "Connections.csv"])


def test_a_web_page_named_csv_raises(tmp_path: Path):
    (tmp_path / "Connections.csv").write_text("<!DOCTYPE html><html>Sign in</html>")
    with pytest.raises(UnreadableExportError, match="web page"):
        linkedin.read([tmp_path / "Connections.csv"])


def test_a_lone_table_of_something_else_raises(tmp_path: Path):
    (tmp_path / "prices.csv").write_text("item,price\napple,1\n")
    with pytest.raises(UnknownExportError, match=r"prices\.csv has neither the name nor the col"):
        linkedin.read([tmp_path / "prices.csv"])


def test_a_folder_of_nothing_raises(tmp_path: Path):
    with pytest.raises(UnknownExportError, match="holds no files"):
        linkedin.read([tmp_path])


def test_messages_of_errors_hold_no_folder_and_no_row(folder):
    path = folder({"Connections.csv": "Ana,Müller,secret\n"})
    with pytest.raises(UnreadableExportError) as caught:
        linkedin.read([path])
    assert str(path.parent) not in str(caught.value)
    assert "Müller" not in str(caught.value)


def test_a_broken_zip_beside_a_good_folder_is_an_issue(folder, tmp_path: Path):
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04 and no more")
    harvest = linkedin.read([folder({"Connections.csv": CONNECTIONS}), tmp_path / "bad.zip"])
    assert len(harvest.connections) == 1
    assert harvest.issues["file"].tolist() == ["bad.zip"]
    assert harvest.ledger["file"].tolist()[-1] == "bad.zip"


def flip(path: Path, marker: bytes) -> None:
    """Change one byte of stored data."""
    data = bytearray(path.read_bytes())
    data[data.index(marker)] ^= 0x01
    path.write_bytes(bytes(data))


def test_a_damaged_member_is_named_and_the_others_are_used(tmp_path: Path):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Connections.csv", CONNECTIONS)
        archive.writestr("Profile.csv", PROFILE)
    flip(path, b"Max,Owner")
    harvest = linkedin.read([path])
    assert len(harvest.connections) == 1 and harvest.mentions["name"].dropna().tolist() == [
        "Ana Müller"
    ]
    issue = harvest.issues.iloc[0]
    assert issue["file"] == "x.zip/Profile.csv" and "is damaged" in issue["problem"]


def test_an_encrypted_member_is_named(tmp_path: Path):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Connections.csv", CONNECTIONS)
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    with pytest.raises(UnreadableExportError, match=r"Connections\.csv in x\.zip is encrypted"):
        linkedin.read([path])


@pytest.mark.parametrize("twin", ["Connections.csv", "connections.CSV"])
def test_two_members_of_one_name_are_both_refused(tmp_path: Path, twin):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Profile.csv", PROFILE)
        archive.writestr("Connections.csv", CONNECTIONS)
        if twin == "Connections.csv":
            with pytest.warns(UserWarning, match="Duplicate name"):
                archive.writestr(twin, CONNECTIONS)
        else:
            archive.writestr(twin, CONNECTIONS)
    harvest = linkedin.read([path])
    assert harvest.connections.empty
    assert harvest.issues["reason"].tolist() == ["member twice in the zip"]


@pytest.mark.parametrize(
    "name",
    ["../Connections.csv", "/Connections.csv", "C:/Connections.csv", "a/../../Positions.csv"],
)
def test_members_that_leave_the_export_are_refused(zipped, tmp_path: Path, name):
    path = zipped({name: CONNECTIONS, "Profile.csv": PROFILE}, "x.zip")
    before = sorted(tmp_path.parent.rglob("*"))
    harvest = linkedin.read([path])
    assert harvest.connections.empty
    assert harvest.issues["reason"].tolist() == ["unsafe entry"]
    assert sorted(tmp_path.parent.rglob("*")) == before


def test_a_symbolic_link_in_a_zip_is_refused(tmp_path: Path):
    link = zipfile.ZipInfo("Connections.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("Profile.csv", PROFILE)
    assert "symbolic link" in linkedin.read([tmp_path / "x.zip"]).issues["problem"].item()


def test_a_zip_of_zeros_is_refused_without_inflating_it(tmp_path: Path, monkeypatch):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Connections.csv", b"\x00" * 30_000_000)
    opened = []
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *a, **k: opened.append(a))
    with pytest.raises(UnreadableExportError, match="zip bomb"):
        linkedin.read([path])
    assert not opened


def test_a_zip_that_declares_too_much_is_refused(zipped, monkeypatch):
    monkeypatch.setattr(zips, "MIN_TOTAL_CAP", 1000)
    monkeypatch.setattr(zips, "TOTAL_RATIO", 1)
    with pytest.raises(UnreadableExportError, match="zip bomb"):
        linkedin.read([zipped({"Connections.csv": CONNECTIONS * 1000})])


def test_a_zip_of_too_many_entries_is_refused(zipped, monkeypatch):
    monkeypatch.setattr(zips, "MAX_ENTRIES", 3)
    with pytest.raises(UnreadableExportError, match="has 4 entries"):
        linkedin.read([zipped({f"{i}.csv": "" for i in range(4)})])


def test_a_member_that_lies_about_its_size_is_refused(tmp_path: Path):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Connections.csv", CONNECTIONS * 100)
        archive.writestr("Profile.csv", PROFILE)
    for size in (10, 5_000_000):
        data = bytearray(path.read_bytes())
        struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, size)
        (tmp_path / "lie.zip").write_bytes(bytes(data))
        harvest = linkedin.read([tmp_path / "lie.zip"])
        assert harvest.connections.empty
        assert harvest.issues["reason"].tolist() == ["file not readable"]


def test_overlapping_entries_are_refused(tmp_path: Path):
    """Many directory entries share one block of data, as in the known overlap bomb."""
    data = zlib.compress(b"0" * 100_000)[2:-4]
    local = struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(data), 100_000, 1, 0)
    entries = b"".join(
        struct.pack(
            "<4sHHHHHHIIIHHHHHII",
            *(b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(data), 100_000, 1, 0, 0, 0, 0, 0, 0),
        )
        + bytes([65 + i])
        for i in range(20)
    )
    body = local + b"A" + data
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 20, 20, len(entries), len(body), 0)
    (tmp_path / "x.zip").write_bytes(body + entries + end)
    with pytest.raises(UnreadableExportError, match="overlapping"):
        linkedin.read([tmp_path / "x.zip"])


def test_the_cell_limit_of_csv_is_put_back(folder):
    before = csv.field_size_limit()
    linkedin.read([folder({"Connections.csv": CONNECTIONS})])
    assert csv.field_size_limit() == before


def test_quotes_that_swallow_the_file_again_and_again_are_given_up(folder, monkeypatch):
    monkeypatch.setattr(sheet, "MAX_REREAD", 0)
    rows = 'A","B\n' * 101  # each line opens a quote and leaves an open one open
    harvest = linkedin.read([folder({"Connections.csv": CONNECTIONS + rows})])
    assert "given up" in " ".join(harvest.issues["problem"])
    row = harvest.ledger.iloc[0]
    assert row["note"].startswith("not read from line ")
    assert row["n_read"] == row["n_kept"] + row["n_left_out"]


def test_a_file_full_of_stray_quotes_ends(folder):
    rows = "".join(f'A{i},"B,,,,,\n' for i in range(1501))
    harvest = linkedin.read([folder({"Connections.csv": CONNECTIONS + rows})])
    row = harvest.ledger.iloc[0]
    assert row["n_read"] == row["n_kept"] + row["n_left_out"] and row["n_kept"] >= 1
