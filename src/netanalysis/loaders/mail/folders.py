"""What a folder or label says about the mail in it: sent, draft, spam, trash, chat, or all.

Names differ by program and language. The lists hold what Gmail (Takeout), Outlook, Notes,
Apple Mail and Thunderbird call these folders in English, German, French, Spanish, and where
known Italian, Portuguese and Dutch.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from netanalysis.loaders.mail.text import clean, decode_text

SENT: Final = "sent"
DRAFT: Final = "draft"
SPAM: Final = "spam"
TRASH: Final = "trash"
CHAT: Final = "chat"
EVERYTHING: Final = "everything"
INBOX: Final = "inbox"
OTHER: Final = "other"

_NAMES: Final = {
    SENT: "sent|sent items|sent mail|sent messages|sent elements|gesendet|gesendete elemente|"
    "gesendete objekte|gesendete nachrichten|gesendete mails|messages envoyés|envoyés|"
    "éléments envoyés|objets envoyés|courrier envoyé|enviados|elementos enviados|"
    "correo enviado|mensajes enviados|itens enviados|e-mails enviados|posta inviata|inviati|"
    "inviata|posta inviati|verzonden|verzonden items|verzonden berichten|outgoing",
    DRAFT: "draft|drafts|templates|vorlagen|modèles|plantillas|modelli|sjablonen|outbox|"
    "unsent messages|unsent mail|postausgang|boîte d'envoi|bandeja de salida|entwurf|entwürfe|"
    "brouillon|brouillons|borrador|borradores|bozza|bozze|"
    "rascunho|rascunhos|concept|concepten",
    SPAM: "spam|junk|junk mail|junk email|junk e-mail|bulk mail|spamverdacht|werbung|"
    "unerwünschte werbung|unerwünscht|courrier indésirable|indésirables|pourriel|"
    "correo no deseado|no deseado|posta indesiderata|lixo eletrônico|ongewenste e-mail",
    TRASH: "trash|bin|deleted|deleted items|deleted messages|papierkorb|gelöscht|"
    "gelöschte elemente|gelöschte objekte|corbeille|éléments supprimés|papelera|"
    "elementos eliminados|cestino|posta eliminata|lixeira|itens excluídos|prullenbak",
    CHAT: "chat|chats|hangouts|discussions",
    EVERYTHING: "all mail|all documents|alle nachrichten|tous les messages|todos|"
    "todos los mensajes|todos los correos|all mail including spam and trash|archive|"
    "archiv|archives|discussion threads|important|alle dokumente",
    INBOX: "inbox|notes inbox|posteingang|boîte de réception|bandeja de entrada|"
    "recibidos|entrada|posta in arrivo|postvak in",
}
_MEANING: Final = {name: meaning for meaning, names in _NAMES.items() for name in names.split("|")}
_TELLING: Final = {SENT: 4, OTHER: 3, INBOX: 2, TRASH: 1, EVERYTHING: 0}


@lru_cache(maxsize=4096)
def folder_meaning(folder: str) -> str:
    """Return what a folder path is for; the last part that means something decides."""
    for part in reversed(re.split(r"[\\/]", folder)):
        name = " ".join(part.casefold().replace("_", " ").replace("-", " ").split())
        name = name.strip(" '\"[]()")
        found = _MEANING.get(name) or _MEANING.get(name.replace("e mail", "e-mail"))
        if found:
            return found
    return OTHER


def telling(folder: str | None) -> int:
    """Return how much a folder tells: sent beats own folders, those the inbox, then the rest."""
    return -1 if folder is None else _TELLING.get(folder_meaning(folder), 0)


@lru_cache(maxsize=16_384)
def gmail_labels(raw: bytes) -> tuple[str, ...]:
    """Return the labels of an X-Gmail-Labels header: decoded, then split at plain commas."""
    text = decode_text(raw)
    if '"' not in text:  # decoded text is clean, and so is what stands between its commas
        return tuple(label for label in map(str.strip, text.split(",")) if label)
    labels: list[str] = []
    start, is_quoted = 0, False
    for at, sign in enumerate(text):
        if sign == '"':
            is_quoted = not is_quoted
        elif sign == "," and not is_quoted:
            labels.append(text[start:at])
            start = at + 1
    labels.append(text[start:])
    tidy = (clean(label.strip().strip('"').replace('\\"', '"')) for label in labels)
    return tuple(label for label in tidy if label)


@lru_cache(maxsize=16_384)
def label_meanings(labels: tuple[str, ...]) -> frozenset[str]:
    """Return what the labels of one message say together."""
    return frozenset(folder_meaning(label.replace("/", " ")) for label in labels)
