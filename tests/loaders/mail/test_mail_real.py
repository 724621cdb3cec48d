"""Real archives: counts known from independent readings, and fields beside the stdlib's."""

from __future__ import annotations

import email
import gzip
import re
from collections import Counter
from email.header import decode_header, make_header
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

import pytest
from mail_makers import ledger_holds

from netanalysis.harvest import Harvest
from netanalysis.loaders.mail import read, recognises
from netanalysis.loaders.mail.addresses import parse_addresses
from netanalysis.loaders.mail.dates import parse_date
from netanalysis.loaders.mail.headers import pick_headers
from netanalysis.loaders.mail.split import Splitter
from netanalysis.loaders.mail.stream import Stream
from netanalysis.loaders.mail.text import decode_text

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real corpora are not beside the project"),
]

YEARS = {1996: 246, 1997: 1038, 1998: 1294, 1999: 951, 2000: 1871, 2001: 3722, 2002: 3338}
YEARS[2003] = 2693


@pytest.fixture(scope="module")
def arnold() -> Harvest:
    return read([DATA / "enron" / "arnold-j.mbox"])


@pytest.fixture(scope="module")
def mips() -> Harvest:
    return read([DATA / "linux_mips"])


def year_file(year: int) -> Path:
    plain = DATA / "linux_mips" / f"{year}.mbox"
    return plain if plain.exists() else plain.with_suffix(".mbox.gz")


def test_arnold_has_4898_messages_of_which_2643_are_distinct(arnold):
    row = arnold.ledger.iloc[0]
    assert (row.n_read, row.n_kept, row.n_duplicate, row.n_left_out) == (4898, 2643, 2255, 0)
    assert ledger_holds(arnold)


def test_an_independent_reading_of_arnold_gives_the_same_counts():
    data = (DATA / "enron" / "arnold-j.mbox").read_bytes()
    parts = data.split(b"From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n")[1:]
    seen: Counter[tuple[object, ...]] = Counter()
    for part in parts:
        mail = email.message_from_bytes(part)
        people = [
            frozenset(re.findall(r"[^\s,<>]+@[^\s,<>]+", str(mail[name] or "").lower()))
            for name in ("from", "to", "cc")
        ]
        body = re.sub(r"(?m)^>+From ", "From ", mail.get_payload()).rstrip("\n")
        subject = " ".join(str(mail["subject"] or "").split())
        seen[*people, parsedate_to_datetime(mail["date"]), subject, body] += 1
    assert (len(parts), len(seen)) == (4898, 2643)


def test_the_owner_of_arnold_wins_every_hint_though_the_folders_of_another_are_in(arnold):
    best = arnold.owner_hints.drop_duplicates("hint").set_index("hint")
    assert set(best.alias_key) == {"address:john.arnold@enron.com"}
    assert set(best.index) == {"sender of sent mail", "X-Origin", "on every message"}
    sent = best.loc["sender of sent mail"]
    assert (sent.n, sent.n_of) == (2352, 2353)
    second = arnold.owner_hints.query("hint == 'on every message'").n.iloc[1]
    assert best.n["on every message"] > 10 * second


def test_each_mail_with_a_copy_in_a_sent_folder_is_shown_there(arnold):
    """An independent reading finds 1,539 distinct mails with a copy in a sent folder."""
    folders = arnold.interactions.folder.str.rpartition("\\")[2]
    assert folders.isin(["'sent mail", "Sent", "Sent Items"]).sum() == 1539


def test_notes_names_reach_the_addresses(arnold):
    named = arnold.mentions.dropna(subset="name").groupby("alias_key").name.agg(set)
    assert "John Arnold" in named["address:john.arnold@enron.com"]
    assert "Arnold, John" in named["address:john.arnold@enron.com"]
    assert not arnold.mentions.name.str.contains("@|</O=|/NA/", na=False).any()


def test_five_dates_of_arnold_mean_unknown(arnold):
    assert arnold.interactions.date_quality.value_counts().to_dict() == {
        "ok": 2638,
        "implausible": 5,
    }


