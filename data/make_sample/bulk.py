"""Mail that is no contact: newsletters, robots, a mailing list, mass mails, junk, drafts."""

from __future__ import annotations

from typing import Final

import words
from cast import owner_address
from model import JOINED_QUILLMERE, Address, Mail, Person, day_of, instant
from rhythm import Narrator, Phase, contact_days

# address, name, gap in days, start, end, has List-Id
NEWSLETTERS: Final = (
    ("ottilie@brasswick-weekly.example", "Ottilie from Brasswick Weekly", 5.5, -1200, -430, False),
    ("digest@pipework-notes.example", "Pipework Notes", 30, -1800, -1, True),
    ("hello@larkenfell.example", "Larkenfell Design", 30, -1500, -1, True),
    ("news@quernside.example", "Quernside Bakery", 30, -1300, -200, False),
    ("letter@second-shelf.example", "The Second Shelf", 30, -1790, -1, True),
    ("editor@rookhallow.example", "Rookhallow Press", 45, -1700, -1, False),
)
# address, name, gap, start, end, subject
ROBOTS: Final = (
    ("no-reply@tickets.quillmere.example", "Quillmere Tickets", 20, JOINED_QUILLMERE, -1,
     "[QM-{n}] Status changed: {t}"),
    ("noreply@codehive.example", "Codehive", 26, JOINED_QUILLMERE, -1,
     "[quillmere/platform] Build {n} finished"),
    ("calendar-notification@officeclock.example", "Officeclock Calendar", 33, -1800, -1,
     "Reminder: {t}"),
    ("no-reply@northpost.example", "Northpost Parcels", 40, -1780, -1, "Parcel {n} is on its way"),
    ("donotreply@fernbank.example", "Fernbank", 45, -1815, -1, "Your monthly statement is ready"),
    ("notifications@trailboard.example", "Trailboard", 55, -1600, -300, "{n} new pictures"),
    ("bounce+mira.halvane=example.org@mailer.wraysholm.example", "", 160, -1500, -1,
     "Security notice {n}"),
)  # fmt: skip
LIST: Final = Address("data-guild@lists.example.net", "Data Guild")


def _to_owner(narrator: Narrator, day: int, *, work: bool = False) -> Address:
    me = narrator.cast.owner
    return me.private if work and me.private and day >= JOINED_QUILLMERE else me.addresses[0][1]


def newsletters(narrator: Narrator) -> None:
    for addr, name, gap, start, end, has_id in NEWSLETTERS:
        rng = narrator.numbers(f"newsletter {addr}")
        domain = addr.partition("@")[2]
        for day, _ in contact_days(rng, [Phase(start, end, gap)], weekends=True):
            lines = [words.fill(rng.choice(words.STATEMENTS), words.topic(rng)) for _ in range(7)]
            text = "\n\n".join(lines) + "\n\nYou get this letter because you asked for it.\n"
            mail = Mail(
                instant(day, 360 + rng.randrange(60)), Address(addr, name), [], [], "", text
            )
            mail.to = [_to_owner(narrator, day)]
            mail.subject = f"{name}: {words.topic(rng)}"
            mail.kind = "newsletter"
            mail.extra = [f"List-Unsubscribe: <https://{domain}/leave>"]
            if has_id:
                mail.extra.append(f"List-Id: {name} <letters.{domain}>")
            mail.html = "".join(f"<p>{line}</p>\n" for line in lines)
            narrator.send(mail)


def robots(narrator: Narrator) -> None:
    for addr, name, gap, start, end, subject in ROBOTS:
        rng = narrator.numbers(f"robot {addr}")
        number = 1000 + rng.randrange(500)
        is_work = "quillmere" in addr or "codehive" in addr
        for day, _ in contact_days(rng, [Phase(start, end, gap)], weekends=not is_work):
            number += 1 + rng.randrange(7)
            title = subject.format(n=number, t=words.topic(rng))
            body = f"{title}\n\nThis message was made by a program. Nobody reads answers to it.\n"
            mail = Mail(
                instant(day, rng.randrange(300, 1200)), Address(addr, name), [], [], title, body
            )
            mail.to, mail.kind = [_to_owner(narrator, day, work=is_work)], "robot"
            if number % 2:
                mail.extra = ["Auto-Submitted: auto-generated"]
            narrator.send(mail)


