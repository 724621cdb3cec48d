"""What a terminal shows: the people to write to this week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from netanalysis.display.text import clean, person
from netanalysis.words import count, listing, span

if TYPE_CHECKING:
    from rich.console import Console

WIDEST: Final = 80  # longer lines are hard to read
NAME_LIMIT: Final = 40
INDENT: Final = 3
OPENING: Final = "›"
UNMET_SHOWN: Final = 8


def print_week(finding: pd.DataFrame, console: Console) -> None:
    """Print what :func:`netanalysis.reaching.reach_out` found, for people to read."""
    from rich.padding import Padding
    from rich.text import Text

    width = min(console.width, WIDEST)
    as_of = finding.attrs["as_of"]
    whom = count(len(finding), "person", "people") if len(finding) else "Nobody in particular"
    heading = f"{whom} to write to in the week after {as_of.day} {as_of:%B %Y}"
    console.print(Text(heading, style="bold"))
    for number, row in enumerate(finding.to_dict("records"), start=1):
        console.print()
        for line in _headline(number, row, width):
            console.print(line)
        reason = row["reason"].removeprefix(f"{row['name']}: ")
        console.print(Padding(Text(clean(reason)), (0, 0, 0, INDENT)), width=width)
        if pd.notna(row["talking_point"]):
            console.print(_opening(clean(row["talking_point"])), width=width)
    unmet = [clean(text) for text in finding.attrs.get("wishes_unmet", ())]
    if unmet:
        console.print()
        names = listing(unmet, UNMET_SHOWN)
        console.print(
            Text(f"In the wishes file, but no tie in this archive: {names}."), width=width
        )


def _opening(words: str) -> Any:
    """Return what to begin with, behind a mark that sets it off from the reason."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=INDENT + 1, justify="right")
    grid.add_column()
    grid.add_row(Text(OPENING, style="dim"), Text(words))
    return grid


def _headline(number: int, row: dict[Any, Any], width: int) -> list[Any]:
    """Return number, name and company, with the kind at the end of the line if there is room."""
    from rich.text import Text

    name = person(clean(row["name"], NAME_LIMIT))
    company = clean(row["company"], NAME_LIMIT)
    left = Text(f"{number}  ") + Text(name, style="bold")
    left += Text(f", {company}" if company else "")
    kind = _kind(row)
    room = width - left.cell_len - len(kind)
    if room >= 2:
        return [left + Text(" " * room) + Text(kind, style="dim")]
    return [left, Text(" " * INDENT + kind, style="dim")]


def _kind(row: dict[Any, Any]) -> str:
    """Return the kind in the words of the list."""
    silent = span(int(row["days_silent"]))
    return {
        "wanted": f"you wanted to hear · quiet for {silent}",
        "waiting for you": "perhaps your turn",
        "waiting for them": "perhaps their turn",
        "neglected": f"gone quiet · {silent}",
        "dormant": f"old tie · quiet for {silent}",
        "milestone": "a day to mark",
    }[row["kind"]]
