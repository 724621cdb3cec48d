"""How every tie of the cast runs over the five years: the planted ones and the crowd."""

from __future__ import annotations

import random
from typing import Final

from cast import Cast
from model import FIRST_DAY, JOINED_QUILLMERE, Person
from rhythm import Narrator, Phase, Tie

# key: phases as (start, end, gap, LinkedIn share), owner starts, answers
PLANTED: Final = {
    "n_yasmin": (
        [(-1560, -1330, 21, 0.3), (-1330, -1200, 8, 0.2), (-1200, -660, 19, 0.25)],
        0.5,
        0.45,
    ),
    "n_kwabena": (
        [(-1490, -1050, 20, 0.25), (-1050, -920, 8, 0.25), (-920, -620, 17, 0.2)],
        0.5,
        0.45,
    ),
    "n_lucia": (
        [(-1380, -1050, 19, 0.3), (-1050, -920, 8, 0.3), (-920, -560, 18, 0.2)],
        0.55,
        0.45,
    ),
    "n_haruto": (
        [(-1620, -1160, 20, 0.3), (-1160, -1030, 8, 0.2), (-1030, -600, 18, 0.2)],
        0.5,
        0.45,
    ),
    "n_margit": ([(-1795, -1360, 20, 0), (-1360, -1230, 6, 0), (-1230, -790, 18, 0)], 0.5, 0.45),
    "b_tomasz": ([(-1250, 0, 21, 0.15)], 0.45, 0.45),
    "b_priya": ([(-1500, 0, 26, 0.15)], 0.45, 0.45),
    "b_camille": ([(-1100, 0, 23, 0.15)], 0.5, 0.45),
    "x_oskar": ([(-1500, 0, 12, 0)], 0.5, 0.45),
    "x_imani": ([(-1300, 0, 36, 0.15)], 0.5, 0.45),
    "d_leila": ([(-1400, 0, 16, 0.2)], 0.5, 0.45),
    "d_noemie": ([(-1500, -420, 24, 0), (-415, 0, 20, 1)], 0.5, 0.45),
    "d_rafael": ([(-1600, 0, 26, 0.1)], 0.5, 0.45),
    "e_amara": ([(-900, 0, 25, 0.3)], 0.45, 0.7),
    "m_anneke": ([(-1400, 0, 23, 0)], 0.4, 0.45),
    "m_chidi": ([(-1100, 0, 34, 0.25)], 0.5, 0.5),
    "m_ewa": ([(-1800, 0, 42, 0.3)], 0.5, 0.5),
    "m_ileana": ([(-900, 0, 31, 0.25)], 0.5, 0.5),
    "m_rosalind": ([(-800, 0, 35, 0.3)], 0.5, 0.5),
    "m_nikos": ([(-950, 0, 36, 0.3)], 0.5, 0.5),
    "c_siobhan": ([(-1400, 0, 45, 0.15)], 0.5, 0.5),
}

# contact days written out where the plan needs exactly these
QUARTERLY: Final = (-1395, -1302, -1211, -1121, -1028, -937, -845, -756, -663, -573, -482, -390,
                    -299, -208, -117, -26)  # fmt: skip


# organisations large enough that one mail goes to several of their people
MANY: Final = (
    "tarnbeck velmond brindlecove sorrelgate astervane pellworth tessarine mirrabeck dunmarrow "
    "halden lumenfold jasperoak"
).split()
# living ties that began with an introduction
INTRODUCED: Final = ("mirrabeck_live_0", "dunmarrow_live_0", "tessarine_live_0")


def live_ties(cast: Cast, rng: random.Random) -> list[Tie]:
    """The crowd of living ties: own colleagues, former ones, customers, friends."""
    ties = []
    close = 0
    for person in cast.of("live"):
        if person.key in PLANTED:
            continue
        start = -rng.randrange(500, 1600)
        if person.org == "quillmere":
            start = max(start, JOINED_QUILLMERE)
            close += 1
            gap = 19.0 + rng.randrange(5) if close <= 5 else 42.0 + rng.randrange(20)
            ties.append(Tie(person, [Phase(start, 0, gap)], p_copy=0.15, p_reply=0.4))
            continue
        share = rng.choice((0.15, 0.2, 0.3)) if rng.random() < 0.93 else 0.0
        if person.key in INTRODUCED:
            start = max(start, -1150)
        if person.org in ("tarnbeck", "velmond"):
            start = -rng.randrange(1100, 1800)
        gap = 44.0 + rng.randrange(18)
        p_out = 0.4 + 0.2 * rng.random()
        ties.append(Tie(person, [Phase(start, 0, gap, share)], p_out, p_reply=0.38))
    return ties


def tail_tie(person: Person, rng: random.Random) -> Tie:
    """A weak contact: one to eight contact days, mostly long ago."""
    count = rng.choice((1, 1, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8))
    gap = 96.0 + rng.randrange(60)
    is_old_group = person.org in ("halden", "lumenfold", "jasperoak")
    oldest = FIRST_DAY + 30
    last = -rng.randrange(450, 1300) if is_old_group else -rng.randrange(230, 1500)
    is_main = not is_old_group and person.company and person.org not in ("private",)
    if is_main and rng.random() < 0.18 and person.function not in ("product", "data"):
        last = -rng.randrange(25, 180)
    start = max(oldest, int(last - gap * (count - 1) - 20))
    style = rng.random()
    tie = Tie(person, [Phase(start, last, gap)], p_out=0.35, p_reply=0.25, late_limit=last + 3)
    if person.slug and style < 0.45:
        tie.phases = [Phase(start, last, gap, 1.0)]
    elif style < 0.85 and person.org in MANY:
        tie.is_group = True
        tie.p_out = 0.0 if is_old_group else 0.1
        tie.p_reply = 0.25
    return tie


def planted_ties(cast: Cast) -> list[Tie]:
    ties = []
    for key, (phases, p_out, p_reply) in PLANTED.items():
        tie = Tie(cast.get(key), [Phase(*phase) for phase in phases], p_out, p_reply)
        tie.late_limit = min(-1, phases[-1][1] - 1)
        if key in ("x_oskar", "m_anneke"):
            tie.p_copy = 0.35
        ties.append(tie)
    return ties


def all_ties(narrator: Narrator) -> list[Tie]:
    """Live through every ordinary tie and return them."""
    cast = narrator.cast
    ties = planted_ties(cast) + live_ties(cast, narrator.numbers("live ties"))
    rng = narrator.numbers("tail ties")
    ties += [tail_tie(person, rng) for person in cast.of("tail") if person.key != "i_dorota"]
    for tie in ties:
        narrator.live_through(tie)
    return ties


def few_days(narrator: Narrator, key: str, days: tuple[int, ...], *, li_share: float = 0.0) -> Tie:
    """A tie whose contact days are written out one by one."""
    phases = [Phase(day, day + 1, 1.0, li_share) for day in days]
    tie = Tie(narrator.cast.get(key), phases, late_limit=days[-1])
    rng = narrator.numbers(f"few {key}")
    for day in days:
        write = narrator.message if li_share and rng.random() < li_share else narrator.personal_mail
        write(rng, tie, day, 480 + rng.randrange(400))
    return tie
