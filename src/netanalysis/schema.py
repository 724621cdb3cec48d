"""The canonical tables: their columns, types, keys and allowed values.

Every loader ends in these tables and every analysis starts from them. ``conform`` is the
only way into a :class:`~netanalysis.dataset.Dataset`: it orders columns, pins dtypes and
refuses a frame that breaks the contract. The data dictionary in ``docs/`` is generated
from this module.

Times: ``_at`` columns are instants in UTC, ``_on`` columns are calendar days without a
zone. Text that a person wrote or that names a person is marked ``sensitive``.
"""

from __future__ import annotations

from typing import Final

from netanalysis.frames import COUNT, DAY, FLAG, INSTANT, NUMBER, STRING, Column, Table

CHANNELS: Final = (
    *("mail", "linkedin_message", "invitation", "endorsement", "recommendation", "comment"),
    *("meeting", "call", "chat", "message"),
)
DATE_QUALITIES: Final = ("ok", "day", "missing", "unreadable", "implausible", "disputed")
PERSON_KINDS: Final = ("person", "anonymous", "robot", "list", "shared")
BULK_KINDS: Final = (
    *("list", "newsletter", "receipt", "calendar", "auto_reply", "robot", "advertisement"),
)
ROLES: Final = ("from", "to", "cc", "bcc")
DIRECTIONS: Final = ("sent", "received")
RELATION_KINDS: Final = tuple("connected follows manages reports_to teammate address_book".split())
SPECIAL_DAY_KINDS: Final = ("birthday", "anniversary")
ACTIVITY_KINDS: Final = ("comment", "reaction", "share", "vote", "repost")
ENTRY_KINDS: Final = (
    "company_followed",
    "language",
    "certification",
    "course",
    "honor",
    "project",
    "organisation",
    "volunteering",
    "publication",
)
CHANGE_KINDS: Final = ("new_employer", "new_title", "new_connection", "removed_connection")
ALIAS_KINDS: Final = ("address", "profile", "name", "anonymous", "owner")


NEVER_OPENED: Final = "sensitive, never opened"
"""Reason in ``issues`` of files that hold private data and no sign of a tie."""


PEOPLE: Final = Table(
    "people",
    "One row per person, robot, list, shared mailbox or anonymous member behind the aliases.",
    (
        Column("person_id", STRING, "stable identifier", required=True, sensitive=True),
        Column(
            "name", STRING, "best display name seen; an address when no name is", sensitive=True
        ),
        Column("kind", STRING, "what stands behind it", PERSON_KINDS, required=True),
        Column("kind_reason", STRING, "why it is held to be a robot, a list or a shared mailbox"),
        Column("is_me", FLAG, "the owner of the archive", required=True),
        Column("company", STRING, "employer as last stated by the person", sensitive=True),
        Column("title", STRING, "job title as last stated by the person", sensitive=True),
        Column("organisation", STRING, "company, or mail domain where no company is known"),
        Column(
            "address",
            STRING,
            "mail address used most in the year before their latest message",
            sensitive=True,
        ),
        Column("profile", STRING, "LinkedIn profile key (the part after /in/)", sensitive=True),
    ),
    key=("person_id",),
)

ALIASES: Final = Table(
    "aliases",
    "One row per way a source names a person, with the rule that joined it to the person.",
    (
        Column(
            "alias_key",
            STRING,
            "kind:value, the identity of the alias",
            required=True,
            sensitive=True,
        ),
        Column("person_id", STRING, "the person it belongs to", required=True, sensitive=True),
        Column("kind", STRING, "what the alias is", ALIAS_KINDS, required=True),
        Column("name", STRING, "display name used most with it", sensitive=True),
        Column("n_uses", COUNT, "times it was seen"),
        Column("rule", STRING, "rule that joined it", required=True),
        Column("evidence", STRING, "what the rule saw, in words", sensitive=True),
        Column("score", NUMBER, "certainty of the rule, 0 to 1"),
        Column("origin", STRING, "file it was first seen in"),
        Column("first_on", DAY, "UTC day of the first interaction under it with a trusted date"),
        Column("last_on", DAY, "UTC day of the last such interaction"),
        Column("n_interactions", COUNT, "interactions it takes part in, in any role"),
    ),
    key=("alias_key",),
)

PROPOSALS: Final = Table(
    "proposals",
    "Pairs of people who may be one person, for the owner to decide; nothing was joined by them.",
    (
        Column("alias_key", STRING, "an alias of the one", required=True, sensitive=True),
        Column("other_key", STRING, "an alias of the other", required=True, sensitive=True),
        Column("person_id", STRING, "the one person", required=True, sensitive=True),
        Column("other_person_id", STRING, "the other person", required=True, sensitive=True),
        Column("rule", STRING, "rule that proposes it", required=True),
        Column("evidence", STRING, "what the rule saw, in words", sensitive=True),
        Column("score", NUMBER, "certainty of the rule, .6 to .8", required=True),
        Column(
            "n_interactions",
            COUNT,
            "interactions of the less seen of the two: what would move",
            required=True,
        ),
    ),
    key=("alias_key", "other_key"),
)

