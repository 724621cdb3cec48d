"""What kind of bulk mail a message is: by its headers, then by its sender's address.

The signs are weighed in this order: calendar, automatic reply, programs that name
themselves, mailing list, then receipt, newsletter or notice of a program. A subject never
decides alone. A mark is *weak* where a person's mail may bear the same sign: a company's
gateway adds List-Unsubscribe, a relay adds its own header. Weak marks are taken back where
somebody wrote to the sender (see :mod:`netanalysis.loaders.mail.records`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from netanalysis.addresses import is_office, local_kind
from netanalysis.loaders.mail import invitations
from netanalysis.loaders.mail.headers import Fields
from netanalysis.loaders.mail.marks import is_robot
from netanalysis.loaders.mail.split import RawMessage
from netanalysis.loaders.mail.text import decode_text

_PROGRAMS: Final = (
    *(b"x-github-reason", b"x-gitlab-project", b"x-jira-fingerprint", b"x-linkedin-class"),
    *(b"x-facebook-notify", b"x-phpbb-origin", b"x-failed-recipients", b"x-cron-env"),
)
"""Headers by which a program names itself, whatever name stands in From."""

_MASS_MAILERS: Final = (
    *(b"x-mc-user", b"x-campaign", b"x-campaignid", b"x-csa-complaints", b"x-report-abuse"),
    *(b"x-roving-id", b"x-mailin-eid", b"x-sfmc-stack", b"x-rpcampaign", b"x-marketoid"),
)
"""Headers of services that send campaigns and nothing else."""

_RELAYS: Final = (
    *(b"feedback-id", b"x-ses-outgoing", b"x-sg-eid", b"x-mailgun-sid", b"x-pm-message-id"),
    *(b"x-mandrill-user", b"x-mj-mid", b"x-amazon-mail-relay-type"),
)
"""Headers of services that send for programs, and for some people's companies too."""

OPEN_REASONS: Final = ("header Precedence: bulk", "header List-Id")
"""Reasons of marks that newsletters share with lists; the recipients tell, if anything does."""

_REPLIES: Final = (b"x-autoreply", b"x-auto-reply", b"x-autorespond")

SIGNS: Final = frozenset(
    (
        *(b"list-id", b"list-post", b"list-unsubscribe", b"mailing-list", b"precedence"),
        *(b"auto-submitted", b"x-auto-response-suppress", b"sender", b"x-discourse-post-id"),
        *(*_PROGRAMS, *_MASS_MAILERS, *_RELAYS, *_REPLIES, *invitations.SIGNS),
    )
)
"""Headers that say something of bulk mail or lists; without any, only the address can."""

AWAY_STARTS: Final = (
    *(b" Auto", b" Out of", b" Abwesen", b" Absence", b" Respuesta", b" Fuera de", b" Risposta"),
    *(b" Resposta", b" R\xc3\xa9", b" =?"),
)
"""How subjects of automatic replies begin, raw; a first look that costs little."""

_SUBJECT_LIMIT: Final = 300
"""Characters of a subject that are looked at; what it is about stands at its beginning."""

