"""Brokers on a small world: one person alone opens the door to a group."""

from __future__ import annotations

import math

import pytest

from netanalysis.analysis.brokers import COLUMNS, brokers
from netanalysis.errors import NothingToAnalyseError, OwnerUnknownError, UnusableGraphError
from netanalysis.graph import relationship_graph

PEOPLE = {
    **{f"own{i}": {"organisation": "Own"} for i in range(4)},
    **{f"hal{i}": {"organisation": "Halden"} for i in range(3)},
    **{f"kol{i}": {"organisation": "Kolm"} for i in range(2)},
}


def world():
    """Me in touch with four colleagues and with hal0; hal0 copies Halden and Kolm people."""
    events = []
    for week in range(20):
        day = 7 * week
        events += [(day, "me", [f"own{i}"]) for i in range(4)]
        events += [(day + 1, f"own{i}", ["me", f"own{(i + 1) % 4}"]) for i in range(4)]
        events += [(day + 2, "me", ["hal0"])]
        events += [(day + 3, "hal0", ["me", "hal1"]), (day + 3, "hal0", ["me", "hal2", "kol0"])]
        events += [(day + 4, "hal0", ["me", "kol1"])]
    return events


def graph(archive_of):
    return relationship_graph(archive_of(world(), people=PEOPLE))


def test_the_only_door_to_a_group_leads_the_list(archive_of):
    table = brokers(graph(archive_of))
    assert table.index[0] == "hal0"
    row = table.loc["hal0"]
    assert row["single_access"] == "Halden"
    assert row["groups"] == "Halden; Kolm"
    assert "your only live contact at Halden" in row["reason"]


def test_colleagues_share_access_to_their_own_group(archive_of):
    table = brokers(graph(archive_of))
    assert table.loc[[f"own{i}" for i in range(4)], "access_share"].sum() == pytest.approx(1.0)
    assert (table.loc[[f"own{i}" for i in range(4)], "single_access"] == "").all()


def test_access_names_every_share(archive_of):
    access = brokers(graph(archive_of)).attrs["access"]
    hal0 = access[access["person_id"] == "hal0"].set_index("group")
    assert hal0.loc["Halden", "is_single"]
    assert hal0.loc["Kolm", "share"] == 1.0
    assert access["share"].between(0, 1).all()


def test_brokerage_is_access_plus_crossing(archive_of):
    table = brokers(graph(archive_of))
    # Own has four people (worth 1), Halden three (log 3 / log 4), Kolm two (log 2 / log 4).
    # hal0 is alone at Halden and all that ties Kolm to the owner's contacts.
    potential = math.log(3) / math.log(4) + 0.5
    row = table.loc["hal0"]
    assert row["brokerage"] == pytest.approx(potential * row["p_90"])
    assert row["at_risk"] == pytest.approx(potential * (1 - row["p_90"]))
    # own0 is one of four: what is lost is p * (1 - p) ** 3.
    p = table.loc["own0", "p_90"]
    assert table.loc["own0", "brokerage"] == pytest.approx(p * (1 - p) ** 3, rel=0.05)


def test_the_owner_is_no_broker_for_themselves(archive_of):
    assert "me" not in brokers(graph(archive_of)).index


def test_columns_and_sample_size(archive_of):
    table = brokers(graph(archive_of))
    assert list(table.columns) == list(COLUMNS)
    assert table.attrs["n_people"] == len(table) == 5
    assert 0 < table.attrs["share_pairs_seen"] < 1


def test_no_ties_between_contacts_names_what_to_load(archive_of):
    G = relationship_graph(archive_of([(0, "me", ["ana"]), (1, "me", ["bo"])]))
    with pytest.raises(NothingToAnalyseError, match="Cc"):
        brokers(G)


def test_no_owner(archive_of):
    G = relationship_graph(archive_of([(0, "ana", ["bo"])], me=None))
    with pytest.raises(OwnerUnknownError):
        brokers(G)


def test_efficiency_is_a_range_because_most_ties_are_not_seen(archive_of):
    row = brokers(graph(archive_of)).loc["hal0"]
    # hal1, hal2, kol0, kol1: seen hal2 with kol0; the groups filled in tie two pairs more.
    assert row["efficiency_high"] == pytest.approx(1 - 2 / 16)
    assert row["efficiency_low"] == pytest.approx(1 - 6 / 16)


@pytest.mark.parametrize("strength", [-1.0, float("nan")])
def test_strengths_that_are_none_are_refused(archive_of, strength):
    G = graph(archive_of)
    G.edges["hal0", "hal1"]["strength"] = strength
    with pytest.raises(UnusableGraphError, match="hal0"):
        brokers(G)


def test_nobody_appears_together_on_an_announcement(archive_of):
    """Two mails to 20,000 people tie nobody to anybody, even where such mail is counted."""
    crowd = [f"p{i}" for i in range(20_000)]
    archive = archive_of([*world(), (1, "hal0", ["me", *crowd]), (2, "hal0", ["me", *crowd])])
    G = relationship_graph(archive, max_recipients=50_000)
    assert not any(G.has_edge(crowd[i], crowd[i + 1]) for i in range(100))
    assert brokers(G).index[0] == "hal0"
    assert G.graph["n_unexpanded"] == 2
    assert relationship_graph(archive).graph["n_unexpanded"] == 0
