"""messages.csv, second pass: from names in a row to aliases, once the owner is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from netanalysis.harvest import OWNER_KEY, digest, name_key
from netanalysis.loaders.linkedin.letters import Route, Talk
from netanalysis.loaders.linkedin.owner import same_name
from netanalysis.loaders.linkedin.persons import is_hidden, may_be_several

SPONSORED: Final = "sponsored"
"""How LinkedIn begins the title of a conversation that is an advertisement."""

BULK_SPONSORED: Final = "sponsored conversation"
BULK_ONE_WAY: Final = "no sender has a profile and the owner never wrote"
NOT_APART: Final = (
    "the row lists several names without profiles, and names hold commas themselves; one "
    "anonymous recipient stands for them"
)


@dataclass(slots=True, eq=False)
class Delivery:
    """The aliases of a route's sender and recipients, and what to say of them."""

    sender: str
    recipients: tuple[str, ...]
    mentions: list[tuple[str, str]]
    bulk_reason: str | None
    is_anonymous: bool
    doubt: str
    parties: tuple[str, ...] = field(init=False)
    roles: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.parties = (self.sender, *self.recipients)
        self.roles = ("from", *["to"] * len(self.recipients))


@dataclass(frozen=True)
class Postman:
    """Finds the ends of a route. ``me`` is the owner's alias, empty while unknown."""

    me: str
    my_name: str
    has_profiles: bool

    def is_mine(self, route: Route) -> bool:
        """Whether the owner wrote the messages of a route."""
        if route.outgoing is not None:
            return route.outgoing
        if route.sender:
            return route.sender == self.me
        return bool(self.me) and same_name(route.sender_name, self.my_name)

    def deliver(self, route: Route) -> Delivery:
        """Return who sent the messages of a route, to whom, and whether they are bulk."""
        is_mine = self.is_mine(route)
        sender = self._sender(route, is_mine)
        recipients, doubt = route.recipients, ""
        if not recipients:
            recipients, doubt = self._recipients(route, sender, is_mine)
        others = [key for key in (sender, *recipients) if key != self.me]
        is_one = len(recipients) == 1 and not may_be_several(route.recipient_name)
        named = route.recipient_name if is_one else ""
        return Delivery(
            sender=sender,
            recipients=recipients,
            mentions=[(sender, route.sender_name), *((key, named) for key in recipients)],
            bulk_reason=self._bulk_reason(route.talk),
            is_anonymous=bool(others) and all(key.startswith("anonymous:") for key in others),
            doubt=doubt,
        )

    def _sender(self, route: Route, is_mine: bool) -> str:
        if route.sender:
            return route.sender
        if is_mine:
            return self.me or OWNER_KEY
        if is_hidden(route.sender_name):
            return _anonymous(route.talk)
        return _by_name(route.talk, route.sender_name)

    def _recipients(self, route: Route, sender: str, is_mine: bool) -> tuple[tuple[str, ...], str]:
        """Return whom a row without recipient profiles went to, and a doubt if there is one."""
        talk, name = route.talk, route.recipient_name
        others = tuple(key for key in talk.profiles if key not in (sender, self.me))
        if not is_mine and (self.me or route.outgoing is False):
            return (self.me or OWNER_KEY, *others), ""
        if others:
            return others, ""
        if is_hidden(name):
            return (_anonymous(talk) if is_mine else OWNER_KEY,), ""
        if may_be_several(name):
            return (_anonymous(talk),), NOT_APART
        return (_by_name(talk, name),), ""

    def _bulk_reason(self, talk: Talk) -> str | None:
        if talk.title.casefold().startswith(SPONSORED):
            return BULK_SPONSORED
        if self.has_profiles and not talk.owner_wrote and not talk.writers:
            return BULK_ONE_WAY
        return None


def _by_name(talk: Talk, name: str) -> str:
    """Return the profile that bears a name in this conversation, else the name's key."""
    folded = name_key(name)
    found = [key for key, written in talk.writers.items() if name_key(written) == folded]
    return found[0] if len(found) == 1 else folded


def _anonymous(talk: Talk) -> str:
    return f"anonymous:messages.csv:{digest(talk.thread_id)}"
