"""Fuzz calendars: ``python fuzz/ics.py corpus/ -max_total_time=3600``."""

from start import start

start("ics")
