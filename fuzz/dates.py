"""Fuzz dates; how is told in ``start.py``."""

from start import start

start("dates")
