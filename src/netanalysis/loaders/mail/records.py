"""Runs of messages to the tables of a harvest, column by column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from netanalysis.attendance import MACHINE_KINDS, Attendance, Stretch
from netanalysis.dataset import TRUSTED_DATES
from netanalysis.harvest import Harvest, address_key
from netanalysis.loaders.mail.arrow import chosen, mail_ids, table_of, taken
from netanalysis.loaders.mail.batch import Batch, Issue
from netanalysis.loaders.mail.collect import Collector
from netanalysis.loaders.mail.facts import DOUBTS, Facts
from netanalysis.loaders.mail.groups import added, first_of_each
from netanalysis.loaders.mail.lists import BulkSenders, Kinds
from netanalysis.loaders.mail.messages import (
    IS_RECEIVED,
    IS_SENT,
    NO_OFFSET,
    NOTHING,
    QUALITIES,
)
from netanalysis.loaders.mail.pile import Families, Pile
from netanalysis.loaders.mail.runs import Run
from netanalysis.schema import BULK_KINDS, DIRECTIONS, ROLES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[Any]


_MACHINE = [BULK_KINDS.index(kind) for kind in MACHINE_KINDS]
_TRUSTED = [QUALITIES.index(quality) for quality in TRUSTED_DATES]


class Gathered(NamedTuple):
    """What was read of mail: small tables, and the interactions in stretches."""

    harvest: Harvest
    """Without interactions and participations."""

    attendance: Attendance

    def whole(self) -> Harvest:
        """Return all tables, in memory."""
        events, roles = [], []
        keys = table_of(self.attendance.keys)
        for stretch in self.attendance.stretches():
            events.append(stretch.interactions())
            ids = taken(stretch.ids(), stretch.row)
            frame = {"interaction_id": ids, "alias_key": chosen(keys, stretch.alias)}
            roles.append(pd.DataFrame({**frame, "role": chosen(table_of(ROLES), stretch.role)}))
        return replace(
            self.harvest,
            interactions=pd.concat(events, ignore_index=True),
            participations=pd.concat(roles, ignore_index=True),
        )


def gathered(pile: Pile, batches: Sequence[Batch]) -> Gathered:
    """Return what was read of all batches: copies counted once, threads joined, hints counted."""
    pile.finish()
    collector, mentions = pile.collector, pile.collector.mentions
    families = pile.families()
    reasons = collector.messages.tables["reasons"]
    bulk = BulkSenders(reasons)
    for run in pile.runs:
        bulk.take(run, pile.numbers, families.kept(run))
    listed = pile.lists.addresses(mentions, collector.list_signs, bulk)
    kinds = Kinds(pile.lists, mentions, reasons, listed)
    facts = Facts(pile, families, kinds)
    roots = facts.threads()
    not_people = frozenset(row.address for row in listed)
    hints = pile.owner.hints(mentions, collector.messages.words("origins"), not_people)
    keys = [alias_key(address) for address in mentions.addresses]
    harvest = Harvest(
        mentions=_mentions(collector, facts, keys),
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
        issues=_issues(collector, batches, facts),
        ledger=_ledger(pile, batches, facts.n_kept),
    )
    return Gathered(harvest, Attendance(keys, _Stretches(pile, families, facts, roots, kinds)))


def alias_key(address: str) -> str:
    """Return the alias key of an address, or of the name that stands for one."""
    return address_key(address) if "@" in address else address


class _Stretches:
    """Gives the stretches of the mail read, one for each run, as often as they are asked for."""

    def __init__(
        self, pile: Pile, families: Families, facts: Facts, roots: Ints, kinds: Kinds
    ) -> None:
        self._pile, self._families, self._kinds = pile, families, kinds
        self._roots, self._folder, self._direction = roots, facts.folder, facts.direction
        messages = pile.collector.messages
        self._words = {
            name: table_of([word or None for word in messages.words(name)])
            for name in ("folders", "reasons", "files")
        }
        self._words["kinds"] = table_of(BULK_KINDS)
        self._known: list[Stretch] = []

    def __call__(self) -> Iterator[Stretch]:
        """Yield the stretches; where their runs are in memory, each is worked out once."""
        for number, run in enumerate(self._pile.runs):
            if number < len(self._known):
                yield self._known[number]
                continue
            stretch = self._stretch(run)
            if self._pile.is_in_memory:
                self._known.append(stretch)
            yield stretch

    def _stretch(self, run: Run) -> Stretch:
        rows, kept = self._families.of(run), self._families.kept(run)
        digests = self._families.digests
        n_recipients, row, who, role = _roles(run, self._families, self._pile.numbers)
        instants = run.column("seconds")[kept].astype("datetime64[s]").astype("datetime64[us]")
        kinds = self._kinds.of(run)[kept]
        quality = run.column("quality")[kept]
        return Stretch(
            occurred_at=instants,
            is_bulk=kinds != NOTHING,
            is_machine=np.isin(kinds, _MACHINE),
            is_answer=run.column("is_answer")[kept],
            is_mail=np.ones(len(instants), dtype=bool),
            is_sure=quality == QUALITIES.index("ok"),
            is_trusted=np.isin(quality, _TRUSTED),
            row=row,
            alias=who,
            role=role,
            ids=lambda: mail_ids(digests[rows]),
            threads=lambda: mail_ids(digests[self._roots[rows]]),
            interactions=lambda: self._interactions(run, instants, n_recipients, kinds),
        )

    def _interactions(
        self, run: Run, instants: NDArray[np.datetime64], n_recipients: Ints, kinds: Ints
    ) -> pd.DataFrame:
        rows, kept = self._families.of(run), self._families.kept(run)
        digests, words = self._families.digests, self._words
        bulk = np.where(kinds == NOTHING, NOTHING, run.column("bulk")[kept])
        offsets = run.column("offset")[kept]
        direction = self._direction[rows]
        is_sent, is_received = (direction & IS_SENT) > 0, (direction & IS_RECEIVED) > 0
        return pd.DataFrame(
            {
                "interaction_id": mail_ids(digests[rows]),
                "occurred_at": pd.DatetimeIndex(instants).tz_localize("UTC"),
                "date_quality": chosen(table_of(QUALITIES), run.column("quality")[kept]),
                "channel": chosen(table_of(["mail"]), np.zeros(len(bulk), dtype=np.int64)),
                "thread_id": mail_ids(digests[self._roots[rows]]),
                "subject": chosen(run.subjects(), run.column("subject")[kept]),
                "n_recipients": n_recipients,
                "is_bulk": bulk != NOTHING,
                "bulk_kind": chosen(words["kinds"], kinds),
                "bulk_reason": chosen(words["reasons"], bulk),
                "folder": chosen(words["folders"], self._folder[rows]),
                "origin": chosen(words["files"], run.column("file")[kept]),
                "direction": chosen(
                    table_of(DIRECTIONS), np.where(is_sent, 0, np.where(is_received, 1, -1))
                ),
                "utc_offset_minutes": _whole(offsets, offsets == NO_OFFSET),
                **_signals(run, kept),
            }
        )


def _whole(numbers: Ints, is_missing: NDArray[np.bool_]) -> pd.Series:
    return pd.Series(pd.arrays.IntegerArray(numbers.astype(np.int64), is_missing))


def _signals(run: Run, kept: NDArray[np.bool_]) -> dict[str, pd.Series]:
    """Return the columns about bodies, missing where they were not asked for."""
    columns = {
        name: run.column(name)[kept]
        for name in ("n_words", "is_question", "is_thanks", "n_attachments")
    }
    return {
        name: pd.Series(pd.arrays.BooleanArray(values > 0, values == NOTHING))
        if name.startswith("is_")
        else _whole(values, values == NOTHING)
        for name, values in columns.items()
    }


def _roles(run: Run, families: Families, numbers: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Return the number of recipients of each row of a run; rows, addresses and roles in step.

    A person in To and Cc counts as To only; the sender may be a recipient as well. Where
    only another copy (the sender's own) shows the Bcc, it is taken from there.
    """
    at, kept = families.of(run), families.kept(run)
    n = at.stop - at.start
    place = np.cumsum(kept, dtype=np.int32) - 1
    rows, people, roles = [], [], []
    for code, name in enumerate(ROLES[1:], start=1):
        if name == "bcc":
            begin, end = np.searchsorted(families.bcc[0], [at.start, at.stop])
            rows.append(families.bcc[0][begin:end] - at.start)
            people.append(families.bcc[1][begin:end])
        else:
            on, found = run.flat(name)
            is_wanted = kept[on]
            rows.append(place[on[is_wanted]])
            people.append(numbers[found[is_wanted]])
        roles.append(np.full(len(rows[-1]), code, dtype=np.int8))
    row, who, role = np.concatenate(rows), np.concatenate(people), np.concatenate(roles)
    order = np.argsort(row, kind="stable")  # within a message: To, Cc, Bcc as they stand
    row, who, role = row[order], who[order], role[order]
    distinct = first_of_each(row, who)
    row, who, role = row[distinct], who[distinct], role[distinct]
    n_recipients = np.bincount(row, minlength=n)
    starts = np.cumsum(n_recipients) - n_recipients  # the sender stands before the others
    senders = numbers[run.column("sender")[kept]]
    return (
        n_recipients,
        np.insert(row, starts, np.arange(n)),
        np.insert(who, starts, senders),
        np.insert(role, starts, 0),
    )


