"""``netanalysis report`` and ``check``: what was found, and what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from netanalysis.cli.asking import (
    AS_OF,
    LISTS,
    Asked,
    console_of,
    day_of,
    load_asked,
    reads_exports,
    spinner,
)

if TYPE_CHECKING:
    from datetime import datetime


@click.command(short_help="Write everything on one HTML page, and all tables.")
@click.option(
    "--out", default="report", show_default=True, metavar="DIR", help="Folder to write into."
)
@AS_OF
@LISTS
@reads_exports
def report(
    asked: Asked,
    out: str,
    as_of: datetime | None,
    include_lists: bool,
) -> None:
    """Write one self-contained HTML page, and the tables as CSV, JSON and Parquet.

    With --wishes, nobody you put off or want left out is brought up, and your word on
    levels and mentors counts.
    """
    archive = load_asked(asked)
    from netanalysis.report import write_report

    with spinner("Analysing and drawing"):
        page = write_report(
            archive,
            out,
            as_of=day_of(as_of),
            include_bulk=include_lists,
            wishes=asked.wishes,
        )
    click.echo(page)


@click.command(short_help="Say what was read and left out, and why.")
@reads_exports
def check(asked: Asked) -> None:
    """Print what was found, what was read, and what was left out, and why."""
    archive = load_asked(asked)
    from netanalysis.display.console import print_check

    print_check(archive, console_of())
