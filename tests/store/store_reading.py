"""How much is read, and whether it gives what a fresh load gives."""

from __future__ import annotations

import builtins
import io
import os
from pathlib import Path

import pytest

import netanalysis as na
from netanalysis.dataset import dataset_digest
from netanalysis.loaders.mail import batch, ranges
from netanalysis.loaders.mail.stream import Stream

PIECE, TAIL = 20_000, 4_000
"""Bytes of a piece, and of the end of a mailbox, in these tests."""


class Reading:
    """How much was read from files below a folder."""

    def __init__(self, below: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opened: list[Path] = []
        self._below = below
        really = io.open

        def watched(file, *args, **kwargs):
            if isinstance(file, str | os.PathLike) and self._below in Path(file).parents:
                self.opened.append(Path(file))
            return really(file, *args, **kwargs)

        monkeypatch.setattr(io, "open", watched)
        monkeypatch.setattr(builtins, "open", watched)


def loaded_bytes(paths: list[Path], store: Path) -> int:
    """Load into the store; return how many bytes of mail were read for it."""
    sizes: list[int] = []

    def counting(kind: type[Stream]) -> type[Stream]:
        class Counted(kind):
            def __exit__(self, *how: object) -> None:
                sizes.append(self.n_done)
                super().__exit__(*how)

        return Counted

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "Stream", counting(batch.Stream))
        patch.setattr(ranges, "_PartStream", counting(ranges._PartStream))
        na.load(*paths, store=store)
    return sum(sizes)


def assert_as_fresh(paths: list[Path], store: Path) -> None:
    fresh = dataset_digest(na.load(*paths))
    assert dataset_digest(na.load(*paths, store=store)) == fresh
    assert dataset_digest(na.load(*paths, store=store)) == fresh
    assert dataset_digest(na.open_store(store)) == fresh
