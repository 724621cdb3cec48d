"""``netanalysis week`` and ``wish``: whom to write to, and how the owner wants it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netanalysis.cli.asking import (
    AS_OF,
    DAY,
    HOW_MANY,
    Asked,
    console_of,
    day_of,
    load_asked,
    reads_exports,
    spinner,
)

if TYPE_CHECKING:
    from datetime import datetime


@click.command(short_help="Name a few people to write to this week, and why.")
@HOW_MANY
@AS_OF
@click.option("--calendar", metavar="FILE", help="Write a check-in for each into this .ics file.")
@reads_exports
def week(asked: Asked, n: int, as_of: datetime | None, calendar: str | None) -> None:
    """Print whom to write to this week, why, and what to begin with.

    With --wishes, people you want to hear from more often come first, and nobody you put off.
    """
    archive = load_asked(asked)
    from netanalysis.calendar_file import write_calendar
    from netanalysis.display.week import print_week
    from netanalysis.reaching import reach_out

    with spinner("Looking through your ties"):
        finding = reach_out(archive, n, as_of=day_of(as_of), wishes=asked.wishes)
    print_week(finding, console_of())
    if calendar is not None:
        click.echo(write_calendar(finding, calendar))


@click.command(short_help="Note how you want to keep in touch, in a file of yours.")
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
    "--snooze",
    nargs=2,
    type=(str, DAY),
    multiple=True,
    metavar="WHO DAY",
    help="Not before DAY, as 2026-01-31.",
)
@click.option(
    "--done",
    nargs=2,
    type=(str, DAY),
    multiple=True,
    metavar="WHO DAY",
    help="You were in touch on DAY, whatever the data say.",
)
@click.option(
    "--date",
    nargs=3,
    multiple=True,
    metavar="WHO WHAT MM-DD",
    help="Note a birthday or another day.",
)
@click.option("--never", multiple=True, metavar="WHO", help="Never bring this person up.")
@click.option("--undo", multiple=True, metavar="ID", help="Take a wish back.")
@reads_exports
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

    print_wishes(wished(asked.wishes), console_of())


def _write_wishes(asked: Asked, wanted: dict[str, Any]) -> None:
    from netanalysis import own_will
    from netanalysis.special_days import note_date

    wishes = asked.wishes or ""
    archive = load_asked(asked if Path(wishes).exists() else replace(asked, wishes=None))
    for who in _people_named(wanted):
        archive.person(who)  # nothing is written if one of them is unknown
    for who, what, on in wanted["date"]:
        note_date(archive, who, what, on=on, wishes=wishes)
    for name, who in wanted["tag"]:
        own_will.tag(archive, name, who, wishes=wishes)
    for who, days in wanted["want"]:
        people, target = _target(who)
        own_will.want(archive, *people, days=days, wishes=wishes, **target)
    for who, day in wanted["snooze"]:
        own_will.snooze(archive, who, until=day.date(), wishes=wishes)
    for who, day in wanted["done"]:
        own_will.done(archive, who, on=day.date(), wishes=wishes)
    if wanted["never"]:
        own_will.never(archive, *wanted["never"], wishes=wishes)


def _target(who: str) -> tuple[list[str], dict[str, Any]]:
    """Return whom --want means: people, or what they have in common."""
    kind, colon, name = who.partition(":")
    if not colon or kind not in ("tag", "company", "closest"):
        return [who], {}
    if kind == "closest" and not name.isdigit():
        raise click.UsageError(f"--want {who}: closest takes a number, as closest:15")
    return [], {kind: int(name) if kind == "closest" else name}


def _people_named(wanted: dict[str, Any]) -> list[str]:
    """Return all single people that wishes are about."""
    return [
        *(who for _, who in wanted["tag"]),
        *(name for who, _ in wanted["want"] for name in _target(who)[0]),
        *(who for option in ("snooze", "done", "date") for who, *_ in wanted[option]),
        *wanted["never"],
    ]
