"""How long the mentorship findings take on a large archive: processor time and peak memory.

The archive is invented (``big_store.py``), with as many people as asked for and a title of
its own for each, so that no title is read from a memory of an earlier one. Every finding
runs in a fresh process; what counts is processor time after imports.

    python benchmarks/mentors_at_scale.py                  # 325,000 interactions, 30,000 people
    python benchmarks/mentors_at_scale.py 2000000 200000
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import big_store
import numpy as np

FINDINGS: Final = (
    "mentorship_ties",
    "mentorship_history",
    "mentorship_gaps",
    "mentor_candidates",
    "mentee_candidates",
    "mentorship_coverage",
    "seniority_ladder",
)
PLACES: Final = "North South East West Central Alpine Baltic Iberia Benelux Nordic".split()


def with_titles_of_their_own(people: Any, seed: int = 2) -> Any:
    """Return people each with another title: rank and field as before, a region and a number."""
    dice = np.random.default_rng(seed)
    places = dice.choice(PLACES, len(people))
    tails = [f", {place} {i}" for i, place in enumerate(places)]
    return people.assign(title=people["title"] + np.array(tails, dtype=object))


def make(folder: Path, n: int, n_people: int) -> None:
    """Write the store of ``n`` interactions among ``n_people``."""
    made = big_store._people
    big_store.n_people_of = lambda _: n_people
    big_store._people = lambda dice, size: with_titles_of_their_own(made(dice, size))
    big_store.write(folder, n)


def peak() -> float:
    """Return the largest memory of this process in MB; elsewhere than on Linux, nothing.

    What ``getrusage`` says of it would begin with that of the process that started this one.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def measure(folder: str, name: str) -> None:
    import scipy.sparse  # noqa: F401

    import netanalysis as na

    answer = getattr(na, name)
    begin, wall = time.process_time(), time.perf_counter()
    found = answer(na.open_store(folder))
    facts = {
        "rows": len(found),
        "cpu": time.process_time() - begin,
        "wall": time.perf_counter() - wall,
        "mb": peak(),
    }
    print(json.dumps(facts))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("n", nargs="?", type=int, default=325_000)
    parser.add_argument("people", nargs="?", type=int, default=30_000)
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        measure(*asked.measure)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder) / "store", asked.n, asked.people)
        print(f"{asked.n:,} interactions, {asked.people:,} people")
        for name in FINDINGS:
            command = [sys.executable, __file__, "--measure", f"{folder}/store", name]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            facts = json.loads(done.stdout)
            print(
                f"  {name:20} {facts['cpu']:6.1f} s cpu {facts['wall']:6.1f} s wall"
                f" {facts['mb']:6.0f} MB {facts['rows']:8,} rows"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
