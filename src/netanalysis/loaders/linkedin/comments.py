r"""Comments.csv: the owner's comments, taken apart without being valid CSV.

A cell is quoted only where it holds a comma or a quote; a newline alone is not quoted, so
a comment runs over several lines. Newer exports write inner quotes as ``\"``, older ones
double them. Each record begins with a date and a link, which is where the file is cut.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from netanalysis.harvest import name_key
from netanalysis.loaders.linkedin.sheet import Sheet

_HEADER: Final = ["date", "link", "message"]
_DATE: Final = r'"?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"?'
LEAST_WORDS: Final = 2
"""Words a name needs before a comment can begin with it: ``Will`` also opens sentences."""


class Comment(NamedTuple):
    """One record, taken apart; the text is only looked at, never kept."""

    line: int
    date: str
    link: str
    text: str


def comments(sheet: Sheet) -> list[Comment]:
    """Return the records of a file of comments.

    A file saved again by a spreadsheet has other dates but proper quotes; it is read as
    any other CSV.
    """
    mark = re.escape(sheet.delimiter)
    anchor = re.compile(rf'{_DATE}{mark}(?:"?https?://|{mark})')
    lines = sheet.lines[sheet.start :]
    in_order = [cell for cell in sheet.header if cell] == _HEADER
    if not in_order or not any(map(anchor.match, lines)):
        return [_of_row(sheet, line, row) for line, row in sheet.records()]
    return [_taken_apart(line, text, sheet) for line, text in _records(sheet, anchor)]


def _of_row(sheet: Sheet, line: int, row: list[str]) -> Comment:
    date, link, text = sheet.at("date"), sheet.at("link"), sheet.at("message")
    return Comment(line, row[date], row[link], row[text])


def _records(sheet: Sheet, anchor: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """Yield line number and text of every record; lines before the first belong to none."""
    first, held = 0, [""]
    for index in range(sheet.start, len(sheet.lines)):
        line = sheet.lines[index]
        if anchor.match(line):
            yield from _counted(sheet, first, held)
            first, held = index + 1, [line]
        else:
            first = first or index + 1
            held.append(line)
    yield from _counted(sheet, first, held)


def _counted(sheet: Sheet, first: int, held: list[str]) -> Iterator[tuple[int, str]]:
    if not "".join(held).strip():
        return
    sheet.tally.n_read += 1
    if held[0]:
        yield first, "".join(held).rstrip("\r\n")
    else:
        problem = "these lines stand before the first date and belong to no comment"
        sheet.tally.leave_out(first, "no date and no link", problem)


def _taken_apart(line: int, text: str, sheet: Sheet) -> Comment:
    date, _, rest = text.partition(sheet.delimiter)
    if rest.startswith('"'):
        link, _, message = rest[1:].partition('"' + sheet.delimiter)
    else:
        link, _, message = rest.partition(sheet.delimiter)
    return Comment(line, date.strip('"'), link.strip('"'), unquoted(message))


def unquoted(cell: str) -> str:
    """Return a cell without its outer quotes and with plain inner ones."""
    cell = cell.strip()
    if len(cell) >= 2 and cell[0] == cell[-1] == '"':
        cell = cell[1:-1]
    return cell.replace('\\"', '"').replace('""', '"')


@dataclass(frozen=True)
class Addressees:
    """Whom a comment begins by naming, as LinkedIn does when a member is tagged."""

    _by_first_word: Mapping[str, list[tuple[str, str]]] = field(default_factory=dict)

    @classmethod
    def among(cls, names: Mapping[str, set[str]]) -> Addressees:
        """Return the people who can be found: display names with their alias keys.

        A name that several people bear stays, so that a shorter name does not match in
        its place, but it finds nobody.
        """
        keys_of: dict[str, set[str]] = {}
        shown: dict[str, str] = {}
        for name, keys in names.items():
            plain = _plain(name)
            for form in {plain, plain.partition(",")[0].strip()}:
                if len(form.split()) >= LEAST_WORDS:
                    keys_of.setdefault(name_key(form), set()).update(keys)
                    shown[form] = name_key(form)
        found: dict[str, list[tuple[str, str]]] = {}
        for form, folded in shown.items():
            key = _the_one(keys_of[folded])
            found.setdefault(form.split()[0], []).append((form, key))
        for forms in found.values():
            forms.sort(key=lambda pair: (-len(pair[0]), pair[0]))
        return cls(found)

    def of(self, text: str) -> str:
        """Return the alias of the one person the text begins with, or an empty string."""
        plain = _plain(text[:400])
        first, _, _ = plain.partition(" ")
        for form, key in self._by_first_word.get(first, ()):
            after = plain[len(form) : len(form) + 1]
            if plain.startswith(form) and not (after.isalnum() or after in "_-'’"[: len(after)]):
                return key
        return ""


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _the_one(keys: set[str]) -> str:
    """Return the alias to use for a name, or an empty string if several people bear it.

    One profile stands for the name even where other files know the name alone, which is
    also how people are joined later on.
    """
    for kind in ("profile:", "name:", "address:"):
        found = sorted(key for key in keys if key.startswith(kind))
        if found:
            return found[0] if len(found) == 1 else ""
    return ""
