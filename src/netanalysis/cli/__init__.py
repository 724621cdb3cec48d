"""The command line: ``netanalysis report`` and its sisters.

Exit codes: 0 done, 1 an expected problem in one sentence on stderr, 2 wrong usage, 130 stopped
by Ctrl-C.
"""

from __future__ import annotations

import os
import sys
from shutil import get_terminal_size
from textwrap import fill
from typing import Any, Final

import click

from netanalysis.cli.asking import Stopped
from netanalysis.cli.guiding import mentors
from netanalysis.cli.handing_on import table
from netanalysis.cli.looking import check, report
from netanalysis.cli.persons import people
from netanalysis.cli.wishing import week, wish

STOPPED: Final = 130
"""What shells make of a program that Ctrl-C ended: 128 and the number of the signal."""


WIDEST: Final = 100
"""Characters in a line of an error on a terminal; longer lines are hard to read."""


class _Commands(click.Group):
    """Commands in the order in which people come to need them; Ctrl-C stops with a sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names as they were added."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as stop:
            raise Stopped from stop


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="netanalysis")
def cli() -> None:
    """Neglected ties, brokers and mentorship gaps, from your own LinkedIn export and mail.

    EXPORT is a LinkedIn export (zip or folder), mail (mbox, Maildir, a folder of messages), a
    calendar (.ics), an address book (.vcf, contacts CSV), or a folder that holds such things.
    Everything stays on this machine.

    \b
    Begin with:
      netanalysis check my-export.zip "All mail.mbox"
      netanalysis report my-export.zip "All mail.mbox"
    """  # noqa: D301  (click takes the sign itself for "do not wrap")


@click.command(short_help="Remove what --store kept.")
@click.argument("store", metavar="DIR")
def forget(store: str) -> None:
    """Remove the folder given to --store, with everything that was kept in it."""
    from netanalysis.store import forget_store

    click.echo(forget_store(store))


for command in (check, report, week, mentors, people, wish, table, forget):
    cli.add_command(command)


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
    except (Stopped, click.Abort) as stop:
        click.echo(str(stop) or "Stopped.", err=True)
        sys.exit(STOPPED)
    except BrokenPipeError:
        # Whoever read the output, such as head, has had enough: not even a last flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except NetAnalysisError as problem:
        click.echo(_wrapped(f"netanalysis: {problem}"), err=True)
        sys.exit(1)


def _wrapped(words: str) -> str:
    """Return a sentence in lines that break between words on a terminal, in one line elsewhere."""
    if not sys.stderr.isatty():
        return words
    width = min(get_terminal_size().columns, WIDEST)
    return fill(words, width, break_long_words=False, break_on_hyphens=False)
