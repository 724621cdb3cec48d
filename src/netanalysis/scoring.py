"""How good a forecast was, once the answer is known: ranking, error, calibration, list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

N_BINS: Final = 10  # of equal width, as calibration is usually reported
LIST_LENGTH: Final = 10  # a list longer than this nobody works through
LEAST_TIES: Final = 30  # fewer do not show a bias of one's own
LEAST_DIFFERENCE: Final = 0.08  # a smaller one may be chance
PRIOR_WEIGHT: Final = 10.0  # holds the correction near none: 10 (a^2 / 4 + 2 (b - 1)^2)
SURE: Final = 1e-9  # chances are kept this far from 0 and 1, where their logit would be endless

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def auc(score: npt.NDArray[Any], is_alive: Flags) -> float:
    """Return how often a live tie scores above a silent one, 0 to 1; NaN if one kind is absent."""
    from scipy.stats import rankdata

    n_alive = int(is_alive.sum())
    n_silent = len(is_alive) - n_alive
    if not n_alive or not n_silent:
        return float("nan")
    above = rankdata(score)[is_alive].sum() - n_alive * (n_alive + 1) / 2
    return float(above / (n_alive * n_silent))


def brier(chance: Floats, is_alive: Flags) -> float:
    """Return the mean squared error of chances, 0 to 1; smaller is better."""
    return float(np.mean((chance - is_alive) ** 2)) if len(chance) else float("nan")


def reliability(chance: Floats, is_alive: Flags) -> list[dict[str, float]]:
    """Return, for each tenth of the scale that was used, what was said and what was."""
    place = np.minimum((chance * N_BINS).astype(np.int64), N_BINS - 1)
    bins = []
    for nth in np.unique(place).tolist():
        inside = place == nth
        bins.append(
            {
                "low": nth / N_BINS,
                "high": (nth + 1) / N_BINS,
                "n": int(inside.sum()),
                "said": float(chance[inside].mean()),
                "was": float(is_alive[inside].mean()),
            }
        )
    return bins


def calibration_error(bins: list[dict[str, float]]) -> float:
    """Return the expected calibration error: mean distance of said and was over all ties."""
    n = sum(one["n"] for one in bins)
    if not n:
        return float("nan")
    return sum(one["n"] * abs(one["said"] - one["was"]) for one in bins) / n


def ndcg(order: Floats, gain: Floats) -> float:
    """Return the normalised discounted gain of the ten that ``order`` puts first, 0 to 1."""
    if not gain.any():
        return float("nan")
    discount = 1 / np.log2(np.arange(2, LIST_LENGTH + 2))
    got = gain[np.argsort(-order, kind="stable")][:LIST_LENGTH]
    best = np.sort(gain)[::-1][:LIST_LENGTH]
    return float((got * discount[: len(got)]).sum() / (best * discount[: len(best)]).sum())


@dataclass(frozen=True)
class Correction:
    """What an archive's own past says about the chances: ``logit y = a + b z``."""

    a: float
    b: float
    n_ties: int
    said: float
    was: float

    @property
    def is_applied(self) -> bool:
        """Whether there are enough ties and the difference is large enough to act on."""
        return self.n_ties >= LEAST_TIES and abs(self.said - self.was) > LEAST_DIFFERENCE

    def applied(self, chance: Floats) -> Floats:
        """Return the chances corrected, or as they are where no correction is called for."""
        if not self.is_applied:
            return chance
        corrected: Floats = _sigmoid(self.a + self.b * _logit(chance))
        return corrected


def correction(chance: Floats, is_alive: Flags) -> Correction:
    """Return the ridge fit of ``logit y = a + b z`` on chances whose outcome is known."""
    z, y = _logit(chance), is_alive.astype(np.float64)
    a, b = 0.0, 1.0
    for _ in range(50):  # Newton steps on a convex function; a handful suffice
        p = _sigmoid(a + b * z)
        weight = p * (1 - p)
        slope_a = (p - y).sum() + PRIOR_WEIGHT * a / 2
        slope_b = ((p - y) * z).sum() + PRIOR_WEIGHT * 4 * (b - 1)
        aa = weight.sum() + PRIOR_WEIGHT / 2
        ab = (weight * z).sum()
        bb = (weight * z * z).sum() + PRIOR_WEIGHT * 4
        determinant = aa * bb - ab * ab
        step_a = (bb * slope_a - ab * slope_b) / determinant
        step_b = (aa * slope_b - ab * slope_a) / determinant
        a, b = a - step_a, b - step_b
        if abs(step_a) + abs(step_b) < 1e-10:
            break
    n = len(chance)
    said, was = (float(chance.mean()), float(y.mean())) if n else (float("nan"), float("nan"))
    return Correction(float(a), float(b), n, said, was)


def _logit(chance: Floats) -> Floats:
    kept = np.clip(chance, SURE, 1 - SURE)
    odds: Floats = np.log(kept / (1 - kept))
    return odds


def _sigmoid(z: Floats) -> Floats:
    chance: Floats = 1 / (1 + np.exp(-z))
    return chance
