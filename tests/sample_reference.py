"""A small reading of the sample data, apart from the package and from the generator.

It parses the files with the standard library alone, identifies people by ``truth.json``,
and computes the scores of the method by their formulas, so that the planted answers can
be checked without trusting the code under test.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import math
import re
from collections import Counter, defaultdict
from email.header import decode_header, make_header
from email.utils import getaddresses, parsedate_to_datetime
from functools import cached_property
from itertools import combinations
from pathlib import Path
from urllib.parse import unquote

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample"
EXPORT = SAMPLE / "Complete_LinkedInDataExport_11-20-2026"
DAY_ZERO = dt.date(2020, 1, 1)


def day_number(when: dt.datetime) -> int:
    return (when.astimezone(dt.UTC).date() - DAY_ZERO).days


def p_contact(days: list[int], today: int, horizon: int = 90) -> float:
    """Probability of contact within the horizon, by the formula of the method."""
    silent = max(today - days[-1], 1)
    recent = sum(0.5 ** ((today - d) / 365) for d in days)
    z = 0.60 - 0.66 * math.log(silent) + 0.80 * math.log(0.3 + recent)
    return 1 / (1 + math.exp(-(z + 0.73 * math.log(horizon / 30))))


def tail_probability(days: list[int], today: int) -> float:
    silent, span = max(today - days[-1], 1), days[-1] - days[0]
    return ((13 + span) / (13 + span + silent)) ** (1.3 + len(days) - 1)


def peak(days: list[int], window: int = 90) -> int:
    return max(sum(first <= d < first + window for d in days) for first in days)


def percentiles(values: dict[str, float]) -> dict[str, float]:
    """Average rank divided by the number of values."""
    ordered = sorted(values.values())
    n = len(ordered)
    low = {v: ordered.index(v) for v in set(ordered)}
    count = Counter(ordered)
    return {k: (low[v] + (count[v] + 1) / 2) / n for k, v in values.items()}


class Message:
    """One message with named people: who wrote, who received, when, over which channel."""

    def __init__(self, sender: str, to: list[str], when: dt.datetime, channel: str, key: str):
        self.sender, self.to, self.channel, self.key = sender, to, channel, key
        self.when, self.day = when, day_number(when)


def decoded(value: str) -> str:
    return str(make_header(decode_header(value)))


def split_mbox(path: Path) -> list[tuple[dict[str, str], str]]:
    """Headers (first of each name, unfolded) and body of every message of a Takeout mbox."""
    text = path.read_bytes().decode("utf-8")
    found = []
    for chunk in re.split(r"(?m)^From \d+@xxx .*\n", text)[1:]:
        head, _, body = chunk.partition("\n\n")
        headers: dict[str, str] = {}
        for line in re.sub(r"\n[ \t]+", " ", head).split("\n"):
            name, _, value = line.partition(":")
            headers.setdefault(name.lower(), value.strip())
        found.append((headers, body))
    return found


def read_rows(name: str) -> list[dict[str, str]]:
    text = (EXPORT / name).read_text(encoding="utf-8")
    if name == "Connections.csv":
        text = text.split("\n\n", 1)[1]
    return list(csv.DictReader(text.splitlines(keepends=True)))


class Sample:
    """The sample as messages between people, and what follows from them."""

    def __init__(self) -> None:
        self.truth = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))
        self.who: dict[str, str] = {}
        self.about: dict[str, dict] = {}
        for person in self.truth["people"]:
            key = person["profile"] or person["addresses"][0]
            self.about[key] = person
            for address in person["addresses"]:
                self.who[address] = key
            if person["profile"]:
                self.who[person["profile"]] = key
        self.me = self.who["mira.halvane@example.org"]
        machines = ("robots", "newsletters", "lists")
        self.machines = {entry["address"] for kind in machines for entry in self.truth[kind]}
        self.as_of = dt.datetime.fromisoformat(self.truth["as_of"])
        self.today = day_number(self.as_of)

    def key(self, entry: dict) -> str:
        return self.who[entry["profile"] or entry["address"]]

    @cached_property
    def mails(self) -> list[Message]:
        """Mails between people, each once: no lists, robots, junk, drafts or undated ones."""
        found, seen = [], set()
        for headers, _ in split_mbox(SAMPLE / "mail.mbox"):
            labels = headers["x-gmail-labels"]
            if labels in ("Spam", "Trash", "Drafts") or "list-id" in headers:
                continue
            sender = getaddresses([headers["from"]])[0][1]
            pairs = getaddresses([headers.get("to", ""), headers.get("cc", "")])
            to = [address for _, address in pairs if address]
            if sender in self.machines or self.machines & set(to):
                continue
            mid = headers.get("message-id")
            if mid and mid in seen:
                continue
            seen.add(mid)
            try:
                when = parsedate_to_datetime(headers["date"])
            except ValueError:
                continue
            people = [self.who.get(a, a) for a in to]
            found.append(Message(self.who[sender], people, when, "mail", headers["x-gm-thrid"]))
        return found

    @cached_property
    def notes(self) -> list[Message]:
        """LinkedIn messages sent by members, drafts left out."""
        found = []
        for row in read_rows("messages.csv"):
            if row["IS MESSAGE DRAFT"] == "Yes" or not row["SENDER PROFILE URL"]:
                continue
            when = dt.datetime.strptime(row["DATE"], "%Y-%m-%d %H:%M:%S UTC").replace(tzinfo=dt.UTC)
            urls = [u for u in row["RECIPIENT PROFILE URLS"].split(",") if u]
            to = [self.who[u.partition("/in/")[2]] for u in urls]
            if to:
                sender = self.who[row["SENDER PROFILE URL"].partition("/in/")[2]]
                found.append(Message(sender, to, when, "linkedin", row["CONVERSATION ID"]))
        return found

    @cached_property
    def ties(self) -> dict[str, list[tuple[Message, bool]]]:
        """Per person, the messages with the owner of at most 10 recipients, and who wrote."""
        found = defaultdict(list)
        for message in [*self.mails, *self.notes]:
            if len(message.to) > 10 or message.day > self.today:
                continue
            if message.sender == self.me:
                for person in set(message.to) - {self.me}:
                    found[person].append((message, True))
            elif self.me in message.to:
                found[message.sender].append((message, False))
        return dict(found)

    @cached_property
    def days(self) -> dict[str, list[int]]:
        """Contact days before the day of the last interaction."""
        found = {
            p: sorted({m.day for m, _ in ms if m.day < self.today}) for p, ms in self.ties.items()
        }
        return {person: days for person, days in found.items() if days}

    @cached_property
    def p90(self) -> dict[str, float]:
        return {person: p_contact(days, self.today) for person, days in self.days.items()}

    @cached_property
    def together(self) -> dict[str, Counter]:
        """How often two people other than the owner were on one message of at most 10."""
        pairs: dict[str, Counter] = defaultdict(Counter)
        for message in [*self.mails, *self.notes]:
            everybody = {message.sender, *message.to} - {self.me}
            if len(message.to) <= 10:
                for one, two in combinations(sorted(everybody), 2):
                    pairs[one][two] += 1
                    pairs[two][one] += 1
        return pairs

    def neighbours(self, person: str) -> set[str]:
        """People tied to ``person`` in the owner's sight: two or more messages together."""
        return {other for other, n in self.together[person].items() if n >= 2}

    def organisation(self, person: str) -> str:
        return self.about[person]["organisation"] if person in self.about else ""

    def other_organisations(self, person: str) -> set[str]:
        """Organisations, other than their own and the owner's, somebody is tied to."""
        orgs = {self.organisation(p) for p in self.neighbours(person)}
        return orgs - {self.organisation(person), "quillmere", "private", ""}

    @cached_property
    def known_at(self) -> dict[str, set[str]]:
        """Everybody seen in mail or among the connections, per organisation."""
        found = defaultdict(set)
        for key, person in self.about.items():
            if key != self.me and (person["profile"] or key in self.together):
                found[person["organisation"]].add(key)
        return found

    @cached_property
    def live_at(self) -> dict[str, set[str]]:
        found = defaultdict(set)
        for person, p in self.p90.items():
            if p >= 0.6:
                found[self.organisation(person)].add(person)
        return found

    def value_parts(self) -> dict[str, dict[str, float]]:
        """The five parts of a tie's value, for ties of three contact days or more."""
        ties = {p: d for p, d in self.days.items() if len(d) >= 3}
        peaks = percentiles({p: peak(d) for p, d in ties.items()})
        most = max(len(self.neighbours(p)) for p in ties)
        parts = {}
        for person in ties:
            messages = [m for m, _ in self.ties[person]]
            parts[person] = {
                "peak": peaks[person],
                "direct": sum(len(m.to) <= 3 for m in messages) / len(messages),
                "non_redundant": 1 - len(self.neighbours(person)) / most,
                "seniority": (self.about[person]["level"] or 0) / 7,
                "multiplex": float(len({m.channel for m in messages}) > 1),
            }
        return parts

    def values(self) -> dict[str, float]:
        weights = {
            "peak": 0.4,
            "direct": 0.2,
            "non_redundant": 0.2,
            "seniority": 0.1,
            "multiplex": 0.1,
        }
        parts = self.value_parts()
        return {p: sum(weights[k] * v for k, v in part.items()) for p, part in parts.items()}


def connection_rows() -> list[tuple[str, dict[str, str]]]:
    """Connections with their decoded profile slug; the anonymous ones have none."""
    rows = read_rows("Connections.csv")
    return [(unquote(row["URL"].partition("/in/")[2]), row) for row in rows]
