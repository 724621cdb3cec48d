"""Loads into stores that are killed, starved of disk, or done twice at once.

Run as a program by ``test_store_faults.py``: ``python store_faults.py KIND FOLDER N SEED``
prints a JSON object. Every load happens in a forked child, so that this process, which has
imported everything, never starts a thread and a run costs a fraction of a second.

After each fault three things are looked at: what a reader sees before anything is mended
(nothing yet, the state before or the state after, never anything else), what is left lying
about, and what the next load makes of it.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet  # noqa: F401  (imported before the forks)
from grown_mail import write_archive

import netanalysis.analysis.neglect  # noqa: F401
from netanalysis.archive import load
from netanalysis.dataset import dataset_digest
from netanalysis.errors import ExportNotFoundError, NetAnalysisError, OutputError
from netanalysis.loaders.mail import pieces, pile
from netanalysis.store import open_store
from netanalysis.store.keeping import is_ours
from netanalysis.store.manifest import MANIFEST, read_manifest

N_BEFORE, N_AFTER = 70, 120
pieces.PIECE_BYTES, pieces.TAIL_BYTES = 12_000, 4_000
pieces.RUN = pile.RUN = 60  # so that messages are put aside, as in large archives


def in_child(work: Callable[[], str], *, before: Callable[[], None] | None = None) -> str:
    """Return what ``work`` returns in a child of its own, or how the child ended."""
    end_read, end_write = os.pipe()
    child = os.fork()
    if not child:
        try:
            if before is not None:
                before()
            words = work()
        except OutputError as error:
            words = f"OutputError: {error}"
        except NetAnalysisError as error:
            words = f"{type(error).__name__}: {error}"
        except BaseException:  # noqa: BLE001  (a bug, shown by the parent)
            words = "BUG " + traceback.format_exc()
        os.write(end_write, words.encode()[:60_000])
        os._exit(0)
    os.close(end_write)
    with os.fdopen(end_read, "rb") as stream:
        words = stream.read().decode()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return f"signal {os.WTERMSIG(status)}"
    return words


class Course:
    """Two states of an archive, the digests of both, and a store of the first to start from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.n_hit = 0
        self.paths = write_archive(folder / "exports", N_BEFORE)
        self.template = folder / "template"
        old = self.load(self.template)
        write_archive(folder / "exports", N_AFTER)
        new = in_child(lambda: dataset_digest(load(*self.paths)))
        self.states = {"old": old, "new": new}
        assert len(old) == len(new) == 64, (old, new)
        assert old != new

    def load(self, store: Path, before: Callable[[], None] | None = None) -> str:
        return in_child(lambda: dataset_digest(load(*self.paths, store=store)), before=before)

    def struck(self, store: Path, before: Callable[[], None] | None = None) -> str:
        """Load under a fault, and count whether it struck."""
        words = self.load(store, before)
        self.n_hit += words != self.states["new"]
        return words

    def fresh_store(self, number: int, *, is_update: bool) -> Path:
        store = self.folder / f"store{number}"
        shutil.rmtree(store, ignore_errors=True)
        if is_update:
            shutil.copytree(self.template, store)
        return store

    def seen(self, store: Path) -> str:
        """Return what a reader sees: none, old, new, or something that must not be."""

        def read() -> str:
            try:
                return dataset_digest(open_store(store))
            except ExportNotFoundError:
                return "none"

        words = in_child(read)
        known = {digest: name for name, digest in self.states.items()}
        return known.get(words, words)

    def after(self, store: Path, *, is_update: bool) -> str:
        """Return what is wrong after a fault, and after the load that follows it; "" if nothing."""
        seen = self.seen(store)
        if seen not in (("old", "new") if is_update else ("none", "new")):
            return f"a reader saw {seen}"
        if store.exists():
            strange = [file.name for file in store.iterdir() if not is_ours(file.name)]
            if strange:
                return f"left {strange}"
        words = self.load(store)
        if words != self.states["new"]:
            return f"the next load gave {words}"
        if self.seen(store) != "new":
            return f"then a reader saw {self.seen(store)}"
        wanted = read_manifest(store).part_files() | {".gitignore", "lock", "netanalysis.json"}
        left = {file.name for file in store.iterdir()} ^ wanted
        return f"left behind or missing: {sorted(left)}" if left else ""


