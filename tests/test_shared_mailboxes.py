"""A mailbox that several people or nobody stands behind is shown, and is in no finding."""

import io
from pathlib import Path

import pytest
from rich.console import Console

import netanalysis as na
from netanalysis.dataset import Dataset
from netanalysis.display.console import print_check
from netanalysis.display.prose import facts

ANA, BO, DESK = "ana@example.org", "bo@halden.example", "sales@halden.example"


def letters(*ends: tuple[str, str]) -> str:
    text = ""
    for n, (sender, to) in enumerate(ends):
        text += (
            f"From - Mon Jan 01 09:00:00 2024\nFrom: {sender}\nTo: {to}\n"
            f"Message-ID: <{n}@x.example>\n"
            f"Date: {n % 28 + 1:02d} Jan 2024 09:00:00 +0000\nSubject: s{n}\n\nHello.\n\n"
        )
    return text


@pytest.fixture
def archive(tmp_path: Path) -> Dataset:
    """Twenty letters each way with a colleague, and with the sales desk."""
    ends = [pair for other in (BO, DESK) for pair in ((ANA, other), (other, ANA))] * 20
    file = tmp_path / "letters.mbox"
    file.write_text(letters(*ends), encoding="utf-8")
    return na.load(file, me=ANA)


def test_it_is_counted_where_the_archive_is_described(archive):
    kinds = archive.people.set_index("person_id")["kind"].to_dict()
    assert kinds == {ANA: "person", BO: "person", DESK: "shared"}
    out = io.StringIO()
    print_check(archive, Console(file=out, width=200, highlight=False))
    assert "2 people, 1 shared mailbox" in out.getvalue()
    remark = "Mailboxes of several people or of nobody, left out of ties: 1."
    assert remark in facts(archive).remarks
    assert ("2", "people") in facts(archive).numbers


def test_it_is_in_no_tie_no_network_and_no_finding(archive):
    assert list(na.ego_ties(archive).index) == [BO]
    assert DESK not in na.relationship_graph(archive)
    assert DESK not in na.neglected_ties(archive).index
    assert DESK not in na.employers(archive)["person_id"].tolist()


def test_the_owner_is_somebody_even_behind_an_office(tmp_path):
    file = tmp_path / "letters.mbox"
    file.write_text(letters(*[(DESK, BO), (BO, DESK)] * 20), encoding="utf-8")
    archive = na.load(file, me=DESK)
    me = archive.people.set_index("person_id").loc[DESK]
    assert (me["kind"], me["is_me"]) == ("person", True)
    assert list(na.ego_ties(archive).index) == [BO]
