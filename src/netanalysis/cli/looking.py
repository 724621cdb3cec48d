"""``netanalysis report`` and ``check``: what was found, and what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from netanalysis.cli.asking import (
    AS_OF,
    Asked,
    console_of,
    day_of,
    load_asked,
    reads_exports,
    spinner,
)

if TYPE_CHECKING:
    from datetime import datetime


@click.command()
@reads_exports
@click.option("--out", default="report", show_default=True, help="Folder to write into.")
@AS_OF
@click.option("--include-lists", is_flag=True, help="Count mail over mailing lists as contact too.")
def report(
    asked: Asked,
    out: str,
    as_of: datetime | None,
    include_lists: bool,
) -> None:
    """Write one self-contained HTML page, and the tables as CSV and Parquet."""
    archive = load_asked(asked)
    from netanalysis.report import write_report

    with spinner("Analysing and drawing"):
        page = write_report(archive, out, as_of=day_of(as_of), include_bulk=include_lists)
    click.echo(page)


@click.command()
@reads_exports
def check(asked: Asked) -> None:
    """Print what was found, what was read, and what was left out, and why."""
    archive = load_asked(asked)
    from netanalysis.display.console import print_check

    print_check(archive, console_of())
