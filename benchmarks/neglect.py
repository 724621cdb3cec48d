"""How well does the chance of contact rank ties? Against the usual rules, on public archives.

The protocol is that of ``netanalysis.backtest``. Each archive is tried twice: with messages
to at most ten recipients, as the product counts contact, and with all messages. Then, how
often the silence of a tie that came back had been called unusual at 5 %.

    python benchmarks/neglect.py
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

import netanalysis as na
from netanalysis.pairs import contacts
from netanalysis.rhythms import GAP_PRIOR_COUNT, GAP_PRIOR_DAYS

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
EVERY_MESSAGE = 1_000_000
ALARM = 0.05
LEAST_CONTACT_DAYS = 3
Rows = tuple[pd.DataFrame, pd.Timestamp, list[int]]


def enron() -> Rows:
    folder = DATA / "enron"
    messages = pd.read_csv(
        folder / "messages.tsv",
        sep="\t",
        header=None,
        quoting=3,
        usecols=[0, 2, 4],
        names=["id", "file", "second", "subject", "source"],
        encoding="latin-1",
    )
    sent = pd.read_csv(
        folder / "recipients.tsv", sep="\t", header=None, names=["id", "number", "target"]
    )
    rows = sent.merge(messages, on="id")
    rows["when"] = pd.to_datetime(rows["second"], unit="s", utc=True)
    return rows, pd.Timestamp("1998-11-01"), [720, 810, 900, 990]


def manufacturing() -> Rows:
    rows = pd.read_csv(DATA / "manufacturing" / "communication.csv", sep=";")
    rows.columns = ["source", "target", "when"]
    rows["id"] = rows["source"].astype(str) + " " + rows["when"]
    return rows, pd.Timestamp("2010-01-01"), [90, 120, 150, 180]


def email_eu() -> Rows:
    file = DATA / "email_eu" / "first_150_days.txt"
    rows = pd.read_csv(file, sep=" ", header=None, names=["source", "target", "second"])
    zero = pd.Timestamp("2000-01-01")  # the file counts seconds from a day that it does not name
    rows["when"] = zero + pd.to_timedelta(rows["second"], unit="s")
    rows["id"] = rows["source"].astype(str) + " " + rows["second"].astype(str)
    return rows, zero, [45, 60, 75, 90]


def false_alarms(archive: na.Dataset, most: int) -> str:
    """Return how often a silence that ended had been called unusual, by S and by the mean gap.

    Of ties with three contact days and more before the silence.
    """
    seen = contacts(archive, max_recipients=most)
    ends = np.sort(seen[["source", "target"]].to_numpy(dtype=str), axis=1)
    day = seen["occurred_at"].dt.floor("D").astype("int64") // 86_400_000_000
    days = pd.DataFrame({"a": ends[:, 0], "b": ends[:, 1], "day": day})
    days = days.drop_duplicates().sort_values(["a", "b", "day"])
    by_tie = days.groupby(["a", "b"])["day"]
    x, span = by_tie.cumcount(), days["day"] - by_tie.transform("first")
    gap = by_tie.shift(-1) - days["day"]
    ended = gap.notna() & (x >= LEAST_CONTACT_DAYS - 1)
    x, span, gap = x[ended], span[ended], gap[ended]
    reach = GAP_PRIOR_DAYS + span
    unusual = (reach / (reach + gap)) ** (GAP_PRIOR_COUNT + x)
    plain = np.exp(-gap * x / span)
    return (
        f"{len(gap):,} silences that ended: {100 * (unusual < ALARM).mean():.1f} % had been called "
        f"unusual at 5 % by S, {100 * (plain < ALARM).mean():.1f} % by the tie's own mean gap"
    )


def main() -> None:
    if not DATA.is_dir():
        print("The public archives (../shared/data) are not on this machine.")
        return
    for read in (enron, manufacturing, email_eu):
        rows, zero, cuts = read()
        columns = {name: name for name in ("when", "source", "target", "id")}
        archive = na.load_table(rows.drop_duplicates(list(columns)), columns=columns)
        days = [zero + pd.Timedelta(days=cut) for cut in cuts]
        for most in (10, EVERY_MESSAGE):
            table = na.backtest(archive, cuts=days, max_recipients=most)
            inside = table.reset_index().pivot_table("auc_inside", "rule", "horizon_days")
            inside["mean"] = inside.mean(axis=1)
            inside["ndcg_10"] = table["ndcg_10"].groupby("rule").mean()
            which = "all messages" if most == EVERY_MESSAGE else f"at most {most} recipients"
            print(f"\n{read.__name__}, {which}")
            print(inside.sort_values("mean").astype(float).round(3).to_string())
            print("\n".join(table.loc["chance", "reason"]))
            errors = table.loc["chance", ["brier", "calibration_error"]].mean().round(3)
            print(errors.to_dict())
            print(false_alarms(archive, most))


if __name__ == "__main__":
    main()
