"""Can communication alone tell who is senior? Hardly; this shows how far it gets.

    python benchmarks/levels_from_mail.py

Two firms: Enron (employees coded as senior or junior; three levels by the titles in the table)
and a manufacturing company (the whole tree of who reports to whom: people with reports or
without; three levels where those who report to nobody or to the head are set apart). Signs
that mail gives: how many people write to somebody (in-degree), how many they write to
(out-degree), and the share received of all their messages.

Figures: the share of pairs of different level in which the senior has more of the sign (.5 is
a coin); macro-F1 with cuts that give the classes their true sizes (these would have to be known);
and the best macro-F1 of any cuts, chosen on the answers themselves, which nobody has. Beside
them stand the figures of Nurek and Michalski (Applied Sciences 10, 2020, 1699), who trained
classifiers on many measures and on known levels, and report the best; their levels were drawn
in their own way, so they lie beside ours and are not to be compared to the digit.

The data is not part of the project; where it is absent the benchmark says so and ends.
"""

from __future__ import annotations

import sys
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

import netanalysis as na
from netanalysis.titles import seniority

FOLDER: Final = Path(__file__).resolve().parents[1].parent / "shared" / "data"
PUBLISHED: Final = {
    ("Enron", 2): 0.820,
    ("Enron", 3): 0.642,
    ("manufacturing", 2): 0.715,
    ("manufacturing", 3): 0.459,
}
Signs = dict[str, "pd.Series[Any]"]
Values = npt.NDArray[np.float64]


def enron() -> tuple[pd.DataFrame, dict[int, pd.Series[Any]]]:
    """Return the messages of Enron and the levels of people, in two and in three classes."""
    names = ["id", "name", "department", "part", "title", "gender", "seniority"]
    folder = FOLDER / "enron"
    people = pd.read_csv(folder / "employees.tsv", sep="\t", names=names, dtype=str)
    people = people.set_index("id")
    columns = ["message", "file", "seconds", "subject", "source"]
    sent = pd.read_csv(folder / "messages.tsv", sep="\t", names=columns, dtype=str, quoting=3)
    to = pd.read_csv(
        folder / "recipients.tsv", sep="\t", names=["message", "place", "target"], dtype=str
    )
    rows = sent.merge(to, on="message")
    rows["when"] = pd.to_datetime(rows["seconds"].astype("int64"), unit="s", utc=True)
    level = people["title"].map(lambda title: seniority(title).level)
    three = pd.cut(level.dropna().astype(float), [-1, 3, 5, 7], labels=[0, 1, 2]).astype(int)
    two = (people["seniority"] == "Senior").astype(int)
    return rows[["message", "when", "source", "target"]], {2: two, 3: three}


def manufacturing() -> tuple[pd.DataFrame, dict[int, pd.Series[Any]]]:
    """Return the messages of the company and the levels of people by the tree of reports."""
    folder = FOLDER / "manufacturing"
    rows = pd.read_csv(folder / "communication.csv", sep=";", dtype=str)
    rows.columns = pd.Index(["source", "target", "when"])
    rows["message"] = rows["source"] + " " + rows["when"]
    tree = pd.read_csv(folder / "reportsto.csv", dtype=str)
    tree.columns = pd.Index(["person", "boss"])
    above = tree.set_index("person")["boss"].to_dict()
    bosses = set(above.values())
    everybody = sorted(set(above) | bosses)
    heads = {person for person, boss in above.items() if boss == person}
    two = pd.Series({person: int(person in bosses) for person in everybody})
    is_first = [person in heads or above.get(person) in heads for person in everybody]
    three = two + (two.eq(1) & pd.Series(is_first, index=everybody)).astype(int)
    return rows, {2: two, 3: three}


def signs(rows: pd.DataFrame) -> Signs:
    """Return what mail says of each person."""
    names = {"id": "message", "when": "when", "source": "source", "target": "target"}
    marked = rows.assign(source="p" + rows["source"], target="p" + rows["target"])
    archive = na.load_table(marked, columns=names)
    people = archive.people.set_index("person_id")["name"].str.removeprefix("p")
    ties = na.ties(archive).reset_index()
    n_in = ties.groupby("target").size()
    n_out = ties.groupby("source").size()
    received = ties.groupby("target")["n_interactions"].sum().astype(float)
    sent = ties.groupby("source")["n_interactions"].sum().astype(float)
    found = pd.DataFrame({"in-degree": n_in, "out-degree": n_out}).fillna(0)
    share = received.reindex(found.index).fillna(0)
    found["share received"] = share / (share + sent.reindex(found.index).fillna(0))
    found.index = pd.Index(people.reindex(found.index))
    return {str(name): column.astype(float) for name, column in found.items()}


def pairs_told(sign: Values, level: Values) -> float:
    """Return the share of pairs in which the senior has more of the sign; ties count half."""
    above = level[:, None] > level[None]
    difference = sign[:, None] - sign[None]
    return float(((difference > 0) + 0.5 * (difference == 0))[above].mean())


def macro_f1(level: Values, guess: Values) -> float:
    """Return the mean F1 over the levels."""
    scores = []
    for each in np.unique(level):
        hit = float(((level == each) & (guess == each)).sum())
        scores.append(2 * hit / ((level == each).sum() + (guess == each).sum()))
    return float(np.mean(scores))


def at_true_sizes(sign: Values, level: Values) -> float:
    """Return macro-F1 where the classes get their true sizes, as near as equal signs allow."""
    starts = np.cumsum([(level == each).sum() for each in np.unique(level)])[:-1]
    cuts = np.sort(sign)[starts]
    return macro_f1(level, np.searchsorted(cuts, sign, side="right").astype(float))


def at_best_cuts(sign: Values, level: Values) -> float:
    """Return the best macro-F1 of any cuts: chosen on the answers."""
    n_cuts = len(np.unique(level)) - 1
    values = np.unique(sign)[1:]
    return max(
        macro_f1(level, np.searchsorted(np.array(cuts), sign, side="right").astype(float))
        for cuts in combinations(values, n_cuts)
    )


def main() -> int:
    """Print the table; 0 also without the data, because there is no bar to reach."""
    if not FOLDER.is_dir():
        print("The two firms are not here (../shared/data): nothing to measure.")
        return 0
    for firm, read in (("Enron", enron), ("manufacturing", manufacturing)):
        rows, levels = read()
        found = signs(rows)
        for n_levels, level in levels.items():
            known = level.index.intersection(found["in-degree"].index)
            truth = level.loc[known].to_numpy(float)
            sizes = " + ".join(str(int((truth == each).sum())) for each in np.unique(truth))
            published = PUBLISHED[firm, n_levels]
            print(f"\n{firm}, {n_levels} levels ({sizes} people); published {published:.3f}")
            for name, sign in found.items():
                values = sign.loc[known].to_numpy(float)
                print(
                    f"  {name:15} pairs {pairs_told(values, truth):.3f}"
                    f" | macro-F1 at true sizes {at_true_sizes(values, truth):.3f}"
                    f" | at the best cuts {at_best_cuts(values, truth):.3f}"
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
