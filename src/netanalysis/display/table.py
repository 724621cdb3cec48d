"""Tables for people: few columns, plain headings, numbers as one would say them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

import pandas as pd

from netanalysis.display.text import (
    MISSING,
    clean,
    day,
    duration,
    is_known,
    number,
    numbers,
    percent,
    plain,
)
from netanalysis.errors import SchemaError
from netanalysis.words import count

if TYPE_CHECKING:
    from rich.console import Console

MOST_COLUMNS: Final = 6
"""More do not fit a notebook page without scrolling sideways."""
_CELL_LIMIT: Final = 48
"""Characters in a cell; pandas itself cuts at 50, in the middle of a word."""

ROWS_PRINTED: Final = 20
"""Rows on a terminal: one screen."""
_GAP: Final = 2
_LONG_WORD: Final = 24
"""What is longer, such as an address, may be broken."""
_NUMBER: Final = r"[-+]?[\d,.]+( %)?|–|(under|over) \d+ %"

_HEADINGS: Final = {
    "p_30": "chance of contact in 30 days",
    "p_60": "chance of contact in 60 days",
    "p_90": "chance of contact in 90 days",
    "usual_gap_days": "usual gap",
    "unusual_silence": "odds of such a silence",
    "n_contact_days": "days with contact",
    "n_sent": "you wrote",
    "n_received": "they wrote",
    "n_from_me": "you wrote",
    "n_from_them": "they wrote",
    "first_on": "first contact",
    "last_on": "last contact",
    "last_by": "last word by",
    "value": "value to you",
    "access_share": "share of your access",
    "n_groups": "groups reached",
    "single_access": "your only live contact at",
    "n_common": "things shared",
    "common": "in common",
    "a_name": "one",
    "b_name": "the other",
    "to_name": "to whom",
    "tier": "how",
    "complement": "they bring / you bring",
    "past": "last joint conversation",
    "brokerage": "brokerage",
    "at_risk": "risk of loss",
    "n_live_seniors": "seniors in touch",
    "live_seniors": "seniors in touch",
    "n_candidates": "could be asked",
    "candidates": "could be asked",
    "n_contacts": "contacts",
    "n_title_unknown": "title unknown",
    "reach": "how to reach them",
    "label": "state",
    "status": "coverage",
    "reason": "in words",
    "proposal_id": "proposal",
    "other_name": "may be",
    "n_affected": "would move",
    "share_pairs_seen": "pairs seen",
    "tie_strength": "tie strength",
    "top_share": "runs among the first",
    "rank_low": "usual place from",
    "rank_high": "usual place to",
    "auc_inside": "ranked right",
    "ndcg_10": "list of ten",
    "horizon_days": "days ahead",
    "is_question": "asked something",
    "your_working_hours": "you answer in (working hours)",
    "their_working_hours": "they answer in (working hours)",
    "n_your_replies": "your answers",
    "n_their_replies": "their answers",
    "rank_easiest": "place: easiest",
    "rank_worth": "place: most worth it",
}
_PERCENT: Final = frozenset(
    {"p_30", "p_60", "p_90", "unusual_silence", "reciprocity", "auc_inside", "said", "was"}
)
"""Shares of one whose names do not say so."""
_IDENTIFIERS: Final = frozenset({"person_id", "source", "target", "interaction_id"})

_THEIR_REPLIES: Final = ("their_working_hours", "n_their_replies")
_FIRST_CHOICES: Final = (
    ("neglect", ("name", "company", "label", "days_silent", "p_90", "last_on")),
    ("rank_worth", ("name", "company", "days_silent", "p_90", "rank_easiest", "rank_worth")),
    ("waiting", ("name", "waiting", "days_waiting", "is_question", "subject", "n_contact_days")),
    ("your_working_hours", ("name", "your_working_hours", "n_your_replies", *_THEIR_REPLIES)),
    ("layer_support", ("rank", "name", "share", "n_contact_days", "share_before", "name_before")),
    ("auc_inside", ("auc_inside", "ndcg_10", "said", "was")),
    ("n_past", ("names", "n_common", "complement", "past", "p_90")),
    ("brokerage", ("name", "group", "n_groups", "single_access", "p_90", "at_risk")),
    ("b_name", ("a_name", "b_name", "common", "score")),
    ("tier", ("name", "to_name", "tier", "n_contact_days", "p_90")),
    ("is_me", ("name", "company", "title", "kind")),
    ("level_gap", ("name", "title", "organisation", "n_contact_days", "reach")),
    ("live_seniors", ("kind", "status", "live_seniors", "candidates", "n_title_unknown")),
    ("n_affected", ("proposal_id", "name", "other_name", "n_affected", "score", "rule")),
    ("n_from_me", ("n_from_me", "n_from_them", "channels")),
)
"""A column that tells which finding it is, and the columns people want of that finding."""


def readable(
    finding: pd.DataFrame, *, n: int = 10, columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return the first rows of a finding as a narrow table of words.

    Answers "show me, in plain words". Rows keep their order and are numbered from 1.
    Shares become ``22 %``, dates ``2026-03-04``, gaps ``11 days``, missing values ``–``;
    a number that needs more than two digits after the point is rounded, and numbers of one
    column have equally many. Text is made safe:
    control signs are dropped, and ``$`` and backslash become their wide forms, because a
    notebook would read them as mathematics.

    Parameters
    ----------
    finding
        Any finding; its index is shown too, identifiers only where no name stands beside them.
    n
        How many rows.
    columns
        Columns wanted, in order, at most 6; by default those that matter most for the
        finding. ``reason`` is left out unless asked for, because a notebook cuts sentences
        at 50 characters; where it is asked for it comes whole.

    Returns
    -------
    DataFrame
        At most 6 columns of text, one row a person or field.

    Raises
    ------
    SchemaError
        When a column asked for is not there, or more than 6 are asked for.
    """
    named = _with_index(finding)
    chosen = list(columns) if columns is not None else _choice(named, finding)
    _check(chosen, named)
    rows = named.head(max(n, 0))
    heads = _unique_headings(chosen)
    shown = pd.DataFrame(
        {
            head: pd.Series(_cells(column, rows[column]), dtype="str")
            for head, column in zip(heads, chosen, strict=True)
        }
    )
    shown.index = pd.RangeIndex(1, len(rows) + 1)
    return shown


