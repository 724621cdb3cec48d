"""Fuzz the files of a LinkedIn export: ``python fuzz/linkedin_csv.py corpus/ -max_total_time=3600``."""

from start import start

start("linkedin_csv")
