"""``netanalysis mentors``: where guidance is missing, whom to ask, whom to offer it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from netanalysis.cli.asking import (
    AS_OF,
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


@click.command(short_help="Say where guidance is missing, whom to ask, whom to guide.")
@HOW_MANY
@click.option(
    "--field",
    multiple=True,
    metavar="FIELD",
    help="Look for a mentor in this function, skill or word of a title (may be repeated).",
)
@AS_OF
@reads_exports
def mentors(asked: Asked, n: int, field: tuple[str, ...], as_of: datetime | None) -> None:
    """Print in which fields you lack a mentor, whom you could ask, and whom you could guide.

    Seniority is read from job titles alone. These are candidates with evidence, not verdicts;
    what you noted in the file of --wishes counts first.
    """
    archive = load_asked(asked)
    from netanalysis.analysis.mentors import mentee_candidates, mentor_candidates
    from netanalysis.analysis.mentorship import mentorship_gaps
    from netanalysis.display.advice import print_mentors

    with spinner("Looking through titles and ties"):
        day, wishes = day_of(as_of), asked.wishes
        gaps = mentorship_gaps(archive, fields=field or None, as_of=day, wishes=wishes)
        up = mentor_candidates(archive, as_of=day, wishes=wishes)
        down = mentee_candidates(archive, as_of=day, wishes=wishes)
    print_mentors(gaps, up, down, console_of(), n=n)
