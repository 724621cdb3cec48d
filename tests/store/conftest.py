"""Archives that grow, and stores whose pieces are small enough to have several."""

from __future__ import annotations

from pathlib import Path

import pytest
from grown_mail import write_archive
from store_reading import PIECE, TAIL

from netanalysis.loaders.mail import pieces


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch) -> None:
    monkeypatch.setattr(pieces, "PIECE_BYTES", PIECE)
    monkeypatch.setattr(pieces, "TAIL_BYTES", TAIL)


@pytest.fixture
def archive(tmp_path) -> list[Path]:
    return write_archive(tmp_path / "exports", 300)


@pytest.fixture
def store(tmp_path) -> Path:
    return tmp_path / "store"
