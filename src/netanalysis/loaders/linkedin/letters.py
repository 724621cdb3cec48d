"""messages.csv, first pass: every message without its text, and every conversation.

A message's text is looked at only to tell whether a row repeats another; what stays of it
is a number that is forgotten when the file has been read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from netanalysis.harvest import digest, name_key
from netanalysis.loaders.linkedin.persons import (
    display_name,
    is_hidden,
    key_of_url,
    keys_of_urls,
)
from netanalysis.loaders.linkedin.sheet import Sheet

_YES: Final = frozenset({"yes", "true", "1"})


@dataclass(slots=True, eq=False)
class Talk:
    """One conversation: who is seen in it, by profile and by bare name.

    ``profiles`` keeps the order in which people appear, ``writers`` holds only those who
    wrote under a profile, with their display names.
    """

    thread_id: str
    title: str
    profiles: dict[str, None] = field(default_factory=dict)
    writers: dict[str, str] = field(default_factory=dict)
    bare_names: dict[str, None] = field(default_factory=dict)
    owner_wrote: bool = False


@dataclass(slots=True, eq=False)
class Route:
    """What the messages of a conversation from one sender to the same people share.

    Keys are as the rows give them, before the owner is known; empty where they give none.
    ``outgoing`` is what the column ``Direction`` says, where there is one.
    """

    talk: Talk
    sender: str
    sender_name: str
    recipients: tuple[str, ...]
    recipient_name: str
    outgoing: bool | None
    has_talk_id: bool = True
    n_letters: int = 0

    def __post_init__(self) -> None:
        """Note in the conversation whom the route names; names only without a profile."""
        talk = self.talk
        if self.sender:
            talk.profiles[self.sender] = None
            name = "" if is_hidden(self.sender_name) else self.sender_name
            talk.writers[self.sender] = name or talk.writers.get(self.sender, "")
        elif not is_hidden(self.sender_name):
            talk.bare_names[self.sender_name] = None
        if self.recipients:
            talk.profiles.update(dict.fromkeys(self.recipients))
        elif not is_hidden(self.recipient_name):
            talk.bare_names[self.recipient_name] = None


@dataclass
class Mailbag:
    """What the first pass learns from a messages file: parallel lists, one entry a message."""

    routes: list[Route] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    all_routes: list[Route] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)

    def keep_only(self, wanted: list[int]) -> None:
        """Drop the messages whose positions are not listed."""
        for name in ("routes", "lines", "dates", "subjects", "folders"):
            column = getattr(self, name)
            setattr(self, name, [column[i] for i in wanted])
        for route in self.all_routes:
            route.n_letters = 0
        for route in self.routes:
            route.n_letters += 1

    @property
    def has_profiles(self) -> bool:
        """Whether anybody in the file wrote under a profile."""
        return any(talk.writers for talk in self.talks)


def sort_letters(sheet: Sheet) -> Mailbag:
    """Return the messages of a file; drafts and repeated rows are counted and dropped."""
    bag = Mailbag()
    talks: dict[str, Talk] = {}
    routes: dict[tuple[str, ...], Route] = {}
    seen: set[int] = set()
    talk_at, title_at = sheet.at("conversationid"), sheet.at("conversationtitle")
    from_at, from_url_at = sheet.at("from"), sheet.at("senderprofileurl")
    to_at, to_urls_at = sheet.at("to"), sheet.at("recipientprofileurls")
    date_at, subject_at, folder_at = sheet.at("date"), sheet.at("subject"), sheet.at("folder")
    direction_at = sheet.at("direction")
    draft_at, draft_talk_at = sheet.at("ismessagedraft"), sheet.at("isconversationdraft")
    for line, row in sheet.records():
        if row[draft_at].strip().lower() in _YES or row[draft_talk_at].strip().lower() in _YES:
            sheet.tally.leave_out(line, "draft", "the message was never sent")
            continue
        same = hash(tuple(row))
        if same in seen:
            sheet.tally.n_duplicate += 1
            continue
        seen.add(same)
        ends = (row[from_at], row[from_url_at], row[to_at], row[to_urls_at], row[direction_at])
        route = routes.get((row[talk_at], *ends))
        if route is None:
            talk_id = row[talk_at].strip() or _nameless_talk(*ends[:4])
            if talk_id not in talks:
                talks[talk_id] = Talk("linkedin:" + talk_id, row[title_at].strip())
            route = routes[row[talk_at], *ends] = _route(talks[talk_id], *ends)
            route.has_talk_id = bool(row[talk_at].strip())
        route.n_letters += 1
        bag.routes.append(route)
        bag.lines.append(line)
        bag.dates.append(row[date_at])
        bag.subjects.append(row[subject_at])
        bag.folders.append(row[folder_at])
    bag.all_routes, bag.talks = list(routes.values()), list(talks.values())
    return bag


def _route(talk: Talk, name: str, url: str, to: str, to_urls: str, direction: str) -> Route:
    word = direction.strip().casefold()
    return Route(
        talk=talk,
        sender=key_of_url(url),
        sender_name=display_name(name),
        recipients=keys_of_urls(to_urls),
        recipient_name=display_name(to),
        outgoing=word == "outgoing" if word in ("outgoing", "incoming") else None,
    )


def _nameless_talk(name: str, url: str, to: str, to_urls: str) -> str:
    """Return an id for the conversation of a row that gives none: the people in it."""
    people = {key_of_url(url) or name_key(name), *(keys_of_urls(to_urls) or [name_key(to)])}
    return digest(*sorted(people))
