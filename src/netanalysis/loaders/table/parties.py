"""The ends of a table's rows: who is meant by the text of a cell."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pandas as pd

from netanalysis.addresses import plain_name, valid_address
from netanalysis.harvest import address_key, name_key

_NAMED: Final = re.compile(r"\s*\"?(.*?)\"?\s*<\s*([^<>]+?)\s*>\s*")
_LISTS: Final = (list, tuple, set, frozenset, np.ndarray)


def text_of(values: pd.Series) -> pd.Series:
    """Return a column as text: whole numbers without a decimal point, "" for nothing."""
    if pd.api.types.is_float_dtype(values.dtype):
        numbers = values.astype("Float64")
        if (numbers.dropna() % 1 == 0).all():
            values = numbers.astype("Int64")
    return values.astype("string").fillna("").str.strip().astype("string")


def ends_of(values: pd.Series) -> pd.Series:
    """Return the people a column names, one per entry, under the index of their rows."""
    if values.dtype == object:
        lists = values.map(lambda one: list(one) if isinstance(one, _LISTS) else one)
        values = lists.explode()
    text = text_of(values)
    if text.str.contains(";", regex=False).any():
        text = text.str.split(";").explode().str.strip().astype("string")
    return text[text != ""]


class Parties:
    """The people of a table: each spelling is looked at once.

    ``codes`` has a number for every text, ``keys`` the alias key of every number.
    """

    def __init__(self, texts: pd.Series) -> None:
        spelling, spellings = pd.factorize(texts)
        self._counts = np.bincount(spelling, minlength=len(spellings))
        self._known = [party_of(str(text)) for text in spellings]
        alias, keys = pd.factorize(pd.Series([key for key, _ in self._known], dtype="string"))
        self.codes = alias[spelling] if len(texts) else spelling
        self.keys = pd.Series(keys, dtype="string")

    def mentions(self, origin: str) -> pd.DataFrame:
        """Return how each alias was named, and how often."""
        rows = [(*known, n, origin) for known, n in zip(self._known, self._counts, strict=True)]
        return pd.DataFrame(rows, columns=["alias_key", "name", "n_uses", "origin"])


def party_of(text: str) -> tuple[str, str | None]:
    """Return alias key and name of one end: an address, ``Name <address>``, a name or an id."""
    address = valid_address(text)
    if address:
        return address_key(address), None
    found = _NAMED.fullmatch(text[:2000])
    if found is not None and valid_address(found[2]):
        return address_key(valid_address(found[2])), plain_name(found[1]) or None
    name = plain_name(text)
    return name_key(name or "?"), name or None
