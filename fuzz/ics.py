"""Fuzz calendars; how is told in ``start.py``."""

from start import start

start("ics")
