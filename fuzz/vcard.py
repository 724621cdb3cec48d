"""Fuzz address books; how is told in ``start.py``."""

from start import start

start("vcard")
