"""Fuzz the guard round zips: ``python fuzz/zip_guard.py corpus/ -max_total_time=3600``."""

from start import start

start("zip_guard")
