"""Small random networks for properties: directed or not, weighted, with isolates and loops."""

from __future__ import annotations

import networkx as nx
from hypothesis import strategies as st


@st.composite
def networks(draw, *, loops: bool = False) -> nx.Graph:
    """Draw a network of up to nine people whose ties carry ``strength``."""
    kind = draw(st.sampled_from([nx.Graph, nx.DiGraph]))
    n_people = draw(st.integers(1, 9))
    person = st.integers(0, n_people - 1)
    strength = st.sampled_from([0.25, 0.5, 1.0, 2.0, 3.0, 7.0])
    G = kind()
    G.add_nodes_from(range(n_people))
    for a, b, weight in draw(st.lists(st.tuples(person, person, strength), max_size=30)):
        if loops or a != b:
            G.add_edge(a, b, strength=weight)
    return G
