"""Bridges on a small world: which are fading, and who became a broker when."""

from __future__ import annotations

import pytest
from test_brokers import PEOPLE, graph, world

from netanalysis.analysis.bridges import bridges_at_risk, brokers_over_time
from netanalysis.errors import NothingToAnalyseError
from netanalysis.graph import relationship_graph


def fading(archive_of, *, kolm=True):
    """hal0 fell silent long ago; ana was seen with hal0, kol0 with nobody."""
    events = [(7 * week + 3, "hal0", ["me", "kol1"]) for week in range(20)]
    events += [(7 * week, "me", ["hal0"]) for week in range(20)]
    events += [(day, "ana", ["me", "hal0"]) for day in (20, 40, 60)]
    events += [(7 * week, "ana", ["me"]) for week in range(90)]
    events += [(7 * week, "hal1", ["me"]) for week in range(90)] if not kolm else []
    return relationship_graph(archive_of(events, people=PEOPLE, connected=["hal2"]))


def test_a_fading_bridge_has_a_way_back_through_a_live_contact(archive_of):
    table = bridges_at_risk(fading(archive_of))
    row = table.loc["hal0"]
    assert row["p_90"] < 0.6
    assert (row["n_live_others"], row["way_back"]) == (0, "Ana")
    assert row["n_contact_days"] == 40
    assert row["reason"] == (
        "Hal0: silent for 16 months after 40 days of contact, 36 % chance of contact by itself in "
        "90 days. At stake: they are your only contact at Halden (2 people seen there). What to "
        "do: ask Ana, who is in touch with you and was seen "
        "with them, to bring you together again."
    )


def test_a_group_with_another_live_contact_is_no_cause_for_alarm(archive_of):
    row = bridges_at_risk(fading(archive_of, kolm=False)).loc["hal0"]
    assert row["n_live_others"] == 1
    assert row["advice"] == (
        "nothing urgent, Hal1 keeps that door open; write when there is a reason."
    )


@pytest.mark.parametrize(("n_days", "act"), [(3, "write to them yourself"), (2, "nothing unless")])
def test_where_nobody_else_leads_the_advice_is_to_write_if_there_is_something_to_lose(
    archive_of, n_days, act
):
    events = [(7 * week, "ana", ["me", "bo"]) for week in range(90)]
    events += [(7 * day, "me", ["hal0"]) for day in range(n_days)]
    G = relationship_graph(archive_of(events, people=PEOPLE, connected=["hal1", "hal2"]))
    row = bridges_at_risk(G).loc["hal0"]
    assert (row["n_live_others"], row["way_back"]) == (0, "")
    assert f"What to do: {act}" in row["reason"]


def test_live_bridges_are_not_at_risk(archive_of):
    assert bridges_at_risk(graph(archive_of)).empty


def test_who_became_a_broker_and_who_stopped_is_told_by_quarter(archive_of):
    """hal0 bridges in the first half of 2024, own0 from July on."""
    events = [(7 * w, "hal0", ["me", "kol0"]) for w in range(20)]
    events += [(7 * w, "own0", ["me", "kol0"]) for w in range(27, 110)]
    archive = archive_of(events, people=PEOPLE, connected=["kol1"])
    table = brokers_over_time(archive, k=1, n_quarters=8)
    change = table.set_index(["quarter", "person_id"])["change"]
    became = change[change == "became"].index.to_list()
    assert table["quarter"].iloc[0] == "2026Q1"
    assert [person for _, person in became] == ["own0"]
    quarter = became[0][0]
    assert change[quarter, "hal0"] == "stopped"
    assert table.loc[table["change"] == "stopped", "rank"].isna().all()


def test_quarters_before_anybody_was_seen_together_are_left_out(archive_of):
    archive = archive_of(world(), people=PEOPLE)
    assert set(brokers_over_time(archive, n_quarters=8)["quarter"]) == {"2024Q1", "2024Q2"}
    with pytest.raises(NothingToAnalyseError, match="load mail"):
        brokers_over_time(archive_of([(0, "me", ["ana"])]))
