"""From paths to a harvest: choose among copies, read each file once, account for the rest."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from netanalysis.decoding import Decoded, decode
from netanalysis.errors import NetAnalysisError, UnknownExportError, UnreadableExportError
from netanalysis.filenames import base_name
from netanalysis.harvest import Harvest, Progress
from netanalysis.loaders.linkedin.catalogue import (
    CATALOGUE,
    OTHER_NAMES,
    READ_ORDER,
    Ignored,
    Read,
    Reader,
    entry_of,
)
from netanalysis.loaders.linkedin.gathering import Gathering
from netanalysis.loaders.linkedin.members import refuse_two_members
from netanalysis.loaders.linkedin.opening import open_source
from netanalysis.loaders.linkedin.sheet import open_sheet, wide_fields
from netanalysis.loaders.linkedin.sources import Found, Source, find_sources
from netanalysis.tally import Issue, Tally

MAX_UNKNOWN: Final = 50
"""Unknown files named one by one; a folder that holds more is not only an export."""


def read_export(paths: Sequence[Path], progress: Progress | None) -> Harvest:
    """Read the LinkedIn files under ``paths``; see :func:`netanalysis.loaders.linkedin.read`."""
    found = find_sources(paths)
    gathering = Gathering(issues=list(found.issues))
    wanted: dict[str, list[Source]] = {}
    others: list[Source] = []
    for source in found.sources:
        canonical = _recognised_name(source)
        if isinstance(entry_of(canonical), Read):
            wanted.setdefault(OTHER_NAMES.get(canonical, canonical), []).append(source)
        else:
            others.append(source)
    desk = _Desk(gathering, progress, [error for _, error in found.failures])
    with wide_fields(), _without_collecting():
        refuse_two_members(found.sources)
        for canonical in sorted(wanted, key=READ_ORDER.index):
            entry = CATALOGUE[canonical]
            if isinstance(entry, Read):
                desk.read_kind(wanted[canonical], entry)
    if not gathering.tallies:
        raise _nothing_readable(found, desk.errors)
    for name, error in found.failures:
        _record_failure(gathering, name, "export", error)
    _record_others(gathering, others)
    return gathering.harvest()


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Pause the garbage collector for a while, and put it back.

    Reading makes a great many objects that all stay and form no cycles; going through
    them again and again took a fifth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _recognised_name(source: Source) -> str:
    """Return the canonical name of a source; a lone file of another name by its header."""
    canonical = source.canonical
    if entry_of(canonical) is not None or not source.is_alone:
        return canonical
    try:
        decoded = decode(source.load(), base_name(source.label))
    except UnreadableExportError:
        return canonical
    fitting = [name for name in READ_ORDER if _header_fits(decoded, CATALOGUE[name])]
    return max(fitting, key=_strictness, default=canonical)


def _strictness(name: str) -> tuple[int, int]:
    """Order among entries that fit one header: the most columns asked for, then the last."""
    entry = CATALOGUE[name]
    return len(entry.columns) if isinstance(entry, Read) else 0, READ_ORDER.index(name)


def _header_fits(decoded: Decoded, entry: Read | Ignored) -> bool:
    """Whether the header has an entry's columns, the dated one included."""
    if not isinstance(entry, Read) or not entry.stamp:
        return False
    try:
        open_sheet(decoded, Tally("", ""), entry.needs | {entry.stamp}, "")
    except UnreadableExportError:
        return False
    return True


