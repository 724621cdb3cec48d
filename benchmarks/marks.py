"""How well are people, lists, newsletters, receipts, calendar mail and robots told apart?

    python benchmarks/marks.py               # the half that rules were made on
    python benchmarks/marks.py held          # the half that was kept for measuring
    python benchmarks/marks.py dev --wrong   # name what is mistaken
    python benchmarks/marks.py held --strip private   # without X- headers; or "all"
    python benchmarks/marks.py real CORPORA  # senders labelled by hand, in a folder of corpora

The mix is made by ``bulk_mix.py``. Printed are precision and recall of each kind of mail and
of "is a person" for senders, with 95 % intervals (Wilson). Messages of one producer resemble
each other, so the intervals are narrower than the truth; the last line counts producers.
"""

from __future__ import annotations

import argparse
import math
import tempfile
from pathlib import Path

import pandas as pd
from bulk_mix import HALVES, STRIPS, write

import netanalysis as na

KINDS = ["person", "list", "newsletter", "receipt", "calendar", "auto_reply", "robot"]
LABELS = Path(__file__).with_name("marks_labels.tsv")


def wilson(n_right: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share by Wilson's formula."""
    if not n:
        return math.nan, math.nan
    z, p = 1.959964, n_right / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return middle - half, middle + half


def share(n_right: int, n: int) -> str:
    """Return a share with its interval and n."""
    if not n:
        return f"{'none':>26}"
    low, high = wilson(n_right, n)
    return f"{n_right / n:.3f} [{low:.3f}, {high:.3f}] {n:>5,}"


def table(truth: pd.Series, found: pd.Series, kinds: list[str]) -> str:
    """Return precision and recall of each kind, one line each."""
    lines = [f"{'':<12}{'precision, 95 %, n found':>30}{'recall, 95 %, n true':>30}"]
    for kind in kinds:
        is_true, is_found = truth == kind, found == kind
        n_right = int((is_true & is_found).sum())
        precision = share(n_right, int(is_found.sum()))
        lines.append(f"{kind:<12}{precision:>30}{share(n_right, int(is_true.sum())):>30}")
    return "\n".join(lines)


def senders_of(archive: na.Dataset) -> pd.DataFrame:
    """Return each address of an archive, and whether it is held to be a person's."""
    keys = archive.aliases[["alias_key", "person_id"]]
    people = archive.people[["person_id", "kind", "kind_reason"]]
    found = keys.merge(people, on="person_id").rename(columns={"kind": "found"})
    found["sender"] = found.pop("alias_key").str.removeprefix("address:").astype(str)
    found["found"] = found["found"].eq("person").map({True: "person", False: "no person"})
    return found


def judged(half: str, strip: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the messages and the senders of a half, each with truth and finding."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mix.mbox"
        letters = pd.DataFrame([vars(one) for one in write(half, path, strip)]).drop(columns="raw")
        archive = na.load(path)
    events = archive.interactions
    seconds = events["occurred_at"].dt.tz_localize(None).astype("datetime64[s]").astype("int64")
    kind = events["bulk_kind"].where(events["is_bulk"], "person").fillna("unknown")
    found = pd.DataFrame({"seconds": seconds, "found": kind, "reason": events["bulk_reason"]})
    messages = letters.merge(found, on="seconds", how="left", validate="1:1")
    senders = letters.drop_duplicates("sender").merge(senders_of(archive), on="sender")
    senders["truth"] = senders["is_from_person"].map({True: "person", False: "no person"})
    return messages, senders


def print_mix(half: str, strip: str, *, is_wrong_wanted: bool) -> None:
    """Print how well the kinds are told apart in a half of the mix."""
    messages, senders = judged(half, strip)
    print(f"{half}: {len(messages):,} messages of {messages['producer'].nunique()} producers")
    print(table(messages["kind"], messages["found"], KINDS))
    print("\nwhat is what (rows: truth)")
    print(pd.crosstab(messages["kind"], messages["found"]).to_string())
    print("\nsenders")
    print(table(senders["truth"], senders["found"], ["person", "no person"]))
    is_right = messages["kind"].eq(messages["found"]).groupby(messages["producer"]).mean()
    print(f"\nproducers judged right throughout: {int(is_right.eq(1).sum())} of {len(is_right)}")
    if is_wrong_wanted:
        wrong = messages[messages["kind"] != messages["found"]]
        groups = wrong.groupby(["kind", "producer", "found", "reason"], dropna=False).size()
        print(groups.to_string())
        mistaken = senders[senders["truth"] != senders["found"]]
        print(mistaken[["sender", "producer", "truth", "kind_reason"]].to_string())


def print_real(corpora: Path) -> None:
    """Print how senders labelled by hand are judged in the public corpora."""
    labels = pd.read_csv(LABELS, sep="\t", dtype=str)
    for corpus, group in labels.groupby("corpus", sort=False):
        archive = na.load(corpora / str(corpus))
        rows = group.merge(senders_of(archive), on="sender")
        print(f"\n{corpus}: {len(rows)} senders labelled by hand")
        print(table(rows["label"], rows["found"], ["person", "no person"]))
        print(
            rows.loc[rows["label"] != rows["found"], ["sender", "label", "kind_reason"]].to_string()
        )


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="?", default="dev", choices=[*HALVES, "real"])
    parser.add_argument("corpora", nargs="?", type=Path)
    parser.add_argument("--wrong", action="store_true", help="name what is mistaken")
    parser.add_argument("--strip", choices=STRIPS, default="nothing", help="headers taken away")
    asked = parser.parse_args()
    if asked.what == "real":
        print_real(asked.corpora)
    else:
        print_mix(asked.what, asked.strip, is_wrong_wanted=asked.wrong)


if __name__ == "__main__":
    main()
