"""Who takes part in a message, where a program says so beside or instead of the headers.

Outlook names people of one's own company by a path such as
``/O=FIRM/OU=SITE/CN=RECIPIENTS/CN=JDOE``, which identifies nobody outside that company.
Where there is no mail address, the display name stands for the person.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from netanalysis.loaders.mail.addresses import parse_mailbox
from netanalysis.loaders.mail.text import clean

_ADDRESS_LIMIT: Final = 320
_PLAIN: Final = re.compile(r"[^\s<>,;:\"()\[\]@\\]{1,64}@[^\s<>,;:\"()\[\]@\\]{1,255}")


class Party(NamedTuple):
    """One person: a mail address in lower case or "", and a display name or None."""

    address: str
    name: str | None


class Parties(NamedTuple):
    """Everybody in a message. ``sender`` is None where nobody can tell."""

    sender: Party | None
    to: tuple[Party, ...]
    cc: tuple[Party, ...]
    bcc: tuple[Party, ...]
    n_unclear: int = 0
    """People with neither an address nor a usable name."""

    @property
    def n_nameless(self) -> int:
        """People without a mail address, known by name only."""
        everybody = (*self.to, *self.cc, *self.bcc)
        own = 1 if self.sender is not None and not self.sender.address else 0
        return own + sum(1 for one in everybody if not one.address)

    @property
    def problem(self) -> str:
        """The sentence for the issues about people without an address."""
        return no_address(self.n_nameless)


def no_address(n: int) -> str:
    """Return the sentence for the issues about ``n`` people without a mail address."""
    who = "1 person has" if n == 1 else f"{n:,} people have"
    return f"{who} no mail address here (an address inside the company only); the name was used"


def party(address: str, name: str) -> Party | None:
    """Return the person behind an address and a display name; None where neither tells.

    An address counts only if it is a plain mail address. A name with an ``@`` in it is
    never taken for a person: it would let anybody pass for the owner of that address.
    """
    address = address.strip().strip("'<>").strip()
    name = clean(name).strip("'\" ")
    if len(address) <= _ADDRESS_LIMIT and _PLAIN.fullmatch(address):
        box = parse_mailbox(address.encode().decode("latin-1"), None)
        if box.address is not None:
            return Party(box.address, None if not name or "@" in name else name)
    if not name or "@" in name or name.startswith("/") or len(name) > _ADDRESS_LIMIT:
        return None
    return Party("", name)
