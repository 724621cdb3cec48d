"""Notebooks: what needs tables from outside is kept where these are not there, and true."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from places import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
TAG = "enron"


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def tagged(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if TAG in cell.metadata.get("tags", [])]


def said(cell: Any) -> list[str]:
    return [output.get("data", {}).get("text/plain", "") for output in cell.outputs]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_cell_was_run_without_an_error_or_a_warning(path):
    for cell in read(path).cells:
        if cell.cell_type == "code":
            assert cell.execution_count
            assert not [o for o in cell.outputs if o.output_type == "error"]
            assert not [o for o in cell.outputs if o.get("name") == "stderr"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_cells_that_need_tables_from_outside_say_so_and_keep_what_they_showed(path):
    notebook = read(path)
    for cell in notebook.cells:
        needs = cell.cell_type == "code" and "has_enron" in cell.source
        assert (cell in tagged(notebook)) == needs
    for cell in tagged(notebook):
        assert "nbval-ignore-output" in cell.metadata["tags"]  # without the tables it is silent
        assert "if has_enron:" in cell.source
        assert bool(cell.outputs) == ("display(" in cell.source)


@pytest.mark.parametrize("path", [p for p in NOTEBOOKS if tagged(read(p))], ids=lambda p: p.stem)
def test_without_the_tables_such_cells_run_and_show_nothing(path, tmp_path):
    """In a folder beside which nothing lies, after the imports that the others make."""
    folder = tmp_path / "project" / "notebooks"
    folder.mkdir(parents=True)
    notebook = read(path)
    imports = nbformat.v4.new_code_cell("from pathlib import Path\nimport netanalysis as na")
    notebook.cells = [imports, *tagged(notebook)]
    client = NotebookClient(notebook, kernel_name="python3", extra_arguments=["--log-level=ERROR"])
    client.execute(cwd=folder)
    assert [said(cell) for cell in tagged(notebook)] == [[]] * len(tagged(notebook))


@pytest.mark.real
@pytest.mark.parametrize("path", [p for p in NOTEBOOKS if tagged(read(p))], ids=lambda p: p.stem)
def test_what_such_cells_show_is_what_the_tables_give(path, real):
    assert (real / "enron").is_dir()
    kept, fresh = read(path), read(path)
    client = NotebookClient(fresh, kernel_name="python3", extra_arguments=["--log-level=ERROR"])
    client.execute(cwd=ROOT / "notebooks")
    for before, now in zip(tagged(kept), tagged(fresh), strict=True):
        assert said(before) == said(now)


def test_jupyter_shows_every_drawing_not_only_the_first(tmp_path):
    """Also where the axes are kept under a name, as matplotlib's own figures are shown."""
    cells = [
        "import pandas as pd, netanalysis as na\n"
        "mail = pd.DataFrame({'when': ['2026-01-05', '2026-02-05'], 'source': ['Ana', 'Bo'], "
        "'target': ['Bo', 'Ana']})\n"
        "found = na.neglected_ties(na.load_table(mail, me='Ana'))",
        "ax = na.plot_neglected(found)",
        "ax = na.plot_neglected(found)",
        "na.picture(na.plot_neglected(found))",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in cells])
    client = NotebookClient(notebook, kernel_name="python3", extra_arguments=["--log-level=ERROR"])
    client.execute(cwd=tmp_path)
    pictures = [[o for o in cell.outputs if "image/png" in o.data] for cell in notebook.cells]
    assert [len(shown) for shown in pictures] == [0, 1, 1, 1]
