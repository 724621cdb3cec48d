"""Every case of the hostile corpus: exact counts and fields, the ledger law, valid text."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hostile.corpus import CASES
from hostile.judge import verdict


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_input_gives_what_is_known_of_it(name, tmp_path):
    assert verdict(CASES[name], tmp_path) == []


def test_the_corpus_is_as_large_as_its_page_says():
    """At least 80 mailboxes, and 25 of everything else."""
    kinds = Counter(set(case.files) == {"mail.mbox"} for case in CASES.values())
    assert kinds[True] >= 80
    assert kinds[False] >= 25


@pytest.mark.parametrize("change", ["count", "field", "reason", "error"])
def test_a_wrong_truth_is_found(change, tmp_path):
    """The judge is no rubber stamp."""
    case = CASES["date: two digits, 99"]
    wrong = {
        "count": replace(case, kept=2),
        "field": replace(case, fields={"plans": {"quality": "disputed"}}),
        "reason": replace(case, reasons={"truncated": 1}),
        "error": replace(case, error="UnknownExportError"),
    }
    assert verdict(wrong[change], tmp_path)
