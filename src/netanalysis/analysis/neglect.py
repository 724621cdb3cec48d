"""Neglected ties: whom have I let slip, how sure is that, and why does it matter?"""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from typing import Any, Final

import numpy as np
import pandas as pd

from netanalysis.circumstances import circumstances
from netanalysis.counting import MAX_RECIPIENTS, as_of_instant
from netanalysis.dataset import Dataset
from netanalysis.ego import ego_contacts, ego_pairs, ego_rhythms
from netanalysis.self_check import corrected, self_check, self_check_words
from netanalysis.wanting import heeded, turns, wish_words
from netanalysis.words import count, percent, span
from netanalysis.worth import (
    DORMANT_DAYS,
    LEAST_CONTACT_DAYS,
    VALUE_WEIGHTS,
    tie_values,
    value_of,
    who_is_who,
)

TOP_SHARE: Final = 0.30  # a tie counts as valuable in the owner's top 30 %
QUIET_CHANCE: Final = 0.5  # contact in 90 days is less likely than not
UNUSUAL: Final = 0.10  # a silence this long had at most a 10 % chance under the usual rhythm
LEAST_DAYS_SENT: Final = 2

COLUMNS: Final = [
    "name",
    "company",
    "title",
    "label",
    "neglect",
    "p_30",
    "p_60",
    "p_90",
    "days_silent",
    "usual_gap_days",
    "unusual_silence",
    "strength",
    "n_contact_days",
    "n_sent",
    "n_received",
    "first_on",
    "last_on",
    "last_by",
    "channels",
    "value",
    "value_peak",
    "value_direct",
    "value_non_redundant",
    "value_seniority",
    "value_multiplex",
    "circumstances",
    "wanted_days",
    "priority",
    "snoozed_until",
    "reason",
]


def neglected_ties(
    archive: Dataset,
    *,
    as_of: str | pd.Timestamp | None = None,
    max_recipients: int = MAX_RECIPIENTS,
    include_bulk: bool = False,
    value_weights: Mapping[str, float] = VALUE_WEIGHTS,
    wishes: str | PathLike[str] | None = None,
) -> pd.DataFrame:
    """Return the owner's ties, the most neglected first.

    Answers "whom have I let slip?". A tie is neglected when it is valuable and unlikely to
    come back by itself: ``neglect = value * (1 - p_90)``.

    Parameters
    ----------
    archive
        What was loaded; its owner must be known.
    as_of
        Day of judgement; by default the latest interaction.
    max_recipients
        Messages to more people than this do not count as contact.
    include_bulk
        Count what people write to each other over mailing lists too.
    value_weights
        Weight of each part of ``value``; parts that are unknown for a person are left out
        and the others weigh in their place.
    wishes
        The owner's wishes file (see :func:`want`); by default nothing is wished. People
        never to be reminded of are left out; a touchpoint of the owner's own counts as a
        contact day.

    Returns
    -------
    DataFrame
        Indexed by ``person_id``, one row per person ever in touch with the owner.

        ``name``, ``company``, ``title``
            company as stated by the person, else their mail domain
        ``label``
            "gone quiet": value in the owner's top 30 %, ``p_90`` below .5 and silence
            unusual (below .10), and the owner wrote on two days or more; "cooling":
            valuable and one of the other two; "you only receive" and "you only send";
            "too little history": under three contact days; else "in touch" (``p_90`` of .5
            and more), "dormant" (silent for over a year) or "occasional"
        ``neglect``
            0 to 1, the order of the list; ties with too little history come last. Wishes
            come before it: first who has been silent for longer than wanted, by
            ``priority``; at the end who is in touch as often as wanted, then who is put off
        ``p_30``, ``p_60``, ``p_90``
            chance of contact by itself within so many days
        ``days_silent``, ``usual_gap_days``, ``unusual_silence``, ``strength``,
        ``n_contact_days``
            as in :mod:`netanalysis.rhythms`; the last is the sample size
        ``n_sent``, ``n_received``, ``first_on``, ``last_on``, ``last_by``, ``channels``
            the evidence
        ``value``, ``value_peak``, ``value_direct``, ``value_non_redundant``,
        ``value_seniority``, ``value_multiplex``
            0 to 1 each; missing where the archive cannot say
        ``circumstances``
            what may explain the silence, or keep the archive from telling, in sentences:
            you were away, they changed jobs, contact moved to another channel, the archive
            begins or a channel ends, group mail, silent in the same weeks last year
        ``wanted_days``, ``priority``
            days between contacts as the owner wants them, and how far that is exceeded:
            ``max(days_silent - wanted_days, 0) / wanted_days``; missing without such a wish
        ``snoozed_until``
            day until which the owner put the person off; missing without such a wish
        ``reason``
            the row in words

        ``attrs`` holds ``as_of``, ``n_ties``, ``self_check`` (a sentence: how the chances
        of 90 days ago came out), ``is_corrected``: with 30 ties and said and was more than
        .08 apart, the chances are corrected by it, and ``wishes_unmet`` (who and what in
        the wishes file fits no tie here, as written). No ties, no rows.

    Raises
    ------
    OwnerUnknownError
        If the owner is not known.
    NothingToAnalyseError
        If no interaction has a trusted date.
    ExportNotFoundError, WishesError
        If the wishes file is not there, or not what it must be.

    Examples
    --------
    >>> import netanalysis as na
    >>> archive = na.load(na.sample_path())
    >>> na.neglected_ties(archive)["label"].iloc[0]
    'gone quiet'
    """
    instant = as_of_instant(archive, as_of)
    how: dict[str, Any] = {"max_recipients": max_recipients, "include_bulk": include_bulk}
    ties = ego_rhythms(archive, instant, max_recipients, include_bulk)
    mine = heeded(archive, ties, wishes, as_of=instant, **how)
    own = self_check(archive, instant, max_recipients, include_bulk)
    found, pairs = ego_pairs(archive, instant, max_recipients, include_bulk)
    table = corrected(mine.join(who_is_who(archive).reindex(mine.index)), own)
    table["circumstances"] = circumstances(archive, found, pairs, mine, instant)
    parts = tie_values(archive, table, as_of=instant, **how)
    table = table.join(parts)
    table["value"] = value_of(parts, value_weights)
    table["neglect"] = table["value"] * (1 - table["p_90"])
    table["label"] = _labels(table)
    table["reason"] = pd.Series(_reasons(table), index=table.index, dtype="string")
    result = _in_order(table)[COLUMNS]
    result.attrs = {
        "as_of": instant,
        "n_ties": len(result),
        "is_corrected": own.is_applied,
        "self_check": self_check_words(own),
        "wishes_unmet": mine.attrs["wishes_unmet"],
    }
    return result


