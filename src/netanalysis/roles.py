"""Gould and Fernandez' brokerage roles, and how active and how exclusive brokers are.

A person j brokers from i to k where i -> j -> k and not i -> k. What kind of broker j is depends
on the groups of the three.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, Final

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd

from netanalysis.adjacency import Arcs, Floats, Integers, arcs_of
from netanalysis.errors import UnusableGraphError
from netanalysis.triangles import corners, mirror_of, rows_of, triangles

# In the order of Gould and Fernandez: w_I, w_O, b_IO, b_OI, b_O.
ROLES: Final = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")
_ACROSS: Final = ("representative", "gatekeeper", "liaison")  # between people of two groups
_ONE_BROKER: Final = 1 << 40  # one two-path in a sum that also names the broker
_A_TIE: Final = 1 << 62
_TWO_PATHS_AT_ONCE: Final = 5_000_000  # bounds the memory to some 100 MB

Groups = str | Mapping[Hashable, Any] | pd.Series


def brokerage_roles(G: nx.Graph, *, groups: Groups = "group") -> pd.DataFrame:
    """Return in which roles each person stands between others, against what chance would give.

    Answers "who stands between groups, and in which way?". With the groups of i -> j -> k
    written as letters, j is::

        coordinator     aaa   w_I   between two of their own
        itinerant       aba   w_O   an outsider between two of one group (also: consultant)
        representative  aab   b_IO  passes on what their group gives
        gatekeeper      abb   b_OI  lets in what comes to their group
        liaison         abc   b_O   between two other groups

    The expectation is that of a random network with the same people, groups and number of
    ties: with the density d, ``q = d ** 2 * (1 - d)``, N people, n in j's group and m in each
    other::

        coordinator      q (n - 1) (n - 2)          itinerant  q * sum of m (m - 1)
        representative   q (N - n) (n - 1)          gatekeeper the same
        liaison          q ((sum of m) ** 2 - sum of m ** 2)
        total            q (N - 1) (N - 2)

    ``z`` is the distance from it in standard deviations. Roles overlap in the ties they stand
    on, so z tells what is remarkable; it is no test.

    Parameters
    ----------
    G
        Directed graph; a tie of an undirected graph counts in both directions, so each open
        pair counts twice. Strengths and self-loops do not count.
    groups
        A node attribute, or the group of each node. Whoever has none (missing, "" or nothing)
        is left out before anything is counted.

    Returns
    -------
    DataFrame
        Indexed by node (``person_id``), in the graph's order. For each of the five roles and
        ``total``: the number of pairs (``coordinator``), the ``coordinator_expected`` and
        ``coordinator_z``; z is missing where chance allows one value only, and all is missing
        for people without a group.

        ``attrs``: ``n_people`` with a group, ``n_without_group``, ``n_groups``, ``density``.

    Raises
    ------
    UnusableGraphError
        If no node has a group.

    References
    ----------
    Gould and Fernandez, Structures of mediation: a formal approach to brokerage in transaction
    networks, Sociological Methodology 19, 1989.

    Examples
    --------
    >>> import networkx as nx
    >>> import netanalysis as na
    >>> G = nx.DiGraph([("ana", "bo"), ("bo", "cy")])
    >>> roles = na.brokerage_roles(G, groups={"ana": "Halden", "bo": "Halden", "cy": "Kolm"})
    >>> int(roles.loc["bo", "representative"])
    1
    """
    arcs = arcs_of(G, None)
    known, group = _groups(G, arcs.nodes, groups)
    inside = _only(arcs, known)
    counts = _census(inside, group[known])
    counts = np.column_stack([counts, counts.sum(axis=1)])
    n_people = int(known.sum())
    density = len(inside.source) / (n_people * (n_people - 1)) if n_people > 1 else float("nan")
    expected, spread = _chance(group[known], density)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(spread > 0, (counts - expected) / spread, np.nan)
    columns: dict[str, Any] = {}
    for number, role in enumerate((*ROLES, "total")):
        columns[role] = pd.array(counts[:, number], dtype="Int64")
        columns[f"{role}_expected"] = pd.array(expected[:, number], dtype="Float64")
        columns[f"{role}_z"] = pd.array(z[:, number], dtype="Float64")
    result = _of_all(arcs.nodes, known, columns)
    result.attrs = {
        "n_people": n_people,
        "n_without_group": len(arcs.nodes) - n_people,
        "n_groups": len(np.unique(group[known])),
        "density": density,
    }
    return result


def brokering_activity(G: nx.Graph, *, groups: Groups | None = None) -> pd.DataFrame:
    """Return between how many pairs each person stands, and for how many of them alone.

    Answers "whom could nobody replace in one step?". A pair without a tie of its own is
    brokered by everybody who leads from one to the other in two steps. With ``groups``, only
    pairs of different groups count.

    Parameters
    ----------
    G
        In a directed graph pairs are ordered; in an undirected one each counts once.
        Strengths and self-loops do not count.
    groups
        A node attribute, or the group of each node; None counts all pairs. With groups, whoever
        has none is left out before anything is counted.

    Returns
    -------
    DataFrame
        Indexed by node (``person_id``), in the graph's order: ``activity`` (pairs brokered),
        ``n_exclusive`` (of these, pairs with no other broker) and ``exclusivity``
        (``n_exclusive / activity``, 0 to 1; missing where nothing is brokered). All three are
        missing for people without a group.

    Raises
    ------
    UnusableGraphError
        If ``groups`` is given and no node has one.

    References
    ----------
    Hamilton, Hileman and Bodin, Evaluating heterogeneous brokerage, Social Networks 61, 2020.

    Examples
    --------
    >>> import networkx as nx
    >>> import netanalysis as na
    >>> square = nx.cycle_graph(["ana", "bo", "cy", "dee"])
    >>> na.brokering_activity(square).loc["ana"].to_list()
    [1.0, 0.0, 0.0]
    """
    arcs = arcs_of(G, None)
    known, group = np.ones(len(arcs.nodes), dtype=bool), np.zeros(len(arcs.nodes), dtype=np.int64)
    if groups is not None:
        known, group = _groups(G, arcs.nodes, groups)
    inside, group = _only(arcs, known), group[known]
    roles = _census(inside, group)
    across = roles if groups is None else roles[:, [ROLES.index(name) for name in _ACROSS]]
    each = 1 if arcs.is_directed else 2
    activity = across.sum(axis=1) // each
    n_exclusive = _alone(inside, None if groups is None else group) // each
    with np.errstate(divide="ignore", invalid="ignore"):
        exclusivity = np.where(activity > 0, n_exclusive / activity, np.nan)
    columns = {
        "activity": pd.array(activity, dtype="Int64"),
        "n_exclusive": pd.array(n_exclusive, dtype="Int64"),
        "exclusivity": pd.array(exclusivity, dtype="Float64"),
    }
    return _of_all(arcs.nodes, known, columns)


def _of_all(
    nodes: list[Hashable], known: npt.NDArray[np.bool_], columns: dict[str, Any]
) -> pd.DataFrame:
    """Return the columns of those with a group as a frame of all nodes."""
    result = pd.DataFrame(columns, index=np.flatnonzero(known)).reindex(range(len(nodes)))
    result.index = pd.Index(nodes, name="person_id", tupleize_cols=False)
    return result


def _groups(
    G: nx.Graph, nodes: list[Hashable], groups: Groups
) -> tuple[npt.NDArray[np.bool_], Integers]:
    """Return who has a group, and its number (-1 where there is none)."""
    found = [G.nodes[v].get(groups) for v in nodes] if isinstance(groups, str) else None
    if found is None:
        found = [groups.get(v) for v in nodes]  # type: ignore[union-attr]
    values = pd.Series(found, dtype="object")
    values = values.where(values.notna() & values.ne(""), None)
    number = pd.factorize(values)[0]
    if nodes and (number < 0).all():
        what = f"the attribute {groups!r}" if isinstance(groups, str) else "a group in groups="
        raise UnusableGraphError(
            f"None of the {len(nodes)} nodes has {what}; name a node attribute that holds groups, "
            "or pass the group of each node."
        )
    return number >= 0, number


def _only(arcs: Arcs, known: npt.NDArray[np.bool_]) -> Arcs:
    """Return the arcs among the nodes that are known."""
    number = np.cumsum(known) - 1
    inside = known[arcs.source] & known[arcs.target]
    nodes = [node for node, is_known in zip(arcs.nodes, known, strict=True) if is_known]
    source, target = number[arcs.source[inside]], number[arcs.target[inside]].astype(np.int32)
    return Arcs(nodes, source, target, arcs.strength[inside], arcs.is_directed)


def _census(arcs: Arcs, group: Integers) -> Integers:
    """Return, per person and role, the open pairs they stand between."""
    n_nodes = len(arcs.nodes)
    counts = _two_paths(arcs, group)
    A = arcs.matrix(np.ones(len(arcs.source), dtype=np.int8))
    both = A + 2 * A.T
    both.sort_indices()
    is_arc = (both.data & 1).astype(bool)
    row, mirror = rows_of(both), mirror_of(both)
    for block in triangles(both):
        for ij, ik, jk in corners(*block, mirror):
            closed = np.flatnonzero(is_arc[ij] & is_arc[jk] & is_arc[ik])
            i, j, k = row[ij[closed]], row[jk[closed]], both.indices[jk[closed]]
            cell = j.astype(np.int64) * len(ROLES) + _role(group[i], group[j], group[k])
            found = np.bincount(cell, minlength=n_nodes * len(ROLES))
            counts -= found.reshape(n_nodes, len(ROLES))
    return counts


def _role(first: Integers, broker: Integers, last: Integers) -> Integers:
    """Return the number of the role by the groups of the three."""
    inner = np.where(last == broker, 0, 2)
    outer = np.where(last == broker, 3, np.where(first == last, 1, 4))
    role: Integers = np.where(first == broker, inner, outer)
    return role


def _two_paths(arcs: Arcs, group: Integers) -> Integers:
    """Return, per person and role, the ways i -> j -> k through them, open or closed."""
    import scipy.sparse as sp

    n_nodes = len(arcs.nodes)
    A = arcs.matrix(np.ones(len(arcs.source), dtype=np.int64))
    n_groups = int(group.max(initial=-1)) + 1
    member = sp.csr_array(
        (np.ones(n_nodes, dtype=np.int64), (np.arange(n_nodes), group)), shape=(n_nodes, n_groups)
    )
    to_group, from_group = A @ member, A.T @ member
    alike = np.asarray(to_group.multiply(from_group).sum(axis=1)).ravel()
    n_out, n_in = (np.bincount(end, minlength=n_nodes) for end in (arcs.source, arcs.target))
    is_own = group[arcs.source] == group[arcs.target]
    out_own, in_own = (
        np.bincount(end[is_own], minlength=n_nodes) for end in (arcs.source, arcs.target)
    )
    # There and back again is no pair: i and k would be one person.
    returned = A.multiply(A.T).tocoo()
    back_own = np.bincount(
        returned.row[group[returned.row] == group[returned.col]], minlength=n_nodes
    )
    back_other = np.bincount(returned.row, minlength=n_nodes) - back_own
    alike_other = alike - in_own * out_own
    counts: Integers = np.column_stack(
        [
            in_own * out_own - back_own,
            alike_other - back_other,
            in_own * (n_out - out_own),
            (n_in - in_own) * out_own,
            (n_in - in_own) * (n_out - out_own) - alike_other,
        ]
    ).astype(np.int64)
    return counts


def _chance(group: Integers, density: float) -> tuple[Floats, Floats]:
    """Return expectation and standard deviation of the five roles and their total."""
    d, N = density, float(len(group))
    sizes = np.bincount(group).astype(np.float64) if len(group) else np.zeros(0)
    n = sizes[group]
    others = N - n
    m1, m2, m3 = ((sizes**power).sum() - n**power for power in (1, 2, 3))
    # sum over other groups of m (m - 1) (m - 2), and of m C(N - n - m, 2)
    triples = m3 - 3 * m2 + 2 * m1
    liaisons = (m1 * (others**2 - others) - m2 * (2 * others - 1) + m3) / 2
    same = np.ones(len(group))
    pairs = np.column_stack(
        [
            (n - 1) * (n - 2),
            m2 - m1,
            others * (n - 1),
            others * (n - 1),
            m1**2 - m2,
            same * (N - 1) * (N - 2),
        ]
    )
    mixed = (n - 1) * others * (others - 1) + others * (n - 1) * (n - 2)
    overlaps = np.column_stack(
        [
            2 * (n - 1) * (n - 2) * (n - 3),
            2 * triples,
            mixed,
            mixed,
            4 * liaisons,
            same * 2 * (N - 1) * (N - 2) * (N - 3),
        ]
    )
    q = d**2 * (1 - d)
    expected = q * pairs
    variance = expected * (1 - q) + d**3 * (1 - d) ** 3 * overlaps
    return expected, np.sqrt(np.maximum(variance, 0.0))


def _alone(arcs: Arcs, group: Integers | None) -> Integers:
    """Return, per person, the ordered pairs (of two groups) that nobody else brokers.

    The sum over all ways from one to another tells their number and, if it is one, the broker.
    """
    n_nodes = len(arcs.nodes)
    A = arcs.matrix(np.ones(len(arcs.source), dtype=np.int64))
    named = arcs.matrix(_ONE_BROKER + arcs.source.astype(np.int64))
    n_exclusive = np.zeros(n_nodes, dtype=np.int64)
    n_ways = np.bincount(arcs.source, weights=np.diff(A.indptr)[arcs.target], minlength=n_nodes)
    done = np.concatenate([[0], np.cumsum(n_ways)])
    begin = 0
    while begin < n_nodes:
        end = int(np.searchsorted(done, done[begin] + _TWO_PATHS_AT_ONCE, side="right")) - 1
        end = max(end, begin + 1)
        sums = (A[begin:end] @ named + _A_TIE * A[begin:end]).tocoo()
        first, last = sums.row + begin, sums.col
        is_alone = (sums.data < 2 * _ONE_BROKER) & (first != last)
        if group is not None:
            is_alone &= group[first] != group[last]
        broker = sums.data[is_alone] - _ONE_BROKER
        n_exclusive += np.bincount(broker, minlength=n_nodes)
        begin = end
    return n_exclusive
