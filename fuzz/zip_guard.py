"""Fuzz the guard round zips; how is told in ``start.py``."""

from start import start

start("zip_guard")
