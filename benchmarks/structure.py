"""How fast are the measures of a whole network? Ratios against named peers, in one run.

Every contender starts from the same networkx graph in a fresh process, in turns (A B A B), and
ends in one value a node; what counts is processor time after the imports and after the graph
is made, so each pays for its own conversion. Memory is the growth of the peak over the graph.

    python benchmarks/structure.py            # 1,000 and 10,000 people
    python benchmarks/structure.py --full     # 100,000 people and a million ties too

Graphs are directed, with circles of 60, popular people, closed triads, half of the ties
answered, and counts from a log-normal distribution; seeded. Peers: networkx (constraint by
sparse matrices; betweenness in Python), igraph and networkit where they are installed (they are
no dependencies), and for brokerage roles a loop over Python's sets.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any, Final

import networkx as nx
import numpy as np

from netanalysis.holes import structural_holes
from netanalysis.paths import betweenness
from netanalysis.roles import ROLES, brokerage_roles

SEED: Final = 20011202
CIRCLE: Final = 60
PAIRS: Final = 3


def network(n_people: int, n_ties: int) -> nx.DiGraph:
    """Return the graph: ties in the circle, ties to popular people, and closed triads."""
    rng = np.random.default_rng(SEED)
    n_drawn = int(n_ties / 1.32)  # half are answered, some fall together
    source = rng.integers(0, n_people, n_drawn)
    near = source // CIRCLE * CIRCLE + rng.integers(0, CIRCLE, n_drawn)
    far = rng.permutation(n_people)[(n_people * rng.random(n_drawn) ** 3).astype(int)]
    kind = rng.random(n_drawn)
    target = np.where(kind < 0.55, np.minimum(near, n_people - 1), far)
    # Friends of friends: the target of the target of an earlier tie.
    order = np.argsort(source[: n_drawn // 2], kind="stable")
    starts = np.searchsorted(source[order], np.arange(n_people + 1))
    n_out = np.diff(starts)
    can = (kind > 0.8) & (n_out[target] > 0)
    pick = starts[target[can]] + (rng.random(int(can.sum())) * n_out[target[can]]).astype(int)
    target[can] = target[order[pick]]
    is_answered = rng.random(n_drawn) < 0.5
    ends = np.concatenate([[source, target], [target[is_answered], source[is_answered]]], axis=1)
    key = np.unique((ends[0] * n_people + ends[1])[ends[0] != ends[1]])
    strength = np.ceil(rng.lognormal(1.0, 1.2, len(key)))
    G = nx.DiGraph()
    G.add_nodes_from((person, {"group": person // CIRCLE}) for person in range(n_people))
    columns = (key // n_people).tolist(), (key % n_people).tolist(), strength.tolist()
    G.add_weighted_edges_from(zip(*columns, strict=True), weight="strength")
    return G


def our_holes(G: nx.DiGraph) -> list[float]:
    return structural_holes(G)["constraint"].astype("float64").tolist()


def networkx_constraint(G: nx.DiGraph) -> list[float]:
    return list(nx.constraint(G, weight="strength").values())


def igraph_constraint(G: nx.DiGraph) -> list[float]:
    import igraph

    number = {person: i for i, person in enumerate(G)}
    ties = [(number[a], number[b], s) for a, b, s in G.edges(data="strength")]
    H = igraph.Graph(n=len(number), edges=[tie[:2] for tie in ties], directed=True)
    found: list[float] = H.constraint(weights=[tie[2] for tie in ties])
    return found


def our_roles(G: nx.DiGraph) -> list[float]:
    return brokerage_roles(G)["total"].astype("float64").tolist()


def loop_roles(G: nx.DiGraph) -> list[float]:
    group = dict(G.nodes(data="group"))
    into = {j: set(G.pred[j]) for j in G}
    out = {j: set(G.succ[j]) for j in G}
    counts = {j: dict.fromkeys(ROLES, 0) for j in G}
    for j in G:
        own, found = group[j], counts[j]
        for i in into[j]:
            first = group[i]
            for k in out[j] - out[i]:
                if k == i:
                    continue
                last = group[k]
                if first == own:
                    found["coordinator" if last == own else "representative"] += 1
                elif last == own:
                    found["gatekeeper"] += 1
                else:
                    found["itinerant" if first == last else "liaison"] += 1
    return [float(sum(found.values())) for found in counts.values()]


def our_betweenness(G: nx.DiGraph) -> list[float]:
    return betweenness(G)["betweenness"].astype("float64").tolist()


def lengths(G: nx.DiGraph) -> list[tuple[Any, Any, int]]:
    return [(a, b, max(1, round(1e6 / s))) for a, b, s in G.edges(data="strength")]


def networkx_betweenness(G: nx.DiGraph) -> list[float]:
    H = nx.DiGraph()
    H.add_nodes_from(G)
    H.add_weighted_edges_from(lengths(G), weight="distance")
    return list(nx.betweenness_centrality(H, weight="distance", normalized=False).values())


def networkit_betweenness(G: nx.DiGraph) -> list[float]:
    import networkit as nk

    nk.setNumberOfThreads(1)
    source, target, distance = map(np.array, zip(*lengths(G), strict=True))
    H = nk.GraphFromCoo(
        (distance.astype(float), (source, target)), n=len(G), directed=True, weighted=True
    )
    found: list[float] = nk.centrality.Betweenness(H).run().scores()
    return found


JOBS: Final[dict[str, Callable[[nx.DiGraph], list[float]]]] = {
    job.__name__: job
    for job in (
        our_holes,
        networkx_constraint,
        igraph_constraint,
        our_roles,
        loop_roles,
        our_betweenness,
        networkx_betweenness,
        networkit_betweenness,
    )
}
SMALL: Final = (1_000, 25_000)  # the size of the e-mail network EU-core
MIDDLE: Final = (10_000, 100_000)
LARGE: Final = (100_000, 1_000_000)
# ours, peer, size, least ratio of the peer's time to ours
BARS: Final[tuple[tuple[str, str, tuple[int, int], float | None], ...]] = (
    ("our_holes", "networkx_constraint", MIDDLE, 3.0),
    ("our_holes", "igraph_constraint", MIDDLE, 1.0),
    ("our_roles", "loop_roles", MIDDLE, 5.0),
    ("our_betweenness", "networkx_betweenness", SMALL, 20.0),
    ("our_betweenness", "networkit_betweenness", SMALL, None),
    ("our_holes", "networkx_constraint", LARGE, 3.0),
    ("our_holes", "igraph_constraint", LARGE, 1.0),
)
BAR_MEGABYTES: Final = 700


def measure(job: str, size: tuple[int, int]) -> dict[str, Any]:
    """Run one job in a fresh process and return its time, memory and a digest of its values."""
    done = subprocess.run(
        [sys.executable, __file__, "--job", job, *map(str, size)],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def run(job: str, size: tuple[int, int]) -> None:
    """Do the job, in this process, and print what it cost."""
    JOBS[job](network(30, 200))  # imports, and code that is compiled or loaded on first use
    G = network(*size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    values = np.array(JOBS[job](G), dtype=float)
    seconds = time.process_time() - start
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    values = values[np.isfinite(values)]
    digest = [float(values.sum()), float((values**2).sum())]
    print(json.dumps({"seconds": seconds, "megabytes": grown, "digest": digest}))


def compare(ours: str, peer: str, size: tuple[int, int], bar: float | None) -> None:
    """Print the ratio of the peer's time to ours, from runs in turns."""
    package = peer.partition("_")[0]
    if package in ("igraph", "networkit") and importlib.util.find_spec(package) is None:
        print(f"{ours} / {peer}: {package} is not installed, left out")
        return
    pairs = [(measure(ours, size), measure(peer, size)) for _ in range(PAIRS)]
    ratios = [theirs["seconds"] / mine["seconds"] for mine, theirs in pairs]
    mine, theirs = pairs[0]
    agree = np.allclose(mine["digest"], theirs["digest"], rtol=1e-9)
    middle = statistics.median(ratios)
    verdict = "" if bar is None else ("  reached" if middle >= bar else "  MISSED")
    goal = "" if bar is None else f", bar {bar:g}"
    grown = max(mine["megabytes"] for mine, _ in pairs)
    print(
        f"{size[0]:>7,} people  {ours} {statistics.median(m['seconds'] for m, _ in pairs):.3f} s, "
        f"{peer} {statistics.median(t['seconds'] for _, t in pairs):.3f} s: "
        f"{middle:.1f} times [{min(ratios):.1f} to {max(ratios):.1f}{goal}]{verdict}; "
        f"values {'agree' if agree else 'DIFFER'}; ours grew by {grown:.0f} MB",
        flush=True,
    )
    if size == LARGE and grown > BAR_MEGABYTES:
        print(f"        memory MISSED: more than {BAR_MEGABYTES} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--full", action="store_true", help="100,000 people too")
    parser.add_argument("--job", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.job:
        run(asked.job[0], (int(asked.job[1]), int(asked.job[2])))
        return
    for ours, peer, size, bar in BARS:
        if size != LARGE or asked.full:
            compare(ours, peer, size, bar)


if __name__ == "__main__":
    main()
