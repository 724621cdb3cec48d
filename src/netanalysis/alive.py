"""BG/NBD: the model of customer bases, here as a yardstick for ties.

Fader, Hardie and Lee 2005: while alive, contact comes at random with a rate that differs
between ties (gamma: r, alpha); after each contact a tie may die, with a probability that
differs too (beta: a, b).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

MOST_TIES: Final = 20_000  # four numbers are well told by so many; more are drawn by lot
SEED: Final = 20050501
_WIDEST: Final = 7.0  # parameters are sought between e^-7 and e^7

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class BgNbd:
    """The four parameters of the model."""

    r: float
    alpha: float
    a: float
    b: float

    def alive(self, x: Floats, t_x: Floats, t: Floats) -> Floats:
        """Return the chance that a tie is alive.

        ``x`` contacts after the first, the last of them at ``t_x``, seen until ``t``, in
        days since the first. A tie of one contact is alive by the model's definition.
        """
        repeats = np.maximum(x, 1.0)
        odds = self.a / (self.b + repeats - 1)
        faded = ((self.alpha + t) / (self.alpha + t_x)) ** (self.r + x)
        chance: Floats = np.where(x > 0, 1 / (1 + odds * faded), 1.0)
        return chance


def bg_nbd(x: Floats, t_x: Floats, t: Floats) -> BgNbd:
    """Return the parameters under which such ties are most likely.

    With more than 20,000 ties a seeded draw of so many.
    """
    from scipy.optimize import minimize

    seen = np.column_stack([x, t_x, t])
    if len(seen) > MOST_TIES:
        seen = np.random.default_rng(SEED).choice(seen, MOST_TIES, replace=False)
    kinds, n_of_kind = np.unique(seen, axis=0, return_counts=True)

    def unlikely(logs: npt.NDArray[Any]) -> float:
        likely = _log_likelihood(np.exp(logs), kinds[:, 0], kinds[:, 1], kinds[:, 2])
        return float(-(n_of_kind * likely).sum() / n_of_kind.sum())

    middle = float(np.log(max(float(t.mean()), 1.0)))
    found = minimize(
        unlikely,
        np.array([0.0, min(middle, _WIDEST), 0.0, 0.0]),
        method="L-BFGS-B",
        bounds=[(-_WIDEST, _WIDEST)] * 4,
    )
    r, alpha, a, b = np.exp(found.x).tolist()
    return BgNbd(r, alpha, a, b)


def _log_likelihood(parameters: Floats, x: Floats, t_x: Floats, t: Floats) -> Floats:
    from scipy.special import betaln, gammaln

    r, alpha, a, b = parameters
    rate = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    going_on = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + t)
    died = betaln(a + 1, b + np.maximum(x, 1) - 1) - betaln(a, b) - (r + x) * np.log(alpha + t_x)
    died = np.where(x > 0, died, -np.inf)
    likely: Floats = rate + np.logaddexp(going_on, died)
    return likely
