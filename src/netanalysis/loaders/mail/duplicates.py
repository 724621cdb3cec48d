"""Which messages are copies of one another?

Two messages are the same when they have one Message-ID and agree in sender, date and
subject, or when sender, recipients, date, subject and body are all equal, whatever their
identifiers say (Notes exports store one mail in several folders under new identifiers).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from netanalysis.loaders.mail.groups import chained, components, first_of_each
from netanalysis.loaders.mail.hashes import Hashes, hashed
from netanalysis.loaders.mail.messages import NO_DATE, Messages
from netanalysis.loaders.mail.people import Mentions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[Any]

_PARTS: Final = 7
"""Numbers of 64 bits that stand for what a message says; two of them are its body."""


def copies(digests: Hashes, same: Hashes) -> Ints:
    """Return for each message the number of the first copy of it.

    ``digests`` stand for the contents, see :func:`content_digests`; ``same`` for identifier,
    sender, date and subject together, and is 0 where there is no identifier.
    """
    n = len(digests)
    first = components(n, *chained(digests, np.arange(n, dtype=np.int32)))
    named = np.flatnonzero(same).astype(np.int32)
    return components(n, *chained(same[named], named), first)


def content_digests(messages: Messages, mentions: Mentions, subjects: Hashes) -> Hashes:
    """Return the digest of what each message says: equal content, equal digest, in any file.

    It stands for sender, To and Cc (whatever their order), seconds (or the quality of a missing
    date), subject and body. ``subjects`` are the hashes of the messages' subjects. A hash of
    a part need not withstand anybody: whoever makes all parts equal sends a copy. The hash
    over all of them has to.
    """
    n = len(messages)
    numbers = np.array(mentions.address_numbers, dtype=np.int64)
    senders = numbers[messages.column("sender")]
    seconds = messages.column("seconds")
    groups = [(at, numbers[people]) for at, people in map(messages.flat, ("to", "cc"))]
    used = np.unique(np.concatenate([senders, *(people for _, people in groups)]))
    of_address = np.zeros(len(mentions.addresses), dtype=np.uint64)
    of_address[used] = hashed([mentions.addresses[at] for at in used.tolist()])
    dates = seconds + (seconds == NO_DATE) * messages.column("quality")
    says = np.empty((n, _PARTS), dtype="<u8")
    says[:, 0], says[:, 1], says[:, 2] = of_address[senders], dates.astype(np.uint64), subjects
    for part, (at, people) in enumerate(groups, start=3):
        says[:, part] = 0
        distinct = first_of_each(at, people)
        np.add.at(says[:, part], at[distinct], of_address[people[distinct]])
    says[:, -2:] = messages.body_keys()
    rows, size, empty = says.tobytes(), 8 * _PARTS, hashlib.blake2b(digest_size=8)
    found: list[bytes] = []
    for begin in range(0, n * size, size):
        hashing = empty.copy()
        hashing.update(rows[begin : begin + size])
        found.append(hashing.digest())
    return np.frombuffer(b"".join(found), dtype=">u8").astype(np.uint64)
