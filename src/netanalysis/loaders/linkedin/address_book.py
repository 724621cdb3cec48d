"""Imported contacts: names, addresses and jobs from an address book, never phone numbers.

Three layouts under three names (Imported Contacts.csv of 2018, Contacts.csv,
ImportedContacts.csv of 2026). Columns are asked for by name, and the columns with phone
numbers, postal addresses and birthdays are never asked for.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from typing import Final, NamedTuple

from netanalysis.harvest import address_key, name_key
from netanalysis.loaders.linkedin.dates import Stamp, days, pacific
from netanalysis.loaders.linkedin.gathering import Gathering, Position
from netanalysis.loaders.linkedin.persons import display_name, is_hidden, valid_address
from netanalysis.loaders.linkedin.sheet import Sheet

KIND: Final = "address_book"
RULE: Final = "one entry of the imported address book"
MISSING: Final = "null"
"""The word that stands in blank cells of this file; as part of a name it is a name."""

_BETWEEN_ADDRESSES: Final = re.compile(r"[,;\s]+")


class Entry(NamedTuple):
    """What one row says of a person."""

    line: int
    name: str
    addresses: tuple[str, ...]
    company: str
    title: str
    created: str


def read_address_book(sheet: Sheet, gathering: Gathering) -> None:
    """Gather the people in the owner's imported address book.

    A row with one mail address ties the name to it, unless another row gives the same
    name or the same address. ``CreatedAt`` is Pacific wall clock, as in all files of that
    form. Rows with a phone number alone name nobody who could be found elsewhere.
    """
    entries = _entries(sheet)
    names = Counter(name_key(e.name) for e in entries if e.name)
    addresses = Counter(address for e in entries for address in e.addresses)
    since = days([e.created for e in entries], zone=pacific())
    seen: set[str] = set()
    for entry, stamp in zip(entries, since, strict=True):
        if not entry.name and not entry.addresses:
            problem = "the row gives neither a name nor a mail address"
            sheet.tally.leave_out(entry.line, "no name and no address", problem)
            continue
        if stamp.quality == "unreadable":
            sheet.tally.doubt_date(entry.line, stamp.problem)
        key = _keep(entry, stamp, sheet, gathering)
        is_alone = len(entry.addresses) == 1 and addresses[entry.addresses[0]] == 1
        if is_alone and entry.name and names[name_key(entry.name)] == 1:
            gathering.mention(name_key(entry.name), entry.name, sheet.file)
            evidence = f"{sheet.file} gives this address beside this name (line {entry.line})"
            gathering.link(name_key(entry.name), key, RULE, evidence)
        if key not in seen:
            gathering.relations.append((key, KIND, stamp.at, sheet.file))
        seen.add(key)


def _entries(sheet: Sheet) -> list[Entry]:
    first, last, full = sheet.at("firstname"), sheet.at("lastname"), sheet.at("fullname")
    mails, company = sheet.at("emails", "emailaddress"), sheet.at("companies")
    title, created = sheet.at("title"), sheet.at("createdat")
    entries = []
    seen: set[int] = set()
    for line, row in sheet.records():
        whole = hash(tuple(row))
        if whole in seen:
            sheet.tally.n_duplicate += 1
            continue
        seen.add(whole)
        name = display_name(_cell(row[first]), _cell(row[last])) or display_name(_cell(row[full]))
        entries.append(
            Entry(
                line=line,
                name="" if is_hidden(name) or valid_address(name) else name,
                addresses=_addresses(f"{row[mails]},{name}"),
                company=_cell(row[company]),
                title=_cell(row[title]),
                created=row[created],
            )
        )
    return entries


def _cell(text: str) -> str:
    text = text.strip()
    return "" if text == MISSING else text


def _addresses(text: str) -> tuple[str, ...]:
    """Return the alias keys of the mail addresses in a cell, each once."""
    found = (valid_address(part) for part in _BETWEEN_ADDRESSES.split(text))
    return tuple(dict.fromkeys(address_key(address) for address in found if address))


def _keep(entry: Entry, stamp: Stamp, sheet: Sheet, gathering: Gathering) -> str:
    """Add what a row says and return the alias it goes by."""
    key = entry.addresses[0] if len(entry.addresses) == 1 or not entry.name else ""
    key = key or name_key(entry.name)
    for alias in dict.fromkeys((key, *entry.addresses)):
        gathering.mention(alias, entry.name, sheet.file)
    if entry.company or entry.title:
        gathering.positions.append(
            Position(
                alias_key=key,
                company=entry.company or None,
                title=entry.title or None,
                started_on=None,
                finished_on=None,
                seen_on=_midnight(stamp.at),
                origin=sheet.file,
            )
        )
    sheet.tally.n_kept += 1
    return key


def _midnight(at: datetime | None) -> datetime | None:
    return at.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None) if at else None
