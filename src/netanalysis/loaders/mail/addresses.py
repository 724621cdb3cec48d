"""Address lists: which addresses does a From, To, Cc or Bcc header name?

The parser works token by token, so one malformed piece never costs its neighbours, and in
linear time whatever the input. Who somebody is comes from the address alone: in
``alice@example.org <x@evil.example>`` the address is ``x@evil.example`` and the rest is a
display name that looks like an address, hence no name. Where a token holds several
addresses it is a *problem*: it is reported, and nobody is guessed.

Text here is Latin-1 decoded bytes: one character a byte, so that names can go back to bytes
and be decoded by the rules of :mod:`netanalysis.loaders.mail.text`.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from netanalysis.loaders.mail.headers import RECIPIENT_CAP
from netanalysis.loaders.mail.text import clean, decode_bytes, decode_text, mark_invisible

ADDRESS_LIMIT: Final = 1000
"""Characters of an address; the standard allows 320, X.500 names are longer."""

_HARD: Final = re.compile(r'["(\\:;\[]')
_STOP: Final = re.compile(r'[",;:<>()\\\[]')
_WHITE: Final = " \t\n\r\f\v"
"""White space in Latin-1 text that stands for bytes: 0x85 and 0xA0 may be parts of letters."""

_WORD: Final = re.compile(rf"[^{_WHITE}]+")
_LOCAL: Final = r"[^\s<>()\[\]\\,;:@\"]+"
_DOMAIN: Final = r"(?:[^\s<>()\[\]\\,;:@\"?=]+|\[[^\s<>()\[\]\\@\"]+\])"
_SPEC: Final = re.compile(rf"{_LOCAL}@{_DOMAIN}", re.ASCII)
_QUOTED_SPEC: Final = re.compile(rf'"(?:[^"\\]|\\.)*"@{_DOMAIN}', re.ASCII)
_ANGLE: Final = re.compile(rf"([^<>()\[\]\\,;:\"]*)<\s*({_LOCAL}@{_DOMAIN})\s*>\s*", re.ASCII)
_QUOTED_ANGLE: Final = re.compile(rf'\s*"([^"\\]*)"\s*<\s*({_LOCAL}@{_DOMAIN})\s*>\s*', re.ASCII)
_OBFUSCATED: Final = re.compile(
    r"([\w.+=\x80-\xff-]+) at ([\w\x80-\xff-]+(?:\.[\w\x80-\xff-]+)+)", re.ASCII
)
_X500: Final = re.compile(r"/o=.*/cn=", re.IGNORECASE)
_NOTES: Final = re.compile(r"[^<>@\"/]+(?:/[^<>@\"/]+)+@[^\s<>@\"/]+", re.ASCII)
_COMMENT: Final = re.compile(r"\([^()]*\)")


class Mailbox(NamedTuple):
    """One token of an address list."""

    address: str | None
    """Address in lower case; None where the token holds none, or several."""

    name: str | None
    """Display name; None where there is none, or where it is only an address."""

    is_problem: bool
    """The token names several addresses, or something that only looks like one."""


NOBODY: Final = Mailbox(None, None, False)


def parse_addresses(raw: bytes, codec: str | None = None) -> tuple[list[Mailbox], bool]:
    """Return the mailboxes of an address list, and whether the recipient cap cut it.

    Tokens without an address (local user names, empty groups) come as mailboxes whose
    address is None, so that the caller can tell "nobody" from "nothing readable".
    """
    tokens, is_cut = address_tokens(raw)
    boxes = [parse_mailbox(token, codec) for token in tokens]
    return [box for box in boxes if box is not NOBODY], is_cut


def address_tokens(raw: bytes) -> tuple[list[str], bool]:
    """Return the tokens of an address list for :func:`parse_mailbox`, and whether cut."""
    text = raw.decode("latin-1")
    tokens = split_list(text)
    is_cut = len(tokens) > RECIPIENT_CAP
    if is_cut:  # what stands between two commas without a letter is nobody
        tokens = [token for token in tokens if token.strip(_WHITE)]
        is_cut = len(tokens) > RECIPIENT_CAP
        tokens = tokens[:RECIPIENT_CAP]
    return (_glue(tokens) if len(tokens) > 1 and "<" in text else tokens), is_cut


def split_list(text: str) -> list[str]:
    """Split an address list at the commas that separate, dropping group names.

    Commas inside quotes, comments and angle brackets do not separate; semicolons do, since
    groups end with them and some programs write them for commas. A quote, comment or
    bracket that never ends is taken as a plain character. What has an at sign before its
    colon is no group: the token stays whole, and names nobody.
    """
    if _HARD.search(text) is None:
        return text.split(",")
    tokens: list[str] = []
    plain = ""  # opening characters that turned out to open nothing
    start = at = opened = depth = 0
    inside = ""
    has_at = False  # the token that begins at ``start`` has shown an at sign outside quotes
    while True:
        found = _STOP.search(text, at)
        if found is None:
            if not inside:
                break
            plain += inside
            at, inside, depth = opened + 1, "", 0
            continue
        sign, here = found[0], found.start()
        has_at = has_at or (not inside and "@" in text[at:here])
        at = here + 1
        if sign == "\\":
            at += 1 if inside in ('"', "(") else 0
        elif inside == '"':
            inside = "" if sign == '"' else inside
        elif inside == "(":
            depth += (sign == "(") - (sign == ")")
            inside = inside if depth else ""
        elif inside == "<" and sign in '>"':
            # a quote in brackets is a quoted local part; brackets close it all the same
            inside = "" if sign == ">" else inside
        elif sign in '"(<' and not inside and sign not in plain:
            inside, opened, depth = sign, here, 1
        elif sign == "[" and not inside:
            close = text.find("]", at, at + 64)  # a domain literal may hold colons
            at = close + 1 if close >= 0 and "@" not in text[at:close] else at
        elif inside != "<" and sign in ",;":
            tokens.append(text[start:here])
            start, has_at = at, False
        elif inside != "<" and sign == ":" and not has_at:
            start = at
    tokens.append(text[start:])
    return tokens


def _glue(tokens: list[str]) -> list[str]:
    """Put ``Doe, John <j@x>`` together again where the comma stood without quotes."""
    out: list[str] = []
    for token in tokens:
        if (
            out
            and "<" in token
            and token.lstrip(_WHITE)[:1] not in '<"'
            and _is_bare_words(out[-1])
        ):
            out[-1] = f"{out[-1]},{token}"
        else:
            out.append(token)
    return out


def _is_bare_words(token: str) -> bool:
    return "@" not in token and "<" not in token and '"' not in token and bool(token.strip(_WHITE))


def parse_mailbox(token: str, codec: str | None = None) -> Mailbox:
    """Return the mailbox that one token of an address list stands for."""
    token = token.strip(_WHITE)
    if _SPEC.fullmatch(token):
        return _mailbox(token, None, codec)
    found = _ANGLE.fullmatch(token) or _QUOTED_ANGLE.fullmatch(token)
    if found is not None:
        return _mailbox(found[2], found[1], codec)
    return _parse_odd(token, codec) if token else NOBODY


def _parse_odd(token: str, codec: str | None) -> Mailbox:
    """Parse a token with comments, escapes, or a form the standard does not know."""
    phrase, bare, comments, angles = _take_apart(token)
    name = phrase if phrase.strip(_WHITE) and (angles or "@" not in phrase) else None
    if name is None and comments:
        name = comments[0]
    inner = [angle for angle in angles if angle.strip(_WHITE)]
    if not inner:
        return _parse_bare(bare, name, comments, codec)
    specs = {_address_of(angle) for angle in inner}
    if len(specs) == 1 and None not in specs:
        return _mailbox(specs.pop() or "", name, codec)
    is_empty_group = len(inner) == 1 and ":;" in inner[0].replace(" ", "")
    return Mailbox(None, _tidy_name(name, codec), not is_empty_group)


def _parse_bare(bare: str, name: str | None, comments: list[str], codec: str | None) -> Mailbox:
    """Parse a token without angle brackets: an address, with its name in a comment."""
    spec = _address_of(bare)
    if spec is not None:
        return _mailbox(spec, comments[0] if comments else None, codec)
    words = [word for word in _WORD.findall(bare) if "@" in word]
    if not words:
        return Mailbox(None, _tidy_name(name or bare, codec), False)
    spec = _address_of(words[0]) if len(words) == 1 else None
    if spec is None:
        return Mailbox(None, None, True)
    rest = " ".join(word for word in _WORD.findall(bare) if "@" not in word)
    return _mailbox(spec, rest or name, codec)


def _take_apart(token: str) -> tuple[str, str, list[str], list[str]]:
    """Return the words of a token, the same with quotes kept, its comments and its brackets."""
    phrase: list[str] = []
    bare: list[str] = []
    comments: list[str] = []
    angles: list[str] = []
    plain = ""
    at = depth = 0
    begin = 0
    inside = ""
    while True:
        found = _STOP.search(token, at)
        if found is None:
            if inside:  # never closed: what opened it is dropped, the rest read again
                plain += inside
                at, inside, depth = begin, "", 0
                continue
            phrase.append(token[at:])
            bare.append(token[at:])
            break
        sign, here = found[0], found.start()
        if not inside:
            phrase.append(token[at:here])
            bare.append(token[at:here])
        at = here + 1
        if sign == "\\" and inside in ('"', "("):
            at += 1
        elif inside == '"':
            if sign == '"':
                phrase.append(_unescape(token[begin:here]))
                bare.append(f'"{token[begin:here]}"')
                inside = ""
        elif inside == "(":
            depth += (sign == "(") - (sign == ")")
            if not depth:
                comments.append(_unescape(token[begin:here]))
                inside = ""
        elif inside == "<":
            if sign == ">":
                angles.append(_COMMENT.sub(" ", token[begin:here]))
                inside = ""
            elif sign == "<":
                begin = at  # doubled brackets: the inner one counts
        elif sign in '"(<' and sign not in plain:
            inside, begin, depth = sign, at, 1
        elif sign not in '<>"':
            phrase.append(sign)
            bare.append(sign)
    return "".join(phrase), "".join(bare), comments, angles


def _unescape(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL) if "\\" in text else text


def _address_of(text: str) -> str | None:
    """Return the one address that ``text`` is, or None if it is none or several."""
    text = text.strip(_WHITE + "\x00")
    if len(text) > ADDRESS_LIMIT:
        return None
    if text[:7].lower() == "mailto:":
        text = text[7:]
    if text.startswith("@") and ":" in text:  # a source route: the way, not the person
        text = text.partition(":")[2]
    if len(text) > 2 and text[0] == text[-1] == "'":
        text = text[1:-1]
    if _X500.match(text) and "@" not in text:
        return " ".join(_WORD.findall(text))
    if _NOTES.fullmatch(text):
        return " ".join(_WORD.findall(text))
    if " " in text or "\t" in text or "\n" in text:
        found = _OBFUSCATED.fullmatch(text)
        if found is not None:
            return f"{found[1]}@{found[2]}"
        text = " ".join(_WORD.findall(text))
        for sign in "@.":
            text = text.replace(f" {sign}", sign).replace(f"{sign} ", sign)
    if _SPEC.fullmatch(text) or _QUOTED_SPEC.fullmatch(text):
        return text
    return None


def _mailbox(spec: str, name: str | None, codec: str | None) -> Mailbox:
    if len(spec) > ADDRESS_LIMIT:
        return Mailbox(None, None, True)
    if spec[0] == spec[-1] == "'" or spec[:7].lower() == "mailto:":
        spec = _address_of(spec) or spec
    if not spec.isascii():
        spec = decode_bytes(spec.encode("latin-1"), codec)
    elif spec.isprintable():
        address = spec.rstrip(".").lower().strip()
        return Mailbox(address or None, _tidy_name(name, codec), not address)
    address = clean(mark_invisible(spec)).rstrip(".").lower().strip()
    return Mailbox(address or None, _tidy_name(name, codec), not address)


def _tidy_name(name: str | None, codec: str | None) -> str | None:
    """Return a display name without quotes and without addresses; None if nothing is left."""
    if not name:
        return None
    text = decode_text(name.encode("latin-1", "replace"), codec)
    return strip_addresses(text)


def strip_addresses(text: str) -> str | None:
    """Return a display name with every address in it taken out; None if nothing is left."""
    if "@" in text:
        text = " ".join(word for word in text.split() if "@" not in word)
    text = text.strip(" \"'`,;")
    return text if any(letter.isalnum() for letter in text) else None
