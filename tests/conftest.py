"""Shared ground of the tests: small archives made by hand, and where the real ones are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hand_made import HOSTILE_NAMES, make_archive
from hypothesis import settings
from places import REAL, SAMPLE

from netanalysis.archive import load
from netanalysis.dataset import Dataset

# The same examples every time, and no clock: a loaded machine is no defect.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.load_profile("suite")


def pytest_terminal_summary(terminalreporter):
    """Say how many mutants were read."""
    reports = terminalreporter.getreports("passed")
    said = [dict(report.user_properties).get("mutants", 0) for report in reports]
    if any(said):
        n_targets = sum(n > 0 for n in said)
        terminalreporter.write_line(f"mutants: {sum(said):,} of {n_targets} targets")


@pytest.fixture
def archive_of() -> Callable[..., Dataset]:
    return make_archive


@pytest.fixture(scope="session")
def real() -> Path:
    """The real corpora beside the project, where there are any."""
    if not REAL.is_dir():
        pytest.skip("the real corpora (../shared/data) are not on this machine")
    return REAL


@pytest.fixture(scope="session")
def sample_page(tmp_path_factory) -> Path:
    """The page of the report of the sample, written once for all tests."""
    from netanalysis.report import write_report

    return write_report(load(SAMPLE), tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def hostile_page(tmp_path_factory) -> Path:
    """The page of the report of an archive in which every name and company is hostile."""
    from netanalysis.report import write_report

    names = list(HOSTILE_NAMES)
    events = []
    for i, one in enumerate(names):
        near = [names[(i + 1) % len(names)], names[(i + 2) % len(names)]]
        silent_since = 60 * i
        events += [(10 * n, "me", [one]) for n in range(60) if 10 * n < 800 - silent_since]
        events += [(10 * n + 1, one, ["me", *near]) for n in range(8)]
    people = {
        key: {
            "name": HOSTILE_NAMES[key],
            "company": HOSTILE_NAMES[key],
            "organisation": HOSTILE_NAMES[names[i - i % 2]],
            "title": f"{HOSTILE_NAMES[key]} Director of Product",
        }
        for i, key in enumerate(names)
    }
    people["me"] = {"name": HOSTILE_NAMES["script"], "title": "Software Engineer"}
    archive = make_archive(events, people=people, connected=names, skills=[*HOSTILE_NAMES.values()])
    archive = replace(archive, owner_reason=" ".join(HOSTILE_NAMES.values()))
    return write_report(archive, tmp_path_factory.mktemp("hostile"))
