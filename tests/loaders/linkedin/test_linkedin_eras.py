"""One invented member, exported in the layout of each era: the same people, messages and ties."""

import csv
import io
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netanalysis as na

IN = "https://www.linkedin.com/in/"
START = datetime(2017, 1, 1, 12, 0, tzinfo=UTC)
FIRST = ["Ana", "José", "Søren", "Null", "Thanh", "Łukasz"]
LAST = ["Müller", "López", "Roe", "Thị Lan", "O'Neil", "Nowak"]
NOTES = 'Notes:\n"When exporting your connection data, some addresses are missing."\n\n'
ERAS = {
    "2018": "Complete_LinkedInDataExport_11-20-2018",
    "2020": "Basic_LinkedInDataExport_02-20-2020",
    "2022": "Complete_LinkedInDataExport_09-10-2022",
    "2023-07": "Basic_LinkedInDataExport_07-11-2023",
    "2024": "Complete_LinkedInDataExport_12-01-2024",
    "2026": "Complete_LinkedInDataExport_04-14-2026",
}


@dataclass(frozen=True)
class Contact:
    first: str
    last: str
    connected: datetime
    company: str

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"

    @property
    def slug(self) -> str:
        return f"{self.first}-{self.last}".lower().replace(" ", "-").replace("'", "")


@dataclass(frozen=True)
class Message:
    contact: Contact
    is_mine: bool
    at: datetime


@st.composite
def members(draw: st.DrawFn) -> tuple[list[Contact], list[Message]]:
    names = draw(
        st.lists(
            st.tuples(st.sampled_from(FIRST), st.sampled_from(LAST)),
            min_size=1,
            max_size=5,
            unique=True,
        )
    )
    contacts = [
        Contact(
            first,
            last,
            START + timedelta(days=draw(st.integers(0, 300))),
            draw(st.sampled_from(["", "Roe, Poe & Co", 'The "Old" Mill'])),
        )
        for first, last in names
    ]
    sent = draw(
        st.lists(
            st.tuples(st.sampled_from(contacts), st.booleans(), st.integers(0, 500_000)),
            max_size=8,
            unique_by=lambda item: item[2],
        )
    )
    return contacts, [Message(c, mine, START + timedelta(minutes=n)) for c, mine, n in sent]


def pacific(when: datetime) -> str:
    local = when.astimezone(ZoneInfo("America/Los_Angeles"))
    half = "AM" if local.hour < 12 else "PM"
    return (
        f"{local.month}/{local.day}/{local.year % 100:02d}, {local.hour % 12 or 12}:"
        f"{local.minute:02d} {half}"
    )


def table(header: str, rows: list[list[str]], *, quoting: int = csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=quoting).writerows([header.split(","), *rows])
    return out.getvalue()


def connections(era: str, contacts: list[Contact]) -> str:
    rows = []
    for one in contacts:
        when = pacific(one.connected) if era == "2018" else f"{one.connected:%d %b %Y}"
        has_url = era not in ("2018", "2020", "2022")
        url = [IN + quote(one.slug)] if has_url else []
        rows.append([one.first, one.last, *url, "", one.company, "", when])
    url = "URL," if era not in ("2018", "2020", "2022") else ""
    text = table(f"First Name,Last Name,{url}Email Address,Company,Position,Connected On", rows)
    return text if era == "2018" else NOTES + text


