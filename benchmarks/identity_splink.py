"""Match items with splink: run by benchmarks/identity.py in an interpreter that has it.

Reads a JSON list of [name, address] and writes a JSON list of cluster labels. The model is
the usual one for people: first name, last name, local part and domain by Jaro-Winkler,
blocked on last name, local part and first name with domain, trained without labels, cut at
.9, the middle of what its guides use.
"""

from __future__ import annotations

import json
import re
import sys

import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

CUT = 0.9


def main() -> None:
    rows = []
    for number, (name, address) in enumerate(json.load(sys.stdin)):
        local, _, domain = address.partition("@")
        if "," in name:
            name = " ".join(reversed(name.split(",", 1)))
        words = re.split(r"[\s._-]+", (name or local).lower())
        words = [word for word in words if word]
        first, last = (
            (words[0], words[-1]) if len(words) > 1 else (None, words[0] if words else None)
        )
        rows.append((number, first, last, local or None, domain or None))
    frame = pd.DataFrame(rows, columns=["unique_id", "first", "last", "local", "domain"])
    frame = frame.astype(object).where(frame.notna(), None)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("first", [0.9, 0.7]),
            cl.JaroWinklerAtThresholds("last", [0.9, 0.7]),
            cl.JaroWinklerAtThresholds("local", [0.9, 0.7]),
            cl.ExactMatch("domain"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("last"),
            block_on("local"),
            block_on("first", "domain"),
        ],
    )
    api = DuckDBAPI()
    try:
        linker = Linker(frame, settings, db_api=api)
    except TypeError:
        linker = Linker(api.register(frame), settings)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("first", "last")], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("last"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("first", "domain"))
    pairs = linker.inference.predict(threshold_match_probability=CUT)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
        pairs, threshold_match_probability=CUT
    )
    found = clusters.as_pandas_dataframe().set_index("unique_id")["cluster_id"]
    print(json.dumps([int(found[number]) for number in range(len(frame))]))


if __name__ == "__main__":
    main()
