"""Invented findings in the shapes the analysis rooms hand over, some with nasty names."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import matplotlib as mpl

mpl.use("agg")

import matplotlib.pyplot as plt
import networkx as nx
import numpy as np
import pandas as pd
import pytest

AS_OF = pd.Timestamp("2026-03-04")
FIRST = (
    "Ana Jonas Petra Mehmet Ingrid Luca Søren Chiara Zofia Bertrand Noor Emil Greta Hideo "
    "Wiebke Tomás Yara Karl-Heinz Amélie Dmitri"
).split()
LAST = (
    "Müller Okonkwo Lindqvist Fernández Brandt Öztürk Rossi Kowalczyk Dubois Haugen Achterberg "
    "Silva Novák Weiß Tanaka O'Brien Petrov Jansen Castellanos Ferreira"
).split()
GROUPS = (
    "Nordlicht Energie",
    "Hafenwerk",
    "Universität Lübeck",
    "Blue Heron Analytics",
    "Stadtwerke Oberursel-Hintertaunus GmbH & Co. KG",
    "Kite",
    "Meridian Capital",
    "Old rowing club",
    "Papierfabrik",
)
TITLES = ("CTO", "Head of Sales", "Engineer", "Analyst", "VP Operations", "Team lead", None)
HOSTILE = (
    "$x^2$ & \\frac{",
    "😀🎉 Party 🎉",
    "דוד כהן",
    "محمد الأحمد",
    "王小明",
    "evil\u202egnp.exe",
    "Z\u0351\u036b\u0343\u036a\u0302\u036ba\u0354\u035clgo",
    "Baron Maximilian Friedrich Ferdinand von und zu Hohenlohe-Waldenburg-Schillingsfürst",
    "two\nlines\tand a tab",
    "<script>alert(1)</script>",
    "nul\x00 and bell\x07",
    "W" * 90,
    "   ",
)


def names(n: int, *, hostile: bool) -> list[str]:
    plain = [f"{FIRST[i % 20]} {LAST[(7 * i + i // 20) % 20]}" for i in range(n)]
    if hostile:
        plain[::2] = [HOSTILE[i % len(HOSTILE)] for i in range(len(plain[::2]))]
    return plain


def make_neglected(n: int = 40, *, seed: int = 1, hostile: bool = False) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    silent = np.maximum(rng.gamma(0.7, 240, n).round(), 1).astype(int)
    days = np.maximum(rng.lognormal(2.6, 1.1, n).round(), 1).astype(int)
    p90 = 1 / (1 + np.exp(-(0.6 - 0.66 * np.log(silent) + 0.8 * np.log(0.3 + days) + 0.6)))
    value = np.clip(0.12 + 0.13 * np.log(days) + rng.normal(0, 0.16, n), 0.03, 0.97)
    unusual = rng.uniform(0, 1, n)
    label = np.where(p90 < 0.5, "cooling", "in touch").astype(object)
    label[(p90 < 0.5) & (value > (np.quantile(value, 0.7) if n else 0))] = "gone quiet"
    label[(p90 < 0.5) & (silent > 365) & (label == "cooling")] = "dormant"
    label[days < 3] = "too little history"
    label[rng.uniform(size=n) < 0.08] = "you only receive"
    frame = pd.DataFrame(
        {
            "name": names(n, hostile=hostile),
            "company": [GROUPS[i % 9] for i in rng.integers(0, 9, n)],
            "title": [TITLES[i] for i in rng.integers(0, 7, n)],
            "label": label,
            "neglect": value * (1 - p90),
            "p_30": p90**2,
            "p_60": p90**1.3,
            "p_90": p90,
            "days_silent": silent,
            "usual_gap_days": rng.gamma(2, 20, n),
            "unusual_silence": unusual,
            "strength": rng.gamma(1, 3, n),
            "n_contact_days": days,
            "n_sent": days // 2,
            "n_received": days - days // 2,
            "first_on": AS_OF - pd.to_timedelta(silent + 900, unit="D"),
            "last_on": AS_OF - pd.to_timedelta(silent, unit="D"),
            "last_by": np.where(rng.uniform(size=n) < 0.5, "you", "them"),
            "channels": "mail, linkedin_message",
            "value": value,
            "value_peak": value,
            "value_direct": value,
            "value_non_redundant": value,
            "value_seniority": np.nan,
            "value_multiplex": value,
        },
        index=pd.Index([f"p{i:03d}" for i in range(n)], name="person_id"),
    )
    frame["reason"] = [
        f"{s} days silent; you used to be in touch every {g:.0f} days."
        for s, g in zip(frame["days_silent"], frame["usual_gap_days"], strict=True)
    ]
    frame = frame.sort_values("neglect", ascending=False)
    frame.attrs = {"as_of": AS_OF, "n_ties": n}
    return frame


def make_rhythm(
    n: int = 140, *, seed: int = 2, span: int = 1500, silent: int = 112, name: str = "Ana Müller"
) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    last = AS_OF - pd.Timedelta(days=silent)
    offsets = np.unique(np.append((span * rng.beta(1.5, 1.2, n - 1)).round(), span)) if n else []
    on = pd.DatetimeIndex([last - pd.Timedelta(days=int(span - d)) for d in offsets], name="on")
    mine, theirs = rng.poisson(1.1, len(on)), rng.poisson(1.0, len(on))
    mine = np.where(mine + theirs == 0, 1, mine)
    frame = pd.DataFrame({"n_from_me": mine, "n_from_them": theirs, "channels": "mail"}, index=on)
    frame.attrs = {
        "name": name,
        "as_of": AS_OF,
        "usual_gap_days": (13 + span) / (1.3 + max(len(on) - 1, 0)),
        "days_silent": silent,
        "p_90": 0.22,
        "unusual_silence": 0.01,
        "first_on": on[0] if n else pd.NaT,
        "last_on": on[-1] if n else pd.NaT,
    }
    return frame


def make_brokers(n: int = 14, *, seed: int = 3, hostile: bool = False) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    called = names(n, hostile=hostile)
    rows, access = [], []
    for i in range(n):
        reached = sorted(rng.choice(9, size=max(1, 5 - i // 3), replace=False))
        shares = np.clip(rng.beta(1.2, 2.0, len(reached)), 0.05, 1)
        single = rng.uniform(size=len(reached)) < 0.22
        shares[single] = 1.0
        for g, share, alone in zip(reached, shares, single, strict=True):
            access.append((f"p{i:03d}", called[i], GROUPS[g], share, bool(alone)))
        p90 = rng.beta(2, 1.5)
        rows.append(
            {
                "name": called[i],
                "group": GROUPS[reached[0]],
                "brokerage": shares.sum(),
                "access_share": shares.sum() / 9,
                "n_groups": len(reached),
                "groups": ", ".join(GROUPS[g] for g in reached),
                "single_access": ", ".join(
                    GROUPS[g] for g, alone in zip(reached, single, strict=True) if alone
                ),
                "p_90": p90,
                "at_risk": (1 - p90) * shares.sum(),
                "strength": rng.gamma(1, 3),
                "n_contact_days": int(rng.integers(3, 300)),
                "n_alters_seen": int(rng.integers(3, 40)),
                "constraint": 0.2,
                "effective_size": 4.0,
                "reason": "Your only live contact at Kite.",
            }
        )
    index = pd.Index([f"p{i:03d}" for i in range(n)], name="person_id")
    frame = pd.DataFrame(rows, index=index)
    if n:
        frame = frame.sort_values("brokerage", ascending=False)
    frame.attrs = {
        "as_of": AS_OF,
        "n_groups": 9,
        "n_people": 212,
        "share_pairs_seen": 0.08,
        "access": pd.DataFrame(
            access, columns=["person_id", "name", "group", "share", "is_single"]
        ),
    }
    return frame


def make_gaps(*, hostile: bool = False) -> pd.DataFrame:
    a, b, c, d, e, f, g = names(7, hostile=hostile)
    a, b, c, d, e, f, g = (x.replace(";", ",") for x in (a, b, c, d, e, f, g))
    rows = [
        ("engineering", "function", "covered", [a, b, c], [d, e], 64, 22),
        ("data science", "function", "thin", [d], [e, f, g, a], 18, 6),
        ("finance", "function", "gap", [], [f, g], 41, 38),
        ("sales", "function", "gap", [], [], 12, 3),
        ("Kubernetes", "skill", "cannot tell", [], [], 9, 9),
        ("negotiation in several languages and jurisdictions", "skill", "thin", [b], [c], 7, 0),
        ("statistics", "skill", "covered", [a, d, e, f, g, b], [c], 30, 4),
        ("people you mentor", "giving", "gap", [], [g, a], 212, 90),
    ]
    frame = pd.DataFrame(
        [
            {
                "field": field,
                "kind": kind,
                "status": status,
                "n_live_seniors": len(live),
                "live_seniors": "; ".join(live),
                "n_candidates": len(silent),
                "candidates": "; ".join(silent),
                "n_contacts": contacts,
                "n_title_unknown": unknown,
                "own_level": 4,
                "reason": f"{len(live)} live seniors among {contacts} contacts.",
            }
            for field, kind, status, live, silent, contacts, unknown in rows
        ]
    ).set_index("field")
    frame.attrs = {"as_of": AS_OF, "own_title": "Engineering lead", "own_level": 4}
    return frame


def make_ladder(n: int = 60, *, hostile: bool = False) -> pd.DataFrame:
    rng = np.random.default_rng(7)
    fields = [*GROUPS[:8], "engineering", None]
    called = names(n, hostile=hostile)
    rows = [
        {
            "name": called[i],
            "title": called[i],
            "organisation": "Kite",
            "level": int(rng.integers(0, 8)),
            "field": (called[i] if hostile and i % 3 == 0 else fields[i % len(fields)]),
            "is_live": bool(rng.uniform() < 0.3),
            "is_me": False,
        }
        for i in range(n)
    ]
    me = {"name": "Ada", "level": 4, "field": "engineering", "is_live": None, "is_me": True}
    index = pd.Index([*(f"p{i:03d}" for i in range(n)), "me"], name="person_id")
    frame = pd.DataFrame([*rows, me], index=index).astype(
        {"level": "Int64", "field": "string", "is_live": "boolean", "is_me": "boolean"}
    )
    frame.attrs = {
        "as_of": AS_OF, "own_title": "Engineering lead", "own_level": 4,
        "own_fields": ["engineering"], "n_contacts": n + 20, "n_title_unknown": 20,
    }  # fmt: skip
    return frame


def make_teams(n: int = 8, *, hostile: bool = False) -> pd.DataFrame:
    rng = np.random.default_rng(9)
    called = names(n, hostile=hostile)
    counts = rng.integers(0, 12, (n, 5))
    columns = ["n_gap", "n_thin", "n_covered", "n_at_the_top", "n_cannot_tell"]
    index = pd.Index([f"{name} {i}" for i, name in enumerate(called)], name="team")
    frame = pd.DataFrame(counts, index=index, columns=columns).astype("Int64")
    frame["n_people"] = frame.sum(axis=1)
    known = frame["n_gap"] + frame["n_thin"] + frame["n_covered"]
    frame["gap_share"] = (frame["n_gap"] / known).astype("Float64")
    frame.attrs = {"as_of": AS_OF, "n_left_out": 3}
    return frame


def make_signature(n: int = 20, *, hostile: bool = False, compared: bool = True) -> pd.DataFrame:
    share = 0.12 / np.arange(1, n + 1) ** 0.7
    before = np.where(np.arange(n) < 15, share * 1.1, np.nan)
    frame = pd.DataFrame(
        {
            "share": pd.array(share, dtype="Float64"),
            "share_low": pd.array(share * 0.8, dtype="Float64"),
            "share_high": pd.array(share * 1.3, dtype="Float64"),
            "name": pd.array(names(n, hostile=hostile), dtype="string"),
            "share_before": pd.array(before, dtype="Float64"),
            "is_layer_end": pd.array(np.arange(n) == 4, dtype="boolean"),
        },
        index=pd.RangeIndex(1, n + 1, name="rank"),
    )
    frame.attrs = {
        "as_of": AS_OF, "n_contact_days": 900, "n_people": n + 80,
        "distance": 0.11 if compared else np.nan, "self_distance": 0.1, "turnover": 0.25,
    }  # fmt: skip
    return frame


def make_mentors(n: int = 12, *, hostile: bool = False) -> pd.DataFrame:
    rng = np.random.default_rng(11)
    called = names(n, hostile=hostile)
    strength = np.sort(rng.gamma(2, 2, n))[::-1]
    frame = pd.DataFrame(
        {
            "name": called,
            "role": ["possible mentor"] * n,
            "kind": ["strong, other organisation" if s >= 1.7 else "weak, other" for s in strength],
            "organisation": pd.array([(called if hostile else GROUPS)[i % 5 % max(n, 1)]
                                      for i in range(n)], dtype="string"),
            "strength": pd.array(strength, dtype="Float64"),
        },
        index=pd.Index([f"p{i:03d}" for i in range(n)], name="person_id"),
    )  # fmt: skip
    frame.attrs = {
        "as_of": AS_OF, "own_level": 4,
        "network": "entrepreneurial: strong ties to several organisations" if n else None,
    }  # fmt: skip
    return frame


def make_history(n: int = 12, *, hostile: bool = False) -> pd.DataFrame:
    """Return ties of three days: each third of the people fades, another comes."""
    days = [pd.Timestamp(f"{year}-12-31") for year in (2023, 2024)] + [AS_OF]
    called = names(n, hostile=hostile)
    rows = []
    for i, name in enumerate(called):
        begin = i % 2
        for at, day in list(enumerate(days))[begin : begin + 2]:
            change = "new" if at == begin else "faded" if i % 3 == 0 else "kept"
            kind = "strong, other organisation" if i % 4 else "weak, other organisation"
            role = "possible mentor" if i % 5 < 4 else "possible mentee"
            rows.append((day, f"p{i:03d}", name, role, kind, 5, 4.0 - i / 100, change))
    columns = ["as_of_on", "person_id", "name", "role", "kind", "level", "strength", "change"]
    frame = pd.DataFrame(rows, columns=columns).set_index(["as_of_on", "person_id"]).sort_index()
    frame.attrs = {"as_of": AS_OF, "own_level": 4}
    return frame


def make_network(
    n: int = 140, *, seed: int = 4, hostile: bool = False, ego: bool = True, n_groups: int = 9
) -> nx.DiGraph:
    rng = np.random.default_rng(seed)
    called = names(n, hostile=hostile)
    graph: nx.DiGraph = nx.DiGraph(ego="me" if ego else None, as_of=AS_OF)
    if ego:
        graph.add_node("me", name="Ada", kind="person", is_me=True, group="", p_90=np.nan)
    share = 1 / np.arange(2, n_groups + 2)
    of = rng.choice(n_groups, size=n, p=share / share.sum())
    days = np.maximum(rng.lognormal(2.4, 1.1, n).round(), 1).astype(int)
    for i in range(n):
        alone = rng.uniform() < 0.15
        group = "" if alone else GROUPS[of[i] % 9] + (f" {of[i] // 9}" if of[i] > 8 else "")
        graph.add_node(
            f"p{i:03d}",
            name=called[i],
            kind="person",
            is_me=False,
            group=group,
            company=group,
            title=None,
            p_90=float(rng.beta(2, 1.3)) if rng.uniform() > 0.05 else np.nan,
            n_contact_days=int(days[i]),
        )
        if ego:
            strength = float(days[i] * rng.uniform(0.2, 1))
            _tie(graph, "me", f"p{i:03d}", strength, int(days[i]))
    for _ in range(6 * n):
        i, j = rng.integers(0, n, 2)
        if i != j and (of[i] == of[j] or rng.uniform() < 0.06):
            _tie(graph, f"p{i:03d}", f"p{j:03d}", float(rng.gamma(0.8, 2)), 3)
    return graph


def _tie(graph: nx.DiGraph, a: str, b: str, strength: float, days: int) -> None:
    for s, t in ((a, b), (b, a)):
        graph.add_edge(
            s, t, strength=strength, distance=1 / max(strength, 1e-9), n_contact_days=days,
            n_together=0,
        )  # fmt: skip


@pytest.fixture
def fake() -> SimpleNamespace:
    """The makers of invented findings, and the nasty names among them."""
    return SimpleNamespace(
        neglected=make_neglected,
        rhythm=make_rhythm,
        brokers=make_brokers,
        gaps=make_gaps,
        ladder=make_ladder,
        teams=make_teams,
        mentors=make_mentors,
        signature=make_signature,
        history=make_history,
        network=make_network,
        hostile=HOSTILE,
        as_of=AS_OF,
    )


@pytest.fixture(autouse=True)
def no_figure_left_behind() -> Iterator[None]:
    """Close what a test drew, so that tests cannot see each other's figures."""
    plt.close("all")
    yield
    plt.close("all")
