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

if TYPE_CHECKING:
    from netanalysis.affiliations import employers, organisations
    from netanalysis.analysis.answering import response_times
    from netanalysis.analysis.bridges import bridges_at_risk, brokers_over_time
    from netanalysis.analysis.brokers import brokers
    from netanalysis.analysis.congratulating import milestones
    from netanalysis.analysis.contact_calendar import contact_days
    from netanalysis.analysis.coverage import coverage_by_team, mentorship_coverage
    from netanalysis.analysis.dormant import dormant_ties
    from netanalysis.analysis.ground import common_ground
    from netanalysis.analysis.groups import access
    from netanalysis.analysis.guidance import mentorship_history, mentorship_ties
    from netanalysis.analysis.introducing import introducers
    from netanalysis.analysis.introductions import introductions_to_make
    from netanalysis.analysis.ladder import seniority_ladder
    from netanalysis.analysis.mentors import mentee_candidates, mentor_candidates
    from netanalysis.analysis.mentorship import mentorship_gaps
    from netanalysis.analysis.neglect import neglected_ties, rhythm
    from netanalysis.analysis.openings import collaboration_openings
    from netanalysis.analysis.proof import backtest
    from netanalysis.analysis.signature import social_signature
    from netanalysis.analysis.stability import broker_stability
    from netanalysis.analysis.unanswered import waiting
    from netanalysis.archive import load, load_table
    from netanalysis.calendar_file import write_calendar
    from netanalysis.corrections import note_guidance, note_level
    from netanalysis.cuts import cut_points, local_bridges
    from netanalysis.dataset import Dataset
    from netanalysis.display import (
        facts,
        in_words,
        picture,
        plot_access,
        plot_brokers,
        plot_calendar,
        plot_calibration,
        plot_coverage,
        plot_guidance,
        plot_guidance_history,
        plot_introducers,
        plot_ladder,
        plot_mentorship,
        plot_neglected,
        plot_network,
        plot_rhythm,
        plot_signature,
        plot_year,
        readable,
    )
    from netanalysis.ego import ego_ties
    from netanalysis.errors import (
        DecisionError,
        ExportNotFoundError,
        NetAnalysisError,
        NothingToAnalyseError,
        OutputError,
        OwnerUnknownError,
        PersonUnknownError,
        ProposalUnknownError,
        SchemaError,
        StoreWarning,
        UnknownExportError,
        UnreadableExportError,
        UnusableGraphError,
        WishesError,
    )
    from netanalysis.graph import relationship_graph
    from netanalysis.graph_files import write_graph
    from netanalysis.holes import ego_betweenness, structural_holes
    from netanalysis.own_will import done, never, snooze, tag, want
    from netanalysis.pairs import dyads, ties
    from netanalysis.paths import betweenness
    from netanalysis.reaching import reach_out
    from netanalysis.report import write_report
    from netanalysis.review import merge_proposals, own_aliases
    from netanalysis.roles import brokerage_roles, brokering_activity
    from netanalysis.sample import sample_path
    from netanalysis.special_days import note_date
    from netanalysis.store import forget_store, open_store, write_store
    from netanalysis.verdicts import accept, decisions, reject, undo
    from netanalysis.wish_list import unwish, wished

