"""From LinkedIn to mail: profiles and bare names find the person who writes mail.

A name alone never joins a profile to an address: members of one name are many. A second sign
is needed, the company in the domain of the address or contact over both at the same time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from netanalysis.attendance import Attendance
from netanalysis.harvest import Harvest
from netanalysis.identity.agreement import JOINS_AT, SAME, SCORES
from netanalysis.identity.clusters import Join
from netanalysis.identity.company_names import company_fits_domain, company_key
from netanalysis.identity.evidence import PATTERN_SCORE, SPELLS_SCORE, Evidence
from netanalysis.identity.spelling import PATTERN, SPELLS
from netanalysis.identity.traits import NONE

COMPANY: Final = "same name, and the company is the mail domain"
PERIOD: Final = "same name, in touch over both at the same time"
PERIOD_SCORE: Final = 0.9
INVITED: Final = "invited under this address, connected soon after"
INVITED_SCORE: Final = 0.9
# An invitation that is accepted at all is accepted within weeks; after a quarter it is another.
ACCEPTED_DAYS: Final = 90
NAME_ONLY: Final = "same name in LinkedIn and mail, nothing else"
NAME_ONLY_SCORE: Final = 0.75
# A quarter: contact on both sides within it belongs to one acquaintance more often than not.
NEAR_DAYS: Final = 90

AMBIGUOUS: Final = "same name as several people"
AMBIGUOUS_SCORE: Final = 0.65
# More bearers of one name than this are a common name; asking about each pair helps nobody.
MOST_ASKED: Final = 4
# People who show that a domain belongs to a company whose name it does not resemble.
LEAST_COLLEAGUES: Final = 2

Days = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Pair:
    """A set with a profile and a set with addresses whose names agree by ``rule``."""

    profile: int
    mail: int
    rule: str

    @property
    def score(self) -> float:
        """How well the names agree."""
        if self.rule == SPELLS:
            return SPELLS_SCORE
        return SCORES.get(self.rule, PATTERN_SCORE)


def join_profiles(evidence: Evidence, harvest: Harvest, met: Attendance) -> None:
    """Join profiles to people in the mail: one name, and a second sign."""
    pairs = _pairs(evidence)
    if not pairs:
        return
    signs = _Signs(evidence, harvest, met, pairs)
    for score in sorted({pair.score for pair in pairs}, reverse=True):
        tier = [pair for pair in pairs if pair.score == score]
        at_company = _unique([pair for pair in tier if signs.at_company(pair)])
        for pair in sorted(at_company, key=lambda p: (p.profile, p.mail)):
            _join(evidence, pair, Join(COMPANY, signs.company_words(pair), pair.score))
    invited = _unique([pair for pair in pairs if signs.is_invited(pair)])
    for pair in sorted(invited, key=lambda p: (-p.score, p.profile, p.mail)):
        words = f"{_names(evidence, pair)}, invited there and connected within {ACCEPTED_DAYS} days"
        _join(evidence, pair, Join(INVITED, words, min(pair.score, INVITED_SCORE)))
    by_name = [pair for pair in pairs if pair.rule != PATTERN]
    alone = _unique(by_name)
    for pair in sorted(alone, key=lambda p: (-p.score, p.profile, p.mail)):
        if signs.at_one_time(pair):
            words = f"{_both(evidence, pair)}, with contact over both within {NEAR_DAYS} days"
            _join(evidence, pair, Join(PERIOD, words, min(pair.score, PERIOD_SCORE)))
        else:
            words = f"{_both(evidence, pair)}; neither company nor time of contact tells"
            evidence.propose(pair.profile, pair.mail, Join(NAME_ONLY, words, NAME_ONLY_SCORE))
    n_of = Counter(pair.mail for pair in by_name) + Counter(pair.profile for pair in by_name)
    for pair in by_name:
        if pair not in alone and max(n_of[pair.mail], n_of[pair.profile]) <= MOST_ASKED:
            words = f"{_both(evidence, pair)}, but others bear the name too"
            evidence.propose(pair.profile, pair.mail, Join(AMBIGUOUS, words, AMBIGUOUS_SCORE))


def join_bare_names(evidence: Evidence) -> None:
    """Join names that a source gives without anything else to the one person who bears them."""
    clusters, found = evidence.clusters, evidence.found
    near = _near(evidence, least=SCORES[SAME])
    for number, rows in sorted(evidence.rows.items(), key=lambda item: item[1][0]):
        bare = [row for row in rows if found.kinds[row] == "name"]
        if not bare:
            continue
        bearers = {
            clusters.find(row)
            for other in (number, *near.get(number, {}))
            for row in evidence.rows[other]
            if row not in bare
        }
        if len(bearers) > 1:
            continue
        name = found.book.shown(number)
        why = Join(SAME, f"nobody else is called {name}", SCORES[SAME])
        for row in [*bearers, *bare][1:]:
            clusters.join(next(iter(bearers), bare[0]), row, why)


def _near(evidence: Evidence, least: float) -> dict[int, dict[int, str]]:
    """Return per name the other names that agree with it, with the rule."""
    near: defaultdict[int, dict[int, str]] = defaultdict(dict)
    frame = evidence.agreeing[evidence.agreeing["score"] >= least]
    for a, b, rule in zip(frame["a"], frame["b"], frame["rule"], strict=True):
        near[a][b] = near[b][a] = rule
    return near


def _pairs(evidence: Evidence) -> list[Pair]:
    """Return the pairs of a profile and a person in the mail that may be one."""
    found, clusters = evidence.found, evidence.clusters
    near = _near(evidence, least=JOINS_AT)
    best: dict[tuple[int, int], Pair] = {}
    profiles = {
        number: [row for row in rows if found.kinds[row] == "profile"]
        for number, rows in evidence.rows.items()
    }
    candidates = [
        (profile, row, rule)
        for number, own in profiles.items()
        if own
        for other, rule in {number: SAME, **near.get(number, {})}.items()
        for row in evidence.rows[other]
        for profile in own
    ]
    candidates += [
        (profile, row, rule)
        for row, by_rule in evidence.fits.items()
        for rule in (SPELLS, PATTERN)
        for number in by_rule.get(rule, ())
        for profile in profiles[number]
    ]
    for profile, row, rule in candidates:
        if found.kinds[row] != "address" or clusters.has_profile(row):
            continue
        pair = Pair(clusters.find(profile), clusters.find(row), rule)
        known = best.get((pair.profile, pair.mail))
        if (known is None or known.score < pair.score) and clusters.may_join(profile, row):
            best[pair.profile, pair.mail] = pair
    return sorted(best.values(), key=lambda p: (p.profile, p.mail))


def _unique(pairs: list[Pair]) -> set[Pair]:
    """Return the pairs whose sides are in no other pair."""
    profiles = Counter(pair.profile for pair in pairs)
    mails = Counter(pair.mail for pair in pairs)
    return {pair for pair in pairs if profiles[pair.profile] == 1 and mails[pair.mail] == 1}


def _names(evidence: Evidence, pair: Pair) -> str:
    return f"{evidence.text(pair.mail)} fits the name of {evidence.text(pair.profile)}"


def _both(evidence: Evidence, pair: Pair) -> str:
    return f"{evidence.text(pair.profile)} and {evidence.text(pair.mail)} bear one name"


def _join(evidence: Evidence, pair: Pair, why: Join) -> None:
    evidence.clusters.join(pair.profile, pair.mail, why)


class _Signs:
    """What besides the name speaks for a pair."""

    def __init__(
        self, evidence: Evidence, harvest: Harvest, met: Attendance, pairs: list[Pair]
    ) -> None:
        self.evidence = evidence
        clusters, found = evidence.clusters, evidence.found
        roots = {root for pair in pairs for root in (pair.profile, pair.mail)}
        self._members: defaultdict[int, list[int]] = defaultdict(list)
        root_of: dict[str, int] = {}
        for row, key in enumerate(found.keys):
            root = clusters.find(row)
            if root in roots:
                self._members[root].append(row)
            root_of[key] = root
        self._companies: defaultdict[int, set[str]] = defaultdict(set)
        stated = harvest.positions.dropna(subset="company")
        for key, company in zip(stated["alias_key"], stated["company"], strict=True):
            self._companies[root_of[key]].add(company)
        self._colleagues = self._known_domains(root_of)
        involved = {k: r for k, r in root_of.items() if r in roots}
        self._days = _contact_days(harvest, met, involved)
        self._invited = _invited_on(harvest, involved)
        self._connected = _connected_on(harvest, involved)

    def _known_domains(self, root_of: dict[str, int]) -> Counter[tuple[str, str]]:
        """Return how many people state a company and write from a domain."""
        found = self.evidence.found
        seen = {
            (root_of[key], company_key(company), found.domains[found.domain[row]])
            for row, key in enumerate(found.keys)
            if found.domain[row] != NONE
            for company in self._companies.get(root_of[key], ())
        }
        return Counter((company, domain) for _, company, domain in seen if company)

    def _match(self, pair: Pair) -> tuple[str, str] | None:
        found = self.evidence.found
        numbers = {int(found.domain[row]) for row in self._members[pair.mail]} - {NONE}
        for domain in sorted(found.domains[n] for n in numbers):
            for company in sorted(self._companies.get(pair.profile, ())):
                n_known = self._colleagues[company_key(company), domain]
                if n_known >= LEAST_COLLEAGUES or company_fits_domain(company, domain):
                    return company, domain
        return None

    def at_company(self, pair: Pair) -> bool:
        """Whether the profile states the company that an address belongs to."""
        return self._match(pair) is not None

    def company_words(self, pair: Pair) -> str:
        """Return the sign of the company in words."""
        match = self._match(pair)
        at = f"{match[0]} is at {match[1]}" if match else ""
        return f"{_both(self.evidence, pair)}, and {at}"

    def is_invited(self, pair: Pair) -> bool:
        """Whether the owner invited the address, and the profile connected soon after."""
        since = self._connected.get(pair.profile)
        return since is not None and any(
            0 <= (since - day).days <= ACCEPTED_DAYS for day in self._invited.get(pair.mail, ())
        )

    def at_one_time(self, pair: Pair) -> bool:
        """Whether there was contact over both within :data:`NEAR_DAYS` of each other."""
        one, other = self._days.get(pair.profile), self._days.get(pair.mail)
        if one is None or other is None:
            return False
        at = np.searchsorted(other, one)
        before = np.abs(one - other[np.maximum(at - 1, 0)])
        after = np.abs(one - other[np.minimum(at, len(other) - 1)])
        return bool(np.minimum(before, after).min() <= NEAR_DAYS)


def _invited_on(harvest: Harvest, root_of: dict[str, int]) -> dict[int, list[pd.Timestamp]]:
    """Return the days on which LinkedIn sent an invitation to an address of each set."""
    events = harvest.interactions
    events = events[(events["channel"] == "invitation") & events["occurred_at"].notna()]
    roles = harvest.participations
    roles = roles[(roles["role"] != "from") & roles["alias_key"].str.startswith("address:")]
    sent = roles.merge(events[["interaction_id", "occurred_at"]], on="interaction_id")
    days = sent["occurred_at"].dt.tz_localize(None).dt.floor("D")
    found: defaultdict[int, list[pd.Timestamp]] = defaultdict(list)
    for key, day in zip(sent["alias_key"], days, strict=True):
        if key in root_of:
            found[root_of[key]].append(day)
    return found


def _connected_on(harvest: Harvest, root_of: dict[str, int]) -> dict[int, pd.Timestamp]:
    """Return the day since when each set is connected."""
    rows = harvest.connections.dropna(subset="since_on")
    first: dict[int, pd.Timestamp] = {}
    for key, day in zip(rows["alias_key"], rows["since_on"], strict=True):
        if key in root_of:
            first[root_of[key]] = min(day, first.get(root_of[key], day))
    return first


def _contact_days(harvest: Harvest, met: Attendance, root_of: dict[str, int]) -> dict[int, Days]:
    """Return the sorted days of contact of some sets, without bulk mail."""
    dated = met.contact_days(list(root_of))
    since = harvest.connections[harvest.connections["alias_key"].isin(list(root_of))]
    since = since.dropna(subset="since_on")
    days = [dated["day"].to_numpy(), since["since_on"].to_numpy("datetime64[D]").astype(np.int64)]
    keys = pd.concat([dated["alias_key"], since["alias_key"]], ignore_index=True)
    frame = pd.DataFrame({"root": keys.map(root_of), "day": np.concatenate(days)})
    frame = frame.drop_duplicates().sort_values(["root", "day"])
    roots, starts = np.unique(frame["root"].to_numpy(), return_index=True)
    several = np.split(frame["day"].to_numpy(), starts[1:])
    return dict(zip(roots.tolist(), several, strict=False))  # no day at all still splits in one
