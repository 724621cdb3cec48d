"""The report: a notebook executed on an archive, as one HTML page that needs no network."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Final

from netanalysis import errors
from netanalysis.dataset import Dataset
from netanalysis.errors import OutputError
from netanalysis.store import write_store
from netanalysis.table_files import FORMATS
from netanalysis.wishes import read_wishes

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

TEMPLATES: Final = Path(__file__).resolve().parent / "templates"
NOTEBOOK: Final = TEMPLATES / "report.ipynb"
PAGE: Final = "report.html"
TABLES: Final = "tables"
# Not every archive can give these; one left by an earlier run would pass for today's.
OPTIONAL_TABLES: Final = ("brokers", "bridges_at_risk")
# A kernel of our own: one called python3 may belong to another Python of this machine.
KERNEL: Final = "netanalysis"


def write_report(
    archive: Dataset,
    folder: str | PathLike[str],
    *,
    as_of: str | pd.Timestamp | None = None,
    include_bulk: bool = False,
    wishes: str | PathLike[str] | None = None,
) -> Path:
    """Write the report of ``archive`` into ``folder`` and return the path of its page.

    The page ``report.html`` holds everything it shows: no script, no link to another
    machine. Beside it ``tables/`` has every finding as CSV, JSON and Parquet. Nothing is
    written unless all of it could be made.

    Parameters
    ----------
    archive
        What was loaded; its owner must be known.
    folder
        Where to write; made if absent.
    as_of
        Day of judgement; by default the latest interaction.
    include_bulk
        Count what people write to each other over mailing lists too.
    wishes
        The owner's wishes file: whom to put off or leave out, and what they know better.

    Raises
    ------
    OwnerUnknownError, NothingToAnalyseError
        If the archive cannot answer at all.
    ExportNotFoundError, WishesError
        If the wishes file is not there, or not what it must be.
    OutputError
        If the folder cannot be written.
    """
    archive.me  # noqa: B018  (raises OwnerUnknownError before any work is done)
    if wishes is not None:
        read_wishes(wishes)  # refused before the work, not in the middle of it
    out = Path(folder)
    _expect_room(out)
    with tempfile.TemporaryDirectory(prefix="netanalysis-") as scratch:
        work = Path(scratch)
        store = write_store(archive, work / "store")
        parameters = {
            "store": str(store),
            "tables": str(work / TABLES),
            "as_of": None if as_of is None else str(as_of),
            "include_bulk": include_bulk,
            "wishes": None if wishes is None else str(Path(wishes).absolute()),
        }
        with _own_kernel(work):
            _execute(work / "report.ipynb", parameters)
        page = work / PAGE
        page.write_text(_html(work / "report.ipynb"), encoding="utf-8")
        return _deliver(work, out)


def _expect_room(out: Path) -> None:
    """Refuse a place that cannot be written before the work, not after it."""
    nearest = next(place for place in (out, *out.absolute().parents) if place.exists())
    if not nearest.is_dir():
        raise OutputError(f"{out} could not be written: {nearest} is a file, not a folder.")
    if not os.access(nearest, os.W_OK):
        raise OutputError(f"{out} could not be written: no permission to write into {nearest}.")


@contextmanager
def _own_kernel(scratch: Path) -> Iterator[None]:
    """Offer a kernel of this very Python, deaf to the user's IPython settings and history."""
    spec = scratch / "jupyter" / "kernels" / KERNEL / "kernel.json"
    spec.parent.mkdir(parents=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    about = {"argv": command, "display_name": KERNEL, "language": "python"}
    spec.write_text(json.dumps(about), encoding="utf-8")
    wanted = {
        "IPYTHONDIR": str(scratch / "ipython"),
        "JUPYTER_PATH": str(scratch / "jupyter"),
        "JUPYTER_PLATFORM_DIRS": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
    before = {key: os.environ.get(key) for key in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for key, value in before.items():
            if value is None:
                os.environ.pop(key, None)
            else:
                os.environ[key] = value


def _execute(notebook: Path, parameters: Mapping[str, object]) -> None:
    """Run the report notebook with ``parameters``; errors of this package come through."""
    import papermill

    try:
        papermill.execute_notebook(
            NOTEBOOK,
            notebook,
            parameters=dict(parameters),
            kernel_name=KERNEL,
            progress_bar=False,
            cwd=notebook.parent,
            # Below CRITICAL a kernel now and then reports its own, orderly end.
            extra_arguments=["--log-level=CRITICAL"],
        )
    except papermill.PapermillExecutionError as failure:
        known = getattr(errors, failure.ename, None)
        if isinstance(known, type) and issubclass(known, errors.NetAnalysisError):
            raise known(failure.evalue) from failure
        raise


def _html(notebook: Path) -> str:
    """Return the executed notebook as one page: outputs and prose, no code."""
    import nbformat
    from nbconvert import HTMLExporter

    executed = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    executed.cells = [
        cell
        for cell in executed.cells
        if "injected-parameters" not in cell.metadata.get("tags", [])
    ]
    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="page",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    body: str = exporter.from_notebook_node(executed)[0]
    return body


def _deliver(work: Path, out: Path) -> Path:
    """Move page and tables to their place, replacing those of an earlier run."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / TABLES).mkdir(exist_ok=True)
        fresh = set()
        for made in sorted((work / TABLES).iterdir()):
            shutil.move(made, out / TABLES / made.name)
            fresh.add(made.name)
        for stale in {f"{name}.{end}" for name in OPTIONAL_TABLES for end in FORMATS} - fresh:
            (out / TABLES / stale).unlink(missing_ok=True)
        shutil.move(work / PAGE, out / PAGE)
    except OSError as error:
        raise OutputError(f"{out} could not be written: {error.strerror or error}.") from error
    return out / PAGE
