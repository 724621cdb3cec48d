"""Robots and mailing lists among the aliases: by header, by address and by behaviour."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from netanalysis.harvest import Harvest

# A sender of at least this many messages, most of them bulk by their headers, to whom
# nobody in the archive ever wrote: a newsletter or a machine.
LEAST_BULK_MESSAGES: Final = 5
LEAST_BULK_SHARE: Final = 0.8
# Without headers (old archives have none) the local part must name an office as well.
LEAST_ONE_WAY_MESSAGES: Final = 5
OFFICE: Final = re.compile(
    r"(?:^|[._+-])(?:news(?:letters?)?|info|alerts?|announcements?|notif\w*|updates?|support|"
    r"billing|service|services|editor|marketing|promo\w*|deals?|offers?|daily\w*|weekly\w*|"
    r"digest|subscri\w*|receipts?|invoices?|orders?|confirm\w*|system|admin|administrator|"
    r"webmaster|feedback|survey\w*|registration|reservations?|members?|contact|hello|team)(?:[._+-]|$)",
    re.IGNORECASE,
)


def machine_aliases(harvest: Harvest) -> pd.DataFrame:
    """Return the aliases that are no persons: index alias_key; columns kind, reason.

    Headers come first (``List-Id``, ``Precedence``, no-reply senders: as the loader saw
    them); then behaviour: only ever writes, nobody writes back, and either nearly all its
    mail is bulk by header or its address names an office.
    """
    stated = harvest.list_addresses.drop_duplicates("alias_key").set_index("alias_key")
    stated = stated[["kind", "reason"]]
    behaved = _one_way_senders(harvest)
    behaved = behaved[~behaved.index.isin(stated.index)]
    return pd.concat([stated, behaved]).sort_index()


def _one_way_senders(harvest: Harvest) -> pd.DataFrame:
    roles = harvest.participations
    mail = harvest.interactions.loc[
        harvest.interactions["channel"] == "mail", ["interaction_id", "is_bulk"]
    ]
    sent = roles[roles["role"] == "from"].merge(mail, on="interaction_id")
    counts = sent.groupby("alias_key")["is_bulk"].agg(["size", "mean"])
    written_to = roles.loc[roles["role"] != "from", "alias_key"].unique()
    counts = counts[~counts.index.isin(written_to)]
    local = counts.index.to_series().astype("string").str.removeprefix("address:")
    local = local.str.replace(r"@.*", "", regex=True)
    is_bulk = (counts["size"] >= LEAST_BULK_MESSAGES) & (counts["mean"] >= LEAST_BULK_SHARE)
    is_office = (counts["size"] >= LEAST_ONE_WAY_MESSAGES) & local.str.contains(OFFICE)
    percent = (counts["mean"] * 100).round().astype("Int64").astype("string")
    why = (percent + " % of them bulk by header").where(is_bulk, "the address names an office")
    sent_words = "sent " + counts["size"].astype("string") + " messages, nobody wrote back; "
    found = pd.DataFrame({"kind": "robot", "reason": sent_words + why}, index=counts.index)
    return found[is_bulk | is_office]
