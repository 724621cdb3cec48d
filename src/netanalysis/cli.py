"""The command line: ``netanalysis report``, ``check``, ``people``, ``wish``, ``week``, ``forget``.

Exit codes: 0 done, 1 an expected problem in one sentence on stderr, 2 wrong usage, 130 stopped
by Ctrl-C.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import click

if TYPE_CHECKING:
    from datetime import datetime

    from rich.console import Console

    from netanalysis.dataset import Dataset

    Command = Callable[..., None]

WIDTH_IN_A_PIPE = 160
STOPPED: Final = 130
"""What shells make of a program that Ctrl-C ended: 128 and the number of the signal."""

DAY = click.DateTime(["%Y-%m-%d"])
AS_OF = "Day to judge from, as 2026-01-31  [default: latest interaction]"
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
    type=click.IntRange(min=0),
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


class _Commands(click.Group):
    """Commands that Ctrl-C stops with a sentence."""

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
    """


@cli.command()
@reads_exports
@click.option("--out", default="report", show_default=True, help="Folder to write into.")
@click.option("--as-of", type=DAY, metavar="DATE", help=AS_OF)
@click.option("--include-lists", is_flag=True, help="Count mail over mailing lists as contact too.")
def report(
    asked: Asked,
    out: str,
    as_of: datetime | None,
    include_lists: bool,
) -> None:
    """Write one self-contained HTML page, and the tables as CSV and Parquet."""
    archive = _load(asked)
    from netanalysis.report import write_report

    with _spinner("Analysing and drawing"):
        day = None if as_of is None else f"{as_of:%Y-%m-%d}"
        page = write_report(archive, out, as_of=day, include_bulk=include_lists)
    click.echo(page)


@cli.command()
@reads_exports
def check(asked: Asked) -> None:
    """Print what was found, what was read, and what was left out, and why."""
    archive = _load(asked)
    from netanalysis.display.console import print_check

    print_check(archive, _console())


@cli.command()
@reads_exports
@click.option("--accept", multiple=True, metavar="ID", help="This pair is one person.")
@click.option("--reject", multiple=True, metavar="ID", help="This pair is two people.")
@click.option("--undo", multiple=True, metavar="ID", help="Take a verdict back.")
def people(
    asked: Asked, accept: tuple[str, ...], reject: tuple[str, ...], undo: tuple[str, ...]
) -> None:
    """Print who is who and why, and the pairs that may be one person; or decide about them.

    The ids of pairs are printed; they stay the same. A verdict goes into the file of --wishes
    and counts from the next run with it on.
    """
    if not (accept or reject or undo):
        _print_people(asked)
        return
    if asked.wishes is None:
        raise click.UsageError("Say where verdicts are kept: --wishes netanalysis.toml")
    for names in (_undo(asked.wishes, undo), _decide(asked, accept, reject)):
        for sentence in names:
            click.echo(sentence)


def _print_people(asked: Asked) -> None:
    archive = _load(asked)
    from netanalysis.display.identities import print_people
    from netanalysis.verdicts import decisions

    decided = None if asked.wishes is None else decisions(asked.wishes)
    print_people(archive, _console(), decided)


def _undo(wishes: str, ids: tuple[str, ...]) -> list[str]:
    """Take verdicts out of the file and return a sentence for each."""
    if not ids:
        return []
    from netanalysis.deciding import readable_alias
    from netanalysis.verdicts import decisions, undo

    before = decisions(wishes)
    undo(*ids, wishes=wishes)
    gone = before[before.index.isin(ids)].reset_index()
    return [
        f"{row['proposal_id']}: {readable_alias(row['alias_key'])} and "
        f"{readable_alias(row['other_key'])} are judged by the evidence again."
        for row in gone.to_dict("records")
    ]


def _decide(asked: Asked, accepted: tuple[str, ...], rejected: tuple[str, ...]) -> list[str]:
    """Write verdicts into the file and return a sentence for each."""
    if not (accepted or rejected):
        return []
    from datetime import date

    from netanalysis.deciding import readable_alias
    from netanalysis.review import merge_proposals
    from netanalysis.verdicts import accept, reject

    wishes = asked.wishes or ""
    archive = _load(asked if Path(wishes).exists() else replace(asked, wishes=None))
    today = date.today()
    if accepted:
        accept(archive, *accepted, wishes=wishes, on=today)
    if rejected:
        reject(archive, *rejected, wishes=wishes, on=today)
    proposed = merge_proposals(archive)
    sentences = []
    for ids, verdict in ((accepted, "one person"), (rejected, "two people")):
        for number in dict.fromkeys(ids):
            pair = proposed.loc[number]
            ends = [readable_alias(str(pair[key])) for key in ("alias_key", "other_key")]
            sentences.append(f"{number}: {' and '.join(ends)} are {verdict} from the next run on.")
    return sentences


