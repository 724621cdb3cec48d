"""The lock of the one writer, by the rules of Linux and macOS and by those of Windows.

Windows is played: ``msvcrt`` locks ranges of bytes for an open file, as its documentation says,
and lets them go when that file is closed; a file that is open cannot be removed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from netanalysis.errors import OutputError
from netanalysis.store import lock
from netanalysis.store.lock import LOCK, single_writer, sole_editor


class Windows:
    """What Windows does with locks, for the files of one process."""

    def __init__(self) -> None:
        self.holders: dict[tuple[int, int, int], int] = {}
        self.open: dict[int, int] = {}
        self._really = {name: getattr(os, name) for name in ("open", "close", "unlink")}

    def locking(self, handle: int, mode: int, n_bytes: int) -> None:
        assert (mode, n_bytes) == (2, 1)  # LK_NBLCK
        file = os.fstat(handle)
        place = (file.st_dev, file.st_ino, os.lseek(handle, 0, os.SEEK_CUR))
        if self.holders.setdefault(place, handle) != handle:
            raise PermissionError(13, "Permission denied")

    def start(self, path: str | Path, *how: int) -> int:
        handle = self._really["open"](path, *how)
        self.open[handle] = os.fstat(handle).st_ino
        return handle

    def close(self, handle: int) -> None:
        self._really["close"](handle)
        self.open.pop(handle, None)
        self.holders = {place: one for place, one in self.holders.items() if one != handle}

    def unlink(self, path: str | Path, **how: object) -> None:
        if Path(path).stat().st_ino in self.open.values():
            raise PermissionError(13, "The process cannot access the file", str(path))
        self._really["unlink"](path, **how)


@pytest.fixture(params=["here", "Windows"])
def system(request, monkeypatch) -> str:
    if request.param == "Windows" and sys.platform != "win32":
        windows = Windows()
        msvcrt = SimpleNamespace(LK_NBLCK=2, locking=windows.locking)
        monkeypatch.setitem(sys.modules, "msvcrt", msvcrt)
        monkeypatch.setattr(lock, "IS_WINDOWS", True)
        for name, call in (("open", windows.start), ("close", windows.close)):
            monkeypatch.setattr(os, name, call)
        monkeypatch.setattr(os, "unlink", windows.unlink)
    return request.param


@pytest.mark.usefixtures("system")
def test_a_second_writer_is_told_who_writes_and_gets_its_turn_afterwards(tmp_path):
    with single_writer(tmp_path):
        with (
            pytest.raises(OutputError, match=f"being written by process {os.getpid()};"),
            single_writer(tmp_path, wait_seconds=0),
        ):
            pass
        assert (tmp_path / LOCK).read_text() == str(os.getpid())
    with single_writer(tmp_path, wait_seconds=0):
        pass


@pytest.mark.usefixtures("system")
def test_whoever_waits_gets_the_lock_when_it_is_let_go(tmp_path, monkeypatch):
    first = single_writer(tmp_path)
    first.__enter__()
    monkeypatch.setattr(lock.time, "sleep", lambda _: first.__exit__(None, None, None))
    with single_writer(tmp_path, wait_seconds=5):
        assert (tmp_path / LOCK).read_text() == str(os.getpid())


@pytest.mark.usefixtures("system")
def test_the_lock_of_a_removed_store_counts_for_nothing(tmp_path, monkeypatch):
    """Its file is gone, or about to go, when the lock on it is taken."""
    asked: list[Path] = []
    really = Path.stat

    def gone_at_first(path: Path, **how: bool) -> os.stat_result:
        if path.name == LOCK:
            asked.append(path)
            if len(asked) < 3:
                raise (FileNotFoundError, PermissionError)[len(asked) - 1]
        return really(path, **how)

    monkeypatch.setattr(Path, "stat", gone_at_first)
    with single_writer(tmp_path, wait_seconds=5):
        assert len(asked) == 3


@pytest.mark.usefixtures("system")
def test_the_lock_beside_a_small_file_is_taken_away(tmp_path):
    file = tmp_path / "wishes.toml"
    with sole_editor(file):
        assert [one.name for one in tmp_path.iterdir()] == [".wishes.toml.lock"]
        with (
            pytest.raises(OutputError, match=r"wishes\.toml is being written by process \d+;"),
            sole_editor(file, wait_seconds=0),
        ):
            pass
    assert list(tmp_path.iterdir()) == []


def test_on_windows_the_lock_beside_a_small_file_stays_while_somebody_has_it_open(tmp_path, system):
    if system == "here":
        pytest.skip("elsewhere whoever waits sees that it is gone")
    file = tmp_path / "wishes.toml"
    with sole_editor(file):
        waiting = os.open(tmp_path / ".wishes.toml.lock", os.O_RDWR)
    assert (tmp_path / ".wishes.toml.lock").exists()
    os.close(waiting)
    with sole_editor(file, wait_seconds=0):
        pass
    assert list(tmp_path.iterdir()) == []
