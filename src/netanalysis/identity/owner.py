"""Whose archive is it? The owner, found from the data and explained.

A LinkedIn export names its owner by the profile that takes part in every conversation. A
mailbox names its owner by who sent the mail in its sent folders; where there are none, by
the address the mail was delivered to, or that stands on nearly every message.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from netanalysis.errors import OwnerUnknownError
from netanalysis.harvest import OWNER_KEY, Harvest, address_key, name_key, profile_key
from netanalysis.identity.names import full_name_key

# Signs in the order they are trusted, with the share of records that must show them.
MAIL_SIGNS: Final = (
    ("sender of sent mail", 0.5),
    ("X-Origin", 0.8),
    ("Delivered-To", 0.5),
    ("on every message", 0.7),
    ("name of the calendar", 0.5),
    ("on every meeting", 0.7),
)
# Signs that fit two people who are always together; only a clear lead tells.
SIGNS_OF_PRESENCE: Final = ("on every message", "on every meeting")
CALENDAR_SIGNS: Final = ("name of the calendar", "on every meeting")
SIGN_WORDS: Final = {
    "sender of sent mail": "sent {n} of the {n_of} messages in sent folders",
    "X-Origin": "is named as the origin of {n} of {n_of} messages",
    "Delivered-To": "received {n} of the {n_of} messages that name their mailbox",
    "on every message": "stands on {n} of {n_of} messages",
    "name of the calendar": "is the name of the calendar of {n} of {n_of} events",
    "on every meeting": "stands on {n} of {n_of} events in the calendar",
}
# A second own address must have sent at least this share of the sent mail.
SECOND_ADDRESS_SHARE: Final = 0.05
LEAST_RECORDS: Final = 3


@dataclass(frozen=True)
class Owner:
    """The aliases of the owner and the sentence that says how they were found.

    ``unfound`` are those of the wished aliases that name nobody in the archive.
    """

    alias_keys: tuple[str, ...]
    reason: str
    unfound: tuple[str, ...] = ()


def find_owner(
    harvest: Harvest, names: pd.Series, me: Sequence[str] = (), wished: Sequence[str] = ()
) -> Owner:
    """Return the owner of the archive: as told by ``me`` and ``wished``, else from the data.

    Parameters
    ----------
    harvest
        All that was loaded.
    names
        Full-name key of every alias, indexed by alias key ("" where it has none).
    me
        Addresses, profile keys or URLs, or full names of the owner.
    wished
        Likewise, but they need not be in the archive.

    Raises
    ------
    OwnerUnknownError
        If something in ``me`` is nowhere in the archive.
    """
    linkedin = (OWNER_KEY,) if OWNER_KEY in names.index else ()
    for who in me:
        if not _keys_of(who, names):
            raise _unknown(who, harvest)
    found = {who: _keys_of(who, names) for who in (*me, *wished)}
    unfound = tuple(who for who, keys in found.items() if not keys)
    told = [who for who, keys in found.items() if keys]
    if told:
        keys = [key for who in told for key in found[who]]
        reason = "you said so: " + ", ".join(told)
        return Owner(tuple(dict.fromkeys([*linkedin, *keys])), reason, unfound)
    reasons = []
    if linkedin:
        reasons.append(_linkedin_reason(harvest))
    mail, mail_reason = _mail_owner(harvest, names)
    if mail_reason:
        reasons.append(mail_reason)
    keys = list(dict.fromkeys([*linkedin, *mail]))
    if not keys:
        return Owner((), "no address or profile stands out as the owner's", unfound)
    return Owner(tuple(keys), "; ".join(reasons), unfound)


def candidates(harvest: Harvest, n: int = 3) -> list[str]:
    """Return the likeliest own addresses, best first, for a message that asks the user."""
    hints = harvest.owner_hints.sort_values(["n", "alias_key"], ascending=[False, True])
    return [key.partition(":")[2] for key in hints["alias_key"].drop_duplicates().head(n)]


def _keys_of(who: str, names: pd.Series) -> list[str]:
    """Return the alias keys of the archive that ``who`` names."""
    text = who.strip()
    kind = text.partition(":")[0]
    if kind in ("address", "profile", "name") and text in names.index:
        return [text]
    if "/in/" in text:
        wanted = [profile_key(text.partition("/in/")[2].partition("?")[0])]
    elif "@" in text:
        wanted = [address_key(text)]
    else:
        wanted = [profile_key(text)]
        key = full_name_key(text)
        wanted += list(names.index[names == key]) if key else []
    # Last of all an id, such as "0012", which a table may have in the place of a name
    found = [key for key in dict.fromkeys(wanted) if key in names.index]
    return found or [key for key in [name_key(text)] if key in names.index]


def _unknown(who: str, harvest: Harvest) -> OwnerUnknownError:
    likely = candidates(harvest)
    hint = f"; likely ones are {', '.join(likely)}" if likely else ""
    beside = shown_beside(who, harvest)
    if beside:
        return OwnerUnknownError(
            f"me={who!r} names nobody for sure: a few records show it with {', '.join(beside)}, "
            f"which mostly bear another name; give the address{hint}."
        )
    return OwnerUnknownError(
        f"me={who!r} is neither sender nor recipient of anything in this archive{hint}."
    )


def shown_beside(who: str, harvest: Harvest, n: int = 3) -> list[str]:
    """Return aliases seen under a full name, whatever else they are called."""
    wanted = full_name_key(who)
    if not wanted or "@" in who:
        return []
    named = harvest.mentions.dropna(subset="name")
    bearing = {name for name in named["name"].unique() if full_name_key(name) == wanted}
    keys = sorted(named.loc[named["name"].isin(bearing), "alias_key"].unique())
    return [key.partition(":")[2] for key in keys[:n]]


def _linkedin_reason(harvest: Harvest) -> str:
    links = harvest.links
    stated = links[(links["alias_key"] == OWNER_KEY) | (links["other_key"] == OWNER_KEY)]
    if len(stated) and pd.notna(stated["evidence"].iloc[0]):
        return f"LinkedIn: {stated['evidence'].iloc[0]}"
    return "LinkedIn: the member whose export this is"


def _mail_owner(harvest: Harvest, names: pd.Series) -> tuple[list[str], str]:
    """Return the owner's addresses by the most trusted sign that is clear."""
    hints = harvest.owner_hints
    hints = hints[hints["alias_key"].str.startswith("address:")]
    for sign, least_share in MAIL_SIGNS:
        signs = hints[hints["hint"] == sign].assign(share=lambda h: h["n"] / h["n_of"])
        signs = signs.sort_values(["n", "alias_key"], ascending=[False, True])
        if signs.empty or signs["n"].iloc[0] < LEAST_RECORDS:
            continue
        best = signs.iloc[0]
        if best["share"] < least_share:
            continue
        if sign in SIGNS_OF_PRESENCE and len(signs) > 1 and signs["n"].iloc[1] > best["n"] / 2:
            continue
        keys = [best["alias_key"]]
        if sign == "sender of sent mail":
            keys += _second_addresses(signs.iloc[1:], names, best["alias_key"])
        address = best["alias_key"].partition(":")[2]
        seen = SIGN_WORDS[sign].format(n=f"{best['n']:,}", n_of=f"{best['n_of']:,}")
        door = "calendar" if sign in CALENDAR_SIGNS else "mail"
        words = f"{door}: {address} {seen}"
        if len(keys) > 1:
            others = ", ".join(key.partition(":")[2] for key in keys[1:])
            words += f", {others} others of them"
        return keys, words
    return [], ""


def _second_addresses(signs: pd.DataFrame, names: pd.Series, best: str) -> list[str]:
    """Return further senders of sent mail: frequent, or under the same full name."""
    name = names.get(best, "")
    is_frequent = signs["share"] >= SECOND_ADDRESS_SHARE
    has_same_name = (signs["alias_key"].map(names) == name) & (name != "")
    is_own = is_frequent | (has_same_name & (signs["n"] >= LEAST_RECORDS))
    own: list[str] = signs.loc[is_own, "alias_key"].tolist()
    return own