@cli.command()
@reads_exports
@click.option("-n", default=5, show_default=True, type=click.IntRange(1), help="How many people.")
@click.option("--as-of", type=DAY, metavar="DATE", help=AS_OF)
@click.option("--calendar", metavar="FILE", help="Write a check-in for each into this .ics file.")
def week(asked: Asked, n: int, as_of: datetime | None, calendar: str | None) -> None:
    """Print whom to write to this week, why, and what to begin with.

    With --wishes, people you want to hear from more often come first, and nobody you put off.
    """
    archive = _load(asked)
    from netanalysis.calendar_file import write_calendar
    from netanalysis.display.week import print_week
    from netanalysis.reaching import reach_out

    with _spinner("Looking through your ties"):
        day = None if as_of is None else f"{as_of:%Y-%m-%d}"
        finding = reach_out(archive, n, as_of=day, wishes=asked.wishes)
    print_week(finding, _console())
    if calendar is not None:
        click.echo(write_calendar(finding, calendar))


@cli.command()
@reads_exports
@click.option(
    "--want",
    nargs=2,
    type=(str, click.IntRange(1)),
    multiple=True,
    metavar="WHO DAYS",
    help="Contact every so many days with WHO: a person, tag:NAME, company:NAME or closest:15.",
)
@click.option("--tag", nargs=2, multiple=True, metavar="NAME WHO", help="Tag a person.")
@click.option(
    "--snooze", nargs=2, type=(str, DAY), multiple=True, metavar="WHO DAY", help="Not before DAY."
)
@click.option(
    "--done", nargs=2, type=(str, DAY), multiple=True, metavar="WHO DAY", help="In touch on DAY."
)
@click.option("--date", nargs=3, multiple=True, metavar="WHO WHAT MM-DD", help="Note a birthday.")
@click.option("--never", multiple=True, metavar="WHO", help="Never bring this person up.")
@click.option("--undo", multiple=True, metavar="ID", help="Take a wish back.")
def wish(asked: Asked, **wanted: Any) -> None:
    """Write how you want to keep in touch into the file of --wishes, and print what it says.

    WHO is a mail address, a LinkedIn profile or a full name.
    """
    if asked.wishes is None:
        raise click.UsageError("Say where wishes are kept: --wishes netanalysis.toml")
    from netanalysis.wish_list import unwish, wished

    if wanted["undo"]:
        unwish(*wanted["undo"], wishes=asked.wishes)
    if any(given for option, given in wanted.items() if option != "undo"):
        _write_wishes(asked, wanted)
    from netanalysis.display.console import print_wishes

    print_wishes(wished(asked.wishes), _console())


def _write_wishes(asked: Asked, wanted: dict[str, Any]) -> None:
    from netanalysis import own_will
    from netanalysis.special_days import note_date

    wishes = asked.wishes or ""
    archive = _load(asked if Path(wishes).exists() else replace(asked, wishes=None))
    for name, who in wanted["tag"]:
        own_will.tag(archive, name, who, wishes=wishes)
    for who, days in wanted["want"]:
        kind, colon, name = who.partition(":")
        if kind == "closest" and colon and not name.isdigit():
            raise click.UsageError(f"--want {who}: closest takes a number, as closest:15")
        if kind in ("tag", "company", "closest") and colon:
            target: dict[str, Any] = {kind: int(name) if kind == "closest" else name}
            own_will.want(archive, days=days, wishes=wishes, **target)
        else:
            own_will.want(archive, who, days=days, wishes=wishes)
    for who, day in wanted["snooze"]:
        own_will.snooze(archive, who, until=day.date(), wishes=wishes)
    for who, day in wanted["done"]:
        own_will.done(archive, who, on=day.date(), wishes=wishes)
    for who, what, on in wanted["date"]:
        note_date(archive, who, what, on=on, wishes=wishes)
    if wanted["never"]:
        own_will.never(archive, *wanted["never"], wishes=wishes)


@cli.command()
@click.argument("store", metavar="DIR")
def forget(store: str) -> None:
    """Remove the folder given to --store, with everything that was kept in it."""
    from netanalysis.store import forget_store

    click.echo(forget_store(store))


def _load(asked: Asked) -> Dataset:
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


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else WIDTH_IN_A_PIPE
    return Console(stderr=stderr, highlight=False, width=width)


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
    except (Stopped, click.Abort) as stop:
        click.echo(str(stop) or "Stopped.", err=True)
        sys.exit(STOPPED)
    except NetAnalysisError as problem:
        click.echo(f"netanalysis: {problem}", err=True)
        sys.exit(1)
