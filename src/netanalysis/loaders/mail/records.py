"""Collected messages to the tables of a harvest, column by column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from netanalysis.harvest import Harvest, address_key
from netanalysis.loaders.mail.arrow import chosen, mail_ids, table_of
from netanalysis.loaders.mail.batch import Batch, Issue
from netanalysis.loaders.mail.collect import Collector
from netanalysis.loaders.mail.duplicates import content_digests, copies
from netanalysis.loaders.mail.groups import first_of_each
from netanalysis.loaders.mail.lists import list_addresses, settled_kinds
from netanalysis.loaders.mail.messages import (
    IS_RECEIVED,
    IS_SENT,
    NO_OFFSET,
    NOTHING,
    QUALITIES,
    Messages,
)
from netanalysis.loaders.mail.owner import everybody, owner_hints
from netanalysis.loaders.mail.threads import Letters, threads
from netanalysis.schema import BULK_KINDS, DIRECTIONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[Any]

_ROLES = ("from", "to", "cc", "bcc")
_DOUBTS = {
    "disputed": "over 7 days from when it arrived; kept, but left out of all dated results",
    "implausible": "no mail is of that time; kept, but left out of all dated results",
}


@dataclass
class Kept:
    """The messages that enter the tables, one of each family of copies."""

    at: Ints
    """Message numbers, in order."""

    row: Ints
    """For every message, copies too: the row of the one that was kept."""

    is_kept: NDArray[np.bool_]
    """For every message, whether it is the one that was kept."""

    digests: NDArray[np.uint64]
    """Per row, the least digest of the family: the same whichever copy came first."""


def build_harvest(collector: Collector, batches: Sequence[Batch]) -> Harvest:
    """Return the harvest of all batches: copies counted once, threads joined, hints counted."""
    collector.settle()
    messages, mentions = collector.messages, collector.mentions
    mentions.forget()
    kept = _kept(collector)
    on_messages = everybody(messages, mentions)
    roles = _roles(collector, kept)
    listed = list_addresses(messages, mentions, collector.list_signs, kept.is_kept)
    kinds = settled_kinds(messages, mentions, listed)[kept.at]
    interactions = _interactions(collector, kept, on_messages, roles[0], kinds)
    not_people = frozenset(row.address for row in listed)
    hints = owner_hints(messages, mentions, on_messages, not_people)
    messages.forget("subjects")
    del on_messages
    keys = table_of(alias_key(address) for address in mentions.addresses)
    return Harvest(
        mentions=_mentions(collector, kept, keys),
        interactions=interactions,
        participations=_participations(kept, roles, keys),
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
        issues=_issues(collector, batches, kept),
        ledger=_ledger(collector, batches, kept.at),
    )


def _kept(collector: Collector) -> Kept:
    messages = collector.messages
    digests = content_digests(messages, collector.mentions)
    first = copies(messages, collector.mentions, digests)
    at, row = np.unique(first, return_inverse=True)
    least = digests[at]
    np.minimum.at(least, row, digests)
    is_kept = np.zeros(len(messages), dtype=bool)
    is_kept[at] = True
    return Kept(at.astype(np.int32), row.astype(np.int32), is_kept, least)


def _letters(
    collector: Collector, kept: Kept, on_messages: tuple[Ints, Ints], kinds: Ints
) -> Letters:
    """Return what threading needs of each row; a family has the parents of all its copies."""
    messages = collector.messages
    own = messages.column("message_id")
    named = np.flatnonzero(own != NOTHING)
    named = named[first_of_each(kept.row[named], own[named])]  # copies have one identifier
    named = named[np.argsort(kept.row[named], kind="stable")]
    of, parents = messages.flat("parents")
    order = np.argsort(kept.row[of], kind="stable")
    on, people = on_messages
    numbers = np.array(collector.mentions.address_numbers, dtype=np.int64)
    is_kept = kept.is_kept[on]
    return Letters(
        keys=kept.digests,
        ids=(kept.row[named], own[named]),
        parents=(kept.row[of][order], parents[order]),
        names=[*messages.tables["ids"]],
        subject=messages.column("subject")[kept.at],
        subjects=messages.words("subjects"),
        seconds=messages.column("seconds")[kept.at],
        people=(kept.row[on[is_kept]], people[is_kept]),
        is_bulk=kinds != NOTHING,
        senders=numbers[messages.column("sender")[kept.at]],
    )


def _interactions(
    collector: Collector,
    kept: Kept,
    on_messages: tuple[Ints, Ints],
    n_recipients: Ints,
    kinds: Ints,
) -> pd.DataFrame:
    messages = collector.messages
    instants = messages.column("seconds")[kept.at].astype("datetime64[s]").astype("datetime64[us]")
    roots = threads(
        _letters(collector, kept, on_messages, kinds), frozenset(collector.mentions.addresses)
    )
    messages.forget("ids")  # the largest table; room for what follows
    bulk = np.where(kinds == NOTHING, NOTHING, messages.column("bulk")[kept.at])
    offsets = messages.column("offset")[kept.at]
    subjects = [subject or None for subject in messages.words("subjects")]
    folders = [folder or None for folder in messages.words("folders")]
    return pd.DataFrame(
        {
            "interaction_id": mail_ids(kept.digests),
            "occurred_at": pd.DatetimeIndex(instants).tz_localize("UTC"),
            "date_quality": chosen(table_of(QUALITIES), messages.column("quality")[kept.at]),
            "channel": chosen(table_of(["mail"]), np.zeros(len(kept.at), dtype=np.int64)),
            "thread_id": mail_ids(kept.digests[roots]),
            "subject": chosen(table_of(subjects), messages.column("subject")[kept.at]),
            "n_recipients": n_recipients,
            "is_bulk": bulk != NOTHING,
            "bulk_kind": chosen(table_of(BULK_KINDS), kinds),
            "bulk_reason": chosen(table_of(messages.words("reasons")), bulk),
            "folder": chosen(table_of(folders), _best_folders(messages, kept)),
            "origin": chosen(table_of(messages.words("files")), messages.column("file")[kept.at]),
            "direction": _directions(messages, kept),
            "utc_offset_minutes": _whole(offsets, offsets == NO_OFFSET),
            **_signals(messages, kept),
        }
    )


def alias_key(address: str) -> str:
    """Return the alias key of an address, or of the name that stands for one."""
    return address_key(address) if "@" in address else address


def _whole(numbers: Ints, is_missing: NDArray[np.bool_]) -> pd.Series:
    return pd.Series(pd.arrays.IntegerArray(numbers.astype(np.int64), is_missing))


def _directions(messages: Messages, kept: Kept) -> pd.Series:
    """Return whether the owner sent or received each message, as folders or labels say."""
    flags = messages.column("flags")
    is_sent = np.bincount(kept.row[(flags & IS_SENT) > 0], minlength=len(kept.at)) > 0
    is_received = np.bincount(kept.row[(flags & IS_RECEIVED) > 0], minlength=len(kept.at)) > 0
    return chosen(table_of(DIRECTIONS), np.where(is_sent, 0, np.where(is_received, 1, -1)))


def _signals(messages: Messages, kept: Kept) -> dict[str, pd.Series]:
    """Return the columns about bodies, missing throughout where they were not asked for."""
    columns = {
        name: messages.column(name)[kept.at]
        for name in ("n_words", "is_question", "is_thanks", "n_attachments")
    }
    if (columns["n_attachments"] == NOTHING).all():
        return {}
    return {
        name: pd.Series(pd.arrays.BooleanArray(values > 0, values == NOTHING))
        if name.startswith("is_")
        else _whole(values, values == NOTHING)
        for name, values in columns.items()
    }


def _best_folders(messages: Messages, kept: Kept) -> Ints:
    """Return for each row the folder among the copies of the message that tells most."""
    telling = messages.column("telling")
    order = np.lexsort((np.arange(len(messages)), -telling, kept.row))
    _, first = np.unique(kept.row[order], return_index=True)
    return messages.column("folder")[order[first]]


def _roles(collector: Collector, kept: Kept) -> tuple[Ints, Ints, Ints, Ints]:
    """Return the number of recipients of each row, and rows, addresses and roles in step.

    A person in To and Cc counts as To only; the sender may be a recipient as well. Where
    only another copy (the sender's own) shows the Bcc, it is taken from there.
    """
    messages, n = collector.messages, len(kept.at)
    numbers = np.array(collector.mentions.address_numbers, dtype=np.int32)
    rows, people, roles = [], [], []
    for code, name in enumerate(_ROLES[1:], start=1):
        at, found = messages.flat(name)
        if name == "bcc" and len(at):  # the first copy that shows any
            shows = np.full(n, len(messages))
            np.minimum.at(shows, kept.row[at], at)
            own = kept.at
            has_own = np.isin(own, at)
            shows[has_own] = own[has_own]
            is_wanted = shows[kept.row[at]] == at
        else:
            is_wanted = kept.is_kept[at]
        rows.append(kept.row[at[is_wanted]])
        people.append(numbers[found[is_wanted]])
        roles.append(np.full(len(rows[-1]), code, dtype=np.int8))
    row, who, role = np.concatenate(rows), np.concatenate(people), np.concatenate(roles)
    order = np.argsort(row, kind="stable")  # within a message: To, Cc, Bcc as they stand
    row, who, role = row[order], who[order], role[order]
    distinct = first_of_each(row, who)
    row, who, role = row[distinct], who[distinct], role[distinct]
    n_recipients = np.bincount(row, minlength=n)
    starts = np.cumsum(n_recipients) - n_recipients  # the sender stands before the others
    senders = numbers[messages.column("sender")[kept.at]]
    return (
        n_recipients,
        np.insert(row, starts, np.arange(n)),
        np.insert(who, starts, senders),
        np.insert(role, starts, 0),
    )


def _participations(kept: Kept, roles: tuple[Ints, Ints, Ints, Ints], keys: Any) -> pd.DataFrame:
    """Return who took part, the sender of each message first."""
    _, row, who, role = roles
    return pd.DataFrame(
        {
            "interaction_id": mail_ids(kept.digests[row]),
            "alias_key": chosen(keys, who),
            "role": chosen(table_of(_ROLES), role),
        }
    )


def _mentions(collector: Collector, kept: Kept, keys: Any) -> pd.DataFrame:
    """Return each address with each of its names, how often, and where first."""
    mentions, messages = collector.mentions, collector.messages
    columns = [messages.flat(name) for name in ("to", "cc", "bcc")]
    own = np.arange(len(messages), dtype=np.int32)
    at = np.concatenate([own, *(column[0] for column in columns)])
    one = np.concatenate([messages.column("sender"), *(column[1] for column in columns)])
    is_kept = kept.is_kept[at]
    at, one = at[is_kept], one[is_kept]
    distinct = first_of_each(at, one)
    at, one = at[distinct], one[distinct]
    counts = np.bincount(one, minlength=len(mentions.names))
    first = np.full(len(mentions.names), len(messages))
    np.minimum.at(first, one, at)
    used = np.flatnonzero(counts)
    numbers = np.array(mentions.address_numbers, dtype=np.int32)
    return pd.DataFrame(
        {
            "alias_key": chosen(keys, numbers[used]),
            "name": chosen(table_of(mentions.names), used),
            "n_uses": counts[used],
            "origin": chosen(
                table_of(messages.words("files")), messages.column("file")[first[used]]
            ),
        }
    )


def _issues(collector: Collector, batches: Sequence[Batch], kept: Kept) -> pd.DataFrame:
    rows = [*collector.issues, *(issue for batch in batches for issue in batch.issues)]
    files = [*collector.messages.tables["files"]]
    quality = collector.messages.column("quality")[kept.at]
    for name, problem in _DOUBTS.items():
        doubtful = np.compress(quality == QUALITIES.index(name), kept.at)
        rows += [
            Issue(str(files[at]), None, f"{name} date", problem, False)
            for at in collector.messages.column("file")[doubtful].tolist()
        ]
    return pd.DataFrame(
        {
            "file": [row.file for row in rows],
            "line": pd.array([row.line for row in rows], dtype="Int64"),
            "reason": [row.reason for row in rows],
            "problem": [row.problem for row in rows],
            "is_left_out": [row.is_left_out for row in rows],
        }
    )


def _ledger(collector: Collector, batches: Sequence[Batch], kept: Ints) -> pd.DataFrame:
    """Return the ledger; read = kept + duplicate + left out holds by construction."""
    batch = collector.messages.column("batch")
    n_found = np.bincount(batch, minlength=len(batches))
    n_kept = np.bincount(batch[kept], minlength=len(batches))
    return pd.DataFrame(
        {
            "file": [batch.file for batch in batches],
            "content": "mail",
            "n_read": n_found + np.array(collector.n_left_out, dtype=np.int64),
            "n_kept": n_kept,
            "n_anonymous": 0,
            "n_duplicate": n_found - n_kept,
            "n_left_out": collector.n_left_out,
            "note": [batch.note for batch in batches],
        }
    )
