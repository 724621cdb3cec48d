"""Python's search for cycles is as it was before, however reading ends."""

from __future__ import annotations

import gc
from contextlib import suppress

import pytest

from netanalysis.loaders.mail.cycles import rarely_searched


@pytest.fixture(autouse=True)
def usual_pace():
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


def test_the_search_is_rare_inside_and_as_before_afterwards():
    with rarely_searched():
        assert gc.get_threshold()[0] > 100 * 700
        assert gc.get_threshold()[1:] == (10, 10)
        assert gc.isenabled()
    assert gc.get_threshold() == (700, 10, 10)


def test_it_is_as_before_after_an_error():
    with suppress(KeyError), rarely_searched():
        raise KeyError
    assert gc.get_threshold() == (700, 10, 10)


def test_two_readings_that_overlap_leave_it_as_it_was():
    one, other = rarely_searched(), rarely_searched()
    one.__enter__()
    other.__enter__()
    one.__exit__(None, None, None)
    assert gc.get_threshold()[0] > 100 * 700
    other.__exit__(None, None, None)
    assert gc.get_threshold() == (700, 10, 10)


@pytest.mark.parametrize("chosen", [0, 1_000_000])
def test_a_search_that_is_off_or_rarer_stays_so(chosen):
    gc.set_threshold(chosen, 10, 10)
    with rarely_searched():
        assert gc.get_threshold()[0] == chosen
    assert gc.get_threshold()[0] == chosen
