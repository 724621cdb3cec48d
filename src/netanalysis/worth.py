"""What a tie is worth keeping for: the parts of its value, in numbers between 0 and 1.

Shared by the findings that list ties by what would be lost with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from netanalysis.counting import MAX_RECIPIENTS
from netanalysis.dataset import Dataset
from netanalysis.titles import seniorities
from netanalysis.together import n_acquainted

# What makes a tie worth keeping. A choice, not a finding: change it by the argument.
VALUE_WEIGHTS: Final[Mapping[str, float]] = {
    "peak": 0.4,  # how close the two of you were at your best
    "direct": 0.2,  # written to each other rather than among many
    "non_redundant": 0.2,  # knows people your other contacts do not know
    "seniority": 0.1,
    "multiplex": 0.1,  # in touch over more than one channel
}
LEAST_CONTACT_DAYS: Final = 3  # fewer are no rhythm
DORMANT_DAYS: Final = 365  # silent for longer than a year
HIGHEST_LEVEL: Final = 7


def who_is_who(archive: Dataset) -> pd.DataFrame:
    """Return name, company (else mail domain) and title of everybody, by ``person_id``."""
    people = archive.people.set_index("person_id")[["name", "organisation", "title"]]
    return people.rename(columns={"organisation": "company"})


def tie_values(
    archive: Dataset,
    table: pd.DataFrame,
    *,
    as_of: pd.Timestamp,
    max_recipients: int = MAX_RECIPIENTS,
    include_bulk: bool = False,
) -> pd.DataFrame:
    """Return the parts of value, 0 to 1 within the owner's ties, missing where unknown.

    ``table`` is :func:`netanalysis.ego.ego_ties` at ``as_of`` with each person's ``title``.
    """
    n_known = n_acquainted(
        archive,
        table.index,
        as_of=as_of,
        max_recipients=max_recipients,
        include_bulk=include_bulk,
    )
    levels = seniorities(table["title"])["level"]
    n_channels = table["channels"].str.count(",") + 1
    most_channels = n_channels.max() if len(table) else 0
    return pd.DataFrame(
        {
            "value_peak": standing(table["peak_contact_days"], table["n_contact_days"]),
            "value_direct": table["direct_share"].astype("Float64"),
            "value_non_redundant": _non_redundant(n_known),
            "value_seniority": (levels / HIGHEST_LEVEL).astype("Float64"),
            "value_multiplex": ((n_channels - 1) / (most_channels - 1)).astype("Float64")
            if most_channels > 1
            else pd.Series(pd.NA, index=table.index, dtype="Float64"),
        },
        index=table.index,
    )


def standing(peak: pd.Series, n_contact_days: pd.Series) -> pd.Series:
    """Return the standing of each peak, 0 to 1, among ties with enough history."""
    peaks = peak.to_numpy(dtype=np.float64)
    enough = (n_contact_days >= LEAST_CONTACT_DAYS).to_numpy(dtype=bool)
    known = np.sort(peaks[enough])
    if not len(known):
        return pd.Series(pd.NA, index=peak.index, dtype="Float64")
    below = np.searchsorted(known, peaks, side="left")
    upto = np.searchsorted(known, peaks, side="right")
    return pd.Series((below + upto) / (2 * len(known)), index=peak.index, dtype="Float64")


def _non_redundant(n_known: pd.Series) -> pd.Series:
    """Return the share of the owner's other contacts each person is not seen with.

    Missing for everybody where no two contacts were ever seen together: then the archive
    cannot say who knows whom.
    """
    if not n_known.any():
        return pd.Series(pd.NA, index=n_known.index, dtype="Float64")
    others = len(n_known) - 1
    return pd.Series(1 - n_known / others, index=n_known.index, dtype="Float64")


def value_of(parts: pd.DataFrame, weights: Mapping[str, float]) -> pd.Series:
    """Return the weighted mean of the known parts of each row."""
    names = [str(column).removeprefix("value_") for column in parts]
    unknown = sorted(set(weights) - set(names))
    if unknown:
        raise ValueError(f"value_weights has unknown parts {unknown}; there are {names}")
    weight = np.array([weights.get(name, 0.0) for name in names])
    values = parts.to_numpy(dtype=np.float64, na_value=np.nan)
    known = np.where(np.isnan(values), 0.0, weight)
    with np.errstate(invalid="ignore"):
        mean = np.nansum(values * weight, axis=1) / known.sum(axis=1)
    return pd.Series(mean, index=parts.index, dtype="Float64")
