"""What a member of an archive is: an mbox, a single message, or nothing to read here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from netanalysis.errors import UnreadableExportError
from netanalysis.loaders.mail import outlook, sniff
from netanalysis.loaders.mail.batch import Batch, Issue
from netanalysis.loaders.mail.naming import member_folder, shown_name
from netanalysis.loaders.mail.stream import Member, Stream
from netanalysis.zips import MemberError

_ARCHIVES = frozenset((sniff.ZIP, sniff.TAR, sniff.PST))
_WHY_NOT = {
    sniff.EMPTY: "the member is empty",
    sniff.LOCKED: "it is packed by Zstandard, which needs an extra: pip install zstandard",
    sniff.OTHER: "the member holds no mail headers",
}


class Found(NamedTuple):
    """A single message: the folder it lies in, and the name it is known by."""

    folder: str
    shown: str


def sort_member(member: Member, name: str) -> Batch | Issue | Found:
    """Return the batch of an mbox, a single message, or an issue saying why it is not read."""
    shown = f"{name}/{shown_name(member.name)}"
    try:
        kind = sniff.kind_of_file(member)
        if kind == sniff.DAMAGED:
            with Stream(member) as stream:
                stream.read_block()
                problem = stream.damage
            return Issue(shown, None, "damaged", f"{problem}; it was not read", False)
    except MemberError as error:
        return Issue(shown, None, "damaged", f"it {error.what}; it was not read", False)
    except UnreadableExportError as error:
        return Issue(shown, None, "not mail", f"{error}; it was not read", False)
    if kind == sniff.MBOX:
        folder = member_folder(member.name, is_mbox=True)
        return Batch(shown, folder, kind, [(member, shown)])
    if kind == sniff.CSV:
        return outlook.csv_batch(member, shown, member_folder(member.name, is_mbox=True))
    if kind in sniff.SINGLES:
        return Found(member_folder(member.name, is_mbox=False), shown)
    if kind in _ARCHIVES:
        problem = "it is an archive inside an archive; unpack the outer one and load the folder"
        return Issue(shown, None, "archive inside", problem, False)
    return Issue(shown, None, "not mail", f"{_WHY_NOT[kind]}; it was not read", False)


def not_opened(name: str, n: int) -> Iterator[Issue]:
    """Yield the issue that counts members whose endings say that they are no mail."""
    if n:
        members = "1 member is" if n == 1 else f"{n:,} members are"
        problem = f"{members} no mail by the ending of the name; never opened"
        yield Issue(name, None, "not mail", problem, False)