def rhythm(
    archive: Dataset,
    who: str,
    *,
    as_of: str | pd.Timestamp | None = None,
    max_recipients: int = MAX_RECIPIENTS,
    include_bulk: bool = False,
) -> pd.DataFrame:
    """Return the contact days of one tie.

    Answers "how did it go between us?".

    Parameters
    ----------
    archive
        What was loaded; its owner must be known.
    who
        A person id, mail address, profile key or full name.
    as_of, max_recipients, include_bulk
        As in :func:`neglected_ties`.

    Returns
    -------
    DataFrame
        Indexed by day ``on``: ``n_from_me``, ``n_from_them`` (messages), ``channels``.
        ``attrs`` holds the tie's ``name``, ``as_of``, ``usual_gap_days``, ``days_silent``,
        ``p_90`` (corrected as there), ``unusual_silence``, ``first_on`` and ``last_on``.

    Raises
    ------
    PersonUnknownError
        If nobody, or more than one person, is called so.
    """
    person = archive.person(who)
    instant = as_of_instant(archive, as_of)
    options: dict[str, Any] = {
        "as_of": instant,
        "max_recipients": max_recipients,
        "include_bulk": include_bulk,
    }
    rows = ego_contacts(archive, who=person, **options)
    days = rows.assign(on=rows["occurred_at"].dt.floor("D").dt.tz_localize(None)).groupby("on")
    used = rows.assign(on=rows["occurred_at"].dt.floor("D").dt.tz_localize(None))
    used = used[["on", "channel"]].drop_duplicates().sort_values(["on", "channel"])
    n_from_me = days["by_me"].sum().astype("Int64")
    result = pd.DataFrame(
        {
            "n_from_me": n_from_me,
            "n_from_them": days.size().astype("Int64") - n_from_me,
            "channels": used.groupby("on")["channel"].agg(", ".join).astype("string"),
        }
    )
    name = archive.people.set_index("person_id")["name"].get(person, person)
    result.attrs = {"name": str(name), "as_of": instant}
    if len(result):
        own = self_check(archive, instant, max_recipients, include_bulk)
        ties = ego_rhythms(archive, instant, max_recipients, include_bulk)
        tie = corrected(ties.loc[[person]], own).iloc[0]
        wanted = ["usual_gap_days", "days_silent", "p_90", "unusual_silence", "first_on", "last_on"]
        result.attrs |= {key: tie[key] for key in wanted}
    return result


