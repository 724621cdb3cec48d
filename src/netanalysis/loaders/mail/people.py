"""People as numbers: each address, and each pair of address and display name, once.

A *mention* is an address with the display name it was written with. Archives repeat the same
few thousand mentions hundreds of thousands of times, so a token that was parsed once is not
parsed again.
"""

from __future__ import annotations

from typing import Final

from netanalysis.loaders.mail.addresses import address_tokens, parse_mailbox
from netanalysis.loaders.mail.notes import names_for

_NOBODY: Final = -1
_PROBLEM: Final = -2
_WHOLE_LIMIT: Final = 2000
"""Bytes of a header value that is remembered as a whole."""

Reading = tuple[tuple[int, ...], int, bool]
"""Mentions in a header value, how many tokens name nobody clearly, whether it was cut."""


class Mentions:
    """The table of mentions, filled while address lists are read."""

    def __init__(self) -> None:
        self.addresses: list[str] = []
        self.names: list[str | None] = []
        self.address_numbers: list[int] = []
        """Mention number to address number."""

        self._number_of_address: dict[str, int] = {}
        self._number_of_mention: dict[tuple[int, str | None], int] = {}
        self._tokens: dict[str, int] = {}
        self._whole: dict[bytes, Reading] = {}
        self._renamed: dict[tuple[tuple[int, ...], bytes], tuple[int, ...]] = {}

    def address_of(self, mention: int) -> str:
        """Return the address of a mention."""
        return self.addresses[self.address_numbers[mention]]

    def number(self, address: str, name: str | None) -> int:
        """Return the number of a mention, new if it was not seen before."""
        at = self._number_of_address.get(address)
        if at is None:
            at = self._number_of_address[address] = len(self.addresses)
            self.addresses.append(address)
        mention = self._number_of_mention.get((at, name))
        if mention is None:
            mention = self._number_of_mention[at, name] = len(self.names)
            self.names.append(name)
            self.address_numbers.append(at)
        return mention

    def read(self, raw: bytes, codec: str | None) -> Reading:
        """Return the mentions in an address header; see :data:`Reading`."""
        known = self._whole.get(raw)
        if known is not None:
            return known
        is_plain = raw.isascii()
        tokens, is_cut = address_tokens(raw)
        found: list[int] = []
        n_problems = 0
        for token in tokens:
            mention = self._tokens.get(token) if is_plain else None
            if mention is None:
                mention = self._parse(token, codec)
                if is_plain:
                    self._tokens[token] = mention
            if mention >= 0:
                found.append(mention)
            elif mention == _PROBLEM:
                n_problems += 1
        reading = (tuple(found), n_problems, is_cut)
        if is_plain and len(raw) <= _WHOLE_LIMIT:
            self._whole[raw] = reading
        return reading

    def _parse(self, token: str, codec: str | None) -> int:
        box = parse_mailbox(token, codec)
        if box.address is None:
            return _PROBLEM if box.is_problem else _NOBODY
        return self.number(box.address, box.name)

    def rename(self, mentions: tuple[int, ...], raw_names: bytes) -> tuple[int, ...]:
        """Return the mentions with the names a Notes header gives at the same positions."""
        key = (mentions, raw_names)
        known = self._renamed.get(key)
        if known is None:
            names = names_for(raw_names, len(mentions))
            known = mentions
            if names is not None:
                known = tuple(
                    self.number(self.address_of(mention), name or self.names[mention])
                    for mention, name in zip(mentions, names, strict=True)
                )
            if len(raw_names) <= _WHOLE_LIMIT:
                self._renamed[key] = known
        return known
