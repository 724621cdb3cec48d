"""Read a case and compare what came of it with the truth."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

import pandas as pd
from harvest_laws import check_laws
from time_limit import TooSlowError, given_up_after

from hostile.case import Case
from netanalysis.errors import NetAnalysisError
from netanalysis.harvest import Harvest
from netanalysis.loaders.mail import read

MOST_SECONDS: Final = 10
"""Seconds a case may take before it is given up: a hang is a failure, not a hang."""


def verdict(case: Case, folder: Path) -> list[str]:
    """Return what is wrong with the reading of a case; nothing where it is as it must be."""
    roots = write(case, folder)
    before = _listing(folder)
    try:
        with given_up_after(MOST_SECONDS):
            harvest = read(roots, body="light" if case.with_body else None)
    except NetAnalysisError as error:
        found = f"{type(error).__name__}: {error}"
        kind, _, words = case.error.partition(": ")
        is_right = case.error and found.startswith(kind) and words in found
        return [] if is_right else [f"raised {found!r}, not {case.error!r}"]
    except TooSlowError as error:
        return [str(error)]
    wrong = [] if _listing(folder) == before else ["reading wrote to the folder"]
    if case.error:
        wrong.append(f"was read, and not refused by {case.error!r}")
    return wrong + _differences(case, harvest)


def write(case: Case, folder: Path) -> list[Path]:
    """Write the files of a case; return the paths to load."""
    for name, data in case.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data() if callable(data) else data)
    tops = dict.fromkeys(Path(name).parts[0] for name in case.files)
    return [folder / top for top in tops]


def _listing(folder: Path) -> list[tuple[Path, int]]:
    return sorted((path, path.stat().st_mtime_ns) for path in folder.rglob("*"))


def _differences(case: Case, harvest: Harvest) -> list[str]:
    wrong = []
    ledger = harvest.ledger
    found = tuple(int(ledger[name].sum()) for name in ("n_kept", "n_duplicate", "n_left_out"))
    if found != (case.kept, case.duplicate, case.left_out):
        truth = (case.kept, case.duplicate, case.left_out)
        wrong.append(f"kept, duplicate, left out: {found}, not {truth}")
    try:
        check_laws(harvest)
    except (AssertionError, UnicodeEncodeError) as error:
        wrong.append(f"a law is broken: {error}")
    if len(harvest.interactions) != case.kept:
        wrong.append(f"{len(harvest.interactions)} interactions")
    reasons = Counter(harvest.issues.reason)
    if reasons != Counter(case.reasons):
        wrong.append(f"issues say {dict(reasons)}, not {dict(case.reasons)}")
    rows = {} if harvest.interactions.empty else _rows(harvest)
    for subject, facts in case.fields.items():
        if subject not in rows:
            wrong.append(f"no message {subject!r} among {sorted(rows)[:5]}")
            continue
        own = facts_of(harvest, rows[subject])
        wrong += [
            f"{subject!r}: {name} is {own[name]!r}, not {fact!r}"
            for name, fact in facts.items()
            if own[name] != fact
        ]
    return wrong


def _rows(harvest: Harvest) -> dict[str, int]:
    return {
        "" if pd.isna(subject) else subject: at
        for at, subject in enumerate(harvest.interactions.subject)
    }


def facts_of(harvest: Harvest, at: int) -> dict[str, object]:
    """Return the facts of one message, as plain values.

    ``from``, ``to``, ``cc`` and ``bcc`` are addresses (a list but for the sender), ``name``
    the sender's names, ``at`` the instant in UTC, the rest as the columns are called.
    """
    row = harvest.interactions.iloc[at]
    people = harvest.participations[harvest.participations.interaction_id == row.interaction_id]
    keys = people.alias_key.str.removeprefix("address:")
    by_role = {role: sorted(keys[people.role == role]) for role in ("from", "to", "cc", "bcc")}
    sender = harvest.mentions[harvest.mentions.alias_key == people.alias_key.iloc[0]]
    facts = {
        **by_role,
        "from": by_role["from"][0],
        "name": sorted(sender.name.dropna()),
        "at": None if pd.isna(row.occurred_at) else f"{row.occurred_at:%Y-%m-%d %H:%M:%S}",
        "n_to": int(row.n_recipients),
        "quality": row.date_quality,
    }
    for column in ("folder", "is_bulk", "direction", "n_words", "n_attachments"):
        value = row.get(column)
        facts[column] = None if pd.isna(value) else value
    return facts
