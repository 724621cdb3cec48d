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
NAME_WIDTH: Final = 60
"""Letters of a file's name that are shown in a notebook."""

BAR_WIDTH: Final = (8, 40)
"""Letters of a bar on a terminal: less shows nothing, more draws the eye to and fro."""

GOOD_WIDTH: Final = 20
"""Letters of a bar from which what is said beside it may have the room."""

LEAST_WORDS: Final = 24
"""Letters left of what is said beside a bar on a terminal, before facts are left out."""

DISPENSABLE: Final = ("size", "speed", "messages")
"""Facts that a narrow terminal goes without, the first one first: the bar shows how much."""

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

        self.is_reading = True
        """Whether files are read; when they all are, nobody knows how long the rest takes."""

        self._face = face
        self._n_expected = n_bytes
        self._files: dict[str, tuple[int, int, int]] = {}
        self._begin = self._drawn = time.monotonic()

    def __call__(self, file: str, n_done: int, n_bytes: int) -> None:
        """Note how far one file has been read. Its first call says where reading begins."""
        first, _, _ = self._files.get(file, (n_done, 0, 0))
        is_new = file not in self._files
        self._files[file] = (first, n_done, n_bytes)
        self.words, self.is_reading = f"Reading {file.rsplit('/', 1)[-1]}", True
        if is_new or time.monotonic() - self._drawn >= REDRAWN_SECONDS:
            self._draw()

    def say(self, words: str) -> None:
        """Say what is being done when all is read."""
        self.words, self.is_reading = words, False
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
        return n_read / self._seconds

    @property
    def _seconds(self) -> float:
        return max(time.monotonic() - self._begin, 0.001)

    @property
    def facts(self) -> dict[str, str]:
        """The state in words: ``size``, ``messages``, ``speed`` and ``left``, as far as known."""
        facts: dict[str, str] = {}
        unit, name = (1e9, "GB") if self.n_bytes >= 1e9 else (1e6, "MB")
        if self.is_reading:
            facts["size"] = f"{self.n_done / unit:,.1f}/{self.n_bytes / unit:,.1f} {name}"
        n_messages = self.count()
        if n_messages:
            facts["messages"] = f"{n_messages:,} messages"
        if self.is_reading and self.per_second * self._seconds >= FEW_BYTES:
            facts["speed"] = f"{self.per_second / 1e6:,.0f} MB/s"
            facts["left"] = f"{_clock((self.n_bytes - self.n_done) / self.per_second)} left"
        return facts


def say(progress: Progress | None, words: str) -> None:
    """Say what is being done, if ``progress`` is a bar: functions only hear of files."""
    if isinstance(progress, Bar):
        progress.say(words)


def _short(words: str, room: int) -> str:
    return words if len(words) <= room else f"{words[: max(room - 1, 0)]}…"


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

        self._console = Console(stderr=True, highlight=False)
        self._bar = BarColumn(complete_style="cyan", finished_style="cyan", pulse_style="cyan")
        self._shown = Progress(
            TextColumn("{task.description}", markup=False),
            self._bar,
            TextColumn("{task.fields[facts]}", markup=False),
            console=self._console,
            transient=True,
        )
        self._words, self._bar_width = "", 0
        self._task = self._shown.add_task("Looking at files", total=None, facts="")
        self._shown.start()

    def draw(self, bar: Bar) -> None:
        """Show the state of the bar."""
        facts, (least, most) = bar.facts, BAR_WIDTH
        width = self._console.width - 3  # a space between the three, and none at the end
        n_words = min(len(bar.words), LEAST_WORDS)
        for name in DISPENSABLE:
            if n_words + least + len(_line(facts)) <= width:
                break
            facts.pop(name, None)
        room = width - len(_line(facts))
        words = _short(bar.words, max(room - GOOD_WIDTH, min(LEAST_WORDS, room - least)))
        fits = room - len(words)
        if words != self._words or not least <= self._bar_width <= fits:
            # Kept otherwise, so that it does not jump with every digit.
            self._words, self._bar_width = words, min(max(fits - 4, least), most)
        self._bar.bar_width = self._bar_width
        # Without a total it swings to and fro; ``update`` cannot take one away.
        self._shown.tasks[0].total = bar.n_bytes if bar.is_reading else None
        self._shown.update(
            self._task,
            description=words,
            completed=bar.n_done,
            facts=_line(facts),
        )

    def close(self) -> None:
        """Remove the line."""
        self._shown.stop()


def _line(facts: dict[str, str]) -> str:
    return "  ".join(facts.values())


class Notebook:
    """A bar in the output of a cell, which is cleared in the end."""

    def __init__(self) -> None:
        self._handle: Any = None

    def draw(self, bar: Bar) -> None:
        """Show the state of the bar."""
        from IPython import display

        show: Any = display  # it comes without types
        html = show.HTML(_page(bar))
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


def _page(bar: Bar) -> str:
    """Return the bar as HTML, in the colours of the page around it."""
    done = f"max='{bar.n_bytes}' value='{bar.n_done}'" if bar.is_reading else ""
    return (
        "<div style='max-width:34em;font-variant-numeric:tabular-nums;line-height:1.5'>"
        f"<div>{escape(_short(bar.words, NAME_WIDTH))}</div>"
        f"<progress style='display:block;width:100%;height:.6em' {done}></progress>"
        f"<div style='opacity:.75'>{escape(' · '.join(bar.facts.values()))}</div></div>"
    )