def test_arora_has_654_files_two_of_them_drafts():
    harvest = read([DATA / "enron" / "arora-h"])
    ledger = harvest.ledger
    assert ledger.n_read.sum() == 654
    assert ledger.n_left_out.sum() == 2
    assert set(harvest.issues.reason) == {"draft", "implausible date"}
    assert ledger_holds(harvest)
    best = harvest.owner_hints.drop_duplicates("hint")
    assert set(best.alias_key) == {"address:harry.arora@enron.com"}


@pytest.mark.parametrize("year", YEARS)
def test_each_year_of_the_list_has_the_messages_its_separators_count(year, mips):
    path = year_file(year)
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rb") as file:
        separators = len(re.findall(rb"(?m)^From mboxrd@z ", file.read()))
    row = mips.ledger.set_index("file").loc[f"linux_mips/{path.name}"]
    assert row.n_read == separators == YEARS[year]


def test_the_list_archive_is_kept_but_for_three_copies(mips):
    assert mips.ledger.n_duplicate.sum() == 3
    assert mips.ledger.n_left_out.sum() == 0
    doubts = mips.interactions.date_quality.isin(["disputed", "implausible"])
    assert sorted(mips.issues.reason)[-1] == "recipient unclear"
    assert len(mips.issues) == 1 + doubts.sum()
    assert mips.interactions.is_bulk.mean() > 0.99
    listed = set(mips.list_addresses.query("kind == 'list'").alias_key)
    assert {
        "address:linux@cthulhu.engr.sgi.com",
        "address:linux-mips@oss.sgi.com",
        "address:linux-mips@linux-mips.org",
    } <= listed
    assert not listed & set(mips.owner_hints.alias_key)


def test_real_paths_are_recognised():
    for name in ("enron/arnold-j.mbox", "enron/arora-h", "linux_mips", "linux_mips/2001.mbox.gz"):
        assert recognises(DATA / name)
    assert not recognises(DATA / "lazega")
    assert not recognises(DATA / "enron" / "employees.tsv")


@pytest.mark.parametrize("year", [1997, 2002])
def test_fields_equal_those_of_the_standard_library_where_the_mail_is_well_formed(year):
    """Differences that remain are ones where the standard library is wrong.

    It reads zone names it does not know (BST, CEST, EET) as UTC, moves dates by 22 hours for
    a zone of -2200, keeps a control character inside an address, finds no address in
    ``a@b <a@b>``, and gives replacement characters for raw 8-bit text.
    """
    differences: Counter[str] = Counter()
    n = 0
    with Stream(year_file(year)) as stream:
        for raw in Splitter(stream.read_block, is_mbox=True):
            n += 1
            fields, _ = pick_headers(raw.head)
            mail = email.message_from_bytes(raw.head[1:] + b"\n\n")
            for name in ("from", "to", "cc"):
                theirs = getaddresses([str(value) for value in mail.get_all(name, [])])
                expected = sorted(address.lower() for _, address in theirs if "@" in address)
                boxes, _ = parse_addresses(fields.get(name.encode(), b""))
                ours = sorted(box.address for box in boxes if box.address)
                is_odd = re.search(rb"[\x00-\x08]|(\S+@\S+) <\1>", fields.get(name.encode(), b""))
                differences[name] += expected != ours and is_odd is None
            ours_at, quality = parse_date(fields.get(b"date", b""))
            zone = re.search(rb"[+-](?:0\d|1[0-2])\d\d|GMT|[ECMP][SD]T", fields[b"date"])
            if quality == "ok" and zone:
                expected_at = parsedate_to_datetime(str(mail["date"])).timestamp()
                differences["date"] += ours_at != expected_at
            if mail["subject"] is not None and fields[b"subject"].isascii():
                expected_text = " ".join(str(make_header(decode_header(mail["subject"]))).split())
                differences["subject"] += decode_text(fields[b"subject"]) != expected_text
    assert n == YEARS[year]
    assert {name: count for name, count in differences.items() if count > 2} == {}