def print_finding(finding: pd.DataFrame, console: Console, *, n: int = ROWS_PRINTED) -> None:
    """Print the first rows of a finding, as many columns as fit, and how to have the rest."""
    from rich.table import Table
    from rich.text import Text

    if finding.empty:
        console.print(Text("Nothing was found."))
        return
    shown = readable(finding, n=n)
    widths = _widths(shown, console.width)
    shown = shown.iloc[:, : len(widths)]
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    table.add_column("", justify="right", style="dim", no_wrap=True)
    for (head, cells), width in zip(shown.items(), widths, strict=True):
        is_number = cells.str.fullmatch(_NUMBER).all() and (cells != MISSING).any()
        side: Literal["left", "right"] = "right" if is_number else "left"
        table.add_column(str(head), justify=side, overflow="fold", width=width)
    for place, row in zip(shown.index, shown.itertuples(index=False), strict=True):
        table.add_row(str(place), *map(Text, row))
    console.print(table)
    console.print()
    n_columns = finding.shape[1] + sum(name is not None for name in finding.index.names)
    rows = f"{len(shown):,} of {count(len(finding), 'row')}"
    columns = f"{shown.shape[1]} of {count(n_columns, 'column')}"
    whole = "all of it: --format csv, or --out FILE.csv"
    console.print(Text(f"{rows}, {columns}; {whole}", style="dim"))


