"""The mentor score: who, among people further on, is likely to be asked for advice."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

# What each piece of evidence counts. They come from one law firm in which people were asked
# whom they consult, and need contact through work, not friendship, as their input.
CONTACT: Final = 2.0
MUTUAL: Final = 1.0
SAME_FUNCTION: Final = 1.5
SAME_ORGANISATION: Final = 1.5
SHARED: Final = 0.5
MOST_SHARED: Final = 4.0
"""Shared contacts count no more than this, or people with many contacts would win by size."""

Values = npt.NDArray[np.float64]


def mentor_scores(
    *,
    contact: npt.ArrayLike,
    mutual: npt.ArrayLike,
    same_function: npt.ArrayLike,
    same_organisation: npt.ArrayLike,
    shared: npt.ArrayLike,
) -> Values:
    """Return the score of each candidate, 0 to 8.

    2 for contact, 1 if both wrote, 1.5 for the same function, 1.5 for the same employer or
    site, and half the Adamic-Adar index of the contacts in common (``shared``: the sum of
    1 / ln of the number of their ties), which is taken as 4 at most.

    Examples
    --------
    >>> scores = mentor_scores(
    ...     contact=[1, 0], mutual=[1, 0], same_function=[1, 1], same_organisation=[0, 1],
    ...     shared=[9.0, 1.0],
    ... )
    >>> scores.tolist()
    [6.5, 3.5]
    """

    def numbers(values: Any) -> Values:
        return np.asarray(values, dtype=np.float64)

    return (
        CONTACT * numbers(contact)
        + MUTUAL * numbers(mutual)
        + SAME_FUNCTION * numbers(same_function)
        + SAME_ORGANISATION * numbers(same_organisation)
        + SHARED * np.minimum(numbers(shared), MOST_SHARED)
    )
