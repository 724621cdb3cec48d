"""Which messages are copies of one another?

Two messages are the same when they have one Message-ID and agree in sender, date and
subject, or when sender, recipients, date, subject and body are all equal, whatever their
identifiers say (Notes exports store one mail in several folders under new identifiers).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np

from netanalysis.loaders.mail.groups import chained, components
from netanalysis.loaders.mail.hashes import Hashes
from netanalysis.loaders.mail.messages import NO_DATE, QUALITIES, Messages
from netanalysis.loaders.mail.people import Mentions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[Any]


def copies(digests: Hashes, same: Hashes) -> Ints:
    """Return for each message the number of the first copy of it.

    ``digests`` stand for the contents, see :func:`content_digests`; ``same`` for identifier,
    sender, date and subject together, and is 0 where there is no identifier.
    """
    n = len(digests)
    first = components(n, *chained(digests, np.arange(n, dtype=np.int32)))
    named = np.flatnonzero(same).astype(np.int32)
    return components(n, *chained(same[named], named), first)


def content_digests(messages: Messages, mentions: Mentions) -> Hashes:
    """Return the digest of what each message says: equal content, equal digest, in any file.

    It is the number whose 16 hexadecimal digits :func:`netanalysis.harvest.digest` gives for
    sender, sorted To, sorted Cc, seconds (or the quality of a missing date), subject, body.
    """
    to, cc = (_sorted_addresses(messages, mentions, name) for name in ("to", "cc"))
    subjects = messages.words("subjects")
    senders = [mentions.addresses[at] for at in mentions.address_numbers]
    bodies = messages.body_keys()
    seconds = messages.column("seconds")
    dates: list[int | str] = seconds.tolist()
    for at in np.flatnonzero(seconds == NO_DATE).tolist():
        dates[at] = QUALITIES[messages.column("quality")[at]]
    rows = zip(
        map(senders.__getitem__, messages.column("sender").tolist()),
        to,
        cc,
        dates,
        map(subjects.__getitem__, messages.column("subject").tolist()),
        range(0, len(bodies), 32),
        strict=True,
    )
    sha256 = hashlib.sha256
    found = [
        sha256(
            f"{sender}\x1f{to_text}\x1f{cc_text}\x1f{when}\x1f{subject}\x1f"
            f"{bodies[at : at + 32]}".encode("utf-8", "replace")
        ).digest()
        for sender, to_text, cc_text, when, subject, at in rows
    ]
    return np.frombuffer(b"".join(found), dtype=">u8")[::4].astype(np.uint64)


def _sorted_addresses(messages: Messages, mentions: Mentions, name: str) -> list[str]:
    """Return for each message its distinct addresses in a column, sorted and joined by commas."""
    at, people = messages.flat(name)
    if not len(at):
        return [""] * len(messages)
    in_order = sorted(mentions.addresses)
    rank_of = {address: rank for rank, address in enumerate(in_order)}
    ranks = np.array([rank_of[address] for address in mentions.addresses])
    ranks = ranks[np.array(mentions.address_numbers)[people]]
    key = np.sort(at.astype(np.int64) * len(in_order) + ranks)
    key = key[np.concatenate([[True], key[1:] != key[:-1]])]
    at, ranks = np.divmod(key, len(in_order))
    ends = np.cumsum(np.bincount(at, minlength=len(messages))).tolist()
    names = list(map(in_order.__getitem__, ranks.tolist()))
    begin, out = 0, []
    for end in ends:
        out.append(names[begin] if end == begin + 1 else ",".join(names[begin:end]))
        begin = end
    return out
