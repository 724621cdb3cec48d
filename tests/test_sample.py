"""The sample data: reproducible, small, harmless, and as its README says."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import sample_reference as reference

GENERATOR = reference.SAMPLE.parent / "make_sample"
SAFE_DOMAIN = re.compile(r"(?:.+\.)?(?:example|example\.(?:org|com|net))")
FILES = sorted(p for p in reference.SAMPLE.rglob("*") if p.is_file() and p.name != "README.md")


@pytest.fixture(scope="module")
def truth() -> dict:
    return reference.Sample().truth


def test_generator_writes_the_same_bytes_again(tmp_path: Path) -> None:
    command = [sys.executable, "-B", str(GENERATOR), str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    written = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    kept = {p.relative_to(reference.SAMPLE): p.read_bytes() for p in FILES}
    assert written.keys() == kept.keys()
    assert [name for name in kept if written[name] != kept[name]] == []


def test_sample_stays_small() -> None:
    assert sum(p.stat().st_size for p in FILES) < 9_000_000


def test_every_domain_is_reserved_for_examples() -> None:
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^From \d+@xxx ", "", text)
        hosts = re.findall(r"@([\w.-]+\w)", text) + re.findall(r"https?://([^/\s\"]+)", text)
        strange = {host for host in hosts if not SAFE_DOMAIN.fullmatch(host)}
        assert strange <= {"www.linkedin.com"}, path.name


def test_no_line_names_a_place_on_a_disk() -> None:
    for path in FILES:
        assert not re.search(r"/(?:home|root|tmp|Users)/", path.read_text(encoding="utf-8"))


def test_counts_of_csv_rows_agree_with_the_truth(truth: dict) -> None:
    for name, counts in truth["counts"].items():
        if name.startswith("Comments"):  # no valid CSV: a comment may run over several lines
            text = (reference.EXPORT / name).read_text(encoding="utf-8")
            assert len(re.findall(r"(?m)^\d{4}-\d\d-\d\d [\d:]+,https", text)) == counts["rows"]
        elif name.endswith(".csv"):
            assert len(reference.read_rows(name)) == counts["rows"], name


def test_counts_add_up(truth: dict) -> None:
    for name, counts in truth["counts"].items():
        if "kept" in counts:
            parts = counts["kept"] + counts["anonymous"] + counts["duplicates"]
            assert parts + sum(counts["left_out"].values()) == counts["rows"], name


def test_mail_counts_agree_with_the_file(truth: dict) -> None:
    counts = truth["counts"]["mail.mbox"]
    messages = reference.split_mbox(reference.SAMPLE / "mail.mbox")
    labels = Counter(headers["x-gmail-labels"] for headers, _ in messages)
    assert len(messages) == counts["rows"]
    assert 3000 <= counts["rows"] <= 5000  # large enough to tell, small enough to ship
    assert labels["Spam"] == counts["left_out"]["spam"]
    assert labels["Trash"] == counts["left_out"]["trash"]
    assert labels["Drafts"] == counts["left_out"]["draft"]
    ids = Counter(headers.get("message-id", "") for headers, _ in messages)
    assert ids.pop("") == counts["of_them"]["missing_message_id"] == 1
    assert sum(n - 1 for n in ids.values()) == counts["duplicates"]


def test_duplicates_differ_in_their_labels_alone() -> None:
    found: dict[str, list] = {}
    for headers, body in reference.split_mbox(reference.SAMPLE / "mail.mbox"):
        found.setdefault(headers.get("message-id", ""), []).append((headers, body))
    twins = [pair for pair in found.values() if len(pair) == 2]
    assert len(twins) == 6
    for (one, body), (two, other_body) in twins:
        labels = {one.pop("x-gmail-labels"), two.pop("x-gmail-labels")}
        assert "Inbox,Opened" in labels
        assert any("Sent" in label for label in labels)
        assert (one, body) == (two, other_body)


def test_message_counts_agree_with_the_file(truth: dict) -> None:
    counts = truth["counts"]["messages.csv"]
    rows = reference.read_rows("messages.csv")
    assert sum(row["IS MESSAGE DRAFT"] == "Yes" for row in rows) == counts["left_out"]["draft"]
    sponsored = sum(row["CONVERSATION TITLE"] == "Sponsored Conversation" for row in rows)
    assert sponsored == counts["of_them"]["sponsored"]
    hidden = sum("LinkedIn Member" in (row["FROM"], row["TO"]) for row in rows)
    assert hidden == counts["anonymous"]


def test_connections_have_preamble_and_no_final_newline(truth: dict) -> None:
    text = (reference.EXPORT / "Connections.csv").read_text(encoding="utf-8")
    assert text.startswith('Notes:\n"When')
    assert text.index("First Name,") == 375
    assert not text.endswith("\n")
    anonymous = [row for slug, row in reference.connection_rows() if not slug]
    assert len(anonymous) == truth["counts"]["Connections.csv"]["anonymous"] == 6
    assert all(row["Connected On"] for row in anonymous)


def test_invitations_stay_within_a_year_and_never_follow_the_connection() -> None:
    rows = reference.read_rows("Invitations.csv")
    assert {row["Direction"] for row in rows} == {"INCOMING", "OUTGOING"}
    years = {row["Sent At"].split(",")[0].split("/")[2] for row in rows}
    assert years <= {"25", "26"}
    assert any("@" in row["To"] and not row["inviteeProfileUrl"] for row in rows)
    assert any(not row["inviteeProfileUrl"].isascii() for row in rows)


def test_profiles_and_addresses_are_unique(truth: dict) -> None:
    profiles = Counter(p["profile"] for p in truth["people"] if p["profile"])
    addresses = Counter(a for p in truth["people"] for a in p["addresses"])
    assert max(profiles.values()) == max(addresses.values()) == 1


def test_the_awkward_cases_of_the_readme_are_there() -> None:
    raw = (reference.SAMPLE / "mail.mbox").read_text(encoding="utf-8")
    assert "\n>From here on" in raw
    assert "\n>>From my side" in raw
    assert "Tue, 31 Feb 2023 25:61:00" in raw
    assert '"Lists, Data Guild"' in raw
    assert "=?utf-8?Q?" in raw and "=?UTF-8?B?" in raw
    assert re.search(r"(?m)^From: [^\x00-\x7f]", raw)
    names = Counter(
        (r["First Name"], r["Last Name"]) for r in reference.read_rows("Connections.csv")
    )
    assert names["Anna", "Nowak"] == names["David", "Kim"] == 2
    assert names["Jens", "Null"] == 1