# Where each public name lives. Nothing is imported before it is used, so that the command
# line and a first look at the package cost next to nothing.
_HOME = {
    "Dataset": "netanalysis.dataset",
    "DecisionError": "netanalysis.errors",
    "ExportNotFoundError": "netanalysis.errors",
    "NetAnalysisError": "netanalysis.errors",
    "NothingToAnalyseError": "netanalysis.errors",
    "OutputError": "netanalysis.errors",
    "OwnerUnknownError": "netanalysis.errors",
    "PersonUnknownError": "netanalysis.errors",
    "ProposalUnknownError": "netanalysis.errors",
    "SchemaError": "netanalysis.errors",
    "StoreWarning": "netanalysis.errors",
    "UnknownExportError": "netanalysis.errors",
    "UnreadableExportError": "netanalysis.errors",
    "UnusableGraphError": "netanalysis.errors",
    "WishesError": "netanalysis.errors",
    "accept": "netanalysis.verdicts",
    "access": "netanalysis.analysis.groups",
    "backtest": "netanalysis.analysis.proof",
    "betweenness": "netanalysis.paths",
    "bridges_at_risk": "netanalysis.analysis.bridges",
    "broker_stability": "netanalysis.analysis.stability",
    "brokerage_roles": "netanalysis.roles",
    "brokering_activity": "netanalysis.roles",
    "brokers": "netanalysis.analysis.brokers",
    "brokers_over_time": "netanalysis.analysis.bridges",
    "collaboration_openings": "netanalysis.analysis.openings",
    "common_ground": "netanalysis.analysis.ground",
    "contact_days": "netanalysis.analysis.contact_calendar",
    "coverage_by_team": "netanalysis.analysis.coverage",
    "cut_points": "netanalysis.cuts",
    "decisions": "netanalysis.verdicts",
    "done": "netanalysis.own_will",
    "dormant_ties": "netanalysis.analysis.dormant",
    "dyads": "netanalysis.pairs",
    "ego_betweenness": "netanalysis.holes",
    "ego_ties": "netanalysis.ego",
    "employers": "netanalysis.affiliations",
    "facts": "netanalysis.display",
    "forget_store": "netanalysis.store",
    "in_words": "netanalysis.display",
    "introducers": "netanalysis.analysis.introducing",
    "introductions_to_make": "netanalysis.analysis.introductions",
    "load": "netanalysis.archive",
    "load_table": "netanalysis.archive",
    "local_bridges": "netanalysis.cuts",
    "mentee_candidates": "netanalysis.analysis.mentors",
    "mentor_candidates": "netanalysis.analysis.mentors",
    "mentorship_coverage": "netanalysis.analysis.coverage",
    "mentorship_gaps": "netanalysis.analysis.mentorship",
    "mentorship_history": "netanalysis.analysis.guidance",
    "mentorship_ties": "netanalysis.analysis.guidance",
    "merge_proposals": "netanalysis.review",
    "milestones": "netanalysis.analysis.congratulating",
    "neglected_ties": "netanalysis.analysis.neglect",
    "never": "netanalysis.own_will",
    "note_date": "netanalysis.special_days",
    "note_guidance": "netanalysis.corrections",
    "note_level": "netanalysis.corrections",
    "open_store": "netanalysis.store",
    "organisations": "netanalysis.affiliations",
    "own_aliases": "netanalysis.review",
    "picture": "netanalysis.display",
    "plot_access": "netanalysis.display",
    "plot_brokers": "netanalysis.display",
    "plot_calendar": "netanalysis.display",
    "plot_calibration": "netanalysis.display",
    "plot_introducers": "netanalysis.display",
    "plot_coverage": "netanalysis.display",
    "plot_guidance": "netanalysis.display",
    "plot_guidance_history": "netanalysis.display",
    "plot_ladder": "netanalysis.display",
    "plot_mentorship": "netanalysis.display",
    "plot_neglected": "netanalysis.display",
    "plot_network": "netanalysis.display",
    "plot_rhythm": "netanalysis.display",
    "plot_signature": "netanalysis.display",
    "plot_year": "netanalysis.display",
    "reach_out": "netanalysis.reaching",
    "readable": "netanalysis.display",
    "reject": "netanalysis.verdicts",
    "relationship_graph": "netanalysis.graph",
    "response_times": "netanalysis.analysis.answering",
    "rhythm": "netanalysis.analysis.neglect",
    "sample_path": "netanalysis.sample",
    "snooze": "netanalysis.own_will",
    "social_signature": "netanalysis.analysis.signature",
    "seniority_ladder": "netanalysis.analysis.ladder",
    "structural_holes": "netanalysis.holes",
    "tag": "netanalysis.own_will",
    "ties": "netanalysis.pairs",
    "undo": "netanalysis.verdicts",
    "unwish": "netanalysis.wish_list",
    "waiting": "netanalysis.analysis.unanswered",
    "want": "netanalysis.own_will",
    "wished": "netanalysis.wish_list",
    "write_calendar": "netanalysis.calendar_file",
    "write_graph": "netanalysis.graph_files",
    "write_report": "netanalysis.report",
    "write_store": "netanalysis.store",
    "write_tables": "netanalysis.table_files",
}

__version__ = "0.1.0"

__all__ = [
    "Dataset",
    "DecisionError",
    "ExportNotFoundError",
    "NetAnalysisError",
    "NothingToAnalyseError",
    "OutputError",
    "OwnerUnknownError",
    "PersonUnknownError",
    "ProposalUnknownError",
    "SchemaError",
    "StoreWarning",
    "UnknownExportError",
    "UnreadableExportError",
    "UnusableGraphError",
    "WishesError",
    "accept",
    "access",
    "backtest",
    "betweenness",
    "bridges_at_risk",
    "broker_stability",
    "brokerage_roles",
    "brokering_activity",
    "brokers",
    "brokers_over_time",
    "collaboration_openings",
    "common_ground",
    "contact_days",
    "coverage_by_team",
    "cut_points",
    "decisions",
    "done",
    "dormant_ties",
    "dyads",
    "ego_betweenness",
    "ego_ties",
    "employers",
    "facts",
    "forget_store",
    "in_words",
    "introducers",
    "introductions_to_make",
    "load",
    "load_table",
    "local_bridges",
    "mentee_candidates",
    "mentor_candidates",
    "mentorship_coverage",
    "mentorship_gaps",
    "mentorship_history",
    "mentorship_ties",
    "merge_proposals",
    "milestones",
    "neglected_ties",
    "never",
    "note_date",
    "note_guidance",
    "note_level",
    "open_store",
    "organisations",
    "own_aliases",
    "picture",
    "plot_access",
    "plot_brokers",
    "plot_calendar",
    "plot_calibration",
    "plot_coverage",
    "plot_guidance",
    "plot_guidance_history",
    "plot_introducers",
    "plot_ladder",
    "plot_mentorship",
    "plot_neglected",
    "plot_network",
    "plot_rhythm",
    "plot_signature",
    "plot_year",
    "reach_out",
    "readable",
    "reject",
    "relationship_graph",
    "response_times",
    "rhythm",
    "sample_path",
    "seniority_ladder",
    "snooze",
    "social_signature",
    "structural_holes",
    "tag",
    "ties",
    "undo",
    "unwish",
    "waiting",
    "want",
    "wished",
    "write_calendar",
    "write_graph",
    "write_report",
    "write_store",
    "write_tables",
]


def __getattr__(name: str) -> Any:
    """Import a public name on first use."""
    if name in _HOME:
        value = getattr(import_module(_HOME[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
