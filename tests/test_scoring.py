"""Measures of a forecast, on cases small enough to work out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from netanalysis.scoring import (
    auc,
    brier,
    calibration_error,
    correction,
    ndcg,
    reliability,
)


def flags(*values: int) -> np.ndarray:
    return np.array(values, dtype=bool)


def test_auc_counts_pairs_in_order_and_ties_half():
    # Live 3 and 2, silent 2 and 1: 3>2, 3>1, 2=2 (half), 2>1: 3.5 of 4.
    assert auc(np.array([3, 2, 2, 1]), flags(1, 1, 0, 0)) == pytest.approx(3.5 / 4)
    assert math.isnan(auc(np.array([1.0, 2.0]), flags(1, 1)))


def test_brier_is_the_mean_squared_error():
    assert brier(np.array([0.8, 0.4]), flags(1, 0)) == pytest.approx((0.04 + 0.16) / 2)


def test_reliability_says_what_was_said_and_what_was():
    chance = np.array([0.62, 0.68, 0.61, 1.0])
    bins = reliability(chance, flags(1, 1, 0, 1))
    assert [one["n"] for one in bins] == [3, 1]
    assert bins[0]["said"] == pytest.approx((0.62 + 0.68 + 0.61) / 3)
    assert bins[0]["was"] == pytest.approx(2 / 3)
    assert (bins[1]["low"], bins[1]["high"]) == (0.9, 1.0)
    expected = (3 * abs(bins[0]["said"] - 2 / 3) + 0) / 4
    assert calibration_error(bins) == pytest.approx(expected)


def test_ndcg_of_a_perfect_and_of_a_reversed_list():
    gain = np.array([3.0, 2.0, 0.0])
    assert ndcg(np.array([3, 2, 1]), gain) == pytest.approx(1.0)
    best = 3 + 2 / math.log2(3)
    assert ndcg(np.array([1, 2, 3]), gain) == pytest.approx((2 / math.log2(3) + 3 / 2) / best)
    assert math.isnan(ndcg(np.array([1.0]), np.array([0.0])))


def test_ndcg_looks_at_ten_only():
    gain = np.zeros(12)
    gain[11] = 1.0
    assert ndcg(np.arange(12, 0, -1), gain) == 0.0


def test_a_correction_moves_chances_towards_what_was():
    rng = np.random.default_rng(2)
    truth = rng.uniform(0.05, 0.95, 4000)
    odds = np.log(truth / (1 - truth)) + 1.0  # says a logit of 1 too much
    said = 1 / (1 + np.exp(-odds))
    own = correction(said, rng.uniform(size=4000) < truth)
    assert own.is_applied
    assert own.a == pytest.approx(-1.0, abs=0.15)
    assert own.b == pytest.approx(1.0, abs=0.1)
    assert own.applied(said).mean() == pytest.approx(truth.mean(), abs=0.02)


def test_a_correction_is_where_its_cost_is_least():
    chance, is_alive = np.array([0.9, 0.8, 0.6, 0.3]), flags(0, 1, 0, 0)
    own = correction(chance, is_alive)
    z = np.log(chance / (1 - chance))

    def cost(a: float, b: float) -> float:
        p = 1 / (1 + np.exp(-(a + b * z)))
        likely = np.where(is_alive, np.log(p), np.log(1 - p)).sum()
        return -likely + 10 * (a**2 / 4 + 2 * (b - 1) ** 2)

    least = cost(own.a, own.b)
    for da, db in [(0.01, 0), (-0.01, 0), (0, 0.01), (0, -0.01)]:
        assert cost(own.a + da, own.b + db) > least


@pytest.mark.parametrize(("n", "is_applied"), [(29, False), (30, True)])
def test_under_thirty_ties_nothing_is_corrected(n, is_applied):
    chance = np.full(n, 0.5)
    own = correction(chance, np.zeros(n, dtype=bool))
    assert own.is_applied == is_applied
    assert (own.applied(chance) == chance).all() != is_applied


def test_a_small_difference_is_let_be():
    chance = np.full(100, 0.5)
    assert not correction(chance, np.arange(100) < 57).is_applied
    assert correction(chance, np.arange(100) < 59).is_applied
