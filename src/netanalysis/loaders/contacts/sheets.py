"""Contacts as CSV: what Google, Outlook and Thunderbird write, found by the header."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from netanalysis.addresses import plain_name, valid_address
from netanalysis.decoding import decode
from netanalysis.errors import UnreadableExportError
from netanalysis.loaders.contacts.cards import Card, profile_of
from netanalysis.loaders.contacts.yearly import ANNIVERSARY, BIRTHDAY, Yearly, days_of, is_blank
from netanalysis.rows import read_rows, sniff_delimiter

# Header cells, folded. Outlook translates its own: English, German, French, Spanish.
_ADDRESS: Final = re.compile(
    r"e-mail \d+ - value|e-mail(?: \d)? address|(?:primary|secondary) email"
    r"|e-mail-adresse|e-mail \d: adresse|adresse de messagerie(?: \d)?"
    r"|direcci[oó]n del? correo electr[oó]nico(?: \d)?"
)
_GIVEN: Final = ("first name", "given name", "vorname", "prénom", "nombre")
_FAMILY: Final = ("last name", "family name", "nachname", "nom", "apellidos")
_FULL: Final = ("name", "display name", "full name")
_COMPANY: Final = (
    "organization name",
    "organization 1 - name",
    "company",
    "organization",
    "firma",
    "société",
    "organización",
)
# "Title" is the form of address in Outlook; French uses one word for both, the job last.
_TITLE: Final = (
    "organization title",
    "organization 1 - title",
    "job title",
    "position",
    "titre",
    "puesto",
)
_LINK: Final = re.compile(r"website \d+ - value|web page|web page 1|webseite|page web|página web")
# French calls a birthday what Spanish calls an anniversary, but for one letter.
_BIRTHDAY: Final = ("birthday", "geburtstag", "anniversaire", "cumpleaños")
_ANNIVERSARY: Final = (
    *("anniversary", "jahrestag", "aniversario", "anniversaire de mariage ou fête"),
)
_EVENT: Final = re.compile(r"event (\d+) - (label|type|value)")
_BETWEEN: Final = re.compile(r"\s*:::\s*")
_HEADER_LINES: Final = 3


@dataclass(frozen=True)
class Columns:
    """Where the columns that are read stand; -1 for none."""

    addresses: tuple[int, ...]
    given: int
    family: int
    full: int
    company: int
    title: int
    links: tuple[int, ...]
    birthday: int
    birth_month: int
    birth_day: int
    """Thunderbird gives month and day columns of their own."""

    anniversary: int
    events: tuple[tuple[int, int], ...]
    """Google's further dates: where the name of each stands, and where the day."""


def columns_of(header: Sequence[str]) -> Columns | None:
    """Return the columns of an address book, or None where the header is of something else."""
    cells = [" ".join(cell.replace("\ufeff", "").split()).casefold() for cell in header]

    def last(names: Sequence[str]) -> int:
        return max((at for at, cell in enumerate(cells) if cell in names), default=-1)

    columns = Columns(
        addresses=tuple(at for at, cell in enumerate(cells) if _ADDRESS.fullmatch(cell)),
        given=last(_GIVEN),
        family=last(_FAMILY),
        full=last(_FULL),
        company=last(_COMPANY),
        title=last(_TITLE),
        links=tuple(at for at, cell in enumerate(cells) if _LINK.fullmatch(cell)),
        birthday=last(_BIRTHDAY),
        birth_month=last(("birth month",)),
        birth_day=last(("birth day",)),
        anniversary=last(_ANNIVERSARY),
        events=_events(cells),
    )
    has_name = max(columns.given, columns.family, columns.full) >= 0
    return columns if columns.addresses and has_name else None


def is_book(name: str, head: bytes) -> bool:
    """Whether a CSV that begins with these bytes is an address book.

    LinkedIn once wrote its connections in Outlook's layout; the file says so in its name
    and belongs to that loader.
    """
    if "linkedin" in name.casefold():
        return False
    try:
        text = decode(head, name).head(len(head))
    except UnreadableExportError:
        return False
    lines = [line for line in text.splitlines() if line.strip()][:_HEADER_LINES]
    if not lines:
        return False
    header = next(csv.reader(lines[:1], delimiter=sniff_delimiter(text)), [])
    return columns_of(header) is not None


def cards_in(data: bytes, name: str) -> Iterator[Card | tuple[int, str]]:
    """Yield the cards of a CSV address book; in the place of an unreadable row its problem.

    Raises
    ------
    UnreadableExportError
        If the file is no CSV, or has another header.
    """
    text = decode(data, name).data.decode("utf-8", "replace")
    rows = read_rows(text, sniff_delimiter(text))
    header = next(rows, None)
    columns = columns_of(header.cells) if header is not None else None
    if columns is None:
        raise UnreadableExportError(f"{name} has no header of an address book in its first line")
    found = [(line, [*cells, ""], problem) for line, cells, problem in rows]
    days, n_strange = _days([cells for _, cells, problem in found if not problem], columns)
    good = 0
    for line, cells, problem in found:
        if problem:
            yield line, problem
            continue
        card = _card(line, cells, columns)
        yield replace(card, days=tuple(days[good]), n_strange_days=n_strange[good])
        good += 1


def _events(cells: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return where name and day of each further date stand."""
    places: dict[str, dict[str, int]] = {}
    for at, cell in enumerate(cells):
        found = _EVENT.fullmatch(cell)
        if found:
            which = "day" if found[2] == "value" else "name"
            places.setdefault(found[1], {})[which] = at
    return tuple((one["name"], one["day"]) for one in places.values() if len(one) == 2)


def _days(rows: list[list[str]], columns: Columns) -> tuple[list[list[Yearly]], list[int]]:
    """Return the days of the year of each row, and how many entries of it are none.

    They are read a column at a time: its rows together tell day from month.
    """
    fields = [(BIRTHDAY, [cells[columns.birthday] for cells in rows])]
    month, day = columns.birth_month, columns.birth_day
    fields.append((BIRTHDAY, [f"--{cells[month]:0>2}-{cells[day]:0>2}" for cells in rows]))
    fields.append((ANNIVERSARY, [cells[columns.anniversary] for cells in rows]))
    for name, at in columns.events:
        said = [cells[at] if ANNIVERSARY in cells[name].casefold() else "" for cells in rows]
        fields.append((ANNIVERSARY, said))
    days: list[list[Yearly]] = [[] for _ in rows]
    n_strange = [0] * len(rows)
    for kind, texts in fields:
        for row, found in enumerate(days_of(kind, texts)):
            if found in days[row]:
                continue
            if found is not None:
                days[row].append(found)
            elif not is_blank(texts[row]):
                n_strange[row] += 1
    return days, n_strange


def _card(line: int, cells: list[str], columns: Columns) -> Card:
    entries = [
        plain_name(part) for at in columns.addresses for part in _BETWEEN.split(cells[at]) if part
    ]
    addresses = [address for address in map(valid_address, entries) if address]
    name = plain_name(f"{cells[columns.given]} {cells[columns.family]}")
    name = name or plain_name(cells[columns.full])
    links = [part for at in columns.links for part in _BETWEEN.split(cells[at])]
    return Card(
        line=line,
        name="" if valid_address(name) else name,
        addresses=tuple(dict.fromkeys(addresses)),
        n_strange=len([entry for entry in entries if entry]) - len(addresses),
        company=plain_name(_BETWEEN.split(cells[columns.company])[0]),
        title=plain_name(_BETWEEN.split(cells[columns.title])[0]),
        profile=next(filter(None, map(profile_of, links)), ""),
    )
