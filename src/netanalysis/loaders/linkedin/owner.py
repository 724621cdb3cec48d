"""Whose export is it? No file states the owner's profile URL; these signs give it away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from netanalysis.harvest import name_key
from netanalysis.loaders.linkedin.gathering import Gathering

CLEAR_SHARE: Final = 0.9
"""Share of conversations the owner must be in. In whole exports it is 1.0, the next best
person reaches 0.02; the slack is for edited files."""

CLEAR_COUNT: Final = 3
"""Conversations (or invitations) needed before the share says anything by itself."""

RIVAL_SHARE: Final = 0.5
"""The next best person must be in fewer than this share of what the best one is in."""


def same_name(one: str, other: str) -> bool:
    """Whether two display names are equal, with or without credentials after a comma."""
    if not one or not other:
        return False
    return name_key(one) == name_key(other) or (
        name_key(one.split(",")[0]) == name_key(other.split(",")[0])
    )


def settle_talker(
    coverage: Counter[str], n_talks: int, names: Mapping[str, str], gathering: Gathering
) -> str:
    """Return the alias that takes part in nearly every conversation, or an empty string.

    Parameters
    ----------
    coverage
        Conversations each alias takes part in.
    n_talks
        Conversations in all.
    names
        A display name for each alias that has one; equal to the name in Profile.csv it
        replaces the minimum number of conversations and the distance to the next best.
    """
    return _settle(coverage, n_talks, names, "takes part in every conversation", gathering)


def settle_sender(
    senders: Counter[str], names: Mapping[str, str], hint: str, gathering: Gathering
) -> str:
    """Return the alias that sent nearly all outgoing records, or an empty string."""
    return _settle(senders, senders.total(), names, hint, gathering)


def _settle(
    counts: Counter[str], n_of: int, names: Mapping[str, str], hint: str, gathering: Gathering
) -> str:
    """Hint at the alias that leads by ``counts``, and link it to the owner if it is clear."""
    ranked = sorted(
        counts.items(),
        key=lambda item: (
            -item[1],
            not same_name(names.get(item[0], ""), gathering.owner_name),
            item[0],
        ),
    )
    if not ranked:
        return ""
    key, n = ranked[0]
    rival = ranked[1][1] if len(ranked) > 1 else 0
    is_named = same_name(names.get(key, ""), gathering.owner_name)
    if n < CLEAR_SHARE * n_of or not (is_named or n > rival):
        return ""
    gathering.hint_owner(key, hint, n, n_of)
    if not is_named and (n_of < CLEAR_COUNT or rival >= RIVAL_SHARE * n):
        return ""
    evidence = f"{hint}: {n} of {n_of}, the next best {rival}"
    if is_named:
        evidence += "; the name is that of Profile.csv"
    gathering.link_owner(key, evidence)
    return key
