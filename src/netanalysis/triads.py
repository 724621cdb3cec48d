"""Two people and a third between them: who could introduce them, and which triads stand open.

The closeness of two people is the larger strength of the edges between them, whichever way. All
ties count alike here, those seen as contact and those seen as appearances together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd

from netanalysis.adjacency import Floats, Integers, arcs_of

# Somebody tied to more than half of everybody knows the one and the other by their office, so
# nothing follows from it. Below twenty people half of them are soon known.
HUB_SHARE: Final = 0.5
LEAST_FOR_HUB: Final = 20


@dataclass(frozen=True)
class Triads:
    """The ties of a graph as symmetric sparse matrices over ``nodes``."""

    nodes: pd.Index
    close: Any
    """Strength of each tie, above 0."""

    contact: Any
    """1 where one of the two wrote to the other."""

    together: Any
    """Messages on which both stand, where there are any."""

    is_hub: npt.NDArray[np.bool_]
    """Who is tied to more than half of everybody who has a tie; nobody among few."""

    def between(self, one: str, other: str) -> pd.DataFrame:
        """Return who is tied to both of two people, the strongest path first, without hubs.

        Indexed by person: ``strength`` of the path, the product of ``to_one`` and
        ``to_other``; equal ones stand in the order of the nodes.
        """
        places = self.nodes.get_indexer(pd.Index([one, other])).tolist()
        near, far = (self.close[[place]].toarray()[0] for place in places)
        found = np.flatnonzero((near > 0) & (far > 0) & ~self.is_hub)
        table = pd.DataFrame(
            {
                "strength": near[found] * far[found],
                "to_one": near[found],
                "to_other": far[found],
            },
            index=self.nodes[found],
        )
        return table.sort_values("strength", ascending=False, kind="stable")

    def open_pairs(self, people: Sequence[str]) -> pd.DataFrame:
        """Return the pairs of ``people`` without contact that something speaks for.

        ``a`` and ``b`` (``a`` first in the order of the nodes); ``adamic_adar``, the sum over
        common contacts z of (closeness of a and z + of z and b) / ln(1 + all closeness of z);
        ``n_common`` contacts; ``n_together``; and ``score``: the sum of the ranks by
        ``adamic_adar`` and ``n_together`` as shares of 1, so 0 to 2. Best pair first.
        """
        import scipy.sparse as sp

        live = np.sort(self.nodes.get_indexer(pd.Index(people)))
        total = np.asarray(self.close.sum(axis=0)).ravel()
        with np.errstate(divide="ignore"):
            worth = np.where(total > 0, 1.0 / np.log1p(total), 0.0)
        near = self.close[live]
        tied = sp.csr_array((np.ones(near.nnz), near.indices, near.indptr), shape=near.shape)
        one_way = (near * worth).tocsr() @ tied.T
        half = {
            "adamic_adar": one_way + one_way.T,
            "n_common": tied @ tied.T,
            "n_together": self.together[live][:, live],
        }
        is_tied = self.contact[live][:, live]
        anything = sp.coo_array(sp.triu(half["adamic_adar"] + half["n_together"], k=1))
        a, b = anything.row, anything.col
        is_open = _at(is_tied, a, b) == 0
        a, b = a[is_open], b[is_open]
        pairs = pd.DataFrame({"a": self.nodes[live[a]], "b": self.nodes[live[b]]})
        pairs = pairs.assign(**{name: _at(values, a, b) for name, values in half.items()})
        ranks = pairs[["adamic_adar", "n_together"]].rank(pct=True)
        pairs["score"] = ranks.sum(axis=1)
        return pairs.sort_values(["score", "a", "b"], ascending=[False, True, True]).reset_index(
            drop=True
        )


def triads(G: nx.DiGraph, *, without: str | None = None) -> Triads:
    """Return the ties of a relationship graph, ready for questions about two people.

    With ``without`` (a person) the ties of this person do not count.

    Raises
    ------
    UnusableGraphError
        If a strength is missing, negative or no number.
    """
    H = G if without is None else G.subgraph([person for person in G if person != without])
    arcs = arcs_of(H, "strength")
    edges = [
        H.edges[arcs.nodes[i], arcs.nodes[j]] for i, j in zip(arcs.source, arcs.target, strict=True)
    ]
    days = np.array([edge["n_contact_days"] for edge in edges], dtype=np.float64)
    n_together = np.array([edge["n_together"] for edge in edges], dtype=np.float64)
    close = _larger(arcs.matrix())
    degree = np.diff(close.indptr)
    n_tied = int((degree > 0).sum())
    is_hub = (degree > HUB_SHARE * (n_tied - 1)) & (n_tied >= LEAST_FOR_HUB)
    return Triads(
        nodes=pd.Index(arcs.nodes, dtype="object"),
        close=close,
        contact=_larger(arcs.matrix((days > 0).astype(np.float64))),
        together=_larger(arcs.matrix(n_together)),
        is_hub=is_hub,
    )


def _larger(matrix: Any) -> Any:
    """Return a matrix with the larger of both ways each way, without zeros."""
    import scipy.sparse as sp

    both: Any = sp.csr_array(matrix.maximum(matrix.T))
    both.eliminate_zeros()
    both.sort_indices()
    return both


def _at(matrix: Any, row: Integers, column: Integers) -> Floats:
    """Return the values of a sparse matrix at many places."""
    if not len(row):
        return np.empty(0)
    values: Floats = np.asarray(matrix.tocsr()[row, column], dtype=np.float64).ravel()
    return values
