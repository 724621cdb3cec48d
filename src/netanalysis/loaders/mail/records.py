"""Collected messages to the tables of a harvest, column by column."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from netanalysis.harvest import Harvest, address_key
from netanalysis.loaders.mail.batch import Batch
from netanalysis.loaders.mail.collect import Collector, Message
from netanalysis.loaders.mail.duplicates import copies, interaction_digest
from netanalysis.loaders.mail.folders import telling
from netanalysis.loaders.mail.lists import list_addresses
from netanalysis.loaders.mail.owner import owner_hints
from netanalysis.loaders.mail.threads import Letter, threads


def build_harvest(collector: Collector, batches: Sequence[Batch]) -> Harvest:
    """Return the harvest of all batches: copies counted once, threads joined, hints counted."""
    messages, mentions = collector.messages, collector.mentions
    first_copy = copies(messages, mentions)
    kept = [at for at, first in enumerate(first_copy) if at == first]
    families: dict[int, list[int]] = {at: [] for at in kept}
    for at, first in enumerate(first_copy):
        families[first].append(at)
    keys = [alias_key(address) for address in mentions.addresses]
    ids = [
        "mail:" + min(interaction_digest(messages[at], mentions) for at in families[first])
        for first in kept
    ]
    participations, n_recipients = _participations(collector, kept, families, ids, keys)
    listed = list_addresses(messages, mentions, collector.list_signs)
    hints = owner_hints(messages, mentions, frozenset(row.address for row in listed))
    return Harvest(
        mentions=_mentions(collector, kept, keys),
        interactions=_interactions(collector, kept, families, ids, n_recipients),
        participations=participations,
        owner_hints=pd.DataFrame(
            {
                "alias_key": [alias_key(hint.address) for hint in hints],
                "hint": [hint.hint for hint in hints],
                "n": [hint.n for hint in hints],
                "n_of": [hint.n_of for hint in hints],
            }
        ),
        list_addresses=pd.DataFrame(
            {
                "alias_key": [alias_key(row.address) for row in listed],
                "kind": [row.kind for row in listed],
                "reason": [row.reason for row in listed],
            }
        ),
        issues=_issues(collector, batches),
        ledger=_ledger(collector, batches, kept),
    )


def _people(message: Message, numbers: Sequence[int]) -> frozenset[int]:
    return frozenset(
        numbers[one] for one in (message.sender, *message.to, *message.cc, *message.bcc)
    )


def _thread_ids(
    collector: Collector, kept: Sequence[int], families: dict[int, list[int]], ids: Sequence[str]
) -> list[str]:
    messages, mentions = collector.messages, collector.mentions
    letters = []
    for at, key in zip(kept, ids, strict=True):
        message, family = messages[at], families[at]
        own = tuple(messages[one].message_id for one in family if messages[one].message_id)
        parents = message.parents
        if len(family) > 1:
            parents = tuple(dict.fromkeys(name for one in family for name in messages[one].parents))
        people = _people(message, mentions.address_numbers)
        is_bulk = message.bulk is not None
        letters.append(Letter(key, own, parents, message.subject, message.seconds, people, is_bulk))
    roots = threads(letters, frozenset(mentions.addresses))
    return [ids[root] for root in roots]


def _interactions(
    collector: Collector,
    kept: Sequence[int],
    families: dict[int, list[int]],
    ids: Sequence[str],
    n_recipients: Sequence[int],
) -> pd.DataFrame:
    messages = collector.messages
    rows = [messages[at] for at in kept]
    seconds = np.array(
        [np.iinfo(np.int64).min if row.seconds is None else row.seconds for row in rows],
        dtype="int64",
    )
    instants = seconds.astype("datetime64[s]").astype("datetime64[us]")
    folders = [_best_folder([messages[one] for one in families[at]]) for at in kept]
    return pd.DataFrame(
        {
            "interaction_id": ids,
            "occurred_at": pd.DatetimeIndex(instants).tz_localize("UTC"),
            "date_quality": [row.quality for row in rows],
            "channel": "mail",
            "thread_id": _thread_ids(collector, kept, families, ids),
            "subject": [row.subject or None for row in rows],
            "n_recipients": n_recipients,
            "is_bulk": [row.bulk is not None for row in rows],
            "bulk_reason": [row.bulk for row in rows],
            "folder": folders,
            "utc_offset_minutes": pd.array([row.offset for row in rows], dtype="Int64"),
            "direction": [_direction([messages[one] for one in families[at]]) for at in kept],
            "origin": [row.file for row in rows],
            **_signals(rows),
        }
    )


def _direction(family: Sequence[Message]) -> str | None:
    """Return whether the owner sent or received a message, as its folders or labels say."""
    if any(message.is_sent for message in family):
        return "sent"
    return "received" if any(message.is_received for message in family) else None


def _signals(rows: Sequence[Message]) -> dict[str, pd.Series]:
    """Return the columns about bodies, missing throughout where they were not asked for."""
    signals = [row.signal for row in rows]
    if not any(signals):
        return {}
    kinds = {"n_words": "Int64", "is_question": "boolean", "is_thanks": "boolean"}
    return {
        name: pd.Series([getattr(one, name, None) for one in signals], dtype=dtype)
        for name, dtype in {**kinds, "n_attachments": "Int64"}.items()
    }


def alias_key(address: str) -> str:
    """Return the alias key of an address, or of the name that stands for one."""
    return address_key(address) if "@" in address else address


def _best_folder(family: Sequence[Message]) -> str | None:
    """Return the folder among the copies of a message that tells most about it."""
    if len(family) == 1:
        return family[0].folder or None
    best = max(
        range(len(family)),
        key=lambda at: (max(map(telling, family[at].labels or (family[at].folder,))), -at),
    )
    return family[best].folder or None


def _participations(
    collector: Collector,
    kept: Sequence[int],
    families: dict[int, list[int]],
    ids: Sequence[str],
    keys: Sequence[str],
) -> tuple[pd.DataFrame, list[int]]:
    """Return who took part, and the number of recipients of each message kept.

    A person in To and Cc counts as To only; the sender may be a recipient as well. Where
    only another copy (the sender's own) shows the Bcc, it is taken from there.
    """
    messages, numbers = collector.messages, collector.mentions.address_numbers
    id_column: list[str] = []
    key_column: list[str] = []
    role_column: list[str] = []
    n_recipients: list[int] = []
    for at, own_id in zip(kept, ids, strict=True):
        message = messages[at]
        bcc = message.bcc
        if not bcc and len(families[at]) > 1:
            bcc = next((messages[one].bcc for one in families[at] if messages[one].bcc), ())
        roles: dict[int, str] = {}
        for role, people in (("to", message.to), ("cc", message.cc), ("bcc", bcc)):
            for one in people:
                roles.setdefault(numbers[one], role)
        id_column += [own_id] * (len(roles) + 1)
        key_column.append(keys[numbers[message.sender]])
        key_column += [keys[number] for number in roles]
        role_column.append("from")
        role_column += roles.values()
        n_recipients.append(len(roles))
    frame = pd.DataFrame(
        {"interaction_id": id_column, "alias_key": key_column, "role": role_column}
    )
    return frame, n_recipients


def _mentions(collector: Collector, kept: Sequence[int], keys: Sequence[str]) -> pd.DataFrame:
    """Return each address with each of its names, how often, and where first."""
    mentions, messages = collector.mentions, collector.messages
    counts = [0] * len(mentions.names)
    origins: list[str] = [""] * len(mentions.names)
    for at in kept:
        message = messages[at]
        for one in dict.fromkeys((message.sender, *message.to, *message.cc, *message.bcc)):
            if not counts[one]:
                origins[one] = message.file
            counts[one] += 1
    used = [one for one, n in enumerate(counts) if n]
    return pd.DataFrame(
        {
            "alias_key": [keys[mentions.address_numbers[one]] for one in used],
            "name": [mentions.names[one] for one in used],
            "n_uses": [counts[one] for one in used],
            "origin": [origins[one] for one in used],
        }
    )


def _issues(collector: Collector, batches: Sequence[Batch]) -> pd.DataFrame:
    rows = [*collector.issues, *(issue for batch in batches for issue in batch.issues)]
    return pd.DataFrame(
        {
            "file": [row.file for row in rows],
            "line": pd.array([row.line for row in rows], dtype="Int64"),
            "reason": [row.reason for row in rows],
            "problem": [row.problem for row in rows],
            "is_left_out": [row.is_left_out for row in rows],
        }
    )


def _ledger(collector: Collector, batches: Sequence[Batch], kept: Sequence[int]) -> pd.DataFrame:
    """Return the ledger; read = kept + duplicate + left out holds by construction."""
    n_found = [0] * len(batches)
    n_kept = [0] * len(batches)
    for message in collector.messages:
        n_found[message.batch] += 1
    for at in kept:
        n_kept[collector.messages[at].batch] += 1
    rows = range(len(batches))
    return pd.DataFrame(
        {
            "file": [batch.file for batch in batches],
            "content": "mail",
            "n_read": [n_found[at] + collector.n_left_out[at] for at in rows],
            "n_kept": n_kept,
            "n_anonymous": 0,
            "n_duplicate": [n_found[at] - n_kept[at] for at in rows],
            "n_left_out": collector.n_left_out,
            "note": [batch.note for batch in batches],
        }
    )
