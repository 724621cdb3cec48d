"""How well are aliases joined to people, beside exact matching and splink?

Run ``python benchmarks/identity.py``. Two development lists that are not part of the project
are read from ``../shared/data/identity``; where they are absent the benchmark says so. The
third list is made up here, with a seed. ``--splink PYTHON`` names an interpreter that has
splink, which is then run on the same items in the same call; without it that line is left
out. ``--speed N`` measures N made-up aliases instead.

An item is a name with an address. Two items are a pair if they are one person's. An address
that identifies nobody ("devnull@localhost") counts as a bare name.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Final

import pandas as pd

from netanalysis.harvest import Harvest
from netanalysis.identity import resolve
from netanalysis.identity.canonical import canonical

FOLDER: Final = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "identity"
BARS: Final = {"enron": (0.89, 0.97), "sympy": (0.92, 0.97)}

Item = tuple[str, str]
Truth = dict[Item, str]


def enron() -> Truth:
    """Return employees with up to three addresses each; addresses alone."""
    with (FOLDER / "enron_149_addresses.csv").open(encoding="utf-8") as stream:
        rows = [row for row in csv.reader(stream, delimiter=";") if row[0] != "eid"]
    return {("", a.strip().lower()): row[0] for row in rows for a in row[3:6] if a.strip()}


def sympy() -> Truth:
    """Return the authors of a project, from its mailmap: names as written beside addresses."""
    truth: Truth = {}
    for line in (FOLDER / "sympy.mailmap").read_text(encoding="utf-8").splitlines():
        parts = [] if line.startswith("#") else re.findall(r"([^<>]*)<([^<>]*)>", line)
        for name, address in parts:
            person = parts[0][0].strip()
            truth[name.strip() or person, address.lower()] = person.lower()
    return truth


def made_up(n: int = 3000, seed: int = 7) -> Truth:
    """Return invented staff of invented firms, with namesakes, nicknames, umlauts and patterns."""
    rng = random.Random(seed)
    forms = [("william", "bill"), ("johannes", "hans"), ("jose", "pepe"), ("guillaume", "gui"),
             ("katherine", "kate"), ("robert", "bob"), ("jörg", "jörg"), ("søren", "søren"),
             ("maria", "maria"), ("ana", "ana"), ("lars", "lars"), ("ines", "ines")]  # fmt: skip
    heads = "ber lind mül stein wald kron fisch hagen rosen øst sund grün vester".split()
    tails = "mann quist ler berg feld holm gaard er ing son vik strøm".split()
    plain = str.maketrans({"ü": "ue", "ö": "oe", "ø": "oe"})
    taken: set[str] = set()
    truth: Truth = {}
    others = [a + b for a in "ka te ri mo su ne da vi jo fe".split() for b in heads]
    for number in range(n):
        full, short = rng.choice(forms) if rng.random() < 0.3 else (rng.choice(others),) * 2
        last = rng.choice(heads) + rng.choice("aeiouklmnrst") + rng.choice(tails)
        firm = f"firm{rng.randrange(n // 12)}.example"
        first = full.translate(plain)
        local = f"{first}.{last.translate(plain)}@{firm}"
        while local in taken:
            local = local.replace("@", f"{rng.randrange(2, 99)}@")
        taken.add(local)
        shown = f"{last.title()}, {full.title()}"
        choices = [
            (shown, local),
            (f"{short.title()} {last.title()}", f"{short.translate(plain)}{number}@gmail.com"),
            ("", f"{first[0]}{last.translate(plain)}@{firm}"),
            (f"{full.title()} {last.title()}", f"q{number}@mailbox{number % 40}.example"),
        ]
        for item in [choices[0], *rng.sample(choices[1:], rng.randrange(3))]:
            truth.setdefault(item, str(number))
    return truth


def in_touch(truth: Truth, seed: int = 11) -> Harvest:
    """Return made-up items with ten messages from each address to one owner over six years.

    One person in ten uses all addresses at once, the others one after the other. A person has
    four acquaintances whom some of the messages go to as well. These shares are assumed; of
    the names at two organisations in a list archive 3 in 57 were used at once.
    """
    rng = random.Random(seed)
    own: defaultdict[str, list[Item]] = defaultdict(list)
    for item in truth:
        own[truth[item]].append(item)
    people = sorted(own)
    events, roles = [], []
    for person in people:
        items = own[person]
        circle = [own[rng.choice(people)][0] for _ in range(4)]
        is_parallel, span = rng.random() < 0.1, 2000 // len(items)
        for place, item in enumerate(items):
            start, days = (0, 2000) if is_parallel else (place * span, span)
            for _ in range(10):
                number = f"mail:{len(events):07d}"
                day = pd.Timestamp("2018-01-01", tz="UTC") + pd.Timedelta(
                    days=start + rng.randrange(days)
                )
                events.append((number, day, "ok", "mail", False, "list"))
                roles += [(number, key_of(item), "from"), (number, "address:me@me.example", "to")]
                roles += [(number, key_of(rng.choice(circle)), "cc")] * (rng.random() < 0.4)
    columns = "interaction_id occurred_at date_quality channel is_bulk origin".split()
    return replace(
        harvest(truth),
        interactions=pd.DataFrame(events, columns=columns),
        participations=pd.DataFrame(roles, columns=["interaction_id", "alias_key", "role"]),
        owner_hints=pd.DataFrame(
            [("address:me@me.example", "Delivered-To", len(events), len(events))],
            columns=["alias_key", "hint", "n", "n_of"],
        ),
    )


def key_of(item: Item) -> str:
    """Return the alias key of an item."""
    name, address = item
    if name and canonical(address).is_nobody:
        return f"name:{name.lower()}"
    return f"address:{address}"


def harvest(truth: Truth) -> Harvest:
    """Return the items as a loader would hand them over."""
    rows = [(key_of(item), item[0] or None, 1, "list") for item in truth]
    return Harvest(mentions=pd.DataFrame(rows, columns=["alias_key", "name", "n_uses", "origin"]))


def ours(truth: Truth, data: Harvest | None = None) -> dict[Item, Hashable]:
    """Return the person of each item by the rules of the package."""
    person_of = resolve(data or harvest(truth)).person_of
    return {item: person_of[key_of(item)] for item in truth}


def exact(truth: Truth) -> dict[Item, Hashable]:
    """Return the person of each item when equal addresses and equal names are one person."""
    parent: dict[str, str] = {}

    def find(key: str) -> str:
        while parent.setdefault(key, key) != key:
            key = parent[key]
        return key

    for name, address in truth:
        if name:
            parent[find(f"name {name.lower()}")] = find(address)
    return {item: find(item[1]) for item in truth}


def splink(python: str) -> Callable[[Truth], Mapping[Item, Hashable]]:
    """Return a matcher that runs splink in another interpreter."""

    def match(truth: Truth) -> Mapping[Item, Hashable]:
        script = Path(__file__).with_name("identity_splink.py")
        done = subprocess.run(
            [python, str(script)],
            input=json.dumps(list(truth)),
            capture_output=True,
            text=True,
            check=True,
        )
        labels = json.loads(done.stdout.splitlines()[-1])
        return dict(zip(truth, labels, strict=True))

    return match


def quality(truth: Truth, found: Mapping[Item, Hashable]) -> tuple[float, float, float]:
    """Return pairwise precision, recall and F1."""

    def pairs(labels: Mapping[Item, Hashable]) -> set[tuple[Item, Item]]:
        groups: defaultdict[Hashable, list[Item]] = defaultdict(list)
        for item, label in labels.items():
            groups[label].append(item)
        return {pair for group in groups.values() for pair in combinations(sorted(group), 2)}

    right, given = pairs(truth), pairs(found)
    precision = len(right & given) / len(given) if given else 0.0
    recall = len(right & given) / len(right)
    total = precision + recall
    return precision, recall, 2 * precision * recall / total if total else 0.0


def speed(n: int) -> None:
    """Print the processor time and memory that n made-up aliases take."""
    truth = made_up(int(n / 1.95))
    data = harvest(truth)
    begin = time.process_time()
    got = resolve(data)
    taken = time.process_time() - begin
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(got.aliases):>9,} aliases  {taken:7.1f} s CPU  {memory:6,.0f} MB at most")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--splink", help="an interpreter that has splink")
    parser.add_argument("--speed", type=int, help="measure this many made-up aliases instead")
    args = parser.parse_args()
    if args.speed:
        speed(args.speed)
        return
    matchers: dict[str, Callable[[Truth], Mapping[Item, Hashable]]] = {
        "netanalysis": ours,
        "exact": exact,
    }
    if args.splink:
        matchers["splink"] = splink(args.splink)
    print(f"{'list':<10}{'method':<13}{'precision':>9}{'recall':>9}{'F1':>9}   bar F1, P")
    for name, read in (("enron", enron), ("sympy", sympy), ("made up", made_up)):
        if name in BARS and not FOLDER.is_dir():
            print(f"{name:<10}is not there: {FOLDER.name} is absent", file=sys.stderr)
            continue
        truth = read()
        for method, match in matchers.items():
            values = "".join(f"{value:9.3f}" for value in quality(truth, match(truth)))
            bar = "   {:.2f}, {:.2f}".format(*BARS[name]) if name in BARS else ""
            print(f"{name:<10}{method:<13}{values}{bar if method == 'netanalysis' else ''}")
    values = "".join(f"{value:9.3f}" for value in quality(truth, ours(truth, in_touch(truth))))
    print(f"{'with mail':<10}{'netanalysis':<13}{values}")


if __name__ == "__main__":
    main()
