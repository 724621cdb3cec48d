"""From a source to a sheet: load the bytes, decode them, find the header."""

from __future__ import annotations

from netanalysis.decoding import decode
from netanalysis.harvest import Progress
from netanalysis.loaders.linkedin.catalogue import Read
from netanalysis.loaders.linkedin.sheet import Sheet, open_sheet
from netanalysis.loaders.linkedin.sources import Source
from netanalysis.tally import Tally


def open_source(source: Source, entry: Read, progress: Progress | None = None) -> Sheet:
    """Return the sheet of a file of a known kind.

    Raises
    ------
    UnreadableExportError
        If the file is damaged, no CSV, or has no such header.
    """
    if progress is not None:
        progress(source.label, 0, source.size)
    decoded = decode(source.load(), source.label)
    sheet = open_sheet(decoded, Tally(source.label, entry.content), entry.needs, entry.shown)
    sheet.stamp, sheet.seen_on = entry.stamp, source.seen_on
    sheet.progress, sheet.size = progress, source.size
    return sheet
