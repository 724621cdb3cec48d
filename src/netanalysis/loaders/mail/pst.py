"""Outlook's stores (``.pst``, ``.ost``): read by a child process, one JSON object a line.

The library that knows the format (libpff) is native code. It runs in a process of its own
with bounds on memory, is stopped when it makes no progress, and may crash: what came before
is kept, the rest is an issue, and the run goes on.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from netanalysis.errors import UnreadableExportError
from netanalysis.harvest import Progress
from netanalysis.loaders.mail import mapi, sniff
from netanalysis.loaders.mail.batch import CHANGED, Batch, Issue, Item, fingerprint
from netanalysis.loaders.mail.naming import shown_name
from netanalysis.loaders.mail.parties import no_address

PATIENCE_SECONDS: Final = 60.0
"""Seconds without a line after which the child is stopped; a message takes milliseconds."""

LINE_LIMIT: Final = 32 * 1024 * 1024
"""Bytes of one line; the child cuts texts at a million characters."""

WAITING_LINES: Final = 256

NEEDS_LIBPFF: Final = (
    "reading Outlook's .pst and .ost needs an extra: pip install libpff-python (wheels for "
    "Python 3.10 to 3.15); or add the account to Thunderbird and export from there"
)
_PLUMBING: Final = (
    *("root - mailbox", "ipm_subtree", "top of personal folders", "top of outlook data file"),
    *("top of information store", "root - public"),
)
"""Names of the folders every store has above the user's own."""

_LOGS: Final = (
    *("sync issues", "synchronisierungsprobleme", "problèmes de synchronisation"),
    "problemas de sincronización",
)
"""Folders into which Outlook writes its own reports in the form of mail."""


def child_command(path: Path) -> list[str]:
    """Return the command that reads a store."""
    script = Path(__file__).with_name("pst_child.py")
    wanted = ",".join(str(number) for number in sorted(mapi.WANTED))
    return [sys.executable, "-I", str(script), str(path), wanted]


