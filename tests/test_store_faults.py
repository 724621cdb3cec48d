"""The store under kills, full disks, damage and rivals: equal results, nothing silent.

A few runs of every kind. ``NETANALYSIS_FAULT_RUNS=50 pytest tests/test_store_faults.py -s``
does more of each and prints the counts of docs/methods/store.md.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="faults are made with fork")

PROGRAM = Path(__file__).with_name("store_faults.py")
RUNS = int(os.environ.get("NETANALYSIS_FAULT_RUNS", "0"))


def faults(kind: str, folder: Path, n: int) -> dict[str, object]:
    path = os.pathsep.join(filter(None, [str(PROGRAM.parent), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        [sys.executable, str(PROGRAM), kind, str(folder), str(RUNS or n), "20260131"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout.splitlines()[-1])
    sys.stdout.write(f"{kind} { ({**result, 'bad': len(result['bad'])}) }\n")
    return result


@pytest.mark.parametrize(
    ("kind", "n", "least_struck"),
    [
        ("random_kills", 10, 0.3),
        ("call_kills", 16, 0.9),
        ("call_errors", 8, 0.6),
        ("file_size_limits", 6, 0.4),
        ("two_at_once", 4, 0),
        ("bit_flips", 60, 0.9),
        ("piece_flips", 6, 1),
    ],
)
def test_nothing_is_lost_and_nothing_is_silent(tmp_path, kind, n, least_struck):
    result = faults(kind, tmp_path, n)
    assert result["bad"] == []
    assert result["runs"] == (RUNS or n)
    assert result["struck"] >= least_struck * result["runs"], "the faults did not strike"


def test_a_full_disk(tmp_path):
    if os.geteuid() or not shutil.which("mount"):
        pytest.skip("only root may mount a small disk")
    result = faults("small_disk", tmp_path, 4)
    if result["bad"] and "could be mounted" in str(result["bad"][0]):
        pytest.skip("this machine does not let us mount a small disk")
    assert result["bad"] == []
    assert result["struck"]
