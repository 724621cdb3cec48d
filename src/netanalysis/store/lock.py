"""One writer at a time: a lock that the system takes back when its holder dies.

The lock is the kernel's own on the file ``lock``, so a crash, a kill or a restart of the
machine leaves nothing behind that would have to be judged stale. The number written into
the file only serves the sentence that tells who is writing.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from netanalysis.errors import OutputError

LOCK: Final = "lock"
WAIT_SECONDS: Final = 60.0  # a usual update takes seconds; a first reading may take minutes
_PAUSE_SECONDS: Final = 0.1


@contextmanager
def single_writer(folder: Path, *, wait_seconds: float | None = None) -> Iterator[None]:
    """Hold the right to write into the store in ``folder``.

    Raises
    ------
    OutputError
        If another process still writes after ``wait_seconds`` (a minute by default).
    """
    wait = WAIT_SECONDS if wait_seconds is None else wait_seconds
    give_up = time.monotonic() + wait
    handle = _open(folder)
    try:
        while not (is_ours := _try(handle)) or not _is_still(folder, handle):
            if time.monotonic() >= give_up:
                raise OutputError(
                    f"{folder} is being written by {_holder(handle)}; wait until that is done, "
                    "or give another folder."
                )
            if is_ours:  # the lock of a store that was removed meanwhile
                os.close(handle)
                handle = _open(folder)
            time.sleep(_PAUSE_SECONDS)
        os.ftruncate(handle, 0)
        os.write(handle, str(os.getpid()).encode("ascii"))
        yield
    finally:
        os.close(handle)


def _open(folder: Path) -> int:
    return os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)


def _is_still(folder: Path, handle: int) -> bool:
    """Whether the lock held is the one in the folder now."""
    try:
        return os.path.samestat((folder / LOCK).stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _holder(handle: int) -> str:
    os.lseek(handle, 0, os.SEEK_SET)
    number = os.read(handle, 20).decode("ascii", "replace")
    return f"process {number}" if number.isdigit() else "another process"


if os.name == "nt":  # pragma: no cover

    def _try(handle: int) -> bool:
        """Take the lock if it is free."""
        import msvcrt

        try:
            os.lseek(handle, 1000, os.SEEK_SET)  # past the text, which then stays readable
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        os.lseek(handle, 0, os.SEEK_SET)
        return True

else:

    def _try(handle: int) -> bool:
        """Take the lock if it is free."""
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