class Child:
    """A process that writes JSON lines; iterating ends when it ends, crashes or hangs."""

    def __init__(self, command: Sequence[str], patience: float) -> None:
        self._patience = patience
        self._lines: queue.Queue[bytes] = queue.Queue(WAITING_LINES)
        self.problem = ""
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._is_over = threading.Event()
        threading.Thread(target=self._collect, daemon=True).start()

    def _collect(self) -> None:
        """Hand on lines until the process closes its end; runs in a thread of its own."""
        output = self._process.stdout
        while output is not None and not self._is_over.is_set():
            try:
                line = output.readline(LINE_LIMIT)
            except (OSError, ValueError):
                line = b""
            while not self._is_over.is_set():
                with contextlib.suppress(queue.Full):
                    self._lines.put(line, timeout=0.5)
                    break
            if not line:
                return

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Yield the objects; ``problem`` says afterwards why there was no proper end."""
        while True:
            try:
                line = self._lines.get(timeout=self._patience)
            except queue.Empty:
                self.problem = f"its reader made no progress for {self._patience:.0f} s"
                return
            if not line:
                code = self._process.wait()
                self.problem = _why(code)
                return
            try:
                found = json.loads(line)
            except ValueError:
                found = None
            if not isinstance(found, dict):
                self.problem = "its reader spoke nonsense"
                return
            if "end" in found:
                return
            yield found

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._is_over.set()
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


def _why(code: int) -> str:
    if code < 0:
        return f"its reader crashed (signal {-code})"
    return "it is damaged or not an Outlook store" if code == 3 else f"its reader failed ({code})"


def pst_batches(
    path: Path,
    name: str,
    *,
    command: Sequence[str] | None = None,
    patience: float = PATIENCE_SECONDS,
) -> Iterator[Batch | Issue]:
    """Yield a batch for each folder of a store; each must be read before the next is asked.

    Raises
    ------
    UnreadableExportError
        If the library is not installed, or the store gave nothing.
    """
    if command is None:
        if importlib.util.find_spec("pypff") is None:
            raise UnreadableExportError(f"{path.name}: {NEEDS_LIBPFF}")
        command = child_command(path)
    before = fingerprint(path)
    child = Child(command, patience)
    try:
        walk = _Walk(child, path, name)
        yield from walk.batches()
    finally:
        child.stop()
    if child.problem and not walk.n_items:
        raise UnreadableExportError(
            f"{path.name} could not be read: {child.problem}; let Outlook's scanpst.exe repair it"
        )
    if child.problem:
        problem = f"{child.problem}; what came before was read"
        yield Issue(name, None, "damaged", problem, False)
    if fingerprint(path) != before:
        yield Issue(name, None, "changed", CHANGED, False)


class _Walk:
    """The objects of a child, sorted into one batch a folder."""

    def __init__(self, child: Child, path: Path, name: str) -> None:
        self._objects = iter(child)
        self._name, self._size = name, path.stat().st_size if path.exists() else 0
        self._next: dict[str, Any] | None = None
        self._rows: dict[str, int] = {}
        self.n_items = 0

    def batches(self) -> Iterator[Batch]:
        """Yield the folders in the order of the store."""
        self._next = next(self._objects, None)
        while self._next is not None:
            folder = _folder(str(self._next.get("folder", "")))
            if "folder" in self._next:
                self._next = next(self._objects, None)
            row = f"{self._name}/{folder}" if folder else self._name
            n = self._rows[row] = self._rows.get(row, 0) + 1
            row = f"{row} ({n})" if n > 1 else row
            yield Batch(row, folder, sniff.PST, [], source=self._items)

    def _items(self, batch: Batch, progress: Progress | None) -> Iterator[Item]:
        counts = dict.fromkeys(("mail", "other", "nameless"), 0)
        is_log = batch.folder.split("/")[0].casefold() in _LOGS
        while self._next is not None and "folder" not in self._next:
            letter = _letter(self._next)
            self.n_items += 1
            if letter is None:
                problem = "an item of the folder could not be read; the others were"
                batch.remember(batch.file, None, "damaged", problem)
            elif is_log or not mapi.is_mail(letter.values):
                counts["other"] += 1
            else:
                yield _item(letter, batch, counts)
            if progress is not None:
                progress(self._name, 0, self._size)
            self._next = next(self._objects, None)
        if counts["nameless"]:
            batch.remember(batch.file, None, "no mail address", no_address(counts["nameless"]))
        if counts["other"]:
            problem = f"{counts['other']:,} items are no mail (calendar, contacts, tasks ...)"
            batch.remember(batch.file, None, "not mail", f"{problem}; not read")
        if progress is not None and self._next is None:
            progress(self._name, self._size, self._size)


def _item(letter: mapi.Outlook, batch: Batch, counts: dict[str, int]) -> Item:
    """Return the message of a folder, numbered from 1, and count who has no address."""
    counts["mail"] += 1
    raw, parties = mapi.to_raw(letter)
    counts["nameless"] += parties.n_nameless if parties is not None else 0
    flags = "D" if mapi.is_draft(letter.values) else ""
    return Item(batch.file, counts["mail"], flags, raw, parties)


def _folder(path: str) -> str:
    parts = [part for part in path.split("/") if part.casefold() not in _PLUMBING]
    return shown_name("/".join(parts)) if any(parts) else ""


def _letter(found: dict[str, Any]) -> mapi.Outlook | None:
    """Return the message of an object; None where it does not have the agreed form."""
    values = _properties(found.get("message"))
    people, n_attachments = found.get("people"), found.get("n_attachments")
    if values is None or not isinstance(people, list) or not isinstance(n_attachments, int):
        return None
    recipients = [known for one in people if (known := _properties(one)) is not None]
    return mapi.Outlook(values, recipients, n_attachments)


def _properties(found: object) -> dict[int, mapi.Value] | None:
    if not isinstance(found, dict):
        return None
    return {
        int(number): value
        for number, value in found.items()
        if isinstance(number, str) and number.isdecimal() and isinstance(value, str | int)
    }
