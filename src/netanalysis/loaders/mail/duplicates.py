"""Which messages are copies of one another?

Two messages are the same when they have one Message-ID and agree in sender, date and
subject, or when sender, recipients, date, subject and body are all equal, whatever their
identifiers say (Notes exports store one mail in several folders under new identifiers).
"""

from __future__ import annotations

from collections.abc import Sequence

from netanalysis.harvest import digest
from netanalysis.loaders.mail.collect import Message
from netanalysis.loaders.mail.people import Mentions
from netanalysis.loaders.mail.threads import Groups


def copies(messages: Sequence[Message], mentions: Mentions) -> list[int]:
    """Return for each message the number of the first copy of it."""
    groups = Groups(len(messages))
    by_content: dict[object, int] = {}
    by_identifier: dict[object, int] = {}
    numbers = mentions.address_numbers
    for at, message in enumerate(messages):
        sender = numbers[message.sender]
        content = (
            sender,
            frozenset(numbers[one] for one in message.to),
            frozenset(numbers[one] for one in message.cc),
            message.seconds,
            message.quality if message.seconds is None else "",
            message.subject,
            message.body_key,
        )
        groups.join(by_content.setdefault(content, at), at)
        if message.message_id:
            named = (message.message_id, sender, message.seconds, message.subject)
            groups.join(by_identifier.setdefault(named, at), at)
    return [groups.root(at) for at in range(len(messages))]


def interaction_digest(message: Message, mentions: Mentions) -> str:
    """Return the digest of what a message says: equal content, equal digest, in any file."""
    numbers, addresses = mentions.address_numbers, mentions.addresses
    return digest(
        addresses[numbers[message.sender]],
        ",".join(sorted({addresses[numbers[one]] for one in message.to})),
        ",".join(sorted({addresses[numbers[one]] for one in message.cc})),
        str(message.seconds) if message.seconds is not None else message.quality,
        message.subject,
        message.body_key.hex(),
    )
