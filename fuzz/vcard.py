"""Fuzz address books: ``python fuzz/vcard.py corpus/ -max_total_time=3600``."""

from start import start

start("vcard")
