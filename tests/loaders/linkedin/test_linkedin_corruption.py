"""Two hundred damaged zips: a typed error, exact tables, or an issue that names the member."""

import csv
import io
import random
import struct
import time
import warnings
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pytest
from linkedin_laws import check_ledger

from netanalysis import zips
from netanalysis.errors import NetAnalysisError, UnreadableExportError
from netanalysis.harvest import Harvest
from netanalysis.loaders import linkedin

SEED = 20260514
N_DAMAGES = 200
IN = "https://www.linkedin.com/in/"
NAME = "Complete_LinkedInDataExport_05-04-2025.zip"


def table(header: str, rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header.split(","), *rows])
    return out.getvalue()


def files() -> dict[str, str]:
    rng = random.Random(SEED)
    people = [f"person-{number:03d}-{rng.randrange(16**6):06x}" for number in range(40)]
    talks = [
        [
            f"2-{who}==",
            "",
            "Max Owner",
            IN + "max",
            who,
            IN + who,
            f"2024-05-{day:02d} 09:15:42 UTC",
        ]
        for day, who in enumerate(people[:28], 1)
    ]
    return {
        "Connections.csv": table(
            "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
            [["Ana", who, IN + who, "", rng.choice("ABC"), "", "04 Nov 2018"] for who in people],
        ),
        "messages.csv": table(
            "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,"
            "DATE",
            talks,
        ),
        "Profile.csv": "First Name,Last Name\nMax,Owner\n",
        "Skills.csv": "Name\n" + "".join(f"Skill {n}\n" for n in range(30)),
    }


@pytest.fixture(scope="module")
def whole() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files().items():
            archive.writestr(name, text.encode())
    return out.getvalue()