def random_kills(course: Course, n: int, draw: random.Random) -> list[str]:
    began = time.monotonic()
    course.load(course.fresh_store(0, is_update=False))
    takes = time.monotonic() - began
    problems = []
    for i in range(n):
        is_update = i % 2 == 1
        store = course.fresh_store(i, is_update=is_update)
        delay = draw.uniform(0.02, takes)

        def arm(delay: float = delay) -> None:
            signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
            signal.setitimer(signal.ITIMER_REAL, delay)

        course.struck(store, before=arm)
        problems.append(course.after(store, is_update=is_update))
    return problems


CALLS = ("replace", "fsync", "unlink", "open")


def arm_call(kth: int, *, then: str, counter: Path | None = None) -> Callable[[], None]:
    """Return what makes the process die at its ``kth`` call that writes, before or after it."""

    def arm() -> None:
        count = 0

        def watch(name: str) -> None:
            really = getattr(os, name)

            def call(*args: object, **kwargs: object) -> object:
                nonlocal count
                is_ours = name != "open" or bool(int(args[1]) & os.O_CREAT)  # type: ignore[call-overload]
                count += is_ours
                is_it = is_ours and count == kth
                if is_ours and counter is not None:
                    with counter.open("a") as stream:
                        stream.write(f"{name} {args[1] if name == 'replace' else ''}\n")
                if is_it and then == "before":
                    os.kill(os.getpid(), signal.SIGKILL)
                if is_it and then == "error":
                    raise OSError(28, "No space left on device")
                result = really(*args, **kwargs)
                if is_it:
                    os.kill(os.getpid(), signal.SIGKILL)
                return result

            setattr(os, name, call)

        for name in CALLS:
            watch(name)

    return arm


