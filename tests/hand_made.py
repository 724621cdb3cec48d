"""Small archives made by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from netanalysis.dataset import Dataset

DAY_ZERO = pd.Timestamp("2024-01-01 09:00", tz="UTC")

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
