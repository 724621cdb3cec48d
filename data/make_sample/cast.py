"""Who is in the story: the owner, the planted people, and a crowd around them."""

from __future__ import annotations

import random
import unicodedata
from typing import Final

import names
from model import FIRST_DAY, JOINED_QUILLMERE, SEED, Address, Person

# key|first|last|organisation|title|function|level|tier
KEY_PEOPLE: Final = """
n_yasmin|Yasmin|Baraket|astervane|VP Product|product|6|neglected
n_kwabena|Kwabena|Adomako|pellworth|Director of Engineering|engineering|5|neglected
n_lucia|Lucía|Ferreyra|sorrelgate|Chief Data Officer|data|7|neglected
n_haruto|Haruto|Minegishi|tessarine|Managing Director|general|6|neglected
n_margit|Margit|Szalontai|velmond|Head of Research|research|5|neglected
b_tomasz|Tomasz|Wielgorski|halden|Partnerships Manager|sales|4|broker
b_priya|Priya|Raghavendran|lumenfold|Partner|general|6|broker
b_camille|Camille|Aubertin|jasperoak|Senior Consultant|consulting|3|broker
x_oskar|Oskar|Lindeblad|quillmere|Senior Software Engineer|engineering|3|colleague
x_imani|Imani|Wekesa|brindlecove|Business Analyst|operations|2|plain_live
x_dario|Dario|Petruzzelli|oakhollow|Event Manager|operations|4|mass_only
d_leila|Leila|Haddadin|brindlecove|Operations Manager|operations|4|in_touch
d_henrik|Henrik|Stavnes|mirrabeck|Lecturer|education|2|quarterly
d_noemie|Noémie|Castellan|dunmarrow|Marketing Manager|marketing|4|moved_channel
d_rafael|Rafael|Monteagudo|pellworth|Tech Lead|engineering|4|job_change
d_gideon|Gideon|Marlowe|garrowmill|Sales Manager|sales|4|burst
d_clementine|Clementine|Voss|elmsgarth|Customer Success Manager|sales|4|one_way
m_anneke|Anneke|Roosendahl|quillmere|VP Engineering|engineering|6|live
m_chidi|Chidi|Okonjima|sorrelgate|Chief Technology Officer|engineering|7|live
m_ewa|Ewa|Sadowniczka|tarnbeck|Director of Engineering|engineering|5|live
m_ileana|Ileana|Dumitrache|brindlecove|Head of Data|data|5|live
m_rosalind|Rosalind|Achterberg|dunmarrow|Chief People Officer|people|7|live
m_nikos|Nikos|Stamatelos|pellworth|HR Director|people|5|live
g_matthias|Matthias|Grünwaldt|tessarine|Chief Product Officer|product|7|quiet_group
g_shreya|Shreya|Patwardhane|dunmarrow|Director of Product Management|product|5|quiet_note
g_olumide|Olumide|Fashanwa|brindlecove|Head of Product|product|5|connected
e_amara|Amara|Nwosu-Lind|sorrelgate|Software Engineer|engineering|2|mentee
h_anna1|Anna|Nowak|tarnbeck|QA Engineer|engineering|2|live
h_anna2|Anna|Nowak|astervane|Financial Analyst|finance|2|live
h_david1|David|Kim|velmond|Data Engineer|data|2|live
h_david2|David|Kim|tessarine|Recruiter|people|2|connected
i_kate|Katherine|Moreauville|tarnbeck|Product Designer|design|2|live
i_jose|José Antonio|Villalbares|astervane|Site Reliability Engineer|engineering|2|live
i_thanh|Thanh Mai|Buidieu|tessarine|Data Analyst|data|2|live
i_dorota|Dorota|Kowalewicz|velmond|Legal Counsel|legal|3|tail
i_lukasz|Łukasz|Żmijewicz|pellworth|Software Engineer|engineering|2|live
i_julia|Юлия|Соколинская|mirrabeck|Researcher|education|2|live
i_null|Jens|Null|quillmere|Recruiter|people|2|live
i_owner|Petronella|Vink|thrushgill|Product Owner|product||connected
c_siobhan|Siobhán|O'Rourkey|quillmere|Product Manager|product|4|job_change_quiet
"""

# organisation: live, tail, seen (only in Cc), connected (LinkedIn only)
CROWD: Final = {
    "quillmere": (13, 0, 0, 10),
    "tarnbeck": (2, 9, 2, 9),
    "velmond": (2, 7, 0, 8),
    "brindlecove": (2, 5, 3, 6),
    "sorrelgate": (1, 6, 3, 5),
    "astervane": (2, 6, 3, 5),
    "pellworth": (1, 6, 3, 5),
    "tessarine": (2, 6, 3, 5),
    "mirrabeck": (1, 6, 2, 5),
    "dunmarrow": (2, 6, 2, 5),
    "halden": (0, 3, 5, 3),
    "lumenfold": (0, 2, 4, 3),
    "jasperoak": (0, 2, 5, 3),
    "private": (5, 8, 0, 0),
    "small": (0, 32, 0, 76),
}