def damaged(data: bytes, rng: random.Random) -> bytes:
    """Cut the end off, flip bits, overwrite a range, or drop a range out of the middle."""
    kind = rng.choice(("cut", "flip", "flip", "overwrite", "drop"))
    start = rng.randrange(len(data))
    size = rng.randrange(1, 60)
    if kind == "cut":
        return data[:start]
    if kind == "drop":
        return data[:start] + data[start + size :]
    changed = bytearray(data)
    if kind == "flip":
        for _ in range(rng.randrange(1, 4)):
            changed[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    else:
        changed[start : start + size] = rng.randbytes(len(changed[start : start + size]))
    return bytes(changed)


CONTENT = {
    "Connections.csv": "connections",
    "messages.csv": "messages",
    "Profile.csv": "profile",
    "Skills.csv": "skills",
}


LOST_ITS_NAME = {"unknown file", "unsafe entry", "member twice in the zip"}
"""Reasons of an issue about a member whose very name was damaged."""


def rows_of(harvest: Harvest, member: str) -> pd.DataFrame:
    """Return the rows of the table that a member fills."""
    frame = {
        "Connections.csv": harvest.connections,
        "messages.csv": harvest.interactions,
        "Profile.csv": harvest.mentions[harvest.mentions["alias_key"] == "owner:linkedin"],
        "Skills.csv": harvest.skills,
    }[member]
    return frame.drop(columns="origin").reset_index(drop=True)


def test_no_damage_goes_unnoticed(whole, tmp_path: Path):
    path = tmp_path / NAME
    path.write_bytes(whole)
    good = linkedin.read([path])
    rng = random.Random(SEED)
    n_errors = n_partly = 0
    for number in range(N_DAMAGES):
        path.write_bytes(damaged(whole, rng))
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                harvest = linkedin.read([path])
            except NetAnalysisError:
                n_errors += 1
                continue
        check_ledger(harvest)
        named = " ".join(harvest.issues["file"]) + " ".join(harvest.issues["problem"].fillna(""))
        read = set(harvest.ledger.loc[harvest.ledger["n_read"] > 0, "content"])
        for member, content in CONTENT.items():
            if content in read:
                if member != "messages.csv" or "Profile.csv" not in named:
                    pd.testing.assert_frame_equal(rows_of(harvest, member), rows_of(good, member))
            else:
                reasons = set(harvest.issues["reason"])
                assert member in named or reasons & LOST_ITS_NAME, (number, member)
                n_partly += 1
    assert n_errors and n_partly


def test_a_damaged_member_is_let_go(whole, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Windows can neither move nor delete a file that anybody holds open."""
    opened = []
    open_member = zipfile.ZipFile.open

    def remembered(*args, **options):
        opened.append(open_member(*args, **options))
        return opened[-1]

    monkeypatch.setattr(zipfile.ZipFile, "open", remembered)
    path = tmp_path / NAME
    rng = random.Random(SEED)
    for _ in range(20):
        path.write_bytes(damaged(whole, rng))
        with suppress(NetAnalysisError):
            linkedin.read([path])
    assert opened
    assert all(member.closed for member in opened)


def test_the_good_members_of_a_damaged_zip_are_still_read(whole, tmp_path: Path):
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        info = archive.getinfo("messages.csv")
    broken = bytearray(whole)
    broken[info.header_offset + 60] ^= 0xFF
    path = tmp_path / NAME
    path.write_bytes(bytes(broken))
    harvest = linkedin.read([path])
    assert len(harvest.connections) == 40 and len(harvest.skills) == 30
    assert harvest.interactions.empty
    row = harvest.issues.iloc[0]
    assert row["file"] == f"{NAME}/messages.csv" and "damaged" in row["problem"]


def test_a_member_that_says_it_is_smaller_than_it_is_stops_at_its_cap(tmp_path: Path, monkeypatch):
    """The declared size is not believed: bytes are counted while they are read."""
    monkeypatch.setattr(zips, "MEMBER_FLOOR", 1000)
    path = tmp_path / NAME
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Skills.csv", "Name\nSQL\n")
        archive.writestr("Connections.csv", "\x00" * 5_000_000)
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 500)
    path.write_bytes(bytes(data))
    started = time.process_time()
    harvest = linkedin.read([path])
    assert time.process_time() - started < 5
    assert harvest.skills["skill"].tolist() == ["SQL"]
    assert harvest.issues["file"].tolist() == [f"{NAME}/Connections.csv"]


def test_an_encrypted_member_beside_good_ones_is_an_issue(tmp_path: Path):
    path = tmp_path / NAME
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files().items():
            archive.writestr(name, text)
    data = bytearray(path.read_bytes())
    local = data.index(b"PK\x03\x04")
    central = data.index(b"PK\x01\x02")
    data[local + 6] |= 1
    data[central + 8] |= 1
    path.write_bytes(bytes(data))
    harvest = linkedin.read([path])
    assert "Connections.csv" in harvest.issues["file"].iloc[0]
    assert "encrypted" in harvest.issues["problem"].iloc[0]
    assert len(harvest.skills) == 30


def test_two_entries_over_the_same_bytes_are_refused(tmp_path: Path):
    """Entries that overlap by a single byte are as suspicious as those that share all."""
    body = zlib.compress(b"Name\nSQL\n" * 50)[2:-4]
    path = tmp_path / NAME
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Skills.csv", "Name\nSQL\n" * 50)
        archive.writestr("Profile.csv", "First Name,Last Name\nMax,Owner\n")
    data = bytearray(path.read_bytes())
    first = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, first + 20, len(body) + 80)
    path.write_bytes(bytes(data))
    with pytest.raises(UnreadableExportError, match="overlapping"):
        linkedin.read([path])


def test_a_zip_inside_a_zip_is_not_opened(tmp_path: Path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("Connections.csv", files()["Connections.csv"])
    path = tmp_path / NAME
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Skills.csv", "Name\nSQL\n")
        archive.writestr(f"again/{NAME}", inner.getvalue())
    harvest = linkedin.read([path])
    assert harvest.connections.empty
    assert harvest.issues["reason"].tolist() == ["unknown file"]


def test_long_and_strange_member_names_do_no_harm(tmp_path: Path):
    path = tmp_path / NAME
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a" * 300 + "/Skills.csv", "Name\nSQL\n")
        archive.writestr("Conne\u0301ctions.csv", "x")
        archive.writestr("..", "x")
        archive.writestr("con/../../Skills.csv", "Name\nHarm\n")
    before = sorted(tmp_path.parent.rglob("*"))
    harvest = linkedin.read([path])
    assert harvest.skills["skill"].tolist() == ["SQL"]
    assert sorted(tmp_path.parent.rglob("*")) == before


def test_every_limit_is_a_named_constant_with_its_reason():
    source = Path(zips.__file__).read_text(encoding="utf-8")
    for name in ("MAX_ENTRIES", "MIN_TOTAL_CAP", "TOTAL_RATIO", "MEMBER_RATIO", "MEMBER_FLOOR"):
        assert f"{name}: Final" in source
        after = source.split(f"{name}: Final", 1)[1].split("\n", 2)[1]
        assert after.startswith('"""'), f"{name} says no reason"
