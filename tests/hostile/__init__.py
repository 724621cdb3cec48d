"""A corpus of hostile mail with known truth: bytes made by code, and what must come of them."""
