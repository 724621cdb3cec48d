"""Fuzz dates: ``python fuzz/dates.py corpus/ -max_total_time=3600``."""

from start import start

start("dates")
