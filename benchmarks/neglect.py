"""How well does the chance of contact rank ties? Against the usual rules, on public archives.

Cut an archive at day T, score every tie on the days before, and look whether there was
contact in the next H days. Ties have three contact days or more; egos wrote in the 30 days
before T and within the horizon. The figure is the area under the curve inside each ego
(egos with three live and three silent ties), averaged over egos and cuts.

    python benchmarks/neglect.py
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from netanalysis.rhythms import rhythms

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
ZERO = pd.Timestamp("1998-11-01", tz="UTC")
HORIZONS = (30, 60, 90)
LEAST_TIES = 3


def enron() -> tuple[pd.DataFrame, list[int]]:
    folder = DATA / "enron"
    messages = pd.read_csv(
        folder / "messages.tsv",
        sep="\t",
        header=None,
        quoting=3,
        usecols=[0, 2, 4],
        names=["mid", "file", "time", "subject", "sender"],
        encoding="latin-1",
    )
    sent = pd.read_csv(
        folder / "recipients.tsv", sep="\t", header=None, names=["mid", "number", "recipient"]
    )
    sent["n"] = sent.groupby("mid")["number"].transform("size")
    rows = sent[sent["n"] <= 10].merge(messages, on="mid")
    rows["day"] = (rows["time"] - int(ZERO.timestamp())) // 86_400
    return rows[["sender", "recipient", "day"]], [720, 810, 900, 990]


def manufacturing() -> tuple[pd.DataFrame, list[int]]:
    rows = pd.read_csv(DATA / "manufacturing" / "communication.csv", sep=";")
    rows["time"] = pd.to_datetime(rows["EventDate"])
    rows["n"] = rows.groupby(["Sender", "time"])["Recipient"].transform("size")
    rows = rows[rows["n"] <= 10]
    rows["day"] = (rows["time"] - rows["time"].min().normalize()).dt.days
    rows = rows.rename(columns={"Sender": "sender", "Recipient": "recipient"})
    return rows[["sender", "recipient", "day"]], [90, 120, 150, 180]


def email_eu() -> tuple[pd.DataFrame, list[int]]:
    rows = pd.read_csv(
        DATA / "email_eu" / "first_150_days.txt",
        sep=" ",
        header=None,
        names=["sender", "recipient", "second"],
    )
    rows["n"] = rows.groupby(["sender", "second"])["recipient"].transform("size")
    rows = rows[rows["n"] <= 10]
    rows["day"] = rows["second"] // 86_400
    return rows[["sender", "recipient", "day"]], [60]


def auc(score: np.ndarray, alive: np.ndarray) -> float:
    rank = pd.Series(score).rank().to_numpy()
    n_alive = alive.sum()
    n_silent = len(alive) - n_alive
    return (rank[alive].sum() - n_alive * (n_alive + 1) / 2) / (n_alive * n_silent)


def evaluate(rows: pd.DataFrame, cuts: list[int]) -> pd.DataFrame:
    rows = rows[rows["sender"] != rows["recipient"]]
    both = pd.concat(
        [
            rows.set_axis(["ego", "alter", "day"], axis=1),
            rows[["recipient", "sender", "day"]].set_axis(["ego", "alter", "day"], axis=1),
        ]
    ).drop_duplicates()
    results = []
    for cut in cuts:
        past = both[both["day"] < cut].copy()
        past["occurred_at"] = (ZERO + pd.to_timedelta(past["day"], unit="D")).dt.as_unit("us")
        table = rhythms(past, by=["ego", "alter"], as_of=ZERO + pd.Timedelta(days=cut))
        table = table[table["n_contact_days"] >= LEAST_TIES]
        span = (table["last_on"] - table["first_on"]).dt.days / (table["n_contact_days"] - 1)
        scores = {
            "silence / mean gap": -(table["days_silent"] / span),
            "recency": -table["days_silent"],
            "frequency": table["n_contact_days"],
        }
        sent = rows.groupby("sender")["day"]
        active = {e for e, d in sent if ((d >= cut - 30) & (d < cut)).any()}
        for horizon in HORIZONS:
            writing = {e for e, d in sent if ((d >= cut) & (d < cut + horizon)).any()} & active
            future = both[(both["day"] >= cut) & (both["day"] < cut + horizon)]
            alive = table.index.isin(pd.MultiIndex.from_frame(future[["ego", "alter"]]))
            scores["chance of contact"] = table[f"p_{horizon}"]
            egos = table.index.get_level_values("ego")
            for ego in sorted(writing & set(egos)):
                mine = egos == ego
                n_alive = alive[mine].sum()
                if n_alive < LEAST_TIES or mine.sum() - n_alive < LEAST_TIES:
                    continue
                for name, score in scores.items():
                    value = auc(score[mine].to_numpy(float), alive[mine])
                    results.append((name, horizon, cut, ego, value))
    return pd.DataFrame(results, columns=["rule", "horizon", "cut", "ego", "auc"])


def main() -> None:
    if not DATA.is_dir():
        print("The public archives (../shared/data) are not on this machine.")
        return
    for read in (enron, manufacturing, email_eu):
        results = evaluate(*read())
        means = results.groupby(["rule", "horizon", "cut"], as_index=False)["auc"].mean()
        table = means.pivot_table(index="rule", columns="horizon", values="auc")
        table["mean"] = table.mean(axis=1)
        print(f"\n{read.__name__}: area under the curve inside egos, {len(results)} rankings")
        print(table.sort_values("mean").round(3).to_string())


if __name__ == "__main__":
    main()
