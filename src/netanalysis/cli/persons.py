"""``netanalysis people``: who is who and why, and verdicts about it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from netanalysis.cli.asking import Asked, console_of, load_asked, reads_exports


@click.command(short_help="Say who is who and why; decide about doubtful pairs.")
@click.option(
    "--accept", multiple=True, metavar="ID", help="This pair is one person (may be repeated)."
)
@click.option(
    "--reject", multiple=True, metavar="ID", help="This pair is two people (may be repeated)."
)
@click.option("--undo", multiple=True, metavar="ID", help="Take a verdict back.")
@reads_exports
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
    archive = load_asked(asked)
    from netanalysis.display.identities import print_people
    from netanalysis.verdicts import decisions

    decided = None if asked.wishes is None else decisions(asked.wishes)
    print_people(archive, console_of(), decided)


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
    archive = load_asked(asked if Path(wishes).exists() else replace(asked, wishes=None))
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
