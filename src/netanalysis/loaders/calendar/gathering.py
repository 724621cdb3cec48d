"""Meetings of all calendars to the tables of a harvest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd

from netanalysis.addresses import valid_address
from netanalysis.harvest import Harvest, address_key, digest
from netanalysis.loaders.calendar.events import Guest, Meeting, Moment
from netanalysis.loaders.calendar.instances import (
    MOST_IN_ALL,
    MOST_OF_ONE_SERIES,
    Held,
    hold,
)
from netanalysis.tally import Tally

KIND_REASONS: Final = {
    "robot": "a room, a resource or a calendar, as the calendar file says",
    "list": "a group, as the calendar file says",
}


@dataclass
class Gathering:
    """What was read of all calendars, before copies are told apart."""

    meetings: list[Meeting] = field(default_factory=list)
    tallies: dict[str, Tally] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """The name of the calendar in each file."""


def build_harvest(gathering: Gathering) -> Harvest:
    """Return the harvest of all calendars; the latest state of each event counts."""
    tallies = gathering.tallies
    latest = _latest(gathering.meetings, tallies)
    replaced: dict[str, list[Moment]] = {}
    for meeting in latest:
        if meeting.replaces is not None:
            replaced.setdefault(meeting.uid, []).append(meeting.replaces)
    kept = [meeting for meeting in latest if _is_contact(meeting, tallies[meeting.file])]
    held = hold(kept, replaced)
    _settle(kept, held, tallies)
    rows, roles = _rows(held)
    issues = [issue for tally in tallies.values() for issue in tally.issues]
    return Harvest(
        mentions=_mentions(kept),
        interactions=rows,
        participations=roles,
        owner_hints=_owner_hints(kept, gathering.names),
        list_addresses=_list_addresses(kept),
        issues=pd.DataFrame(issues, columns=["file", "line", "reason", "problem", "is_left_out"])
        if issues
        else Harvest().issues,
        ledger=pd.DataFrame(
            [tally.ledger_row() for tally in tallies.values()], columns=Harvest().ledger.columns
        ),
    )


def _latest(meetings: Sequence[Meeting], tallies: dict[str, Tally]) -> list[Meeting]:
    """Return the latest state of each event; the others count as duplicates."""
    best: dict[tuple[str, int | None], Meeting] = {}
    for meeting in meetings:
        key = (meeting.uid, meeting.replaces.instant if meeting.replaces else None)
        rival = best.get(key)
        if rival is None:
            best[key] = meeting
            continue
        loser, winner = sorted([meeting, rival], key=lambda m: m.version)
        if meeting.version == rival.version:
            loser, winner = meeting, rival
        best[key] = winner
        tallies[loser.file].n_duplicate += 1
    return list(best.values())


def _is_contact(meeting: Meeting, tally: Tally) -> bool:
    """Whether people met; an event that is none is left out with its reason."""
    line = meeting.line
    if meeting.status == "CANCELLED":
        tally.leave_out(line, "cancelled", "the event was cancelled")
        return False
    people = [guest for guest in _everybody(meeting) if guest.kind != "robot"]
    if len(people) > 1:
        return True
    if meeting.n_declined:
        problem = "everybody else who was invited declined"
        tally.leave_out(line, "everybody else declined", problem)
    else:
        tally.leave_out(line, "nobody else invited", "an entry of one's own is no contact")
    return False


def _everybody(meeting: Meeting) -> list[Guest]:
    return [meeting.organizer, *meeting.guests] if meeting.organizer else list(meeting.guests)


def _settle(kept: Sequence[Meeting], held: Held, tallies: dict[str, Tally]) -> None:
    """Count what was kept, and say what is doubtful about it."""
    n_instances: Counter[str] = Counter()
    n_series: Counter[str] = Counter()
    n_declined: Counter[str] = Counter()
    held_ones = set(held.meetings)
    for meeting, instants in zip(held.meetings, held.instants, strict=True):
        if len(instants) > 1:
            n_series[meeting.file] += 1
            n_instances[meeting.file] += len(instants)
    for meeting in kept:
        tally = tallies[meeting.file]
        if meeting not in held_ones:
            problem = "every single date of it was taken out, changed or beyond the cap"
            tally.leave_out(meeting.line, "no date left", problem)
            continue
        tally.n_kept += 1
        n_declined[meeting.file] += meeting.n_declined
        for reason, problem in _doubts(meeting, held):
            tally.doubt(meeting.line, reason, problem)
    if held.n_cut_in_all:
        problem = (
            f"repeating meetings come to {held.n_cut_in_all + MOST_IN_ALL:,}; the latest "
            f"{MOST_IN_ALL:,} of them were counted"
        )
        next(iter(tallies.values())).doubt(None, "too many repetitions", problem)
    for file, tally in tallies.items():
        if n_series[file]:
            tally.note(f"{n_instances[file]:,} meetings in {n_series[file]:,} series")
        if n_declined[file]:
            tally.note(f"{n_declined[file]:,} declined invitations do not count as taking part")


def _doubts(meeting: Meeting, held: Held) -> list[tuple[str, str]]:
    doubts = list(meeting.doubts)
    if meeting in held.n_cut:
        n_all = held.n_cut[meeting] + MOST_OF_ONE_SERIES
        problem = f"the series comes to {n_all:,} meetings; the latest {MOST_OF_ONE_SERIES:,} count"
        doubts.append(("too many repetitions", problem))
    if not meeting.start.is_plausible:
        doubts.append(("implausible date", "kept, but left out of all dated results"))
    elif not meeting.start.zone.is_known:
        problem = "the time has no zone, or one that is not known; taken as good to a day"
        doubts.append(("time zone not known", problem))
    if meeting.is_for_all_later:
        problem = "the change was for all later meetings too; it was made for this one alone"
        doubts.append(("change of a whole series", problem))
    return doubts


def _rows(held: Held) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the interactions and who took part in them."""
    rows: list[tuple[Any, ...]] = []
    roles: list[tuple[str, str, str]] = []
    for meeting, instants in zip(held.meetings, held.instants, strict=True):
        quality = _quality(meeting)
        people = [(guest.key, guest.role) for guest in _everybody(meeting)]
        n_invited = sum(guest.kind != "robot" for guest in meeting.guests)
        thread = "meeting:" + digest(meeting.uid)
        is_single = len(instants) == 1 and meeting.rule is None and not meeting.extra
        if meeting.replaces is not None:
            stamps = [str(meeting.replaces.instant)]
        else:
            stamps = [""] if is_single else [str(at) for at in instants]
        for at, stamp in zip(instants.tolist(), stamps, strict=True):
            own_id = "meeting:" + digest(meeting.uid, stamp)
            subject = meeting.subject or None
            rows.append((own_id, at, quality, thread, subject, n_invited, meeting.file))
            roles += [(own_id, key, role) for key, role in people]
    columns = ["interaction_id", "at", "date_quality", "thread_id", "subject", "n", "origin"]
    frame = pd.DataFrame(rows, columns=columns)
    seconds = frame["at"].to_numpy(dtype=np.int64).astype("datetime64[s]")
    frame = frame.assign(
        occurred_at=pd.DatetimeIndex(seconds.astype("datetime64[us]")).tz_localize("UTC"),
        channel="meeting",
        n_recipients=frame["n"],
        is_bulk=False,
    ).drop(columns=["at", "n"])
    return frame, pd.DataFrame(roles, columns=["interaction_id", "alias_key", "role"])


