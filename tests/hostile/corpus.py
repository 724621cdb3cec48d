"""All cases, by name."""

from __future__ import annotations

from typing import Final

from hostile import archives, copies, folders, lines, people, separators, sizes, times, words
from hostile.case import Case

_ROOMS: Final = (separators, lines, sizes, words, people, times, copies, folders, archives)


def _all() -> dict[str, Case]:
    found: dict[str, Case] = {}
    for room in _ROOMS:
        for case in room.cases():
            if case.name in found:
                raise ValueError(f"two cases are called {case.name!r}")
            found[case.name] = case
    return found


CASES: Final = _all()
