"""The planted answers are right by the definitions of the method, with room to spare."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from sample_reference import (
    SAMPLE,
    Sample,
    connection_rows,
    p_contact,
    peak,
    split_mbox,
    tail_probability,
)


@pytest.fixture(scope="module")
def sample() -> Sample:
    return Sample()


@pytest.fixture(scope="module")
def values(sample: Sample) -> dict[str, float]:
    return sample.values()


@pytest.fixture(scope="module")
def neglect(sample: Sample, values: dict[str, float]) -> dict[str, float]:
    return {person: value * (1 - sample.p90[person]) for person, value in values.items()}


def place(scores: dict[str, float], person: str) -> float:
    """Share of ties that score higher."""
    return sum(other > scores[person] for other in scores.values()) / len(scores)


def decoy(sample: Sample, first_name: str, kind: str = "neglect_decoys") -> str:
    entry = next(e for e in sample.truth[kind] if e["name"].startswith(first_name))
    return sample.key(entry)


def is_gone_quiet(sample: Sample, values: dict[str, float], person: str) -> bool:
    """The label by its definition, without the rule about writing on two days."""
    if person not in values or place(values, person) >= 0.3:
        return False
    return sample.p90[person] < 0.5 and tail_probability(sample.days[person], sample.today) < 0.1


def test_formulas_reach_the_worked_values() -> None:
    weekly, monthly = list(range(0, 365, 7)), list(range(0, 691, 30))
    assert p_contact(weekly, 378) == pytest.approx(0.9283, abs=5e-5)
    assert p_contact(monthly, 750, 30) == pytest.approx(0.4765, abs=5e-5)
    assert tail_probability(weekly, 424) == pytest.approx(0.0004, abs=5e-5)
    assert tail_probability([0, 3, 6], 36) == pytest.approx(0.0439, abs=5e-5)


def test_neglected_ties_were_strong_and_two_sided(sample: Sample) -> None:
    for entry in sample.truth["neglected"]:
        person = sample.key(entry)
        days, messages = sample.days[person], sample.ties[person]
        assert len(days) > 45
        assert peak(days) >= 10
        assert len({m.day for m, is_mine in messages if is_mine}) >= 20
        assert 0.3 < sum(is_mine for _, is_mine in messages) / len(messages) < 0.7
        gaps = sorted(b - a for a, b in pairwise(days))
        assert gaps[-1] < (sample.today - days[-1]) / 4


def test_neglected_ties_are_gone_quiet_with_a_margin(
    sample: Sample, values: dict[str, float]
) -> None:
    for entry in sample.truth["neglected"]:
        person = sample.key(entry)
        assert sample.p90[person] < 0.35
        assert tail_probability(sample.days[person], sample.today) < 0.001
        assert place(values, person) < 0.15


def test_neglected_ties_head_the_list(sample: Sample, neglect: dict[str, float]) -> None:
    planted = {sample.key(entry) for entry in sample.truth["neglected"]}
    ordered = sorted(neglect, key=lambda person: -neglect[person])
    assert set(ordered[:5]) == planted
    assert neglect[ordered[4]] - neglect[ordered[5]] > 0.03


def test_neglected_ties_include_both_channels_and_mail_alone(sample: Sample) -> None:
    parts = sample.value_parts()
    both = [parts[sample.key(entry)]["multiplex"] for entry in sample.truth["neglected"]]
    assert sorted(both) == [0, 1, 1, 1, 1]


def test_nobody_else_is_gone_quiet_but_the_one_never_answered(
    sample: Sample, values: dict[str, float]
) -> None:
    quiet = {person for person in values if is_gone_quiet(sample, values, person)}
    planted = {sample.key(entry) for entry in sample.truth["neglected"]}
    assert planted <= quiet
    assert quiet - planted == {decoy(sample, "Clementine")}
    assert not any(is_mine for _, is_mine in sample.ties[decoy(sample, "Clementine")])


@pytest.mark.parametrize("name", ["Leila", "Henrik", "Noémie", "Rafael"])
def test_living_decoys_are_alive_with_a_margin(sample: Sample, name: str) -> None:
    person = decoy(sample, name)
    assert sample.p90[person] > 0.6
    assert tail_probability(sample.days[person], sample.today) > 0.3


def test_quarterly_contact_keeps_its_schedule(sample: Sample) -> None:
    days = sample.days[decoy(sample, "Henrik")]
    gaps = [b - a for a, b in pairwise(days) if b - a > 7]
    assert 80 < sum(gaps) / len(gaps) < 100
    assert sample.today - days[-1] < 45


def test_tie_that_moved_is_silent_by_mail_alone(sample: Sample) -> None:
    messages = sample.ties[decoy(sample, "Noémie")]
    last = {channel: max(m.day for m, _ in messages if m.channel == channel)
            for channel in ("mail", "linkedin")}  # fmt: skip
    assert sample.today - last["mail"] > 365
    assert sample.today - last["linkedin"] < 30


def test_job_changer_is_silent_under_the_old_address(sample: Sample) -> None:
    person = decoy(sample, "Rafael")
    addresses = sample.about[person]["addresses"]
    assert [a.partition("@")[2] for a in addresses] == ["tarnbeck.example", "pellworth.example"]
    uses = {
        address: [h["date"][-20:-6] for h, _ in split_mbox(SAMPLE / "mail.mbox")
                  if address in h.get("from", "") + h.get("to", "") + h.get("cc", "")]
        for address in addresses
    }  # fmt: skip
    assert all(len(dates) > 10 for dates in uses.values())
    assert not any("2026" in date for date in uses[addresses[0]])
    emails = {row["Email Address"] for slug, row in connection_rows() if slug == person}
    assert emails == {addresses[1]}


def test_burst_is_one_day(sample: Sample) -> None:
    person = decoy(sample, "Gideon")
    assert len(sample.days[person]) == 1
    assert len(sample.ties[person]) >= 10


def test_newsletter_decoy_has_great_volume(sample: Sample) -> None:
    senders = Counter(headers["from"] for headers, _ in split_mbox(SAMPLE / "mail.mbox"))
    assert sum(n for s, n in senders.items() if "ottilie@brasswick-weekly.example" in s) > 90


def test_each_broker_is_the_only_live_contact_at_a_known_organisation(sample: Sample) -> None:
    for entry in sample.truth["brokers"]:
        person = sample.key(entry)
        org = sample.organisation(person)
        assert sample.live_at[org] == {person}
        assert sample.p90[person] > 0.8
        assert len(sample.known_at[org]) >= 6
        others = [sample.p90[p] for p in sample.known_at[org] & set(sample.p90) - {person}]
        assert max(others, default=0) < 0.3


def test_no_other_contact_is_alone_at_an_organisation(sample: Sample) -> None:
    brokers = {sample.key(entry) for entry in sample.truth["brokers"]}
    alone = {next(iter(people)) for people in sample.live_at.values() if len(people) == 1}
    assert alone == brokers


def test_brokers_reach_three_organisations_and_nobody_else_more_than_one(sample: Sample) -> None:
    brokers = {sample.key(entry) for entry in sample.truth["brokers"]}
    for person in sample.about:
        n = len(sample.other_organisations(person))
        assert n >= 3 if person in brokers else n <= 1, person


def test_one_broker_made_most_introductions(sample: Sample) -> None:
    made = Counter(sample.key(entry["introducer"]) for entry in sample.truth["introductions"])
    priya, n = made.most_common(1)[0]
    assert priya == decoy(sample, "Priya", "brokers")
    assert n >= 8 > 2 * (made.total() - n)


def test_introduced_people_were_strangers_before(sample: Sample) -> None:
    for entry in sample.truth["introductions"]:
        stranger, broker = sample.key(entry["introduced"]), sample.key(entry["introducer"])
        met = [m for m in [*sample.mails, *sample.notes] if stranger in (m.sender, *m.to)]
        first = min(met, key=lambda message: message.when)
        assert first.sender == broker
        assert sample.me in first.to
        assert f"{first.when:%Y-%m-%d}" == entry["on"]
        assert sample.days[broker][0] < first.day


def test_broker_decoys_bridge_nothing(sample: Sample) -> None:
    oskar, imani, dario = (decoy(sample, n, "broker_decoys") for n in ("Oskar", "Imani", "Dario"))
    volume = {person: len(messages) for person, messages in sample.ties.items()}
    assert volume[oskar] == max(volume.values())
    assert {sample.organisation(p) for p in sample.neighbours(oskar)} == {"quillmere"}
    assert len(sample.live_at["brindlecove"] - {imani}) >= 4
    assert imani in sample.live_at["brindlecove"]
    assert not sample.other_organisations(imani)
    assert dario not in sample.ties
    sizes = [len(m.to) for m in sample.mails if dario in (m.sender, *m.to)]
    assert sizes == [80, 80, 80]


def seniors(sample: Sample, function: str) -> set[str]:
    level = sample.truth["owner"]["level"] + 1
    return {
        key
        for key, person in sample.about.items()
        if person["function"] == function and (person["level"] or 0) >= level
    }


@pytest.mark.parametrize("function", ["engineering", "people"])
def test_covered_functions_have_the_live_seniors_named(sample: Sample, function: str) -> None:
    named = {sample.key(e) for e in sample.truth["mentorship_covered"][function]["live"]}
    live = {p for p in seniors(sample, function) if sample.p90.get(p, 0) >= 0.5}
    assert live == named
    assert len(live) >= 2
    assert min(sample.p90[p] for p in live) > 0.65


def test_thin_function_has_one_live_senior(sample: Sample) -> None:
    named = {sample.key(e) for e in sample.truth["mentorship_gaps"]["data"]["live"]}
    scores = {p: sample.p90.get(p, 0) for p in seniors(sample, "data")}
    assert {p for p, score in scores.items() if score > 0.65} == named
    assert len(named) == 1
    assert max(score for p, score in scores.items() if p not in named) < 0.35


def test_gap_function_has_seniors_and_none_of_them_lives(sample: Sample) -> None:
    gap = sample.truth["mentorship_gaps"]["product"]
    candidates = {sample.key(e) for e in gap["candidates"]}
    senior = seniors(sample, "product")
    in_touch_once = {p for p in senior if p in sample.days}
    assert in_touch_once == candidates
    assert len(candidates) == 3
    assert all(sample.about[p]["profile"] for p in senior)
    for person in candidates:
        assert sample.today - sample.days[person][-1] > 1.5 * 365
        assert sample.p90[person] < 0.35
    assert sample.key(gap["connected_only"][0]) in senior - in_touch_once


def test_mentee_meets_every_condition(sample: Sample) -> None:
    person = sample.key(sample.truth["mentees"][0])
    days, messages = sample.days[person], sample.ties[person]
    assert sample.about[person]["level"] <= sample.truth["owner"]["level"] - 1
    assert len({f"{m.when:%Y-%m}" for m, _ in messages}) >= 10
    assert days[-1] - days[0] >= 365
    assert len({m.day for m, _ in messages if len(m.to) <= 3}) >= 10
    assert 0.3 < sum(is_mine for _, is_mine in messages) / len(messages) < 0.7
    assert sample.p90[person] > 0.8


def test_every_alias_of_the_identity_answers_is_in_the_files(sample: Sample) -> None:
    addresses, slugs = set(), {slug for slug, _ in connection_rows()} | {"mira-halvane"}
    for headers, _ in split_mbox(SAMPLE / "mail.mbox"):
        line = " ".join(headers.get(name, "") for name in ("from", "to", "cc"))
        addresses |= {a for a in sample.who if "@" in a and a in line}
    aliases = {a for pair in sample.truth["same_person"] for a in pair}
    aliases |= {a for pair in sample.truth["homonyms"] for a in pair}
    for alias in aliases:
        kind, _, value = alias.partition(":")
        known = addresses if kind == "address" else {slug.casefold() for slug in slugs}
        assert value in known, alias


def test_identity_answers_agree_with_the_people(sample: Sample) -> None:
    def person(alias: str) -> str:
        return sample.who[alias.partition(":")[2]]

    assert all(person(a) == person(b) for a, b in sample.truth["same_person"])
    assert all(person(a) != person(b) for a, b in sample.truth["homonyms"])


def test_as_of_is_the_last_dated_interaction(sample: Sample) -> None:
    latest = max(m.when for m in [*sample.mails, *sample.notes])
    assert latest == sample.as_of
    assert f"{latest:%Y-%m-%d}" == "2026-11-20"


def test_planted_proposals_are_in_the_files_and_say_what_is_true(sample: Sample) -> None:
    entries = sample.truth["proposals"]
    assert len(entries) >= 10
    assert 2 <= sum(not entry["is_same"] for entry in entries) < len(entries) / 2
    senders = [headers["from"] for headers, _ in split_mbox(SAMPLE / "mail.mbox")]
    for entry in entries:
        one, other = (alias.partition(":")[2] for alias in entry["pair"])
        assert (sample.who[one] == sample.who[other]) is entry["is_same"], entry
        assert sum(other in sender for sender in senders) >= 2, other
