"""When two people are in touch: contact days from a tie's own gap, then small exchanges."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Final

import words
from cast import Cast, owner_address
from model import SEED, Diary, Mail, Note, Person, date_of, day_of, instant

# July holidays of the owner and the turn of the year: nobody is written to
AWAY: Final = ((7, 8, 7, 28), (12, 23, 12, 31), (1, 1, 1, 2))


def is_away(day: int) -> bool:
    date = date_of(day)
    return any((m1, d1) <= (date.month, date.day) <= (m2, d2) for m1, d1, m2, d2 in AWAY)


@dataclass(frozen=True)
class Phase:
    """A stretch of time with its own usual gap in days and share of LinkedIn messages."""

    start: int
    end: int
    gap: float
    li_share: float = 0.0


@dataclass
class Tie:
    """How the owner and one person keep in touch."""

    person: Person
    phases: list[Phase]
    p_out: float = 0.5  # how often the owner starts
    p_reply: float = 0.6
    is_group: bool = False  # mails go to four people or more
    p_copy: float = 0.0  # how often one colleague is copied
    late_limit: int = -1  # no message after this day
    days: list[tuple[int, float]] = field(default_factory=list)


def contact_days(
    rng: random.Random, phases: list[Phase], *, weekends: bool
) -> list[tuple[int, float]]:
    """Days on which something happens, each with the LinkedIn share of its phase."""
    found: dict[int, float] = {}
    for phase in phases:
        day = float(phase.start) + phase.gap * 0.5 * rng.random()
        while day < phase.end:
            shifted = int(day // 1)
            while is_away(shifted) or (not weekends and date_of(shifted).weekday() >= 5):
                shifted += 1
            if shifted < phase.end:
                found[shifted] = phase.li_share
            day = max(day + phase.gap * (0.55 + 0.9 * rng.random()), shifted + 1.0)
    return sorted(found.items())


class Narrator:
    """Turns contact days into mails and LinkedIn messages, and writes them in the diary."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.diary = Diary()
        self._threads = 0
        self._messages = 0
        self._last_mail: dict[str, Mail] = {}

    def numbers(self, name: str) -> random.Random:
        """Random numbers of their own for one part of the story."""
        return random.Random(f"{SEED}: {name}")

    def send(self, mail: Mail, reply_to: Mail | None = None) -> Mail:
        """Give the mail its ids, and put it down."""
        self._messages += 1
        domain = mail.sender.addr.partition("@")[2]
        stamp = (self._messages * 2654435761) % 2**32
        mail.mid = f"<{self._messages:05d}.{stamp:08x}@{domain}>"
        if reply_to is None:
            self._threads += 1
            mail.thread = str(1700000000000000000 + self._threads * 7368787 % 10**15)
        else:
            mail.thread = reply_to.thread
            mail.parents = [*reply_to.parents, reply_to.mid]
        self.diary.mails.append(mail)
        return mail

    def reply(self, rng: random.Random, first: Mail, who: Person, limit: int) -> Mail | None:
        """Answer the sender alone; None where the answer would come too late."""
        when = self.later(rng, first.when)
        if day_of(when) > limit:
            return None
        is_me = who is self.cast.owner
        own = {self.cast.owner.addresses[0][1].addr, self.cast.owner.private.addr}  # type: ignore[union-attr]
        sender = who.address_on(day_of(when))
        if is_me:
            mine = [a for a in first.to + first.cc if a.addr in own]
            sender = mine[0] if mine else sender
        text = words.answer(rng, first.subject.removeprefix("Re: ").lower())
        to_first = (first.sender.display or "there").split()[0].rstrip(",")
        body = words.letter(rng, text, to_first, who.first)
        if rng.random() < 0.4:
            stamp = f"{first.when:%d.%m.%Y at %H:%M}"
            body += words.quoted(first.body, first.sender.display or first.sender.addr, stamp)
        mail = Mail(
            when, sender, [first.sender], [], "Re: " + first.subject.removeprefix("Re: "), body
        )
        mail.is_sent, mail.zone = is_me, who.zone
        return self.send(mail, first)

    @staticmethod
    def later(rng: random.Random, when: dt.datetime) -> dt.datetime:
        """When an answer comes: mostly the same day, sometimes one to three days later."""
        share = rng.random()
        minutes = 8 + int(share * share * 260)
        answer = when + dt.timedelta(minutes=minutes, seconds=rng.randrange(60))
        if rng.random() < 0.16:
            answer = instant(day_of(when) + rng.randrange(1, 4), 420 + rng.randrange(480))
        last = instant(day_of(answer), 23 * 60 + 50)
        return min(answer, last)

    def personal_mail(self, rng: random.Random, tie: Tie, day: int, minute: int) -> None:
        """One small exchange by mail, one to four messages."""
        person, me = tie.person, self.cast.owner
        theirs = person.address_on(day)
        if person.private and rng.random() < 0.3:
            theirs = person.private
        mine = owner_address(me, person, day)
        about = words.topic(rng)
        is_mine = rng.random() < tie.p_out
        writer, reader = (me, person) if is_mine else (person, me)
        body = words.letter(rng, words.opening(rng, about), reader.first, writer.first)
        old = self._last_mail.get(person.key)
        goes_on = old is not None and rng.random() < 0.2 and day - day_of(old.when) < 45
        title = words.subject(rng, about)
        if goes_on and old is not None:
            title = "Re: " + old.subject.removeprefix("Re: ")
        pair = (mine, theirs) if is_mine else (theirs, mine)
        mail = Mail(instant(day, minute, rng.randrange(60)), pair[0], [pair[1]], [], title, body)
        mail.is_sent, mail.zone = is_mine, writer.zone
        if tie.is_group:
            mail.kind = "group"
            mail.cc = [p.address_on(day) for p in self.companions(rng, person, rng.randrange(3, 6))]
        elif rng.random() < tie.p_copy:
            mail.cc = [p.address_on(day) for p in self.companions(rng, person, 1)]
        self.send(mail, old if goes_on else None)
        last = self._answers(rng, tie, mail, writer)
        if not mail.cc:
            self._last_mail[person.key] = last

    def _answers(self, rng: random.Random, tie: Tie, mail: Mail, writer: Person) -> Mail:
        me = self.cast.owner
        chance = tie.p_reply
        while rng.random() < chance:
            writer = tie.person if writer is me else me
            answer = self.reply(rng, mail, writer, tie.late_limit)
            if answer is None:
                break
            mail, chance = answer, chance * 0.45
        return mail

    def companions(self, rng: random.Random, person: Person, count: int) -> list[Person]:
        """Ordinary colleagues of the same organisation, to be copied."""
        pool = [
            p
            for p in self.cast.people.values()
            if p.org == person.org and p is not person and p.tier in ("live", "tail", "seen")
        ]
        if person.org == "quillmere":
            pool = [p for p in pool if p.tier == "live"]
        pool = [p for p in pool if not p.key.startswith(("h_", "m_")) and p.key not in self.shy]
        rng.shuffle(pool)
        return pool[:count]

    shy: frozenset[str] = frozenset()  # people who must not turn up before they are introduced

    def message(self, rng: random.Random, tie: Tie, day: int, minute: int) -> None:
        """One small exchange by LinkedIn message, one to three messages."""
        person, me = tie.person, self.cast.owner
        about = words.topic(rng)
        writer, reader = (me, person) if rng.random() < tie.p_out else (person, me)
        when = instant(day, minute, rng.randrange(60))
        text = words.opening(rng, about)
        chance = tie.p_reply * 0.7
        while True:
            content = "" if rng.random() < 0.03 else text
            folder = "ARCHIVE" if day < -900 else "INBOX"
            note = Note(when, writer, [reader], f"pair {person.key}", content, folder=folder)
            self.diary.notes.append(note)
            if rng.random() >= chance:
                return
            when = self.later(rng, when)
            if day_of(when) > tie.late_limit:
                return
            writer, reader = reader, writer
            text, chance = words.answer(rng, about), chance * 0.5

    def live_through(self, tie: Tie) -> None:
        """Let every contact day of the tie happen."""
        rng = self.numbers(f"tie {tie.person.key}")
        weekends = tie.person.org == "private"
        tie.days = contact_days(rng, tie.phases, weekends=weekends)
        for day, li_share in tie.days:
            minute = 400 + rng.randrange(520)
            if tie.person.slug and rng.random() < li_share:
                self.message(rng, tie, day, minute)
            else:
                self.personal_mail(rng, tie, day, minute)
