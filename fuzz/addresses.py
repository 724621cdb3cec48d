"""Fuzz address lists; how is told in ``start.py``."""

from start import start

start("addresses")
