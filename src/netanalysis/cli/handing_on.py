"""``netanalysis table``: one finding for other programs to read."""

from __future__ import annotations

import sys
from pathlib import Path
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
from netanalysis.findings import NAMES

if TYPE_CHECKING:
    from datetime import datetime

ENDINGS = ("csv", "json", "parquet")


@click.command(short_help="Print one finding, for you or for other programs.")
@click.argument("finding", type=click.Choice(NAMES), metavar="FINDING")
@click.option(
    "--format", "ending", type=click.Choice(ENDINGS), help="How to print or write all of it."
)
@click.option("--out", metavar="FILE", help="Write into this file; its ending tells the format.")
@AS_OF
@LISTS
@reads_exports
def table(
    asked: Asked,
    finding: str,
    ending: str | None,
    out: str | None,
    as_of: datetime | None,
    include_lists: bool,
) -> None:
    """Print one finding: a short table on a terminal, CSV in a pipe; or write it into a file.

    FINDING is one of: {names}.
    """
    for_eyes = ending is None and out is None and sys.stdout.isatty()
    told = Path(out).suffix.lstrip(".").lower() if out else ENDINGS[0]
    ending = ending or told
    if ending not in ENDINGS:
        raise click.UsageError(f"{out} may end in .csv, .json or .parquet; or say --format.")
    if ending == "parquet" and out is None and sys.stdout.isatty():
        raise click.UsageError("Parquet is no text: say where to put it, --out FILE.parquet")
    archive = load_asked(asked)
    from netanalysis.findings import finding as found
    from netanalysis.table_files import encoded, write_file

    with spinner("Analysing"):
        rows = found(
            archive,
            finding,
            as_of=day_of(as_of),
            include_bulk=include_lists,
            wishes=asked.wishes,
        )
    if for_eyes:
        from netanalysis.display.table import print_finding

        print_finding(rows, console_of())
        return
    content = encoded(rows, ending)
    if out is None:
        sys.stdout.buffer.write(content)
    else:
        click.echo(write_file(content, out))


table.help = (table.help or "").format(names=", ".join(NAMES))
