"""From paths to a harvest: choose among copies, read each file once, account for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from netanalysis.errors import NetAnalysisError, UnknownExportError, UnreadableExportError
from netanalysis.harvest import Harvest, Progress
from netanalysis.loaders.linkedin.catalogue import (
    CATALOGUE,
    OTHER_NAMES,
    READ_ORDER,
    Ignored,
    Read,
    entry_of,
)
from netanalysis.loaders.linkedin.decoding import Decoded, decode
from netanalysis.loaders.linkedin.gathering import Gathering
from netanalysis.loaders.linkedin.naming import base_name
from netanalysis.loaders.linkedin.sheet import Sheet, open_sheet, wide_fields
from netanalysis.loaders.linkedin.sources import Found, Source, find_sources
from netanalysis.loaders.linkedin.tally import Issue, Tally

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
    errors = [error for _, error in found.failures]
    with wide_fields():
        for canonical in sorted(wanted, key=READ_ORDER.index):
            errors += _read_best(wanted[canonical], canonical, gathering, progress)
    if not gathering.tallies:
        raise _nothing_readable(found, errors)
    for name, error in found.failures:
        _record_failure(gathering, name, "export", error)
    _record_others(gathering, others)
    return gathering.harvest()


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


def _read_best(
    copies: list[Source], canonical: str, gathering: Gathering, progress: Progress | None
) -> list[NetAnalysisError]:
    """Read the best copy of a file that can be read; return what was wrong with better ones."""
    entry = CATALOGUE[canonical]
    errors: list[NetAnalysisError] = []
    if not isinstance(entry, Read):
        return errors
    ranked = sorted(copies, key=lambda source: source.rank, reverse=True)
    for index, source in enumerate(ranked):
        try:
            sheet = _open(source, entry, progress)
        except UnreadableExportError as error:
            errors.append(error)
            _record_failure(gathering, source.label, entry.content, error)
            continue
        entry.reader(sheet, gathering)
        if progress is not None:
            progress(source.label, source.size, source.size)
        _record_passed_over(sheet.tally, source, ranked[index + 1 :])
        gathering.take(sheet.tally)
        break
    return errors


def _open(source: Source, entry: Read, progress: Progress | None) -> Sheet:
    if progress is not None:
        progress(source.label, 0, source.size)
    decoded = decode(source.load(), source.label)
    sheet = open_sheet(decoded, Tally(source.label, entry.content), entry.needs, entry.shown)
    sheet.stamp, sheet.seen_on = entry.stamp, source.seen_on
    sheet.progress, sheet.size = progress, source.size
    return sheet


def _record_passed_over(tally: Tally, chosen: Source, others: list[Source]) -> None:
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
            gathering.issues.append(Issue(source.label, None, entry.reason, entry.why, False))
    for source in strangers[:MAX_UNKNOWN]:
        problem = "no file of this name is known in LinkedIn exports; it was not opened"
        gathering.issues.append(Issue(source.label, None, "unknown file", problem, False))
    if len(strangers) > MAX_UNKNOWN:
        problem = f"{len(strangers) - MAX_UNKNOWN} more unknown files were not opened"
        folder = strangers[MAX_UNKNOWN].label.split("/")[0]
        gathering.issues.append(Issue(folder, None, "unknown file", problem, False))


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
