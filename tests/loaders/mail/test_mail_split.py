"""The separator rule, in every mbox dialect and whatever the blocks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netanalysis.loaders.mail import split
from netanalysis.loaders.mail.body_keys import HASHED, BodyHash, body_key, body_key_between
from netanalysis.loaders.mail.split import RawMessage, Splitter

HEAD = b"From: ada@example.org\nTo: bob@example.org\n"
DATED = b"From ada@example.org Tue Aug  8 12:36:29 2023\n"


def messages(data: bytes, block: int = 1 << 20, *, is_mbox: bool = True) -> list[RawMessage]:
    blocks = [data[at : at + block] for at in range(0, len(data), block)]
    pending = iter([*blocks, b"", b"", b""])
    return list(Splitter(lambda: next(pending), is_mbox=is_mbox))


def test_head_and_body_part_at_the_first_empty_line():
    one = messages(DATED + HEAD + b"\nfirst\n\nFrom: inner\n")[0]
    assert one.separator == DATED.rstrip()
    assert one.head == b"\n" + HEAD.rstrip()
    assert one.body_key == body_key(b"first\n\nFrom: inner\n")


def test_quoting_and_trailing_empty_lines_do_not_change_the_body_key():
    key = body_key(b"a\nFrom b\n")
    assert key == body_key(b"a\n>From b\n\n\n") == body_key(b"a\n>>From b")
    assert key != body_key(b"a\n>From: b\n")
    assert key != body_key(b"\na\nFrom b\n")


def test_a_file_that_ends_in_its_headers_is_open():
    assert messages(DATED + b"From: ada@exam")[0].is_open
    assert not messages(DATED + b"From: ada@example.org\n")[0].is_open
    assert not messages(DATED + HEAD + b"\n")[0].is_open


SAMPLE = (
    DATED + HEAD + b"\nbody\n\nFrom prose\nmore\n\n"
    + DATED + HEAD + b"\n\n\n" + b"x" * 70 + b"\n>From y\n\n\n"
    + DATED + b"\n"
    + b"From ada\n" + HEAD
    + DATED + HEAD + b"Subject: s\n\nlast\n"
)  # fmt: skip


@pytest.mark.parametrize("block", [1, 2, 3, 5, 7, 11, 64, 100, 300])
def test_the_size_of_the_blocks_does_not_matter(block):
    assert messages(SAMPLE, block) == messages(SAMPLE)


@pytest.mark.parametrize("block", [1, 3, 7, 50])
@pytest.mark.parametrize("limit", [0, 40, 130])
def test_messages_read_piece_by_piece_are_the_same(monkeypatch, block, limit):
    whole = messages(SAMPLE)
    monkeypatch.setattr(split, "MESSAGE_IN_MEMORY", limit)
    assert messages(SAMPLE, block) == whole


def test_an_endless_header_block_is_cut_and_the_next_message_found(monkeypatch):
    monkeypatch.setattr(split, "MESSAGE_IN_MEMORY", 200)
    monkeypatch.setattr(split, "HEAD_LIMIT", 300)
    data = DATED + HEAD + b"X-Long: y\n" * 200 + b"\nbody\n\n" + DATED + HEAD + b"\nnext\n"
    first, second = messages(data, 50)
    assert first.is_cut
    assert len(first.head) == 300
    assert first.body_key == body_key(b"body\n")
    assert second.body_key == body_key(b"next\n")


@pytest.mark.parametrize("tail", [b"", b"b", b"b\n", b"\n\n"])
def test_the_end_of_an_oversized_header_block_is_seen_at_the_very_end(monkeypatch, tail):
    monkeypatch.setattr(split, "MESSAGE_IN_MEMORY", 20)
    one = messages(DATED + HEAD + b"X-Long: y\n" * 20 + b"\n" + tail, 30)[0]
    assert not one.is_open
    assert one.body_key == body_key(tail)


def test_a_single_message_is_never_split():
    data = HEAD + b"\nbody\n\n" + DATED + HEAD + b"\nforwarded\n"
    found = messages(data, 10, is_mbox=False)
    assert len(found) == 1
    assert found[0].head == b"\n" + HEAD.rstrip()


@given(st.lists(st.sampled_from([b"\n", b"\n\n", b">From ", b"From ", b"a", b">", b"\n>"])))
def test_a_body_hashed_in_pieces_equals_the_body_hashed_whole(pieces):
    hashing = BodyHash()
    for piece in pieces:
        hashing.feed(b"\n" + piece + b"\n", 1, 1 + len(piece))
    assert hashing.key() == body_key(b"".join(pieces))


@given(
    st.lists(st.integers(0, 3 * HASHED), max_size=6).map(sorted),
    st.integers(HASHED - 60, HASHED + 60),
    st.sampled_from([b"", b"\n>From x", b"\n\n\n"]),
)
@settings(max_examples=60, deadline=None)
def test_a_long_body_has_one_key_whole_in_pieces_and_within_a_buffer(cuts, n, end):
    body = (b"abcdefg\n" * (n // 8 + 1))[:n] + end
    pieces = [body[a:b] for a, b in pairwise([0, *cuts, len(body)])]
    hashing = BodyHash()
    for piece in pieces:
        hashing.feed(piece)
    keys = {
        hashing.key(),
        body_key(body),
        body_key_between(b"x\n" + body + b"xx", 2, len(body) + 2),
    }
    assert len(keys) == 1


@pytest.mark.parametrize("n", [HASHED // 2, 2 * HASHED])
def test_every_byte_of_a_body_counts_and_so_does_its_length(n):
    body = b"a" * n
    other = [b"b" + body[1:], body[:-1] + b"b", body[:-1], body + b"a"]
    assert len({body_key(one) for one in (body, *other)}) == 1 + len(other)
