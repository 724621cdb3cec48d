"""The whole job on real mail: Enron mailboxes and a mailing list of the nineties."""

from __future__ import annotations

from pathlib import Path

import pytest

import netanalysis as na

pytestmark = pytest.mark.real


def law(archive: na.Dataset) -> None:
    """What is read is kept, known already, or left out with a reason."""
    parts = ["n_kept", "n_anonymous", "n_duplicate", "n_left_out"]
    assert (archive.ledger["n_read"] == archive.ledger[parts].sum(axis=1)).all()
    assert archive.issues["is_left_out"].sum() == archive.ledger["n_left_out"].sum()


@pytest.fixture(scope="module")
def arnold(real: Path) -> na.Dataset:
    return na.load(real / "enron" / "arnold-j.mbox")


def test_arnold_is_read_whole_and_counted_once(arnold):
    law(arnold)
    row = arnold.ledger.iloc[0]
    assert row["n_read"] == 4898
    assert row["n_kept"] == len(arnold.interactions) == 2643
    assert row["n_duplicate"] == 2255


def test_arnold_owns_his_mailbox_though_it_holds_anothers_folders(arnold):
    assert arnold.me == "john.arnold@enron.com"
    assert "in sent folders" in arnold.owner_reason


def test_dates_that_mean_unknown_do_not_move_the_present(arnold):
    # Eight messages are dated 1979, which Notes wrote for "unknown".
    assert arnold.as_of.year == 2002
    doubtful = arnold.interactions["date_quality"] == "implausible"
    assert (arnold.interactions.loc[doubtful, "occurred_at"].dt.year < 1982).all()


def test_arnold_gets_findings_or_is_told_why_not(arnold):
    neglected = na.neglected_ties(arnold)
    assert neglected["neglect"].between(0, 1).all()
    assert (neglected["label"] == "gone quiet").any()
    assert "no.address@enron.com" not in neglected.index
    brokers = na.brokers(na.relationship_graph(arnold))
    assert len(brokers) == len(neglected)
    assert 0 < brokers.attrs["share_pairs_seen"] < 0.1
    gaps = na.mentorship_gaps(arnold)
    assert set(gaps["status"]) == {"cannot tell"}  # mail carries no job titles


def test_arora_is_a_folder_of_654_single_files(real):
    archive = na.load(real / "enron" / "arora-h")
    law(archive)
    assert archive.ledger["n_read"].sum() == 654
    assert archive.me == "harry.arora@enron.com"
    assert len(na.neglected_ties(archive)) > 50


MIPS = {1996: 246, 1997: 1038, 1998: 1294, 1999: 951, 2000: 1871}


@pytest.mark.parametrize(("year", "n_separators"), MIPS.items())
def test_linux_mips_years_are_read_whole(real, year, n_separators):
    archive = na.load(real / "linux_mips" / f"{year}.mbox")
    law(archive)
    assert archive.ledger["n_read"].sum() == n_separators


def test_compressed_years_are_read_alike(real):
    archive = na.load(*sorted((real / "linux_mips").glob("*.mbox.gz")))
    law(archive)
    assert archive.ledger["n_read"].gt(1000).all()


def test_a_mailing_list_is_not_contact_unless_asked_for(real):
    archive = na.load(real / "linux_mips" / "1997.mbox", me="ralf@mailhost.uni-koblenz.de")
    assert archive.interactions["is_bulk"].mean() > 0.9
    few, all_of_them = na.ties(archive), na.ties(archive, include_bulk=True)
    assert len(few) < len(all_of_them) / 5
    assert len(na.neglected_ties(archive, include_bulk=True)) > 0


def test_a_mailing_list_has_no_owner_and_the_error_says_what_to_do(real):
    archive = na.load(real / "linux_mips" / "1996.mbox")
    with pytest.raises(na.OwnerUnknownError, match="me="):
        na.neglected_ties(archive)
