"""Run mutants by number: ``python tests/fuzzing [target ...] [--most N] [--first N] [--seed N]``.

Without a target all of them. Prints a line a target: mutants, processor seconds, the
slowest of them; and for a failure the input and how to see it again.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])

from fuzzing.mutator import SEED
from fuzzing.run import TARGETS, feed, report


def main() -> int:
    parser = argparse.ArgumentParser(prog="python tests/fuzzing", description=__doc__)
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], metavar="target")
    parser.add_argument("--most", type=int, default=1000, help="mutants a target")
    parser.add_argument("--first", type=int, default=0, help="number of the first one")
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    n_failures = 0
    print(
        f"{'target':14}{'mutants':>9}{'seconds':>9}{'a second':>10}{'p99.9 ms':>10}{'worst ms':>10}"
    )
    for name in given.targets or TARGETS:
        first, last = given.first, given.first + given.most
        while first < last:
            run = feed(TARGETS[name], first=first, most=last - first, seed=given.seed)
            spent = sum(run.seconds)
            speed = run.n_mutants / max(spent, 1e-9)
            print(
                f"{name:14}{run.n_mutants:>9,}{spent:>9.1f}{speed:>10,.0f}"
                f"{1000 * run.slowest(0.999):>10.2f}{1000 * run.slowest():>10.2f}",
                flush=True,
            )
            if run.failure:
                n_failures += 1
                print(report(run, given.seed), flush=True)
            first = run.number + 1 if run.failure else last
    return 1 if n_failures else 0


if __name__ == "__main__":
    sys.exit(main())