def _mentions(collector: Collector, facts: Facts, keys: Sequence[str]) -> pd.DataFrame:
    """Return each address with each of its names, how often, and where first."""
    mentions = collector.mentions
    used = np.flatnonzero(facts.n_uses)
    numbers = np.array(mentions.address_numbers, dtype=np.int32)
    files = table_of(collector.messages.words("files"))
    return pd.DataFrame(
        {
            "alias_key": chosen(table_of(keys), numbers[used]),
            "name": chosen(table_of(mentions.names), used),
            "n_uses": facts.n_uses[used],
            "origin": chosen(files, facts.first_file[used]),
        }
    )


def _issues(collector: Collector, batches: Sequence[Batch], facts: Facts) -> pd.DataFrame:
    rows = [*collector.issues, *(issue for batch in batches for issue in batch.issues)]
    files = collector.messages.words("files")
    for name, problem in DOUBTS.items():
        rows += [
            Issue(files[at], None, f"{name} date", problem, False)
            for found in facts.doubtful[name]
            for at in found.tolist()
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


def _ledger(pile: Pile, batches: Sequence[Batch], n_kept: Ints) -> pd.DataFrame:
    """Return the ledger; read = kept + duplicate + left out holds by construction."""
    none = np.zeros(len(batches), dtype=np.int64)
    n_found, n_kept = added(none, pile.n_found), added(none, n_kept)
    n_left_out = pile.collector.n_left_out
    return pd.DataFrame(
        {
            "file": [batch.file for batch in batches],
            "content": "mail",
            "n_read": n_found + np.array(n_left_out, dtype=np.int64),
            "n_kept": n_kept,
            "n_anonymous": 0,
            "n_duplicate": n_found - n_kept,
            "n_left_out": n_left_out,
            "note": [batch.note for batch in batches],
        }
    )
