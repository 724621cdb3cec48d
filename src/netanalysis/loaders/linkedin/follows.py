"""Member_Follows.csv and Teammates.csv: people the owner follows or works with, by name."""

from __future__ import annotations

from typing import Final

from netanalysis.harvest import name_key
from netanalysis.loaders.linkedin.dates import days
from netanalysis.loaders.linkedin.gathering import Gathering
from netanalysis.loaders.linkedin.persons import display_name, is_hidden
from netanalysis.loaders.linkedin.sheet import Sheet

TEAM_KINDS: Final = {"direct_report": "manages", "manager": "reports_to"}
"""Who the team mate is to the owner; any other type is a team mate."""


def read_member_follows(sheet: Sheet, gathering: Gathering) -> None:
    """Gather whom the owner follows, by name, since the UTC day of ``Date``.

    Only rows whose status is ``Active`` count. Very old rows carry the time 00:00:00; a
    day is all that is kept of any.
    """
    date, status, name = sheet.at("date"), sheet.at("status"), sheet.at("fullname")
    rows = [(line, row[date], row[status], row[name]) for line, row in sheet.records()]
    wanted = []
    for line, when, state, who in rows:
        word = state.strip().casefold()
        if word in ("active", ""):
            wanted.append((line, when, "follows", who))
        elif word.startswith("unfollow"):
            sheet.tally.leave_out(line, "no longer followed", "the owner stopped following")
        else:
            sheet.tally.leave_out(
                line, "status unknown", "the status is neither Active nor Unfollow"
            )
    _relate(wanted, sheet, gathering)


def read_teammates(sheet: Sheet, gathering: Gathering) -> None:
    """Gather confirmed team mates, by name: who reports to the owner, who manages them.

    ``Date Created`` states no zone; the day is kept as it stands.
    """
    name, kind = sheet.at("teammatename"), sheet.at("teammatetype")
    state, date = sheet.at("teammaterequeststate"), sheet.at("datecreated")
    wanted = []
    for line, row in sheet.records():
        if row[state].strip().casefold() != "confirmed":
            sheet.tally.leave_out(line, "not confirmed", "the other side did not confirm it")
            continue
        relation = TEAM_KINDS.get(row[kind].strip().casefold().replace(" ", "_"), "teammate")
        wanted.append((line, row[date], relation, row[name]))
    _relate(wanted, sheet, gathering)


def _relate(wanted: list[tuple[int, str, str, str]], sheet: Sheet, gathering: Gathering) -> None:
    """Add a relation for every line, date, kind and name, each name once a kind."""
    seen: dict[tuple[str, str], str] = {}
    for (line, when, kind, who), stamp in zip(
        wanted, days([when for _, when, _, _ in wanted]), strict=True
    ):
        if stamp.quality == "unreadable":
            sheet.tally.doubt_date(line, stamp.problem)
        name = display_name(who)
        if is_hidden(name):
            key = f"anonymous:{sheet.tally.content.replace(' ', '_')}.csv:{line}"
            gathering.mention(key, "", sheet.file)
            gathering.relations.append((key, kind, stamp.at, sheet.file))
            sheet.tally.n_anonymous += 1
            continue
        key = name_key(name)
        if (key, kind) in seen:
            sheet.tally.n_duplicate += 1
            if seen[key, kind] != when:
                problem = "another row gives this name; two people of one name are not told apart"
                sheet.tally.doubt(line, "same person twice", problem)
            continue
        seen[key, kind] = when
        gathering.mention(key, name, sheet.file)
        gathering.relations.append((key, kind, stamp.at, sheet.file))
        sheet.tally.n_kept += 1
