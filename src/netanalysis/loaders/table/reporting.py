"""Who reports to whom, by a column of a table: lines that can be true, and why others cannot."""

from __future__ import annotations

from typing import Final

import pandas as pd

from netanalysis.harvest import name_key
from netanalysis.loaders.table.parties import Parties, ends_of
from netanalysis.tally import Tally

KIND: Final = "reports_to"


def reporting_lines(
    people: pd.DataFrame, rows: pd.DataFrame, known: pd.Series, tally: Tally
) -> pd.DataFrame:
    """Return the relations that a table of people states, each under its holder.

    A manager is named by id, or by a name that one person of the table bears; several
    stand between ";". Nobody reports to themselves, nor in a circle: such lines, and those
    to somebody who is nowhere in the data, are left out and said; the person stays.

    Parameters
    ----------
    people
        ``alias_key``, ``name`` and ``line`` of each person.
    rows
        ``reports_to`` as written, under the index of ``people``.
    known
        Aliases that the interactions name.
    tally
        Where to say what could not be used.
    """
    ends = ends_of(rows.loc[people.index, "reports_to"])
    parties = Parties(ends)
    lines = pd.DataFrame(
        {
            "holder_key": people["alias_key"].reindex(ends.index).array,
            "alias_key": parties.keys.take(parties.codes).array,
            "line": people["line"].reindex(ends.index).array,
        }
    )
    is_known = lines["alias_key"].isin(known) | lines["alias_key"].isin(people["alias_key"])
    named = people.assign(called=[name_key(name) for name in people["name"]])
    by_name = named[~named["called"].duplicated(keep=False)].set_index("called")["alias_key"]
    lines["alias_key"] = lines["alias_key"].where(is_known, lines["alias_key"].map(by_name))
    for line in lines.loc[lines["alias_key"].isna(), "line"]:
        problem = "the person named there is nowhere in the tables; kept without a manager"
        tally.doubt(int(line), "unknown manager", problem)
    lines = lines.dropna(subset="alias_key")
    is_self = lines["alias_key"] == lines["holder_key"]
    for line in lines.loc[is_self, "line"]:
        problem = "the row says that this person reports to themselves; kept without a manager"
        tally.doubt(int(line), "own manager", problem)
    lines = lines[~is_self].drop_duplicates(["holder_key", "alias_key"])
    is_circle = _in_circles(lines)
    for line in lines.loc[is_circle, "line"]:
        problem = "these people report to each other in a circle; none of the lines is used"
        tally.doubt(int(line), "managers in a circle", problem)
    return lines.loc[~is_circle, ["alias_key", "holder_key"]].assign(kind=KIND, origin=tally.file)


def _in_circles(lines: pd.DataFrame) -> pd.Series:
    """Tell which lines lie on a circle: both ends in one strongly connected component."""
    import networkx as nx

    G = nx.from_pandas_edgelist(lines, "holder_key", "alias_key", create_using=nx.DiGraph)
    circle = {
        person: i for i, one in enumerate(nx.strongly_connected_components(G)) for person in one
    }
    return lines["holder_key"].map(circle).eq(lines["alias_key"].map(circle))
