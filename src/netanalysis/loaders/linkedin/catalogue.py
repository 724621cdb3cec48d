"""The files a LinkedIn export may hold: one entry each, read or ignored with a reason.

To read one more file, write a reader ``(Sheet, Gathering) -> None`` and replace its entry.
A reader takes every record of the sheet and says in the tally what became of it: kept,
anonymous, duplicate or left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from netanalysis.loaders.linkedin.connections import read_connections
from netanalysis.loaders.linkedin.endorsements import (
    read_endorsements_given,
    read_endorsements_received,
)
from netanalysis.loaders.linkedin.gathering import Gathering
from netanalysis.loaders.linkedin.invitations import read_invitations
from netanalysis.loaders.linkedin.messages import read_messages
from netanalysis.loaders.linkedin.profile import (
    read_education,
    read_positions,
    read_profile,
    read_skills,
)
from netanalysis.loaders.linkedin.recommendations import (
    read_recommendations,
    read_recommendations_given,
    read_recommendations_received,
)
from netanalysis.loaders.linkedin.sheet import Sheet, fold

Reader = Callable[[Sheet, Gathering], None]


@dataclass(frozen=True)
class Read:
    """A file that is read.

    ``columns`` are those without which a line is no header, as LinkedIn writes them;
    ``stamp`` is the column that holds the date of each record, if there is one.
    """

    content: str
    reader: Reader
    columns: tuple[str, ...]
    stamp: str = ""

    @property
    def needs(self) -> frozenset[str]:
        """The required columns, folded."""
        return frozenset(fold(column) for column in self.columns)

    @property
    def shown(self) -> str:
        """The required columns in words."""
        return " and ".join(f"'{column}'" for column in self.columns)


@dataclass(frozen=True)
class Ignored:
    """A file that is known and never opened."""

    reason: str
    why: str


_SENSITIVE: Final = Ignored(
    "sensitive, never opened", "private data of the owner or of others, and no sign of a tie"
)
_ASSISTANT: Final = Ignored(
    "known, not read", "conversations with an AI assistant, not with a person"
)
_NO_SIGNAL: Final = Ignored("known, not read", "no sign of a tie between people")


def _later(what: str) -> Ignored:
    return Ignored("not read yet", f"{what}: not read by this version")


_READ: Final = {
    "profile": Read("profile", read_profile, ("First Name", "Last Name")),
    "positions": Read("positions", read_positions, ("Company Name", "Title"), "startedon"),
    "education": Read("education", read_education, ("School Name",), "startdate"),
    "skills": Read("skills", read_skills, ("Name",)),
    "connections": Read(
        "connections", read_connections, ("First Name", "Last Name"), "connectedon"
    ),
    "linkedinconnectionsexportmicrosoftoutlook": Read(
        "connections", read_connections, ("First Name", "Last Name")
    ),
    "invitations": Read("invitations", read_invitations, ("From", "To", "Sent At"), "sentat"),
    "messages": Read("messages", read_messages, ("FROM", "TO", "DATE"), "date"),
    "endorsementgiveninfo": Read(
        "endorsements given",
        read_endorsements_given,
        ("Endorsee First Name", "Endorsee Last Name"),
        "endorsementdate",
    ),
    "endorsementreceivedinfo": Read(
        "endorsements received",
        read_endorsements_received,
        ("Endorser First Name", "Endorser Last Name"),
        "endorsementdate",
    ),
    "recommendationsgiven": Read(
        "recommendations given",
        read_recommendations_given,
        ("First Name", "Last Name", "Creation Date"),
        "creationdate",
    ),
    "recommendationsreceived": Read(
        "recommendations received",
        read_recommendations_received,
        ("First Name", "Last Name", "Creation Date"),
        "creationdate",
    ),
    "recommendations": Read(
        "recommendations",
        read_recommendations,
        ("First Name", "Last Name", "Creation Date"),
        "creationdate",
    ),
}
"""In the order of reading: the profile first, because its name helps to find the owner."""

_SENSITIVE_NAMES: Final = (
    "adtargeting adsclicked lanadsengagement inferencesaboutyou logins securitychallenges "
    "searchqueries accountstatushistory registration emailaddresses phonenumbers "
    "whatsappphonenumbers receipts receiptsv2 privateidentityasset jobapplications savedjobs "
    "jobseekerpreferences jobapplicantsavedanswers onlinejobpostings savedjobalerts "
    "jobapplicantsavedscreeningquestionresponses "
    "jobapplicantsavedscreeningquestionresponses1 jobapplicantsavedscreeningquestionresponses2 "
    "jobapplicantsavedscreeningquestionresponses3 jobapplicantsavedscreeningquestionresponses4 "
    "jobapplicantsavedscreeningquestionresponses5 learning reviews verifications"
).split()

_ASSISTANT_NAMES: Final = (
    "coachmessages learningcoachmessages learningroleplaymessages guidemessages"
).split()

_NO_SIGNAL_NAMES: Final = "profilesummary richmedia videos calendar".split()

_IGNORED: Final = {
    **dict.fromkeys(_SENSITIVE_NAMES, _SENSITIVE),
    **dict.fromkeys(_ASSISTANT_NAMES, _ASSISTANT),
    **dict.fromkeys(_NO_SIGNAL_NAMES, _NO_SIGNAL),
    "comments": _later("the owner's comments"),
    "reactions": _later("the owner's reactions"),
    "shares": _later("the owner's posts"),
    "votes": _later("the owner's votes in polls"),
    "instantreposts": _later("the owner's reposts"),
    "saveditems": _later("posts the owner saved"),
    "hashtagfollows": _later("topics the owner follows"),
    "memberfollows": _later("people the owner follows"),
    "companyfollows": _later("companies the owner follows"),
    "events": _later("events the owner answered"),
    "contacts": _later("imported address book"),
    "importedcontacts": _later("imported address book"),
    "languages": _later("the owner's languages"),
    "certifications": _later("the owner's certificates"),
    "courses": _later("the owner's courses"),
    "projects": _later("the owner's projects"),
    "honors": _later("the owner's honours"),
    "organizations": _later("the owner's organisations"),
    "publications": _later("the owner's publications"),
    "patents": _later("the owner's patents"),
    "volunteering": _later("the owner's volunteering"),
    "testscores": _later("the owner's test scores"),
    "causesyoucareabout": _later("the owner's causes"),
    "memberhashtags": _later("topics the owner posts about"),
    "teammates": _later("team mates the owner confirmed"),
}

_ARTICLE: Final = _later("an article the owner wrote")

CATALOGUE: Final[dict[str, Read | Ignored]] = {**_READ, **_IGNORED}
"""Canonical file name (:func:`~netanalysis.loaders.linkedin.naming.canonical_name`) to entry."""

READ_ORDER: Final = tuple(_READ)


def entry_of(canonical: str) -> Read | Ignored | None:
    """Return what is known of a file by its canonical name; ``None`` for a stranger."""
    if canonical.endswith((".html", ".htm")):
        return _ARTICLE
    return CATALOGUE.get(canonical)
