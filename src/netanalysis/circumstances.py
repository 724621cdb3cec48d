"""Circumstances of a silence: what may explain it, or keep the archive from telling.

Each is a sentence beside the tie. None of them changes the order or the label.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from netanalysis.counting import CONTACT_CHANNELS, Counted
from netanalysis.dataset import Dataset
from netanalysis.exchange import Paired
from netanalysis.rhythms import day_number
from netanalysis.words import count, listing

AWAY_DAYS: Final = 10  # an owner who sent nothing to anybody for so long was away
AWAY_SHARE: Final = 0.5  # of a silence; less does not explain it
EDGE_DAYS: Final = 30  # a tie first seen so soon after the archive begins may be older
CHANNEL_END_DAYS: Final = 30  # a channel that ends so long before the day of judgement
LEAST_CHANNEL_DAYS: Final = 20  # days of use before a channel can be said to end
GROUP_SHARE: Final = 0.2  # of messages to at most three people; below it is group mail
LEAST_MOVED_DAYS: Final = 3  # contact days on a channel before it can be left
MOVED_DAYS: Final = 90  # another channel went on for so long after it
SEASON_DATA_DAYS: Final = 730  # last year tells nothing without the year before it
LONGEST_SEASON_DAYS: Final = 180
YEAR_DAYS: Final = 364  # 52 weeks, so that weekdays meet
JOB_DAYS: Final = 90  # a new job so long before the last contact may still explain the silence

CHANNEL_WORDS: Final = {
    "mail": "mail",
    "linkedin_message": "LinkedIn messages",
    "invitation": "invitations",
    "meeting": "meetings",
    "call": "calls",
    "chat": "chat",
    "message": "messages",
}

Integers = npt.NDArray[np.signedinteger[Any]]


def circumstances(
    archive: Dataset, found: Counted, pairs: Paired, table: pd.DataFrame, instant: pd.Timestamp
) -> pd.Series:
    """Return what is to be said about each tie of ``table`` (:func:`netanalysis.ego.ego_ties`).

    Sentences joined by a space; missing where there is nothing to say. ``found`` and
    ``pairs`` are what the table was made of.
    """
    today = day_number(instant)
    sentences = [
        _away(pairs, table, today),
        _moved(pairs, table),
        _channel_ends(found, table, today),
        _archive_begins(found, table),
        _new_jobs(archive, table, instant),
        _group_mail(table),
        _seasons(found, pairs, table, today),
    ]
    joined = [" ".join(filter(None, said)) or None for said in zip(*sentences, strict=True)]
    return pd.Series(joined, index=table.index, dtype="string")


def _days(values: pd.Series) -> Integers:
    days: Integers = values.to_numpy().astype("datetime64[D]").astype(np.int64)
    return days


def _date(day: int) -> str:
    on = pd.Timestamp(np.datetime64(int(day), "D"))
    return f"{on.day} {on:%B %Y}"


def _away(pairs: Paired, table: pd.DataFrame, today: int) -> list[str]:
    """Say how much of a silence the owner sent nothing to anybody."""
    sent = np.append(_different(pairs.day[pairs.by_a]), today + 1)
    pause = np.diff(sent) - 1
    begin, length = sent[:-1][pause >= AWAY_DAYS], pause[pause >= AWAY_DAYS]
    last, silent = _days(table["last_on"]), table["days_silent"].to_numpy(dtype=np.int64)
    # Absences that begin after the last contact count whole, the one before it in part.
    after = np.append(np.cumsum(length[::-1])[::-1], 0)
    nth = np.searchsorted(begin, last)
    ends = np.append(begin + length, 0)[nth - 1]
    n_away = after[nth] + np.where(nth > 0, np.maximum(ends - last, 0), 0)
    is_told = (n_away >= AWAY_DAYS) & (n_away >= AWAY_SHARE * silent)
    words = [""] * len(table)
    for place in np.flatnonzero(is_told).tolist():
        of_days = count(int(silent[place]), "day")
        words[place] = f"You sent nothing to anybody on {n_away[place]} of these {of_days}."
    return words


def _different(days: Integers) -> Integers:
    """Return the different days, in order."""
    origin = int(days.min(initial=0))
    is_there = np.zeros(int(days.max(initial=0)) - origin + 1, dtype=bool)
    is_there[days - origin] = True
    return np.flatnonzero(is_there) + origin


def _moved(pairs: Paired, table: pd.DataFrame) -> list[str]:
    """Say which channel of a tie went quiet while the two stayed in touch over another."""
    words = [""] * len(table)
    if not table["channels"].str.contains(",").any():
        return words
    last = _days(table["last_on"])
    used, ended = _channel_days(pairs, len(table))
    is_quiet = (used >= LEAST_MOVED_DAYS) & (last - ended > MOVED_DAYS)
    is_going = (used > 0) & (last - ended <= MOVED_DAYS)
    is_going[CONTACT_CHANNELS.index("invitation")] = False
    told = np.flatnonzero(is_quiet.any(axis=0) & is_going.any(axis=0))
    since = np.where(is_quiet, ended, 0).max(axis=0)[told]
    dates = {day: _date(day) for day in np.unique(since).tolist()}
    quiet, going = (_listed(flags[:, told]) for flags in (is_quiet, is_going))
    for place, names, day, went_on in zip(told.tolist(), quiet, since.tolist(), going, strict=True):
        words[place] = f"Moved: no {names} since {dates[day]}, contact went on by {went_on}."
    return words


def _channel_days(pairs: Paired, n_ties: int) -> tuple[Integers, Integers]:
    """Return contact days and the last day of every channel (rows) and tie (columns)."""
    shape = len(CONTACT_CHANNELS), n_ties
    n_days, last = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    tie = pairs.tie_of_days
    for one in np.unique(pairs.events.channel).tolist():
        place = np.flatnonzero(pairs.channels_of_days & 1 << one)
        n_days[one] = np.bincount(tie[place], minlength=n_ties)
        last[one, tie[place]] = pairs.contact_days[place]  # in order of time: the last stays
    return n_days, last


def _listed(flags: npt.NDArray[np.bool_]) -> list[str]:
    """Return the channels (rows) that are set in each column, in words."""
    bits = (1 << np.arange(len(flags))) @ flags
    words = {
        mask: listing([_named(one) for one in range(len(flags)) if mask >> one & 1])
        for mask in np.unique(bits).tolist()
    }
    return [words[mask] for mask in bits.tolist()]


def _named(channel: int) -> str:
    return CHANNEL_WORDS[CONTACT_CHANNELS[channel]]


def _channel_ends(found: Counted, table: pd.DataFrame, today: int) -> list[str]:
    """Say which channel of a tie is not in the archive up to the day of judgement."""
    ended: dict[str, str] = {}
    for channel, name in enumerate(CONTACT_CHANNELS):
        days = _different(found.events.day[found.events.channel == channel])
        if len(days) < LEAST_CHANNEL_DAYS:
            continue
        if today - int(days[-1]) <= max(CHANNEL_END_DAYS, np.diff(days).max()):
            continue
        ended[name] = (
            f"The archive holds no {CHANNEL_WORDS[name]} after {_date(days[-1])}, so later "
            f"contact that way is not known."
        )
    if not ended:
        return [""] * len(table)
    return [
        " ".join(ended[one] for one in used.split(", ") if one in ended)
        for used in table["channels"].tolist()
    ]


def _archive_begins(found: Counted, table: pd.DataFrame) -> list[str]:
    """Say that a tie is older than the archive can tell."""
    if not len(found.row):
        return [""] * len(table)
    begin = int(found.events.day[0])
    said = f"The archive begins on {_date(begin)}; what came before is not known."
    return [said if day - begin < EDGE_DAYS else "" for day in _days(table["first_on"])]


def _new_jobs(archive: Dataset, table: pd.DataFrame, instant: pd.Timestamp) -> list[str]:
    """Say who changed jobs around the time they fell silent."""
    today = instant.tz_convert(None).normalize()
    after = table["last_on"] - pd.Timedelta(days=JOB_DAYS)
    said: dict[str, str] = {}
    positions = archive.positions
    for row in positions[positions["started_on"] <= today].to_dict("records"):
        person = str(row["person_id"])
        if person in table.index and row["started_on"] >= after[person]:
            where = f" at {row['company']}" if pd.notna(row["company"]) else ""
            said[person] = f"They began a new job{where} in {row['started_on']:%B %Y}."
    moves = archive.changes[archive.changes["kind"] == "new_employer"]
    for row in moves[moves["later_on"] <= today].sort_values("later_on").to_dict("records"):
        person = str(row["person_id"])
        if person in table.index and row["later_on"] >= after[person]:
            before, now = (
                str(row[end]) if pd.notna(row[end]) else "a place not stated"
                for end in ("before", "after")
            )
            seen = _date(_day(row["later_on"]))
            said[person] = f"They went from {before} to {now}, some time before {seen}."
    return [said.get(str(person), "") for person in table.index]


def _day(on: pd.Timestamp) -> int:
    return int(on.to_datetime64().astype("datetime64[D]").astype(np.int64))


def _group_mail(table: pd.DataFrame) -> list[str]:
    """Say that two people meet on messages to many only."""
    return [
        "Mostly among others: few of these messages went to three people or fewer."
        if share < GROUP_SHARE
        else ""
        for share in table["direct_share"].tolist()
    ]


def _seasons(found: Counted, pairs: Paired, table: pd.DataFrame, today: int) -> list[str]:
    """Say that the two were silent in the same weeks last year too."""
    nothing = [""] * len(table)
    if not len(pairs):
        return nothing
    begin = int(found.events.day[0])
    if today - begin <= SEASON_DATA_DAYS:
        return nothing
    stride = int(pairs.contact_days.max()) + SEASON_DATA_DAYS
    key = pairs.tie_of_days * np.int64(stride) + pairs.contact_days
    each = np.arange(len(table), dtype=np.int64) * stride
    first, last = _days(table["first_on"]), _days(table["last_on"])
    low, high = last + 1 - YEAR_DAYS, today - YEAR_DAYS
    n_then = np.searchsorted(key, each + high, side="right") - np.searchsorted(key, each + low)
    silent = table["days_silent"].to_numpy(dtype=np.int64)
    gap = table["usual_gap_days"].to_numpy(dtype=np.float64)
    is_season = (n_then == 0) & (first < low) & (silent > gap) & (silent <= LONGEST_SEASON_DAYS)
    said = "In the same weeks last year you two were silent as well."
    return [said if one else "" for one in is_season.tolist()]
