"""How far the chance of contact can be trusted: tried on a past whose future is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from netanalysis.counting import MAX_RECIPIENTS, Counted, counted
from netanalysis.dataset import Dataset
from netanalysis.ego import ego_pairs
from netanalysis.errors import NothingToAnalyseError
from netanalysis.exchange import Paired, paired
from netanalysis.pairs import contacts_of
from netanalysis.rhythms import LONGEST_HORIZON_DAYS, SHORTEST_HORIZON_DAYS, day_number
from netanalysis.scoring import (
    auc,
    brier,
    calibration_error,
    correction,
    ndcg,
    reliability,
)
from netanalysis.trials import BASELINES, RULES, outcome, rules_at, ties_at
from netanalysis.words import count, percent

HORIZONS: Final = (30, 60, 90)
HISTORY_DAYS: Final = 90  # less history does not show a rhythm
MOST_CUTS: Final = 4
LEAST_OF_A_KIND: Final = 3  # live and silent ties an ego must have for a ranking to say much
LEAST_BALANCE: Final = 0.1  # one-way ties gain least, not nothing

COLUMNS: Final = [
    "auc_inside",
    "auc_pooled",
    "brier",
    "calibration_error",
    "ndcg_10",
    "said",
    "was",
    "n_rankings",
    "n_ties",
    "n_cuts",
    "reason",
]


def backtest(
    archive: Dataset,
    *,
    cuts: Sequence[str | pd.Timestamp] | None = None,
    horizons: Sequence[int] = HORIZONS,
    whose: Literal["owner", "everybody"] | None = None,
    max_recipients: int = MAX_RECIPIENTS,
    include_bulk: bool = False,
) -> pd.DataFrame:
    """Return how well the chance of contact foretold, beside the usual rules.

    Answers "can I believe these percentages?". The archive is cut at a day; every tie of
    three contact days and more is scored on the days before it, and then one looks whether
    there was contact within the horizon. Judged are people who sent something in the 30
    days before the cut and within the horizon, so that nobody who left counts as neglect.

    Parameters
    ----------
    archive
        What was loaded: one person's mail, or any table of interactions.
    cuts
        Days on which to judge. By default up to four, 90 days apart, the last one such that
        the longest horizon ends with the archive. Horizons that would end after the archive
        are not tried at a cut.
    horizons
        Days ahead, each 30 to 90.
    whose
        "owner": the ties of the owner. "everybody": those of all people in the archive,
        each seen from both ends. By default the owner's, where the owner is known.
    max_recipients, include_bulk
        As in :func:`netanalysis.neglected_ties`.

    Returns
    -------
    DataFrame
        Indexed by ``rule`` and ``horizon_days``, the score ("chance") first, then the
        baselines: "recency", "frequency", "ratio" (silence over mean gap), "decay_30",
        "decay_60" (fading strength) and "bg_nbd" (chance of being alive).

        ``auc_inside``
            how often a tie that lived stands above one that fell silent, 0 to 1, .5 is
            chance: within each ego of three live and three silent ties and more, averaged
            over egos, then over cuts
        ``auc_pooled``
            the same over all ties of all egos together
        ``brier``, ``calibration_error``
            mean squared error, and mean distance of said and was in ten equal bins, 0 to 1;
            missing for rules that say no chance of contact
        ``ndcg_10``
            quality of the list of ten, 0 to 1, averaged as ``auc_inside``: the gain of a
            tie that fell silent is ln(1 + messages) by its balance, the list is ordered by
            the standing of its best 90 days times the doubt in contact
        ``said``, ``was``
            mean chance, and share of ties with contact
        ``n_rankings``, ``n_ties``, ``n_cuts``
            egos ranked over all cuts, ties judged, cuts used
        ``reason``
            the row in words

        ``attrs``: ``cuts`` (days), ``calibration`` (per horizon and tenth of the scale
        ``horizon_days``, ``low``, ``high``, ``n``, ``said``, ``was``) and ``correction``
        (``a``, ``b``, ``n_ties``, ``said``, ``was``, ``is_applied``): what the longest
        horizon says about this archive's own bias.

    Raises
    ------
    NothingToAnalyseError
        If the archive is too short for a cut, or no tie can be judged.
    OwnerUnknownError
        If ``whose="owner"`` and the owner is not known.
    ValueError
        If a horizon lies outside 30 to 90 days.

    Examples
    --------
    >>> import netanalysis as na
    >>> archive = na.load(na.sample_path())
    >>> table = na.backtest(archive)
    >>> bool(table.loc[("chance", 90), "auc_inside"] > 0.5)
    True
    """
    for horizon in horizons:
        if not SHORTEST_HORIZON_DAYS <= horizon <= LONGEST_HORIZON_DAYS:
            raise ValueError(f"backtest(horizons=...) takes 30 to 90 days, not {horizon}.")
    pairs = _pairs(archive, whose, max_recipients, include_bulk)
    days = _cut_days(pairs, cuts, horizons)
    cases = list(_cases(pairs, days, sorted(horizons)))
    if not cases:
        raise NothingToAnalyseError(
            "No tie in this archive can be judged: there must be ties of three contact days "
            "before a cut, and their owner must have written both in the 30 days before the "
            "cut and after it. Give other cuts, or load more."
        )
    return _table(pd.concat(cases, ignore_index=True), days)


def _pairs(archive: Dataset, whose: str | None, max_recipients: int, include_bulk: bool) -> Paired:
    """Return all contacts seen from the egos: the owner, or everybody."""
    everything = archive.as_of
    if whose == "owner" or (whose is None and archive.has_owner):
        return ego_pairs(archive, everything, max_recipients, include_bulk)[1]
    found: Counted = counted(
        archive, everything, max_recipients=max_recipients, include_bulk=include_bulk
    )
    source, target, event = contacts_of(found)
    by_me = np.repeat([True, False], len(event))
    ends = np.concatenate([source, target]), np.concatenate([target, source])
    return paired(ends, np.concatenate([event, event]), by_me, found.events)


def _cut_days(
    pairs: Paired, cuts: Sequence[str | pd.Timestamp] | None, horizons: Sequence[int]
) -> list[int]:
    if cuts is not None:
        return sorted({day_number(pd.Timestamp(cut)) for cut in cuts})
    if not len(pairs):
        return []
    first, end = int(pairs.day.min()), int(pairs.day.max()) + 1
    days = [end - max(horizons) - LONGEST_HORIZON_DAYS * nth for nth in range(MOST_CUTS)]
    return sorted(day for day in days if day - first >= HISTORY_DAYS)


def _cases(pairs: Paired, days: list[int], horizons: list[int]) -> Iterator[pd.DataFrame]:
    """Yield the judged ties of every cut and horizon that ends within the archive."""
    end = int(pairs.day.max(initial=0)) + 1
    for cut in days:
        fitting = [horizon for horizon in horizons if cut + horizon <= end]
        ties = ties_at(pairs, cut)
        if not fitting or not len(ties):
            continue
        ties = ties.join(rules_at(pairs, cut))
        for horizon in fitting:
            judged = outcome(pairs, ties, cut, horizon)
            if len(judged):
                yield judged.assign(cut=cut, horizon_days=horizon)


def _table(cases: pd.DataFrame, days: list[int]) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    calibration: list[dict[str, float]] = []
    for horizon, ties in cases.groupby("horizon_days"):
        chance, is_alive = ties["chance"].to_numpy(), ties["is_alive"].to_numpy()
        bins = reliability(chance, is_alive)
        calibration += [{"horizon_days": int(str(horizon)), **one} for one in bins]
        shared = {
            "horizon_days": horizon,
            "was": is_alive.mean(),
            "n_ties": len(ties),
            "n_cuts": ties["cut"].nunique(),
        }
        known = {
            "brier": brier(chance, is_alive),
            "calibration_error": calibration_error(bins),
            "said": chance.mean(),
        }
        rows.append({"rule": "chance", **shared, **known, **_ranking(ties, "chance")})
        rows += [{"rule": rule, **shared, **_ranking(ties, rule)} for rule in BASELINES]
    longest = cases[cases["horizon_days"] == cases["horizon_days"].max()]
    last = longest[longest["cut"] == longest["cut"].max()]
    own = correction(last["chance"].to_numpy(), last["is_alive"].to_numpy())
    table = pd.DataFrame(rows).assign(reason=[_reason(row) for row in rows])
    table["rule"] = pd.Categorical(table["rule"], list(RULES))
    table = table.sort_values(["rule", "horizon_days"])
    table["rule"] = table["rule"].astype("string")
    counts = dict.fromkeys(("n_rankings", "n_ties", "n_cuts"), "Int64")
    numbers = dict.fromkeys(COLUMNS[:7], "Float64")
    result = table.set_index(["rule", "horizon_days"])[COLUMNS]
    result = result.astype({**numbers, **counts, "reason": "string"})
    result.attrs = {
        "cuts": [str(np.datetime64(day, "D")) for day in days],
        "calibration": calibration,
        "correction": {**vars(own), "is_applied": own.is_applied},
    }
    return result


def _ranking(ties: pd.DataFrame, rule: str) -> dict[str, float]:
    """Return how well a rule ranks: inside egos, over all, and the list of ten."""
    inside: list[tuple[int, float, float]] = []
    score, is_alive = ties[rule].to_numpy(), ties["is_alive"].to_numpy()
    gain = _gain(ties)
    for key, places in ties.groupby(["cut", "ego"]).indices.items():
        lived = is_alive[places]
        if min(lived.sum(), (~lived).sum()) < LEAST_OF_A_KIND:
            continue
        mine = ties.iloc[places]
        if rule == "chance":
            doubt = 1 - score[places]
        else:
            doubt = 1 - pd.Series(score[places]).rank(pct=True).to_numpy()
        order = mine["peak"].rank(pct=True).to_numpy() * doubt
        inside.append(
            (int(np.asarray(key)[0]), auc(score[places], lived), ndcg(order, gain[places]))
        )
    per_cut = pd.DataFrame(inside, columns=["cut", "auc", "ndcg"]).groupby("cut").mean()
    return {
        "auc_inside": per_cut["auc"].mean(),
        "ndcg_10": per_cut["ndcg"].mean(),
        "auc_pooled": auc(score, is_alive),
        "n_rankings": len(inside),
    }


def _gain(ties: pd.DataFrame) -> np.ndarray:
    """Return what finding each tie was worth: much contact both ways that then fell silent."""
    n, n_sent = ties["n"].to_numpy(), ties["n_sent"].to_numpy()
    balance = np.clip(2 * np.minimum(n_sent, n - n_sent) / n, LEAST_BALANCE, 1)
    gain: np.ndarray = np.log1p(n) * balance * ~ties["is_alive"].to_numpy()
    return gain


def _reason(row: dict[str, Any]) -> str:
    where = f"{count(row['n_ties'], 'tie')}, {count(row['n_cuts'], 'cut')}"
    if row["rule"] == "chance":
        return (
            f"Within {row['horizon_days']} days: said {percent(row['said'])}, was "
            f"{percent(row['was'])} ({where}); {_ranked(row)}."
        )
    return f"{RULES[row['rule']].capitalize()}, {row['horizon_days']} days: {_ranked(row)}."


def _ranked(row: dict[str, Any]) -> str:
    if not row["n_rankings"]:
        return "too few live or silent ties to judge the order"
    share = percent(row["auc_inside"])
    return f"a tie that lived stood above one that fell silent {share} of the time"
