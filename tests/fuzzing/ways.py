"""The quick and the careful way to read mail, and what each of them found."""

from __future__ import annotations

from collections.abc import Iterable

from netanalysis.loaders.mail.batch import Batch, Item
from netanalysis.loaders.mail.collect import Collector


def collected(batch: Batch, items: Iterable[Item], *, is_careful: bool) -> Collector:
    """Return the collector of the messages, read the quick or the careful way."""
    collector = Collector(is_careful=is_careful)
    number = collector.add_batch()
    collector.add(number, batch, [*items])
    collector.settle()
    return collector


def facts(collector: Collector) -> dict[str, object]:
    """Return all that a collector found, in a form that can be compared."""
    tables = collector.messages.to_arrow()
    mentions = collector.mentions
    return {
        "messages": tables["messages"].to_pydict(),
        "words": sorted(map(repr, tables["words"].to_pylist())),
        "people": [mentions.addresses[at] for at in mentions.address_numbers],
        "names": mentions.names,
        "issues": collector.issues,
        "left out": collector.n_left_out,
        "signs": collector.list_signs,
    }
