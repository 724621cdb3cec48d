"""Processes that work for this one, and end with it, however it ends.

Each has a pipe of its own, which nobody else holds. So when a worker dies, even in the middle
of an answer, this process sees the end of its pipe and does the work itself; and when this
process dies, the workers see the end of theirs. The queues of the standard library's pools are
held open by every worker: after a kill they wait at them for ever.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

Task = TypeVar("Task")
Found = TypeVar("Found")


def in_order(
    work: Callable[[Task], Found], tasks: Sequence[Task], n_workers: int
) -> Iterator[Found]:
    """Yield ``work(task)`` for each task, in order, worked out by several processes.

    The tasks go round among the workers, so they should be of one size. What a worker fails
    at is done again here: an error is raised where the caller can catch it.
    """
    with _crew(work, min(n_workers, len(tasks))) as workers:
        n = len(workers)
        for worker, task in zip(workers, tasks, strict=False):
            worker.give(task)
        for number, task in enumerate(tasks):
            worker = workers[number % n]
            answer = worker.answer()
            if number + n < len(tasks):
                worker.give(tasks[number + n])
            yield work(task) if answer is None else answer[0]


@contextmanager
def _crew(work: Callable[[Task], Found], n: int) -> Iterator[list[_Worker[Task, Found]]]:
    workers: list[_Worker[Task, Found]] = []
    try:
        for _ in range(n):
            workers.append(_Worker(work))
        yield workers
    finally:
        for worker in workers:
            worker.end()


class _Worker(Generic[Task, Found]):
    """A process that does one task at a time."""

    def __init__(self, work: Callable[[Task], Found]) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(work, theirs), daemon=True)
        with _undisturbed():
            self._process.start()
        theirs.close()

    def give(self, task: Task) -> None:
        """Ask for something, when the last answer has been taken."""
        try:
            if not self._pipe.closed:
                self._pipe.send(task)
        except OSError:
            self._pipe.close()

    def answer(self) -> tuple[Found] | None:
        """Return what came of the task, or None if the process is no more."""
        try:
            return None if self._pipe.closed else (self._pipe.recv(),)
        except (EOFError, OSError):
            self._pipe.close()
            return None

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.terminate()
        self._process.join()
        self._pipe.close()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Put Ctrl-C off. What is started meanwhile does not hear of it."""
    if not hasattr(signal, "pthread_sigmask"):  # pragma: no cover  (Windows)
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # to start it later would let Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(work: Callable[[Any], Any], pipe: Connection[Any, Any]) -> None:
    """Do what comes through the pipe, in a process of its own, until the pipe ends."""
    # Ctrl-C reaches every process of a terminal; only the first is to end and to speak of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        while True:
            pipe.send(work(pipe.recv()))
    except (EOFError, OSError):
        return
