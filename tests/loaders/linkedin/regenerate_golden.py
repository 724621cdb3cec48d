"""Write the expected tables of all golden cases anew, then look at the diff.

    python tests/loaders/linkedin/regenerate_golden.py

A new case is a folder ``golden/<case>/input/`` with an export in it.
"""

from __future__ import annotations

import shutil

from golden_cases import GOLDEN, build_inputs, cases, read_case


def main() -> None:
    build_inputs()
    for name in cases():
        folder = GOLDEN / name / "expected"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for file, text in read_case(name).items():
            (folder / file).write_bytes(text.encode())


if __name__ == "__main__":
    main()
