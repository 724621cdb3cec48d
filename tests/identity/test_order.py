"""The result hangs on what is there, not on the order it comes in, and grows with it steadily."""

from __future__ import annotations

import random
from dataclasses import fields, replace

import pandas as pd
from alias_lists import T0, harvest, people
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import netanalysis as na
from netanalysis.harvest import Harvest
from netanalysis.identity import resolve

GIVENS = ["Ana", "Chris", "Christian", "Christina", "Bill", "William", "J.", "Jörg", "Joerg"]
LASTS = ["Berg", "Bergmann", "Müller", "Mueller", "Petersson", "Peterrson", "de Souza", "Souza"]
LOCALS = ["ana.berg", "aberg", "a.berg", "ana.berg2", "zylipku", "info", "cmueller", "q1", "q2"]
HOSTS = ["x.example", "y.example", "gmail.com", "users.noreply.github.com"]

names = st.builds("{} {}".format, st.sampled_from(GIVENS), st.sampled_from(LASTS)) | st.just("")
keys = (
    st.builds("address:{}@{}".format, st.sampled_from(LOCALS), st.sampled_from(HOSTS))
    | st.builds("profile:p{}".format, st.integers(0, 4))
    | st.builds("name:n{}".format, st.integers(0, 4))
)
archives = st.dictionaries(keys, st.lists(names, min_size=1, max_size=3), max_size=14)
TABLES = ("people", "aliases", "proposals")


def shuffled(data: Harvest, seed: int) -> Harvest:
    """Return the harvest with the rows of every table in another order."""
    rng = random.Random(seed)
    tables = {}
    for field in fields(data):
        frame = getattr(data, field.name)
        rows = rng.sample(range(len(frame)), len(frame))
        tables[field.name] = frame.iloc[rows].reset_index(drop=True)
    return replace(data, **tables)


@settings(max_examples=40, deadline=None)
@given(archives, st.data(), st.integers(0, 9))
def test_order_of_rows_changes_no_table(uses, data, seed):
    aliases = st.sampled_from([*sorted(uses), "address:me@me.example"])
    pairs = st.lists(st.tuples(aliases, aliases), max_size=8)
    mail = [pair for pair in data.draw(pairs) for _ in range(data.draw(st.integers(1, 60)))]
    jobs = data.draw(st.dictionaries(aliases, st.sampled_from(["X", "Y GmbH"]), max_size=3))
    one = harvest(uses, mail=mail, links=data.draw(pairs)[:2], jobs=jobs)
    first, second = resolve(one), resolve(shuffled(one, seed))
    for table in TABLES:
        pd.testing.assert_frame_equal(getattr(first, table), getattr(second, table))


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(archives, st.integers(0, 9))
def test_order_of_files_changes_nobody(tmp_path_factory, uses, seed):
    people = [
        f"{name} <{key.partition(':')[2]}>"
        for key, names in sorted(uses.items())
        for name in names
        if key.startswith("address:")
    ]
    letters = [
        f"From - Mon Jan 01 09:00:00 2024\nFrom: {sender}\nTo: Mira Roe <me@me.example>\n"
        f"Message-ID: <{n}@x.example>\nDate: {n % 28 + 1:02d} Jan 2024 09:00:00 +0000\n\nHi.\n\n"
        for n, sender in enumerate(people)
    ]
    found = []
    for order in (letters, random.Random(seed).sample(letters, len(letters))):
        folder = tmp_path_factory.mktemp("exports")
        for n, letter in enumerate(order or [""]):
            (folder / f"{n:02d}.mbox").write_text(letter, encoding="utf-8")
        if not letters:
            return
        archive = na.load(folder, me="me@me.example")
        found.append((archive.people, archive.aliases.drop(columns="origin"), archive.proposals))
    for one, other in zip(*found, strict=True):
        pd.testing.assert_frame_equal(one, other)


@settings(max_examples=20, deadline=None)
@given(archives, st.data())
def test_a_decision_taken_back_leaves_no_trace_and_holds_while_it_stands(uses, data):
    archive = harvest(uses)
    before = resolve(archive)
    if len(before.person_of) < 2:
        return
    pick = st.lists(st.sampled_from(sorted(before.person_of.index)), min_size=2, max_size=2)
    one, other = data.draw(pick.filter(lambda pair: pair[0] != pair[1]))
    apart = resolve(archive, different=[(one, other)]).person_of
    assert apart[one] != apart[other]
    together = resolve(archive, same=[(one, other)]).person_of
    assert together[one] == together[other]
    after = resolve(archive)
    for table in TABLES:
        pd.testing.assert_frame_equal(getattr(before, table), getattr(after, table))


@settings(max_examples=20, deadline=None)
@given(archives)
def test_two_profiles_and_contradictory_names_never_meet(uses):
    got = resolve(harvest(uses))
    for group in people(got):
        assert sum(key.startswith("p") and "@" not in key for key in group) <= 1
        shown = {name for key, names in uses.items() for name in names
                 if key.partition(":")[2] in group and len(names) == 1}  # fmt: skip
        assert not {"Christian Berg", "Christina Berg"} <= shown
        assert not {"Ana Berg", "Bill Berg"} <= shown


def test_ids_stay_when_an_export_grows():
    mail = [("address:ana@x.example", "address:bo@x.example")]
    uses = {"address:ana@x.example": ["Ana Berg"], "address:bo@x.example": ["Bo Lund"]}
    small = resolve(harvest(uses, mail=mail)).person_of
    uses |= {"address:aberg@x.example": ["Ana Berg"], "address:cy@x.example": ["Cy Moe"]}
    mail += [("address:aberg@x.example", "address:cy@x.example")]
    large = resolve(harvest(uses, mail=mail)).person_of
    assert large[small.index].tolist() == small.tolist()
    assert large["address:aberg@x.example"] == "ana@x.example"


def connected(data: Harvest, key: str, day: pd.Timestamp) -> Harvest:
    row = {"alias_key": [key], "since_on": [day.tz_convert(None)], "origin": ["t"]}
    return replace(data, connections=pd.DataFrame(row))


def test_ids_stay_when_a_correspondent_connects_and_when_a_connection_writes():
    ana, profile = "address:ana@x.example", "profile:ana-berg"
    uses = {ana: ["Ana Berg"], "address:bo@x.example": ["Bo Lund"]}
    mail = [(ana, "address:bo@x.example")] * 3
    before = resolve(harvest(uses, mail=mail)).person_of[ana]
    grown = harvest(uses | {profile: ["Ana Berg"]}, mail=mail, links=[(profile, ana)])
    later = resolve(connected(grown, profile, T0 + pd.Timedelta(days=30))).person_of
    assert later[ana] == later[profile] == before == "ana@x.example"
    # The other way round she was a connection first, and only then wrote from this address.
    earlier = resolve(connected(grown, profile, T0 - pd.Timedelta(days=30))).person_of
    alone = harvest({profile: ["Ana Berg"], "address:bo@x.example": ["Bo Lund"]})
    assert earlier[ana] == resolve(alone).person_of[profile] == "ana-berg"
