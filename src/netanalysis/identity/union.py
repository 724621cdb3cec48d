"""Sets of aliases that grow by joining, and pairs that may never meet in one set."""

from __future__ import annotations

from collections.abc import Iterable


class Unions:
    """Sets of keys that were joined; the first key in sorted order stands for its set."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._parent = {key: key for key in keys}
        self._apart: dict[str, set[str]] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._parent

    def find(self, key: str) -> str:
        """Return the key that stands for the set of ``key``."""
        root = key
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[key] != root:
            self._parent[key], key = root, self._parent[key]
        return root

    def keep_apart(self, key: str, other: str) -> bool:
        """Forbid that the sets of two keys ever join; return whether they are apart now."""
        a, b = self.find(key), self.find(other)
        if a == b:
            return False
        self._apart.setdefault(a, set()).add(b)
        self._apart.setdefault(b, set()).add(a)
        return True

    def may_join(self, key: str, other: str) -> bool:
        """Whether nothing forbids that the sets of two keys join."""
        return self.find(other) not in self._apart.get(self.find(key), ())

    def join(self, key: str, other: str) -> bool:
        """Join the sets of two keys, if that is allowed; return whether this changed anything."""
        a, b = sorted((self.find(key), self.find(other)))
        if a == b or not self.may_join(a, b):
            return False
        self._parent[b] = a
        enemies = self._apart.pop(b, set())
        if enemies:
            self._apart.setdefault(a, set()).update(enemies)
            for enemy in enemies:
                self._apart[enemy].discard(b)
                self._apart[enemy].add(a)
        return True
