"""From aliases to people: the first, careful step of identity.

Two aliases are one person when the source says so (an address in Connections.csv), when
they are the owner's, or when they carry the same full name and nobody else does. A name
shared by two profiles, or by two addresses of one domain, joins nothing. Every alias
keeps the rule, the evidence and the score that brought it to its person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from netanalysis.errors import DecisionError
from netanalysis.harvest import Harvest
from netanalysis.identity.names import clean_name, full_name_key
from netanalysis.identity.organisations import organisations
from netanalysis.identity.owner import find_owner
from netanalysis.identity.robots import machine_aliases
from netanalysis.identity.union import Unions
from netanalysis.schema import PROPOSALS

SAME_NAME_SCORE: Final = 0.9
# An alias seen under more full names than this is a relay or a shared mailbox, unless one
# name carries nearly all of its uses.
MOST_NAMES: Final = 3
DOMINANT_SHARE: Final = 0.8
# A person's address is the one they used most over this time before their latest message.
PRESENT: Final = pd.Timedelta(days=365)
# Which alias gives a person the id: the lowest rank.
ID_RANKS: Final = {"profile": 0, "address": 1, "name": 2, "owner": 3, "anonymous": 4}


@dataclass(frozen=True)
class Identity:
    """Who stands behind each alias.

    ``person_of`` maps alias keys to person ids; ``people`` and ``aliases`` are canonical
    tables; ``machines`` are the aliases that are no persons; ``proposals`` are pairs that may
    be one person and were not joined.
    """

    people: pd.DataFrame
    aliases: pd.DataFrame
    person_of: pd.Series
    machines: pd.DataFrame
    owner_reason: str
    proposals: pd.DataFrame


@dataclass
class _Joins:
    """Unions of alias keys that remember, per alias, the rule that joined it."""

    unions: Unions
    rules: dict[str, tuple[str, str, float]] = field(default_factory=dict)

    def join(self, key: str, other: str, rule: str, evidence: str, score: float) -> None:
        if self.unions.join(key, other):
            for alias in (key, other):
                self.rules.setdefault(alias, (rule, evidence, score))


def resolve(
    harvest: Harvest,
    me: Sequence[str] = (),
    *,
    same: Sequence[tuple[str, str]] = (),
    different: Sequence[tuple[str, str]] = (),
) -> Identity:
    """Return who stands behind the aliases of ``harvest``.

    Parameters
    ----------
    harvest
        All that was loaded.
    me
        Addresses, profile keys or URLs, or full names of the owner.
    same
        Pairs of alias keys that are one person; they join before all else.
    different
        Pairs of alias keys that are two people; no evidence joins them or the people
        they belong to. Pairs with an alias that is not in ``harvest`` have no effect.

    Raises
    ------
    OwnerUnknownError
        If ``me`` names somebody who is nowhere in the archive.
    DecisionError
        If ``same`` makes one person of a pair in ``different``.
    """
    uses = _uses(harvest)
    names = _dominant_names(uses)
    machines = machine_aliases(harvest)
    owner = find_owner(harvest, names, me)
    joins = _Joins(Unions(names.index))
    _join_as_told(joins, same, different)
    links = harvest.links.sort_values(["alias_key", "other_key"])
    for key, other, rule, evidence, score in links.itertuples(index=False, name=None):
        joins.join(key, other, rule, evidence, score)
    for key in owner.alias_keys[1:]:
        joins.join(owner.alias_keys[0], key, "owner of the archive", owner.reason, 1.0)
    _join_same_names(joins, names.drop(machines.index, errors="ignore"))

    roots = pd.Series(
        [joins.unions.find(key) for key in names.index], index=names.index, dtype="string"
    )
    person_of = roots.map(_person_ids(roots, harvest)).rename("person_id")
    aliases = _alias_table(uses, person_of, joins.rules)
    people = _people_table(aliases, harvest, machines, person_of)
    people["is_me"] = people["person_id"].isin(person_of.reindex(list(owner.alias_keys[:1])))
    return Identity(people, aliases, person_of, machines, owner.reason, PROPOSALS.empty())


def _join_as_told(
    joins: _Joins, same: Sequence[tuple[str, str]], different: Sequence[tuple[str, str]]
) -> None:
    """Join the pairs the user said are one, and keep those apart that are two."""
    for key, other in sorted(tuple(sorted(pair)) for pair in same):
        if key in joins.unions and other in joins.unions:
            joins.join(key, other, "you said so", "you said they are one person", 1.0)
    for key, other in sorted(tuple(sorted(pair)) for pair in different):
        if key not in joins.unions or other not in joins.unions:
            continue
        if not joins.unions.keep_apart(key, other):
            raise DecisionError(
                f"{key} and {other} were said to be two people, but other pairs said to be one "
                "person join them; take one of these decisions back."
            )


def _before(texts: pd.Series, mark: str) -> pd.Series:
    """Return what stands before the first ``mark`` in each text."""
    return pd.Series([t.partition(mark)[0] for t in texts], index=texts.index, dtype="string")


def _after(texts: pd.Series, mark: str) -> pd.Series:
    """Return what stands after the first ``mark`` in each text, "" where there is none."""
    return pd.Series([t.partition(mark)[2] for t in texts], index=texts.index, dtype="string")


def _uses(harvest: Harvest) -> pd.DataFrame:
    """Return one row per alias and display name; aliases never named have one empty name."""
    named = harvest.mentions[["alias_key", "name", "n_uses", "origin"]]
    others = pd.concat(
        [
            harvest.participations["alias_key"],
            harvest.connections["alias_key"],
            harvest.links["alias_key"],
            harvest.links["other_key"],
            harvest.positions["alias_key"],
            harvest.education["alias_key"],
            harvest.skills["alias_key"],
            harvest.relations["alias_key"],
            harvest.activity["alias_key"],
            harvest.profile_entries["alias_key"],
            harvest.changes["alias_key"],
            harvest.list_addresses["alias_key"],
        ],
        ignore_index=True,
    ).drop_duplicates()
    unnamed = others[~others.isin(named["alias_key"])]
    bare = pd.DataFrame({"alias_key": unnamed, "name": "", "n_uses": 0, "origin": "links"})
    uses = pd.concat([named, bare], ignore_index=True)
    uses["name"] = uses["name"].fillna("")
    grouped = uses.groupby(["alias_key", "name"], as_index=False)
    return grouped.agg(n_uses=("n_uses", "sum"), origin=("origin", "first"))


def _dominant_names(uses: pd.DataFrame) -> pd.Series:
    """Return the full-name key of every alias, "" where it has none or too many."""
    keyed = uses.assign(key=uses["name"].map(full_name_key))
    keyed.loc[keyed["alias_key"].str.startswith("anonymous:"), "key"] = ""
    counts = keyed[keyed["key"] != ""].groupby(["alias_key", "key"])["n_uses"].sum().reset_index()
    counts = counts.sort_values(["alias_key", "n_uses", "key"], ascending=[True, False, True])
    by_alias = counts.groupby("alias_key")["n_uses"]
    is_clear = (by_alias.transform("size") <= MOST_NAMES) | (
        counts["n_uses"] >= DOMINANT_SHARE * by_alias.transform("sum")
    )
    best = counts[is_clear].drop_duplicates("alias_key").set_index("alias_key")["key"]
    every = pd.Index(uses["alias_key"].unique(), name="alias_key").sort_values()
    return best.reindex(every).fillna("")


def _join_same_names(joins: _Joins, names: pd.Series) -> None:
    """Join aliases under one full name where the name is unambiguous."""
    frame = names[names != ""].rename("name").reset_index()
    frame["root"] = frame["alias_key"].map(joins.unions.find)
    frame["kind"] = _before(frame["alias_key"], ":")
    domain = _after(frame["alias_key"], "@")
    frame["domain"] = domain.where(frame["kind"] == "address", "")
    several = frame.groupby("name")["root"].transform("nunique") > 1
    for name, group in frame[several].groupby("name", sort=True):
        profiles = group.loc[group["kind"] == "profile", "root"].nunique()
        addresses = group[group["domain"] != ""].groupby("domain")["root"].nunique()
        if profiles > 1 or (len(addresses) and addresses.max() > 1):
            continue
        keys = sorted(group["alias_key"])
        evidence = f"the only aliases called {name!r}: " + ", ".join(
            f"{n} {kind}" for kind, n in group["kind"].value_counts().sort_index().items()
        )
        for key in keys[1:]:
            joins.join(keys[0], key, "same full name", evidence, SAME_NAME_SCORE)


def _person_ids(roots: pd.Series, harvest: Harvest) -> dict[str, str]:
    """Return the person id of every set of aliases.

    The id is a profile key where there is one, else the address seen first in time, else
    the bare name or the anonymous key: readable, and the same when an export has grown.
    """
    dated = harvest.participations.merge(
        harvest.interactions[["interaction_id", "occurred_at"]], on="interaction_id"
    )
    first_seen = dated.groupby("alias_key")["occurred_at"].min()
    frame = roots.rename("root").rename_axis("alias_key").reset_index()
    frame["rank"] = _before(frame["alias_key"], ":").map(ID_RANKS)
    frame["seen"] = first_seen.reindex(frame["alias_key"]).array
    frame["seen"] = frame["seen"].where(frame["rank"] == 1)
    frame = frame.sort_values(["root", "rank", "seen", "alias_key"]).drop_duplicates("root")
    plain = frame["alias_key"].str.replace(r"^(?:profile|address):", "", regex=True)
    return dict(zip(frame["root"], plain, strict=True))


def _alias_table(
    uses: pd.DataFrame, person_of: pd.Series, rules: dict[str, tuple[str, str, float]]
) -> pd.DataFrame:
    ranked = uses.assign(is_bare=uses["name"] == "")
    best = ranked.sort_values(
        ["alias_key", "is_bare", "n_uses", "name"], ascending=[True, True, False, True]
    )
    best = best.drop_duplicates("alias_key").set_index("alias_key")
    total = uses.groupby("alias_key")["n_uses"].sum()
    alone = ("itself", "no other alias was joined by this one", 1.0)
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


def _people_table(
    aliases: pd.DataFrame, harvest: Harvest, machines: pd.DataFrame, person_of: pd.Series
) -> pd.DataFrame:
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
    people["address"] = _present_addresses(harvest, person_of).reindex(people.index)
    profiles = aliases[aliases["kind"] == "profile"].drop_duplicates("person_id")
    profile = profiles.set_index("person_id")["alias_key"].str.removeprefix("profile:")
    people["profile"] = profile.reindex(people.index)
    people["organisation"] = organisations(people)
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


def _present_addresses(harvest: Harvest, person_of: pd.Series) -> pd.Series:
    """Return the address each person used most in the year before their latest message."""
    roles = harvest.participations[harvest.participations["alias_key"].str.startswith("address:")]
    events = harvest.interactions[["interaction_id", "occurred_at"]]
    dated = roles.merge(events, on="interaction_id").dropna(subset="occurred_at")
    dated["person_id"] = dated["alias_key"].map(person_of)
    latest = dated.groupby("person_id")["occurred_at"].transform("max")
    recent = dated[latest - dated["occurred_at"] <= PRESENT]
    used = recent.groupby("alias_key")["occurred_at"].agg(["size", "max"])
    keys = person_of.index[person_of.index.str.startswith("address:")]
    frame = used.reindex(keys).rename_axis("alias_key").reset_index()
    frame["person_id"] = person_of.reindex(keys).to_numpy()
    frame["size"] = frame["size"].fillna(0)
    frame = frame.sort_values(
        ["person_id", "size", "max", "alias_key"], ascending=[True, False, False, True]
    )
    best = frame.drop_duplicates("person_id").set_index("person_id")["alias_key"]
    return best.str.removeprefix("address:")
