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
from netanalysis.loaders.mail.messages import NO_DATE, NOTHING, QUALITIES, Messages
from netanalysis.loaders.mail.people import Mentions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[Any]
    Digests = NDArray[np.uint64]


def copies(messages: Messages, mentions: Mentions, digests: Digests) -> Ints:
    """Return for each message the number of the first copy of it.

    ``digests`` stand for the contents, see :func:`content_digests`.
    """
    n = len(messages)
    _, content = np.unique(digests, return_inverse=True)
    one, other = chained(content, np.arange(n))
    identifiers = messages.column("message_id")
    named = np.flatnonzero(identifiers != NOTHING)
    named = named[np.bincount(identifiers[named], minlength=1)[identifiers[named]] > 1]
    if len(named):
        senders = np.array(mentions.address_numbers)[messages.column("sender")]
        columns = (identifiers, senders, messages.column("seconds"), messages.column("subject"))
        rows = np.stack([column[named] for column in columns], axis=1)
        _, same = np.unique(rows, axis=0, return_inverse=True)
        more = chained(same.reshape(-1), named)
        one, other = np.concatenate([one, more[0]]), np.concatenate([other, more[1]])
    return components(n, one, other)


def content_digests(messages: Messages, mentions: Mentions) -> Digests:
    """Return the digest of what each message says: equal content, equal digest, in any file.

    It is the number whose 16 hexadecimal digits :func:`netanalysis.harvest.digest` gives for
    sender, sorted To, sorted Cc, seconds (or the quality of a missing date), subject, body.
    """
    to, cc = (_sorted_addresses(messages, mentions, name) for name in ("to", "cc"))
    subjects = messages.words("subjects")
    of_mention = [mentions.addresses[at] for at in mentions.address_numbers]
    bodies = messages.body_keys()
    out = bytearray()
    rows = zip(
        messages.column("sender").tolist(),
        to,
        cc,
        messages.column("seconds").tolist(),
        messages.column("quality").tolist(),
        messages.column("subject").tolist(),
        range(0, len(bodies), 32),
        strict=True,
    )
    sha256 = hashlib.sha256
    for sender, to_text, cc_text, seconds, quality, subject, at in rows:
        when = QUALITIES[quality] if seconds == NO_DATE else seconds
        text = (
            f"{of_mention[sender]}\x1f{to_text}\x1f{cc_text}\x1f{when}\x1f"
            f"{subjects[subject]}\x1f{bodies[at : at + 32]}"
        )
        out += sha256(text.encode("utf-8", "replace")).digest()[:8]
    return np.frombuffer(bytes(out), dtype=">u8").astype(np.uint64)


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