def messages(era: str, sent: list[Message]) -> str:
    rows = []
    for one in sent:
        me, other = ("Max Owner", IN + "max-owner"), (one.contact.name, IN + one.contact.slug)
        sender, receiver = (me, other) if one.is_mine else (other, me)
        talk = f"2-{one.contact.slug}=="
        at = f"{one.at:%Y-%m-%d %H:%M:%S} UTC"
        if era == "2018":
            direction = "OUTGOING" if one.is_mine else "INCOMING"
            rows.append([sender[0], receiver[0], pacific(one.at), "", "x", direction, "INBOX"])
        elif era == "2020":
            direction = "OUTGOING" if one.is_mine else "INCOMING"
            at = f"{one.at:%Y-%m-%dT%H:%M:%S}"
            rows.append([sender[0], receiver[0], at, "", "x", direction, "INBOX"])
        elif era == "2022":
            rows.append([talk, "", *sender, receiver[0], at, "", "x", "INBOX"])
        else:
            row = [talk, "", *sender, *receiver, at, "", "x\ny" if era == "2026" else "x", "INBOX"]
            rows.append([*row, *{"2024": ["No", "No"], "2026": [""]}.get(era, [])])
    if era == "2018":
        return table("From,To,Date,Subject,Content,Direction,Folder", rows)
    if era == "2020":
        return table("FROM,TO,DATE,SUBJECT,CONTENT,DIRECTION,FOLDER", rows)
    urls = "" if era == "2022" else "RECIPIENT PROFILE URLS,"
    header = (
        f"CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,{urls}DATE,SUBJECT,CONTENT,"
        "FOLDER"
    )
    more = {"2024": ",IS MESSAGE DRAFT,IS CONVERSATION DRAFT", "2026": ",ATTACHMENTS"}
    quoting = csv.QUOTE_ALL if era == "2026" else csv.QUOTE_MINIMAL
    return table(header + more.get(era, ""), rows, quoting=quoting)


def loaded(era: str, contacts: list[Contact], sent: list[Message]) -> na.Dataset:
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / ERAS[era]
        export.mkdir()
        files = {
            "Connections.csv": connections(era, contacts),
            "Messages.csv" if era == "2018" else "messages.csv": messages(era, sent),
            "Profile.csv": "First Name,Last Name\nMax,Owner\n",
        }
        for name, text in files.items():
            (export / name).write_bytes(text.encode())
        return na.load(export)


def check(archive: na.Dataset, contacts: list[Contact], sent: list[Message]) -> None:
    people = archive.people.set_index("person_id")
    names = people["name"]
    assert sorted(names) == sorted(["Max Owner", *(one.name for one in contacts)])
    assert names[archive.me] == "Max Owner"
    employers = people.set_index("name")["company"].fillna("")
    assert all(employers[one.name] == one.company for one in contacts)
    links = archive.relations.merge(people, left_on="target", right_on="person_id")
    assert sorted(zip(links["name"], links["since_on"].dt.date, strict=True)) == sorted(
        (one.name, one.connected.date()) for one in contacts
    )
    parts = archive.participants.pivot(index="interaction_id", columns="role", values="person_id")
    found = archive.interactions.set_index("interaction_id").join(parts)
    seen = [
        (names[a], names[b], at.to_pydatetime())
        for a, b, at in found.reindex(columns=["from", "to", "occurred_at"]).itertuples(index=False)
    ]
    ends = [
        ("Max Owner", m.contact.name, m.at) if m.is_mine else (m.contact.name, "Max Owner", m.at)
        for m in sent
    ]
    assert sorted(seen) == sorted(ends)
    if sent:
        ties = na.ties(archive).reset_index()
        counted = {
            (names[a], names[b]): n
            for a, b, n in zip(ties["source"], ties["target"], ties["n_interactions"], strict=True)
        }
        pairs = [end[:2] for end in ends]
        assert counted == {pair: pairs.count(pair) for pair in pairs}


@pytest.mark.parametrize("era", ERAS)
@settings(max_examples=8, deadline=None, derandomize=True)
@given(member=members())
def test_an_export_of_this_era_gives_the_member_back(era, member):
    contacts, sent = member
    check(loaded(era, contacts, sent), contacts, sent)


@settings(max_examples=8, deadline=None, derandomize=True)
@given(member=members(), eras=st.lists(st.sampled_from(list(ERAS)), min_size=2, max_size=2))
def test_two_exports_of_any_eras_give_the_member_back_once(member, eras):
    contacts, sent = member
    with tempfile.TemporaryDirectory() as folder:
        for era in set(eras):
            export = Path(folder) / ERAS[era]
            export.mkdir()
            (export / "Connections.csv").write_bytes(connections(era, contacts).encode())
            (export / "messages.csv").write_bytes(messages(era, sent).encode())
            (export / "Profile.csv").write_bytes(b"First Name,Last Name\nMax,Owner\n")
        archive = na.load(folder)
    check(archive, contacts, sent)
    assert archive.changes.empty
