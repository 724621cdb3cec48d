"""Fields without a mentor, whom to ask, and whom to guide: sentences, and what a terminal shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from netanalysis.display.text import clean, person, pressing_first
from netanalysis.words import count

if TYPE_CHECKING:
    from rich.console import Console

WIDEST: Final = 80  # longer lines are hard to read
NAME_LIMIT: Final = 40
INDENT: Final = 3
_NOTE: Final = (
    "Titles are what people wrote about themselves, and messages show exchange, not guidance."
)
_STYLES: Final = {"gap": "bold red", "thin": "yellow", "covered": "green"}


def gap_sentences(gaps: pd.DataFrame) -> pd.DataFrame:
    """Return the finding, gaps first, with the field in its reasons and the unknown out of them.

    How many titles are unknown is the same for every field: see :func:`unknown_sentence`.
    """
    rows = pressing_first(gaps)
    words = [
        f"{_capital(clean(field))}: {_reason(row)}"
        for field, row in zip(rows.index, rows.to_dict("records"), strict=True)
    ]
    return rows.assign(reason=pd.Series(words, rows.index, dtype="string"))


def unknown_sentence(gaps: pd.DataFrame) -> str:
    """Say how many contacts are not judged, as no title tells their level."""
    return f"{_unknown(gaps.iloc[-1])}: any of them might fill a gap."


def candidate_sentences(found: pd.DataFrame) -> pd.DataFrame:
    """Return the finding with work and way to reach a person in its reasons."""
    words = []
    for row in found.to_dict("records"):
        name, *work = _facts(row)
        words.append(f"{name}: {'; '.join(filter(None, [', '.join(work), _why(row)]))}")
    return found.assign(reason=pd.Series(words, found.index, dtype="string"))


def print_mentors(
    gaps: pd.DataFrame, up: pd.DataFrame, down: pd.DataFrame, console: Console, *, n: int
) -> None:
    """Print the mentorship findings for people to read: ``n`` candidates up and down."""
    from rich.padding import Padding
    from rich.text import Text

    width = min(console.width, WIDEST)
    as_of = gaps.attrs["as_of"]
    title = clean(gaps.attrs["own_title"], NAME_LIMIT)
    own = f", seen from {title}" if title else ""
    heading = f"Guidance as of {as_of.day} {as_of:%B %Y}{own}"
    console.print(Text(heading, style="bold"), width=width)
    rows = pressing_first(gaps)
    for field, row in zip(rows.index, rows.to_dict("records"), strict=True):
        status = str(row["status"])
        console.print()
        line = Text(_capital(clean(field, NAME_LIMIT)), style="bold")
        console.print(line + Text(f"  {status}", style=_STYLES.get(status, "dim")), width=width)
        words = _capital(_reason(row))
        console.print(Padding(Text(words), (0, 0, 0, INDENT)), width=width)
    _print_people("Whom you could ask", up, n, console)
    _print_people("Whom you could offer guidance", down, n, console)
    for words in (unknown_sentence(gaps), _NOTE):
        console.print()
        console.print(Text(words, style="dim"), width=width)


def _unknown(row: Any) -> str:
    n_unknown, n_contacts = int(row["n_title_unknown"]), int(row["n_contacts"])
    return f"{n_unknown:,} of {n_contacts:,} contacts have no title that tells a level"


def _reason(row: dict[Any, Any]) -> str:
    """Return the row in words, without what is said once at the end."""
    return clean(str(row["reason"]).removesuffix(f"; {_unknown(row)}.").removesuffix(".")) + "."


def _print_people(heading: str, found: pd.DataFrame, n: int, console: Console) -> None:
    from rich.padding import Padding
    from rich.text import Text

    width = min(console.width, WIDEST)
    console.print()
    if found.empty:
        is_blind = found.attrs["own_level"] is None
        why = "your own title is not known" if is_blind else "no title shows anybody"
        console.print(Text(f"{heading}: {why}."), width=width)
        return
    more = len(found) - n
    left = f" ({count(more, 'more person', 'more people')} not shown)" if more > 0 else ""
    console.print(Text(f"{heading}{left}", style="bold"), width=width)
    for number, row in enumerate(found.head(n).to_dict("records"), start=1):
        console.print()
        console.print(_headline(number, row), width=width)
        console.print(Padding(Text(_capital(_why(row))), (0, 0, 0, INDENT)), width=width)


def _headline(number: int, row: dict[Any, Any]) -> Any:
    """Return "1  Ana Silva, VP Engineering, Halden" with the name in bold."""
    from rich.text import Text

    name, *work = _facts(row)
    return Text(f"{number}  ") + Text(name, style="bold") + Text("".join(f", {at}" for at in work))


def _facts(row: dict[Any, Any]) -> list[str]:
    """Return name, title and organisation, as far as they are known."""
    work = [clean(row[key], NAME_LIMIT) for key in ("title", "organisation")]
    return [person(clean(row["name"], NAME_LIMIT)), *filter(None, work)]


def _why(row: dict[Any, Any]) -> str:
    """Return what speaks for somebody, and how to reach them."""
    reason = str(row["reason"]).removeprefix(f"{row['name']}: ")
    return clean(f"{reason} {_capital(str(row['reach']))}.")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
