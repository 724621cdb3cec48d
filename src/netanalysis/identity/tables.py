"""The tables of people and aliases, once it is known who is who."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from netanalysis.attendance import Attendance
from netanalysis.harvest import Harvest
from netanalysis.identity.canonical import names_bulk
from netanalysis.identity.clusters import Clusters
from netanalysis.identity.names import clean_name
from netanalysis.identity.organisations import organisation_of
from netanalysis.identity.traits import MOST_NAMES, Traits

# A person's address is the one they used most over this time before their latest message.
PRESENT: Final = pd.Timedelta(days=365)
# Which alias gives a person the id: the lowest rank.
ID_RANKS: Final = {"profile": 0, "address": 1, "name": 2, "owner": 3, "anonymous": 4}


def _before(texts: pd.Series, mark: str) -> pd.Series:
    """Return what stands before the first ``mark`` in each text."""
    return pd.Series([t.partition(mark)[0] for t in texts], index=texts.index, dtype="string")


def _after(texts: pd.Series, mark: str) -> pd.Series:
    """Return what stands after the first ``mark`` in each text, "" where there is none."""
    return pd.Series([t.partition(mark)[2] for t in texts], index=texts.index, dtype="string")


def person_ids(roots: pd.Series, met: Attendance, connections: pd.DataFrame) -> dict[str, str]:
    """Return the person id of every set of aliases.

    The id is the profile or address that came to light first: by contact, or by the day of
    connecting; the profile where that is the same day or neither has one. So what an export
    has grown by, which is later, changes no id. Without either it is the bare name or the
    anonymous key.
    """
    frame = roots.rename("root").rename_axis("alias_key").reset_index()
    frame["rank"] = _before(frame["alias_key"], ":").map(ID_RANKS)
    connected = connections.groupby("alias_key")["since_on"].min()
    days = [
        met.counts.first.reindex(frame["alias_key"]).dt.tz_convert(None).dt.normalize().array,
        connected.reindex(frame["alias_key"]).array,
    ]
    seen = pd.DataFrame(dict(enumerate(days)), index=frame.index).min(axis=1)
    frame["seen"] = seen.where(frame["rank"] <= ID_RANKS["address"])
    frame["is_other"] = frame["rank"] > ID_RANKS["address"]
    frame = frame.sort_values(["root", "is_other", "seen", "rank", "alias_key"])
    frame = frame.drop_duplicates("root")
    plain = frame["alias_key"].str.replace(r"^(?:profile|address):", "", regex=True)
    return dict(zip(frame["root"], plain, strict=True))


def alias_table(uses: pd.DataFrame, person_of: pd.Series, clusters: Clusters) -> pd.DataFrame:
    """Return the table of aliases: each with the rule that joined it to its person."""
    ranked = uses.assign(is_bare=uses["name"] == "")
    best = ranked.sort_values(
        ["alias_key", "is_bare", "n_uses", "name"], ascending=[True, True, False, True]
    )
    best = best.drop_duplicates("alias_key").set_index("alias_key")
    total = uses.groupby("alias_key")["n_uses"].sum()
    alone = ("itself", "no other alias was joined by this one", 1.0)
    rules = {clusters.found.keys[row]: why for row, why in clusters.joins.items()}
    ruled = [rules.get(key, alone) for key in best.index]
    table = pd.DataFrame(
        {
            "person_id": person_of.reindex(best.index),
            "kind": _before(best.index.to_series(), ":"),
            "name": best["name"].where(best["name"] != ""),
            "n_uses": total.reindex(best.index),
            "rule": [rule for rule, _, _ in ruled],
            "evidence": [evidence for _, evidence, _ in ruled],
            "score": [score for _, _, score in ruled],
            "origin": best["origin"],
        },
        index=best.index,
    )
    return table.rename_axis("alias_key").reset_index()


def nobody(found: Traits, machines: pd.DataFrame, person_of: pd.Series) -> pd.DataFrame:
    """Return the aliases that are no persons: index alias_key; columns kind, reason.

    To the machines come mailboxes that many people write from, and offices and addresses
    for bulk mail (dailyquote@) under no person's name, even if somebody once wrote to them,
    unless something joined them to a person.
    """
    is_alone = ~person_of.duplicated(keep=False).to_numpy()
    rows, reasons = [], []
    for row in np.flatnonzero(is_alone):
        address = found.addresses[row]
        if found.keys[row] in machines.index or address is None:
            continue
        if found.tells[row]:
            if names_bulk(address.local) and not found.n_names[row]:
                rows.append(found.keys[row])
                reasons.append("the address names bulk mail, and nobody's name stands beside it")
            continue
        if found.n_names[row] > MOST_NAMES:
            n = int(found.n_names[row])
            reasons.append(f"seen under {n:,} full names: a relay or a shared mailbox")
        elif address.is_nobody and not found.n_names[row]:
            reasons.append("the address names an office, a list or a placeholder")
        else:
            continue
        rows.append(found.keys[row])
    shared = pd.DataFrame({"kind": "shared", "reason": reasons}, index=rows, dtype="string")
    return pd.concat([machines, shared]).sort_index()


def people_table(
    aliases: pd.DataFrame,
    harvest: Harvest,
    met: Attendance,
    machines: pd.DataFrame,
    person_of: pd.Series,
) -> pd.DataFrame:
    """Return the table of people behind the aliases."""
    machine = machines.assign(person_id=person_of.reindex(machines.index))
    machine = machine.drop_duplicates("person_id").set_index("person_id")
    people = pd.DataFrame({"person_id": sorted(aliases["person_id"].unique())}, dtype="string")
    people = people.set_index("person_id", drop=False).rename_axis(None)
    people["name"] = _best_names(aliases).reindex(people.index)
    people["kind"] = machine["kind"].reindex(people.index)
    anonymous = people["person_id"].str.startswith("anonymous:")
    people["kind"] = people["kind"].fillna("person").where(~anonymous, "anonymous")
    people["kind_reason"] = machine["reason"].reindex(people.index)
    people["is_me"] = False
    positions = harvest.positions.assign(person_id=harvest.positions["alias_key"].map(person_of))
    current = _current_positions(positions)
    people["company"] = current["company"].reindex(people.index)
    people["title"] = current["title"].reindex(people.index)
    people["address"] = _present_addresses(met, person_of).reindex(people.index)
    profiles = aliases[aliases["kind"] == "profile"].drop_duplicates("person_id")
    profile = profiles.set_index("person_id")["alias_key"].str.removeprefix("profile:")
    people["profile"] = profile.reindex(people.index)
    people["organisation"] = organisation_of(people)
    return people.reset_index(drop=True)


def _best_names(aliases: pd.DataFrame) -> pd.Series:
    """Return the name to show: LinkedIn's own spelling first, then the one used most."""
    named = aliases.assign(
        shown=aliases["name"].fillna("").map(clean_name),
        rank=aliases["kind"].map(
            {"profile": 0, "owner": 0, "address": 1, "name": 2, "anonymous": 3}
        ),
    )
    named["is_bare"] = named["shown"] == ""
    value = _after(named["alias_key"], ":")
    named.loc[named["is_bare"], "shown"] = value
    named.loc[named["kind"] == "anonymous", "shown"] = "LinkedIn Member"
    named = named.sort_values(
        ["person_id", "is_bare", "rank", "n_uses", "alias_key"],
        ascending=[True, True, True, False, True],
    )
    return named.drop_duplicates("person_id").set_index("person_id")["shown"]


