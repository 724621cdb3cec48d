"""From aliases to people: what the user said, what sources state, then evidence by its strength."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from netanalysis.attendance import Attendance, Attended, attendance_of
from netanalysis.errors import DecisionError
from netanalysis.harvest import Harvest
from netanalysis.identity import evidence as rules
from netanalysis.identity.agreement import FAMILIAR, MISSPELT, SAME
from netanalysis.identity.clusters import Clusters, Join
from netanalysis.identity.crossing import join_bare_names, join_profiles
from netanalysis.identity.handles import compare_handles
from netanalysis.identity.namesakes import doubt_namesakes
from netanalysis.identity.owner import Owner, find_owner
from netanalysis.identity.proposals import proposals
from netanalysis.identity.robots import machine_aliases
from netanalysis.identity.spelling import LAST, PATTERN, SPELLS, TOGETHER
from netanalysis.identity.tables import alias_table, nobody, people_table, person_ids
from netanalysis.identity.traits import traits


@dataclass(frozen=True)
class Identity:
    """Who stands behind each alias.

    ``person_of`` maps alias keys to person ids; ``people`` and ``aliases`` are canonical
    tables; ``machines`` are the aliases that are no persons; ``proposals`` are pairs that may
    be one person and were not joined; ``unfound`` are the wished own aliases that name nobody.
    """

    people: pd.DataFrame
    aliases: pd.DataFrame
    person_of: pd.Series
    machines: pd.DataFrame
    owner_reason: str
    proposals: pd.DataFrame
    unfound: tuple[str, ...] = ()


def resolve(
    given: Harvest | Attended,
    me: Sequence[str] = (),
    *,
    wished: Sequence[str] = (),
    same: Sequence[tuple[str, str]] = (),
    different: Sequence[tuple[str, str]] = (),
    distinct: Collection[str] = (),
) -> Identity:
    """Return who stands behind the aliases of a harvest.

    Parameters
    ----------
    given
        All that was loaded; with who took part in what beside it, where its tables do not say.
    me
        Addresses, profile keys or URLs, or full names of the owner.
    wished
        Likewise, but they need not be in the archive.
    same
        Pairs of alias keys that are one person; they join before all else.
    different
        Pairs of alias keys that are two people; no evidence joins them or the people
        they belong to. Pairs with an alias that is not in it have no effect.
    distinct
        Alias keys of which no two are one person, as the source itself counts people.

    Raises
    ------
    OwnerUnknownError
        If ``me`` names somebody who is nowhere in the archive.
    DecisionError
        If ``same`` makes one person of a pair in ``different``.
    """
    harvest, met = given if isinstance(given, Attended) else (given, attendance_of(given))
    uses = _uses(harvest, met)
    machines = machine_aliases(harvest, met.counts)
    found = traits(uses, machines.index)
    clusters = Clusters(found, frozenset(distinct))
    row_of = {key: row for row, key in enumerate(found.keys)}
    _join_as_told(clusters, row_of, same, different)
    links = harvest.links.sort_values(["alias_key", "other_key"])
    for key, other, *stated in links.itertuples(index=False, name=None):
        clusters.join(row_of[key], row_of[other], Join(*stated), is_stated=True)
    names = pd.Series([found.name_text(row) for row in range(len(found.keys))], index=found.keys)
    owner = find_owner(harvest, names, me, wished)
    for key in owner.alias_keys[1:]:
        why = Join("owner of the archive", owner.reason, 1.0)
        clusters.join(row_of[owner.alias_keys[0]], row_of[key], why, is_stated=True)
    evidence = _join_by_evidence(clusters, harvest, met, owner)

    roots = pd.Series(
        [found.keys[clusters.find(row)] for row in range(len(found.keys))],
        index=pd.Index(found.keys, name="alias_key"),
        dtype="string",
    )
    person_of = roots.map(person_ids(roots, met, harvest.connections)).rename("person_id")
    aliases = alias_table(uses, person_of, clusters)
    people = people_table(aliases, harvest, met, nobody(found, machines, person_of), person_of)
    people["is_me"] = people["person_id"].isin(person_of.reindex(list(owner.alias_keys[:1])))
    # Whoever writes from info@ alone is somebody all the same if the archive is theirs.
    people.loc[people["is_me"], "kind"] = "person"
    people.loc[people["is_me"], "kind_reason"] = pd.NA
    proposed = proposals(evidence, met, person_of)
    return Identity(people, aliases, person_of, machines, owner.reason, proposed, owner.unfound)


def _join_as_told(
    clusters: Clusters,
    row_of: dict[str, int],
    same: Sequence[tuple[str, str]],
    different: Sequence[tuple[str, str]],
) -> None:
    """Join the pairs the user said are one, and keep those apart that are two."""
    why = Join("you said so", "you said they are one person", 1.0)
    for key, other in sorted(tuple(sorted(pair)) for pair in same):
        if key in row_of and other in row_of:
            clusters.join(row_of[key], row_of[other], why, is_stated=True)
    for key, other in sorted(tuple(sorted(pair)) for pair in different):
        if key not in row_of or other not in row_of:
            continue
        if not clusters.keep_apart(row_of[key], row_of[other]):
            raise DecisionError(
                f"{key} and {other} were said to be two people, but other pairs said to be one "
                "person join them; take one of these decisions back."
            )


def _join_by_evidence(
    clusters: Clusters, harvest: Harvest, met: Attendance, owner: Owner
) -> rules.Evidence:
    """Join by the rules in the order of their scores, and return what they saw."""
    evidence = rules.gather(clusters)
    rules.join_mailboxes(evidence)
    rules.find_homonyms(evidence)
    doubt_namesakes(evidence, met, owner.alias_keys)
    rules.join_same_names(evidence)
    rules.join_agreeing_names(evidence, SAME)
    evidence.fits = rules.fitting_names(evidence)
    rules.join_by_address(evidence, SPELLS, rules.SPELLS_SCORE)
    rules.join_by_address(evidence, TOGETHER, rules.SPELLS_SCORE)
    rules.join_agreeing_names(evidence, FAMILIAR)
    compare_handles(evidence, met)
    rules.join_agreeing_names(evidence, MISSPELT)
    rules.join_by_address(evidence, PATTERN, rules.PATTERN_SCORE)
    rules.join_by_address(evidence, LAST, rules.PATTERN_SCORE)
    join_profiles(evidence, harvest, met)
    join_bare_names(evidence)
    return evidence


def _uses(harvest: Harvest, met: Attendance) -> pd.DataFrame:
    """Return one row per alias and display name; aliases never named have one empty name."""
    named = harvest.mentions[["alias_key", "name", "n_uses", "origin"]]
    others = pd.concat(
        [
            met.counts.present.to_series(),
            harvest.connections["alias_key"],
            harvest.links["alias_key"],
            harvest.links["other_key"],
            harvest.positions["alias_key"],
            harvest.education["alias_key"],
            harvest.skills["alias_key"],
            harvest.special_days["alias_key"],
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
