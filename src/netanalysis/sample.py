"""The sample archive: invented people, a LinkedIn export and a mailbox with planted answers."""

from __future__ import annotations

from pathlib import Path

from netanalysis.errors import ExportNotFoundError


def sample_path() -> Path:
    """Return the folder of the sample archive, in a checkout or in the installed package.

    Raises
    ------
    ExportNotFoundError
        If the package was installed without it.
    """
    here = Path(__file__).resolve().parent
    for folder in (here / "data" / "sample", here.parents[1] / "data" / "sample"):
        if folder.is_dir():
            return folder
    raise ExportNotFoundError(
        "The sample archive is not part of this installation; it is in data/sample of the source."
    )
