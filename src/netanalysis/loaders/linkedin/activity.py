"""Comments, Reactions, Shares, Votes, InstantReposts: what the owner did in public.

These files hold the owner's side only. Reactions, comments and shares that others gave
the owner are not exported, so give and take must never be computed from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple
from urllib.parse import unquote

from netanalysis.harvest import OWNER_KEY, digest
from netanalysis.loaders.linkedin.comments import Addressees, comments
from netanalysis.loaders.linkedin.dates import Stamp, instants
from netanalysis.loaders.linkedin.gathering import Activity, Gathering
from netanalysis.loaders.linkedin.sheet import Sheet

CHANNEL: Final = "comment"

_URN: Final = re.compile(r"urn:li:([A-Za-z]+):(\(?[\w:,\-]+\)?)")
_IN_ADDRESS: Final = re.compile(r"-(activity|ugcPost|share)-(\d+)")


class Deed(NamedTuple):
    """One record: ``whole`` stands for all its cells, text included."""

    line: int
    date: str
    link: str
    detail: str
    whole: int


def read_comments(sheet: Sheet, gathering: Gathering) -> None:
    """Gather the owner's comments; the text is never kept.

    The author of the post is not exported. A comment that begins with the display name of
    exactly one person known from the other files (the longest name that ends at the end of
    a word) is also an interaction from the owner to that person.
    """
    addressees = Addressees.among(gathering.names())
    found = comments(sheet)
    texts = {comment.line: comment.text for comment in found}
    deeds = [Deed(c.line, c.date, c.link, "", hash(c[1:])) for c in found]
    for deed, stamp in _kept(deeds, "comment", sheet, gathering):
        key = addressees.of(texts[deed.line])
        if key:
            _address(deed, stamp, key, sheet, gathering)


def read_reactions(sheet: Sheet, gathering: Gathering) -> None:
    """Gather the owner's reactions with their type; whose post it was is not exported."""
    _read(sheet, gathering, "reaction", "type")


def read_shares(sheet: Sheet, gathering: Gathering) -> None:
    """Gather the owner's posts with their audience.

    Every line of a post is wrapped in doubled quotes, which matters only to those who
    keep the text; here it is never kept.
    """
    _read(sheet, gathering, "share", "visibility")


def read_votes(sheet: Sheet, gathering: Gathering) -> None:
    """Gather the owner's votes in polls with the option chosen."""
    _read(sheet, gathering, "vote", "optiontext")


def read_reposts(sheet: Sheet, gathering: Gathering) -> None:
    """Gather posts of others that the owner passed on without a word."""
    _read(sheet, gathering, "repost", "")


def post_of(link: str) -> str:
    """Return kind and number of the post a link leads to, as ``kind:id``, or nothing.

    A link to a comment gives the post or the comment, whichever the address names first.
    """
    plain = unquote(link)
    found = _URN.search(plain) or _IN_ADDRESS.search(plain)
    return f"{found[1]}:{found[2]}" if found else ""


def _read(sheet: Sheet, gathering: Gathering, kind: str, detail: str) -> None:
    date, link = sheet.at("date"), sheet.at("link", "sharelink")
    detail_at = sheet.at(*([detail] if detail else []))
    deeds = (
        Deed(line, row[date].strip(), row[link], row[detail_at].strip(), hash(tuple(row)))
        for line, row in sheet.records()
    )
    _kept(deeds, kind, sheet, gathering)


def _kept(
    deeds: Iterable[Deed], kind: str, sheet: Sheet, gathering: Gathering
) -> list[tuple[Deed, Stamp]]:
    """Keep every deed that is not a repetition, and return the kept ones."""
    new: list[Deed] = []
    seen: set[int] = set()
    for deed in deeds:
        if not deed.date.strip() and not deed.link.strip():
            sheet.tally.leave_out(
                deed.line, "no date and no link", "the row says neither when nor where"
            )
        elif deed.whole in seen or gathering.known.gave(
            kind, deed.date, post_of(deed.link), deed.detail
        ):
            sheet.tally.n_duplicate += 1
        else:
            new.append(deed)
        seen.add(deed.whole)
    stamps = instants([deed.date for deed in new])
    for deed, stamp in zip(new, stamps, strict=True):
        if stamp.quality == "unreadable":
            sheet.tally.doubt_date(deed.line, stamp.problem)
        link = post_of(deed.link) or None
        gathering.activity.append(
            Activity(
                OWNER_KEY, stamp.at, stamp.quality, kind, deed.detail or None, link, sheet.file
            )
        )
        sheet.tally.n_kept += 1
    return list(zip(new, stamps, strict=True))


def _address(deed: Deed, stamp: Stamp, key: str, sheet: Sheet, gathering: Gathering) -> None:
    """Add the interaction of a comment that begins with somebody's name."""
    base = f"linkedin:{CHANNEL}:{digest(deed.date, post_of(deed.link), key)}"
    number = gathering.number(base)
    identity = f"{base}:{number}" if number else base
    gathering.act(identity, CHANNEL, stamp, sheet.file)
    gathering.parties += [(identity, OWNER_KEY, "from"), (identity, key, "to")]
