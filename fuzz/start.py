"""Start atheris on one target of ``tests/fuzzing``: inputs led by what code they reach.

``python fuzz/addresses.py corpus/ -max_total_time=3600``: what is new goes into the first
folder, and a failing input into the working folder as ``crash-...``. All options of
libFuzzer work. Needs the extra ``fuzz`` (atheris, Linux, Python 3.11 to 3.13).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]

MOST_BYTES: Final = 64 * 1024
GIVEN_UP_AFTER: Final = 10
"""Seconds a single input may take: watched code is several times slower than free code."""


def start(name: str) -> None:
    """Fuzz a target until the options say that it is enough; never returns."""
    import atheris

    sys.path[0:1] = [str(ROOT / "src"), str(ROOT / "tests")]
    with atheris.instrument_imports(include=["netanalysis"]):
        from fuzzing.run import TARGETS
    target = TARGETS[name]
    work = Path(tempfile.mkdtemp(prefix="fuzz-"))
    seeds = work / "seeds"
    seeds.mkdir()
    for number, seed in enumerate(target.seeds):
        (seeds / str(number)).write_bytes(seed)
    words = work / "words"
    words.write_text("".join(f'"{_escaped(token)}"\n' for token in target.tokens if token))
    folders = [one for one in sys.argv[1:] if not one.startswith("-")] or [str(work / "new")]
    for folder in folders:
        Path(folder).mkdir(parents=True, exist_ok=True)
    options = [f"-max_len={MOST_BYTES}", f"-timeout={GIVEN_UP_AFTER}", f"-dict={words}"]
    given = [one for one in sys.argv[1:] if one.startswith("-")]
    files = work / "files"
    files.mkdir()
    atheris.Setup(
        [sys.argv[0], *options, *given, *folders, str(seeds)],
        lambda data: target.check(data, files),
    )
    atheris.Fuzz()


def _escaped(token: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in token)
