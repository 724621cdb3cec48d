"""Join a LinkedIn export and a mail archive: neglected ties, brokers and mentorship gaps.

    import netanalysis as na

    archive = na.load("Complete_LinkedInDataExport.zip", "All mail.mbox")
    G = na.relationship_graph(archive)
    na.neglected_ties(archive)
    na.brokers(G)
    na.mentorship_gaps(archive)

Everything runs on this machine and nothing leaves it; the text of messages is never kept.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from netanalysis.archive import load
from netanalysis.dataset import Dataset
from netanalysis.ego import ego_ties
from netanalysis.errors import (
    ExportNotFoundError,
    NetAnalysisError,
    NothingToAnalyseError,
    OutputError,
    OwnerUnknownError,
    PersonUnknownError,
    SchemaError,
    UnknownExportError,
    UnreadableExportError,
)
from netanalysis.sample import sample_path
from netanalysis.ties import dyads, ties

if TYPE_CHECKING:
    from netanalysis.analysis.brokers import brokers
    from netanalysis.analysis.mentorship import mentorship_gaps
    from netanalysis.analysis.neglect import neglected_ties, rhythm
    from netanalysis.display import (
        facts,
        in_words,
        picture,
        plot_brokers,
        plot_mentorship,
        plot_neglected,
        plot_network,
        plot_rhythm,
        readable,
    )
    from netanalysis.graph import relationship_graph
    from netanalysis.holes import structural_holes
    from netanalysis.report import write_report, write_tables
    from netanalysis.store import open_store, write_store

# Names that bring a heavy library with them load it on first use.
_LATER = {
    "brokers": "netanalysis.analysis.brokers",
    "mentorship_gaps": "netanalysis.analysis.mentorship",
    "neglected_ties": "netanalysis.analysis.neglect",
    "rhythm": "netanalysis.analysis.neglect",
    "facts": "netanalysis.display",
    "in_words": "netanalysis.display",
    "picture": "netanalysis.display",
    "plot_brokers": "netanalysis.display",
    "plot_mentorship": "netanalysis.display",
    "plot_neglected": "netanalysis.display",
    "plot_network": "netanalysis.display",
    "plot_rhythm": "netanalysis.display",
    "readable": "netanalysis.display",
    "relationship_graph": "netanalysis.graph",
    "write_report": "netanalysis.report",
    "write_tables": "netanalysis.report",
    "open_store": "netanalysis.store",
    "write_store": "netanalysis.store",
    "structural_holes": "netanalysis.holes",
}

__version__ = "0.1.0"

__all__ = [
    "Dataset",
    "ExportNotFoundError",
    "NetAnalysisError",
    "NothingToAnalyseError",
    "OutputError",
    "OwnerUnknownError",
    "PersonUnknownError",
    "SchemaError",
    "UnknownExportError",
    "UnreadableExportError",
    "brokers",
    "dyads",
    "ego_ties",
    "facts",
    "in_words",
    "load",
    "mentorship_gaps",
    "neglected_ties",
    "open_store",
    "picture",
    "plot_brokers",
    "plot_mentorship",
    "plot_neglected",
    "plot_network",
    "plot_rhythm",
    "readable",
    "relationship_graph",
    "rhythm",
    "sample_path",
    "structural_holes",
    "ties",
    "write_report",
    "write_store",
    "write_tables",
]


def __getattr__(name: str) -> Any:
    """Load a public name with a heavy library behind it on first use."""
    if name in _LATER:
        value = getattr(import_module(_LATER[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