def _labels(table: pd.DataFrame) -> pd.Series:
    """Return the label of every tie, by the first rule that fits."""
    enough = table["n_contact_days"] >= LEAST_CONTACT_DAYS
    cut = table.loc[enough, "value"].quantile(1 - TOP_SHARE) if enough.any() else np.inf
    is_valuable = table["value"] >= cut
    is_unlikely = table["p_90"] < QUIET_CHANCE
    is_unusual = table["unusual_silence"] < UNUSUAL
    wrote = table["n_days_sent"] >= LEAST_DAYS_SENT
    rules: list[tuple[pd.Series, str]] = [
        (~enough, "too little history"),
        (table["n_sent"] == 0, "you only receive"),
        (table["n_received"] == 0, "you only send"),
        (is_valuable & is_unlikely & is_unusual & wrote, "gone quiet"),
        (is_valuable & (is_unlikely | is_unusual), "cooling"),
        (~is_unlikely, "in touch"),
        (table["days_silent"] > DORMANT_DAYS, "dormant"),
    ]
    masks = [rule.fillna(False).to_numpy(dtype=bool) for rule, _ in rules]
    labels = np.select(masks, [label for _, label in rules], default="occasional")
    return pd.Series(labels, index=table.index, dtype="string")


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Return the ties to be shown, by the owner's will, then the most neglected first."""
    turn = turns(table)
    is_late = (table["label"] == "too little history") & (turn == 1)
    urgency = table["priority"].where(turn == 0, 0).astype("Float64")
    ranked = table.assign(_turn=turn, _urgency=urgency, _late=is_late, _id=table.index)
    keys = ["_turn", "_urgency", "_late", "neglect", "_id"]
    ranked = ranked.sort_values(keys, ascending=[True, False, True, False, True])
    return ranked[~ranked["is_never"]]


def _reasons(table: pd.DataFrame) -> list[str]:
    """Return every tie in words."""
    columns = (
        table["name"].fillna("This person").tolist(),
        table["n_contact_days"].tolist(),
        _spans((table["last_on"] - table["first_on"]).dt.days),
        _spans(table["usual_gap_days"]),
        _spans(table["days_silent"]),
        table["p_90"].tolist(),
        ["you" if by == "you" else "they" for by in table["last_by"].tolist()],
        _what_else(table),
        _wishes(table),
    )
    said: list[str] = []
    for name, n_days, lasted, gap, silent, chance, last, more, wish in zip(*columns, strict=True):
        days = count(n_days, "contact day")
        if n_days < LEAST_CONTACT_DAYS:
            words = (
                f"{name}: only {days}, silent for {silent}; too little history to speak of a "
                f"rhythm; {last} wrote last."
            )
        else:
            words = (
                f"{name}: {days} over {lasted}, usually every {gap}, silent for {silent}; "
                f"{percent(chance)} chance of contact by itself in 90 days; {last} wrote last."
                f"{more}"
            )
        said.append(words + wish)
    return said


def _spans(days: pd.Series) -> list[str]:
    values = days.tolist()
    words = {value: span(value) for value in set(values)}
    return [words[value] for value in values]


def _what_else(table: pd.DataFrame) -> list[str]:
    """Return what is to be said of ties with enough history, beside the rhythm."""
    silent_side = np.select(
        [table["n_sent"].to_numpy() == 0, table["n_received"].to_numpy() == 0],
        [
            " You only receive: nothing you sent is in this archive.",
            " You only send: nothing they sent is in this archive.",
        ],
        default="",
    )
    told = (" " + table["circumstances"]).fillna("")
    return [side + words for side, words in zip(silent_side.tolist(), told.tolist(), strict=True)]


def _wishes(table: pd.DataFrame) -> list[str]:
    """Return the owner's will about each tie; nothing where there is none."""
    is_wished = table[["done_on", "wanted_days", "snoozed_until"]].notna().any(axis=1)
    said = [""] * len(table)
    for place, row in zip(
        np.flatnonzero(is_wished).tolist(), table[is_wished].to_dict("records"), strict=True
    ):
        said[place] = wish_words(row)
    return said