def call_faults(course: Course, n: int, draw: random.Random, then: tuple[str, ...]) -> list[str]:
    """Kill, or fail, at ``n`` calls of an update and of a first load.

    Half of them are spread over all calls, half lie next to a commit, mostly the last.
    """
    problems = []
    calls: dict[bool, list[str]] = {}
    for is_update in (True, False):
        counter = course.folder / f"calls{is_update}"
        course.load(
            course.fresh_store(0, is_update=is_update), arm_call(0, then="", counter=counter)
        )
        calls[is_update] = counter.read_text().splitlines()
    for i in range(n):
        is_update = i % 2 == 0
        names = calls[is_update]
        commits = [at for at, name in enumerate(names, start=1) if name.endswith(MANIFEST)]
        kth = 1 + int((i // 2 + draw.random()) / ((n + 1) // 2) * len(names))
        if i % 4 < 2:
            commit = commits[-1] if draw.random() < 0.6 else draw.choice(commits)
            kth = min(commit + draw.randint(-3, 2), len(names))
        store = course.fresh_store(i, is_update=is_update)
        how = then[(i // 2) % len(then)]
        words = course.struck(store, before=arm_call(kth, then=how))
        problem = course.after(store, is_update=is_update)
        if how == "error":
            problem = problem or not_plain(words, course)
        elif words != f"signal {signal.SIGKILL.value}":
            problem = problem or f"was not killed at call {kth}: {words}"
        problems.append(problem)
    return problems


def not_plain(words: str, course: Course) -> str:
    """Return what is wrong with the end of a load that met a full disk."""
    if words == course.states["new"]:  # the failure came after the commit, in the cleaning up
        return "silent success"
    if (
        not words.startswith("OutputError: ")
        or "\n" in words
        or "could not be written" not in words
    ):
        return f"no plain error: {words}"
    return ""


def file_size_limits(course: Course, n: int, draw: random.Random) -> list[str]:
    problems = []
    for i in range(n):
        is_update = i % 2 == 1
        store = course.fresh_store(i, is_update=is_update)
        limit = int(2 ** draw.uniform(0, 13.5))

        def starve(limit: int = limit) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        words = course.struck(store, before=starve)
        problem = course.after(store, is_update=is_update)
        problems.append(problem or not_plain(words, course))
    return problems


def small_disk(course: Course, n: int, draw: random.Random) -> list[str]:
    """Fill a file system of a few kilobytes; FOLDER is where it may be mounted."""
    problems = []
    disk = course.folder / "disk"
    disk.mkdir()
    for i in range(n):
        size = int(draw.uniform(8, 150)) * 1024
        is_update = i % 2 == 1
        if is_update:
            size += sum(f.stat().st_size + 4096 for f in course.template.iterdir())
        os.system(f"mount -t tmpfs -o size={size} tmpfs {disk}")
        if not os.path.ismount(disk):
            return [f"no file system could be mounted on {disk}"]
        store = disk / "store"
        try:
            if is_update:
                shutil.copytree(course.template, store)
            words = course.struck(store)
            os.system(f"mount -o remount,size=64m {disk}")
            problem = course.after(store, is_update=is_update)
            problems.append(problem or (words != course.states["new"] and not_plain(words, course)))
        finally:
            os.system(f"umount {disk}")
    return [problem or "" for problem in problems]


def two_at_once(course: Course, n: int, draw: random.Random) -> list[str]:
    problems = []
    for i in range(n):
        is_update = i % 2 == 1
        store = course.fresh_store(i, is_update=is_update)
        children = []
        for _ in range(2):
            child = os.fork()
            if not child:
                words = course.load(store)
                os._exit(0 if words == course.states["new"] else 1)
            children.append(child)
            time.sleep(draw.uniform(0, 0.1))
        seen = {course.seen(store) for _ in range(3)}
        ends = [os.waitpid(child, 0)[1] for child in children]
        allowed = {"old", "new"} if is_update else {"none", "new"}
        problem = course.after(store, is_update=is_update)
        if any(ends):
            problem = problem or f"a writer ended with {ends}"
        if not seen <= allowed:
            problem = problem or f"a reader saw {seen}"
        problems.append(problem)
    return problems


def bit_flips(course: Course, n: int, draw: random.Random) -> list[str]:
    """Flip single bits of what a reader reads: it notices, or nothing changed."""
    store = course.fresh_store(0, is_update=False)
    course.load(store)
    names = {part.file for part in read_manifest(store).tables.values()}
    files = sorted(store / name for name in (*names, MANIFEST))
    problems = []
    for _ in range(n):
        file = draw.choice(files)
        whole = file.read_bytes()
        flipped = bytearray(whole)
        flipped[draw.randrange(len(whole))] ^= 1 << draw.randrange(8)
        file.write_bytes(flipped)
        seen = course.seen(store)
        course.n_hit += seen != "new"
        is_fine = seen == "new" or (
            seen.startswith("UnreadableExportError") and (file.name in seen or "format" in seen)
        )
        problems.append("" if is_fine else f"flip in {file.name}: {seen}")
        file.write_bytes(whole)
    return problems


def piece_flips(course: Course, n: int, draw: random.Random) -> list[str]:
    """Flip single bits of what is kept of the sources: the next load mends them."""
    problems = []
    for i in range(n):
        store = course.fresh_store(i, is_update=True)
        manifest = read_manifest(store)
        tables = {part.file for part in manifest.tables.values()}
        file = store / draw.choice(sorted(manifest.part_files() - tables))
        flipped = bytearray(file.read_bytes())
        flipped[draw.randrange(len(flipped))] ^= 1 << draw.randrange(8)
        file.write_bytes(flipped)
        course.n_hit += 1
        problems.append(course.after(store, is_update=True))
    return problems


KINDS: dict[str, Callable[[Course, int, random.Random], list[str]]] = {
    "random_kills": random_kills,
    "call_kills": lambda c, n, d: call_faults(c, n, d, ("before", "after")),
    "call_errors": lambda c, n, d: call_faults(c, n, d, ("error",)),
    "file_size_limits": file_size_limits,
    "small_disk": small_disk,
    "two_at_once": two_at_once,
    "bit_flips": bit_flips,
    "piece_flips": piece_flips,
}


def main() -> None:
    """Run one kind of fault and print what went wrong."""
    kind, folder, n, seed = sys.argv[1:]
    course = Course(Path(folder))
    problems = KINDS[kind](course, int(n), random.Random(int(seed)))
    bad = [problem for problem in problems if problem]
    result = {"runs": len(problems), "struck": course.n_hit, "bad": bad}
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
