"""Every finding by its name, for the command line: where it is made and what it is asked.

Importing this module imports no finding, so that the names are there at once.
"""

from __future__ import annotations

import inspect
from importlib import import_module
from os import PathLike
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd

    from netanalysis.dataset import Dataset

OF_THE_ARCHIVE: Final = {
    "reach_out": "netanalysis.reaching",
    "neglected_ties": "netanalysis.analysis.neglect",
    "dormant_ties": "netanalysis.analysis.dormant",
    "waiting": "netanalysis.analysis.unanswered",
    "milestones": "netanalysis.analysis.congratulating",
    "collaboration_openings": "netanalysis.analysis.openings",
    "mentorship_gaps": "netanalysis.analysis.mentorship",
    "mentorship_ties": "netanalysis.analysis.guidance",
    "mentorship_history": "netanalysis.analysis.guidance",
    "mentor_candidates": "netanalysis.analysis.mentors",
    "mentee_candidates": "netanalysis.analysis.mentors",
    "mentorship_coverage": "netanalysis.analysis.coverage",
    "ego_ties": "netanalysis.ego",
    "ties": "netanalysis.pairs",
    "dyads": "netanalysis.pairs",
}
OF_THE_GRAPH: Final = {
    "brokers": "netanalysis.analysis.brokers",
    "bridges_at_risk": "netanalysis.analysis.bridges",
}
TABLES: Final = ("people", "issues", "ledger")
"""Tables of the archive itself that answer questions of their own."""
NAMES: Final = (*OF_THE_ARCHIVE, *OF_THE_GRAPH, *TABLES)


def finding(
    archive: Dataset,
    name: str,
    *,
    as_of: str | None = None,
    include_bulk: bool = False,
    wishes: str | PathLike[str] | None = None,
) -> pd.DataFrame:
    """Return the finding of a name out of :data:`NAMES`; options it does not know are left out.

    Raises
    ------
    NetAnalysisError
        As the finding itself.
    """
    table: pd.DataFrame
    options = {"as_of": as_of, "include_bulk": include_bulk, "wishes": wishes}
    if name in TABLES:
        table = getattr(archive, name)
    elif name in OF_THE_GRAPH:
        graph = _asked("netanalysis.graph", "relationship_graph", archive, options)
        table = _asked(OF_THE_GRAPH[name], name, graph, {})
    else:
        table = _asked(OF_THE_ARCHIVE[name], name, archive, options)
    return table


def _asked(module: str, name: str, what: Any, options: dict[str, Any]) -> Any:
    """Return the answer of a function, which is given the options it takes."""
    answer = getattr(import_module(module), name)
    known = inspect.signature(answer).parameters
    return answer(what, **{key: value for key, value in options.items() if key in known})
