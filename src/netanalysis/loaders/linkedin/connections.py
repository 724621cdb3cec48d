"""Connections.csv: whom the owner is connected to, since when, and their present job."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Final

from netanalysis.harvest import address_key, name_key
from netanalysis.loaders.linkedin.columns import cells_of
from netanalysis.loaders.linkedin.dates import days, pacific
from netanalysis.loaders.linkedin.gathering import Change, Gathering, Position
from netanalysis.loaders.linkedin.persons import display_name, key_of_url, valid_address
from netanalysis.loaders.linkedin.sheet import Sheet
from netanalysis.loaders.linkedin.snapshots import (
    Contact,
    Difference,
    Snapshot,
    departed,
    differences,
    matches,
    newcomers,
)

EMAIL_RULE: Final = "e-mail in Connections.csv"
SAME_MEMBER_RULE: Final = "same connection in two exports"


def read_connections(sheet: Sheet, gathering: Gathering) -> None:
    """Gather the connections of all eras; rows of deleted members stay, without a name.

    A row is known by its profile; before 2023-07 the file gives none, and the name stands
    in. Where several such rows share a name, the day of connection is added to the key, so
    that namesakes stay apart. ``Connected On`` is a UTC day; the form with a time of day
    (2018) is Pacific wall clock and is turned into the UTC day.
    """
    contacts, hidden = _settled(sheet)
    for contact in hidden:
        key = f"anonymous:connections.csv:{contact.line}"
        gathering.mention(key, "", sheet.file)
        gathering.connections.append((key, contact.since.at, sheet.file))
        sheet.tally.n_anonymous += 1
    latest = max((c.since.at for c in contacts.values() if c.since.at), default=None)
    addresses = Counter(address_key(c.address) for c in contacts.values() if c.address)
    for key, contact in contacts.items():
        sheet.tally.n_kept += 1
        _keep(contact, key, sheet.seen_on or latest, sheet, gathering)
        if contact.address and addresses[address_key(contact.address)] == 1:
            _link_address(contact, key, sheet, gathering)
    gathering.snapshots.append(_snapshot(sheet, contacts, hidden))


def read_older_connections(sheet: Sheet, gathering: Gathering) -> None:
    """Compare an earlier state of the connections with the one after it.

    The earlier state adds no connection. It tells what changed since, and, because older
    files give more mail addresses, under which address some people are known.
    """
    contacts, hidden = _settled(sheet)
    later = gathering.snapshots[-1]
    known = matches(contacts, later.contacts)
    earlier = _snapshot(sheet, {known.get(k, k): c for k, c in contacts.items()}, hidden)
    gone = departed(earlier, later, known.values())
    found = [
        (key, difference)
        for key in later.contacts
        if key in earlier.contacts
        for difference in differences(earlier.contacts[key], later.contacts[key])
    ]
    found += [(k, Difference("new_connection")) for k in newcomers(earlier, later, known.values())]
    found += [(key, Difference("removed_connection")) for key in gone]
    _add_changes(found, earlier, later, gathering)
    for key in gone:
        gathering.mention(key, earlier.contacts[key].name, sheet.file)
    _link_known(earlier, known, sheet, gathering)
    sheet.tally.n_kept += len(gone)
    sheet.tally.n_duplicate += len(contacts) - len(gone) + len(hidden)
    day = "the later one" if later.day is None else f"that of {later.day:%Y-%m-%d}"
    sheet.tally.note(f"an earlier state, compared with {day}; kept are those since removed")
    gathering.snapshots.append(earlier)


def _add_changes(
    found: list[tuple[str, Difference]], earlier: Snapshot, later: Snapshot, gathering: Gathering
) -> None:
    if earlier.day is None or later.day is None:
        return
    gathering.changes += [
        Change(key, change.kind, change.before, change.after, earlier.day, later.day, later.file)
        for key, change in found
    ]


def _link_known(
    earlier: Snapshot, known: dict[str, str], sheet: Sheet, gathering: Gathering
) -> None:
    """Join former profiles and mail addresses to the people they belong to."""
    addresses = Counter(address_key(c.address) for c in earlier.contacts.values() if c.address)
    for former, key in known.items():
        contact = earlier.contacts[key]
        if contact.profile and former != key:
            gathering.mention(former, contact.name, sheet.file)
            evidence = f"{sheet.file} has this connection of the same day under another profile"
            gathering.link(key, former, SAME_MEMBER_RULE, evidence)
        if contact.address and addresses[address_key(contact.address)] == 1:
            _link_address(contact, key, sheet, gathering)


def _snapshot(sheet: Sheet, contacts: dict[str, Contact], hidden: list[Contact]) -> Snapshot:
    days_hidden = Counter(contact.since.at for contact in hidden)
    return Snapshot(sheet.seen_on, sheet.file, contacts, days_hidden)


def _settled(sheet: Sheet) -> tuple[dict[str, Contact], list[Contact]]:
    """Return the contacts by alias, and the rows of deleted members.

    Rows that repeat another or say nothing are counted here.
    """
    rows = _without_repeats(_contacts(sheet), sheet)
    names = Counter(name_key(c.name) for c in rows if not c.profile and c.name)
    contacts: dict[str, Contact] = {}
    hidden: list[Contact] = []
    for contact in rows:
        if contact.since.quality == "unreadable":
            sheet.tally.doubt_date(contact.line, contact.since.problem)
        if contact.name or contact.profile or contact.address:
            key = _alias_key(contact, names)
            if key in contacts:
                _count_twice(contact, sheet)
            contacts.setdefault(key, contact)
        elif contact.since.quality == "missing":
            problem = "the row names nobody and gives no date"
            sheet.tally.leave_out(contact.line, "no name and no date", problem)
        else:
            hidden.append(contact)
    return contacts, hidden


def _count_twice(contact: Contact, sheet: Sheet) -> None:
    sheet.tally.n_duplicate += 1
    problem = "another row names the same person; the first one was kept"
    sheet.tally.doubt(contact.line, "same person twice", problem)


def _contacts(sheet: Sheet) -> list[Contact]:
    places = (
        sheet.at("firstname"),
        sheet.at("lastname"),
        sheet.at("url"),
        sheet.at("emailaddress"),
        sheet.at("company"),
        sheet.at("position", "jobtitle"),
        sheet.at("connectedon"),
    )
    lines, (*cells, connected_on) = cells_of(sheet, places)
    since = days(connected_on, zone=pacific())
    return [
        Contact(
            line=line,
            name=display_name(first, last),
            profile=key_of_url(url),
            address=valid_address(email) if email else "",
            company=company.strip(),
            title=title.strip(),
            since=stamp,
        )
        for line, first, last, url, email, company, title, stamp in zip(
            lines, *cells, since, strict=True
        )
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


def _keep(
    contact: Contact, key: str, seen_on: datetime | None, sheet: Sheet, gathering: Gathering
) -> None:
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
                seen_on=seen_on,
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
