"""One person behind several aliases: who is who, with rule, evidence and score."""

from netanalysis.identity.resolve import Identity, resolve

__all__ = ["Identity", "resolve"]
