"""Fuzz the files of a LinkedIn export; how is told in ``start.py``."""

from start import start

start("linkedin_csv")
