"""Invitations.csv: who asked whom to connect, in the recent window that LinkedIn exports."""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple

from netanalysis.harvest import OWNER_KEY, address_key, digest, name_key
from netanalysis.loaders.linkedin.dates import Stamp, instants, pacific
from netanalysis.loaders.linkedin.gathering import Gathering
from netanalysis.loaders.linkedin.owner import settle_sender
from netanalysis.loaders.linkedin.persons import (
    display_name,
    is_hidden,
    key_of_url,
    valid_address,
)
from netanalysis.loaders.linkedin.sheet import Sheet

CHANNEL: Final = "invitation"
HINT: Final = "sender of outgoing invitations"


class Invitation(NamedTuple):
    """One row: the two ends, with the text of the date that identifies it."""

    line: int
    outgoing: bool | None
    names: tuple[str, str]
    profiles: tuple[str, str]
    sent_text: str
    sent: Stamp


def read_invitations(sheet: Sheet, gathering: Gathering) -> None:
    """Gather invitations as interactions between the owner and the other side.

    ``Sent At`` is Pacific wall clock. The other side is known by profile; without a usable
    profile URL by the mail address in ``To``, else by name. The note is not kept. The
    direction comes from ``Direction``, or where that is absent from the owner's name.
    """
    invitations = _invitations(sheet, gathering.owner_name)
    senders: Counter[str] = Counter()
    names: dict[str, str] = {}
    seen: set[str] = set()
    for invitation in invitations:
        if invitation.outgoing is None:
            sheet.tally.leave_out(
                invitation.line,
                "direction unknown",
                "the row does not say INCOMING or OUTGOING, so who invited whom is not known",
            )
            continue
        if invitation.sent.quality == "unreadable":
            sheet.tally.doubt_date(invitation.line, invitation.sent.problem)
        mine = 0 if invitation.outgoing else 1
        if invitation.outgoing and invitation.profiles[0]:
            senders[invitation.profiles[0]] += 1
            names[invitation.profiles[0]] = invitation.names[0]
        if _keep(invitation, seen, sheet, gathering):
            gathering.mention(OWNER_KEY, invitation.names[mine], sheet.file)
    settle_sender(senders, names, HINT, gathering)


def _invitations(sheet: Sheet, owner_name: str) -> list[Invitation]:
    ends = sheet.at("from"), sheet.at("to")
    urls = sheet.at("inviterprofileurl"), sheet.at("inviteeprofileurl")
    sent_at, direction = sheet.at("sentat"), sheet.at("direction")
    rows = list(sheet.records())
    stamps = instants([row[sent_at] for _, row in rows], zone=pacific())
    return [
        Invitation(
            line=line,
            outgoing=_is_outgoing(row[direction], row[ends[0]], row[ends[1]], owner_name),
            names=(display_name(row[ends[0]]), display_name(row[ends[1]])),
            profiles=(key_of_url(row[urls[0]]), key_of_url(row[urls[1]])),
            sent_text=row[sent_at].strip(),
            sent=stamp,
        )
        for (line, row), stamp in zip(rows, stamps, strict=True)
    ]


def _is_outgoing(direction: str, sender: str, receiver: str, owner_name: str) -> bool | None:
    word = direction.strip().casefold()
    if word in ("outgoing", "incoming"):
        return word == "outgoing"
    if owner_name and name_key(sender) == name_key(owner_name):
        return True
    if owner_name and name_key(receiver) == name_key(owner_name):
        return False
    return None


def _other_side(invitation: Invitation) -> tuple[str, str]:
    """Return alias key and display name of whoever is not the owner."""
    theirs = 1 if invitation.outgoing else 0
    name, profile = invitation.names[theirs], invitation.profiles[theirs]
    if profile:
        return profile, "" if is_hidden(name) else name
    address = valid_address(name)
    if address:
        return address_key(address), ""
    if is_hidden(name):
        return f"anonymous:invitations.csv:{invitation.line}", ""
    return name_key(name), name


def _keep(invitation: Invitation, seen: set[str], sheet: Sheet, gathering: Gathering) -> bool:
    key, name = _other_side(invitation)
    way = "outgoing" if invitation.outgoing else "incoming"
    identity = f"linkedin:{CHANNEL}:{digest(way, key, invitation.sent_text)}"
    if identity in seen or _is_known(invitation, identity, way, name, gathering):
        sheet.tally.n_duplicate += 1
        return False
    seen.add(identity)
    if key.startswith("anonymous:"):
        sheet.tally.n_anonymous += 1
    else:
        sheet.tally.n_kept += 1
    gathering.mention(key, name, sheet.file)
    gathering.act(identity, CHANNEL, invitation.sent, sheet.file)
    sender, receiver = (OWNER_KEY, key) if invitation.outgoing else (key, OWNER_KEY)
    gathering.parties += [(identity, sender, "from"), (identity, receiver, "to")]
    return True


def _is_known(
    invitation: Invitation, identity: str, way: str, name: str, gathering: Gathering
) -> bool:
    """Whether a newer export has the invitation, be it under another alias or hidden."""
    known, minute = gathering.known, (way, invitation.sent_text)
    is_known = (
        known.knows(CHANNEL, identity)
        or (name != "" and known.knows(CHANNEL, *minute, name_key(name)))
        or known.knows(CHANNEL, *minute, "")
    )
    known.note(CHANNEL, identity)
    known.note(CHANNEL, *minute, name_key(name) if name else "")
    return is_known
