"""messages.csv, first pass: every message without its text, and every conversation.

A message's text is looked at only to tell whether a row repeats another; what stays of it
is a number that is forgotten when the file has been read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from netanalysis.harvest import digest, name_key
from netanalysis.loaders.linkedin.columns import Columns, columns_of
from netanalysis.loaders.linkedin.persons import (
    display_name,
    is_hidden,
    key_of_url,
    keys_of_urls,
)
from netanalysis.loaders.linkedin.sheet import Sheet

_YES: Final = frozenset({"yes", "true", "1"})


@dataclass(slots=True, eq=False)
class Talk:
    """One conversation: who is seen in it, by profile and by bare name.

    ``profiles`` keeps the order in which people appear, ``writers`` holds only those who
    wrote under a profile, with their display names.
    """

    thread_id: str
    title: str
    profiles: dict[str, None] = field(default_factory=dict)
    writers: dict[str, str] = field(default_factory=dict)
    bare_names: dict[str, None] = field(default_factory=dict)
    owner_wrote: bool = False


@dataclass(slots=True, eq=False)
class Route:
    """What the messages of a conversation from one sender to the same people share.

    Keys are as the rows give them, before the owner is known; empty where they give none.
    ``outgoing`` is what the column ``Direction`` says, where there is one. ``subject`` and
    ``folder`` are as the rows give them.
    """

    talk: Talk
    sender: str
    sender_name: str
    recipients: tuple[str, ...]
    recipient_name: str
    outgoing: bool | None
    has_talk_id: bool
    subject: str
    folder: str
    n_letters: int = 0

    def __post_init__(self) -> None:
        """Note in the conversation whom the route names; names only without a profile."""
        talk = self.talk
        if self.sender:
            talk.profiles[self.sender] = None
            name = "" if is_hidden(self.sender_name) else self.sender_name
            talk.writers[self.sender] = name or talk.writers.get(self.sender, "")
        elif not is_hidden(self.sender_name):
            talk.bare_names[self.sender_name] = None
        if self.recipients:
            talk.profiles.update(dict.fromkeys(self.recipients))
        elif not is_hidden(self.recipient_name):
            talk.bare_names[self.recipient_name] = None


class Cells(NamedTuple):
    """The cells by which messages share a route."""

    talk: str
    sender: str
    sender_url: str
    to: str
    to_urls: str
    direction: str
    subject: str
    folder: str


@dataclass
class Mailbag:
    """What the first pass learns from a messages file.

    ``codes`` tells the route of each message by its place among ``routes``; ``lines`` and
    ``dates`` run beside it.
    """

    routes: list[Route]
    talks: list[Talk]
    codes: npt.NDArray[np.int64]
    lines: npt.NDArray[np.int64]
    dates: pd.Series

    def __post_init__(self) -> None:
        self._count()

    def _count(self) -> None:
        counts = np.bincount(self.codes, minlength=len(self.routes))
        for route, n in zip(self.routes, counts.tolist(), strict=True):
            route.n_letters = n

    def keep_only(self, wanted: list[int]) -> None:
        """Drop the messages whose positions are not listed."""
        self.codes, self.lines = self.codes[wanted], self.lines[wanted]
        self.dates = self.dates.iloc[wanted].reset_index(drop=True)
        self._count()

    @property
    def has_profiles(self) -> bool:
        """Whether anybody in the file wrote under a profile."""
        return any(talk.writers for talk in self.talks)


def sort_letters(sheet: Sheet) -> Mailbag:
    """Return the messages of a file; drafts and repeated rows are counted and dropped."""
    names = ("date", "conversationtitle", "ismessagedraft", "isconversationdraft")
    columns = columns_of(sheet, [*_places(sheet), *(sheet.at(name) for name in names)])
    return _sort_rows(sheet) if columns is None else _sort_columns(columns, sheet)


def _places(sheet: Sheet) -> tuple[int, ...]:
    """Return where the cells of a route stand, in the order of :class:`Cells`."""
    names = (
        "conversationid",
        "from",
        "senderprofileurl",
        "to",
        "recipientprofileurls",
        "direction",
        "subject",
        "folder",
    )
    return tuple(sheet.at(name) for name in names)


def _leave_out_draft(sheet: Sheet, line: int) -> None:
    sheet.tally.leave_out(line, "draft", "the message was never sent")


def _is_yes(cell: str) -> bool:
    return cell.strip().lower() in _YES


def _sort_rows(sheet: Sheet) -> Mailbag:
    """Go through a file row by row, which copes with anything."""
    book = _Book()
    seen: set[int] = set()
    codes: list[int] = []
    lines: list[int] = []
    dates: list[str] = []
    places, title_at, date_at = _places(sheet), sheet.at("conversationtitle"), sheet.at("date")
    draft_at, draft_talk_at = sheet.at("ismessagedraft"), sheet.at("isconversationdraft")
    for line, row in sheet.records():
        if _is_yes(row[draft_at]) or _is_yes(row[draft_talk_at]):
            _leave_out_draft(sheet, line)
            continue
        same = hash(tuple(row))
        if same in seen:
            sheet.tally.n_duplicate += 1
            continue
        seen.add(same)
        codes.append(book.code(Cells(*(row[at] for at in places)), row[title_at]))
        lines.append(line)
        dates.append(row[date_at])
    return Mailbag(
        book.routes,
        list(book.talks.values()),
        np.array(codes, dtype=np.int64),
        np.array(lines, dtype=np.int64),
        pd.Series(dates, dtype="string"),
    )


def _sort_columns(columns: Columns, sheet: Sheet) -> Mailbag:
    """Do the same for a well-formed file at once: most messages share a route."""
    is_draft = np.zeros(len(columns), dtype=bool)
    for at in (sheet.at("ismessagedraft"), sheet.at("isconversationdraft")):
        if at >= 0:
            is_draft |= _where(columns, at, _is_yes)
    for line in columns.layout.lines[is_draft].tolist():
        _leave_out_draft(sheet, line)
    kept = np.flatnonzero(~is_draft)
    places = _places(sheet)
    codes = _coded(columns, [at for at in places if at >= 0], kept)
    by_date = _coded(columns, [at for at in (sheet.at("date"),) if at >= 0], kept)
    is_new = ~_repeats(columns, kept, codes * (int(by_date.max(initial=0)) + 1) + by_date)
    sheet.tally.n_duplicate += int((~is_new).sum())
    kept, codes = kept[is_new], codes[is_new]
    book = _Book()
    first = kept[np.unique(codes, return_index=True)[1]]
    cells = [columns.text(at, first) for at in places]
    titles = columns.text(sheet.at("conversationtitle"), first)
    for route, title in zip(map(Cells._make, zip(*cells, strict=True)), titles, strict=True):
        book.add(route, title)
    return Mailbag(
        routes=book.routes,
        talks=list(book.talks.values()),
        codes=codes,
        lines=columns.layout.lines[kept],
        dates=columns.series(sheet.at("date"), kept),
    )


def _where(columns: Columns, at: int, test: Callable[[str], bool]) -> npt.NDArray[np.bool_]:
    """Return for each record whether a cell passes a test."""
    coded = columns.column(at).dictionary_encode()
    passes = np.array([test(cell) for cell in coded.dictionary.to_pylist()], dtype=np.bool_)
    found: npt.NDArray[np.bool_] = passes[coded.indices.to_numpy()]
    return found


def _coded(
    columns: Columns, places: Iterable[int], kept: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Return a number per kept record: the same for equal cells, in order of appearance."""
    codes = np.zeros(len(kept), dtype=np.int64)
    for at in places:
        coded = columns.column(at).dictionary_encode()
        cell = coded.indices.to_numpy().astype(np.int64)[kept]
        codes = pd.factorize(codes * len(coded.dictionary) + cell)[0].astype(np.int64)
    return codes


