"""Union-find over alias keys."""

from __future__ import annotations

from collections.abc import Iterable


class Unions:
    """Sets of keys that were joined; the first key in sorted order stands for its set."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._parent = {key: key for key in keys}

    def find(self, key: str) -> str:
        """Return the key that stands for the set of ``key``."""
        root = key
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[key] != root:
            self._parent[key], key = root, self._parent[key]
        return root

    def join(self, key: str, other: str) -> bool:
        """Join the sets of two keys; return whether they were apart before."""
        a, b = sorted((self.find(key), self.find(other)))
        self._parent[b] = a
        return a != b
