"""The quick way and the careful way give the same answer, whatever the input."""

from __future__ import annotations

import re
import sys
import tracemalloc
from dataclasses import fields as fields_of
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mail_makers import mbox, message

from netanalysis.harvest import Harvest
from netanalysis.loaders import mail
from netanalysis.loaders.mail import reading
from netanalysis.loaders.mail.addresses import parse_addresses
from netanalysis.loaders.mail.batch import Item
from netanalysis.loaders.mail.body_keys import body_key
from netanalysis.loaders.mail.collect import Collector
from netanalysis.loaders.mail.dates import parse_date, utc_offset
from netanalysis.loaders.mail.folders import gmail_labels
from netanalysis.loaders.mail.headers import pick_headers
from netanalysis.loaders.mail.instants import instants
from netanalysis.loaders.mail.messages import NO_OFFSET
from netanalysis.loaders.mail.people import Mentions
from netanalysis.loaders.mail.picking import Picked
from netanalysis.loaders.mail.quick import read_clocks
from netanalysis.loaders.mail.separators import is_separator
from netanalysis.loaders.mail.split import RawMessage, Splitter
from netanalysis.loaders.mail.text import clean, decode_text

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT.parent / "shared" / "data"
SAMPLE = ROOT / "data" / "sample" / "mail.mbox"


def assert_equal(one: Harvest, other: Harvest) -> None:
    for field in fields_of(Harvest):
        pd.testing.assert_frame_equal(getattr(one, field.name), getattr(other, field.name))


def read_carefully(monkeypatch, paths: list[Path], body: str | None = None) -> Harvest:
    with monkeypatch.context() as patch:
        patch.setattr(reading, "Collector", partial(Collector, is_careful=True))
        return mail.read(paths, body=body)


