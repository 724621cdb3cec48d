"""Do the brokers of five Enron mailboxes make sense against departments and titles?

Five of the eight employees who sent most of the 21,635 messages (legal, regulatory, trading,
management), each judged from their own messages alone as of 30 September 2001. People's
departments are the units of ``employees.tsv``. The last line of each says what a mailbox
cannot: how many of the first 20 pairs without a tie seen had in fact written to each other.

    python benchmarks/enron_brokers.py
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

import netanalysis as na

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "enron"
AS_OF = "2001-09-30"
OWNERS = ("Tana Jones", "Jeff Dasovich", "Mike Grigsby", "Mark E. Taylor", "Sara Shackleton")
COLUMNS = {"when": "when", "source": "sender", "target": "recipient", "id": "mid"}


def staff() -> pd.DataFrame:
    names = ["id", "name", "part", "department", "title", "gender", "rank"]
    return pd.read_csv(DATA / "employees.tsv", sep="\t", header=None, names=names, dtype=str)


def messages(people: pd.DataFrame) -> pd.DataFrame:
    sent = pd.read_csv(
        DATA / "messages.tsv",
        sep="\t",
        header=None,
        quoting=3,
        usecols=[0, 2, 4],
        names=["mid", "file", "time", "subject", "sender"],
        encoding="latin-1",
    )
    to = pd.read_csv(
        DATA / "recipients.tsv", sep="\t", header=None, names=["mid", "number", "recipient"]
    )
    rows = to.merge(sent, on="mid")
    rows["when"] = pd.to_datetime(rows["time"], unit="s").dt.strftime("%Y-%m-%d %H:%M:%S")
    rows = rows[list(COLUMNS.values())].astype(str)
    name = people.set_index("id")["name"]
    return rows.assign(sender=rows["sender"].map(name), recipient=rows["recipient"].map(name))


def mailbox(rows: pd.DataFrame, people: pd.DataFrame, me: str) -> na.Dataset:
    mine = rows[(rows["sender"] == me) | rows["mid"].isin(rows.loc[rows["recipient"] == me, "mid"])]
    known = people.assign(id=people["name"])[["id", "name", "title", "department"]]
    return na.load_table(mine, columns=COLUMNS, channel="mail", people=known, me=me)


def main() -> None:
    if not DATA.is_dir():
        print("The public archives (../shared/data) are not on this machine.")
        return
    people = staff()
    rows, known = messages(people), people.set_index("name")
    before = rows[rows["when"] < "2001-10-01"]
    wrote = {tuple(sorted(p)) for p in zip(before["sender"], before["recipient"], strict=True)}
    for me in OWNERS:
        archive = mailbox(rows, people, me)
        print(f"\n{me}, {known.loc[me, 'title']}, {known.loc[me, 'department']}")
        groups = na.access(archive, as_of=AS_OF)
        groups = groups[groups["kind"] == "organisation"]
        for row in groups[groups["single_access"] != ""].itertuples():
            print(f"  only live contact at {row.group}: {row.single_access}")
        G = na.relationship_graph(archive, as_of=AS_OF)
        brokers = na.brokers(G)
        top = na.broker_stability(archive, k=5, as_of=AS_OF)["top_share"]
        for person, row in brokers.head(5).iterrows():
            about = f"{known.loc[row['name'], 'title']}, {known.loc[row['name'], 'department']}"
            print(f"  {row['brokerage']:.2f} {row['name']} ({about}): {top[person]:.2f} of runs")
        print(f"  share of pairs seen: {brokers.attrs['share_pairs_seen']:.3f}")
        pairs = na.introductions_to_make(archive, as_of=AS_OF).head(20)
        found = sum(
            tuple(sorted(p)) in wrote for p in zip(pairs["a_name"], pairs["b_name"], strict=True)
        )
        print(f"  of the first {len(pairs)} pairs without a tie seen had written: {found}")


if __name__ == "__main__":
    main()
