"""Two states of Connections.csv compared: who is who, who came, who went.

Most people are the same by their profile. Exports before 2023-07 have no profiles, and a
member may change the address of their profile or their name; the day of connection stays
the same through all of that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from netanalysis.harvest import name_key
from netanalysis.loaders.linkedin.dates import Stamp

SLACK: Final = timedelta(days=2)
"""The day in an export's name may lie a day or two after the state it holds."""


class Contact(NamedTuple):
    """What one row says, before its alias is settled."""

    line: int
    name: str
    profile: str
    address: str
    company: str
    title: str
    since: Stamp


@dataclass(frozen=True)
class Snapshot:
    """One state of the connections: contacts by alias, and days of those without a name."""

    day: datetime | None
    file: str
    contacts: Mapping[str, Contact]
    hidden: Counter[datetime | None]


class Difference(NamedTuple):
    """What differs for one person: a kind of change with the words before and after."""

    kind: str
    before: str | None = None
    after: str | None = None


def matches(earlier: Mapping[str, Contact], later: Mapping[str, Contact]) -> dict[str, str]:
    """Return which contact of ``later`` each contact of ``earlier`` is, by their aliases.

    The signs are tried in this order, each only where it fits one contact on both sides:
    profile; mail address; name and day of connection; first name and day of connection
    (a new family name); name, where a profile is missing on one side.
    """
    found: dict[str, str] = {}
    for sign in (_profile, _address, _name_and_day, _first_name_and_day, _name):
        left = {key: c for key, c in earlier.items() if key not in found}
        taken = set(found.values())
        free = {key: c for key, c in later.items() if key not in taken}
        theirs, ours = _only_ones(free, sign), _only_ones(left, sign)
        for value, key in ours.items():
            other = theirs.get(value)
            if other is None:
                continue
            if sign is _name and left[key].profile and free[other].profile:
                continue
            found[key] = other
    return found


def _only_ones(
    contacts: Mapping[str, Contact], sign: Callable[[Contact], Hashable]
) -> dict[Hashable, str]:
    signs = {key: sign(contact) for key, contact in contacts.items()}
    counts = Counter(signs.values())
    return {value: key for key, value in signs.items() if value and counts[value] == 1}


def _profile(contact: Contact) -> Hashable:
    return contact.profile


def _address(contact: Contact) -> Hashable:
    return contact.address.casefold()


def _name(contact: Contact) -> Hashable:
    return name_key(contact.name) if contact.name else ""


def _name_and_day(contact: Contact) -> Hashable:
    return (_name(contact), contact.since.at) if contact.name and contact.since.at else ""


def _first_name_and_day(contact: Contact) -> Hashable:
    first = contact.name.casefold().split()[:1]
    return (first[0], contact.since.at) if first and contact.since.at else ""


def differences(before: Contact, after: Contact) -> list[Difference]:
    """Return the changes of job between two rows of one person.

    A blank cell says nothing: it is neither an employer left nor one gained.
    """
    found = []
    for kind, old, new in (
        ("new_employer", before.company, after.company),
        ("new_title", before.title, after.title),
    ):
        if old and new and name_key(old) != name_key(new):
            found.append(Difference(kind, old, new))
    return found


def newcomers(earlier: Snapshot, later: Snapshot, known: Iterable[str]) -> list[str]:
    """Return the aliases connected since the earlier export.

    Somebody connected long before who only now turns up was hidden then, and is not new.
    """
    old = set(known)
    since = None if earlier.day is None else earlier.day - SLACK
    return [
        key
        for key, contact in later.contacts.items()
        if key not in old
        and (contact.since.at is None or since is None or contact.since.at >= since)
    ]


def departed(earlier: Snapshot, later: Snapshot, known: Iterable[str]) -> list[str]:
    """Return the aliases that are connections no more.

    A deleted account stays in the later export as a row without a name; where one more
    such row bears the same day of connection, the person was deleted, not removed.
    """
    still = set(known)
    deleted = later.hidden - earlier.hidden
    gone = []
    for key, contact in earlier.contacts.items():
        if key in still:
            continue
        if deleted[contact.since.at] > 0:
            deleted[contact.since.at] -= 1
        else:
            gone.append(key)
    return gone