INTERACTIONS: Final = Table(
    "interactions",
    "One row per dated event between people: a mail, a LinkedIn message, a meeting, ...",
    (
        Column("interaction_id", STRING, "stable identifier", required=True),
        Column("occurred_at", INSTANT, "when it happened (UTC); missing stays missing"),
        Column(
            "date_quality", STRING, "how far the date can be trusted", DATE_QUALITIES, required=True
        ),
        Column("channel", STRING, "how they were in touch", CHANNELS, required=True),
        Column("thread_id", STRING, "conversation it belongs to"),
        Column("subject", STRING, "subject line, or the skill endorsed", sensitive=True),
        Column("n_recipients", COUNT, "people it went to"),
        Column("is_bulk", FLAG, "not a letter from one person to others", required=True),
        Column("bulk_kind", STRING, "which kind; missing where is_bulk is false", BULK_KINDS),
        Column("bulk_reason", STRING, "what marked it as bulk"),
        Column("folder", STRING, "folder or label it lay in", sensitive=True),
        Column("origin", STRING, "file it came from", required=True),
        Column("direction", STRING, "sent or received, where folder or label tell it", DIRECTIONS),
        Column("utc_offset_minutes", COUNT, "sender's clock ahead of UTC; missing without a zone"),
        Column("n_words", COUNT, "words the sender wrote, without quotes and signature"),
        Column("is_question", FLAG, "what the sender wrote asks a question"),
        Column("is_thanks", FLAG, "what the sender wrote says thanks (in EN, DE, FR or ES)"),
        Column("n_attachments", COUNT, "files attached to the mail"),
    ),
    key=("interaction_id",),
)

PARTICIPANTS: Final = Table(
    "participants",
    "Who took part in an interaction, and how.",
    (
        Column("interaction_id", STRING, "the interaction", required=True),
        Column("person_id", STRING, "the person", required=True, sensitive=True),
        Column("role", STRING, "sender or kind of recipient", ROLES, required=True),
    ),
    key=("interaction_id", "person_id", "role"),
)

RELATIONS: Final = Table(
    "relations",
    "Lasting relations between two people, as a network or a table of people states them.",
    (
        Column("source", STRING, "the one who holds the relation", required=True, sensitive=True),
        Column("target", STRING, "the other person", required=True, sensitive=True),
        Column("kind", STRING, "what the relation is", RELATION_KINDS, required=True),
        Column("since_on", DAY, "first day of the relation"),
        Column("origin", STRING, "file it came from", required=True),
    ),
    key=("source", "target", "kind"),
)

POSITIONS: Final = Table(
    "positions",
    "Jobs: the owner's own history, and what others stated as theirs.",
    (
        Column("person_id", STRING, "whose job", required=True, sensitive=True),
        Column("company", STRING, "employer as written", sensitive=True),
        Column("title", STRING, "job title as written", sensitive=True),
        Column("started_on", DAY, "first day, as precise as the source (a month is its first day)"),
        Column("finished_on", DAY, "last month; missing while it lasts or where unknown"),
        Column("seen_on", DAY, "day on which a source stated it as current"),
        Column("origin", STRING, "file it came from", required=True),
    ),
)

EDUCATION: Final = Table(
    "education",
    "Schools attended.",
    (
        Column("person_id", STRING, "whose school", required=True, sensitive=True),
        Column("school", STRING, "school as written", sensitive=True),
        Column("degree", STRING, "degree as written", sensitive=True),
        Column("started_on", DAY, "first year or month"),
        Column("finished_on", DAY, "last year or month"),
        Column("origin", STRING, "file it came from", required=True),
    ),
)

SPECIAL_DAYS: Final = Table(
    "special_days",
    "Days of the year to congratulate on, as an address book states them.",
    (
        Column("person_id", STRING, "whose day", required=True, sensitive=True),
        Column("kind", STRING, "what it is", SPECIAL_DAY_KINDS, required=True),
        Column("month", COUNT, "1 to 12", required=True, sensitive=True),
        Column("day", COUNT, "1 to 31; the 29th of February too", required=True, sensitive=True),
        Column("year", COUNT, "first year of an anniversary; never kept of a birthday"),
        Column("origin", STRING, "file it came from", required=True),
    ),
)

