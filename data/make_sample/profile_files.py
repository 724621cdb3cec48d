"""The small files of the export: the owner's profile, endorsements, recommendations."""

from __future__ import annotations

import random
from typing import Final

from cast import Cast
from csv_text import rows_text
from model import SEED, Person, instant, pacific

SKILLS: Final = (
    "Data Engineering",
    "Product Management",
    "People Leadership",
    "Python",
    "SQL",
    "Technical Roadmaps",
    "Public Speaking",
)
# who endorsed the owner: day, skills
RECEIVED: Final = {
    "x_oskar": (-900, 3),
    "n_kwabena": (-1100, 2),
    "n_yasmin": (-1190, 3),
    "b_tomasz": (-640, 1),
    "m_ewa": (-1500, 4),
    "d_leila": (-210, 2),
    "i_kate": (-1433, 1),
    "i_julia": (-520, 1),
    "e_amara": (-95, 3),
    "h_anna1": (-1333, 1),
    "n_lucia": (-870, 1),
    "i_null": (-300, 1),
}
GIVEN: Final = {
    "x_oskar": (-899, 2),
    "e_amara": (-94, 3),
    "b_camille": (-480, 1),
    "n_yasmin": (-1189, 1),
    "i_lukasz": (-610, 2),
    "m_ileana": (-333, 1),
    "n_haruto": (-930, 1),
    "d_noemie": (-700, 1),
}
RECOMMENDED: Final = {
    "received": (
        (
            "m_ewa",
            -1620,
            "Mira kept a calm team through a noisy year. I would work with her again.",
        ),
        ("n_margit", -1150, "Mira asks the plain question early, and listens to the answer."),
        ("e_amara", -260, "I learned to plan my weeks from Mira, among other things."),
        ("x_oskar", -720, "Meetings with Mira end on time."),
    ),
    "given": (
        ("e_amara", -255, "Amara writes code that the next person can read."),
        ("b_camille", -390, "Camille knows who to ask, and asks politely."),
        ("n_yasmin", -1100, "Yasmin says no to the right things."),
    ),
}


def _counted(header: str, rows: list[list[str]]) -> tuple[str, int]:
    return rows_text(header, rows), len(rows)


def _names(person: Person) -> list[str]:
    return [person.li_first, person.li_last]


def _endorsements(cast: Cast, plan: dict[str, tuple[int, int]], word: str) -> tuple[str, int]:
    rng = random.Random(f"{SEED}: {word}")
    rows = []
    for key, (day, count) in plan.items():
        person = cast.get(key)
        minute = rng.randrange(400, 1200)
        for number, skill in enumerate(rng.sample(SKILLS, count)):
            when = instant(day, minute, number)
            url = f"www.linkedin.com/in/{person.slug}"
            status = "PENDING" if key == "i_null" else "ACCEPTED"
            rows.append([f"{when:%Y/%m/%d %H:%M:%S} UTC", skill, *_names(person), url, status])
    rows.sort(reverse=True)
    header = (
        f"Endorsement Date,Skill Name,{word} First Name,{word} Last Name,{word} Public Url,"
        "Endorsement Status"
    )
    return _counted(header, rows)


def _recommendations(cast: Cast, direction: str) -> tuple[str, int]:
    rows = []
    for key, day, text in RECOMMENDED[direction]:
        person = cast.get(key)
        when = pacific(instant(day, 900))
        date = f"{when:%m/%d/%y, %I:%M} {'AM' if when.hour < 12 else 'PM'}"
        status = "VISIBLE" if direction == "received" else ""
        rows.append([*_names(person), person.company, person.title, text, date, status])
    header = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status"
    return _counted(header, rows)


def _own() -> dict[str, tuple[str, int]]:
    positions = [
        [
            "Quillmere Systems",
            "Engineering Manager",
            "Platform and data teams",
            "Oslo",
            "Apr 2022",
            "",
        ],
        ["Tarnbeck Software", "Tech Lead", "", "Bergen", "Jun 2018", "Mar 2022"],
        [
            "Velmond Data",
            "Data Engineer",
            "Pipelines, mostly at night",
            "Leeds",
            "Sep 2014",
            "May 2018",
        ],
    ]
    education = [
        ["Mirrabeck University", "2012", "2014", "", "MSc Computing", ""],
        ["Umberlea Schools", "2009", "2012", "", "BSc Mathematics", "Choir"],
    ]
    profile = [
        ["Mira", "Halvane", "", "", "", "Engineering Manager at Quillmere Systems", "", "Software",
         "", "Oslo, Norway", "", "", ""],
    ]  # fmt: skip
    return {
        "Profile.csv": _counted(
            "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,"
            "Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers",
            profile,
        ),
        "Positions.csv": _counted(
            "Company Name,Title,Description,Location,Started On,Finished On", positions
        ),
        "Education.csv": _counted(
            "School Name,Start Date,End Date,Notes,Degree Name,Activities", education
        ),
        "Skills.csv": _counted("Name", [[skill] for skill in SKILLS]),
    }


def _others() -> dict[str, tuple[str, int]]:
    """Companies followed, and files a reader of relationships has no use for."""
    follows = [
        ["Astervane Energy", "Wed Mar 08 09:10:11 UTC 2023"],
        ["Halden Robotics", "Mon Jan 15 18:02:40 UTC 2024"],
    ]
    return {
        "Company Follows.csv": _counted("Organization,Followed On", follows),
        "Ad_Targeting.csv": _counted(
            "Company Names,Company Names,interfaceLocale", [["Bluesedge Marine", "", "en_US"]]
        ),
        "Rich_Media.csv": _counted(
            "Date/Time,Media Description,Media Link",
            [["You uploaded a document on August 5, 2024 at 3:45 PM (GMT)", "A seating plan", ""]],
        ),
    }


def files(cast: Cast) -> dict[str, tuple[str, int]]:
    """Name, text and number of rows of every small file."""
    return {
        "Endorsement_Received_Info.csv": _endorsements(cast, RECEIVED, "Endorser"),
        "Endorsement_Given_Info.csv": _endorsements(cast, GIVEN, "Endorsee"),
        "Recommendations_Received.csv": _recommendations(cast, "received"),
        "Recommendations_Given.csv": _recommendations(cast, "given"),
        **_own(),
        **_others(),
    }
