"""Seeded mutants of sound inputs: no input may raise, hang, lose a record, or spoil a text.

How long is told by NETANALYSIS_FUZZ_SECONDS, the seconds for each of the six entry points;
the gate gives 60. Time decides only how many mutants there are, never which.
"""

from __future__ import annotations

import os
import re
import time
import warnings
from itertools import pairwise

import pytest
from fuzzing.mutator import SEED, mutant, shrunk
from fuzzing.run import ENTRY_POINTS, TARGETS, feed, report
from fuzzing.target import Target
from time_limit import TooSlowError, given_up_after

SECONDS = float(os.environ.get("NETANALYSIS_FUZZ_SECONDS", "3"))
SHARES = {target: SECONDS / len(targets) for targets in ENTRY_POINTS.values() for target in targets}


@pytest.mark.parametrize("name", SHARES)
def test_no_mutant_breaks_a_promise(name, record_property):
    run = feed(TARGETS[name], seconds=SHARES[name])
    record_property("mutants", run.n_mutants)
    assert not run.failure, report(run)
    assert run.n_mutants > 0


def test_every_target_belongs_to_one_entry_point():
    assert sorted(SHARES) == sorted(TARGETS)
    assert sum(map(len, ENTRY_POINTS.values())) == len(TARGETS)


@pytest.mark.parametrize("name", TARGETS)
def test_a_mutant_is_the_same_every_time_and_another_for_each_number(name):
    target = TARGETS[name]
    made = [mutant(name, n, target.seeds, target.tokens) for n in range(50)]
    assert made == [mutant(name, n, target.seeds, target.tokens) for n in range(50)]
    assert len(set(made)) > 40
    assert made != [mutant(name, n, target.seeds, target.tokens, SEED + 1) for n in range(50)]


@pytest.mark.parametrize("name", TARGETS)
def test_the_seeds_themselves_hold(name, tmp_path):
    for seed in TARGETS[name].seeds:
        TARGETS[name].check(seed, tmp_path)


@pytest.mark.parametrize(
    "name", ["mbox", "splitter", "linkedin_csv", "vcard", "ics", "contacts_csv", "table"]
)
def test_a_long_file_takes_no_more_time_a_byte_than_a_short_one(name, tmp_path):
    """Twice the bytes take less than three times as long; a second look forgives the machine."""
    whole = b"\n".join(TARGETS[name].seeds)
    for _ in range(3):
        times = []
        for size in (60_000, 120_000, 240_000):
            began = time.process_time()
            TARGETS[name].check(whole * (size // len(whole)), tmp_path)
            times.append(time.process_time() - began)
        if all(later < 3 * earlier for earlier, later in pairwise(times)):
            return
    pytest.fail(f"time grows faster than the input: {times}")


def test_a_failure_is_found_shrunk_and_told_how_to_see_again():
    def check(data: bytes, folder: object) -> None:
        if b"x" in data and b"y" in data:
            raise KeyError("both")

    run = feed(Target("planted", check, [b"a" * 300], [b"x", b"y"]), most=3000)
    assert sorted(run.data) == sorted(b"xy")
    assert "KeyError" in run.failure
    assert f"planted --first {run.number} --most 1 --seed {SEED}" in report(run)
    assert run.data.hex() in report(run)


def test_a_mutant_that_takes_too_long_is_a_failure(monkeypatch):
    monkeypatch.setattr("fuzzing.run.MOST_SECONDS", -1.0)
    run = feed(Target("slow", lambda data, folder: None, [b""], [b"a"]), most=3)
    assert run.n_mutants == 1
    assert run.failure.startswith("TooSlow")


def test_a_warning_is_a_failure():
    def check(data: bytes, folder: object) -> None:
        warnings.warn("deprecated", DeprecationWarning, stacklevel=1)

    assert "DeprecationWarning" in feed(Target("warns", check, [b""], [b"a"]), most=1).failure


def test_shrinking_ends_with_what_matters():
    assert shrunk(b"aaaaXaaaaYaaaa", lambda one: b"X" in one and b"Y" in one) == b"XY"


def test_a_hang_inside_a_regular_expression_is_given_up():
    with pytest.raises(TooSlowError), given_up_after(1):
        re.fullmatch(r"(a+)+b", "a" * 60)