def mailing_list(narrator: Narrator) -> None:
    """A public list: many posters, the owner among them now and then."""
    cast = narrator.cast
    rng = narrator.numbers("mailing list")
    posters: list[Person] = cast.of("poster")
    known = [p for p in cast.of("tail", "mirrabeck") + cast.of("live", "velmond") if p.addresses]
    last: Mail | None = None
    for day, _ in contact_days(rng, [Phase(-1750, -1, 12)], weekends=True):
        draw = rng.random()
        is_me = draw > 0.93
        who = cast.owner if is_me else rng.choice(posters if draw < 0.8 else known[:5])
        goes_on = last is not None and rng.random() < 0.55
        about = words.topic(rng)
        subject = f"[data-guild] {words.subject(rng, about)}"
        if goes_on and last is not None:
            subject = "Re: " + last.subject.removeprefix("Re: ")
        body = words.letter(rng, words.opening(rng, about), "all", who.first)
        if rng.random() < 0.15:
            body += "-- \nData Guild, a list for people who move data about\n"
        mail = Mail(
            instant(day, rng.randrange(380, 1300)), who.address_on(day), [LIST], [], subject, body
        )
        mail.kind, mail.zone, mail.is_sent = "list", who.zone, is_me
        if not is_me:
            mail.extra = [
                "Sender: data-guild-bounces@lists.example.net",
                "List-Id: Data Guild <data-guild.lists.example.net>",
                "List-Post: <mailto:data-guild@lists.example.net>",
                "Precedence: list",
            ]
        last = narrator.send(mail, last if goes_on else None)


def mass_mails(narrator: Narrator) -> None:
    """Three mails to 80 people each; for some of them it is all there is."""
    cast, me = narrator.cast, narrator.cast.owner
    rng = narrator.numbers("mass")
    dario, attendees = cast.get("x_dario"), cast.of("attendee")
    known = [p for p in cast.people.values() if "_tail_" in p.key and not p.key.startswith("small")]
    known = [p for p in known if p.key not in narrator.shy][:22]
    plan = (
        (-640, dario, "Autumn gathering: the programme"),
        (-639, attendees[3], "Re: Autumn gathering: the programme"),
        (-275, dario, "Spring gathering: save the date"),
    )
    last: Mail | None = None
    for day, sender, subject in plan:
        crowd = [p for p in [dario, *attendees, *known] if p is not sender][:78]
        rng.shuffle(crowd)
        to = [me.addresses[0][1], Address("programme@oakhollow.example", "Gathering Programme")]
        to += [p.address_on(day) for p in crowd]
        body = words.letter(rng, words.opening(rng, "the gathering"), "all", sender.first)
        mail = Mail(
            instant(day, 600 + rng.randrange(60)),
            sender.address_on(day),
            to[:80],
            [],
            subject,
            body,
        )
        mail.kind, mail.zone = "mass", sender.zone
        last = narrator.send(mail, last if subject.startswith("Re:") else None)


def junk_and_drafts(narrator: Narrator) -> None:
    """What a Takeout archive also holds: spam, deleted mail, drafts."""
    rng = narrator.numbers("junk")
    for number in range(6):
        sender = Address(f"offer{number}@cheapwatch{number}.example", "Winner Department")
        body = "You have been chosen among many. Answer today.\n"
        mail = Mail(
            instant(-1500 + number * 240, 200), sender, [_to_owner(narrator, -9)], [], "", body
        )
        mail.subject, mail.kind, mail.labels = f"Prize number {number + 41}", "spam", "Spam"
        narrator.send(mail)
    for number in range(3):
        sender = Address(f"sales{number}@wickenmoor.example", "Wickenmoor Foods")
        mail = Mail(
            instant(-1100 + number * 300, 700), sender, [_to_owner(narrator, -9)], [], "", ""
        )
        mail.body = "Our catalogue has a new cover this year.\n"
        mail.subject, mail.kind, mail.labels = "New catalogue", "trash", "Trash"
        narrator.send(mail)
    me = narrator.cast.owner
    for key, day in (("n_yasmin", -41), ("n_margit", -96)):
        person = narrator.cast.get(key)
        to = person.address_on(day)
        mail = Mail(instant(day, 1150), owner_address(me, person, day), [to], [], "Long time", "")
        mail.body = words.letter(
            rng, "I have been meaning to write for a while.", person.first, me.first
        )
        mail.kind, mail.labels, mail.zone = "draft", "Drafts", me.zone
        narrator.send(mail)


def oddities(narrator: Narrator) -> dict[str, str]:
    """Make a few ordinary mails awkward; return which, by subject of the trouble."""
    mails = narrator.diary.mails
    plain = [
        m
        for m in mails
        if m.kind == "personal" and not m.is_sent and "quillmere" in m.sender.addr and not m.parents
        and not m.cc and day_of(m.when) < -300
    ]  # fmt: skip
    used = {parent for mail in mails for parent in mail.parents}
    leaf = [
        m
        for m in plain
        if m.mid not in used and m.sender.addr != "oskar.lindeblad@quillmere.example"
    ]
    no_id, bad_date, quoted = leaf[3], leaf[11], leaf[19]
    no_id.mid = ""
    bad_date.bad_date = "Tue, 31 Feb 2023 25:61:00 +0100"
    quoted.body += (
        "\nFrom here on the list is sorted by room, not by name.\n"
        "\nFrom Mon Oct 2 on we use the other door.\n"
        ">From my side that is all.\n"
    )
    sent = [m for m in mails if m.kind == "personal" and m.is_sent and not m.cc]
    for number in range(6):
        sent[40 + number * 97].is_twice = True
    return {"missing_message_id": no_id.sender.addr, "unreadable_date": bad_date.sender.addr,
            "from_line_in_body": quoted.mid}  # fmt: skip
