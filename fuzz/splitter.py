"""Fuzz the cutting of an mbox into messages: ``python fuzz/splitter.py corpus/ -max_total_time=3600``."""

from start import start

start("splitter")
