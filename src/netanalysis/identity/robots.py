"""Robots and mailing lists among the aliases: by header, by address and by behaviour."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import pandas as pd

from netanalysis.addresses import is_office, local_kind, spells_name
from netanalysis.attendance import Counts
from netanalysis.harvest import Harvest
from netanalysis.identity.names import ROLE_WORDS, full_name_key
from netanalysis.words import count

LEAST_BULK_MESSAGES: Final = 5
LEAST_BULK_SHARE: Final = 0.8
"""A sender to whom nobody ever wrote, of at least this many messages, most of them such. An
address spelled from a person's full name keeps it a person: what the loader was sure of is
listed already, and what is left may be what somebody's company adds to all mail."""

SIGNS_NEEDED: Final = 2
"""Signs of the address and the name beside it that make a sender no person, if it only ever
writes. Having written twice counts as one more, because one message may be a person's who
borrowed an address; silence without any sign is no sign: it is how a tie waits."""

OFTEN: Final = 5
"""Messages of an office (info@, team@) that count as having written often: offices answer
letters, so that a few which got no answer say little."""

_HOSTS: Final = frozenset(
    "news newsletter newsletters enews email emails em lists list mailing mailings notify "
    "notification notifications alerts bounce bounces reply campaign campaigns marketing "
    "promo promotions offers newsbyemail e".split()
)
_SITE: Final = re.compile(
    r"\b[a-z0-9-]{2,}\.(?:com|net|org|de|fr|es|it|nl|ch|at|io|co\.uk)\b", re.I
)
_NUMBERED: Final = re.compile(r"\d{2,}.*[._+=-][a-z]?\d{2,}")


def machine_aliases(harvest: Harvest, met: Counts) -> pd.DataFrame:
    """Return the aliases that are no persons: index alias_key; columns kind, reason.

    Headers come first (``List-Id``, ``Precedence``, no-reply senders: as the loader saw
    them); then behaviour: only ever writes, nobody writes back, and either nearly all its
    mail is bulk by header or its address names an office.
    """
    stated = harvest.list_addresses.drop_duplicates("alias_key").set_index("alias_key")
    stated = stated[["kind", "reason"]]
    behaved = _one_way_senders(harvest, met)
    behaved = behaved[~behaved.index.isin(stated.index)]
    return pd.concat([stated, behaved]).sort_index()


def _one_way_senders(harvest: Harvest, met: Counts) -> pd.DataFrame:
    counts = met.sent[~met.sent.index.isin(met.addressed)]
    named = harvest.mentions.loc[harvest.mentions["alias_key"].isin(counts.index)]
    names = named.dropna(subset="name").groupby("alias_key")["name"].agg(list)
    with_name = [
        key
        for key, found in names.items()
        if any(full_name_key(one) and spells_name(_address(key), one) for one in found)
    ]
    is_bulk = (counts["size"] >= LEAST_BULK_MESSAGES) & (counts["mean"] >= LEAST_BULK_SHARE)
    is_bulk &= ~counts.index.isin(with_name)
    signs = [_signs(_address(key), names.get(key, []), n) for key, n in counts["size"].items()]
    n_signs = pd.Series([len(found) for found in signs], index=counts.index)
    is_signed = (n_signs > 0) & (n_signs + (counts["size"] > 1) >= SIGNS_NEEDED)
    is_signed &= ~counts["answers"]
    percent = (counts["mean"] * 100).round().astype("Int64").astype("string")
    why = (percent + " % of them bulk by header").where(
        is_bulk, pd.Series([" and ".join(found) for found in signs], index=counts.index)
    )
    sent_words = [count(int(n), "message") for n in counts["size"]]
    reason = pd.Series(sent_words, index=counts.index, dtype="string")
    reason = "sent " + reason + ", nobody wrote back; " + why
    found = pd.DataFrame({"kind": "robot", "reason": reason}, index=counts.index)
    return found[is_bulk | is_signed]


def _address(key: object) -> str:
    return str(key).removeprefix("address:")


def _signs(address: str, names: Sequence[str], n: int) -> list[str]:
    """Return what in an address, and in the names beside it, no person's would show."""
    local, _, host = address.partition("@")
    labels = host.split(".")
    is_person = any(map(full_name_key, names))
    signs = []
    if local_kind(address):
        signs.append("the address names such mail")
    elif is_office(address) and not is_person and n >= OFTEN:
        signs.append("the address names an office")
    if _NUMBERED.search(local):
        signs.append("the address is numbered")
    if any(label in _HOSTS for label in labels[:-2]):
        signs.append("the host sends such mail")
    if not is_person and any(_is_organisation(name, labels) for name in names):
        signs.append("the name is that of an organisation")
    return signs


def _is_organisation(name: str, labels: Sequence[str]) -> bool:
    """Return whether a display name is an office, a site, or what the mail domain is called."""
    letters = re.sub(r"[^a-z0-9]", "", name.lower())
    words = re.split(r"\W+", name.lower())
    is_domain = any(len(label) > 3 and label in letters for label in labels[:-1])
    return is_domain or any(word in ROLE_WORDS for word in words) or bool(_SITE.search(name))
