"""Builders of small invented exports."""

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from linkedin_laws import check_ledger

from netanalysis.harvest import Harvest
from netanalysis.loaders import linkedin

COMPLETE = "Complete_LinkedInDataExport_05-04-2025"
Files = Mapping[str, str | bytes]


def as_bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Write files into an export folder and return it."""

    def write(files: Files, name: str = COMPLETE) -> Path:
        for inner, content in files.items():
            path = tmp_path / name / inner
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(as_bytes(content))
        return tmp_path / name

    return write


@pytest.fixture
def zipped(tmp_path: Path) -> Callable[..., Path]:
    """Write files into an export zip and return it."""

    def write(files: Files, name: str = COMPLETE + ".zip") -> Path:
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
            for inner, content in files.items():
                archive.writestr(inner, as_bytes(content))
        return tmp_path / name

    return write


@pytest.fixture
def load(folder: Callable[..., Path]) -> Callable[..., Harvest]:
    """Write files into an export folder, read it, and check that the ledger adds up."""

    def read(files: Files, name: str = COMPLETE) -> Harvest:
        harvest = linkedin.read([folder(files, name)])
        check_ledger(harvest)
        return harvest

    return read


@pytest.fixture
def reasons() -> Callable[[Harvest], list[str]]:
    """Return the reasons in the issues of a harvest."""
    return lambda harvest: harvest.issues["reason"].tolist()
