"""What the commands have in common: which exports to load, and what is said meanwhile."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import wraps
from typing import TYPE_CHECKING, Any, Literal

import click

if TYPE_CHECKING:
    from datetime import datetime

    from rich.console import Console

    from netanalysis.dataset import Dataset

    Command = Callable[..., None]

WIDTH_IN_A_PIPE = 160


def at_least(least: int) -> Callable[[click.Context, click.Parameter, int], int]:
    """Return what refuses a smaller number; a range of click would put a formula into help."""

    def checked(_: click.Context, option: click.Parameter, number: int) -> int:
        if number < least:
            words = f"{number} is too small, it has to be {least} or more."
            raise click.BadParameter(words, param=option)
        return number

    return checked


DAY = click.DateTime(["%Y-%m-%d"])
AS_OF = click.option(
    "--as-of",
    type=DAY,
    metavar="DATE",
    help="Day to judge from, as 2026-01-31  [default: latest interaction]",
)
HOW_MANY = click.option(
    "-n",
    default=5,
    show_default=True,
    type=int,
    callback=at_least(1),
    metavar="N",
    help="How many people.",
)
LISTS = click.option(
    "--include-lists", is_flag=True, help="Count mail over mailing lists as contact too."
)
EXPORTS = click.argument("exports", nargs=-1, required=True, metavar="EXPORT...")
ME = click.option(
    "--me",
    multiple=True,
    metavar="ADDRESS",
    help="Your mail address, LinkedIn profile or full name (may be repeated).",
)
STORE = click.option(
    "--store",
    metavar="DIR",
    help="Keep what is read in this private folder; the next run reads only what is new.",
)
WISHES = click.option(
    "--wishes",
    metavar="FILE",
    help="Your own file of verdicts and wishes, such as netanalysis.toml.",
)


BODY = click.option(
    "--body",
    type=click.Choice(["light"]),
    help="Count words, questions, thanks and attachments in mail too; the text is not kept.",
)
WORKERS = click.option(
    "--workers",
    type=int,
    callback=at_least(0),
    default=0,
    metavar="N",
    help="Processes that read one large mbox together  [default: one for each processor]",
)


@dataclass(frozen=True)
class Asked:
    """Which exports to load, and how: what the commands that load have in common."""

    exports: tuple[str, ...]
    me: tuple[str, ...]
    store: str | None
    wishes: str | None
    body: Literal["light"] | None
    workers: int


def reads_exports(command: Command) -> Command:
    """Give a command the arguments that say what to load, as one :class:`Asked`."""

    @wraps(command)
    def called(**given: Any) -> None:
        asked = Asked(**{field.name: given.pop(field.name) for field in fields(Asked)})
        command(asked, **given)

    for option in (WORKERS, BODY, WISHES, STORE, ME, EXPORTS):
        called = option(called)
    return called


class Stopped(click.ClickException):
    """Somebody pressed Ctrl-C."""

    def __init__(self, words: str = "Stopped.") -> None:
        super().__init__(words)


def load_asked(asked: Asked) -> Dataset:
    """Return what was asked for; remarks of the store go to stderr."""
    from netanalysis.archive import load
    from netanalysis.errors import StoreWarning

    with warnings.catch_warnings(record=True) as raised, _stoppable(asked.store):
        warnings.simplefilter("always", StoreWarning)
        archive = load(
            *asked.exports,
            me=asked.me,
            store=asked.store,
            wishes=asked.wishes,
            body=asked.body,
            workers=asked.workers,
        )
    for remark in raised:
        if issubclass(remark.category, StoreWarning):
            click.echo(f"netanalysis: {remark.message}", err=True)
        else:
            warnings.warn_explicit(remark.message, remark.category, remark.filename, remark.lineno)
    return archive


@contextmanager
def _stoppable(store: str | None) -> Iterator[None]:
    """Say, when Ctrl-C stops the reading, what was kept."""
    try:
        yield
    except KeyboardInterrupt as stop:
        kept = "nothing was kept" if store is None else "what was read is kept"
        again = "" if store is None else "; the same command goes on from there"
        raise Stopped(f"Stopped: {kept}{again}.") from stop


def console_of(*, stderr: bool = False) -> Console:
    """Return where to print for people; in a pipe lines are wide."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else WIDTH_IN_A_PIPE
    return Console(stderr=stderr, highlight=False, width=width)


@contextmanager
def spinner(words: str) -> Iterator[None]:
    """Show that something is going on, on a terminal only."""
    if not sys.stderr.isatty():
        yield
        return
    with console_of(stderr=True).status(words):
        yield


def day_of(as_of: datetime | None) -> str | None:
    """Return the day of ``--as-of`` as the findings take it."""
    return None if as_of is None else f"{as_of:%Y-%m-%d}"
