"""Fuzz address lists: ``python fuzz/addresses.py corpus/ -max_total_time=3600``."""

from start import start

start("addresses")
