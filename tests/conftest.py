"""Shared ground of the tests: small archives made by hand, and where the real ones are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from places import REAL, SAMPLE

from netanalysis.archive import load
from netanalysis.dataset import Dataset

DAY_ZERO = pd.Timestamp("2024-01-01 09:00", tz="UTC")

Event = tuple[float, str, Sequence[str]]
"""One message: day, sender, recipients."""


def make_archive(
    events: Sequence[Event],
    *,
    people: dict[str, dict[str, str]] | None = None,
    me: str | None = "me",
    connected: Sequence[str] = (),
    skills: Sequence[str] = (),
    channel: str = "mail",
) -> Dataset:
    """Return an archive with one interaction per event and a person per name used."""
    interactions, participants = [], []
    names = {me} if me else set()
    for i, (day, sender, recipients) in enumerate(events):
        names |= {sender, *recipients}
        interactions.append(
            {
                "interaction_id": f"{channel}:{i:04d}",
                "occurred_at": DAY_ZERO + pd.Timedelta(days=day),
                "date_quality": "ok",
                "channel": channel,
                "thread_id": f"thread {sorted({sender, *recipients})}",
                "n_recipients": len(recipients),
                "is_bulk": False,
                "origin": "hand-made",
            }
        )
        roles = [(sender, "from"), *((person, "to") for person in recipients)]
        participants += [
            {"interaction_id": f"{channel}:{i:04d}", "person_id": person, "role": role}
            for person, role in roles
        ]
    known = people or {}
    names |= set(known) | set(connected)
    rows = [
        {
            "person_id": name,
            "name": name.title(),
            "kind": "person",
            "is_me": name == me,
            **known.get(name, {}),
        }
        for name in sorted(names)
    ]
    relations = [
        {"source": me, "target": person, "kind": "connected", "origin": "hand-made"}
        for person in connected
    ]
    listed = [{"person_id": me, "skill": skill, "origin": "hand-made"} for skill in skills]
    tables = {
        "people": rows,
        "interactions": interactions,
        "participants": participants,
        "relations": relations,
        "skills": listed,
    }
    return Dataset(**{name: pd.DataFrame(rows) for name, rows in tables.items()})


@pytest.fixture
def archive_of() -> Callable[..., Dataset]:
    return make_archive


@pytest.fixture(scope="session")
def real() -> Path:
    """The real corpora beside the project, where there are any."""
    if not REAL.is_dir():
        pytest.skip("the real corpora (../shared/data) are not on this machine")
    return REAL


# People as a hostile export may call them; whatever runs in a page sets window.pwned.
HOSTILE_NAMES = {
    "script": "<script>window.pwned=1</script>",
    "image": "<img src=x onerror=window.pwned=1>",
    "quotes": "\"'><svg onload=window.pwned=1>",
    "comment": "--></style></table><iframe srcdoc='<script>parent.pwned=1</script>'>",
    "markdown": "[me](javascript:window.pwned=1) ![x](https://pixel.example/x.png) **bold**",
    "template": "{{ 7*7 }}{% raw %} %matplotlib !ls",
    "maths": r"$\frac{$ \unknown \(x\) $$",
    "bidi": "Ana\u202e\u2066gnp.exe\u200b",
    "long": "Wolfeschlegelstein" * 17,
    "formula": '=HYPERLINK("https://pixel.example","Ana")',
    "control": "Ana\x00\x07\x1b[31m",
    "null": "Null",
}


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
