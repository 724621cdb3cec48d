"""Whatever the bytes: no exception, valid text, and a ledger that adds up."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from mail_makers import DATE, ledger_holds, mbox, message, read_bytes

from netanalysis.errors import NetAnalysisError
from netanalysis.harvest import Harvest
from netanalysis.loaders.mail import recognises
from netanalysis.loaders.mail.addresses import parse_addresses
from netanalysis.loaders.mail.dates import parse_date
from netanalysis.loaders.mail.notes import names_for
from netanalysis.loaders.mail.text import clean, decode_text

TABLES = ("mentions", "interactions", "participations", "owner_hints", "issues", "ledger")

PIECES = st.sampled_from(
    [
        *(b"From ", b"\nFrom a Tue Aug  8 12:36:29 2023\n", b"\n", b"\n\n", b"\r\n", b"\0", b" "),
        *(b"From: ", b"To: ", b"Cc: ", b"Date: ", b"Subject: ", b"Message-ID: <1@x>", b"\xff"),
        *(b"a@b.c", b"<", b">", b'"', b"(", b")", b",", b";", b":", b"\\", b"@", b"[", b"]"),
        *(b"=?utf-8?q?", b"?=", b"=?x?b?", b"=ED=A0=80", "é\u202e".encode(), b"\x1b$B"),
        *(DATE.encode(), b"X-Gmail-Labels: Spam", b"X-Origin: A", b"X-To: ", b"References: <"),
        *(b"X-Mozilla-Status: ", b"0008", b"List-Id: <", b"Sender: owner-", b"Received: ;"),
    ]
)
HOSTILE = st.lists(PIECES, max_size=60).map(b"".join)
BYTES = st.one_of(st.binary(max_size=300), HOSTILE)


def is_valid_text(harvest: Harvest) -> bool:
    """Encode every string of every table; a lone surrogate would raise."""
    for name in TABLES:
        frame = getattr(harvest, name)
        for column in frame.columns:
            if pd.api.types.is_string_dtype(frame[column]):
                "\n".join(frame[column].dropna()).encode("utf-8")
    return True


@settings(deadline=None, max_examples=60)
@given(BYTES)
def test_any_file_is_read_or_refused_by_a_typed_error(data):
    with tempfile.TemporaryDirectory() as folder:
        try:
            harvest = read_bytes(Path(folder), data)
        except NetAnalysisError as error:
            assert str(error).startswith("mail.mbox: ")
            assert not recognises(Path(folder) / "mail.mbox")
            return
        assert recognises(Path(folder) / "mail.mbox")
        assert ledger_holds(harvest)
        assert is_valid_text(harvest)


@settings(deadline=None, max_examples=60)
@given(st.lists(BYTES, min_size=1, max_size=4))
def test_any_bytes_after_a_separator_are_read(parts):
    with tempfile.TemporaryDirectory() as folder:
        data = mbox(message(), *[b"From: x@y.z\n" + part for part in parts])
        harvest = read_bytes(Path(folder), data)
        assert harvest.ledger.n_read[0] >= 2
        assert ledger_holds(harvest)
        assert is_valid_text(harvest)


@settings(deadline=None, max_examples=300)
@given(BYTES)
def test_any_header_value_gives_valid_text_and_addresses_without_invisibles(raw):
    text = decode_text(raw)
    assert clean(text) == text
    text.encode("utf-8")
    for box in parse_addresses(raw)[0]:
        for part in (box.address, box.name):
            if part is not None:
                part.encode("utf-8")
                assert clean(part) == part
    names_for(raw, 1)
    names_for(raw, 2)


@settings(deadline=None, max_examples=300)
@given(st.one_of(BYTES, st.from_regex(rb"[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{1,5} .*")))
def test_any_date_value_gives_a_quality(raw):
    seconds, quality = parse_date(raw)
    assert quality in ("ok", "day", "missing", "unreadable", "implausible")
    assert (seconds is None) == (quality in ("missing", "unreadable"))


@settings(deadline=None, max_examples=40)
@given(st.permutations(range(6)))
def test_the_order_of_messages_does_not_change_what_is_kept(order):
    mail = [
        message(subject="a", message_id="<1@x>"),
        message(subject="a", message_id="<2@x>"),
        message("other\n", subject="a", message_id="<2@x>"),
        message(subject="b", in_reply_to="<1@x>"),
        message(subject="c", x_folder="Sent"),
        message(subject="c", x_folder="All documents"),
    ]
    with tempfile.TemporaryDirectory() as folder:
        harvest = read_bytes(Path(folder), mbox(*[mail[at] for at in order]))
    table = harvest.interactions.sort_values("subject")
    assert list(table.subject) == ["a", "b", "c"]
    assert table.folder.iloc[2] == "Sent"
    with tempfile.TemporaryDirectory() as folder:
        straight = read_bytes(Path(folder), mbox(*mail)).interactions
    assert set(table.interaction_id) == set(straight.interaction_id)
    assert set(table.thread_id) == set(straight.thread_id)
