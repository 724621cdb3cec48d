"""What holds for any rows at all: the ledger adds up, reading twice is reading once."""

import csv
import io
import tempfile
from contextlib import suppress
from pathlib import Path

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from linkedin_laws import check_ledger

from netanalysis.errors import UnknownExportError, UnreadableExportError
from netanalysis.harvest import Harvest
from netanalysis.loaders import linkedin

HEADERS = {
    "Connections.csv": "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
    "messages.csv": (
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,"
        "DATE,SUBJECT,CONTENT,FOLDER,ATTACHMENTS,IS MESSAGE DRAFT"
    ),
    "Invitations.csv": "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl",
    "Endorsement_Given_Info.csv": (
        "Endorsement Date,Skill Name,Endorsee First Name,Endorsee Last Name,"
        "Endorsee Public Url,Endorsement Status"
    ),
    "Recommendations_Received.csv": (
        "First Name,Last Name,Company,Job Title,Text,Creation Date,Status"
    ),
    "Positions.csv": "Company Name,Title,Description,Location,Started On,Finished On",
    "Education.csv": "School Name,Start Date,End Date,Notes,Degree Name,Activities",
    "Skills.csv": "Name",
    "Profile.csv": "First Name,Last Name,Headline",
}
CELLS = st.one_of(
    st.sampled_from(
        [
            "",
            "Ana",
            "LinkedIn Member",
            "Null",
            "https://www.linkedin.com/in/ana",
            "https://www.linkedin.com/in/bo,https://www.linkedin.com/in/ana",
            "https://www.linkedin.com/in",
            "ana@example.org",
            "2024-05-03 09:15:42 UTC",
            "5/7/23, 9:08 PM",
            "04 Nov 2018",
            "3/4/2020",
            "Mar 2021",
            "OUTGOING",
            "INCOMING",
            "Yes",
            "SPAM",
            "Sponsored Conversation",
        ]
    ),
    st.text(max_size=8),
)
SETTINGS = settings(max_examples=40, deadline=None, derandomize=True)


def table(header: str, rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return out.getvalue().encode("utf-8", "replace")


@st.composite
def exports(draw: st.DrawFn) -> dict[str, bytes]:
    names = draw(st.lists(st.sampled_from(sorted(HEADERS)), min_size=1, unique=True))
    files = {}
    for name in names:
        width = HEADERS[name].count(",") + 1
        row = st.lists(CELLS, min_size=width, max_size=width)
        ragged = st.lists(CELLS, min_size=1, max_size=width + 2)
        rows = draw(st.lists(st.one_of(row, row, row, ragged), max_size=8))
        repeated = draw(st.integers(0, 2))
        files[name] = table(HEADERS[name], rows + rows[:repeated])
    return files


def read(files: dict[str, bytes]) -> Harvest:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "Basic_LinkedInDataExport_05-04-2025"
        root.mkdir()
        for name, content in files.items():
            (root / name).write_bytes(content)
        return linkedin.read([root])


@SETTINGS
@given(exports())
def test_every_record_has_exactly_one_fate(files):
    check_ledger(read(files))


@SETTINGS
@given(exports())
def test_keys_hold_and_reading_twice_gives_the_same(files):
    one, two = read(files), read(files)
    for name in vars(one):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name))
    assert one.interactions["interaction_id"].is_unique
    assert one.connections["alias_key"].is_unique
    parts = one.participations
    assert set(parts["interaction_id"]) == set(one.interactions["interaction_id"])
    assert (parts.groupby("interaction_id")["role"].agg(lambda r: (r == "from").sum()) == 1).all()
    assert not parts.duplicated().any()
    assert set(parts["alias_key"]) | set(one.connections["alias_key"]) <= set(
        one.mentions["alias_key"]
    )


@SETTINGS
@given(st.text(max_size=400))
def test_any_text_below_the_header_is_counted_or_refused(text):
    data = (HEADERS["Connections.csv"] + "\n" + text).encode("utf-8", "replace")
    check_ledger(read({"Connections.csv": data}))


@SETTINGS
@given(st.binary(max_size=300))
def test_any_bytes_give_a_harvest_or_a_plain_error(data):
    with suppress(UnreadableExportError, UnknownExportError):
        check_ledger(read({"messages.csv": data}))


@SETTINGS
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1))
def test_any_company_survives_the_round_trip(text):
    row = ["Ana", "Müller", "https://www.linkedin.com/in/ana", "", text, "x", "04 Nov 2018"]
    harvest = read({"Connections.csv": table(HEADERS["Connections.csv"], [row])})
    written = text.strip()
    assert harvest.positions["company"].fillna("").tolist() == [written]
