"""People as numbers: each address, and each pair of address and display name, once.

A *mention* is an address with the display name it was written with. Archives repeat the same
few thousand mentions hundreds of thousands of times, so a token that was parsed once is not
parsed again, as long as it is remembered; what is remembered is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from netanalysis.loaders.mail.addresses import address_tokens, parse_mailbox
from netanalysis.loaders.mail.headers import RECIPIENT_CAP
from netanalysis.loaders.mail.notes import names_for

_NOBODY: Final = -1
_PROBLEM: Final = -2
_WHOLE_LIMIT: Final = 2000
"""Bytes of a header value that is remembered as a whole."""

_CACHE_LIMIT: Final = 50_000
"""Entries of a cache before it starts anew: some ten megabytes."""

_LONG_LIST: Final = 5000
"""Recipients of one message beyond which they are not remembered one by one."""

_SPEC: Final = rb"[^\s<>()\[\]\\,;:@\"]+@[^\s<>()\[\]\\,;:@\"?=]+"
_CLOSED: Final = re.compile(
    rb"\s*" + _SPEC + rb"\s*"
    rb"|[^<>()\[\]\\,;:\"]*<\s*" + _SPEC + rb"\s*>\s*"
    rb'|\s*"(?:[^"\\]|\\[\s\S])*"\s*<\s*' + _SPEC + rb"\s*>\s*"
    rb'|\s*' + _SPEC + rb'\s*\([^()<>\[\]\\,;:"]*\)\s*'
)  # fmt: skip
"""A token that stands for one mailbox wherever in a list it stands: what it opens it closes."""

Reading = tuple[tuple[int, ...], int, bool]
"""Mentions in a header value, how many tokens name nobody clearly, whether it was cut."""


def _outside_quotes(pieces: Sequence[bytes]) -> list[bytes]:
    """Return a list cut at all commas put together again where a comma stands inside quotes.

    A wrong guess does no harm: its tokens are not closed.
    """
    tokens: list[bytes] = []
    begun: list[bytes] = []
    is_open = False
    for piece in pieces:
        unescaped = piece.replace(b"\\\\", b"").replace(b'\\"', b"") if b"\\" in piece else piece
        begun.append(piece)
        is_open ^= unescaped.count(b'"') % 2 == 1
        if not is_open:
            tokens.append(b",".join(begun))
            begun = []
    return [*tokens, b",".join(begun)] if begun else tokens


class Mentions:
    """The table of mentions, filled while address lists are read."""

    def __init__(self) -> None:
        self.addresses: list[str] = []
        self.names: list[str | None] = []
        self.address_numbers: list[int] = []
        """Mention number to address number."""

        self._number_of_address: dict[str, int] = {}
        self._unnamed: dict[int, int] = {}
        self._named: dict[tuple[int, str], int] = {}
        self._closed: dict[bytes, int] = {}
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
        mention = self._unnamed.get(at) if name is None else self._named.get((at, name))
        if mention is None:
            mention = len(self.names)
            if name is None:
                self._unnamed[at] = mention
            else:
                self._named[at, name] = mention
            self.names.append(name)
            self.address_numbers.append(at)
        return mention

    def absorb(self, addresses: Sequence[str], names: Sequence[str | None]) -> list[int]:
        """Return the own numbers of mentions that another table lists in its order."""
        return [self.number(one, name) for one, name in zip(addresses, names, strict=True)]

    def forget(self) -> None:
        """Empty what is only remembered for speed."""
        for cache in (self._closed, self._tokens, self._whole, self._renamed):
            cache.clear()

    def read(self, raw: bytes, codec: str | None) -> Reading:
        """Return the mentions in an address header, as :meth:`read_carefully` does."""
        found = self.plain(raw)
        return self.read_carefully(raw, codec) if found is None else (found, 0, False)

    def known(self, column: Iterable[bytes | None]) -> list[int | None]:
        """Return for each header the one mention that it is known to be; None for the others."""
        return [*map(self._closed.get, column)]  # type: ignore[arg-type]

    def plain(self, raw: bytes) -> tuple[int, ...] | None:
        """Return the mentions in a well-formed address header; None where care is needed."""
        one = self._closed.get(raw)
        if one is not None:
            return (one,)
        tokens = raw.split(b",")
        if ord('"') in raw:
            return self._plain_with_quotes(raw, tokens)
        try:
            found = (*map(self._closed.__getitem__, tokens),)
        except KeyError:
            return self._learn(tokens, raw)
        return None if len(found) > RECIPIENT_CAP else found

    def _plain_with_quotes(self, raw: bytes, pieces: list[bytes]) -> tuple[int, ...] | None:
        """Return the mentions in a header where commas may stand inside quotes.

        A piece that is no known token is one with the next: ``"Lee, Ann" <ann@x.org>``.
        """
        known = self._closed.get
        found: list[int] = []
        rest = iter(pieces)
        for piece in rest:
            mention = known(piece)
            if mention is None:
                mention = known(piece + b"," + next(rest, b""))
                if mention is None:
                    return self._learn(_outside_quotes(pieces), raw)
            found.append(mention)
        return None if len(found) > RECIPIENT_CAP else (*found,)

    def _learn(self, tokens: list[bytes], raw: bytes) -> tuple[int, ...] | None:
        """Parse the tokens that are new, if the value is well-formed from end to end."""
        if len(tokens) > RECIPIENT_CAP or not raw.isascii():
            return None
        closed = self._closed
        if not all(map(_CLOSED.fullmatch, (token for token in tokens if token not in closed))):
            return None
        if len(closed) > _CACHE_LIMIT:
            closed.clear()
        found: list[int] = []
        for token in tokens:
            mention = closed.get(token)
            if mention is None:
                core = token.strip(b" \t\n")
                mention = closed.get(core)
                if mention is None:
                    mention = self._parse(core.decode("ascii"), None)
                if mention < 0:
                    return None
                if len(tokens) <= _LONG_LIST:
                    closed[core] = closed[token] = mention
            found.append(mention)
        return tuple(found)

    def read_carefully(self, raw: bytes, codec: str | None) -> Reading:
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
                if is_plain and len(tokens) <= _LONG_LIST:
                    if len(self._tokens) >= _CACHE_LIMIT:
                        self._tokens.clear()
                    self._tokens[token] = mention
            if mention >= 0:
                found.append(mention)
            elif mention == _PROBLEM:
                n_problems += 1
        reading = (tuple(found), n_problems, is_cut)
        if is_plain and len(raw) <= _WHOLE_LIMIT:
            if len(self._whole) >= _CACHE_LIMIT // 10:
                self._whole.clear()
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
                if len(self._renamed) >= _CACHE_LIMIT // 10:
                    self._renamed.clear()
                self._renamed[key] = known
        return known
