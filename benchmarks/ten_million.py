"""From a store of up to ten million interactions to the findings: time, memory, and named peers.

Every contender runs in a fresh process on the same invented store (see ``big_store.py``); what
counts is processor time after imports (user and system), wall time beside it. Memory is
the peak of the process above what imports take.

    python benchmarks/ten_million.py                     # 325,000 interactions
    python benchmarks/ten_million.py 325000 2000000 10000000
    python benchmarks/ten_million.py --peers PYTHON      # another environment for the peers

The peers read the same Parquet files and get the numbers of rows that the store keeps beside
identifiers. They answer less: per tie of the owner only messages, contact days, first, last,
strength and median gap; no labels, answers, redundancy, titles or words. ``groupby.agg`` is
pandas with built-in aggregates, ``groupby.apply`` a Python function per tie on 300 ties,
``DuckDB`` one SQL statement, ``BG/NBD`` the fit and prediction of ``lifetimes`` with what
it needs to be fed. Peers that are not installed are left out with a word.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

CHANNELS: Final = ("mail", "linkedin_message", "invitation", "meeting", "call", "chat", "message")
SAMPLED_TIES: Final = 300
RUNS: Final = 3
OURS: Final = ("neglected_ties", "brokers", "mentorship_gaps")
PEERS: Final = ("groupby.agg", "groupby.apply", "DuckDB", "BG/NBD")


def ours(what: str, folder: str) -> Callable[[], tuple[int, int]]:
    import scipy.sparse
    import scipy.special  # noqa: F401

    import netanalysis as na
    import netanalysis.store
    import netanalysis.titles

    functions = {name: getattr(na, name) for name in (*OURS, "relationship_graph")}

    def run() -> tuple[int, int]:
        archive = na.open_store(folder)
        given = functions["relationship_graph"](archive) if what == "brokers" else archive
        table = functions[what](given)
        days = table["n_contact_days"].sum() if "n_contact_days" in table else 0
        return len(table), int(days)

    return run


def frames(paths: dict[str, str]) -> Any:
    """Return the contacts of the owner: one row per other person and message."""
    import pandas as pd

    wanted = ["occurred_at", "date_quality", "channel", "n_recipients", "is_bulk"]
    events = pd.read_parquet(paths["interactions"], columns=wanted)
    counts = events["date_quality"].isin(["ok", "day"]) & events["channel"].isin(CHANNELS)
    counts &= ~events["is_bulk"] & (events["n_recipients"] <= 10) & events["occurred_at"].notna()
    times = events.loc[counts, "occurred_at"]
    people = pd.read_parquet(paths["people"], columns=["kind", "is_me"])
    me = people.index[people["is_me"]][0]
    persons = people.index[people["kind"] == "person"]
    numbers = ["_interaction_row", "_person_row", "_is_sender"]
    roles = pd.read_parquet(paths["participants"], columns=numbers)
    roles = roles[roles["_interaction_row"].isin(times.index) & roles["_person_row"].isin(persons)]
    roles = roles.drop_duplicates()
    mine = roles[roles["_person_row"] == me]
    others = roles[roles["_person_row"] != me]
    rows = others.merge(mine, on="_interaction_row", suffixes=("", "_me"))
    rows = rows[rows["_is_sender"] != rows["_is_sender_me"]]
    rows = rows.drop_duplicates(["_interaction_row", "_person_row"])
    rows["at"] = rows["_interaction_row"].map(times)
    rows["day"] = rows["at"].dt.floor("D")
    return rows[["_person_row", "at", "day"]].rename(columns={"_person_row": "who"})


def with_agg(paths: dict[str, str]) -> tuple[int, int]:
    rows = frames(paths).sort_values(["who", "at"])
    rows["gap"] = rows.groupby("who")["at"].diff().dt.total_seconds()
    days = rows.drop_duplicates(["who", "day"])
    age = (rows["day"].max() - days["day"]).dt.days
    days = days.assign(faded=0.5 ** (age / 60))
    table = rows.groupby("who").agg(
        n=("at", "size"), first=("at", "min"), last=("at", "max"), gap=("gap", "median")
    )
    table = table.join(days.groupby("who").agg(n_days=("day", "size"), strength=("faded", "sum")))
    return len(table), int(table["n_days"].sum())


def with_apply(paths: dict[str, str]) -> tuple[int, int]:
    import pandas as pd

    rows = frames(paths)
    today = rows["day"].max()
    sample = rows["who"].drop_duplicates().head(SAMPLED_TIES)
    rows = rows[rows["who"].isin(sample)]

    def tie(group: Any) -> Any:
        days = group["day"].drop_duplicates()
        gaps = group["at"].sort_values().diff().dt.total_seconds()
        strength = (0.5 ** ((today - days).dt.days / 60)).sum()
        facts = [len(group), len(days), group["at"].min(), group["at"].max(), strength]
        return pd.Series([*facts, gaps.median()])

    begin = time.process_time()
    n_ties = len(rows.groupby("who")[["at", "day"]].apply(tie))
    return n_ties, int((time.process_time() - begin) * 1e6)


def with_duckdb(paths: dict[str, str]) -> tuple[int, int]:
    import duckdb

    channels = ", ".join(f"'{name}'" for name in CHANNELS)
    query = f"""
    WITH e AS (SELECT file_row_number AS r, occurred_at AS t
        FROM read_parquet('{paths["interactions"]}', file_row_number = true)
        WHERE NOT is_bulk AND date_quality IN ('ok', 'day') AND channel IN ({channels})
        AND n_recipients <= 10 AND occurred_at IS NOT NULL),
    p AS (SELECT file_row_number AS q, is_me
        FROM read_parquet('{paths["people"]}', file_row_number = true) WHERE kind = 'person'),
    roles AS (SELECT _interaction_row AS r, _person_row AS q, _is_sender AS s
        FROM read_parquet('{paths["participants"]}')),
    mine AS (SELECT DISTINCT r, s FROM roles WHERE q = (SELECT q FROM p WHERE is_me)),
    c AS (SELECT DISTINCT o.q, e.r, e.t FROM roles o JOIN mine m ON o.r = m.r AND o.s <> m.s
        JOIN e ON e.r = o.r JOIN p ON p.q = o.q WHERE NOT p.is_me),
    g AS (SELECT q, t, date_diff('second', lag(t) OVER (PARTITION BY q ORDER BY t), t) AS gap
        FROM c),
    d AS (SELECT DISTINCT q, epoch_ms(t) // 86400000 AS day FROM c),
    s AS (SELECT q, count(*) AS n_days,
        sum(0.5 ** (((SELECT max(day) FROM d) - day) / 60.0)) AS strength FROM d GROUP BY q)
    SELECT g.q, count(*) AS n, min(t), max(t), median(gap), any_value(n_days), any_value(strength)
        FROM g JOIN s USING (q) GROUP BY g.q
    """
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    table = connection.execute(query).fetchall()
    return len(table), sum(row[5] for row in table)


def with_lifetimes(paths: dict[str, str]) -> tuple[int, int]:
    from lifetimes import BetaGeoFitter

    rows = frames(paths).drop_duplicates(["who", "day"])
    days = rows.groupby("who")["day"].agg(["min", "max", "size"])
    age = (rows["day"].max() - days["min"]).dt.days
    recency, repeats = (days["max"] - days["min"]).dt.days, days["size"] - 1
    fitter = BetaGeoFitter(penalizer_coef=0.01)
    fitter.fit(repeats, recency, age)
    chance = fitter.conditional_probability_alive(repeats, recency, age)
    return len(chance), int(days["size"].sum())


def peer(what: str, paths: dict[str, str]) -> Callable[[], tuple[int, int]]:
    import pyarrow.parquet  # noqa: F401

    if what == "DuckDB":
        import duckdb  # noqa: F401
    if what == "BG/NBD":
        import lifetimes  # noqa: F401
    functions = dict(zip(PEERS, (with_agg, with_apply, with_duckdb, with_lifetimes), strict=True))
    return lambda: functions[what](paths)


def measure(what: str, given: str) -> None:
    """Run one contender in this process and print what it took."""
    run = ours(what, given) if what in OURS else peer(what, json.loads(given))

    def usage() -> tuple[float, float, float]:
        used = resource.getrusage(resource.RUSAGE_SELF)
        per_gb = 1e9 if sys.platform == "darwin" else 1e6
        return used.ru_utime + used.ru_stime, time.perf_counter(), used.ru_maxrss / per_gb

    before = usage()
    result = run()
    cpu, wall, memory = (after - b for after, b in zip(usage(), before, strict=True))
    print(json.dumps({"cpu": cpu, "wall": wall, "memory": memory, "result": result}))


def contend(python: str, what: str, given: str) -> dict[str, Any] | str:
    """Run one contender in a process of its own."""
    command = [python, __file__, "--measure", what, given]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["it ended without a word"])[-1]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def compare(n: int, folder: Path, peers: str, n_runs: int) -> None:
    if not folder.exists():
        maker = str(Path(__file__).with_name("big_store.py"))
        subprocess.run([sys.executable, maker, str(folder), str(n)], check=True)
    names = ("interactions", "participants", "people")
    paths = json.dumps({name: str(next(folder.glob(f"{name}-*.parquet"))) for name in names})
    size = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
    print(f"\n{n:,} interactions, {size:.0f} MB on disk")
    print(f"{'':16}{'CPU s':>8}{'wall s':>8}{'GB':>6}{'x ours':>8}   ties, contact days")
    base, n_ties = 0.0, 0
    for what in (*OURS, *PEERS):
        python, given = (sys.executable, str(folder)) if what in OURS else (peers, paths)
        runs = [contend(python, what, given) for _ in range(n_runs if what == OURS[0] else 1)]
        failed = [run for run in runs if isinstance(run, str)]
        if failed:
            print(f"{what:16} left out: {failed[0]}")
            continue
        best = min((run for run in runs if isinstance(run, dict)), key=lambda run: run["cpu"])
        count, total = best["result"]
        if what == OURS[0]:
            base, n_ties = best["cpu"], count
        if what == "groupby.apply":
            each, per_tie = total / count / 1e3, base / n_ties * 1e3
            ratio = f"{each / per_tie:.0f} x ours"
            print(f"{what:16} {each:.2f} ms a tie, ours {per_tie:.2f} ms: {ratio}")
            continue
        ratio = "" if what in OURS else f"{best['cpu'] / base:.1f}"
        ends = "" if what in OURS[1:] else f"   {count:,}, {total:,}"
        figures = f"{best['cpu']:8.2f}{best['wall']:8.2f}{best['memory']:6.2f}"
        print(f"{what:16}{figures}{ratio:>8}{ends}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Findings from a large store, beside peers.")
    parser.add_argument("sizes", nargs="*", type=int, default=[325_000])
    parser.add_argument("--peers", default=sys.executable, help="Python that has the peers")
    parser.add_argument("--measure", nargs=2, metavar=("WHAT", "GIVEN"), help=argparse.SUPPRESS)
    parser.add_argument("--keep", type=Path, help="folder of stores to use and keep")
    given = parser.parse_args()
    if given.measure:
        measure(*given.measure)
        return
    with tempfile.TemporaryDirectory() as scratch:
        for n in given.sizes:
            compare(n, (given.keep or Path(scratch)) / str(n), given.peers, RUNS)


if __name__ == "__main__":
    main()
