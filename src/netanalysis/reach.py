"""How much of the owner's access to groups runs through each contact; the arithmetic of brokers."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from netanalysis.rhythms import LIVE_ACCESS

LEAST_GROUP: Final = 2  # one person is no group to be reached
SHOWN_SHARE: Final = 0.05  # smaller shares of access to another group are not listed

NO_TIES_SEEN: Final = (
    "No two of your contacts were ever seen together, so nobody can be seen to connect "
    "others; load mail (its To and Cc lines show who appears together) or LinkedIn "
    "group conversations."
)


def access_shares(people: pd.DataFrame, ties: pd.DataFrame, group: dict[str, str]) -> pd.DataFrame:
    """Return, per contact and group, the share of access that runs through the contact.

    ``people`` are the contacts with ``name``, ``group`` and ``p_90``; ``ties`` hold each tie
    between others both ways, as ``u``, ``v`` and ``n_together``; ``group`` is that of everybody.
    ``attrs["sizes"]`` counts the people of each group.
    """
    sizes = pd.Series(list(group.values()), dtype="string").value_counts()
    sizes = sizes[(sizes >= LEAST_GROUP) & (sizes.index != "")]
    worth = np.log2(sizes) / np.log2(sizes.max()) if len(sizes) else sizes.astype(float)
    own = people.reset_index()[["person_id", "name", "group", "p_90"]]
    own = own[own["group"].isin(sizes.index)]
    chance, groups = own["p_90"].clip(0.0, 1.0 - 1e-9), own["group"]
    own["share"] = chance / chance.groupby(groups).transform("sum")
    nobody = np.log1p(-chance).groupby(groups).transform("sum")
    own["lost"] = chance * np.exp(nobody - np.log1p(-chance))
    live = own["p_90"] >= LIVE_ACCESS
    own["is_single"] = live & (live.groupby(groups).transform("sum") == 1)
    own["is_own"] = True
    crossing = ties.assign(group=ties["v"].map(group), home=ties["u"].map(group))
    crossing = crossing[
        (crossing["group"] != crossing["home"]) & crossing["group"].isin(sizes.index)
    ]
    crossing = crossing[crossing["u"].isin(people.index)]
    total = crossing.groupby("group")["n_together"].sum()
    through = crossing.groupby(["u", "group"])["n_together"].sum()
    across = through.rename("n").reset_index().rename(columns={"u": "person_id"})
    across["share"] = across["n"] / across["group"].map(total).astype("float64")
    across["name"] = across["person_id"].map(people["name"])
    across["p_90"] = across["person_id"].map(people["p_90"]).astype("float64")
    across["lost"] = across["share"] * across["p_90"]
    across = across.assign(is_single=False, is_own=False)
    columns = ["person_id", "name", "group", "share", "is_single", "is_own", "p_90", "lost"]
    access = pd.concat([own[columns], across[columns]], ignore_index=True)
    access["worth"] = access["group"].map(worth).astype("float64")
    access.attrs["sizes"] = sizes
    return access


def brokerage(access: pd.DataFrame) -> pd.DataFrame:
    """Return brokerage and the groups behind it, per contact."""
    weighted = access.assign(
        part=access["lost"] * access["worth"],
        fading=access["share"] * access["worth"] * (1 - access["p_90"]),
    )
    shown = access[access["is_own"] | (access["share"] >= SHOWN_SHARE)]
    shown = shown.sort_values(["person_id", "is_own", "share"], ascending=[True, False, False])
    groups: dict[str, list[str]] = {}
    for person, name in zip(shown["person_id"].tolist(), shown["group"].tolist(), strict=True):
        groups.setdefault(person, []).append(name)
    single = access[access["is_single"]].groupby("person_id")["group"].first()
    totals = weighted.groupby("person_id")[["part", "fading"]].sum()
    totals.columns = pd.Index(["brokerage", "at_risk"])
    own = access[access["is_own"]].set_index("person_id")["share"]
    return totals.assign(
        access_share=own.reindex(totals.index),
        n_groups=pd.Series(
            {person: len(names) for person, names in groups.items()}, dtype="float64"
        ).reindex(totals.index),
        groups=pd.Series(
            {person: "; ".join(names) for person, names in groups.items()}, dtype="string"
        ).reindex(totals.index),
        single_access=single.reindex(totals.index),
    )
