"""What a terminal shows: the report of ``netanalysis check``."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from netanalysis.dataset import Dataset
from netanalysis.display.text import clean
from netanalysis.harvest import OWNER_KEY
from netanalysis.schema import NEVER_OPENED
from netanalysis.words import bulk_kinds, count, people_kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

MOST_REASONS: Final = 30
WIDE: Final = 110  # columns from which there is room to say what a file holds
CONTENT_WIDTH: Final = 24
NARROWEST: Final = 12
GAP: Final = 2
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

    for line in _owner(archive):
        console.print(line)
    for words in [*_sentences(archive), *_privacy(archive)]:
        console.print(Text(words))
    console.print()
    _print_ledger(archive.ledger, console)
    for words in _warnings(archive.ledger):
        console.print(Text(words, style="bold"))
    reasons = _reasons(archive.issues[archive.issues["reason"] != NEVER_OPENED])
    is_mail = archive.ledger["content"] == "mail"
    reasons["unit"] = reasons["file"].isin(archive.ledger.loc[is_mail, "file"])
    reasons["unit"] = reasons["unit"].map({True: "message", False: "line"})
    is_left_out = reasons["is_left_out"].astype(bool)
    _print_reasons("What was left out", reasons[is_left_out], console)
    _print_reasons("Read with doubt, or not read at all", reasons[~is_left_out], console)


def print_wishes(wishes: pd.DataFrame, console: Console) -> None:
    """Print what a wishes file says about keeping in touch, each line with its id."""
    from rich.table import Table
    from rich.text import Text

    if wishes.empty:
        console.print(Text("Nothing is wished yet."))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("id", "wish", "whom", "what"):
        table.add_column(heading, overflow="fold")
    for row in wishes.reset_index().to_dict("records"):
        columns = ("wish_id", "wish", "whom", "what")
        table.add_row(*(Text(clean(row[column])) for column in columns))
    console.print(table)


def _owner(archive: Dataset) -> list[Text]:
    """Say whose archive it is, and how that is known."""
    from rich.text import Text

    if not archive.has_owner:
        words = f"Owner: unknown, {archive.owner_reason}; name yours with --me ADDRESS."
        return [Text(words, style="bold")]
    name = archive.people.set_index("person_id")["name"].get(archive.me, archive.me)
    reason = archive.owner_reason
    known = Text(f"{reason[:1].upper()}{reason[1:]}.", style="dim")
    return [Text(f"Owner: {clean(name)}", style="bold"), known, Text()]


def _sentences(archive: Dataset) -> list[str]:
    """Return the findings about the archive as a whole."""
    events = archive.interactions
    people = archive.people
    n_bulk = int(events["is_bulk"].fillna(False).sum())
    lines = []
    latest = archive.as_of
    if latest is not None:
        first = events.loc[events["date_quality"].isin(["ok", "day"]), "occurred_at"].min()
        bulk = f"; {n_bulk:,} of them bulk, left out of ties" if n_bulk else ""
        when = f"from {first:%Y-%m-%d} to {latest:%Y-%m-%d}"
        lines.append(f"{count(len(events), 'interaction')} {when}{bulk}.")
    elif len(events):
        lines.append(f"{count(len(events), 'interaction')}, none with a date that can be trusted.")
    if n_bulk:
        lines.append(f"Bulk: {bulk_kinds(events['bulk_kind'].dropna())}.")
    undated = int((~events["date_quality"].isin(["ok", "day"])).sum())
    if undated and latest is not None:
        lines.append(
            f"{count(undated, 'interaction')} without a date that can be trusted: kept, but not "
            "counted as contact."
        )
    lines.append(f"{people_kinds(people['kind'].dropna())}.")
    joined = archive.aliases.groupby("person_id").size()
    n_joined = int((joined > 1).sum())
    if n_joined:
        known = f"{count(n_joined, 'person', 'people')} known by more than one address or profile"
        lines.append(f"{known}; netanalysis people says why.")
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


def _print_ledger(ledger: pd.DataFrame, console: Console) -> None:
    """Print a table of counts per folder, all with the same columns, and the notes below."""
    from rich.text import Text

    parts = ledger["file"].str.rpartition("/") if len(ledger) else pd.DataFrame({0: [], 2: []})
    rows = ledger.assign(folder=parts[0], name=parts[2])
    console.print(Text("What was read", style="bold"))
    has_content = console.width >= WIDE
    sums = {column: int(rows[column].sum()) for column in COUNTS}
    widths = [max(len(heading), len(f"{sums[column]:,}")) for column, heading in COUNTS.items()]
    fixed = sum(width + GAP for width in widths) + (CONTENT_WIDTH + GAP if has_content else 0)
    longest = max((len(name) for name in [*rows["name"], "in all"]), default=0)
    name_width = max(min(longest, console.width - fixed), NARROWEST)
    shown: list[dict[Any, Any]] = rows.to_dict("records")
    if len(rows) > 1:
        shown.append({"folder": "", "name": "in all", "content": "", "note": pd.NA} | dict(sums))
    is_first = True
    for folder, group in groupby(shown, key=lambda row: row["folder"]):
        if folder:
            console.print(Text(f"{folder}/", style="dim"))
        table = _count_table(name_width, widths, has_content=has_content, has_head=is_first)
        for row in group:
            numbers = [f"{row[column]:,}" for column in COUNTS]
            content = [Text(row["content"])] if has_content else []
            table.add_row(Text(row["name"]), *content, *numbers)
        console.print(table)
        is_first = False
    for row in shown:
        if pd.notna(row["note"]):
            console.print(Text(f"{row['name']}: {row['note']}", style="dim"))


def _count_table(
    name_width: int, widths: Sequence[int], *, has_content: bool, has_head: bool
) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), show_header=has_head)
    table.add_column("file", width=name_width, overflow="fold")
    if has_content:
        table.add_column("content", width=CONTENT_WIDTH, overflow="fold")
    for heading, width in zip(COUNTS.values(), widths, strict=True):
        table.add_column(heading, justify="right", width=width)
    return table


def _reasons(issues: pd.DataFrame) -> pd.DataFrame:
    """Return one row per file and reason with its count and an example."""
    groups = issues.groupby(["file", "reason", "is_left_out"], sort=True)
    table = groups.agg(n=("reason", "size"), line=("line", "min"), problem=("problem", "first"))
    table = table.reset_index()
    return table.sort_values(
        ["is_left_out", "n", "file", "reason"], ascending=[False, False, True, True]
    )


def _print_reasons(title: str, reasons: pd.DataFrame, console: Console) -> None:
    """Print reasons as a list: how many, what, where first, and what it means."""
    from rich.table import Table
    from rich.text import Text

    if reasons.empty:
        return
    console.print()
    console.print(Text(title, style="bold"))
    table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), show_header=False)
    table.add_column(justify="right", width=7)
    table.add_column(overflow="fold")
    for row in reasons.head(MOST_REASONS).to_dict("records"):
        where = row["file"].rpartition("/")[2]
        if pd.notna(row["line"]):
            where += f", {'' if row['n'] == 1 else 'first '}{row['unit']} {row['line']:,}"
        problem = f": {row['problem']}" if pd.notna(row["problem"]) else ""
        words = Text(f"{row['reason']} ({where})")
        table.add_row(f"{row['n']:,}", words.append(problem, style="dim"))
    console.print(table)
    if len(reasons) > MOST_REASONS:
        more = count(len(reasons) - MOST_REASONS, "more reason")
        console.print(Text(f"and {more} in the issues table"))
