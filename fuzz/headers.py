"""Fuzz header blocks and the values in them; how is told in ``start.py``."""

from start import start

start("headers")