def _repeats(
    columns: Columns, kept: npt.NDArray[np.int64], alike: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Mark the records that repeat an earlier one in every cell; only like ones can."""
    found = np.zeros(len(kept), dtype=bool)
    likely = np.flatnonzero(pd.Series(alike).duplicated(keep=False))
    if len(likely):
        rows = [columns.record(row) for row in kept[likely].tolist()]
        found[likely] = pd.Series(rows).duplicated().to_numpy()
    return found


@dataclass
class _Book:
    """Routes and conversations in the order in which they first appear."""

    routes: list[Route] = field(default_factory=list)
    talks: dict[str, Talk] = field(default_factory=dict)
    _codes: dict[Cells, int] = field(default_factory=dict)

    def code(self, cells: Cells, title: str) -> int:
        """Return the number of the route that these cells describe; note a new one."""
        code = self._codes.get(cells)
        if code is None:
            code = self._codes[cells] = len(self.routes)
            self.add(cells, title)
        return code

    def add(self, cells: Cells, title: str) -> None:
        """Note a route that is known to be new."""
        talk_id = cells.talk.strip() or _nameless_talk(cells)
        if talk_id not in self.talks:
            self.talks[talk_id] = Talk("linkedin:" + talk_id, title.strip())
        word = cells.direction.strip().casefold()
        route = Route(
            talk=self.talks[talk_id],
            sender=key_of_url(cells.sender_url),
            sender_name=display_name(cells.sender),
            recipients=keys_of_urls(cells.to_urls),
            recipient_name=display_name(cells.to),
            outgoing=word == "outgoing" if word in ("outgoing", "incoming") else None,
            has_talk_id=bool(cells.talk.strip()),
            subject=cells.subject.strip(),
            folder=cells.folder.strip(),
        )
        self.routes.append(route)


def _nameless_talk(cells: Cells) -> str:
    """Return an id for the conversation of a row that gives none: the people in it."""
    sender = key_of_url(cells.sender_url) or name_key(cells.sender)
    return digest(*sorted({sender, *(keys_of_urls(cells.to_urls) or [name_key(cells.to)])}))
