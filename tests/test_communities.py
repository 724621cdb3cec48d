"""Communities: the same every time, and names that tell them apart."""

from __future__ import annotations

import random
from dataclasses import replace

import networkx as nx
import pytest

from netanalysis.communities import communities, community_names
from netanalysis.graph import relationship_graph

TEAMS = [[f"{team}{i}" for i in range(13)] for team in "ab"]


def big_archive(archive_of, subjects: dict[str, list[str]], people: dict | None = None):
    """Two teams of one company; each pair stands twice on a mail of the owner."""
    events, texts = [], []
    for day in (0, 1):
        for team in TEAMS:
            for i in range(13):
                for j in range(i):
                    events.append((day, "me", [team[i], team[j]]))
                    of_team = subjects.get(team[0][0], [""])
                    texts.append(of_team[(i + j) % len(of_team)])
    known = {
        name: {"organisation": "big.example", "company": "Big", **(people or {}).get(name, {})}
        for team in TEAMS
        for name in team
    }
    archive = archive_of(events, people=known)
    interactions = archive.interactions.assign(subject=texts).astype({"subject": "string"})
    return replace(archive, interactions=interactions)


def names(archive) -> list[str]:
    G = relationship_graph(archive)
    return [next(iter({G.nodes[v]["group"] for v in team})) for team in TEAMS]


PLANTED = [list(range(start, start + 12)) for start in range(0, 48, 12)]


def planted(seed: int, across: float = 0.05) -> list[tuple[int, int, float]]:
    G = nx.planted_partition_graph(4, 12, 0.7, across, seed=seed)
    return [(a, b, 1.0 + (a * b) % 3) for a, b in G.edges]


@pytest.mark.parametrize("seed", range(3))
def test_clear_circles_are_found(seed):
    assert communities(48, planted(seed, across=0.01)) == PLANTED


@pytest.mark.parametrize("seed", range(3))
def test_blurred_circles_are_found_or_better_ones(seed):
    G = nx.Graph()
    G.add_weighted_edges_from(planted(seed, across=0.12))
    found = communities(48, planted(seed, across=0.12))
    assert sum(map(len, found)) == 48
    modularity = nx.community.modularity(G, list(map(set, found)))
    assert modularity >= nx.community.modularity(G, list(map(set, PLANTED)))


def test_the_order_of_ties_and_ends_does_not_matter():
    ties = planted(7)
    shuffled = [(b, a, weight) for a, b, weight in ties]
    random.Random(3).shuffle(shuffled)
    assert communities(48, shuffled) == communities(48, ties)


def test_small_circles_loners_and_no_ties_are_no_communities():
    four = [(a, b, 1.0) for a in range(4) for b in range(a)]
    five = [(a, b, 1.0) for a in range(4, 9) for b in range(4, a)]
    assert communities(12, [*four, *five]) == [[4, 5, 6, 7, 8]]
    assert communities(3, []) == []
    assert communities(0, []) == []
    assert communities(1, [(0, 0, 1.0)]) == []


def test_as_good_as_louvain_on_random_networks():
    for seed in range(3):
        G = nx.relaxed_caveman_graph(12, 8, 0.35, seed=seed)
        found = communities(len(G), ((a, b, 1.0) for a, b in G.edges))
        rest = set(G) - {v for one in found for v in one}
        mine = nx.community.modularity(G, [set(one) for one in found] + [{v} for v in rest])
        theirs = nx.community.modularity(G, nx.community.louvain_communities(G, seed=seed))
        assert mine > theirs - 0.01


def test_subject_words_name_the_circles(archive_of):
    subjects = {
        "a": ["Storage plan", "Re: gas storage", "Storage for may", "storage, next week"],
        "b": ["Audit list", "FW: audit 7", "The audit report", "audit and more"],
    }
    assert names(big_archive(archive_of, subjects)) == ["storage – Big", "audit – Big"]


def test_words_of_all_of_few_or_of_names_name_nothing(archive_of):
    same = ["weekly numbers", "numbers again", "numbers of march", "more numbers"]
    shown = {"a3": {"name": "Storage Smith"}, **{v: {"name": f"Name {v}"} for v in ("a0", "b0")}}
    subjects = {"a": [*same, "storage one", "storage two", "storage three"], "b": same}
    got = names(big_archive(archive_of, subjects, shown))
    assert all(name.endswith("'s circle – Big") for name in got)
    assert len(set(got)) == 2


def test_a_person_without_a_name_stands_by_identifier_and_no_two_names_are_alike(archive_of):
    nameless = {v: {"name": ""} for team in TEAMS for v in team}
    archive = big_archive(archive_of, {}, nameless)
    assert community_names(archive, TEAMS, ["a0", "b0"]) == [
        "a0's circle – Big",
        "b0's circle – Big",
    ]
    twins = {v: {"name": "Kim"} for team in TEAMS for v in team}
    archive = big_archive(archive_of, {}, twins)
    found = community_names(archive, TEAMS, ["a0", "b0"])
    assert found == ["Kim's circle – Big", "b0's circle – Big"]


def test_the_organisation_stands_where_no_company_is_shared(archive_of):
    mixed = {v: {"company": f"Firm {i}"} for team in TEAMS for i, v in enumerate(team)}
    archive = big_archive(archive_of, {}, mixed)
    assert community_names(archive, TEAMS, ["a0", "b0"])[0] == "A0's circle – big.example"
    none = {v: {"company": "", "organisation": ""} for team in TEAMS for v in team}
    archive = big_archive(archive_of, {}, none)
    assert community_names(archive, TEAMS, ["a0", "b0"])[0] == "A0's circle"