_AWAY_SUBJECT: Final = "subject of an automatic reply"
_AWAY: Final = re.compile(
    r"(?:out of (?:the )?office|automatic reply|auto(?:matic)?[ -]?(?:reply|response)|"
    r"automatische antwort|abwesenheit(?:snotiz|snachricht)?|r[ée]ponse automatique|"
    r"absence du bureau|respuesta autom[áa]tica|fuera de (?:la )?oficina|risposta automatica|"
    r"automatisch antwoord|resposta autom[áa]tica)(?: autoreply)?\s?:",
)
_RECEIPT: Final = re.compile(
    r"\breceipts? (?:from|for|of|#)|\byour [\w .&'-]{0,40}(?:receipt|invoice|order|booking|"
    r"e-?ticket|itinerary|purchase|payment|trip)\b|\b(?:order|payment|purchase|booking|"
    r"reservation) (?:confirm\w*|receipt|received|is confirmed)|\bthanks? (?:you )?for "
    r"(?:your |the )?(?:order|purchase|payment|ordering)|\binvoice #?\s?\d|\border #\s?\w?\d|"
    r"^shipped:|\b(?:has|have) shipped|\bpayment receipt|"
    r"\bihre? [\w .&-]{0,40}(?:bestellung|rechnung|buchung|zahlung|sendung|paket)\b|"
    r"bestell(?:ung|best[äa]tigung)\b.*(?:best[äa]tig|\d{4})|bestellbest[äa]tigung|"
    r"buchungsbest[äa]tigung|auftragsbest[äa]tigung|versandbest[äa]tigung|"
    r"\bbeleg f[üu]r|zahlung (?:erhalten|gesendet)|eine zahlung|\brechnung (?:nr|online|\d)|"
    r"\bsendung aus|zugestellt$|"
    r"\bvotre (?:commande|facture|re[çc]u|r[ée]servation|paiement|achat|colis)|"
    r"confirmation de (?:votre )?(?:commande|r[ée]servation|paiement)|"
    r"\b(?:tu|su) (?:pedido|factura|recibo|compra|reserva|pago)\b|"
    r"confirmaci[óo]n de (?:tu |su )?(?:pedido|compra|reserva|pago)",
)
_NOTICE: Final = re.compile(
    r"\bmentioned you|\bcommented on|\bassigned (?:you|to)|\binvited you|\btagged you|"
    r"\bnew (?:direct )?messages?\b|\bmessaged you|\bsent (?:you )?a message|\bwants to connect|"
    r"\bverification code|\bsecurity (?:alert|code)|\bsign-?in\b|\bpassword\b|\bshared .{0,60}"
    r"with you|\bmissed activity|\breplied to|\bneue (?:private )?nachricht|\bbest[äa]tigungscode|"
    r"\bkontoauszug|\bpasswort\b|\bmot de passe|\bcode de v[ée]rification|\bcontrase[ñn]a|"
    r"\bc[óo]digo de verificaci[óo]n",
)


class Mark(NamedTuple):
    """What marks a message as bulk."""

    kind: str
    reason: str
    is_weak: bool = False


_CALENDAR: Final = Mark("calendar", "calendar mail by its headers or parts")


class Sender(NamedTuple):
    """What an address says of who writes from it."""

    is_program: bool
    local_kind: str | None
    is_office: bool
    is_calendar: bool
    says_nothing: bool
    """Whether it may be anybody's address."""

    @property
    def answers_as(self) -> str:
        """The kind of an automatic answer: of somebody away, or of an office's program."""
        return "auto_reply" if self.says_nothing and not self.is_office else "robot"


@lru_cache(maxsize=50_000)
def sender_of(address: str) -> Sender:
    """Return what an address says of who writes from it."""
    is_program, kind = is_robot(address), local_kind(address)
    is_calendar = invitations.NOTIFIER in address
    says_nothing = not (is_program or is_calendar) and kind is None
    return Sender(is_program, kind, is_office(address), is_calendar, says_nothing)


def kind_by_words(address: str, subject: str) -> str:
    """Return the kind of what a sender known to be no person sends, where no header tells."""
    if _RECEIPT.search(subject.lower()):
        return "receipt"
    return local_kind(address) or "robot"


def bulk_mark(fields: Fields, raw: RawMessage, sender: Sender, codec: str | None) -> Mark | None:
    """Return what marks a message as bulk, or None for a letter."""
    return _CALENDAR if raw.is_calendar else mark_of(fields, sender, codec)


def mark_of(fields: Fields, sender: Sender, codec: str | None) -> Mark | None:
    """Return what the headers and the sender's address mark a message as."""
    if sender.is_calendar or invitations.has_calendar_header(fields):
        return _CALENDAR
    signs = SIGNS.intersection(fields)
    automatic = fields.get(b"auto-submitted", b"no").split(b";")[0].split(b"(")[0].strip().lower()
    reply = _reply_header(fields, signs, automatic)
    if reply is not None:
        return Mark(sender.answers_as, reply)
    program = _first(_PROGRAMS, signs)
    if program is not None:
        return Mark("robot", f"header {_title(program)}")
    found = _list_mark(fields, signs, sender)
    if found is not None:
        return found
    subject = _subject(fields.get(b"subject", b""), codec)
    if (
        b"in-reply-to" in fields
        or b"references" in fields
        or b"x-auto-response-suppress" in signs
        or automatic == b"auto-generated"
    ) and _AWAY.match(subject):
        return Mark(sender.answers_as, _AWAY_SUBJECT)
    return _other_mark(fields, signs, automatic, sender, subject)


def _first(names: Iterable[bytes], signs: frozenset[bytes]) -> bytes | None:
    """Return the first of the names that is among the signs, which are few."""
    if signs.isdisjoint(names):
        return None
    return next(name for name in names if name in signs)


