"""Endorsement_Given_Info.csv and Endorsement_Received_Info.csv: skills vouched for."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from netanalysis.harvest import OWNER_KEY, digest, name_key
from netanalysis.loaders.linkedin.dates import Stamp, instants
from netanalysis.loaders.linkedin.gathering import Gathering
from netanalysis.loaders.linkedin.persons import display_name, is_hidden, key_of_url
from netanalysis.loaders.linkedin.sheet import Sheet

CHANNEL: Final = "endorsement"


@dataclass
class Act:
    """What one person endorsed on one day: LinkedIn writes a row per skill clicked."""

    key: str
    name: str
    day: str
    at: datetime | None
    quality: str
    skills: list[str] = field(default_factory=list)
    statuses: set[str] = field(default_factory=set)


def read_endorsements_given(sheet: Sheet, gathering: Gathering) -> None:
    """Gather what the owner endorsed in others, one interaction per person and UTC day."""
    _read(sheet, gathering, "endorsee")


def read_endorsements_received(sheet: Sheet, gathering: Gathering) -> None:
    """Gather what others endorsed in the owner, one interaction per person and UTC day.

    The status of each row (accepted, pending, hidden ...) is kept as the folder.
    """
    _read(sheet, gathering, "endorser")


def _read(sheet: Sheet, gathering: Gathering, other: str) -> None:
    first, last = sheet.at(f"{other}firstname"), sheet.at(f"{other}lastname")
    url, skill = sheet.at(f"{other}publicurl"), sheet.at("skillname")
    status, date = sheet.at("endorsementstatus"), sheet.at("endorsementdate")
    rows = list(sheet.records())
    stamps = instants([row[date] for _, row in rows])
    acts: dict[tuple[str, str], Act] = {}
    seen: set[tuple[str, ...]] = set()
    for (line, row), stamp in zip(rows, stamps, strict=True):
        name = display_name(row[first], row[last])
        key = key_of_url(row[url]) or ("" if is_hidden(name) else name_key(name))
        act_of = (other, row[date].strip() if stamp.at is None else stamp.at.date())
        if (key and tuple(row) in seen) or _is_known(act_of, key, name, gathering):
            sheet.tally.n_duplicate += 1
            continue
        seen.add(tuple(row))
        if stamp.quality == "unreadable":
            sheet.tally.doubt_date(line, stamp.problem)
        if key:
            sheet.tally.n_kept += 1
        else:
            sheet.tally.n_anonymous += 1
            key = f"anonymous:{sheet.tally.content.replace(' ', '_')}.csv:{line}"
        _add(acts, (key, "" if is_hidden(name) else name), stamp, row[date].strip())
        act = acts[key, _day(stamp, row[date].strip())]
        act.skills.append(row[skill].strip())
        act.statuses.add(row[status].strip())
    for act in acts.values():
        _keep(act, sheet, gathering, is_given=other == "endorsee")


def _is_known(act_of: tuple[Hashable, ...], key: str, name: str, gathering: Gathering) -> bool:
    """Whether a newer export has an act of this person and day, by alias or by name."""
    aliases = {key, "" if is_hidden(name) else name_key(name)} - {""}
    is_known = any(gathering.known.knows(CHANNEL, *act_of, alias) for alias in aliases)
    for alias in aliases:
        gathering.known.note(CHANNEL, *act_of, alias)
    return is_known or (not aliases and gathering.known.gave(CHANNEL, *act_of, ""))


def _day(stamp: Stamp, text: str) -> str:
    return stamp.at.date().isoformat() if stamp.at else text


def _add(acts: dict[tuple[str, str], Act], who: tuple[str, str], stamp: Stamp, text: str) -> None:
    """Open the act of a person and day, or move an open one to its earliest moment."""
    day = _day(stamp, text)
    act = acts.get((who[0], day))
    if act is None:
        acts[who[0], day] = Act(who[0], who[1], day, stamp.at, stamp.quality)
    elif stamp.at and act.at and stamp.at < act.at:
        act.at, act.quality = stamp.at, stamp.quality


def _keep(act: Act, sheet: Sheet, gathering: Gathering, *, is_given: bool) -> None:
    way = "given" if is_given else "received"
    identity = f"linkedin:{CHANNEL}:{digest(way, act.key, act.day)}"
    gathering.mention(act.key, act.name, sheet.file)
    gathering.act(
        identity,
        CHANNEL,
        Stamp(act.at, act.quality),
        sheet.file,
        subject=", ".join(dict.fromkeys(s for s in act.skills if s)) or None,
        folder=", ".join(sorted(s for s in act.statuses if s)) or None,
    )
    sender, receiver = (OWNER_KEY, act.key) if is_given else (act.key, OWNER_KEY)
    gathering.parties += [(identity, sender, "from"), (identity, receiver, "to")]
