"""Hostile input costs time in proportion to its length, never more."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise

import pytest

from netanalysis.loaders.mail.addresses import parse_addresses
from netanalysis.loaders.mail.dates import parse_date
from netanalysis.loaders.mail.folders import gmail_labels
from netanalysis.loaders.mail.headers import pick_headers
from netanalysis.loaders.mail.marks import list_signs
from netanalysis.loaders.mail.notes import names_for
from netanalysis.loaders.mail.people import Mentions
from netanalysis.loaders.mail.picking import Picked
from netanalysis.loaders.mail.split import Splitter
from netanalysis.loaders.mail.text import decode_text
from netanalysis.loaders.mail.threads import Letter, Letters, threads

SIZES = (8_000, 16_000, 32_000)
MAX_RATIO = 3.0
FLOOR_SECONDS = 0.002
"""Below this a measurement is noise; a quadratic scan of 64,000 bytes is far above."""


def seconds(work: Callable[[object], object], data: object) -> float:
    best = float("inf")
    for _ in range(3):
        begin = time.process_time()
        work(data)
        best = min(best, time.process_time() - begin)
    return max(best, FLOOR_SECONDS)


def assert_linear(work: Callable[[object], object], make: Callable[[int], object]) -> None:
    """Hold t(2n) / t(n) below three; a second look forgives a busy machine."""
    for _ in range(3):
        times = [seconds(work, make(size)) for size in SIZES]
        ratios = [later / earlier for earlier, later in pairwise(times)]
        if max(ratios) < MAX_RATIO:
            return
    raise AssertionError(f"time grows faster than the input: {times}")


ADDRESS_LISTS = {
    "plain": lambda n: b"a@b.c, " * n,
    "open quotes": lambda n: b'"' + b'\\"' * n,
    "comments": lambda n: b"(" * n,
    "groups": lambda n: b"g:" * n,
    "empty groups": lambda n: b"g:;" * n,
    "brackets": lambda n: b"<" * n,
    "mixed openers": lambda n: b'"(<' * n,
    "at signs": lambda n: b"a@" * n,
    "words": lambda n: b"a " * n + b"<a@b.c>",
    "addresses in a name": lambda n: b'"' + b"a@b.c " * n + b'" <a@b.c>',
    "spaces": lambda n: b" " * n + b"x",
    "bare words": lambda n: b"a,b <c@d.e>," * n,
    "routes": lambda n: b"<" + b"@a," * n + b":a@b.c>",
    "notes paths": lambda n: b"a/" * n,
    "domain literals": lambda n: b"[" * n,
}


@pytest.mark.parametrize("name", ADDRESS_LISTS)
def test_address_lists(name):
    assert_linear(parse_addresses, ADDRESS_LISTS[name])


@pytest.mark.parametrize("name", ADDRESS_LISTS)
def test_address_lists_read_the_quick_way(name):
    assert_linear(lambda raw: Mentions().read(raw, None), ADDRESS_LISTS[name])


TEXTS = {
    "openings": lambda n: b"=?" * n,
    "words without end": lambda n: b"=?utf-8?q?" * n,
    "words with one end": lambda n: b"=?utf-8?q?" * n + b"?=",
    "words": lambda n: b"=?utf-8?q?a?= " * n,
    "alternating charsets": lambda n: b"=?utf-8?q?a?= =?latin1?q?b?=" * n,
    "base64": lambda n: b"=?utf-8?b?" + b"A" * n + b"?=",
    "raw bytes": lambda n: b"\xff\xc3" * n,
}


@pytest.mark.parametrize("name", TEXTS)
def test_encoded_words(name):
    assert_linear(decode_text, TEXTS[name])


HEADS = {
    "folds": lambda n: b"\nTo: a" + b"\n b" * n,
    "repeated headers": lambda n: b"\nTo: a" * n,
    "unknown headers": lambda n: b"\nX: a" * n,
    "bare initials": lambda n: b"\nt" * n,
    "spaces before the colon": lambda n: (b"\nTo" + b" " * 9) * n,
}


@pytest.mark.parametrize("name", HEADS)
def test_header_blocks(name):
    assert_linear(pick_headers, HEADS[name])


@pytest.mark.parametrize("name", HEADS)
def test_header_blocks_picked_together(name):
    def work(head: bytes) -> None:
        # beyond the cap of one header a block is picked by itself, which takes longer
        Picked([b"\n" + head[at : at + 6_000] for at in range(0, len(head), 6_000)])

    assert_linear(work, HEADS[name])


MBOXES = {
    "from lines": lambda n: b"From a\nA: b\n" + b"From \n" * n,
    "tiny messages": lambda n: b"From a\nA: b\n\n" * n,
    "dated and empty": lambda n: b"From a Tue Aug  8 12:36:29 2023\n\n" * n,
    "long from line": lambda n: b"From a\nA: b\nFrom " + b"Mon Jan " * n + b"\n",
    "newlines": lambda n: b"From a\nA: b\n" + b"\n" * n,
    "headers only": lambda n: b"From a\nA: b\n" * n,
    "with a body and without": lambda n: b"From a\nA: b\n\nx\nFrom a\nA: b\n" * n,
}


@pytest.mark.parametrize("name", MBOXES)
def test_splitting(name):
    def work(data: bytes) -> None:
        pending = iter((data, b"", b"", b""))
        for _ in Splitter(lambda: next(pending), is_mbox=True):
            pass

    assert_linear(work, MBOXES[name])


@pytest.mark.parametrize("unit", [b",", b"<", b'"', b"(", b"a/", b"a "])
def test_labels_and_names_and_dates_and_list_headers(unit):
    def work(data: bytes) -> None:
        gmail_labels.cache_clear()
        gmail_labels(data)
        names_for(data[:60_000], 3)
        parse_date(data)
        list_signs({b"list-post": data, b"list-id": data, b"sender": data})

    assert_linear(work, lambda n: unit * n)


def test_threads():
    def make(n: int) -> list[Letter]:
        people = frozenset((1, 2))
        chain = [
            Letter(f"{k}a", (str(k),), (str(k - 1),), "Re: x", k, people, False, 1)
            for k in range(n)
        ]
        return chain + [Letter(f"{k}b", (), (), "Re: hello", k, people, False, 1) for k in range(n)]

    assert_linear(lambda letters: threads(Letters.of(letters, frozenset())), make)
