"""Mail: the splitter, the headers, the values in them, bodies, and files of every kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain, repeat
from pathlib import Path
from typing import Final

from harvest_laws import check_laws
from mail_makers import DATE

from fuzzing import seeds
from fuzzing.target import Target
from fuzzing.ways import collected, facts
from netanalysis.errors import NetAnalysisError
from netanalysis.loaders.mail import ranges, read, recognises
from netanalysis.loaders.mail.addresses import parse_addresses
from netanalysis.loaders.mail.batch import Batch, Item
from netanalysis.loaders.mail.body import signal_of
from netanalysis.loaders.mail.collect import Collector
from netanalysis.loaders.mail.containers import file_batches
from netanalysis.loaders.mail.dates import parse_date, separator_date, utc_offset
from netanalysis.loaders.mail.folders import gmail_labels
from netanalysis.loaders.mail.headers import pick_headers, top_received
from netanalysis.loaders.mail.instants import instants
from netanalysis.loaders.mail.kinds import bulk_mark, sender_of
from netanalysis.loaders.mail.marks import list_signs
from netanalysis.loaders.mail.notes import names_for
from netanalysis.loaders.mail.people import Mentions
from netanalysis.loaders.mail.picking import Picked
from netanalysis.loaders.mail.pile import Pile
from netanalysis.loaders.mail.places import marked, place_of
from netanalysis.loaders.mail.records import gathered
from netanalysis.loaders.mail.sniff import MBOX, kind_of_file
from netanalysis.loaders.mail.split import RawMessage, Splitter
from netanalysis.loaders.mail.text import clean, declared_codec, decode_text
from netanalysis.schema import BULK_KINDS

QUALITIES: Final = {"ok", "day", "missing", "unreadable", "implausible"}


def _blocks(data: bytes, size: int) -> Callable[[], bytes]:
    blocks: Iterable[bytes] = (data[at : at + size] for at in range(0, len(data), size))
    return chain(blocks, repeat(b"")).__next__


def check_splitter(data: bytes, folder: Path) -> None:
    """The size of the blocks does not matter, and no byte is in two messages."""
    for is_mbox in (True, False):
        whole: list[RawMessage] = list(Splitter(_blocks(data, 1 << 20), is_mbox=is_mbox))
        small = list(Splitter(_blocks(data, 1 + len(data) % 997), is_mbox=is_mbox))
        assert whole == small
        assert sum(len(one.separator) + len(one.head) for one in whole) <= len(data) + 1


def check_headers(data: bytes, folder: Path) -> None:
    """Both ways pick alike, and all that is said of them is valid text."""
    head = b"\n" + data.lstrip(b"\n").partition(b"\n\n")[0]
    fields, is_cut = pick_headers(head)
    picked = Picked([b"\nFrom: a@b", head])
    assert (picked.fields(1), 1 in picked.cut) == (fields, is_cut)
    codec = declared_codec(head)
    for raw in fields.values():
        text = decode_text(raw, codec)
        text.encode("utf-8")
        assert clean(text) == text
    for label in gmail_labels(fields.get(b"x-gmail-labels", b"")):
        assert clean(label) == label
    for address, _ in list_signs(fields):
        address.encode("utf-8")
    raw = RawMessage(b"", head, b"", False, False)
    for address in ("ada@example.org", "no-reply@example.org"):
        mark = bulk_mark(fields, raw, sender_of(address), codec)
        assert mark is None or mark.kind in BULK_KINDS
    marked(fields, "S")
    labels, folder = fields.get(b"x-gmail-labels"), fields.get(b"x-folder")
    place_of(labels, folder, "Inbox", codec).folder.encode("utf-8")
    top_received(head)


def check_addresses(data: bytes, folder: Path) -> None:
    """Both ways read alike; names and addresses are clean, and no name is an address."""
    quick, careful = Mentions(), Mentions()
    for raw in (data, b" " + data, data):
        assert quick.read(raw, None) == careful.read_carefully(raw, None)
    assert (quick.addresses, quick.names) == (careful.addresses, careful.names)
    for box in parse_addresses(data, "koi8_r")[0]:
        for part in (box.address, box.name):
            if part is not None:
                part.encode("utf-8")
                assert clean(part) == part
        assert box.name is None or "@" not in box.name
        assert box.address is None or not box.is_problem
    names_for(data, 2)


def check_dates(data: bytes, folder: Path) -> None:
    """A date has an instant or a quality that says why not; both ways read alike."""
    seconds, quality = parse_date(data)
    assert quality in QUALITIES
    assert (seconds is None) == (quality in ("missing", "unreadable"))
    offset = utc_offset(data)
    assert offset is None or abs(offset) <= 14 * 60
    separator_date(b"From a@b.c " + data.partition(b"\n")[0])
    heads = [b"\nDate:" + data + b"\nReceived: from x by y; " + DATE.encode()]
    heads += [b"\nReceived: from x by y; " + data + b"\nDate: " + DATE.encode(), b"\nDate:" + data]
    items = [
        Item("mail", n, "", RawMessage(b"", head, b"", False, False))
        for n, head in enumerate(heads)
    ]
    ways = [instants(Picked(heads, is_careful=one), items, is_careful=one) for one in (False, True)]
    for one, other in zip(*ways, strict=True):
        assert one.tolist() == other.tolist()


def check_body(data: bytes, folder: Path) -> None:
    """A body has counts that are not negative, or none."""
    head, _, body = data.partition(b"\n\n")
    signal = signal_of(pick_headers(b"\n" + head)[0], body)
    assert signal.n_words is None or signal.n_words >= 0
    assert (signal.n_words is None) == (signal.is_question is None) == (signal.is_thanks is None)
    assert 0 <= signal.n_attachments <= 10_000


def check_file(path: Path) -> None:
    """Read or refuse a file with a typed error; the laws hold, and both ways agree."""
    try:
        kind = kind_of_file(path)
        batches = [one for one in file_batches(path, path.name, kind) if isinstance(one, Batch)]
        for batch in batches:
            batch.with_body = True
            items = list(chain.from_iterable(batch.sheaves(None)))
            quick = collected(batch, items, is_careful=False)
            assert facts(quick) == facts(collected(batch, items, is_careful=True))
            check_laws(gathered(Pile(quick, None), [batch]).whole())
            if kind == MBOX:
                _check_parts(path, batch, len(items))
    except NetAnalysisError:
        return


def _check_parts(path: Path, batch: Batch, n_messages: int) -> None:
    """An mbox read part by part holds the messages it holds when read whole."""
    parts = ranges.parts_of(path, 512)
    if len(parts) < 2:
        return
    whole = Batch(batch.file, batch.folder, batch.kind, [(path, batch.file)])
    one = collected(whole, chain.from_iterable(whole.sheaves(None)), is_careful=False)
    bare = Batch(batch.file, batch.folder, batch.kind, [(path, batch.file)])
    other, n_found = Collector(), 0
    number = other.add_batch()
    for part in parts:
        read_one = ranges.read_part(bare, part)
        other.absorb(read_one.collector, number, n_found)
        n_found += read_one.n_messages
        if read_one.damage:
            break
    assert n_found == n_messages
    assert facts(one)["words"] == facts(other)["words"]
    assert one.messages.body_keys().tolist() == other.messages.body_keys().tolist()
    assert one.n_left_out == other.n_left_out


def check_mbox(data: bytes, folder: Path) -> None:
    """A file of any bytes under the name of an mbox."""
    path = folder / "mail.mbox"
    path.write_bytes(data)
    check_file(path)


def check_emlx(data: bytes, folder: Path) -> None:
    """A file of any bytes under the name Apple Mail gives."""
    path = folder / "1.emlx"
    path.write_bytes(data)
    check_file(path)


def check_msg(data: bytes, folder: Path) -> None:
    """A file of any bytes under the name Outlook gives."""
    path = folder / "1.msg"
    path.write_bytes(data)
    check_file(path)


def check_maildir(data: bytes, folder: Path) -> None:
    """A Maildir whose files are cut out of the input, under flags taken from it."""
    root = folder / "Mail"
    pieces = data.split(b"\n\n\n", 3)
    flags = "".join(letter for letter in "DFJPRST" if ord(letter) in data[:40])
    for part in ("cur", "new", "tmp"):
        (root / part).mkdir(parents=True, exist_ok=True)
        for old in (root / part).iterdir():
            old.unlink()
    for number, piece in enumerate(pieces):
        (root / ("cur", "new")[number % 2] / f"{number}:2,{flags}").write_bytes(piece)
    assert recognises(folder / "nothing here") is False
    try:
        harvest = read([root], body="light")
    except NetAnalysisError:
        return
    check_laws(harvest)


_LINES: Final = (*seeds.TOKENS, *seeds.SEPARATORS, *seeds.HEADER_TOKENS)
_ANY: Final = (*_LINES, *seeds.WORD_TOKENS, *seeds.ADDRESSES, *seeds.DATE_TOKENS)
TARGETS: Final = (
    Target("splitter", check_splitter, seeds.MBOXES[:4], _LINES),
    Target("headers", check_headers, seeds.HEADS, (*_ANY, *seeds.DATES)),
    Target(
        "addresses",
        check_addresses,
        seeds.ADDRESSES,
        (*seeds.TOKENS, *seeds.WORD_TOKENS, *seeds.ADDRESSES),
    ),
    Target("dates", check_dates, seeds.DATES, (*seeds.TOKENS, *seeds.DATE_TOKENS)),
    Target("body", check_body, seeds.BODIES, (*seeds.TOKENS, *seeds.BODY_TOKENS)),
    Target("mbox", check_mbox, seeds.MBOXES, (*_ANY, *seeds.BODY_TOKENS)),
    Target("maildir", check_maildir, seeds.MBOXES[:4], (*_ANY, b"\n\n\n", b"T", b"D", b"J")),
    Target("emlx", check_emlx, seeds.EMLX, (*_ANY, b"<integer>", b"1 \n", b"<?xml")),
    Target("msg", check_msg, seeds.MSGS, (*seeds.TOKENS, b"\xfe\xff\xff\xff", b"F\0r\0o\0m\0")),
)
