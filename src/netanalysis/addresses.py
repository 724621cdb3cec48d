"""What a cell or a line names: a mail address, an office behind one, or neither."""

from __future__ import annotations

import re
from typing import Final

LONGEST_ADDRESS: Final = 320
"""Characters of an address by the standard: 64 before the sign, 255 after it."""

_ADDRESS: Final = re.compile(r"[^\s<>()\[\],;:@\"\\]{1,64}@[^\s<>()\[\],;:@\"\\]{1,255}")
_INVISIBLE: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+"
)
_OFFICES: Final = frozenset(
    "info sales contact office support help helpdesk admin administrator webmaster postmaster team "
    "hello mail accounts accounting billing invoices hr jobs careers press media marketing service "
    "reception orders enquiries inquiries family kontakt buero sekretariat contacto bonjour".split()
)


def valid_address(text: str) -> str:
    """Return the mail address that ``text`` is, in lower case, or "" if it is none.

    ``mailto:`` and angle brackets are taken off. A host without a dot is an address too:
    internal mail has such hosts.
    """
    bare = text.strip().strip("<>").strip()
    if bare[:7].lower() == "mailto:":
        bare = bare[7:].strip()
    found = len(bare) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(bare)
    return bare.lower() if found else ""


def is_office(address: str) -> bool:
    """Whether the part before the sign names an office that several people may answer for."""
    words = re.split(r"[._+\-\d]+", address.partition("@")[0].lower())
    return any(word in _OFFICES for word in words) or "noreply" in "".join(words)


def plain_name(text: str) -> str:
    """Return a name without control and invisible characters, spaces folded."""
    return " ".join(_INVISIBLE.sub(" ", text).split())
