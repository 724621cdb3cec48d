"""Findings in words, for notebooks and reports: the facts of an archive, reasons as a list."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import pandas as pd

from netanalysis.dataset import Dataset
from netanalysis.display.text import plain
from netanalysis.words import bulk_kinds, count


@dataclass(frozen=True)
class Facts:
    """The few numbers that say what an archive holds; draws itself in a notebook."""

    heading: str
    numbers: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]

    def __repr__(self) -> str:
        numbers = ", ".join(f"{number} {what}" for number, what in self.numbers)
        return "\n".join([self.heading, numbers, *self.remarks])

    def _repr_html_(self) -> str:
        tiles = "".join(
            f"<div class='tile' style='display:inline-block;vertical-align:top;width:8.5em;"
            f"margin:0 1.2em 0.6em 0'>"
            f"<b style='font-size:1.5em'>{escape(number)}</b><br>{escape(what)}</div>"
            for number, what in self.numbers
        )
        remarks = "".join(f"<p class='remark'>{escape(remark)}</p>" for remark in self.remarks)
        return (
            f"<div class='facts'><p class='heading'><b>{escape(self.heading)}</b></p>"
            f"<div class='tiles'>{tiles}</div>{remarks}</div>"
        )


@dataclass(frozen=True)
class Sentences:
    """A few sentences as a numbered list; draws itself in a notebook."""

    lines: tuple[str, ...]

    def __repr__(self) -> str:
        return "\n".join(f"{i}. {line}" for i, line in enumerate(self.lines, 1))

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{_lead(line)}</li>" for line in self.lines)
        return f"<ol class='sentences'>{items}</ol>"


def facts(archive: Dataset) -> Facts:
    """Return what an archive holds in a handful of numbers.

    Answers "what did I just load, and how much of it counts?".
    """
    events, people = archive.interactions, archive.people
    kinds = people["kind"].value_counts()
    n_bulk = int(events["is_bulk"].fillna(False).sum())
    n_machines = int(kinds.get("robot", 0)) + int(kinds.get("list", 0))
    n_connected = int((archive.relations["kind"] == "connected").sum())
    numbers = (
        (f"{int(kinds.get('person', 0)):,}", "people"),
        (f"{len(events) - n_bulk:,}", "interactions between people"),
        (f"{n_bulk:,}", "newsletters, lists and robots, left out of ties"),
        (f"{n_connected:,}", "LinkedIn connections"),
        (f"{int(archive.ledger['n_duplicate'].sum()):,}", "duplicates, counted once"),
        (f"{int(archive.ledger['n_left_out'].sum()):,}", "records left out"),
    )
    remarks = [f"How the owner was found: {archive.owner_reason}."]
    if n_bulk:
        remarks.append(f"Bulk: {bulk_kinds(events['bulk_kind'].dropna())}.")
    n_doubt = int((~events["date_quality"].isin(["ok", "day"])).sum())
    if n_doubt:
        remarks.append(
            f"Kept, but not counted as contact for want of a date that can be trusted: "
            f"{count(n_doubt, 'interaction')}."
        )
    n_shared = int(kinds.get("shared", 0))
    if n_shared:
        remarks.append(f"Mailboxes of several people or of nobody, left out of ties: {n_shared:,}.")
    if n_machines:
        remarks.append(f"Known to be robots or mailing lists: {count(n_machines, 'sender')}.")
    return Facts(plain(_heading(archive)), numbers, tuple(plain(remark) for remark in remarks))


def in_words(finding: pd.DataFrame, *, n: int = 5) -> Sentences:
    """Return the reasons of the first ``n`` rows of a finding as a numbered list."""
    return Sentences(tuple(plain(reason) for reason in finding["reason"].head(n)))


def _heading(archive: Dataset) -> str:
    events = archive.interactions
    trusted = events.loc[events["date_quality"].isin(["ok", "day"]), "occurred_at"].dropna()
    owner = "An archive without a known owner"
    if archive.has_owner:
        names = archive.people.set_index("person_id")["name"]
        owner = str(names.get(archive.me, archive.me))
    if trusted.empty:
        return owner
    first, last = (f"{at.day} {at:%B %Y}" for at in (trusted.min(), trusted.max()))
    return f"{owner}, {first} to {last}"


def _lead(line: str) -> str:
    """Return a sentence with the name before its first colon in bold."""
    name, colon, rest = line.partition(": ")
    if not colon:
        return escape(line)
    return f"<b>{escape(name)}</b>: {escape(rest)}"
