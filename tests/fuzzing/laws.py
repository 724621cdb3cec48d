"""What holds for every input: valid text, a ledger that adds up, one answer both ways."""

from __future__ import annotations

from collections.abc import Iterable

from netanalysis.harvest import Harvest
from netanalysis.loaders.mail.batch import Batch, Item
from netanalysis.loaders.mail.collect import Collector

FATES = ("n_kept", "n_anonymous", "n_duplicate", "n_left_out")
TABLES = ("mentions", "interactions", "participations", "owner_hints", "issues", "ledger")


def check_ledger(harvest: Harvest) -> None:
    """Every record read has one fate, and each one left out has a row in the issues."""
    ledger = harvest.ledger
    assert (ledger.n_read == ledger[[*FATES]].sum(axis=1)).all(), ledger.to_string()
    n_rows = int(harvest.issues.is_left_out.sum())
    assert n_rows == int(ledger.n_left_out.sum()), harvest.issues.to_string()


def check_text(harvest: Harvest) -> None:
    """Every text of every table is valid UTF-8, and every key points somewhere."""
    for name in TABLES:
        frame = getattr(harvest, name)
        for column in frame.columns[frame.dtypes == "string"]:
            frame[column].str.cat().encode("utf-8")
    known = set(harvest.interactions.interaction_id)
    assert len(known) == len(harvest.interactions)
    assert set(harvest.participations.interaction_id) <= known


def collected(batch: Batch, items: Iterable[Item], *, is_careful: bool) -> Collector:
    """Return the collector of the messages, read the quick or the careful way."""
    collector = Collector(is_careful=is_careful)
    number = collector.add_batch()
    for item in items:
        collector.add(number, batch, item)
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
