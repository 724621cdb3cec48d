"""What a terminal shows of who is who: the report of ``netanalysis people``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from netanalysis.dataset import Dataset
from netanalysis.deciding import readable_alias
from netanalysis.display.text import clean
from netanalysis.harvest import OWNER_KEY
from netanalysis.review import merge_proposals, own_aliases
from netanalysis.words import count, people_kinds

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

SHOWN: Final = 10
"""Proposals, own aliases and shared mailboxes in one view; the rest is counted."""

ALONE: Final = "itself"
GAP: Final = 2
VERDICT_WORDS: Final = {"same": "one person", "different": "two people"}


def print_people(archive: Dataset, console: Console, decided: pd.DataFrame | None = None) -> None:
    """Print who is who: the owner, what was joined and why, and what waits for a verdict.

    ``decided`` is what :func:`~netanalysis.verdicts.decisions` returns.
    """
    _print_owner(archive, console)
    _print_joins(archive, console)
    _print_shared(archive, console)
    _print_proposals(archive, console)
    if decided is not None:
        _print_decided(decided, console)


def _print_owner(archive: Dataset, console: Console) -> None:
    from rich.text import Text

    if not archive.has_owner:
        words = f"Owner: unknown, {archive.owner_reason}; name yours with --me ADDRESS."
        console.print(Text(words, style="bold"))
        return
    name = archive.people.set_index("person_id")["name"].get(archive.me, archive.me)
    console.print(Text(f"Owner: {clean(name)}", style="bold"))
    reason = clean(archive.owner_reason)
    console.print(Text(f"{reason[:1].upper()}{reason[1:]}."))
    table = _table()
    mine = own_aliases(archive)
    for key, row in mine.head(SHOWN).iterrows():
        shown = "the LinkedIn export" if key == OWNER_KEY else readable_alias(str(key))
        table.add_row(Text(clean(shown)), Text(_used(row), style="dim"))
    console.print(table)
    _print_rest(len(mine), console)


def _print_joins(archive: Dataset, console: Console) -> None:
    from rich.text import Text

    n_aliases = count(len(archive.aliases), "alias", "aliases")
    _heading(f"{n_aliases} became {people_kinds(archive.people['kind'].dropna())}", console)
    rules = archive.aliases.loc[archive.aliases["rule"] != ALONE, "rule"].value_counts()
    table = _table(right=True)
    for rule, n in sorted(rules.items(), key=lambda item: (-item[1], str(item[0]))):
        table.add_row(f"{n:,}", Text(str(rule)))
    if len(rules):
        console.print(Text("Aliases joined to a person, by the rule that did it:"))
        console.print(table)
    n_alone = int((archive.aliases["rule"] == ALONE).sum())
    console.print(Text(f"{count(n_alone, 'alias', 'aliases')} joined to no other.", style="dim"))


def _print_shared(archive: Dataset, console: Console) -> None:
    from rich.text import Text

    shared = archive.people[archive.people["kind"] == "shared"]
    if shared.empty:
        return
    _heading("Mailboxes of several people or of nobody, joined to no person", console)
    table = _table()
    for row in shared.sort_values("person_id").head(SHOWN).to_dict("records"):
        table.add_row(Text(clean(row["person_id"])), Text(clean(row["kind_reason"]), style="dim"))
    console.print(table)
    _print_rest(len(shared), console)


def _print_proposals(archive: Dataset, console: Console) -> None:
    from rich.text import Text

    every = merge_proposals(archive)
    if every.empty:
        _heading("Nothing waits for your verdict", console)
        return
    head = f"{count(len(every), 'pair')} may be one person"
    if len(every) > SHOWN:
        head += f"; the {SHOWN} that matter most"
    _heading(head, console)
    table = _table(1)
    for key, row in every.head(SHOWN).iterrows():
        names = f"{clean(row['name'])} may be {clean(row['other_name'])}"
        words = Text()
        words.append(names, style="bold")
        words.append(f"\n{clean(row['evidence'])} (score {row['score']:.2f})")
        for prefix in ("", "other_"):
            words.append("\n").append(_side(row, prefix), style="dim")
        table.add_row(Text(str(key)), words)
    console.print(table)
    console.print()
    console.print(Text("To decide, add --accept ID or --reject ID, as often as you like:"))
    console.print(Text(f"  --wishes netanalysis.toml --accept {every.index[0]}"))


def _side(row: pd.Series, prefix: str) -> str:
    """Return one of the two people: how much was seen of them, and under which aliases."""
    return f"{_used(row, prefix)}: {clean(row[f'{prefix}known_as'])}"


def _print_decided(decided: pd.DataFrame, console: Console) -> None:
    from rich.text import Text

    if decided.empty:
        return
    _heading(f"{count(len(decided), 'verdict')} of yours", console)
    table = _table()
    for key, row in decided.iterrows():
        day = "" if pd.isna(row["decided_on"]) else f", {row['decided_on']:%Y-%m-%d}"
        words = VERDICT_WORDS[row["decision"]]
        pair = " and ".join(clean(readable_alias(row[key])) for key in ("alias_key", "other_key"))
        table.add_row(Text(str(key), style="bold"), Text(f"{pair}: {words}{day}"))
    console.print(table)
    console.print(Text("Take back with --wishes FILE and --undo ID."))


def _heading(words: str, console: Console) -> None:
    from rich.text import Text

    console.print()
    console.print(Text(words, style="bold"))


def _print_rest(n: int, console: Console) -> None:
    from rich.text import Text

    if n > SHOWN:
        console.print(Text(f"and {n - SHOWN:,} more", style="dim"))


def _table(air: int = 0, *, right: bool = False) -> Table:
    """Return two columns without lines, with ``air`` empty lines after each row."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, GAP, air, 0), show_header=False)
    table.add_column(no_wrap=True, justify="right" if right else "left")
    table.add_column(overflow="fold")
    return table


def _used(row: pd.Series, prefix: str = "") -> str:
    """Say how many interactions there were, and until when."""
    n = int(row[f"{prefix}n_interactions"])
    last = row[f"{prefix}last_on"]
    return count(n, "interaction") + ("" if pd.isna(last) else f", last {last:%Y-%m-%d}")
