"""The files a LinkedIn export may hold: one entry each, read or ignored with a reason.

To read one more file, write a reader ``(Sheet, Gathering) -> None`` and replace its entry.
A reader takes every record of the sheet and says in the tally what became of it: kept,
anonymous, duplicate or left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from netanalysis.loaders.linkedin.activity import (
    read_comments,
    read_reactions,
    read_reposts,
    read_shares,
    read_votes,
)
from netanalysis.loaders.linkedin.address_book import read_address_book
from netanalysis.loaders.linkedin.connections import (
    read_connections,
    read_older_connections,
)
from netanalysis.loaders.linkedin.endorsements import (
    read_endorsements_given,
    read_endorsements_received,
)
from netanalysis.loaders.linkedin.entries import read_events, reader_of
from netanalysis.loaders.linkedin.follows import read_member_follows, read_teammates
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
from netanalysis.schema import NEVER_OPENED

Reader = Callable[[Sheet, Gathering], None]


@dataclass(frozen=True)
class Read:
    """A file that is read.

    ``columns`` are those without which a line is no header, as LinkedIn writes them;
    ``stamp`` is the column that holds the date of each record, if there is one. ``older``
    reads the same file in an earlier export of the same member: a history adds what the
    later one lacks, a state is superseded and not opened again.
    """

    content: str
    reader: Reader
    columns: tuple[str, ...]
    stamp: str = ""
    older: Reader | None = None

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
    NEVER_OPENED, "private data of the owner or of others, and no sign of a tie"
)
_ASSISTANT: Final = Ignored(
    "known, not read", "conversations with an AI assistant, not with a person"
)
_NO_SIGNAL: Final = Ignored("known, not read", "no sign of a tie between people")
_NOT_SEEN: Final = Ignored(
    "known, not read", "its columns were in no export this package was made from"
)


def _history(content: str, reader: Reader, columns: tuple[str, ...], stamp: str) -> Read:
    """Return the entry of a file whose records add up from export to export."""
    return Read(content, reader, columns, stamp, older=reader)


_READ: Final = {
    "profile": Read("profile", read_profile, ("First Name", "Last Name")),
    "positions": Read("positions", read_positions, ("Company Name", "Title"), "startedon"),
    "education": Read("education", read_education, ("School Name",), "startdate"),
    "skills": Read("skills", read_skills, ("Name",)),
    "connections": Read(
        "connections",
        read_connections,
        ("First Name", "Last Name"),
        "connectedon",
        older=read_older_connections,
    ),
    "linkedinconnectionsexportmicrosoftoutlook": Read(
        "connections", read_connections, ("First Name", "Last Name")
    ),
    "invitations": _history("invitations", read_invitations, ("From", "To", "Sent At"), "sentat"),
    "messages": _history("messages", read_messages, ("FROM", "TO", "DATE"), "date"),
    "endorsementgiveninfo": _history(
        "endorsements given",
        read_endorsements_given,
        ("Endorsee First Name", "Endorsee Last Name"),
        "endorsementdate",
    ),
    "endorsementreceivedinfo": _history(
        "endorsements received",
        read_endorsements_received,
        ("Endorser First Name", "Endorser Last Name"),
        "endorsementdate",
    ),
    "recommendationsgiven": _history(
        "recommendations given",
        read_recommendations_given,
        ("First Name", "Last Name", "Creation Date"),
        "creationdate",
    ),
    "recommendationsreceived": _history(
        "recommendations received",
        read_recommendations_received,
        ("First Name", "Last Name", "Creation Date"),
        "creationdate",
    ),
    "recommendations": _history(
        "recommendations",
        read_recommendations,
        ("First Name", "Last Name", "Creation Date"),
        "creationdate",
    ),
    "comments": _history("comments", read_comments, ("Date", "Link", "Message"), "date"),
    "reactions": _history("reactions", read_reactions, ("Date", "Type", "Link"), "date"),
    "shares": _history("shares", read_shares, ("Date", "Visibility"), "date"),
    "votes": _history("votes", read_votes, ("Date", "Link", "OptionText"), "date"),
    "instantreposts": _history("reposts", read_reposts, ("Date", "Link"), "date"),
    "memberfollows": Read(
        "members followed", read_member_follows, ("Date", "Status", "FullName"), "date"
    ),
    "teammates": Read("team mates", read_teammates, ("Teammate Name", "Teammate Type")),
    "events": _history("events", read_events, ("Event Name", "Event Time"), "eventtime"),
    "companyfollows": Read(
        "companies followed", reader_of("company_followed"), ("Organization",), "followedon"
    ),
    "languages": Read("languages", reader_of("language"), ("Name", "Proficiency")),
    "certifications": Read("certifications", reader_of("certification"), ("Name", "Authority")),
    "courses": Read("courses", reader_of("course"), ("Name", "Number")),
    "honors": Read("honours", reader_of("honor"), ("Title", "Description")),
    "projects": Read("projects", reader_of("project"), ("Title", "Description")),
    "organizations": Read("organisations", reader_of("organisation"), ("Name", "Position")),
    "volunteering": Read("volunteering", reader_of("volunteering"), ("Company Name",)),
    "publications": Read("publications", reader_of("publication"), ("Name", "Published On")),
    "importedcontacts": Read(
        "imported contacts", read_address_book, ("First Name", "Last Name", "Created At")
    ),
}
"""In the order of reading: the profile first, because its name helps to find the owner;
comments after all files that tell whom the owner is in touch with."""

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

_NO_SIGNAL_NAMES: Final = (
    "profilesummary richmedia videos calendar saveditems hashtagfollows memberhashtags "
    "causesyoucareabout"
).split()

_NOT_SEEN_NAMES: Final = "patents testscores".split()

_IGNORED: Final = {
    **dict.fromkeys(_SENSITIVE_NAMES, _SENSITIVE),
    **dict.fromkeys(_ASSISTANT_NAMES, _ASSISTANT),
    **dict.fromkeys(_NO_SIGNAL_NAMES, _NO_SIGNAL),
    **dict.fromkeys(_NOT_SEEN_NAMES, _NOT_SEEN),
}

_ARTICLE: Final = Ignored("known, not read", "an article the owner wrote; texts are not kept")

OTHER_NAMES: Final = {"contacts": "importedcontacts"}
"""Files that LinkedIn renamed over the years, by canonical name: old to present."""

CATALOGUE: Final[dict[str, Read | Ignored]] = {**_READ, **_IGNORED}
"""Canonical file name (:func:`~netanalysis.loaders.linkedin.naming.canonical_name`) to entry."""

READ_ORDER: Final = tuple(_READ)


def entry_of(canonical: str) -> Read | Ignored | None:
    """Return what is known of a file by its canonical name; ``None`` for a stranger."""
    if canonical.endswith((".html", ".htm")):
        return _ARTICLE
    return CATALOGUE.get(OTHER_NAMES.get(canonical, canonical))
