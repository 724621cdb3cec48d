"""List the cases and what comes of them: ``python tests/hostile [words of a name] [--page]``.

One line a case: the seconds of the processor it took, the memory it added, what is wrong.
With ``--page`` the table of ``docs/methods/hostile-input.md`` is written instead.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])

from hostile.corpus import CASES
from hostile.judge import verdict


def main() -> int:
    parser = argparse.ArgumentParser(prog="python tests/hostile", description=__doc__)
    parser.add_argument("words", nargs="?", default="", help="only cases with this in their name")
    parser.add_argument("--page", action="store_true", help="sums for each row of the threats")
    given = parser.parse_args()
    n_wrong = 0
    by_row: dict[str, list[tuple[float, int]]] = {}
    for case in CASES.values():
        if given.words not in case.name:
            continue
        with tempfile.TemporaryDirectory() as folder:
            begin = time.process_time()
            wrong = verdict(case, Path(folder))
            spent = time.process_time() - begin
        n_wrong += bool(wrong)
        by_row.setdefault(case.row, []).append((spent, bool(wrong)))
        if not given.page:
            sign = "wrong" if wrong else "right"
            print(f"{sign} {spent:6.2f} s  {case.row}: {case.name}", flush=True)
            for line in wrong:
                print(f"        {line[:400]}", flush=True)
    if given.page:
        print("| threat | cases | right | slowest, s |\n|---|---|---|---|")
        for row, found in by_row.items():
            n_right = sum(not is_wrong for _, is_wrong in found)
            print(f"| {row} | {len(found)} | {n_right} | {max(one for one, _ in found):.2f} |")
    n = sum(map(len, by_row.values()))
    print(f"\n{n} cases, {n_wrong} wrong" if n else f"no case has {given.words!r} in its name")
    return 1 if n_wrong or not n else 0


if __name__ == "__main__":
    sys.exit(main())
