"""Folders, zips and single files: what is found, what is chosen, what is left alone."""

import os
import zipfile
from pathlib import Path

import pytest

from netanalysis.loaders import linkedin

CONNECTIONS = (
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Ana,Müller,https://www.linkedin.com/in/ana,,,,04 Nov 2018\n"
)
BO = CONNECTIONS.replace("Ana,Müller", "Bo,Roe").replace("in/ana", "in/bo")
PROFILE = "First Name,Last Name\nMax,Owner\n"
BASIC = "Basic_LinkedInDataExport_05-04-2025"


def keys(harvest):
    return harvest.connections["alias_key"].tolist()


def test_folder_zip_and_single_file_give_the_same_people(folder, zipped):
    in_folder = folder({"Connections.csv": CONNECTIONS})
    in_zip = zipped({"Connections.csv": CONNECTIONS})
    for path in (in_folder, in_zip, in_folder / "Connections.csv"):
        assert linkedin.recognises(path)
        harvest = linkedin.read([path])
        assert keys(harvest) == ["profile:ana"]
    assert harvest.ledger["file"].tolist() == [
        "Complete_LinkedInDataExport_05-04-2025/Connections.csv"
    ]


def test_a_folder_named_zip_and_a_nested_folder_are_read(folder, zipped):
    named_zip = folder({"Connections.csv": CONNECTIONS}, f"{BASIC}.zip")
    assert linkedin.recognises(named_zip)
    assert keys(linkedin.read([named_zip])) == ["profile:ana"]
    nested = folder({f"{BASIC}/Connections.csv": CONNECTIONS}, "unpacked")
    assert not linkedin.recognises(nested)
    assert linkedin.read([nested]).ledger["file"].tolist() == [f"unpacked/{BASIC}/Connections.csv"]
    nested_zip = zipped({f"{BASIC}/Connections.csv": CONNECTIONS}, "x.zip")
    assert keys(linkedin.read([nested_zip])) == ["profile:ana"]
    backslashes = zipped({f"{BASIC}\\Connections.csv": CONNECTIONS}, "y.zip")
    assert keys(linkedin.read([backslashes])) == ["profile:ana"]


def test_files_with_a_member_id_or_copy_number_are_known(load):
    assert keys(load({"Connections_123456789.csv": CONNECTIONS})) == ["profile:ana"]
    assert keys(load({"Connections (1).csv": CONNECTIONS}, "copy")) == ["profile:ana"]


def test_companions_of_other_systems_are_ignored_without_a_word(load):
    harvest = load(
        {
            "Connections.csv": CONNECTIONS,
            "__MACOSX/._Connections.csv": b"\x00\x05",
            "._Connections.csv": b"\x00\x05",
            ".DS_Store": b"x",
            "Connections.csv:Zone.Identifier": "[ZoneTransfer]",
        }
    )
    assert harvest.issues.empty


@pytest.mark.parametrize("as_zip", [False, True])
def test_complete_is_read_rather_than_basic_and_never_both(folder, zipped, as_zip):
    make, end = (zipped, ".zip") if as_zip else (folder, "")
    basic = make({"Connections.csv": BO + "\n" * 99, "Profile.csv": PROFILE}, BASIC + end)
    complete = make(
        {"Connections.csv": CONNECTIONS}, "Complete_LinkedInDataExport_05-04-2025" + end
    )
    for paths in ([basic, complete], [complete, basic], [basic.parent]):
        harvest = linkedin.read(paths)
        assert keys(harvest) == ["profile:ana"]
        assert harvest.issues["reason"].tolist() == ["another copy was read"]
        assert f"{BASIC}{end}/Connections.csv" in harvest.issues["file"].item()
        notes = harvest.ledger.set_index("content")["note"]
        assert "preferred to" in notes["connections"]
        assert set(harvest.ledger["content"]) == {"profile", "connections"}


def test_of_two_equal_kinds_the_later_day_is_read(folder):
    early = folder({"Connections.csv": BO}, "Basic_LinkedInDataExport_12-31-2024")
    late = folder({"Connections.csv": CONNECTIONS}, "Basic_LinkedInDataExport_01-01-2025")
    assert keys(linkedin.read([early, late])) == ["profile:ana"]


def test_a_broken_better_copy_falls_back_to_the_other(folder):
    basic = folder({"Connections.csv": CONNECTIONS}, BASIC)
    complete = folder({"Connections.csv": b"PK\x03\x04 workbook"})
    harvest = linkedin.read([basic, complete])
    assert keys(harvest) == ["profile:ana"]
    assert harvest.issues["reason"].tolist() == ["file not readable"]
    assert harvest.ledger["note"].str.startswith("not read:").fillna(False).tolist() == [
        False,
        True,
    ]


