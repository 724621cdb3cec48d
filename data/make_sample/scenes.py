"""Scenes with more than two people: brokers at work, introductions, teams, group chats."""

from __future__ import annotations

import random
from typing import Final

import words
from cast import owner_address
from model import Mail, Note, Person, date_of, day_of, instant
from rhythm import Narrator, Phase, Tie, contact_days, is_away
from ties import INTRODUCED, QUARTERLY, few_days

# broker: own organisation's people in copy every so often, and people of these others
CROSSINGS: Final = {
    "b_tomasz": (-1200, ("brindlecove", "sorrelgate", "astervane")),
    "b_camille": (-1050, ("pellworth", "tessarine", "mirrabeck")),
}


def _circle(narrator: Narrator, org: str) -> list[Person]:
    """Three ordinary people of an organisation who turn up beside a broker."""
    people = narrator.cast.of("live", org) + narrator.cast.of("seen", org)
    ordinary = [p for p in people if "_live_" in p.key or "_seen_" in p.key]
    return [p for p in ordinary if p.key not in narrator.shy][:3]


def broker_scenes(narrator: Narrator) -> None:
    """Brokers write with people of their own and of other organisations in copy."""
    for key, (start, orgs) in CROSSINGS.items():
        broker = narrator.cast.get(key)
        rng = narrator.numbers(f"scenes {key}")
        own = narrator.cast.of("seen", broker.org)
        for day, _ in contact_days(rng, [Phase(start, -12, 46)], weekends=False):
            _scene(narrator, rng, broker, day, rng.sample(own, 2))
        meetings = contact_days(rng, [Phase(start, -12, 36)], weekends=False)
        for turn, (day, _) in enumerate(meetings):
            circle = _circle(narrator, orgs[turn % len(orgs)])
            mail = _scene(narrator, rng, broker, day, circle[: rng.randrange(2, 4)])
            lively = [p for p in circle if p.tier == "live" and p.address_on(day) in mail.cc]
            if lively and rng.random() < 0.4:
                who = lively[0]
                when = narrator.later(rng, mail.when)
                cc = [a for a in mail.to + mail.cc if a != who.address_on(day)]
                text = words.letter(rng, words.answer(rng, "this"), broker.first, who.first)
                back = Mail(
                    when, who.address_on(day), [mail.sender], cc, "Re: " + mail.subject, text
                )
                back.kind, back.zone = "group", who.zone
                if day_of(when) < 0:
                    narrator.send(back, mail)
    lumenfold = narrator.cast.of("seen", "lumenfold")
    rng = narrator.numbers("scenes b_priya")
    for day, _ in contact_days(rng, [Phase(-1400, -12, 60)], weekends=False):
        _scene(narrator, rng, narrator.cast.get("b_priya"), day, rng.sample(lumenfold, 2))


def _scene(
    narrator: Narrator, rng: random.Random, broker: Person, day: int, cc: list[Person]
) -> Mail:
    """A mail of the broker to the owner with others in copy; the owner may answer alone."""
    me = narrator.cast.owner
    about = words.topic(rng)
    body = words.letter(rng, words.opening(rng, about), "all", broker.first)
    mail = Mail(
        instant(day, 420 + rng.randrange(480)),
        broker.address_on(day),
        [owner_address(me, broker, day)],
        [p.address_on(day) for p in cc],
        words.subject(rng, about),
        body,
        kind="group",
        zone=broker.zone,
    )
    narrator.send(mail)
    if rng.random() < 0.3:
        narrator.reply(rng, mail, me, -1)
    return mail


def introductions(narrator: Narrator, ties: list[Tie]) -> None:
    """Somebody brings the owner and a stranger together; the tie starts a little later."""
    first_day = {tie.person.key: tie.days[0][0] for tie in ties if tie.days}
    strangers = [
        tie.person.key
        for tie in ties
        if tie.person.key.startswith("small_tail_")
        and len(tie.days) >= 2
        and first_day[tie.person.key] > -1300
        and tie.phases[0].li_share < 1
    ]
    plan = [("b_priya", key) for key in (*INTRODUCED, *strangers[:5])]
    others = ("d_leila", "m_ewa", "m_chidi")
    plan += list(zip(others, strangers[5:8], strict=False))
    for by, key in plan:
        _introduce(narrator, narrator.cast.get(by), narrator.cast.get(key), first_day[key] - 1)


def _introduce(narrator: Narrator, broker: Person, stranger: Person, day: int) -> None:
    rng = narrator.numbers(f"introduction {stranger.key}")
    while is_away(day) or date_of(day).weekday() >= 5:
        day -= 1
    me = narrator.cast.owner
    mine, theirs = owner_address(me, broker, day), stranger.address_on(day)
    text = (
        f"I would like you to meet {stranger.name}. I think the two of you have plenty to talk "
        f"about, so I leave it to you to find a date."
    )
    subject = f"Introducing {stranger.first} and {me.first}"
    body = words.letter(rng, text, me.first, broker.first)
    mail = Mail(
        instant(day, 420 + rng.randrange(300)),
        broker.address_on(day),
        [mine],
        [theirs],
        subject,
        body,
    )
    mail.kind, mail.zone = "intro", broker.zone
    narrator.send(mail)
    when = instant(day, 800 + rng.randrange(400))
    text = "Thank you for the introduction! Would a call next week suit you?"
    answer = Mail(when, mine, [theirs], [mail.sender], "Re: " + subject, "")
    answer.body = words.letter(rng, text, stranger.first, me.first)
    answer.kind, answer.zone, answer.is_sent = "intro", me.zone, True
    narrator.send(answer, mail)
    narrator.diary.introductions.append(
        {
            "introducer": broker.key,
            "introduced": stranger.key,
            "on": f"{mail.when:%Y-%m-%d}",
        }
    )


