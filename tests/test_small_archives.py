"""Archives with little in them: every finding is made and drawn, or says what is missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from hand_made import make_archive

import netanalysis as na

ACME = {name: {"organisation": "Acme", "company": "Acme"} for name in ("ana", "bo", "cy")}
ARCHIVES: dict[str, Callable[[], na.Dataset]] = {
    "nothing": lambda: make_archive([]),
    "connections only": lambda: make_archive([], connected=["ana", "bo"]),
    "one message sent": lambda: make_archive([(0, "me", ["ana"])]),
    "one message received": lambda: make_archive([(0, "ana", ["me"])]),
    "a message to myself": lambda: make_archive([(0, "me", ["me"])]),
    "a message among others": lambda: make_archive([(0, "ana", ["bo"])]),
    "a message to nobody": lambda: make_archive([(0, "me", [])]),
    "one message to a group": lambda: make_archive([(0, "me", ["ana", "bo", "cy"])]),
    "a group that answers": lambda: make_archive(
        [(0, "me", ["ana", "bo"]), (1, "ana", ["me", "bo"]), (2, "bo", ["me", "ana"])]
    ),
    "all of one organisation": lambda: make_archive(
        [(i, "me", ["ana", "bo", "cy"]) for i in range(5)], people=ACME, connected=["ana"]
    ),
    "all on one day": lambda: make_archive([(i / 100, "me", ["ana"]) for i in range(30)]),
}
AS_OF = [None, "2024-06-01"]


@pytest.fixture(params=ARCHIVES, ids=lambda name: name.replace(" ", "-"))
def archive(request) -> na.Dataset:
    return ARCHIVES[request.param]()


def drawn(plot: Callable[..., Any], finding: Any) -> None:
    picture = na.picture(plot(finding))
    assert len(picture.alt) > 20
    plt.close("all")


@pytest.mark.parametrize("as_of", AS_OF)
def test_neglected_ties(archive, as_of):
    try:
        table = na.neglected_ties(archive, as_of=as_of)
    except na.NothingToAnalyseError as error:
        assert as_of is None
        assert archive.as_of is None
        assert "load" in str(error)
        return
    assert archive.me not in table.index
    drawn(na.plot_neglected, table)
    assert isinstance(na.readable(table), pd.DataFrame)
    na.in_words(table)


@pytest.mark.parametrize("as_of", AS_OF)
def test_network_and_brokers(archive, as_of):
    try:
        graph = na.relationship_graph(archive, as_of=as_of)
    except na.NothingToAnalyseError:
        assert as_of is None
        assert archive.as_of is None
        return
    drawn(na.plot_network, graph)
    try:
        table = na.brokers(graph)
    except na.NothingToAnalyseError as error:
        assert "load" in str(error)
        return
    drawn(na.plot_brokers, table)
    assert isinstance(na.readable(table), pd.DataFrame)
    na.in_words(table)


@pytest.mark.parametrize("as_of", AS_OF)
@pytest.mark.parametrize(
    "find",
    [
        na.access,
        na.introductions_to_make,
        na.collaboration_openings,
        lambda archive, as_of: na.introducers(archive, archive.me, as_of=as_of),
        lambda archive, as_of: na.broker_stability(archive, n_runs=3, as_of=as_of),
        lambda archive, as_of: na.bridges_at_risk(na.relationship_graph(archive, as_of=as_of)),
    ],
    ids=["access", "introductions", "openings", "introducers", "stability", "bridges"],
)
def test_what_to_do_about_brokers(archive, find, as_of):
    try:
        table = find(archive, as_of=as_of)
    except na.NothingToAnalyseError as error:
        assert "load" in str(error)
        return
    assert table.index.is_unique
    assert "reason" in table or "top_share" in table
    na.in_words(table)


@pytest.mark.parametrize("as_of", AS_OF)
def test_mentorship_gaps(archive, as_of):
    try:
        table = na.mentorship_gaps(archive, as_of=as_of)
    except na.NothingToAnalyseError:
        assert as_of is None
        assert archive.as_of is None
        return
    drawn(na.plot_mentorship, table)
    assert isinstance(na.readable(table), pd.DataFrame)


@pytest.mark.parametrize("as_of", AS_OF)
def test_mentorship_ties_and_candidates(archive, as_of):
    for question in (
        na.mentorship_ties,
        na.mentorship_history,
        na.mentor_candidates,
        na.mentee_candidates,
    ):
        try:
            table = question(archive, as_of=as_of)
        except na.NothingToAnalyseError:
            assert as_of is None
            assert archive.as_of is None
            continue
        assert isinstance(na.readable(table), pd.DataFrame)


def test_ties_dyads_and_facts(archive):
    for table in (na.ties(archive), na.dyads(archive), na.ego_ties(archive)):
        assert isinstance(na.readable(table), pd.DataFrame)
    assert na.facts(archive)._repr_html_()


@pytest.mark.parametrize("as_of", AS_OF)
@pytest.mark.parametrize("find", [na.reach_out, na.milestones, na.contact_days])
def test_whom_to_write_to_and_when(archive, find, as_of):
    try:
        table = find(archive, as_of=as_of)
    except na.NothingToAnalyseError:
        assert as_of is None
        assert archive.as_of is None
        return
    if find is na.contact_days:
        drawn(na.plot_calendar, table)
        drawn(na.plot_year, table)
        return
    assert archive.me not in table.index
    na.in_words(table)


@pytest.mark.parametrize("as_of", AS_OF)
def test_common_ground_with_everybody(archive, as_of):
    for person in archive.people["person_id"]:
        try:
            table = na.common_ground(archive, person, as_of=as_of)
        except na.NothingToAnalyseError:
            assert as_of is None
            assert archive.as_of is None
            continue
        assert table["share"].between(0, 1).all()
        assert table["n_sharing"].ge(1).all()