def test_the_same_path_twice_counts_once(folder):
    path = folder({"Connections.csv": CONNECTIONS})
    harvest = linkedin.read([path, path, path / "Connections.csv"])
    assert len(harvest.ledger) == 1 and harvest.issues.empty


def test_sensitive_files_are_named_and_never_opened(folder, monkeypatch):
    path = folder({"Connections.csv": CONNECTIONS, "Jobs/Job Applications.csv": "x"})
    for name in ("Logins.csv", "Email Addresses.csv", "PhoneNumbers.csv", "Receipts_v2.csv"):
        (path / name).write_text("secret")
    opened = []
    reads = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda p: opened.append(p.name) or reads(p))
    harvest = linkedin.read([path])
    assert opened == ["Connections.csv"]
    sensitive = harvest.issues[harvest.issues["reason"] == "sensitive, never opened"]
    assert len(sensitive) == 5 and not sensitive["is_left_out"].any()
    assert len(harvest.ledger) == 1


def test_unknown_files_and_files_not_read_are_named(load):
    harvest = load(
        {
            "Connections.csv": CONNECTIONS,
            "Strange.csv": "x",
            "Saved_Items.csv": "x",
            "Articles/a.html": "x",
            "Patents.csv": "x",
        }
    )
    found = harvest.issues.set_index("reason")
    assert found.loc["unknown file", "file"].endswith("/Strange.csv")
    known = found.loc["known, not read", "file"].str.rpartition("/")[2].tolist()
    assert sorted(known) == ["Patents.csv", "Saved_Items.csv", "a.html"]
    assert not found["is_left_out"].any()


def test_many_unknown_files_are_summed_up(load):
    strangers = {f"photo{i}.jpg": "x" for i in range(60)}
    harvest = load({"Connections.csv": CONNECTIONS, **strangers})
    assert len(harvest.issues) == 51
    assert "10 more unknown files" in harvest.issues["problem"].iloc[-1]


def test_a_lone_file_under_another_name_is_known_by_its_columns(tmp_path: Path):
    path = tmp_path / "my people.csv"
    path.write_text(CONNECTIONS)
    harvest = linkedin.read([path])
    assert keys(harvest) == ["profile:ana"]
    assert harvest.ledger["file"].tolist() == ["my people.csv"]


def test_lone_files_of_one_name_from_two_folders_are_one_file_of_two_copies(folder):
    one = folder({"Connections.csv": CONNECTIONS}, "one") / "Connections.csv"
    two = folder({"Connections.csv": CONNECTIONS}, "two") / "Connections.csv"
    harvest = linkedin.read([one, two])
    assert len(harvest.connections) == 1
    assert harvest.issues["reason"].tolist() == ["another copy was read"]


def test_pipes_and_links_to_nowhere_are_skipped(folder):
    path = folder({"Connections.csv": CONNECTIONS})
    os.mkfifo(path / "messages.csv")
    (path / "Invitations.csv").symlink_to(path / "nowhere")
    (path / "loop").symlink_to(path)
    assert keys(linkedin.read([path])) == ["profile:ana"]


def test_recognises_never_raises_and_wants_a_telling_name(folder, tmp_path: Path):
    assert not linkedin.recognises(folder({"skills.csv": "Name\nSQL\n"}, "skills"))
    assert not linkedin.recognises(folder({"Connections.txt": "x"}, "text"))
    assert linkedin.recognises(folder({"Endorsement_Given_Info.csv": "x"}, "praise"))
    assert not linkedin.recognises(tmp_path / "missing")
    assert not linkedin.recognises(Path("a\x00b"))
    os.mkfifo(tmp_path / "pipe.csv")
    assert not linkedin.recognises(tmp_path / "pipe.csv")
    (tmp_path / "mail.mbox").write_text("From x")
    assert not linkedin.recognises(tmp_path / "mail.mbox")
    with zipfile.ZipFile(tmp_path / "no_ending", "w") as archive:
        archive.writestr("a", "b")
    assert linkedin.recognises(tmp_path / "no_ending")


def test_progress_is_told_file_by_file(folder):
    path = folder({"Connections.csv": CONNECTIONS, "Profile.csv": PROFILE})
    seen = []
    linkedin.read([path], progress=lambda file, done, total: seen.append((file, done, total)))
    assert [(file.rsplit("/")[-1], done == total) for file, done, total in seen] == [
        ("Profile.csv", False),
        ("Profile.csv", True),
        ("Connections.csv", False),
        ("Connections.csv", True),
    ]
