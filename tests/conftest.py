"""Shared ground of the tests: small archives made by hand, and where the real ones are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pytest
from places import REAL

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
