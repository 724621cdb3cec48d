"""Review of who is who: what might be one person, and what was taken for the owner."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from netanalysis.dataset import Dataset
from netanalysis.deciding import pair_id, readable_alias
from netanalysis.words import count, listing

PROPOSAL_DTYPES: Final = {
    "name": "string",
    "other_name": "string",
    "score": "Float64",
    "evidence": "string",
    "n_affected": "Int64",
    "n_interactions": "Int64",
    "other_n_interactions": "Int64",
    "last_on": "datetime64[us]",
    "other_last_on": "datetime64[us]",
    "known_as": "string",
    "other_known_as": "string",
    "rule": "string",
    "alias_key": "string",
    "other_key": "string",
    "reason": "string",
}
SIDES: Final = ("person_id", "other_person_id")
ALIASES_SHOWN: Final = 4


def merge_proposals(archive: Dataset, n: int | None = None) -> pd.DataFrame:
    """Return pairs of people who may be one person, those that matter most first.

    Answers "who might be one person, and on what grounds?". Evidence of .8 and more has
    been acted upon, evidence below .6 is not shown; what is here waits for your verdict by
    :func:`accept` or :func:`reject`.

    Parameters
    ----------
    archive
        A Dataset.
    n
        Return the first ``n`` only; all by default.

    Returns
    -------
    DataFrame
        Index ``proposal_id`` (eight signs that stand for the pair of aliases, the same in
        every load); ordered by ``n_affected``, then ``score``, then id.

        ``name``, ``other_name``
            the less seen of the two, and who it may be
        ``score``
            certainty of the rule, .6 to .8
        ``evidence``
            what the rule saw, in words
        ``n_affected``
            interactions of the first: what would move
        ``n_interactions``, ``other_n_interactions``
            interactions of each (0 or more)
        ``last_on``, ``other_last_on``
            UTC day of the last interaction of each with a trusted date
        ``known_as``, ``other_known_as``
            addresses, profiles and names of each
        ``rule``
            rule that proposes it
        ``alias_key``, ``other_key``
            the pair of aliases that a verdict is about
        ``reason``
            all of it in one sentence

    Examples
    --------
    >>> import netanalysis as na
    >>> archive = na.load(na.sample_path())
    >>> na.merge_proposals(archive, 3)["score"].between(0.6, 0.8).all()
    np.True_
    """
    rows = archive.proposals
    pairs = list(zip(rows["alias_key"], rows["other_key"], strict=True))
    index = pd.Index([pair_id(*pair) for pair in pairs], name="proposal_id", dtype="string")
    involved = pd.concat([rows["person_id"], rows["other_person_id"]]).unique()
    sides = _sides(archive, involved)
    ends = rows[["person_id", "other_person_id", "alias_key", "other_key"]].to_numpy()
    n_each = [sides["n_interactions"].reindex(rows[column]).to_numpy() for column in SIDES]
    is_turned = n_each[0] > n_each[1]
    ends[is_turned] = ends[is_turned][:, [1, 0, 3, 2]]
    frame = rows[["rule", "evidence", "score"]].copy()
    frame["n_affected"] = rows["n_interactions"]
    frame["alias_key"], frame["other_key"] = ends[:, 2], ends[:, 3]
    for number, prefix in enumerate(("", "other_")):
        found = sides.reindex(ends[:, number])
        for name in sides.columns:
            frame[prefix + name] = found[name].array
    frame.index = index
    frame["reason"] = [
        f"{key}: {_described(row, '')} may be {_described(row, 'other_')}: "
        f"{row['evidence']} (score {row['score']:.2f})."
        for key, row in zip(index, frame.to_dict("records"), strict=True)
    ]
    frame = frame[list(PROPOSAL_DTYPES)].astype(PROPOSAL_DTYPES)
    ranked = frame.assign(id=index.to_numpy()).sort_values(
        ["n_affected", "score", "id"], ascending=[False, False, True]
    )
    return ranked.drop(columns="id").head(len(frame) if n is None else n)


def _described(row: dict[Any, Any], prefix: str) -> str:
    """Return one of the two people in words: names, how much was seen of them, until when."""
    name, known_as = row[f"{prefix}name"], row[f"{prefix}known_as"]
    last = row[f"{prefix}last_on"]
    parts = [known_as] if known_as != name else []
    parts.append(count(int(row[f"{prefix}n_interactions"]), "interaction"))
    parts += [f"last {last:%Y-%m-%d}"] if pd.notna(last) else []
    return f"{name} ({', '.join(parts)})"


def _sides(archive: Dataset, people: Any) -> pd.DataFrame:
    """Return name, counts, last day and aliases of the people, indexed by person id."""
    index = pd.Index(people, dtype="string")
    roles = archive.participants[archive.participants["person_id"].isin(index)]
    roles = roles[["interaction_id", "person_id"]].drop_duplicates()
    aliases = archive.aliases[archive.aliases["person_id"].isin(index)]
    aliases = aliases.sort_values(["n_interactions", "alias_key"], ascending=[False, True])
    aliases = aliases.assign(shown=aliases["alias_key"].map(readable_alias))
    by_person = aliases.groupby("person_id")
    known_as = {
        person: listing(group.tolist(), ALIASES_SHOWN) for person, group in by_person["shown"]
    }
    names = archive.people.set_index("person_id")["name"]
    return pd.DataFrame(
        {
            "name": names.reindex(index),
            "n_interactions": roles["person_id"].value_counts().reindex(index).fillna(0),
            "last_on": by_person["last_on"].max().reindex(index),
            "known_as": [known_as.get(person) for person in index],
        },
        index=index,
    )


def own_aliases(archive: Dataset) -> pd.DataFrame:
    """Return the addresses, profiles and names that were taken for the owner's, and why.

    Answers "which of these are me?". If one is missing or not yours, name all of yours
    under ``[me]`` in the wishes file, or as ``me`` of :func:`load`.

    Parameters
    ----------
    archive
        A Dataset with a known owner.

    Returns
    -------
    DataFrame
        Index ``alias_key``; the one used most first. Columns ``name`` (display name used
        most with it), ``n_interactions`` (interactions it takes part in, 0 or more),
        ``first_on`` and ``last_on`` (days of these), ``rule`` and ``evidence`` (why).

    Raises
    ------
    OwnerUnknownError
        If the data did not tell and ``load`` was not told.

    Examples
    --------
    >>> import netanalysis as na
    >>> archive = na.load(na.sample_path())
    >>> na.own_aliases(archive).index[0]
    'address:mira.halvane@example.org'
    """
    mine = archive.aliases[archive.aliases["person_id"] == archive.me]
    mine = mine.assign(n_interactions=mine["n_interactions"].fillna(0))
    mine = mine.sort_values(["n_interactions", "alias_key"], ascending=[False, True])
    columns = ["name", "n_interactions", "first_on", "last_on", "rule", "evidence"]
    return mine.set_index("alias_key")[columns]
