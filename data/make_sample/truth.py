"""The planted answers, written beside the data so that tests can ask for them."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

import activity_files
import bulk
import linkedin
from cast import Cast
from model import AS_OF, Diary, Person

NEGLECTED: Final = {
    "n_yasmin": "mail and LinkedIn for three years, then nothing for over 21 months; VP Product",
    "n_kwabena": "every two weeks by mail and LinkedIn, silent for over 20 months",
    "n_lucia": "every two weeks by mail and LinkedIn, silent for over 18 months; runs data",
    "n_haruto": "every two weeks by mail and LinkedIn, silent for over 19 months",
    "n_margit": "every two weeks, by mail alone, silent for over two years",
}
NEGLECT_DECOYS: Final = {
    "d_leila": "a strong tie with contact in the last days",
    "d_henrik": "a quarterly contact, on schedule",
    "d_noemie": "mail stopped over a year ago, LinkedIn messages go on",
    "d_rafael": "the old address fell silent with a change of job, the new one is alive",
    "d_gideon": "twelve mails on one day: too little history",
    "d_clementine": "wrote for over two years; the owner never wrote back",
}
NEWSLETTER_DECOY: Final = "great volume, then silence; but it is a newsletter"
BROKERS: Final = {
    "b_tomasz": "only live contact at Halden Robotics; on mails with people of three other "
    "organisations",
    "b_priya": "only live contact at Lumenfold Ventures; made most of the introductions",
    "b_camille": "only live contact at Jasperoak Consulting; on mails with people of three other "
    "organisations",
}
BROKER_DECOYS: Final = {
    "x_oskar": "the most frequent correspondent, but all his ties stay inside the owner's company",
    "x_imani": "one of five or more live contacts at Brindlecove Bank, on no mail with others",
    "x_dario": "turns up only on mails to 80 people",
}
COVERED: Final = {
    "engineering": ("m_anneke", "m_chidi", "m_ewa"),
    "people": ("m_rosalind", "m_nikos"),
}
THIN: Final = {"data": ("m_ileana",)}
GAP: Final = {"product": ("n_yasmin", "g_matthias", "g_shreya")}
NEVER_WRITTEN: Final = {"product": ("g_olumide",)}
FROM_SKILL: Final = {
    "engineering": "own function",
    "people": "People Leadership",
    "data": "Data Engineering",
    "product": "Product Management",
}
SAME_PERSON: Final = (
    "d_rafael d_leila d_noemie i_kate i_jose i_thanh i_lukasz i_julia i_null b_tomasz b_priya "
    "c_siobhan n_yasmin n_lucia h_anna1 h_anna2 i_dorota m_chidi"
).split()


def _ids(person: Person, why: str = "") -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": person.name,
        "address": person.addresses[-1][1].addr if person.addresses else None,
        "profile": person.slug or None,
    }
    return {**entry, "why": why} if why else entry


def _list(cast: Cast, plan: dict[str, str]) -> list[dict[str, Any]]:
    return [_ids(cast.get(key), why) for key, why in plan.items()]


def _aliases(person: Person) -> list[str]:
    keys = [f"address:{address}" for address in person.all_addresses()]
    return [*keys, f"profile:{person.slug.casefold()}"] if person.slug else keys


def _same_person(cast: Cast) -> list[list[str]]:
    pairs = [["address:mira.halvane@example.org", "address:mira.halvane@quillmere.example"],
             ["address:mira.halvane@example.org", "profile:mira-halvane"]]  # fmt: skip
    for key in SAME_PERSON:
        first, *others = _aliases(cast.get(key))
        pairs += [[first, other] for other in others]
    return pairs


def _homonyms(cast: Cast) -> list[list[str]]:
    anna, other_anna = cast.get("h_anna1"), cast.get("h_anna2")
    david, other_david = cast.get("h_david1"), cast.get("h_david2")
    pairs = [[f"address:{anna.all_addresses()[0]}", f"address:{other_anna.all_addresses()[0]}"]]
    for one, two in ((anna, other_anna), (david, other_david)):
        pairs.append([f"profile:{one.slug}", f"profile:{two.slug}"])
    pairs.append([f"address:{david.all_addresses()[0]}", f"profile:{other_david.slug}"])
    return pairs


def _mentorship(cast: Cast) -> tuple[dict[str, Any], dict[str, Any]]:
    gaps: dict[str, Any] = {}
    for kind, plan in (("gap", GAP), ("thin", THIN)):
        for function, keys in plan.items():
            people = [_ids(cast.get(key)) for key in keys]
            never = [_ids(cast.get(key)) for key in NEVER_WRITTEN.get(function, ())]
            gaps[function] = {"state": kind, "from": FROM_SKILL[function]}
            if kind == "gap":
                gaps[function] |= {"candidates": people, "connected_only": never}
            else:
                gaps[function]["live"] = people
    covered = {
        function: {
            "state": "covered",
            "from": FROM_SKILL[function],
            "live": [_ids(cast.get(key)) for key in keys],
        }
        for function, keys in COVERED.items()
    }
    return gaps, covered


def _counts(cast: Cast, diary: Diary, mbox: dict[str, int], rows: dict[str, int]) -> dict[str, Any]:
    odd = linkedin.odd_notes(cast)
    kinds = Counter(mail.kind for mail in diary.mails)
    left_out = {kind: kinds[kind] for kind in ("spam", "trash", "draft")}
    drafts = sum(note.is_draft for note in odd)
    sponsored = sum(note.title == "Sponsored Conversation" for note in odd)
    hidden = sum(
        note.sender_name == "LinkedIn Member" or note.conversation == "hidden friend"
        for note in odd
    )

    def entry(n: int, **more: Any) -> dict[str, Any]:
        base = {"rows": n, "anonymous": 0, "duplicates": 0, "left_out": {}, **more}
        lost = sum(base["left_out"].values())
        return {**base, "kept": n - base["anonymous"] - base["duplicates"] - lost}

    counts = {name: entry(n) for name, n in rows.items()}
    counts["Connections.csv"] = entry(rows["Connections.csv"], anonymous=linkedin.N_ANONYMOUS)
    counts["messages.csv"] = entry(
        rows["messages.csv"], anonymous=hidden, left_out={"draft": drafts}
    )
    counts["messages.csv"]["of_them"] = {"sponsored": sponsored}
    for name in ("Ad_Targeting.csv", "Rich_Media.csv"):
        counts[name] = {"rows": rows[name], "known_ignored": True}
    follows = f"Member_Follows{activity_files.MEMBER}.csv"
    unfollowed = {"no longer followed": activity_files.n_unfollowed()}
    counts[follows] = entry(rows[follows], left_out=unfollowed)
    counts["mail.mbox"] = entry(mbox["rows"], duplicates=mbox["duplicates"], left_out=left_out)
    bulk_kinds = {kind: kinds[kind] for kind in ("newsletter", "robot", "list", "mass")}
    counts["mail.mbox"]["of_them"] = {
        **bulk_kinds, "missing_message_id": 1, "unreadable_date": 1, "to_80_people": kinds["mass"]
    }  # fmt: skip
    return counts


def planted(
    cast: Cast,
    diary: Diary,
    mbox: dict[str, int],
    rows: dict[str, int],
    oddities: dict[str, str],
) -> dict[str, Any]:
    """Everything a test may want to know, ready for JSON."""
    gaps, covered = _mentorship(cast)
    newsletter = bulk.NEWSLETTERS[0]
    decoys = _list(cast, NEGLECT_DECOYS)
    decoys.append(
        {"name": newsletter[1], "address": newsletter[0], "profile": None, "why": NEWSLETTER_DECOY}
    )
    latest = max(mail.when for mail in diary.mails)
    everybody = [cast.owner, *cast.people.values()]
    return {
        "owner": {**_ids(cast.owner), "addresses": cast.owner.all_addresses(), "level": 4,
                  "function": "engineering", "company": "Quillmere Systems"},
        "as_of": f"{latest:%Y-%m-%dT%H:%M:%SZ}",
        "exported_on": AS_OF.isoformat(),
        "neglected": _list(cast, NEGLECTED),
        "neglect_decoys": decoys,
        "brokers": _list(cast, BROKERS),
        "broker_decoys": _list(cast, BROKER_DECOYS),
        "introductions": [
            {"introducer": _ids(cast.get(i["introducer"])),
             "introduced": _ids(cast.get(i["introduced"])), "on": i["on"]}
            for i in diary.introductions
        ],
        "mentorship_gaps": gaps,
        "mentorship_covered": covered,
        "mentees": [_ids(cast.get("e_amara"), "monthly or more for over two years, both ways")],
        "same_person": _same_person(cast),
        "homonyms": _homonyms(cast),
        "robots": [{"address": robot[0], "name": robot[1]} for robot in bulk.ROBOTS],
        "newsletters": [{"address": n[0], "name": n[1]} for n in bulk.NEWSLETTERS],
        "lists": [{"address": bulk.LIST.addr, "name": bulk.LIST.display}],
        "oddities": oddities,
        "counts": _counts(cast, diary, mbox, rows),
        "people": [
            {"name": p.name, "addresses": p.all_addresses(), "profile": p.slug or None,
             "company": p.company, "title": p.title, "function": p.function or None,
             "level": p.level, "organisation": p.org}
            for p in everybody
        ],
    }  # fmt: skip
