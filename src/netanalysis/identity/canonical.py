"""Mail addresses by what they mean: one mailbox written in several ways, or nobody's mailbox."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from netanalysis.addresses import is_office, local_kind
from netanalysis.identity.nicknames import is_known

# Providers for whom dots in the local part mean nothing, and their other names.
_DOTLESS: Final = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}
# Hosts under which a code host hides the address of a member: "123+handle@" or "123-handle@".
_CODE_HOSTS: Final = {
    "users.noreply.github.com": "github",
    "users.noreply.gitlab.com": "gitlab",
    "noreply.codeberg.org": "codeberg",
    "noreply.gitea.com": "gitea",
}
_NUMBERED: Final = re.compile(r"^\d+[+-](?=.)")
# Local parts and hosts that programs fill in where no address was set.
_NOBODY: Final = frozenset(
    "devnull nobody noreply no-reply donotreply do-not-reply root unknown none null undefined "
    "localhost user mail email e-mail anonymous nospam invalid test bounce bounces git "
    "mailer-daemon undisclosed-recipients".split()
)
_NO_HOST: Final = re.compile(
    r"(?:^|\.)(?:localhost|localdomain|local|lan|home|internal|invalid|\(none\))$|^[\d.]+$|^\[.*\]$"
)
# Hosts of mailing lists: whatever stands before the sign is a list.
_LIST_HOST: Final = re.compile(
    r"(?:^|\.)(?:lists?|listserv|mailman|vger|groups)\.|(?:google|yahoo|free)groups?\.|groups\.io$"
)


class Canonical(NamedTuple):
    """What an address means. ``box`` is equal for spellings of one mailbox.

    ``handle`` is the name of a member of a code host; ``is_nobody`` says that many may
    write under the address, ``has_host`` that its host is one in the world.
    """

    box: str
    local: str
    host: str
    handle: str
    is_nobody: bool
    has_host: bool


def canonical(address: str) -> Canonical:
    """Return what a mail address means, whatever its case, tag or dots."""
    local, _, host = address.strip().lower().rpartition("@")
    host = host.strip(" .>")
    code_host = _CODE_HOSTS.get(host)
    if code_host and local not in _NOBODY:
        handle = _NUMBERED.sub("", local)
        return Canonical(f"{handle}@{code_host}", handle, host, handle, False, True)
    plain = local.partition("+")[0] or local
    host = _DOTLESS.get(host, host)
    if host in _DOTLESS:
        plain = plain.replace(".", "") or plain
    is_nobody = plain in _NOBODY or "=" in local or _names_office(plain) or not plain
    is_nobody = is_nobody or bool(_LIST_HOST.search(host))
    return Canonical(f"{plain}@{host}", local.partition("+")[0], host, "", is_nobody,
                     not _NO_HOST.search(host))  # fmt: skip


def names_bulk(local: str) -> bool:
    """Whether a local part names a kind of bulk mail; "jim.daily" is a man of that name."""
    words = re.split(r"[._-]", local)
    return local_kind(local) is not None and not (len(words) > 1 and is_known(words[0]))


def _names_office(local: str) -> bool:
    """Whether a local part names an office; "bill.press" is a man of that name."""
    words = re.split(r"[._-]", local)
    return is_office(local) and not (len(words) > 1 and is_known(words[0]))
