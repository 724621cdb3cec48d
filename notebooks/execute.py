"""Execute every notebook, or those named, in place and keep its outputs without what differs.

Cells tagged ``enron`` need tables that are not part of the project; where these are not
there, such cells do nothing and what they showed before is kept.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).resolve().parent
ENRON = HERE.parents[1] / "shared" / "data" / "enron"


def main() -> None:
    named = [Path(name).resolve() for name in sys.argv[1:]]
    for path in named or sorted(HERE.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        client = NotebookClient(
            notebook, kernel_name="python3", extra_arguments=["--log-level=ERROR"]
        )
        before = [cell.get("outputs") for cell in notebook.cells]
        client.execute(cwd=HERE)
        for cell, outputs in zip(notebook.cells, before, strict=True):
            cell.metadata.pop("execution", None)
            if "enron" in cell.metadata.get("tags", []) and not ENRON.is_dir():
                cell.outputs = outputs
        notebook.metadata["language_info"] = {"name": "python"}
        nbformat.write(notebook, path)
        print(path.name)


if __name__ == "__main__":
    main()
