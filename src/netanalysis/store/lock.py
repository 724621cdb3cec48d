"""One writer at a time: a lock that the system takes back when its holder dies.

The lock is the kernel's own on the file ``lock``, so a crash, a kill or a restart of the
machine leaves nothing behind that would have to be judged stale. The number written into
the file only serves the sentence that tells who is writing.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from netanalysis.errors import OutputError

LOCK: Final = "lock"
WAIT_SECONDS: Final = 60.0  # a usual update takes seconds; a first reading may take minutes
LOCKED_BYTE: Final = 1000
IS_WINDOWS: Final = os.name == "nt"
_PAUSE_SECONDS: Final = 0.1


@contextmanager
def single_writer(folder: Path, *, wait_seconds: float | None = None) -> Iterator[None]:
    """Hold the right to write into the store in ``folder``.

    Raises
    ------
    OutputError
        If another process still writes after ``wait_seconds`` (a minute by default).
    """
    with _held(folder / LOCK, f"{folder} is", "or give another folder", wait_seconds):
        yield


@contextmanager
def sole_editor(file: Path, *, wait_seconds: float | None = None) -> Iterator[None]:
    """Hold the right to read a small file and put a new version in its place.

    The lock stands beside the file while it is held, and is taken away afterwards.

    Raises
    ------
    OutputError
        If another process still holds it after ``wait_seconds`` (a minute by default).
    """
    lock = file.with_name(f".{file.name}.lock")
    with _held(lock, f"{file} is", "then try again", wait_seconds):
        try:
            yield
        finally:
            if not IS_WINDOWS:  # while it is held: who waits for it sees that it is gone
                lock.unlink(missing_ok=True)
    if IS_WINDOWS:  # where no open file can be removed
        with suppress(PermissionError):  # somebody else holds it by now
            lock.unlink(missing_ok=True)


@contextmanager
def _held(lock: Path, subject: str, advice: str, wait_seconds: float | None) -> Iterator[None]:
    wait = WAIT_SECONDS if wait_seconds is None else wait_seconds
    give_up = time.monotonic() + wait
    handle = _open(lock)
    try:
        while not (is_ours := _try(handle)) or not _is_still(lock, handle):
            if time.monotonic() >= give_up:
                raise OutputError(
                    f"{subject} being written by {_holder(handle)}; wait until that is done, "
                    f"{advice}."
                )
            if is_ours:  # the lock of a store that was removed meanwhile, or of a writer gone
                os.close(handle)
                handle = _open(lock)
            time.sleep(_PAUSE_SECONDS)
        os.ftruncate(handle, 0)
        os.write(handle, str(os.getpid()).encode("ascii"))
        yield
    finally:
        os.close(handle)


def _open(lock: Path) -> int:
    return os.open(lock, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)


def _is_still(lock: Path, handle: int) -> bool:
    """Whether the lock held is the one that stands there now."""
    try:
        return os.path.samestat(lock.stat(), os.fstat(handle))
    except (FileNotFoundError, PermissionError):  # Windows: about to be removed
        return False


def _holder(handle: int) -> str:
    os.lseek(handle, 0, os.SEEK_SET)
    number = os.read(handle, 20).decode("ascii", "replace")
    return f"process {number}" if number.isdigit() else "another process"


def _try(handle: int) -> bool:
    """Take the lock if it is free."""
    return _try_windows(handle) if IS_WINDOWS else _try_posix(handle)


def _try_windows(handle: int) -> bool:
    import msvcrt

    try:
        # Nobody else can read the byte that is locked: past the text, which stays readable.
        os.lseek(handle, LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return False
    os.lseek(handle, 0, os.SEEK_SET)
    return True


def _try_posix(handle: int) -> bool:
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
