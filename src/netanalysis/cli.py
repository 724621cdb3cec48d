"""The command line: ``netanalysis report``, ``netanalysis check``, ``netanalysis forget``.

Exit codes: 0 done, 1 an expected problem in one sentence on stderr, 2 wrong usage.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import datetime

    from rich.console import Console

    from netanalysis.dataset import Dataset
    from netanalysis.harvest import Progress

WIDTH_IN_A_PIPE = 160
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


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="netanalysis")
def cli() -> None:
    """Neglected ties, brokers and mentorship gaps, from your own LinkedIn export and mail.

    EXPORT is a LinkedIn export (zip or folder), mail (mbox, Maildir, a folder of messages), a
    calendar (.ics), an address book (.vcf, contacts CSV), or a folder that holds such things.
    Everything stays on this machine.
    """


@cli.command()
@EXPORTS
@ME
@STORE
@click.option("--out", default="report", show_default=True, help="Folder to write into.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Day to judge from, as 2026-01-31  [default: latest interaction]",
)
@click.option("--include-lists", is_flag=True, help="Count mail over mailing lists as contact too.")
def report(
    exports: tuple[str, ...],
    me: tuple[str, ...],
    store: str | None,
    out: str,
    as_of: datetime | None,
    include_lists: bool,
) -> None:
    """Write one self-contained HTML page, and the tables as CSV and Parquet."""
    archive = _load(exports, me, store)
    from netanalysis.report import write_report

    with _spinner("Analysing and drawing"):
        day = None if as_of is None else f"{as_of:%Y-%m-%d}"
        page = write_report(archive, out, as_of=day, include_bulk=include_lists)
    click.echo(page)


@cli.command()
@EXPORTS
@ME
@STORE
def check(exports: tuple[str, ...], me: tuple[str, ...], store: str | None) -> None:
    """Print what was found, what was read, and what was left out, and why."""
    archive = _load(exports, me, store)
    from netanalysis.display.console import print_check

    print_check(archive, _console())


@cli.command()
@click.argument("store", metavar="DIR")
def forget(store: str) -> None:
    """Remove the folder given to --store, with everything that was kept in it."""
    from netanalysis.store import forget_store

    click.echo(forget_store(store))


def _load(exports: tuple[str, ...], me: tuple[str, ...], store: str | None) -> Dataset:
    from netanalysis.archive import load
    from netanalysis.errors import StoreWarning

    with warnings.catch_warnings(record=True) as raised:
        warnings.simplefilter("always", StoreWarning)
        with _progress() as progress:
            archive = load(*exports, me=me, progress=progress, store=store)
    for remark in raised:
        if issubclass(remark.category, StoreWarning):
            click.echo(f"netanalysis: {remark.message}", err=True)
        else:
            warnings.warn_explicit(remark.message, remark.category, remark.filename, remark.lineno)
    return archive


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else WIDTH_IN_A_PIPE
    return Console(stderr=stderr, highlight=False, width=width)


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """Show how far reading has come, on a terminal only."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich import progress as bars

    columns = (
        bars.TextColumn("{task.description}"),
        bars.BarColumn(),
        bars.DownloadColumn(),
        bars.TimeRemainingColumn(),
    )
    with bars.Progress(*columns, console=_console(stderr=True), transient=True) as shown:
        tasks: dict[str, bars.TaskID] = {}

        def advance(file: str, done: int, total: int) -> None:
            if file not in tasks:
                tasks[file] = shown.add_task(f"Reading {file}", total=total or None)
            shown.update(tasks[file], completed=done, total=total or None)

        yield advance


@contextmanager
def _spinner(words: str) -> Iterator[None]:
    """Show that something is going on, on a terminal only."""
    if not sys.stderr.isatty():
        yield
        return
    with _console(stderr=True).status(words):
        yield


def main() -> None:
    """Run the command line; turn an expected error into one sentence and exit code 1."""
    from netanalysis.errors import NetAnalysisError

    try:
        cli.main(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as usage:
        click.echo(usage.format_message())
        sys.exit(2)
    except click.UsageError as usage:
        usage.show()
        sys.exit(2)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(1)
    except NetAnalysisError as problem:
        click.echo(f"netanalysis: {problem}", err=True)
        sys.exit(1)
