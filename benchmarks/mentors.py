"""Does the mentor score find the people whose advice is sought?

Lazega's law firm: 71 lawyers said whom they go to for advice, with whom they work, and with
whom they are friends. Advice is the truth; work is the contact the score sees. Everybody of
higher standing is a candidate: partners before associates, and within each those with more
years in the firm. What counts is how many of the three candidates ranked first are indeed
asked (P@3, the mean over lawyers with three candidates or more; ties by number).

    python benchmarks/mentors.py

Beside the score stand popularity (how many work with the candidate), the same by shared
contacts alone, and chance (the share of all pairs that are advice). "Without contact" leaves
out everybody the lawyer works with: the harder question, and the one a gap asks.

The data is not part of the project; where it is absent the benchmark says so and ends.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from netanalysis.mentor_score import mentor_scores

FOLDER: Final = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "lazega"
BARS: Final = {"all seniors": 0.75, "without contact": 0.27}
TOP: Final = 3

Matrix = npt.NDArray[np.float64]


def attributes() -> dict[str, Matrix]:
    """Return the columns of the table of lawyers."""
    with (FOLDER / "lawyers.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}


def ties(file: str, n: int) -> Matrix:
    """Return who names whom, as a matrix of 0 and 1."""
    matrix = np.zeros((n, n))
    with (FOLDER / file).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            matrix[int(row["source"]) - 1, int(row["target"]) - 1] = 1.0
    return matrix


def shared_index(contact: Matrix) -> Matrix:
    """Return the Adamic-Adar index of each pair."""
    degree = contact.sum(axis=1)
    worth = np.where(degree > 1, 1 / np.log(np.maximum(degree, 2)), 0.0)
    return (contact * worth) @ contact


def scores() -> tuple[dict[str, Matrix], Matrix, dict[str, Matrix]]:
    """Return the scores of every method, the truth, and who is a candidate of whom."""
    people = attributes()
    n = len(people["lawyer"])
    advice, named = ties("advice.csv", n), ties("cowork.csv", n)
    contact, mutual = np.maximum(named, named.T), named * named.T
    shared = shared_index(contact)

    def same(column: str) -> Matrix:
        return (people[column][:, None] == people[column][None]).astype(float)

    status, years = people["status"], people["seniority"]
    is_senior = (status[:, None] > status[None]) | (
        (status[:, None] == status[None]) & (years[None] > years[:, None])
    )
    methods = {
        "score": mentor_scores(
            contact=contact,
            mutual=mutual,
            same_function=same("practice"),
            same_organisation=same("office"),
            shared=shared,
        ),
        "shared contacts": shared,
        "popularity": np.broadcast_to(contact.sum(axis=0), (n, n)),
    }
    among = {"all seniors": is_senior, "without contact": is_senior & (contact == 0)}
    return methods, advice, among


def precision(score: Matrix, truth: Matrix, candidates: npt.NDArray[np.bool_]) -> float:
    """Return P@3: the mean share of the three ranked first that are true."""
    found = []
    for person in range(len(score)):
        who = np.flatnonzero(candidates[person])
        if len(who) < TOP:
            continue
        first = who[np.argsort(-score[person, who], kind="stable")[:TOP]]
        found.append(truth[person, first].mean())
    return float(np.mean(found))


def measured() -> Mapping[str, Mapping[str, Any]]:
    """Return P@3 per method, and chance, among all seniors and without contact."""
    methods, truth, among = scores()
    return {
        name: {method: precision(score, truth, mask) for method, score in methods.items()}
        | {"chance": float(truth[mask].mean())}
        for name, mask in among.items()
    }


def main() -> int:
    """Print the table; return 1 if a bar is missed, 0 otherwise or without the data."""
    if not FOLDER.is_dir():
        print("Lazega's law firm is not here (../shared/data/lazega): nothing to measure.")
        return 0
    found = measured()
    for name, row in found.items():
        figures = " | ".join(f"{method} {value:.3f}" for method, value in row.items())
        print(f"{name:16} P@{TOP}: {figures}   (bar {BARS[name]:.2f})")
    return 0 if all(found[name]["score"] >= bar for name, bar in BARS.items()) else 1


if __name__ == "__main__":
    sys.exit(main())