SKILLS: Final = Table(
    "skills",
    "Skills people list for themselves.",
    (
        Column("person_id", STRING, "whose skill", required=True, sensitive=True),
        Column("skill", STRING, "skill as written", required=True),
        Column("origin", STRING, "file it came from", required=True),
    ),
)

ACTIVITY: Final = Table(
    "activity",
    "What the owner did in public on LinkedIn. Outbound only: what others gave the owner is "
    "not exported, so reciprocity is never computed from this table.",
    (
        Column("person_id", STRING, "who did it: the owner", required=True, sensitive=True),
        Column("occurred_at", INSTANT, "when it happened (UTC); missing stays missing"),
        Column(
            "date_quality", STRING, "how far the date can be trusted", DATE_QUALITIES, required=True
        ),
        Column("kind", STRING, "what was done", ACTIVITY_KINDS, required=True),
        Column(
            "detail",
            STRING,
            "type of the reaction, option voted for, or audience of a post; never the text",
            sensitive=True,
        ),
        Column(
            "link", STRING, "kind and number of the post it belongs to, as kind:id", sensitive=True
        ),
        Column("origin", STRING, "file it came from", required=True),
    ),
)

PROFILE_ENTRIES: Final = Table(
    "profile_entries",
    "What the owner lists on their profile besides jobs, schools and skills.",
    (
        Column("person_id", STRING, "whose entry", required=True, sensitive=True),
        Column("kind", STRING, "what it is", ENTRY_KINDS, required=True),
        Column("name", STRING, "what it is called, as written", required=True, sensitive=True),
        Column("organisation", STRING, "who issued, published or hosted it", sensitive=True),
        Column(
            "started_on", DAY, "first day: followed, issued, published or begun; a month is its 1st"
        ),
        Column("finished_on", DAY, "last month; missing while it lasts or where unknown"),
        Column("origin", STRING, "file it came from", required=True),
    ),
)

EVENTS: Final = Table(
    "events",
    "Events the owner answered an invitation to; the export has no list of attendees.",
    (
        Column("name", STRING, "name of the event", required=True, sensitive=True),
        Column("starts_at", INSTANT, "beginning; the zone is unproven and taken as UTC"),
        Column("ends_at", INSTANT, "end, likewise"),
        Column("status", STRING, "the owner's answer as written (RELINQUISHED: left)"),
        Column("origin", STRING, "file it came from", required=True),
    ),
)

CHANGES: Final = Table(
    "changes",
    "What differs between two LinkedIn exports of one member, person by person.",
    (
        Column("person_id", STRING, "whose circumstances changed", required=True, sensitive=True),
        Column("kind", STRING, "what changed", CHANGE_KINDS, required=True),
        Column("before", STRING, "employer or title in the earlier export", sensitive=True),
        Column("after", STRING, "employer or title in the later export", sensitive=True),
        Column("earlier_on", DAY, "day of the earlier export", required=True),
        Column("later_on", DAY, "day of the later export", required=True),
        Column("origin", STRING, "file of the later export", required=True),
    ),
)

ISSUES: Final = Table(
    "issues",
    "Everything that was left out or read with doubt: where it stands and why.",
    (
        Column("file", STRING, "file, as given or as named inside the archive", required=True),
        Column("line", COUNT, "line, or record number for mail, counted from 1"),
        Column("reason", STRING, "short reason, the same words for the same cause", required=True),
        Column("problem", STRING, "what was found and what would do, in one sentence"),
        Column(
            "is_left_out", FLAG, "a counted record that did not enter the tables", required=True
        ),
    ),
)

LEDGER: Final = Table(
    "ledger",
    "Per file, how many records were read and what became of them; the counts add up.",
    (
        Column("file", STRING, "file, as given or as named inside the archive", required=True),
        Column("content", STRING, "what the file holds", required=True),
        Column("n_read", COUNT, "records found", required=True),
        Column("n_kept", COUNT, "records that entered the tables under a name", required=True),
        Column(
            "n_anonymous", COUNT, "records kept without a name (deleted members)", required=True
        ),
        Column("n_duplicate", COUNT, "records already known from elsewhere", required=True),
        Column("n_left_out", COUNT, "records left out; each has its row in issues", required=True),
        Column("note", STRING, "a remark for the reader"),
    ),
    key=("file", "content"),
)

TABLES: Final = (
    PEOPLE,
    ALIASES,
    PROPOSALS,
    INTERACTIONS,
    PARTICIPANTS,
    RELATIONS,
    POSITIONS,
    EDUCATION,
    SKILLS,
    SPECIAL_DAYS,
    ACTIVITY,
    PROFILE_ENTRIES,
    EVENTS,
    CHANGES,
    ISSUES,
    LEDGER,
)
