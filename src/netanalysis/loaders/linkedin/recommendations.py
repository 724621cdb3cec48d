"""Recommendations_Given.csv and Recommendations_Received.csv: the strongest public word."""

from __future__ import annotations

from typing import Final, NamedTuple

from netanalysis.harvest import OWNER_KEY, digest, name_key
from netanalysis.loaders.linkedin.dates import Stamp, instants, pacific
from netanalysis.loaders.linkedin.gathering import Gathering, Position
from netanalysis.loaders.linkedin.persons import display_name, is_hidden, key_of_url
from netanalysis.loaders.linkedin.sheet import Sheet

CHANNEL: Final = "recommendation"


class Recommendation(NamedTuple):
    """One row without its text."""

    line: int
    name: str
    profile: str
    company: str
    title: str
    status: str
    created_text: str
    created: Stamp
    row_hash: int


def read_recommendations_given(sheet: Sheet, gathering: Gathering) -> None:
    """Gather the recommendations the owner wrote."""
    _keep_all(_recommendations(sheet), sheet, gathering, is_given=True)


def read_recommendations_received(sheet: Sheet, gathering: Gathering) -> None:
    """Gather the recommendations others wrote for the owner.

    ``Creation Date`` is taken as Pacific wall clock, as in files of the same form; the
    zone is unproven for this file. The text is not kept.
    """
    _keep_all(_recommendations(sheet), sheet, gathering, is_given=False)


def read_recommendations(sheet: Sheet, gathering: Gathering) -> None:
    """Gather a file renamed to ``Recommendations.csv``, whose name hides the direction.

    Received ones carry a status such as ``VISIBLE`` and given ones carry none.
    """
    found = _recommendations(sheet)
    is_given = not any(item.status for item in found)
    sheet.tally.doubt(
        None,
        "direction inferred",
        f"the name does not say given or received; taken as {'given' if is_given else 'received'} "
        f"because {'no row has' if is_given else 'rows have'} a status",
    )
    _keep_all(found, sheet, gathering, is_given=is_given)


def _recommendations(sheet: Sheet) -> list[Recommendation]:
    first, last = sheet.at("firstname"), sheet.at("lastname")
    company, title = sheet.at("company"), sheet.at("jobtitle")
    created, status, url = (
        sheet.at("creationdate"),
        sheet.at("status"),
        sheet.at("publicurl", "url"),
    )
    rows = list(sheet.records())
    stamps = instants([row[created] for _, row in rows], zone=pacific())
    return [
        Recommendation(
            line=line,
            name=display_name(row[first], row[last]),
            profile=key_of_url(row[url]),
            company=row[company].strip(),
            title=row[title].strip(),
            status=row[status].strip(),
            created_text=row[created].strip(),
            created=stamp,
            row_hash=hash(tuple(row)),
        )
        for (line, row), stamp in zip(rows, stamps, strict=True)
    ]


def _keep_all(
    found: list[Recommendation], sheet: Sheet, gathering: Gathering, *, is_given: bool
) -> None:
    seen: set[int] = set()
    way = "given" if is_given else "received"
    for item in found:
        is_anonymous = not item.profile and is_hidden(item.name)
        is_known = gathering.known.gave(CHANNEL, way, item.created_text, name_key(item.name))
        if is_known or (not is_anonymous and item.row_hash in seen):
            sheet.tally.n_duplicate += 1
            continue
        seen.add(item.row_hash)
        if item.created.quality == "unreadable":
            sheet.tally.doubt_date(item.line, item.created.problem)
        if is_anonymous:
            sheet.tally.n_anonymous += 1
            key = f"anonymous:recommendations_{way}.csv:{item.line}"
        else:
            sheet.tally.n_kept += 1
            key = item.profile or name_key(item.name)
        base = digest(way, key, item.created_text)
        identity = f"linkedin:{CHANNEL}:{digest(base, str(gathering.number(base)))}"
        _keep(item, key, identity, sheet, gathering)
        sender, receiver = (OWNER_KEY, key) if is_given else (key, OWNER_KEY)
        gathering.parties += [(identity, sender, "from"), (identity, receiver, "to")]


def _keep(
    item: Recommendation, key: str, identity: str, sheet: Sheet, gathering: Gathering
) -> None:
    gathering.mention(key, "" if is_hidden(item.name) else item.name, sheet.file)
    gathering.act(identity, CHANNEL, item.created, sheet.file, folder=item.status or None)
    if item.company or item.title:
        day = item.created.at
        gathering.positions.append(
            Position(
                alias_key=key,
                company=item.company or None,
                title=item.title or None,
                started_on=None,
                finished_on=None,
                seen_on=day.replace(hour=0, minute=0, second=0, tzinfo=None) if day else None,
                origin=sheet.file,
            )
        )
