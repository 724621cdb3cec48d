"""In which functions does somebody work? Read from a job title or a skill."""

from __future__ import annotations

import re
from functools import cache

from netanalysis.titles.folding import fold
from netanalysis.titles.function_lexicon import PATTERNS
from netanalysis.titles.lexicon import reader


def functions(text: str | None) -> tuple[str, ...]:
    """Return the functions that a job title or a skill names, by first appearance.

    Each is one of :data:`~netanalysis.titles.function_lexicon.FUNCTIONS`, at most once.
    A text that names none, an empty text or None gives the empty tuple: unknown. What is
    answered is the words only; "Director" alone names no function.

    Examples
    --------
    >>> functions("Sales & Marketing Director")
    ('sales', 'marketing')
    >>> functions("Data Engineer")
    ('data', 'engineering')
    >>> functions("Ninja")
    ()
    """
    named = (
        PATTERNS[match.lastindex - 1][0]
        for match in _reader().finditer(fold(text))
        if match.lastindex is not None
    )
    return tuple(dict.fromkeys(name for name in named if name))


@cache
def _reader() -> re.Pattern[str]:
    """Return the table as one pattern; its n-th group is its n-th row."""
    return reader([(words, endings) for _, words, endings in PATTERNS])
