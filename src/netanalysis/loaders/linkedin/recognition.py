"""Records that a newer export of the same member already gave are not counted again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field


@dataclass
class Recognition:
    """Knows the records of files read before, so that an older file adds only the rest.

    Identities may repeat: two messages of one second are two. A file that holds an
    identity three times, where the newer one held it twice, adds one. Readers give
    identities that do not change from export to export: no display names where an id or
    a date will do. While ``is_needed`` is off (one export only) nothing is remembered.
    """

    is_needed: bool = False
    _before: Counter[Hashable] = field(default_factory=Counter)
    _here: Counter[Hashable] = field(default_factory=Counter)

    def gave(self, *identity: Hashable) -> bool:
        """Whether a file read before already gave this record; counts it either way."""
        if not self.is_needed:
            return False
        self._here[identity] += 1
        return self._here[identity] <= self._before[identity]

    def note(self, *identity: Hashable) -> None:
        """Count a second identity of a record, by which older files may know it."""
        if self.is_needed:
            self._here[identity] += 1

    def knows(self, *identity: Hashable) -> bool:
        """Whether a file read before gave this identity at all."""
        return identity in self._before

    def close_file(self) -> None:
        """Say that the file has been read: what it gave is known from now on."""
        for identity, n in self._here.items():
            self._before[identity] = max(self._before[identity], n)
        self._here.clear()