@dataclass
class _Desk:
    """Reads the files of all exports into one gathering, and remembers what was wrong."""

    gathering: Gathering
    progress: Progress | None
    errors: list[NetAnalysisError] = field(default_factory=list)

    def read_kind(self, copies: list[Source], entry: Read) -> None:
        """Read one kind of file from all exports.

        Of the copies of one day the best that can be read is read. The newest day gives
        the state; earlier days are read too where they add to it. Copies without a day
        are read only where no dated one can be.
        """
        by_day: dict[datetime, list[Source]] = {}
        for source in sorted(copies, key=lambda source: source.rank, reverse=True):
            by_day.setdefault(source.seen_on or datetime.min, []).append(source)
        self.gathering.known.is_needed = len(by_day) > 1
        newest: tuple[Source, Tally] | None = None
        for day in sorted(by_day, reverse=True):
            if newest is None:
                newest = self._read_best(by_day[day], entry, entry.reader)
            elif entry.older is None or day == datetime.min:
                _record_passed_over(*newest, by_day[day])
            else:
                self._read_best(by_day[day], entry, entry.older)

    def _read_best(
        self, ranked: list[Source], entry: Read, reader: Reader
    ) -> tuple[Source, Tally] | None:
        """Read the first copy that can be read, and return it with its counts."""
        for index, source in enumerate(ranked):
            try:
                sheet = open_source(source, entry, self.progress)
            except UnreadableExportError as error:
                self.errors.append(error)
                _record_failure(self.gathering, source.label, entry.content, error)
                continue
            reader(sheet, self.gathering)
            self.gathering.known.close_file()
            if self.progress is not None:
                self.progress(source.label, source.size, source.size)
            self.gathering.tallies.append(sheet.tally)
            _record_passed_over(source, sheet.tally, ranked[index + 1 :])
            return source, sheet.tally
        return None


def _record_passed_over(chosen: Source, tally: Tally, others: list[Source]) -> None:
    """Say which copies were not read, so that nothing was counted twice."""
    for other in others:
        problem = f"{chosen.label} was read instead, so that nothing is counted twice"
        tally.issues.append(Issue(other.label, None, "another copy was read", problem, False))
    if others:
        tally.note("preferred to " + ", ".join(other.label for other in others))


def _record_failure(gathering: Gathering, name: str, content: str, error: NetAnalysisError) -> None:
    """Put a file that could not be read into the issues and the ledger."""
    tally = Tally(name, content)
    tally.note(f"not read: {error}")
    tally.issues.append(Issue(name, None, "file not readable", str(error), False))
    gathering.failed.append(tally)


def _record_others(gathering: Gathering, others: list[Source]) -> None:
    """Give every file that was not opened a row in the issues, strangers up to a number."""
    strangers = [source for source in others if entry_of(source.canonical) is None]
    for source in others:
        entry = entry_of(source.canonical)
        if isinstance(entry, Ignored):
            gathering.unopened.append(Issue(source.label, None, entry.reason, entry.why, False))
    for source in strangers[:MAX_UNKNOWN]:
        problem = "no file of this name is known in LinkedIn exports; it was not opened"
        gathering.unopened.append(Issue(source.label, None, "unknown file", problem, False))
    if len(strangers) > MAX_UNKNOWN:
        problem = f"{len(strangers) - MAX_UNKNOWN} more unknown files were not opened"
        folder = strangers[MAX_UNKNOWN].label.split("/")[0]
        gathering.unopened.append(Issue(folder, None, "unknown file", problem, False))


def _nothing_readable(found: Found, errors: list[NetAnalysisError]) -> NetAnalysisError:
    """Return the error for paths that gave nothing: what was there and what would do."""
    if errors:
        return errors[0]
    if found.issues and not found.sources:
        issue = found.issues[0]
        return UnreadableExportError(f"{issue.file}: {issue.problem}")
    if not found.sources:
        return UnknownExportError("the folder holds no files; give the unpacked LinkedIn export")
    root = found.sources[0].label.split("/")[0]
    held = ", ".join(base_name(source.label) for source in found.sources[:3])
    if found.sources[0].is_alone:
        return UnknownExportError(
            f"{root} has neither the name nor the columns of a file in a LinkedIn export; give the "
            "export's zip or folder, or a file such as Connections.csv with its header"
        )
    more = " and more" if len(found.sources) > 3 else ""
    return UnknownExportError(
        f"{root} holds no LinkedIn file this package reads (it holds {held}{more}); give the zip "
        "that LinkedIn sent, with Connections.csv or messages.csv in it"
    )