def _current_positions(positions: pd.DataFrame) -> pd.DataFrame:
    """Return company and title that each person stated last."""
    lasting = positions[positions["finished_on"].isna()]
    ordered = lasting.assign(known=lasting["title"].notna() | lasting["company"].notna())
    ordered = ordered[ordered["known"]].sort_values(
        ["person_id", "seen_on", "started_on", "company", "title"],
        ascending=[True, False, False, True, True],
        na_position="last",
    )
    return ordered.drop_duplicates("person_id").set_index("person_id")[["company", "title"]]


def _present_addresses(met: Attendance, person_of: pd.Series) -> pd.Series:
    """Return the address each person used most in the year before their latest message."""
    last = met.counts.last.dropna()
    last = last[last.index.str.startswith("address:")]
    latest = last.groupby(person_of.reindex(last.index)).transform("max")
    size = met.since(latest - PRESENT)
    used = pd.DataFrame({"size": size, "max": last.reindex(size.index)})
    keys = person_of.index[person_of.index.str.startswith("address:")]
    frame = used.reindex(keys).rename_axis("alias_key").reset_index()
    frame["person_id"] = person_of.reindex(keys).to_numpy()
    frame["size"] = frame["size"].fillna(0)
    frame = frame.sort_values(
        ["person_id", "size", "max", "alias_key"], ascending=[True, False, False, True]
    )
    best = frame.drop_duplicates("person_id").set_index("person_id")["alias_key"]
    return best.str.removeprefix("address:")
