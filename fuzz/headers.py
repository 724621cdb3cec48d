"""Fuzz header blocks and the values in them: ``python fuzz/headers.py corpus/ -max_total_time=3600``."""

from start import start

start("headers")
