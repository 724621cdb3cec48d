"""The neglect table is the one that plain pandas gives, a function for each tie.

The table adds up numbers block by block; here every tie is worked out on its own, from its
own rows, by the definitions.
"""

from __future__ import annotations

from math import exp, log

import numpy as np
import pandas as pd
import pytest
from test_counting import one_by_one, random_archive

import netanalysis as na
from netanalysis import numbering, rhythms
from netanalysis.self_check import self_check

HOURS = 97  # so that ninety steps make a year
DAY = pd.Timedelta(days=1)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ties and interactions reach over the ends of blocks."""
    monkeypatch.setattr(numbering, "NEAR_ROWS", 7)
    monkeypatch.setattr(rhythms, "DAYS_AT_A_TIME", 11)


def contacts_of_me(archive: na.Dataset) -> pd.DataFrame:
    rows = pd.DataFrame(one_by_one(archive))
    rows = rows[(rows["source"] == "me") | (rows["target"] == "me")]
    by_me = rows["source"] == "me"
    return rows.assign(
        who=rows["target"].where(by_me, rows["source"]),
        by_me=by_me,
        day=rows["occurred_at"].dt.floor("D"),
    )


def chance(silent: int, activity: float, horizon: int) -> float:
    z = 0.60 - 0.66 * log(silent) + 0.80 * log(0.3 + activity) + 0.73 * log(horizon / 30)
    return 1 / (1 + exp(-z))


def faded(days: pd.Series, today: pd.Timestamp, half_life: float) -> float:
    return float(sum(0.5 ** ((today - day).days / half_life) for day in days))


def of_tie(rows: pd.DataFrame, today: pd.Timestamp) -> pd.Series:
    """Return what the table says of one tie."""
    order = ["occurred_at", "interaction_id", "by_me"]
    rows = rows.sort_values(order, ascending=[True, True, False])
    days = rows["day"].drop_duplicates()
    silent = max((today - days.iloc[-1]).days, 1)
    span, x = (days.iloc[-1] - days.iloc[0]).days, len(days) - 1
    activity = faded(days, today, 365)
    opens = rows["occurred_at"].diff().fillna(7 * DAY) >= 7 * DAY
    return pd.Series(
        {
            "n_contact_days": len(days),
            "days_silent": silent,
            "p_30": chance(silent, activity, 30),
            "p_60": chance(silent, activity, 60),
            "p_90": chance(silent, activity, 90),
            "unusual_silence": ((13 + span) / (13 + span + silent)) ** (1.3 + x),
            "usual_gap_days": (13 + span) / (1.3 + x),
            "strength": faded(days, today, 60),
            "n_sent": rows["by_me"].sum(),
            "n_received": (~rows["by_me"]).sum(),
            "n_days_sent": rows.loc[rows["by_me"], "day"].nunique(),
            "n_months": days.dt.strftime("%Y-%m").nunique(),
            "n_conversations": opens.sum(),
            "opened_by_you_share": rows.loc[opens, "by_me"].mean(),
            "peak_contact_days": max(
                ((days <= day) & (days > day - 90 * DAY)).sum() for day in days
            ),
        }
    )


@pytest.mark.parametrize("seed", range(6))
def test_the_table_is_the_one_of_plain_pandas(seed):
    archive = random_archive(seed, hours=HOURS)
    rows = contacts_of_me(archive)
    expected = rows.groupby("who").apply(of_tie, archive.as_of.floor("D"))
    ties = na.ego_ties(archive)
    table = na.neglected_ties(archive).loc[ties.index]
    assert list(ties.index) == list(expected.index)
    for name in expected:
        found = (table if name in table else ties)[name].to_numpy(dtype=float)
        np.testing.assert_allclose(found, expected[name].to_numpy(dtype=float), rtol=1e-12)
    peak = expected["peak_contact_days"]
    known = peak[expected["n_contact_days"] >= 3]
    place = [((known < one).mean() + (known <= one).mean()) / 2 for one in peak]
    np.testing.assert_allclose(table["value_peak"].to_numpy(dtype=float), place)


@pytest.mark.parametrize("seed", range(6))
def test_the_share_of_contacts_seen_with_others_is_that_of_plain_sets(seed):
    archive = random_archive(seed, hours=HOURS)
    events = archive.interactions
    counts = events["date_quality"].isin(["ok", "day"]) & (events["channel"] != "endorsement")
    counts &= ~events["is_bulk"] & (events["n_recipients"].fillna(1) <= 10)
    seen = archive.participants.merge(events.loc[counts, ["interaction_id"]])
    on = {who: set(group["interaction_id"]) for who, group in seen.groupby("person_id")}
    table = na.neglected_ties(archive)
    for who, row in table.iterrows():
        others = [other for other in table.index if other != who]
        known = sum(len(on[str(who)] & on[other]) >= 2 for other in others)
        assert row["value_non_redundant"] == pytest.approx(1 - known / len(others))


@pytest.mark.parametrize("seed", range(6))
def test_the_self_check_judges_the_ties_that_plain_pandas_judges(seed):
    archive = random_archive(seed, hours=HOURS)
    rows = contacts_of_me(archive)
    cut = archive.as_of.floor("D") - 89 * DAY
    past, ahead = rows[rows["day"] < cut], rows[rows["day"] >= cut]
    wrote = (past["by_me"] & (past["day"] >= cut - 30 * DAY)).any() and ahead["by_me"].any()
    said, was = [], []
    for who, mine in past.groupby("who"):
        days = mine["day"].sort_values().drop_duplicates()
        if wrote and len(days) >= 3:
            silent = max((cut - days.iloc[-1]).days, 1)
            said.append(chance(silent, faded(days, cut, 365), 90))
            was.append((ahead["who"] == who).any())
    own = self_check(archive, archive.as_of, 10, False)
    assert own.n_ties == len(said)
    assert bool(said) == (seed in (0, 4)), "the owner wrote around the day in two of these"
    if said:
        assert own.said == pytest.approx(np.mean(said))
        assert own.was == pytest.approx(np.mean(was))