def _reply_header(fields: Fields, signs: frozenset[bytes], automatic: bytes) -> str | None:
    """Return the header that says a message is an automatic answer."""
    name = _first(_REPLIES, signs)
    if name is not None:
        return f"header {_title(name)}"
    if automatic in (b"auto-replied", b"auto-notified"):
        return "header Auto-Submitted"
    if fields.get(b"precedence", b"").strip().lower() == b"auto_reply":
        return "header Precedence: auto_reply"
    return None


def _list_mark(fields: Fields, signs: frozenset[bytes], sender: Sender) -> Mark | None:
    """Return the mark of mail that goes through a list people write to."""
    if sender.is_program or b"feedback-id" in signs or _first(_MASS_MAILERS, signs):
        return None
    if b"mailto:" in fields.get(b"list-post", b"").lower():
        return Mark("list", "header List-Post")
    for name in (b"mailing-list", b"x-discourse-post-id"):
        if name in fields:
            return Mark("list", f"header {_title(name)}")
    precedence = fields.get(b"precedence", b"").strip().lower()
    if precedence == b"list":
        return Mark("list", "header Precedence: list")
    if precedence == b"bulk":
        if b"list-id" in fields:
            return Mark("list", "header List-Id")
        if b"owner-" in fields.get(b"sender", b"").lower():
            return Mark("list", "header Sender: owner-")
    return None


def _other_mark(
    fields: Fields, signs: frozenset[bytes], automatic: bytes, sender: Sender, subject: str
) -> Mark | None:
    """Return the mark of a receipt, a newsletter, or a notice of a program."""
    strong, weak = _reasons(fields, signs, automatic)
    is_campaign = b"list-unsubscribe" in signs or _first(_MASS_MAILERS, signs) is not None
    may_be_receipt = sender.is_program or sender.local_kind == "receipt" or not is_campaign
    is_receipt = may_be_receipt and _RECEIPT.search(subject) is not None
    reason = strong or ("sender address of a program" if sender.is_program else weak)
    if reason is None:
        relay = _first(_RELAYS, signs)
        if relay is not None and (is_receipt or sender.local_kind or _NOTICE.search(subject)):
            reason = f"header {_title(relay)}"
    if reason is None:
        if sender.local_kind == "receipt" and is_receipt:
            return Mark("receipt", "address and subject of a receipt", True)
        return None
    is_weak = not (strong or sender.is_program or sender.local_kind)
    if is_receipt or (sender.local_kind == "receipt" and not is_campaign):
        return Mark("receipt", reason, is_weak)
    if sender.local_kind == "robot" or _NOTICE.search(subject):
        return Mark("robot", reason, is_weak)
    is_news = is_campaign or sender.local_kind == "newsletter" or b"list-id" in fields
    if is_news or fields.get(b"precedence", b"").strip().lower() in (b"bulk", b"junk"):
        is_generated = automatic == b"auto-generated" and not is_campaign
        return Mark("robot" if is_generated else "newsletter", reason, is_weak)
    return Mark("robot", reason, is_weak)


def _reasons(
    fields: Fields, signs: frozenset[bytes], automatic: bytes
) -> tuple[str | None, str | None]:
    """Return the strong sign of a header and the weak one, in words."""
    precedence = fields.get(b"precedence", b"").strip().lower()
    mailer = _first(_MASS_MAILERS, signs)
    is_confirmed = (
        precedence == b"bulk"
        or b"list-post" in fields  # of lists that take no posts; the others are told before
        or _first(_RELAYS, signs) is not None
    )
    can_leave = b"list-unsubscribe" in fields
    strong = weak = None
    if mailer is not None:
        strong = f"header {_title(mailer)}"
    elif can_leave and is_confirmed:
        strong = "header List-Unsubscribe"
    elif precedence in (b"bulk", b"list", b"junk"):
        strong = f"header Precedence: {precedence.decode('ascii')}"
    elif automatic not in (b"no", b""):
        strong = "header Auto-Submitted"
    elif b"list-id" in fields:
        strong = "header List-Id"
    if can_leave:
        weak = "header List-Unsubscribe"
    elif fields.get(b"x-auto-response-suppress", b"").strip().lower() == b"all":
        weak = "header X-Auto-Response-Suppress"
    return strong, weak


@lru_cache(maxsize=10_000)
def _subject(raw: bytes, codec: str | None) -> str:
    return decode_text(raw, codec)[:_SUBJECT_LIMIT].lower()


def _title(name: bytes) -> str:
    return "-".join(
        word.upper() if word in _CAPITALS else word.capitalize()
        for word in name.decode("ascii").split("-")
    )


_CAPITALS: Final = frozenset(("mc", "csa", "eid", "sg", "ses", "mj", "pm", "sfmc"))
