"""Outlook's CSV export as a batch of messages."""

from __future__ import annotations

from collections.abc import Iterator

from netanalysis.harvest import Progress
from netanalysis.loaders.mail import outlook_csv, sniff
from netanalysis.loaders.mail.batch import CHANGED, Batch, Item, Place, fingerprint
from netanalysis.loaders.mail.parties import no_address
from netanalysis.loaders.mail.stream import Stream


def csv_batch(place: Place, name: str, folder: str) -> Batch:
    """Return the batch of an export; its messages are numbered by row."""
    return Batch(name, folder, sniff.CSV, [(place, name)], source=_items)


def _items(batch: Batch, progress: Progress | None) -> Iterator[Item]:
    place, name = next(iter(batch.paths))
    n_nameless = number = 0
    before = fingerprint(place)
    with Stream(place) as stream:
        for number, row in enumerate(outlook_csv.read_rows(stream.read_block), start=1):
            n_nameless += row.parties.n_nameless
            if row.is_ragged:
                problem = "the row has another number of fields than the header; read as it is"
                batch.remember(name, number, "ragged row", problem)
            yield Item(name, number, "", row.raw, row.parties)
            if progress is not None:
                progress(name, min(stream.n_done, stream.n_bytes), stream.n_bytes)
    if n_nameless:
        batch.remember(name, None, "no mail address", no_address(n_nameless))
    if stream.damage:
        problem = f"{stream.damage}; what stands before was read, get the file again"
        batch.remember(name, number or None, "damaged", problem)
    if fingerprint(place) != before:
        batch.remember(name, None, "changed", CHANGED)
