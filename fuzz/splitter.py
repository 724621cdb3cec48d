"""Fuzz the cutting of an mbox into messages; how is told in ``start.py``."""

from start import start

start("splitter")