_PLAIN: Final = str.maketrans("øØłŁæÆßđĐ", "oOlLaAsdD")


def ascii_of(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(c for c in folded if ord(c) < 128)


def _local(first: str, last: str, pattern: str) -> str:
    first = ascii_of(first).lower().replace(" ", "-").replace("'", "")
    last = ascii_of(last).lower().replace(" ", "-").replace("'", "")
    return {
        "first.last": f"{first}.{last}",
        "first_last": f"{first}_{last}",
        "flast": f"{first[:1]}{last}",
        "last": last,
        "first": first,
    }[pattern]


def _small(company: str) -> str:
    return company.split()[0].lower()


class Cast:
    """All people by key; the crowd is drawn with its own seeded numbers."""

    def __init__(self) -> None:
        self.rng = random.Random(f"{SEED}: cast")
        self.people: dict[str, Person] = {}
        self._taken: set[str] = set()
        self._locals: set[str] = set()
        for line in KEY_PEOPLE.strip().splitlines():
            self._add_key(line.split("|"))
        for org, counts in CROWD.items():
            for tier, count in zip(("live", "tail", "seen", "connected"), counts, strict=True):
                for number in range(count):
                    self._add_crowd(org, tier, number)
        for tier, count in (("attendee", 56), ("poster", 12)):
            for number in range(count):
                self._add_crowd("small", tier, number)
        self._special_forms()
        self.owner = self._owner()

    def of(self, tier: str, org: str | None = None) -> list[Person]:
        return [p for p in self.people.values() if p.tier == tier and (org is None or p.org == org)]

    def _owner(self) -> Person:
        owner = Person("me", "Mira", "Halvane", "quillmere", "Quillmere Systems")
        owner.title, owner.function, owner.level = "Engineering Manager", "engineering", 4
        owner.addresses = [(FIRST_DAY - 1, Address("mira.halvane@example.org", "Mira Halvane"))]
        owner.private = Address("mira.halvane@quillmere.example", "Mira Halvane")
        owner.slug, owner.li_first, owner.li_last = "mira-halvane", "Mira", "Halvane"
        return owner

    def _add_key(self, cells: list[str]) -> None:
        key, first, last, org, title, function, level, tier = cells
        person = Person(key, first, last, org, tier=tier, title=title, function=function)
        person.level = int(level) if level else None
        self.people[key] = person
        self._settle(person)
        if tier != "mass_only":
            self._profile(person)

    def _add_crowd(self, org: str, tier: str, number: int) -> None:
        rng = self.rng
        culture = rng.choice(sorted(names.POOLS))
        while True:
            first, last = (rng.choice(part.split()) for part in names.POOLS[culture])
            folded = ascii_of(f"{first} {last}").lower()
            if folded not in self._taken:
                break
        person = Person(f"{org}_{tier}_{number}", first, last, org, tier=tier)
        self.people[person.key] = person
        if org == "small":
            person.org = _small(rng.choice(names.SMALL_COMPANIES))
        self._title(person)
        self._settle(person)
        share = {"live": 0.9, "tail": 0.85, "seen": 0.35, "connected": 1.0}.get(tier, 0.0)
        if rng.random() < share:
            self._profile(person)

    def _title(self, person: Person) -> None:
        draw = self.rng.random()
        if person.tier == "connected" and draw < 0.06:
            picked = self.rng.choice(names.QUIET_SENIOR_TITLES)
        elif draw < (0.15 if person.tier == "tail" else 0.24) and person.org not in (
            "quillmere",
            "private",
        ):
            picked = self.rng.choice(names.SENIOR_TITLES)
        elif draw < 0.33 and person.tier != "live":
            picked = (self.rng.choice(names.UNKNOWN_TITLES), "", None)
        else:
            picked = self.rng.choice(names.PLAIN_TITLES)
        person.title, person.function, person.level = picked

    def _settle(self, person: Person) -> None:
        """Give the person a company, a zone and the first address."""
        rng = self.rng
        self._taken.add(ascii_of(person.name).lower())
        if person.org in names.ORGS:
            company, domain, person.zone, pattern = names.ORGS[person.org]
            if rng.random() < 0.2:
                company = names.COMPANY_SPELLINGS.get(person.org, company)
        elif person.org == "private":
            company, person.zone = "", rng.choice(sorted(("cet", "gmt", "ist", "est", "eat")))
            domain = rng.choice(("example.net", "example.com"))
            pattern = rng.choice(("first.last", "flast"))
        else:
            company = next(c for c in names.SMALL_COMPANIES if _small(c) == person.org)
            domain, pattern = f"{person.org}.example", "first.last"
            person.zone = rng.choice(sorted(("cet", "gmt", "ist", "est", "jst", "eat")))
        person.company = company
        local = _local(person.first, person.last, pattern)
        if f"{local}@{domain}" in self._locals or not local:
            local = _local(person.first, person.last, "first.last")
        self._locals.add(f"{local}@{domain}")
        person.addresses = [(FIRST_DAY - 1, self._form(person, f"{local}@{domain}"))]

    def _form(self, person: Person, addr: str) -> Address:
        """Write the display name the way this person's mail program does."""
        draw = self.rng.random()
        is_ascii = person.name.isascii()
        style = "plain" if is_ascii else self.rng.choice(("raw", "b64", "q"))
        if draw < 0.08 and is_ascii:
            return Address(addr, f"{person.last}, {person.first}", style)
        if draw < 0.13 and is_ascii and person.company:
            return Address(addr, f"{person.name} ({person.company})", style)
        if draw < 0.18:
            return Address(addr, ascii_of(person.name), "plain")
        return Address(addr, person.name, style)

    def _profile(self, person: Person) -> None:
        rng = self.rng
        first = person.first.lower().replace(" ", "-").replace("'", "")
        last = person.last.lower().replace(" ", "-").replace("'", "")
        slug = f"{first}-{last}"
        if rng.random() < 0.5:
            slug = ascii_of(slug) or slug
        person.slug = f"{slug}-{rng.randrange(16**6):06x}" if rng.random() < 0.75 else slug
        person.li_first, person.li_last = person.first, person.last
        draw = rng.random()
        if draw < 0.05:
            person.li_last += rng.choice((", MBA", ", PhD", ", PMP, CSM", " (she/her)", ", M.Sc."))
        elif draw < 0.07:
            person.li_first += rng.choice((" 🚀", " 🌱"))
        elif draw < 0.09:
            person.li_first, person.li_last = f" {person.first}", f"{person.last} "
        if rng.random() < 0.03 and person.addresses:
            person.li_email = person.addresses[0][1].addr
        if person.org == "private":
            person.company = rng.choice(("", "Self-employed", "Freelance"))

    def _rewrite(self, key: str, *forms: tuple[int, Address]) -> Person:
        person = self.get(key)
        person.addresses = list(forms)
        return person

    def get(self, key: str) -> Person:
        return self.people[key]

    def _special_forms(self) -> None:
        """People whose names and addresses are awkward on purpose."""
        start = FIRST_DAY - 1
        rafael = self._rewrite(
            "d_rafael",
            (start, Address("rafael.monteagudo@tarnbeck.example", "Rafael Monteagudo")),
            (-418, Address("rafael_monteagudo@pellworth.example", "Rafael Monteagudo")),
        )
        rafael.li_email = "rafael_monteagudo@pellworth.example"
        self._rewrite(
            "c_siobhan",
            (start, Address("siobhan.orourkey@dunmarrow.example", "Siobhán O'Rourkey", "q")),
            (-610, Address("siobhan.orourkey@quillmere.example", "Siobhán O'Rourkey", "raw")),
        )
        kate = self._rewrite(
            "i_kate", (start, Address("kate.moreauville@tarnbeck.example", "Kate Moreauville"))
        )
        kate.private = Address("kmoreauville@example.net", "Kate Moreauville")
        jose = self._rewrite(
            "i_jose",
            (start, Address("jose.villalbares@astervane.example", "Jose Antonio Villalbares")),
        )
        jose.private = Address("ja.villalbares@example.com", "José Antonio Villalbares", "q")
        self._rewrite(
            "i_thanh", (start, Address("thanh.mai@tessarine.example", "Buidieu, Thanh Mai"))
        )
        self._rewrite("i_dorota", (start, Address("dkowalewicz@velmond.example")))
        lukasz = self.get("i_lukasz")
        lukasz.addresses = [
            (start, Address("lukasz_zmijewicz@pellworth.example", lukasz.name, "b64"))
        ]
        lukasz.private = Address("zmijewicz@example.net", "Lukasz Zmijewicz")
        julia = self.get("i_julia")
        julia.addresses = [
            (start, Address("sokolinskaya@mirrabeck-uni.example", julia.name, "raw"))
        ]
        julia.slug = "юлия-соколинская-5d20c1"
        for key in ("h_anna1", "h_anna2"):
            anna = self.get(key)
            anna.li_first, anna.li_last = anna.first, anna.last
            anna.li_email = anna.addresses[0][1].addr
        self.get("n_yasmin").li_last = "Baraket, MBA"
        self.get("b_priya").li_last = "Raghavendran, CFA"
        leila = self.get("d_leila")
        leila.private = Address("leila.haddadin@example.com", "Leila Haddadin")
        tomasz = self.get("b_tomasz")
        tomasz.private = Address("tomasz.wielgorski@example.net", "Tomasz Wielgorski")


def owner_address(owner: Person, other: Person | None, day: int) -> Address:
    """Which of the two own addresses the owner writes from."""
    work = owner.private
    if work is None or day < JOINED_QUILLMERE or other is None or other.org == "private":
        return owner.addresses[0][1]
    if other.org == "quillmere":
        return work
    return work if sum(map(ord, other.key)) % 3 == 0 else owner.addresses[0][1]
