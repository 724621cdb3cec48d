"""Write docs/data-dictionary.md from the schema; run by ``make docs``.

The same schema gives the same bytes. ``tests/test_docs.py`` compares the file with what
this module makes, so that the two cannot drift apart.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from netanalysis.frames import COUNT, DAY, FLAG, INSTANT, NUMBER, STRING, Column, Table
from netanalysis.graph_attributes import NODES, TIES
from netanalysis.schema import TABLES

TARGET: Final = Path(__file__).resolve().parent / "data-dictionary.md"

INTRODUCTION: Final = """\
# Data dictionary

<!-- Written by docs/write_data_dictionary.py from src/netanalysis/schema.py
     and graph_attributes.py. Do not edit by hand: run `make docs`. -->

`netanalysis.load` returns a `Dataset`. Its tables are plain pandas frames under the names below
(`archive.people`, `archive.interactions`, ...). Every table always has all its columns, in this
order and with these types; a value that is not known is missing, never 0 or an empty text.

Words used in the tables are explained in the [glossary](glossary.md); where the rows come from
stands in [reading exports](methods/reading-exports.md).
"""

TYPES: Final = (
    (STRING, "text"),
    (INSTANT, "an instant in UTC (columns that end in `_at`)"),
    (DAY, "a calendar day without a zone (columns that end in `_on`)"),
    (COUNT, "a whole number that may be missing"),
    (NUMBER, "a number that may be missing"),
    (FLAG, "true, false or missing"),
)

READING: Final = """\
In the tables below, *required* means that no row misses the value, and *sensitive* means that
the column names a person or holds words a person wrote: think before you pass it on.
"""

GRAPH: Final = """\
# The relationship graph

`netanalysis.relationship_graph` returns a networkx `DiGraph` whose nodes and ties carry the
following as plain Python values. Its own attributes are `ego` (the owner's id, sensitive), `as_of`
and `n_unexpanded`. `write_graph` writes nodes and ties, and each node's name once more as `label`:
think before you pass such a file on.

Findings are made of the same things. In all of them ids and names are sensitive, and so are
columns that hold names of groups (`group`, `groups`, `single_access`) or words of subjects
(`what`, `common`, `past`, `reason`).
"""


def data_dictionary() -> str:
    """Return the text of the data dictionary."""
    kinds = [f"| `{dtype}` | {meaning} |" for dtype, meaning in TYPES]
    names = ", ".join(f"[`{table.name}`](#{table.name})" for table in TABLES)
    parts = [
        INTRODUCTION,
        f"Tables: {names}.\n",
        "\n".join(["| type | holds |", "|---|---|", *kinds, ""]),
        READING,
        *(_section(table) for table in TABLES),
        GRAPH,
        *(_section(table) for table in (NODES, TIES)),
    ]
    return "\n".join(parts)


def _section(table: Table) -> str:
    """Return the section of one table: what a row is, its key, its columns."""
    key = " + ".join(f"`{name}`" for name in table.key)
    lines = [f"## {table.name}", "", table.doc, ""]
    lines += [f"Key: {key}." if key else "No key: rows may repeat values.", ""]
    lines += ["| column | type | meaning | notes |", "|---|---|---|---|"]
    lines += [_row(column) for column in table.columns]
    return "\n".join([*lines, ""])


def _row(column: Column) -> str:
    """Return the line of one column."""
    notes = []
    if column.required:
        notes.append("required")
    if column.sensitive:
        notes.append("sensitive")
    if column.allowed:
        notes.append("one of " + ", ".join(f"`{value}`" for value in column.allowed))
    meaning = column.doc.replace("|", "\\|")
    return f"| `{column.name}` | `{column.dtype}` | {meaning} | {'; '.join(notes)} |"


if __name__ == "__main__":
    TARGET.write_text(data_dictionary(), encoding="utf-8", newline="\n")
