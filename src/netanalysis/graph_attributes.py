"""What the nodes and ties of the relationship graph carry, and which of it is sensitive.

The same words as in :mod:`netanalysis.schema` for the tables: whatever passes a graph on has to
drop or replace what is marked. The data dictionary in ``docs/`` is generated from this module.
"""

from __future__ import annotations

from typing import Final

from netanalysis.frames import COUNT, FLAG, NUMBER, STRING, Column, Table
from netanalysis.schema import PERSON_KINDS

NODES: Final = Table(
    "nodes",
    "One node per person with a tie or a LinkedIn connection.",
    (
        Column("person_id", STRING, "the node itself", required=True, sensitive=True),
        Column("name", STRING, "best display name seen, empty where unknown", sensitive=True),
        Column("kind", STRING, "what stands behind it", PERSON_KINDS, required=True),
        Column("title", STRING, "job title as last stated, empty where unknown", sensitive=True),
        Column("company", STRING, "employer as last stated, empty where unknown", sensitive=True),
        Column("organisation", STRING, "company or mail domain, empty where unknown"),
        Column("is_me", FLAG, "the owner of the archive", required=True),
        Column("is_connected", FLAG, "connected with the owner on LinkedIn", required=True),
        Column("p_90", NUMBER, "chance of contact with the owner by itself in 90 days, 0 to 1"),
        Column("ego_strength", NUMBER, "contact strength with the owner, 0 and up", required=True),
        Column("n_contact_days", COUNT, "days of contact with the owner", required=True),
        Column("days_silent", NUMBER, "days since the last contact with the owner"),
        Column(
            "group",
            STRING,
            "organisation, or community inside a large one; a community's name holds words of "
            "subjects or a person's name",
            sensitive=True,
        ),
    ),
    key=("person_id",),
)

TIES: Final = Table(
    "ties",
    "One tie per ordered pair between whom contact was seen, or who appeared together.",
    (
        Column("source", STRING, "who wrote", required=True, sensitive=True),
        Column("target", STRING, "to whom", required=True, sensitive=True),
        Column("strength", NUMBER, "closeness, above 0; half-life 60 days", required=True),
        Column("distance", NUMBER, "1 / strength", required=True),
        Column("n_contact_days", COUNT, "days on which the one wrote to the other", required=True),
        Column("n_together", COUNT, "messages on which both stand", required=True),
        Column("channels", STRING, "channels of the contact, joined by commas"),
    ),
    key=("source", "target"),
)