@pytest.fixture(scope="module")
def takeout(tmp_path_factory) -> Path:
    """Return a Takeout-like archive of 1,500 messages from the generator of the benchmark."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        from takeout_like import write
    finally:
        sys.path.pop(0)
    path = tmp_path_factory.mktemp("takeout") / "All mail.mbox"
    write(path, 1500)
    return path


def test_a_takeout_archive_gives_the_same_harvest_both_ways(takeout, monkeypatch):
    assert_equal(mail.read([takeout]), read_carefully(monkeypatch, [takeout]))
    light = mail.read([takeout], body="light")
    assert_equal(light, read_carefully(monkeypatch, [takeout], body="light"))
    assert light.interactions.n_words.gt(10).all()


@pytest.mark.real
@pytest.mark.skipif(not DATA.is_dir(), reason="the real corpora are not beside the project")
@pytest.mark.parametrize("name", ["enron/arnold-j.mbox", "enron/arora-h", "linux_mips"])
def test_real_archives_give_the_same_harvest_both_ways(name, monkeypatch):
    assert_equal(mail.read([DATA / name]), read_carefully(monkeypatch, [DATA / name]))


HEADER_PIECES = st.sampled_from(
    b"\nFrom:|\nfrom: a@b|\nFROM :|\nTo: a@b, c@d|\nTo:|\nX-GM-THRID: 1|\nX-Gm-Message: x|\n"
    b"X-Gmail-Labels: a,b|\nReceived: x; y|\nReferences: <a@b>|\n <c@d>|\n\t|\nSubject : x|\n"
    b"subject: y|\nDate: z|\nDate:|\nX-From: q|\nX-Originating: 1|\nX-Original-To: a@b|\nMIME: 1|"
    b"\nReply-To: r|\nDelivered-To: a@b|\nDelivered-To: c@d|\nList-Id: <l>|\nARC-Seal: i|\n"
    b"Return-Path: <a>|\nno colon|\nContent-Type: x|\nContent-Transfer-Encoding: 7bit|\n|: |"
    b"\nx-folder: \xe9".split(b"|")
)


@given(st.lists(st.lists(HEADER_PIECES, max_size=20).map(b"".join), min_size=1, max_size=5))
def test_headers_are_picked_alike(heads):
    picked = Picked(heads)
    for at, head in enumerate(heads):
        fields, is_cut = pick_headers(head)
        assert picked.fields(at) == fields
        assert (at in picked.cut) == is_cut
        for name in (b"from", b"to", b"subject", b"x-gm-thrid", b"references", b"x-from"):
            assert picked.column(name)[at] == fields.get(name)


def test_usual_headers_are_picked_the_quick_way():
    head = b"\nFROM: a@b\nto: c@d,\n e@f\nX-Gmail-Labels: x\nReceived: y\nReceived: z"
    picked = Picked([head, head])
    assert not picked._is_odd.any()
    assert picked.fields(1) == {
        b"from": b" a@b", b"to": b" c@d,\n e@f", b"x-gmail-labels": b" x"
    }  # fmt: skip


def test_blocks_left_out_are_forgotten():
    heads = [b"\nFrom: %d@x\nTo: a\nTo: b\nDate: %d" % (n, n) for n in range(4)]
    heads[1:3] = [b"\nFrom: 1@x\nDate: 1", b"\nDate: 2"]
    picked, again = Picked(heads), Picked(heads[1:])
    picked.column(b"date")
    picked.narrow([1, 2, 3])
    for name in (b"from", b"to", b"date"):
        assert picked.column(name) == again.column(name)
    assert picked.bits == again.bits
    assert [picked.fields(at) for at in range(3)] == [again.fields(at) for at in range(3)]
    of = [picked.spots(b"date")[0].tolist(), again.spots(b"date")[0].tolist()]
    assert of[0] == of[1] == [0, 1]


DATES = st.one_of(
    st.from_regex(
        re.compile(
            rb" ?(?:[A-Z][a-z]{2}, )?\d{1,2} (?:Jan|Feb|Mai|Dec|Foo) (?:19|20|03|00)\d\d "
            rb"\d\d:\d\d:\d\d [+-]\d{4}(?: \([A-Z]{3}\))?(?: am)?"
        ),
        fullmatch=True,
    ),
    st.binary(max_size=40),
)


def clock(raw: bytes) -> tuple[int, int] | None:
    letters = np.frombuffer(raw + b"\n" * 64, dtype=np.uint8)
    clocks = read_clocks(letters, np.array([0]), np.array([len(raw)]))
    return (int(clocks.seconds[0]), int(clocks.offset[0])) if clocks.is_known[0] else None


@given(DATES)
def test_dates_are_read_alike(raw):
    found = clock(raw)
    if found is not None:
        assert (found[0], "ok") == parse_date(raw)
        east = utc_offset(raw)
        assert found[1] == (NO_OFFSET if east is None else east)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b" Tue, 8 Aug 2000 12:00:00 +0200 (CEST)", (965_728_800, 120)),
        (b"08 Aug 2000 10:00:00 -0000", (965_728_800, NO_OFFSET)),
        (b"29 Feb 2000 00:00:00 +0000 (UT)", (951_782_400, 0)),
        (b"29 Feb 2001 00:00:00 +0000", None),
        (b"31 Dec 2037 23:59:59 +0000", (2_145_916_799, 0)),
        (b"31 Dec 2037 23:59:59 -0100", None),
    ],
)
def test_a_usual_date_is_read_the_quick_way(raw, expected):
    assert clock(raw) == expected


RECEIVED_PIECES = st.sampled_from(
    [b"\nReceived:", b"; ", b";\n  ", b";\nSun, ", b"\n", b" by x", b"\n\t", b"\nreceived:"]
)


@given(
    st.lists(
        st.tuples(DATES, st.lists(st.one_of(DATES, RECEIVED_PIECES), max_size=6)),
        min_size=1,
        max_size=4,
    )
)
def test_instants_are_weighed_alike(letters):
    separator = b"From ada Tue Aug  8 12:36:29 2000"
    heads = [
        b"\nDate:" + date + b"\nReceived:" + b"".join(pieces) + b"\nTo: x"
        for date, pieces in letters
    ]
    items = [
        Item("m", n, "", RawMessage(separator, head, b"", False, False))
        for n, head in enumerate(heads)
    ]
    both = [
        [*map(list, instants(Picked(heads, is_careful=careful), items, is_careful=careful))]
        for careful in (False, True)
    ]
    assert both[0] == both[1]


TOKENS = st.sampled_from(
    [
        b"a@b.org", b" c.d@e.org", b"\n Ann Lee <ann@x.org>", b' "Lee, Ann" <ann@x.org>', b"Lee",
        b' "A \\"B\\" C" <a@c.org>', b"x@y.org (Ann Lee)", b"x@y.org (a, b)", b"Team: a@b.org",
        b"c@d.org;", b'"', b"<", b">", b"(", b"\\", b"", b" ", b"=?utf-8?q?J=C3=BC?= <j@x.org>",
        b"J\xfcrgen <j@y.org>", b"a@b.org <c@d.org>", b"'q@r.org'", b"mailto:m@n.org", b"u@v.org.",
        b"W@X.ORG", b"<@r.org:s@t.org>", b"a@[10.0.0.1]", b"[", b":", b"@", b"\x1c z@z.org",
        b"p@q.org\x0b", b'"p q"@r.org', b"A<a@a.org>", b'"A"<a@a.org>',
    ]
)  # fmt: skip


@given(st.lists(st.lists(TOKENS, max_size=7), min_size=1, max_size=4), st.sampled_from([",", ""]))
def test_address_lists_are_read_alike(lists, comma):
    quick, careful = Mentions(), Mentions()
    for tokens in lists:
        raw = comma.encode().join(tokens)
        assert quick.read(raw, None) == careful.read_carefully(raw, None)
        boxes, _ = parse_addresses(raw)
        expected = [(box.address, box.name) for box in boxes if box.address]
        found, _, _ = quick.read(raw, None)
        assert [(quick.address_of(one), quick.names[one]) for one in found] == expected
    assert (quick.addresses, quick.names) == (careful.addresses, careful.names)


@given(st.text(alphabet='ab,"é \u200b\\=?', max_size=20))
def test_labels_are_clean_and_split_at_plain_commas(text):
    labels = gmail_labels(text.encode())
    assert all(clean(label) == label for label in labels)
    if '"' not in text:
        pieces = decode_text(text.encode()).split(",")
        assert labels == tuple(piece for one in pieces if (piece := clean(one.strip())))


def reference(data: bytes) -> list[tuple[bytes, bytes, bytes]]:
    """Return separator, head and body key of each message, found in one plain way."""
    data = data.lstrip(b"\n")
    starts = [0] if data else []
    starts += [
        found.start() + 1
        for found in re.finditer(rb"\n(?=From )", data)
        if is_separator(data, found.start() + 1, is_end=True)
    ]
    out = []
    for begin, end in zip(starts, [*starts[1:], len(data) + 1], strict=True):
        separator, newline, rest = data[begin : end - 1].partition(b"\n")
        head, _, body = (newline + rest).partition(b"\n\n")
        out.append((separator, head, body_key(body)))
    return out


MAIL_PIECES = st.sampled_from(
    b"From ada Tue Aug  8 12:36:29 2023\n|From here\n|From: x\n|To: y\n|\n|\n\n|>From z\n|text\n|"
    b"From x@y Tue Aug  8 12:36:29 +0000 2023\nA: b\n\n|>|\n\n\n|"
    b"From - Tue Aug 08 12:36 2023\n".split(b"|")
)


@given(st.lists(MAIL_PIECES, max_size=14), st.sampled_from([1, 5, 17, 64, 1 << 20]))
def test_messages_are_cut_as_in_one_plain_pass(pieces, block):
    data = b"From ada Tue Aug  8 12:36:29 2023\nA: b\n" + b"".join(pieces)
    blocks = iter([data[at : at + block] for at in range(0, len(data), block)] + [b""] * 3)
    found = [
        (one.separator, one.head, one.body_key)
        for one in Splitter(lambda: next(blocks), is_mbox=True)
    ]
    expected = reference(data)
    # a head that never ends keeps the newline it ends with out of reach of both readings
    assert [(a, b.rstrip(b"\n"), c) for a, b, c in found] == [
        (a, b.rstrip(b"\n"), c) for a, b, c in expected
    ]


def test_what_is_remembered_is_bounded():
    mentions = Mentions()
    for n in range(0, 200_000, 10):
        mentions.read(b", ".join(b"p%d@x.org" % k for k in range(n, n + 10)), None)
        mentions.read(b"Team: p%d@x.org;" % n, None)
    caches = (mentions._closed, mentions._tokens, mentions._whole)
    assert max(map(len, caches)) < 70_000
    assert len(mentions.addresses) == 200_000


def test_a_large_header_block_is_flagged_only_where_something_was_cut(tmp_path):
    junk = b"X-Junk: " + b"y" * 60 + b"\n"
    plain = message(subject="s").replace(b"\n\n", b"\n" + junk * 20_000 + b"\n", 1)
    path = tmp_path / "plain.mbox"
    path.write_bytes(mbox(plain))
    harvest = mail.read([path])
    assert harvest.issues.empty
    assert list(harvest.interactions.subject) == ["s"]
    cut = message(subject=None).replace(b"\n\n", b"\n" + junk * 20_000 + b"Subject: s\n\n", 1)
    path.write_bytes(mbox(cut))
    assert list(mail.read([path]).issues.reason) == ["truncated"]
    late = message().replace(b"\n\n", b"\n" + junk * 20_000 + b"Cc: eve@example.org\n\n", 1)
    path.write_bytes(mbox(late))
    harvest = mail.read([path])
    assert harvest.issues.empty
    assert "address:eve@example.org" in set(harvest.participations.alias_key)


def test_a_hundred_thousand_recipients_fit_in_a_hundred_megabytes(tmp_path):
    people = b",\n ".join(
        b'"Person %d" <person.number.%d@department%d.example.org>' % (n, n, n % 50)
        for n in range(100_000)
    )
    path = tmp_path / "mail.mbox"
    path.write_bytes(mbox(message(to="PEOPLE").replace(b"PEOPLE", people)))
    del people
    mail.read([SAMPLE])  # libraries load on first use
    tracemalloc.start()
    try:
        harvest = mail.read([path])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(harvest.participations) == 100_001
    assert harvest.issues.empty
    assert peak < 100_000_000


def test_memory_does_not_grow_with_attachments(tmp_path):
    peaks = []
    for n in (8, 24):
        body = "QUJD" * 19 + "\n"
        path = tmp_path / f"{n}.mbox"
        path.write_bytes(mbox(*[message(body * 40_000, subject=f"s {k}") for k in range(n)]))
        mail.read([path])
        tracemalloc.start()
        try:
            mail.read([path])
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]
