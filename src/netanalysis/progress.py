"""How far reading has come: one bar, on a terminal and in a notebook somebody looks at.

Nothing is shown where nobody watches: in pipes, and in notebooks that a program runs
(nbconvert, papermill, nbval). Nothing stays behind when reading is done.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from typing import Any, Final, Protocol

from netanalysis.harvest import Progress

REDRAWN_SECONDS: Final = 0.2  # oftener than anybody reads, seldom enough to cost nothing
NAME_WIDTH: Final = 24
"""Letters of a file's name, so that a line fits a terminal of 80."""

FEW_BYTES: Final = 1_000_000


class Face(Protocol):
    """Where a bar is drawn."""

    def draw(self, bar: Bar) -> None:
        """Show the state of the bar."""

    def close(self) -> None:
        """Take away what was shown."""


class Bar:
    """What has been read so far, over all files: called as loaders call ``progress``."""

    def __init__(self, face: Face, n_bytes: int) -> None:
        self.words = "Looking at files"
        self.count: Callable[[], int] = lambda: 0
        """Gives the number of messages read so far."""

        self._face = face
        self._n_expected = n_bytes
        self._files: dict[str, tuple[int, int, int]] = {}
        self._begin = self._drawn = time.monotonic()

    def __call__(self, file: str, n_done: int, n_bytes: int) -> None:
        """Note how far one file has been read. Its first call says where reading begins."""
        first, _, _ = self._files.get(file, (n_done, 0, 0))
        is_new = file not in self._files
        self._files[file] = (first, n_done, n_bytes)
        self.words = f"Reading {_short(file)}"
        if is_new or time.monotonic() - self._drawn >= REDRAWN_SECONDS:
            self._draw()

    def say(self, words: str) -> None:
        """Say what is being done when all is read."""
        self.words = words
        self._draw()

    def _draw(self) -> None:
        self._drawn = time.monotonic()
        self._face.draw(self)

    @property
    def n_done(self) -> int:
        """Bytes that are read or need not be."""
        return sum(done for _, done, _ in self._files.values())

    @property
    def n_bytes(self) -> int:
        """Bytes in all; packed files may hold more than was thought."""
        return max(self._n_expected, sum(size for _, _, size in self._files.values()), 1)

    @property
    def per_second(self) -> float:
        """Bytes read a second, without what needed no reading."""
        n_read = self.n_done - sum(first for first, _, _ in self._files.values())
        return n_read / max(time.monotonic() - self._begin, 0.001)

    @property
    def facts(self) -> list[str]:
        """The state in words: bytes, messages, speed, time left."""
        unit, name = (1e9, "GB") if self.n_bytes >= 1e9 else (1e6, "MB")
        facts = [f"{self.n_done / unit:,.1f}/{self.n_bytes / unit:,.1f} {name}"]
        n_messages = self.count()
        if n_messages:
            facts.append(f"{n_messages:,} messages")
        if self.per_second * (time.monotonic() - self._begin) >= FEW_BYTES:
            facts.append(f"{self.per_second / 1e6:,.0f} MB/s")
            facts.append(f"{_clock((self.n_bytes - self.n_done) / self.per_second)} left")
        return facts


def _short(file: str) -> str:
    name = file.rsplit("/", 1)[-1]
    return name if len(name) <= NAME_WIDTH else f"{name[: NAME_WIDTH - 1]}…"


def _clock(seconds: float) -> str:
    minutes, left = divmod(round(max(seconds, 0)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"


@contextmanager
def watched(
    wanted: Progress | bool | None, n_bytes: Callable[[], int]
) -> Iterator[Progress | None]:
    """Give what loaders call while they read; None if nothing is to be shown.

    Parameters
    ----------
    wanted
        True shows a bar, False none; by default one is shown where somebody looks at it.
        A function is called in the place of a bar.
    n_bytes
        Gives the size of all files; only asked if there is a bar.
    """
    if callable(wanted):
        yield wanted
        return
    face = None if wanted is False else _face(is_wanted=wanted is True)
    if face is None:
        yield None
        return
    try:
        yield Bar(face, n_bytes())
    finally:
        face.close()


def _face(*, is_wanted: bool) -> Face | None:
    kernel = _kernel()
    if kernel is not None:
        # Programs that run notebooks say that nobody is there to answer a question.
        is_live = bool(getattr(kernel, "_allow_stdin", False))
        return Notebook() if is_live or is_wanted else None
    return Terminal() if is_wanted or sys.stderr.isatty() else None


def _kernel() -> Any:
    """Return the kernel of the notebook this code runs in, if it is one."""
    if "IPython" not in sys.modules:
        return None
    from IPython.core.getipython import get_ipython

    return getattr(get_ipython(), "kernel", None)


class Terminal:
    """A line on stderr that is redrawn in place."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn
        from rich.table import Column

        self._shown = Progress(
            TextColumn("{task.description}", table_column=Column(no_wrap=True)),
            BarColumn(
                bar_width=None,
                complete_style="cyan",
                finished_style="cyan",
                table_column=Column(ratio=1, min_width=4),
            ),
            TextColumn("{task.fields[facts]}", table_column=Column(no_wrap=True)),
            console=Console(stderr=True, highlight=False),
            transient=True,
            expand=True,
        )
        self._task = self._shown.add_task("", total=None, facts="")
        self._shown.start()

    def draw(self, bar: Bar) -> None:
        """Show the state of the bar."""
        from rich.markup import escape as plain

        self._shown.update(
            self._task,
            description=plain(bar.words),
            completed=bar.n_done,
            total=bar.n_bytes,
            facts="  ".join(bar.facts),
        )

    def close(self) -> None:
        """Remove the line."""
        self._shown.stop()


class Notebook:
    """A bar in the output of a cell, which is cleared in the end."""

    def __init__(self) -> None:
        self._handle: Any = None

    def draw(self, bar: Bar) -> None:
        """Show the state of the bar."""
        from IPython import display

        show: Any = display  # it comes without types
        html = show.HTML(
            f"<div style='font-variant-numeric:tabular-nums'>{escape(bar.words)}<br>"
            f"<progress style='width:100%;max-width:32em' max='{bar.n_bytes}' "
            f"value='{bar.n_done}'></progress><br>{escape(' · '.join(bar.facts))}</div>"
        )
        if self._handle is None:
            self._handle = show.display(html, display_id=True)
        else:
            self._handle.update(html)

    def close(self) -> None:
        """Clear the output of the cell."""
        from IPython import display

        show: Any = display
        if self._handle is not None:
            show.clear_output()