def team_threads(narrator: Narrator) -> None:
    """The owner's own teams: mails among colleagues that never leave the company."""
    cast = narrator.cast
    me = cast.owner
    crowd = [p for p in cast.of("live", "quillmere") if "_live_" in p.key]
    oskar, anneke = cast.get("x_oskar"), cast.get("m_anneke")
    teams = [[oskar, *crowd[:4]], [oskar, anneke, *crowd[4:7]], [oskar, *crowd[7:13]]]
    rng = narrator.numbers("teams")
    for number, team in enumerate(teams):
        phase = Phase(-1450 + 120 * number, -1, 33)
        for day, _ in contact_days(rng, [phase], weekends=False):
            writer = rng.choice([oskar, me, *team])
            about = words.topic(rng)
            body = words.letter(rng, words.opening(rng, about), "all", writer.first)
            everybody = [owner_address(me, oskar, day)] + [p.address_on(day) for p in team]
            sender = everybody[0] if writer is me else writer.address_on(day)
            to = [a for a in everybody if a != sender]
            mail = Mail(instant(day, 430 + rng.randrange(300)), sender, to, [], "", body)
            mail.subject = words.subject(rng, about)
            mail.kind, mail.is_sent, mail.zone = "group", writer is me, writer.zone
            narrator.send(mail)
            if rng.random() < 0.5:
                _answer_all(narrator, rng, mail, rng.choice([p for p in team if p is not writer]))


def _answer_all(narrator: Narrator, rng: random.Random, mail: Mail, who: Person) -> None:
    when = narrator.later(rng, mail.when)
    sender = who.address_on(day_of(when))
    others = [a for a in mail.to if a != sender]
    if day_of(when) > -1:
        return
    body = words.letter(rng, words.answer(rng, "this"), "all", who.first)
    answer = Mail(when, sender, [mail.sender], others, "Re: " + mail.subject, body)
    answer.kind, answer.zone = "group", who.zone
    narrator.send(answer, mail)


def group_chats(narrator: Narrator) -> None:
    """LinkedIn conversations of several people."""
    cast = narrator.cast
    rounds = (
        ("Tarnbeck alumni", cast.of("live", "tarnbeck")[:5], -800, 16),
        ("Velmond pub quiz", cast.of("live", "velmond")[:4], -700, 10),
        ("Freight breakfast", [cast.get("b_camille"), *_circle(narrator, "pellworth")[:1],
                               cast.get("i_lukasz")], -420, 9),
    )  # fmt: skip
    for title, members, start, count in rounds:
        members = [p for p in members if p.slug]
        rng = narrator.numbers(f"chat {title}")
        for number in range(count):
            day = start + number * 24 + rng.randrange(12)
            writer = rng.choice([cast.owner, *members])
            readers = [p for p in [cast.owner, *members] if p is not writer]
            text = words.opening(rng, words.topic(rng))
            when = instant(day, 450 + rng.randrange(500), rng.randrange(60))
            narrator.diary.notes.append(Note(when, writer, readers, f"chat {title}", text, title))


def decoys(narrator: Narrator) -> None:
    """Ties that look neglected, or senior and near, and are not."""
    cast, me = narrator.cast, narrator.cast.owner
    few_days(narrator, "d_henrik", QUARTERLY)
    few_days(narrator, "i_dorota", (-1105, -1011, -920, -811))
    few_days(narrator, "g_shreya", (-980, -831), li_share=1.0)
    clementine = Tie(cast.get("d_clementine"), [Phase(-1310, -442, 14)], p_out=0.0, p_reply=0.0)
    narrator.live_through(clementine)
    matthias = Tie(cast.get("g_matthias"), [Phase(-1130, -705, 95)], p_out=0.0, p_reply=0.0)
    matthias.is_group = True
    narrator.live_through(matthias)
    gideon = cast.get("d_gideon")
    rng = narrator.numbers("burst")
    mail = None
    for number in range(12):
        writer, reader = (me, gideon) if number % 2 else (gideon, me)
        body = words.letter(rng, words.answer(rng, "the spare parts"), reader.first, writer.first)
        subject = "The spare parts" if mail is None else "Re: The spare parts"
        pair = (owner_address(me, gideon, -505), gideon.address_on(-505))
        sender, to = pair if writer is me else pair[::-1]
        new = Mail(instant(-505, 500 + number * 31), sender, [to], [], subject, body)
        new.is_sent, new.zone = writer is me, writer.zone
        mail = narrator.send(new, mail)


def last_word(narrator: Narrator) -> None:
    """The latest dated interaction of all: it fixes the day "as of"."""
    cast, me = narrator.cast, narrator.cast.owner
    oskar = cast.get("x_oskar")
    rng = narrator.numbers("last word")
    body = words.letter(rng, words.opening(rng, "the slide deck"), me.first, oskar.first)
    to = owner_address(me, oskar, 0)
    narrator.send(Mail(instant(0, 492), oskar.address_on(0), [to], [], "The slide deck", body))
