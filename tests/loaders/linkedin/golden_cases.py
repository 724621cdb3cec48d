"""Golden cases: an export made by hand beside the tables it must give.

Each folder of ``golden`` holds ``input`` (one or more exports, as a user would have them)
and ``expected`` (every table that is not empty as CSV, or ``error.txt``). Inputs that
editors and version control would spoil are written by the builders below.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pandas as pd

from netanalysis.errors import NetAnalysisError
from netanalysis.loaders import linkedin

GOLDEN: Final = Path(__file__).resolve().parent / "golden"
TABLES: Final = (
    "interactions",
    "participations",
    "mentions",
    "links",
    "connections",
    "relations",
    "positions",
    "education",
    "skills",
    "activity",
    "profile_entries",
    "events",
    "changes",
    "owner_hints",
    "issues",
    "ledger",
)
COMPLETE: Final = "Complete_LinkedInDataExport_05-04-2025"
HEADER: Final = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
ROWS: Final = (
    "Ana,Müller,https://www.linkedin.com/in/ana,,Ünal Gärten,Gärtnerin,04 Nov 2018\n"
    "José,López,https://www.linkedin.com/in/jose,,Peña y Cía,Jardinero,05 Nov 2018\n"
)


def _workbook() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(HEADER.strip().split(","))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _zip(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            info = zipfile.ZipInfo(name, (2025, 5, 4, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text.encode())
    return out.getvalue()


def _shares_of_2018() -> bytes:
    header = "Date,Share Title,Share Description,Share Link,Share Commentary,Shared URL,Media URL,"
    header += "Type,Visibility"
    cells = [
        "2018/03/14 07:08:09 UTC",
        "",
        "",
        "https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A9",
        'First line"\n"Second line',
        "",
        "",
        "",
        "Public",
    ]
    lines = [header.split(","), cells]
    text = "\n".join("\t".join('"' + c.replace('"', '""') + '"' for c in row) for row in lines)
    return (text + "\n").encode("utf-16")


def _endorsements_by_tabs() -> bytes:
    header = "Endorsement Date\tSkill Name\tEndorser First Name\tEndorser Last Name\t"
    header += "Endorsement Status\tDisplay Status\n"
    row = "2022/03/14 07:08:09 UTC\tPruning\tAna\tMüller\tAccepted\tShown\n"
    return (header + row).encode("utf-16")


BUILDERS: Final[dict[str, Callable[[], bytes]]] = {
    f"endorsements_utf16_tabs/input/{COMPLETE}/Endorsement Received Info.csv": (
        _endorsements_by_tabs
    ),
    "shares_2018_utf16_tabs/input/Complete_LinkedInDataExport_11-20-2018/Shares.csv": (
        _shares_of_2018
    ),
    f"saved_as_cp1252/input/{COMPLETE}/Connections.csv": lambda: (HEADER + ROWS).encode("cp1252"),
    f"saved_on_a_mac/input/{COMPLETE}/Connections.csv": lambda: (HEADER + ROWS).encode("mac_roman"),
    f"workbook_named_csv/input/{COMPLETE}/Connections.csv": _workbook,
    f"zip_of_an_export/input/{COMPLETE}.zip": lambda: _zip(
        {
            "Connections.csv": HEADER + ROWS,
            "Jobs/Saved Jobs.csv": "Saved Date,Job Url,Job Title,Company Name\n",
            "Articles/2017-01-02.html": "<html></html>",
        }
    ),
    f"zip_with_a_folder/input/{COMPLETE} (1).zip": lambda: _zip(
        {f"{COMPLETE}/Connections.csv": HEADER + ROWS, "__MACOSX/._Connections.csv": "x"}
    ),
}


def cases() -> list[str]:
    """Return the names of all cases, built ones included."""
    built = {name.split("/")[0] for name in BUILDERS}
    return sorted(built | {folder.name for folder in GOLDEN.iterdir() if folder.is_dir()})


def build_inputs() -> None:
    """Write the inputs that are made by code."""
    for name, build in BUILDERS.items():
        path = GOLDEN / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = build()
        if not path.exists() or not same_content(path.read_bytes(), data):
            path.write_bytes(data)


def same_content(one: bytes, two: bytes) -> bool:
    """Compare zips and workbooks by their members: they carry the time of their making."""
    if not one.startswith(b"PK") or not two.startswith(b"PK"):
        return one == two
    return _members(one) == _members(two)


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if "docProps" not in name}


def read_case(name: str) -> dict[str, str]:
    """Return what a case gives now, as text by file name."""
    paths = sorted((GOLDEN / name / "input").iterdir())
    try:
        harvest = linkedin.read(paths)
    except NetAnalysisError as error:
        return {"error.txt": f"{type(error).__name__}: {error}\n"}
    frames = {table: getattr(harvest, table) for table in TABLES}
    return {f"{table}.csv": _text(frame) for table, frame in frames.items() if len(frame)}


# What only mail fills has no place in what a LinkedIn export must give.
OF_MAIL = ["direction", "utc_offset_minutes", "n_words", "is_question", "is_thanks"]
OF_MAIL += ["n_attachments"]


def _text(frame: pd.DataFrame) -> str:
    of_mail = [column for column in OF_MAIL if column in frame.columns]
    assert frame[of_mail].isna().all(axis=None)
    frame = frame.drop(columns=of_mail)
    return frame.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%dT%H:%M:%S")


def expected(name: str) -> dict[str, str]:
    """Return what a case must give, as text by file name."""
    folder = GOLDEN / name / "expected"
    return {path.name: path.read_bytes().decode() for path in sorted(folder.iterdir())}
