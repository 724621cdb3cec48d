"""Several processes read one mailbox: they end with the first, and a lost one loses nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import pytest
from grown_mail import mbox, messages
from test_cli import PATIENCE_SECONDS

import netanalysis as na
from netanalysis.dataset import dataset_digest

# The command line with small parts, which waits before it asks its workers for an answer the
# n-th time until there is a file "go". By then every worker has begun to send one.
PROGRAM = """
import os, time
from multiprocessing import active_children
from netanalysis.loaders.mail import crew, pieces

pieces.PIECE_BYTES = 400_000
n_asked, really = 0, crew._Worker.answer

def answer(self):
    global n_asked
    n_asked += 1
    if n_asked == int(os.environ["HALT_AT"]):
        with open("new", "w") as file:
            print(*(child.pid for child in active_children()), file=file)
        os.rename("new", "workers")
        while not os.path.exists("go"):
            time.sleep(0.01)
    return really(self)

crew._Worker.answer = answer
from netanalysis.cli import main
main()
"""
NEVER = 10**6
STOPPED = "Stopped: what was read is kept; the same command goes on from there.\n"

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to send")


@pytest.fixture(scope="module")
def box(tmp_path_factory) -> Path:
    """A mailbox of ten parts and a tail."""
    path = tmp_path_factory.mktemp("mail") / "Inbox"
    path.write_bytes(mbox(messages(6000)))
    return path


@pytest.fixture(scope="module")
def digest(box) -> str:
    return dataset_digest(na.load(box))


@contextmanager
def halted(box: Path, folder: Path, at: int):
    """Give a load by two workers that waits for its n-th answer, and their process numbers."""
    command = [sys.executable, "-c", PROGRAM, "check", box, "--workers", "2", "--store", "store"]
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "HALT_AT": str(at)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as child:
        try:
            told = folder / "workers"
            assert within_patience(lambda: told.exists() or child.poll() is not None)
            workers = [int(word) for word in told.read_text().split()]
            assert len(workers) == 2
            yield child, workers
        finally:
            child.kill()


def within_patience(is_so: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE_SECONDS
    while not is_so() and time.monotonic() < until:
        time.sleep(0.01)
    return is_so()


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")  # where nobody collects orphans they stay as zombies
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


def n_kept(store: Path) -> int:
    return len(list(store.glob("messages-*")))


@on_posix
@pytest.mark.parametrize("is_sent_to_all", [False, True], ids=["by a program", "by a terminal"])
@pytest.mark.parametrize("at", [1, 6], ids=["while workers start", "while they read"])
def test_ctrl_c_ends_all_and_leaves_a_store_that_goes_on(box, digest, tmp_path, is_sent_to_all, at):
    with halted(box, tmp_path, at) as (child, workers):
        if is_sent_to_all:
            for worker in workers:
                os.kill(worker, signal.SIGINT)
            time.sleep(0.5)  # the order that leaves them the most time to speak of it
        child.send_signal(signal.SIGINT)
        shown, said = child.communicate(timeout=PATIENCE_SECONDS)
        assert (child.returncode, shown, said) == (130, "", STOPPED)
        assert not [worker for worker in workers if is_alive(worker)]
    store = tmp_path / "store"
    assert n_kept(store) == max(at - 2, 0)  # the last part read is kept when the next one comes
    assert dataset_digest(na.load(box, store=store)) == digest


@on_posix
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_workers_end_when_the_first_process_is_killed(box, digest, tmp_path, how):
    with halted(box, tmp_path, 6) as (child, workers):
        child.send_signal(how)
        _, said = child.communicate(timeout=PATIENCE_SECONDS)
        assert (child.returncode, said) == (-how, "")
        assert within_patience(lambda: not any(map(is_alive, workers)))
    store = tmp_path / "store"
    assert n_kept(store) == 4
    assert dataset_digest(na.load(box, store=store)) == digest


@on_posix
@pytest.mark.parametrize("n_lost", [1, 2])
@pytest.mark.parametrize("at", [1, 6], ids=["before its first answer", "in the middle of one"])
def test_what_a_killed_worker_should_have_read_is_read(box, digest, tmp_path, n_lost, at):
    with halted(box, tmp_path, at) as (child, workers):
        for worker in workers[:n_lost]:
            os.kill(worker, signal.SIGKILL)
        (tmp_path / "go").touch()
        _, said = child.communicate(timeout=PATIENCE_SECONDS)
        assert (child.returncode, said) == (0, "")
    assert dataset_digest(na.open_store(tmp_path / "store")) == digest


def as_maildir(folder: Path) -> Path:
    for part in ("cur", "new", "tmp"):
        (folder / part).mkdir(parents=True)
    for number, one in enumerate(messages(300)):
        (folder / "cur" / f"{number}:2,S").write_bytes(one)
    return folder


def as_zip(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Takeout/Mail/All mail.mbox", mbox(messages(2000)))
    return path


@pytest.mark.parametrize("kind", ["mbox", "Maildir", "zip"])
def test_any_number_of_workers_fills_the_store_with_the_same(box, tmp_path, kind):
    made = {"Maildir": as_maildir, "zip": as_zip}
    source = box if kind == "mbox" else made[kind](tmp_path / "mail")
    expected = dataset_digest(na.load(source))
    for workers in ("1", "2"):
        store = tmp_path / f"store{workers}"
        done = subprocess.run(
            [
                *(sys.executable, "-c", PROGRAM, "check", source),
                *("--workers", workers, "--store", store),
            ],
            env={**os.environ, "HALT_AT": str(NEVER)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert dataset_digest(na.open_store(store)) == expected
