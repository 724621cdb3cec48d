"""What a loader brings home: records of one source, before anybody is identified.

A loader knows how a file names people (a mail address, a profile URL, a bare name) but
not who they are. So a :class:`Harvest` speaks of *alias keys*, and the identity floor
turns those into people. The table shapes follow :mod:`netanalysis.schema`, with
``alias_key`` where the canonical tables have ``person_id``.

An alias key is ``kind:value``:

``address:ana@example.org``
    a mail address, lower case
``profile:ana-müller-1a2b3c``
    the part of a LinkedIn profile URL after ``/in/``, percent-decoded, case-folded
``name:ana müller``
    a bare name, where the source gives nothing better (see :func:`name_key`)
``anonymous:connections.csv:17``
    a deleted or hidden member; every such key is its own person, never merged
``owner:linkedin``
    the owner of a LinkedIn export, for files that speak of nobody else
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Final

from netanalysis.frames import COUNT, DAY, NUMBER, STRING, Column, Table, conform
from netanalysis.schema import (
    ACTIVITY,
    CHANGES,
    EDUCATION,
    EVENTS,
    INTERACTIONS,
    ISSUES,
    LEDGER,
    POSITIONS,
    PROFILE_ENTRIES,
    RELATION_KINDS,
    SKILLS,
    SPECIAL_DAYS,
)

if TYPE_CHECKING:
    import pandas as pd

OWNER_KEY: Final = "owner:linkedin"

Progress = Callable[[str, int, int], None]
"""Called as ``progress(file, bytes done, bytes in all)`` while a file is read."""


def _by_alias(table: Table) -> Table:
    """Return ``table`` with ``alias_key`` in the place of ``person_id``."""
    columns = tuple(
        Column("alias_key", STRING, "the alias the source used", required=True)
        if column.name == "person_id"
        else column
        for column in table.columns
    )
    return Table(table.name, table.doc, columns)


MENTIONS: Final = Table(
    "mentions",
    "How each alias was named: one row per alias and display name.",
    (
        Column("alias_key", STRING, "the alias", required=True),
        Column("name", STRING, "display name as written; missing where there was none"),
        Column("n_uses", COUNT, "times this pair was seen", required=True),
        Column("origin", STRING, "file it was first seen in", required=True),
    ),
)

LINKS: Final = Table(
    "links",
    "Two aliases that the source itself states to be one person.",
    (
        Column("alias_key", STRING, "one alias", required=True),
        Column("other_key", STRING, "the other alias", required=True),
        Column("rule", STRING, "what stated it", required=True),
        Column("evidence", STRING, "in words, with the file"),
        Column("score", NUMBER, "certainty, 0 to 1", required=True),
    ),
)

CONNECTIONS: Final = Table(
    "connections",
    "LinkedIn connections of the owner.",
    (
        Column("alias_key", STRING, "the connection", required=True),
        Column("since_on", "datetime64[us]", "UTC day on which they connected"),
        Column("origin", STRING, "file it came from", required=True),
    ),
)

RELATIONS_BY_ALIAS: Final = Table(
    "relations",
    "Lasting relations, of the owner and of others, apart from connections.",
    (
        Column("alias_key", STRING, "the other person", required=True),
        Column("kind", STRING, "what the relation is", RELATION_KINDS, required=True),
        Column("since_on", DAY, "first day of the relation"),
        Column("origin", STRING, "file it came from", required=True),
        Column("holder_key", STRING, "who holds the relation; missing for the owner"),
    ),
)

PARTICIPATIONS: Final = Table(
    "participations",
    "Who took part in an interaction, by alias.",
    (
        Column("interaction_id", STRING, "the interaction", required=True),
        Column("alias_key", STRING, "the alias", required=True),
        Column("role", STRING, "from, to, cc or bcc", ("from", "to", "cc", "bcc"), required=True),
    ),
)

OWNER_HINTS: Final = Table(
    "owner_hints",
    "Signs of whose archive this is.",
    (
        Column("alias_key", STRING, "the alias hinted at", required=True),
        Column("hint", STRING, "the kind of sign, e.g. 'sender of sent mail'", required=True),
        Column("n", COUNT, "records that show the sign", required=True),
        Column("n_of", COUNT, "records that could have shown it", required=True),
    ),
)

LIST_ADDRESSES: Final = Table(
    "list_addresses",
    "Aliases that a header or their behaviour shows to be a mailing list or a robot.",
    (
        Column("alias_key", STRING, "the alias", required=True),
        Column("kind", STRING, "list or robot", ("list", "robot"), required=True),
        Column("reason", STRING, "the header that says so", required=True),
    ),
)

HARVEST_TABLES: Final = (
    MENTIONS,
    LINKS,
    CONNECTIONS,
    INTERACTIONS,
    PARTICIPATIONS,
    _by_alias(POSITIONS),
    _by_alias(EDUCATION),
    _by_alias(SKILLS),
    _by_alias(SPECIAL_DAYS),
    RELATIONS_BY_ALIAS,
    _by_alias(ACTIVITY),
    _by_alias(PROFILE_ENTRIES),
    EVENTS,
    _by_alias(CHANGES),
    OWNER_HINTS,
    LIST_ADDRESSES,
    ISSUES,
    LEDGER,
)


@dataclass(frozen=True)
class Harvest:
    """The tables one loader read from its sources; absent tables are empty."""

    mentions: pd.DataFrame = field(default_factory=MENTIONS.empty)
    links: pd.DataFrame = field(default_factory=LINKS.empty)
    connections: pd.DataFrame = field(default_factory=CONNECTIONS.empty)
    interactions: pd.DataFrame = field(default_factory=INTERACTIONS.empty)
    participations: pd.DataFrame = field(default_factory=PARTICIPATIONS.empty)
    positions: pd.DataFrame = field(default_factory=_by_alias(POSITIONS).empty)
    education: pd.DataFrame = field(default_factory=_by_alias(EDUCATION).empty)
    skills: pd.DataFrame = field(default_factory=_by_alias(SKILLS).empty)
    special_days: pd.DataFrame = field(default_factory=_by_alias(SPECIAL_DAYS).empty)
    relations: pd.DataFrame = field(default_factory=RELATIONS_BY_ALIAS.empty)
    activity: pd.DataFrame = field(default_factory=_by_alias(ACTIVITY).empty)
    profile_entries: pd.DataFrame = field(default_factory=_by_alias(PROFILE_ENTRIES).empty)
    events: pd.DataFrame = field(default_factory=EVENTS.empty)
    changes: pd.DataFrame = field(default_factory=_by_alias(CHANGES).empty)
    owner_hints: pd.DataFrame = field(default_factory=OWNER_HINTS.empty)
    list_addresses: pd.DataFrame = field(default_factory=LIST_ADDRESSES.empty)
    issues: pd.DataFrame = field(default_factory=ISSUES.empty)
    ledger: pd.DataFrame = field(default_factory=LEDGER.empty)

    def __post_init__(self) -> None:
        for table in HARVEST_TABLES:
            object.__setattr__(self, table.name, conform(table, getattr(self, table.name)))


def combine(harvests: Sequence[Harvest]) -> Harvest:
    """Return one harvest with the rows of all, in the order given."""
    import pandas as pd

    if len(harvests) == 1:
        return harvests[0]
    return Harvest(
        **{
            f.name: pd.concat([getattr(h, f.name) for h in harvests], ignore_index=True)
            for f in fields(Harvest)
            if harvests
        }
    )


def address_key(address: str) -> str:
    """Return the alias key of a mail address: lower case, no outer spaces or brackets."""
    return "address:" + address.strip().strip("<>").strip().lower()


def profile_key(slug: str) -> str:
    """Return the alias key of a LinkedIn profile slug that is already percent-decoded."""
    return "profile:" + unicodedata.normalize("NFC", slug).strip().strip("/").casefold()


def name_key(name: str) -> str:
    """Return the alias key of a bare display name: case, spacing and Unicode form folded."""
    return "name:" + " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def digest(*parts: str) -> str:
    """Return 16 hexadecimal digits that stand for ``parts``; equal parts, equal digest."""
    text = "\x1f".join(parts).encode("utf-8", "replace")
    return hashlib.sha256(text).hexdigest()[:16]
