"""The count of one file: what was read and what became of it, with a row per problem."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

NOTHING_KEPT: Final = "nothing in this file could be kept; the issues table says why, row by row"


class Issue(NamedTuple):
    """One row of the ``issues`` table."""

    file: str
    line: int | None
    reason: str
    problem: str
    is_left_out: bool


@dataclass
class Tally:
    """Counts for one file. Whoever takes a record from it says once what became of it.

    ``n_read`` is counted where rows are parsed and the other counts where they are used,
    so that their agreement means something.
    """

    file: str
    content: str
    n_read: int = 0
    n_kept: int = 0
    n_anonymous: int = 0
    n_duplicate: int = 0
    n_left_out: int = 0
    issues: list[Issue] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def leave_out(self, line: int, reason: str, problem: str) -> None:
        """Count a record that does not enter the tables, and say why."""
        self.n_left_out += 1
        self.issues.append(Issue(self.file, line, reason, problem, True))

    def doubt(self, line: int | None, reason: str, problem: str) -> None:
        """Say that a record, or the whole file, was used with a doubt."""
        self.issues.append(Issue(self.file, line, reason, problem, False))

    def issue(self, reason: str, problem: str) -> Issue:
        """Return an issue about the file as a whole."""
        return Issue(self.file, None, reason, problem, False)

    def doubt_date(self, line: int, problem: str) -> None:
        """Say that a record was kept without its date."""
        self.doubt(line, "unreadable date", problem)

    def note(self, text: str) -> None:
        """Add a remark to the ledger row."""
        self.notes.append(text)

    def ledger_row(self) -> tuple[str, str, int, int, int, int, int, str | None]:
        """Return the row of the ``ledger`` table."""
        notes = list(self.notes)
        if self.n_read and self.n_read == self.n_left_out:
            notes.insert(0, NOTHING_KEPT)
        return (
            self.file,
            self.content,
            self.n_read,
            self.n_kept,
            self.n_anonymous,
            self.n_duplicate,
            self.n_left_out,
            "; ".join(notes) or None,
        )
