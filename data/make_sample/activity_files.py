"""What Mira did in public: comments, reactions, follows, and events she answered.

LinkedIn adds a member number to the names of some of these files since 2026. Comments are
no valid CSV: a newline alone is not quoted, and quotes inside are written with a backslash.
"""

from __future__ import annotations

import random
from typing import Final

from cast import Cast
from csv_text import rows_text
from mail import MONTHS
from model import SEED, date_of, instant

MEMBER: Final = "_482915073"
FEED: Final = "https://www.linkedin.com/feed/update/urn%3Ali%3A"
COMMENTS: Final = (
    ("e_amara", -41, "{name} well put, and good luck with the talk"),
    ("", -77, "The second chart is the one to keep."),
    ("x_oskar", -130, '"{name}, you said \\"short\\" and meant it"'),
    ("", -260, "Two thoughts on this\nfirst, who reads it\n\nsecond, who should"),
    ("b_camille", -395, '"{name} agreed, with one small but"'),
    ("", -604, '"Is \\"later\\" a date?"'),
)
FOLLOWS: Final = (
    ("g_matthias", -300, "Active"),
    ("g_shreya", -512, "Active"),
    ("b_priya", -890, "Active"),
    ("n_margit", -1400, "Unfollow"),
)
EVENTS: Final = (
    ("Data Guild autumn meeting", -48, 960, 120, "APPROVED"),
    ("Maps for everybody", -420, 840, 90, "APPROVED"),
    ("Winter school of roadmaps", -700, 540, 1860, "RELINQUISHED"),
)
REACTIONS: Final = ("LIKE", "LIKE", "LIKE", "PRAISE", "EMPATHY", "INTEREST", "ENTERTAINMENT")
N_REACTIONS: Final = 60


def _link(rng: random.Random) -> str:
    kind = rng.choice(("activity", "activity", "ugcPost", "share"))
    return f"{FEED}{kind}%3A{rng.randrange(7 * 10**18, 72 * 10**17)}"


def _comments(cast: Cast) -> tuple[str, int]:
    rng = random.Random(f"{SEED}: comments")
    lines = ["Date,Link,Message"]
    for key, day, text in COMMENTS:
        when = instant(day, rng.randrange(400, 1200), rng.randrange(60))
        person = cast.get(key) if key else None
        name = f"{person.li_first.strip()} {person.li_last.strip()}" if person else ""
        lines.append(f"{when:%Y-%m-%d %H:%M:%S},{_link(rng)},{text.format(name=name)}")
    return "\n".join(lines) + "\n", len(COMMENTS)


def _reactions() -> tuple[str, int]:
    rng = random.Random(f"{SEED}: reactions")
    days = sorted((-rng.randrange(5, 1700) for _ in range(N_REACTIONS)), reverse=True)
    rows = []
    for day in days:
        when = instant(day, rng.randrange(400, 1300), rng.randrange(60))
        rows.append([f"{when:%Y-%m-%d %H:%M:%S}", rng.choice(REACTIONS), _link(rng)])
    return rows_text("Date,Type,Link", rows), len(rows)


def _follows(cast: Cast) -> tuple[str, int]:
    rows = []
    for key, day, status in FOLLOWS:
        person = cast.get(key)
        name = f"{person.li_first.strip()} {person.li_last.strip()}"
        rows.append([f"{instant(day, 700):%Y-%m-%d %H:%M:%S}", status, name])
    return rows_text("Date,Status,FullName", rows), len(rows)


def _events() -> tuple[str, int]:
    rows = []
    for name, day, minute, length, status in EVENTS:
        ends = []
        for at in (minute, minute + length):
            date, clock = date_of(day + at // 1440), at % 1440
            hour, half = clock // 60 % 12 or 12, "AM" if clock < 720 else "PM"
            ends.append(
                f"{MONTHS[date.month - 1]} {date.day:02d}, {date.year} {hour:02d}:"
                f"{clock % 60:02d} {half}"
            )
        rows.append([name, " - ".join(ends), status, ""])
    return rows_text("Event Name,Event Time,Status,External Url", rows), len(rows)


def n_unfollowed() -> int:
    return sum(status == "Unfollow" for _, _, status in FOLLOWS)


def files(cast: Cast) -> dict[str, tuple[str, int]]:
    """Name, text and number of records of every file."""
    return {
        f"Comments{MEMBER}.csv": _comments(cast),
        f"Reactions{MEMBER}.csv": _reactions(),
        f"Member_Follows{MEMBER}.csv": _follows(cast),
        "Events.csv": _events(),
    }
