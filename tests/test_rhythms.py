"""The rhythm of a tie against the worked values of the method."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from netanalysis.rhythms import chance_of_contact, rhythms

DAY_ZERO = pd.Timestamp("2020-01-01", tz="UTC")


def contacts(days: list[int], tie: str = "ana") -> pd.DataFrame:
    times = [DAY_ZERO + pd.Timedelta(days=d, hours=9) for d in days]
    frame = pd.DataFrame({"person_id": [tie] * len(days), "occurred_at": times})
    return frame.astype({"person_id": "string", "occurred_at": "datetime64[us, UTC]"})


def rhythm(days: list[int], today: int) -> pd.Series:
    as_of = DAY_ZERO + pd.Timedelta(days=today, hours=12)
    return rhythms(contacts(days), by=["person_id"], as_of=as_of).iloc[0]


WEEKLY = list(range(0, 365, 7))
MONTHLY = list(range(0, 691, 30))


@pytest.mark.parametrize(
    ("days", "today", "p30", "p60", "p90", "unusual", "gap", "strength"),
    [
        (WEEKLY, 378, 0.8532, 0.9060, 0.9283, 0.1432, 7.07, 10.7997),
        (WEEKLY, 424, 0.6748, 0.7748, 0.8223, 0.0004, 7.07, 6.3478),
        (MONTHLY, 750, 0.4765, 0.6015, 0.6699, 0.1367, 28.93, 1.7067),
        ([0, 3, 6], 36, 0.3241, 0.4430, 0.5167, 0.0439, 5.76, 2.0499),
        ([0, 365], 465, 0.1097, 0.1697, 0.2156, 0.5828, 164.35, 0.3196),
        ([0], 10, 0.3271, 0.4463, 0.5201, 0.4763, 10.00, 0.8909),
    ],
)
def test_worked_values(days, today, p30, p60, p90, unusual, gap, strength):
    row = rhythm(days, today)
    got = [row["p_30"], row["p_60"], row["p_90"], row["unusual_silence"], row["strength"]]
    assert got == pytest.approx([p30, p60, p90, unusual, strength], abs=5e-5)
    assert row["usual_gap_days"] == pytest.approx(gap, abs=5e-3)


def test_a_burst_is_one_contact_day():
    as_of = DAY_ZERO + pd.Timedelta(days=5)
    burst = pd.concat([contacts([0]), contacts([0]), contacts([0])])
    row = rhythms(burst, by=["person_id"], as_of=as_of).iloc[0]
    assert row["n_contact_days"] == 1


def test_contact_today_counts_and_silence_is_at_least_one_day():
    row = rhythm([0, 10], 10)
    assert row["n_contact_days"] == 2
    assert row["days_silent"] == 1


def test_contacts_after_as_of_are_ignored():
    assert rhythm([0, 5, 90], 30)["n_contact_days"] == 2


def test_peak_is_the_busiest_ninety_days():
    # Days 0..89 hold 3 contacts, days 100..189 hold 4 (100, 110, 150, 189); 190 is one too far.
    row = rhythm([0, 30, 89, 100, 110, 150, 189, 300], 400)
    assert row["peak_contact_days"] == 4


def test_ties_do_not_leak_into_each_other():
    both = pd.concat([contacts([0, 1, 2], "ana"), contacts([2, 3], "bo")])
    table = rhythms(both, by=["person_id"], as_of=DAY_ZERO + pd.Timedelta(days=9))
    assert table["n_contact_days"].to_dict() == {"ana": 3, "bo": 2}
    assert table["peak_contact_days"].to_dict() == {"ana": 3, "bo": 2}


def test_row_order_never_matters():
    rng = np.random.default_rng(5)
    frame = pd.concat([contacts(sorted(rng.integers(0, 900, 40)), t) for t in "abcde"])
    shuffled = frame.sample(frac=1, random_state=3)
    as_of = DAY_ZERO + pd.Timedelta(days=950)
    pd.testing.assert_frame_equal(
        rhythms(frame, by=["person_id"], as_of=as_of),
        rhythms(shuffled, by=["person_id"], as_of=as_of),
    )


def test_no_contacts_no_rows_same_columns():
    empty = rhythms(contacts([]), by=["person_id"], as_of=DAY_ZERO)
    assert list(empty.columns) == list(
        rhythms(contacts([1]), by=["person_id"], as_of=DAY_ZERO).columns
    )
    assert empty.empty


@pytest.mark.parametrize("horizon", [0, 29, 91, 365])
def test_horizons_outside_the_measured_range_are_refused(horizon):
    with pytest.raises(ValueError, match="30 to 90"):
        chance_of_contact(np.array([5.0]), np.array([2.0]), horizon)
