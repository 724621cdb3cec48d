"""What a Dataset was made from: equal requests give equal Datasets, so one made before will do."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from netanalysis.dataset import Dataset
from netanalysis.errors import ExportNotFoundError, OutputError, UnreadableExportError
from netanalysis.store.fingerprint import Fingerprints, Seen, files_below
from netanalysis.store.keeping import Storable, Writer, has_litter, say, stored_dataset, writing
from netanalysis.store.manifest import read_manifest

_READERS = ("analysis", "display", "templates")
"""Rooms above the tables. All other code may decide what comes out of a source, down to the
spelling of an address; a change in it makes every piece stale."""


@cache
def code_version() -> str:
    """Return a digest of the code that turns files into tables."""
    package = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for file in code_files(package):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def code_files(package: Path) -> list[Path]:
    """Return the modules of the package that may decide what comes out of a source."""
    files = sorted(package.rglob("*.py"))
    return [file for file in files if file.relative_to(package).parts[0] not in _READERS]


class Request:
    """A call of ``load``: which paths, with which options, into which store.

    The files below the paths are looked at once, when the request is made: what changes
    while they are read is seen as a change by the next request.
    """

    def __init__(self, paths: Sequence[Path], options: object, folder: Path) -> None:
        self.folder = folder
        self.exclude = frozenset((folder, folder.absolute(), folder.resolve()))
        self._asked = repr((sorted(str(path.absolute()) for path in paths), options))
        self._files: list[Seen] = list(files_below([p.absolute() for p in paths], self.exclude))
        self._prints = Fingerprints()
        self.listing = self._digest(repr(self._files))

    def _digest(self, text: str) -> str:
        whole = f"{code_version()}\n{self._asked}\n{text}"
        return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()

    def _whole(self, unopened: Collection[str]) -> str:
        return self._digest(self._prints.of(self._files, unopened=unopened))

    def answered(self) -> Dataset | None:
        """Return the stored Dataset if it was made for this request and nothing has changed."""
        try:
            manifest = read_manifest(self.folder)
        except ExportNotFoundError:
            return None
        if not manifest.has_dataset or manifest.listing != self.listing:
            return None
        if manifest.request != self._whole(frozenset(manifest.unopened)):
            return None
        try:
            return stored_dataset(self.folder, manifest)
        except UnreadableExportError as error:
            if read_manifest(self.folder).request == manifest.request:
                say(f"{error.args[0].partition(';')[0]}; it was made anew.")
            return None

    def tidy(self) -> None:
        """Remove what a killed writer left after its commit, if nobody is writing now."""
        if not has_litter(self.folder):
            return
        # A store that cannot be written can still answer; its litter waits for a writer.
        with suppress(OutputError), writing(self.folder, wait_seconds=0):
            pass  # opening and closing a writer cleans up

    def begin(self, writer: Writer) -> None:
        """Prepare the writer for the reading that answers this request."""
        writer.fingerprints = self._prints
        writer.start(code_version())

    def commit(self, writer: Writer, archive: Storable, unopened: Collection[str]) -> Dataset:
        """Store ``archive`` as the answer and return it, as it is stored."""
        closed = frozenset(unopened)
        writer.commit(archive, self._whole(closed), self.listing, sorted(closed))
        return stored_dataset(self.folder, writer.manifest)
