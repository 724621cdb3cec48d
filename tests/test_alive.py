"""BG/NBD against the published value and against data of its own making."""

from __future__ import annotations

import numpy as np
import pytest

from netanalysis.alive import BgNbd, bg_nbd

CDNOW = BgNbd(r=0.243, alpha=4.414, a=0.793, b=2.426)


def test_the_published_customer_of_cdnow():
    alive = CDNOW.alive(np.array([2.0]), np.array([30.43]), np.array([38.86]))
    assert alive[0] == pytest.approx(0.7266, abs=5e-5)


def test_one_contact_is_alive_by_definition():
    assert CDNOW.alive(np.array([0.0]), np.array([0.0]), np.array([300.0]))[0] == 1.0


def test_longer_silence_is_less_alive():
    alive = CDNOW.alive(np.full(3, 5.0), np.full(3, 20.0), np.array([21.0, 40.0, 90.0]))
    assert alive[0] > alive[1] > alive[2]


def test_the_fit_finds_the_parameters_of_made_up_ties():
    rng = np.random.default_rng(8)
    n, t = 6000, 60.0
    rate = rng.gamma(0.8, 1 / 6.0, n)
    death = rng.beta(1.2, 3.0, n)
    x, t_x = np.zeros(n), np.zeros(n)
    for i in range(n):
        now = 0.0
        while True:
            now += rng.exponential(1 / rate[i])
            if now > t:
                break
            x[i], t_x[i] = x[i] + 1, now
            if rng.uniform() < death[i]:
                break
    model = bg_nbd(x, t_x, np.full(n, t))
    assert model.r / model.alpha == pytest.approx(0.8 / 6.0, rel=0.1)
    assert model.a / (model.a + model.b) == pytest.approx(1.2 / 4.2, rel=0.15)


def test_many_ties_are_drawn_by_lot_the_same_way_every_time():
    rng = np.random.default_rng(4)
    x = rng.poisson(2, 25_000).astype(float)
    t_x = np.where(x > 0, rng.uniform(1, 90, 25_000).round(), 0.0)
    t = np.full(25_000, 100.0)
    assert bg_nbd(x, t_x, t) == bg_nbd(x, t_x, t)
