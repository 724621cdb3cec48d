"""What a sender wrote themselves: without quotes, signature and what was forwarded.

Knows the marks that Gmail, Outlook, Apple Mail and Thunderbird write in English, German,
French and Spanish. Line by line, in linear time.
"""

from __future__ import annotations

import html
import re
from typing import Final

_LINE_LIMIT: Final = 2000
"""Characters of a line in which marks are looked for."""

_STOP: Final = re.compile(
    r"-- ?$"
    r"|-{2,}\s*(?:original message|original appointment|forwarded message|"
    r"ursprüngliche nachricht|urspr\. nachricht|originalnachricht|weitergeleitete nachricht|"
    r"message d'origine|message original|message transféré|message transmis|"
    r"mensaje original|mensaje reenviado|forwarded by|begin forwarded)"
    r"|(?:begin forwarded message|anfang der weitergeleiteten nachricht|"
    r"début du message (?:réexpédié|transféré)|inicio del mensaje reenviado)\s*:"
    r"|(?:sent from (?:my |mail for|outlook|yahoo)|get outlook for|von meinem .{1,40} gesendet|"
    r"gesendet von (?:meinem|mail)|envoyé (?:de mon|depuis mon|à partir de)|"
    r"enviado (?:desde mi|de mi|desde el)).{0,80}$",
    re.IGNORECASE,
)
_HEAD_START: Final = re.compile(r"\*?(?:from|von|de)\s?:\*?\s+\S", re.IGNORECASE)
_HEAD_NEXT: Final = re.compile(
    r"\*?(?:sent|date|to|gesendet|datum|an|envoyé|à|enviado|enviado el|fecha|para)\s?:\*?\s+\S",
    re.IGNORECASE,
)
_ATTRIBUTION_START: Final = re.compile(r"(?:on|am|le|el)\s+\S.{0,200}", re.IGNORECASE)
_ATTRIBUTION_END: Final = re.compile(
    r"(?:wrote|writes|schrieb(?:\s.{1,200})?|a écrit|escribió)\s?:\s*$", re.IGNORECASE
)
_MARK_STARTS: Final = frozenset(">|-_*bBaAdDsSgGvVeEiIfFoOlL")
"""First letters of the marks above and below: a line that begins otherwise is the sender's."""

_RULE: Final = re.compile(r"_{10,}\s*$")

_QUOTE_MARKS: Final = re.compile(
    r"<[^<>]{0,300}(?:gmail_quote|yahoo_quoted|moz-cite-prefix|divRplyFwdMsg|appendonsend|"
    r"gmail_signature|moz-signature)",
    re.IGNORECASE,
)
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})\b[^<>]{0,5000}>")
_BREAKS: Final = frozenset("br p div tr li h1 h2 h3 h4 table ul ol blockquote".split())


def own_words(text: str) -> str:
    """Return the lines of a plain text that its sender wrote."""
    lines = [line.rstrip("\r") for line in text.split("\n")]
    own: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at].strip("\u00a0 \t")[:_LINE_LIMIT]
        if line[:1] not in _MARK_STARTS:
            own.append(lines[at])
            at += 1
            continue
        if line.startswith((">", "|>")):
            at += 1
            continue
        if _STOP.match(line) or _is_head(lines, at) or _RULE.match(line):
            break
        n_lines = _attribution(lines, at)
        if n_lines:
            at += n_lines
            if not _next_line(lines, at).startswith(">"):
                break  # the answer stands above an unmarked quote
            continue
        own.append(lines[at])
        at += 1
    return "\n".join(own)


def _next_line(lines: list[str], at: int) -> str:
    for line in lines[at : at + 5]:
        if line.strip():
            return line.strip()
    return ""


def _is_head(lines: list[str], at: int) -> bool:
    """Return whether the headers of a quoted message begin here: From, then Sent or To."""
    line = lines[at].strip()
    if not _HEAD_START.match(line[:_LINE_LIMIT]):
        return False
    return any(_HEAD_NEXT.match(other.strip()) for other in lines[at + 1 : at + 3])


def _attribution(lines: list[str], at: int) -> int:
    """Return how many lines from here say who wrote the quote below, 0 for none."""
    if not _ATTRIBUTION_START.match(lines[at].strip()):
        return 0
    joined = ""
    for n_lines in (1, 2, 3):
        if at + n_lines > len(lines):
            break
        joined = f"{joined} {lines[at + n_lines - 1].strip()[:_LINE_LIMIT]}"
        if _ATTRIBUTION_END.search(joined[-300:]):
            return n_lines
    return 0


def strip_tags(markup: str) -> str:
    """Return the text of HTML, roughly: without tags, styles, quotes and signatures."""
    markup = _without_silent(markup)
    mark = _QUOTE_MARKS.search(markup)
    if mark is not None:
        markup = markup[: mark.start()]
    out: list[str] = []
    at = depth = 0
    for tag in _TAG.finditer(markup):
        if not depth:
            out.append(markup[at : tag.start()])
        at = tag.end()
        name = tag[2].lower()
        if name == "blockquote":
            depth = max(0, depth + (-1 if tag[1] else 1))
        if name in _BREAKS and not depth:
            out.append("\n")
    if not depth:
        out.append(markup[at:])
    return html.unescape("".join(out))


def _without_silent(markup: str) -> str:
    """Return HTML without what is never shown; an element that never ends takes the rest."""
    out: list[str] = []
    at = 0
    low = markup.lower()
    starts = re.compile(r"<(style|script|title)\b|<!--")
    while (found := starts.search(low, at)) is not None:
        out.append(markup[at : found.start()])
        end = f"</{found[1]}" if found[1] else "-->"
        stop = low.find(end, found.end())
        if stop < 0:
            return "".join(out)
        at = stop + len(end)
        if found[1]:
            close = low.find(">", at)
            at = close + 1 if close >= 0 else len(markup)
    out.append(markup[at:])
    return "".join(out)
