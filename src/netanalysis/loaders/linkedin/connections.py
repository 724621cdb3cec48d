"""Connections.csv: whom the owner is connected to, since when, and their present job."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Final, NamedTuple

from netanalysis.harvest import address_key, name_key
from netanalysis.loaders.linkedin.dates import Stamp, days, pacific
from netanalysis.loaders.linkedin.gathering import Gathering, Position
from netanalysis.loaders.linkedin.persons import display_name, key_of_url, valid_address
from netanalysis.loaders.linkedin.sheet import Sheet

EMAIL_RULE: Final = "e-mail in Connections.csv"


class Contact(NamedTuple):
    """What one row says, before its alias is settled."""

    line: int
    name: str
    profile: str
    address: str
    company: str
    title: str
    since: Stamp


def read_connections(sheet: Sheet, gathering: Gathering) -> None:
    """Gather the connections of all eras; rows of deleted members stay, without a name.

    A row is known by its profile; before 2023-07 the file gives none, and the name stands
    in. Where several such rows share a name, the day of connection is added to the key, so
    that namesakes stay apart. ``Connected On`` is a UTC day; the form with a time of day
    (2018) is Pacific wall clock and is turned into the UTC day.
    """
    contacts = _without_repeats(_contacts(sheet), sheet)
    names = Counter(name_key(c.name) for c in contacts if not c.profile and c.name)
    addresses = Counter(address_key(c.address) for c in contacts if c.address)
    seen: set[str] = set()
    for contact in contacts:
        if contact.since.quality == "unreadable":
            sheet.tally.doubt_date(contact.line, contact.since.problem)
        if not contact.name and not contact.profile and not contact.address:
            _keep_anonymous(contact, sheet, gathering)
            continue
        key = _alias_key(contact, names)
        if key in seen:
            sheet.tally.n_duplicate += 1
            sheet.tally.doubt(
                contact.line,
                "same person twice",
                "another row names the same person; the first one was kept",
            )
            continue
        seen.add(key)
        sheet.tally.n_kept += 1
        _keep(contact, key, sheet, gathering)
        if contact.address and addresses[address_key(contact.address)] == 1:
            _link_address(contact, key, sheet, gathering)


def _contacts(sheet: Sheet) -> list[Contact]:
    first, last = sheet.at("firstname"), sheet.at("lastname")
    url, email = sheet.at("url"), sheet.at("emailaddress")
    company, title = sheet.at("company"), sheet.at("position", "jobtitle")
    rows = list(sheet.records())
    connected_on = sheet.at("connectedon")
    since = days([row[connected_on] for _, row in rows], zone=pacific())
    return [
        Contact(
            line=line,
            name=display_name(row[first], row[last]),
            profile=key_of_url(row[url]),
            address=valid_address(row[email]),
            company=row[company].strip(),
            title=row[title].strip(),
            since=stamp,
        )
        for (line, row), stamp in zip(rows, since, strict=True)
    ]


def _without_repeats(contacts: list[Contact], sheet: Sheet) -> list[Contact]:
    """Drop rows that repeat another in full, but keep every row of a deleted member."""
    first_of: dict[tuple[object, ...], Contact] = {}
    for contact in contacts:
        if contact.name or contact.profile or contact.address:
            first_of.setdefault(contact[1:], contact)
        else:
            first_of[(contact.line,)] = contact
    sheet.tally.n_duplicate += len(contacts) - len(first_of)
    return list(first_of.values())


def _alias_key(contact: Contact, names: Counter[str]) -> str:
    if contact.profile:
        return contact.profile
    if not contact.name:
        return address_key(contact.address)
    key = name_key(contact.name)
    if names[key] == 1:
        return key
    return f"{key}#{_day_text(contact.since.at)}|{contact.company.casefold()}"


def _day_text(day: datetime | None) -> str:
    return day.date().isoformat() if day else ""


def _keep_anonymous(contact: Contact, sheet: Sheet, gathering: Gathering) -> None:
    if contact.since.quality == "missing":
        sheet.tally.leave_out(
            contact.line, "no name and no date", "the row names nobody and gives no date"
        )
        return
    key = f"anonymous:connections.csv:{contact.line}"
    gathering.mention(key, "", sheet.file)
    gathering.connections.append((key, contact.since.at, sheet.file))
    sheet.tally.n_anonymous += 1


def _keep(contact: Contact, key: str, sheet: Sheet, gathering: Gathering) -> None:
    gathering.mention(key, contact.name, sheet.file)
    gathering.connections.append((key, contact.since.at, sheet.file))
    if contact.company or contact.title:
        gathering.positions.append(
            Position(
                alias_key=key,
                company=contact.company or None,
                title=contact.title or None,
                started_on=None,
                finished_on=None,
                seen_on=sheet.seen_on,
                origin=sheet.file,
            )
        )


def _link_address(contact: Contact, key: str, sheet: Sheet, gathering: Gathering) -> None:
    """Join the alias to its mail address, unless several rows share the address."""
    address = address_key(contact.address)
    if address == key:
        return
    gathering.mention(address, contact.name, sheet.file)
    evidence = f"{sheet.file} gives this address in the row of this person (line {contact.line})"
    gathering.link(key, address, EMAIL_RULE, evidence)
