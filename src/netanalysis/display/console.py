"""What a terminal shows: the report of ``netanalysis check``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from netanalysis.dataset import Dataset
from netanalysis.harvest import OWNER_KEY
from netanalysis.schema import NEVER_OPENED
from netanalysis.words import count

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

MOST_REASONS: Final = 30
COUNTS: Final = {
    "n_read": "read",
    "n_kept": "kept",
    "n_anonymous": "anonymous",
    "n_duplicate": "duplicate",
    "n_left_out": "left out",
}


def print_check(archive: Dataset, console: Console) -> None:
    """Print what was found, read, kept and left out, and why."""
    from rich.text import Text

    for words in [*_sentences(archive), *_privacy(archive)]:
        console.print(Text(words))
    console.print()
    console.print(_ledger_table(archive.ledger))
    for words in _warnings(archive.ledger):
        console.print(Text(words, style="bold"))
    reasons = _reasons(archive.issues[archive.issues["reason"] != NEVER_OPENED])
    if len(reasons):
        console.print()
        console.print(_reason_table(reasons))
        if len(reasons) > MOST_REASONS:
            more = len(reasons) - MOST_REASONS
            console.print(Text(f"and {count(more, 'more reason')} in the issues table"))


def _sentences(archive: Dataset) -> list[str]:
    """Return the findings about the archive as a whole."""
    events = archive.interactions
    people = archive.people
    kinds = people["kind"].value_counts()
    n_bulk = int(events["is_bulk"].fillna(False).sum())
    lines = []
    if archive.has_owner:
        name = people.set_index("person_id")["name"].get(archive.me, archive.me)
        lines.append(f"Owner: {name} ({archive.owner_reason}).")
    else:
        lines.append(f"Owner: unknown, {archive.owner_reason}; name yours with --me ADDRESS.")
    latest = archive.as_of
    if latest is not None:
        first = events.loc[events["date_quality"].isin(["ok", "day"]), "occurred_at"].min()
        lines.append(
            f"{count(len(events), 'interaction')} from {first:%Y-%m-%d} to {latest:%Y-%m-%d}; "
            f"{n_bulk:,} of them newsletters, lists or robots, left out of ties."
        )
    elif len(events):
        lines.append(f"{count(len(events), 'interaction')}, none with a date that can be trusted.")
    undated = int((~events["date_quality"].isin(["ok", "day"])).sum())
    if undated and latest is not None:
        lines.append(
            f"{count(undated, 'interaction')} without a date that can be trusted: kept, but not "
            "counted as contact."
        )
    lines.append(
        f"{count(int(kinds.get('person', 0)), 'person', 'people')}, "
        f"{count(int(kinds.get('robot', 0)), 'robot')}, "
        f"{count(int(kinds.get('list', 0)), 'mailing list')}, "
        f"{count(int(kinds.get('anonymous', 0)), 'deleted or hidden member')}."
    )
    joined = archive.aliases.groupby("person_id").size()
    n_joined = int((joined > 1).sum())
    if n_joined:
        lines.append(f"{count(n_joined, 'person', 'people')} known under more than one alias.")
    return lines


def _privacy(archive: Dataset) -> list[str]:
    """Say which private files of a LinkedIn export were left alone, and what is never read."""
    if not (archive.aliases["alias_key"] == OWNER_KEY).any():
        return []
    issues = archive.issues
    files = issues.loc[issues["reason"] == NEVER_OPENED, "file"].drop_duplicates()
    names = sorted({file.rpartition("/")[2] for file in files})
    seen = f"{count(len(files), 'sensitive file')} seen and never opened"
    seen += f" ({', '.join(names)}). " if names else ". "
    return [
        f"Privacy: {seen}Phone numbers, street addresses, birth dates, IP addresses and job "
        "applications are never loaded."
    ]


def _warnings(ledger: pd.DataFrame) -> list[str]:
    """Name the files that hold records of which none could be used."""
    lost = ledger[(ledger["n_read"] > 0) & (ledger["n_read"] == ledger["n_left_out"])]
    return [
        f"Warning: {row['file']} holds {count(row['n_read'], 'record')}, and nothing of it could "
        "be kept; the reasons stand below."
        for row in lost.to_dict("records")
    ]


def _ledger_table(ledger: pd.DataFrame) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(title="What was read", title_justify="left", box=None, pad_edge=False)
    table.add_column("file", overflow="fold")
    table.add_column("content")
    for heading in COUNTS.values():
        table.add_column(heading, justify="right")
    table.add_column("note", overflow="fold", style="dim")
    last = ""
    for row in ledger.to_dict("records"):
        folder, _, name = row["file"].rpartition("/")
        if folder and folder != last:
            table.add_row(Text(f"{folder}/", style="dim"))
        last = folder
        numbers = [f"{row[column]:,}" for column in COUNTS]
        note = row["note"] if pd.notna(row["note"]) else ""
        indent = "  " if folder else ""
        table.add_row(Text(indent + name), Text(row["content"]), *numbers, Text(note))
    if len(ledger) > 1:
        sums = [f"{int(ledger[column].sum()):,}" for column in COUNTS]
        table.add_section()
        table.add_row("in all", "", *sums, "")
    return table


def _reasons(issues: pd.DataFrame) -> pd.DataFrame:
    """Return one row per file and reason with its count and an example."""
    groups = issues.groupby(["file", "reason", "is_left_out"], sort=True)
    table = groups.agg(n=("reason", "size"), line=("line", "min"), problem=("problem", "first"))
    table = table.reset_index()
    return table.sort_values(
        ["is_left_out", "n", "file", "reason"], ascending=[False, False, True, True]
    )


def _reason_table(reasons: pd.DataFrame) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(
        title="What was left out or read with doubt",
        title_justify="left",
        box=None,
        pad_edge=False,
    )
    table.add_column("count", justify="right")
    table.add_column("record left out")
    table.add_column("reason")
    table.add_column("file", overflow="fold")
    table.add_column("first at", justify="right")
    table.add_column("meaning", overflow="fold", style="dim")
    for row in reasons.head(MOST_REASONS).to_dict("records"):
        table.add_row(
            f"{row['n']:,}",
            "yes" if row["is_left_out"] else "no",
            Text(row["reason"]),
            Text(row["file"].rpartition("/")[2]),
            "" if pd.isna(row["line"]) else f"{row['line']:,}",
            Text(row["problem"] if pd.notna(row["problem"]) else ""),
        )
    return table