def _quality(meeting: Meeting) -> str:
    if not meeting.start.is_plausible:
        return "implausible"
    return "day" if meeting.start.is_day or not meeting.start.zone.is_known else "ok"


def _mentions(kept: Sequence[Meeting]) -> pd.DataFrame:
    counts: Counter[tuple[str, str]] = Counter()
    origins: dict[tuple[str, str], str] = {}
    for meeting in kept:
        for guest in _everybody(meeting):
            counts[guest.key, guest.name] += 1
            origins.setdefault((guest.key, guest.name), meeting.file)
    return pd.DataFrame(
        [(key, name or None, n, origins[key, name]) for (key, name), n in counts.items()],
        columns=["alias_key", "name", "n_uses", "origin"],
    )


def _list_addresses(kept: Sequence[Meeting]) -> pd.DataFrame:
    kinds: dict[str, str] = {}
    for meeting in kept:
        for guest in _everybody(meeting):
            if guest.kind:
                kinds.setdefault(guest.key, guest.kind)
    return pd.DataFrame(
        [(key, kind, KIND_REASONS[kind]) for key, kind in kinds.items()],
        columns=["alias_key", "kind", "reason"],
    )


def _owner_hints(kept: Sequence[Meeting], names: dict[str, str]) -> pd.DataFrame:
    """Return signs of whose calendars these are: their names, and who is on every event."""
    on_it: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for meeting in kept:
        on_it.update(guest.key for guest in _everybody(meeting) if not guest.kind)
        address = valid_address(names.get(meeting.file, ""))
        if address:
            named[address_key(address)] += 1
    hints = [("name of the calendar", key, n) for key, n in named.items()]
    hints += [("on every meeting", key, n) for key, n in on_it.items() if key.startswith("address")]
    return pd.DataFrame(
        [(key, hint, n, len(kept)) for hint, key, n in hints],
        columns=["alias_key", "hint", "n", "n_of"],
    )
