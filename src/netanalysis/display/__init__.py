"""What eyes see: charts, the network picture and tables. Nothing is computed about people.

Every ``plot_*`` takes a finding, draws on the axes given or on a new figure, returns the
axes, and leaves a description of what it drew as their label (see :func:`alt_text`).
Importing this room does not import matplotlib.
"""

from __future__ import annotations

from netanalysis.display.access import plot_access
from netanalysis.display.brokers import plot_brokers
from netanalysis.display.calendar import plot_calendar, plot_year
from netanalysis.display.calibration import plot_calibration
from netanalysis.display.coverage import plot_coverage
from netanalysis.display.guidance import plot_guidance
from netanalysis.display.introducers import plot_introducers
from netanalysis.display.ladder import plot_ladder
from netanalysis.display.mentorship import plot_mentorship
from netanalysis.display.neglect import plot_neglected
from netanalysis.display.network import plot_network
from netanalysis.display.pictures import Picture, alt_text, picture
from netanalysis.display.prose import facts, in_words
from netanalysis.display.rhythm import plot_rhythm
from netanalysis.display.signature import plot_signature
from netanalysis.display.table import readable
from netanalysis.display.then_and_now import plot_guidance_history

__all__ = [
    "Picture",
    "alt_text",
    "facts",
    "in_words",
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
    "readable",
]
