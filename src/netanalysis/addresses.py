"""What a cell or a line names: a mail address, an office behind one, or neither."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
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
    "reception orders enquiries inquiries family kontakt buero sekretariat contacto bonjour "
    "feedback care customer members registration webmail desk management services".split()
)
_RECEIPTS: Final = frozenset(
    "receipt receipts invoice invoices invoicing billing order orders ordering shipment shipping "
    "shipped purchase booking bookings reservation reservations eticket etickets tickets payment "
    "payments confirmation confirmations rechnung rechnungen rechnungonline bestellung "
    "bestellungen bestellbestaetigung buchung buchungen buchungsbestaetigung versand "
    "versandbestaetigung zahlung zahlungen beleg belege facture factures facturation commande "
    "commandes paiement paiements reservas factura facturas facturacion pedido pedidos pago pagos "
    "recibo recibos autoconfirm".split()
)
_NEWS: Final = frozenset(
    "newsletter newsletters news enews mailings digest daily weekly promo promos promotion "
    "promotions deals offer offers specials marketing bulletin announce announcement "
    "announcements rundbrief angebote aktionen lettre infolettre offres boletin ofertas "
    "noticias".split()
)
_NOTICES: Final = frozenset(
    "notification notifications notify notice notices alert alerts alerting reminder reminders "
    "automated automailer system security update updates status survey surveys "
    "benachrichtigung benachrichtigungen mitteilung hinweis alerte alertes avis aviso avisos "
    "alerta alertas notificacion notificaciones".split()
)

LONG_WORD: Final = 7
"""Letters from which a word is told within another, as in websupport@ or customercare@: hardly
any name begins or ends with so long a word of trade."""

_SHORT_ENDS: Final = ("admin",)
_SHORT_BEGINNINGS: Final = ("daily", "weekly")
_LEAST_REST: Final = 4
"""Letters that must follow such a beginning; fewer may be the initials of somebody Daily."""


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
    return any(map(_names(_OFFICES), words)) or "noreply" in "".join(words)


@cache
def _names(listed: frozenset[str]) -> Callable[[str], bool]:
    """Return the test whether a word is one of a list, or has a long one of it at an end."""
    long = tuple(word for word in listed if len(word) >= LONG_WORD)
    ends = (*long, *(end for end in _SHORT_ENDS if end in listed))
    short = tuple(word for word in _SHORT_BEGINNINGS if word in listed)

    def names(word: str) -> bool:
        if word in listed or word.endswith(ends) or word.startswith(long):
            return True
        begins = next((one for one in short if word.startswith(one)), word)
        return len(word) - len(begins) >= _LEAST_REST

    return names


def local_kind(address: str) -> str | None:
    """Return the kind of bulk mail that the part before the sign names, if it names one.

    "receipt" for orders@ or rechnung@, "newsletter" for news@ or offers@, "robot" for
    alerts@; None for a person's name and for offices that write letters (info@, sales@).
    """
    words = re.split(r"[._+=\-\d]+", address.partition("@")[0].lower())
    for kind, names in (("receipt", _RECEIPTS), ("newsletter", _NEWS), ("robot", _NOTICES)):
        if any(map(_names(names), words)):
            return kind
    return None


def spells_name(address: str, name: str | None) -> bool:
    """Whether an address is spelled from a person's name: anna.berg@ or aberg@ for Anna Berg."""
    words = re.findall(r"[a-z]+", (name or "").lower())
    local = re.sub(r"[^a-z]", "", address.partition("@")[0].lower())
    return len(words) > 1 and len(words[-1]) > 2 and words[-1] in local and words[0][0] in local


def plain_name(text: str) -> str:
    """Return a name without control and invisible characters, spaces folded."""
    return " ".join(_INVISIBLE.sub(" ", text).split())