def _widths(shown: pd.DataFrame, width: int) -> list[int]:
    """Return the widths of the first columns, as many as fit without breaking names."""
    from rich.cells import cell_len

    least: list[int] = []
    wanted: list[int] = []
    room = width - len(str(len(shown)))
    for head, cells in shown.items():
        texts = [str(head), *cells]
        longest = max((cell_len(word) for text in texts for word in text.split()), default=1)
        wide = min(longest, _LONG_WORD)
        if least and room < wide + _GAP:
            break
        room -= wide + _GAP
        least.append(wide)
        wanted.append(max(map(cell_len, texts)))
    needs = [most - wide for most, wide in zip(wanted, least, strict=True)]
    for left, place in enumerate(sorted(range(len(needs)), key=needs.__getitem__)):
        more = max(min(needs[place], room // (len(needs) - left)), 0)
        least[place] += more
        room -= more
    return least


def _with_index(finding: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with its index as columns in front, where people can read it."""
    named = finding.copy(deep=False)
    hidden = _IDENTIFIERS if _has_names(finding) else frozenset()
    for position, level in reversed(list(enumerate(finding.index.names))):
        if level is None or level in hidden or level in named.columns:
            continue
        named.insert(0, level, finding.index.get_level_values(position))
    return named


def _has_names(finding: pd.DataFrame) -> bool:
    return not finding.columns.intersection(["name", "names", "a_name"]).empty


def _choice(named: pd.DataFrame, finding: pd.DataFrame) -> list[str]:
    for mark, wanted in _FIRST_CHOICES:
        if mark in named.columns:
            keys = ("field", "on", "rule", "horizon_days")
            front = [c for c in keys if c in named.columns and c not in wanted]
            return [*front, *(c for c in wanted if c in named.columns)][:MOST_COLUMNS]
    hidden = _IDENTIFIERS & set(finding.columns) | {"reason"}
    plain = [str(c) for c in named.columns if c not in hidden]
    return plain[:MOST_COLUMNS]


def _check(chosen: Sequence[str], named: pd.DataFrame) -> None:
    absent = [column for column in chosen if column not in named.columns]
    if absent:
        raise SchemaError(
            f"readable() was asked for {', '.join(map(repr, absent))}, which the finding does "
            f"not have; it has {', '.join(map(repr, named.columns))}"
        )
    if len(chosen) > MOST_COLUMNS:
        raise SchemaError(
            f"readable() shows at most {MOST_COLUMNS} columns, {len(chosen)} were asked for; "
            "use the finding itself for all of them"
        )


def _unique_headings(chosen: Sequence[str]) -> list[str]:
    heads: list[str] = []
    for column in chosen:
        head = _HEADINGS.get(column) or clean(column).replace("_", " ").removeprefix("n ")
        heads.append(head if head not in heads else clean(column).replace("_", " "))
    return heads


def _cells(column: str, values: pd.Series[Any]) -> list[str]:
    """Return a column as people read it."""
    if column in _PERCENT or "share" in column.split("_"):
        return [percent(value) for value in values]
    if column == "usual_gap_days":
        return [duration(value) for value in values]
    if pd.api.types.is_any_real_numeric_dtype(values.dtype):
        return numbers(values)
    return [_cell(column, value) for value in values]


def _cell(column: str, value: Any) -> str:
    if type(value).__name__ in ("bool", "bool_"):  # Python's or numpy's
        return "yes" if value else "no"
    for kind, spell in _SPELLINGS:
        if isinstance(value, kind):
            return spell(value)
    if not pd.api.types.is_scalar(value) or is_known(value):
        return plain(value, None if column == "reason" else _CELL_LIMIT) or MISSING
    return MISSING


_SPELLINGS: Final[tuple[tuple[type, Callable[[Any], str]], ...]] = (
    (pd.Timestamp, day),
    (pd.Timedelta, lambda value: duration(value.days)),
    (int, number),
    (float, number),
)
